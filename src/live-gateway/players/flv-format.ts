/** FLV (Adobe FLV 10.1, annex E). */
import type { LiveFrame } from '../live-frame.ts';
import { type LiveFormat, TAG_TYPE } from './live-format.ts';

const TAG_HEADER_BYTES = 11;
const BACK_POINTER_BYTES = 4;
const HAS_AUDIO = 4;
const HAS_VIDEO = 1;

export const flvFormat: LiveFormat = {
  name: 'flv',
  opening: ({ audio, video }) => {
    const flags = (audio ? HAS_AUDIO : 0) | (video ? HAS_VIDEO : 0);
    return Uint8Array.of(0x46, 0x4c, 0x56, 1, flags, 0, 0, 0, 9, 0, 0, 0, 0);
  },
  frameBytes: ({ body }) => TAG_HEADER_BYTES + body.length + BACK_POINTER_BYTES,
  writeFrame: ({ kind, timestampMs, body }: LiveFrame, target, at) => {
    const timestamp = timestampMs % 2 ** 32;
    let to = target.writeUInt8(TAG_TYPE[kind], at);
    to = target.writeUIntBE(body.length, to, 3);
    // The upper eight bits come last (E.4.1).
    to = target.writeUIntBE(timestamp % 2 ** 24, to, 3);
    to = target.writeUInt8(Math.floor(timestamp / 2 ** 24), to);
    to = target.writeUIntBE(0, to, 3);
    target.set(body, to);
    return target.writeUInt32BE(TAG_HEADER_BYTES + body.length, to + body.length);
  },
};
