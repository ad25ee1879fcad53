/** Topics over SCTP: what this client sends and what it hears, over whatever link there is. */
import type { types } from 'mediasoup-client';
import type { DataConsumerClosed, DataConsumerOpened } from '../../wire/generated/messages.ts';
import type { ClientClock } from '../api.ts';
import { clientError, type RtcRoomError, toRtcRoomError } from '../client-errors.ts';
import type { ClientRoom } from '../client-room.ts';
import type { TypedEmitter } from '../typed-emitter.ts';
import type { MediaLink } from './media-link.ts';
import type { DataChannelOptions, DataSender, RoomMediaEvents } from './media-types.ts';

interface SentTopic {
  readonly topic: string;
  readonly options: DataChannelOptions;
  producer: types.DataProducer | undefined;
}

export interface DataChannelsOptions {
  readonly room: ClientRoom;
  readonly clock: ClientClock;
  readonly emitter: TypedEmitter<RoomMediaEvents>;
  readonly onError: (operation: string, error: RtcRoomError) => void;
}

/** Unsent bytes above which a sender refuses: what waits longer is of no use for control. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** Between two attempts to open all again over a link that is there, while the server says that it will pass. */
const REATTACH_MS = 1000;
const MAX_ATTACHES = 20;

export class DataChannels {
  readonly #options: DataChannelsOptions;
  readonly #sentByTopic = new Map<string, SentTopic>();
  readonly #consumerById = new Map<string, types.DataConsumer | undefined>();
  #heardTopics: readonly string[] = [];
  #link: MediaLink | undefined;

  constructor(options: DataChannelsOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#sentByTopic.size === 0 && this.#heardTopics.length === 0;
  }

  /** Opens a channel for a topic. Rejects when the server refuses or the topic is open already. */
  async publish(topic: string, options: DataChannelOptions): Promise<DataSender> {
    if (this.#sentByTopic.has(topic)) throw clientError('mediaUnsupported', `topic ${topic} is open already`);
    const sent: SentTopic = { topic, options, producer: undefined };
    this.#sentByTopic.set(topic, sent);
    const link = this.#link;
    try {
      if (link !== undefined) await this.#produce(link, sent);
    } catch (error) {
      if (this.#link === link) {
        this.#sentByTopic.delete(topic);
        throw toRtcRoomError(error, 'mediaUnsupported');
      }
    }
    return { topic, send: (payload) => sendNow(sent.producer, payload), close: () => this.#close(sent) };
  }

  /** Replaces the topics that are heard. */
  async hear(topics: readonly string[]): Promise<void> {
    this.#heardTopics = [...topics];
    if (this.#link !== undefined) await this.#consumeTopics(this.#link, this.#heardTopics);
  }

  async attach(link: MediaLink, attempt = 1): Promise<void> {
    this.#link = link;
    try {
      for (const sent of this.#sentByTopic.values()) if (sent.producer === undefined) await this.#produce(link, sent);
      if (this.#heardTopics.length > 0) await this.#consumeTopics(link, this.#heardTopics);
    } catch (error) {
      if (this.#link !== link) return;
      const failure = toRtcRoomError(error, 'mediaUnsupported');
      if (failure.retry === 'never' || attempt >= MAX_ATTACHES) this.#options.onError('data', failure);
      else {
        this.#options.clock.after(REATTACH_MS, () => {
          if (this.#link === link) void this.attach(link, attempt + 1);
        });
      }
    }
  }

  /** Channels may have opened unheard while the connection was away: has them announced again. */
  async resync(): Promise<void> {
    const link = this.#link;
    if (link === undefined || this.#heardTopics.length === 0) return;
    try {
      await this.#consumeTopics(link, []);
      for (const id of [...this.#consumerById.keys()]) this.onClosed({ roomId: '', dataConsumerId: id });
      await this.#consumeTopics(link, this.#heardTopics);
    } catch (error) {
      if (this.#link === link) this.#options.onError('data', toRtcRoomError(error, 'connectionLost'));
    }
  }

  detach(): void {
    this.#link = undefined;
    for (const sent of this.#sentByTopic.values()) sent.producer = undefined;
    for (const consumer of this.#consumerById.values()) consumer?.close();
    this.#consumerById.clear();
  }

  onOpened(opened: DataConsumerOpened): void {
    const link = this.#link;
    const { dataConsumerId } = opened;
    if (link === undefined || this.#consumerById.has(dataConsumerId)) return;
    this.#consumerById.set(dataConsumerId, undefined);
    this.#consume(link, opened).catch((error: unknown) => {
      this.#consumerById.delete(dataConsumerId);
      if (this.#link === link) this.#options.onError('data', toRtcRoomError(error, 'mediaUnsupported'));
    });
  }

  onClosed({ dataConsumerId }: DataConsumerClosed): void {
    this.#consumerById.get(dataConsumerId)?.close();
    this.#consumerById.delete(dataConsumerId);
  }

  async #consume(link: MediaLink, opened: DataConsumerOpened): Promise<void> {
    const { dataConsumerId, dataProducerId, memberId, topic, sctpStreamParametersJson } = opened;
    const transport = await link.transport('receive');
    const sctpStreamParameters: types.SctpStreamParameters = JSON.parse(sctpStreamParametersJson);
    const consumer = await transport.consumeData({
      id: dataConsumerId,
      dataProducerId,
      sctpStreamParameters,
      label: topic,
      protocol: '',
    });
    if (!this.#consumerById.has(dataConsumerId)) {
      consumer.close();
      return;
    }
    this.#consumerById.set(dataConsumerId, consumer);
    consumer.on('message', (message: unknown) => {
      const payload = message instanceof ArrayBuffer ? new Uint8Array(message) : message;
      if (typeof payload !== 'string' && !(payload instanceof Uint8Array)) return;
      this.#options.emitter.emit('data', { memberId, topic, payload });
    });
  }

  async #consumeTopics(link: MediaLink, topics: readonly string[]): Promise<void> {
    const { id } = await link.transport('receive');
    await this.#options.room.consumeData(id, topics);
  }

  async #produce(link: MediaLink, sent: SentTopic): Promise<void> {
    const transport = await link.transport('send');
    const { ordered, maxPacketLifeTimeMs, maxRetransmits } = sent.options;
    const producer = await transport.produceData({
      label: sent.topic,
      ...(ordered === undefined ? {} : { ordered }),
      ...(maxPacketLifeTimeMs === undefined ? {} : { maxPacketLifeTime: maxPacketLifeTimeMs }),
      ...(maxRetransmits === undefined ? {} : { maxRetransmits }),
    });
    sent.producer = producer;
    if (this.#sentByTopic.get(sent.topic) !== sent) await this.#close(sent);
  }

  async #close(sent: SentTopic): Promise<void> {
    if (this.#sentByTopic.get(sent.topic) === sent) this.#sentByTopic.delete(sent.topic);
    const { producer } = sent;
    sent.producer = undefined;
    if (producer === undefined || producer.closed) return;
    producer.close();
    await this.#options.room.closeDataProducer(producer.id).catch(() => undefined);
  }
}

function sendNow(producer: types.DataProducer | undefined, payload: Uint8Array | string): boolean {
  if (producer === undefined || producer.closed || producer.readyState !== 'open') return false;
  if (producer.bufferedAmount > MAX_BUFFERED_BYTES) return false;
  producer.send(payload);
  return true;
}
