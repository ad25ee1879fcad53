import type { Clock } from '../shared/clock.ts';
import { TokenBucket } from '../signaling/token-bucket.ts';
import { ServiceRefusal } from './service-types.ts';

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** One budget for each key (address, user); the least recently used are forgotten when there are too many. */
export class RateLimits {
  readonly #clock: Clock;
  readonly #rate: Rate;
  readonly #maxKeys: number;
  readonly #bucketByKey = new Map<string, TokenBucket>();

  constructor(clock: Clock, rate: Rate, maxKeys: number) {
    this.#clock = clock;
    this.#rate = rate;
    this.#maxKeys = maxKeys;
  }

  /** @throws ServiceRefusal tooFast */
  take(key: string): void {
    if (!this.tryTake(key)) throw new ServiceRefusal('tooFast', 'too many requests, try later');
  }

  tryTake(key: string): boolean {
    const now = this.#clock.now();
    const { perSecond, burst } = this.#rate;
    const bucket = this.#bucketByKey.get(key) ?? new TokenBucket(perSecond, burst, now);
    this.#bucketByKey.delete(key);
    this.#bucketByKey.set(key, bucket);
    const [oldest] = this.#bucketByKey.keys();
    if (this.#bucketByKey.size > this.#maxKeys && oldest !== undefined) this.#bucketByKey.delete(oldest);
    return bucket.take(now);
  }
}
