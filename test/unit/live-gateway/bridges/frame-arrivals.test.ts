import { expect, test } from 'vitest';
import { compareFrames } from '../../../support/frame-arrivals.ts';

const STEP_MS = 40;
const SENT_AT = 5000;
/** Where a player's clock is when the sender's is at zero. */
const OFFSET_MS = 1234;

/** 200 frames at these times of the media, sent when they were made. */
const sentAt = (times: readonly number[]) => times.map((time) => ({ ticks: 7 + time * 90, at: SENT_AT + time }));
const steady = Array.from({ length: 200 }, (_, index) => index * STEP_MS);
/** What a player gets of them 100 ms later, by a clock that runs a little fast. */
const arrivedAt = (times: readonly number[]) =>
  times.map((time) => ({ timestampMs: Math.round(OFFSET_MS + time * 1.0002), at: SENT_AT + time + 100 }));

test('[BR-33] the comparison finds all frames, whatever lies between the clocks', () => {
  const all = compareFrames(sentAt(steady), arrivedAt(steady));
  expect(all).toMatchObject({ sent: 200, arrived: 200, freezeMs: 0 });
  expect(all.waitMs).toBeLessThan(1);
});

test('[BR-33] the comparison sees what is missing, the beginning included', () => {
  const few = steady.filter((_, index) => index > 2 && index % 10 !== 5);
  expect(compareFrames(sentAt(steady), arrivedAt(few))).toMatchObject({ sent: 200, arrived: 177, freezeMs: 40 });
  const hole = steady.filter((time) => time < 2000 || time >= 3200);
  const { arrived, freezeMs, waitMs } = compareFrames(sentAt(steady), arrivedAt(hole));
  expect([arrived, freezeMs]).toEqual([170, 1200]);
  expect(waitMs).toBe(0);
});

test('[BR-33] an encoder that pauses is no freeze, a player that waits is told', () => {
  const paused = steady.map((time, index) => (index < 100 ? time : time + 3000));
  expect(compareFrames(sentAt(paused), arrivedAt(paused))).toMatchObject({ arrived: 200, freezeMs: 0 });
  const lossy = paused.filter((_, index) => index !== 100);
  expect(compareFrames(sentAt(paused), arrivedAt(lossy))).toMatchObject({ arrived: 199, freezeMs: 40 });
  const late = arrivedAt(steady).map((frame, index) => (index < 100 ? frame : { ...frame, at: frame.at + 1500 }));
  expect(compareFrames(sentAt(steady), late).waitMs).toBeCloseTo(1500, 0);
});

test('[BR-33] without a picture nothing has arrived', () => {
  expect(compareFrames(sentAt(steady), [])).toEqual({ sent: 200, arrived: 0, freezeMs: 0, waitMs: 0 });
});
