import { expect, test } from 'vitest';
import { randomSupply } from '../../../src/shared/random-supply.ts';

test('gives as many bytes as are asked for, never the same twice, over many pools', () => {
  const random = randomSupply();
  const seen = new Set<string>();
  for (let count = 0; count < 2000; count += 1) {
    const bytes = random(18);
    expect(bytes).toHaveLength(18);
    seen.add(bytes.toString('hex'));
  }
  expect(seen.size).toBe(2000);
});

test('what was given is the caller’s: later bytes do not change it', () => {
  const random = randomSupply();
  const first = random(9);
  const copy = Buffer.from(first);
  for (let count = 0; count < 1000; count += 1) random(9);
  expect(first).toEqual(copy);
  expect(first.some((byte) => byte !== 0)).toBe(true);
});

test('gives no more than a pool holds', () => {
  expect(() => randomSupply()(4097)).toThrow(RangeError);
});
