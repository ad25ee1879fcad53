import { assertNever } from '../../shared/assert.ts';
import type { InstantMs } from '../../shared/ids.ts';

export interface CircuitBreakerOptions {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long nothing passes; after that, one attempt at a time until one succeeds. */
  readonly openMs: number;
}

type State =
  | { readonly status: 'closed'; readonly failures: number }
  | { readonly status: 'open'; readonly until: number }
  | { readonly status: 'probing'; readonly since: number };

/**
 * Keeps callers from waiting for something that is down, and it from being stormed when it comes back. Each attempt
 * that `admit` let through must end in one call of `succeeded` or `failed`. Time comes in.
 */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  #state: State = { status: 'closed', failures: 0 };

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#state.status !== 'closed';
  }

  /** 0 = go ahead, else in how many ms to ask again. */
  admit(now: InstantMs): number {
    const state = this.#state;
    switch (state.status) {
      case 'closed':
        return 0;
      case 'open':
        if (now < state.until) return state.until - now;
        this.#state = { status: 'probing', since: now };
        return 0;
      case 'probing': {
        const nextAt = state.since + this.#options.openMs;
        if (now < nextAt) return nextAt - now;
        // The probe has not come back: it does not lock everybody out for good.
        this.#state = { status: 'probing', since: now };
        return 0;
      }
      default:
        return assertNever(state);
    }
  }

  succeeded(): void {
    this.#state = { status: 'closed', failures: 0 };
  }

  failed(now: InstantMs): void {
    const state = this.#state;
    // Attempts that were under way when it opened tell nothing new.
    if (state.status === 'open') return;
    const failures = state.status === 'closed' ? state.failures + 1 : this.#options.failures;
    if (failures < this.#options.failures) this.#state = { status: 'closed', failures };
    else this.#state = { status: 'open', until: now + this.#options.openMs };
  }
}
