/** The value at share `p` (0 to 1) of the sorted values, nearest rank; NaN when there are none. O(n log n). */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

/** The middle value: one slice that was disturbed does not move it. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Buckets grow by this factor: a percentile is known within 1 %. */
const GROWTH = 1.01;
const LEAST_MS = 0.001;
const BUCKETS = 2400;
const LOG_GROWTH = Math.log(GROWTH);

/** Durations from 1 us to some hours, counted in buckets that grow by 1 %: millions of them cost no memory. */
export class Histogram {
  readonly #counts = new Uint32Array(BUCKETS);
  #count = 0;
  #max = 0;

  /** O(1). */
  add(ms: number): void {
    const bucket = ms <= LEAST_MS ? 0 : Math.min(BUCKETS - 1, Math.ceil(Math.log(ms / LEAST_MS) / LOG_GROWTH));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count += 1;
    if (ms > this.#max) this.#max = ms;
  }

  get count(): number {
    return this.#count;
  }

  get max(): number {
    return this.#max;
  }

  /** Upper bound of the bucket that holds the value at share `p`, never above the largest value; NaN when empty. */
  percentile(p: number): number {
    if (this.#count === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil(p * this.#count));
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      seen += this.#counts[bucket] ?? 0;
      if (seen >= rank) return Math.min(this.#max, LEAST_MS * GROWTH ** bucket);
    }
    return this.#max;
  }
}
