/** Events of a client and of a room, and the options and states around them. Types only. */
import type {
  Attribute,
  Change,
  ConnectionQuality,
  ConsumerClosed,
  ConsumerOpened,
  DataConsumerClosed,
  DataConsumerOpened,
  Floor,
  FloorRequestInfo,
  Init,
  LayersChanged,
  LeaveReason,
  Member,
  Presence,
  Profile,
  Scene,
  SelfReport,
  SpeakersChanged,
  Welcome,
} from '../wire/generated/messages.ts';
import type { ConnectionStatus, RoomReplicaState } from './api.ts';
import type { RtcRoomError } from './client-errors.ts';
import type { ClientRoom } from './client-room.ts';

export interface ClientEvents {
  /** `cause`: why the connection was lost or closed; null on the way up. */
  status: {
    readonly status: ConnectionStatus;
    readonly previous: ConnectionStatus;
    readonly cause: RtcRoomError | null;
  };
  /** A session stands. `resumed`: the earlier one lives on, with its rooms and media. */
  welcome: Welcome;
  rtt: { readonly rttMs: number };
  /** A room was joined; before `join()` settles. Not emitted for returns. */
  room: { readonly room: ClientRoom };
  /** A reconnect was scheduled. */
  reconnecting: { readonly attempt: number; readonly inMs: number };
  /** The server announced that it will close; the client reconnects by itself. */
  goingAway: { readonly reconnectAfterMs: number; readonly error: RtcRoomError | null };
  /** The end: `close()` (error null) or a terminal refusal. Nothing more comes. */
  closed: { readonly error: RtcRoomError | null };
}

/**
 * `joined`: `state` is live. `recovering`: the connection was lost or membership is being renewed, `state` is the last
 * known. `lobby`: a renewed join waits for admission. `ended`: see the `ended` event; the object is done.
 */
export type RoomStatus = 'joined' | 'recovering' | 'lobby' | 'ended';

export interface JoinOptions {
  /** Either this or `room`. */
  readonly roomId?: string;
  readonly room?: { readonly type: string; readonly params?: Readonly<Record<string, string>> };
  readonly profile?: Init<Profile>;
  /** Topics; empty = members, floors, media, attributes, chat, speakers (and moderation, for who may moderate). */
  readonly subscribe?: readonly string[];
  /** For a room that does not exist yet. */
  readonly scene?: Scene;
  /** Called when the join waits in the lobby; `cancel` gives it up. `join()` settles after admission or denial. */
  readonly onLobby?: (waiting: { readonly roomId: string; readonly cancel: () => void }) => void;
}

/** What every change carries: who caused it (member id, '' = the server), when, and by which of its commands. */
export interface ChangeOrigin {
  readonly offset: number;
  readonly atMs: number;
  readonly actor: string;
  /** Id of the actor's ClientFrame; 0 = none. */
  readonly causeId: number;
}

/** Name of a kind of change: a field of the wire's `Change`. */
export type ChangeName = NonNullable<Change['body']>;

/** Payload by kind of change: the wire message, with what was there before where that matters. */
export interface ChangePayloads {
  memberJoined: { readonly member: Member };
  memberLeft: { readonly memberId: string; readonly reason: LeaveReason; readonly member: Member };
  presenceChanged: { readonly memberId: string; readonly presence: Presence; readonly previous: Presence };
  mediumChanged: NonNullable<Change['mediumChanged']>;
  roleChanged: NonNullable<Change['roleChanged']>;
  grantsChanged: NonNullable<Change['grantsChanged']>;
  pushGenerationRaised: NonNullable<Change['pushGenerationRaised']>;
  handChanged: NonNullable<Change['handChanged']>;
  memberAttributesChanged: { readonly memberId: string; readonly attributes: readonly Attribute[] };
  roomAttributesChanged: { readonly attributes: readonly Attribute[] };
  policyChanged: NonNullable<Change['policyChanged']>;
  /** `previous`: undefined for a new floor. */
  floorChanged: { readonly floor: Floor; readonly previous: Floor | undefined };
  floorRemoved: NonNullable<Change['floorRemoved']>;
  /** Denied, cancelled, released or revoked, with its cause; whose it was is in `request.memberId`. */
  floorRequestEnded: { readonly request: FloorRequestInfo };
  chatSent: NonNullable<Change['chatSent']>;
  dataSent: NonNullable<Change['dataSent']>;
  mediaReset: NonNullable<Change['mediaReset']>;
  lobbyChanged: NonNullable<Change['lobbyChanged']>;
  roomClosed: NonNullable<Change['roomClosed']>;
  unmuteInvited: NonNullable<Change['unmuteInvited']>;
  audienceCountChanged: NonNullable<Change['audienceCountChanged']>;
}

/** One change of the room, in order; `type` tells which. */
export type RoomChange = { [K in ChangeName]: { readonly type: K } & ChangeOrigin & ChangePayloads[K] }[ChangeName];

/** Why a snapshot replaced the replica. */
export type SnapshotCause = 'join' | 'resume' | 'gap' | 'hashMismatch' | 'topics' | 'asked';

/** Changes under their own names, and everything else a room tells. All changes of one delta come before `state`. */
export type RoomEvents = { [K in ChangeName]: ChangeOrigin & ChangePayloads[K] } & {
  /** Once per delta, snapshot or `selfChanged`, after the replica or `self` changed. A user interface needs this one only. */
  state: RoomReplicaState;
  /** Each change, whatever its kind. Not emitted for what a snapshot replaced. */
  change: RoomChange;
  snapshot: { readonly cause: SnapshotCause; readonly previous: RoomReplicaState };
  status: { readonly status: RoomStatus; readonly previous: RoomStatus };
  /**
   * The room is live again after a lost connection. `sameMember` false: the membership is a new one, media must be
   * negotiated again. `recovered`: by exact deltas, otherwise by a snapshot.
   */
  rejoined: { readonly sameMember: boolean; readonly memberId: string; readonly recovered: boolean };
  /** The server's word on self after coming back: what differs from what the client believed, and why. */
  selfReport: SelfReport;
  /** The own member changed and no change of the room shows it, as nobody else is shown it; `room.self` has it. */
  selfChanged: { readonly self: Member };
  /** Final: left, kicked, closed, denied, ... */
  ended: { readonly reason: LeaveReason; readonly error: RtcRoomError | null };
  speakers: SpeakersChanged;
  quality: ConnectionQuality;
  /** Data by topic. `lossy`: sent once to who was there; otherwise it came through the room's log. */
  data: {
    readonly memberId: string;
    readonly topic: string;
    readonly payload: Uint8Array;
    readonly lossy: boolean;
  };
  topics: readonly string[];
  consumerOpened: ConsumerOpened;
  consumerClosed: ConsumerClosed;
  layersChanged: LayersChanged;
  dataConsumerOpened: DataConsumerOpened;
  dataConsumerClosed: DataConsumerClosed;
};

/** How often this room's state came back, and how. */
export interface RoomCounters {
  /** Returns by exact deltas. */
  readonly recoveredCount: number;
  /** Snapshots taken after the first one. */
  readonly snapshotCount: number;
  readonly gapCount: number;
  readonly hashMismatchCount: number;
  /** Deltas that brought nothing new. */
  readonly staleCount: number;
}

/** `room.toJSON()`: state, self and counters in one. */
export interface RoomJson extends RoomReplicaState, RoomCounters {
  readonly status: RoomStatus;
  readonly selfMemberId: string;
  /** Of the RoomMedia attached to the room; null = none. */
  readonly media: unknown;
}

/** `client.toJSON()`: everything, for `window.rtcroom` and bug reports. */
export interface ClientJson {
  readonly status: ConnectionStatus;
  readonly sessionId: string;
  readonly userId: string;
  readonly node: string;
  readonly encoding: string;
  /** null = not measured yet. */
  readonly rttMs: number | null;
  readonly reconnectCount: number;
  readonly resumedCount: number;
  readonly rooms: Readonly<Record<string, RoomJson>>;
}
