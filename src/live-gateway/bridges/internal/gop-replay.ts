/**
 * Key frames on demand from a source that cannot be asked for one.
 *
 * **The problem.** Who joins a call, or has lost too much, needs a key frame to begin with. A pusher over RTMP makes one
 * when it likes, every two to five seconds, and nobody can tell it to hurry.
 *
 * **The naive ways.** Wait for the next one: seconds of black. Send the last key frame again: what follows refers to
 * frames that the newcomer does not have. Decode and encode: a core per pusher.
 *
 * **Ours.** Send the whole group of pictures so far again, the last key frame and all that followed, in one go, with
 * timestamps squeezed between the last frame and the next one. Every decoder that takes it ends in the same state as
 * one that took the stream, so the next frame fits for everybody; those who needed nothing decode a second of pictures
 * of which they show at most one. The price is bandwidth, so it is bounded: in bytes and frames of a group (longer ones
 * wait for their next key frame), in pauses between two (requests in between share the next), and in number a minute;
 * and a key frame that is due soon is waited for.
 */

export interface ReplayFrame {
  readonly timestampMs: number;
  readonly isKeyFrame: boolean;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const MAX_GROUP_BYTES = 1024 * 1024;
const MAX_GROUP_FRAMES = 300;
const PAUSE_MS = 700;
const MINUTE_MS = 60_000;
const MAX_PER_MINUTE = 12;
/** A key frame due within this time is waited for. */
const SOON_MS = 400;
const MIN_INTERVAL_MS = 10;
const MAX_INTERVAL_MS = 100;
const DEFAULT_INTERVAL_MS = 33;
/** The next frame may come a little early. */
const SQUEEZE = 0.8;

export class GopReplay {
  #group: ReplayFrame[] = [];
  #bytes = 0;
  #isTooLong = true;
  #groupMs = 0;
  #intervalMs = DEFAULT_INTERVAL_MS;
  #replayedAt: number[] = [];

  /** A frame of the stream, in order. */
  push(frame: ReplayFrame): void {
    const last = this.#group.at(-1);
    if (last !== undefined) {
      const intervalMs = frame.timestampMs - last.timestampMs;
      this.#intervalMs = Math.min(MAX_INTERVAL_MS, Math.max(MIN_INTERVAL_MS, intervalMs));
    }
    if (frame.isKeyFrame) {
      this.#groupMs = frame.timestampMs - (this.#group[0]?.timestampMs ?? frame.timestampMs);
      this.#group = [];
      this.#bytes = 0;
      this.#isTooLong = false;
    }
    if (this.#isTooLong) return;
    this.#group.push(frame);
    this.#bytes += frame.bytes.length;
    if (this.#bytes <= MAX_GROUP_BYTES && this.#group.length <= MAX_GROUP_FRAMES) return;
    this.#isTooLong = true;
    this.#group = this.#group.slice(0, 1);
    this.#bytes = 0;
  }

  /** How long until a replay may be made for a request of now; undefined when the next key frame is to be waited for. */
  delayMs(at: number): number | undefined {
    const [key] = this.#group;
    const last = this.#group.at(-1);
    if (key === undefined || last === undefined || this.#isTooLong) return undefined;
    const dueMs = key.timestampMs + this.#groupMs - last.timestampMs;
    if (this.#groupMs > 0 && dueMs >= 0 && dueMs < SOON_MS) return undefined;
    this.#replayedAt = this.#replayedAt.filter((earlier) => at - earlier < MINUTE_MS);
    const [oldest = at] = this.#replayedAt;
    if (this.#replayedAt.length >= MAX_PER_MINUTE) return oldest + MINUTE_MS - at;
    return Math.max(0, (this.#replayedAt.at(-1) ?? Number.NEGATIVE_INFINITY) + PAUSE_MS - at);
  }

  /** The group so far, to be sent now, before the next frame. @param at when it was asked for; null = unasked, not counted */
  replay(at: number | null): readonly ReplayFrame[] {
    const last = this.#group.at(-1);
    if (last === undefined || this.#isTooLong) return [];
    if (at !== null) this.#replayedAt.push(at);
    const stepMs = (this.#intervalMs * SQUEEZE) / (this.#group.length + 1);
    return this.#group.map(({ isKeyFrame, bytes }, index) => ({
      timestampMs: last.timestampMs + stepMs * (index + 1),
      isKeyFrame,
      bytes: bytes.slice(),
    }));
  }

  /** The source is gone. */
  reset(): void {
    this.#group = [];
    this.#bytes = 0;
    this.#isTooLong = true;
  }
}
