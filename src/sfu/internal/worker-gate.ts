/**
 * Keeps the way to one worker short. A thousand joins at once are tens of thousands of requests; written to the worker
 * as they come, a mute would wait behind all of them, for seconds. So only a few are under way at a time: first the
 * commands of members, then, with what is left, consumers to open. Mutes do not come here at all and overtake both.
 *
 * Lanes are first in, first out. The queue of commands is bounded by the engine's limit of commands under way, the
 * queue of consumers by `MAX_CONSUMERS` of each member.
 */
export type Lane = 'command' | 'background';

/** Requests under way up to which a lane may start another one. Some depth keeps the worker busy. */
const MAX_RUNNING: Readonly<Record<Lane, number>> = { command: 32, background: 8 };

export class WorkerGate {
  readonly #waiting: Readonly<Record<Lane, Set<() => void>>> = { command: new Set(), background: new Set() };
  #running = 0;

  /** Runs `task` when its turn has come; settles as it does. */
  run<T>(lane: Lane, task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting[lane].add(() => {
        this.#running += 1;
        // An async function, so that a task that throws at once also gives its place back.
        (async () => await task())()
          .then(resolve, reject)
          .finally(() => {
            this.#running -= 1;
            this.#next();
          });
      });
      this.#next();
    });
  }

  #next(): void {
    for (const lane of ['command', 'background'] as const) {
      for (const start of this.#waiting[lane]) {
        if (this.#running >= MAX_RUNNING[lane]) break;
        this.#waiting[lane].delete(start);
        start();
      }
    }
  }
}
