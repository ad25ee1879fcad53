/**
 * Jitter buffer: RTP packets go in as they come, whole frames come out in order and in time.
 *
 * **The problem.** What a camera sends at an even pace arrives uneven: packets overtake each other, wait in queues and
 * come in a bunch, get lost and are sent again a round trip later. A player of RTMP or FLV knows nothing of that. It
 * wants frames in order, complete, at the pace of their timestamps, and as soon as possible.
 *
 * **The naive way** is to sort packets by sequence number and to let them out a fixed time after their timestamp.
 *
 * **Why it fails.** A fixed delay is wrong twice: on a quiet network it is felt in every answer, in a bad minute it is
 * too short and a packet in ten comes late. It is anchored at the first packet, which may have been a slow one, and the
 * clocks of source and server part by tens of milliseconds an hour. Sorting by a 16-bit number fails every 65 536
 * packets, and whenever a source begins anew. A lost packet blocks the line for ever, or, passed over, leaves H.264
 * with a frame that decodes to grey for seconds.
 *
 * **Ours.** Sequence numbers become places, timestamps one time line (`internal/sequence.ts`, `timeline.ts`), so that
 * wraps, restarts and clock jumps end there. The delay is measured (`target-delay.ts`): over the fastest packet of the
 * last seconds, a quantile of what the others took longer, with forgetting; up at once, down slowly, within bounds, and
 * steered until the share that is late is the one that is meant. A single stall makes late what it held back, once, and
 * nobody else wait. Where a network never changes this is no better than the best fixed delay, and nothing can be: who
 * waits now longer, now shorter for the same kind of lags loses more in the short times than he saves in the long ones.
 * A missing packet is waited for inside that delay, and beyond it for as long as repairs have been seen to take
 * (`repair-time.ts`): only those behind the gap wait then, where a longer target would make all wait always.
 * In a stall sound gives nothing up, as what was sent again is held up as well.
 * When the time is over, audio reports a gap to conceal; video skips to the next frame that can be decoded alone and asks
 * for one (`audio-playout.ts`, `video-playout.ts`). Audio and video meet by their sender reports (`av-sync.ts`).
 *
 * The class knows no clock: instants come in, `wakeAt` goes out. Hot path: it is fixed arrays and reused objects, a
 * packet costs well under a microsecond and leaves almost nothing to collect (`bench/micro/jitter-buffer.ts`). The rules are in SPEC.md.
 */
import { assert } from '../../shared/assert.ts';
import { type InstantMs, instantMs } from '../../shared/ids.ts';
import { AudioPlayout } from './internal/audio-playout.ts';
import { FrameBytes } from './internal/frame-bytes.ts';
import { h264Format } from './internal/h264-format.ts';
import { opusDurationTicks } from './internal/opus.ts';
import { Flag, PacketRing, Place } from './internal/packet-ring.ts';
import { createFrameSlot, type FrameSlot, NEVER, type Playout } from './internal/playout.ts';
import { AUDIO_REPAIR, RepairTime, VIDEO_REPAIR } from './internal/repair-time.ts';
import { RtpHeader } from './internal/rtp-header.ts';
import { RtpJitter } from './internal/rtp-jitter.ts';
import { Schedule } from './internal/schedule.ts';
import { Sequence } from './internal/sequence.ts';
import { TargetDelay } from './internal/target-delay.ts';
import { Timeline } from './internal/timeline.ts';
import type { VideoFormat } from './internal/video-format.ts';
import { VideoPlayout } from './internal/video-playout.ts';
import { vp8Format } from './internal/vp8-format.ts';
import type { JitterBufferOptions, JitterCodec, JitterCounters, JitterStats, Popped } from './jitter-buffer-types.ts';

const MIN_PACKETS = 16;
/** Lengths and offsets inside a packet have 16 bits. */
const LARGEST_PACKET = 65_535;
/** The source's clock may be off by the longest delay and this much before it counts as a jump. */
const JUMP_MS = 1000;

/** Settings for a live stream; to be spread and changed. The buffer of a video holds four seconds of 6 Mbit/s. */
export function defaultJitterOptions(codec: JitterCodec): JitterBufferOptions {
  const isAudio = codec === 'opus';
  return {
    codec,
    clockRateHz: isAudio ? 48_000 : 90_000,
    minDelayMs: 8,
    maxDelayMs: 1000,
    targetQuantile: 0.99,
    forgetFactor: 0.99,
    shrinkMsPerS: 100,
    maxPackets: isAudio ? 512 : 2048,
    maxPacketBytes: 1600,
    keyFrameRetryMs: 500,
  };
}

export class JitterBuffer {
  readonly #options: JitterBufferOptions;
  readonly #ticksPerMs: number;
  readonly #format: VideoFormat | null;
  readonly #header = new RtpHeader();
  readonly #sequence: Sequence;
  readonly #timeline: Timeline;
  readonly #target: TargetDelay;
  readonly #ring: PacketRing;
  readonly #schedule: Schedule;
  readonly #jitter = new RtpJitter();
  readonly #repair: RepairTime;
  readonly #playout: Playout;
  readonly #counters: JitterCounters = createCounters();
  readonly #frame: FrameSlot = createFrameSlot();
  readonly #popped: { -readonly [Key in keyof Popped]: Popped[Key] };
  /** Where the stream began; it may turn out to be earlier as long as nothing has been passed. */
  #origin = 0;
  #doubtful: Uint8Array | null = null;
  #doubtfulAt = 0;
  #now = Number.NEGATIVE_INFINITY;
  #askAgainAt = Number.NEGATIVE_INFINITY;
  #newestTicks = 0;
  #isNewestMarked = false;

  /** Options out of bounds are a bug of the caller. */
  constructor(options: JitterBufferOptions) {
    assertOptions(options);
    const { codec, clockRateHz, maxDelayMs, maxPackets, maxPacketBytes } = options;
    this.#options = options;
    this.#ticksPerMs = clockRateHz / 1000;
    this.#sequence = new Sequence(maxPackets);
    this.#timeline = new Timeline(this.#ticksPerMs, maxDelayMs + JUMP_MS);
    this.#target = new TargetDelay(options);
    this.#ring = new PacketRing(maxPackets);
    this.#schedule = new Schedule(this.#ring, this.#target, this.#ticksPerMs, maxDelayMs);
    this.#repair = new RepairTime(codec === 'opus' ? AUDIO_REPAIR : VIDEO_REPAIR);
    const parts = {
      ring: this.#ring,
      schedule: this.#schedule,
      repair: this.#repair,
      counters: this.#counters,
      frame: this.#frame,
    };
    this.#format = codec === 'opus' ? null : codec === 'h264' ? h264Format : vp8Format;
    const bytes = new FrameBytes(maxPackets * maxPacketBytes);
    this.#playout =
      this.#format === null ? new AudioPlayout(parts) : new VideoPlayout({ ...parts, format: this.#format, bytes });
    this.#popped = { frame: null, wakeAt: null, isKeyFrameWanted: false };
  }

  /**
   * Takes one RTP packet that arrived at this instant. Keeps the bytes until the frame has left: they must not change.
   * Never throws; whatever cannot be used is counted. Instants do not go back: an earlier one counts as the latest.
   * Amortised O(1).
   */
  push(packet: Uint8Array, at: InstantMs): void {
    this.#counters.received += 1;
    this.#now = Math.max(this.#now, at);
    if (packet.length > this.#options.maxPacketBytes || !this.#header.read(packet)) {
      this.#counters.malformed += 1;
      return;
    }
    this.#repair.noteArrival(this.#now);
    const { sequence, ssrc } = this.#header;
    const located = this.#sequence.locate(sequence, ssrc);
    if (located === 'confirmed') this.#restart(packet, sequence, ssrc);
    else {
      this.#forgetDoubtful();
      if (located === 'placed') this.#accept(packet, this.#now, 0);
      else this.#doubt(packet);
    }
  }

  /**
   * The next frame that is due at this instant, or when to ask again. The answer is one object, reused, as is its frame.
   * Amortised O(1) a packet.
   */
  pop(at: InstantMs): Popped {
    this.#now = Math.max(this.#now, at);
    const popped = this.#popped;
    const hasFrame = this.#playout.next(this.#now);
    popped.frame = hasFrame ? this.#frame : null;
    const { wakeAt } = this.#playout;
    popped.wakeAt = hasFrame || wakeAt === NEVER ? null : instantMs(wakeAt);
    popped.isKeyFrameWanted = this.#askForKeyFrame();
    return popped;
  }

  /** Holds everything so much longer; for alignment with another stream. */
  setExtraDelay(extraDelayMs: number): void {
    this.#schedule.extraDelayMs = Math.max(0, extraDelayMs);
  }

  /**
   * The instant at which tick 0 of the frames' time line leaves, extra delay aside; `undefined` before the first packet.
   * A frame of `t` ticks leaves `t` / clock rate later.
   */
  get playoutOriginMs(): number | undefined {
    const { floorMs, targetMs } = this.#target;
    return Number.isNaN(floorMs) ? undefined : floorMs + targetMs;
  }

  /** A timestamp of 32 bits, as in a sender report, on the time line of the frames. */
  extendTimestamp(rtpTimestamp: number): number {
    return this.#timeline.extend(rtpTimestamp);
  }

  /** How the buffer is doing, as of now. */
  stats(): JitterStats {
    const ring = this.#ring;
    const oldest = ring.firstHeld(ring.head);
    const depthTicks = oldest === ring.end ? 0 : ring.ticksOf(ring.end - 1) - ring.ticksOf(oldest);
    return {
      ...this.#counters,
      heldPackets: ring.held + (this.#doubtful === null ? 0 : 1),
      depthMs: Math.max(0, depthTicks / this.#ticksPerMs),
      targetMs: this.#target.targetMs,
      extraDelayMs: this.#schedule.extraDelayMs,
      jitterMs: this.#jitter.jitterTicks / this.#ticksPerMs,
      repairMs: this.#repair.waitMs,
    };
  }

  #askForKeyFrame(): boolean {
    if (!this.#playout.isKeyFrameWanted) return false;
    this.#playout.isKeyFrameWanted = false;
    if (this.#now < this.#askAgainAt) return false;
    this.#askAgainAt = this.#now + this.#options.keyFrameRetryMs;
    this.#counters.keyFramesWanted += 1;
    return true;
  }

  #forgetDoubtful(): void {
    if (this.#doubtful !== null) this.#counters.strays += 1;
    this.#doubtful = null;
  }

  #doubt(packet: Uint8Array): void {
    this.#doubtful = packet;
    this.#doubtfulAt = this.#now;
  }

  /** The source began anew with the doubtful packet, and this one follows on it. */
  #restart(packet: Uint8Array, sequence: number, ssrc: number): void {
    const first = this.#doubtful;
    assert(first !== null, 'what is confirmed was doubtful before');
    this.#doubtful = null;
    this.#counters.restarts += 1;
    this.#sequence.restart((sequence - 1) & 0xffff, ssrc);
    this.#locateAgain(first);
    this.#accept(first, this.#doubtfulAt, Flag.fresh);
    this.#locateAgain(packet);
    this.#accept(packet, this.#now, 0);
  }

  #locateAgain(packet: Uint8Array): void {
    this.#header.read(packet);
    this.#sequence.locate(this.#header.sequence, this.#header.ssrc);
  }

  /** The packet is where the header and the sequence's place say. */
  #accept(packet: Uint8Array, at: number, fresh: number): void {
    const { place } = this.#sequence;
    const { start, end, isMarked } = this.#header;
    const isPadding = start === end;
    const flags = isPadding ? 0 : this.#classify(packet, start, end);
    if (flags === -1) {
      this.#counters.malformed += 1;
      return;
    }
    if (this.#isPassed(place)) return;
    const isNewest = place >= this.#ring.end;
    this.#makeRoomFor(place, at);
    if (!isNewest) this.#noteRecovered(place, at);
    // Padding repeats some older timestamp.
    if (!isPadding || fresh !== 0) this.#mapTime(at, isNewest, fresh !== 0);
    const { ticks } = this.#timeline;
    const marked = isMarked ? Flag.marked : 0;
    this.#ring.put(place, ticks, at, flags | marked | fresh, packet, start, end);
    if (isPadding) this.#counters.padding += 1;
    else this.#measure(ticks, at, isNewest);
  }

  #classify(packet: Uint8Array, start: number, end: number): number {
    if (this.#format !== null) return this.#format.classify(packet, start, end);
    return opusDurationTicks(packet, start, end) === 0 ? -1 : 0;
  }

  /** Counts what cannot be kept because its place is taken or behind the head. */
  #isPassed(place: number): boolean {
    const ring = this.#ring;
    if (ring.end === 0) {
      ring.startAt(place);
      this.#origin = place;
    }
    const state = ring.stateOf(place);
    if (place >= ring.head) {
      if (state !== Place.missing) this.#counters.duplicates += 1;
      return state !== Place.missing;
    }
    if (ring.head === this.#origin && ring.end - place <= ring.capacity) {
      ring.startAt(place);
      this.#origin = place;
      return false;
    }
    if (state === Place.done) {
      this.#counters.duplicates += 1;
      return true;
    }
    if (state === Place.givenUp) this.#repair.came(this.#now - ring.arrivalOf(place));
    this.#noteLate(place);
    return true;
  }

  #noteLate(place: number): void {
    this.#counters.late += 1;
    if (place < this.#schedule.flushBefore) return;
    if (this.#ring.stateOf(place) === Place.givenUp) this.#ring.markDone(place);
    this.#counters.overdue += 1;
  }

  #makeRoomFor(place: number, at: number): void {
    const ring = this.#ring;
    if (place < ring.head + ring.capacity) return;
    while (place >= ring.head + ring.capacity) {
      if (ring.stateOf(ring.head) === Place.missing) this.#counters.lost += 1;
      if (ring.passHead(at)) this.#counters.overflowed += 1;
    }
    this.#playout.headDropped(at);
  }

  #noteRecovered(place: number, at: number): void {
    this.#counters.recovered += 1;
    const later = this.#ring.firstHeld(place + 1);
    if (later < this.#ring.end) this.#repair.came(at - this.#ring.arrivalOf(later));
  }

  /** Puts the packet on the time line, and lets go of the old clock when there is a new one. */
  #mapTime(at: number, isNewest: boolean, isFresh: boolean): void {
    const { timestamp } = this.#header;
    if (isFresh) this.#timeline.rebase(timestamp, at);
    else if (!this.#timeline.map(timestamp, at, isNewest, this.#target.floorMs)) return;
    else this.#counters.clockJumps += 1;
    this.#target.restart();
    this.#schedule.flushBefore = this.#sequence.place;
  }

  /**
   * Of video the lag of a frame counts, which is that of its last packet: the marked one, or one that was missing. Without
   * marks the first packet of each frame has to do.
   */
  #measure(ticks: number, at: number, isNewest: boolean): void {
    // What was overtaken or sent again is waited for at its gap, by those behind it alone: a target would make all wait.
    if (!isNewest) return;
    const isUnmarkedStart = !this.#isNewestMarked && ticks !== this.#newestTicks;
    this.#newestTicks = ticks;
    this.#isNewestMarked = this.#header.isMarked;
    this.#jitter.note(ticks, at * this.#ticksPerMs);
    const isLast = this.#format === null || this.#header.isMarked;
    if (isLast || isUnmarkedStart || Number.isNaN(this.#target.floorMs)) this.#observe(ticks, at);
  }

  #observe(ticks: number, at: number): void {
    if (this.#target.observe(at - ticks / this.#ticksPerMs, at)) this.#counters.overdue += 1;
  }
}

function assertOptions(options: JitterBufferOptions): void {
  const { codec, clockRateHz, minDelayMs, maxDelayMs, targetQuantile, forgetFactor, maxPackets } = options;
  assert(clockRateHz >= 1000 && (codec !== 'opus' || clockRateHz === 48_000), 'the RTP clock fits the codec');
  assert(minDelayMs >= 0 && minDelayMs <= maxDelayMs && maxDelayMs <= 60_000, '0 <= minDelayMs <= maxDelayMs <= 60 s');
  assert(targetQuantile > 0 && targetQuantile < 1, 'targetQuantile is a share');
  assert(forgetFactor > 0 && forgetFactor < 1, 'forgetFactor is between 0 and 1');
  assert(maxPackets >= MIN_PACKETS && (maxPackets & (maxPackets - 1)) === 0, 'maxPackets is a power of two');
  assert(options.maxPacketBytes <= LARGEST_PACKET, 'packets fit their lengths');
  assert(options.shrinkMsPerS > 0 && options.keyFrameRetryMs > 0, 'rates and pauses are positive');
}

function createCounters(): JitterCounters {
  return {
    received: 0,
    played: 0,
    skipped: 0,
    late: 0,
    duplicates: 0,
    padding: 0,
    malformed: 0,
    strays: 0,
    overflowed: 0,
    lost: 0,
    recovered: 0,
    overdue: 0,
    framesOut: 0,
    gapsOut: 0,
    framesSkipped: 0,
    keyFramesWanted: 0,
    restarts: 0,
    clockJumps: 0,
  };
}
