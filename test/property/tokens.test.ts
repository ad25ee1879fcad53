/** Tokens as attackers make them, some under a right signature: an identity, or a typed error. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Revocations } from '../../src/identity/revocations.ts';
import { TokenAuthority } from '../../src/identity/tokens.ts';
import { AppError } from '../../src/shared/app-error.ts';
import { instantMs } from '../../src/shared/ids.ts';

const NOW_S = 1_795_248_000;
const KEYS = ['new', 'old'].map((keyId) => ({ keyId, secret: `${keyId}-secret-of-at-least-32-bytes-!!` }));
const [NEW] = KEYS;

const authority = (audience: string): TokenAuthority =>
  new TokenAuthority({
    keys: KEYS,
    audience,
    tokenTtlMs: 3_600_000,
    maxTokenTtlMs: 86_400_000,
    clockToleranceMs: 5000,
    revocations: new Revocations({ maxEntries: 3, keepMs: 86_400_000 }),
    clock: { now: () => instantMs(NOW_S * 1000) },
  });

function sign(header: unknown, payload: unknown): string {
  const input = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part) ?? '').toString('base64url'))
    .join('.');
  return `${input}.${createHmac('sha256', NEW?.secret ?? '')
    .update(input)
    .digest('base64url')}`;
}

/** One of these, and now and then anything. */
const mostly = (...right: unknown[]) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  );

const header = fc.record({
  alg: mostly('HS256'),
  kid: mostly('new', undefined),
  typ: mostly('JWT', undefined),
  crit: mostly(undefined),
  b64: mostly(undefined, false),
});
const payload = fc.record({
  sub: mostly('ann'),
  iat: mostly(NOW_S - 20, NOW_S),
  exp: mostly(NOW_S - 10, NOW_S + 20),
  nbf: mostly(NOW_S, undefined),
  aud: mostly('here', ['there', 'here'], 'there'),
  name: fc.oneof(fc.string(), fc.string({ unit: 'binary' })),
  role: mostly('chair', 'audience', undefined),
  grants: mostly({ chat: false }, undefined),
  room: mostly('a', 'a*', '*', undefined),
  login: mostly({ by: 'guest', at: NOW_S }, undefined),
});
/** A signed token with some of its letters changed, cut or added. */
const damaged = fc
  .tuple(header, payload, fc.nat(), fc.nat({ max: 3 }), fc.string({ maxLength: 3 }))
  .map(([head, body, at, cut, put]) => {
    const token = sign(head, body);
    const index = at % token.length;
    return token.slice(0, index) + put + token.slice(index + cut);
  });

async function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(['tokenInvalid', 'tokenExpired']).toContain((error as AppError).errorName);
    return undefined;
  }
}

test('[ID-1] [ID-4] whatever comes as a token is refused by a typed error, or says what its signature covers', async () => {
  const signed = fc.tuple(header, payload).map(([head, body]) => sign(head, body));
  const authorities = ['', 'here'].map(authority);
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(signed, damaged, fc.string({ unit: 'binary' })), async (token) => {
      for (const [index, one] of authorities.entries()) {
        const identity = await outcomeOf(one.verifyToken(token));
        await outcomeOf(one.verifyLoginToken(token, 60_000));
        if (identity === undefined) continue;
        accepted += 1;
        const [head = '', body = ''] = token.split('.');
        const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
        expect(read(head)).toMatchObject({ alg: 'HS256' });
        expect(read(head)).not.toHaveProperty('crit');
        expect(read(head).kid ?? 'new').toBe('new');
        expect(identity).toMatchObject({ userId: read(body).sub, expiresAt: read(body).exp * 1000 });
        if (index === 1) expect([read(body).aud].flat()).toContain('here');
      }
    }),
    { numRuns: 1000, seed: 7 },
  );
  // Most are wrong in some way; that all are would say nothing.
  expect(accepted).toBeGreaterThan(50);
});
