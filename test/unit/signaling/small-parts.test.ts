import { describe, expect, test } from 'vitest';
import { deriveRoomId } from '../../../src/composition.ts';
import { parseMediaJson } from '../../../src/signaling/codec/media-json.ts';
import { ReplyMemory } from '../../../src/signaling/reply-memory.ts';
import { TokenBucket } from '../../../src/signaling/token-bucket.ts';

describe('TokenBucket', () => {
  test('[SG-24] gives the burst, then the rate', () => {
    const bucket = new TokenBucket(10, 3, 0);
    expect([0, 0, 0, 0].map((at) => bucket.take(at))).toEqual([true, true, true, false]);
    expect([100, 100, 199, 200].map((at) => bucket.take(at))).toEqual([true, false, false, true]);
    expect([10_000, 10_000, 10_000, 10_000].map((at) => bucket.take(at))).toEqual([true, true, true, false]);
  });

  test('[SG-24] a clock that goes back earns nothing', () => {
    const bucket = new TokenBucket(1000, 1, 1000);
    expect(bucket.take(1000)).toBe(true);
    expect(bucket.take(0)).toBe(false);
  });
});

describe('ReplyMemory', () => {
  test('[SG-8] remembers what is pending and what was answered, the latest few', () => {
    const memory = new ReplyMemory(2);
    memory.begin(1, 0);
    expect(memory.recall(1)).toBe('pending');
    memory.finish(1, { ack: { offset: 7 } });
    expect(memory.recall(1)).toEqual({ ack: { offset: 7 } });
    memory.begin(2, 0);
    memory.begin(3, 0);
    expect(memory.recall(1)).toBeUndefined();
    memory.finish(1, { ack: {} });
    expect(memory.recall(1)).toBeUndefined();
  });

  test('[SG-8] an idle session remembers nothing', () => {
    const memory = new ReplyMemory(2);
    memory.begin(1, 1000);
    memory.forgetIdle(2000, 1000);
    expect(memory.recall(1)).toBe('pending');
    memory.forgetIdle(2001, 1000);
    expect(memory.recall(1)).toBeUndefined();
  });
});

test('[SG-31] a room id depends on type and params alone, and is one', () => {
  const id = deriveRoomId('class', { a: '1', b: '2' });
  expect(deriveRoomId('class', { b: '2', a: '1' })).toBe(id);
  expect(deriveRoomId('class', { a: '12', b: '' })).not.toBe(id);
  expect(id).toMatch(/^class-[0-9a-f]{32}$/);
  expect(() => deriveRoomId('../', {})).toThrow('room type or params');
});

test.for([
  { name: 'no JSON', text: '{' },
  { name: 'a number', text: '7' },
  { name: 'null', text: 'null' },
  { name: 'too long', text: `{"a":"${'x'.repeat(50_000)}"}` },
])('[SG-26] media parameters: $name is a typed error', ({ text }) => {
  expect(() => parseMediaJson(text, 'rtpParameters')).toThrow(
    expect.objectContaining({ errorName: 'mediaParametersInvalid' }),
  );
});
