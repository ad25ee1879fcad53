/**
 * Frames from the live gateway, made into RTP of one member: packets, sequence numbers, timestamps, sender reports.
 *
 * mediasoup's direct transport loses nothing and has no port. Both media share one clock, so their sender reports name
 * the same wall clock and receivers align them. Large frames are spread a little: a key frame of two hundred packets
 * at once would overflow the socket buffers of those who receive it.
 */
import type { types } from 'mediasoup';
import type { CancelTimer } from '../../shared/clock.ts';
import type { FedFrame } from '../live-media.ts';
import type { RtpMedium } from '../media-engine.ts';
import { INGEST_PAYLOAD_TYPE, ingestParameters } from './ingest-parameters.ts';
import type { LiveContext, MediaAppData, MemberContext, RoomContext, RtpSource } from './media-context.ts';
import { MAX_FED_BYTES } from './media-limits.ts';
import type { Publisher } from './publisher.ts';
import { keyFrameRequests, senderReport } from './rtcp.ts';
import { RtpPacketizer } from './rtp-packetizer.ts';
import { callWorker } from './worker-call.ts';

export type DirectTransport = types.DirectTransport<MediaAppData>;

const CLOCK_RATE_HZ = { audio: 48_000, video: 90_000 } as const;
/** Packets that leave at once, and after each pause: 60 Mbit/s. */
const BURST_PACKETS = 32;
const BURST_PAUSE_MS = 5;
const REPORT_INTERVAL_MS = 1000;
/** A source's clock that leaves ours by so much began anew. */
const CLOCK_JUMP_MS = 2000;

export interface IngestRequest {
  readonly medium: RtpMedium;
  readonly ssrc: number;
  readonly mayFlow: boolean;
}

interface Stream {
  readonly medium: RtpMedium;
  readonly ssrc: number;
  readonly clockRateHz: number;
  readonly packetizer: RtpPacketizer;
  source: RtpSource | undefined;
  reportedAt: number;
  /** Video only: packets that wait for their burst. */
  waiting: Buffer[];
  waitingBytes: number;
  cancelBurst: CancelTimer | undefined;
  isAwaitingKey: boolean;
}

/** All ingests of one member. */
export class LiveIngest {
  readonly #room: RoomContext;
  readonly #member: MemberContext;
  readonly #live: LiveContext;
  readonly #publisher: Publisher;
  readonly #streamByMedium = new Map<RtpMedium, Stream>();
  #transport: DirectTransport | undefined;
  #opening: Promise<DirectTransport> | undefined;
  /** Wall clock minus the frames' clock. */
  #wallOffsetMs = Number.NaN;
  /** Commands under way. */
  #opens = 0;
  #closed = false;

  constructor(room: RoomContext, member: MemberContext, live: LiveContext, publisher: Publisher) {
    this.#room = room;
    this.#member = member;
    this.#live = live;
    this.#publisher = publisher;
  }

  /** 1 while it has its transport. */
  get transportCount(): number {
    return this.#transport === undefined ? 0 : 1;
  }

  get isEmpty(): boolean {
    return this.#opening === undefined;
  }

  /** @throws AppError alreadyPublished, mediaUnavailable */
  async open({ medium, ssrc, mayFlow }: IngestRequest): Promise<{ producerId: string }> {
    this.#opens += 1;
    try {
      const source = await this.#publisher.publish({
        medium,
        rtpParameters: ingestParameters(medium, ssrc, this.#member.memberId),
        mayFlow,
        transport: () => this.#directTransport(),
      });
      this.#adopt(medium, ssrc, source);
      return { producerId: source.id };
    } finally {
      this.#opens -= 1;
      this.#settle();
    }
  }

  /** Sends one frame of an open medium into the worker. */
  feed({ medium, timestampMs, isKeyFrame, bytes, levelDbov }: FedFrame): void {
    const stream = this.#streamByMedium.get(medium);
    const transport = this.#transport;
    // What is stopped is stopped in the worker as well; the rest is not worth its way there.
    if (stream?.source === undefined || stream.source.paused || transport === undefined) return;
    if (bytes.length === 0 || bytes.length > MAX_FED_BYTES || !Number.isFinite(timestampMs)) return;
    const rtpTimestamp = this.#rtpTimestamp(stream, timestampMs);
    if (medium === 'audio') {
      if (bytes.length > MAX_OPUS_BYTES) return;
      stream.source.send(stream.packetizer.opus(bytes, rtpTimestamp, levelDbov));
    } else {
      this.#feedVideo(stream, stream.packetizer, rtpTimestamp, isKeyFrame, bytes);
    }
    this.#report(stream, transport, timestampMs);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#transport?.close();
    this.#transport = undefined;
    for (const medium of [...this.#streamByMedium.keys()]) this.#drop(medium);
  }

  #directTransport(): Promise<DirectTransport> {
    this.#opening ??= this.#openTransport().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #openTransport(): Promise<DirectTransport> {
    const transport = await openDirectTransport(this.#room, this.#member.memberId);
    if (this.#closed) {
      transport.close();
      this.#member.requireOpen();
    }
    transport.on('rtcp', (compound) => this.#keyFramesWanted(compound));
    this.#transport = transport;
    return transport;
  }

  #adopt(medium: RtpMedium, ssrc: number, source: RtpSource): void {
    const stream: Stream = {
      medium,
      ssrc,
      clockRateHz: CLOCK_RATE_HZ[source.kind],
      packetizer: new RtpPacketizer({
        payloadType: INGEST_PAYLOAD_TYPE[source.kind],
        ssrc,
        firstSequence: ssrc & 0x7fff,
      }),
      source,
      reportedAt: Number.NEGATIVE_INFINITY,
      waiting: [],
      waitingBytes: 0,
      cancelBurst: undefined,
      isAwaitingKey: true,
    };
    this.#streamByMedium.set(medium, stream);
    // It may have been closed in the same turn that it was opened in.
    if (source.closed) this.#drop(medium);
    source.observer.on('close', () => {
      if (this.#streamByMedium.get(medium) === stream) this.#drop(medium);
    });
  }

  #drop(medium: RtpMedium): void {
    const stream = this.#streamByMedium.get(medium);
    if (stream === undefined) return;
    this.#streamByMedium.delete(medium);
    stream.cancelBurst?.();
    const { roomId } = this.#room;
    const { memberId } = this.#member;
    this.#live.emitLive({ type: 'ingestClosed', roomId, memberId, medium, producerId: stream.source?.id ?? '' });
    this.#settle();
  }

  /** Without streams the transport is not needed: a member may stay for hours after its last push. */
  #settle(): void {
    if (this.#opens > 0 || this.#streamByMedium.size > 0) return;
    this.#transport?.close();
    this.#transport = undefined;
    this.#opening = undefined;
  }

  #keyFramesWanted(compound: Buffer): void {
    const { roomId } = this.#room;
    const { memberId } = this.#member;
    for (const asked of keyFrameRequests(compound)) {
      for (const { ssrc, medium } of this.#streamByMedium.values()) {
        if (ssrc === asked) this.#live.emitLive({ type: 'keyFrameWanted', roomId, memberId, medium });
      }
    }
  }

  /** Timestamps begin where the SSRC says (RFC 3550 wants a random place). */
  #rtpTimestamp({ ssrc, clockRateHz }: Stream, timestampMs: number): number {
    return (ssrc + Math.round((timestampMs * clockRateHz) / 1000)) >>> 0;
  }

  #feedVideo(
    stream: Stream,
    packetizer: RtpPacketizer,
    rtpTimestamp: number,
    isKeyFrame: boolean,
    bytes: Uint8Array,
  ): void {
    if (stream.waitingBytes + bytes.length > MAX_FED_BYTES) stream.isAwaitingKey = true;
    if (stream.isAwaitingKey && (!isKeyFrame || stream.waitingBytes > 0)) return;
    stream.isAwaitingKey = false;
    for (const packet of packetizer.h264(bytes, rtpTimestamp)) {
      stream.waiting.push(packet);
      stream.waitingBytes += packet.length;
    }
    if (stream.cancelBurst === undefined) this.#burst(stream);
  }

  #burst(stream: Stream): void {
    stream.cancelBurst = undefined;
    for (const packet of stream.waiting.splice(0, BURST_PACKETS)) {
      stream.waitingBytes -= packet.length;
      if (stream.source?.paused === false) stream.source.send(packet);
    }
    if (stream.waiting.length === 0) return;
    stream.cancelBurst = this.#live.clock.after(BURST_PAUSE_MS, () => this.#burst(stream));
  }

  /**
   * Reports speak of this instant, not of the frame: a medium that comes later (transcoded sound) would otherwise seem
   * to have a longer way, and the worker's estimate of the way is shared by both.
   */
  #report(stream: Stream, transport: DirectTransport, timestampMs: number): void {
    const now = this.#live.clock.now();
    if (!(Math.abs(timestampMs + this.#wallOffsetMs - now) < CLOCK_JUMP_MS)) {
      this.#wallOffsetMs = now - timestampMs;
      for (const other of this.#streamByMedium.values()) other.reportedAt = Number.NEGATIVE_INFINITY;
    }
    if (now - stream.reportedAt < REPORT_INTERVAL_MS) return;
    stream.reportedAt = now;
    const { ssrc, packetizer } = stream;
    const { packetCount, octetCount } = packetizer;
    const rtpTimestamp = this.#rtpTimestamp(stream, now - this.#wallOffsetMs);
    const cname = this.#member.memberId;
    transport.sendRtcp(senderReport({ ssrc, wallMs: now, rtpTimestamp, packetCount, octetCount, cname }));
  }
}

/** Longest Opus packet that fits one RTP packet here; 60 ms at 128 kbit/s have 960 bytes. */
const MAX_OPUS_BYTES = 1275;

/** A transport into and out of the worker without a network. */
export async function openDirectTransport(
  room: RoomContext,
  memberId: MediaAppData['memberId'],
): Promise<DirectTransport> {
  const router = await room.router();
  return await callWorker(
    () => router.createDirectTransport<MediaAppData>({ appData: { roomId: room.roomId, memberId, medium: '' } }),
    {
      timeoutMs: room.options.requestTimeoutMs,
      gate: room.gate,
      lane: 'command',
      notFound: 'mediaUnavailable',
      discard: (late) => late.close(),
    },
  );
}
