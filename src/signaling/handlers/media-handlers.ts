/**
 * Media commands of a session: checked against the room's state, then passed to the media engine. The room's word is
 * read again after every wait, because a mute, a kick or a worker's death may have come between.
 */
import type { ClientFrame, Init, ServerFrame } from '../../../wire/generated/messages.ts';
import type { MediaEnforcer } from '../../room-host/media-enforcer.ts';
import type { RoomHost } from '../../room-host/room-host.ts';
import type { Medium, Member } from '../../room-state/room-types.ts';
import type { MediaEngine, RtpMedium, Subscription } from '../../sfu/media-engine.ts';
import { AppError } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';
import type { MemberId, RoomId } from '../../shared/ids.ts';
import { formatMediaJson, parseMediaJson } from '../codec/media-json.ts';
import { requireMedium, requireMemberId } from '../codec/wire-words.ts';
import type { Memberships } from '../memberships.ts';
import type { Session } from '../session.ts';

export interface IceServer {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

export interface MediaHandlersOptions {
  readonly engine: MediaEngine;
  readonly enforcer: MediaEnforcer;
  readonly memberships: Memberships;
  readonly clock: Clock;
  readonly iceServers: readonly IceServer[];
}

type Reply = Init<ServerFrame>;
type Body<K extends keyof ClientFrame> = NonNullable<ClientFrame[K]>;

/** Subscriptions one member may hold; a room has at most this many others that it shows. */
const MAX_WANTED = 512;
const MAX_DATA_TOPICS = 16;
const DATA_TOPIC = /^[A-Za-z0-9_.-]{1,32}$/;

const GRANT_OF: Readonly<Record<Medium, 'publishAudio' | 'publishVideo' | 'publishScreen' | 'publishData'>> = {
  audio: 'publishAudio',
  video: 'publishVideo',
  screen: 'publishScreen',
  data: 'publishData',
};

function requireRtpMedium(number: number): RtpMedium {
  const medium = requireMedium(number);
  if (medium === 'data') throw new AppError('invalidArgument', 'data travels in data channels');
  return medium;
}

function requireDataTopic(topic: string): string {
  if (!DATA_TOPIC.test(topic)) throw new AppError('invalidArgument', 'topic');
  return topic;
}

interface Scope {
  readonly host: RoomHost;
  readonly member: Member;
  readonly roomId: RoomId;
  readonly memberId: MemberId;
}

export class MediaHandlers {
  readonly #options: MediaHandlersOptions;

  constructor(options: MediaHandlersOptions) {
    this.#options = options;
  }

  /** The reply to a media frame; undefined when the frame is not about media. Rejects with AppError. */
  handle(session: Session, frame: ClientFrame): Promise<Reply> | undefined {
    return (
      this.#transportFrame(session, frame) ?? this.#producerFrame(session, frame) ?? this.#consumerFrame(session, frame)
    );
  }

  #transportFrame(session: Session, frame: ClientFrame): Promise<Reply> | undefined {
    if (frame.getRtpCapabilities !== null)
      return this.#getRtpCapabilities(this.#scope(session, frame.getRtpCapabilities));
    if (frame.createTransport !== null)
      return this.#createTransport(this.#scope(session, frame.createTransport), frame.createTransport);
    if (frame.connectTransport !== null) {
      const { transportId, dtlsParametersJson } = frame.connectTransport;
      const { roomId, memberId } = this.#scope(session, frame.connectTransport);
      const dtlsParameters = parseMediaJson(dtlsParametersJson, 'dtlsParameters');
      return this.#ack({ type: 'connectTransport', roomId, memberId, transportId, dtlsParameters });
    }
    if (frame.restartIce !== null)
      return this.#restartIce(this.#scope(session, frame.restartIce), frame.restartIce.transportId);
    if (frame.getMediaStats !== null) return this.#getStats(this.#scope(session, frame.getMediaStats));
    return undefined;
  }

  #producerFrame(session: Session, frame: ClientFrame): Promise<Reply> | undefined {
    if (frame.produce !== null) return this.#produce(this.#scope(session, frame.produce), frame.produce);
    if (frame.closeProducer !== null)
      return this.#closeProducer(this.#scope(session, frame.closeProducer), frame.closeProducer.producerId);
    if (frame.produceData !== null)
      return this.#produceData(this.#scope(session, frame.produceData), frame.produceData);
    if (frame.closeDataProducer !== null) {
      const { roomId, memberId } = this.#scope(session, frame.closeDataProducer);
      return this.#ack({
        type: 'closeDataProducer',
        roomId,
        memberId,
        dataProducerId: frame.closeDataProducer.dataProducerId,
      });
    }
    return undefined;
  }

  #consumerFrame(session: Session, frame: ClientFrame): Promise<Reply> | undefined {
    if (frame.setSubscriptions !== null)
      return this.#setSubscriptions(this.#scope(session, frame.setSubscriptions), frame.setSubscriptions);
    if (frame.setPreferredLayers !== null) {
      const { consumerId, spatialLayer, temporalLayer } = frame.setPreferredLayers;
      const { roomId, memberId } = this.#scope(session, frame.setPreferredLayers);
      return this.#ack({ type: 'setPreferredLayers', roomId, memberId, consumerId, spatialLayer, temporalLayer });
    }
    if (frame.consumeData !== null)
      return this.#consumeData(this.#scope(session, frame.consumeData), frame.consumeData);
    for (const type of ['resumeConsumer', 'pauseConsumer', 'requestKeyFrame'] as const) {
      const body = frame[type];
      if (body === null) continue;
      const { roomId, memberId } = this.#scope(session, body);
      return this.#ack({ type, roomId, memberId, consumerId: body.consumerId });
    }
    return undefined;
  }

  #scope(session: Session, body: { roomId: string }): Scope {
    const { host, membership, member } = this.#options.memberships.require(session, body.roomId);
    return { host, member, roomId: membership.roomId, memberId: membership.memberId };
  }

  async #ack(command: Parameters<MediaEngine['request']>[0]): Promise<Reply> {
    await this.#options.engine.request(command);
    return { ack: {} };
  }

  async #getRtpCapabilities({ host, roomId }: Scope): Promise<Reply> {
    this.#options.enforcer.touch(roomId);
    const { rtpCapabilities } = await this.#options.engine.request({ type: 'getCapabilities', roomId });
    const { mediaGeneration } = host.state;
    return { rtpCapabilities: { rtpCapabilitiesJson: formatMediaJson(rtpCapabilities), mediaGeneration } };
  }

  async #createTransport(scope: Scope, body: Body<'createTransport'>): Promise<Reply> {
    const { engine, enforcer, iceServers } = this.#options;
    const { host, roomId, memberId } = scope;
    if (body.direction !== 1 && body.direction !== 2) throw new AppError('invalidArgument', 'direction');
    const direction = body.direction === 1 ? 'send' : 'receive';
    enforcer.touch(roomId);
    const transport = await engine.request({
      type: 'createTransport',
      roomId,
      memberId,
      direction,
      forceTcp: body.forceTcp,
    });
    if (!host.state.members.has(memberId)) {
      // The member left while the transport was being made; nothing else would free it.
      await engine.request({ type: 'closeMember', roomId, memberId });
      throw new AppError('notMember');
    }
    return {
      transportCreated: {
        transportId: transport.transportId,
        iceParametersJson: formatMediaJson(transport.iceParameters),
        iceCandidatesJson: formatMediaJson(transport.iceCandidates),
        dtlsParametersJson: formatMediaJson(transport.dtlsParameters),
        sctpParametersJson: formatMediaJson(transport.sctpParameters),
        iceServers,
      },
    };
  }

  async #restartIce({ roomId, memberId }: Scope, transportId: string): Promise<Reply> {
    const { iceParameters } = await this.#options.engine.request({ type: 'restartIce', roomId, memberId, transportId });
    return { iceRestarted: { iceParametersJson: formatMediaJson(iceParameters) } };
  }

  async #getStats({ roomId, memberId }: Scope): Promise<Reply> {
    const { stats } = await this.#options.engine.request({ type: 'getStats', roomId, memberId });
    return { mediaStats: { statsJson: formatMediaJson(stats) } };
  }

  async #produce({ host, member, roomId, memberId }: Scope, body: Body<'produce'>): Promise<Reply> {
    const medium = requireRtpMedium(body.medium);
    if (!member.grants[GRANT_OF[medium]]) throw new AppError('notAllowed', `publish ${medium}`);
    if (member.media[medium].published) throw new AppError('alreadyPublished', medium);
    const rtpParameters = parseMediaJson(body.rtpParametersJson, 'rtpParameters');
    const { mayFlow } = member.media[medium];
    const { engine, clock } = this.#options;
    const { transportId } = body;
    const { producerId } = await engine.request({
      type: 'produce',
      roomId,
      memberId,
      transportId,
      medium,
      rtpParameters,
      mayFlow,
    });
    const outcome = host.execute({
      type: 'published',
      actor: memberId,
      medium,
      source: 'webrtc',
      producerId,
      at: clock.now(),
    });
    if ('rejected' in outcome) {
      await engine.request({ type: 'closeProducer', roomId, memberId, producerId });
      throw new AppError(outcome.rejected, outcome.detail);
    }
    return { produced: { producerId } };
  }

  async #closeProducer({ host, member, roomId, memberId }: Scope, producerId: string): Promise<Reply> {
    const medium = Object.values(member.media).find((state) => state.producerId === producerId)?.medium;
    if (medium === undefined || producerId === '') throw new AppError('producerNotFound');
    host.execute({ type: 'unpublished', actor: memberId, medium, producerId, at: this.#options.clock.now() });
    await this.#options.engine.request({ type: 'closeProducer', roomId, memberId, producerId });
    return { ack: { offset: host.state.offset } };
  }

  async #produceData({ member, roomId, memberId }: Scope, body: Body<'produceData'>): Promise<Reply> {
    if (!member.grants.publishData) throw new AppError('notAllowed', 'publish data');
    const { dataProducerId } = await this.#options.engine.request({
      type: 'produceData',
      roomId,
      memberId,
      transportId: body.transportId,
      sctpStreamParameters: parseMediaJson(body.sctpStreamParametersJson, 'sctpStreamParameters'),
      topic: requireDataTopic(body.topic),
      mayFlow: member.media.data.mayFlow,
    });
    return { dataProduced: { dataProducerId } };
  }

  async #setSubscriptions({ member, roomId, memberId }: Scope, body: Body<'setSubscriptions'>): Promise<Reply> {
    if (!member.grants.subscribe) throw new AppError('notAllowed', 'subscribe');
    if (body.wanted.length > MAX_WANTED) throw new AppError('limitExceeded', 'subscriptions');
    const wanted = body.wanted.map(
      (entry): Subscription => ({
        memberId: requireMemberId(entry.memberId),
        medium: requireRtpMedium(entry.medium),
        spatialLayer: entry.spatialLayer,
        temporalLayer: entry.temporalLayer,
      }),
    );
    const capabilities = body.rtpCapabilitiesJson;
    return await this.#ack({
      type: 'setSubscriptions',
      roomId,
      memberId,
      transportId: body.transportId,
      rtpCapabilities: capabilities === '' ? null : parseMediaJson(capabilities, 'rtpCapabilities'),
      autoAudio: body.autoAudio,
      wanted,
    });
  }

  async #consumeData({ member, roomId, memberId }: Scope, body: Body<'consumeData'>): Promise<Reply> {
    if (!member.grants.subscribe) throw new AppError('notAllowed', 'subscribe');
    if (body.topics.length > MAX_DATA_TOPICS) throw new AppError('limitExceeded', 'data topics');
    const topics = body.topics.map(requireDataTopic);
    return await this.#ack({ type: 'consumeData', roomId, memberId, transportId: body.transportId, topics });
  }
}
