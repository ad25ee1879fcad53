import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 4096;

/**
 * A source of random bytes for ids and secrets: the system is asked for 4 KiB at a time, because asking costs more than
 * the bytes. No byte is given twice, and none is kept once it was given. What it returns is the caller's.
 */
export function randomSupply(): (bytes: number) => Buffer {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  return (bytes) => {
    if (bytes > POOL_BYTES) throw new RangeError('more random bytes than a pool holds');
    if (used + bytes > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    const given = Buffer.from(pool.subarray(used, used + bytes));
    pool.fill(0, used, used + bytes);
    used += bytes;
    return given;
  };
}
