/**
 * The words of the room aggregate: state, commands, events. Pure data. Wire messages are translated to and from
 * these by `signaling/codec`; nothing here knows about sockets, encodings or media servers.
 */
import type { EndedRequest, FloorCommand, FloorEvent, FloorsState } from '../floor-control/floor-types.ts';
import type { ErrorName } from '../shared/error-codes.ts';
import type { InstantMs, MemberId, RoomId, UserId } from '../shared/ids.ts';
import type { Bookkeeping } from './bookkeeping.ts';

/** What a member may send. `data` is the control data channel. The order is the canonical one. */
export const MEDIA = ['audio', 'video', 'screen', 'data'] as const;
export type Medium = (typeof MEDIA)[number];

export type Role = 'chair' | 'speaker' | 'audience' | 'device';
export type Scene = 'call' | 'conference' | 'live' | 'remote';
/** `gone` is not a status: a gone member is not a member. */
export type Presence = 'online' | 'suspect' | 'background';
export type MediaSource = 'none' | 'webrtc' | 'rtmp';

/** Why a membership ended. Same set as the wire's LeaveReason. */
export type LeaveReason =
  | 'left'
  | 'replaced'
  | 'kicked'
  | 'banned'
  | 'timedOut'
  | 'backgroundTimedOut'
  | 'roomClosed'
  | 'serverShutdown'
  | 'tokenExpired'
  | 'alone'
  | 'roomExpired';

export interface Grants {
  readonly publishAudio: boolean;
  readonly publishVideo: boolean;
  readonly publishScreen: boolean;
  readonly publishData: boolean;
  readonly subscribe: boolean;
  readonly chat: boolean;
  /** Mute others, kick, ban, lock, admit, change roles and grants, close. */
  readonly moderate: boolean;
  readonly bypassLobby: boolean;
  /** Not shown to others; may not publish. */
  readonly hidden: boolean;
}

export interface MediumState {
  readonly medium: Medium;
  readonly selfMuted: boolean;
  readonly moderatorMuted: boolean;
  /** The moderator mute comes from `unmuteLocked` alone and goes with it. Implies `moderatorMuted`; not on the wire. */
  readonly mutedByLock: boolean;
  readonly published: boolean;
  readonly source: MediaSource;
  /** Id at the media engine; '' unless published through WebRTC. */
  readonly producerId: string;
  /** Effective media: granted, floor held or open, muted by nobody, present. The media plane follows this bit. */
  readonly mayFlow: boolean;
}

export interface Attribute {
  readonly key: string;
  /** '' in a change deletes the key. */
  readonly value: string;
  /** Grows by one with each change of the key. A key set again after a deletion goes on above where it ended. */
  readonly version: number;
}

export interface Member {
  readonly memberId: MemberId;
  readonly userId: UserId;
  readonly displayName: string;
  readonly avatar: string;
  readonly role: Role;
  readonly presence: Presence;
  readonly grants: Grants;
  readonly media: Readonly<Record<Medium, MediumState>>;
  /** 0 = lowered. */
  readonly handRaisedAtMs: number;
  /** Sorted by key. */
  readonly attributes: readonly Attribute[];
  readonly joinedAtMs: InstantMs;
  /** Of the member's RTMP stream, from 1. Part of the stream's name: raising it voids all URLs issued before. */
  readonly pushGeneration: number;
  /** Somebody has pushed to that generation. Not on the wire. */
  readonly wasPushed: boolean;
}

export interface RoomPolicy {
  readonly locked: boolean;
  readonly lobby: boolean;
  /** Media that members may not unmute by themselves ("mute all, nobody may unmute"). */
  readonly unmuteLocked: readonly Medium[];
  /** Members excepted from `unmuteLocked`. */
  readonly unmuteAllowed: readonly MemberId[];
}

export interface ChatMessage {
  readonly messageId: string;
  readonly memberId: MemberId;
  readonly displayName: string;
  readonly text: string;
  readonly sentAtMs: InstantMs;
}

export interface LobbyEntry {
  readonly userId: UserId;
  readonly displayName: string;
  readonly askedAtMs: InstantMs;
}

/** Per-room limits and timers, in the units their names say. Fixed when the room is made. */
export interface RoomConfig {
  readonly maxMembers: number;
  readonly maxPublishers: number;
  /** Of role audience, at the door. */
  readonly maxAudience: number;
  /** Keys of the room, and of each member. */
  readonly maxAttributes: number;
  /** Largest attribute: key and value together, in UTF-8. */
  readonly maxAttributeBytes: number;
  readonly maxChatHistory: number;
  /** Largest chat message, in UTF-8; the history is so bounded by `maxChatHistory` times this. */
  readonly maxChatBytes: number;
  readonly maxBans: number;
  readonly maxLobby: number;
  readonly suspectGraceMs: number;
  readonly backgroundGraceMs: number;
  /** How long a new room waits for somebody to come. */
  readonly emptyRoomMs: number;
  /** How long a room outlives its last member. */
  readonly departureMs: number;
  /** 0 = no limit. */
  readonly maxDurationMs: number;
  /** 0 = never. */
  readonly aloneMs: number;
  readonly backgroundAudio: boolean;
  readonly maxFloors: number;
  /** Holders and queue of one floor together. */
  readonly maxFloorRequests: number;
  readonly maxFloorRequestsPerMember: number;
  /** How long a holder or floor chair may be away before it loses the floor or counts as absent. */
  readonly floorAwayMs: number;
  readonly duplicateIdentity: 'take-over' | 'reject-new' | 'multi-device';
}

/** What the token says of the user who joins. */
export interface JoinIdentity {
  readonly userId: UserId;
  readonly displayName: string;
  readonly avatar: string;
  readonly role: Role;
  readonly grants: Grants;
}

/** The commands of floor control that come from members, the server, or (activity) the media plane. */
export type FloorRoomCommand = Extract<
  FloorCommand,
  {
    readonly type:
      | 'configureFloor'
      | 'removeFloor'
      | 'setFloorChair'
      | 'requestFloor'
      | 'cancelFloorRequest'
      | 'releaseFloor'
      | 'decideFloor'
      | 'confirmFloor'
      | 'mediaActivity';
  }
>;

/**
 * Commands. Every one carries `at`; those by a member carry `actor`. `causeId` in the envelope of the room host,
 * not here. Ids that the command needs (new member id, message id) are made by the shell and come in.
 */
export type RoomCommand =
  | FloorRoomCommand
  | ({ readonly at: InstantMs } & (
      | {
          readonly type: 'join';
          readonly memberId: MemberId;
          readonly identity: JoinIdentity;
          readonly attributes: readonly Attribute[];
        }
      | { readonly type: 'leave'; readonly actor: MemberId; readonly reason: LeaveReason }
      /** The shell saw or lost a member: `lost` = beats missed or socket gone; `seen` = evidence of life again. */
      | { readonly type: 'presenceLost'; readonly actor: MemberId }
      | { readonly type: 'presenceSeen'; readonly actor: MemberId }
      /** Media of the member arrived: evidence of life of its device, not of its socket or its scripts. */
      | { readonly type: 'mediaSeen'; readonly actor: MemberId }
      /** The member says it. */
      | { readonly type: 'setPresence'; readonly actor: MemberId; readonly presence: 'online' | 'background' }
      | { readonly type: 'setSelfMute'; readonly actor: MemberId; readonly medium: Medium; readonly muted: boolean }
      | {
          readonly type: 'setModeratorMute';
          readonly actor: MemberId;
          readonly target: MemberId;
          readonly medium: Medium;
          readonly muted: boolean;
        }
      | {
          readonly type: 'muteAll';
          readonly actor: MemberId;
          readonly media: readonly Medium[];
          readonly except: readonly MemberId[];
          readonly allowUnmute: boolean;
        }
      | {
          readonly type: 'inviteToUnmute';
          readonly actor: MemberId;
          readonly target: MemberId;
          readonly medium: Medium;
        }
      | { readonly type: 'kick'; readonly actor: MemberId; readonly target: MemberId }
      | { readonly type: 'ban'; readonly actor: MemberId; readonly userId: UserId; readonly durationMs: number }
      | { readonly type: 'unban'; readonly actor: MemberId; readonly userId: UserId }
      | { readonly type: 'setPolicy'; readonly actor: MemberId; readonly locked: boolean; readonly lobby: boolean }
      | { readonly type: 'admit'; readonly actor: MemberId; readonly userId: UserId }
      | { readonly type: 'deny'; readonly actor: MemberId; readonly userId: UserId }
      | { readonly type: 'leaveLobby'; readonly userId: UserId }
      | { readonly type: 'setRole'; readonly actor: MemberId; readonly target: MemberId; readonly role: Role }
      | { readonly type: 'transferChair'; readonly actor: MemberId; readonly target: MemberId }
      | { readonly type: 'setGrants'; readonly actor: MemberId; readonly target: MemberId; readonly grants: Grants }
      | { readonly type: 'closeRoom'; readonly actor: MemberId | null; readonly reason: LeaveReason }
      | {
          readonly type: 'setRoomAttributes';
          readonly actor: MemberId;
          readonly attributes: readonly Attribute[];
          readonly force: boolean;
        }
      | {
          readonly type: 'setMemberAttributes';
          readonly actor: MemberId;
          readonly target: MemberId;
          readonly attributes: readonly Attribute[];
          readonly force: boolean;
        }
      | { readonly type: 'raiseHand'; readonly actor: MemberId; readonly target: MemberId; readonly raised: boolean }
      | { readonly type: 'lowerAllHands'; readonly actor: MemberId }
      | { readonly type: 'sendChat'; readonly actor: MemberId; readonly messageId: string; readonly text: string }
      | {
          readonly type: 'sendData';
          readonly actor: MemberId;
          readonly topic: string;
          readonly to: readonly MemberId[];
          readonly payload: Uint8Array;
        }
      /** The media plane reports; the room records. */
      | {
          readonly type: 'published';
          readonly actor: MemberId;
          readonly medium: Medium;
          readonly source: 'webrtc' | 'rtmp';
          readonly producerId: string;
        }
      | { readonly type: 'unpublished'; readonly actor: MemberId; readonly medium: Medium; readonly producerId: string }
      /** The member asks for a push URL. `force`: the current generation may be in use where the room does not see it. */
      | { readonly type: 'preparePush'; readonly actor: MemberId; readonly force: boolean }
      /** Whoever made the member says anew what it is called; clients have no word for it. */
      | { readonly type: 'rename'; readonly actor: MemberId; readonly displayName: string; readonly avatar: string }
      /** A media worker was lost: everything WebRTC of these members is gone. */
      | { readonly type: 'mediaLost'; readonly members: readonly MemberId[] }
      /** A deadline given by `wakeAt` has come. */
      | { readonly type: 'wake' }
    ));

/** Facts. Applying one to the state at offset n-1 gives the state at offset n. */
export type RoomEvent =
  | { readonly type: 'memberJoined'; readonly member: Member }
  | {
      readonly type: 'memberLeft';
      readonly memberId: MemberId;
      readonly userId: UserId;
      readonly reason: LeaveReason;
      readonly at: InstantMs;
    }
  | {
      readonly type: 'presenceChanged';
      readonly memberId: MemberId;
      readonly presence: Presence;
      readonly at: InstantMs;
    }
  /** The grace of a suspect member begins anew at that instant. Clients do not see it. */
  | { readonly type: 'graceRenewed'; readonly memberId: MemberId; readonly at: InstantMs }
  | { readonly type: 'mediumChanged'; readonly memberId: MemberId; readonly state: MediumState }
  | { readonly type: 'roleChanged'; readonly memberId: MemberId; readonly role: Role }
  | { readonly type: 'grantsChanged'; readonly memberId: MemberId; readonly grants: Grants }
  | { readonly type: 'handChanged'; readonly memberId: MemberId; readonly handRaisedAtMs: number }
  /** `asked`: who pushes and plays now may go on. `revoked`: the member may not publish any more, all of it ends. */
  | {
      readonly type: 'pushGenerationRaised';
      readonly memberId: MemberId;
      readonly pushGeneration: number;
      readonly cause: 'asked' | 'revoked';
    }
  /** The member as it is from now on; its name and avatar are what has changed. */
  | { readonly type: 'memberRenamed'; readonly member: Member }
  | { readonly type: 'memberAttributesChanged'; readonly memberId: MemberId; readonly attributes: readonly Attribute[] }
  | { readonly type: 'roomAttributesChanged'; readonly attributes: readonly Attribute[] }
  | { readonly type: 'policyChanged'; readonly policy: RoomPolicy }
  | { readonly type: 'userBanned'; readonly userId: UserId; readonly untilMs: number }
  | { readonly type: 'userUnbanned'; readonly userId: UserId }
  | { readonly type: 'lobbyChanged'; readonly lobby: readonly LobbyEntry[] }
  /** That user may join now: the shell issues the join that waited once more. */
  | { readonly type: 'lobbyAdmitted'; readonly userId: UserId }
  /** That user waits in vain: denied, banned, or the room has closed. */
  | { readonly type: 'lobbyDenied'; readonly userId: UserId }
  | { readonly type: 'chatSent'; readonly message: ChatMessage }
  | {
      readonly type: 'dataSent';
      readonly memberId: MemberId;
      readonly topic: string;
      readonly to: readonly MemberId[];
      readonly payload: Uint8Array;
    }
  | { readonly type: 'mediaReset'; readonly mediaGeneration: number; readonly memberIds: readonly MemberId[] }
  | { readonly type: 'unmuteInvited'; readonly memberId: MemberId; readonly medium: Medium }
  | { readonly type: 'roomClosed'; readonly reason: LeaveReason }
  /** Of floor control, as they are; its notes go through the log like everything but are told to nobody. */
  | FloorEvent;

/** How a floor was lost or given back, for who was away then. */
export type FloorEnding = Pick<EndedRequest, 'floorIds' | 'cause' | 'endedAt'>;

/** What moderators made of a user's role and grants; outlives the membership. */
export interface Standing {
  readonly role: Role;
  readonly grants: Grants;
}

/** The room as everybody may read it. Only `evolve` changes it. */
export interface RoomState {
  readonly roomId: RoomId;
  readonly scene: Scene;
  readonly epoch: string;
  /** Number of events so far. */
  readonly offset: number;
  readonly config: RoomConfig;
  readonly policy: RoomPolicy;
  /** A closed room keeps its last content and refuses every command. */
  readonly status: 'open' | 'closed';
  /** In the order in which they came into view: joined, or (unlisted before) were listed. */
  readonly members: ReadonlyMap<MemberId, Member>;
  /** Sorted by key. */
  readonly attributes: readonly Attribute[];
  /** Oldest first, bounded by config. */
  readonly chat: readonly ChatMessage[];
  /** userId -> end of the ban, 0 = for good. */
  readonly bans: ReadonlyMap<UserId, number>;
  readonly lobby: readonly LobbyEntry[];
  /** Users let in from the lobby who have not joined yet; bounded by `maxLobby`, oldest dropped. */
  readonly admitted: ReadonlySet<UserId>;
  /** Media that moderators muted of users who have left, so that nobody comes back unmuted. Bounded, oldest dropped. */
  readonly muteMemory: ReadonlyMap<UserId, readonly Medium[]>;
  /** Role and grants of users for whom moderators changed them in this room. Bounded, oldest dropped. */
  readonly standings: ReadonlyMap<UserId, Standing>;
  readonly floors: FloorsState;
  /** Per member, the last floors it held and does not hold any more; oldest first, bounded. */
  readonly floorEndings: ReadonlyMap<MemberId, readonly FloorEnding[]>;
  readonly mediaGeneration: number;
  readonly createdAtMs: InstantMs;
  readonly bookkeeping: Bookkeeping;
}

/** An expected "no": goes to the client as that error. */
export interface Rejection {
  readonly rejected: ErrorName;
  readonly detail?: string;
}

export type Decision = { readonly events: readonly RoomEvent[] } | Rejection;
