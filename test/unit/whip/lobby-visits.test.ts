import { expect, test } from 'vitest';
import { RoomRegistry } from '../../../src/room-host/room-registry.ts';
import { DEFAULT_ROOM_CONFIG } from '../../../src/room-state/default-config.ts';
import type { AppError } from '../../../src/shared/app-error.ts';
import { LobbyVisits } from '../../../src/whip/lobby-visits.ts';
import { asMember, asRoom, asUser, joinCommand } from '../../support/rooms.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const ROOM = asRoom('room');
const ANN = asUser('ann');

function setUp() {
  const clock = new VirtualClock();
  const rooms: RoomRegistry = new RoomRegistry({
    ...{ clock, roomConfig: DEFAULT_ROOM_CONFIG, maxRooms: 1, logMaxEvents: 100, logMaxBytes: 1 << 20 },
    newEpoch: () => 'e',
    effects: {
      onEvent: (entry, state) => visits.onEvent(entry, state),
      onTurn: () => undefined,
      onBroken: (_roomId, error) => {
        throw error;
      },
    },
  });
  const visits: LobbyVisits = new LobbyVisits({ clock, rooms: () => rooms, maxVisits: 2 });
  const host = rooms.getOrCreate(ROOM, 'conference');
  host.execute(joinCommand('chair', clock.now(), 'chair'));
  host.execute({ type: 'setPolicy', actor: asMember('chair'), locked: false, lobby: true, at: clock.now() });
  const ask = (user: string): void => {
    const isNew = !host.state.lobby.some(({ userId }) => userId === user);
    host.execute(joinCommand(user, clock.now()));
    visits.waits(ROOM, asUser(user), isNew);
  };
  const waiting = (): readonly string[] => host.state.lobby.map(({ userId }) => userId);
  return { clock, visits, host, ask, waiting };
}

test('[WH-36] who asks again goes on waiting, who does not stops', () => {
  const { clock, visits, ask, waiting } = setUp();
  ask('ann');
  clock.advance(20_000);
  ask('ann');
  clock.advance(20_000);
  expect(waiting()).toEqual(['ann']);
  clock.advance(20_000);
  expect(waiting()).toEqual([]);
  expect(visits.size).toBe(0);
});

test.for(['admit', 'deny', 'close'] as const)('[WH-36] nothing is left of a wait after: %s', (how) => {
  const { clock, visits, host, ask } = setUp();
  ask('ann');
  expect(visits.size).toBe(1);
  const actor = asMember('chair');
  const at = clock.now();
  if (how === 'close') host.execute({ type: 'closeRoom', actor, reason: 'roomClosed', at });
  else host.execute({ type: how, actor, userId: ANN, at });
  expect(visits.size).toBe(0);
});

test('[WH-36] who waits over a socket is left alone', () => {
  const { clock, visits, host, waiting } = setUp();
  host.execute(joinCommand('ann', clock.now()));
  visits.waits(ROOM, ANN, false);
  clock.advance(60_000);
  expect(waiting()).toEqual(['ann']);
  expect(visits.size).toBe(0);
});

test('[WH-39] waits are limited', () => {
  const { visits, ask } = setUp();
  visits.requireRoom();
  ask('ann');
  ask('ben');
  expect(() => visits.requireRoom()).toThrow(
    expect.objectContaining({ errorName: 'tooManySessions' } satisfies Partial<AppError>),
  );
});
