/**
 * Seeded traces of RTP as a server receives it: sent at an even pace by a clock that may drift, lost in bursts
 * (Gilbert–Elliott), delayed by jitter, stalls and queues, overtaken, sent again a round trip later.
 */

export interface TracePacket {
  readonly bytes: Uint8Array;
  /** When it was sent and when it arrived, by the server's clock. */
  readonly sentAt: number;
  readonly at: number;
  /** Position in the stream as sent, from 0. */
  readonly index: number;
  readonly ticks: number;
}

export interface TraceOptions {
  readonly seed: number;
  readonly kind: 'audio' | 'h264';
  /** Audio packets or video frames. */
  readonly frames: number;
  readonly frameMs: number;
  /** Video: a key frame each so many frames, and packets in a key frame and in others. */
  readonly keyEvery: number;
  readonly keyPackets: number;
  readonly deltaPackets: number;
  readonly firstSequence: number;
  readonly firstTimestamp: number;
  readonly ssrc: number;
  /** How much faster the source's clock runs. */
  readonly driftPpm: number;
  /** Mean of the exponential jitter, for each phase in turn. */
  readonly phases: readonly TracePhase[];
  /** Gilbert–Elliott: chance to enter and to leave the bad state per packet, loss in the bad and in the good one. */
  readonly loss: { readonly enter: number; readonly leave: number; readonly bad: number; readonly good: number };
  /** Lost packets come again after this long; 0 = never. A repeat is lost like any packet, and tried three times. */
  readonly retransmitAfterMs: number;
  readonly duplicateShare: number;
  /** Packets may overtake each other; otherwise the network keeps their order, as most do. */
  readonly mayOvertake: boolean;
}

export interface TracePhase {
  readonly lastsMs: number;
  readonly jitterMs: number;
  /** Stalls: nothing comes for a while, then all of it at once. Mean pause between them (0 = none) and longest length. */
  readonly stallEveryMs: number;
  readonly stallMs: number;
}

export const CALM: TracePhase = { lastsMs: 60_000, jitterMs: 2, stallEveryMs: 0, stallMs: 0 };
const NETWORK_MS = 30;

export function defaultTrace(kind: 'audio' | 'h264', seed: number): TraceOptions {
  return {
    seed,
    kind,
    frames: 3000,
    frameMs: kind === 'audio' ? 20 : 40,
    keyEvery: 50,
    keyPackets: 12,
    deltaPackets: 3,
    firstSequence: 1000,
    firstTimestamp: 5000,
    ssrc: 0x1234,
    driftPpm: 0,
    phases: [CALM],
    loss: { enter: 0, leave: 1, bad: 0, good: 0 },
    retransmitAfterMs: 0,
    duplicateShare: 0,
    mayOvertake: false,
  };
}

/** Even numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface RtpFields {
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc?: number;
  readonly isMarked?: boolean;
  readonly payload: readonly number[] | Uint8Array;
  readonly paddingBytes?: number;
  /** Contributing sources, and words of a header extension. */
  readonly csrcs?: number;
  readonly extensionWords?: number;
}

export function rtpPacket(fields: RtpFields): Uint8Array {
  const { payload, paddingBytes = 0, csrcs = 0, extensionWords = 0, ssrc = 0x1234 } = fields;
  const extensionBytes = extensionWords === 0 ? 0 : 4 + 4 * extensionWords;
  const head = 12 + 4 * csrcs + extensionBytes;
  const bytes = new Uint8Array(head + payload.length + paddingBytes);
  const view = new DataView(bytes.buffer);
  bytes[0] = 0x80 | (paddingBytes > 0 ? 0x20 : 0) | (extensionWords > 0 ? 0x10 : 0) | csrcs;
  bytes[1] = (fields.isMarked === true ? 0x80 : 0) | 96;
  view.setUint16(2, fields.sequence & 0xffff);
  view.setUint32(4, fields.timestamp >>> 0);
  view.setUint32(8, ssrc);
  if (extensionWords > 0) view.setUint16(12 + 4 * csrcs + 2, extensionWords);
  bytes.set(payload, head);
  if (paddingBytes > 0) bytes[bytes.length - 1] = paddingBytes;
  return bytes;
}

/** An Opus packet of one frame of 20 ms (CELT, fullband) that carries its number. */
export const opusPayload = (index: number): number[] => [
  0xf8,
  index >>> 24,
  (index >>> 16) & 0xff,
  (index >>> 8) & 0xff,
  index & 0xff,
];

/** Payload of packet `part` of `parts` of an H.264 frame: one slice in FU-A fragments, in key frames after parameters. */
export function h264Payload(isKey: boolean, part: number, parts: number, content: number): number[] {
  if (isKey && part === 0) return [0x78, 0, 2, 0x67, 1, 0, 2, 0x68, 1];
  const first = isKey ? 1 : 0;
  const type = isKey ? 5 : 1;
  const body = [content & 0xff, part];
  if (parts - first === 1) return [0x60 | type, ...body];
  const start = part === first ? 0x80 : 0;
  const end = part === parts - 1 ? 0x40 : 0;
  return [0x7c, start | end | type, ...body];
}

interface Sent {
  readonly bytes: Uint8Array;
  readonly sentAt: number;
  readonly ticks: number;
}

function* sent(options: TraceOptions): Generator<Sent> {
  const { kind, frames, frameMs, firstTimestamp, ssrc } = options;
  const ticksPerFrame = frameMs * (kind === 'audio' ? 48 : 90);
  const realFrameMs = frameMs / (1 + options.driftPpm / 1e6);
  let sequence = options.firstSequence;
  for (let frame = 0; frame < frames; frame += 1) {
    const ticks = firstTimestamp + frame * ticksPerFrame;
    const isKey = kind === 'h264' && frame % options.keyEvery === 0;
    const parts = kind === 'audio' ? 1 : isKey ? options.keyPackets : options.deltaPackets;
    for (let part = 0; part < parts; part += 1) {
      const payload = kind === 'audio' ? opusPayload(frame) : h264Payload(isKey, part, parts, frame);
      const isMarked = kind === 'h264' && part === parts - 1;
      const bytes = rtpPacket({ sequence, timestamp: ticks % 2 ** 32, ssrc, isMarked, payload });
      yield { bytes, ticks, sentAt: frame * realFrameMs + part * 0.3 };
      sequence += 1;
    }
  }
}

/** The phases one after the other, again and again. */
function phaseAt(phases: readonly TracePhase[], at: number): TracePhase {
  const period = phases.reduce((sum, { lastsMs }) => sum + lastsMs, 0);
  let left = at % period;
  for (const phase of phases) {
    if (left < phase.lastsMs) return phase;
    left -= phase.lastsMs;
  }
  return CALM;
}

/** What arrives, in the order of arrival. */
export function makeTrace(options: TraceOptions): TracePacket[] {
  const random = seeded(options.seed);
  const exponential = (mean: number): number => -mean * Math.log(1 - random());
  const { loss, retransmitAfterMs } = options;
  let isBad = false;
  const isLost = (): boolean => {
    isBad = isBad ? random() >= loss.leave : random() < loss.enter;
    return random() < (isBad ? loss.bad : loss.good);
  };
  const arrivals: TracePacket[] = [];
  let stallFrom = 0;
  let stallUntil = 0;
  let lastAt = 0;
  let index = 0;
  for (const { bytes, sentAt, ticks } of sent(options)) {
    const { jitterMs, stallEveryMs, stallMs } = phaseAt(options.phases, sentAt);
    if (stallEveryMs > 0 && sentAt > stallUntil + 1 && random() < options.frameMs / stallEveryMs) {
      stallFrom = sentAt;
      stallUntil = sentAt + stallMs * (0.4 + 0.6 * random());
    }
    let at = sentAt + NETWORK_MS + exponential(jitterMs);
    if (sentAt >= stallFrom && sentAt < stallUntil) at = Math.max(at, stallUntil + NETWORK_MS);
    if (!options.mayOvertake) at = Math.max(at, lastAt);
    let tries = 0;
    let isGone = isLost();
    while (isGone && retransmitAfterMs > 0 && tries < 3) {
      tries += 1;
      isGone = isLost();
    }
    if (tries > 0) at += tries * retransmitAfterMs;
    else lastAt = at;
    if (!isGone) {
      arrivals.push({ bytes, sentAt, at, index, ticks });
      if (random() < options.duplicateShare) arrivals.push({ bytes, sentAt, at: at + 5 * random(), index, ticks });
    }
    index += 1;
  }
  return arrivals.sort((a, b) => a.at - b.at || a.index - b.index);
}

/** Least time in the network: what a buffer that knew the future would count as no delay at all. */
export const leastDelayMs = NETWORK_MS;
