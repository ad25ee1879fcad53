import { expect, test } from 'vitest';
import { liveRoom } from '../../support/live-room.ts';
import { asMember } from '../../support/rooms.ts';

const leased = () => {
  const { live, ann, roomId } = liveRoom({ suspectGraceMs: 15_000 });
  live.leases.begin(roomId, ann, 10_000);
  return { live, ann, presence: () => live.member(ann)?.presence };
};

test('[RH-30] a sign of life lasts as long as it says; then the member is suspect, and back with the next', () => {
  const { live, ann, presence } = leased();
  live.clock.advance(9999);
  expect(presence()).toBe('online');
  live.clock.advance(1);
  expect(presence()).toBe('suspect');
  expect(live.leases.renew(ann, 1000)).toBe(true);
  expect(presence()).toBe('online');
  live.clock.advance(1000);
  expect(presence()).toBe('suspect');
  live.clock.advance(15_000);
  expect(presence()).toBeUndefined();
});

test('[RH-30] the latest sign counts, longer or shorter than those before', () => {
  const { live, ann, presence } = leased();
  live.leases.renew(ann, 2000);
  live.clock.advance(1500);
  live.leases.renew(ann, 2000);
  live.clock.advance(1999);
  expect(presence()).toBe('online');
  live.clock.advance(1);
  expect(presence()).toBe('suspect');
});

test('[RH-31] a sign of life that was taken back makes suspect at once', () => {
  const { live, ann, presence } = leased();
  live.leases.lapse(ann);
  expect(presence()).toBe('suspect');
  const { offset } = live.host().state;
  live.leases.lapse(ann);
  live.clock.advance(10_000);
  expect(live.host().state.offset).toBe(offset);
});

test('[RH-32] a lease ends with the membership or the room, and leaves no timer', () => {
  const { live, ann, presence } = leased();
  const bob = live.join('bob');
  live.leases.begin(live.host().state.roomId, bob, 10_000);
  expect([live.leases.size, live.leases.has(ann)]).toEqual([2, true]);
  live.run({ type: 'leave', actor: ann, reason: 'left' });
  expect([live.leases.size, live.leases.has(ann), live.leases.renew(ann, 1000)]).toEqual([1, false, false]);
  live.run({ type: 'closeRoom', actor: null, reason: 'roomClosed' });
  live.clock.endTurn();
  expect(live.leases.size).toBe(0);
  expect(live.clock.pending).toBe(0);
  expect(presence()).toBeUndefined();
});

test('[RH-33] members without a lease live by their sockets', () => {
  const { live, ann } = liveRoom();
  expect(live.leases.renew(ann, 1)).toBe(false);
  live.leases.lapse(ann);
  live.clock.advance(60_000);
  expect(live.member(ann)?.presence).toBe('online');
  expect(live.leases.renew(asMember('nobody'), 1)).toBe(false);
});
