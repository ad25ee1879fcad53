/** Domain to wire: the only place that turns room words into protocol messages. Pure. */
import {
  type Init,
  type RoomSnapshot,
  type Attribute as WireAttribute,
  type Error as WireError,
  type Grants as WireGrants,
  LeaveReason as WireLeaveReason,
  Medium as WireMedium,
  type MediumState as WireMediumState,
  type Member as WireMember,
  type RoomPolicy as WirePolicy,
  Presence as WirePresence,
  Retry as WireRetry,
  Role as WireRole,
  Scene as WireScene,
  MediaSource as WireSource,
} from '../../../wire/generated/messages.ts';
import { listFloors } from '../../floor-control/floors.ts';
import {
  type Attribute,
  type LeaveReason,
  MEDIA,
  type Medium,
  type MediumState,
  type Member,
  type Presence,
  type Role,
  type RoomPolicy,
  type RoomState,
  type Scene,
} from '../../room-state/room-types.ts';
import { listedMembers } from '../../room-state/visibility.ts';
import { ERRORS, type ErrorName } from '../../shared/error-codes.ts';
import { floorToWire } from './floors-to-wire.ts';

export const WIRE_MEDIUM: Readonly<Record<Medium, WireMedium>> = {
  audio: WireMedium.AUDIO,
  video: WireMedium.VIDEO,
  screen: WireMedium.SCREEN,
  data: WireMedium.DATA,
};
export const WIRE_ROLE: Readonly<Record<Role, WireRole>> = {
  chair: WireRole.CHAIR,
  speaker: WireRole.SPEAKER,
  audience: WireRole.AUDIENCE,
  device: WireRole.DEVICE,
};
export const WIRE_PRESENCE: Readonly<Record<Presence, WirePresence>> = {
  online: WirePresence.ONLINE,
  suspect: WirePresence.SUSPECT,
  background: WirePresence.BACKGROUND,
};
export const WIRE_SCENE: Readonly<Record<Scene, WireScene>> = {
  call: WireScene.CALL,
  conference: WireScene.CONFERENCE,
  live: WireScene.LIVE,
  remote: WireScene.REMOTE,
};
const WIRE_SOURCE: Readonly<Record<MediumState['source'], WireSource>> = {
  none: WireSource.SOURCE_NONE,
  webrtc: WireSource.WEBRTC,
  rtmp: WireSource.RTMP,
};
export const WIRE_LEAVE_REASON: Readonly<Record<LeaveReason, WireLeaveReason>> = {
  left: WireLeaveReason.LEFT,
  replaced: WireLeaveReason.REPLACED,
  kicked: WireLeaveReason.KICKED,
  banned: WireLeaveReason.BANNED,
  timedOut: WireLeaveReason.TIMED_OUT,
  backgroundTimedOut: WireLeaveReason.BACKGROUND_TIMED_OUT,
  roomClosed: WireLeaveReason.ROOM_CLOSED,
  serverShutdown: WireLeaveReason.SERVER_SHUTDOWN,
  tokenExpired: WireLeaveReason.TOKEN_EXPIRED,
  alone: WireLeaveReason.ALONE,
  roomExpired: WireLeaveReason.ROOM_EXPIRED,
};
const WIRE_RETRY = {
  never: WireRetry.NEVER,
  sameSocket: WireRetry.SAME_SOCKET,
  reconnect: WireRetry.RECONNECT,
  rejoin: WireRetry.REJOIN,
} as const;

/** A registered error as the client reads it. */
export function errorToWire(name: ErrorName, detail?: string, retryAfterMs = 0): Init<WireError> {
  const { code, message, retry } = ERRORS[name];
  const text = detail === undefined ? message : `${message} (${detail})`;
  return { code, name, message: text, retry: WIRE_RETRY[retry], retryAfterMs };
}

export function mediumStateToWire(state: MediumState): Init<WireMediumState> {
  const { selfMuted, moderatorMuted, published, producerId, mayFlow } = state;
  const medium = WIRE_MEDIUM[state.medium];
  return { medium, selfMuted, moderatorMuted, published, source: WIRE_SOURCE[state.source], producerId, mayFlow };
}

export function grantsToWire(grants: Member['grants']): Init<WireGrants> {
  return { ...grants };
}

export function attributesToWire(attributes: readonly Attribute[]): readonly Init<WireAttribute>[] {
  return attributes;
}

export function policyToWire(policy: RoomPolicy): Init<WirePolicy> {
  const { locked, lobby, unmuteAllowed } = policy;
  return { locked, lobby, unmuteLocked: policy.unmuteLocked.map((medium) => WIRE_MEDIUM[medium]), unmuteAllowed };
}

export function memberToWire(member: Member): Init<WireMember> {
  const { memberId, userId, displayName, avatar, handRaisedAtMs, joinedAtMs, pushGeneration } = member;
  return {
    memberId,
    userId,
    displayName,
    avatar,
    role: WIRE_ROLE[member.role],
    presence: WIRE_PRESENCE[member.presence],
    grants: grantsToWire(member.grants),
    media: MEDIA.map((medium) => mediumStateToWire(member.media[medium])),
    handRaisedAtMs,
    attributes: attributesToWire(member.attributes),
    joinedAtMs,
    pushGeneration,
  };
}

function unhiddenCount({ members }: RoomState): number {
  let count = 0;
  for (const { grants } of members.values()) if (!grants.hidden) count += 1;
  return count;
}

/** The room at its offset, as a client with those topics sees it. */
export function snapshotToWire(state: RoomState, topics: readonly string[]): Init<RoomSnapshot> {
  const members = topics.includes('members') ? listedMembers(state).map(memberToWire) : [];
  return { ...roomToWire(state, topics), members };
}

/** The same without its members. */
export function roomToWire(state: RoomState, topics: readonly string[]): Init<RoomSnapshot> {
  const has = (topic: string): boolean => topics.includes(topic);
  return {
    roomId: state.roomId,
    scene: WIRE_SCENE[state.scene],
    epoch: state.epoch,
    offset: state.offset,
    policy: policyToWire(state.policy),
    floors: has('floors') ? listFloors(state.floors).map(floorToWire) : [],
    attributes: has('attributes') ? attributesToWire(state.attributes) : [],
    chat: has('chat') ? state.chat : [],
    mediaGeneration: state.mediaGeneration,
    createdAtMs: state.createdAtMs,
    lobby: has('moderation') ? state.lobby : [],
    // Nobody is listed to who does not hear of members; that number is of this moment, deltas do not follow it.
    audienceCount: has('members') ? state.bookkeeping.countedCount : unhiddenCount(state),
  };
}
