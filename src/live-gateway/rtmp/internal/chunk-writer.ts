/** Messages into chunks (RTMP 1.0, section 5.3): always type 0, then type 3. */

/** Chunk size we announce; most messages are one chunk. */
export const OUT_CHUNK_SIZE = 60_000;

const EXTENDED = 0xff_ffff;
const FIRST_HEADER_BYTES = 12;

/** Chunk streams we write on. */
export const CHUNK_STREAM = { control: 2, command: 3, audio: 4, video: 6, data: 5 } as const;

/** Bytes that `writeMessage` will write. */
export function messageBytes(length: number, timestampMs: number): number {
  const chunks = Math.max(1, Math.ceil(length / OUT_CHUNK_SIZE));
  const extended = timestampMs % 2 ** 32 >= EXTENDED ? 4 * chunks : 0;
  return FIRST_HEADER_BYTES + (chunks - 1) + extended + length;
}

export interface MessageHead {
  readonly chunkStreamId: number;
  readonly type: number;
  readonly streamId: number;
  /** Of any size; the wire carries its last 32 bits. */
  readonly timestampMs: number;
}

/** Writes one message into `target` from `at`; returns where it ends. */
export function writeMessage(head: MessageHead, body: Uint8Array, target: Buffer, at: number): number {
  const timestamp = head.timestampMs % 2 ** 32;
  const isExtended = timestamp >= EXTENDED;
  let to = target.writeUInt8(head.chunkStreamId, at);
  to = target.writeUIntBE(isExtended ? EXTENDED : timestamp, to, 3);
  to = target.writeUIntBE(body.length, to, 3);
  to = target.writeUInt8(head.type, to);
  to = target.writeUInt32LE(head.streamId, to);
  if (isExtended) to = target.writeUInt32BE(timestamp, to);
  let from = 0;
  for (;;) {
    const end = Math.min(body.length, from + OUT_CHUNK_SIZE);
    target.set(from === 0 && end === body.length ? body : body.subarray(from, end), to);
    to += end - from;
    from = end;
    if (from >= body.length) return to;
    to = target.writeUInt8(0xc0 | head.chunkStreamId, to);
    if (isExtended) to = target.writeUInt32BE(timestamp, to);
  }
}

/** One message as bytes of its own. */
export function messageOf(head: MessageHead, body: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(messageBytes(body.length, head.timestampMs));
  writeMessage(head, body, bytes, 0);
  return bytes;
}
