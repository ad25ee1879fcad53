/**
 * AMF0 (Adobe, 2007) from a peer we do not trust: depth, number of values and all lengths are bounded before anything is
 * made of them. Undefined instead of a throw: broken input is nothing exceptional here.
 */
import type { AmfValue } from './nms-protocol.ts';

const MAX_DEPTH = 8;
const MAX_VALUES = 512;

const MARKER = {
  number: 0x00,
  boolean: 0x01,
  string: 0x02,
  object: 0x03,
  null: 0x05,
  undefined: 0x06,
  reference: 0x07,
  ecmaArray: 0x08,
  objectEnd: 0x09,
  strictArray: 0x0a,
  date: 0x0b,
  longString: 0x0c,
  unsupported: 0x0d,
  xmlDocument: 0x0f,
  typedObject: 0x10,
} as const;

/** Thrown and caught in this file only. */
class Malformed extends Error {}

/**
 * All values of `bytes`. Arrays become objects with numbers as names; dates become their milliseconds; references and
 * what AMF0 calls unsupported become null. Undefined when it is not AMF0, is cut off, or goes beyond the bounds.
 */
export function decodeAmf0(bytes: Buffer): readonly AmfValue[] | undefined {
  const reader = new Amf0Reader(bytes);
  try {
    const values: AmfValue[] = [];
    while (!reader.isAtEnd) values.push(reader.value(0));
    return values;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

class Amf0Reader {
  readonly #bytes: Buffer;
  #at = 0;
  #values = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  value(depth: number): AmfValue {
    this.#values += 1;
    if (depth > MAX_DEPTH || this.#values > MAX_VALUES) throw new Malformed();
    const marker = this.#bytes[this.#take(1)];
    switch (marker) {
      case MARKER.number:
        return this.#bytes.readDoubleBE(this.#take(8));
      case MARKER.boolean:
        return this.#bytes[this.#take(1)] !== 0;
      case MARKER.string:
        return this.#shortText();
      case MARKER.longString:
      case MARKER.xmlDocument:
        return this.#text(this.#bytes.readUInt32BE(this.#take(4)));
      case MARKER.null:
      case MARKER.unsupported:
        return null;
      case MARKER.undefined:
        return undefined;
      case MARKER.reference:
        this.#take(2);
        return null;
      case MARKER.date: {
        const ms = this.#bytes.readDoubleBE(this.#take(8));
        this.#take(2);
        return ms;
      }
      case MARKER.typedObject:
        this.#shortText();
        return this.#members(depth);
      case MARKER.object:
        return this.#members(depth);
      case MARKER.ecmaArray:
        this.#take(4);
        return this.#members(depth);
      case MARKER.strictArray:
        return this.#items(depth);
      default:
        throw new Malformed();
    }
  }

  #members(depth: number): AmfValue {
    const members: [string, AmfValue][] = [];
    for (;;) {
      const name = this.#shortText();
      if (name === '' && this.#bytes[this.#at] === MARKER.objectEnd) {
        this.#at += 1;
        // `fromEntries` defines: a member called __proto__ is just that.
        return Object.fromEntries(members);
      }
      members.push([name, this.value(depth + 1)]);
    }
  }

  #items(depth: number): AmfValue {
    const count = this.#bytes.readUInt32BE(this.#take(4));
    if (count > MAX_VALUES) throw new Malformed();
    return Object.fromEntries(Array.from({ length: count }, (_, index) => [String(index), this.value(depth + 1)]));
  }

  #shortText(): string {
    return this.#text(this.#bytes.readUInt16BE(this.#take(2)));
  }

  #text(length: number): string {
    const at = this.#take(length);
    return this.#bytes.toString('utf8', at, at + length);
  }

  /** Where the next `length` bytes are. */
  #take(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) throw new Malformed();
    this.#at = at + length;
    return at;
  }
}
