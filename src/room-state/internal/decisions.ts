import { assert } from '../../shared/assert.ts';
import type { ErrorName } from '../../shared/error-codes.ts';
import type { MemberId, UserId } from '../../shared/ids.ts';
import type { Decision, Member, Rejection, RoomCommand, RoomEvent, RoomState } from '../room-types.ts';

/** The command with that `type`. */
export type CommandOf<T extends RoomCommand['type']> = Extract<RoomCommand, { readonly type: T }>;

export const accept = (...events: readonly RoomEvent[]): Decision => ({ events });
export const reject = (rejected: ErrorName, detail?: string): Rejection =>
  detail === undefined ? { rejected } : { rejected, detail };

/** Carries on with the member of that id, or refuses with `memberNotFound`. */
export function withTarget(state: RoomState, target: MemberId, go: (target: Member) => Decision): Decision {
  const member = state.members.get(target);
  return member === undefined ? reject('memberNotFound') : go(member);
}

/** The member that an index of the room names; that it exists is the room's own promise. */
export function knownMember(state: RoomState, memberId: MemberId): Member {
  const member = state.members.get(memberId);
  assert(member !== undefined, 'an indexed member exists');
  return member;
}

/** All memberships of that user, oldest first. */
export function membersOfUser(state: RoomState, userId: UserId): readonly Member[] {
  const ids = state.bookkeeping.memberIdsByUser.get(userId);
  return ids === undefined ? [] : Array.from(ids, (memberId) => knownMember(state, memberId));
}
