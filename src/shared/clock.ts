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

/** What is to be done when the turn ends, and what after all of that. */
let atEnd: (() => void)[] = [];
/** How many of `atEnd` were called; taking each out would move thousands of others in a storm. */
let calledAtEnd = 0;
const afterEnd: (() => void)[] = [];
let endScheduled = false;

/** The next of them. What the end of a turn leads to belongs to that turn. */
function nextAtEnd(): (() => void) | undefined {
  const fire = atEnd[calledAtEnd];
  if (fire === undefined) return afterEnd.shift();
  calledAtEnd += 1;
  if (calledAtEnd === atEnd.length) {
    atEnd = [];
    calledAtEnd = 0;
  }
  return fire;
}

function endTurn(): void {
  try {
    for (let fire = nextAtEnd(); fire !== undefined; fire = nextAtEnd()) fire();
  } finally {
    endScheduled = false;
    // One of them threw: the others have their turn.
    if (atEnd.length + afterEnd.length > 0) endSoon();
  }
}

/** One immediate for all of a turn: each costs a look at every socket of the process. */
function endSoon(): void {
  if (endScheduled) return;
  endScheduled = true;
  setImmediate(endTurn);
}

function turnEnd(fire: () => void): void {
  atEnd.push(fire);
  endSoon();
}

/** Calls `fire` once when all that was given to `turnEnd` is done: what that wrote can leave together. */
export function afterTurnEnd(fire: () => void): void {
  afterEnd.push(fire);
  endSoon();
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
  turnEnd,
};
