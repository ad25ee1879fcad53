/** Whether a user may look into a room without being in it, and watch what is shown there. */
import type { UserId } from '../shared/ids.ts';
import type { RoomState } from './room-types.ts';

/** Members may look, and others into rooms that are neither locked nor have a lobby, unless they are banned. O(1). */
export function isOpenToSee(state: RoomState, userId: UserId, at: number): boolean {
  if (state.bookkeeping.memberIdsByUser.has(userId)) return true;
  const bannedUntil = state.bans.get(userId);
  const isBanned = bannedUntil === 0 || (bannedUntil !== undefined && bannedUntil > at);
  return !isBanned && !state.policy.locked && !state.policy.lobby;
}

/** Whether streams may be shown to that user: as a member if it may subscribe, else if the room is open to it. */
export function mayWatch(state: RoomState, userId: UserId, at: number): boolean {
  const memberIds = state.bookkeeping.memberIdsByUser.get(userId);
  if (memberIds === undefined) return isOpenToSee(state, userId, at);
  return [...memberIds].some((memberId) => state.members.get(memberId)?.grants.subscribe === true);
}
