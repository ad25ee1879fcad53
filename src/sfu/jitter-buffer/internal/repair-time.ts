/**
 * How long it takes until a missing packet comes after all, by retransmission or because it was only overtaken: learned
 * from those that came, in time or not. It grows at once and shrinks slowly; waiting in vain shrinks it too, so that
 * without retransmissions nobody waits for them.
 */
const FIRST_GUESS_MS = 60;
const SHRINK_ON_SUCCESS = 1 / 64;
const SHRINK_IN_VAIN = 1 / 8;
/** A repair can get lost too and be tried again. Giving up costs a key frame, which takes a round trip as well. */
const MARGIN = 2;

export class RepairTime {
  #ms = FIRST_GUESS_MS;

  get waitMs(): number {
    return this.#ms * MARGIN;
  }

  /** A packet came so long after the first one behind it. */
  came(afterMs: number): void {
    this.#ms = afterMs > this.#ms ? afterMs : this.#ms + (afterMs - this.#ms) * SHRINK_ON_SUCCESS;
  }

  waitedInVain(): void {
    this.#ms -= this.#ms * SHRINK_IN_VAIN;
  }
}
