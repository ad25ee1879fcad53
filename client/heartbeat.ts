/** Finds out that a socket is dead though nobody closed it, and measures the round trip. */
import type { ClientClock } from './api.ts';

/** Pings without any frame in return after which the server counts as gone. */
const MAX_UNANSWERED_PINGS = 2;

export interface HeartbeatOptions {
  readonly clock: ClientClock;
  readonly intervalMs: number;
  readonly sendPing: (sentAtMs: number) => void;
  /** Called once: nothing was heard for 2.5 intervals although pings were sent. */
  readonly onDead: () => void;
}

/**
 * Pings every interval. Counts unanswered pings rather than time: a page that was frozen for a minute wakes up, asks,
 * and gives the server its chance to answer.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #unanswered = 0;
  #cancel: () => void;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#cancel = options.clock.after(options.intervalMs, () => this.#beat());
  }

  /** Any frame came: the server lives. */
  onFrame(): void {
    this.#unanswered = 0;
  }

  /** Asks right now and gives the server `waitMs` to answer: the network changed, or the page came back. */
  probe(waitMs: number): void {
    this.#cancel();
    this.#ping();
    this.#unanswered = MAX_UNANSWERED_PINGS;
    this.#beatIn(waitMs);
  }

  stop(): void {
    this.#cancel();
  }

  #beat(): void {
    const { intervalMs, onDead } = this.#options;
    if (this.#unanswered >= MAX_UNANSWERED_PINGS) {
      onDead();
      return;
    }
    this.#ping();
    this.#beatIn(this.#unanswered >= MAX_UNANSWERED_PINGS ? intervalMs / 2 : intervalMs);
  }

  #ping(): void {
    this.#unanswered += 1;
    this.#options.sendPing(this.#options.clock.now());
  }

  #beatIn(delayMs: number): void {
    this.#cancel = this.#options.clock.after(delayMs, () => this.#beat());
  }
}
