/**
 * WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep): members of rooms that come by one HTTP request with an SDP offer.
 * They join by the room's rules, publish and subscribe by the same commands as everybody, and end when the room says
 * so. Nothing here is HTTP: requests are parsed and answers written by `whip-routes.ts`.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Identity } from '../identity/tokens.ts';
import { type MediaCommands, requirePublishGrant } from '../room-host/media-commands.ts';
import type { RoomHost } from '../room-host/room-host.ts';
import type { RoomRegistry } from '../room-host/room-registry.ts';
import type { LoggedEvent } from '../room-host/room-turn.ts';
import type { Grants, LeaveReason, Member, RoomState, Scene } from '../room-state/room-types.ts';
import type { Json, MediaEvent } from '../sfu/media-engine.ts';
import { AppError, toAppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { memberId as brandMemberId, type MemberId, type RoomId } from '../shared/ids.ts';
import { joinIdentity } from '../signaling/join-identity.ts';
import { TokenBucket } from '../signaling/token-bucket.ts';
import { LobbyVisits } from './lobby-visits.ts';
import { clientDtlsParameters, writeAnswer } from './sdp/answer.ts';
import { roomCapabilities } from './sdp/codecs.ts';
import { readFragment, writeFragment } from './sdp/fragment.ts';
import { type IngestMedium, planIngest } from './sdp/ingest.ts';
import { type Offer, readOffer } from './sdp/offer.ts';
import { choosePlayback, type PlaybackPlan, planPlayback } from './sdp/playback.ts';
import { SessionWatch } from './session-watch.ts';
import { type Place, type WhipKind, type WhipLimits, type WhipSession, WhipSessions } from './whip-session.ts';

/** What happens, for metrics and logs. Must not throw. */
export interface WhipObserver {
  onOpened(kind: WhipKind): void;
  onRefused(kind: WhipKind, error: AppError): void;
  onEnded(kind: WhipKind): void;
}

export interface WhipServiceOptions extends WhipLimits {
  readonly clock: Clock;
  readonly rooms: () => RoomRegistry;
  readonly media: () => MediaCommands;
  readonly verifyToken: (token: string) => Promise<Identity>;
  readonly newMemberId: () => string;
  /** Unguessable text, safe in URLs. */
  readonly newSecret: () => string;
  readonly firstMemberIsChair: boolean;
  readonly connectTimeoutMs: number;
  readonly silenceMs: number;
  /** True once the node accepts nothing new. */
  readonly isClosing: () => boolean;
  readonly observer: WhipObserver;
}

/** Who asks, and with what. */
export interface WhipRequest {
  readonly roomId: RoomId;
  readonly token: string;
  readonly address: string;
  /** The SDP offer. */
  readonly offer: string;
}

export interface IngestRequest extends WhipRequest {
  /** Of the room, when it is made by this request. */
  readonly scene: Scene;
}

export interface PlayRequest extends WhipRequest {
  /** Member id or user id. */
  readonly target: string;
}

/** Somebody at the door, with a place taken. */
interface Visit {
  readonly kind: WhipKind;
  readonly request: WhipRequest;
  readonly identity: Identity;
  readonly offer: Offer;
  readonly place: Place;
}

export interface OpenedSession {
  readonly sessionId: string;
  readonly etag: string;
  readonly answer: string;
}

/** What a PATCH came to: candidates noted, or ICE restarted. */
export type PatchOutcome =
  | { readonly type: 'noted' }
  | { readonly type: 'restarted'; readonly etag: string; readonly fragment: string };

const REQUESTS_PER_SECOND = 5;
const REQUEST_BURST = 20;
/** What a player is whose token says no role. */
const PLAYER_ROLE = 'audience';

export class WhipService {
  readonly #options: WhipServiceOptions;
  readonly #sessions: WhipSessions;
  readonly #lobby: LobbyVisits;
  readonly #watch: SessionWatch;

  constructor(options: WhipServiceOptions) {
    this.#options = options;
    const { clock, rooms, connectTimeoutMs, silenceMs } = options;
    this.#sessions = new WhipSessions(options);
    this.#lobby = new LobbyVisits({ clock, rooms, maxVisits: options.maxSessions });
    this.#watch = new SessionWatch({
      ...{ clock, connectTimeoutMs, silenceMs, sessions: this.#sessions },
      onOver: (session, reason) => this.#leave(session, reason),
    });
  }

  /** Open sessions; for metrics and leak checks. */
  get size(): number {
    return this.#sessions.size;
  }

  count(kind: WhipKind): number {
    return this.#sessions.count(kind);
  }

  /** Publishes: the client joins the room and sends what it offers. @throws AppError */
  publish(request: IngestRequest): Promise<OpenedSession> {
    return this.#open('whip', request, async (visit) => {
      const { roomId } = request;
      const media = planIngest(visit.offer, roomCapabilities(await this.#options.media().capabilities(roomId)));
      const requireGrants = (grants: Grants): void => {
        for (const { medium } of media) requirePublishGrant({ grants }, medium);
      };
      const host = this.#options.rooms().getOrCreate(roomId, request.scene);
      return await this.#within(this.#join(visit, host, visit.identity, requireGrants), requireGrants, (session) =>
        this.#ingest(session, visit.offer, media),
      );
    });
  }

  /** Plays: the client joins the room and receives one member. @throws AppError */
  play(request: PlayRequest): Promise<OpenedSession> {
    return this.#open('whep', request, async (visit) => {
      const plan = planPlayback(
        visit.offer,
        roomCapabilities(await this.#options.media().capabilities(request.roomId)),
      );
      const host = this.#options.rooms().get(request.roomId);
      const target = host === undefined ? undefined : publisherIn(host.state, request.target);
      if (host === undefined || target === undefined) throw new AppError('notPublishing');
      // By the rule of most rooms, the player's membership would end the publisher's.
      if (target.userId === visit.identity.userId) throw new AppError('notAllowed', 'your own media');
      const identity = { ...visit.identity, role: visit.identity.role ?? PLAYER_ROLE };
      return await this.#within(this.#join(visit, host, identity, requireSubscribe), requireSubscribe, (session) =>
        this.#playback(session, visit.offer, plan, target),
      );
    });
  }

  /**
   * The session of that id in that room, for who opened it or bears a token of the same user.
   * @throws AppError notFound, rateLimited, tokenInvalid, notAllowed
   */
  async session(roomId: RoomId, sessionId: string, token: string): Promise<WhipSession> {
    const session = this.#sessions.byId(sessionId);
    if (session === undefined || session.scope.roomId !== roomId) {
      // Who has no token at all learns nothing about ids.
      await this.#options.verifyToken(token);
      throw new AppError('notFound');
    }
    if (!session.requests.take(this.#options.clock.now())) throw new AppError('rateLimited');
    if (timingSafeEqual(digestOf(token), session.tokenDigest)) return session;
    const { userId } = await this.#options.verifyToken(token);
    if (userId !== session.userId) throw new AppError('notAllowed', 'the session of another user');
    return session;
  }

  /**
   * Takes candidates, which ICE lite does not need, or restarts ICE (RFC 9725, 4.3). `ifMatch`: the header; '' = none.
   * @throws AppError preconditionRequired, preconditionFailed, sdpMalformed; the session goes on
   */
  async patch(session: WhipSession, ifMatch: string, text: string): Promise<PatchOutcome> {
    if (ifMatch === '') throw new AppError('preconditionRequired');
    const { ice } = readFragment(text);
    const isAny = ifMatch.trim() === '*';
    // Weak tags never match here (RFC 9110, 13.1.1).
    const tags = ifMatch.split(',').map((tag) => tag.trim());
    if (!isAny && !tags.includes(session.etag)) throw new AppError('preconditionFailed');
    if (ice === undefined || ice.usernameFragment === session.usernameFragment) return { type: 'noted' };
    const { transportId, scope } = session;
    const iceParameters = await this.#options.media().restartIce(scope, transportId);
    session.usernameFragment = ice.usernameFragment;
    session.etag = this.#newEtag();
    return { type: 'restarted', etag: session.etag, fragment: writeFragment(iceParameters) };
  }

  /** Ends the session: the member leaves. */
  end(session: WhipSession): void {
    this.#leave(session, 'left');
  }

  onRoomEvent(entry: LoggedEvent, state: RoomState): void {
    this.#lobby.onEvent(entry, state);
    const { event } = entry;
    if (event.type === 'memberJoined') this.#followMember(event.member, state.roomId);
    if (event.type === 'memberLeft') {
      const session = this.#sessions.byMember(event.memberId);
      if (session !== undefined) this.#forget(session);
    }
    if (event.type === 'roomClosed') this.onRoomBroken(state.roomId);
  }

  onRoomBroken(roomId: RoomId): void {
    this.#lobby.endRoom(roomId);
    for (const session of this.#sessions.ofRoom(roomId)) this.#forget(session);
  }

  onMediaEvent(event: MediaEvent): void {
    this.#watch.onMediaEvent(event);
    if (event.type !== 'consumerOpened') return;
    const session = this.#sessions.byMember(event.memberId);
    // What fails here is gone meanwhile: then there is nothing to let flow.
    if (session !== undefined) ignoreFailure(this.#options.media().resume(session.scope, event.consumerId));
  }

  async #open(
    kind: WhipKind,
    request: WhipRequest,
    open: (visit: Visit) => Promise<OpenedSession>,
  ): Promise<OpenedSession> {
    const { observer, isClosing, verifyToken } = this.#options;
    let place: Place | undefined;
    try {
      if (isClosing()) throw new AppError('shuttingDown');
      const identity = await verifyToken(request.token);
      if (!identity.allowsRoom(request.roomId)) throw new AppError('tokenWrongRoom');
      const offer = readOffer(request.offer);
      place = this.#sessions.takePlace(request.address);
      const opened = await open({ kind, request, identity, offer, place });
      observer.onOpened(kind);
      return opened;
    } catch (error) {
      place?.free();
      observer.onRefused(kind, toAppError(error));
      throw error;
    }
  }

  /** A member of the room, if the room takes it. Grants are looked at before anybody is replaced. @throws AppError */
  #join(
    { kind, request, place, offer }: Visit,
    host: RoomHost,
    identity: Identity,
    requireGrants: (grants: Grants) => void,
  ): WhipSession {
    const { clock, newMemberId, newSecret, firstMemberIsChair } = this.#options;
    const { roomId } = request;
    const joining = joinIdentity(identity, null, host.state, firstMemberIsChair);
    requireGrants(joining.grants);
    if (host.state.policy.lobby) this.#lobby.requireRoom();
    const isNew = !host.state.lobby.some(({ userId }) => userId === joining.userId);
    const memberId = brandMemberId(newMemberId());
    const at = clock.now();
    const outcome = host.execute(
      { type: 'join', at, memberId, identity: joining, attributes: [] },
      { actor: memberId, causeId: 0 },
    );
    if ('rejected' in outcome) throw new AppError(outcome.rejected, outcome.detail);
    if (!host.state.members.has(memberId)) {
      this.#lobby.waits(roomId, joining.userId, isNew);
      throw new AppError('waitingInLobby');
    }
    const session: WhipSession = {
      ...{ kind, place, sessionId: newSecret(), scope: { host, roomId, memberId }, userId: joining.userId },
      tokenDigest: digestOf(request.token),
      requests: new TokenBucket(REQUESTS_PER_SECOND, REQUEST_BURST, at),
      ...{ follows: undefined, transportId: '', usernameFragment: offer.ice.usernameFragment, etag: this.#newEtag() },
      ...{ isConnected: false, heardAtMs: at, isSuspect: false, cancelTimer: () => undefined },
    };
    this.#sessions.add(session);
    return session;
  }

  /** Does the work of setting up; when it fails, the member leaves. What moderators made of its grants counts. */
  async #within(
    session: WhipSession,
    requireGrants: (grants: Grants) => void,
    work: (session: WhipSession) => Promise<string>,
  ): Promise<OpenedSession> {
    const { host, memberId } = session.scope;
    try {
      const member = host.state.members.get(memberId);
      if (member !== undefined) requireGrants(member.grants);
      const answer = await work(session);
      if (this.#sessions.byMember(memberId) !== session) throw new AppError('notMember');
      this.#watch.begin(session);
      return { sessionId: session.sessionId, etag: session.etag, answer };
    } catch (error) {
      this.#leave(session, 'left');
      throw error;
    }
  }

  async #ingest(session: WhipSession, offer: Offer, plan: readonly IngestMedium[]): Promise<string> {
    const { scope } = session;
    const media = this.#options.media();
    const transport = await media.openTransport(scope, { direction: 'send', forceTcp: false });
    const { transportId } = transport;
    session.transportId = transportId;
    await media.connectTransport(scope, transportId, clientDtlsParameters(offer));
    for (const { medium, rtpParameters } of plan) await media.publish(scope, medium, { transportId, rtpParameters });
    const sections = plan.map(({ answer }) => answer);
    return writeAnswer(offer, sections, transport, String(this.#options.clock.now()));
  }

  async #playback(session: WhipSession, offer: Offer, plan: PlaybackPlan, target: Member): Promise<string> {
    const { scope } = session;
    const { audio, video } = plan;
    const media = this.#options.media();
    const payloads = { of: target.memberId, audio, video };
    const transport = await media.openTransport(scope, { direction: 'receive', forceTcp: false, payloads });
    const { transportId } = transport;
    session.transportId = transportId;
    const chosen = choosePlayback(plan, transport.payloads ?? { audio: null, video: null }, target.memberId);
    await media.connectTransport(scope, transportId, clientDtlsParameters(offer));
    // One picture: the camera, or the screen of who shows nothing else.
    const picture = target.media.screen.published && !target.media.video.published ? 'screen' : 'video';
    const wanted = [audio.length > 0 ? 'audio' : undefined, video.length > 0 ? picture : undefined] as const;
    session.follows = { userId: target.userId, media: wanted.filter((medium) => medium !== undefined) };
    await this.#subscribe(session, target.memberId, chosen.rtpCapabilities);
    return writeAnswer(offer, chosen.answer, transport, String(this.#options.clock.now()));
  }

  async #subscribe(session: WhipSession, from: MemberId, rtpCapabilities: Json): Promise<void> {
    const { scope, transportId, follows } = session;
    const wanted = (follows?.media ?? []).map((medium) => ({
      memberId: from,
      medium,
      spatialLayer: -1,
      temporalLayer: -1,
    }));
    await this.#options.media().subscribe(scope, { transportId, rtpCapabilities, autoAudio: false, wanted });
  }

  /** A publisher is back as another member: its players go on with that one. */
  #followMember({ userId, memberId }: Member, roomId: RoomId): void {
    if (this.#sessions.size === 0) return;
    for (const session of this.#sessions.ofRoom(roomId)) {
      if (session.follows?.userId !== userId || session.scope.memberId === memberId) continue;
      ignoreFailure(this.#subscribe(session, memberId, null));
    }
  }

  #leave(session: WhipSession, reason: LeaveReason): void {
    const { host, memberId } = session.scope;
    host.execute({ type: 'leave', actor: memberId, reason, at: this.#options.clock.now() });
    // The room told it already, unless the member or the room was gone before.
    this.#forget(session);
  }

  #forget(session: WhipSession): void {
    if (!this.#sessions.remove(session)) return;
    session.cancelTimer();
    this.#options.observer.onEnded(session.kind);
  }

  #newEtag(): string {
    return `"${this.#options.newSecret()}"`;
  }
}

function requireSubscribe({ subscribe }: Grants): void {
  if (!subscribe) throw new AppError('notAllowed', 'subscribe');
}

/** The member of that member id or user id that publishes something to hear or see; the latest to come of a user. */
function publisherIn({ members }: RoomState, target: string): Member | undefined {
  const publishes = ({ media: { audio, video, screen } }: Member): boolean =>
    audio.published || video.published || screen.published;
  return [...members.values()]
    .filter((member) => member.memberId === target || member.userId === target)
    .findLast(publishes);
}

const digestOf = (token: string): Uint8Array => createHash('sha256').update(token).digest();

function ignoreFailure(promise: Promise<void>): void {
  promise.catch(() => undefined);
}
