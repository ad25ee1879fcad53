import type { CancelTimer, Clock } from '../../../shared/clock.ts';

const FIRST_MS = 200;
const LAST_MS = 5000;

/** One thing that is tried until it works: at most one try waits, pauses double up to 5 s. */
export class Retry {
  readonly #clock: Clock;
  readonly #attempt: () => void;
  #failures = 0;
  #cancel: CancelTimer | undefined;

  constructor(clock: Clock, attempt: () => void) {
    this.#clock = clock;
    this.#attempt = attempt;
  }

  /** It worked: the next pause is short again. */
  succeeded(): void {
    this.#failures = 0;
  }

  /** It did not: tries again after a pause. */
  later(): void {
    if (this.#cancel !== undefined) return;
    const pauseMs = Math.min(LAST_MS, FIRST_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#cancel = this.#clock.after(pauseMs, () => {
      this.#cancel = undefined;
      this.#attempt();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
