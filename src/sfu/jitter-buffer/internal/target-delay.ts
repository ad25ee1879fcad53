/**
 * How long to wait. Each arrival has a transit time: our clock minus the source's, whose zero nobody knows. The fastest
 * transit of the last seconds is the floor; what an arrival took longer is its lag. The target is a quantile of the
 * lags with forgetting, as in NetEq's delay manager. It grows at once, because one late packet is the first of several,
 * and shrinks slowly, because the calm may be over soon and because what follows has to run faster for it.
 *
 * A stall is another matter. Of what it held back only the first packet tells something: those behind it came in the same
 * moment, and would have been in time if all had waited for the first one. So a late packet lifts the target to its own
 * lag, and from there it falls fast: the *crest*. An arrival below the crest is in time whatever the quantile, and
 * counts as one without lag; what is left in the histogram is exactly what a longer target would have been good for.
 * Stalls that are rarer than the share that may be late cost one late packet each then, instead of a longer wait for all.
 *
 * A quantile of 99 per cent is a matter of few values. With a short memory one event moves it, with a long one it stays
 * high long after a bad time. So there are two memories, and the lower quantile counts: what makes all wait has to be
 * recent and no single event. How far out the quantile is, is steered by the share that was late (`late-share.ts`).
 *
 * The floor is a minimum over a window and not of all times: clocks drift, routes change. When it moves, the lags move
 * with it, so that the instant of playing stays where it was.
 */
import { LateShare } from './late-share.ts';
import { QuantileHistogram } from './quantile-histogram.ts';

const BUCKET_MS = 2;
const WINDOW_SECONDS = 10;
const SECOND_MS = 1000;
/** The longer memory lasts so many times as long as the shorter. */
const LONGER = 2.5;
/** How fast the crest falls, per second: what waited behind a stall of 100 ms has caught up after 200 ms. */
const CREST_FALLS_MS = 500;

export interface TargetSettings {
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  readonly targetQuantile: number;
  readonly forgetFactor: number;
  readonly shrinkMsPerS: number;
}

export class TargetDelay {
  readonly #settings: TargetSettings;
  /** Lags above the crest, as remembered for a shorter and for a longer time. */
  readonly #recent: QuantileHistogram;
  readonly #lasting: QuantileHistogram;
  readonly #late: LateShare;
  /** Fastest transit in each of the last seconds. */
  readonly #fastest = new Float64Array(WINDOW_SECONDS).fill(Number.POSITIVE_INFINITY);
  #second = 0;
  #floorMs = Number.NaN;
  /** What the histograms' first bucket begins with; follows the floor in steps of whole buckets. */
  #originMs = 0;
  /** The target without the crest, and with it. */
  #restingMs: number;
  #targetMs: number;
  /** A transit. */
  #crestMs = Number.NEGATIVE_INFINITY;
  #lastAt = 0;

  constructor(settings: TargetSettings) {
    this.#settings = settings;
    const buckets = Math.ceil(settings.maxDelayMs / BUCKET_MS) + 1;
    const { targetQuantile, forgetFactor } = settings;
    this.#recent = new QuantileHistogram(buckets, targetQuantile, forgetFactor);
    this.#lasting = new QuantileHistogram(buckets, targetQuantile, 1 - (1 - forgetFactor) / LONGER);
    this.#late = new LateShare(targetQuantile);
    this.#restingMs = settings.minDelayMs;
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
    const passedMs = at - this.#lastAt;
    this.#lastAt = at;
    this.#moveFloor(transitMs, at);
    if (this.#late.note(isOverdue)) this.#aim(this.#late.quantile);
    this.#remember(transitMs, passedMs);
    this.#moveTarget(passedMs);
    return isOverdue;
  }

  /** The source's clock is another one: transits cannot be compared any more. What is known of the lags stays. */
  restart(): void {
    this.#fastest.fill(Number.POSITIVE_INFINITY);
    this.#floorMs = Number.NaN;
    this.#crestMs = Number.NEGATIVE_INFINITY;
  }

  #aim(quantile: number): void {
    this.#recent.aimAt(quantile);
    this.#lasting.aimAt(quantile);
  }

  #remember(transitMs: number, passedMs: number): void {
    const crestMs = this.#crestMs - (CREST_FALLS_MS * passedMs) / SECOND_MS;
    const bucket = transitMs > crestMs ? Math.max(0, Math.floor((transitMs - this.#originMs) / BUCKET_MS)) : 0;
    this.#crestMs = Math.max(crestMs, transitMs);
    this.#recent.add(bucket);
    this.#lasting.add(bucket);
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
    const downMs = this.#floorMs - floorMs;
    this.#restingMs += downMs;
    this.#targetMs += downMs;
    this.#floorMs = floorMs;
    const buckets = Math.trunc((this.#originMs - floorMs) / BUCKET_MS);
    if (buckets === 0) return;
    this.#recent.shift(buckets);
    this.#lasting.shift(buckets);
    this.#originMs -= buckets * BUCKET_MS;
  }

  #moveTarget(passedMs: number): void {
    const { minDelayMs, maxDelayMs, shrinkMsPerS } = this.#settings;
    const bucket = Math.min(this.#recent.bucket, this.#lasting.bucket);
    const wantedMs = (bucket + 1) * BUCKET_MS + this.#originMs - this.#floorMs;
    const shrunkMs = this.#restingMs - (shrinkMsPerS * passedMs) / SECOND_MS;
    this.#restingMs = Math.max(minDelayMs, Math.min(maxDelayMs, Math.max(wantedMs, shrunkMs)));
    this.#targetMs = Math.min(maxDelayMs, Math.max(this.#restingMs, this.#crestMs - this.#floorMs));
  }
}
