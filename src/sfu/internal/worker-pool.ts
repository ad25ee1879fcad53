/** All workers of an engine. Rooms are placed on the least loaded one that runs. */
import { AppError } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ResolvedMediaOptions } from '../media-engine-options.ts';
import { type LiveWorker, WorkerSlot } from './worker-slot.ts';

export class WorkerPool {
  readonly #slots: readonly WorkerSlot[];
  readonly #clock: Clock;

  constructor(options: ResolvedMediaOptions, clock: Clock, onLost: (slot: WorkerSlot) => void) {
    this.#clock = clock;
    this.#slots = Array.from(
      { length: options.workers },
      (_, index) => new WorkerSlot({ index, options, clock, onLost }),
    );
  }

  /** Starts all workers, or none. @throws MediaStartError of the first that failed */
  async open(): Promise<void> {
    const outcomes = await Promise.allSettled(this.#slots.map((slot) => slot.open()));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed === undefined) return;
    await this.close();
    throw failed.reason;
  }

  /** The worker for a new room; it counts as a little busier from now on. @throws AppError mediaUnavailable */
  place(): { slot: WorkerSlot; worker: LiveWorker } {
    const now = this.#clock.now();
    let best: { slot: WorkerSlot; worker: LiveWorker; score: number } | undefined;
    for (const slot of this.#slots) {
      const { live: worker } = slot;
      if (worker === undefined) continue;
      const score = slot.load.score(now);
      if (best === undefined || score < best.score) best = { slot, worker, score };
    }
    if (best === undefined) throw new AppError('mediaUnavailable');
    best.slot.load.assigned(now);
    return best;
  }

  /** Process ids of the workers that run. */
  pids(): readonly number[] {
    return this.#slots.flatMap(({ live }) => (live === undefined ? [] : [live.worker.pid]));
  }

  /** Ends all workers; resolves when their processes are gone. Idempotent. */
  async close(): Promise<void> {
    await Promise.all(this.#slots.map((slot) => slot.close()));
  }
}
