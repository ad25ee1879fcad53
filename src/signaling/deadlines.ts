/**
 * Deadlines that all are the same time away: what is added first is due first, so one timer serves all of them. A storm of
 * connections would otherwise make and clear a timer for each.
 */
import type { CancelTimer, Clock } from '../shared/clock.ts';
import { type InstantMs, later } from '../shared/ids.ts';

export class Deadlines<T> {
  readonly #clock: Pick<Clock, 'now' | 'after'>;
  readonly #delayMs: number;
  readonly #onDue: (item: T) => void;
  /** In the order of their deadlines. */
  readonly #dueAtByItem = new Map<T, InstantMs>();
  #cancelTimer: CancelTimer | undefined;

  constructor(clock: Pick<Clock, 'now' | 'after'>, delayMs: number, onDue: (item: T) => void) {
    this.#clock = clock;
    this.#delayMs = delayMs;
    this.#onDue = onDue;
  }

  /** `onDue` gets it once, unless it is dropped before. It must not wait already. */
  add(item: T): void {
    this.#dueAtByItem.set(item, later(this.#clock.now(), this.#delayMs));
    if (this.#cancelTimer === undefined) this.#wakeAfter(this.#delayMs);
  }

  /** It is due no more; harmless when it was not. */
  drop(item: T): void {
    this.#dueAtByItem.delete(item);
    if (this.#dueAtByItem.size === 0) this.#stopTimer();
  }

  /** Drops all. */
  close(): void {
    this.#dueAtByItem.clear();
    this.#stopTimer();
  }

  /** How many wait; for leak checks. */
  get size(): number {
    return this.#dueAtByItem.size;
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #wakeAfter(delayMs: number): void {
    this.#stopTimer();
    this.#cancelTimer = this.#clock.after(delayMs, () => this.#wake());
  }

  #wake(): void {
    this.#cancelTimer = undefined;
    const now = this.#clock.now();
    for (const [item, dueAt] of this.#dueAtByItem) {
      const leftMs = dueAt - now;
      // More than all of it is left when the clock was put back: then rather too early than too late.
      if (leftMs > 0 && leftMs <= this.#delayMs) {
        this.#wakeAfter(leftMs);
        return;
      }
      this.#dueAtByItem.delete(item);
      this.#onDue(item);
    }
  }
}
