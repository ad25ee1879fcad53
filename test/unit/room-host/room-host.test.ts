import { expect, test } from 'vitest';
import { RoomRegistry } from '../../../src/room-host/room-registry.ts';
import type { LoggedEvent, RoomTurn } from '../../../src/room-host/room-turn.ts';
import { DEFAULT_ROOM_CONFIG } from '../../../src/room-state/default-config.ts';
import { asMember, asRoom, joinCommand } from '../../support/rooms.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

function setUp(logMaxEvents = 100) {
  const clock = new VirtualClock();
  const turns: RoomTurn[] = [];
  const entries: LoggedEvent[] = [];
  const broken: unknown[] = [];
  let epoch = 0;
  const rooms = new RoomRegistry({
    clock,
    roomConfig: DEFAULT_ROOM_CONFIG,
    maxRooms: 3,
    logMaxEvents,
    logMaxBytes: 1 << 20,
    newEpoch: () => `epoch-${++epoch}`,
    effects: {
      onEvent: (entry) => entries.push(entry),
      onTurn: (turn) => turns.push(turn),
      onBroken: (_roomId, error) => broken.push(error),
    },
  });
  const host = rooms.getOrCreate(asRoom('r'), 'conference');
  return { clock, turns, entries, broken, rooms, host };
}

test('[RH-1] offsets have no gaps, and a rejected command takes none', () => {
  const { host, entries, clock } = setUp();
  host.execute(joinCommand('ann', clock.now()));
  const refused = host.execute({ type: 'kick', at: clock.now(), actor: asMember('ann'), target: asMember('nobody') });
  expect(refused).toHaveProperty('rejected');
  host.execute({ type: 'raiseHand', at: clock.now(), actor: asMember('ann'), target: asMember('ann'), raised: true });
  expect(entries.map((entry) => entry.offset)).toEqual(entries.map((_, index) => index + 1));
  expect(host.state.offset).toBe(entries.length);
});

test('[RH-2] what is decided in one turn of the loop leaves as one', () => {
  const { host, turns, clock } = setUp();
  host.execute(joinCommand('ann', clock.now()));
  expect(turns).toHaveLength(0);
  clock.endTurn();
  expect(turns).toHaveLength(1);
  for (const user of ['bob', 'cid', 'dan']) host.execute(joinCommand(user, clock.now()));
  expect(turns).toHaveLength(1);
  clock.endTurn();
  expect(turns).toHaveLength(2);
  expect(turns[1]?.events.map((entry) => entry.event.type)).toEqual(['memberJoined', 'memberJoined', 'memberJoined']);
  clock.endTurn();
  expect(turns).toHaveLength(2);
});

test('[RH-3] the log gives exactly what is missing, or says that it cannot', () => {
  const { host, clock } = setUp(3);
  for (const user of ['ann', 'bob', 'cid', 'dan', 'eve']) host.execute(joinCommand(user, clock.now()));
  const { epoch, offset } = host.state;
  expect(host.since(epoch, offset)).toEqual([]);
  expect(host.since(epoch, offset - 2)?.map((entry) => entry.offset)).toEqual([offset - 1, offset]);
  expect(host.since(epoch, 0)).toBeUndefined();
  expect(host.since(epoch, offset + 1)).toBeUndefined();
  expect(host.since('another', offset)).toBeUndefined();
});

test('[RH-4] deadlines of the core fire, also moved ones; a closed host has no timer', () => {
  const { host, clock, entries } = setUp();
  host.execute(joinCommand('ann', clock.now()));
  host.execute(joinCommand('bob', clock.now()));
  host.execute({ type: 'presenceLost', at: clock.now(), actor: asMember('ann') });
  clock.advance(DEFAULT_ROOM_CONFIG.suspectGraceMs - 1);
  expect(host.state.members.size).toBe(2);
  clock.advance(2);
  expect(host.state.members.size).toBe(1);
  expect(entries.at(-1)?.event).toMatchObject({ type: 'memberLeft', reason: 'timedOut' });
  host.close();
  expect(clock.pending).toBe(0);
});

test('[RH-5] a command that throws ends its room only', () => {
  const { host, rooms, broken, clock } = setUp();
  const other = rooms.getOrCreate(asRoom('other'), 'conference');
  other.execute(joinCommand('bob', clock.now()));
  const outcome = host.execute(null as never);
  clock.endTurn();
  expect(outcome).toEqual({ rejected: 'internal' });
  expect(broken).toHaveLength(1);
  expect(rooms.get(asRoom('r'))).toBeUndefined();
  expect(other.execute(joinCommand('cid', clock.now()))).toHaveProperty('offset');
});

test('[RH-6] a room that the core closed is dropped; the next one of that id has another epoch', () => {
  const { host, rooms, clock } = setUp();
  const { epoch } = host.state;
  host.execute(joinCommand('ann', clock.now()));
  host.execute({ type: 'leave', at: clock.now(), actor: asMember('ann'), reason: 'left' });
  clock.advance(DEFAULT_ROOM_CONFIG.departureMs + 1);
  expect(rooms.size).toBe(0);
  expect(clock.pending).toBe(0);
  expect(host.execute(joinCommand('ann', clock.now()))).toEqual({ rejected: 'roomClosed' });
  expect(rooms.getOrCreate(asRoom('r'), 'conference').state.epoch).not.toBe(epoch);
});

test('[RH-6] the number of rooms is bounded', () => {
  const { rooms } = setUp();
  rooms.getOrCreate(asRoom('r2'), 'call');
  rooms.getOrCreate(asRoom('r3'), 'call');
  expect(() => rooms.getOrCreate(asRoom('r4'), 'call')).toThrow('rooms on this node');
});
