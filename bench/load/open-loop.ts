/**
 * Sends at fixed instants, whatever the server does, and counts the time from the instant at which a message should have
 * left to its arrival at each member. A server that stalls is charged for everything that should have been sent
 * meanwhile; a closed loop would politely wait and see nothing.
 */
import { Histogram } from '../support/statistics.ts';
import type { Crowd } from './crowds/crowd.ts';

const DRAIN_TIMEOUT_MS = 10_000;

export interface OpenLoopOptions {
  readonly crowd: Crowd;
  readonly members: number;
  readonly ratePerSecond: number;
  readonly durationMs: number;
  /** Number of the last message that was received before: the next one has the number after it. */
  readonly lastNumber: number;
  /** Ends it before its time: nothing more is sent from then on. */
  readonly isOver?: () => boolean;
}

export interface OpenLoopOutcome {
  /** One value for each message and member. */
  readonly latencies: Histogram;
  readonly sent: number;
  readonly lastNumber: number;
}

/** @throws Error when not everything arrived everywhere within 10 s after the last message */
export async function openLoop(options: OpenLoopOptions): Promise<OpenLoopOutcome> {
  const { crowd, members, ratePerSecond, durationMs, lastNumber, isOver = () => false } = options;
  const intervalMs = 1000 / ratePerSecond;
  let planned = Math.max(1, Math.floor(durationMs / intervalMs));
  const latencies = new Histogram();
  const startedAt = performance.now() + intervalMs;
  const dueAt = (index: number): number => startedAt + index * intervalMs;
  let sent = 0;
  crowd.onReceived = (_room, first, last) => {
    const now = performance.now();
    for (let number = first; number <= last; number += 1) latencies.add(now - dueAt(number - lastNumber - 1));
  };
  const expected = (): number => planned * members;
  const endsAt = startedAt + durationMs + DRAIN_TIMEOUT_MS;
  await new Promise<void>((resolve, reject) => {
    // A core is the load generator's own: between messages it only looks at its sockets, so as to be on time.
    const step = (): void => {
      const now = performance.now();
      if (isOver()) planned = Math.min(planned, sent);
      let due = 0;
      while (sent + due < planned && dueAt(sent + due) <= now) due += 1;
      if (due > 0) {
        crowd.send(0, due);
        sent += due;
      }
      if (latencies.count >= expected()) resolve();
      else if (now > endsAt)
        reject(new Error(`${latencies.count} of ${expected()} deliveries at ${ratePerSecond.toFixed(0)} per second`));
      else setImmediate(step);
    };
    setImmediate(step);
  });
  crowd.onReceived = () => undefined;
  const fault = crowd.fault();
  if (fault !== undefined) throw new Error(fault);
  if (latencies.count !== expected()) throw new Error(`${latencies.count} deliveries, expected ${expected()}`);
  return { latencies, sent, lastNumber: lastNumber + planned };
}
