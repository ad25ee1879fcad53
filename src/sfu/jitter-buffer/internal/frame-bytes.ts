/**
 * The bytes of one frame, put together from packets. Grows to the largest frame so far, never beyond its bound.
 *
 * A part of an array is copied fast only through a view of it, and views are garbage. So the whole packet is copied, to
 * where its payload comes to lie right, and the bytes that its header has overwritten are put back.
 */
const FIRST_BYTES = 16 * 1024;
/** Longest RTP header that is copied along. */
const HEADER_BYTES = 64;
/** Below this a loop is as fast. */
const SHORT_BYTES = 48;

export class FrameBytes {
  readonly #limit: number;
  readonly #overwritten = new Uint8Array(HEADER_BYTES);
  data: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_BYTES);
  /** The frame is `data[start] … data[end - 1]`. */
  readonly start = HEADER_BYTES;
  end = HEADER_BYTES;
  /** Where the unit begins that is being put together from fragments; -1 when there is none. */
  openUnit = -1;

  /** @param maxBytes longest frame */
  constructor(maxBytes: number) {
    this.#limit = HEADER_BYTES + maxBytes;
  }

  begin(): void {
    this.end = HEADER_BYTES;
    this.openUnit = -1;
  }

  /** Appends `from[start] … from[end - 1]`; false when the frame would be too long. */
  append(from: Uint8Array, start: number, end: number): boolean {
    const at = this.end;
    if (at + end - start > this.#limit) return false;
    this.#reserve(at + from.length);
    this.end = at + end - start;
    if (end - start < SHORT_BYTES || start > HEADER_BYTES) this.#copyEach(from, start, end, at);
    else this.#copyAround(from, start, at);
    return true;
  }

  appendByte(value: number): boolean {
    if (this.end + 1 > this.#limit) return false;
    this.#reserve(this.end + 1);
    this.data[this.end] = value;
    this.end += 1;
    return true;
  }

  append32(value: number): boolean {
    if (this.end + 4 > this.#limit) return false;
    this.#reserve(this.end + 4);
    this.write32(this.end, value);
    this.end += 4;
    return true;
  }

  write32(at: number, value: number): void {
    const { data } = this;
    data[at] = value >>> 24;
    data[at + 1] = value >>> 16;
    data[at + 2] = value >>> 8;
    data[at + 3] = value;
  }

  #copyEach(from: Uint8Array, start: number, end: number, at: number): void {
    const { data } = this;
    for (let index = start, to = at; index < end; index += 1, to += 1) data[to] = from[index] ?? 0;
  }

  #copyAround(from: Uint8Array, start: number, at: number): void {
    const { data } = this;
    const overwritten = this.#overwritten;
    const first = at - start;
    for (let index = 0; index < start; index += 1) overwritten[index] = data[first + index] ?? 0;
    data.set(from, first);
    for (let index = 0; index < start; index += 1) data[first + index] = overwritten[index] ?? 0;
  }

  #reserve(bytes: number): void {
    if (bytes <= this.data.length) return;
    const larger = new Uint8Array(Math.max(bytes, 2 * this.data.length));
    larger.set(this.data);
    this.data = larger;
  }
}
