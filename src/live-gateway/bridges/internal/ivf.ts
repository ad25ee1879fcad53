/**
 * VP8 in IVF (the container of libvpx's tools; little endian): a header of 32 bytes, and 12 bytes before each frame. The
 * clock is in ms.
 */

/** In pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const FILE_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 12;
/** What a key frame begins with (RFC 6386, section 9.1): a tag of 3 bytes, the start code, 14 bits for each side. */
const KEY_FRAME_HEADER_BYTES = 10;
const START_CODE = [0x9d, 0x01, 0x2a] as const;

/** The size that a VP8 key frame says it has; undefined when it is none, or has no size. */
export function vp8SizeOf(frame: Uint8Array): PictureSize | undefined {
  if (frame.length < KEY_FRAME_HEADER_BYTES || ((frame[0] ?? 1) & 1) !== 0) return undefined;
  if (START_CODE.some((byte, index) => frame[3 + index] !== byte)) return undefined;
  const sideAt = (at: number): number => ((frame[at] ?? 0) | ((frame[at + 1] ?? 0) << 8)) & 0x3fff;
  const [width, height] = [sideAt(6), sideAt(8)];
  return width === 0 || height === 0 ? undefined : { width, height };
}

export function ivfHeader({ width, height }: PictureSize): Buffer {
  const header = Buffer.alloc(FILE_HEADER_BYTES);
  header.write('DKIF', 0, 'latin1');
  header.writeUInt16LE(FILE_HEADER_BYTES, 6);
  header.write('VP80', 8, 'latin1');
  header.writeUInt16LE(width, 12);
  header.writeUInt16LE(height, 14);
  // 1000 ticks in a second; the number of frames is not known.
  header.writeUInt32LE(1000, 16);
  header.writeUInt32LE(1, 20);
  return header;
}

/** @param timeMs whole, 0 or more; grows from frame to frame */
export function ivfFrame(frame: Uint8Array, timeMs: number): Buffer {
  const bytes = Buffer.alloc(FRAME_HEADER_BYTES + frame.length);
  bytes.writeUInt32LE(frame.length, 0);
  bytes.writeBigUInt64LE(BigInt(timeMs), 4);
  bytes.set(frame, FRAME_HEADER_BYTES);
  return bytes;
}
