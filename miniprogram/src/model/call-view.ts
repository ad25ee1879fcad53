/** What the component shows: plain data made from the call and the room. Pure. */
import type { RoomReplicaState } from '../../../client/api.ts';
import {
  type Floor,
  FloorRequestStatus,
  Medium,
  type Member,
  Presence,
  Role,
} from '../../../wire/generated/messages.ts';
import { isAway, isMutedBySelf, mayPublish, mediumOf } from './call-model.ts';
import type { CallState, LinkMic } from './call-types.ts';
import { enumName, hueOf, initialOf } from './names.ts';
import type { PlayerState } from './players-model.ts';
import { playerProfile, pusherProfile } from './scene-profile.ts';

/** Rosters longer than this are shown in part; `memberCount` has the number. */
const MAX_ROSTER = 60;

export type CallStatus = 'idle' | 'joining' | 'lobby' | 'joined' | 'recovering' | 'ended';

export interface PusherView {
  readonly isShown: boolean;
  readonly url: string;
  readonly mode: string;
  readonly minBitrate: number;
  readonly maxBitrate: number;
  readonly audioQuality: string;
  readonly aspect: string;
  readonly enableCamera: boolean;
  readonly enableMic: boolean;
  readonly muted: boolean;
  readonly status: string;
  readonly isLoading: boolean;
  readonly isWeak: boolean;
}

export interface PersonView {
  readonly memberId: string;
  readonly userId: string;
  readonly name: string;
  readonly avatar: string;
  readonly initial: string;
  readonly hue: number;
  readonly role: string;
  readonly isSelf: boolean;
  readonly isAway: boolean;
  readonly isSuspect: boolean;
  readonly isHandUp: boolean;
  /** Not heard, for whatever reason. */
  readonly isMuted: boolean;
  readonly isMutedByModerator: boolean;
  readonly hasVideo: boolean;
  readonly isSpeaking: boolean;
  readonly holdsFloor: boolean;
}

export interface TileView extends PersonView {
  readonly playerId: string;
  readonly src: string;
  readonly mode: string;
  readonly minCache: number;
  readonly maxCache: number;
  readonly status: string;
  readonly isLoading: boolean;
  readonly isPinned: boolean;
}

/** `blocked`: a moderator's mute; `floor`: somebody else's turn; `none`: not allowed here. */
export type MediumButton = 'on' | 'off' | 'blocked' | 'floor' | 'none';

export interface SelfView extends PersonView {
  readonly mic: MediumButton;
  readonly camera: MediumButton;
  readonly canPublish: boolean;
  readonly canModerate: boolean;
  readonly isPublishing: boolean;
  readonly linkMic: LinkMic;
}

export interface FloorView {
  readonly floorId: string;
  readonly medium: string;
  readonly holders: readonly { readonly memberId: string; readonly name: string; readonly requestId: string }[];
  readonly queue: readonly { readonly memberId: string; readonly name: string; readonly requestId: string }[];
  readonly mine: 'none' | 'pending' | 'queued' | 'confirming' | 'granted' | 'revoking';
  readonly requestId: string;
  /** 1 = next; 0 = not waiting. */
  readonly position: number;
  /** End of the turn or of the time to confirm, ms since the epoch on the server; 0 = none. */
  readonly expiresAtMs: number;
  readonly isWarned: boolean;
  /** May decide about it. */
  readonly isChair: boolean;
}

export interface CallView {
  readonly status: CallStatus;
  readonly connection: string;
  readonly away: boolean;
  readonly interrupted: boolean;
  readonly pusher: PusherView;
  readonly players: readonly TileView[];
  readonly self: SelfView;
  readonly members: readonly PersonView[];
  readonly memberCount: number;
  readonly audienceCount: number;
  readonly floors: readonly FloorView[];
  readonly isLocked: boolean;
}

export interface ViewSource {
  readonly call: CallState;
  readonly status: CallStatus;
  readonly connection: string;
  readonly replica: RoomReplicaState | null;
}

/** The whole view. O(members). */
export function viewOf({ call, status, connection, replica }: ViewSource): CallView {
  const members = call.room?.members ?? [];
  const holders = holdersOf(replica?.floors ?? []);
  const person = (member: Member): PersonView => personView(member, call, holders);
  const byId = new Map(members.map((member) => [member.memberId, member]));
  const nameOf = (memberId: string): string => byId.get(memberId)?.displayName ?? '';
  const self = call.room?.self;
  return {
    status,
    connection,
    away: isAway(call),
    interrupted: call.isInterrupted,
    pusher: pusherView(call),
    players: call.players.players.flatMap((player) => {
      const member = byId.get(player.memberId);
      return member === undefined ? [] : [tileView(player, person(member), call)];
    }),
    self: selfView(call, self === undefined ? NOBODY : person(self)),
    members: members.slice(0, MAX_ROSTER).map(person),
    memberCount: members.length,
    audienceCount: replica?.audienceCount ?? 0,
    floors: (replica?.floors ?? []).map((floor) => floorView(floor, self, nameOf)),
    isLocked: replica?.policy.locked ?? false,
  };
}

const NOBODY: PersonView = {
  memberId: '',
  userId: '',
  name: '',
  avatar: '',
  initial: '?',
  hue: 0,
  role: 'unknown',
  isSelf: true,
  isAway: false,
  isSuspect: false,
  isHandUp: false,
  isMuted: true,
  isMutedByModerator: false,
  hasVideo: false,
  isSpeaking: false,
  holdsFloor: false,
};

function personView(member: Member, call: CallState, holders: ReadonlySet<string>): PersonView {
  const { memberId, userId, displayName, avatar, role, presence, handRaisedAtMs } = member;
  const audio = mediumOf(member, Medium.AUDIO);
  const isShowing = [Medium.VIDEO, Medium.SCREEN].some((medium) => {
    const state = mediumOf(member, medium);
    return state?.published === true && state.mayFlow;
  });
  const name = displayName === '' ? userId : displayName;
  return {
    memberId,
    userId,
    name,
    avatar,
    initial: initialOf(name),
    hue: hueOf(userId),
    role: enumName(Role, role),
    isSelf: memberId === call.room?.selfId,
    isAway: presence === Presence.BACKGROUND,
    isSuspect: presence === Presence.SUSPECT,
    isHandUp: handRaisedAtMs > 0,
    isMuted: audio === undefined || !audio.published || !audio.mayFlow,
    isMutedByModerator: audio?.moderatorMuted ?? false,
    hasVideo: isShowing,
    isSpeaking: call.speakerIds.includes(memberId),
    holdsFloor: holders.has(memberId),
  };
}

function tileView(player: PlayerState, person: PersonView, call: CallState): TileView {
  const { minCache, maxCache } = playerProfile(call.config.scene, call.pusher.isWanted);
  return {
    ...person,
    playerId: `p-${player.memberId}`,
    src: player.src,
    mode: call.players.mode,
    minCache,
    maxCache,
    status: player.status,
    isLoading: player.status !== 'playing',
    isPinned: call.pinnedMemberId === player.memberId,
  };
}

function pusherView(call: CallState): PusherView {
  const { pusher, room, config } = call;
  const self = room?.self;
  const audio = mediumOf(self, Medium.AUDIO);
  const { mode, minBitrate, maxBitrate, audioQuality, aspect } = pusherProfile(
    config.scene,
    self?.role ?? Role.SPEAKER,
  );
  return {
    isShown: pusher.isWanted && pusher.status !== 'broken',
    url: pusher.url,
    mode,
    minBitrate,
    maxBitrate,
    audioQuality,
    aspect,
    // The lens opens for nobody who has it switched off; the server's own mutes need no lens cap.
    enableCamera: (self?.grants?.publishVideo ?? false) && !isMutedBySelf(call, Medium.VIDEO) && !pusher.isCameraBroken,
    enableMic: (self?.grants?.publishAudio ?? false) && !pusher.isMicrophoneBroken,
    muted: isMutedBySelf(call, Medium.AUDIO) || audio?.mayFlow === false,
    status: pusher.status,
    isLoading: pusher.isWanted && pusher.status !== 'pushing',
    isWeak: pusher.isWeak,
  };
}

function selfView(call: CallState, person: PersonView): SelfView {
  const self = call.room?.self;
  return {
    ...person,
    mic: buttonOf(call, Medium.AUDIO, self?.grants?.publishAudio ?? false),
    camera: buttonOf(call, Medium.VIDEO, self?.grants?.publishVideo ?? false),
    canPublish: mayPublish(self),
    canModerate: self?.grants?.moderate ?? false,
    isPublishing: call.pusher.isWanted,
    linkMic: call.linkMic,
  };
}

function buttonOf(
  call: CallState,
  medium: typeof Medium.AUDIO | typeof Medium.VIDEO,
  isGranted: boolean,
): MediumButton {
  if (!isGranted) return 'none';
  const state = mediumOf(call.room?.self, medium);
  if (state?.moderatorMuted === true) return 'blocked';
  if (isMutedBySelf(call, medium)) return 'off';
  return state?.mayFlow === false && !isAway(call) ? 'floor' : 'on';
}

const HELD: readonly FloorRequestStatus[] = [FloorRequestStatus.GRANTED, FloorRequestStatus.REVOKING];

function holdersOf(floors: readonly Floor[]): ReadonlySet<string> {
  return new Set(
    floors.flatMap(({ requests }) =>
      requests.filter(({ status }) => HELD.includes(status)).map(({ memberId }) => memberId),
    ),
  );
}

const MINE: Readonly<Partial<Record<FloorRequestStatus, FloorView['mine']>>> = {
  [FloorRequestStatus.PENDING]: 'pending',
  [FloorRequestStatus.ACCEPTED]: 'queued',
  [FloorRequestStatus.CONFIRMING]: 'confirming',
  [FloorRequestStatus.GRANTED]: 'granted',
  [FloorRequestStatus.REVOKING]: 'revoking',
};

function floorView(floor: Floor, self: Member | undefined, nameOf: (memberId: string) => string): FloorView {
  const own = floor.requests.find(({ memberId }) => memberId === self?.memberId);
  const entry = ({ memberId, requestId }: Floor['requests'][number]) => ({
    memberId,
    requestId,
    name: nameOf(memberId),
  });
  const holding = floor.requests.filter(({ status }) => HELD.includes(status));
  const isModerator = self?.grants?.moderate === true || self?.role === Role.CHAIR;
  return {
    floorId: floor.floorId,
    medium: enumName(Medium, floor.medium),
    holders: holding.map(entry),
    queue: floor.requests.filter(({ status }) => !HELD.includes(status)).map(entry),
    mine: (own === undefined ? undefined : MINE[own.status]) ?? 'none',
    requestId: own?.requestId ?? '',
    position: own?.queuePosition ?? 0,
    expiresAtMs: (own ?? holding[0])?.expiresAtMs ?? 0,
    isWarned: own?.warned ?? false,
    isChair: floor.chairMemberId === '' ? isModerator : floor.chairMemberId === self?.memberId,
  };
}
