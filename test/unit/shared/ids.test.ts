import { expect, test } from 'vitest';
import { assert, assertNever } from '../../../src/shared/assert.ts';
import { instantMs, later, parseMemberId, parseRoomId, parseUserId } from '../../../src/shared/ids.ts';

test.for(['a', 'class-7', '9', 'A.b:c@d_e', 'x'.repeat(128)])('%s is an id', (text) => {
  expect(parseRoomId(text)).toBe(text);
  expect(parseUserId(text)).toBe(text);
  expect(parseMemberId(text)).toBe(text);
});

test.for(['', ' a', 'a b', '-a', '../etc', 'a/b', 'a?b', 'a#b', 'é', 'a\n', 'x'.repeat(129)])('%j is no id', (text) => {
  expect(parseRoomId(text)).toBeUndefined();
  expect(parseUserId(text)).toBeUndefined();
  expect(parseMemberId(text)).toBeUndefined();
});

test('later moves an instant', () => {
  expect(later(instantMs(1000), 500)).toBe(1500);
});

test('a broken invariant throws and names itself', () => {
  expect(() => assert(false, 'one writer')).toThrow('broken invariant: one writer');
  expect(() => assert(true, 'one writer')).not.toThrow();
  expect(() => assertNever('surprise' as never)).toThrow('surprise');
});
