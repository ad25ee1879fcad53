/**
 * Virtual time for thousands of timers. Like the event loop it works in turns: what is due at one instant is fired in
 * order of setting, promises settle after each, and the turn ends (`turnEnd`) when all of it is done.
 */
import type { ClientClock } from '../../client/api.ts';
import type { CancelTimer, Clock } from '../../src/shared/clock.ts';
import { type InstantMs, instantMs } from '../../src/shared/ids.ts';
import type { SeededRandom } from './random.ts';

interface Timer {
  readonly dueAt: number;
  readonly order: number;
  fire: (() => void) | undefined;
}

const isBefore = (a: Timer, b: Timer): boolean => a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order);

/** A binary heap of timers, the next one on top. Cancelled ones stay until they come up. */
class TimerHeap {
  readonly #timers: Timer[] = [];

  get top(): Timer | undefined {
    while (this.#timers[0] !== undefined && this.#timers[0].fire === undefined) this.#removeTop();
    return this.#timers[0];
  }

  push(timer: Timer): void {
    const timers = this.#timers;
    let index = timers.length;
    timers.push(timer);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = timers[parent];
      if (above === undefined || !isBefore(timer, above)) break;
      timers[index] = above;
      index = parent;
    }
    timers[index] = timer;
  }

  #removeTop(): void {
    const timers = this.#timers;
    const last = timers.pop();
    if (last === undefined || timers.length === 0) return;
    let index = 0;
    for (;;) {
      const left = timers[2 * index + 1];
      const right = timers[2 * index + 2];
      if (left === undefined) break;
      const least = right !== undefined && isBefore(right, left) ? right : left;
      if (!isBefore(least, last)) break;
      timers[index] = least;
      index = least === left ? 2 * index + 1 : 2 * index + 2;
    }
    timers[index] = last;
  }
}

/** Lets every promise settle that can. */
export async function settlePromises(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}

export class SimClock implements Clock {
  readonly #heap = new TimerHeap();
  #nowMs = 1_700_000_000_000;
  #order = 0;
  #pending = 0;
  #turnEnds: (() => void)[] = [];

  now(): InstantMs {
    return instantMs(this.#nowMs);
  }

  after(delayMs: number, fire: () => void): CancelTimer {
    const timer: Timer = { dueAt: this.#nowMs + Math.max(0, delayMs), order: this.#order, fire };
    this.#order += 1;
    this.#pending += 1;
    this.#heap.push(timer);
    return () => {
      if (timer.fire !== undefined) this.#pending -= 1;
      timer.fire = undefined;
    };
  }

  turnEnd(fire: () => void): void {
    this.#turnEnds.push(fire);
  }

  /** Timers not fired yet; for leak checks. */
  get pending(): number {
    return this.#pending;
  }

  /** Ends the turn that is under way and lets time pass; `onTurn` is called at the end of each turn. */
  async advance(ms: number, onTurn: () => void): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await this.#endTurn(onTurn);
    for (let next = this.#heap.top; next !== undefined && next.dueAt <= untilMs; next = this.#heap.top) {
      this.#nowMs = Math.max(this.#nowMs, next.dueAt);
      for (let due: Timer | undefined = next; due !== undefined && due.dueAt <= this.#nowMs; due = this.#heap.top) {
        const { fire } = due;
        due.fire = undefined;
        this.#pending -= 1;
        fire?.();
        await settlePromises();
      }
      await this.#endTurn(onTurn);
    }
    this.#nowMs = untilMs;
  }

  async #endTurn(onTurn: () => void): Promise<void> {
    await settlePromises();
    while (this.#turnEnds.length > 0) {
      const ends = this.#turnEnds;
      this.#turnEnds = [];
      for (const fire of ends) fire();
      await settlePromises();
    }
    onTurn();
  }
}

/** One client's view of the clock: it can die with the client, or stand still while the phone is in a pocket. */
export class DeviceClock implements ClientClock {
  readonly #clock: SimClock;
  readonly #random: SeededRandom;
  readonly #cancels = new Set<CancelTimer>();
  #frozenUntil = 0;
  #isDead = false;

  constructor(clock: SimClock, random: SeededRandom) {
    this.#clock = clock;
    this.#random = random;
  }

  now(): number {
    return this.#clock.now();
  }

  random(): number {
    return this.#random.next();
  }

  after(delayMs: number, fire: () => void): () => void {
    if (this.#isDead) return () => undefined;
    const cancel = this.#clock.after(delayMs, () => {
      this.#cancels.delete(forget);
      const sleepsMs = this.#frozenUntil - this.#clock.now();
      // The timer of a frozen page fires when it wakes up.
      if (sleepsMs > 0) cancelLater = this.after(sleepsMs, fire);
      else fire();
    });
    let cancelLater: () => void = () => undefined;
    const forget = (): void => {
      this.#cancels.delete(forget);
      cancel();
      cancelLater();
    };
    this.#cancels.add(forget);
    return forget;
  }

  /** Timers not fired yet. */
  get pending(): number {
    return this.#cancels.size;
  }

  freeze(ms: number): void {
    this.#frozenUntil = Math.max(this.#frozenUntil, this.#clock.now() + ms);
  }

  /** The device is gone: nothing fires any more. */
  kill(): void {
    this.#isDead = true;
    for (const cancel of [...this.#cancels]) cancel();
  }
}
