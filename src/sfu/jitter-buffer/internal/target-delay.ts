/**
 * How long to wait. Each arrival has a transit time: our clock minus the source's, whose zero nobody knows. The fastest
 * transit of the last seconds is the floor; what an arrival took longer is its lag. The target is a quantile of the
 * lags with forgetting, as in NetEq's delay manager. It grows at once, because one late packet is the first of several,
 * and shrinks slowly, because the calm may be over soon and because what follows has to run faster for it.
 *
 * The floor is a minimum over a window and not of all times: clocks drift, routes change. When it moves, the lags move
 * with it, so that the instant of playing stays where it was.
 */
import { QuantileHistogram } from './quantile-histogram.ts';

const BUCKET_MS = 4;
const WINDOW_SECONDS = 10;
const SECOND_MS = 1000;

export interface TargetSettings {
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  readonly targetQuantile: number;
  readonly forgetFactor: number;
  readonly shrinkMsPerS: number;
}

export class TargetDelay {
  readonly #settings: TargetSettings;
  readonly #lags: QuantileHistogram;
  /** Fastest transit in each of the last seconds. */
  readonly #fastest = new Float64Array(WINDOW_SECONDS).fill(Number.POSITIVE_INFINITY);
  #second = 0;
  #floorMs = Number.NaN;
  /** What the histogram's first bucket begins with; follows the floor in steps of whole buckets. */
  #originMs = 0;
  #targetMs: number;
  #lastAt = 0;

  constructor(settings: TargetSettings) {
    this.#settings = settings;
    const buckets = Math.ceil(settings.maxDelayMs / BUCKET_MS) + 1;
    this.#lags = new QuantileHistogram(buckets, settings.targetQuantile, settings.forgetFactor);
    this.#targetMs = settings.minDelayMs;
  }

  /** Fastest transit of the last seconds; NaN before the first arrival and after a restart. */
  get floorMs(): number {
    return this.#floorMs;
  }

  /** Delay over the floor with which frames leave. */
  get targetMs(): number {
    return this.#targetMs;
  }

  /** Takes an arrival into account. True when it came later than the target allowed. Amortised O(1). */
  observe(transitMs: number, at: number): boolean {
    const isOverdue = transitMs > this.#floorMs + this.#targetMs;
    this.#moveFloor(transitMs, at);
    this.#lags.add(Math.max(0, Math.floor((transitMs - this.#originMs) / BUCKET_MS)));
    this.#moveTarget(at);
    return isOverdue;
  }

  /** The source's clock is another one: transits cannot be compared any more. What is known of the lags stays. */
  restart(): void {
    this.#fastest.fill(Number.POSITIVE_INFINITY);
    this.#floorMs = Number.NaN;
  }

  #moveFloor(transitMs: number, at: number): void {
    const second = Math.floor(at / SECOND_MS);
    const slot = second % WINDOW_SECONDS;
    const hasMoved = second !== this.#second;
    if (hasMoved) {
      const passed = Math.min(WINDOW_SECONDS, second - this.#second);
      for (let step = 0; step < passed; step += 1) {
        this.#fastest[(second - step) % WINDOW_SECONDS] = Number.POSITIVE_INFINITY;
      }
      this.#second = second;
    }
    this.#fastest[slot] = Math.min(this.#fastest[slot] ?? transitMs, transitMs);
    if (Number.isNaN(this.#floorMs)) {
      this.#floorMs = transitMs;
      this.#originMs = transitMs;
    } else if (hasMoved || transitMs < this.#floorMs) this.#setFloor(this.#fastestOfWindow());
  }

  #fastestOfWindow(): number {
    let fastest = Number.POSITIVE_INFINITY;
    for (const each of this.#fastest) fastest = Math.min(fastest, each);
    return fastest;
  }

  /** The target is relative to the floor: it moves against it, so that only `moveTarget` moves the instant of playing. */
  #setFloor(floorMs: number): void {
    this.#targetMs += this.#floorMs - floorMs;
    this.#floorMs = floorMs;
    const buckets = Math.trunc((this.#originMs - floorMs) / BUCKET_MS);
    if (buckets === 0) return;
    this.#lags.shift(buckets);
    this.#originMs -= buckets * BUCKET_MS;
  }

  #moveTarget(at: number): void {
    const { minDelayMs, maxDelayMs, shrinkMsPerS } = this.#settings;
    const wantedMs = (this.#lags.bucket + 1) * BUCKET_MS + this.#originMs - this.#floorMs;
    const shrunkMs = this.#targetMs - (shrinkMsPerS * (at - this.#lastAt)) / SECOND_MS;
    this.#lastAt = at;
    this.#targetMs = Math.max(minDelayMs, Math.min(maxDelayMs, Math.max(wantedMs, shrunkMs)));
  }
}
