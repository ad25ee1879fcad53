/** Time and timers of the platform: browsers, mini programs, Node. */
import type { ClientClock } from '../api.ts';

/** Timers keep a Node process alive: a client that is connected is at work. */
export const systemClientClock: ClientClock = {
  now: () => Date.now(),
  after: (delayMs, fire) => {
    const timer = setTimeout(fire, Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
