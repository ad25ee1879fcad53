/** What a change of floors means for media: whose flow it starts or stops. */
import type { Floor, FloorsState } from '../../floor-control/floor-types.ts';
import type { MemberId } from '../../shared/ids.ts';
import { effectiveMedia } from '../effective-media.ts';
import type { Medium, Member, RoomEvent, RoomState } from '../room-types.ts';
import { isSameMedium, mediaContext } from './media-changes.ts';
import type { RoomView } from './room-view.ts';

type MediumChanged = Extract<RoomEvent, { readonly type: 'mediumChanged' }>;
/** 'all' = the floor itself opened, closed, came, went, or guards something else. */
type Concerned = Map<Medium, Set<MemberId> | 'all'>;

/**
 * The `mediumChanged` events of the whole decision: the direct ones, with `mayFlow` as the floors have become, and one
 * for each medium that only the floors changed. O(holders before and after), or O(members) when a floor opens or closes.
 */
export function flowEvents(
  state: RoomState,
  view: RoomView,
  floors: FloorsState,
  direct: readonly MediumChanged[],
): readonly RoomEvent[] {
  const context = mediaContext({ config: state.config, floors });
  const pending = new Map(direct.map((event) => [`${event.memberId} ${event.state.medium}`, event]));
  for (const [medium, who] of concerned(state.floors, floors)) {
    for (const member of who === 'all' ? view.members() : membersOf(view, who)) {
      const current = member.media[medium];
      const mayFlow = effectiveMedia(member, medium, context);
      if (mayFlow === current.mayFlow) continue;
      const next = { ...current, mayFlow };
      const key = `${member.memberId} ${medium}`;
      const before = state.members.get(member.memberId)?.media[medium];
      // Who joins in this decision is told as a whole.
      if (before === undefined) continue;
      // What the direct events changed and the floors changed back is no change at all.
      if (isSameMedium(before, next)) pending.delete(key);
      else pending.set(key, { type: 'mediumChanged', memberId: member.memberId, state: next });
    }
  }
  return [...pending.values()];
}

const membersOf = (view: RoomView, ids: ReadonlySet<MemberId>): readonly Member[] =>
  Array.from(ids).flatMap((memberId) => view.member(memberId) ?? []);

function concerned(before: FloorsState, after: FloorsState): Concerned {
  const found: Concerned = new Map();
  for (const floorId of new Set([...before.records.keys(), ...after.records.keys()])) {
    const old = before.records.get(floorId)?.floor;
    const floor = after.records.get(floorId)?.floor;
    if (old !== floor) note(found, old, floor);
  }
  return found;
}

function note(found: Concerned, old: Floor | undefined, floor: Floor | undefined): void {
  if (old === undefined || floor === undefined || changesForAll(old, floor)) {
    for (const each of [old, floor]) if (each !== undefined && each.medium !== null) found.set(each.medium, 'all');
    return;
  }
  const { medium } = floor;
  if (medium === null || found.get(medium) === 'all') return;
  found.set(medium, new Set([...old.slots, ...floor.slots].map(({ memberId }) => memberId)));
}

const changesForAll = (old: Floor, floor: Floor): boolean =>
  old.medium !== floor.medium ||
  old.policy !== floor.policy ||
  old.isChairAbsent !== floor.isChairAbsent ||
  old.chairFallback !== floor.chairFallback;
