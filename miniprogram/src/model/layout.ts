/** How tiles are arranged. Pure. */
import type { SceneName } from './scene-profile.ts';

/** `pip`: one large, the own picture small in a corner. `focus`: one large, the others in a strip. `grid`: all alike. */
export type Layout = 'pip' | 'focus' | 'grid';

export interface LayoutView {
  readonly layout: Layout;
  /** Member id of the large tile, `self` for the own picture, '' = none. */
  readonly mainId: string;
  /** Own picture included. */
  readonly tileCount: number;
}

interface LayoutTile {
  readonly memberId: string;
  readonly role: string;
  readonly isPinned: boolean;
}

export function layoutOf(scene: SceneName, tiles: readonly LayoutTile[], isSelfShown: boolean): LayoutView {
  const tileCount = tiles.length + (isSelfShown ? 1 : 0);
  const pinned = tiles.find(({ isPinned }) => isPinned);
  if (pinned !== undefined)
    return { layout: tileCount === 2 && isSelfShown ? 'pip' : 'focus', mainId: pinned.memberId, tileCount };
  if (tiles.length === 1 && isSelfShown && scene !== 'live')
    return { layout: 'pip', mainId: tiles[0]?.memberId ?? '', tileCount };
  if (scene === 'live' || scene === 'remote') {
    const host =
      tiles.find(({ role }) => role === 'chair' || role === 'device') ?? (isSelfShown ? undefined : tiles[0]);
    return { layout: 'focus', mainId: host?.memberId ?? (isSelfShown ? 'self' : ''), tileCount };
  }
  return { layout: 'grid', mainId: '', tileCount };
}
