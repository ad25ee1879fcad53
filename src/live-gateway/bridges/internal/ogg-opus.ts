/** Opus in Ogg (RFC 7845, RFC 3533), as far as talking with ffmpeg needs it: one logical stream, whole packets. */

const CAPTURE = 0x4f676753; // 'OggS'
const HEADER_BYTES = 27;
const SERIAL = 1;
const FIRST_PAGE = 0x02;
/** Pages are at most 65 307 bytes; more without one is not Ogg. */
const MAX_REST_BYTES = 128 * 1024;
const MAX_PACKET_BYTES = 64 * 1024;
const SAMPLES_PER_MS = 48;

const CRC = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  return value >>> 0;
});

function checksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) ^ (CRC[((crc >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  return crc;
}

/** Makes the pages of one stream: headers first, then a page for each packet, so that nothing waits. */
export class OggOpusWriter {
  #sequence = 0;
  #granule = 0n;

  /** Identification and comment header. @param channels of the decoded sound, 1 or 2 */
  headers(channels: number): Buffer {
    const head = Buffer.alloc(19);
    head.write('OpusHead', 0, 'latin1');
    head[8] = 1;
    head[9] = channels;
    // Pre-skip stays 0: samples are counted from the first packet.
    head.writeUInt32LE(48_000, 12);
    const tags = Buffer.alloc(16);
    tags.write('OpusTags', 0, 'latin1');
    return Buffer.concat([this.#page(head, FIRST_PAGE), this.#page(tags, 0)]);
  }

  packet(bytes: Uint8Array, durationMs: number): Buffer {
    this.#granule += BigInt(Math.round(durationMs * SAMPLES_PER_MS));
    return this.#page(bytes, 0);
  }

  #page(packet: Uint8Array, flags: number): Buffer {
    const segments = Math.floor(packet.length / 255) + 1;
    const page = Buffer.alloc(HEADER_BYTES + segments + packet.length);
    page.writeUInt32BE(CAPTURE, 0);
    page[5] = flags;
    page.writeBigInt64LE(this.#granule, 6);
    page.writeUInt32LE(SERIAL, 14);
    page.writeUInt32LE(this.#sequence, 18);
    page[26] = segments;
    page.fill(255, HEADER_BYTES, HEADER_BYTES + segments - 1);
    page[HEADER_BYTES + segments - 1] = packet.length % 255;
    page.set(packet, HEADER_BYTES + segments);
    page.writeUInt32LE(checksum(page), 22);
    this.#sequence += 1;
    return page;
  }
}

export interface OggPacket {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Cuts a byte stream into the packets of its Ogg pages, headers included. What is no page is skipped up to the next
 * one; packets that span pages are put together. Bounded.
 */
export class OggReader {
  #rest: Buffer = Buffer.alloc(0);
  #partial: Buffer[] = [];
  #partialBytes = 0;

  push(chunk: Buffer): readonly OggPacket[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const packets: OggPacket[] = [];
    let at = 0;
    while (at + HEADER_BYTES <= bytes.length) {
      if (bytes.readUInt32BE(at) !== CAPTURE) {
        const next = bytes.indexOf('OggS', at + 1, 'latin1');
        at = next === -1 ? Math.max(at, bytes.length - 3) : next;
        if (next === -1) break;
        continue;
      }
      const end = this.#readPage(bytes, at, packets);
      if (end === undefined) break;
      at = end;
    }
    const rest = bytes.subarray(at);
    this.#rest = rest.length > MAX_REST_BYTES ? Buffer.alloc(0) : Buffer.from(rest);
    return packets;
  }

  /** Where the page ends; undefined when it is not all there. */
  #readPage(bytes: Buffer, start: number, packets: OggPacket[]): number | undefined {
    const segments = bytes[start + 26] ?? 0;
    const table = start + HEADER_BYTES;
    if (table + segments > bytes.length) return undefined;
    let size = 0;
    for (let index = 0; index < segments; index += 1) size += bytes[table + index] ?? 0;
    const body = table + segments;
    if (body + size > bytes.length) return undefined;
    let at = body;
    for (let index = 0; index < segments; index += 1) {
      const length = bytes[table + index] ?? 0;
      this.#take(bytes.subarray(at, at + length));
      at += length;
      if (length < 255) this.#finish(packets);
    }
    return at;
  }

  #take(part: Buffer): void {
    this.#partialBytes += part.length;
    if (this.#partialBytes <= MAX_PACKET_BYTES) this.#partial.push(Buffer.from(part));
  }

  #finish(packets: OggPacket[]): void {
    if (this.#partialBytes > 0 && this.#partialBytes <= MAX_PACKET_BYTES) {
      packets.push({ bytes: new Uint8Array(Buffer.concat(this.#partial)) });
    }
    this.#partial = [];
    this.#partialBytes = 0;
  }
}

/** Samples at the beginning that a decoder drops, when the packet is an identification header (RFC 7845, 5.1). */
export function preSkipOf(packet: Uint8Array): number | undefined {
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  return bytes.length >= 19 && bytes.toString('latin1', 0, 8) === 'OpusHead' ? bytes.readUInt16LE(10) : undefined;
}

export const isOpusTags = (packet: Uint8Array): boolean =>
  Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength).toString('latin1', 0, 8) === 'OpusTags';
