/**
 * Sound without holes: an encoder that counts samples needs each of them. What is missing (packets lost, pauses that an
 * Opus encoder does not send, a muted microphone, a member without one) becomes silence; what would overlap is dropped.
 *
 * While nothing comes, silence follows the stream's clock at some distance, so that sound that is only late still fits.
 */
import type { SoundFrame } from '../audio-transcoder.ts';

/** 20 ms of silence: CELT, full band, and the flag that says so (RFC 6716, section 4.3). */
const SILENCE = new Uint8Array([0xf8, 0xff, 0xfe]);
const SILENCE_MS = 20;
/** Sound that begins so much off its place goes there nevertheless: timestamps are not that exact. */
const TOLERANCE_MS = 10;
/** A hole of more is a jump of the clock, and not filled. */
const MAX_HOLE_MS = 5000;
/** Silence stays so far behind the stream's clock, and begins when sound is later than this. */
const BEHIND_MS = 120;
const LATE_MS = 240;

export class SilenceFiller {
  readonly #write: (frame: SoundFrame) => void;
  /** Where the next sound belongs; NaN before the first. */
  #nextMs = Number.NaN;

  /** @param write takes what is to be encoded, without holes */
  constructor(write: (frame: SoundFrame) => void) {
    this.#write = write;
  }

  /** Sound came. */
  sound(frame: SoundFrame): void {
    const { timestampMs, durationMs } = frame;
    const holeMs = timestampMs - this.#nextMs;
    if (holeMs < -TOLERANCE_MS && holeMs > -MAX_HOLE_MS) return;
    if (holeMs < MAX_HOLE_MS) this.#fillUpTo(timestampMs - TOLERANCE_MS);
    this.#write(frame);
    this.#nextMs = timestampMs + durationMs;
  }

  /** The stream is at this time; called now and then. */
  passed(streamMs: number): void {
    if (Number.isNaN(this.#nextMs) || Math.abs(streamMs - this.#nextMs) > MAX_HOLE_MS)
      this.#nextMs = streamMs - BEHIND_MS;
    if (streamMs - this.#nextMs > LATE_MS) this.#fillUpTo(streamMs - BEHIND_MS - SILENCE_MS);
  }

  /** Silence in whole pieces, the last one begins before this time. */
  #fillUpTo(untilMs: number): void {
    while (this.#nextMs < untilMs) {
      this.#write({ bytes: SILENCE, timestampMs: this.#nextMs, durationMs: SILENCE_MS });
      this.#nextMs += SILENCE_MS;
    }
  }
}
