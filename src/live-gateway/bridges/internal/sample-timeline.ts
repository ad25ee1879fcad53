/**
 * Which time of the stream a sample of a transcoder's output is. A transcoder knows no timestamps; it keeps samples in
 * order and loses none. So each piece of input is noted as "samples from this position on are of that time", and a
 * position of the output is looked up.
 *
 * Timestamps are rounded to milliseconds and wander a little; the samples are exact. A run of input goes on by samples
 * as long as its timestamps stay near, and a new one is begun when they do not: after a gap, a jump, or when the
 * source's two clocks have drifted apart.
 */

/** One piece this far off begins a new run. */
const JUMP_MS = 40;
/** So far off on average, over about twenty pieces, too. */
const DRIFT_MS = 8;
const WEIGHT = 0.05;
/** Runs whose output has not come yet; a second of input has fifty pieces at most. */
const MAX_RUNS = 256;

interface Run {
  readonly positionMs: number;
  readonly timestampMs: number;
}

export class SampleTimeline {
  readonly #runs: Run[] = [];
  #positionMs = 0;
  #averageOffMs = 0;

  /** Where the next piece of input will begin. */
  get positionMs(): number {
    return this.#positionMs;
  }

  /** A piece of input of that length and time. */
  note(timestampMs: number, durationMs: number): void {
    const last = this.#runs.at(-1);
    const offMs = last === undefined ? 0 : timestampMs - (last.timestampMs + this.#positionMs - last.positionMs);
    this.#averageOffMs += WEIGHT * (offMs - this.#averageOffMs);
    if (last === undefined || Math.abs(offMs) > JUMP_MS || Math.abs(this.#averageOffMs) > DRIFT_MS) {
      this.#averageOffMs = 0;
      this.#runs.push({ positionMs: this.#positionMs, timestampMs });
      if (this.#runs.length > MAX_RUNS) this.#runs.shift();
    }
    this.#positionMs += durationMs;
  }

  /** The time of that position; positions must not go back. undefined before anything was noted. */
  timeOf(positionMs: number): number | undefined {
    while (this.#runs.length > 1 && (this.#runs[1] as Run).positionMs <= positionMs) this.#runs.shift();
    const run = this.#runs[0];
    return run === undefined ? undefined : run.timestampMs + positionMs - run.positionMs;
  }

  /** The transcoder begins anew. */
  reset(): void {
    this.#runs.length = 0;
    this.#positionMs = 0;
    this.#averageOffMs = 0;
  }
}
