import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Digests } from '../push-pull-urls/digests.ts';

/** Hashes by Node's OpenSSL. */
export const nodeDigests: Digests = {
  md5Hex: (text) => createHash('md5').update(text).digest('hex'),
  sha256Hex: (text) => createHash('sha256').update(text).digest('hex'),
  hmacSha256Hex: (key, text) => createHmac('sha256', key).update(text).digest('hex'),
  isEqual: (left, right) => {
    const leftBytes = Buffer.from(left);
    const rightBytes = Buffer.from(right);
    return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes);
  },
};
