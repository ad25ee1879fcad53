/**
 * Keeps a fixed number of messages in flight to a group: one is in flight until every member has it. Says what was
 * delivered, so that speed is never counted for what did not arrive.
 */

/** More than any window, so that a message's counter is free again before its number comes round. */
const RING = 1024;
const DRAIN_TIMEOUT_MS = 5_000;

export interface ClosedLoopOptions {
  readonly members: number;
  /** Messages in flight, at most `RING / 2`. */
  readonly window: number;
  /** Sends that many messages in one write. */
  readonly send: (count: number) => void;
  /** How long to wait at the end for what is in flight. Default 5 s. */
  readonly drainTimeoutMs?: number;
}

export interface LoopOutcome {
  /** Messages sent, and copies of them that arrived. */
  readonly sent: number;
  readonly delivered: number;
  readonly elapsedMs: number;
}

export class ClosedLoop {
  readonly #options: ClosedLoopOptions;
  readonly #copies = new Uint16Array(RING);
  #sent = 0;
  #complete = 0;
  #delivered = 0;
  #running = false;
  #refillPending = false;
  #onDrained: (() => void) | undefined;

  constructor(options: ClosedLoopOptions) {
    this.#options = options;
  }

  /** A member received the messages numbered `first` to `last`. Each member receives each of them once. */
  received(first: number, last: number): void {
    const { members } = this.#options;
    for (let number = first; number <= last; number += 1) {
      const slot = number % RING;
      const copies = (this.#copies[slot] ?? 0) + 1;
      this.#copies[slot] = copies === members ? 0 : copies;
      if (copies === members) this.#complete += 1;
    }
    this.#delivered += last - first + 1;
    if (this.#complete === this.#sent && !this.#running) this.#onDrained?.();
    else if (this.#sent - this.#complete < this.#options.window) this.#refillSoon();
  }

  /** Runs for that long, then waits until what is in flight has arrived (or will not: bounded). */
  async run(durationMs: number): Promise<LoopOutcome> {
    this.#sent = 0;
    this.#complete = 0;
    this.#delivered = 0;
    this.#running = true;
    const startedAt = performance.now();
    this.#refill();
    await new Promise((resolve) => setTimeout(resolve, durationMs));
    this.#running = false;
    await this.#drained();
    return { sent: this.#sent, delivered: this.#delivered, elapsedMs: performance.now() - startedAt };
  }

  #drained(): Promise<void> {
    if (this.#complete === this.#sent) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#onDrained?.(), this.#options.drainTimeoutMs ?? DRAIN_TIMEOUT_MS);
      this.#onDrained = () => {
        clearTimeout(timer);
        this.#onDrained = undefined;
        resolve();
      };
    });
  }

  /** After the current read was handled to its end: messages that became complete together are followed together. */
  #refillSoon(): void {
    if (this.#refillPending || !this.#running) return;
    this.#refillPending = true;
    queueMicrotask(() => {
      this.#refillPending = false;
      this.#refill();
    });
  }

  #refill(): void {
    const count = this.#options.window - (this.#sent - this.#complete);
    if (!this.#running || count <= 0) return;
    this.#sent += count;
    this.#options.send(count);
  }
}
