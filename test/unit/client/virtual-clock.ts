/** Time under the test's control, for client tests. */
import type { ClientClock } from '../../../client/api.ts';

/** Lets everything that is ready run: promises, and what they start. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 4; round += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

export class VirtualClock implements ClientClock {
  #now = 1_000_000;
  #timers: { at: number; fire: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(delayMs: number, fire: () => void): () => void {
    const timer = { at: this.#now + delayMs, fire };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** No jitter: delays are three quarters of the full back-off. */
  random(): number {
    return 0.5;
  }

  /** Timers that have not fired; for leak checks. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Lets time pass; timers fire in order, promises settle after each. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.at);
      this.#timers = this.#timers.filter((timer) => timer !== next);
      next.fire();
      await settle();
    }
    this.#now = end;
  }
}
