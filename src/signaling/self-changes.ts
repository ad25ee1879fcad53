/** What a member must be told of itself because no delta it hears tells it: it is not listed, or hears no members. */
import type { Init, ServerFrame } from '../../wire/generated/messages.ts';
import type { RoomTurn } from '../room-host/room-turn.ts';
import type { Member, RoomState } from '../room-state/room-types.ts';
import { isListed, subjectOf } from '../room-state/visibility.ts';
import { memberToWire } from './codec/to-wire.ts';
import type { Membership } from './session.ts';

/** Whether the member's own replica does not show it. */
export function isUnseenBySelf({ scene }: RoomState, member: Member, topics: readonly string[]): boolean {
  return !topics.includes('members') || !isListed(scene, member);
}

/** The push that shows a member to itself. */
export function selfChanged({ roomId }: RoomState, member: Member): Init<ServerFrame> {
  return { selfChanged: { roomId, self: memberToWire(member) } };
}

/**
 * For each member that a turn changed and whose own replica does not show it: the push. `membershipOf` gives the
 * membership of who listens now; who does not is shown itself by the next Joined.
 */
export function* selfChanges(
  { events }: RoomTurn,
  state: RoomState,
  membershipOf: (memberId: Member['memberId']) => Membership | undefined,
): Iterable<{ readonly memberId: Member['memberId']; readonly frame: Init<ServerFrame> }> {
  const changed = new Set<Member['memberId']>();
  for (const { event } of events) {
    const memberId = subjectOf(event);
    if (memberId !== undefined) changed.add(memberId);
  }
  for (const memberId of changed) {
    const member = state.members.get(memberId);
    const membership = membershipOf(memberId);
    if (member === undefined || membership?.isListening !== true) continue;
    if (isUnseenBySelf(state, member, membership.topics)) yield { memberId, frame: selfChanged(state, member) };
  }
}
