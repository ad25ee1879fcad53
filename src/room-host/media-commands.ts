/**
 * Media commands of a member, whoever speaks for it (a signalling session, a WHIP client): checked against the room's
 * state, then passed to the media engine. The room's word is read again after every wait, because a mute, a kick or a
 * worker's death may have come between.
 */
import type { Medium, Member } from '../room-state/room-types.ts';
import type { Json, MediaEngine, PayloadOffer, RtpMedium, Subscription, TransportInfo } from '../sfu/media-engine.ts';
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import type { MemberId, RoomId } from '../shared/ids.ts';
import type { MediaEnforcer } from './media-enforcer.ts';
import type { RoomHost } from './room-host.ts';

/** A member of a room. */
export interface MediaScope {
  readonly host: RoomHost;
  readonly roomId: RoomId;
  readonly memberId: MemberId;
}

export interface TransportRequest {
  readonly direction: 'send' | 'receive';
  readonly forceTcp: boolean;
  readonly payloads?: PayloadOffer;
}

export interface SubscriptionRequest {
  readonly transportId: string;
  /** null = as given before. */
  readonly rtpCapabilities: Json;
  readonly autoAudio: boolean;
  readonly wanted: readonly Subscription[];
}

export interface MediaCommandsOptions {
  readonly engine: MediaEngine;
  readonly enforcer: MediaEnforcer;
  readonly clock: Clock;
}

/** Subscriptions one member may hold; a room has at most this many others that it shows. */
const MAX_WANTED = 512;

const GRANT_OF: Readonly<Record<Medium, 'publishAudio' | 'publishVideo' | 'publishScreen' | 'publishData'>> = {
  audio: 'publishAudio',
  video: 'publishVideo',
  screen: 'publishScreen',
  data: 'publishData',
};

/** @throws AppError notAllowed */
export function requirePublishGrant({ grants }: Pick<Member, 'grants'>, medium: Medium): void {
  if (!grants[GRANT_OF[medium]]) throw new AppError('notAllowed', `publish ${medium}`);
}

/** All methods reject with `AppError`, `notMember` among them. */
export class MediaCommands {
  readonly #options: MediaCommandsOptions;

  constructor(options: MediaCommandsOptions) {
    this.#options = options;
  }

  /** What the room can carry. */
  async capabilities(roomId: RoomId): Promise<Json> {
    this.#options.enforcer.touch(roomId);
    const { rtpCapabilities } = await this.#options.engine.request({ type: 'getCapabilities', roomId });
    return rtpCapabilities;
  }

  /** Opens a transport. Nothing is left of it when the member left meanwhile. */
  async openTransport(scope: MediaScope, request: TransportRequest): Promise<TransportInfo> {
    const { engine, enforcer } = this.#options;
    const { host, roomId, memberId } = scope;
    enforcer.touch(roomId);
    const transport = await engine.request({ type: 'createTransport', roomId, memberId, ...request });
    if (!host.state.members.has(memberId)) {
      // Nothing else would free it.
      await engine.request({ type: 'closeMember', roomId, memberId });
      throw new AppError('notMember');
    }
    return transport;
  }

  /** Tells the transport its peer. */
  async connectTransport({ roomId, memberId }: MediaScope, transportId: string, dtlsParameters: Json): Promise<void> {
    await this.#options.engine.request({ type: 'connectTransport', roomId, memberId, transportId, dtlsParameters });
  }

  /** New ICE credentials of a transport. */
  async restartIce({ roomId, memberId }: MediaScope, transportId: string): Promise<Json> {
    const { iceParameters } = await this.#options.engine.request({ type: 'restartIce', roomId, memberId, transportId });
    return iceParameters;
  }

  /** Publishes a medium; it flows if the room says so. */
  async publish(
    scope: MediaScope,
    medium: RtpMedium,
    { transportId, rtpParameters }: { readonly transportId: string; readonly rtpParameters: Json },
  ): Promise<string> {
    const { engine, clock } = this.#options;
    const { host, roomId, memberId } = scope;
    const member = requireMember(scope);
    requirePublishGrant(member, medium);
    if (member.media[medium].published) throw new AppError('alreadyPublished', medium);
    const { mayFlow } = member.media[medium];
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
    return producerId;
  }

  /** Ends a publication. */
  async unpublish(scope: MediaScope, producerId: string): Promise<void> {
    const { engine, clock } = this.#options;
    const { host, roomId, memberId } = scope;
    const media = Object.values(requireMember(scope).media);
    const medium = media.find((state) => state.producerId === producerId)?.medium;
    if (medium === undefined || producerId === '') throw new AppError('producerNotFound');
    host.execute({ type: 'unpublished', actor: memberId, medium, producerId, at: clock.now() });
    await engine.request({ type: 'closeProducer', roomId, memberId, producerId });
  }

  /** Replaces what the member receives. */
  async subscribe(scope: MediaScope, request: SubscriptionRequest): Promise<void> {
    const { roomId, memberId } = scope;
    if (!requireMember(scope).grants.subscribe) throw new AppError('notAllowed', 'subscribe');
    if (request.wanted.length > MAX_WANTED) throw new AppError('limitExceeded', 'subscriptions');
    await this.#options.engine.request({ type: 'setSubscriptions', roomId, memberId, ...request });
  }

  /** Lets an opened consumer flow. */
  async resume({ roomId, memberId }: MediaScope, consumerId: string): Promise<void> {
    await this.#options.engine.request({ type: 'resumeConsumer', roomId, memberId, consumerId });
  }
}

function requireMember({ host, memberId }: MediaScope): Member {
  const member = host.state.members.get(memberId);
  if (member === undefined) throw new AppError('notMember');
  return member;
}
