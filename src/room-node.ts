/**
 * A node without its outside: rooms, sessions, media enforcement, tied together. Clock, ids, sockets, tokens and the
 * media engine come in, so that the simulation runs this very wiring with virtual ones. The few cycles (rooms cause
 * effects on memberships, memberships command rooms) are closed here by late references.
 */
import type { Config } from './config/config.ts';
import type { Identity } from './identity/tokens.ts';
import type { LiveEnd, StreamKey } from './live-gateway/live-ports.ts';
import { nodeDigests } from './live-gateway/node-digests.ts';
import { RoomAdmission, type RoomAdmissionOptions } from './live-gateway/room-admission.ts';
import { RoomUrls, type RoomUrlsOptions } from './live-gateway/room-urls.ts';
import type { UrlProvider } from './push-pull-urls/providers.ts';
import { MediaActivity } from './room-host/media-activity.ts';
import { MediaCommands } from './room-host/media-commands.ts';
import { MediaEnforcer, type MediaEnforcerOptions } from './room-host/media-enforcer.ts';
import { PresenceLeases } from './room-host/presence-leases.ts';
import { RoomRegistry } from './room-host/room-registry.ts';
import type { LoggedEvent, RoomTurn } from './room-host/room-turn.ts';
import type { RoomState } from './room-state/room-types.ts';
import type { MediaEngine, MediaEvent } from './sfu/media-engine.ts';
import type { Clock } from './shared/clock.ts';
import type { RoomId, UserId } from './shared/ids.ts';
import { Dispatcher } from './signaling/dispatcher.ts';
import { MediaHandlers } from './signaling/handlers/media-handlers.ts';
import { mediaEventListener } from './signaling/media-events.ts';
import { Memberships } from './signaling/memberships.ts';
import { OutsideMembers } from './signaling/outside-members.ts';
import { RoomFanout } from './signaling/room-fanout.ts';
import { SessionRegistry } from './signaling/session-registry.ts';
import { type GatewayObserver, SignalingGateway } from './signaling/signaling-gateway.ts';
import type { TopicPublisher } from './signaling/socket-server.ts';

const FEATURES = ['state-hash'] as const;
const AUDIT_INTERVAL_MS = 1000;
/** Beats after which a silent socket is closed, as a multiple of those that make its members suspect. */
const CLOSE_FACTOR = 2;

/**
 * Who follows rooms and media beside signalling: members that come by other ways have no session. Called in the middle
 * of what happens: must not throw, and must not command the same room at once.
 */
export interface RoomFollower {
  onRoomEvent(entry: LoggedEvent, state: RoomState): void;
  /** A bug ended the room without an event. */
  onRoomBroken(roomId: RoomId): void;
  onMediaEvent(event: MediaEvent): void;
}

/** What happens inside, for metrics, logs and tests. Must not throw. */
export interface NodeObserver
  extends Pick<MediaEnforcerOptions, 'onRepair' | 'onEnforced' | 'onFault'>,
    Pick<RoomAdmissionOptions, 'onRefused' | 'onMediumRefused'> {
  readonly gateway: GatewayObserver;
  onRoomEvent(entry: LoggedEvent, state: RoomState): void;
  onTurn(turn: RoomTurn): void;
  onBroken(roomId: RoomId, error: unknown): void;
  onRecovered(by: 'recovered' | 'snapshot'): void;
  onHashMismatch(): void;
  onWorkerLost(roomCount: number): void;
  readonly onUrlIssued: RoomUrlsOptions['onIssued'];
}

export interface RoomNodeOptions {
  readonly clock: Clock;
  readonly config: Pick<Config, 'mode' | 'testMode' | 'signaling' | 'rooms' | 'rtc' | 'urls'>;
  readonly nodeId: string;
  readonly engine: MediaEngine;
  readonly publisher: TopicPublisher;
  readonly verifyToken: (token: string) => Promise<Identity>;
  /** Who was kicked or banned: tokens issued until then do not open that room again. */
  readonly revoke: (userId: UserId, roomId: RoomId, at: LoggedEvent['at']) => void;
  /** Unguessable text. */
  readonly newSecret: () => string;
  /** An id that is unique over all rooms, beginning with `prefix`. */
  readonly newId: (prefix: string) => string;
  readonly deriveRoomId: (type: string, params: Readonly<Record<string, string>>) => RoomId;
  /** Issues and verifies push and play URLs; not asked before the node listens. */
  readonly urlProvider: () => UrlProvider;
  /** The stream's member or room is gone. */
  readonly onStreamOver: (key: StreamKey, why: LiveEnd) => void;
  readonly observer: NodeObserver;
  readonly followers?: readonly RoomFollower[];
}

export interface RoomNode {
  readonly rooms: RoomRegistry;
  readonly sessions: SessionRegistry;
  readonly fanout: RoomFanout;
  readonly enforcer: MediaEnforcer;
  readonly media: MediaCommands;
  readonly gateway: SignalingGateway;
  /** Who may push and play at the live gateway. */
  readonly admission: RoomAdmission;
  readonly urls: RoomUrls;
  readonly leases: PresenceLeases;
  readonly outsideMembers: OutsideMembers;
}

/** Builds the node and listens to the media engine. */
export function createRoomNode(options: RoomNodeOptions): RoomNode {
  const { clock, config, engine, observer, newId, newSecret, publisher, followers = [] } = options;
  const { signaling } = config;
  const fanout = new RoomFanout({ publisher, stateHashEvery: config.rooms.stateHashEvery });
  const sessions = new SessionRegistry(signaling.maxSessions);
  const { onRepair, onEnforced, onFault } = observer;
  const enforcer = new MediaEnforcer({
    engine,
    clock,
    auditIntervalMs: AUDIT_INTERVAL_MS,
    onRepair,
    onEnforced,
    onFault,
  });
  const media = new MediaCommands({ engine, enforcer, clock });
  const activity = new MediaActivity({ clock, rooms: () => rooms });
  const leases = new PresenceLeases({ clock, rooms: () => rooms });
  const live = { clock, provider: options.urlProvider, digests: nodeDigests };
  const urls = new RoomUrls({ ...live, ttlMs: config.urls.ttlMs, onIssued: observer.onUrlIssued });
  const admission = new RoomAdmission({
    ...live,
    rooms: () => rooms,
    leases,
    aliveMs: signaling.pingIntervalMs * signaling.missedBeatsSuspect,
    onRefused: observer.onRefused,
    onMediumRefused: observer.onMediumRefused,
    onStreamOver: options.onStreamOver,
  });
  const rooms: RoomRegistry = new RoomRegistry({
    clock,
    roomConfig: config.rooms,
    maxRooms: config.rooms.maxRooms,
    logMaxEvents: config.rooms.logMaxEvents,
    logMaxBytes: config.rooms.logMaxBytes,
    newEpoch: newSecret,
    effects: {
      onEvent: (entry, state) => {
        enforcer.onEvent(entry, state);
        admission.onEvent(entry, state);
        leases.onEvent(entry, state);
        memberships.onEvent(entry, state);
        for (const follower of followers) follower.onRoomEvent(entry, state);
        observer.onRoomEvent(entry, state);
        const { event } = entry;
        if (event.type === 'roomClosed') activity.onRoomClosed(state.roomId);
        if (event.type === 'memberLeft' && (event.reason === 'kicked' || event.reason === 'banned')) {
          options.revoke(event.userId, state.roomId, entry.at);
        }
      },
      onTurn: (turn, state) => {
        observer.onTurn(turn);
        memberships.onTurn(turn, state);
      },
      onBroken: (roomId, error) => {
        observer.onBroken(roomId, error);
        activity.onRoomClosed(roomId);
        enforcer.closeRoom(roomId);
        admission.endRoom(roomId);
        leases.endRoom(roomId);
        memberships.endRoom(roomId, 'roomClosed', 'internal');
        for (const follower of followers) follower.onRoomBroken(roomId);
      },
    },
  });
  const memberships = new Memberships({
    clock,
    rooms: () => rooms,
    sessions,
    fanout,
    newMemberId: () => newId('m'),
    deriveRoomId: options.deriveRoomId,
    maxRoomsPerSession: signaling.maxRoomsPerSession,
    firstMemberIsChair: config.mode === 'development',
    onRecovered: (kind) => observer.onRecovered(kind === 'deltas' ? 'recovered' : 'snapshot'),
  });
  const dispatcher = new Dispatcher({
    clock,
    memberships,
    media: new MediaHandlers({ engine, commands: media, memberships, iceServers: config.rtc.iceServers }),
    engine,
    fanout,
    activity,
    urls,
    sessions,
    newId: () => newId('c'),
    testMode: config.testMode,
    onError: (name, error) => observer.gateway.onError(name, error),
    onHashMismatch: () => observer.onHashMismatch(),
  });
  const gateway = new SignalingGateway({
    clock,
    limits: {
      pingIntervalMs: signaling.pingIntervalMs,
      missedBeatsSuspect: signaling.missedBeatsSuspect,
      missedBeatsClose: signaling.missedBeatsSuspect * CLOSE_FACTOR,
      resumeGraceMs: signaling.resumeGraceMs,
      helloTimeoutMs: signaling.helloTimeoutMs,
      maxFrameBytes: signaling.maxFrameBytes,
      maxFramesPerSecond: signaling.maxFramesPerSecond,
      frameBurst: signaling.frameBurst,
      maxRoomsPerSession: signaling.maxRoomsPerSession,
      maxSockets: signaling.maxSessions,
      maxBufferedBytes: signaling.maxBackpressureBytes / 2,
    },
    node: options.nodeId,
    features: FEATURES,
    sessions,
    memberships,
    dispatcher,
    verifyToken: options.verifyToken,
    newSecret,
    observer: observer.gateway,
  });
  const onWorkerLost = (roomCount: number): void => observer.onWorkerLost(roomCount);
  const listener = mediaEventListener({ clock, rooms, sessions, fanout, activity, onWorkerLost });
  engine.onEvent((event) => {
    listener(event);
    for (const follower of followers) follower.onMediaEvent(event);
  });
  const outsideMembers = new OutsideMembers({
    clock,
    rooms: () => rooms,
    leases,
    newMemberId: () => newId('m'),
    maxRoomsPerUser: config.signaling.maxRoomsPerSession,
  });
  return { rooms, sessions, fanout, enforcer, media, gateway, admission, urls, leases, outsideMembers };
}
