/** The media of one room: its router on one worker, its members, and who offers what. */
import type { types } from 'mediasoup';
import { AppError } from '../../shared/app-error.ts';
import type { MemberId, RoomId } from '../../shared/ids.ts';
import type { ChosenPayloads, MediaEvent } from '../media-engine.ts';
import type { ResolvedMediaOptions } from '../media-engine-options.ts';
import { ROUTER_CODECS } from './codecs.ts';
import {
  type DataSource,
  type LiveContext,
  mediumOf,
  type RoomContext,
  type RtpSource,
  type SourceKey,
  sourceKey,
} from './media-context.ts';
import { MAX_MEMBERS } from './media-limits.ts';
import { MemberMedia } from './member-media.ts';
import { type PayloadRouter, PayloadRouters } from './payload-routers.ts';
import { Speakers } from './speakers.ts';
import { callWorker } from './worker-call.ts';
import type { WorkerGate } from './worker-gate.ts';
import type { WorkerLoad } from './worker-load.ts';
import type { LiveWorker, WorkerSlot } from './worker-slot.ts';

export interface RoomMediaOptions {
  readonly roomId: RoomId;
  readonly options: ResolvedMediaOptions;
  readonly slot: WorkerSlot;
  readonly worker: LiveWorker;
  readonly emit: (event: MediaEvent) => void;
  readonly live: LiveContext;
}

export class RoomMedia implements RoomContext {
  readonly roomId: RoomId;
  readonly options: ResolvedMediaOptions;
  readonly slot: WorkerSlot;
  readonly load: WorkerLoad;
  readonly emit: (event: MediaEvent) => void;
  readonly #live: LiveContext;
  readonly #worker: LiveWorker;
  readonly #speakers: Speakers;
  /** Members whose quality changed since it was last told. */
  readonly changedQuality = new Set<MemberId>();
  readonly #memberById = new Map<MemberId, MemberMedia>();
  readonly #rtpSources = new Map<SourceKey, RtpSource>();
  readonly #dataSourcesByTopic = new Map<string, Map<string, DataSource>>();
  readonly #payloadRouters = new PayloadRouters(this);
  #router: Promise<types.Router> | undefined;
  #openRouter: types.Router | undefined;
  #closed = false;

  constructor({ roomId, options, slot, worker, emit, live }: RoomMediaOptions) {
    this.roomId = roomId;
    this.options = options;
    this.slot = slot;
    // Of this process: the slot gets another one with its next process.
    this.load = slot.load;
    this.#worker = worker;
    this.emit = emit;
    this.#live = live;
    this.#speakers = new Speakers({
      intervalMs: options.levelIntervalMs,
      isAudible: (memberId) => this.#memberById.get(memberId)?.publisher.mayFlow('audio') === true,
      onChange: (speakers, dominantMemberId) => {
        if (!this.isOver) emit({ type: 'speakers', roomId, speakers, dominantMemberId });
      },
      onFault: (error) => options.logger('debug', 'a speaker observer failed', { roomId, error: String(error) }),
    });
  }

  get isOver(): boolean {
    return this.#closed || this.#worker.worker.closed;
  }

  get webRtcServer(): types.WebRtcServer {
    return this.#worker.webRtcServer;
  }

  get gate(): WorkerGate {
    return this.#worker.gate;
  }

  /** The room's own router, and those for receivers with payload types of their own. */
  get routerCount(): number {
    return (this.#openRouter === undefined ? 0 : 1) + this.#payloadRouters.size;
  }

  get members(): ReadonlyMap<MemberId, MemberMedia> {
    return this.#memberById;
  }

  get rtpSources(): ReadonlyMap<SourceKey, RtpSource> {
    return this.#rtpSources;
  }

  dataSources(topic: string): Iterable<DataSource> {
    return this.#dataSourcesByTopic.get(topic)?.values() ?? [];
  }

  /** The member's media, made when it has none. @throws AppError limitExceeded */
  openMember(memberId: MemberId): MemberMedia {
    let member = this.#memberById.get(memberId);
    if (member === undefined) {
      if (this.#memberById.size >= MAX_MEMBERS) throw new AppError('limitExceeded', 'members with media');
      member = new MemberMedia(this, memberId, this.#live);
      this.#memberById.set(memberId, member);
    }
    return member;
  }

  /** Closes everything of the member in silence; others hear of its producers' end. Idempotent. */
  closeMember(memberId: MemberId): void {
    const member = this.#memberById.get(memberId);
    if (member === undefined) return;
    this.#memberById.delete(memberId);
    this.changedQuality.delete(memberId);
    member.close();
    this.#speakers.left(memberId);
  }

  /** Made once, also for callers at the same time. */
  router(): Promise<types.Router> {
    this.#router ??= this.#createRouter();
    return this.#router;
  }

  payloadRouter(payloads: ChosenPayloads): PayloadRouter {
    return this.#payloadRouters.hold(payloads);
  }

  /** Closes router and members in silence; for a lost worker as well. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#payloadRouters.close();
    this.#openRouter?.close();
    for (const _ of this.#rtpSources.values()) this.load.change('producer', -1);
    for (const member of this.#memberById.values()) member.close();
    this.#memberById.clear();
    this.#rtpSources.clear();
    this.#dataSourcesByTopic.clear();
    this.#speakers.close();
  }

  rtpOpened(source: RtpSource): void {
    const { memberId } = source.appData;
    this.#rtpSources.set(sourceKey(memberId, mediumOf(source)), source);
    this.load.change('producer', 1);
    if (mediumOf(source) === 'audio') void this.#speakers.add(source, this.router());
    source.on('score', () => this.changedQuality.add(memberId));
    for (const member of this.#memberById.values()) member.rtpReceiver.offer(source);
    this.#memberById.get(memberId)?.live.settle();
  }

  rtpClosed(source: RtpSource): void {
    const { memberId } = source.appData;
    this.#rtpSources.delete(sourceKey(memberId, mediumOf(source)));
    this.load.change('producer', -1);
    if (mediumOf(source) === 'audio') this.#speakers.left(memberId);
    for (const member of this.#memberById.values()) member.rtpReceiver.forget(source.id);
    this.#memberById.get(memberId)?.live.settle();
  }

  dataOpened(source: DataSource): void {
    const sources = this.#dataSourcesByTopic.get(source.label) ?? new Map<string, DataSource>();
    sources.set(source.id, source);
    this.#dataSourcesByTopic.set(source.label, sources);
    for (const member of this.#memberById.values()) member.dataReceiver.offer(source);
  }

  dataClosed(source: DataSource): void {
    const sources = this.#dataSourcesByTopic.get(source.label);
    sources?.delete(source.id);
    if (sources?.size === 0) this.#dataSourcesByTopic.delete(source.label);
    for (const member of this.#memberById.values()) member.dataReceiver.forget(source.id);
  }

  audioMuted(memberId: MemberId): void {
    this.#speakers.muted(memberId);
  }

  newRouter(mediaCodecs: types.RouterRtpCodecCapability[]): Promise<types.Router> {
    return callWorker(() => this.#worker.worker.createRouter({ mediaCodecs, appData: { roomId: this.roomId } }), {
      timeoutMs: this.options.requestTimeoutMs,
      gate: this.gate,
      lane: 'command',
      notFound: 'mediaUnavailable',
      discard: (late) => late.close(),
    });
  }

  async #createRouter(): Promise<types.Router> {
    try {
      const router = await this.newRouter(ROUTER_CODECS);
      if (this.#closed) {
        router.close();
        throw new AppError('mediaUnavailable', 'the room was closed meanwhile');
      }
      this.#openRouter = router;
      return router;
    } catch (error) {
      this.#router = undefined;
      throw error;
    }
  }
}
