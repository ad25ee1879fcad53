/** A snapshot that is kept for many is at every offset the one that would be made anew. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRoom, decide, evolve } from '../../src/room-state/room.ts';
import type { RoomState } from '../../src/room-state/room-types.ts';
import { instantMs, type RoomId } from '../../src/shared/ids.ts';
import { DEFAULT_TOPICS } from '../../src/signaling/codec/events-to-wire.ts';
import { SharedSnapshots } from '../../src/signaling/codec/shared-snapshots.ts';
import { snapshotToWire } from '../../src/signaling/codec/to-wire.ts';
import { protobufCodec } from '../../wire/protobuf-codec.ts';
import { encodeJoinedHead } from '../../wire/snapshot-encoding.ts';
import { WireError } from '../../wire/wire-error.ts';
import { commandLists, configs } from './arbitrary-room.ts';

const CHOICES: readonly (readonly string[])[] = [
  DEFAULT_TOPICS,
  [...DEFAULT_TOPICS, 'moderation'].sort(),
  ['chat'],
  [],
];

/** Arbitrary commands have text without UTF-8, which no client would take. */
function read(frame: Uint8Array): unknown {
  try {
    return protobufCodec.decodeServerFrame(frame);
  } catch (error) {
    return error instanceof WireError ? error.message : error;
  }
}

function newRoom(roomId: string, epoch = 'e'): RoomState {
  const [config] = fc.sample(configs, { seed: 1, numRuns: 1 });
  if (config === undefined) throw new Error('no configuration');
  return createRoom({ roomId: roomId as RoomId, scene: 'conference', epoch, config, at: instantMs(1000) });
}

test('[SG-30] whatever is asked of a room, as a message or encoded', () => {
  fc.assert(
    fc.property(configs, commandLists, fc.infiniteStream(fc.constantFrom(...CHOICES)), (config, commands, choices) => {
      const shared = new SharedSnapshots();
      const at = instantMs(1000);
      const state = createRoom({ roomId: 'r' as RoomId, scene: 'live', epoch: 'e', config, at });
      for (const command of commands) {
        const decision = decide(state, command);
        for (const event of 'rejected' in decision ? [] : decision.events) evolve(state, event);
        const topics = choices.next().value ?? [];
        // Twice: as it is made, and as it is kept.
        for (const memberId of ['m1', 'm2']) {
          const joined = { roomId: 'r', memberId, self: { memberId } };
          const anew = { replyTo: 300, joined: { ...joined, snapshot: snapshotToWire(state, topics) } };
          expect({ ...joined, snapshot: shared.of(state, topics) }).toEqual(anew.joined);
          const encoded = shared.encodedOf(state, topics);
          const frame = encoded.behind(encodeJoinedHead({ replyTo: 300, joined }, encoded));
          // Fields may stand in any order: what a client reads counts, and that nothing is said twice.
          const direct = protobufCodec.encodeServerFrame(anew);
          expect(frame).toHaveLength(direct.length);
          expect(read(frame)).toEqual(read(direct));
        }
      }
    }),
    { numRuns: 60 },
  );
});

describe('what is kept', () => {
  test('one of each room and choice of topics, the latest four', () => {
    const shared = new SharedSnapshots();
    const rooms = ['a', 'b', 'c', 'd', 'e'].map((name) => newRoom(name));
    for (const state of rooms) shared.of(state, DEFAULT_TOPICS);
    expect(shared.size).toBe(4);
    const [, second] = rooms;
    if (second === undefined) throw new Error('no room');
    const before = shared.of(second, DEFAULT_TOPICS);
    expect(shared.of(second, DEFAULT_TOPICS)).toBe(before);
    expect(shared.of(second, ['chat'])).not.toBe(before);
    shared.forget('b' as RoomId);
    expect(shared.of(second, DEFAULT_TOPICS)).not.toBe(before);
  });

  test('[SG-30] a beginning of any length stands before the same bytes', () => {
    const shared = new SharedSnapshots();
    const encoded = shared.encodedOf(newRoom('a'), DEFAULT_TOPICS);
    const bytes = encoded.behind(new Uint8Array(0)).slice();
    expect(bytes).toHaveLength(encoded.length);
    for (const length of [1, 200, 4095, 4096, 4097, 100_000, 2]) {
      const head = new Uint8Array(length).fill(7);
      expect(Buffer.from(encoded.behind(head))).toEqual(Buffer.concat([head, bytes]));
    }
  });

  test('a younger room of the same id is another room', () => {
    const shared = new SharedSnapshots();
    const older = shared.of(newRoom('a', 'first'), DEFAULT_TOPICS);
    expect(shared.of(newRoom('a', 'second'), DEFAULT_TOPICS)).not.toBe(older);
  });
});
