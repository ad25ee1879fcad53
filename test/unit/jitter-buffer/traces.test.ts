/** Generated networks: order, accounts, figures beside fixed buffers, memory. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PacketRing } from '../../../src/sfu/jitter-buffer/internal/packet-ring.ts';
import { defaultJitterOptions, JitterBuffer } from '../../../src/sfu/jitter-buffer/jitter-buffer.ts';
import type { JitterBufferOptions, JitterStats } from '../../../src/sfu/jitter-buffer/jitter-buffer-types.ts';
import { instantMs } from '../../../src/shared/ids.ts';
import { livingHeapBytes } from '../../support/heap.ts';
import { drain, replay } from '../../support/replay-trace.ts';
import {
  CALM,
  defaultTrace,
  leastDelayMs,
  makeTrace,
  opusPayload,
  rtpPacket,
  type TraceOptions,
  type TracePacket,
} from '../../support/rtp-traces.ts';
import { unaccounted } from './feed.ts';

interface Left {
  readonly type: string;
  readonly ticks: number;
  readonly endTicks: number;
  readonly at: number;
  readonly content: number;
  readonly isKeyFrame: boolean;
  readonly isAfterLoss: boolean;
}

/** Audio: the packet's number. Video: the frame's, in the last fragment's last two bytes (number, part). */
const contentOf = (data: Uint8Array, start: number, end: number, kind: 'audio' | 'h264'): number =>
  kind === 'audio' ? ((data[start + 3] ?? 0) << 8) | (data[start + 4] ?? 0) : (data[end - 2] ?? 0);

function run(
  trace: readonly TracePacket[],
  { kind }: TraceOptions,
  options: Partial<JitterBufferOptions> = {},
): { left: Left[]; stats: JitterStats } {
  const codec = kind === 'audio' ? 'opus' : 'h264';
  const buffer = new JitterBuffer({ ...defaultJitterOptions(codec), ...options });
  const left: Left[] = [];
  replay(buffer, trace, {
    onFrame: (frame, at) => {
      const { type, timestampTicks: ticks, durationTicks, data, start, end, isKeyFrame, isAfterLoss } = frame;
      const content = contentOf(data, start, end, kind);
      left.push({ type, ticks, endTicks: ticks + durationTicks, at, content, isKeyFrame, isAfterLoss });
    },
  });
  return { left, stats: buffer.stats() };
}

/** The time line begins with the first packet received, which may be one after the wrap. */
const ticksSince = ({ firstTimestamp }: TraceOptions, ticks: number): number =>
  (ticks - firstTimestamp + 2 ** 33) % 2 ** 32;

const shareOf = fc.double({ min: 0, max: 0.3, noNaN: true });
const phase = fc.record({
  lastsMs: fc.integer({ min: 500, max: 5000 }),
  jitterMs: fc.double({ min: 0, max: 60, noNaN: true }),
  stallEveryMs: fc.constantFrom(0, 300, 2000),
  stallMs: fc.integer({ min: 0, max: 800 }),
});
const network: fc.Arbitrary<TraceOptions> = fc
  .record({
    seed: fc.integer(),
    kind: fc.constantFrom('audio' as const, 'h264' as const),
    frames: fc.integer({ min: 1, max: 250 }),
    keyEvery: fc.integer({ min: 1, max: 60 }),
    keyPackets: fc.integer({ min: 2, max: 12 }),
    deltaPackets: fc.integer({ min: 1, max: 5 }),
    firstSequence: fc.oneof(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 65_300, max: 65_535 })),
    firstTimestamp: fc.oneof(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.integer({ min: 2 ** 32 - 10 ** 5, max: 2 ** 32 - 1 }),
    ),
    driftPpm: fc.integer({ min: -300, max: 300 }),
    phases: fc.array(phase, { minLength: 1, maxLength: 3 }),
    loss: fc.record({
      enter: shareOf,
      leave: fc.double({ min: 0.05, max: 1, noNaN: true }),
      bad: shareOf,
      good: shareOf,
    }),
    retransmitAfterMs: fc.constantFrom(0, 40, 150, 700),
    duplicateShare: shareOf,
    mayOvertake: fc.boolean(),
  })
  .map((made) => ({ ...defaultTrace(made.kind, made.seed), ...made }));
const settings = fc.record({
  minDelayMs: fc.constantFrom(0, 8, 100),
  maxDelayMs: fc.constantFrom(100, 400, 1000),
  targetQuantile: fc.constantFrom(0.5, 0.95, 0.999),
  maxPackets: fc.constantFrom(16, 64, 512),
});

describe('any network', () => {
  test('[JB-1] [JB-4] never out of order, never twice, whatever the network does', () => {
    fc.assert(
      fc.property(network, settings, (options, jitterOptions) => {
        const { left } = run(makeTrace(options), options, jitterOptions);
        for (const [index, frame] of left.entries()) {
          const before = left[index - 1];
          if (before === undefined) continue;
          expect(frame.ticks).toBeGreaterThan(before.ticks);
          expect(frame.at).toBeGreaterThanOrEqual(before.at);
        }
      }),
    );
  });

  test('[JB-51] [JB-52] every packet is accounted for, after every single one', () => {
    fc.assert(
      fc.property(network, settings, (options, jitterOptions) => {
        const codec = options.kind === 'audio' ? 'opus' : 'h264';
        const buffer = new JitterBuffer({ ...defaultJitterOptions(codec), ...jitterOptions });
        const events = { onFrame: (): void => {} };
        for (const { bytes, at } of makeTrace(options)) {
          buffer.push(bytes, instantMs(at));
          expect(unaccounted(buffer.stats())).toBe(0);
          drain(buffer, at, events);
          expect(unaccounted(buffer.stats())).toBe(0);
          expect(buffer.stats().heldPackets).toBeLessThanOrEqual(jitterOptions.maxPackets + 1);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('[JB-31] audio: frames and gaps follow each other without hole, and carry what was sent', () => {
    fc.assert(
      fc.property(network, settings, (made, jitterOptions) => {
        const options: TraceOptions = { ...made, kind: 'audio', frameMs: 20 };
        const { left, stats } = run(makeTrace(options), options, jitterOptions);
        fc.pre(stats.clockJumps + stats.restarts === 0);
        for (const [index, { ticks, type, content }] of left.entries()) {
          if (index > 0) expect(ticks).toBe(left[index - 1]?.endTicks);
          if (type === 'media') expect(content).toBe(ticksSince(options, ticks) / 960);
        }
      }),
    );
  });

  test('[JB-44] [JB-46] video: every frame that leaves can be decoded', () => {
    fc.assert(
      fc.property(network, settings, (made, jitterOptions) => {
        const options: TraceOptions = { ...made, kind: 'h264', frameMs: 40 };
        const { left, stats } = run(makeTrace(options), options, jitterOptions);
        fc.pre(stats.clockJumps + stats.restarts === 0);
        let next = -1;
        for (const { ticks, isKeyFrame, isAfterLoss, content } of left) {
          const index = ticksSince(options, ticks) / 3600;
          expect(content).toBe(index & 0xff);
          expect(isKeyFrame).toBe(index % options.keyEvery === 0);
          expect(isKeyFrame || index === next).toBe(true);
          expect(isAfterLoss && !isKeyFrame).toBe(false);
          next = index + 1;
        }
      }),
    );
  });

  test('[JB-20] [JB-25] pops in between change nothing: wakeAt misses nothing', () => {
    fc.assert(
      fc.property(network, settings, (options, jitterOptions) => {
        const trace = makeTrace(options);
        const { left } = run(trace, options, jitterOptions);
        const codec = options.kind === 'audio' ? 'opus' : 'h264';
        const buffer = new JitterBuffer({ ...defaultJitterOptions(codec), ...jitterOptions });
        const often: number[] = [];
        let wakeAt = Number.POSITIVE_INFINITY;
        const note = { onFrame: (_: unknown, at: number): void => void often.push(at) };
        const popUntil = (from: number, until: number): void => {
          for (let at = from + 3; at < until; at += 3) {
            while (wakeAt <= at) wakeAt = drain(buffer, wakeAt, note);
            wakeAt = drain(buffer, at, note);
          }
          while (wakeAt <= until) wakeAt = drain(buffer, wakeAt, note);
        };
        let last = trace[0]?.at ?? 0;
        for (const { bytes, at } of trace) {
          popUntil(last, at);
          buffer.push(bytes, instantMs(at));
          wakeAt = drain(buffer, at, note);
          last = at;
        }
        popUntil(last, last + 3000);
        expect(often).toEqual(left.map(({ at }) => at));
      }),
      { numRuns: 30 },
    );
  });

  test('[JB-9] any bytes: nothing throws, everything is counted', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .uint8Array({ minLength: 1, maxLength: 40 })
        .map((payload) => rtpPacket({ sequence: 5, timestamp: 5, payload })),
      fc
        .tuple(
          fc.integer({ min: 0, max: 65_535 }),
          fc.integer({ min: 0, max: 2 ** 32 - 1 }),
          fc.uint8Array({ maxLength: 9 }),
        )
        .map(([sequence, timestamp, payload]) =>
          rtpPacket({ sequence, timestamp, payload, isMarked: timestamp % 2 === 0 }),
        ),
    );
    fc.assert(
      fc.property(fc.constantFrom('opus', 'h264', 'vp8'), fc.array(bytes, { maxLength: 60 }), (codec, packets) => {
        const buffer = new JitterBuffer({ ...defaultJitterOptions(codec), maxPackets: 16 });
        for (const [index, packet] of packets.entries()) {
          buffer.push(packet, instantMs(index * 7));
          drain(buffer, index * 7, { onFrame: () => {} });
          expect(unaccounted(buffer.stats())).toBe(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('[JB-2] a wrap at any packet gives the same frames at the same instants', () => {
    const base = { ...defaultTrace('h264', 9), frames: 120, loss: { enter: 0.02, leave: 0.4, bad: 0.5, good: 0 } };
    const rough: TraceOptions = {
      ...base,
      retransmitAfterMs: 60,
      mayOvertake: true,
      phases: [{ ...CALM, jitterMs: 15 }],
    };
    const plain = run(makeTrace(rough), rough);
    const shape = (left: readonly Left[], first: number) =>
      left.map(({ at, ticks, content }) => [at.toFixed(3), ticks - first, content]);
    fc.assert(
      fc.property(
        fc.integer({ min: 65_000, max: 65_535 }),
        fc.integer({ min: 2 ** 32 - 432_000, max: 2 ** 32 - 1 }),
        (s, t) => {
          const options = { ...rough, firstSequence: s, firstTimestamp: t };
          const wrapped = run(makeTrace(options), options);
          expect(shape(wrapped.left, t)).toEqual(shape(plain.left, rough.firstTimestamp));
          const rounded = Object.entries(wrapped.stats).map(([name, value]) => [name, value.toFixed(6)]);
          expect(rounded).toEqual(Object.entries(plain.stats).map(([name, value]) => [name, value.toFixed(6)]));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('figures', () => {
  const bad = { lastsMs: 8000, jitterMs: 12, stallEveryMs: 1500, stallMs: 160 };
  const phases = [{ ...CALM, lastsMs: 52_000 }, bad];

  /** The shortest delay with one per cent late, of a fixed buffer that knew the network's least delay. */
  function bestFixedMs(trace: readonly TracePacket[], { firstTimestamp }: TraceOptions): number {
    const needed = trace.map(({ at, ticks }) => at - leastDelayMs - (ticks - firstTimestamp) / 48);
    return needed.sort((a, b) => a - b)[Math.ceil(0.99 * needed.length) - 1] ?? Number.NaN;
  }

  test('[JB-21] a network that is bad now and then: at one per cent late, half of the best fixed delay', () => {
    const options = { ...defaultTrace('audio', 7), frames: 60_000, phases };
    const trace = makeTrace(options);
    const { left, stats } = run(trace, options);
    const sentAt = new Map(trace.map((packet) => [packet.ticks, packet.sentAt]));
    const delays = left
      .filter(({ type }) => type === 'media')
      .map(({ at, ticks }) => at - leastDelayMs - (sentAt.get(ticks) ?? 0));
    const meanMs = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
    expect(stats.overdue / stats.received).toBeLessThan(0.0105);
    expect(meanMs / bestFixedMs(trace, options)).toBeLessThan(0.52);
    expect(stats.late).toBe(0);
  });

  test('[JB-27] a calm network with rare stalls: the wait is for the calm, not for the stalls', () => {
    const options = {
      ...defaultTrace('audio', 7),
      frames: 60_000,
      phases: [{ ...CALM, stallEveryMs: 10_000, stallMs: 150 }],
    };
    const trace = makeTrace(options);
    const { left, stats } = run(trace, options);
    const sentAt = new Map(trace.map((packet) => [packet.ticks, packet.sentAt]));
    const delays = left.map(({ at, ticks }) => at - leastDelayMs - (sentAt.get(ticks) ?? 0));
    const meanMs = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
    expect(stats.overdue / stats.received).toBeLessThan(0.0105);
    expect(meanMs / bestFixedMs(trace, options)).toBeLessThan(0.75);
  });

  test('[JB-43] loss in bursts: with retransmissions next to nothing is missing, without them it is counted', () => {
    const loss = { enter: 0.01, leave: 0.25, bad: 0.5, good: 0.001 };
    const options: TraceOptions = { ...defaultTrace('h264', 3), loss };
    const without = run(makeTrace(options), options);
    const repaired = { ...options, retransmitAfterMs: 80 };
    const withThem = run(makeTrace(repaired), repaired);
    expect(without.stats.framesOut).toBeLessThan(2000);
    expect(withThem.stats.framesOut).toBeGreaterThan(2800);
    expect(without.stats.recovered).toBe(0);
    expect(withThem.stats.recovered).toBeGreaterThan(100);
    expect(withThem.stats.late).toBeLessThan(3);
  });

  test('[JB-54] packets that have left are not kept alive', () => {
    const ring = new PacketRing(16);
    const bytes = new Uint8Array(3);
    ring.startAt(100);
    ring.put(100, 0, 0, 0, bytes, 0, 3);
    expect(ring.bytesOf(100)).toBe(bytes);
    ring.passHead(0);
    expect(ring.bytesOf(100)).toHaveLength(0);
    expect(ring.held).toBe(0);
  });

  test('[JB-54] memory does not grow with packets', () => {
    const buffer = new JitterBuffer(defaultJitterOptions('opus'));
    const pool = Array.from({ length: 1024 }, () => rtpPacket({ sequence: 0, timestamp: 0, payload: opusPayload(1) }));
    let frames = 0;
    const pump = (from: number, to: number): void => {
      for (let index = from; index < to; index += 1) {
        const packet = pool[index % pool.length];
        if (packet === undefined) continue;
        const view = new DataView(packet.buffer);
        view.setUint16(2, index & 0xffff);
        view.setUint32(4, (index * 960) % 2 ** 32);
        if (index % 50 !== 7) buffer.push(packet, instantMs(index * 20 + (index % 3)));
        drain(buffer, index * 20 + 3, { onFrame: () => (frames += 1) });
      }
    };
    pump(0, 100_000);
    const before = livingHeapBytes();
    pump(100_000, 400_000);
    expect(livingHeapBytes() - before).toBeLessThan(256 * 1024);
    expect(frames).toBeGreaterThan(390_000);
  });
});
