import { describe, expect, test } from 'vitest';
import { addressGroup } from '../../../src/identity/internal/address-group.ts';
import { CircuitBreaker } from '../../../src/identity/internal/circuit-breaker.ts';
import { isWithinScope } from '../../../src/identity/token-claims.ts';
import { instantMs } from '../../../src/shared/ids.ts';
import { KeyedRateLimit } from '../../../src/shared/keyed-rate-limit.ts';

describe('[ID-13] the breaker', () => {
  const at = instantMs;

  test('opens after failures in a row, and only those', () => {
    const breaker = new CircuitBreaker({ failures: 2, openMs: 100 });
    breaker.failed(at(0));
    breaker.succeeded();
    breaker.failed(at(1));
    expect(breaker.admit(at(1))).toBe(0);
    breaker.failed(at(2));
    expect(breaker.isOpen).toBe(true);
    expect(breaker.admit(at(3))).toBe(99);
    expect(breaker.admit(at(101))).toBe(1);
    expect(breaker.admit(at(102))).toBe(0);
  });

  test('late failures do not keep it open longer', () => {
    const breaker = new CircuitBreaker({ failures: 1, openMs: 100 });
    breaker.failed(at(0));
    breaker.failed(at(90));
    expect(breaker.admit(at(100))).toBe(0);
  });

  test('lets one try, and another when that one never came back', () => {
    const breaker = new CircuitBreaker({ failures: 1, openMs: 100 });
    breaker.failed(at(0));
    expect(breaker.admit(at(100))).toBe(0);
    expect(breaker.admit(at(110))).toBe(90);
    expect(breaker.admit(at(200))).toBe(0);
    breaker.failed(at(210));
    expect(breaker.admit(at(210))).toBe(100);
    expect(breaker.admit(at(310))).toBe(0);
    breaker.succeeded();
    expect([breaker.isOpen, breaker.admit(at(311))]).toEqual([false, 0]);
  });
});

describe('[ID-16] the limit', () => {
  const limit = (perMinute: number, maxKeys = 10): KeyedRateLimit => new KeyedRateLimit({ perMinute, maxKeys });
  const takeAll = (one: KeyedRateLimit, now: number, tries: number): number =>
    Array.from({ length: tries }, () => one.take('k', instantMs(now))).filter((wait) => wait === 0).length;

  test.for([1, 3, 7, 60, 1000])('%i a minute: so many at once, then one per interval', (perMinute) => {
    const one = limit(perMinute);
    const start = 1_795_248_000_123;
    expect(takeAll(one, start, perMinute + 5)).toBe(perMinute);
    const wait = one.take('k', instantMs(start));
    expect(wait).toBe(Math.ceil(60_000 / perMinute - 0.5));
    expect(takeAll(one, start + wait, 2)).toBe(1);
    expect(takeAll(one, start + 200_000, perMinute + 5)).toBe(perMinute);
  });

  test('keys do not share', () => {
    const one = limit(1);
    expect([one.take('a', instantMs(0)), one.take('b', instantMs(0)), one.take('a', instantMs(0))]).toEqual([
      0, 0, 60_000,
    ]);
  });

  test('a clock that goes back neither earns nor locks out for longer than a minute', () => {
    const one = limit(2);
    expect(takeAll(one, 10_000_000, 3)).toBe(2);
    expect(one.take('k', instantMs(5_000_000))).toBe(30_000);
    expect(one.take('k', instantMs(5_030_000))).toBe(0);
  });

  test('memory is bounded: the key unused for longest goes', () => {
    const one = limit(1, 2);
    for (const key of ['a', 'b', 'a', 'c']) one.take(key, instantMs(0));
    expect(one.size).toBe(2);
    expect([one.take('a', instantMs(0)) > 0, one.take('b', instantMs(0))]).toEqual([true, 0]);
  });
});

test('[ID-16] addresses are grouped by customer', () => {
  const cases = {
    '192.0.2.7': '192.0.2.7',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1:2',
    '2001:0db8:0001:0002:0000:0000:0000:0001': '2001:db8:1:2',
    '2001:db8::1': '2001:db8:0:0',
    '::1': '0:0:0:0',
    '::': '0:0:0:0',
    'fe80::1%eth0': 'fe80:0:0:0',
    '::ffff:192.0.2.7': '192.0.2.7',
    '0000:0000:0000:0000:0000:ffff:c000:0207': '192.0.2.7',
    '64:ff9b::192.0.2.7': '64:ff9b:0:0',
    unknown: 'unknown',
    '': '',
  };
  for (const [address, group] of Object.entries(cases)) expect(addressGroup(address), address).toBe(group);
  expect(addressGroup('x'.repeat(10_000)).length).toBe(64);
});

test('[ID-18] scopes within scopes', () => {
  const yes = [
    ['a', '*'],
    ['*', '*'],
    ['ab', 'a*'],
    ['a*', 'a*'],
    ['ab*', 'a*'],
    ['a', 'a*'],
    ['a', 'a'],
  ] as const;
  const no = [
    ['*', 'a'],
    ['*', 'a*'],
    ['a*', 'ab*'],
    ['b', 'a*'],
    ['a*', 'a'],
    ['ab', 'a'],
  ] as const;
  for (const [scope, wider] of yes) expect(isWithinScope(scope, wider), `${scope} in ${wider}`).toBe(true);
  for (const [scope, wider] of no) expect(isWithinScope(scope, wider), `${scope} in ${wider}`).toBe(false);
});
