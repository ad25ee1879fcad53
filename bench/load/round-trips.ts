/** The time of single round trips: the next message leaves when the one before has come back. */
import { Histogram } from '../support/statistics.ts';
import type { Crowd } from './crowds/crowd.ts';

/** Does round trips in the first room for that long. @throws Error when the crowd fails meanwhile */
export async function roundTrips(crowd: Crowd, durationMs: number): Promise<Histogram> {
  const times = new Histogram();
  const endsAt = performance.now() + durationMs;
  await new Promise<void>((resolve, reject) => {
    let sentAt = 0;
    const next = (): void => {
      sentAt = performance.now();
      crowd.send(0, 1);
    };
    crowd.onReceived = () => {
      const now = performance.now();
      times.add(now - sentAt);
      const fault = crowd.fault();
      if (fault !== undefined) reject(new Error(fault));
      else if (now > endsAt) resolve();
      // Not from within the read: every round begins with a turn of the loop of its own.
      else setImmediate(next);
    };
    setTimeout(() => reject(new Error('a round trip did not end')), durationMs + 10_000).unref();
    next();
  });
  crowd.onReceived = () => undefined;
  return times;
}
