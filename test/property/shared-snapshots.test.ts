/** A snapshot that is kept for many is at every offset the one that would be made anew, to the byte. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRoom, decide, evolve } from '../../src/room-state/room.ts';
import type { RoomState } from '../../src/room-state/room-types.ts';
import { instantMs, type RoomId } from '../../src/shared/ids.ts';
import { DEFAULT_TOPICS } from '../../src/signaling/codec/events-to-wire.ts';
import { encodeServerFrame } from '../../src/signaling/codec/frames.ts';
import { SharedSnapshots } from '../../src/signaling/codec/shared-snapshots.ts';
import { snapshotToWire } from '../../src/signaling/codec/to-wire.ts';
import { commandLists, configs } from './arbitrary-room.ts';

const CHOICES: readonly (readonly string[])[] = [
  DEFAULT_TOPICS,
  [...DEFAULT_TOPICS, 'moderation'].sort(),
  ['chat'],
  [],
];

function newRoom(roomId: string, epoch = 'e'): RoomState {
  const [config] = fc.sample(configs, { seed: 1, numRuns: 1 });
  if (config === undefined) throw new Error('no configuration');
  return createRoom({ roomId: roomId as RoomId, scene: 'conference', epoch, config, at: instantMs(1000) });
}

test('[SG-30] whatever is asked of a room, in either encoding', () => {
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
          const frame = (snapshot: ReturnType<typeof snapshotToWire>) => {
            return { replyTo: 300, joined: { roomId: 'r', memberId, snapshot, self: { memberId } } };
          };
          for (const encoding of ['proto', 'json'] as const) {
            const kept = encodeServerFrame(encoding, frame(shared.of(state, topics)));
            expect(kept).toEqual(encodeServerFrame(encoding, frame(snapshotToWire(state, topics))));
          }
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

  test('a younger room of the same id is another room', () => {
    const shared = new SharedSnapshots();
    const older = shared.of(newRoom('a', 'first'), DEFAULT_TOPICS);
    expect(shared.of(newRoom('a', 'second'), DEFAULT_TOPICS)).not.toBe(older);
  });
});
