/**
 * Video: packets with one timestamp are a frame, the last one marked (RFC 6184, section 5.1); a frame needs all of its
 * packets, and all frames back to a key frame. So a missing packet is worth more waiting than in audio: until the frame
 * is due, and beyond that for as long as repairs take (`RepairTime`), never longer than the longest delay. Then the
 * frame and all after it are skipped up to the next key frame, and the source is asked for one.
 */
import type { FrameBytes } from './frame-bytes.ts';
import { Flag, Place } from './packet-ring.ts';
import { NEVER, type Playout, type PlayoutParts } from './playout.ts';
import type { VideoFormat } from './video-format.ts';

export interface VideoParts extends PlayoutParts {
  readonly format: VideoFormat;
  readonly bytes: FrameBytes;
}

type Walk =
  /** All packets of the frame at the head are there. */
  | 'whole'
  /** One is missing, and a later one is there. */
  | 'blocked'
  /** The newest packet belongs to it. */
  | 'open';

const AT_ONCE = Number.NEGATIVE_INFINITY;

export class VideoPlayout implements Playout {
  readonly #parts: VideoParts;
  /** Of the frame at the head: where it begins, how far it has been looked at, what it is. */
  #first = -1;
  #checked = 0;
  #firstHeld = -1;
  #isKey = false;
  /** Its marked packet is there, and all before. */
  #isEnded = false;
  #isClean = false;
  /** Whether the head is where a frame begins. */
  #isAtBoundary = false;
  #isAwaitingKey = true;
  #isLossBefore = false;
  #lastTicks = Number.NEGATIVE_INFINITY;
  wakeAt = NEVER;
  isKeyFrameWanted = false;

  constructor(parts: VideoParts) {
    this.#parts = parts;
  }

  next(at: number): boolean {
    for (;;) {
      const walk = this.#walk();
      this.wakeAt = this.#deadlineOf(walk);
      if (at < this.wakeAt) return false;
      if (walk !== 'whole') this.#giveUp(at);
      else if (this.#isPlayable() && this.#play(at)) return true;
      else this.#skipTo(this.#checked, at);
    }
  }

  #deadlineOf(walk: Walk): number {
    if (walk === 'open') return NEVER;
    if (walk === 'blocked') return this.#giveUpAt();
    return this.#isPlayable() ? this.#parts.schedule.dueOf(this.#firstHeld) : AT_ONCE;
  }

  headDropped(): void {
    this.#isAtBoundary = false;
    this.#miss();
  }

  /** Goes on where it stopped: each packet is looked at once. */
  #walk(): Walk {
    const { ring } = this.#parts;
    if (this.#first !== ring.head) this.#beginAt(ring.head);
    if (this.#isEnded) return 'whole';
    for (; this.#checked < ring.end; this.#checked += 1) {
      const state = ring.stateOf(this.#checked);
      if (state === Place.missing) return ring.firstHeld(this.#checked) === ring.end ? 'open' : 'blocked';
      if (state === Place.held && this.#endsWith(this.#checked)) return 'whole';
    }
    return 'open';
  }

  /** Takes the packet at this place into the frame, unless it is of the next one; true when the frame is whole. */
  #endsWith(place: number): boolean {
    const flags = this.#parts.ring.flagsOf(place);
    if (this.#firstHeld === -1) this.#enter(place, flags);
    else if (this.#isNextFrame(place, flags)) return true;
    if ((flags & Flag.key) !== 0) this.#isKey = true;
    this.#isEnded = (flags & Flag.marked) !== 0;
    if (this.#isEnded) this.#checked += 1;
    return this.#isEnded;
  }

  #beginAt(place: number): void {
    this.#first = place;
    this.#checked = place;
    this.#firstHeld = -1;
    this.#isKey = false;
    this.#isEnded = false;
  }

  #enter(place: number, flags: number): void {
    this.#firstHeld = place;
    const isFresh = (flags & Flag.fresh) !== 0;
    if (isFresh) this.#miss();
    this.#isClean = (flags & Flag.entry) !== 0 || (this.#isAtBoundary && !isFresh);
  }

  #isNextFrame(place: number, flags: number): boolean {
    const { ring } = this.#parts;
    if ((flags & Flag.fresh) === 0) return ring.ticksOf(place) !== ring.ticksOf(this.#firstHeld);
    // The source began anew in the middle of this frame; the rest of it will not come.
    this.#isClean = false;
    return true;
  }

  #isPlayable(): boolean {
    const isLater = this.#parts.ring.ticksOf(this.#firstHeld) > this.#lastTicks;
    return this.#isClean && isLater && (this.#isKey || !this.#isAwaitingKey);
  }

  #giveUpAt(): number {
    const { ring, schedule, repair } = this.#parts;
    const later = ring.firstHeld(this.#checked);
    const place = this.#firstHeld === -1 ? later : this.#firstHeld;
    const repairedBy = Math.min(ring.arrivalOf(later) + repair.waitMs, schedule.lastCallOf(place));
    return Math.max(schedule.dueOf(place), repairedBy);
  }

  #giveUp(at: number): void {
    const { ring, repair } = this.#parts;
    repair.waitedInVain();
    this.#skipTo(ring.firstHeld(this.#checked), at);
    this.#isAtBoundary = false;
  }

  /** Passes the frame at the head, or what there is of it, without playing it. */
  #skipTo(place: number, at: number): void {
    const { ring, counters } = this.#parts;
    const missedAt = place < ring.end ? ring.arrivalOf(place) : at;
    while (ring.head < place) {
      if (ring.stateOf(ring.head) === Place.missing) counters.lost += 1;
      if (ring.passHead(missedAt)) counters.skipped += 1;
    }
    counters.framesSkipped += 1;
    this.#isAtBoundary = true;
    this.#miss();
  }

  #miss(): void {
    this.#isAwaitingKey = true;
    this.#isLossBefore = true;
    this.isKeyFrameWanted = true;
  }

  /** False when the packets do not make a frame. */
  #play(at: number): boolean {
    const { ring, counters, frame, bytes } = this.#parts;
    if (!this.#assemble()) return false;
    frame.timestampTicks = ring.ticksOf(this.#firstHeld);
    frame.data = bytes.data;
    frame.start = bytes.start;
    frame.end = bytes.end;
    frame.isKeyFrame = this.#isKey;
    frame.isAfterLoss = this.#isLossBefore;
    while (ring.head < this.#checked) if (ring.passHead(at)) counters.played += 1;
    counters.framesOut += 1;
    this.#lastTicks = frame.timestampTicks;
    this.#isAtBoundary = true;
    this.#isAwaitingKey = false;
    this.#isLossBefore = false;
    this.isKeyFrameWanted = false;
    return true;
  }

  #assemble(): boolean {
    const { ring, format, bytes } = this.#parts;
    bytes.begin();
    for (let place = this.#firstHeld; place < this.#checked; place += 1) {
      if (ring.stateOf(place) !== Place.held) continue;
      const isFitting = format.append(bytes, ring.bytesOf(place), ring.startOf(place), ring.endOf(place));
      if (!isFitting) return false;
    }
    return format.finish(bytes);
  }
}
