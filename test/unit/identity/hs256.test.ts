/** Our own verification beside the library that signs: what it makes is accepted, what it refuses is refused. */
import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { jwtVerify, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { type Hs256Options, verifyHs256 } from '../../../src/identity/hs256.ts';

const NOW_S = 1_795_248_000;
const SECRET = 'a-secret-of-at-least-32-bytes-long!';
const BYTES = new TextEncoder().encode(SECRET);
const OPTIONS: Hs256Options = {
  keys: [{ keyId: 'one', secret: createSecretKey(SECRET, 'utf8') }],
  audience: '',
  nowS: NOW_S,
  toleranceS: 5,
  expiredForS: 0,
};
const CLAIMS = { sub: 'ann', iat: NOW_S, exp: NOW_S + 60 };

const sign = (claims: object, header: object = {}): Promise<string> =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256', ...header }).sign(BYTES);

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('[ID-1] what the library signed is accepted, with all its claims', async () => {
  const claims = { ...CLAIMS, name: 'Ann 🐎', grants: { chat: true } };
  expect(verifyHs256(await sign(claims, { kid: 'one' }), OPTIONS)).toEqual({ payload: claims });
});

test('[ID-1] [ID-2] both agree on tokens of every age and audience', async () => {
  const around = fc.integer({ min: -20, max: 20 }).map((offset) => NOW_S + offset);
  const claims = fc.record(
    {
      sub: fc.constant('ann'),
      iat: around,
      exp: around,
      nbf: around,
      aud: fc.constantFrom<unknown>('eu', 'us', ['us', 'eu'], []),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(claims, fc.constantFrom('', 'eu'), async (some, audience) => {
      const token = await sign(some);
      const theirs = await jwtVerify(token, BYTES, {
        algorithms: ['HS256'],
        currentDate: new Date(NOW_S * 1000),
        clockTolerance: 5,
        requiredClaims: ['sub', 'iat', 'exp'],
        ...(audience === '' ? {} : { audience }),
      }).then(
        ({ payload }) => ({ payload }),
        () => undefined,
      );
      const ours = verifyHs256(token, { ...OPTIONS, audience });
      expect('payload' in ours ? ours : undefined).toEqual(theirs);
    }),
    { numRuns: 300 },
  );
});

test('[ID-1] one changed bit anywhere is no signature, or no token', async () => {
  const token = await sign(CLAIMS);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const signatureAt = token.lastIndexOf('.') + 1;
  for (let at = 0; at < token.length - 1; at += 1) {
    const letter = token[at] ?? '';
    if (letter === '.') continue;
    const other = letters[(letters.indexOf(letter) + 1) % 64];
    const outcome = verifyHs256(token.slice(0, at) + other + token.slice(at + 1), OPTIONS);
    expect('problem' in outcome, `letter ${at} of ${signatureAt}`).toBe(true);
  }
});

describe('[ID-1] refused', () => {
  test.for<[string, () => Promise<string> | string, string]>([
    ['no algorithm', () => `${part({ alg: 'none' })}.${part(CLAIMS)}.`, ''],
    [
      'no algorithm, with something for a signature',
      () => `${part({ alg: 'none' })}.${part(CLAIMS)}.AAAA`,
      'algorithm',
    ],
    ['an empty signature', async () => `${(await sign(CLAIMS)).split('.').slice(0, 2).join('.')}.`, ''],
    ['a short signature', async () => (await sign(CLAIMS)).slice(0, -4), 'signature'],
    ['a header that is no object', async () => `${part([1])}.${part(CLAIMS)}.AAAA`, ''],
    ['a header that must be understood', () => `${part({ alg: 'HS256', crit: ['x'] })}.${part(CLAIMS)}.AAAA`, ''],
    ['another key', () => sign(CLAIMS, { kid: 'two' }), 'signature'],
    ['a key name that is no text', () => `${part({ alg: 'HS256', kid: 1 })}.${part(CLAIMS)}.AAAA`, 'signature'],
    ['signs that base64url does not have', async () => `${await sign(CLAIMS)}=`, ''],
    ['a fourth part', async () => `${await sign(CLAIMS)}.AAAA`, ''],
  ])('%s', async ([, make, problem]) => {
    expect(verifyHs256(await make(), OPTIONS)).toEqual({ problem });
  });
});

test('[ID-8] an expired one can be accepted for a while, and nothing else about it is forgiven', async () => {
  const late = await sign({ ...CLAIMS, exp: NOW_S - 100 });
  expect(verifyHs256(late, OPTIONS)).toEqual({ expired: true });
  expect(verifyHs256(late, { ...OPTIONS, expiredForS: 90 })).toEqual({ expired: true });
  expect(verifyHs256(late, { ...OPTIONS, expiredForS: 96 })).toHaveProperty('payload');
  expect(verifyHs256(`${late.slice(0, -3)}AAA`, { ...OPTIONS, expiredForS: 96 })).toEqual({ problem: 'signature' });
});

test('whatever comes, it does not throw', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.uint8Array({ maxLength: 50 }), (text, bytes) => {
      const outcomes = [text, `${Buffer.from(bytes).toString('base64url')}.${text}.x`].map((one) =>
        verifyHs256(one, OPTIONS),
      );
      expect(outcomes.every((outcome) => 'problem' in outcome)).toBe(true);
    }),
  );
});
