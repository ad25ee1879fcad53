/** The real media plane: mediasoup workers run and driven from this thread. */
import { availableParallelism } from 'node:os';
import { AppError, toAppError } from '../shared/app-error.ts';
import { type CancelTimer, type Clock, systemClock } from '../shared/clock.ts';
import type { ErrorName } from '../shared/error-codes.ts';
import type { MemberId, RoomId } from '../shared/ids.ts';
import { routerCapabilities } from './internal/codecs.ts';
import type { CommandHandlers, CommandOf } from './internal/command-types.ts';
import { Evidence, tellQuality } from './internal/evidence.ts';
import { FrameBacklog } from './internal/frame-backlog.ts';
import { MAX_ROOMS, requireSsrc } from './internal/media-limits.ts';
import type { MemberMedia } from './internal/member-media.ts';
import { memberStats } from './internal/member-stats.ts';
import type { Publisher } from './internal/publisher.ts';
import { RoomMedia } from './internal/room-media.ts';
import type { RtpReceiver } from './internal/rtp-receiver.ts';
import { bounded } from './internal/worker-call.ts';
import { WorkerPool } from './internal/worker-pool.ts';
import type { WorkerSlot } from './internal/worker-slot.ts';
import type { FedFrame, LiveMediaEvent } from './live-media.ts';
import type {
  Json,
  MediaCommand,
  MediaCounts,
  MediaEngine,
  MediaEvent,
  MediaReplies,
  MediaReply,
  TransportInfo,
} from './media-engine.ts';
import { type MediaEngineOptions, type ResolvedMediaOptions, resolveMediaOptions } from './media-engine-options.ts';

/** Commands under way at the same time; more are refused with `mediaUnavailable`. */
const MAX_IN_FLIGHT = 10_000;
const QUALITY_INTERVAL_MS = 1000;
const NO_STATS = { transports: [], producers: [], dataProducers: [], consumers: [], egresses: [] };

interface Scope {
  readonly roomId: RoomId;
  readonly memberId: MemberId;
}

export class MediasoupEngine implements MediaEngine {
  readonly #options: ResolvedMediaOptions;
  readonly #clock: Clock;
  readonly #pool: WorkerPool;
  readonly #evidence: Evidence;
  readonly #capabilities: Json = routerCapabilities();
  readonly #roomById = new Map<RoomId, RoomMedia>();
  readonly #handlers: CommandHandlers = {
    getCapabilities: () => ({ rtpCapabilities: this.#capabilities }),
    createTransport: (command) => this.#createTransport(command),
    connectTransport: (command) =>
      this.#member(command, 'transportNotFound').connectTransport(command.transportId, command.dtlsParameters),
    restartIce: (command) => this.#member(command, 'transportNotFound').restartIce(command.transportId),
    produce: (command) => this.#member(command, 'transportNotFound').publisher.produce(command),
    closeProducer: (command) =>
      this.#member(command, 'producerNotFound').publisher.closeProducer(command.producerId, 'rtp'),
    // Without media there is nothing to hold back: a later `produce` says by itself whether it may flow.
    setFlow: (command) => this.#findMember(command)?.publisher.setFlow(command.medium, command.mayFlow),
    setSubscriptions: (command) => this.#member(command, 'transportNotFound').rtpReceiver.setWishes(command),
    resumeConsumer: (command) => this.#consumers(command).command(command.consumerId, 'resume'),
    pauseConsumer: (command) => this.#consumers(command).command(command.consumerId, 'pause'),
    requestKeyFrame: (command) => this.#consumers(command).command(command.consumerId, 'requestKeyFrame'),
    setPreferredLayers: (command) => this.#consumers(command).setPreferredLayers(command.consumerId, command),
    produceData: (command) => this.#member(command, 'transportNotFound').publisher.produceData(command),
    closeDataProducer: (command) =>
      this.#member(command, 'producerNotFound').publisher.closeProducer(command.dataProducerId, 'data'),
    consumeData: (command) =>
      this.#member(command, 'transportNotFound').dataReceiver.setTopics(command.transportId, command.topics),
    openIngest: (command) => this.#openIngest(command),
    openEgress: (command) => this.#member(command, 'producerNotFound').live.openEgress(command),
    refreshEgress: (command) => this.#findMember(command)?.live.refreshEgress(command.egressId),
    closeEgress: (command) => this.#findMember(command)?.live.closeEgress(command.egressId),
    audit: ({ roomId }) => {
      const members = [...(this.#room(roomId)?.members.values() ?? [])];
      return { flows: members.flatMap(({ publisher }) => publisher.audit()) };
    },
    getStats: (command) => this.#getStats(command),
    closeMember: (command) => this.#closeMember(command),
    closeRoom: ({ roomId }) => this.#closeRoom(roomId),
    killWorker: ({ roomId }) => this.#killWorker(roomId),
    getCounts: () => this.#counts(),
  };
  #listener: (event: MediaEvent) => void = () => undefined;
  #liveListener: (event: LiveMediaEvent) => void = () => undefined;
  #cancelTimers: readonly CancelTimer[] = [];
  #inFlight = 0;
  #closing: Promise<void> | undefined;

  /** For a listener that hands frames on and does not wait until they are taken. */
  readonly backlog: FrameBacklog;

  private constructor(options: ResolvedMediaOptions, clock: Clock) {
    this.#options = options;
    this.backlog = new FrameBacklog(options.maxEgressBytes);
    this.#clock = clock;
    this.#pool = new WorkerPool(options, clock, (slot) => this.#workerLost(slot));
    this.#evidence = new Evidence((event) => this.#emit(event), options.requestTimeoutMs);
  }

  /** Starts the workers. @throws MediaStartError naming the port that is busy or the binary that is missing */
  static async start(options: MediaEngineOptions, clock: Clock = systemClock): Promise<MediasoupEngine> {
    const engine = new MediasoupEngine(resolveMediaOptions(options, availableParallelism()), clock);
    await engine.#pool.open();
    engine.#every(QUALITY_INTERVAL_MS, () => {
      for (const room of engine.#roomById.values()) tellQuality(room);
    });
    engine.#every(engine.#options.evidenceIntervalMs, () => void engine.#evidence.look(engine.#publishers()));
    return engine;
  }

  async request<C extends MediaCommand>(command: C): Promise<MediaReply<C['type']>> {
    if (this.#closing !== undefined) throw new AppError('mediaUnavailable', 'the media engine is closed');
    if (this.#inFlight >= MAX_IN_FLIGHT) throw new AppError('mediaUnavailable', 'too many media commands');
    this.#inFlight += 1;
    try {
      const handle = this.#handlers[command.type] as (given: C) => unknown;
      return (await handle(command)) as MediaReply<C['type']>;
    } catch (error) {
      if (!(error instanceof AppError)) {
        this.#options.logger('error', 'a media command failed', { command: command.type, error });
      }
      throw toAppError(error);
    } finally {
      this.#inFlight -= 1;
    }
  }

  onEvent(listener: (event: MediaEvent) => void): void {
    this.#listener = listener;
  }

  feed(frame: FedFrame): void {
    this.#findMember(frame)?.live.feed(frame);
  }

  onLive(listener: (event: LiveMediaEvent) => void): void {
    this.#liveListener = listener;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const cancel of this.#cancelTimers) cancel();
    for (const room of this.#roomById.values()) room.close();
    this.#roomById.clear();
    await this.#pool.close();
  }

  #room(roomId: RoomId): RoomMedia | undefined {
    return this.#roomById.get(roomId);
  }

  *#publishers(): Iterable<Publisher> {
    for (const room of this.#roomById.values()) for (const member of room.members.values()) yield member.publisher;
  }

  #consumers(scope: Scope): RtpReceiver {
    return this.#member(scope, 'consumerNotFound').rtpReceiver;
  }

  #findMember({ roomId, memberId }: Scope): MemberMedia | undefined {
    return this.#room(roomId)?.members.get(memberId);
  }

  #member(scope: Scope, notFound: ErrorName): MemberMedia {
    const member = this.#findMember(scope);
    if (member === undefined) throw new AppError(notFound);
    return member;
  }

  #openRoom(roomId: RoomId): RoomMedia {
    const known = this.#room(roomId);
    if (known !== undefined) return known;
    if (this.#roomById.size >= MAX_ROOMS) throw new AppError('limitExceeded', 'rooms with media');
    const { slot, worker } = this.#pool.place();
    const room = new RoomMedia({
      roomId,
      options: this.#options,
      slot,
      worker,
      emit: (event) => this.#emit(event),
      live: {
        clock: this.#clock,
        backlog: this.backlog,
        emitLive: (event) => this.#tell(this.#liveListener, event),
      },
    });
    this.#roomById.set(roomId, room);
    return room;
  }

  async #createTransport(command: CommandOf<'createTransport'>): Promise<TransportInfo> {
    const { roomId, memberId } = command;
    const room = this.#openRoom(roomId);
    const member = room.openMember(memberId);
    try {
      return await member.createTransport(command);
    } catch (error) {
      if (member.isEmpty && room.members.get(memberId) === member) this.#closeMember(command);
      throw error;
    }
  }

  async #openIngest(command: CommandOf<'openIngest'>): Promise<MediaReplies['openIngest']> {
    requireSsrc(command.ssrc);
    const room = this.#openRoom(command.roomId);
    const member = room.openMember(command.memberId);
    try {
      return await member.live.openIngest(command);
    } catch (error) {
      if (member.isEmpty && room.members.get(command.memberId) === member) this.#closeMember(command);
      throw error;
    }
  }

  async #getStats(scope: Scope): Promise<MediaReplies['getStats']> {
    const member = this.#findMember(scope);
    if (member === undefined) return { stats: NO_STATS };
    return { stats: await bounded(memberStats(member), this.#options.requestTimeoutMs) };
  }

  #closeMember({ roomId, memberId }: Scope): void {
    const room = this.#room(roomId);
    room?.closeMember(memberId);
    if (room?.members.size === 0) this.#closeRoom(roomId);
  }

  #closeRoom(roomId: RoomId): void {
    const room = this.#room(roomId);
    this.#roomById.delete(roomId);
    room?.close();
  }

  #killWorker(roomId: RoomId): void {
    const room = this.#room(roomId);
    if (room === undefined) throw new AppError('roomNotFound', 'no media in this room');
    room.slot.kill();
  }

  #workerLost(slot: WorkerSlot): void {
    const lost = [...this.#roomById.values()].filter((room) => room.slot === slot);
    const rooms = lost.map((room) => ({ roomId: room.roomId, memberIds: [...room.members.keys()] }));
    for (const { roomId } of lost) this.#closeRoom(roomId);
    this.#options.logger('error', 'a media worker is gone', { worker: slot.index, rooms: rooms.length });
    this.#emit({ type: 'workerLost', rooms });
  }

  #counts(): MediaCounts {
    const workerPids = this.#pool.pids();
    const counts = {
      routers: 0,
      transports: 0,
      producers: 0,
      consumers: 0,
      dataProducers: 0,
      dataConsumers: 0,
      members: 0,
    };
    for (const room of this.#roomById.values()) {
      counts.routers += room.routerCount;
      counts.members += room.members.size;
      for (const member of room.members.values()) {
        counts.transports += member.transports.size + member.live.transportCount;
        counts.producers += member.publisher.rtpSources.length;
        counts.dataProducers += member.publisher.dataSources.length;
        counts.consumers += member.rtpReceiver.size + member.live.consumerCount;
        counts.dataConsumers += member.dataReceiver.size;
      }
    }
    return { workers: workerPids.length, ...counts, workerPids };
  }

  #emit(event: MediaEvent): void {
    this.#tell(this.#listener, event);
  }

  #tell<E extends MediaEvent | LiveMediaEvent>(listener: (event: E) => void, event: E): void {
    if (this.#closing !== undefined) return;
    try {
      listener(event);
    } catch (error) {
      this.#options.logger('error', 'the listener of media events threw', { event: event.type, error });
    }
  }

  #every(intervalMs: number, tick: () => void): void {
    let cancel: CancelTimer = () => undefined;
    const arm = (): void => {
      cancel = this.#clock.after(intervalMs, () => {
        arm();
        tick();
      });
    };
    arm();
    this.#cancelTimers = [...this.#cancelTimers, () => cancel()];
  }
}
