/**
 * Messages out of chunks (RTMP 1.0, section 5.3) from a peer we do not trust. Costs a peer at least as many bytes as it
 * makes us hold: a message's buffer grows with what has come, whatever length was announced.
 */
import { MESSAGE, type RtmpMessage, RtmpViolation } from './rtmp-message.ts';

export interface ChunkLimits {
  /** Chunk streams of one connection. */
  readonly maxChunkStreams: number;
  /** Longest message, by its type. */
  readonly maxMessageBytes: (type: number) => number;
  /** Bytes of unfinished messages of all chunk streams together. */
  readonly maxPartialBytes: number;
}

const INITIAL_CHUNK_SIZE = 128;
const MAX_CHUNK_SIZE = 0x7fff_ffff;
const HEADER_BYTES = [11, 7, 3, 0] as const;
/** Basic header, message header, extended timestamp. */
const MAX_HEADER_BYTES = 3 + 11 + 4;
const EXTENDED = 0xff_ffff;
/** First buffer of a message whose chunks are still to come. */
const FIRST_BUFFER_BYTES = 4096;

interface ChunkStream {
  timestamp: number;
  /** What the timestamp field held, or the extended one in its place: absolute after type 0, else a difference. */
  field: number;
  isExtended: boolean;
  length: number;
  type: number;
  streamId: number;
  /** Of the message that is being put together; undefined between messages. */
  partial: Buffer | undefined;
  filled: number;
}

export class ChunkReader {
  readonly #limits: ChunkLimits;
  readonly #onMessage: (message: RtmpMessage) => void;
  readonly #streamById = new Map<number, ChunkStream>();
  readonly #header = Buffer.alloc(MAX_HEADER_BYTES);
  #headerFilled = 0;
  #chunkSize = INITIAL_CHUNK_SIZE;
  #partialBytes = 0;
  /** The chunk whose payload comes next. */
  #current: ChunkStream | undefined;
  #currentLeft = 0;

  constructor(limits: ChunkLimits, onMessage: (message: RtmpMessage) => void) {
    this.#limits = limits;
    this.#onMessage = onMessage;
  }

  /** Bytes held for messages that are not complete. */
  get partialBytes(): number {
    return this.#partialBytes;
  }

  /** Takes what came, in pieces of any size; `bytes` is not kept. @throws RtmpViolation */
  read(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      at = this.#current === undefined ? this.#readHeader(bytes, at) : this.#readPayload(this.#current, bytes, at);
    }
  }

  /** The peer's new chunk size. @throws RtmpViolation */
  setChunkSize(size: number): void {
    if (size < 1 || size > MAX_CHUNK_SIZE) throw new RtmpViolation(`chunk size ${size}`);
    this.#chunkSize = size;
  }

  /** Forgets the unfinished message of a chunk stream (section 5.4.2). */
  abort(chunkStreamId: number): void {
    const stream = this.#streamById.get(chunkStreamId);
    if (stream !== undefined) this.#dropPartial(stream);
  }

  #readHeader(bytes: Buffer, from: number): number {
    let at = from;
    for (;;) {
      const needed = this.#headerNeeded();
      const missing = needed - this.#headerFilled;
      if (missing <= 0) break;
      const taken = Math.min(missing, bytes.length - at);
      if (taken === 0) return at;
      bytes.copy(this.#header, this.#headerFilled, at, at + taken);
      this.#headerFilled += taken;
      at += taken;
    }
    this.#beginChunk();
    return at;
  }

  #basicBytes(): number {
    const low = (this.#header[0] ?? 0) & 0x3f;
    return low === 0 ? 2 : low === 1 ? 3 : 1;
  }

  #chunkStreamId(): number {
    const header = this.#header;
    const low = (header[0] ?? 0) & 0x3f;
    if (low === 0) return 64 + (header[1] ?? 0);
    if (low === 1) return 64 + header.readUInt16LE(1);
    return low;
  }

  /** How long the header is, as far as is known from what has come of it. */
  #headerNeeded(): number {
    if (this.#headerFilled === 0) return 1;
    const basic = this.#basicBytes();
    if (this.#headerFilled < basic) return basic;
    const format = ((this.#header[0] ?? 0) >> 6) as 0 | 1 | 2 | 3;
    const withMessage = basic + HEADER_BYTES[format];
    if (this.#headerFilled < withMessage) return withMessage;
    const isExtended =
      format === 3
        ? this.#streamById.get(this.#chunkStreamId())?.isExtended === true
        : this.#header.readUIntBE(basic, 3) === EXTENDED;
    return isExtended ? withMessage + 4 : withMessage;
  }

  #beginChunk(): void {
    const format = ((this.#header[0] ?? 0) >> 6) as 0 | 1 | 2 | 3;
    const basic = this.#basicBytes();
    const id = this.#chunkStreamId();
    const stream = this.#streamOf(id, format);
    const isFirst = stream.partial === undefined;
    if (!isFirst && format !== 3) throw new RtmpViolation('a message begins within another of its chunk stream');
    const extendedAt = basic + HEADER_BYTES[format];
    let givenBack = 0;
    if (format !== 3) this.#readFields(stream, format, basic, extendedAt);
    else if (stream.isExtended && this.#header.readUInt32BE(extendedAt) !== stream.field) {
      // The specification repeats the extended timestamp in chunks of type 3 (5.3.1.3); Flash-era senders do not. What
      // differs from it is payload.
      givenBack = 4;
    }
    if (isFirst) this.#beginMessage(stream, format);
    this.#current = stream;
    this.#currentLeft = Math.min(this.#chunkSize, stream.length - stream.filled);
    this.#headerFilled = 0;
    const returned = Buffer.from(this.#header.subarray(extendedAt, extendedAt + givenBack));
    if (this.#currentLeft === 0) this.#endChunk(stream);
    if (givenBack > 0) this.read(returned);
  }

  #streamOf(id: number, format: number): ChunkStream {
    const known = this.#streamById.get(id);
    if (known !== undefined) return known;
    if (format !== 0 && format !== 1) throw new RtmpViolation('a chunk stream begins without a header');
    if (this.#streamById.size >= this.#limits.maxChunkStreams) throw new RtmpViolation('too many chunk streams');
    const stream: ChunkStream = {
      timestamp: 0,
      field: 0,
      isExtended: false,
      length: 0,
      type: 0,
      streamId: 0,
      partial: undefined,
      filled: 0,
    };
    this.#streamById.set(id, stream);
    return stream;
  }

  #readFields(stream: ChunkStream, format: 0 | 1 | 2, basic: number, extendedAt: number): void {
    const header = this.#header;
    const field = header.readUIntBE(basic, 3);
    stream.isExtended = field === EXTENDED;
    stream.field = stream.isExtended ? header.readUInt32BE(extendedAt) : field;
    if (format === 2) return;
    stream.length = header.readUIntBE(basic + 3, 3);
    stream.type = header[basic + 6] ?? 0;
    if (format === 0) stream.streamId = header.readUInt32LE(basic + 7);
  }

  #beginMessage(stream: ChunkStream, format: number): void {
    const { type, length, field } = stream;
    if (length > this.#limits.maxMessageBytes(type))
      throw new RtmpViolation(`${length} bytes in a message of type ${type}`);
    // Type 3 after type 0 takes the absolute time as difference (5.3.1.2.4), as all known implementations do.
    stream.timestamp = format === 0 ? field : (stream.timestamp + field) >>> 0;
    stream.partial = Buffer.allocUnsafe(Math.min(length, Math.max(FIRST_BUFFER_BYTES, this.#exactIfSmall(length))));
    stream.filled = 0;
    this.#hold(stream.partial.length);
  }

  /** Small messages get their buffer at once; larger ones grow into it. */
  #exactIfSmall(length: number): number {
    return length <= FIRST_BUFFER_BYTES * 4 ? length : 0;
  }

  #readPayload(stream: ChunkStream, bytes: Buffer, at: number): number {
    const taken = Math.min(this.#currentLeft, bytes.length - at);
    const target = this.#grown(stream, stream.filled + taken);
    bytes.copy(target, stream.filled, at, at + taken);
    stream.filled += taken;
    this.#currentLeft -= taken;
    if (this.#currentLeft === 0) this.#endChunk(stream);
    return at + taken;
  }

  #grown(stream: ChunkStream, needed: number): Buffer {
    const partial = stream.partial ?? Buffer.alloc(0);
    if (needed <= partial.length) return partial;
    const larger = Buffer.allocUnsafe(Math.min(stream.length, Math.max(needed, partial.length * 2)));
    partial.copy(larger, 0, 0, stream.filled);
    this.#hold(larger.length - partial.length);
    stream.partial = larger;
    return larger;
  }

  #endChunk(stream: ChunkStream): void {
    this.#current = undefined;
    if (stream.filled < stream.length) return;
    const { type, timestamp, streamId, partial } = stream;
    this.#dropPartial(stream);
    this.#onMessage({ type, timestamp, streamId, body: partial ?? Buffer.alloc(0) });
  }

  #dropPartial(stream: ChunkStream): void {
    this.#hold(-(stream.partial?.length ?? 0));
    stream.partial = undefined;
    stream.filled = 0;
  }

  #hold(bytes: number): void {
    this.#partialBytes += bytes;
    if (this.#partialBytes > this.#limits.maxPartialBytes) throw new RtmpViolation('too many unfinished messages');
  }
}

/** Whether the gateway carries such messages as media, whose lengths have a limit of their own. */
export const isMediaMessage = (type: number): boolean =>
  type === MESSAGE.audio || type === MESSAGE.video || type === MESSAGE.aggregate;
