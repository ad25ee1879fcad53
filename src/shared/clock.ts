import { type InstantMs, instantMs } from './ids.ts';

/** Cancels a timer; harmless when it has fired or was cancelled before. */
export type CancelTimer = () => void;

/**
 * The only source of time and timers for shells. Production: `systemClock`; simulation: a virtual one.
 * Cores see neither: instants come to them in commands, deadlines leave them as values.
 */
export interface Clock {
  now(): InstantMs;
  /** Calls `fire` once, not before `delayMs` from now. The timer does not keep the process alive. */
  after(delayMs: number, fire: () => void): CancelTimer;
  /** Calls `fire` once at the end of the current event-loop turn, after everything that turn delivered. */
  turnEnd(fire: () => void): void;
}

/** Longest delay that Node's timers take; longer ones would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => instantMs(Date.now()),
  after: (delayMs, fire) => {
    const timer = setTimeout(fire, Math.min(Math.max(0, delayMs), MAX_TIMER_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
  turnEnd: (fire) => {
    setImmediate(fire);
  },
};
