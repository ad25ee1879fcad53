import { createHmac } from 'node:crypto';
import { jwtVerify, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createDevelopmentToken, randomSigningKey } from '../../../src/identity/development.ts';
import { Revocations } from '../../../src/identity/revocations.ts';
import { type SigningKey, TokenAuthority } from '../../../src/identity/tokens.ts';
import type { ErrorName } from '../../../src/shared/error-codes.ts';
import { type InstantMs, instantMs, type RoomId, type UserId } from '../../../src/shared/ids.ts';

const NOW_MS = 1_795_248_000_000;
const NOW_S = NOW_MS / 1000;
const HOUR_MS = 3_600_000;
const OLD: SigningKey = { keyId: 'old', secret: 'old-secret-of-at-least-32-bytes-!' };
const NEW: SigningKey = { keyId: 'new', secret: 'new-secret-of-at-least-32-bytes-!' };
const ann = 'ann' as UserId;
const room = (id: string): RoomId => id as RoomId;

function setUp(options: { keys?: readonly SigningKey[]; audience?: string } = {}) {
  const clock = { at: NOW_MS, now: (): InstantMs => instantMs(clock.at) };
  const revocations = new Revocations({ maxEntries: 3, keepMs: 24 * HOUR_MS });
  const authority = new TokenAuthority({
    keys: options.keys ?? [NEW, OLD],
    audience: options.audience ?? '',
    tokenTtlMs: HOUR_MS,
    maxTokenTtlMs: 24 * HOUR_MS,
    clockToleranceMs: 5000,
    revocations,
    clock,
  });
  return { clock, revocations, authority };
}

interface Crafted {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, string>;
  readonly secret?: string;
}

/** A token as an application (or an attacker) would make it. */
function craft({ claims = {}, header = {}, secret = NEW.secret }: Crafted = {}): Promise<string> {
  const payload = { sub: 'ann', iat: NOW_S, exp: NOW_S + 600, ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', ...header }).sign(new TextEncoder().encode(secret));
}

/** A token under a right signature, whatever its header and payload say. */
function craftRaw(header: string, payload: string): string {
  const input = [header, payload].map((part) => Buffer.from(part).toString('base64url')).join('.');
  return `${input}.${createHmac('sha256', NEW.secret).update(input).digest('base64url')}`;
}

const refusal = (name: ErrorName): object => ({ name: 'AppError', errorName: name });

describe('a token that is right', () => {
  test('says who its bearer is', async () => {
    const { authority } = setUp();
    const token = await authority.signToken({
      userId: ann,
      displayName: 'Ann 🐎',
      avatar: 'https://example.org/a.png',
      role: 'chair',
      grants: { publishScreen: false },
      room: 'class-*',
    });
    const identity = await authority.verifyToken(token);
    expect(identity).toMatchObject({
      userId: 'ann',
      displayName: 'Ann 🐎',
      avatar: 'https://example.org/a.png',
      role: 'chair',
      grants: { publishScreen: false },
      issuedAt: NOW_MS,
      expiresAt: NOW_MS + HOUR_MS,
    });
    expect(identity.allowsRoom(room('class-7'))).toBe(true);
    expect(identity.allowsRoom(room('staff'))).toBe(false);
  });

  test('may say little: any room, no role, no grants', async () => {
    const identity = await setUp().authority.verifyToken(await craft());
    expect(identity).toMatchObject({ displayName: '', avatar: '', role: undefined, grants: {} });
    expect(identity.allowsRoom(room('anything'))).toBe(true);
  });

  test('[ID-3] for one room is for that room only', async () => {
    const identity = await setUp().authority.verifyToken(await craft({ claims: { room: 'a' } }));
    expect(identity.allowsRoom(room('a'))).toBe(true);
    expect(identity.allowsRoom(room('ab'))).toBe(false);
  });

  test('[ID-1] works under every key while keys rotate, with or without kid', async () => {
    const { authority } = setUp();
    for (const key of [OLD, NEW]) {
      for (const header of [{}, { kid: key.keyId }]) {
        const token = await craft({ secret: key.secret, header });
        expect((await authority.verifyToken(token)).userId).toBe('ann');
      }
    }
    await expect(
      setUp({ keys: [NEW] }).authority.verifyToken(await craft({ secret: OLD.secret })),
    ).rejects.toMatchObject(refusal('tokenInvalid'));
  });

  test('is signed by the first key, and lives no longer than allowed', async () => {
    const { authority } = setUp();
    const token = await authority.signToken({ userId: ann }, 1000 * HOUR_MS);
    expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({ kid: 'new' });
    expect((await authority.verifyToken(token)).expiresAt).toBe(NOW_MS + 24 * HOUR_MS);
  });

  test('carries the audience where one is configured', async () => {
    const { authority } = setUp({ audience: 'rtcroom-eu' });
    expect((await authority.verifyToken(await authority.signToken({ userId: ann }))).userId).toBe('ann');
    for (const aud of [undefined, 'rtcroom-us', 'rtcroom-e', [], ['rtcroom-us'], [1], 1, {}, null, '']) {
      await expect(authority.verifyToken(await craft({ claims: { aud } }))).rejects.toMatchObject({
        ...refusal('tokenInvalid'),
        detail: 'claim aud',
      });
    }
    const several = await craft({ claims: { aud: ['rtcroom-us', 'rtcroom-eu'] } });
    expect((await authority.verifyToken(several)).userId).toBe('ann');
  });

  test('[ID-1] is one to other libraries too', async () => {
    const token = await setUp({ audience: 'rtcroom-eu' }).authority.signToken({ userId: ann, room: 'class-*' });
    const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(NEW.secret), {
      algorithms: ['HS256'],
      audience: 'rtcroom-eu',
      currentDate: new Date(NOW_MS),
    });
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'new' });
    const exp = NOW_S + HOUR_MS / 1000;
    expect(payload).toEqual({ sub: 'ann', room: 'class-*', aud: 'rtcroom-eu', iat: NOW_S, exp });
  });

  test('[ID-1] keys may share a secret while one takes the place of the other', async () => {
    const twin: SigningKey = { keyId: 'twin', secret: NEW.secret };
    const { authority } = setUp({ keys: [NEW, twin] });
    for (const kid of ['new', 'twin']) {
      expect((await authority.verifyToken(await craft({ header: { kid } }))).userId).toBe('ann');
    }
  });
});

describe('[ID-2] [ID-4] a token that is not right is refused', () => {
  test.for<{ name: string; crafted: Crafted; error?: ErrorName }>([
    { name: 'another secret', crafted: { secret: 'x'.repeat(32) } },
    { name: 'an unknown key id', crafted: { header: { kid: 'other' } } },
    { name: 'the id of another key', crafted: { header: { kid: 'old' } } },
    { name: 'expired', crafted: { claims: { iat: NOW_S - 100, exp: NOW_S - 6 } }, error: 'tokenExpired' },
    { name: 'no exp', crafted: { claims: { exp: undefined } } },
    { name: 'no iat', crafted: { claims: { iat: undefined } } },
    { name: 'no sub', crafted: { claims: { sub: undefined } } },
    { name: 'an exp that is text', crafted: { claims: { exp: `${NOW_S + 600}` } } },
    { name: 'an nbf that is text', crafted: { claims: { nbf: `${NOW_S}` } } },
    { name: 'not yet valid', crafted: { claims: { nbf: NOW_S + 6 } } },
    { name: 'issued in the future', crafted: { claims: { iat: NOW_S + 6 } } },
    { name: 'lives too long', crafted: { claims: { exp: NOW_S + 86_401 } } },
    { name: 'an exp that is no instant', crafted: { claims: { exp: 1e300 } } },
    { name: 'a sub that is no id', crafted: { claims: { sub: 'a b' } } },
    { name: 'a room that is no pattern', crafted: { claims: { room: 'a*b' } } },
    { name: 'an empty room', crafted: { claims: { room: '' } } },
    { name: 'an unknown role', crafted: { claims: { role: 'god' } } },
    { name: 'a misspelt grant', crafted: { claims: { grants: { publishAudoi: false } } } },
    { name: 'a grant that is no boolean', crafted: { claims: { grants: { moderate: 1 } } } },
    { name: 'a name that is too long', crafted: { claims: { name: 'x'.repeat(129) } } },
    { name: 'a name without UTF-8', crafted: { claims: { name: '\ud800' } } },
    { name: 'a critical header nobody knows', crafted: { header: { crit: 'x' } } },
  ])('$name', async ({ crafted, error = 'tokenInvalid' }) => {
    // Where the issuer's library itself refuses to make it, there is nothing left to verify.
    const token = await craft(crafted).catch(() => 'a.b.c');
    await expect(setUp().authority.verifyToken(token)).rejects.toMatchObject(refusal(error));
  });

  test.for(['', 'a', 'a.b', 'a.b.c', '..', 'ey.ey.ey', '\u0000', '🐎.🐎.🐎'])('%j', async (token) => {
    await expect(setUp().authority.verifyToken(token)).rejects.toMatchObject(refusal('tokenInvalid'));
  });

  test('[ID-2] the clocks may differ a little', async () => {
    const { authority } = setUp();
    const claims = { iat: NOW_S + 4, nbf: NOW_S + 4 };
    expect((await authority.verifyToken(await craft({ claims }))).userId).toBe('ann');
    expect((await authority.verifyToken(await craft({ claims: { exp: NOW_S - 4 } }))).userId).toBe('ann');
  });

  test('[ID-1] no other algorithm, none least of all', async () => {
    const { authority } = setUp();
    const claims = { sub: 'ann', iat: NOW_S, exp: NOW_S + 600 };
    await expect(authority.verifyToken(new UnsecuredJWT(claims).encode())).rejects.toMatchObject(
      refusal('tokenInvalid'),
    );
    const { privateKey } = await crypto.subtle.generateKey(
      { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' },
      true,
      ['sign', 'verify'],
    );
    const rsa = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
    await expect(authority.verifyToken(rsa)).rejects.toMatchObject(refusal('tokenInvalid'));
    const longer = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS512' })
      .sign(new TextEncoder().encode(NEW.secret.repeat(2)));
    await expect(authority.verifyToken(longer)).rejects.toMatchObject(refusal('tokenInvalid'));
  });

  test.for([1, 3])('[ID-1] a header that makes no sense, with %i keys', async (keyCount) => {
    const third: SigningKey = { keyId: 'third', secret: 'z'.repeat(32) };
    const { authority } = setUp({ keys: [NEW, OLD, third].slice(0, keyCount) });
    const payload = JSON.stringify({ sub: 'ann', iat: NOW_S, exp: NOW_S + 600 });
    expect((await authority.verifyToken(craftRaw('{"alg":"HS256"}', payload))).userId).toBe('ann');
    for (const more of [
      '"kid":null',
      '"kid":0',
      '"kid":["new"]',
      '"kid":"NEW"',
      '"kid":"__proto__"',
      '"crit":null',
      '"crit":""',
      '"crit":[]',
      '"crit":["exp"]',
      '"crit":["b64"],"b64":false',
      '"alg":"none"',
      '"alg":null',
      '"alg":["HS256"]',
      '"alg":"hs256"',
    ]) {
      const token = craftRaw(`{"alg":"HS256",${more}}`, payload);
      await expect(authority.verifyToken(token), more).rejects.toMatchObject(refusal('tokenInvalid'));
    }
    for (const header of ['', '[]', 'null', '"HS256"', '{"__proto__":{"alg":"HS256"}}', '{"alg":"HS256"']) {
      const token = craftRaw(header, payload);
      await expect(authority.verifyToken(token), header).rejects.toMatchObject(refusal('tokenInvalid'));
    }
    for (const body of ['', '[]', 'null', '1', '{}', payload.slice(1), `{"__proto__":${payload}}`]) {
      const token = craftRaw('{"alg":"HS256"}', body);
      await expect(authority.verifyToken(token), body).rejects.toMatchObject(refusal('tokenInvalid'));
    }
  });

  test('[ID-1] a signature that is missing, cut short, or written in another way', async () => {
    const { authority } = setUp();
    const token = await craft();
    const unsigned = token.slice(0, token.lastIndexOf('.') + 1);
    for (const bad of [unsigned, token.slice(0, -4), `${token}=`, `${token} `, `${token}.`, `.${token}`, `${token}A`]) {
      await expect(authority.verifyToken(bad), bad).rejects.toMatchObject(refusal('tokenInvalid'));
    }
  });

  test('[ID-6] nothing above 4 KiB is even read', async () => {
    const token = await craft({ claims: { filler: 'x'.repeat(4096) } });
    await expect(setUp().authority.verifyToken(token)).rejects.toMatchObject({ detail: 'too long' });
  });

  test('one flipped letter of the payload', async () => {
    const [header, payload, signature] = (await craft()).split('.');
    const forged = Buffer.from(payload ?? '', 'base64url')
      .toString()
      .replace('ann', 'bob');
    const token = [header, Buffer.from(forged).toString('base64url'), signature].join('.');
    await expect(setUp().authority.verifyToken(token)).rejects.toMatchObject({ detail: 'signature' });
  });
});

describe('[ID-5] revocation', () => {
  test('refuses tokens issued until then, not later ones', async () => {
    const { authority, revocations, clock } = setUp();
    const token = await authority.signToken({ userId: ann });
    revocations.revoke(ann, '*', instantMs(NOW_MS));
    await expect(authority.verifyToken(token)).rejects.toMatchObject(refusal('tokenRevoked'));
    clock.at += 1000;
    expect((await authority.verifyToken(await authority.signToken({ userId: ann }))).userId).toBe('ann');
    expect((await authority.verifyToken(await craft({ claims: { sub: 'bob' } }))).userId).toBe('bob');
  });

  test('for one room closes that room only, also to an identity verified before', async () => {
    const { authority, revocations } = setUp();
    const identity = await authority.verifyToken(await craft());
    revocations.revoke(ann, room('a'), instantMs(NOW_MS));
    expect(identity.allowsRoom(room('a'))).toBe(false);
    expect(identity.allowsRoom(room('b'))).toBe(true);
    expect((await authority.verifyToken(await craft())).allowsRoom(room('a'))).toBe(false);
  });

  test('is never lifted by an earlier one', () => {
    const { revocations } = setUp();
    revocations.revoke(ann, '*', instantMs(NOW_MS));
    revocations.revoke(ann, '*', instantMs(NOW_MS - 1000));
    expect(revocations.isRevoked(ann, '*', instantMs(NOW_MS - 500))).toBe(true);
  });

  test('memory is bounded: full is an error, and what no token can match any more is forgotten', () => {
    const { revocations } = setUp();
    for (const user of ['a', 'b', 'c']) revocations.revoke(user as UserId, '*', instantMs(NOW_MS));
    expect(() => revocations.revoke(ann, '*', instantMs(NOW_MS))).toThrow(
      expect.objectContaining(refusal('limitExceeded')),
    );
    // One that is remembered already can always be renewed.
    revocations.revoke('a' as UserId, '*', instantMs(NOW_MS + 1));
    revocations.revoke(ann, '*', instantMs(NOW_MS + 24 * HOUR_MS + 1));
    expect(revocations.size).toBe(2);
    expect(revocations.isRevoked(ann, '*', instantMs(NOW_MS))).toBe(true);
  });
});

describe('[ID-7] development tokens', () => {
  test('are for whoever asks', async () => {
    const { authority } = setUp({ keys: [randomSigningKey()] });
    const token = await createDevelopmentToken('development', authority, { user: 'bob', name: 'Bob', role: 'chair' });
    expect(await authority.verifyToken(token)).toMatchObject({ userId: 'bob', displayName: 'Bob', role: 'chair' });
  });

  test('nobody gets one in production', async () => {
    const { authority } = setUp();
    await expect(createDevelopmentToken('production', authority, { user: 'bob' })).rejects.toMatchObject(
      refusal('developmentOnly'),
    );
  });

  test.for([
    undefined,
    null,
    'bob',
    [],
    {},
    { user: 1 },
    { user: 'a b' },
    { user: 'a', role: 'god' },
    { user: 'a', room: '*' },
  ])('%j is no request', async (body) => {
    await expect(createDevelopmentToken('development', setUp().authority, body)).rejects.toMatchObject(
      refusal('invalidArgument'),
    );
  });

  test('each process has a key of its own', () => {
    expect(randomSigningKey().secret).not.toBe(randomSigningKey().secret);
  });
});
