/**
 * Tokens: JWT, signed with HS256 by an API key whose id is in `kid`. Applications issue them for their users; the
 * server issues them itself at logins (login.ts) and in development mode. No other algorithm is accepted, `none` least
 * of all.
 */
import { createDecoder, createSigner, createVerifier, TokenError } from 'fast-jwt';
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
  /** @throws TokenError */
  readonly verify: (token: string) => Verified;
  readonly sign: (payload: Readonly<Record<string, unknown>>) => string;
}

/** What the library read from a token. */
interface Verified {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: unknown;
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
    this.#keys = options.keys.map((key) => prepare(key, options.audience));
  }

  /**
   * Who bears that token.
   * @throws AppError `tokenExpired`, `tokenRevoked`, or `tokenInvalid` for everything else that is wrong with it.
   */
  async verifyToken(token: string): Promise<Identity> {
    if (token.length > MAX_TOKEN_LENGTH) throw new AppError('tokenInvalid', 'too long');
    const claims = parseClaims(this.#verifySignature(token));
    this.#checkTimes(claims);
    const { revocations } = this.#options;
    const { userId, issuedAt, notBefore: _, room, login, ...rest } = claims;
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
    const claims = parseClaims(this.#verifySignature(token));
    this.#checkTimes(claims, expiredForMs);
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
    const { userId, displayName, avatar, room, role, grants, login } = subject;
    const token = key.sign({
      name: displayName,
      avatar,
      room,
      role,
      grants,
      login: login === undefined ? undefined : { by: login.by, at: Math.floor(login.at / 1000) },
      sub: userId,
      iat: issuedAtS,
      exp: issuedAtS + lifeS,
      aud: audience === '' ? undefined : audience,
    });
    return { token, expiresAt: instantMs((issuedAtS + lifeS) * 1000) };
  }

  /** The payload under a signature by the key named in `kid`, or by any key when none is named. */
  #verifySignature(token: string): unknown {
    let reason: string | undefined = 'signature';
    let cause: unknown;
    for (const key of this.#keysFor(token)) {
      try {
        const { header, payload } = key.verify(token);
        if (header['kid'] !== undefined && header['kid'] !== key.keyId) continue;
        // We know no extensions; the library looks past a `crit` such as '' or null.
        if (header['crit'] !== undefined) break;
        return payload;
      } catch (error) {
        cause = error;
        reason = reasonOf(error);
        // Only a signature that does not fit makes another key worth trying.
        if (codeOf(error) !== TokenError.codes.invalidSignature) break;
      }
    }
    throw new AppError('tokenInvalid', reason, { cause });
  }

  /** The keys worth trying: a failure costs several times what a success does. */
  #keysFor(token: string): readonly Key[] {
    if (this.#keys.length === 1) return this.#keys;
    const kid = kidOf(token);
    return kid === undefined ? this.#keys : this.#keys.filter(({ keyId }) => keyId === kid);
  }

  /** Against our clock, which the library does not know; it is asked to look at none of these. */
  #checkTimes({ issuedAt, expiresAt, notBefore }: Claims, expiredForMs = 0): void {
    const { clock, clockToleranceMs, maxTokenTtlMs } = this.#options;
    const now = clock.now();
    if (notBefore > now + clockToleranceMs) throw new AppError('tokenInvalid', 'claim nbf');
    if (later(expiresAt, expiredForMs + clockToleranceMs) <= now) throw new AppError('tokenExpired');
    if (issuedAt > now + clockToleranceMs) throw new AppError('tokenInvalid', 'issued in the future');
    if (expiresAt - issuedAt > maxTokenTtlMs) throw new AppError('tokenInvalid', 'lives too long');
  }
}

/** Made once: the library turns the secret into a key when it makes a verifier. */
function prepare({ keyId, secret }: SigningKey, audience: string): Key {
  const verify = createVerifier<string>({
    key: secret,
    algorithms: [ALGORITHM],
    complete: true,
    // A token that is remembered would be good after its key is gone.
    cache: false,
    ignoreExpiration: true,
    ignoreNotBefore: true,
    // The library lets a token pass that has no audience at all, unless it must have one.
    ...(audience === '' ? {} : { allowedAud: audience, requiredClaims: ['aud'] }),
  });
  const sign = createSigner({ key: secret, algorithm: ALGORITHM, kid: keyId });
  return { keyId, verify, sign };
}

const decode = createDecoder({ complete: true });

/** The key a token names, not verified; undefined also for what is no token. */
function kidOf(token: string): unknown {
  try {
    return decode(token).header['kid'];
  } catch {
    return undefined;
  }
}

const codeOf = (error: unknown): string | undefined => (error instanceof TokenError ? error.code : undefined);

/** What may be told to who presented the token. */
function reasonOf(failure: unknown): string | undefined {
  switch (codeOf(failure)) {
    case TokenError.codes.missingRequiredClaim:
    case TokenError.codes.invalidClaimValue:
    case TokenError.codes.invalidClaimType:
      // Other claims are read by us.
      return 'claim aud';
    case TokenError.codes.invalidAlgorithm:
      return 'algorithm';
    case TokenError.codes.invalidSignature:
    case TokenError.codes.missingSignature:
      return 'signature';
    default:
      return undefined;
  }
}
