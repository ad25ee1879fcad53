/** Time that stands still until told to move. Timers fire in order of their deadline, ties in order of setting. */
import type { CancelTimer, Clock } from '../../src/shared/clock.ts';
import { type InstantMs, instantMs } from '../../src/shared/ids.ts';

interface Timer {
  readonly dueAt: number;
  readonly order: number;
  readonly fire: () => void;
}

export class VirtualClock implements Clock {
  #nowMs: number;
  #order = 0;
  #timers = new Set<Timer>();
  #turnEnds: (() => void)[] = [];

  constructor(startMs = 1_700_000_000_000) {
    this.#nowMs = startMs;
  }

  now(): InstantMs {
    return instantMs(this.#nowMs);
  }

  after(delayMs: number, fire: () => void): CancelTimer {
    const timer: Timer = { dueAt: this.#nowMs + Math.max(0, delayMs), order: this.#order++, fire };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  turnEnd(fire: () => void): void {
    this.#turnEnds.push(fire);
  }

  /** Timers not fired yet; for leak checks. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Ends the current turn: runs what waits for its end, and what that makes wait in turn. */
  endTurn(): void {
    while (this.#turnEnds.length > 0) {
      const ends = this.#turnEnds;
      this.#turnEnds = [];
      for (const fire of ends) fire();
    }
  }

  /** Moves time by `ms`, firing what is due on the way, each timer in a turn of its own. */
  advance(ms: number): void {
    const until = this.#nowMs + ms;
    this.endTurn();
    for (;;) {
      const next = [...this.#timers].sort((a, b) => a.dueAt - b.dueAt || a.order - b.order)[0];
      if (next === undefined || next.dueAt > until) break;
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.dueAt);
      next.fire();
      this.endTurn();
    }
    this.#nowMs = until;
  }
}
