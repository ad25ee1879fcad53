/** When a packet's time has come. */
import type { PacketRing } from './packet-ring.ts';
import type { TargetDelay } from './target-delay.ts';

export class Schedule {
  readonly #ring: PacketRing;
  readonly #target: TargetDelay;
  readonly #ticksPerMs: number;
  readonly #maxDelayMs: number;
  /** What was received before the source began anew has no place on the new clock, and leaves at once. */
  flushBefore = 0;
  extraDelayMs = 0;

  constructor(ring: PacketRing, target: TargetDelay, ticksPerMs: number, maxDelayMs: number) {
    this.#ring = ring;
    this.#target = target;
    this.#ticksPerMs = ticksPerMs;
    this.#maxDelayMs = maxDelayMs;
  }

  /** When what is held at this place should leave. */
  dueOf(place: number): number {
    return this.#after(place, this.#target.targetMs, this.#maxDelayMs);
  }

  /** The instant beyond which nothing justifies waiting for what belongs to this place. */
  lastCallOf(place: number): number {
    return this.#after(place, this.#maxDelayMs, this.#maxDelayMs);
  }

  /** Nothing waits longer than the longest delay after its arrival, whatever its timestamp says. */
  #after(place: number, delayMs: number, longestMs: number): number {
    if (place < this.flushBefore) return Number.NEGATIVE_INFINITY;
    const byClock = this.#target.floorMs + this.#ring.ticksOf(place) / this.#ticksPerMs + delayMs;
    return Math.min(byClock, this.#ring.arrivalOf(place) + longestMs) + this.extraDelayMs;
  }
}
