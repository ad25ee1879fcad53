/**
 * Quantile of a stream of numbers with forgetting: a histogram in which each new value weighs more than the one before,
 * which is the same as letting the old ones fade and costs one addition instead of a pass over all buckets. The bucket
 * of the quantile is followed, not searched. The first values weigh the same, so that the start is an average and not
 * the first value.
 */
const MAX_WEIGHT = 2 ** 60;

export class QuantileHistogram {
  readonly #buckets: Float64Array;
  #quantile: number;
  readonly #growth: number;
  #evenLeft: number;
  #weight = 1;
  #total = 0;
  /** Bucket of the quantile, and the weight of all before it. */
  #at = 0;
  #before = 0;

  constructor(buckets: number, quantile: number, forgetFactor: number) {
    this.#buckets = new Float64Array(buckets);
    this.#quantile = quantile;
    this.#growth = 1 / forgetFactor;
    this.#evenLeft = Math.round(1 / (1 - forgetFactor));
  }

  /** The lowest bucket that has at least the quantile's share in it and below it. */
  get bucket(): number {
    return this.#at;
  }

  /** Another quantile, from the next value on. */
  aimAt(quantile: number): void {
    this.#quantile = quantile;
  }

  /** Values beyond the last bucket are counted in it. Amortised O(1). */
  add(bucket: number): void {
    const index = Math.min(bucket, this.#buckets.length - 1);
    if (this.#evenLeft > 0) this.#evenLeft -= 1;
    else this.#weight *= this.#growth;
    this.#buckets[index] = this.#in(index) + this.#weight;
    this.#total += this.#weight;
    if (index < this.#at) this.#before += this.#weight;
    if (this.#weight > MAX_WEIGHT) this.#scaleDown();
    this.#follow();
  }

  /** Moves all values up by so many buckets, or down; those that leave the range stay in its last bucket. O(buckets). */
  shift(by: number): void {
    const buckets = this.#buckets;
    const last = buckets.length - 1;
    const step = Math.max(-last, Math.min(last, by));
    if (step > 0) {
      for (let index = last - step; index < last; index += 1) buckets[last] = this.#in(last) + this.#in(index);
      buckets.copyWithin(step, 0, last - step);
      buckets.fill(0, 0, step);
    } else if (step < 0) {
      for (let index = 1; index <= -step; index += 1) buckets[0] = this.#in(0) + this.#in(index);
      buckets.copyWithin(1, 1 - step);
      buckets.fill(0, buckets.length + step);
    }
    this.#recount();
  }

  #in(index: number): number {
    return this.#buckets[index] ?? 0;
  }

  #follow(): void {
    const share = this.#quantile * this.#total;
    const last = this.#buckets.length - 1;
    while (this.#at < last && this.#before + this.#in(this.#at) < share) {
      this.#before += this.#in(this.#at);
      this.#at += 1;
    }
    while (this.#at > 0 && this.#before >= share) {
      this.#at -= 1;
      this.#before -= this.#in(this.#at);
    }
  }

  #scaleDown(): void {
    for (let index = 0; index < this.#buckets.length; index += 1) this.#buckets[index] = this.#in(index) / MAX_WEIGHT;
    this.#weight /= MAX_WEIGHT;
    this.#recount();
  }

  /** Sums anew, which also clears the rounding of many additions and subtractions. */
  #recount(): void {
    this.#total = this.#buckets.reduce((sum, weight) => sum + weight, 0);
    this.#at = 0;
    this.#before = 0;
    this.#follow();
  }
}
