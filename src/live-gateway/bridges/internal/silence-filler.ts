/**
 * Sound without holes: an encoder that counts samples needs each of them. What is missing (packets lost, pauses that an
 * Opus encoder does not send, a muted microphone, a member without one) becomes silence; what would overlap is dropped.
 *
 * While nothing comes, silence follows the stream's clock. It keeps as far behind as sound has come lately, or sound
 * that always comes a little late would find its place taken, be dropped, and be taken for missing for ever.
 */
import type { SoundFrame } from '../audio-transcoder.ts';

/** Silence of each length: CELT, full band (RFC 6716, section 3.1), and the flag that says so (section 4.3). */
const SILENCES = [
  { durationMs: 20, bytes: new Uint8Array([0xf8, 0xff, 0xfe]) },
  { durationMs: 10, bytes: new Uint8Array([0xf0, 0xff, 0xfe]) },
  { durationMs: 5, bytes: new Uint8Array([0xe8, 0xff, 0xfe]) },
  { durationMs: 2.5, bytes: new Uint8Array([0xe0, 0xff, 0xfe]) },
] as const;
const SHORTEST_MS = 2.5;
/** Sound that begins so much off its place goes there nevertheless: timestamps are not that exact. */
const TOLERANCE_MS = 10;
/** A hole of more is a jump of the clock, and not filled. */
const MAX_HOLE_MS = 5000;
/** Silence stays this far behind the latest that sound has come lately, and begins when sound is later by as much again. */
const MARGIN_MS = 60;
const MAX_BEHIND_MS = 1500;
/** How fast the latest is forgotten: a second of delay in a minute. */
const FORGET_MS_PER_FRAME = 0.3;

export class SilenceFiller {
  readonly #write: (frame: SoundFrame) => void;
  /** Where the next sound belongs; NaN before the first. */
  #nextMs = Number.NaN;
  /** How far sound is behind the stream's clock, the latest of it. */
  #behindMs = 0;

  /** @param write takes what is to be encoded, without holes */
  constructor(write: (frame: SoundFrame) => void) {
    this.#write = write;
  }

  /** Sound came when the stream's clock was at `streamMs`. */
  sound(frame: SoundFrame, streamMs: number): void {
    const { timestampMs, durationMs } = frame;
    const lateMs = Math.min(MAX_BEHIND_MS, streamMs - timestampMs);
    // Also of what is dropped below: it moves the silence away from where the next sound belongs.
    this.#behindMs = Math.max(lateMs, this.#behindMs - FORGET_MS_PER_FRAME);
    const holeMs = timestampMs - this.#nextMs;
    if (holeMs < -TOLERANCE_MS && holeMs > -MAX_HOLE_MS) return;
    if (holeMs > TOLERANCE_MS && holeMs < MAX_HOLE_MS) this.#fillUpTo(timestampMs);
    this.#write(frame);
    this.#nextMs = timestampMs + durationMs;
  }

  /** The stream is at this time; called now and then. */
  passed(streamMs: number): void {
    const silentUntilMs = streamMs - this.#behindMs - MARGIN_MS;
    if (!(Math.abs(streamMs - this.#nextMs) <= MAX_HOLE_MS)) this.#nextMs = silentUntilMs;
    if (silentUntilMs - this.#nextMs > MARGIN_MS) this.#fillUpTo(silentUntilMs);
  }

  /** Silence up to this time, to the nearest piece. */
  #fillUpTo(untilMs: number): void {
    for (const { bytes, durationMs } of SILENCES) {
      const slackMs = durationMs === SHORTEST_MS ? SHORTEST_MS / 2 : 0;
      while (this.#nextMs + durationMs <= untilMs + slackMs) {
        this.#write({ bytes, timestampMs: this.#nextMs, durationMs });
        this.#nextMs += durationMs;
      }
    }
  }
}
