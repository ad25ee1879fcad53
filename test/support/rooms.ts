/** Commands for tests of rooms, with everything that a test does not care about filled in. */
import { defaultGrants } from '../../src/room-state/role-grants.ts';
import type { Role, RoomCommand } from '../../src/room-state/room-types.ts';
import {
  type InstantMs,
  type MemberId,
  memberId,
  parseRoomId,
  parseUserId,
  type RoomId,
  type UserId,
} from '../../src/shared/ids.ts';

export const asMember = (text: string): MemberId => memberId(text);
export const asUser = (text: string): UserId => {
  const userId = parseUserId(text);
  if (userId === undefined) throw new Error(`no user id: ${text}`);
  return userId;
};
export const asRoom = (text: string): RoomId => {
  const roomId = parseRoomId(text);
  if (roomId === undefined) throw new Error(`no room id: ${text}`);
  return roomId;
};

/** `user` joins as member `user` (or as `member`). */
export function joinCommand(user: string, at: InstantMs, role: Role = 'speaker', member = user): RoomCommand {
  return {
    type: 'join',
    at,
    memberId: asMember(member),
    identity: { userId: asUser(user), displayName: user, avatar: '', role, grants: defaultGrants(role) },
    attributes: [],
  };
}
