/**
 * Keeps the time of a stream growing, whatever its sources do: another source begins at another time, an encoder starts
 * again from zero, a bad clock jumps. Watchers see one clock that never goes back and never leaps.
 */
import type { LiveFrameKind } from '../live-frame.ts';

/** From the last frame of one source to the first of the next. */
const STEP_MS = 20;
/** A medium going back by less is the unevenness of an encoder, and is flattened; by more is another clock. */
const UNEVEN_MS = 1000;
/**
 * Going ahead of the time that has really passed by more is another clock, and so is being further behind the other medium.
 * By less, one medium is late: its encoder is slower, or the machine is busy. Were that taken for another clock, each of its
 * frames would push the clock ahead of the other medium, whose next frame would find it ahead, and so on.
 */
const LEAP_MS = 10_000;

type MediumKind = Exclude<LiveFrameKind, 'metadata'>;

export class StreamClock {
  #offsetMs = 0;
  #isFirst = true;
  #hasRun = false;
  #lastMs = 0;
  #lastAtMs = 0;
  readonly #lastByKind: Record<MediumKind, number> = { audio: 0, video: 0 };

  /** The time of the latest frame; 0 before the first. */
  get lastMs(): number {
    return this.#lastMs;
  }

  /** Another source: its first frame follows what was. */
  restart(): void {
    this.#isFirst = true;
  }

  /** The stream's time for a frame with the source's `timestampMs` that came at `nowMs`. */
  map(kind: MediumKind, timestampMs: number, nowMs: number): number {
    if (this.#isFirst) {
      this.#isFirst = false;
      this.#offsetMs = this.#hasRun ? this.#lastMs + STEP_MS - timestampMs : 0;
    }
    let mapped = timestampMs + this.#offsetMs;
    if (this.#hasRun && this.#isAnotherClock(kind, mapped, nowMs)) {
      this.#offsetMs += this.#lastMs + STEP_MS - mapped;
      mapped = this.#lastMs + STEP_MS;
    }
    mapped = Math.max(mapped, this.#lastByKind[kind]);
    this.#hasRun = true;
    this.#lastByKind[kind] = mapped;
    this.#lastMs = Math.max(this.#lastMs, mapped);
    this.#lastAtMs = nowMs;
    return mapped;
  }

  #isAnotherClock(kind: MediumKind, mapped: number, nowMs: number): boolean {
    const passedMs = Math.max(0, nowMs - this.#lastAtMs);
    const isBack = mapped < this.#lastByKind[kind] - UNEVEN_MS || mapped < this.#lastMs - LEAP_MS;
    return isBack || mapped > this.#lastMs + passedMs + LEAP_MS;
  }
}
