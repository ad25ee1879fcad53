/** What one member wants to hear and see, and the consumers that follow from it. */
import type { types } from 'mediasoup';
import { AppError } from '../../shared/app-error.ts';
import type { Json, Subscription } from '../media-engine.ts';
import { toJson } from './codecs.ts';
import { ConsumerSet } from './consumer-set.ts';
import {
  type MediaAppData,
  type MemberContext,
  type MemberTransport,
  mediumOf,
  type RoomContext,
  type RtpSource,
  type SourceKey,
  sourceKey,
} from './media-context.ts';
import { type Layers, MAX_CONSUMERS, parseLayers } from './media-limits.ts';
import { parseRtpCapabilities } from './media-parameters.ts';
import { callWorker } from './worker-call.ts';

export type RtpSink = types.Consumer<MediaAppData>;

export interface Wishes {
  readonly transportId: string;
  /** null = as given before. */
  readonly rtpCapabilities: Json;
  readonly autoAudio: boolean;
  readonly wanted: readonly Subscription[];
}

export class RtpReceiver {
  readonly #room: RoomContext;
  readonly #member: MemberContext;
  readonly #consumers: ConsumerSet<RtpSource, RtpSink>;
  #transport: MemberTransport | undefined;
  #capabilities: types.RtpCapabilities | undefined;
  #autoAudio = false;
  #wanted: ReadonlyMap<SourceKey, Subscription> = new Map();

  constructor(room: RoomContext, member: MemberContext) {
    this.#room = room;
    this.#member = member;
    this.#consumers = new ConsumerSet<RtpSource, RtpSink>({
      maxSinks: MAX_CONSUMERS,
      open: (source, gone) => this.#open(source, gone),
      onOpened: (consumer, source) => this.#opened(consumer, source),
      onClosed: (consumer) => this.#closed(consumer),
      onRefused: (source, error) => this.#refused(source, error),
    });
  }

  get size(): number {
    return this.#consumers.size;
  }

  get consumers(): Iterable<RtpSink> {
    return this.#consumers.sinks();
  }

  /** Replaces the wishes; consumers open and close after this. @throws AppError and changes nothing */
  setWishes({ transportId, rtpCapabilities, autoAudio, wanted }: Wishes): void {
    const transport = this.#member.requireTransport(transportId, 'receive');
    const capabilities = rtpCapabilities === null ? this.#capabilities : parseRtpCapabilities(rtpCapabilities);
    if (capabilities === undefined) throw new AppError('mediaParametersInvalid', 'rtpCapabilities were never given');
    if (wanted.length > MAX_CONSUMERS) throw new AppError('limitExceeded', 'subscriptions');
    for (const entry of wanted) parseLayers(entry);
    if (transport !== this.#transport || rtpCapabilities !== null) this.#resetIfChanged(transport, capabilities);
    this.#autoAudio = autoAudio;
    this.#wanted = new Map(wanted.map((entry) => [sourceKey(entry.memberId, entry.medium), entry]));
    this.#consumers.reconcile(this.#wantedSources());
    this.#applyLayers();
  }

  /** A source appeared. */
  offer(source: RtpSource): void {
    if (this.#wants(source)) this.#consumers.add(source);
  }

  /** A source is gone. */
  forget(sourceId: string): void {
    this.#consumers.forget(sourceId);
  }

  /** @throws AppError consumerNotFound */
  async command(consumerId: string, what: 'resume' | 'pause' | 'requestKeyFrame'): Promise<void> {
    const consumer = this.#require(consumerId);
    await this.#call(() => consumer[what]());
  }

  /** @throws AppError consumerNotFound, invalidArgument */
  async setPreferredLayers(consumerId: string, layers: Layers): Promise<void> {
    const consumer = this.#require(consumerId);
    const parsed = parseLayers(layers);
    await this.#call(() => consumer.setPreferredLayers(parsed));
  }

  close(): void {
    for (const consumer of this.#consumers.sinks()) this.#count(consumer, -1);
    this.#consumers.close();
  }

  #require(consumerId: string): RtpSink {
    const consumer = this.#consumers.find(consumerId);
    if (consumer === undefined) throw new AppError('consumerNotFound');
    return consumer;
  }

  #resetIfChanged(transport: MemberTransport, capabilities: types.RtpCapabilities): void {
    const same = transport === this.#transport && JSON.stringify(capabilities) === JSON.stringify(this.#capabilities);
    if (same) return;
    this.#consumers.reset();
    this.#transport = transport;
    this.#capabilities = capabilities;
  }

  #wants(source: RtpSource): boolean {
    const { memberId } = source.appData;
    const medium = mediumOf(source);
    if (this.#transport === undefined || memberId === this.#member.memberId) return false;
    return (this.#autoAudio && medium === 'audio') || this.#wanted.has(sourceKey(memberId, medium));
  }

  *#wantedSources(): Iterable<RtpSource> {
    const { rtpSources } = this.#room;
    for (const key of this.#wanted.keys()) {
      const source = rtpSources.get(key);
      if (source !== undefined && source.appData.memberId !== this.#member.memberId) yield source;
    }
    if (!this.#autoAudio) return;
    for (const source of rtpSources.values()) if (this.#wants(source)) yield source;
  }

  /** Tells consumers that are open already of new preferences. */
  #applyLayers(): void {
    for (const [key, wish] of this.#wanted) {
      const source = this.#room.rtpSources.get(key);
      const consumer = source === undefined ? undefined : this.#consumers.of(source.id);
      if (consumer === undefined || consumer.type === 'simple') continue;
      const layers = parseLayers(wish);
      const { preferredLayers } = consumer;
      if (
        preferredLayers?.spatialLayer === layers.spatialLayer &&
        preferredLayers.temporalLayer === layers.temporalLayer
      )
        continue;
      this.#call(() => consumer.setPreferredLayers(layers)).catch((error: unknown) => {
        this.#room.options.logger('debug', 'preferred layers could not be set', { error: String(error) });
      });
    }
  }

  async #open(source: RtpSource, gone: () => void): Promise<RtpSink> {
    const transport = this.#transport;
    const rtpCapabilities = this.#capabilities;
    if (transport === undefined || rtpCapabilities === undefined) throw new AppError('transportNotFound');
    const producerId = await this.#member.bring(source, transport);
    const wish = this.#wanted.get(sourceKey(source.appData.memberId, mediumOf(source)));
    const consumer = await callWorker(
      () =>
        transport.consume<MediaAppData>({
          producerId,
          rtpCapabilities,
          paused: true,
          ...(wish === undefined || source.type === 'simple' ? {} : { preferredLayers: parseLayers(wish) }),
          appData: { roomId: this.#room.roomId, memberId: this.#member.memberId, medium: mediumOf(source) },
        }),
      {
        timeoutMs: this.#room.options.requestTimeoutMs,
        gate: this.#room.gate,
        lane: 'background',
        notFound: 'producerNotFound',
        unsupported: 'cannotConsume',
        discard: (late) => late.close(),
      },
    );
    consumer.on('producerclose', gone);
    consumer.on('transportclose', gone);
    return consumer;
  }

  #opened(consumer: RtpSink, source: RtpSource): void {
    this.#count(consumer, 1);
    if (this.#member.isOver) return;
    const { roomId, emit } = this.#room;
    const { memberId } = this.#member;
    consumer.on('layerschange', (layers) => {
      if (this.#member.isOver) return;
      const spatialLayer = layers?.spatialLayer ?? -1;
      const temporalLayer = layers?.temporalLayer ?? -1;
      emit({ type: 'layersChanged', roomId, memberId, consumerId: consumer.id, spatialLayer, temporalLayer });
    });
    emit({
      type: 'consumerOpened',
      roomId,
      memberId,
      consumerId: consumer.id,
      producerId: source.id,
      producerMemberId: source.appData.memberId,
      medium: mediumOf(source),
      rtpParameters: toJson(consumer.rtpParameters),
      simulcast: consumer.type !== 'simple',
      producerPaused: consumer.producerPaused,
    });
  }

  #closed(consumer: RtpSink): void {
    this.#count(consumer, -1);
    if (this.#member.isOver) return;
    const { roomId, emit } = this.#room;
    emit({ type: 'consumerClosed', roomId, memberId: this.#member.memberId, consumerId: consumer.id });
  }

  #refused(source: RtpSource, error: unknown): void {
    if (this.#member.isOver) return;
    const { roomId, options } = this.#room;
    const fields = { roomId, memberId: this.#member.memberId, producerId: source.id, error: String(error) };
    options.logger('debug', 'a consumer could not be opened', fields);
  }

  #count(consumer: RtpSink, change: 1 | -1): void {
    this.#room.load.change(consumer.kind === 'audio' ? 'audioConsumer' : 'videoConsumer', change);
  }

  #call(request: () => Promise<void>): Promise<void> {
    const { gate, options } = this.#room;
    const timeoutMs = options.requestTimeoutMs;
    return callWorker(request, { timeoutMs, gate, lane: 'command', notFound: 'consumerNotFound' });
  }
}
