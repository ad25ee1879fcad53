/** A jitter buffer in the words of a test: packets by number, frames as copies. */

import { defaultJitterOptions, JitterBuffer } from '../../../src/sfu/jitter-buffer/jitter-buffer.ts';
import type {
  JitterBufferOptions,
  JitterCodec,
  JitterStats,
} from '../../../src/sfu/jitter-buffer/jitter-buffer-types.ts';
import { instantMs } from '../../../src/shared/ids.ts';
import { h264Payload, opusPayload, type RtpFields, rtpPacket } from '../../support/rtp-traces.ts';

export interface Seen {
  readonly type: 'media' | 'gap';
  readonly at: number;
  readonly ticks: number;
  readonly duration: number;
  readonly bytes: readonly number[];
  readonly isKeyFrame: boolean;
  readonly isAfterLoss: boolean;
}

export class Feed {
  readonly buffer: JitterBuffer;
  /** Everything that has left. */
  readonly seen: Seen[] = [];
  /** When a key frame was asked for. */
  readonly asked: number[] = [];
  wakeAt: number | null = null;
  #now = Number.NEGATIVE_INFINITY;

  constructor(codec: JitterCodec, options: Partial<JitterBufferOptions> = {}) {
    this.buffer = new JitterBuffer({ ...defaultJitterOptions(codec), ...options });
  }

  get stats(): JitterStats {
    return this.buffer.stats();
  }

  /** Numbers of the Opus packets that left, `gap` for a gap. */
  get heard(): readonly (number | 'gap')[] {
    return this.seen.map(({ type, bytes }) => (type === 'gap' ? 'gap' : ((bytes[3] ?? 0) << 8) | (bytes[4] ?? 0)));
  }

  /** What is due before the packet comes has left then. */
  push(at: number, fields: RtpFields): this {
    if (at > this.#now) this.run(at);
    this.#now = Math.max(this.#now, at);
    this.buffer.push(rtpPacket(fields), instantMs(at));
    return this;
  }

  /** Opus packet `index` of 20 ms; sequence numbers begin at 100, timestamps at 0. */
  audio(index: number, at: number, fields: Partial<RtpFields> = {}): this {
    return this.push(at, { sequence: 100 + index, timestamp: index * 960, payload: opusPayload(index), ...fields });
  }

  /** Packets of an H.264 frame: `parts` in all, of them those listed; frame `index` at 40 ms each. */
  video(first: number, index: number, at: number, video: Partial<VideoFeed> = {}): this {
    const {
      isKey = false,
      parts = 3,
      send = Array.from({ length: parts }, (_, part) => part),
      isMarked = true,
    } = video;
    for (const part of send) {
      this.push(at, {
        sequence: 100 + first + part,
        timestamp: index * 3600,
        isMarked: isMarked && part === parts - 1,
        payload: h264Payload(isKey, part, parts, index),
      });
    }
    return this;
  }

  /** Takes everything due at this instant, without waking in between. */
  pop(at: number): this {
    this.#now = Math.max(this.#now, at);
    for (;;) {
      const { frame, wakeAt, isKeyFrameWanted } = this.buffer.pop(instantMs(at));
      if (isKeyFrameWanted) this.asked.push(this.#now);
      this.wakeAt = wakeAt;
      if (frame === null) return this;
      this.seen.push({
        type: frame.type,
        at: this.#now,
        ticks: frame.timestampTicks,
        duration: frame.durationTicks,
        bytes: [...frame.data.subarray(frame.start, frame.end)],
        isKeyFrame: frame.isKeyFrame,
        isAfterLoss: frame.isAfterLoss,
      });
    }
  }

  /** Pops whenever the buffer asks for it, up to this instant. */
  run(until: number): this {
    this.pop(Number.NEGATIVE_INFINITY);
    while (this.wakeAt !== null && this.wakeAt <= until) this.pop(this.wakeAt);
    return this;
  }
}

export interface VideoFeed {
  readonly isKey: boolean;
  readonly parts: number;
  /** Which parts are sent, in this order. */
  readonly send: readonly number[];
  readonly isMarked: boolean;
}

export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
/** Packets received minus all places where they are counted: 0. */
export const unaccounted = (stats: JitterStats): number =>
  stats.received -
  (stats.played + stats.skipped + stats.late + stats.duplicates + stats.padding) -
  (stats.malformed + stats.strays + stats.overflowed + stats.heldPackets);
