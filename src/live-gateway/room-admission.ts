/**
 * The room's word for the gateway: a URL is good for what its room says now. Who may push and play is decided when a
 * connection comes, followed as the room changes, and taken back in the same turn: what flows stops at once, and the
 * connection ends at the end of that turn, since rooms must not be called back while they tell their events.
 *
 * What is refused is told to `onRefused` with the reason, and to the peer without it.
 */
import type { Digests } from '../push-pull-urls/digests.ts';
import type { SelfHostedProvider, UrlProvider } from '../push-pull-urls/providers.ts';
import type { Purpose, ViewingUser } from '../push-pull-urls/url-types.ts';
import { type LiveClaims, REFUSALS, type Refusal, verifyLiveUrl } from '../push-pull-urls/verify-url.ts';
import type { PresenceLeases } from '../room-host/presence-leases.ts';
import type { RoomRegistry } from '../room-host/room-registry.ts';
import type { LoggedEvent } from '../room-host/room-turn.ts';
import { mayPublish } from '../room-state/role-grants.ts';
import type { LeaveReason, Member, RoomState } from '../room-state/room-types.ts';
import { mayWatch } from '../room-state/viewing.ts';
import type { Clock } from '../shared/clock.ts';
import type { ErrorName } from '../shared/error-codes.ts';
import type { MemberId, RoomId, UserId } from '../shared/ids.ts';
import type { LiveAdmission, LiveEnd, LivePeer, LivePlayback, LiveRefusal, StreamKey } from './live-ports.ts';
import { MIXED_STREAM_GENERATION, MIXED_STREAM_ID, streamKeyOf } from './mixed-stream.ts';
import { PlaybackList, type RoomPlayback } from './playback-list.ts';
import { RoomPublication } from './room-publication.ts';
import { ViewingEnds } from './viewing-ends.ts';

const MAX_VIEWING_ENDS = 50_000;
/** Ends of a membership that are somebody else's word. */
const REMOVED: ReadonlySet<LeaveReason> = new Set(['kicked', 'banned']);

/** Why a push or a player was turned away; a closed set for metrics. */
export const ADMISSION_REFUSALS = [
  ...REFUSALS,
  /** The member has lost the right to publish or to subscribe. */
  'notAllowed',
  /** URLs of this deployment are those of another provider. */
  'notServed',
] as const satisfies readonly (Refusal | string)[];
export type AdmissionRefusal = (typeof ADMISSION_REFUSALS)[number];

/** One connection that was turned away. */
export interface RefusedPeer {
  readonly purpose: Purpose;
  readonly protocol: LivePeer['protocol'];
  readonly address: string;
  readonly reason: AdmissionRefusal;
  /** What the URL says, if its signature was ours. */
  readonly claims: LiveClaims | undefined;
}

export interface RoomAdmissionOptions {
  readonly clock: Clock;
  readonly rooms: () => RoomRegistry;
  readonly provider: () => UrlProvider;
  readonly digests: Digests;
  readonly leases: PresenceLeases;
  /** How long the bytes of a pusher are a sign of life of a member without a socket. */
  readonly aliveMs: number;
  readonly onRefused: (refused: RefusedPeer) => void;
  /** The room does not take a medium that a pusher sends. */
  readonly onMediumRefused: (reason: ErrorName) => void;
  /** The member or the room is gone: whatever else is made of that stream ends too. */
  readonly onStreamOver: (key: StreamKey, why: LiveEnd) => void;
}

/** What is admitted in one room. */
interface RoomLive {
  /** At most one of each member: the newer one replaces. */
  readonly publicationByMember: Map<MemberId, RoomPublication>;
  readonly playbacks: PlaybackList;
}

export class RoomAdmission implements LiveAdmission {
  readonly #options: RoomAdmissionOptions;
  readonly #liveByRoom = new Map<RoomId, RoomLive>();
  readonly #ends = new ViewingEnds(MAX_VIEWING_ENDS);

  constructor(options: RoomAdmissionOptions) {
    this.#options = options;
  }

  /** Publications and players admitted now; for leak checks. */
  get counts(): { readonly publications: number; readonly playbacks: number } {
    const all = [...this.#liveByRoom.values()];
    return {
      publications: all.reduce((sum, live) => sum + live.publicationByMember.size, 0),
      playbacks: all.reduce((sum, live) => sum + live.playbacks.size, 0),
    };
  }

  admitPublish(url: string, peer: LivePeer): RoomPublication | LiveRefusal {
    const admitted = this.#admit(url, 'push', peer);
    if ('refused' in admitted) return admitted;
    const { roomId, memberId } = admitted;
    const member = this.#member(roomId, memberId);
    if (member === undefined || !mayPush(member)) return this.#refuse('push', peer, 'notAllowed', admitted);
    const live = this.#live(roomId);
    const former = live.publicationByMember.get(memberId);
    const publication = new RoomPublication({
      ...this.#options,
      roomId,
      memberId,
      peer,
      onAlive: () => this.#onAlive(roomId, memberId),
      onClosed: (closed) => this.#onPublicationClosed(live, closed),
    });
    live.publicationByMember.set(memberId, publication);
    // The newer one wins: it is the same device on a new connection, or its user elsewhere.
    former?.giveWay();
    return publication;
  }

  admitPlay(url: string, peer: LivePeer): LivePlayback | LiveRefusal {
    const admitted = this.#admit(url, 'play', peer);
    if ('refused' in admitted) return admitted;
    const { roomId, viewerId, viewingUser } = admitted;
    const live = this.#live(roomId);
    const words = { key: streamKeyOf(admitted), viewerId, viewingUser, peer };
    return live.playbacks.add(words, () => this.#tidy(roomId, live));
  }

  /** To issue play URLs to a user: good until it is out of the room next, or the room is not open to it. */
  viewerOf(roomId: RoomId, userId: UserId): ViewingUser {
    return { userId, sinceMs: this.#ends.lastEnd(roomId, userId) };
  }

  /** Whether the user plays something of that room, by a URL that was issued to it. */
  isWatching(roomId: RoomId, userId: UserId): boolean {
    return (this.#liveByRoom.get(roomId)?.playbacks.ofUser(userId).length ?? 0) > 0;
  }

  /** Follows one event of a room; never throws and calls no room back. */
  onEvent({ event }: LoggedEvent, state: RoomState): void {
    const { roomId } = state;
    const live = this.#liveByRoom.get(roomId);
    switch (event.type) {
      case 'mediumChanged':
        live?.publicationByMember.get(event.memberId)?.follow(event.state);
        return;
      case 'pushGenerationRaised':
        if (event.cause === 'revoked') this.#revoke(live, event.memberId, 'notAllowed');
        return;
      case 'grantsChanged':
        if (event.grants.subscribe) return;
        this.#endPlayers(live?.playbacks.ofViewer(event.memberId), 'notAllowed');
        this.#recheckUser(live, state.members.get(event.memberId)?.userId);
        return;
      case 'userBanned':
        this.#recheckUser(live, event.userId);
        return;
      case 'policyChanged':
        if (event.policy.locked || event.policy.lobby) this.#recheck(live?.playbacks.ofUsers());
        return;
      case 'memberLeft':
        this.#revoke(live, event.memberId, 'memberGone');
        this.#endPlayers(live?.playbacks.ofViewer(event.memberId), 'memberGone');
        this.#userLeft(roomId, event.userId, event.reason);
        this.#streamOver({ roomId, memberId: event.memberId });
        return;
      case 'roomClosed':
        this.endRoom(roomId);
        for (const memberId of [...state.members.keys(), null]) this.#streamOver({ roomId, memberId });
        return;
      default:
    }
  }

  /** The room is over: ends all that was admitted there. */
  endRoom(roomId: RoomId): void {
    const live = this.#liveByRoom.get(roomId);
    if (live === undefined) return;
    // A new room may take the id before this turn ends; it begins with nothing.
    this.#liveByRoom.delete(roomId);
    for (const memberId of [...live.publicationByMember.keys()]) this.#revoke(live, memberId, 'memberGone');
    this.#endPlayers(live.playbacks.all(), 'memberGone');
  }

  #admit(url: string, purpose: Purpose, peer: LivePeer): LiveClaims | LiveRefusal {
    const provider = this.#options.provider();
    if (provider.type !== 'selfHosted') return this.#refuse(purpose, peer, 'notServed', undefined);
    const verification = this.#verify(provider, url, purpose);
    if ('ok' in verification) return verification.ok;
    return this.#refuse(purpose, peer, verification.refused, verification.claims);
  }

  #verify(provider: SelfHostedProvider, url: string, purpose: Purpose): ReturnType<typeof verifyLiveUrl> {
    const { digests, clock, rooms } = this.#options;
    const generationOf = (roomId: RoomId, memberId: MemberId): number | undefined => {
      if (memberId !== MIXED_STREAM_ID) return this.#member(roomId, memberId)?.pushGeneration;
      return purpose === 'play' && rooms().get(roomId) !== undefined ? MIXED_STREAM_GENERATION : undefined;
    };
    const isMember = (roomId: RoomId, memberId: MemberId): boolean =>
      this.#member(roomId, memberId)?.grants.subscribe === true;
    const expected = {
      purpose,
      generationOf,
      isMember,
      mayWatch: (roomId: RoomId, user: ViewingUser) => this.#mayWatch(roomId, user),
    };
    return verifyLiveUrl(provider, digests, url, expected, clock.now());
  }

  /** By a URL of that user: not after the end of what it was issued for, and while the room is open to it. */
  #mayWatch(roomId: RoomId, { userId, sinceMs }: ViewingUser): boolean {
    const state = this.#options.rooms().get(roomId)?.state;
    if (state === undefined || sinceMs < this.#ends.lastEnd(roomId, userId)) return false;
    return mayWatch(state, userId, this.#options.clock.now());
  }

  /**
   * Its URLs end with the membership. Not when the user is in the room again by the end of the turn: who takes another
   * seat, or comes by another device, goes on watching.
   */
  #userLeft(roomId: RoomId, userId: UserId, reason: LeaveReason): void {
    const { clock, rooms } = this.#options;
    const wasRemoved = REMOVED.has(reason);
    if (wasRemoved) this.#ends.note(roomId, userId, true, clock.now());
    clock.turnEnd(() => {
      const isBack = rooms().get(roomId)?.state.bookkeeping.memberIdsByUser.has(userId) === true;
      if (!(wasRemoved || isBack)) this.#ends.note(roomId, userId, false, clock.now());
      this.#closeUnwelcome(this.#liveByRoom.get(roomId)?.playbacks.ofUser(userId));
    });
  }

  #recheckUser(live: RoomLive | undefined, userId: UserId | undefined): void {
    if (userId !== undefined) this.#recheck(live?.playbacks.ofUser(userId));
  }

  #recheck(playbacks: readonly RoomPlayback[] | undefined): void {
    if (playbacks === undefined || playbacks.length === 0) return;
    this.#options.clock.turnEnd(() => this.#closeUnwelcome(playbacks));
  }

  #closeUnwelcome(playbacks: readonly RoomPlayback[] | undefined): void {
    for (const playback of playbacks ?? []) {
      const { key, viewingUser } = playback;
      if (viewingUser === undefined || this.#mayWatch(key.roomId, viewingUser)) continue;
      const isGone = viewingUser.sinceMs < this.#ends.lastEnd(key.roomId, viewingUser.userId);
      playback.close(isGone ? 'memberGone' : 'notAllowed');
    }
  }

  #refuse(
    purpose: Purpose,
    { protocol, address }: LivePeer,
    reason: AdmissionRefusal,
    claims: LiveClaims | undefined,
  ): LiveRefusal {
    this.#options.onRefused({ purpose, protocol, address, reason, claims });
    if (purpose === 'push' && claims?.purpose === 'push') this.#onPushRefused(claims);
    return { refused: reason };
  }

  /**
   * Who was made a member in order to push, and cannot with what it has, is not there: suspect, until it asks for another
   * URL or its grace is over. An old URL says nothing of who has asked for another since and may push.
   */
  #onPushRefused({ roomId, memberId, generation }: LiveClaims): void {
    const member = this.#member(roomId, memberId);
    if (member === undefined || this.#liveByRoom.get(roomId)?.publicationByMember.has(memberId) === true) return;
    if (generation === member.pushGeneration || !mayPush(member)) this.#options.leases.lapse(memberId);
  }

  #member(roomId: RoomId, memberId: MemberId): Member | undefined {
    return this.#options.rooms().get(roomId)?.state.members.get(memberId);
  }

  #live(roomId: RoomId): RoomLive {
    let live = this.#liveByRoom.get(roomId);
    if (live === undefined) {
      live = { publicationByMember: new Map(), playbacks: new PlaybackList() };
      this.#liveByRoom.set(roomId, live);
    }
    return live;
  }

  /** Members without a socket live by it; of others it says no more than their media over WebRTC would. */
  #onAlive(roomId: RoomId, memberId: MemberId): void {
    const { leases, aliveMs, rooms, clock } = this.#options;
    if (leases.renew(memberId, aliveMs)) return;
    rooms().tell(roomId, { type: 'mediaSeen', actor: memberId, at: clock.now() });
  }

  #onPublicationClosed(live: RoomLive, closed: RoomPublication): void {
    const { roomId, memberId } = closed.key;
    // One that was replaced leaves its place, and the sign of life, to the newer one.
    if (live.publicationByMember.get(memberId) !== closed) return;
    live.publicationByMember.delete(memberId);
    this.#options.leases.lapse(memberId);
    this.#tidy(roomId, live);
  }

  #tidy(roomId: RoomId, live: RoomLive): void {
    const isEmpty = live.publicationByMember.size === 0 && live.playbacks.size === 0;
    if (isEmpty && this.#liveByRoom.get(roomId) === live) this.#liveByRoom.delete(roomId);
  }

  /** Nothing of that member's stream goes on: neither who pushes it nor who plays it. */
  #revoke(live: RoomLive | undefined, memberId: MemberId, why: LiveEnd): void {
    const publication = live?.publicationByMember.get(memberId);
    if (publication !== undefined) {
      publication.stop();
      this.#options.clock.turnEnd(() => publication.close(why));
    }
    this.#endPlayers(live?.playbacks.ofStream(memberId), why);
  }

  #endPlayers(playbacks: readonly RoomPlayback[] | undefined, why: LiveEnd): void {
    if (playbacks === undefined || playbacks.length === 0) return;
    this.#options.clock.turnEnd(() => {
      for (const playback of playbacks) playback.close(why);
    });
  }

  #streamOver(key: StreamKey): void {
    this.#options.clock.turnEnd(() => this.#options.onStreamOver(key, 'memberGone'));
  }
}

/** Whether the member may send anything that RTMP carries. */
const mayPush = ({ grants }: Member): boolean => mayPublish(grants, 'audio') || mayPublish(grants, 'video');
