import type { InstantMs, UserId } from '../shared/ids.ts';
import type { UserSigs } from './user-sig.ts';

/** All rights that the vendor's map has. */
const ALL_RIGHTS = 255;

/**
 * `privateMapKey` of a numeric room: a userSig whose `userbuf` names the room. Layout, big endian: version (1 byte, 0),
 * length of the account (2), account, sdkAppId (4), room (4), expiry in seconds since the epoch (4), rights (4), account
 * type (4, 0). Rooms that are no 32-bit number are 0, as in the vendor's own generator.
 */
export function privateMapKey(
  sigs: UserSigs,
  { sdkAppId, userId, roomId }: { readonly sdkAppId: number; readonly userId: UserId; readonly roomId: string },
  at: InstantMs,
  expireS: number,
): string {
  const account = Buffer.from(userId);
  const numbers = Buffer.alloc(20);
  const room = /^\d{1,10}$/.test(roomId) ? Number(roomId) : 0;
  numbers.writeUInt32BE(sdkAppId >>> 0, 0);
  numbers.writeUInt32BE(room > 0xffffffff ? 0 : room, 4);
  numbers.writeUInt32BE((Math.floor(at / 1000) + expireS) >>> 0, 8);
  numbers.writeUInt32BE(ALL_RIGHTS, 12);
  const head = Buffer.from([0, account.length >> 8, account.length & 0xff]);
  return sigs.sign(userId, at, expireS, Buffer.concat([head, account, numbers]));
}
