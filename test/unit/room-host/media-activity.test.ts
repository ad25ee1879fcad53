import { expect, test } from 'vitest';
import type { FloorMedium } from '../../../src/floor-control/floor-types.ts';
import { defaultFloorSettings, spokenMs } from '../../../src/floor-control/floors.ts';
import { MediaActivity } from '../../../src/room-host/media-activity.ts';
import { RoomRegistry } from '../../../src/room-host/room-registry.ts';
import { DEFAULT_ROOM_CONFIG } from '../../../src/room-state/default-config.ts';
import { asMember, asRoom, joinCommand } from '../../support/rooms.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const ROOM = asRoom('r');
const ANN = asMember('ann');
const LOUD = [{ memberId: ANN, level: 80 }];

/** Ann holds the floor of that medium; null = there is no floor. */
function setUp(medium: FloorMedium | null) {
  const clock = new VirtualClock();
  const rooms: RoomRegistry = new RoomRegistry({
    clock,
    roomConfig: DEFAULT_ROOM_CONFIG,
    maxRooms: 3,
    logMaxEvents: 100,
    logMaxBytes: 1 << 20,
    newEpoch: () => 'e',
    effects: {
      onEvent: ({ event }) => {
        if (event.type === 'roomClosed') activity.onRoomClosed(ROOM);
      },
      onTurn: () => undefined,
      onBroken: (_roomId, error) => {
        throw error;
      },
    },
  });
  const activity: MediaActivity = new MediaActivity({ clock, rooms: () => rooms });
  const host = rooms.getOrCreate(ROOM, 'conference');
  host.execute(joinCommand('ann', clock.now()));
  if (medium !== null) {
    const settings = { ...defaultFloorSettings('f', medium), idleMs: 5000 };
    host.execute({ type: 'configureFloor', at: clock.now(), actor: null, settings });
    host.execute({
      type: 'requestFloor',
      at: clock.now(),
      actor: ANN,
      requestId: 'q',
      floorIds: ['f'],
      priority: 2,
      beneficiary: null,
      ttlMs: 0,
    });
  }
  const spoken = () => spokenMs(host.state.floors, 'f', ANN, clock.now());
  const holders = () => host.state.floors.records.get('f')?.floor.slots.length;
  return { clock, host, activity, spoken, holders };
}

test('[RH-22] speech of a holder is counted, and ends by itself', () => {
  const { clock, activity, spoken } = setUp('audio');
  activity.onSpeakers(ROOM, LOUD);
  clock.advance(300);
  activity.onSpeakers(ROOM, LOUD);
  clock.advance(2000);
  expect(spoken()).toBe(2000);
  activity.onSpeakers(ROOM, []);
  clock.advance(10_000);
  expect(spoken()).toBe(3000);
  expect(clock.pending).toBe(0);
});

test('[RH-22] who speaks is not idle; who is silent long enough loses the floor', () => {
  const { clock, activity, holders } = setUp('audio');
  activity.onSpeakers(ROOM, LOUD);
  activity.onSpeakers(ROOM, LOUD);
  clock.advance(60_000);
  expect(holders()).toBe(1);
  activity.onSpeakers(ROOM, []);
  clock.advance(1000 + 5000 + 3000);
  expect(holders()).toBe(0);
});

test('[RH-23] control data within a second is one stretch of activity', () => {
  const { clock, host, activity, holders } = setUp('data');
  const before = host.state.offset;
  for (let index = 0; index < 20; index += 1) {
    activity.onData(host.state, ANN);
    clock.advance(900);
  }
  expect(host.state.offset).toBe(before + 1);
  expect(holders()).toBe(1);
  clock.advance(100);
  expect(host.state.offset).toBe(before + 2);
  clock.advance(5000 + 3000);
  expect(holders()).toBe(0);
});

test('[RH-24] rooms without such floors, rooms that are over and rooms that never were hear nothing and hold no timer', () => {
  for (const medium of [null, 'video'] as const) {
    const { clock, host, activity } = setUp(medium);
    const { offset } = host.state;
    const { pending } = clock;
    for (let index = 0; index < 3; index += 1) activity.onSpeakers(ROOM, LOUD);
    activity.onSpeakers(asRoom('nowhere'), LOUD);
    activity.onData(host.state, ANN);
    expect(host.state.offset).toBe(offset);
    expect(clock.pending).toBe(pending);
  }
  const { clock, host, activity } = setUp('audio');
  const settings = { ...defaultFloorSettings('d', 'data') };
  host.execute({ type: 'configureFloor', at: clock.now(), actor: null, settings });
  activity.onSpeakers(ROOM, LOUD);
  activity.onSpeakers(ROOM, LOUD);
  activity.onSpeakers(ROOM, []);
  activity.onData(host.state, ANN);
  host.execute({ type: 'closeRoom', actor: null, reason: 'roomClosed', at: clock.now() });
  clock.endTurn();
  expect(clock.pending).toBe(0);
});
