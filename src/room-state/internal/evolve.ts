/** Facts into state. Total: an event about an unknown member only counts. */
import type { EndedRequest } from '../../floor-control/floor-types.ts';
import { evolve as evolveFloors } from '../../floor-control/floors.ts';
import { assert, assertNever } from '../../shared/assert.ts';
import { type InstantMs, later, type MemberId, type UserId } from '../../shared/ids.ts';
import { MEDIA, type Medium, type Member, type Presence, type RoomEvent } from '../room-types.ts';
import { withAttributes } from './attributes.ts';
import type { MutableRoom } from './mutable-room.ts';
import { mediaMutedByName } from './muting.ts';
import { isPublishing } from './publishing.ts';
import { isDecider } from './room-view.ts';

/** Users whose mutes (and standings) the room remembers after they left; beyond, the oldest is forgotten. */
export const MAX_REMEMBERED_USERS = 4096;
/** Floors a member lost lately that the room remembers for its return. */
export const MAX_FLOOR_ENDINGS = 8;

/** Applies one event in place. O(1) but for lists that the event itself carries. */
export function applyEvent(room: MutableRoom, event: RoomEvent): void {
  room.offset += 1;
  switch (event.type) {
    case 'memberJoined':
      addMember(room, event.member);
      return;
    case 'memberLeft':
      withMember(room, event.memberId, (member) => removeMember(room, member, event.at));
      return;
    case 'presenceChanged':
      withMember(room, event.memberId, (member) => changePresence(room, member, event.presence, event.at));
      return;
    case 'graceRenewed':
      withMember(room, event.memberId, ({ memberId }) => renewGrace(room, memberId, event.at));
      return;
    case 'mediumChanged':
      withMember(room, event.memberId, (member) => changeMedium(room, member, event.state));
      return;
    case 'roleChanged':
      withMember(room, event.memberId, (member) => changeStanding(room, member, { ...member, role: event.role }));
      return;
    case 'grantsChanged':
      withMember(room, event.memberId, (member) => changeStanding(room, member, { ...member, grants: event.grants }));
      return;
    case 'handChanged':
      withMember(room, event.memberId, (member) => changeHand(room, member, event.handRaisedAtMs));
      return;
    case 'pushGenerationRaised':
      withMember(room, event.memberId, (member) => {
        room.members.set(member.memberId, { ...member, pushGeneration: event.pushGeneration, wasPushed: false });
      });
      return;
    case 'memberRenamed':
      withMember(room, event.member.memberId, (member) => {
        const { displayName, avatar } = event.member;
        room.members.set(member.memberId, { ...member, displayName, avatar });
      });
      return;
    case 'memberAttributesChanged':
      withMember(room, event.memberId, (member) => changeAttributes(room, member, event.attributes));
      return;
    default:
      changeRoom(room, event);
  }
}

type MemberEventType =
  | 'memberJoined'
  | 'memberLeft'
  | 'presenceChanged'
  | 'graceRenewed'
  | 'mediumChanged'
  | 'roleChanged'
  | 'grantsChanged'
  | 'handChanged'
  | 'pushGenerationRaised'
  | 'memberRenamed'
  | 'memberAttributesChanged';

/** Events about the room as a whole. */
function changeRoom(room: MutableRoom, event: Exclude<RoomEvent, { readonly type: MemberEventType }>): void {
  switch (event.type) {
    case 'roomAttributesChanged':
      room.attributes = withAttributes(room.attributes, event.attributes);
      noteVersions(room, event.attributes);
      return;
    case 'policyChanged':
      room.policy = event.policy;
      return;
    case 'userBanned':
      room.bans.set(event.userId, event.untilMs);
      return;
    case 'userUnbanned':
      room.bans.delete(event.userId);
      return;
    case 'lobbyChanged':
      room.lobby = event.lobby;
      return;
    case 'lobbyAdmitted':
      room.admitted.add(event.userId);
      forgetOldest(room.admitted, room.config.maxLobby);
      return;
    case 'lobbyDenied':
      room.admitted.delete(event.userId);
      return;
    case 'chatSent':
      room.chat.push(event.message);
      if (room.chat.length > room.config.maxChatHistory) room.chat.shift();
      return;
    case 'mediaReset':
      room.mediaGeneration = event.mediaGeneration;
      return;
    case 'roomClosed':
      room.status = 'closed';
      return;
    case 'requestEnded':
      rememberEnding(room, event.request);
      return;
    case 'floorChanged':
    case 'floorRemoved':
    case 'accountNoted':
    case 'awayNoted':
      room.floors = evolveFloors(room.floors, event);
      return;
    case 'dataSent':
    case 'unmuteInvited':
      return;
    default:
      assertNever(event);
  }
}

function withMember(room: MutableRoom, memberId: MemberId, change: (member: Member) => void): void {
  const member = room.members.get(memberId);
  if (member !== undefined) change(member);
}

function addMember(room: MutableRoom, member: Member): void {
  const { bookkeeping } = room;
  const { memberId, userId, role } = member;
  room.members.set(memberId, member);
  room.admitted.delete(userId);
  const ids = bookkeeping.memberIdsByUser.get(userId);
  if (ids === undefined) bookkeeping.memberIdsByUser.set(userId, new Set([memberId]));
  else ids.add(memberId);
  if (role === 'chair') bookkeeping.chairCount += 1;
  if (isDecider(member)) bookkeeping.deciderCount += 1;
  if (role === 'audience') bookkeeping.audienceCount += 1;
  bookkeeping.wasEntered = true;
  noteCompany(room, member.joinedAtMs);
}

function removeMember(room: MutableRoom, member: Member, at: InstantMs): void {
  const { bookkeeping, muteMemory } = room;
  const { memberId, userId } = member;
  room.members.delete(memberId);
  const ids = bookkeeping.memberIdsByUser.get(userId);
  assert(ids !== undefined, 'the index knows each member');
  ids.delete(memberId);
  if (ids.size === 0) bookkeeping.memberIdsByUser.delete(userId);
  if (member.role === 'chair') bookkeeping.chairCount -= 1;
  if (isDecider(member)) bookkeeping.deciderCount -= 1;
  room.floorEndings.delete(memberId);
  if (member.role === 'audience') bookkeeping.audienceCount -= 1;
  if (isPublishing(member)) bookkeeping.publisherCount -= 1;
  forgetGrace(bookkeeping, memberId);
  const muted = mediaMutedByName(member);
  if (muted.length > 0) {
    const earlier = muteMemory.get(userId) ?? [];
    remember(
      muteMemory,
      userId,
      MEDIA.filter((medium) => muted.includes(medium) || earlier.includes(medium)),
    );
  }
  noteCompany(room, at);
}

/** Starts and ends the times of an empty room and of a lonely member. */
function noteCompany({ members, bookkeeping }: MutableRoom, at: InstantMs): void {
  tick(bookkeeping, at);
  bookkeeping.emptySinceMs = members.size === 0 ? bookkeeping.clockMs : null;
  bookkeeping.aloneSinceMs = members.size === 1 ? bookkeeping.clockMs : null;
}

function tick(bookkeeping: MutableRoom['bookkeeping'], at: InstantMs): void {
  if (at > bookkeeping.clockMs) bookkeeping.clockMs = at;
}

function changePresence(room: MutableRoom, member: Member, presence: Presence, at: InstantMs): void {
  const { bookkeeping, config } = room;
  const { memberId } = member;
  const after = { ...member, presence };
  room.members.set(memberId, after);
  bookkeeping.deciderCount += Number(isDecider(after)) - Number(isDecider(member));
  tick(bookkeeping, at);
  forgetGrace(bookkeeping, memberId);
  if (presence === 'suspect') {
    const atMostMs = Math.max(config.suspectGraceMs, config.backgroundGraceMs);
    bookkeeping.suspectUntil.set(memberId, later(bookkeeping.clockMs, config.suspectGraceMs));
    bookkeeping.suspectAtMost.set(memberId, later(bookkeeping.clockMs, atMostMs));
  }
  if (presence === 'background') {
    bookkeeping.backgroundUntil.set(memberId, later(bookkeeping.clockMs, config.backgroundGraceMs));
  }
}

function forgetGrace(bookkeeping: MutableRoom['bookkeeping'], memberId: MemberId): void {
  bookkeeping.suspectUntil.delete(memberId);
  bookkeeping.suspectAtMost.delete(memberId);
  bookkeeping.backgroundUntil.delete(memberId);
}

/** Only of who is suspect. Put at the end: no other deadline of that kind is later, since graces count from the clock. */
function renewGrace({ bookkeeping, config }: MutableRoom, memberId: MemberId, at: InstantMs): void {
  tick(bookkeeping, at);
  if (!bookkeeping.suspectUntil.delete(memberId)) return;
  bookkeeping.suspectUntil.set(memberId, later(bookkeeping.clockMs, config.suspectGraceMs));
}

function changeMedium(room: MutableRoom, before: Member, state: Member['media'][Medium]): void {
  const { bookkeeping, muteMemory } = room;
  const old = before.media[state.medium];
  const wasPushed = before.wasPushed || (!old.published && state.source === 'rtmp');
  const after = { ...before, wasPushed, media: { ...before.media, [state.medium]: state } };
  room.members.set(before.memberId, after);
  if (old.published !== state.published) {
    bookkeeping.publisherCount += Number(isPublishing(after)) - Number(isPublishing(before));
  }
  // A moderator who lifts a mute by name means the user, also for the memberships that ended.
  if (!old.moderatorMuted || old.mutedByLock || state.moderatorMuted) return;
  const kept = muteMemory.get(before.userId)?.filter((medium) => medium !== state.medium) ?? [];
  if (kept.length === 0) muteMemory.delete(before.userId);
  else remember(muteMemory, before.userId, kept);
}

function changeStanding(room: MutableRoom, before: Member, after: Member): void {
  const { memberId, userId, role, grants } = after;
  room.members.set(memberId, after);
  room.bookkeeping.chairCount += Number(role === 'chair') - Number(before.role === 'chair');
  room.bookkeeping.deciderCount += Number(isDecider(after)) - Number(isDecider(before));
  room.bookkeeping.audienceCount += Number(role === 'audience') - Number(before.role === 'audience');
  remember(room.standings, userId, { role, grants });
}

function changeHand(room: MutableRoom, member: Member, handRaisedAtMs: number): void {
  room.members.set(member.memberId, { ...member, handRaisedAtMs });
  room.bookkeeping.lastHandAtMs = Math.max(room.bookkeeping.lastHandAtMs, handRaisedAtMs);
}

function changeAttributes(room: MutableRoom, member: Member, changes: Member['attributes']): void {
  room.members.set(member.memberId, { ...member, attributes: withAttributes(member.attributes, changes) });
  noteVersions(room, changes);
}

/** Deleted keys raise the version from which new keys start. */
function noteVersions({ bookkeeping }: MutableRoom, attributes: Member['attributes']): void {
  for (const { value, version } of attributes) {
    if (value === '') bookkeeping.attributeVersionFloor = Math.max(bookkeeping.attributeVersionFloor, version);
  }
}

/** Only what was held can be missed by who comes back. */
function rememberEnding({ members, floorEndings }: MutableRoom, request: EndedRequest): void {
  const { memberId, floorIds, cause, endedAt, status } = request;
  if ((status !== 'revoked' && status !== 'released') || !members.has(memberId)) return;
  const earlier = floorEndings.get(memberId) ?? [];
  floorEndings.set(memberId, [...earlier, { floorIds, cause, endedAt }].slice(-MAX_FLOOR_ENDINGS));
}

function remember<T>(memory: Map<UserId, T>, userId: UserId, value: T): void {
  memory.delete(userId);
  memory.set(userId, value);
  forgetOldest(memory, MAX_REMEMBERED_USERS);
}

function forgetOldest(memory: Map<UserId, unknown> | Set<UserId>, maxSize: number): void {
  if (memory.size <= maxSize) return;
  for (const oldest of memory.keys()) {
    memory.delete(oldest);
    return;
  }
}
