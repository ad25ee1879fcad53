/** What deltas and pushes tell of members that are not listed. */
import { expect, test } from 'vitest';
import { MediaActivity } from '../../../src/room-host/media-activity.ts';
import type { RoomHost } from '../../../src/room-host/room-host.ts';
import { RoomRegistry } from '../../../src/room-host/room-registry.ts';
import type { RoomTurn } from '../../../src/room-host/room-turn.ts';
import { DEFAULT_ROOM_CONFIG } from '../../../src/room-state/default-config.ts';
import { DEFAULT_TOPICS, deltaToWire } from '../../../src/signaling/codec/events-to-wire.ts';
import { snapshotToWire } from '../../../src/signaling/codec/to-wire.ts';
import { mediaEventListener } from '../../../src/signaling/media-events.ts';
import { MemorySocketServer } from '../../../src/signaling/memory-socket-server.ts';
import { RoomFanout } from '../../../src/signaling/room-fanout.ts';
import { Session } from '../../../src/signaling/session.ts';
import { SessionRegistry } from '../../../src/signaling/session-registry.ts';
import type { ClientSocket } from '../../../src/signaling/socket-server.ts';
import type { ServerFrame } from '../../../wire/generated/messages.ts';
import { protobufCodec } from '../../../wire/protobuf-codec.ts';
import { asMember, asRoom, asUser, joinCommand } from '../../support/rooms.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

function setUp() {
  const clock = new VirtualClock();
  const turns: RoomTurn[] = [];
  const rooms = new RoomRegistry({
    clock,
    roomConfig: DEFAULT_ROOM_CONFIG,
    maxRooms: 1,
    logMaxEvents: 100,
    logMaxBytes: 1 << 20,
    newEpoch: () => 'e',
    effects: {
      onEvent: () => undefined,
      onTurn: (turn) => turns.push(turn),
      onBroken: (_roomId, error) => {
        throw error;
      },
    },
  });
  const host = rooms.getOrCreate(asRoom('r'), 'live');
  host.execute(joinCommand('chair', clock.now(), 'chair'));
  const inOneTurn = (act: () => void): RoomTurn | undefined => {
    clock.endTurn();
    turns.length = 0;
    act();
    clock.endTurn();
    return turns[0];
  };
  return { clock, rooms, host, inOneTurn };
}

/** The changes of those entries that a client with these topics gets. */
function toldOf(host: RoomHost, entries: RoomTurn['events'] | undefined, topics: readonly string[] = DEFAULT_TOPICS) {
  const delta = deltaToWire('r', 'e', 0, entries ?? [], new Set(topics));
  expect(delta?.offset ?? host.state.offset).toBe(host.state.offset);
  return (delta?.events ?? []).map(({ offset, change }) => ({ offset, ...change }));
}

test('[SG-81] a crowd that comes in one turn is one number; who does not hear of members hears nothing', () => {
  const { host, clock, inOneTurn } = setUp();
  const turn = inOneTurn(() => {
    for (const fan of ['f1', 'f2', 'f3']) host.execute(joinCommand(fan, clock.now(), 'audience'));
    host.execute(joinCommand('bob', clock.now()));
    host.execute({ type: 'leave', actor: asMember('f1'), reason: 'left', at: clock.now() });
  });
  expect(toldOf(host, turn?.events)).toEqual([
    { offset: 5, memberJoined: { member: expect.objectContaining({ memberId: 'bob' }) } },
    { offset: 6, audienceCountChanged: { audienceCount: 2 } },
  ]);
  expect(toldOf(host, turn?.events, ['media', 'attributes'])).toEqual([]);
  expect(snapshotToWire(host.state, DEFAULT_TOPICS)).toMatchObject({ audienceCount: 2 });
  expect(snapshotToWire(host.state, ['chat'])).toMatchObject({ audienceCount: 4, members: [] });
});

test('[SG-82] a resume tells of who appeared as it was then', () => {
  const { host, clock } = setUp();
  host.execute(joinCommand('fan', clock.now(), 'audience'));
  const { offset, epoch } = host.state;
  const fan = asMember('fan');
  for (const raised of [true, false]) {
    host.execute({ type: 'raiseHand', actor: fan, target: fan, raised, at: clock.now() });
    host.execute({ type: 'setSelfMute', actor: fan, medium: 'audio', muted: raised, at: clock.now() });
  }
  const missed = host.since(epoch, offset);
  expect(missed).toHaveLength(4);
  const told = toldOf(host, missed);
  expect(told[0]?.memberJoined?.member).toMatchObject({ memberId: 'fan', handRaisedAtMs: expect.any(Number) });
  expect(told[0]?.memberJoined?.member?.media?.[0]).toMatchObject({ selfMuted: false });
  expect(told.slice(1)).toEqual([
    { offset: offset + 2, mediumChanged: { memberId: 'fan', state: expect.objectContaining({ selfMuted: true }) } },
    { offset: offset + 3, memberLeft: { memberId: 'fan' } },
    { offset: offset + 3, audienceCountChanged: { audienceCount: 1 } },
  ]);
});

test('[SG-81] an invitation reaches who is not listed', () => {
  const { host, clock, inOneTurn } = setUp();
  host.execute(joinCommand('fan', clock.now(), 'audience'));
  const turn = inOneTurn(() => {
    const [actor, target] = [asMember('chair'), asMember('fan')];
    host.execute({ type: 'inviteToUnmute', actor, target, medium: 'audio', at: clock.now() });
  });
  expect(toldOf(host, turn?.events)).toMatchObject([{ unmuteInvited: { memberId: 'fan' } }]);
});

test('[SG-86] the quality of unlisted members goes to themselves alone', () => {
  const { rooms, host, clock } = setUp();
  host.execute(joinCommand('fan', clock.now(), 'audience'));
  const roomId = asRoom('r');
  const own: ServerFrame[] = [];
  const published: ServerFrame[] = [];
  const socketOf = (frames: ServerFrame[]) =>
    ({
      encoding: 'proto',
      send: (data: Uint8Array | string) => frames.push(protobufCodec.decodeServerFrame(data)),
      subscribe: () => undefined,
      unsubscribe: () => undefined,
    }) as unknown as ClientSocket;
  const publisher = new MemorySocketServer({ maxBackpressureBytes: 1 << 20 });
  const fanout = new RoomFanout({
    publisher: { ...publisher, publish: (_topic, data) => published.push(protobufCodec.decodeServerFrame(data)) },
    stateHashEvery: 0,
  });
  fanout.subscribe(socketOf([]), roomId, DEFAULT_TOPICS, 0);
  const sessions = new SessionRegistry(10);
  const now = clock.now();
  const session = new Session({
    sessionId: 's' as Session['sessionId'],
    resumeToken: 't',
    identity: { userId: asUser('fan') } as Session['identity'],
    now,
    framesPerSecond: 1,
    burst: 1,
  });
  session.attach(socketOf(own), now);
  sessions.add(session);
  const memberId = asMember('fan');
  sessions.addMembership(session, { roomId, memberId, topics: [], recoverableFrom: 0, isListening: true });
  const activity = new MediaActivity({ clock, rooms: () => rooms });
  const listen = mediaEventListener({ clock, rooms, sessions, fanout, activity, onWorkerLost: () => undefined });
  const members = ['chair', 'fan', 'gone'].map((name) => ({ memberId: asMember(name), score: 7 }));
  listen({ type: 'quality', roomId, members });
  expect(published.map(({ connectionQuality }) => connectionQuality?.members)).toEqual([
    [{ memberId: 'chair', score: 7 }],
  ]);
  expect(own.map(({ connectionQuality }) => connectionQuality?.members)).toEqual([[{ memberId: 'fan', score: 7 }]]);
  listen({ type: 'quality', roomId, members: [{ memberId, score: 6 }] });
  listen({ type: 'quality', roomId: asRoom('another'), members });
  expect(published).toHaveLength(1);
  expect(own).toHaveLength(2);
});
