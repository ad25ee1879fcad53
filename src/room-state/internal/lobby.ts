/** The door: lock, lobby, admissions. */
import type { UserId } from '../../shared/ids.ts';
import type { Decision, LobbyEntry, RoomEvent, RoomState } from '../room-types.ts';
import { accept, type CommandOf, reject } from './decisions.ts';

const isWaiting = ({ lobby }: RoomState, userId: UserId): boolean => lobby.some((entry) => entry.userId === userId);

const without = ({ lobby }: RoomState, userId: UserId): RoomEvent => ({
  type: 'lobbyChanged',
  lobby: lobby.filter((entry) => entry.userId !== userId),
});

/** Lets the user wait; asking again changes nothing. */
export function decideWaiting(state: RoomState, entry: LobbyEntry): Decision {
  if (isWaiting(state, entry.userId)) return accept();
  if (state.lobby.length >= state.config.maxLobby) return reject('limitExceeded', 'lobby');
  return accept({ type: 'lobbyChanged', lobby: [...state.lobby, entry] });
}

export function decideAdmit(state: RoomState, { userId }: CommandOf<'admit'>): Decision {
  if (!isWaiting(state, userId)) return reject('memberNotFound', 'lobby');
  return accept(without(state, userId), { type: 'lobbyAdmitted', userId });
}

/** Also takes back an admission that was not used yet. */
export function decideDeny(state: RoomState, { userId }: CommandOf<'deny'>): Decision {
  const events = denialEvents(state, userId);
  return events.length === 0 ? reject('memberNotFound', 'lobby') : accept(...events);
}

export function decideLeaveLobby(state: RoomState, { userId }: CommandOf<'leaveLobby'>): Decision {
  return isWaiting(state, userId) ? accept(without(state, userId)) : accept();
}

/** Ends the user's waiting and its admission; none when it has neither. */
export function denialEvents(state: RoomState, userId: UserId): readonly RoomEvent[] {
  const denied: RoomEvent = { type: 'lobbyDenied', userId };
  if (isWaiting(state, userId)) return [without(state, userId), denied];
  return state.admitted.has(userId) ? [denied] : [];
}

/** Locks and unlocks the door, opens and closes the lobby. Closing the lobby lets everybody in who waits. */
export function decideSetPolicy(state: RoomState, { locked, lobby }: CommandOf<'setPolicy'>): Decision {
  const { policy } = state;
  if (policy.locked === locked && policy.lobby === lobby) return accept();
  const changed: RoomEvent = { type: 'policyChanged', policy: { ...policy, locked, lobby } };
  if (lobby || state.lobby.length === 0) return accept(changed);
  const admitted = state.lobby.map(({ userId }): RoomEvent => ({ type: 'lobbyAdmitted', userId }));
  return accept(changed, { type: 'lobbyChanged', lobby: [] }, ...admitted);
}
