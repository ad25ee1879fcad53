import { describe, expect, test } from 'vitest';
import { type Arrival, ffmpegQueue } from '../../../bench/micro/jitter-rivals.ts';
import { recordedOpus } from '../../../bench/traces/recorded.ts';

/** A packet each 20 ms that takes 30 ms, or as much longer as said. */
const arrivals = (longerMs: Readonly<Record<number, number>>, lost: readonly number[] = []): readonly Arrival[] =>
  Array.from({ length: 50 }, (_, index) => ({
    index,
    sentAt: index * 20,
    at: index * 20 + 30 + (longerMs[index] ?? 0),
  }))
    .filter(({ index }) => !lost.includes(index))
    .sort((a, b) => a.at - b.at);

describe("the model of ffmpeg's queue", () => {
  test.for([
    ['what comes in its turn leaves at once', arrivals({}), 0, 0],
    // The two behind it wait 35 and 15 ms.
    ['what is overtaken is waited for', arrivals({ 10: 55 }), 0, (55 + 35 + 15) / 50],
    // The first behind it waits 100 ms, those that come meanwhile less.
    ['a gap is given up after the longest delay', arrivals({}, [10]), 0, (100 + 80 + 60 + 40 + 20) / 49],
    ['what comes after that is dropped', arrivals({ 10: 130 }), 1 / 50, (100 + 80 + 60 + 40 + 20) / 49],
  ] as const)('%s', ([, trace, late, delayMs]) => {
    const point = ffmpegQueue(trace, { leastMs: 30 });
    expect(point.late).toBeCloseTo(late);
    expect(point.delayMs).toBeCloseTo(delayMs);
  });

  test('it looks at the clock when a packet has come, or when none has for 100 ms', () => {
    // The first behind the gap came at 250 and has waited for long enough at 300; the next packet comes at 310.
    const { delayMs } = ffmpegQueue(arrivals({}, [10]), { leastMs: 30, maxDelayMs: 50 });
    expect(delayMs).toBeCloseTo((60 + 40 + 20) / 49);
    const silent = arrivals({}, [10, ...Array.from({ length: 20 }, (_, index) => 12 + index)]);
    expect(ffmpegQueue(silent, { leastMs: 30, maxDelayMs: 50 }).delayMs).toBeCloseTo((100 + 60 + 40 + 20) / 29);
  });

  test('a full queue gives the gap up', () => {
    const { late, delayMs } = ffmpegQueue(arrivals({}, [10]), { leastMs: 30, queueSize: 2 });
    expect(late).toBe(0);
    expect(delayMs).toBeCloseTo(20 / 49);
  });
});

test.for([
  ['clean', 0, 0],
  ['fair', 0.005, 0.02],
  ['bad', 0.03, 0.07],
] as const)('the recorded trace %s has the loss that its network had', ([name, least, most]) => {
  const trace = recordedOpus(name);
  const places = new Set(trace.map(({ index }) => index));
  const span = Math.max(...places) - Math.min(...places) + 1;
  const lost = 1 - places.size / span;
  expect(lost).toBeGreaterThanOrEqual(least);
  expect(lost).toBeLessThanOrEqual(most);
  expect(span).toBeGreaterThan(1300);
  for (const { at, sentAt } of trace) expect(at - sentAt).toBeGreaterThan(-0.01);
});
