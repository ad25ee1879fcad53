/** What travels inside the gateway: one coded unit, as RTMP messages and FLV tags carry it. */

export type LiveFrameKind = 'audio' | 'video' | 'metadata';

/**
 * One audio, video or script-data unit. `body` is the payload of an RTMP message of type 8, 9 or 18, which is the same
 * bytes as the data of an FLV tag (Adobe FLV 10.1, E.4), so that passing a stream through copies nothing. Frames are
 * immutable: many players share one.
 */
export interface LiveFrame {
  readonly kind: LiveFrameKind;
  /**
   * Time of decoding in ms of the stream's own clock, an integer from 0 to 2^53; audio and video share the clock. Grows
   * within a kind, starts anywhere; 32-bit wraps of RTMP are taken out by whoever reads RTMP.
   */
  readonly timestampMs: number;
  readonly body: Uint8Array;
  /** AVC sequence header or AudioSpecificConfig: to be known before anything else of its kind is decoded. */
  readonly isConfig: boolean;
  /** Video that can be decoded without what was before (IDR). */
  readonly isKeyFrame: boolean;
}
