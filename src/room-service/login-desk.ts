/**
 * Who somebody is. A userSig proves it once, at login; from then on a token does, which is one of this server's own: it
 * is good at any node with the same keys and after a restart, and any number of them is good at once, one for each
 * device. Nobody is given a userSig for somebody else: in development for a fresh guest, else for whom `LoginProof` says.
 */
import { createHash } from 'node:crypto';
import type { Identity, TokenAuthority } from '../identity/tokens.ts';
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { type InstantMs, instantMs, parseUserId, type UserId } from '../shared/ids.ts';
import type { Caller } from './callers.ts';
import { type ServiceFields, ServiceRefusal } from './service-types.ts';
import type { UserSigs } from './user-sig.ts';

/** Port: who is behind a code of `wx.login`. */
export interface LoginProof {
  /**
   * @param appId of the mini program; undefined = the only one
   * @throws AppError with the reason; its message may be shown
   */
  userOfCode(appId: string | undefined, code: string): Promise<UserId>;
}

export interface LoginDeskOptions {
  readonly clock: Clock;
  readonly sigs: UserSigs;
  readonly sdkAppId: number;
  readonly accountType: string;
  readonly tokens: Pick<TokenAuthority, 'verifyToken' | 'signToken'>;
  readonly tokenTtlMs: number;
  readonly userSigTtlMs: number;
  /** Whoever asks is a guest. */
  readonly givesGuests: boolean;
  readonly proof: LoginProof | undefined;
  /** Unguessable hex digits. */
  readonly newHex: (digits: number) => string;
}

const MAX_LOGGED_OUT = 100_000;
/** Heartbeats bring the same token every seven seconds: its signature is looked at once a minute. */
const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 20_000;
const MAX_CODE_CHARS = 256;
const PREFIX = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;

/** Why, in the numbers that old servers put into the message. */
const WHY = {
  wrong: '1 the token is not valid',
  notLoggedIn: '3 not logged in',
  params: '4 userID and token are needed',
  noAccount: '5 not your userSig',
} as const;

const refuse = (why: keyof typeof WHY | { readonly said: string }): ServiceRefusal =>
  new ServiceRefusal('auth', `authentication failed: ${typeof why === 'string' ? WHY[why] : why.said}`);

export class LoginDesk {
  readonly #options: LoginDeskOptions;
  /** Digests of tokens that were given back before their time; the one that ends first is first, nearly. */
  readonly #loggedOut = new Map<string, InstantMs>();

  /** Tokens verified lately, oldest first. Revocation for a room is asked for anew all the same. */
  readonly #remembered = new Map<string, { readonly identity: Identity; readonly until: InstantMs }>();

  constructor(options: LoginDeskOptions) {
    this.#options = options;
  }

  get sdkAppId(): number {
    return this.#options.sdkAppId;
  }

  /** @throws ServiceRefusal auth for whatever is missing or wrong */
  async login(query: URLSearchParams): Promise<{ userID: string; token: string }> {
    const { sdkAppId, accountType } = this.#options;
    if (query.get('sdkAppID') !== String(sdkAppId)) throw refuse({ said: '4 sdkAppID' });
    if (query.get('accountType') !== accountType) throw refuse({ said: '4 accountType' });
    const userId = this.verifySig(query.get('userSig') ?? '', query.get('userID') ?? '');
    return { userID: userId, token: await this.newToken(userId) };
  }

  /** @throws ServiceRefusal auth */
  verifySig(userSig: string, userIdText: string): UserId {
    const { sigs, clock } = this.#options;
    const userId = sigs.verify(userSig, userIdText, clock.now());
    if (userId === null) throw refuse('noAccount');
    return userId;
  }

  newToken(userId: UserId): Promise<string> {
    return this.#options.tokens.signToken({ userId }, this.#options.tokenTtlMs);
  }

  /** The bearer of `userID` and `token`. @throws ServiceRefusal auth */
  async authenticate(query: URLSearchParams): Promise<Caller> {
    const userId = query.get('userID');
    const token = query.get('token');
    if (userId === null || userId === '' || token === null || token === '') throw refuse('params');
    const identity = await this.identify(token);
    if (identity.userId !== userId) throw refuse('wrong');
    return identity;
  }

  /** @throws ServiceRefusal auth */
  async identify(token: string): Promise<Identity> {
    if (this.#loggedOut.size > 0 && this.#loggedOut.has(digestOf(token))) throw refuse('notLoggedIn');
    const now = this.#options.clock.now();
    const remembered = this.#remembered.get(token);
    if (remembered !== undefined && remembered.until > now) return remembered.identity;
    try {
      const identity = await this.#options.tokens.verifyToken(token);
      this.#remember(token, identity, now);
      return identity;
    } catch (error) {
      this.#remembered.delete(token);
      if (!(error instanceof AppError)) throw error;
      throw refuse(error.errorName === 'tokenExpired' ? 'notLoggedIn' : 'wrong');
    }
  }

  #remember(token: string, identity: Identity, now: InstantMs): void {
    this.#remembered.delete(token);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size >= MAX_REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest);
    const until = instantMs(Math.min(identity.expiresAt, now + REMEMBERED_MS));
    this.#remembered.set(token, { identity, until });
  }

  /** That token is over; others of the same user are not. @throws ServiceRefusal auth */
  async logout(query: URLSearchParams): Promise<void> {
    await this.authenticate(query);
    const token = query.get('token') ?? '';
    const { expiresAt } = await this.identify(token);
    const now = this.#options.clock.now();
    for (const [digest, endsAt] of this.#loggedOut) {
      if (endsAt > now && this.#loggedOut.size < MAX_LOGGED_OUT) break;
      this.#loggedOut.delete(digest);
    }
    this.#loggedOut.set(digestOf(token), expiresAt);
  }

  /**
   * What a client needs to log in: for a fresh guest in development, for whoever the code of `wx.login` proves elsewhere.
   * A `userID` asked for is not given: anybody could ask.
   * @throws ServiceRefusal auth
   */
  async loginInfo(asked: { prefix: string; code: string; appId: string }): Promise<ServiceFields> {
    const { sigs, clock, sdkAppId, accountType, userSigTtlMs } = this.#options;
    if (!sigs.canSign) throw refuse({ said: '5 this server makes no userSig' });
    const userId = await this.#provenUser(asked);
    const userSig = sigs.sign(userId, clock.now(), Math.floor(userSigTtlMs / 1000));
    return { userID: userId, sdkAppID: sdkAppId, accType: accountType, accountType, userSig };
  }

  /** A guest's user id: `prefix_` and 12 hex digits in two groups. */
  newGuest(prefix: string): UserId {
    const { newHex } = this.#options;
    const given = PREFIX.test(prefix) ? prefix : 'user';
    const userId = parseUserId(`${given}_${newHex(8)}_${newHex(4)}`);
    if (userId === undefined) throw refuse('wrong');
    return userId;
  }

  async #provenUser({ prefix, code, appId }: { prefix: string; code: string; appId: string }): Promise<UserId> {
    const { givesGuests, proof } = this.#options;
    if (proof !== undefined && code !== '' && code.length <= MAX_CODE_CHARS) {
      try {
        return await proof.userOfCode(appId === '' ? undefined : appId, code);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        // In development a made-up code must not lock anybody out.
        if (!givesGuests) throw refuse({ said: `5 ${error.message}` });
      }
    }
    if (!givesGuests) throw refuse({ said: '4 a code of wx.login is needed' });
    return this.newGuest(prefix);
  }
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64');
