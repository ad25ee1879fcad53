/** Offsets, snapshots, the log: what a client that comes back lives on. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_ROOM_CONFIG } from '../../../src/room-state/default-config.ts';
import { createRoom, decide, evolve } from '../../../src/room-state/room.ts';
import { approximateBytes, createRoomLog, type LogEntry } from '../../../src/room-state/room-log.ts';
import type { RoomEvent } from '../../../src/room-state/room-types.ts';
import { restoreRoom, takeSnapshot } from '../../../src/room-state/snapshot.ts';
import type { InstantMs, MemberId, RoomId } from '../../../src/shared/ids.ts';
import { commandOf, join, START, type Step, TestRoom } from './rooms.ts';

describe('history', () => {
  test('[RS-1] a new room', () => {
    const options = {
      roomId: 'r' as RoomId,
      scene: 'live',
      epoch: 'e',
      config: DEFAULT_ROOM_CONFIG,
      at: START,
    } as const;
    expect(createRoom(options)).toMatchObject({
      roomId: 'r',
      scene: 'live',
      epoch: 'e',
      offset: 0,
      status: 'open',
      mediaGeneration: 1,
      createdAtMs: START,
      policy: { locked: false, lobby: false, unmuteLocked: [], unmuteAllowed: [] },
    });
  });

  test('[RS-1] each event is one offset', () => {
    const room = new TestRoom();
    room.run({ type: 'setPresence', actor: 'b', presence: 'background' });
    expect(room.state.offset).toBe(room.events.length);
    expect(room.state.offset).toBe(9);
  });

  test('[RS-6] an event about somebody unknown only counts', () => {
    const { state } = new TestRoom();
    const memberId = 'x' as MemberId;
    const events: readonly RoomEvent[] = [
      { type: 'presenceChanged', memberId, presence: 'suspect', at: START },
      { type: 'handChanged', memberId, handRaisedAtMs: 1 },
      { type: 'roleChanged', memberId, role: 'chair' },
    ];
    const { offset, ...before } = takeSnapshot(state);
    for (const event of events) evolve(state, event);
    expect(takeSnapshot(state)).toEqual({ ...before, offset: offset + 3 });
  });

  test('[RS-6] data and invitations leave no trace in the state', () => {
    const room = new TestRoom();
    const { offset, ...before } = takeSnapshot(room.state);
    room.run({ type: 'sendData', actor: 'b', topic: 'x', to: [], payload: new Uint8Array(1) });
    room.run({ type: 'inviteToUnmute', actor: 'a', target: 'b', medium: 'audio' });
    expect(takeSnapshot(room.state)).toEqual({ ...before, offset: offset + 2 });
  });

  test('commands and events of an unknown kind are bugs', () => {
    const { state } = new TestRoom();
    expect(() => decide(state, commandOf({ type: 'dance', actor: 'a' } as unknown as Step))).toThrow('dance');
    expect(() => evolve(state, { type: 'danced' } as unknown as RoomEvent)).toThrow('danced');
  });
});

describe('snapshot', () => {
  /** A room with something of everything. */
  function livelyRoom(): TestRoom {
    const room = new TestRoom({ duplicateIdentity: 'multi-device' });
    const steps: readonly Step[] = [
      join('b2', { userId: 'ub' }),
      { type: 'published', actor: 'b', medium: 'audio', source: 'webrtc', producerId: 'p' },
      { type: 'setModeratorMute', actor: 'a', target: 'b2', medium: 'video', muted: true },
      { type: 'leave', actor: 'b2', reason: 'left' },
      { type: 'setRole', actor: 'a', target: 'c', role: 'audience' },
      { type: 'setPolicy', actor: 'a', locked: false, lobby: true },
      join('x'),
      join('y'),
      { type: 'admit', actor: 'a', userId: 'ux' },
      { type: 'ban', actor: 'a', userId: 'uz', durationMs: 5 },
      { type: 'sendChat', actor: 'b', messageId: 'c1', text: 'hello' },
      { type: 'setRoomAttributes', actor: 'b', attributes: [{ key: 'k', value: 'v', version: 0 }], force: false },
      { type: 'setPresence', actor: 'c', presence: 'background', at: 1500 },
      { type: 'presenceLost', actor: 'd', at: 1600 },
      { type: 'raiseHand', actor: 'b', target: 'b', raised: true },
    ];
    for (const step of steps) room.run(step);
    return room;
  }

  test('[RS-5] through JSON and back', () => {
    const { state } = livelyRoom();
    expect(restoreRoom(JSON.parse(JSON.stringify(takeSnapshot(state))))).toEqual(state);
  });

  test('[RS-5] later events do not touch it, and make of both rooms the same', () => {
    const room = livelyRoom();
    const snapshot = takeSnapshot(room.state);
    const before = structuredClone(snapshot);
    const known = room.events.length;
    for (const step of [
      { type: 'sendChat', actor: 'b', messageId: 'c2', text: 'more' },
      { type: 'admit', actor: 'a', userId: 'uy' },
      { type: 'wake', at: 1_000_000 },
      { type: 'leave', actor: 'b', reason: 'left' },
    ] as const) {
      room.run(step);
    }
    expect(snapshot).toEqual(before);
    const restored = restoreRoom(snapshot);
    for (const event of room.events.slice(known)) evolve(restored, event);
    expect(restored).toEqual(room.state);
    expect(snapshot).toEqual(before);
  });
});

describe('room log', () => {
  const invited: RoomEvent = { type: 'unmuteInvited', memberId: 'b' as MemberId, medium: 'audio' };
  const entry = (offset: number, event: RoomEvent = invited): LogEntry => {
    return { offset, at: 0 as InstantMs, actor: null, causeId: 0, event };
  };
  const logOf = (last: number, maxEvents: number, maxBytes = 1e9, offset = 0) => {
    const log = createRoomLog({ epoch: 'e', maxEvents, maxBytes, offset });
    for (let at = offset + 1; at <= last; at += 1) log.append(entry(at));
    return log;
  };
  const offsets = (entries: readonly LogEntry[] | undefined) => entries?.map(({ offset }) => offset);

  test.for<{ name: string; epoch?: string; after: number; gives: readonly number[] | undefined }>([
    { name: 'what follows', after: 8, gives: [9, 10] },
    { name: 'nothing new', after: 10, gives: [] },
    { name: 'the oldest known', after: 7, gives: [8, 9, 10] },
    { name: 'too old', after: 6, gives: undefined },
    { name: 'from the future', after: 11, gives: undefined },
    { name: 'another epoch', epoch: 'f', after: 9, gives: undefined },
    { name: 'not an offset', after: Number.NaN, gives: undefined },
    { name: 'between offsets', after: 8.5, gives: undefined },
    { name: 'before the beginning', after: -1, gives: undefined },
  ])('[RS-7] $name', ({ epoch = 'e', after, gives }) => {
    const log = logOf(10, 3);
    expect(log.size).toBe(3);
    expect(offsets(log.since(epoch, after))).toEqual(gives);
  });

  test('[RS-7] bounded by bytes', () => {
    const log = logOf(4, 100, 3 * approximateBytes(invited));
    expect(offsets(log.since('e', 1))).toEqual([2, 3, 4]);
    expect(log.since('e', 0)).toBeUndefined();
    const payload = new Uint8Array(1000);
    log.append(entry(5, { type: 'dataSent', memberId: 'b' as MemberId, topic: 't', to: [], payload }));
    expect(log.size).toBe(0);
    expect(log.since('e', 5)).toEqual([]);
    log.append(entry(6));
    expect(offsets(log.since('e', 5))).toEqual([6]);
  });

  test('[RS-7] a log may continue a restored room', () => {
    expect(offsets(logOf(102, 10, 1e9, 100).since('e', 100))).toEqual([101, 102]);
  });

  test('[RS-7] an entry that does not follow is a bug', () => {
    expect(() => logOf(3, 10).append(entry(5))).toThrow('log entry 5 follows 3');
  });

  test('[RS-7] what is large weighs much', () => {
    const room = new TestRoom();
    const attributes = [{ key: 'k', value: 'x'.repeat(1000), version: 0 }];
    const [joined] = [...room.events];
    room.run({ type: 'setRoomAttributes', actor: 'b', attributes, force: false });
    room.run({ type: 'setMemberAttributes', actor: 'b', target: 'b', attributes, force: false });
    room.run({ type: 'sendChat', actor: 'b', messageId: 'c', text: 'x'.repeat(1000) });
    room.run({ type: 'sendData', actor: 'b', topic: 't', to: ['a'], payload: new Uint8Array(2000) });
    for (const event of room.events.slice(-4)) expect(approximateBytes(event)).toBeGreaterThan(2000);
    const lobby = Array.from({ length: 10 }, () => ({ userId: 'u', displayName: '', askedAtMs: 0 })) as never;
    expect(approximateBytes({ type: 'lobbyChanged', lobby })).toBeGreaterThan(2000);
    expect(joined === undefined ? 0 : approximateBytes(joined)).toBeGreaterThan(1000);
  });
});
