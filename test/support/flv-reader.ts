/** FLV out of pieces of any size, strictly: a test that reads nonsense fails. */

export interface FlvTag {
  readonly type: 'audio' | 'video' | 'script';
  readonly timestampMs: number;
  readonly body: Buffer;
}

const TYPES: Readonly<Record<number, FlvTag['type']>> = { 8: 'audio', 9: 'video', 18: 'script' };
const HEADER_BYTES = 13;
const TAG_HEADER_BYTES = 11;
const BACK_POINTER_BYTES = 4;

export class FlvReader {
  #rest: Buffer = Buffer.alloc(0);
  readonly tags: FlvTag[] = [];
  /** When each picture came, by `performance.now`. */
  readonly pictureTimes: number[] = [];
  /** Flags of the header; undefined before it came. */
  hasAudio: boolean | undefined;
  hasVideo: boolean | undefined;

  get pictures(): readonly FlvTag[] {
    return this.tags.filter(({ type, body }) => type === 'video' && body[1] === 1);
  }

  get sounds(): readonly FlvTag[] {
    return this.tags.filter(({ type, body }) => type === 'audio' && body[1] === 1);
  }

  /** @throws Error when it is not FLV. */
  push(bytes: Uint8Array): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    if (this.hasAudio === undefined && !this.#readHeader()) return;
    while (this.#readTag());
  }

  #readHeader(): boolean {
    if (this.#rest.length < HEADER_BYTES) return false;
    if (this.#rest.toString('latin1', 0, 3) !== 'FLV' || this.#rest.readUInt32BE(9) !== 0) throw new Error('not FLV');
    const flags = this.#rest.readUInt8(4);
    this.hasAudio = (flags & 4) !== 0;
    this.hasVideo = (flags & 1) !== 0;
    this.#rest = this.#rest.subarray(HEADER_BYTES);
    return true;
  }

  #readTag(): boolean {
    if (this.#rest.length < TAG_HEADER_BYTES) return false;
    const type = TYPES[this.#rest.readUInt8(0)];
    const length = this.#rest.readUIntBE(1, 3);
    const end = TAG_HEADER_BYTES + length;
    if (type === undefined) throw new Error(`tag of type ${this.#rest[0]}`);
    if (this.#rest.length < end + BACK_POINTER_BYTES) return false;
    if (this.#rest.readUInt32BE(end) !== end) throw new Error('wrong back pointer');
    const timestampMs = this.#rest.readUIntBE(4, 3) + this.#rest.readUInt8(7) * 2 ** 24;
    const body = this.#rest.subarray(TAG_HEADER_BYTES, end);
    this.tags.push({ type, timestampMs, body });
    if (type === 'video' && body[1] === 1) this.pictureTimes.push(performance.now());
    this.#rest = this.#rest.subarray(end + BACK_POINTER_BYTES);
    return true;
  }
}
