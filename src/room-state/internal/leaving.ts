/** Ends: of a membership and of the room. */
import type { InstantMs } from '../../shared/ids.ts';
import type { Decision, LeaveReason, Member, RoomEvent, RoomState } from '../room-types.ts';
import { accept, type CommandOf, reject } from './decisions.ts';
import { mayRunRoom } from './rights.ts';

/** One `memberLeft` for each. */
export function leaveEvents(members: readonly Member[], reason: LeaveReason, at: InstantMs): readonly RoomEvent[] {
  return members.map(({ memberId, userId }) => ({ type: 'memberLeft', memberId, userId, reason, at }));
}

export function decideLeave(actor: Member, { reason, at }: CommandOf<'leave'>): Decision {
  return accept(...leaveEvents([actor], reason, at));
}

/** The server (`actor` null), a chair or a moderator ends the room. */
export function decideCloseRoom(state: RoomState, { actor, reason }: CommandOf<'closeRoom'>): Decision {
  if (actor === null) return accept(...closingEvents(state, reason));
  const member = state.members.get(actor);
  if (member === undefined) return reject('notMember');
  return mayRunRoom(member) ? accept(...closingEvents(state, reason)) : reject('notAllowed');
}

/**
 * `roomClosed` ends every membership at once; no `memberLeft` each. Who waits in the lobby is told first that it
 * waits in vain.
 */
export function closingEvents({ lobby }: RoomState, reason: LeaveReason): readonly RoomEvent[] {
  const closed: RoomEvent = { type: 'roomClosed', reason };
  if (lobby.length === 0) return [closed];
  const denied = lobby.map(({ userId }): RoomEvent => ({ type: 'lobbyDenied', userId }));
  return [{ type: 'lobbyChanged', lobby: [] }, ...denied, closed];
}
