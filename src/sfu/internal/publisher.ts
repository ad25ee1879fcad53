/**
 * What one member sends, and whether it may flow.
 *
 * A mute must win against everything that is under way. So each medium has a desired state, which a command sets
 * before anything is awaited; every producer is opened paused, and only when the worker has answered and the desired
 * state still says so is it let go. The channel to the worker keeps the order of pauses and resumes, so the command
 * that came last is the one that lasts.
 */

import type { types } from 'mediasoup';
import type { Medium } from '../../room-state/room-types.ts';
import { AppError } from '../../shared/app-error.ts';
import type { FlowReport, Json, RtpMedium } from '../media-engine.ts';
import type { DataSource, MediaAppData, MemberContext, RoomContext, RtpSource } from './media-context.ts';
import { MAX_DATA_PRODUCERS, requireTopic } from './media-limits.ts';
import { parseRtpParameters, parseSctpStreamParameters } from './media-parameters.ts';
import { callWorker } from './worker-call.ts';

/** By medium, data by topic: one producer each. */
type PublicationKey = RtpMedium | `data:${string}`;

interface Publication {
  readonly medium: Medium;
  /** undefined while it is being opened. */
  source: RtpSource | DataSource | undefined;
  /** The room knows of it. */
  announced: boolean;
}

export interface ProduceRequest {
  readonly transportId: string;
  readonly medium: RtpMedium;
  readonly rtpParameters: Json;
  readonly mayFlow: boolean;
}

/** A medium on whatever transport. */
export interface RtpPublication {
  readonly medium: RtpMedium;
  readonly rtpParameters: Json;
  readonly mayFlow: boolean;
  /** Asked for when the medium has been reserved. */
  readonly transport: () => Promise<types.Transport<MediaAppData>>;
}

export interface ProduceDataRequest {
  readonly transportId: string;
  readonly sctpStreamParameters: Json;
  readonly topic: string;
  readonly mayFlow: boolean;
}

export class Publisher {
  readonly #room: RoomContext;
  readonly #member: MemberContext;
  readonly #publications = new Map<PublicationKey, Publication>();
  /** What was last said of each medium. */
  readonly #mayFlow = new Map<Medium, boolean>();

  constructor(room: RoomContext, member: MemberContext) {
    this.#room = room;
    this.#member = member;
  }

  get rtpSources(): readonly RtpSource[] {
    return this.#sources().filter((source) => 'kind' in source);
  }

  get dataSources(): readonly DataSource[] {
    return this.#sources().filter((source): source is DataSource => !('kind' in source));
  }

  mayFlow(medium: Medium): boolean {
    return this.#mayFlow.get(medium) === true;
  }

  /** @throws AppError transportNotFound, mediaParametersInvalid, alreadyPublished */
  async produce({ transportId, medium, rtpParameters, mayFlow }: ProduceRequest): Promise<{ producerId: string }> {
    const transport = this.#member.requireTransport(transportId, 'send');
    const source = await this.publish({
      medium,
      rtpParameters,
      mayFlow,
      transport: () => Promise.resolve(transport),
    });
    return { producerId: source.id };
  }

  /** The same on a transport of any kind. @throws AppError mediaParametersInvalid, alreadyPublished */
  async publish({ medium, rtpParameters, mayFlow, transport }: RtpPublication): Promise<RtpSource> {
    const kind = medium === 'audio' ? 'audio' : 'video';
    const parsed = parseRtpParameters(rtpParameters, kind);
    const { keyFrameRequestDelayMs } = this.#room.options;
    const publication = this.#reserve(medium, { medium, source: undefined, announced: false }, mayFlow);
    const source = await this.#open(medium, publication, async () => {
      const carrier = await transport();
      return await carrier.produce<MediaAppData>({
        kind,
        rtpParameters: parsed,
        paused: true,
        ...(kind === 'video' ? { keyFrameRequestDelay: keyFrameRequestDelayMs } : {}),
        appData: this.#appData(medium),
      });
    });
    source.on('transportclose', () => this.#ended(medium, publication));
    await this.#letGo(medium, publication);
    return source;
  }

  /** @throws AppError transportNotFound, mediaParametersInvalid, alreadyPublished, limitExceeded */
  async produceData(request: ProduceDataRequest): Promise<{ dataProducerId: string }> {
    const { topic } = request;
    const transport = this.#member.requireTransport(request.transportId, 'send');
    const sctpStreamParameters = parseSctpStreamParameters(request.sctpStreamParameters);
    requireTopic(topic);
    const key = `data:${topic}` as const;
    const count = [...this.#publications.values()].filter(({ medium }) => medium === 'data').length;
    if (count >= MAX_DATA_PRODUCERS) throw new AppError('limitExceeded', 'data producers');
    const publication = this.#reserve(key, { medium: 'data', source: undefined, announced: false }, request.mayFlow);
    const source = await this.#open(key, publication, async () => {
      return await transport.produceData<MediaAppData>({
        sctpStreamParameters,
        label: topic,
        paused: true,
        appData: this.#appData('data'),
      });
    });
    source.on('transportclose', () => this.#ended(key, publication));
    await this.#letGo(key, publication);
    return { dataProducerId: source.id };
  }

  /** Closes a producer by command: nobody is told but those who received it. @throws AppError producerNotFound */
  closeProducer(producerId: string, kind: 'rtp' | 'data'): void {
    for (const [key, { source, medium }] of this.#publications) {
      if (source?.id !== producerId || (medium === 'data') !== (kind === 'data')) continue;
      this.#release(key);
      source.close();
      return;
    }
    throw new AppError('producerNotFound');
  }

  /** Lets a medium flow or stops it; resolves when the worker has done so. */
  async setFlow(medium: Medium, mayFlow: boolean): Promise<void> {
    this.#mayFlow.set(medium, mayFlow);
    if (medium === 'audio' && !mayFlow) this.#room.audioMuted(this.#member.memberId);
    const sources = [...this.#publications.values()].flatMap((publication) =>
      publication.medium === medium && publication.source !== undefined ? [publication.source] : [],
    );
    await Promise.all(sources.map((source) => this.#apply(source, mayFlow)));
  }

  /** What the worker was last known to let through. */
  audit(): readonly FlowReport[] {
    const { roomId } = this.#room;
    const { memberId } = this.#member;
    return [...this.#publications.values()].flatMap(({ medium, source }) =>
      source === undefined ? [] : [{ roomId, memberId, medium, producerId: source.id, mayFlow: !source.paused }],
    );
  }

  /** The transports close the producers themselves; here they only leave the room's lists. */
  close(): void {
    for (const key of [...this.#publications.keys()]) this.#release(key);
  }

  #sources(): (RtpSource | DataSource)[] {
    return [...this.#publications.values()].flatMap(({ source }) => (source === undefined ? [] : [source]));
  }

  #appData(medium: Medium): MediaAppData {
    return { roomId: this.#room.roomId, memberId: this.#member.memberId, medium };
  }

  #reserve(key: PublicationKey, publication: Publication, mayFlow: boolean): Publication {
    if (this.#publications.has(key)) throw new AppError('alreadyPublished');
    this.#publications.set(key, publication);
    this.#mayFlow.set(publication.medium, mayFlow);
    return publication;
  }

  async #open<T extends RtpSource | DataSource>(
    key: PublicationKey,
    publication: Publication,
    request: () => Promise<T>,
  ): Promise<T> {
    try {
      const source = await callWorker(request, {
        timeoutMs: this.#room.options.requestTimeoutMs,
        gate: this.#room.gate,
        lane: 'command',
        notFound: 'transportNotFound',
        discard: (late) => late.close(),
      });
      if (source.closed || this.#publications.get(key) !== publication) {
        source.close();
        this.#member.requireOpen();
        throw new AppError('transportNotFound', 'the transport was closed meanwhile');
      }
      publication.source = source;
      return source;
    } catch (error) {
      if (this.#publications.get(key) === publication) this.#publications.delete(key);
      throw error;
    }
  }

  /** Lets a new producer flow if it may, and tells the room. The reply comes before anybody's `consumerOpened`. */
  async #letGo(key: PublicationKey, publication: Publication): Promise<void> {
    const { medium, source } = publication;
    if (source === undefined) return;
    try {
      if (this.mayFlow(medium)) await this.#apply(source, true);
    } catch (error) {
      if (this.#publications.get(key) === publication) this.#release(key);
      source.close();
      throw error;
    }
    if (this.#publications.get(key) !== publication) return;
    publication.announced = true;
    if ('kind' in source) this.#room.rtpOpened(source);
    else this.#room.dataOpened(source);
  }

  async #apply(source: RtpSource | DataSource, mayFlow: boolean): Promise<void> {
    try {
      await callWorker(() => (mayFlow ? source.resume() : source.pause()), {
        timeoutMs: this.#room.options.requestTimeoutMs,
        notFound: 'producerNotFound',
      });
    } catch (error) {
      // What is closed does not flow: the command has had its effect.
      if (!(error instanceof AppError && error.errorName === 'producerNotFound')) throw error;
    }
  }

  #ended(key: PublicationKey, publication: Publication): void {
    const { source, medium } = publication;
    if (this.#publications.get(key) !== publication || source === undefined || this.#member.isOver) return;
    this.#release(key);
    const { roomId, emit } = this.#room;
    emit({ type: 'producerClosed', roomId, memberId: this.#member.memberId, medium, producerId: source.id });
  }

  #release(key: PublicationKey): void {
    const publication = this.#publications.get(key);
    this.#publications.delete(key);
    const source = publication?.source;
    if (source === undefined || publication?.announced !== true || this.#room.isOver) return;
    if ('kind' in source) this.#room.rtpClosed(source);
    else this.#room.dataClosed(source);
  }
}
