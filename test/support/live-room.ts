/** Rooms with the live gateway's admission on a virtual clock: what pushers and players meet, without any network. */
import type { LiveEnd, LivePeer, LivePlayback, StreamKey } from '../../src/live-gateway/live-ports.ts';
import { nodeDigests } from '../../src/live-gateway/node-digests.ts';
import { type RefusedPeer, RoomAdmission } from '../../src/live-gateway/room-admission.ts';
import type { RoomPublication } from '../../src/live-gateway/room-publication.ts';
import { RoomUrls } from '../../src/live-gateway/room-urls.ts';
import type { SelfHostedProvider, UrlProvider } from '../../src/push-pull-urls/providers.ts';
import { PresenceLeases } from '../../src/room-host/presence-leases.ts';
import type { RoomHost } from '../../src/room-host/room-host.ts';
import { RoomRegistry } from '../../src/room-host/room-registry.ts';
import { DEFAULT_ROOM_CONFIG } from '../../src/room-state/default-config.ts';
import { defaultGrants } from '../../src/room-state/role-grants.ts';
import type { Grants, Member, Role, RoomCommand, RoomConfig } from '../../src/room-state/room-types.ts';
import type { InstantMs, MemberId, RoomId } from '../../src/shared/ids.ts';
import { asMember, asRoom, joinCommand } from './rooms.ts';
import { VirtualClock } from './virtual-clock.ts';

export const OWN_GATEWAY: SelfHostedProvider = {
  type: 'selfHosted',
  rtmpBase: 'rtmp://127.0.0.1:1935/live',
  flvBase: 'http://127.0.0.1:8080/live',
  secrets: ['a secret for tests of live URLs, 32+'],
};

export const TTL_MS = 3_600_000;
export const ALIVE_MS = 6000;

/** A connection as the gateway describes it; knows how it was ended. */
export class TestPeer implements LivePeer {
  readonly address = '192.0.2.7';
  readonly protocol: LivePeer['protocol'];
  readonly ends: LiveEnd[] = [];

  constructor(protocol: LivePeer['protocol'] = 'rtmp') {
    this.protocol = protocol;
  }

  end(why: LiveEnd): void {
    this.ends.push(why);
  }
}

type WithoutAt<C> = C extends unknown ? Omit<C, 'at'> : never;

export class LiveRooms {
  readonly clock = new VirtualClock();
  provider: UrlProvider = OWN_GATEWAY;
  readonly refused: RefusedPeer[] = [];
  readonly mediaRefused: string[] = [];
  readonly over: StreamKey[] = [];
  readonly issued: string[] = [];
  readonly rooms: RoomRegistry;
  readonly leases: PresenceLeases;
  readonly admission: RoomAdmission;
  readonly urls: RoomUrls;

  constructor(config: Partial<RoomConfig> = {}) {
    const { clock } = this;
    const rooms = (): RoomRegistry => this.rooms;
    const live = { clock, provider: () => this.provider, digests: nodeDigests };
    this.leases = new PresenceLeases({ clock, rooms });
    this.urls = new RoomUrls({ ...live, ttlMs: TTL_MS, onIssued: (purpose) => this.issued.push(purpose) });
    this.admission = new RoomAdmission({
      ...live,
      rooms,
      leases: this.leases,
      aliveMs: ALIVE_MS,
      onRefused: (refused) => this.refused.push(refused),
      onMediumRefused: (reason) => this.mediaRefused.push(reason),
      onStreamOver: (key) => this.over.push(key),
    });
    this.rooms = new RoomRegistry({
      clock,
      roomConfig: { ...DEFAULT_ROOM_CONFIG, ...config },
      maxRooms: 4,
      logMaxEvents: 100,
      logMaxBytes: 1 << 20,
      newEpoch: () => 'e',
      effects: {
        onEvent: (entry, state) => {
          this.admission.onEvent(entry, state);
          this.leases.onEvent(entry, state);
        },
        onTurn: () => undefined,
        onBroken: (roomId) => {
          this.admission.endRoom(roomId);
          this.leases.endRoom(roomId);
        },
      },
    });
  }

  get now(): InstantMs {
    return this.clock.now();
  }

  host(room = 'r'): RoomHost {
    return this.rooms.getOrCreate(asRoom(room), 'conference');
  }

  /** `user` joins as member of the same name, and gives its id. */
  join(user: string, role: Role = 'speaker', room = 'r'): MemberId {
    this.run(joinCommand(user, this.now, role), room);
    return asMember(user);
  }

  /** Fails when the room refuses. */
  run(command: WithoutAt<RoomCommand>, room = 'r'): void {
    const outcome = this.host(room).execute({ ...command, at: this.now } as RoomCommand);
    if ('rejected' in outcome) throw new Error(`${command.type} was rejected: ${outcome.rejected}`);
  }

  /** The moderator's change of a member's grants, from those of a speaker. */
  grant(target: MemberId, grants: Partial<Grants>): void {
    this.run({
      type: 'setGrants',
      actor: asMember('chair'),
      target,
      grants: { ...defaultGrants('speaker'), ...grants },
    });
  }

  member(memberId: MemberId, room = 'r'): Member | undefined {
    return this.rooms.get(asRoom(room))?.state.members.get(memberId);
  }

  /** `rtmp flows`, `rtmp`, `webrtc flows` or `-`. */
  medium(memberId: MemberId, medium: 'audio' | 'video'): string {
    const state = this.member(memberId)?.media[medium];
    if (state === undefined || !state.published) return '-';
    return state.mayFlow ? `${state.source} flows` : state.source;
  }

  pushUrl(memberId: MemberId, room = 'r'): string {
    return this.urls.pushUrl(this.host(room), memberId).url;
  }

  /** Admitted to push, with a new URL unless one is given. */
  push(memberId: MemberId, url = this.pushUrl(memberId)): { publication: RoomPublication; peer: TestPeer } {
    const peer = new TestPeer();
    const publication = this.admission.admitPublish(url, peer);
    if ('refused' in publication) throw new Error(`refused: ${publication.refused}`);
    return { publication, peer };
  }

  /** Admitted to play. */
  play(url: string): { playback: LivePlayback; peer: TestPeer } {
    const peer = new TestPeer('http-flv');
    const playback = this.admission.admitPlay(url, peer);
    if ('refused' in playback) throw new Error(`refused: ${playback.refused}`);
    return { playback, peer };
  }

  /** Why the URL is refused; '' when it is not (and then nothing is left of it). */
  refusalOf(purpose: 'push' | 'play', url: string): string {
    const peer = new TestPeer();
    const admitted = purpose === 'push' ? this.admission.admitPublish(url, peer) : this.admission.admitPlay(url, peer);
    if ('refused' in admitted) return admitted.refused;
    admitted.end();
    return '';
  }
}

/** The room `r` with a chair and Ann, a speaker. */
export function liveRoom(config: Partial<RoomConfig> = {}): { live: LiveRooms; ann: MemberId; roomId: RoomId } {
  const live = new LiveRooms(config);
  live.join('chair', 'chair');
  return { live, ann: live.join('ann'), roomId: asRoom('r') };
}
