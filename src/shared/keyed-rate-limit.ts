import type { InstantMs } from './ids.ts';

export interface KeyedRateLimitOptions {
  /** On average; as many may come at once after a quiet minute. */
  readonly perMinute: number;
  /** Beyond, the key that was used least recently is forgotten, and with it what it had used up. */
  readonly maxKeys: number;
}

/**
 * So many a minute for each key. The generic cell rate algorithm (ITU-T I.371): one number per key, the instant at
 * which all that was taken so far is paid for. Time comes in; a clock that goes back earns nothing.
 */
export class KeyedRateLimit {
  readonly #intervalMs: number;
  readonly #maxKeys: number;
  /** In order of last use. */
  readonly #paidAtByKey = new Map<string, number>();

  constructor({ perMinute, maxKeys }: KeyedRateLimitOptions) {
    this.#intervalMs = 60_000 / perMinute;
    this.#maxKeys = maxKeys;
  }

  get size(): number {
    return this.#paidAtByKey.size;
  }

  /** Takes one for `key` and returns 0, or takes nothing and returns in how many ms there will be one. */
  take(key: string, now: InstantMs): number {
    const known = Math.min(Math.max(this.#paidAtByKey.get(key) ?? now, now), now + 60_000);
    const paidAt = known + this.#intervalMs;
    // Half a millisecond for what division leaves over: a full minute's worth must fit into a minute.
    const early = paidAt - now - 60_000 - 0.5;
    this.#paidAtByKey.delete(key);
    this.#paidAtByKey.set(key, early > 0 ? known : paidAt);
    if (this.#paidAtByKey.size > this.#maxKeys) this.#forgetOldest();
    return early > 0 ? Math.ceil(early) : 0;
  }

  #forgetOldest(): void {
    const oldest = this.#paidAtByKey.keys().next();
    if (!oldest.done) this.#paidAtByKey.delete(oldest.value);
  }
}
