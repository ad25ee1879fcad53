/** When frames leave: floor, target, bounds, drift, waking. */
import { describe, expect, test } from 'vitest';
import { QuantileHistogram } from '../../../src/sfu/jitter-buffer/internal/quantile-histogram.ts';
import type { JitterBufferOptions } from '../../../src/sfu/jitter-buffer/jitter-buffer-types.ts';
import { seeded } from '../../support/rtp-traces.ts';
import { Feed, range } from './feed.ts';

const FIXED = { minDelayMs: 60, maxDelayMs: 60 };

/** Packets with these lags over the even pace, popped as the buffer asks for it. */
function lagging(lags: readonly number[], options: Partial<JitterBufferOptions> = {}): Feed {
  const feed = new Feed('opus', { minDelayMs: 0, ...options });
  for (const [index, lag] of lags.entries()) feed.run(index * 20 + lag).audio(index, index * 20 + lag);
  return feed;
}

describe('leaving', () => {
  test('[JB-20] at the timestamp, over the fastest packet, not over the first', () => {
    const feed = lagging([30, 10, 0, 25, 5], FIXED).run(1000);
    expect(feed.seen.map(({ at }, index) => at - index * 20)).toEqual([60, 60, 60, 60, 60]);
  });

  test('[JB-20] never before, however often one asks; at once when it came too late for that', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(1, 20);
    for (const at of range(20, 60)) feed.pop(at);
    expect(feed.heard).toEqual([]);
    feed.pop(60).pop(95).audio(2, 150).pop(150);
    expect(feed.seen.map(({ at }) => at)).toEqual([60, 95, 150]);
    expect(feed.stats.overdue).toBe(1);
  });

  test('[JB-20] the extra delay counts, and cannot be negative', () => {
    const feed = new Feed('opus', FIXED);
    feed.buffer.setExtraDelay(100);
    feed.audio(0, 0).run(500);
    feed.buffer.setExtraDelay(-50);
    feed.audio(40, 800).run(1000);
    expect(feed.seen.map(({ at }) => at)).toEqual([160, 860, 860]);
    expect(feed.stats.extraDelayMs).toBe(0);
  });

  test('[JB-24] a timestamp ahead of its time holds nothing longer than the longest delay', () => {
    const feed = new Feed('opus', FIXED);
    feed
      .audio(0, 0)
      .audio(1, 20, { timestamp: 960 + 48 * 900 })
      .run(2000);
    // The second one is now the fastest there was, so the first was slow and leaves at once.
    expect(feed.seen.map(({ at }) => at)).toEqual([20, 80]);
  });

  test('[JB-25] wakeAt is the next due instant, null without one', () => {
    const feed = new Feed('opus', FIXED);
    expect(feed.pop(0).wakeAt).toBeNull();
    expect(feed.audio(0, 0).pop(0).wakeAt).toBe(60);
    expect(feed.audio(2, 40).pop(60).wakeAt).toBe(100);
    expect(feed.pop(99).wakeAt).toBe(100);
    expect(feed.pop(100).wakeAt).toBeNull();
    expect(feed.heard).toEqual([0, 'gap', 2]);
  });

  test('[JB-26] instants do not go back', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 100).audio(1, 50).pop(20);
    expect(feed.wakeAt).toBe(140);
    feed.pop(161).audio(2, 0).pop(0);
    expect(feed.heard).toEqual([0, 1]);
    expect(feed.wakeAt).toBe(180);
  });
});

describe('target', () => {
  /** Lags of a network that stays as it is. */
  const even = (count: number, seed: number): number[] => {
    const random = seeded(seed);
    return range(0, count).map(() => -2 * Math.log(1 - random()));
  };

  test.for([0.8, 0.95, 0.99])('[JB-21] the share that is meant to be late is late: quantile %d', (targetQuantile) => {
    const { stats } = lagging(even(30_000, 5), { targetQuantile });
    const late = stats.overdue / stats.received;
    expect(late).toBeGreaterThan(0.95 * (1 - targetQuantile));
    expect(late).toBeLessThan(1.05 * (1 - targetQuantile));
    expect(Math.abs(stats.targetMs + 2 * Math.log(1 - targetQuantile))).toBeLessThan(6);
  });

  test('[JB-21] calm does not make it careless: a network that becomes worse is met within a second', () => {
    const worse = even(3000, 6).map((lag, index) => (index < 2000 ? lag / 4 : 4 * lag));
    const feed = lagging(worse.slice(0, 2000));
    expect(feed.stats.targetMs).toBeLessThanOrEqual(4);
    const before = feed.stats.overdue;
    for (const [index, lag] of worse.slice(2000).entries()) {
      const at = (2000 + index) * 20 + lag;
      feed.run(at).audio(2000 + index, at);
      if (index === 50) expect(feed.stats.targetMs).toBeGreaterThan(15);
    }
    expect(feed.stats.overdue - before).toBeLessThan(30);
  });

  test('[JB-21] it stays within its bounds', () => {
    expect(lagging([0, 0, 0], { minDelayMs: 33 }).stats.targetMs).toBe(33);
    expect(lagging([0, 300, 300, 300], { maxDelayMs: 150 }).stats.targetMs).toBe(150);
  });

  test('[JB-22] it grows with the first late packets and shrinks by no more than allowed', () => {
    const calm = lagging(range(0, 300).map(() => 0));
    expect(calm.stats.targetMs).toBe(2);
    for (const index of range(300, 304)) calm.audio(index, index * 20 + 120);
    expect(calm.stats.targetMs).toBe(122);
    let last = calm.stats.targetMs;
    for (const index of range(304, 900)) {
      calm.run(index * 20).audio(index, index * 20);
      expect(last - calm.stats.targetMs).toBeLessThanOrEqual(2 + 1e-9);
      last = calm.stats.targetMs;
    }
    expect(last).toBe(2);
  });

  test('[JB-27] a stall costs one late packet, and those behind it keep their pace', () => {
    const feed = lagging(range(0, 600).map(() => 0));
    for (const index of range(600, 606)) feed.run(12_100).audio(index, 12_100);
    expect(feed.stats).toMatchObject({ overdue: 1, targetMs: 100 });
    feed.run(20_000);
    expect(feed.seen.slice(-6).map(({ at }) => at)).toEqual([12_100, 12_120, 12_140, 12_160, 12_180, 12_200]);
  });

  test('[JB-27] what a single stall has added falls by half a second in each', () => {
    const feed = lagging(range(0, 600).map((index) => (index < 599 ? 0 : 100)));
    expect(feed.stats.targetMs).toBe(100);
    const targets = range(600, 612).map((index) => {
      const at = 11_980 + 100 + (index - 599) * 20;
      return feed.run(at).audio(index, at, { timestamp: (index + 5) * 960 }).stats.targetMs;
    });
    expect(targets).toEqual([90, 80, 70, 60, 50, 40, 30, 20, 10, 2, 2, 2]);
    expect(feed.stats.overdue).toBe(1);
  });

  test('[JB-27] stalls that are more frequent than may be late make all wait', () => {
    const stalled = range(0, 2000).map((index) => (index % 25 === 24 ? 70 : 0));
    expect(lagging(stalled).stats.targetMs).toBeGreaterThanOrEqual(70);
    expect(lagging(stalled, { targetQuantile: 0.9 }).stats.targetMs).toBeLessThanOrEqual(70);
  });

  test.for([200, -200])('[JB-23] a clock that drifts by %i ppm takes the instants of leaving along', (ppm) => {
    const feed = new Feed('opus', { minDelayMs: 20, maxDelayMs: 400 });
    const sent = (index: number): number => index * 20 * (1 - ppm / 1e6);
    const random = seeded(3);
    for (const index of range(0, 60_000)) {
      const at = 1000 + sent(index) + 8 * random();
      feed.run(at).audio(index, at, { sequence: (100 + index) & 0xffff });
    }
    feed.run(2_000_000);
    const added = feed.seen.map(({ at, ticks }) => at - 1000 - sent(ticks / 960));
    expect(Math.max(...added.slice(100))).toBeLessThan(26);
    expect(Math.min(...added.slice(100))).toBeGreaterThan(16);
    expect(feed.stats).toMatchObject({ lost: 0, late: 0, clockJumps: 0, gapsOut: 0 });
  });

  test.for([60, -60])('[JB-23] a route that changes by %i ms is followed within ten seconds', (changeMs) => {
    const lags = range(0, 1500).map((index) => 100 + (index < 500 ? 0 : changeMs));
    const feed = lagging(lags).run(100_000);
    const added = feed.seen.map(({ at, ticks }) => at - ticks / 48);
    const steps = added.slice(1).map((delay, index) => delay - (added[index] ?? 0));
    expect(Math.max(...added.slice(10))).toBe(102 + Math.max(0, changeMs));
    // It leaves faster than it was sent by no more than the target may shrink: 2 ms in each 20.
    expect(Math.min(...steps.slice(10))).toBeGreaterThanOrEqual(-2 - 1e-9);
    expect(added[499]).toBe(102);
    expect(added[499 + 10 * 50 + 100]).toBe(102 + changeMs);
    expect(feed.stats).toMatchObject({ lost: 0, late: 0, targetMs: 2 });
  });

  test('[JB-23] after a silence longer than the window the floor is found anew', () => {
    const feed = lagging([0, 0, 0]);
    for (const index of range(2000, 2100)) feed.run(index * 20 + 40).audio(index, index * 20 + 40, { sequence: index });
    expect(feed.stats.targetMs).toBeLessThanOrEqual(8);
  });
});

describe('quantile with forgetting', () => {
  /** The same by its definition: each value weighs, the old ones fade. */
  function naive(values: readonly number[], quantile: number, forget: number): number {
    const even = Math.round(1 / (1 - forget));
    const weights = new Map<number, number>();
    for (const [index, value] of values.entries()) {
      const weight = forget ** -Math.max(0, index + 1 - even);
      weights.set(value, (weights.get(value) ?? 0) + weight);
    }
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    let sum = 0;
    for (const [value, weight] of [...weights].sort(([a], [b]) => a - b)) {
      sum += weight;
      if (sum >= quantile * total) return value;
    }
    return Number.NaN;
  }

  test.for([
    { quantile: 0.5, forget: 0.9 },
    { quantile: 0.97, forget: 0.99 },
    { quantile: 0.9, forget: 0.999 },
  ])('[JB-21] followed, not searched: the same as by definition ($quantile, $forget)', ({ quantile, forget }) => {
    const random = seeded(11);
    const values = range(0, 400).map((index) => Math.floor(random() * (index % 90 < 45 ? 5 : 30)));
    const histogram = new QuantileHistogram(40, quantile, forget);
    const exact = values.map((value, index) => {
      histogram.add(value);
      return histogram.bucket === naive(values.slice(0, index + 1), quantile, forget);
    });
    // Sums that differ in their last bit may decide otherwise where a share is hit exactly.
    expect(exact.filter((isExact) => !isExact).length).toBeLessThan(6);
  });

  test('[JB-21] weights do not overflow', () => {
    const histogram = new QuantileHistogram(10, 0.9, 0.5);
    for (const index of range(0, 5000)) histogram.add(index % 2 === 0 ? 3 : 50);
    expect(histogram.bucket).toBe(9);
    for (const _ of range(0, 10)) histogram.add(1);
    expect(histogram.bucket).toBe(1);
  });

  test.for([
    { by: 3, bucket: 7 },
    { by: -3, bucket: 1 },
    { by: -20, bucket: 0 },
    { by: 20, bucket: 9 },
    { by: 0, bucket: 4 },
  ])('[JB-23] all values move by $by', ({ by, bucket }) => {
    const histogram = new QuantileHistogram(10, 0.9, 0.99);
    for (const value of [2, 4, 4, 4]) histogram.add(value);
    histogram.shift(by);
    expect(histogram.bucket).toBe(bucket);
    for (const _ of range(0, 50)) histogram.add(5);
    expect(histogram.bucket).toBe(Math.max(5, bucket > 5 ? 5 : 0));
  });
});
