import { describe, expect, test } from 'vitest';
import { canonicalRoomKey } from '../../../src/room-state/room-ids.ts';

describe('names of rooms', () => {
  test('[RS-90] the order of params does not matter', () => {
    const key = canonicalRoomKey('app', 'class', { b: '2', a: '1' });
    expect(key).toBe('2:v13:app5:class1:a1:11:b1:2');
    expect(canonicalRoomKey('app', 'class', { a: '1', b: '2' })).toBe(key);
  });

  test('[RS-90] different names have different keys', () => {
    const names: readonly (readonly [string, string, Record<string, string>])[] = [
      ['app', 'class', {}],
      ['app', 'classa', {}],
      ['appc', 'lass', {}],
      ['app', 'class', { a: '1' }],
      ['app', 'class', { a: '', 1: '' }],
      ['app', 'class', { a: '11:b1:2' }],
      ['app', 'class', { a: '1', b: '2' }],
      ['app', 'class', { a: '1:b', 2: '' }],
      ['app', 'class', { ['__proto__']: '1' }],
      ['app', 'class', { a1: '' }],
      ['app', 'class', { 'a\u0000': '' }],
    ];
    const keys = names.map(([app, type, params]) => canonicalRoomKey(app, type, params));
    expect(keys).not.toContain(undefined);
    expect(new Set(keys).size).toBe(names.length);
  });

  const params = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
  test.for<{ name: string; app?: string; type?: string; params?: Record<string, string>; isValid: boolean }>([
    { name: 'plain', isValid: true },
    { name: 'the longest type', type: `A-${'_'.repeat(30)}`, isValid: true },
    { name: 'a type too long', type: 'a'.repeat(33), isValid: false },
    { name: 'no type', type: '', isValid: false },
    { name: 'a type with a dot', type: 'a.b', isValid: false },
    { name: 'no app', app: '', isValid: false },
    { name: 'an app that begins with a dash', app: '-a', isValid: false },
    { name: 'sixteen params', params: params(16), isValid: true },
    { name: 'seventeen params', params: params(17), isValid: false },
    { name: 'an empty key', params: { '': 'v' }, isValid: false },
    { name: 'a long key', params: { ['k'.repeat(65)]: 'v' }, isValid: false },
    { name: 'an empty value', params: { k: '' }, isValid: true },
    { name: 'the longest key and value', params: { ['k'.repeat(64)]: 'v'.repeat(256) }, isValid: true },
    { name: 'a long value', params: { k: 'v'.repeat(257) }, isValid: false },
  ])('[RS-91] $name: $isValid', ({ app = 'app', type = 'class', params: given = {}, isValid }) => {
    expect(canonicalRoomKey(app, type, given) !== undefined).toBe(isValid);
  });
});
