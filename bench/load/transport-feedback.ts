/**
 * What browsers tell a server ten times a second and more: when each packet arrived, by the number that the server wrote
 * into a header extension (draft-holmer-rmcat-transport-wide-cc-extensions-01). A server that hears nothing keeps the last
 * minute of what it sent, which no browser would make it do.
 */

/** What the extension is called in RTP parameters and session descriptions. */
export const TRANSPORT_CC_URI = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';

/** More would not fit a datagram. */
export const MAX_ARRIVALS = 500;
const SEQUENCES = 0x1_0000;
/** The format counts in 250 us. */
const TICKS_PER_MS = 4;
const TICKS_PER_REFERENCE = 256;
const MAX_RUN = 0x1fff;
const NOT_RECEIVED = 0;
/** Received, with a difference of two bytes. */
const RECEIVED = 2;
const RTPFB = 205;
const FORMAT = 15;
const HEADER_BYTES = 20;

export interface Extension {
  readonly uri: string;
  readonly id?: number;
  readonly preferredId?: number;
}

/** The number under which packets carry it; undefined when they do not. */
export function transportCcId(extensions: readonly Extension[]): number | undefined {
  const found = extensions.find(({ uri }) => uri === TRANSPORT_CC_URI);
  return found?.id ?? found?.preferredId;
}

/** The 16 bits of a one-byte header extension (RFC 8285) of an RTP packet. */
export function extensionNumber(packet: Buffer, id: number): number | undefined {
  const first = packet[0] ?? 0;
  const hasExtension = (first & 0x10) !== 0;
  const start = 12 + 4 * (first & 0x0f);
  if (!hasExtension || packet.length < start + 4 || packet.readUInt16BE(start) !== 0xbede) return undefined;
  const end = Math.min(packet.length, start + 4 + 4 * packet.readUInt16BE(start + 2));
  for (let at = start + 4; at < end; ) {
    const head = packet[at] ?? 0;
    if (head === 0) {
      at += 1;
      continue;
    }
    if (head >> 4 === id) return at + 3 <= end ? packet.readUInt16BE(at + 1) : undefined;
    at += 2 + (head & 0x0f);
  }
  return undefined;
}

interface Run {
  readonly symbol: number;
  length: number;
}

export class TransportFeedback {
  readonly #id: number;
  #arrivals: { readonly number: number; readonly ticks: number }[] = [];
  #mediaSsrc = 0;
  #count = 0;

  constructor(id: number) {
    this.#id = id;
  }

  get isFull(): boolean {
    return this.#arrivals.length >= MAX_ARRIVALS;
  }

  /** An RTP packet came. */
  arrived(packet: Buffer, nowMs: number): void {
    const number = extensionNumber(packet, this.#id);
    if (number === undefined || this.isFull) return;
    this.#mediaSsrc = packet.readUInt32BE(8);
    this.#arrivals.push({ number, ticks: Math.round(nowMs * TICKS_PER_MS) });
  }

  /** RTCP that tells of what came since the last time; undefined when nothing did. */
  take(): Buffer | undefined {
    const [first] = this.#arrivals;
    if (first === undefined) return undefined;
    const reference = Math.floor(first.ticks / TICKS_PER_REFERENCE);
    const runs: Run[] = [];
    const deltas: number[] = [];
    let last = reference * TICKS_PER_REFERENCE;
    let next = first.number;
    for (const { number, ticks } of this.#arrivals) {
      const missing = (number - next + SEQUENCES) % SEQUENCES;
      // It overtook nobody on loopback; should it ever, it is left out.
      if (missing > SEQUENCES / 2) continue;
      extend(runs, NOT_RECEIVED, missing);
      extend(runs, RECEIVED, 1);
      deltas.push(Math.max(-0x8000, Math.min(0x7fff, ticks - last)));
      last = ticks;
      next = (number + 1) % SEQUENCES;
    }
    this.#arrivals = [];
    return this.#packet(first.number, reference, runs, deltas);
  }

  #packet(base: number, reference: number, runs: readonly Run[], deltas: readonly number[]): Buffer {
    const bytes = Math.ceil((HEADER_BYTES + 2 * runs.length + 2 * deltas.length) / 4) * 4;
    const packet = Buffer.alloc(bytes);
    packet[0] = 0x80 | FORMAT;
    packet[1] = RTPFB;
    packet.writeUInt16BE(bytes / 4 - 1, 2);
    packet.writeUInt32BE(1, 4);
    packet.writeUInt32BE(this.#mediaSsrc, 8);
    packet.writeUInt16BE(base, 12);
    packet.writeUInt16BE(
      runs.reduce((sum, { length }) => sum + length, 0),
      14,
    );
    packet.writeUIntBE(reference & 0xff_ffff, 16, 3);
    packet[19] = this.#count;
    this.#count = (this.#count + 1) & 0xff;
    let at = HEADER_BYTES;
    for (const { symbol, length } of runs) at = packet.writeUInt16BE((symbol << 13) | length, at);
    for (const delta of deltas) at = packet.writeInt16BE(delta, at);
    return packet;
  }
}

function extend(runs: Run[], symbol: number, length: number): void {
  let left = length;
  while (left > 0) {
    const last = runs.at(-1);
    if (last === undefined || last.symbol !== symbol || last.length === MAX_RUN) runs.push({ symbol, length: 0 });
    const run = runs.at(-1) as Run;
    const added = Math.min(left, MAX_RUN - run.length);
    run.length += added;
    left -= added;
  }
}
