/** The bounds beside which the jitter buffer is shown. */
import { describe, expect, test } from 'vitest';
import { clairvoyantBoundMs, committedBoundMs } from '../../../bench/micro/jitter-bounds.ts';
import type { Network } from '../../../bench/micro/jitter-networks.ts';
import { CALM, seeded } from '../../support/rtp-traces.ts';

const network = (needs: readonly number[], rest: Partial<Network> = {}): Network => ({
  name: 'test',
  trace: needs.map((need, index) => {
    const sentAt = index * 20;
    return { index, sentAt, at: sentAt + 30 + need, ticks: index * 960, bytes: new Uint8Array(0) };
  }),
  firstTicks: 0,
  leastMs: 30,
  phases: [],
  mayOvertake: false,
  ...rest,
});

describe('a delay that is set before the packet arrives', () => {
  const calm = { ...CALM, jitterMs: 2, lastsMs: 1000 };

  test('in a network that stays as it is: the quantile itself', () => {
    const boundMs = 2 * Math.log(100);
    expect(committedBoundMs(network([], { phases: [calm] }))).toBeCloseTo(boundMs, 9);
    expect(committedBoundMs(network([], { phases: [calm, calm] }))).toBeCloseTo(boundMs, 9);
  });

  test('in two phases: no pair of delays with one per cent late is better', () => {
    const phases = [calm, { ...calm, jitterMs: 12, lastsMs: 500 }];
    const boundMs = committedBoundMs(network([], { phases }));
    let leastMs = Number.POSITIVE_INFINITY;
    for (let first = 0; first < 40; first += 0.01) {
      const lateAllowed = 0.01 * 1.5 - Math.exp(-first / 2);
      if (lateAllowed <= 0) continue;
      const second = Math.max(0, 12 * Math.log(0.5 / lateAllowed));
      leastMs = Math.min(leastMs, (first + 0.5 * second) / 1.5);
    }
    expect(boundMs).toBeLessThanOrEqual(leastMs + 1e-9);
    expect(boundMs).toBeGreaterThan(leastMs - 0.01);
  });

  test('none where packets overtake each other, or where nobody knows the law', () => {
    expect(committedBoundMs(network([], { phases: [calm], mayOvertake: true }))).toBeNaN();
    expect(committedBoundMs(network([]))).toBeNaN();
  });
});

describe('a buffer that knows the trace', () => {
  /** The least delay with at most so many late, by trying all late counts: a state for each. */
  function exact(needs: readonly number[], fall: number, lateAllowed: number): number {
    const delays = Math.max(...needs) + 1;
    const lateCounts = Array.from({ length: lateAllowed + 1 }, (_, late) => late);
    const eachDelay = Array.from({ length: delays }, (_, delay) => delay);
    let costs = lateCounts.map(() => eachDelay.map(() => 0));
    for (const [index, need] of needs.entries()) {
      const before = costs;
      const cost = (late: number, delay: number): number => {
        const row = before[need > delay ? late - 1 : late] ?? [];
        return delay + Math.min(...row.slice(0, index === 0 ? delays : delay + fall + 1));
      };
      costs = lateCounts.map((late) => eachDelay.map((delay) => cost(late, delay)));
    }
    return Math.min(...costs.flat()) / needs.length;
  }

  test.for([
    { fasterMsPerS: 100, fall: 2 },
    { fasterMsPerS: 1000, fall: 20 },
  ])('is never above the best that is possible, and near it: $fasterMsPerS ms/s', ({ fasterMsPerS, fall }) => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const random = seeded(seed);
      const needs = Array.from({ length: 300 }, () => Math.floor(-6 * Math.log(1 - random())));
      const boundMs = clairvoyantBoundMs(network(needs), fasterMsPerS);
      const bestMs = exact(needs, fall, 3);
      expect(boundMs).toBeLessThanOrEqual(bestMs + 1e-9);
      expect(boundMs).toBeGreaterThan(0.9 * bestMs);
    }
  });

  test('a stall that it sees coming costs what the pace makes of it', () => {
    // 1000 packets, one of them 40 ms late: with 10 late allowed it costs nothing.
    const needs = Array.from({ length: 1000 }, (_, index) => (index === 500 ? 40 : 0));
    expect(clairvoyantBoundMs(network(needs), 100)).toBeCloseTo(0, 6);
    // 20 such: the 10 cheapest remain, each 40, 38, 36, … behind it.
    const many = needs.map((_, index) => (index % 50 === 25 ? 40 : 0));
    expect(clairvoyantBoundMs(network(many), 100)).toBeCloseTo((10 * 420) / 1000, 1);
  });
});
