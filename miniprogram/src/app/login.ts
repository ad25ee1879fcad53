/**
 * Who the user is: a token of the room server, kept in the phone's storage. A token that is good is used as it is; one
 * that ran out lately is renewed without WeChat; only then `wx.login` gives a code that the server takes to WeChat.
 * Servers in development mode, which know no mini program, give a token by name alone.
 */
import type { WxPlatform } from './platform.ts';
import { callServer, ServerError, trimServerUrl } from './server-api.ts';

export interface LoginOptions {
  readonly serverUrl: string;
  /** Needed only when the server knows several mini programs. */
  readonly appid?: string;
  readonly name?: string;
  readonly avatar?: string;
  /** A guest's token when nothing else can be had and the server allows guests. Default false. */
  readonly allowGuest?: boolean;
}

export interface LoginSession {
  readonly token: string;
  /** ms since the epoch; 0 = not told. */
  readonly expiresAtMs: number;
  readonly userId: string;
  readonly isGuest: boolean;
}

/** A token is renewed this long before it ends. */
const EARLY_MS = 60_000;
/** A token that is asked for again so soon was refused, whatever our clock says. */
const SUSPICION_MS = 30_000;
const WX_LOGIN_TIMEOUT_MS = 10_000;
const USER_KEY = 'rtcroom.user';

/** Refusals that say: this server does not do this login, or not for this mini program. */
const NOT_HERE = new Set(['unsupported', 'notFound', 'loginMisconfigured', 'loginCodeInvalid']);

export class WechatLogin {
  readonly #platform: WxPlatform;
  readonly #options: LoginOptions;
  readonly #storageKey: string;
  #session: LoginSession | undefined;
  #givenAt = 0;
  #underWay: Promise<LoginSession> | undefined;

  constructor(platform: WxPlatform, options: LoginOptions) {
    this.#platform = platform;
    this.#options = options;
    this.#storageKey = `rtcroom.session ${trimServerUrl(options.serverUrl)}`;
    this.#session = parseSession(platform.getStorageSync(this.#storageKey));
  }

  /** What is known without asking anybody. */
  get session(): LoginSession | undefined {
    return this.#session;
  }

  /** For `ClientOptions.getToken`. @throws ServerError */
  async getToken(): Promise<string> {
    return (await this.login()).token;
  }

  /** A session that is good now. Calls at the same time share one login. @throws ServerError */
  async login(): Promise<LoginSession> {
    this.#underWay ??= this.#login().finally(() => {
      this.#underWay = undefined;
    });
    return await this.#underWay;
  }

  /** Forgets the token; the next login begins with WeChat. */
  logout(): void {
    this.#session = undefined;
    this.#platform.removeStorageSync(this.#storageKey);
  }

  async #login(): Promise<LoginSession> {
    const now = Date.now();
    const known = this.#session;
    const isRefused = now - this.#givenAt < SUSPICION_MS;
    if (known !== undefined && !isRefused && (known.expiresAtMs === 0 || known.expiresAtMs - now > EARLY_MS)) {
      this.#givenAt = now;
      return known;
    }
    const session = (known === undefined ? undefined : await this.#renew(known)) ?? (await this.#loginAnew());
    this.#session = session;
    this.#givenAt = now;
    this.#platform.setStorageSync(this.#storageKey, session);
    return session;
  }

  /** undefined: the token is beyond renewal. Not being reached is no answer and is thrown. */
  async #renew(session: LoginSession): Promise<LoginSession | undefined> {
    try {
      return await this.#ask('/v1/login/refresh', {}, session.token);
    } catch (error) {
      if (error instanceof ServerError && error.status >= 400 && error.status < 429) return undefined;
      throw error;
    }
  }

  async #loginAnew(): Promise<LoginSession> {
    const { appid, name, avatar, allowGuest = false } = this.#options;
    try {
      return await this.#ask('/v1/login/wechat', { appid, code: await this.#wxLogin(), name, avatar });
    } catch (error) {
      if (!(error instanceof ServerError) || !NOT_HERE.has(error.errorName)) throw error;
      const session = (await this.#ofDevelopment()) ?? (allowGuest ? await this.#ofGuest() : undefined);
      if (session === undefined) throw error;
      return session;
    }
  }

  /** undefined: the server is not in development mode. */
  async #ofDevelopment(): Promise<LoginSession | undefined> {
    const user = this.#installedUser();
    try {
      const { name = user } = this.#options;
      return await this.#ask('/v1/sessions', { user, name: name === '' ? user : name });
    } catch (error) {
      if (error instanceof ServerError && error.status > 0) return undefined;
      throw error;
    }
  }

  async #ofGuest(): Promise<LoginSession> {
    const { name, avatar } = this.#options;
    return await this.#ask('/v1/login/guest', { name, avatar });
  }

  async #ask(path: string, body: Readonly<Record<string, unknown>>, bearer?: string): Promise<LoginSession> {
    const call = bearer === undefined ? { path, body } : { path, body, bearer };
    const session = parseSession(await callServer(this.#platform, this.#options.serverUrl, call));
    if (session === undefined) throw new ServerError('internal', 0, `no token in the answer of ${path}`);
    return session;
  }

  async #wxLogin(): Promise<string> {
    return await new Promise((resolve, reject) => {
      this.#platform.login({
        timeout: WX_LOGIN_TIMEOUT_MS,
        success: ({ code }) => resolve(code),
        fail: ({ errMsg }) => reject(new ServerError('loginUnavailable', 0, errMsg)),
      });
    });
  }

  /** A user of this installation, the same each time. */
  #installedUser(): string {
    const stored = this.#platform.getStorageSync(USER_KEY);
    if (typeof stored === 'string' && stored !== '') return stored;
    const user = `mp-${Math.random().toString(36).slice(2, 10)}`;
    this.#platform.setStorageSync(USER_KEY, user);
    return user;
  }
}

function parseSession(value: unknown): LoginSession | undefined {
  const fields = value as { readonly [K in keyof LoginSession]?: unknown } | null | undefined;
  if (typeof fields !== 'object' || fields === null) return undefined;
  const { token, expiresAtMs, userId, isGuest } = fields;
  if (typeof token !== 'string' || token === '') return undefined;
  return {
    token,
    expiresAtMs: typeof expiresAtMs === 'number' ? expiresAtMs : 0,
    userId: typeof userId === 'string' ? userId : '',
    isGuest: isGuest === true,
  };
}
