/**
 * How busy a worker is, as one number; rooms go where it is smallest. Measured processor time alone lags behind: a
 * hundred joins within a second would all land on the worker that was idle a second ago. So what was just placed
 * counts for itself until it shows in the measurement (Jitsi's "augmented stress"), and open media count a little for
 * what they may do when everybody speaks at once. Pure: time comes in.
 */

/** Weight of each kind of object against `CAPACITY`, by what one costs a worker per second. */
const WEIGHT = { audioConsumer: 0.25, videoConsumer: 1, producer: 2, dataConsumer: 0.1 } as const;
export type LoadKind = keyof typeof WEIGHT;

/** Video consumers that fill one core. */
const CAPACITY = 500;
/** Share of the open-media estimate beside the measurement. */
const MEDIA_SHARE = 0.5;
/** What a room just placed is expected to take of a core. */
const PENALTY = 0.05;
/** Time in which the expectation halves. */
const PENALTY_HALF_LIFE_MS = 10_000;
/** Weight of the newest measurement. */
const CPU_ALPHA = 0.3;

export class WorkerLoad {
  #cpu = 0;
  #media = 0;
  #penalty = 0;
  #penaltyAtMs = 0;
  #last: { cpuMs: number; atMs: number } | undefined;

  /** Takes a reading of the process's total processor time. */
  sampleCpu(cpuMs: number, atMs: number): void {
    const last = this.#last;
    this.#last = { cpuMs, atMs };
    if (last === undefined || atMs <= last.atMs) return;
    const share = Math.max(0, (cpuMs - last.cpuMs) / (atMs - last.atMs));
    this.#cpu += CPU_ALPHA * (share - this.#cpu);
  }

  /** An object was opened (`count` 1) or closed (-1). */
  change(kind: LoadKind, count: 1 | -1): void {
    this.#media = Math.max(0, this.#media + count * WEIGHT[kind]);
  }

  /** A room was placed here. */
  assigned(atMs: number): void {
    this.#penalty = this.#penaltyAt(atMs) + PENALTY;
    this.#penaltyAtMs = atMs;
  }

  /** 0 = idle, about 1 = full. */
  score(atMs: number): number {
    return this.#cpu + (this.#media / CAPACITY) * MEDIA_SHARE + this.#penaltyAt(atMs);
  }

  #penaltyAt(atMs: number): number {
    return this.#penalty * 0.5 ** (Math.max(0, atMs - this.#penaltyAtMs) / PENALTY_HALF_LIFE_MS);
  }
}
