import type { RoomReplicaState } from '../../../client/api.ts';
import {
  type Floor,
  type FloorRequestInfo,
  FloorRequestStatus,
  Medium,
  type MediumState,
  type Member,
  Presence,
  Role,
} from '../../../wire/generated/messages.ts';
import { floorForm } from '../floor-form.ts';
import { hueOf, initialsOf } from './avatar.ts';
import type {
  CallView,
  ChatItem,
  FloorEntry,
  FloorState,
  FloorView,
  FlowBlock,
  MediumView,
  MemberView,
  PresenceView,
  RoleView,
  RtpMediumView,
} from './call-view.ts';

const ROLES: Readonly<Record<number, RoleView>> = {
  [Role.CHAIR]: 'chair',
  [Role.SPEAKER]: 'speaker',
  [Role.AUDIENCE]: 'audience',
  [Role.DEVICE]: 'device',
};
const PRESENCES: Readonly<Record<number, PresenceView>> = {
  [Presence.ONLINE]: 'online',
  [Presence.SUSPECT]: 'suspect',
  [Presence.BACKGROUND]: 'background',
};
const MEDIUM_NUMBERS: Readonly<Record<RtpMediumView, Medium>> = {
  audio: Medium.AUDIO,
  video: Medium.VIDEO,
  screen: Medium.SCREEN,
};

/** The wire's number of a medium. */
export const mediumNumber = (medium: RtpMediumView): Medium => MEDIUM_NUMBERS[medium];

/** How the role reads on the page. */
export const roleView = (role: Role): RoleView => ROLES[role] ?? 'speaker';

function flowBlock(state: MediumState | undefined, granted: boolean, presence: PresenceView): FlowBlock | null {
  if (state?.mayFlow === true && state.published) return null;
  if (!granted) return 'noGrant';
  if (state?.moderatorMuted === true) return 'moderator';
  if (state?.selfMuted === true) return 'self';
  if (state?.published !== true) return 'notPublished';
  return presence === 'background' ? 'away' : 'floor';
}

function mediumView(member: Member, medium: RtpMediumView, presence: PresenceView): MediumView {
  const number = MEDIUM_NUMBERS[medium];
  const state = member.media.find((candidate) => candidate.medium === number);
  const grants = member.grants;
  const granted = {
    audio: grants?.publishAudio ?? true,
    video: grants?.publishVideo ?? true,
    screen: grants?.publishScreen ?? true,
  }[medium];
  return {
    granted,
    published: state?.published ?? false,
    selfMuted: state?.selfMuted ?? false,
    moderatorMuted: state?.moderatorMuted ?? false,
    mayFlow: state?.mayFlow ?? false,
    block: flowBlock(state, granted, presence),
  };
}

function memberView(member: Member, selfId: string, handOrder: number): MemberView {
  const name = member.displayName === '' ? member.userId : member.displayName;
  const presence = PRESENCES[member.presence] ?? 'online';
  return {
    memberId: member.memberId,
    pushGeneration: member.pushGeneration,
    userId: member.userId,
    name,
    initials: initialsOf(name),
    hue: hueOf(member.userId),
    isSelf: member.memberId === selfId,
    role: roleView(member.role),
    presence,
    isModerator: member.grants?.moderate ?? false,
    media: {
      audio: mediumView(member, 'audio', presence),
      video: mediumView(member, 'video', presence),
      screen: mediumView(member, 'screen', presence),
    },
    handOrder,
  };
}

function handOrders(members: readonly Member[]): ReadonlyMap<string, number> {
  const raised = members
    .filter((member) => member.handRaisedAtMs > 0)
    .sort((a, b) => a.handRaisedAtMs - b.handRaisedAtMs || (a.memberId < b.memberId ? -1 : 1));
  return new Map(raised.map((member, index) => [member.memberId, index + 1]));
}

const FLOOR_STATES: Readonly<Record<number, FloorState>> = {
  [FloorRequestStatus.PENDING]: 'waiting',
  [FloorRequestStatus.ACCEPTED]: 'waiting',
  [FloorRequestStatus.CONFIRMING]: 'confirming',
  [FloorRequestStatus.GRANTED]: 'holding',
  [FloorRequestStatus.REVOKING]: 'revoking',
};

function floorEntry(request: FloorRequestInfo, names: ReadonlyMap<string, string>): FloorEntry[] {
  const state = FLOOR_STATES[request.status];
  if (state === undefined) return [];
  return [
    {
      requestId: request.requestId,
      memberId: request.memberId,
      name: names.get(request.memberId) ?? request.memberId,
      state,
      position: state === 'waiting' ? request.queuePosition : 0,
      expiresAtMs: request.expiresAtMs,
    },
  ];
}

/** Who looks at a floor. */
interface FloorViewer {
  readonly selfId: string;
  readonly canModerate: boolean;
}

function floorView(floor: Floor, names: ReadonlyMap<string, string>, self: FloorViewer): FloorView {
  const { selfId, canModerate } = self;
  const entries = floor.requests
    .flatMap((request) => floorEntry(request, names))
    .sort((a, b) => a.position - b.position);
  return {
    floorId: floor.floorId,
    entries,
    mine: entries.find((entry) => entry.memberId === selfId) ?? null,
    canDecide: canModerate || floor.chairMemberId === selfId,
  };
}

/**
 * Makes call views one after the other. Members and chat that did not change keep their object, so that their
 * components need not draw again. `own`: the own member, where the room does not list it.
 */
export function callViewBuilder(): (state: RoomReplicaState, selfId: string, own?: Member) => CallView {
  const memberCache = new WeakMap<Member, MemberView>();
  let chatSource: RoomReplicaState['chat'] | undefined;
  let chatViews: readonly ChatItem[] = [];

  const cachedMember = (member: Member, selfId: string, handOrder: number): MemberView => {
    const cached = memberCache.get(member);
    if (cached !== undefined && cached.handOrder === handOrder && cached.isSelf === (member.memberId === selfId))
      return cached;
    const made = memberView(member, selfId, handOrder);
    memberCache.set(member, made);
    return made;
  };

  return (state, selfId, own) => {
    const hands = handOrders(state.members);
    const members = state.members
      .filter((member) => member.grants?.hidden !== true || member.memberId === selfId)
      .map((member) => cachedMember(member, selfId, hands.get(member.memberId) ?? 0));
    const names = new Map(members.map((member) => [member.memberId, member.name]));
    const users = new Map(state.members.map((member) => [member.memberId, member.userId]));
    if (chatSource !== state.chat) {
      chatSource = state.chat;
      chatViews = state.chat.map((message) => ({
        messageId: message.messageId,
        memberId: message.memberId,
        name: message.displayName,
        hue: hueOf(users.get(message.memberId) ?? message.memberId),
        text: message.text,
        sentAtMs: message.sentAtMs,
        isOwn: message.memberId === selfId,
      }));
    }
    const unlisted = own === undefined ? null : cachedMember(own, selfId, 0);
    const self = members.find((member) => member.memberId === selfId) ?? unlisted;
    const selfGrants = (state.members.find((member) => member.memberId === selfId) ?? own)?.grants;
    const canModerate = selfGrants?.moderate ?? false;
    return {
      roomId: state.roomId,
      epoch: state.epoch,
      offset: state.offset,
      createdAtMs: state.createdAtMs,
      members,
      self,
      canModerate,
      canChat: selfGrants?.chat ?? true,
      audienceCount: state.audienceCount,
      locked: state.policy.locked,
      lobbyOn: state.policy.lobby,
      audioUnmuteLocked:
        state.policy.unmuteLocked.includes(Medium.AUDIO) && !state.policy.unmuteAllowed.includes(selfId),
      chat: chatViews,
      lobby: state.lobby.map((entry) => ({ userId: entry.userId, name: entry.displayName || entry.userId })),
      floors: state.floors.map((floor) => floorView(floor, names, { selfId, canModerate })),
      microphoneFloor: floorForm(state.floors),
    };
  };
}
