/**
 * Every command of a room as a method. Each promise settles with the server's answer: a value, the room's offset at
 * which the command's events, if any, are visible, or an `RtcRoomError`.
 */
import type {
  Attribute,
  ClientFrame,
  Floor,
  FloorDecision,
  FloorRequested,
  Grants,
  Init,
  Medium,
  MemberPage,
  PlayUrlsResult,
  Produced,
  PushUrlResult,
  Role,
  RtpCapabilitiesResult,
  ServerFrame,
  SimulateFault,
  Subscription,
  TransportCreated,
  TransportDirection,
} from '../wire/generated/messages.ts';
import { clientError } from './client-errors.ts';
import type { RequestOptions } from './outbox.ts';

type BodyName = Exclude<keyof ClientFrame, 'id' | 'body'>;
/** Commands that name a room. */
type RoomBodyName = { [K in BodyName]: NonNullable<ClientFrame[K]> extends { roomId: string } ? K : never }[BodyName];
type RoomBody<K extends RoomBodyName> = Init<Omit<NonNullable<ClientFrame[K]>, 'roomId'>>;
type ReplyName = Exclude<keyof ServerFrame, 'replyTo' | 'body'>;

/** The named body of a reply. @throws RtcRoomError unexpectedReply */
export function expectReply<K extends ReplyName>(frame: ServerFrame, name: K): NonNullable<ServerFrame[K]> {
  const body = frame[name];
  if (body === null) throw clientError('unexpectedReply', `${frame.body ?? 'nothing'} instead of ${name}`);
  return body;
}

export abstract class RoomCommands {
  abstract readonly roomId: string;

  protected abstract request(body: Omit<Init<ClientFrame>, 'id'>, options?: RequestOptions): Promise<ServerFrame>;

  /** Sends one command to this room and gives the whole reply. */
  protected async call<K extends RoomBodyName>(
    name: K,
    body: RoomBody<K>,
    options?: RequestOptions,
  ): Promise<ServerFrame> {
    return await this.request({ [name]: { ...(body as object), roomId: this.roomId } }, options);
  }

  /** Sends a command that is answered by Ack; gives its offset. */
  protected async command<K extends RoomBodyName>(name: K, body: RoomBody<K>): Promise<number> {
    return expectReply(await this.call(name, body), 'ack').offset;
  }

  // --- Mute ---

  /** Mutes or unmutes own audio, video, screen or data. A moderator's mute is not lifted by this. */
  setSelfMute(medium: Medium, muted: boolean): Promise<number> {
    return this.command('setSelfMute', { medium, muted });
  }
  setModeratorMute(memberId: string, medium: Medium, muted: boolean): Promise<number> {
    return this.command('setModeratorMute', { memberId, medium, muted });
  }
  /** Mutes everybody but `except`; with `allowUnmute` false nobody else may unmute by themselves. */
  muteAll(options: { media: readonly Medium[]; except?: readonly string[]; allowUnmute?: boolean }): Promise<number> {
    return this.command('muteAll', {
      media: options.media,
      except: options.except ?? [],
      allowUnmute: options.allowUnmute ?? true,
    });
  }
  inviteToUnmute(memberId: string, medium: Medium): Promise<number> {
    return this.command('inviteToUnmute', { memberId, medium });
  }

  // --- Moderation ---

  kick(memberId: string, reason = ''): Promise<number> {
    return this.command('kick', { memberId, reason });
  }
  /** `durationMs` 0 = for good. */
  ban(userId: string, options: { reason?: string; durationMs?: number } = {}): Promise<number> {
    return this.command('ban', { userId, reason: options.reason ?? '', durationMs: options.durationMs ?? 0 });
  }
  unban(userId: string): Promise<number> {
    return this.command('unban', { userId });
  }
  lockRoom(options: { locked: boolean; lobby: boolean }): Promise<number> {
    return this.command('lockRoom', options);
  }
  admit(userId: string): Promise<number> {
    return this.command('admit', { userId });
  }
  deny(userId: string): Promise<number> {
    return this.command('deny', { userId });
  }
  setRole(memberId: string, role: Role): Promise<number> {
    return this.command('setRole', { memberId, role });
  }
  transferChair(memberId: string): Promise<number> {
    return this.command('transferChair', { memberId });
  }
  /** Replaces the member's grants. */
  setGrants(memberId: string, grants: Init<Grants>): Promise<number> {
    return this.command('setGrants', { memberId, grants });
  }
  /** Ends the room for everybody. */
  closeRoom(): Promise<number> {
    return this.command('closeRoom', {});
  }

  // --- Floors ---

  /** Asks for floors, all or nothing. `priority` 0-4, 2 normal; `ttlMs` 0 = waits as long as it takes. */
  async requestFloor(
    floorIds: readonly string[],
    options: { priority?: number; beneficiary?: string; ttlMs?: number } = {},
  ): Promise<FloorRequested> {
    const { priority = 2, beneficiary = '', ttlMs = 0 } = options;
    return expectReply(await this.call('requestFloor', { floorIds, priority, beneficiary, ttlMs }), 'floorRequested');
  }
  cancelFloorRequest(requestId: string): Promise<number> {
    return this.command('cancelFloorRequest', { requestId });
  }
  /** By request or by floor; neither = all. */
  releaseFloor(which: { requestId?: string; floorId?: string } = {}): Promise<number> {
    return this.command('releaseFloor', { requestId: which.requestId ?? '', floorId: which.floorId ?? '' });
  }
  /** Chair only. `queuePosition` is for FloorDecision.REORDER, 1 = next. */
  decideFloor(requestId: string, decision: FloorDecision, queuePosition = 0): Promise<number> {
    return this.command('decideFloor', { requestId, decision, queuePosition });
  }
  confirmFloor(requestId: string): Promise<number> {
    return this.command('confirmFloor', { requestId });
  }
  /** Makes a floor or changes its policy and times. */
  configureFloor(floor: Init<Floor>): Promise<number> {
    return this.command('configureFloor', { floor, remove: false });
  }
  /** Hands the chair of a floor over; '' = back to the moderators. The floor's chair or a moderator. */
  setFloorChair(floorId: string, memberId: string): Promise<number> {
    return this.command('setFloorChair', { floorId, memberId });
  }
  removeFloor(floorId: string): Promise<number> {
    return this.command('configureFloor', { floor: { floorId }, remove: true });
  }

  // --- State and messages ---

  /** Compare and set by `version`; an empty value deletes. `force` skips the check. */
  setRoomAttributes(attributes: readonly Init<Attribute>[], options: { force?: boolean } = {}): Promise<number> {
    return this.command('setRoomAttributes', { attributes, force: options.force ?? false });
  }
  /** `memberId` '' = own. */
  setMemberAttributes(
    memberId: string,
    attributes: readonly Init<Attribute>[],
    options: { force?: boolean } = {},
  ): Promise<number> {
    return this.command('setMemberAttributes', { memberId, attributes, force: options.force ?? false });
  }
  raiseHand(raised: boolean): Promise<number> {
    return this.command('raiseHand', { raised, memberId: '' });
  }
  /** Lowers another's hand; moderators only. */
  lowerHand(memberId: string): Promise<number> {
    return this.command('raiseHand', { raised: false, memberId });
  }
  lowerAllHands(): Promise<number> {
    return this.command('lowerAllHands', {});
  }
  sendChat(text: string): Promise<number> {
    return this.command('sendChat', { text });
  }
  /** `to` empty = everybody who subscribed to `data:<topic>`. Lossy data is not recovered after a reconnect. */
  sendData(
    topic: string,
    payload: Uint8Array,
    options: { to?: readonly string[]; lossy?: boolean } = {},
  ): Promise<number> {
    return this.command('sendData', { topic, payload, to: options.to ?? [], lossy: options.lossy ?? false });
  }
  /** One page of members, for large rooms. `limit` 0 = as many as the server gives. */
  async listMembers(options: { afterMemberId?: string; limit?: number } = {}): Promise<MemberPage> {
    const { afterMemberId = '', limit = 0 } = options;
    return expectReply(await this.call('listMembers', { afterMemberId, limit }), 'memberPage');
  }

  // --- Media negotiation; `RoomMedia` does all this in browsers ---

  async getRtpCapabilities(): Promise<RtpCapabilitiesResult> {
    return expectReply(await this.call('getRtpCapabilities', {}), 'rtpCapabilities');
  }
  async createTransport(direction: TransportDirection, forceTcp = false): Promise<TransportCreated> {
    return expectReply(await this.call('createTransport', { direction, forceTcp }), 'transportCreated');
  }
  connectTransport(transportId: string, dtlsParametersJson: string): Promise<number> {
    return this.command('connectTransport', { transportId, dtlsParametersJson });
  }
  /** Gives the new ICE parameters as JSON. */
  async restartIce(transportId: string): Promise<string> {
    return expectReply(await this.call('restartIce', { transportId }), 'iceRestarted').iceParametersJson;
  }
  async produce(transportId: string, medium: Medium, rtpParametersJson: string): Promise<Produced> {
    return expectReply(await this.call('produce', { transportId, medium, rtpParametersJson }), 'produced');
  }
  closeProducer(producerId: string): Promise<number> {
    return this.command('closeProducer', { producerId });
  }
  /** Replaces what this client receives. `rtpCapabilitiesJson` '' = as given before in this media generation. */
  setSubscriptions(options: {
    transportId: string;
    rtpCapabilitiesJson?: string;
    autoAudio: boolean;
    wanted: readonly Init<Subscription>[];
  }): Promise<number> {
    return this.command('setSubscriptions', { ...options, rtpCapabilitiesJson: options.rtpCapabilitiesJson ?? '' });
  }
  resumeConsumer(consumerId: string): Promise<number> {
    return this.command('resumeConsumer', { consumerId });
  }
  pauseConsumer(consumerId: string): Promise<number> {
    return this.command('pauseConsumer', { consumerId });
  }
  /** -1 = highest. */
  setPreferredLayers(consumerId: string, spatialLayer: number, temporalLayer = -1): Promise<number> {
    return this.command('setPreferredLayers', { consumerId, spatialLayer, temporalLayer });
  }
  requestKeyFrame(consumerId: string): Promise<number> {
    return this.command('requestKeyFrame', { consumerId });
  }
  /** Gives the id of the data producer. */
  async produceData(transportId: string, sctpStreamParametersJson: string, topic: string): Promise<string> {
    const reply = await this.call('produceData', { transportId, sctpStreamParametersJson, topic });
    return expectReply(reply, 'dataProduced').dataProducerId;
  }
  closeDataProducer(dataProducerId: string): Promise<number> {
    return this.command('closeDataProducer', { dataProducerId });
  }
  /** Replaces the topics received over the data channel. */
  consumeData(transportId: string, topics: readonly string[]): Promise<number> {
    return this.command('consumeData', { transportId, topics });
  }
  /** The server's view of this client's transports, producers and consumers, as JSON. */
  async getMediaStats(): Promise<string> {
    return expectReply(await this.call('getMediaStats', {}), 'mediaStats').statsJson;
  }

  // --- RTMP and FLV, for who speaks no WebRTC ---

  /**
   * A URL for the own member to push to, with live-pusher, OBS or ffmpeg. Asking again gives the same stream until
   * somebody has pushed to it, then a new one; `Member.pushGeneration` is the number of the newest.
   */
  async getPushUrl(): Promise<PushUrlResult> {
    return expectReply(await this.call('getPushUrl', {}), 'pushUrl');
  }
  /** URLs to play a member from ('' = the room's mixed stream). To be asked for anew when its `pushGeneration` grows. */
  async getPlayUrls(memberId: string): Promise<PlayUrlsResult> {
    return expectReply(await this.call('getPlayUrls', { memberId }), 'playUrls');
  }

  /** Servers in test mode only. */
  simulate(fault: SimulateFault, durationMs = 0): Promise<number> {
    return this.command('simulate', { fault, durationMs });
  }
}
