/** Keeps the count of the crowd and the order of the listed, whatever event changed a member. */
import type { Member, RoomEvent } from '../room-types.ts';
import { isCounted, isListed, subjectOf } from '../visibility.ts';
import type { MutableRoom } from './mutable-room.ts';

/** Applies the event by `apply`, then follows what it did to the one member it concerns. O(1). */
export function withListing(room: MutableRoom, event: RoomEvent, apply: () => void): void {
  const memberId = subjectOf(event);
  const before = memberId === undefined ? undefined : room.members.get(memberId);
  apply();
  const after = memberId === undefined ? undefined : room.members.get(memberId);
  if (before !== after) follow(room, before, after);
}

function follow(
  { scene, members, bookkeeping }: MutableRoom,
  before: Member | undefined,
  after: Member | undefined,
): void {
  const counts = (member: Member | undefined): number => Number(member !== undefined && isCounted(scene, member));
  bookkeeping.countedCount += counts(after) - counts(before);
  if (before === undefined || after === undefined || isListed(scene, before) || !isListed(scene, after)) return;
  // Others append whom they see for the first time; the room has the same order.
  members.delete(after.memberId);
  members.set(after.memberId, after);
}
