import type { InstantMs, MemberId, UserId } from '../shared/ids.ts';

/**
 * What the rules need beside what clients see: indexes, so that no command about one member walks over all, and the
 * starting points of deadlines. All of it follows from the events.
 */
export interface Bookkeeping {
  /** The latest instant that an event told. Grace times count from it, so that deadlines never run backwards. */
  readonly clockMs: InstantMs;
  readonly memberIdsByUser: ReadonlyMap<UserId, ReadonlySet<MemberId>>;
  /** Members that publish at least one medium. */
  readonly publisherCount: number;
  readonly chairCount: number;
  /** Chairs and moderators who are online: they decide on floors without a chair of their own. */
  readonly deciderCount: number;
  /** Members of role audience. */
  readonly audienceCount: number;
  /** Members that others are told the number of only (visibility.ts). */
  readonly countedCount: number;
  /** When each suspect member is gone unless its media show life; earliest first. */
  readonly suspectUntil: ReadonlyMap<MemberId, InstantMs>;
  /** When each suspect member is gone whatever its media show; earliest first. */
  readonly suspectAtMost: ReadonlyMap<MemberId, InstantMs>;
  /** When each member in the background is gone; earliest first. */
  readonly backgroundUntil: ReadonlyMap<MemberId, InstantMs>;
  /** Somebody has been a member. */
  readonly wasEntered: boolean;
  /** Since when nobody is here; null = somebody is. */
  readonly emptySinceMs: InstantMs | null;
  /** Since when exactly one member is here; null = none or several. */
  readonly aloneSinceMs: InstantMs | null;
  /** The latest raising of a hand; each one gets a greater instant. */
  readonly lastHandAtMs: number;
  /** Greatest version of a deleted attribute; new keys start above it. */
  readonly attributeVersionFloor: number;
}
