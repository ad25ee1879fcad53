/** The header of one RTP packet (RFC 3550, section 5.1), read into an object that is reused. */
const FIXED_BYTES = 12;
const VERSION = 2;

export class RtpHeader {
  sequence = 0;
  timestamp = 0;
  ssrc = 0;
  isMarked = false;
  /** The payload is `bytes[start] … bytes[end - 1]`; empty when the packet is padding. */
  start = 0;
  end = 0;

  /** False when it is no RTP packet; the fields are then without meaning. O(1). */
  read(bytes: Uint8Array): boolean {
    const size = bytes.length;
    if (size < FIXED_BYTES) return false;
    const first = byteAt(bytes, 0);
    if (first >> 6 !== VERSION) return false;
    this.isMarked = byteAt(bytes, 1) > 127;
    this.sequence = read16(bytes, 2);
    this.timestamp = read32(bytes, 4);
    this.ssrc = read32(bytes, 8);
    let start = FIXED_BYTES + 4 * (first & 0x0f);
    if ((first & 0x10) !== 0) {
      if (start + 4 > size) return false;
      start += 4 + 4 * read16(bytes, start + 2);
    }
    const padding = (first & 0x20) === 0 ? 0 : byteAt(bytes, size - 1);
    // A set padding bit with a count of 0 is what no sender may write: the last octet counts itself.
    if ((first & 0x20) !== 0 && padding === 0) return false;
    this.start = start;
    this.end = size - padding;
    return start <= this.end;
  }
}

/** A byte, 0 beyond the end. */
export function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

export function read16(bytes: Uint8Array, at: number): number {
  return (byteAt(bytes, at) << 8) | byteAt(bytes, at + 1);
}

export function read32(bytes: Uint8Array, at: number): number {
  return ((read16(bytes, at) << 16) | read16(bytes, at + 2)) >>> 0;
}
