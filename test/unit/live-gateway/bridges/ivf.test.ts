import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ivfFrame, ivfHeader, vp8SizeOf } from '../../../../src/live-gateway/bridges/internal/ivf.ts';
import { vp8Picture } from '../../../support/vp8-pictures.ts';

test('[BR-26] a header says VP8, its size and a clock in ms', () => {
  const header = ivfHeader({ width: 640, height: 361 });
  expect(header.toString('latin1', 0, 4)).toBe('DKIF');
  expect([header.length, header.readUInt16LE(4), header.readUInt16LE(6)]).toEqual([32, 0, 32]);
  expect(header.toString('latin1', 8, 12)).toBe('VP80');
  expect([header.readUInt16LE(12), header.readUInt16LE(14)]).toEqual([640, 361]);
  // Ticks in a second as a fraction.
  expect([header.readUInt32LE(16), header.readUInt32LE(20)]).toEqual([1000, 1]);
});

test('[BR-26] a frame comes after its length and its time, which may be long', () => {
  const bytes = ivfFrame(new Uint8Array([1, 2, 3]), 2 ** 33 + 5);
  expect(bytes.readUInt32LE(0)).toBe(3);
  expect(bytes.readBigUInt64LE(4)).toBe(2n ** 33n + 5n);
  expect([...bytes.subarray(12)]).toEqual([1, 2, 3]);
});

test('[BR-30] the size is read from key frames alone, and anything else has none', () => {
  expect(vp8SizeOf(vp8Picture({ width: 1280, height: 720 }))).toEqual({ width: 1280, height: 720 });
  expect(vp8SizeOf(vp8Picture())).toBeUndefined();
  expect(vp8SizeOf(vp8Picture({ width: 0, height: 720 }))).toBeUndefined();
  expect(vp8SizeOf(vp8Picture({ width: 1280, height: 720 }).subarray(0, 9))).toBeUndefined();
  expect(vp8SizeOf(new Uint8Array(20))).toBeUndefined();
  // The two bits above each side are a wish to be scaled.
  const scaled = vp8Picture({ width: 320, height: 180 });
  scaled[7] = (scaled[7] ?? 0) | 0xc0;
  expect(vp8SizeOf(scaled)).toEqual({ width: 320, height: 180 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const size = vp8SizeOf(bytes);
      return size === undefined || (size.width > 0 && size.width < 16_384 && size.height > 0 && size.height < 16_384);
    }),
  );
});
