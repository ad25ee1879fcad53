/**
 * Frames into RTP packets: H.264 by RFC 6184 in non-interleaved mode (single NAL units, STAP-A for small ones that
 * follow each other, FU-A for large ones), Opus by RFC 7587 (a packet each) with its level (RFC 6464).
 */
import { AUDIO_LEVEL_ID } from './ingest-parameters.ts';

/** Bytes of RTP payload in one packet, so that header, SRTP and UDP still fit the smallest paths in use. */
export const MAX_PAYLOAD_BYTES = 1200;

const HEADER_BYTES = 12;
const VERSION_BYTE = 0x80;
const MARKER = 0x80;
const LENGTH_BYTES = 4;
const STAP_A = 24;
const FU_A = 28;
const NRI = 0x60;
const TYPE = 0x1f;
const FIRST_FRAGMENT = 0x80;
const LAST_FRAGMENT = 0x40;
const FRAGMENT_BYTES = MAX_PAYLOAD_BYTES - 2;
const LAST_TYPE = 23;
const EXTENSION_BIT = 0x10;
const ONE_BYTE_PROFILE = 0xbede;
/** Profile, length, and a word with the element and two bytes of padding. */
const LEVEL_BYTES = 8;
const LOWEST_LEVEL = 127;

/** Where a NAL unit lies in its frame. */
interface Unit {
  readonly start: number;
  readonly end: number;
}

export interface RtpStreamOptions {
  readonly payloadType: number;
  readonly ssrc: number;
  /** Of the first packet, 16 bits. */
  readonly firstSequence: number;
}

/** One outgoing RTP stream: numbers its packets and counts them for sender reports. */
export class RtpPacketizer {
  readonly #payloadType: number;
  readonly #ssrc: number;
  #sequence: number;
  packetCount = 0;
  octetCount = 0;

  constructor({ payloadType, ssrc, firstSequence }: RtpStreamOptions) {
    this.#payloadType = payloadType;
    this.#ssrc = ssrc;
    this.#sequence = firstSequence & 0xffff;
  }

  /** The packet of one Opus frame; its level goes into a header extension of one byte (RFC 8285, section 4.2). */
  opus(frame: Uint8Array, rtpTimestamp: number, levelDbov?: number): Buffer {
    if (levelDbov === undefined) {
      const packet = this.#packet(frame.length, rtpTimestamp, false);
      packet.set(frame, HEADER_BYTES);
      return packet;
    }
    const packet = this.#packet(LEVEL_BYTES + frame.length, rtpTimestamp, false);
    this.octetCount -= LEVEL_BYTES;
    packet[0] = VERSION_BYTE | EXTENSION_BIT;
    packet.writeUInt16BE(ONE_BYTE_PROFILE, HEADER_BYTES);
    packet.writeUInt16BE(1, HEADER_BYTES + 2);
    // Its length minus one is 0. The voice bit stays unset: nobody has looked for speech.
    packet[HEADER_BYTES + 4] = AUDIO_LEVEL_ID << 4;
    packet[HEADER_BYTES + 5] = Math.min(LOWEST_LEVEL, Math.max(0, Math.round(-levelDbov)));
    packet.fill(0, HEADER_BYTES + 6, HEADER_BYTES + LEVEL_BYTES);
    packet.set(frame, HEADER_BYTES + LEVEL_BYTES);
    return packet;
  }

  /** The packets of one access unit, in order, the last one marked. Empty when its lengths do not fit together. */
  h264(frame: Uint8Array, rtpTimestamp: number): Buffer[] {
    const units = unitsOf(frame);
    const packets: Buffer[] = [];
    for (let index = 0; index < units.length; ) {
      const count = fittingTogether(units, index);
      const isEnd = index + count === units.length;
      const unit = units[index] as Unit;
      if (count > 1) packets.push(this.#aggregate(frame, units.slice(index, index + count), rtpTimestamp, isEnd));
      else if (unit.end - unit.start <= MAX_PAYLOAD_BYTES) packets.push(this.#single(frame, unit, rtpTimestamp, isEnd));
      else this.#fragment(packets, frame, unit, rtpTimestamp, isEnd);
      index += count;
    }
    return packets;
  }

  #single(frame: Uint8Array, { start, end }: Unit, rtpTimestamp: number, isMarked: boolean): Buffer {
    const packet = this.#packet(end - start, rtpTimestamp, isMarked);
    packet.set(frame.subarray(start, end), HEADER_BYTES);
    return packet;
  }

  /** Section 5.7.1. */
  #aggregate(frame: Uint8Array, units: readonly Unit[], rtpTimestamp: number, isMarked: boolean): Buffer {
    const bytes = units.reduce((sum, { start, end }) => sum + 2 + end - start, 1);
    const packet = this.#packet(bytes, rtpTimestamp, isMarked);
    const importance = Math.max(...units.map(({ start }) => (frame[start] ?? 0) & NRI));
    packet[HEADER_BYTES] = importance | STAP_A;
    let at = HEADER_BYTES + 1;
    for (const { start, end } of units) {
      packet.writeUInt16BE(end - start, at);
      packet.set(frame.subarray(start, end), at + 2);
      at += 2 + end - start;
    }
    return packet;
  }

  /** Section 5.8: the unit's header is spread over indicator and fragment header. */
  #fragment(packets: Buffer[], frame: Uint8Array, { start, end }: Unit, rtpTimestamp: number, isEnd: boolean): void {
    const header = frame[start] ?? 0;
    for (let from = start + 1; from < end; from += FRAGMENT_BYTES) {
      const to = Math.min(end, from + FRAGMENT_BYTES);
      const isLast = to === end;
      const packet = this.#packet(2 + to - from, rtpTimestamp, isLast && isEnd);
      packet[HEADER_BYTES] = (header & ~TYPE) | FU_A;
      packet[HEADER_BYTES + 1] =
        (from === start + 1 ? FIRST_FRAGMENT : 0) | (isLast ? LAST_FRAGMENT : 0) | (header & TYPE);
      packet.set(frame.subarray(from, to), HEADER_BYTES + 2);
      packets.push(packet);
    }
  }

  /** A packet with its header (RFC 3550, section 5.1) and room for the payload. */
  #packet(payloadBytes: number, rtpTimestamp: number, isMarked: boolean): Buffer {
    const packet = Buffer.allocUnsafe(HEADER_BYTES + payloadBytes);
    packet[0] = VERSION_BYTE;
    packet[1] = (isMarked ? MARKER : 0) | this.#payloadType;
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(rtpTimestamp >>> 0, 4);
    packet.writeUInt32BE(this.#ssrc, 8);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.packetCount += 1;
    this.octetCount += payloadBytes;
    return packet;
  }
}

/** The NAL units of a frame; none when a length reaches beyond its end, or a unit's type is one of RTP's own. */
function unitsOf(frame: Uint8Array): readonly Unit[] {
  const units: Unit[] = [];
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  for (let at = 0; at < frame.length; ) {
    const start = at + LENGTH_BYTES;
    if (start > frame.length) return [];
    const end = start + view.getUint32(at);
    if (end > frame.length) return [];
    const type = (frame[start] ?? 0) & TYPE;
    if (end > start) {
      if (type === 0 || type > LAST_TYPE) return [];
      units.push({ start, end });
    }
    at = end;
  }
  return units;
}

/** How many units from this one on fit into one packet; at least one. */
function fittingTogether(units: readonly Unit[], from: number): number {
  let bytes = 1;
  let count = 0;
  for (let index = from; index < units.length; index += 1) {
    const { start, end } = units[index] as Unit;
    bytes += 2 + end - start;
    if (bytes > MAX_PAYLOAD_BYTES) break;
    count += 1;
  }
  return Math.max(1, count);
}
