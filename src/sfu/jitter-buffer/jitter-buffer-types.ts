/** What goes into a jitter buffer, what comes out of it, and what it counts. */
import type { InstantMs } from '../../shared/ids.ts';

export type JitterCodec = 'opus' | 'h264' | 'vp8';

export interface JitterBufferOptions {
  readonly codec: JitterCodec;
  /** Ticks of the RTP clock in a second: 48 000 for Opus, 90 000 for video. */
  readonly clockRateHz: number;
  /** Least delay over the fastest packet of the last seconds (live-player's `min-cache`). */
  readonly minDelayMs: number;
  /** Longest such delay (`max-cache`). Nothing is held longer than this, alignment with the other medium aside. */
  readonly maxDelayMs: number;
  /** Share of arrivals that are to come in time, between 0 and 1. The target is steered by the share that is late. */
  readonly targetQuantile: number;
  /** Weight that an arrival keeps with each that follows: 0.99 remembers about the last hundred, and 250 beside them. */
  readonly forgetFactor: number;
  /**
   * How fast the target may fall, in milliseconds per second: 100 lets the stream run ten per cent fast. What a single
   * stall has added falls faster (JB-27).
   */
  readonly shrinkMsPerS: number;
  /** Packets held at most, a power of two; beyond it the oldest are dropped. */
  readonly maxPackets: number;
  /** Longer packets are refused. */
  readonly maxPacketBytes: number;
  /** Pause between two requests for a key frame, as long as none has come. */
  readonly keyFrameRetryMs: number;
}

/** What leaves the buffer. One object, reused: it and its bytes are valid until the next call of the buffer. */
export interface JitterFrame {
  /**
   * `media`: bytes to decode. `gap`: audio is missing between the frame before and the next one, to be concealed; the
   * next frame may carry it as in-band FEC.
   */
  readonly type: 'media' | 'gap';
  /** Time of decoding in RTP ticks without wrap; grows from frame to frame, also across a restart of the source. */
  readonly timestampTicks: number;
  /** How long an audio packet or gap lasts; 0 for video. */
  readonly durationTicks: number;
  /**
   * The bytes are `data[start] … data[end - 1]`: an Opus packet; H.264 NAL units, each after its length in four bytes
   * (as FLV and MP4 want them); a VP8 frame.
   */
  readonly data: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly isKeyFrame: boolean;
  /** Something is missing before it, or the source began anew. Video goes on with a key frame then. */
  readonly isAfterLoss: boolean;
}

/** Answer of `pop`; one object, reused. */
export interface Popped {
  /** The next frame, null when none is due. There may be more: ask until null. */
  readonly frame: JitterFrame | null;
  /** Without a frame: when to ask again if nothing is pushed before; null when only a packet can help. */
  readonly wakeAt: InstantMs | null;
  /** The source is to be asked for a key frame now. True once per request. */
  readonly isKeyFrameWanted: boolean;
}

/**
 * Counters since the start. Each packet is in one place: `received` = `played` + `skipped` + `late` + `duplicates` +
 * `padding` + `malformed` + `strays` + `overflowed` + the packets held.
 */
export interface JitterCounters {
  received: number;
  /** Packets that left in frames. */
  played: number;
  /** Packets of frames that nobody could decode, or that lie before what has left already. */
  skipped: number;
  /** Arrived after their place had been passed. */
  late: number;
  duplicates: number;
  /** Without payload. */
  padding: number;
  malformed: number;
  /** From nowhere: another source or another place in the sequence, and not confirmed by a second packet. */
  strays: number;
  /** Dropped because more came than fits. */
  overflowed: number;
  /** Places passed without a packet; those that came afterwards are in `late` too. */
  lost: number;
  /** Came after a later one and still in time: reordered or retransmitted. */
  recovered: number;
  /** Packets (audio) or frames (video) that came later than the target of that moment, or after they had been given up. */
  overdue: number;
  /** Frames and audio packets handed out. */
  framesOut: number;
  /** Concealment gaps handed out. */
  gapsOut: number;
  framesSkipped: number;
  keyFramesWanted: number;
  /** The source changed, or its sequence numbers began elsewhere. */
  restarts: number;
  /** The source's RTP clock jumped. */
  clockJumps: number;
}

/** For the inspector and the metrics. */
export interface JitterStats extends Readonly<JitterCounters> {
  readonly heldPackets: number;
  /** From the oldest to the newest packet held, in the source's time. */
  readonly depthMs: number;
  readonly targetMs: number;
  /** Added for the sake of the other medium. */
  readonly extraDelayMs: number;
  /** Interarrival jitter of RFC 3550, section 6.4.1. */
  readonly jitterMs: number;
  /** How long a missing packet is waited for after the first one behind it, at least; the target may be longer. */
  readonly repairMs: number;
}
