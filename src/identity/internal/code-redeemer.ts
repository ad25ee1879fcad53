/**
 * Redeems login codes with what a single-use code and an endpoint that may be down ask for: one exchange per code
 * however many ask at once, one repetition where it has a chance, a breaker, and bounded calls.
 *
 * What may be repeated? A code is good for one exchange. When WeChat says it is busy (-1), or the connection failed,
 * the code is most probably unspent, and repeating costs nothing: at worst WeChat says it was used. That answer is then
 * not the client's fault, and not told as such. After a time-out nothing is repeated: the code is likely spent, and the
 * user has waited long enough.
 */
import type { WechatApp } from '../../config/option-kinds.ts';
import { AppError } from '../../shared/app-error.ts';
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import type { CodeExchange, ExchangeFault, ExchangeResult, WechatIdentity } from '../code-exchange.ts';
import type { CallOutcome } from '../login-observer.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { isSpentCode, refusalOf } from './wechat-refusals.ts';

export interface CodeRedeemerOptions {
  readonly exchange: CodeExchange;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly retryDelayMs: number;
  readonly maxConcurrentCalls: number;
  readonly breakerFailures: number;
  readonly breakerOpenMs: number;
  readonly observer: {
    onCall(outcome: CallOutcome): void;
    onTrouble(level: 'warn' | 'error', message: string, fields: Readonly<Record<string, unknown>>): void;
  };
}

/** Advice when too many calls are under way. */
const BUSY_RETRY_MS = 1000;
/** Advice when WeChat did not answer, and the breaker does not know better. */
const DOWN_RETRY_MS = 3000;

const MAY_REPEAT: Readonly<Record<ExchangeFault, boolean>> = {
  busy: true,
  network: true,
  serverError: true,
  timeout: false,
  badAnswer: false,
};

export class CodeRedeemer {
  readonly #options: CodeRedeemerOptions;
  readonly #breaker: CircuitBreaker;
  readonly #flightByCode = new Map<string, Promise<WechatIdentity>>();
  /** Waits between attempts: each cancels its timer and goes on. */
  readonly #waits = new Set<() => void>();
  #isClosed = false;

  constructor(options: CodeRedeemerOptions) {
    this.#options = options;
    this.#breaker = new CircuitBreaker({ failures: options.breakerFailures, openMs: options.breakerOpenMs });
  }

  /** Exchanges under way. */
  get size(): number {
    return this.#flightByCode.size;
  }

  /**
   * Who the code stands for.
   * @throws AppError `loginCodeInvalid`, `loginRateLimited`, `loginBlocked`, `loginMisconfigured`, `loginUnavailable`,
   * `shuttingDown`.
   */
  async redeem(app: WechatApp, code: string): Promise<WechatIdentity> {
    if (this.#isClosed) throw new AppError('shuttingDown');
    const key = `${app.appid} ${code}`;
    const underWay = this.#flightByCode.get(key);
    if (underWay !== undefined) return await underWay;
    if (this.size >= this.#options.maxConcurrentCalls) {
      throw new AppError('loginUnavailable', 'too many logins at once', { retryAfterMs: BUSY_RETRY_MS });
    }
    const retryAfterMs = this.#breaker.admit(this.#options.clock.now());
    if (retryAfterMs > 0) throw new AppError('loginUnavailable', undefined, { retryAfterMs });
    const flight = this.#fly(app, code).finally(() => this.#flightByCode.delete(key));
    this.#flightByCode.set(key, flight);
    return await flight;
  }

  /** Idempotent; what is under way ends soon, as unavailable. */
  close(): void {
    this.#isClosed = true;
    this.#options.exchange.close();
    for (const end of this.#waits) end();
  }

  async #fly(app: WechatApp, code: string): Promise<WechatIdentity> {
    const first = await this.#attempt(app, code);
    if (first.status !== 'failed' || !MAY_REPEAT[first.fault]) return this.#conclude(app, first, false);
    await this.#pause();
    if (this.#isClosed) return this.#conclude(app, first, false);
    return this.#conclude(app, await this.#attempt(app, code), first.fault !== 'busy');
  }

  async #attempt(app: WechatApp, code: string): Promise<ExchangeResult> {
    const result = await this.#options.exchange.exchange(app, code);
    this.#options.observer.onCall(result.status === 'failed' ? result.fault : result.status);
    return result;
  }

  #conclude({ appid }: WechatApp, result: ExchangeResult, mayHaveSpentIt: boolean): WechatIdentity {
    const { observer } = this.#options;
    if (result.status === 'failed') {
      this.#countFailure(result);
      throw new AppError('loginUnavailable', undefined, { retryAfterMs: this.#retryAfterMs() });
    }
    const wasOpen = this.#breaker.isOpen;
    this.#breaker.succeeded();
    if (wasOpen) observer.onTrouble('warn', 'WeChat answers again', {});
    if (result.status === 'identified') return result.identity;
    const { errcode, errmsg } = result;
    if (mayHaveSpentIt && isSpentCode(errcode)) {
      throw new AppError('loginUnavailable', undefined, { retryAfterMs: BUSY_RETRY_MS });
    }
    const { error, level } = refusalOf(errcode);
    if (level !== undefined) observer.onTrouble(level, 'WeChat refused a login', { appid, errcode, errmsg });
    throw error;
  }

  #countFailure({ fault, detail }: Extract<ExchangeResult, { status: 'failed' }>): void {
    const { clock, observer } = this.#options;
    if (this.#isClosed) return;
    const wasOpen = this.#breaker.isOpen;
    this.#breaker.failed(clock.now());
    const opened = !wasOpen && this.#breaker.isOpen;
    // One line when it opens, not one for every login that failed.
    if (opened)
      observer.onTrouble('error', 'WeChat does not answer; logins with a code fail for a while', { fault, detail });
    else if (!wasOpen) observer.onTrouble('warn', 'WeChat did not answer a login', { fault, detail });
  }

  #retryAfterMs(): number {
    return this.#breaker.isOpen ? this.#options.breakerOpenMs : DOWN_RETRY_MS;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      let cancelTimer: CancelTimer | undefined;
      const end = (): void => {
        cancelTimer?.();
        this.#waits.delete(end);
        resolve();
      };
      this.#waits.add(end);
      cancelTimer = this.#options.clock.after(this.#options.retryDelayMs, end);
    });
  }
}
