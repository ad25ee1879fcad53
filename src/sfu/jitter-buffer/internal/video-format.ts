/** What the playout of video has to know of a codec's RTP payload format. */
import type { FrameBytes } from './frame-bytes.ts';

export interface VideoFormat {
  /** `Flag.key` and `Flag.entry` of a payload; -1 when it is malformed or of a kind that is not supported. */
  classify(data: Uint8Array, start: number, end: number): number;
  /** Appends the payload of the next packet of a frame; false when it does not fit to what came before. */
  append(frame: FrameBytes, data: Uint8Array, start: number, end: number): boolean;
  /** Whether what was appended is a whole frame. */
  finish(frame: FrameBytes): boolean;
}
