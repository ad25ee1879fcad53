/**
 * Who is shown to whom. Small rooms list everybody but hidden observers; the audience of a live room is only counted,
 * because a list of thousands that changes with every arrival is of no use to anybody and costs members squared.
 *
 * An audience member steps out of the crowd, and is listed, as long as its hand is up (whoever moderates must see who
 * asks) or it may publish (nobody is heard who is not shown). Events are translated by comparing the member before and
 * after: what happens to somebody in the crowd is told to nobody else, who steps out has joined, who steps back has left.
 *
 * Everything that shows members follows `isListed`: snapshots, deltas, the state hash, quality reports.
 */
import type { MemberId } from '../shared/ids.ts';
import { mayPublish } from './role-grants.ts';
import { MEDIA, type Member, type RoomEvent, type RoomState, type Scene } from './room-types.ts';

/** Whether others see that member in snapshots and deltas. */
export function isListed(scene: Scene, { grants, role, handRaisedAtMs }: Member): boolean {
  if (grants.hidden) return false;
  if (scene !== 'live' || role !== 'audience') return true;
  return handRaisedAtMs > 0 || MEDIA.some((medium) => mayPublish(grants, medium));
}

/** Whether that member is a number only: neither listed nor hidden. */
export function isCounted(scene: Scene, member: Member): boolean {
  return !member.grants.hidden && !isListed(scene, member);
}

/** The members that others see, in the order in which they came into view. O(members). */
export function listedMembers({ scene, members }: Pick<RoomState, 'scene' | 'members'>): readonly Member[] {
  return [...members.values()].filter((member) => isListed(scene, member));
}

/** What others see of an event in place of the event itself. */
export type Appearance =
  | { readonly type: 'itself' }
  | { readonly type: 'nothing' }
  | { readonly type: 'appeared'; readonly member: Member }
  | { readonly type: 'vanished'; readonly memberId: MemberId };

/** How an event looks from outside, where that differs from the event. */
export interface Sight {
  readonly appearance: Appearance;
  /** Members that are counted, after the event; null = as many as before. */
  readonly audienceCount: number | null;
}

/** The member whose state the event changes; undefined for what concerns the room, says something, or is not shown. */
export function subjectOf(event: RoomEvent): MemberId | undefined {
  switch (event.type) {
    case 'memberJoined':
    case 'memberRenamed':
      return event.member.memberId;
    case 'memberLeft':
    case 'presenceChanged':
    case 'mediumChanged':
    case 'roleChanged':
    case 'grantsChanged':
    case 'handChanged':
    case 'pushGenerationRaised':
    case 'memberAttributesChanged':
      return event.memberId;
    default:
      return undefined;
  }
}

const SEEN: Appearance = { type: 'itself' };
const UNSEEN: Appearance = { type: 'nothing' };

/**
 * How an event looks that made `after` of `before` (undefined = not a member).
 * @returns undefined when others see it as it is
 */
export function sightOf(
  { scene, bookkeeping }: Pick<RoomState, 'scene' | 'bookkeeping'>,
  before: Member | undefined,
  after: Member | undefined,
): Sight | undefined {
  const wasCounted = before !== undefined && isCounted(scene, before);
  const audienceCount =
    wasCounted === (after !== undefined && isCounted(scene, after)) ? null : bookkeeping.countedCount;
  const appearance = appearanceOf(scene, before, after);
  return appearance === SEEN && audienceCount === null ? undefined : { appearance, audienceCount };
}

function appearanceOf(scene: Scene, before: Member | undefined, after: Member | undefined): Appearance {
  const wasListed = before !== undefined && isListed(scene, before);
  const listed = after !== undefined && isListed(scene, after);
  if (!wasListed && !listed) return UNSEEN;
  if (wasListed === listed || before === undefined || after === undefined) return SEEN;
  return listed ? { type: 'appeared', member: after } : { type: 'vanished', memberId: after.memberId };
}
