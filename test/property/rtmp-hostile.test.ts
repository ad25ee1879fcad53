/** RTMP from peers that are broken or mean: whatever comes, nothing throws, and nothing is left when they are gone. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeAmf0 } from '../../src/live-gateway/rtmp/internal/amf0-reader.ts';
import { ChunkReader } from '../../src/live-gateway/rtmp/internal/chunk-reader.ts';
import { RtmpViolation } from '../../src/live-gateway/rtmp/internal/rtmp-message.ts';
import { liveKey } from '../support/live-admission.ts';
import { LIMITS, LiveWorld, WatcherNotes } from '../support/live-world.ts';
import {
  AAC_CONFIG,
  AVC_CONFIG,
  aacFrame,
  audio,
  avcFrame,
  clientHandshake,
  command,
  metadata,
  playing,
  publishing,
  video,
} from '../support/rtmp-bytes.ts';

const HANDSHAKE = clientHandshake();
const SESSION = Buffer.concat([
  publishing('ann', 'purpose=push'),
  metadata({ width: 320, height: 240, encoder: 'x' }),
  video(0, AVC_CONFIG),
  audio(0, AAC_CONFIG),
  ...Array.from({ length: 10 }, (_, index) => video(index * 40, avcFrame(index % 5 === 0))),
  audio(40, aacFrame()),
  command(0, 'FCUnpublish', 6, null, 'ann'),
  command(0, 'deleteStream', 7, null, 1),
]);
const AFTER_HANDSHAKE = SESSION.subarray(HANDSHAKE.length);

/** Feeds one connection, with somebody watching and playing; checks that it ends as if it had never been. */
function survive(pieces: readonly Buffer[]): void {
  const world = new LiveWorld();
  const notes = new WatcherNotes();
  const stop = world.streams.watch(liveKey('ann'), notes);
  const player = world.connect();
  player.session.receive(playing('ann'));
  const connection = world.connect();
  for (const piece of pieces) {
    connection.session.receive(piece);
    world.clock.endTurn();
  }
  expect(world.notes.bugs).toEqual([]);
  // What goes to a player that reads is RTMP of the gateway's own, whatever the publisher sent: reading it back threw not.
  connection.session.end('peerClosed');
  player.session.end('peerClosed');
  stop();
  world.clock.advance(60_000);
  expect(world.left).toEqual({ streams: 0, broadcasts: 0, cached: 0, timers: 0 });
  expect([connection.overCount, player.overCount]).toEqual([1, 1]);
  for (const { endCount } of world.admission.publications) expect(endCount).toBe(1);
}

/** Bytes cut into pieces at any places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index] ?? 0, end));
}

const places = fc.array(fc.nat(), { maxLength: 8 });
const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

test('[LG-27] random bytes, from the beginning and after a handshake', () => {
  fc.assert(
    fc.property(bytes(4000), places, fc.boolean(), (random, at, afterHandshake) => {
      survive(cut(afterHandshake ? Buffer.concat([HANDSHAKE, random]) : random, at));
    }),
    { numRuns: 150 },
  );
});

test('[LG-27] a good session cut off anywhere', () => {
  fc.assert(
    fc.property(fc.nat(SESSION.length), places, (length, at) => survive(cut(SESSION.subarray(0, length), at))),
    { numRuns: 100 },
  );
});

test('[LG-27] a good session with bytes changed, left out, doubled or put in', () => {
  const change = fc.record({
    at: fc.nat(AFTER_HANDSHAKE.length - 1),
    kind: fc.constantFrom('change', 'drop', 'double', 'insert'),
    with: bytes(12),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), places, (changes, at) => {
      let mutated = Buffer.from(AFTER_HANDSHAKE);
      for (const { at: given, kind, with: more } of changes) {
        const from = given % mutated.length;
        const to = Math.min(mutated.length, from + more.length);
        const part = mutated.subarray(from, to);
        const middle = {
          change: more,
          drop: Buffer.of(),
          double: Buffer.concat([part, part]),
          insert: Buffer.concat([more, part]),
        };
        mutated = Buffer.concat([mutated.subarray(0, from), middle[kind as keyof typeof middle], mutated.subarray(to)]);
        if (mutated.length === 0) mutated = Buffer.of(0);
      }
      survive(cut(Buffer.concat([HANDSHAKE, mutated]), at));
    }),
    { numRuns: 300 },
  );
});

test('[LG-26] hostile lengths hold little more than was sent, and never more than the limit', () => {
  const header = fc.record({ id: fc.integer({ min: 2, max: 63 }), length: fc.nat(0xff_ffff), type: fc.nat(30) });
  fc.assert(
    fc.property(fc.array(header, { minLength: 1, maxLength: 80 }), fc.nat(100_000), (headers, payload) => {
      const maxPartialBytes = 300_000;
      const limits = { maxChunkStreams: 64, maxMessageBytes: () => 16_000_000, maxPartialBytes };
      const reader = new ChunkReader(limits, () => undefined);
      reader.setChunkSize(100_000);
      let sent = 0;
      for (const { id, length, type } of headers) {
        const head = Buffer.alloc(12);
        head.writeUInt8(id);
        head.writeUIntBE(length, 4, 3);
        head.writeUInt8(type, 7);
        sent += head.length + payload;
        try {
          reader.read(Buffer.concat([head, Buffer.alloc(payload)]));
        } catch (error) {
          expect(error).toBeInstanceOf(RtmpViolation);
          return;
        }
        expect(reader.partialBytes).toBeLessThanOrEqual(maxPartialBytes);
        expect(reader.partialBytes).toBeLessThan(2 * sent + 64 * 16_384);
      }
    }),
    { numRuns: 100 },
  );
});

test('[LG-27] any bytes as AMF0', () => {
  fc.assert(
    fc.property(bytes(300), (random) => {
      const values = decodeAmf0(random);
      expect(values === undefined || Array.isArray(values)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('[LG-24] a peer that drips, at any pace, is gone after the time that setting up may take', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), (paceMs) => {
      const world = new LiveWorld();
      const connection = world.connect();
      let at = 0;
      for (let ms = 0; ms < LIMITS.setupTimeoutMs; ms += paceMs, at += 1) {
        connection.session.receive(SESSION.subarray(at % 3000, (at % 3000) + 1));
        world.clock.advance(paceMs);
      }
      expect(connection.closed).toBeDefined();
      expect(world.left.timers).toBe(0);
    }),
    { numRuns: 20 },
  );
});
