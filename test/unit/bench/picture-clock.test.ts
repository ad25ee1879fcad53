import { expect, test } from 'vitest';
import { CLOCK_BITS, CLOCK_BLOCKS, CLOCK_TURN, clockFilters, readClock } from '../../../bench/page/picture-clock.ts';

/** Brightnesses of the blocks that show a number, as a coder may have left them. */
function shown(value: number): number[] {
  const bits = Array.from({ length: CLOCK_BITS }, (_, bit) => Math.floor(value / 2 ** bit) % 2);
  const parity = bits.reduce((sum, bit) => sum + bit, 0) % 2;
  return [1, ...bits, parity].map((isWhite) => (isWhite === 1 ? 215 : 31));
}

test('each number that the clock shows is read', () => {
  for (const value of [0, 1, 2, 4711, CLOCK_TURN - 2, CLOCK_TURN - 1]) expect(readClock(shown(value))).toBe(value);
});

test('a picture that shows no number, or one block of it wrongly, is not taken for one', () => {
  expect(readClock(new Array<number>(CLOCK_BLOCKS).fill(16))).toBeUndefined();
  expect(readClock([])).toBeUndefined();
  for (let block = 0; block < CLOCK_BLOCKS; block += 1) {
    const levels = shown(4711);
    levels[block] = 246 - (levels[block] ?? 0);
    expect(readClock(levels)).toBeUndefined();
  }
});

test('ffmpeg draws one block for each', () => {
  expect(clockFilters().match(/drawbox=/g)).toHaveLength(CLOCK_BLOCKS);
});
