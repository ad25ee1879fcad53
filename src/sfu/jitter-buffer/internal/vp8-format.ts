/** VP8 over RTP (RFC 7741): the payload descriptor is taken off, the rest is the frame. */
import { Flag } from './packet-ring.ts';
import { byteAt } from './rtp-header.ts';
import type { VideoFormat } from './video-format.ts';

export const vp8Format: VideoFormat = {
  classify(data, start, end) {
    const payload = start + descriptorBytes(data, start);
    if (payload >= end) return -1;
    // First packet of the first partition: the frame's own header follows, whose lowest bit is 0 in key frames.
    if ((byteAt(data, start) & 0x17) !== 0x10) return 0;
    return (byteAt(data, payload) & 1) === 0 ? Flag.entry | Flag.key : Flag.entry;
  },

  append(frame, data, start, end) {
    return frame.append(data, start + descriptorBytes(data, start), end);
  },

  finish(frame) {
    return frame.end > frame.start;
  },
};

/** Section 4.2: one byte, then what its X, I, L, T and K bits announce. */
function descriptorBytes(data: Uint8Array, start: number): number {
  if ((byteAt(data, start) & 0x80) === 0) return 1;
  const extension = byteAt(data, start + 1);
  let size = 2;
  if ((extension & 0x80) !== 0) size += (byteAt(data, start + 2) & 0x80) === 0 ? 1 : 2;
  if ((extension & 0x40) !== 0) size += 1;
  if ((extension & 0x30) !== 0) size += 1;
  return size;
}
