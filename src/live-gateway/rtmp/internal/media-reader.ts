/** Audio, video and script data as a publisher sends them: unwrapped in time, taken out of aggregates. */
import type { Verdict } from '../../live-publisher.ts';
import { decodeAmf0 } from './amf0-reader.ts';
import { MESSAGE, type RtmpMessage, RtmpViolation } from './rtmp-message.ts';

export interface MediaTaker {
  media(medium: 'audio' | 'video', timestampMs: number, body: Buffer): Verdict;
  metadata(body: Buffer): void;
}

const TAG_HEADER_BYTES = 11;
const BACK_POINTER_BYTES = 4;
const MAX_TAGS = 1000;
/** Kept for each stream and sent to each player. */
const MAX_METADATA_BYTES = 16 * 1024;
/** `@setDataFrame` as an AMF0 string. */
const SET_DATA_FRAME = Buffer.from('\u0002\u0000\u000d@setDataFrame', 'latin1');
const ON_META_DATA = 'onMetaData';

/** Time without wraps: 32 bits in, a number that goes on out. */
class Unwrapper {
  #last: number | undefined;

  next(timestamp: number): number {
    // Nearest to the last one, either side: audio and video are not quite in order.
    const last = this.#last ?? timestamp;
    const unwrapped = Math.max(0, last + ((timestamp - (last % 2 ** 32)) | 0));
    this.#last = unwrapped;
    return unwrapped;
  }
}

export class MediaReader {
  readonly #taker: MediaTaker;
  readonly #time = new Unwrapper();

  constructor(taker: MediaTaker) {
    this.#taker = taker;
  }

  /** Undefined = all is well; else the codec that we do not carry. @throws RtmpViolation */
  read({ type, timestamp, body }: RtmpMessage): string | undefined {
    switch (type) {
      case MESSAGE.audio:
      case MESSAGE.video:
        return this.#media(type, timestamp, body);
      case MESSAGE.aggregate:
        return this.#aggregate(timestamp, body);
      case MESSAGE.dataAmf3:
        // AMF0 in all but name, after a byte that says so.
        this.#data(body.subarray(1));
        return undefined;
      case MESSAGE.dataAmf0:
        this.#data(body);
        return undefined;
      default:
        return undefined;
    }
  }

  #media(type: number, timestamp: number, body: Buffer): string | undefined {
    const medium = type === MESSAGE.audio ? 'audio' : 'video';
    const verdict = this.#taker.media(medium, this.#time.next(timestamp), body);
    return verdict.type === 'unsupported' ? verdict.codec : undefined;
  }

  /** FLV tags in one message (section 7.1.6): their times count from that of the message. */
  #aggregate(timestamp: number, body: Buffer): string | undefined {
    let at = 0;
    let firstMs: number | undefined;
    for (let tags = 0; at < body.length; tags += 1) {
      if (tags >= MAX_TAGS || at + TAG_HEADER_BYTES > body.length) throw new RtmpViolation('aggregate');
      const type = body.readUInt8(at);
      const length = body.readUIntBE(at + 1, 3);
      const tagMs = body.readUIntBE(at + 4, 3) + body.readUInt8(at + 7) * 2 ** 24;
      const from = at + TAG_HEADER_BYTES;
      at = from + length + BACK_POINTER_BYTES;
      if (at > body.length) throw new RtmpViolation('aggregate');
      firstMs ??= tagMs;
      const isMedia = type === MESSAGE.audio || type === MESSAGE.video;
      // A copy: frames outlive the rest of the message.
      const part = Buffer.from(body.subarray(from, from + length));
      const codec = isMedia ? this.#media(type, (timestamp + tagMs - firstMs) >>> 0, part) : undefined;
      if (codec !== undefined) return codec;
    }
    return undefined;
  }

  #data(given: Buffer): void {
    const isSet = given.subarray(0, SET_DATA_FRAME.length).equals(SET_DATA_FRAME);
    const body = isSet ? given.subarray(SET_DATA_FRAME.length) : given;
    // Nothing depends on it: some tools put an index of the whole file there, and are no worse publishers for it.
    if (body.length > MAX_METADATA_BYTES) return;
    if (decodeAmf0(body)?.[0] === ON_META_DATA) this.#taker.metadata(body);
  }
}
