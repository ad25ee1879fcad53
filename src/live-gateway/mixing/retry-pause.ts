/**
 * How long to wait before a program that ended is begun again. One that is missing, or dies of whatever it is given, would
 * otherwise be begun every second for as long as somebody watches; one that ran for a while has earned another try soon.
 */
import type { Clock } from '../../shared/clock.ts';

const MAX_PAUSE_MS = 60_000;
/** Who ran for so long had no trouble to begin. */
const RAN_WELL_MS = 10_000;

export class RetryPause {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #firstMs: number;
  #failures = 0;
  #begunAt = 0;

  constructor(clock: Pick<Clock, 'now'>, firstMs: number) {
    this.#clock = clock;
    this.#firstMs = firstMs;
  }

  /** The program begins. */
  begin(): void {
    this.#begunAt = this.#clock.now();
  }

  /** It ended: doubles with each failure in a row, up to a minute. `isRepeated`: not the first one. */
  end(): { readonly pauseMs: number; readonly isRepeated: boolean } {
    if (this.#clock.now() - this.#begunAt >= RAN_WELL_MS) this.#failures = 0;
    const pauseMs = Math.min(MAX_PAUSE_MS, this.#firstMs * 2 ** this.#failures);
    const isRepeated = this.#failures > 0;
    // Enough to be at the longest pause whatever the first one is, and no number without end.
    this.#failures = Math.min(this.#failures + 1, 32);
    return { pauseMs, isRepeated };
  }
}
