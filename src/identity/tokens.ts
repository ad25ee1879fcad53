/**
 * Tokens: JWT, signed with HS256 by an API key whose id is in `kid`. Applications issue them for their users; the
 * server issues them itself at logins (login.ts) and in development mode. No other algorithm is accepted, `none` least
 * of all.
 */
import { webcrypto } from 'node:crypto';
import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify, SignJWT } from 'jose';
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { type InstantMs, instantMs, later, type RoomId } from '../shared/ids.ts';
import type { Revocations } from './revocations.ts';
import {
  type Claims,
  coversRoom,
  type Identity,
  type LoginStamp,
  parseClaims,
  type TokenSubject,
} from './token-claims.ts';

export type { Identity, TokenSubject } from './token-claims.ts';

/** Longer tokens are refused unread. */
export const MAX_TOKEN_LENGTH = 4096;

const ALGORITHM = 'HS256';

export interface SigningKey {
  readonly keyId: string;
  readonly secret: string;
}

export interface TokenAuthorityOptions {
  /** At least one. The first signs, all verify: rotation adds the new one in front, later removes the old one. */
  readonly keys: readonly SigningKey[];
  /** '' = `aud` is not checked. */
  readonly audience: string;
  readonly tokenTtlMs: number;
  readonly maxTokenTtlMs: number;
  readonly clockToleranceMs: number;
  readonly revocations: Revocations;
  readonly clock: Pick<Clock, 'now'>;
}

interface Key {
  readonly keyId: string;
  /** Imported once: done for each token it would be a third of what verifying costs. */
  readonly secret: Promise<CryptoKey>;
}

/** A token with what its bearer needs to know of it. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: InstantMs;
}

/** Claims of a token that a login of this server issued. */
export interface LoginClaims extends Claims {
  readonly login: LoginStamp;
}

/** Signs and verifies the tokens of one deployment. */
export class TokenAuthority {
  readonly #options: TokenAuthorityOptions;
  readonly #keys: readonly Key[];

  constructor(options: TokenAuthorityOptions) {
    this.#options = options;
    this.#keys = options.keys.map(({ keyId, secret }) => ({ keyId, secret: importSecret(secret) }));
  }

  /**
   * Who bears that token.
   * @throws AppError `tokenExpired`, `tokenRevoked`, or `tokenInvalid` for everything else that is wrong with it.
   */
  async verifyToken(token: string): Promise<Identity> {
    if (token.length > MAX_TOKEN_LENGTH) throw new AppError('tokenInvalid', 'too long');
    const claims = parseClaims(await this.#verifySignature(token));
    this.#checkTimes(claims);
    const { revocations } = this.#options;
    const { userId, issuedAt, room, login, ...rest } = claims;
    // A refresh must not lift what was revoked between login and refresh.
    const provenAt = login?.at ?? issuedAt;
    if (revocations.isRevoked(userId, '*', provenAt)) throw new AppError('tokenRevoked');
    const allowsRoom = (roomId: RoomId): boolean =>
      coversRoom(room, roomId) && !revocations.isRevoked(userId, roomId, provenAt);
    return { userId, issuedAt, ...rest, allowsRoom };
  }

  /**
   * The claims of a token that a login issued, still valid or expired at most `expiredForMs` ago: what a refresh needs.
   * @throws AppError as `verifyToken` does; `tokenInvalid` also for tokens that no login issued.
   */
  async verifyLoginToken(token: string, expiredForMs: number): Promise<LoginClaims> {
    if (token.length > MAX_TOKEN_LENGTH) throw new AppError('tokenInvalid', 'too long');
    const claims = parseClaims(await this.#verifySignature(token, expiredForMs));
    this.#checkTimes(claims);
    const { login, userId } = claims;
    if (login === undefined) throw new AppError('tokenInvalid', 'no login issued it');
    if (this.#options.revocations.isRevoked(userId, '*', login.at)) throw new AppError('tokenRevoked');
    return { ...claims, login };
  }

  /** A token for `subject`, valid from now for `ttlMs` (default: as configured; never longer than the maximum). */
  async signToken(subject: TokenSubject, ttlMs?: number): Promise<string> {
    return (await this.issueToken(subject, ttlMs)).token;
  }

  /** `signToken`, with the instant at which the token expires. */
  async issueToken(subject: TokenSubject, ttlMs: number = this.#options.tokenTtlMs): Promise<IssuedToken> {
    const { clock, audience, maxTokenTtlMs } = this.#options;
    const [key] = this.#keys;
    if (key === undefined) throw new AppError('internal', 'no signing key');
    const issuedAtS = Math.floor(clock.now() / 1000);
    const lifeS = Math.max(1, Math.floor(Math.min(ttlMs, maxTokenTtlMs) / 1000));
    const claims: JWTPayload = {
      name: subject.displayName,
      avatar: subject.avatar,
      room: subject.room,
      role: subject.role,
      grants: subject.grants,
      login:
        subject.login === undefined ? undefined : { by: subject.login.by, at: Math.floor(subject.login.at / 1000) },
    };
    const jwt = new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: key.keyId })
      .setSubject(subject.userId)
      .setIssuedAt(issuedAtS)
      .setExpirationTime(issuedAtS + lifeS);
    if (audience !== '') jwt.setAudience(audience);
    return { token: await jwt.sign(await key.secret), expiresAt: instantMs((issuedAtS + lifeS) * 1000) };
  }

  /** The payload under a signature by the key named in `kid`, or by any key when none is named. */
  async #verifySignature(token: string, expiredForMs = 0): Promise<JWTPayload> {
    const { clock, audience, clockToleranceMs } = this.#options;
    const options: JWTVerifyOptions = {
      algorithms: [ALGORITHM],
      currentDate: new Date(clock.now()),
      clockTolerance: clockToleranceMs / 1000,
      requiredClaims: ['sub', 'iat', 'exp'],
      ...(audience === '' ? {} : { audience }),
    };
    let failure: unknown;
    for (const key of this.#keys) {
      try {
        const { payload } = await jwtVerify(token, ({ kid }) => requireKey(key, kid), options);
        return payload;
      } catch (error) {
        // Only a signature that does not fit makes another key worth trying.
        failure = error;
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) break;
      }
    }
    if (failure instanceof errors.JWTExpired) {
      // The library looks at the expiry last: signature and all other claims are right.
      const expiredAt = instantMs((failure.payload.exp ?? 0) * 1000);
      if (later(expiredAt, expiredForMs + clockToleranceMs) > clock.now()) return failure.payload;
      throw new AppError('tokenExpired');
    }
    throw new AppError('tokenInvalid', reasonOf(failure), { cause: failure });
  }

  #checkTimes({ issuedAt, expiresAt }: Claims): void {
    const { clock, clockToleranceMs, maxTokenTtlMs } = this.#options;
    if (issuedAt > clock.now() + clockToleranceMs) throw new AppError('tokenInvalid', 'issued in the future');
    if (expiresAt - issuedAt > maxTokenTtlMs) throw new AppError('tokenInvalid', 'lives too long');
  }
}

function importSecret(secret: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(secret);
  return webcrypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

/** The key's secret, unless the token names another key: then the next one is tried. */
function requireKey(key: Key, kid: string | undefined): Promise<CryptoKey> {
  if (kid !== undefined && kid !== key.keyId) throw new errors.JWSSignatureVerificationFailed('another key');
  return key.secret;
}

/** What may be told to who presented the token. */
function reasonOf(failure: unknown): string | undefined {
  if (failure instanceof errors.JWTClaimValidationFailed) return `claim ${failure.claim}`;
  if (failure instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  return failure instanceof errors.JWSSignatureVerificationFailed ? 'signature' : undefined;
}
