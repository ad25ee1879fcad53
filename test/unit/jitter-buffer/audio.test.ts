/** Opus: durations, gaps, silence, overflow, options, counters. */
import { describe, expect, test } from 'vitest';
import { opusDurationTicks } from '../../../src/sfu/jitter-buffer/internal/opus.ts';
import { defaultJitterOptions, JitterBuffer } from '../../../src/sfu/jitter-buffer/jitter-buffer.ts';
import type { JitterBufferOptions } from '../../../src/sfu/jitter-buffer/jitter-buffer-types.ts';
import { instantMs } from '../../../src/shared/ids.ts';
import { opusPayload, rtpPacket } from '../../support/rtp-traces.ts';
import { Feed, range, unaccounted } from './feed.ts';

const FIXED = { minDelayMs: 60, maxDelayMs: 60 };
/** First byte: configuration, mono, code. */
const toc = (config: number, code: number): number => (config << 3) | code;

describe('opus', () => {
  test.for([
    { name: 'SILK 10 ms', bytes: [toc(0, 0)], ticks: 480 },
    { name: 'SILK 60 ms', bytes: [toc(11, 0)], ticks: 2880 },
    { name: 'SILK 2 x 60 ms', bytes: [toc(11, 1)], ticks: 5760 },
    { name: 'hybrid 10 ms', bytes: [toc(12, 0)], ticks: 480 },
    { name: 'hybrid 20 ms', bytes: [toc(15, 0)], ticks: 960 },
    { name: 'CELT 2.5 ms', bytes: [toc(16, 0)], ticks: 120 },
    { name: 'CELT 2 x 20 ms', bytes: [toc(31, 2)], ticks: 1920 },
    { name: 'CELT 48 x 2.5 ms', bytes: [toc(28, 3), 48], ticks: 5760 },
    { name: 'more than 120 ms', bytes: [toc(11, 3), 3], ticks: 0 },
    { name: 'no frame count', bytes: [toc(11, 3)], ticks: 0 },
    { name: 'no bytes', bytes: [], ticks: 0 },
  ])('[JB-30] $name', ({ bytes, ticks }) => {
    expect(opusDurationTicks(Uint8Array.from(bytes), 0, bytes.length)).toBe(ticks);
  });

  test('[JB-30] a packet is a frame with its duration', () => {
    const feed = new Feed('opus', FIXED);
    feed
      .audio(0, 0)
      .audio(1, 20, { payload: [toc(11, 0), 7] })
      .run(1000);
    expect(feed.seen).toMatchObject([
      { type: 'media', ticks: 0, duration: 960, isKeyFrame: false, isAfterLoss: false },
      { type: 'media', ticks: 960, duration: 2880, bytes: [toc(11, 0), 7] },
    ]);
  });

  test('[JB-31] what is missing is a gap of that length, when the next packet is due', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(3, 60).audio(4, 80).run(1000);
    expect(feed.seen).toMatchObject([
      { type: 'media', at: 60, ticks: 0, isAfterLoss: false },
      { type: 'gap', at: 120, ticks: 960, duration: 1920, bytes: [], isAfterLoss: true },
      { type: 'media', at: 120, ticks: 2880, isAfterLoss: true },
      { type: 'media', at: 140, ticks: 3840, isAfterLoss: false },
    ]);
    expect(feed.stats).toMatchObject({ lost: 2, gapsOut: 1, framesOut: 3 });
  });

  test('[JB-31] a packet that comes before that instant fills the gap', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(2, 40).run(99).audio(1, 99).run(1000);
    expect(feed.seen.map(({ at }) => at)).toEqual([60, 99, 100]);
    expect(feed.stats).toMatchObject({ recovered: 1, lost: 0 });
  });

  test('[JB-31] a loss that leaves no time missing is no gap', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(2, 20, { timestamp: 960 }).run(1000);
    expect(feed.heard).toEqual([0, 2]);
    expect(feed.seen[1]?.isAfterLoss).toBe(true);
  });

  test('[JB-31] repairs that take longer are waited for, by those behind the gap alone', () => {
    const feed = new Feed('opus', { minDelayMs: 20 });
    feed.audio(0, 0).audio(2, 40).audio(3, 60).audio(4, 80);
    // It would be due at 60; repairs are thought to take 60 ms at first, and a quarter is added.
    expect(feed.pop(80).wakeAt).toBe(40 + 75);
    feed.audio(5, 100).run(110).audio(1, 110).run(1000);
    expect(feed.seen.map(({ at }) => at)).toEqual([20, 110, 110, 110, 110, 120]);
    expect(feed.stats).toMatchObject({ recovered: 1, lost: 0, targetMs: 20 });
  });

  test('[JB-31] where nothing is repaired, nobody waits for it', () => {
    const feed = new Feed('opus', { minDelayMs: 20 });
    for (let index = 0; index < 200; index += 1) if (index % 5 !== 4) feed.run(index * 20).audio(index, index * 20);
    feed.run(5000);
    expect(feed.stats.repairMs).toBeLessThan(1);
    const delays = feed.seen.flatMap(({ type, at, ticks }) => (type === 'media' ? [at - ticks / 48] : []));
    expect(Math.max(...delays.slice(80))).toBeLessThanOrEqual(20.5);
  });

  test('[JB-33] in a silence nothing is given up, as what was sent again comes when it is over', () => {
    const feed = new Feed('opus', { minDelayMs: 20 });
    feed.audio(0, 0).audio(2, 40).run(500);
    expect(feed.heard).toEqual([0]);
    feed.audio(3, 500).run(515);
    expect(feed.wakeAt).toBe(520);
    feed.audio(1, 515).run(2000);
    expect(feed.heard).toEqual([0, 1, 2, 3]);
    expect(feed.stats).toMatchObject({ recovered: 1, lost: 0 });
  });

  test('[JB-33] a silence is waited out within the longest delay, and not where nothing is repaired', () => {
    const feed = new Feed('opus', { minDelayMs: 20, maxDelayMs: 300 });
    feed.audio(0, 0).audio(2, 40).run(2000);
    expect(feed.seen.map(({ at }) => at)).toEqual([20, 340, 340]);
    const hopeless = new Feed('opus', { minDelayMs: 20 });
    for (let index = 0; index < 200; index += 1) if (index % 5 !== 4) hopeless.run(index * 20).audio(index, index * 20);
    hopeless.run(3980).audio(201, 4020).run(4040);
    expect(hopeless.heard.at(-1)).toBe(201);
  });

  test('[JB-31] a gap is waited for no longer than the longest delay', () => {
    const feed = new Feed('opus', { minDelayMs: 20, maxDelayMs: 50 });
    feed.audio(0, 0).audio(2, 40);
    expect(feed.pop(40).wakeAt).toBe(90);
  });

  test('[JB-21] packets that are overtaken do not make all wait', () => {
    const feed = new Feed('opus', { minDelayMs: 8 });
    for (let index = 0; index < 400; index += 2) {
      const at = index * 20;
      feed.run(at).audio(index, at);
      // The odd ones come one place later.
      feed
        .run(at + 40)
        .audio(index + 2, at + 40)
        .run(at + 55)
        .audio(index + 1, at + 55);
    }
    expect(feed.stats).toMatchObject({ targetMs: 8, overdue: 0, lost: 0, late: 0 });
  });

  test('[JB-32] silence that was not sent is no gap', () => {
    const feed = new Feed('opus', FIXED);
    feed
      .audio(0, 0)
      .audio(1, 400, { timestamp: 400 * 48 })
      .run(1000);
    expect(feed.seen).toMatchObject([{ ticks: 0 }, { type: 'media', ticks: 19_200, isAfterLoss: false }]);
  });
});

describe('bounds', () => {
  test('[JB-50] beyond its size the oldest are dropped, and the gap reported', () => {
    const feed = new Feed('opus', { minDelayMs: 5000, maxDelayMs: 5000, maxPackets: 16 });
    for (const index of [0, 2, ...range(4, 20)]) feed.audio(index, index * 20);
    expect(feed.stats).toMatchObject({ overflowed: 2, lost: 2, heldPackets: 16 });
    feed.run(10_000);
    expect(feed.heard).toEqual(range(4, 20));
    expect(unaccounted(feed.stats)).toBe(0);
  });

  test('[JB-50] after something has left, what was dropped is a gap', () => {
    const feed = new Feed('opus', { ...FIXED, maxPackets: 16 });
    feed.audio(0, 0).pop(60);
    for (const index of range(1, 20)) feed.audio(index, 61);
    feed.run(10_000);
    expect(feed.heard).toEqual([0, 'gap', ...range(4, 20)]);
    expect(feed.seen[1]).toMatchObject({ ticks: 960, duration: 3 * 960 });
    expect(feed.stats.overflowed).toBe(3);
  });

  test('[JB-50] dropped between the gap and its packet, the rest is a gap too', () => {
    const feed = new Feed('opus', { ...FIXED, maxPackets: 16 });
    feed.audio(0, 0).pop(60).audio(2, 61).audio(3, 61);
    const { frame } = feed.buffer.pop(instantMs(100));
    expect(frame).toMatchObject({ type: 'gap', timestampTicks: 960, durationTicks: 960 });
    feed.buffer.push(rtpPacket({ sequence: 118, timestamp: 18 * 960, payload: opusPayload(18) }), instantMs(100));
    feed.run(10_000);
    expect(feed.seen.slice(1)).toMatchObject([
      { type: 'gap', ticks: 1920, duration: 960 },
      { type: 'media', ticks: 2880 },
      { type: 'gap', ticks: 3840, duration: 14 * 960 },
      { type: 'media', ticks: 18 * 960 },
    ]);
  });

  test('[JB-50] a long outage passes more places than fit', () => {
    const feed = new Feed('opus', { ...FIXED, maxPackets: 16 });
    feed.audio(0, 0).pop(60).audio(2000, 40_000).run(50_000);
    expect(feed.heard).toEqual([0, 'gap', 2000]);
    expect(feed.stats).toMatchObject({ lost: 1999, overflowed: 0, restarts: 0 });
  });

  const refused: readonly Partial<JitterBufferOptions>[] = [
    { clockRateHz: 44_100 },
    { codec: 'h264', clockRateHz: 0 },
    { minDelayMs: -1 },
    { minDelayMs: 200, maxDelayMs: 100 },
    { maxDelayMs: 60_001 },
    { targetQuantile: 0 },
    { targetQuantile: 1 },
    { forgetFactor: 0 },
    { forgetFactor: 1 },
    { maxPackets: 8 },
    { maxPackets: 100 },
    { maxPacketBytes: 65_536 },
    { shrinkMsPerS: 0 },
    { keyFrameRetryMs: 0 },
  ];
  test.for(refused)('[JB-55] refused: %j', (options) => {
    expect(() => new JitterBuffer({ ...defaultJitterOptions('opus'), ...options })).toThrow('broken invariant');
  });

  test.for(['opus', 'h264', 'vp8'] as const)('[JB-55] the defaults for %s are taken', (codec) => {
    expect(new JitterBuffer(defaultJitterOptions(codec)).stats()).toMatchObject({ heldPackets: 0, depthMs: 0 });
  });
});

describe('counters', () => {
  test('[JB-52] lost, recovered and overdue', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(1, 20).audio(4, 80).audio(3, 85).run(200).audio(5, 200).run(1000);
    expect(feed.stats).toMatchObject({ lost: 1, recovered: 1, overdue: 1, received: 5, played: 5 });
  });

  test('[JB-53] jitter by the formula of the RFC', () => {
    const feed = new Feed('opus', FIXED);
    const transits = [0, 10, 0, 15, 5];
    let jitter = 0;
    for (const [index, transit] of transits.entries()) {
      feed.audio(index, index * 20 + transit);
      if (index > 0) jitter += (Math.abs(transit - (transits[index - 1] ?? 0)) - jitter) / 16;
    }
    expect(feed.stats.jitterMs).toBeCloseTo(jitter, 9);
    feed.audio(7, 145).audio(6, 150);
    const before = feed.stats.jitterMs;
    feed.audio(5, 151);
    expect(feed.stats.jitterMs).toBe(before);
  });

  test('[JB-53] depth is in the time of the source', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(1, 20).audio(3, 40);
    expect(feed.stats).toMatchObject({ depthMs: 60, heldPackets: 3 });
  });
});
