/** A login on a virtual clock, with a WeChat that says what the test says. */
import type { WechatApp } from '../../../src/config/option-kinds.ts';
import type { CodeExchange, ExchangeFault, ExchangeResult } from '../../../src/identity/code-exchange.ts';
import { Login, type LoginOptions } from '../../../src/identity/login.ts';
import type { CallOutcome, LoginMethod, LoginOutcome } from '../../../src/identity/login-observer.ts';
import { type LoginStore, MemoryLoginStore } from '../../../src/identity/login-store.ts';
import { Revocations } from '../../../src/identity/revocations.ts';
import { TokenAuthority } from '../../../src/identity/tokens.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { waitFor } from '../../support/wait-for.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const ANDROID: WechatApp = { appid: 'wx-android', secret: 'android-secret' };
export const GARDEN: WechatApp = { appid: 'wx-garden', secret: 'garden-secret' };
export const ADDRESS = '192.0.2.7';

export const identified = (openid: string, unionid?: string): ExchangeResult => ({
  status: 'identified',
  identity: { openid, unionid },
});
export const refused = (errcode: number): ExchangeResult => ({ status: 'refused', errcode, errmsg: 'no' });
export const failed = (fault: ExchangeFault): ExchangeResult => ({ status: 'failed', fault, detail: 'x' });

/** Answers what was scripted, in order; `hold` keeps answers back until they are released. */
export class ScriptedExchange implements CodeExchange {
  readonly calls: { readonly appid: string; readonly code: string }[] = [];
  readonly #answers: ExchangeResult[] = [];
  #held: (() => void)[] | undefined;
  isClosed = false;

  script(...answers: readonly ExchangeResult[]): void {
    this.#answers.push(...answers);
  }

  hold(): void {
    this.#held = [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const go of held) go();
  }

  async exchange({ appid }: WechatApp, code: string): Promise<ExchangeResult> {
    this.calls.push({ appid, code });
    const answer = this.#answers.shift();
    await new Promise<void>((resolve) => {
      if (this.#held === undefined) resolve();
      else this.#held.push(resolve);
    });
    if (this.isClosed) return failed('network');
    if (answer === undefined) throw new Error('a call that the test did not expect');
    return answer;
  }

  close(): void {
    this.isClosed = true;
    this.release();
  }
}

type Overrides = Partial<Omit<LoginOptions, 'wechat'>> & { readonly wechat?: Partial<LoginOptions['wechat']> };

export function setUpLogin(
  { wechat = {}, ...overrides }: Overrides = {},
  store: LoginStore = new MemoryLoginStore(1000),
) {
  const clock = new VirtualClock(1_795_248_000_000);
  const revocations = new Revocations({ maxEntries: 100, keepMs: 30 * DAY_MS });
  const authority = new TokenAuthority({
    keys: [{ keyId: 'k', secret: 'a-secret-of-at-least-32-bytes-!!' }],
    audience: '',
    tokenTtlMs: HOUR_MS,
    maxTokenTtlMs: DAY_MS,
    clockToleranceMs: 5000,
    revocations,
    clock,
  });
  const exchange = new ScriptedExchange();
  const logins: `${LoginMethod} ${LoginOutcome}`[] = [];
  const calls: CallOutcome[] = [];
  const troubles: { level: string; message: string; fields: object }[] = [];
  const login = new Login({
    options: {
      allowGuests: false,
      guestRole: 'audience',
      guestDenies: [],
      rooms: '*',
      refreshWindowMs: 7 * DAY_MS,
      maxSessionMs: 90 * DAY_MS,
      userIdSecret: 'user-id-secret',
      maxPerAddressPerMinute: 1000,
      maxPerUserPerMinute: 1000,
      ...overrides,
      wechat: {
        apps: [ANDROID],
        retryDelayMs: 300,
        maxConcurrentCalls: 100,
        breakerFailures: 3,
        breakerOpenMs: 10_000,
        ...wechat,
      },
    },
    authority,
    store,
    exchange,
    clock,
    observer: {
      onLogin: (method, outcome) => logins.push(`${method} ${outcome}`),
      onCall: (outcome) => calls.push(outcome),
      onTrouble: (level, message, fields) => troubles.push({ level, message, fields }),
    },
  });
  /** Lets time pass when the login waits for its second attempt. */
  const pass = async (ms: number): Promise<void> => {
    await waitFor('a timer', () => clock.pending > 0);
    clock.advance(ms);
  };
  return { clock, revocations, authority, exchange, login, logins, calls, troubles, pass };
}

export const refusal = (errorName: string, more: object = {}): object => ({ name: 'AppError', errorName, ...more });
