/** Messages of RTMP 1.0 (Adobe, 2012): sections 5.4, 6.1, 7.1. */

export const MESSAGE = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowAckSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  commandAmf3: 17,
  dataAmf0: 18,
  commandAmf0: 20,
  aggregate: 22,
} as const;

/** Events of user control messages, section 7.1.7. */
export const USER_CONTROL = { streamBegin: 0, streamEof: 1, pingRequest: 6, pingResponse: 7 } as const;

/** A whole message. */
export interface RtmpMessage {
  readonly type: number;
  /** As on the wire: 32 bits, in ms, wrapping. */
  readonly timestamp: number;
  readonly streamId: number;
  /** The receiver's to keep. */
  readonly body: Buffer;
}

/** What a peer did wrong; ends its connection. Never leaves the process but as a metric and a line in the log. */
export class RtmpViolation extends Error {}
