/** Media frames of a session, as commands of its member. */
import type { ClientFrame, Init, ServerFrame } from '../../../wire/generated/messages.ts';
import { type MediaCommands, type MediaScope, requirePublishGrant } from '../../room-host/media-commands.ts';
import type { Member } from '../../room-state/room-types.ts';
import type { Json, MediaEngine, RtpMedium, Subscription } from '../../sfu/media-engine.ts';
import { AppError } from '../../shared/app-error.ts';
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
  readonly commands: MediaCommands;
  readonly memberships: Memberships;
  readonly iceServers: readonly IceServer[];
}

type Reply = Init<ServerFrame>;
type Body<K extends keyof ClientFrame> = NonNullable<ClientFrame[K]>;

const MAX_DATA_TOPICS = 16;
const DATA_TOPIC = /^[A-Za-z0-9_.-]{1,32}$/;

function requireRtpMedium(number: number): RtpMedium {
  const medium = requireMedium(number);
  if (medium === 'data') throw new AppError('invalidArgument', 'data travels in data channels');
  return medium;
}

function requireDataTopic(topic: string): string {
  if (!DATA_TOPIC.test(topic)) throw new AppError('invalidArgument', 'topic');
  return topic;
}

interface Scope extends MediaScope {
  readonly member: Member;
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
      const scope = this.#scope(session, frame.connectTransport);
      const dtlsParameters = parseMediaJson(dtlsParametersJson, 'dtlsParameters');
      return this.#connectTransport(scope, transportId, dtlsParameters);
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
    const rtpCapabilities = await this.#options.commands.capabilities(roomId);
    const { mediaGeneration } = host.state;
    return { rtpCapabilities: { rtpCapabilitiesJson: formatMediaJson(rtpCapabilities), mediaGeneration } };
  }

  async #createTransport(scope: Scope, body: Body<'createTransport'>): Promise<Reply> {
    const { commands, iceServers } = this.#options;
    if (body.direction !== 1 && body.direction !== 2) throw new AppError('invalidArgument', 'direction');
    const direction = body.direction === 1 ? 'send' : 'receive';
    const transport = await commands.openTransport(scope, { direction, forceTcp: body.forceTcp });
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

  async #connectTransport(scope: Scope, transportId: string, dtlsParameters: Json): Promise<Reply> {
    await this.#options.commands.connectTransport(scope, transportId, dtlsParameters);
    return { ack: {} };
  }

  async #restartIce(scope: Scope, transportId: string): Promise<Reply> {
    const iceParameters = await this.#options.commands.restartIce(scope, transportId);
    return { iceRestarted: { iceParametersJson: formatMediaJson(iceParameters) } };
  }

  async #getStats({ roomId, memberId }: Scope): Promise<Reply> {
    const { stats } = await this.#options.engine.request({ type: 'getStats', roomId, memberId });
    return { mediaStats: { statsJson: formatMediaJson(stats) } };
  }

  async #produce(scope: Scope, body: Body<'produce'>): Promise<Reply> {
    const medium = requireRtpMedium(body.medium);
    requirePublishGrant(scope.member, medium);
    const { transportId } = body;
    const rtpParameters = parseMediaJson(body.rtpParametersJson, 'rtpParameters');
    const producerId = await this.#options.commands.publish(scope, medium, { transportId, rtpParameters });
    return { produced: { producerId } };
  }

  async #closeProducer(scope: Scope, producerId: string): Promise<Reply> {
    await this.#options.commands.unpublish(scope, producerId);
    return { ack: { offset: scope.host.state.offset } };
  }

  async #produceData({ member, roomId, memberId }: Scope, body: Body<'produceData'>): Promise<Reply> {
    requirePublishGrant(member, 'data');
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

  async #setSubscriptions(scope: Scope, body: Body<'setSubscriptions'>): Promise<Reply> {
    const wanted = body.wanted.map(
      (entry): Subscription => ({
        memberId: requireMemberId(entry.memberId),
        medium: requireRtpMedium(entry.medium),
        spatialLayer: entry.spatialLayer,
        temporalLayer: entry.temporalLayer,
      }),
    );
    const capabilities = body.rtpCapabilitiesJson;
    await this.#options.commands.subscribe(scope, {
      transportId: body.transportId,
      rtpCapabilities: capabilities === '' ? null : parseMediaJson(capabilities, 'rtpCapabilities'),
      autoAudio: body.autoAudio,
      wanted,
    });
    return { ack: {} };
  }

  async #consumeData({ member, roomId, memberId }: Scope, body: Body<'consumeData'>): Promise<Reply> {
    if (!member.grants.subscribe) throw new AppError('notAllowed', 'subscribe');
    if (body.topics.length > MAX_DATA_TOPICS) throw new AppError('limitExceeded', 'data topics');
    const topics = body.topics.map(requireDataTopic);
    return await this.#ack({ type: 'consumeData', roomId, memberId, transportId: body.transportId, topics });
  }
}
