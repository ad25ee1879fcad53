import type { LiveFrame } from '../live-frame.ts';

/** How a stream is written to players: FLV tags, or RTMP messages. */
export interface LiveFormat {
  readonly name: 'flv' | 'rtmp';
  /** What precedes the first frame; saying less than comes is safe, saying more makes players wait. */
  opening(has: { readonly audio: boolean; readonly video: boolean }): Uint8Array;
  /** Bytes that `writeFrame` will write. */
  frameBytes(frame: LiveFrame): number;
  /** Writes into `target` from `at`; returns where it ends. */
  writeFrame(frame: LiveFrame, target: Buffer, at: number): number;
}

/** Types of FLV tags, which are those of RTMP messages. */
export const TAG_TYPE = { audio: 8, video: 9, metadata: 18 } as const;
