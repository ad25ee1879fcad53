import { describe, expect, test } from 'vitest';
import { SoundLevel } from '../../../../src/live-gateway/bridges/internal/sound-level.ts';

/** 20 ms and a multiple of it at 8 kHz. */
const WINDOW = 160;

function samplesOf(count: number, sample: (index: number) => number): Buffer {
  const bytes = Buffer.alloc(2 * count);
  for (let index = 0; index < count; index += 1) bytes.writeInt16LE(Math.round(sample(index)), 2 * index);
  return bytes;
}

const tone = (amplitude: number) => (index: number) =>
  amplitude * 32_767 * Math.sin((2 * Math.PI * 400 * index) / 8000);

describe('[BR-10] levels of samples', () => {
  test.for([
    ['silence', () => 0, -127],
    ['the quietest sample', () => 1, -90],
    ['the loudest there is', () => -32_768, 0],
    ['a tone of full scale', tone(1), -3],
    ['a tone of a tenth of it', tone(0.1), -23],
  ] as const)('%s', ([, sample, dbov]) => {
    const level = new SoundLevel();
    level.push(samplesOf(WINDOW, sample));
    expect(level.dbov).toBe(dbov);
  });

  test('nothing is known before a whole window, and after it the last whole one counts', () => {
    const level = new SoundLevel();
    level.push(samplesOf(WINDOW - 1, tone(1)));
    expect(level.dbov).toBeUndefined();
    level.push(samplesOf(1, () => 0));
    expect(level.dbov).toBe(-3);
    level.push(samplesOf(WINDOW - 1, () => 0));
    expect(level.dbov).toBe(-3);
    level.push(samplesOf(1, () => 0));
    expect(level.dbov).toBe(-127);
    level.reset();
    expect(level.dbov).toBeUndefined();
  });

  test('it does not matter where the bytes are cut', () => {
    const bytes = samplesOf(3 * WINDOW, tone(0.5));
    for (const size of [1, 3, 7, 319, 321]) {
      const level = new SoundLevel();
      for (let at = 0; at < bytes.length; at += size) level.push(bytes.subarray(at, at + size));
      expect(level.dbov).toBe(-9);
    }
  });

  test('a half sample before a reset is forgotten', () => {
    const level = new SoundLevel();
    level.push(Buffer.from([0xff]));
    level.reset();
    level.push(samplesOf(WINDOW, () => 0));
    expect(level.dbov).toBe(-127);
  });
});
