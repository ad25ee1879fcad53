/** Cuts the FLV that an encoder writes into frames (Adobe FLV 10.1, annex E). For our own encoders only: it trusts them. */
import type { LiveFrame, LiveFrameKind } from './live-frame.ts';

const FILE_HEADER_BYTES = 13;
const TAG_HEADER_BYTES = 11;
const BACK_POINTER_BYTES = 4;
const KIND_OF_TAG: Readonly<Record<number, LiveFrameKind>> = { 8: 'audio', 9: 'video', 18: 'metadata' };
/** Far beyond what an encoder at our bit rates makes. */
const MAX_TAG_BYTES = 4 * 1024 * 1024;

export class FlvReader {
  readonly #onFrame: (frame: LiveFrame) => void;
  #rest: Buffer = Buffer.alloc(0);
  #hasHeader = false;

  constructor(onFrame: (frame: LiveFrame) => void) {
    this.#onFrame = onFrame;
  }

  /** @throws Error when the bytes are no FLV. */
  push(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    if (!this.#hasHeader) {
      if (this.#rest.length < FILE_HEADER_BYTES) return;
      if (this.#rest.toString('latin1', 0, 3) !== 'FLV') throw new Error('an encoder wrote something else than FLV');
      this.#rest = this.#rest.subarray(FILE_HEADER_BYTES);
      this.#hasHeader = true;
    }
    while (this.#rest.length >= TAG_HEADER_BYTES) {
      const size = this.#rest.readUIntBE(1, 3);
      if (size > MAX_TAG_BYTES) throw new Error('an encoder wrote a tag that is too long');
      const end = TAG_HEADER_BYTES + size + BACK_POINTER_BYTES;
      if (this.#rest.length < end) return;
      this.#onTag(this.#rest.subarray(0, end - BACK_POINTER_BYTES));
      this.#rest = this.#rest.subarray(end);
    }
  }

  #onTag(tag: Buffer): void {
    const kind = KIND_OF_TAG[tag.readUInt8(0)];
    if (kind === undefined || tag.length <= TAG_HEADER_BYTES + 1) return;
    const timestampMs = tag.readUIntBE(4, 3) + tag.readUInt8(7) * 2 ** 24;
    const body = new Uint8Array(tag.subarray(TAG_HEADER_BYTES));
    const isCoded = kind !== 'metadata';
    // E.4.2.1 and E.4.3.1: packet type 0 is the configuration.
    const isConfig = isCoded && body[1] === 0;
    const isEnd = kind === 'video' && body[1] === 2;
    if (isEnd) return;
    const isKeyFrame = kind === 'video' && !isConfig && (body[0] ?? 0) >> 4 === 1;
    this.#onFrame({ kind, timestampMs, body, isConfig, isKeyFrame });
  }
}
