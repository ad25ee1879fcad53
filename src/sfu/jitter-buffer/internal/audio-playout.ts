/**
 * Audio: each packet stands for itself. A missing one is waited for until the next one that is there is due, and longer
 * where repairs come; then it is a gap to conceal. A jump of the timestamp without a loss is silence that was not sent (DTX), and no gap.
 */
import { opusDurationTicks } from './opus.ts';
import { Flag, Place } from './packet-ring.ts';
import { NEVER, type Playout, type PlayoutParts } from './playout.ts';

export class AudioPlayout implements Playout {
  readonly #parts: PlayoutParts;
  #isLossBefore = false;
  /** Where the last packet or gap ended; before the first one nothing can be missing. */
  #expectedTicks = Number.POSITIVE_INFINITY;
  #lastTicks = Number.NEGATIVE_INFINITY;
  wakeAt = NEVER;
  isKeyFrameWanted = false;

  constructor(parts: PlayoutParts) {
    this.#parts = parts;
  }

  next(at: number): boolean {
    const { ring, counters } = this.#parts;
    for (;;) {
      const place = ring.firstHeld(ring.head);
      this.wakeAt = place === ring.end ? NEVER : this.#leavesAt(place);
      if (place === ring.end || at < this.wakeAt) return false;
      this.#passTo(place);
      if (ring.ticksOf(place) > this.#lastTicks) return this.#play(place);
      ring.passHead(at);
      counters.skipped += 1;
    }
  }

  headDropped(): void {
    this.#isLossBefore = true;
  }

  /** When it is due, or when what is missing before it has been waited for long enough. */
  #leavesAt(place: number): number {
    const { ring, schedule, repair } = this.#parts;
    const dueAt = schedule.dueOf(place);
    if (!this.#isMissingBefore(place)) return dueAt;
    return Math.max(dueAt, Math.min(repair.waitUntil(ring.arrivalOf(place)), schedule.lastCallOf(place)));
  }

  #isMissingBefore(place: number): boolean {
    const { ring } = this.#parts;
    for (let before = ring.head; before < place; before += 1) if (ring.stateOf(before) === Place.missing) return true;
    return false;
  }

  #passTo(place: number): void {
    const { ring, counters, repair } = this.#parts;
    if (this.#isMissingBefore(place)) repair.waitedInVain();
    while (ring.head < place) {
      if (ring.stateOf(ring.head) === Place.missing) {
        counters.lost += 1;
        this.#isLossBefore = true;
      }
      ring.passHead(ring.arrivalOf(place));
    }
    if ((ring.flagsOf(place) & Flag.fresh) !== 0) this.#isLossBefore = true;
  }

  #play(place: number): true {
    const { ring, counters, frame } = this.#parts;
    const ticks = ring.ticksOf(place);
    const isGap = this.#isLossBefore && ticks > this.#expectedTicks;
    frame.type = isGap ? 'gap' : 'media';
    frame.isAfterLoss = this.#isLossBefore;
    if (isGap) {
      frame.timestampTicks = this.#expectedTicks;
      frame.durationTicks = ticks - this.#expectedTicks;
      frame.start = 0;
      frame.end = 0;
      this.#expectedTicks = ticks;
      counters.gapsOut += 1;
      return true;
    }
    frame.data = ring.bytesOf(place);
    frame.start = ring.startOf(place);
    frame.end = ring.endOf(place);
    frame.timestampTicks = ticks;
    frame.durationTicks = opusDurationTicks(frame.data, frame.start, frame.end);
    ring.passHead(0);
    this.#isLossBefore = false;
    this.#lastTicks = ticks;
    this.#expectedTicks = ticks + frame.durationTicks;
    counters.played += 1;
    counters.framesOut += 1;
    return true;
  }
}
