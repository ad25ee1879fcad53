/**
 * Lip synchronisation: holds the earlier of two streams of one source back until both show the same instant.
 *
 * Their RTP clocks have nothing in common, but each sender report says which time of the source's one wall clock a
 * timestamp is. A buffer knows when it lets a timestamp go; so each stream has a distance between being captured and
 * leaving, and the shorter one is made as long as the other. The source's wall clock is wrong by an unknown amount;
 * it is the same in both, and cancels out.
 *
 * The naive way, starting both streams at the same instant, is off by whatever their first packets were delayed, and
 * drifts apart with every change of either delay.
 */
import type { JitterBuffer } from './jitter-buffer.ts';
import type { SenderReport } from './sender-report.ts';

export interface SyncedStream {
  readonly buffer: JitterBuffer;
  readonly clockRateHz: number;
}

export interface AvSyncStats {
  /** What the two would be apart without the alignment: positive when the video is behind. Null until both reported. */
  readonly skewMs: number | null;
  /** Reports that contradicted the ones before, and were not confirmed by the next. */
  readonly reportsDoubted: number;
}

/** A report further off than this is believed only when the next one agrees. */
const DOUBT_MS = 500;
const NOTHING = Number.NaN;

/** Which wall-clock time tick 0 of a stream is. */
class CaptureClock {
  readonly #stream: SyncedStream;
  #originMs = NOTHING;
  #doubtedMs = NOTHING;

  constructor(stream: SyncedStream) {
    this.#stream = stream;
  }

  /** False when the report is doubted. */
  report({ ntpMs, rtpTimestamp }: SenderReport): boolean {
    const { buffer, clockRateHz } = this.#stream;
    const originMs = ntpMs - (buffer.extendTimestamp(rtpTimestamp) * 1000) / clockRateHz;
    const contradicts = Math.abs(originMs - this.#originMs) > DOUBT_MS;
    if (contradicts && !(Math.abs(originMs - this.#doubtedMs) <= DOUBT_MS)) {
      this.#doubtedMs = originMs;
      return false;
    }
    this.#originMs = originMs;
    this.#doubtedMs = NOTHING;
    return true;
  }

  /** From capture to leaving, by two clocks; NaN while either is unknown. */
  get delayMs(): number {
    return (this.#stream.buffer.playoutOriginMs ?? NOTHING) - this.#originMs;
  }
}

export class AvSync {
  readonly #audio: SyncedStream;
  readonly #video: SyncedStream;
  readonly #audioClock: CaptureClock;
  readonly #videoClock: CaptureClock;
  readonly #maxHoldMs: number;
  #skewMs: number | null = null;
  #reportsDoubted = 0;

  /** @param maxHoldMs the earlier stream is held back by so much at most */
  constructor(audio: SyncedStream, video: SyncedStream, maxHoldMs: number) {
    this.#audio = audio;
    this.#video = video;
    this.#audioClock = new CaptureClock(audio);
    this.#videoClock = new CaptureClock(video);
    this.#maxHoldMs = maxHoldMs;
  }

  /** Takes a report of the audio or the video; after packets of that stream have been pushed. */
  report(medium: 'audio' | 'video', report: SenderReport): void {
    const clock = medium === 'audio' ? this.#audioClock : this.#videoClock;
    if (!clock.report(report)) this.#reportsDoubted += 1;
    this.align();
  }

  /** Holds the earlier stream back anew. To be called when a target may have moved: ten times a second is enough. O(1). */
  align(): void {
    const skewMs = this.#videoClock.delayMs - this.#audioClock.delayMs;
    if (Number.isNaN(skewMs)) return;
    this.#skewMs = skewMs;
    this.#audio.buffer.setExtraDelay(Math.min(this.#maxHoldMs, skewMs));
    this.#video.buffer.setExtraDelay(Math.min(this.#maxHoldMs, -skewMs));
  }

  stats(): AvSyncStats {
    return { skewMs: this.#skewMs, reportsDoubted: this.#reportsDoubted };
  }
}
