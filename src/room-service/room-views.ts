/** Rooms as the API shows them. Built from room state at the moment of asking, so that there is nothing to drift. */
import type { ViewingUser } from '../push-pull-urls/url-types.ts';
import type { Member, RoomState } from '../room-state/room-types.ts';
import type { InstantMs, MemberId, UserId } from '../shared/ids.ts';
import type { MixedStreams } from './merge-layout.ts';
import { hasStream } from './registry-rooms.ts';
import { customText, type RoomRecord } from './room-record.ts';
import type { StreamUrls } from './stream-urls.ts';

/** Somebody whose stream can be played: a pusher of this API, or any other member that publishes. */
export interface ListedPusher {
  readonly userId: UserId;
  readonly memberId: MemberId;
  readonly name: string;
  readonly avatar: string;
  readonly generation: number;
  readonly joinedAtMs: InstantMs;
}

/** The creator first, then in the order they came: clients take the first one for the host. Each user once. O(members). */
export function listPushers(record: RoomRecord | undefined, state: RoomState | undefined): readonly ListedPusher[] {
  const listed = new Map<UserId, ListedPusher>();
  for (const member of state?.members.values() ?? []) {
    const pusher = record?.pushers.get(member.userId);
    if (pusher?.memberId === member.memberId) listed.set(member.userId, shown(member, pusher.name, pusher.avatar));
    else if (pusher === undefined && hasStream(member) && !listed.has(member.userId)) {
      listed.set(member.userId, shown(member, member.displayName, member.avatar));
    }
  }
  const creator = creatorOf(record, state);
  const host = creator === null ? undefined : listed.get(creator);
  return host === undefined ? [...listed.values()] : [host, ...[...listed.values()].filter((one) => one !== host)];
}

const shown = (
  { userId, memberId, pushGeneration, joinedAtMs }: Member,
  name: string,
  avatar: string,
): ListedPusher => ({ userId, memberId, name, avatar, generation: pushGeneration, joinedAtMs });

/** The first pusher; in a room that began elsewhere its chair, or who publishes first. */
export function creatorOf(record: RoomRecord | undefined, state: RoomState | undefined): UserId | null {
  if (record !== undefined && record.creator !== null) return record.creator;
  let publishing: UserId | null = null;
  for (const member of state?.members.values() ?? []) {
    if (member.role === 'chair') return member.userId;
    if (publishing === null && hasStream(member)) publishing = member.userId;
  }
  return publishing;
}

/** Equal as long as nobody needs to look again: who, and which stream. */
export const listingOf = (pushers: readonly ListedPusher[]): string =>
  pushers.map(({ userId, memberId, generation }) => `${userId} ${memberId} ${generation}`).join('\n');

/** Whether the API shows that room at all: somebody has come. */
export const isActive = (record: RoomRecord | undefined, state: RoomState | undefined): boolean =>
  state !== undefined && (record === undefined || record.creator !== null || listPushers(record, state).length > 0);

export interface ViewContext {
  readonly urls: StreamUrls;
  readonly mixes: MixedStreams;
  readonly at: InstantMs;
  /** Who asks: URLs are for that user alone. */
  readonly viewer: ViewingUser;
}

export interface PusherView {
  readonly userID: string;
  readonly userName: string;
  readonly userAvatar: string;
  readonly accelerateURL: string;
}

export interface RoomView {
  readonly roomID: string;
  readonly roomInfo: string;
  readonly roomCreator: string;
  readonly mixedPlayURL: string;
  /** JSON text. */
  readonly custom: string;
  readonly pushers: readonly PusherView[];
}

export function viewRoom(record: RoomRecord | undefined, state: RoomState, context: ViewContext): RoomView {
  const { urls, mixes, at, viewer } = context;
  const { roomId } = state;
  const pushers = listPushers(record, state).map(({ userId, name, avatar, memberId, generation, joinedAtMs }) => {
    const { accelerate, flv } = urls.playUrls({ roomId, memberId, generation }, joinedAtMs, at, viewer);
    return { userID: userId, userName: name, userAvatar: avatar, accelerateURL: accelerate, flv };
  });
  return {
    roomID: roomId,
    roomInfo: record?.roomInfo.text ?? '',
    roomCreator: creatorOf(record, state) ?? '',
    mixedPlayURL: mixes.hasMix(roomId) ? urls.mixedUrl(roomId, at, viewer) : (pushers[0]?.flv ?? ''),
    custom: record === undefined ? '{}' : customText(record),
    pushers: pushers.map(({ flv: _flv, ...pusher }) => pusher),
  };
}
