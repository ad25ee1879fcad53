/**
 * Requests that are answered when something happens, or when their time is over. Thousands of them cost a small object
 * and a timer each. Clients of long polling ask again at once, so whoever answers early makes them spin: nothing is
 * answered without a reason.
 */
import type { CancelTimer, Clock } from '../shared/clock.ts';

export interface Hold {
  readonly holdMs: number;
  /** Calls back when the client has gone. */
  readonly onAborted: (freed: () => void) => void;
}

interface Held {
  readonly wake: () => void;
}

/** Those who wait for the same thing; at most `maxHeld`, of which the one that waits longest is answered first. */
export class HeldPolls {
  readonly #clock: Clock;
  readonly #maxHeld: number;
  readonly #held = new Set<Held>();

  constructor(clock: Clock, maxHeld: number) {
    this.#clock = clock;
    this.#maxHeld = maxHeld;
  }

  get size(): number {
    return this.#held.size;
  }

  /** Resolves on the next `wakeAll`, after `holdMs`, or when the client has gone; never rejects. */
  wait({ holdMs, onAborted }: Hold): Promise<void> {
    const [oldest] = this.#held;
    if (this.#held.size >= this.#maxHeld) oldest?.wake();
    return new Promise((resolve) => {
      let cancel: CancelTimer = () => undefined;
      const held: Held = {
        wake: () => {
          if (!this.#held.delete(held)) return;
          cancel();
          resolve();
        },
      };
      this.#held.add(held);
      cancel = this.#clock.after(holdMs, held.wake);
      onAborted(held.wake);
    });
  }

  wakeAll(): void {
    for (const held of [...this.#held]) held.wake();
  }
}
