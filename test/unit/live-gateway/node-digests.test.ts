import { expect, test } from 'vitest';
import { nodeDigests } from '../../../src/live-gateway/node-digests.ts';

test('the published vectors of RFC 1321, FIPS 180-4 and RFC 4231', () => {
  expect(nodeDigests.md5Hex('abc')).toBe('900150983cd24fb0d6963f7d28e17f72');
  expect(nodeDigests.sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(nodeDigests.hmacSha256Hex('Jefe', 'what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('equality, whatever the lengths', () => {
  expect(nodeDigests.isEqual('abc', 'abc')).toBe(true);
  expect(nodeDigests.isEqual('abc', 'abd')).toBe(false);
  expect(nodeDigests.isEqual('abc', 'abcd')).toBe(false);
  expect(nodeDigests.isEqual('', '')).toBe(true);
  expect(nodeDigests.isEqual('é', 'ab')).toBe(false);
});
