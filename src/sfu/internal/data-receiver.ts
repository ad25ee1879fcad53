/** The topics one member receives over SCTP, and the data consumers that follow from it. */
import type { types } from 'mediasoup';
import { AppError } from '../../shared/app-error.ts';
import { toJson } from './codecs.ts';
import { ConsumerSet } from './consumer-set.ts';
import type { DataSource, MediaAppData, MemberContext, MemberTransport, RoomContext } from './media-context.ts';
import { MAX_CONSUMERS, MAX_DATA_TOPICS } from './media-limits.ts';
import { callWorker } from './worker-call.ts';

type DataSink = types.DataConsumer<MediaAppData>;

export class DataReceiver {
  readonly #room: RoomContext;
  readonly #member: MemberContext;
  readonly #consumers: ConsumerSet<DataSource, DataSink>;
  #transport: MemberTransport | undefined;
  #topics: ReadonlySet<string> = new Set();

  constructor(room: RoomContext, member: MemberContext) {
    this.#room = room;
    this.#member = member;
    this.#consumers = new ConsumerSet<DataSource, DataSink>({
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

  /** Replaces the topics; data consumers open and close after this. @throws AppError and changes nothing */
  setTopics(transportId: string, topics: readonly string[]): void {
    const transport = this.#member.requireTransport(transportId, 'receive');
    if (topics.length > MAX_DATA_TOPICS) throw new AppError('limitExceeded', 'data topics');
    if (transport !== this.#transport) this.#consumers.reset();
    this.#transport = transport;
    this.#topics = new Set(topics);
    this.#consumers.reconcile(this.#wantedSources());
  }

  /** A source appeared. */
  offer(source: DataSource): void {
    if (this.#topics.has(source.label) && this.#isForeign(source)) this.#consumers.add(source);
  }

  /** A source is gone. */
  forget(sourceId: string): void {
    this.#consumers.forget(sourceId);
  }

  close(): void {
    for (const _ of this.#consumers.sinks()) this.#room.load.change('dataConsumer', -1);
    this.#consumers.close();
  }

  #isForeign(source: DataSource): boolean {
    return source.appData.memberId !== this.#member.memberId;
  }

  *#wantedSources(): Iterable<DataSource> {
    for (const topic of this.#topics) {
      for (const source of this.#room.dataSources(topic)) if (this.#isForeign(source)) yield source;
    }
  }

  async #open(source: DataSource, gone: () => void): Promise<DataSink> {
    const transport = this.#transport;
    if (transport === undefined) throw new AppError('transportNotFound');
    const { roomId } = this.#room;
    const consumer = await callWorker(
      () =>
        transport.consumeData<MediaAppData>({
          dataProducerId: source.id,
          appData: { roomId, memberId: this.#member.memberId, medium: 'data' },
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
    consumer.on('dataproducerclose', gone);
    consumer.on('transportclose', gone);
    return consumer;
  }

  #opened(consumer: DataSink, source: DataSource): void {
    this.#room.load.change('dataConsumer', 1);
    if (this.#member.isOver) return;
    const { roomId, emit } = this.#room;
    emit({
      type: 'dataConsumerOpened',
      roomId,
      memberId: this.#member.memberId,
      dataConsumerId: consumer.id,
      dataProducerId: source.id,
      producerMemberId: source.appData.memberId,
      topic: source.label,
      sctpStreamParameters: toJson(consumer.sctpStreamParameters),
    });
  }

  #closed(consumer: DataSink): void {
    this.#room.load.change('dataConsumer', -1);
    if (this.#member.isOver) return;
    const { roomId, emit } = this.#room;
    emit({ type: 'dataConsumerClosed', roomId, memberId: this.#member.memberId, dataConsumerId: consumer.id });
  }

  #refused(source: DataSource, error: unknown): void {
    if (this.#member.isOver) return;
    const { roomId, options } = this.#room;
    const fields = { roomId, memberId: this.#member.memberId, dataProducerId: source.id, error: String(error) };
    options.logger('debug', 'a data consumer could not be opened', fields);
  }
}
