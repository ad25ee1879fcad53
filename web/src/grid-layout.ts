/**
 * Where the tiles go. Pure geometry in CSS pixels: the stage's size and a count in, rectangles out. Tiles never
 * overlap, never leave the stage, and nothing scrolls.
 *
 * Columns are chosen by trying all of them (at most 16) and keeping the largest tile. A tile's shape may vary within
 * a range so that the stage is filled better than with a fixed 16:9; video is cropped to its tile (`object-fit`).
 */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface SpotlightLayout {
  readonly main: Rect;
  /** The filmstrip: as many as fit, at most `count`. */
  readonly strip: readonly Rect[];
}

/** Most tiles on one page of the grid. */
export const MAX_TILES = 16;
export const GAP_PX = 10;
const PHONE_GAP_PX = 6;
const PHONE_MAX_WIDTH_PX = 640;

interface AspectRange {
  readonly min: number;
  readonly max: number;
}

/** Narrow and upright; a desktop stage that a panel made narrow is not. */
const isPhone = (stage: Size): boolean => stage.width < PHONE_MAX_WIDTH_PX && stage.height > stage.width;
const gapOf = (stage: Size): number => (isPhone(stage) ? PHONE_GAP_PX : GAP_PX);

function aspectRange(stage: Size, count: number): AspectRange {
  if (!isPhone(stage)) return { min: 4 / 3, max: 16 / 9 };
  return count <= 4 ? { min: 9 / 16, max: 16 / 9 } : { min: 3 / 4, max: 4 / 3 };
}

/** The largest tile with a shape in `range` that fits a cell. */
function fitTile(cellWidth: number, cellHeight: number, range: AspectRange): Size {
  const aspect = cellWidth / cellHeight;
  if (aspect > range.max) return { width: cellHeight * range.max, height: cellHeight };
  if (aspect < range.min) return { width: cellWidth, height: cellWidth / range.min };
  return { width: cellWidth, height: cellHeight };
}

/** Rectangles of `count` equal tiles (0..16), row by row, the last row centred. Empty for an empty stage. */
export function gridLayout(stage: Size, count: number): readonly Rect[] {
  const tiles = Math.min(count, MAX_TILES);
  if (tiles <= 0 || stage.width <= 0 || stage.height <= 0) return [];
  const gap = gapOf(stage);
  const range = aspectRange(stage, tiles);
  let best: { columns: number; size: Size; area: number } | undefined;
  for (let columns = 1; columns <= tiles; columns++) {
    const rows = Math.ceil(tiles / columns);
    const cellWidth = (stage.width - gap * (columns - 1)) / columns;
    const cellHeight = (stage.height - gap * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) continue;
    const size = fitTile(cellWidth, cellHeight, range);
    const area = size.width * size.height;
    if (best === undefined || area > best.area * 1.001) best = { columns, size, area };
  }
  return best === undefined ? [] : placeRows(stage, tiles, best.columns, floorSize(best.size), gap);
}

const floorSize = (size: Size): Size => ({ width: Math.floor(size.width), height: Math.floor(size.height) });

function placeRows(stage: Size, count: number, columns: number, size: Size, gap: number): Rect[] {
  const rows = Math.ceil(count / columns);
  const top = Math.floor((stage.height - rows * size.height - (rows - 1) * gap) / 2);
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = Math.floor((stage.width - inRow * size.width - (inRow - 1) * gap) / 2);
    return {
      x: left + (index % columns) * (size.width + gap),
      y: top + row * (size.height + gap),
      ...size,
    };
  });
}

/**
 * One large tile and a filmstrip: at the right of a wide stage, at the bottom of a tall one. `count` is the number of
 * tiles that want into the strip.
 */
export function spotlightLayout(stage: Size, count: number): SpotlightLayout {
  const gap = gapOf(stage);
  const full: Rect = { x: 0, y: 0, width: stage.width, height: stage.height };
  if (count <= 0 || stage.width <= 0 || stage.height <= 0) return { main: full, strip: [] };
  return stage.width > stage.height ? stripAtRight(stage, count, gap) : stripAtBottom(stage, count, gap);
}

function stripAtRight(stage: Size, count: number, gap: number): SpotlightLayout {
  const width = Math.floor(Math.min(Math.max(stage.width * 0.18, 120), 240));
  const height = Math.floor((width * 9) / 16);
  const fits = Math.max(0, Math.min(count, Math.floor((stage.height + gap) / (height + gap))));
  const top = Math.floor((stage.height - fits * height - (fits - 1) * gap) / 2);
  const strip = Array.from({ length: fits }, (_, index) => ({
    x: stage.width - width,
    y: top + index * (height + gap),
    width,
    height,
  }));
  const mainWidth = fits === 0 ? stage.width : stage.width - width - gap;
  return { main: { x: 0, y: 0, width: mainWidth, height: stage.height }, strip };
}

function stripAtBottom(stage: Size, count: number, gap: number): SpotlightLayout {
  const height = Math.floor(Math.min(Math.max(stage.height * 0.16, 72), 150));
  const width = Math.floor((height * 4) / 3);
  const fits = Math.max(0, Math.min(count, Math.floor((stage.width + gap) / (width + gap))));
  const left = Math.floor((stage.width - fits * width - (fits - 1) * gap) / 2);
  const strip = Array.from({ length: fits }, (_, index) => ({
    x: left + index * (width + gap),
    y: stage.height - height,
    width,
    height,
  }));
  const mainHeight = fits === 0 ? stage.height : stage.height - height - gap;
  return { main: { x: 0, y: 0, width: stage.width, height: mainHeight }, strip };
}
