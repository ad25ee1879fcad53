/**
 * WebSocket frames made and taken apart by hand (RFC 6455 section 5), for a load generator that must be faster than the
 * servers it drives. Clients must mask; the key of four zeros is a legal one and leaves the payload as it is.
 */

export const OPCODE = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const FINAL = 0x80;
const MASKED = 0x80;
const MASK_KEY_BYTES = 4;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/** One masked frame of a client. @throws RangeError for payloads of 64 KiB and more: a bench has no use for them. */
export function clientFrame(opcode: number, payload: Uint8Array): Buffer {
  if (payload.length > 0xffff) throw new RangeError('payload of 64 KiB or more');
  const short = payload.length < LENGTH_16;
  const headBytes = (short ? 2 : 4) + MASK_KEY_BYTES;
  const frame = Buffer.alloc(headBytes + payload.length);
  frame[0] = FINAL | opcode;
  frame[1] = MASKED | (short ? payload.length : LENGTH_16);
  if (!short) frame.writeUInt16BE(payload.length, 2);
  frame.set(payload, headBytes);
  return frame;
}

/** Called for each whole frame. `data` is only valid during the call; the payload is `data[start..end)`. */
export type OnFrame = (opcode: number, data: Buffer, start: number, end: number) => void;

/** Cuts a byte stream into frames. Keeps what is left of a frame whose end has not come yet. */
export class FrameCutter {
  readonly #onFrame: OnFrame;
  #rest: Buffer | undefined;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  /** Takes the next bytes of the stream; they may be overwritten afterwards. */
  push(chunk: Buffer): void {
    const data = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (;;) {
      const next = this.#cutOne(data, at);
      if (next === at) break;
      at = next;
    }
    this.#rest = at === data.length ? undefined : Buffer.from(data.subarray(at));
  }

  /** Position after the frame that begins at `at`; `at` itself when it is not whole. */
  #cutOne(data: Buffer, at: number): number {
    const left = data.length - at;
    if (left < 2) return at;
    const lengthByte = data[at + 1] ?? 0;
    let start = at + 2;
    let length = lengthByte;
    if (lengthByte === LENGTH_16) {
      if (left < 4) return at;
      length = data.readUInt16BE(at + 2);
      start += 2;
    } else if (lengthByte === LENGTH_64) {
      if (left < 10) return at;
      length = data.readUInt32BE(at + 6);
      start += 8;
    }
    const end = start + length;
    if (end > data.length) return at;
    this.#onFrame((data[at] ?? 0) & 0x0f, data, start, end);
    return end;
  }
}
