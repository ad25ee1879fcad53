/**
 * What one member sends, as whole frames in order and in time, for those who cannot receive RTP. Consumers on a direct
 * transport, a jitter buffer each, sender reports to align them. Runs where the packets arrive, so that only frames
 * cross to the gateway's thread.
 *
 * It follows the member: what is published later is taken up, the screen stands in while there is no camera, what is
 * stopped gives nothing.
 */
import type { types } from 'mediasoup';
import { AppError } from '../../shared/app-error.ts';
import type { CancelTimer } from '../../shared/clock.ts';
import { AvSync } from '../jitter-buffer/av-sync.ts';
import { defaultJitterOptions, JitterBuffer } from '../jitter-buffer/jitter-buffer.ts';
import type { JitterCodec, JitterFrame } from '../jitter-buffer/jitter-buffer-types.ts';
import type { SenderReport } from '../jitter-buffer/sender-report.ts';
import { routerCapabilities } from './codecs.ts';
import { EgressClock, type EgressMedium } from './egress-clock.ts';
import { FrameGate } from './frame-backlog.ts';
import { type DirectTransport, openDirectTransport } from './live-ingest.ts';
import {
  type LiveContext,
  type MediaAppData,
  type MemberContext,
  mediumOf,
  type RoomContext,
  type RtpSource,
} from './media-context.ts';
import { ntpToMs, senderReports } from './rtcp.ts';
import { callWorker } from './worker-call.ts';

/** Alignment and statistics. */
const ALIGN_INTERVAL_MS = 100;
const STATS_INTERVAL_MS = 2000;
/** The earlier medium waits for the other by this much at most. */
const MAX_HOLD_MS = 300;
const MEDIA = ['audio', 'video'] as const;
const VP8 = 'video/VP8';
const TICKS_PER_MS = { audio: 48, video: 90 } as const;

interface Stream {
  readonly medium: EgressMedium;
  readonly codec: JitterCodec;
  readonly source: RtpSource;
  readonly buffer: JitterBuffer;
  readonly gate: FrameGate;
  consumer: types.Consumer<MediaAppData> | undefined;
  cancelWake: CancelTimer;
}

export interface LiveEgressOptions {
  readonly egressId: string;
  readonly takesVp8?: boolean;
  readonly room: RoomContext;
  readonly member: MemberContext;
  readonly live: LiveContext;
  /** It ended by itself or was closed. */
  readonly onClosed: () => void;
}

export class LiveEgress {
  readonly #options: LiveEgressOptions;
  readonly #clock = new EgressClock();
  readonly #streams = new Map<EgressMedium, Stream>();
  #transport: DirectTransport | undefined;
  #sync: AvSync | undefined;
  #cancelTick: CancelTimer = () => undefined;
  #statsAt = 0;
  #closed = false;

  constructor(options: LiveEgressOptions) {
    this.#options = options;
  }

  get transportCount(): number {
    return this.#transport === undefined ? 0 : 1;
  }

  get consumerCount(): number {
    return [...this.#streams.values()].filter(({ consumer }) => consumer !== undefined).length;
  }

  /** For the inspector. */
  get stats() {
    return [...this.#streams.values()].map(({ medium, codec, buffer, gate }) => ({
      id: this.#options.egressId,
      medium,
      codec,
      jitter: buffer.stats(),
      dropped: gate.dropped,
      skewMs: this.#sync?.stats().skewMs ?? null,
    }));
  }

  /** Opens the transport, then what there is to receive. @throws AppError mediaUnavailable; it is closed then */
  async open(): Promise<void> {
    const { room, member, live } = this.#options;
    try {
      const transport = await openDirectTransport(room, member.memberId);
      if (this.#closed) {
        transport.close();
        throw new AppError('mediaUnavailable', 'the egress was closed meanwhile');
      }
      this.#transport = transport;
      transport.on('rtcp', (compound) => this.#reported(compound));
      transport.observer.on('close', () => this.close());
    } catch (error) {
      this.close();
      throw error;
    }
    this.#statsAt = live.clock.now();
    this.#tick();
    this.settle();
  }

  /** What the member sends has changed. */
  settle(): void {
    if (this.#transport === undefined || this.#closed) return;
    for (const medium of MEDIA) {
      const source = this.#sourceOf(medium);
      const stream = this.#streams.get(medium);
      if (stream?.source === source) continue;
      if (stream !== undefined) this.#drop(stream);
      if (source !== undefined) void this.#receive(medium, source, this.#transport);
    }
  }

  /** Asks for a key frame. */
  refresh(): void {
    this.#streams
      .get('video')
      ?.consumer?.requestKeyFrame()
      .catch(() => undefined);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelTick();
    for (const stream of [...this.#streams.values()]) this.#drop(stream);
    this.#transport?.close();
    this.#transport = undefined;
    this.#options.onClosed();
  }

  #sourceOf(medium: EgressMedium): RtpSource | undefined {
    const { room, member } = this.#options;
    const of = (wanted: 'audio' | 'video' | 'screen'): RtpSource | undefined =>
      room.rtpSources.get(`${member.memberId}/${wanted}`);
    return medium === 'audio' ? of('audio') : (of('video') ?? of('screen'));
  }

  async #receive(medium: EgressMedium, source: RtpSource, transport: DirectTransport): Promise<void> {
    const codec = medium === 'audio' ? 'opus' : isVp8(source) ? 'vp8' : 'h264';
    const buffer = new JitterBuffer(defaultJitterOptions(codec));
    const gate = new FrameGate(this.#options.live.backlog, medium);
    const stream: Stream = { medium, codec, source, buffer, gate, consumer: undefined, cancelWake: () => undefined };
    this.#streams.set(medium, stream);
    this.#clock.forget(medium);
    try {
      const consumer = await this.#consume(source, transport);
      if (this.#streams.get(medium) !== stream) {
        consumer.close();
        return;
      }
      stream.consumer = consumer;
      consumer.on('rtp', (packet) => {
        buffer.push(packet, this.#now());
        this.#drain(stream);
      });
      this.#alignAnew();
      if (source.type === 'simple') await this.#hearSource(stream);
      // Asks for a key frame by itself.
      await callWorker(() => consumer.resume(), this.#call('consumerNotFound'));
    } catch (error) {
      this.#failed(stream, error);
    }
  }

  async #consume(source: RtpSource, transport: DirectTransport): Promise<types.Consumer<MediaAppData>> {
    const { roomId } = this.#options.room;
    const { memberId } = this.#options.member;
    const appData: MediaAppData = { roomId, memberId, medium: mediumOf(source) };
    return await callWorker(
      () =>
        transport.consume<MediaAppData>({
          producerId: source.id,
          rtpCapabilities: this.#options.takesVp8 === true ? WITH_VP8 : CAPABILITIES,
          paused: true,
          appData,
        }),
      { ...this.#call('producerNotFound'), unsupported: 'cannotConsume', discard: (late) => late.close() },
    );
  }

  #call(notFound: 'producerNotFound' | 'consumerNotFound') {
    const { options, gate } = this.#options.room;
    return { timeoutMs: options.requestTimeoutMs, gate, lane: 'command', notFound } as const;
  }

  /** Without the stream; a source that is still there stays as refused, or each change would try it again. */
  #failed(stream: Stream, error: unknown): void {
    const { room, member, live, egressId } = this.#options;
    const { roomId } = room;
    const { memberId } = member;
    if (this.#closed || this.#streams.get(stream.medium) !== stream) return;
    const { medium } = stream;
    room.options.logger('debug', 'an egress could not receive', { roomId, memberId, medium, error: String(error) });
    const isRefused = error instanceof AppError && error.errorName === 'cannotConsume';
    if (isRefused) live.emitLive({ type: 'egressRefused', roomId, memberId, egressId, medium });
    else if (!stream.source.closed) this.close();
  }

  #drop(stream: Stream): void {
    if (this.#streams.get(stream.medium) === stream) this.#streams.delete(stream.medium);
    stream.cancelWake();
    stream.consumer?.close();
    stream.consumer = undefined;
    this.#sync = undefined;
  }

  #alignAnew(): void {
    const audio = this.#streams.get('audio')?.buffer;
    const video = this.#streams.get('video')?.buffer;
    if (audio === undefined || video === undefined) return;
    this.#sync = new AvSync(
      { buffer: audio, clockRateHz: 48_000 },
      { buffer: video, clockRateHz: 90_000 },
      MAX_HOLD_MS,
    );
  }

  /**
   * The reports of the source itself. Those that the worker makes rest on its estimate of the way from the source, which
   * on a busy machine is off by a tenth of a second, and not by the same in both media. The source's own clock is one.
   */
  async #hearSource({ medium, source, buffer }: Stream): Promise<void> {
    source.on('trace', (trace) => {
      if (this.#streams.get(medium)?.buffer !== buffer) return;
      const report = reportOf(trace);
      if (report !== undefined) this.#report(medium, buffer, report);
    });
    await callWorker(() => source.enableTraceEvent(['sr']), this.#call('producerNotFound'));
  }

  /** Reports of the worker: of streams in layers, whose timestamps are the worker's own. */
  #reported(compound: Buffer): void {
    for (const report of senderReports(compound)) {
      for (const { medium, source, consumer, buffer } of this.#streams.values()) {
        const isOfIt = consumer?.rtpParameters.encodings?.[0]?.ssrc === report.ssrc;
        if (isOfIt && source.type !== 'simple') this.#report(medium, buffer, report);
      }
    }
  }

  #report(medium: EgressMedium, buffer: JitterBuffer, report: SenderReport): void {
    if (buffer.playoutOriginMs === undefined) return;
    this.#sync?.report(medium, report);
    this.#clock.report(medium, buffer.extendTimestamp(report.rtpTimestamp), report.ntpMs);
  }

  #drain(stream: Stream): void {
    const { buffer, gate, consumer } = stream;
    const { live } = this.#options;
    stream.cancelWake();
    for (;;) {
      const now = this.#now();
      const { frame, wakeAt, isKeyFrameWanted } = buffer.pop(now);
      if (isKeyFrameWanted || gate.wantsKeyFrame(now)) consumer?.requestKeyFrame().catch(() => undefined);
      if (frame === null) {
        if (wakeAt !== null) stream.cancelWake = live.clock.after(wakeAt - now, () => this.#drain(stream));
        return;
      }
      if (gate.pass(frame.isKeyFrame)) this.#handOut(stream, frame);
      if (this.#closed) return;
    }
  }

  #handOut({ medium, codec, buffer }: Stream, frame: JitterFrame): void {
    const { room, member, live, egressId } = this.#options;
    const { type, timestampTicks, durationTicks, data, start, end, isKeyFrame } = frame;
    const ticksPerMs = TICKS_PER_MS[medium];
    const dueMs = (buffer.playoutOriginMs ?? this.#now()) + timestampTicks / ticksPerMs;
    live.emitLive({
      type: 'egressFrame',
      roomId: room.roomId,
      memberId: member.memberId,
      egressId,
      frame: {
        medium,
        codec,
        isGap: type === 'gap',
        timestampMs: this.#clock.timestampMs(medium, timestampTicks, dueMs),
        durationMs: durationTicks / ticksPerMs,
        isKeyFrame,
        bytes: new Uint8Array(data.subarray(start, end)),
      },
    });
  }

  #tick(): void {
    const { room, member, live, egressId } = this.#options;
    this.#cancelTick = live.clock.after(ALIGN_INTERVAL_MS, () => this.#tick());
    this.#sync?.align();
    const now = live.clock.now();
    if (now - this.#statsAt < STATS_INTERVAL_MS) return;
    this.#statsAt = now;
    const { roomId } = room;
    const { memberId } = member;
    for (const { medium, jitter, dropped, skewMs } of this.stats) {
      live.emitLive({ type: 'egressStats', roomId, memberId, egressId, medium, jitter, dropped, skewMs });
    }
  }

  #now() {
    return this.#options.live.clock.now();
  }
}

/**
 * H.264, Opus and perhaps VP8. No retransmission, as nothing is lost here; no bandwidth estimation, which would wait for reports of
 * a network that is not there and hold simulcast at its lowest layer.
 */
const CAPABILITIES = capabilitiesOf(['audio/opus', 'video/H264']);
const WITH_VP8 = capabilitiesOf(['audio/opus', 'video/H264', VP8]);

function capabilitiesOf(taken: readonly string[]): types.RtpCapabilities {
  const { codecs = [] } = routerCapabilities() as unknown as types.RtpCapabilities;
  return {
    codecs: codecs
      .filter(({ mimeType }) => taken.includes(mimeType))
      .map((codec) => ({ ...codec, rtcpFeedback: codec.kind === 'video' ? [{ type: 'nack', parameter: 'pli' }] : [] })),
    headerExtensions: [],
  };
}

const isVp8 = ({ rtpParameters }: RtpSource): boolean =>
  rtpParameters.codecs[0]?.mimeType.toLowerCase() === VP8.toLowerCase();

/** A sender report as the worker saw it come. */
function reportOf({ type, info }: types.ProducerTraceEventData): SenderReport | undefined {
  if (type !== 'sr') return undefined;
  const { ssrc, ntpSec, ntpFrac, rtpTs } = info as Readonly<Record<string, number>>;
  if (ssrc === undefined || ntpSec === undefined || ntpFrac === undefined || rtpTs === undefined) return undefined;
  return { ssrc, ntpMs: ntpToMs(ntpSec, ntpFrac), rtpTimestamp: rtpTs };
}
