/** Where each member's picture goes on the canvas of a mixed stream. Pure. */
import type { MemberId } from '../../shared/ids.ts';

/** Pixels. Even, because chroma has half the resolution. */
export interface CanvasSize {
  readonly width: number;
  readonly height: number;
}

export interface MixTile extends CanvasSize {
  readonly memberId: MemberId;
  readonly left: number;
  readonly top: number;
}

export interface ExplicitTile extends MixTile {
  /** Higher ones lie over lower ones. */
  readonly layer: number;
}

/**
 * - `grid`: equal tiles that fill the canvas.
 * - `mainSide`: one member fills the canvas, the others stand small at the right edge, upward from the bottom. Without
 *   `main`, or while it shows nothing, the first member is the main one.
 * - `explicit`: as given; who is not named is not shown. It may bring a canvas of its own size.
 */
export type MixLayout =
  | { readonly type: 'grid' }
  | { readonly type: 'mainSide'; readonly main?: MemberId }
  | { readonly type: 'explicit'; readonly tiles: readonly ExplicitTile[]; readonly canvas?: CanvasSize };

/** Side pictures of `mainSide`, in parts of the canvas' width and height: 120x180 at 360x640, 60/90 from the edges. */
const SIDE = { width: 1 / 3, height: 180 / 640, gap: 0.02 } as const;

/**
 * Tiles in the order of drawing (later ones lie over earlier ones), inside the canvas, even in every measure. `members`
 * are those who show a picture, in the order in which they are to stand.
 */
export function arrangeTiles(layout: MixLayout, canvas: CanvasSize, members: readonly MemberId[]): readonly MixTile[] {
  switch (layout.type) {
    case 'grid':
      return gridTiles(canvas, members);
    case 'mainSide':
      return mainSideTiles(canvas, members, layout.main);
    case 'explicit':
      return explicitTiles(canvas, members, layout.tiles);
  }
}

const even = (pixels: number): number => Math.floor(pixels / 2) * 2;

function gridTiles(canvas: CanvasSize, members: readonly MemberId[]): readonly MixTile[] {
  const { columns, rows } = gridOf(canvas, members.length);
  const width = even(canvas.width / columns);
  const height = even(canvas.height / rows);
  return members.map((memberId, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, members.length - row * columns);
    // A last row that is not full stands in the middle.
    const left = even((canvas.width - inRow * width) / 2) + (index % columns) * width;
    return { memberId, left, top: row * height, width, height };
  });
}

/** Columns and rows whose tiles have the longest shorter side; of equal ones, those with the fewest empty places. */
function gridOf({ width, height }: CanvasSize, count: number): { columns: number; rows: number } {
  let best = { columns: 1, rows: Math.max(1, count), side: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const side = Math.min(width / columns, height / rows);
    const isBetter = side > best.side || (side === best.side && columns * rows < best.columns * best.rows);
    if (isBetter) best = { columns, rows, side };
  }
  return best;
}

function mainSideTiles(canvas: CanvasSize, members: readonly MemberId[], main?: MemberId): readonly MixTile[] {
  const mainId = main !== undefined && members.includes(main) ? main : members[0];
  if (mainId === undefined) return [];
  const sides = members.filter((memberId) => memberId !== mainId);
  const gap = even(canvas.width * SIDE.gap);
  // More than fit at their usual size become smaller.
  const height = even(Math.min(canvas.height * SIDE.height, (canvas.height - gap) / Math.max(1, sides.length) - gap));
  const width = even((canvas.width * SIDE.width * height) / (canvas.height * SIDE.height));
  const tiles: MixTile[] = [{ memberId: mainId, left: 0, top: 0, ...canvas }];
  for (const [index, memberId] of sides.entries()) {
    const top = canvas.height - (index + 1) * (height + gap);
    tiles.push({ memberId, left: canvas.width - width - gap, top, width, height });
  }
  return tiles.filter((tile) => tile.width > 0 && tile.height > 0);
}

function explicitTiles(
  canvas: CanvasSize,
  members: readonly MemberId[],
  tiles: readonly ExplicitTile[],
): readonly MixTile[] {
  // Of several for one member the last one counts.
  const tileByMember = new Map(tiles.map((tile) => [tile.memberId, tile]));
  return [...tileByMember.values()]
    .filter(({ memberId }) => members.includes(memberId))
    .sort((one, other) => one.layer - other.layer)
    .map((tile) => clipped(tile, canvas))
    .filter(({ width, height }) => width > 0 && height > 0);
}

/** Moved and cut so that it lies within the canvas. */
function clipped({ memberId, left, top, width, height }: MixTile, canvas: CanvasSize): MixTile {
  const insideLeft = even(Math.min(Math.max(0, left), canvas.width));
  const insideTop = even(Math.min(Math.max(0, top), canvas.height));
  return {
    memberId,
    left: insideLeft,
    top: insideTop,
    width: Math.max(0, even(Math.min(width, canvas.width - insideLeft))),
    height: Math.max(0, even(Math.min(height, canvas.height - insideTop))),
  };
}
