/**
 * The media plane without media: for simulations and for tests of everything above it. It answers and reports as the
 * real one does, at once and in a fixed order; only bytes are missing, so `speakers`, `quality`, `alive` come when a
 * test says so (`simulate`).
 */
import { AppError, toAppError } from '../shared/app-error.ts';
import type { ErrorName } from '../shared/error-codes.ts';
import type { MemberId, RoomId } from '../shared/ids.ts';
import { routerCapabilities } from './internal/codecs.ts';
import type { CommandHandlers, CommandOf } from './internal/command-types.ts';
import { type Direction, sourceKey } from './internal/media-context.ts';
import {
  MAX_CONSUMERS,
  MAX_DATA_PRODUCERS,
  MAX_DATA_TOPICS,
  MAX_MEMBERS,
  MAX_ROOMS,
  parseLayers,
  requireTopic,
} from './internal/media-limits.ts';
import { parseDtlsParameters, parseRtpCapabilities, parseSctpStreamParameters } from './internal/media-parameters.ts';
import { MemoryEvents, type SimulatedEvent } from './internal/memory-events.ts';
import {
  egressEnd,
  framesOut,
  ingestEnd,
  ingestRecord,
  linkEnds,
  openMemoryEgress,
  roomLinkEnds,
} from './internal/memory-live.ts';
import {
  type MemoryConsumer,
  MemoryMember,
  type MemoryProducer,
  type MemoryRoom,
  rtpRecord,
} from './internal/memory-member.ts';
import {
  closedEvent,
  memoryCounts,
  memoryFlows,
  memoryStats,
  openedEvent,
  transportInfo,
} from './internal/memory-reports.ts';
import { choosePayloads } from './internal/payload-choice.ts';
import type { FedFrame, LiveMediaEvent } from './live-media.ts';
import type { Json, MediaCommand, MediaEngine, MediaEvent, MediaReply, TransportInfo } from './media-engine.ts';
import type { MediaLogger } from './media-engine-options.ts';

interface Scope {
  readonly roomId: RoomId;
  readonly memberId: MemberId;
}

export interface MemoryMediaOptions {
  /** Pretended worker processes; rooms go to them in turn. Default 2. */
  readonly workers?: number;
  /** Default: stderr. */
  readonly logger?: MediaLogger;
}

export class MemoryMediaEngine implements MediaEngine {
  readonly #workers: number;
  readonly #pids: number[];
  readonly #capabilities: Json = routerCapabilities();
  readonly #roomById = new Map<RoomId, MemoryRoom>();
  readonly #handlers: CommandHandlers = {
    getCapabilities: () => ({ rtpCapabilities: this.#capabilities }),
    createTransport: (command) => this.#createTransport(command),
    connectTransport: ({ transportId, dtlsParameters, ...scope }) => {
      const member = this.#member(scope, 'transportNotFound');
      member.requireTransport(transportId);
      parseDtlsParameters(dtlsParameters);
      if (member.connected.has(transportId)) throw new AppError('mediaParametersInvalid', 'connected already');
      member.connected.add(transportId);
    },
    restartIce: ({ transportId, ...scope }) => {
      this.#member(scope, 'transportNotFound').requireTransport(transportId);
      return { iceParameters: this.#iceParameters() };
    },
    produce: (command) => ({ producerId: this.#produce(command) }),
    closeProducer: (command) => this.#closeProducer(command, command.producerId, 'rtp'),
    setFlow: ({ medium, mayFlow, ...scope }) => {
      const producers = this.#findMember(scope)?.producers.values() ?? [];
      for (const producer of producers) if (producer.medium === medium) producer.mayFlow = mayFlow;
    },
    setSubscriptions: (command) => this.#setSubscriptions(command),
    resumeConsumer: (command) => {
      this.#member(command, 'consumerNotFound').requireConsumer(command.consumerId).paused = false;
    },
    pauseConsumer: (command) => {
      this.#member(command, 'consumerNotFound').requireConsumer(command.consumerId).paused = true;
    },
    requestKeyFrame: (command) => void this.#member(command, 'consumerNotFound').requireConsumer(command.consumerId),
    setPreferredLayers: (command) => {
      this.#member(command, 'consumerNotFound').requireConsumer(command.consumerId);
      parseLayers(command);
    },
    produceData: (command) => ({ dataProducerId: this.#produceData(command) }),
    closeDataProducer: (command) => this.#closeProducer(command, command.dataProducerId, 'data'),
    consumeData: (command) => this.#consumeData(command),
    openIngest: (command) => ({ producerId: this.#openIngest(command) }),
    openEgress: (command) => openMemoryEgress(this.#member(command, 'producerNotFound'), command.egressId),
    refreshEgress: () => undefined,
    closeEgress: (command) => this.#events.emit(...egressEnd(command, this.#findMember(command))),
    audit: ({ roomId }) => ({ flows: memoryFlows(roomId, this.#producers(this.#roomById.get(roomId))) }),
    getStats: (scope) => ({ stats: memoryStats(this.#findMember(scope)) }),
    closeMember: (scope) => this.#closeMember(scope),
    closeRoom: ({ roomId }) => {
      this.#events.emit(...roomLinkEnds(this.#roomById.get(roomId)));
      this.#roomById.delete(roomId);
    },
    killWorker: ({ roomId }) => this.#killWorker(roomId),
    getCounts: () => memoryCounts([...this.#roomById.values()], this.#pids),
  };
  readonly #events: MemoryEvents;
  #placed = 0;
  #nextId = 1;
  #available = true;
  #closed = false;

  constructor({ workers = 2, logger }: MemoryMediaOptions = {}) {
    this.#events = new MemoryEvents(logger ?? ((level, message, fields) => console.error(level, message, fields)));
    this.#workers = workers;
    this.#pids = Array.from({ length: workers }, (_, index) => index + 1);
  }

  async request<C extends MediaCommand>(command: C): Promise<MediaReply<C['type']>> {
    if (this.#closed || !this.#available) throw new AppError('mediaUnavailable');
    try {
      // Everything is done in this turn: commands take effect in the order given.
      const handle = this.#handlers[command.type] as (given: C) => unknown;
      return handle(command) as MediaReply<C['type']>;
    } catch (error) {
      throw toAppError(error);
    }
  }

  onEvent(listener: (event: MediaEvent) => void): void {
    this.#events.onEvent = listener;
  }

  feed(frame: FedFrame): void {
    const member = this.#closed ? undefined : this.#findMember(frame);
    if (member !== undefined) this.#events.emit(...framesOut(frame, member));
  }

  onLive(listener: (event: LiveMediaEvent) => void): void {
    this.#events.onLive = listener;
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#events.close();
    this.#roomById.clear();
    return Promise.resolve();
  }

  /** Reports what a real worker would have found out by itself. */
  simulate(event: SimulatedEvent): void {
    this.#events.emit(event);
  }

  /** While false, every request fails with `mediaUnavailable`, as when all workers are restarting. */
  setAvailable(available: boolean): void {
    this.#available = available;
  }

  /** Whether the consumer passes media on: resumed, and its producer may flow. undefined when there is none. */
  isForwarding({ roomId, memberId }: Scope, consumerId: string): boolean | undefined {
    for (const consumer of this.#findMember({ roomId, memberId })?.consumers.values() ?? []) {
      if (consumer.consumerId === consumerId) return !consumer.paused && consumer.source.mayFlow;
    }
    return undefined;
  }

  #id(prefix: string): string {
    const id = `${prefix}-${this.#nextId}`;
    this.#nextId += 1;
    return id;
  }

  #findMember({ roomId, memberId }: Scope): MemoryMember | undefined {
    return this.#roomById.get(roomId)?.members.get(memberId);
  }

  #member(scope: Scope, notFound: ErrorName): MemoryMember {
    const member = this.#findMember(scope);
    if (member === undefined) throw new AppError(notFound);
    return member;
  }

  #producers(room: MemoryRoom | undefined): readonly MemoryProducer[] {
    return [...(room?.members.values() ?? [])].flatMap((member) => [...member.producers.values()]);
  }

  #openMember({ roomId, memberId }: Scope): MemoryMember {
    let room = this.#roomById.get(roomId);
    if (room === undefined) {
      if (this.#roomById.size >= MAX_ROOMS) throw new AppError('limitExceeded', 'rooms with media');
      room = { roomId, worker: this.#placed % this.#workers, members: new Map() };
      this.#placed += 1;
      this.#roomById.set(roomId, room);
    }
    let member = room.members.get(memberId);
    if (member === undefined) {
      if (room.members.size >= MAX_MEMBERS) throw new AppError('limitExceeded', 'members with media');
      member = new MemoryMember(memberId);
      room.members.set(memberId, member);
    }
    return member;
  }

  #createTransport({ direction, forceTcp, payloads, ...scope }: CommandOf<'createTransport'>): TransportInfo {
    const sources = this.#producers(this.#roomById.get(scope.roomId)).flatMap((source) =>
      source.rtpParameters === undefined
        ? []
        : [[`${source.memberId}/${source.medium}`, { rtpParameters: source.rtpParameters }] as const],
    );
    const chosen = payloads === undefined ? undefined : choosePayloads(payloads, new Map(sources));
    const member = this.#openMember(scope);
    const transportId = this.#id('transport');
    const replaced = member.transportIds.get(direction);
    member.transportIds.set(direction, transportId);
    if (replaced !== undefined) this.#closeTransport(scope.roomId, member, replaced, direction);
    const info = transportInfo(transportId, this.#iceParameters(), forceTcp);
    return chosen === undefined ? info : { ...info, payloads: chosen };
  }

  #closeTransport(roomId: RoomId, member: MemoryMember, transportId: string, direction: Direction): void {
    const { memberId } = member;
    if (direction === 'receive') {
      this.#dropConsumers(roomId, member, (consumer) => consumer.transportId === transportId);
      return;
    }
    for (const [key, producer] of [...member.producers]) {
      const { producerId, medium } = producer;
      if (producer.transportId !== transportId) continue;
      member.producers.delete(key);
      this.#events.emit({ type: 'producerClosed', roomId, memberId, medium, producerId });
      this.#withdraw(roomId, producer);
    }
  }

  #iceParameters(): Json {
    return { usernameFragment: this.#id('ufrag'), password: this.#id('password'), iceLite: true };
  }

  #produce({ transportId, medium, rtpParameters, mayFlow, ...scope }: CommandOf<'produce'>): string {
    const member = this.#member(scope, 'transportNotFound');
    member.requireTransport(transportId, 'send');
    return this.#publish(scope.roomId, member, medium, rtpRecord({ medium, rtpParameters, mayFlow }, transportId));
  }

  #produceData({ transportId, topic, mayFlow, ...command }: CommandOf<'produceData'>): string {
    const member = this.#member(command, 'transportNotFound');
    member.requireTransport(transportId, 'send');
    const sctpStreamParameters = parseSctpStreamParameters(command.sctpStreamParameters);
    requireTopic(topic);
    const count = [...member.producers.values()].filter(({ medium }) => medium === 'data').length;
    if (count >= MAX_DATA_PRODUCERS) throw new AppError('limitExceeded', 'data producers');
    const more = {
      medium: 'data',
      topic,
      transportId,
      rtpParameters: undefined,
      sctpStreamParameters,
      mayFlow,
    } as const;
    return this.#publish(command.roomId, member, `data:${topic}`, more);
  }

  #openIngest(command: CommandOf<'openIngest'>): string {
    const record = ingestRecord(command);
    const member = this.#openMember(command);
    const producerId = this.#publish(command.roomId, member, command.medium, record);
    member.ingests.add(command.medium);
    return producerId;
  }

  #publish(
    roomId: RoomId,
    member: MemoryMember,
    key: string,
    more: Omit<MemoryProducer, 'producerId' | 'memberId'>,
  ): string {
    if (member.producers.has(key)) throw new AppError('alreadyPublished');
    const { memberId } = member;
    const producer = { ...more, producerId: this.#id('producer'), memberId };
    member.producers.set(key, producer);
    for (const other of this.#roomById.get(roomId)?.members.values() ?? []) this.#offer(roomId, other, producer);
    return producer.producerId;
  }

  #closeProducer(scope: Scope, producerId: string, kind: 'rtp' | 'data'): void {
    const member = this.#member(scope, 'producerNotFound');
    for (const [key, producer] of member.producers) {
      if (producer.producerId !== producerId || (producer.medium === 'data') !== (kind === 'data')) continue;
      member.producers.delete(key);
      this.#events.emit(...ingestEnd(scope.roomId, member, producer));
      this.#withdraw(scope.roomId, producer);
      return;
    }
    throw new AppError('producerNotFound');
  }

  #setSubscriptions({
    transportId,
    rtpCapabilities,
    autoAudio,
    wanted,
    ...scope
  }: CommandOf<'setSubscriptions'>): void {
    const member = this.#member(scope, 'transportNotFound');
    member.requireTransport(transportId, 'receive');
    const capabilities = rtpCapabilities === null ? member.capabilities : parseRtpCapabilities(rtpCapabilities);
    if (capabilities === undefined) throw new AppError('mediaParametersInvalid', 'rtpCapabilities were never given');
    if (wanted.length > MAX_CONSUMERS) throw new AppError('limitExceeded', 'subscriptions');
    for (const entry of wanted) parseLayers(entry);
    member.receiveTransportId = transportId;
    member.capabilities = capabilities;
    member.autoAudio = autoAudio;
    member.wanted = new Map(wanted.map((entry) => [sourceKey(entry.memberId, entry.medium), entry]));
    this.#settle(scope.roomId, member);
  }

  #consumeData({ transportId, topics, ...scope }: CommandOf<'consumeData'>): void {
    const member = this.#member(scope, 'transportNotFound');
    member.requireTransport(transportId, 'receive');
    if (topics.length > MAX_DATA_TOPICS) throw new AppError('limitExceeded', 'data topics');
    member.dataTransportId = transportId;
    member.topics = new Set(topics);
    this.#settle(scope.roomId, member);
  }

  /** Makes one member's consumers what they ought to be. */
  #settle(roomId: RoomId, member: MemoryMember): void {
    const isStale = ({ source, transportId }: MemoryConsumer): boolean =>
      !member.wants(source) || transportId !== member.transportFor(source);
    this.#dropConsumers(roomId, member, isStale);
    for (const source of this.#producers(this.#roomById.get(roomId))) this.#offer(roomId, member, source);
  }

  #offer(roomId: RoomId, member: MemoryMember, source: MemoryProducer): void {
    const isFull = member.consumers.size >= MAX_CONSUMERS;
    if (!isFull && !member.consumers.has(source.producerId) && member.wants(source))
      this.#consume(roomId, member, source);
  }

  #withdraw(roomId: RoomId, { producerId }: MemoryProducer): void {
    for (const member of this.#roomById.get(roomId)?.members.values() ?? []) {
      if (member.consumers.has(producerId))
        this.#dropConsumers(roomId, member, ({ source }) => source.producerId === producerId);
    }
  }

  #consume(roomId: RoomId, member: MemoryMember, source: MemoryProducer): void {
    const { memberId } = member;
    const { producerId, medium } = source;
    const transportId = member.transportFor(source);
    if (![...member.transportIds.values()].includes(transportId)) return;
    const consumerId = this.#id('consumer');
    member.consumers.set(producerId, { consumerId, transportId, source, paused: medium !== 'data' });
    this.#events.emit(openedEvent({ roomId, memberId }, consumerId, source));
  }

  #dropConsumers(roomId: RoomId, member: MemoryMember, isOver: (consumer: MemoryConsumer) => boolean): void {
    const { memberId } = member;
    for (const [producerId, consumer] of [...member.consumers]) {
      if (!isOver(consumer)) continue;
      member.consumers.delete(producerId);
      this.#events.emit(closedEvent({ roomId, memberId }, consumer));
    }
  }

  #closeMember({ roomId, memberId }: Scope): void {
    const room = this.#roomById.get(roomId);
    const member = room?.members.get(memberId);
    if (room === undefined || member === undefined) return;
    room.members.delete(memberId);
    this.#events.emit(...linkEnds(roomId, member));
    for (const producer of member.producers.values()) this.#withdraw(roomId, producer);
    if (room.members.size === 0) this.#roomById.delete(roomId);
  }

  #killWorker(roomId: RoomId): void {
    const killed = this.#roomById.get(roomId);
    if (killed === undefined) throw new AppError('roomNotFound', 'no media in this room');
    const lost = [...this.#roomById.values()].filter(({ worker }) => worker === killed.worker);
    for (const room of lost) this.#roomById.delete(room.roomId);
    this.#pids[killed.worker] = Math.max(...this.#pids) + 1;
    const rooms = lost.map((room) => ({ roomId: room.roomId, memberIds: [...room.members.keys()] }));
    this.#events.emit({ type: 'workerLost', rooms }, ...lost.flatMap(roomLinkEnds));
  }
}
