/**
 * Steers a quantile by what came of it: a share of arrivals is meant to be late, and those that are late are counted. Too
 * many make the tail smaller that the target leaves uncovered, too few make it larger. Histograms that forget cannot do
 * that alone: of a hundred values the top one is one per cent, whatever happened before.
 */
/** How much one late arrival changes the logarithm of the tail. Ten too many change it by half. */
const GAIN = 0.05;
/** The tail stays within a seventh and three times of what is meant, so that a new network is not met with an old one's. */
const LOWEST = -2;
const HIGHEST = 1;
/** A median at least is covered, however many are meant to be late. */
const LARGEST_TAIL = 0.5;
/** Arrivals in time after which the quantile is taken anew. */
const EVERY = 32;

export class LateShare {
  readonly #tail: number;
  #logFactor = 0;
  #noted = 0;

  /** @param quantile share of arrivals that are to be in time */
  constructor(quantile: number) {
    this.#tail = 1 - quantile;
  }

  /** The quantile of what is known to aim at for now. */
  get quantile(): number {
    return 1 - Math.min(Math.max(this.#tail, LARGEST_TAIL), this.#tail * Math.exp(this.#logFactor));
  }

  /** True when the quantile is worth asking for again: each time would leave a number to collect for every packet. */
  note(isLate: boolean): boolean {
    const moved = this.#logFactor + GAIN * (this.#tail - (isLate ? 1 : 0));
    this.#logFactor = Math.max(LOWEST, Math.min(HIGHEST, moved));
    this.#noted += 1;
    return isLate || this.#noted % EVERY === 0;
  }
}
