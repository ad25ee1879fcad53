/**
 * Logins that this server does itself. A mini program sends the code of `wx.login`, we ask WeChat whose it is, and
 * answer one of our own tokens. Tokens come first: who has a good one, or one that expired lately, gets a new one
 * without WeChat, so that nobody is logged out when WeChat is down and nobody is asked twice.
 */
import { randomBytes } from 'node:crypto';
import type { WechatApp } from '../config/option-kinds.ts';
import type { Grants, Role } from '../room-state/room-types.ts';
import { AppError } from '../shared/app-error.ts';
import { assert } from '../shared/assert.ts';
import type { Clock } from '../shared/clock.ts';
import type { ErrorName } from '../shared/error-codes.ts';
import { type InstantMs, later, parseUserId, type UserId } from '../shared/ids.ts';
import { KeyedRateLimit } from '../shared/keyed-rate-limit.ts';
import type { CodeExchange } from './code-exchange.ts';
import { addressGroup } from './internal/address-group.ts';
import { base32 } from './internal/base32.ts';
import { CodeRedeemer } from './internal/code-redeemer.ts';
import { KnownUsers } from './internal/known-users.ts';
import { isCode, type ProfileRequest, parseGuestLogin, parseWechatLogin } from './internal/login-requests.ts';
import type { LoginMethod, LoginObserver, LoginOutcome } from './login-observer.ts';
import type { LoginStore } from './login-store.ts';
import { isWithinScope, type LoginStamp } from './token-claims.ts';
import type { LoginClaims, TokenAuthority, TokenSubject } from './tokens.ts';

/** Keys of rate limits remembered at once, about 150 bytes each. */
const MAX_RATE_KEYS = 50_000;

/** The bounds and defaults are those of section `login` in the configuration. */
export interface LoginOptions {
  readonly allowGuests: boolean;
  readonly guestRole: Role;
  readonly guestDenies: readonly string[];
  readonly rooms: string;
  readonly refreshWindowMs: number;
  readonly maxSessionMs: number;
  readonly userIdSecret: string;
  readonly maxPerAddressPerMinute: number;
  readonly maxPerUserPerMinute: number;
  readonly wechat: {
    readonly apps: readonly WechatApp[];
    readonly retryDelayMs: number;
    readonly maxConcurrentCalls: number;
    readonly breakerFailures: number;
    readonly breakerOpenMs: number;
  };
}

export interface LoginParts {
  readonly options: LoginOptions;
  readonly authority: TokenAuthority;
  /** Closed with the login. */
  readonly store: LoginStore;
  /** Closed with the login. */
  readonly exchange: CodeExchange;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly observer: LoginObserver;
}

export interface LoginAnswer {
  readonly token: string;
  readonly expiresAtMs: InstantMs;
  readonly userId: UserId;
  readonly isGuest: boolean;
}

/** Proof of who somebody is, for other APIs of this node. */
export interface LoginProof {
  /**
   * The user whose `wx.login` code that is; the code is spent. `appid` undefined = the only one there is. `address` of
   * the client, for its rate limit; undefined = the caller has limits of its own.
   * @throws AppError as `Login.wechat` does.
   */
  userOfCode(appid: string | undefined, code: string, address?: string): Promise<UserId>;
}

const OUTCOME_OF_ERROR: Readonly<Partial<Record<ErrorName, LoginOutcome>>> = {
  loginCodeInvalid: 'codeInvalid',
  loginRateLimited: 'rateLimited',
  loginBlocked: 'blocked',
  loginUnavailable: 'unavailable',
  loginMisconfigured: 'misconfigured',
  internal: 'failed',
};

export class Login implements LoginProof {
  readonly #parts: LoginParts;
  readonly #redeemer: CodeRedeemer;
  readonly #users: KnownUsers;
  readonly #byAddress: KeyedRateLimit;
  readonly #byUser: KeyedRateLimit;
  #closing: Promise<void> | undefined;

  constructor(parts: LoginParts) {
    const { options, store, exchange, clock, observer } = parts;
    this.#parts = parts;
    this.#redeemer = new CodeRedeemer({ ...options.wechat, exchange, clock, observer });
    this.#users = new KnownUsers({
      store,
      secret: options.userIdSecret,
      onMerged: (kept, given) => observer.onTrouble('warn', 'two WeChat users are the same person', { kept, given }),
    });
    this.#byAddress = new KeyedRateLimit({ perMinute: options.maxPerAddressPerMinute, maxKeys: MAX_RATE_KEYS });
    this.#byUser = new KeyedRateLimit({ perMinute: options.maxPerUserPerMinute, maxKeys: MAX_RATE_KEYS });
  }

  /** Exchanges with WeChat under way. */
  get callCount(): number {
    return this.#redeemer.size;
  }

  /**
   * `{appid?, code?, token?, name?, avatar?, room?}`: a new token for a good `token` of an earlier login, or else for the
   * user of `code`. `appid` may be left out when there is one mini program only; `room` (an id, or `prefix*`) limits the
   * token.
   * @throws AppError `invalidArgument`, `unsupported` (no mini program is configured), `tokenWrongRoom`,
   * `loginCodeInvalid`, `loginRateLimited`, `loginBlocked`, `loginUnavailable`, `loginMisconfigured`; without a code
   * what is wrong with the token: `tokenInvalid`, `tokenExpired`, `tokenRevoked`.
   */
  async wechat(body: unknown, address: string): Promise<LoginAnswer> {
    let method: LoginMethod = 'code';
    return await this.#counted(
      async () => {
        const { appid, code, token, ...profile } = parseWechatLogin(body);
        if (token !== undefined) {
          const claims = await this.#cachedClaims(token, profile, address, code !== undefined);
          if (claims !== undefined) {
            method = 'cached';
            return await this.#renew(claims, profile);
          }
        }
        if (code === undefined) throw new AppError('invalidArgument', 'code');
        const room = this.#scopeOf(profile);
        const userId = await this.#redeem(appid, code, address);
        const login: LoginStamp = { by: 'wechat', at: this.#parts.clock.now() };
        return await this.#issue({ userId, displayName: profile.name, avatar: profile.avatar, room, login });
      },
      () => method,
    );
  }

  /**
   * `{name?, avatar?, room?}`: a token for a new guest.
   * @throws AppError `unsupported` when guests are not allowed, `invalidArgument`, `tokenWrongRoom`, `loginRateLimited`.
   */
  async guest(body: unknown, address: string): Promise<LoginAnswer> {
    return await this.#counted(
      async () => {
        const { allowGuests, guestRole, guestDenies } = this.#parts.options;
        if (!allowGuests) throw new AppError('unsupported', 'guests');
        const profile = parseGuestLogin(body);
        const room = this.#scopeOf(profile);
        this.#limitAddress(address);
        const userId = parseUserId(`guest_${base32(randomBytes(12)).slice(0, 18)}`);
        assert(userId !== undefined, 'a guest id is a user id');
        return await this.#issue({
          userId,
          displayName: profile.name,
          avatar: profile.avatar,
          role: guestRole,
          grants: Object.fromEntries(guestDenies.map((grant) => [grant, false])) as Partial<Grants>,
          room,
          login: { by: 'guest', at: this.#parts.clock.now() },
        });
      },
      () => 'guest',
    );
  }

  /**
   * A new token for the bearer of one that a login issued: valid still, or expired within the window. Says the same of
   * its bearer.
   * @throws AppError `tokenInvalid`, `tokenExpired`, `tokenRevoked`, `loginRateLimited`; `unsupported` for guests when
   * they are no longer allowed.
   */
  async refresh(token: string, address: string): Promise<LoginAnswer> {
    return await this.#counted(
      async () => {
        const claims = await this.#verify(token, address);
        if (claims.login.by === 'guest' && !this.#parts.options.allowGuests)
          throw new AppError('unsupported', 'guests');
        return await this.#renew(claims, {});
      },
      () => 'refresh',
    );
  }

  async userOfCode(appid: string | undefined, code: string, address?: string): Promise<UserId> {
    return await this.#counted(
      async () => await this.#redeem(appid, code, address),
      () => 'proof',
    );
  }

  /** Idempotent. Ends what waits for WeChat, and resolves when the store is safe. */
  close(): Promise<void> {
    this.#redeemer.close();
    this.#closing ??= this.#parts.store.close();
    return this.#closing;
  }

  async #redeem(appid: string | undefined, code: string, address: string | undefined): Promise<UserId> {
    const app = this.#app(appid);
    if (address !== undefined) this.#limitAddress(address);
    // Nothing that WeChat needs to be bothered with.
    if (!isCode(code)) throw new AppError('loginCodeInvalid');
    const userId = await this.#users.userOf(app.appid, await this.#redeemer.redeem(app, code));
    this.#limitUser(userId);
    return userId;
  }

  #app(appid: string | undefined): WechatApp {
    const { apps } = this.#parts.options.wechat;
    if (apps.length === 0) throw new AppError('unsupported', 'login with WeChat');
    const app = appid === undefined && apps.length === 1 ? apps[0] : apps.find((one) => one.appid === appid);
    if (app === undefined) throw new AppError('invalidArgument', 'appid');
    return app;
  }

  /** undefined = the token is of no use here, but there is a code. Without one, what is wrong with it is thrown. */
  async #cachedClaims(
    token: string,
    { room }: ProfileRequest,
    address: string,
    hasCode: boolean,
  ): Promise<LoginClaims | undefined> {
    try {
      const claims = await this.#verify(token, hasCode ? undefined : address);
      if (room !== undefined && !isWithinScope(room, claims.room)) throw new AppError('tokenWrongRoom');
      // A guest with a code is about to become somebody.
      if (claims.login.by !== 'wechat') throw new AppError('tokenInvalid', 'a guest’s');
      return claims;
    } catch (error) {
      if (hasCode && error instanceof AppError) return undefined;
      throw error;
    }
  }

  /** Who comes with bad tokens is counted by address; with a good one, by user (see `#renew`). */
  async #verify(token: string, address: string | undefined): Promise<LoginClaims> {
    const { authority, options, clock } = this.#parts;
    try {
      const claims = await authority.verifyLoginToken(token, options.refreshWindowMs);
      if (later(claims.login.at, options.maxSessionMs) <= clock.now()) throw new AppError('tokenExpired');
      return claims;
    } catch (error) {
      if (address !== undefined) this.#limitAddress(address);
      throw error;
    }
  }

  /** The same again, but for what the request says anew. */
  async #renew(claims: LoginClaims, { name, avatar, room }: ProfileRequest): Promise<LoginAnswer> {
    this.#limitUser(claims.userId);
    const scope = narrower(room ?? claims.room, this.#parts.options.rooms);
    return await this.#issue({
      userId: claims.userId,
      displayName: name ?? claims.displayName,
      avatar: avatar ?? claims.avatar,
      role: claims.role,
      grants: claims.grants,
      room: scope,
      login: claims.login,
    });
  }

  async #issue(subject: TokenSubject & { readonly login: LoginStamp }): Promise<LoginAnswer> {
    const { token, expiresAt } = await this.#parts.authority.issueToken(subject);
    return { token, expiresAtMs: expiresAt, userId: subject.userId, isGuest: subject.login.by === 'guest' };
  }

  #scopeOf({ room }: ProfileRequest): string {
    const { rooms } = this.#parts.options;
    if (room !== undefined && !isWithinScope(room, rooms)) throw new AppError('tokenWrongRoom');
    return room ?? rooms;
  }

  #limitAddress(address: string): void {
    this.#limit(this.#byAddress, addressGroup(address));
  }

  #limitUser(userId: UserId): void {
    this.#limit(this.#byUser, userId);
  }

  #limit(limit: KeyedRateLimit, key: string): void {
    const retryAfterMs = limit.take(key, this.#parts.clock.now());
    if (retryAfterMs > 0) throw new AppError('loginRateLimited', undefined, { retryAfterMs });
  }

  async #counted<T>(work: () => Promise<T>, method: () => LoginMethod): Promise<T> {
    const { observer } = this.#parts;
    try {
      const result = await work();
      observer.onLogin(method(), 'ok');
      return result;
    } catch (error) {
      const name: ErrorName = error instanceof AppError ? error.errorName : 'internal';
      observer.onLogin(method(), OUTCOME_OF_ERROR[name] ?? 'refused');
      throw error;
    }
  }
}

/** What both scopes cover. @throws AppError `tokenWrongRoom` when that is nothing. */
function narrower(a: string, b: string): string {
  if (isWithinScope(a, b)) return a;
  if (isWithinScope(b, a)) return b;
  throw new AppError('tokenWrongRoom');
}
