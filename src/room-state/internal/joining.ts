/** Coming in: who may, as what, and with which mutes. */
import type { UserId } from '../../shared/ids.ts';
import type {
  Decision,
  JoinIdentity,
  Medium,
  MediumState,
  Member,
  Rejection,
  RoomEvent,
  RoomPolicy,
  RoomState,
  Standing,
} from '../room-types.ts';
import { initialAttributes } from './attributes.ts';
import { accept, type CommandOf, membersOfUser, reject } from './decisions.ts';
import { leaveEvents } from './leaving.ts';
import { decideWaiting } from './lobby.ts';
import { mediaContext, settled } from './media-changes.ts';
import { mediaMutedByName } from './muting.ts';
import { isAboveLock, mayModerate } from './rights.ts';

/** A user at the door. */
interface Visit {
  readonly command: CommandOf<'join'>;
  /** The token's identity with what moderators made of it. */
  readonly identity: JoinIdentity;
  /** Memberships that the same user has already. */
  readonly present: readonly Member[];
  /** Those of them that the new one replaces. */
  readonly replaced: readonly Member[];
}

export function decideJoin(state: RoomState, command: CommandOf<'join'>): Decision {
  if (state.members.has(command.memberId)) return reject('alreadyJoined', 'memberId');
  const attributes = initialAttributes(state, command.attributes);
  if ('rejected' in attributes) return attributes;
  const visit = receive(state, command);
  const refusal = refusalAtDoor(state, visit);
  if (refusal !== null) return refusal;
  const { userId, displayName, grants } = visit.identity;
  // Who is inside already or was let in before does not wait again.
  const passesLobby = grants.bypassLobby || visit.present.length > 0 || state.admitted.has(userId);
  if (state.policy.lobby && !passesLobby) return decideWaiting(state, { userId, displayName, askedAtMs: command.at });
  const full = fullness(state, visit);
  if (full !== null) return full;

  const policy = policyAfterTakeOver(state.policy, visit);
  const memberJoined: RoomEvent = {
    type: 'memberJoined',
    member: settled({ ...newMember(state, policy, visit), attributes: attributes.changes }, mediaContext(state)),
  };
  const policyChanged: readonly RoomEvent[] = policy === state.policy ? [] : [{ type: 'policyChanged', policy }];
  return accept(...leaveEvents(visit.replaced, 'replaced', command.at), ...policyChanged, memberJoined);
}

function receive(state: RoomState, command: CommandOf<'join'>): Visit {
  const present = membersOfUser(state, command.identity.userId);
  const replaced = state.config.duplicateIdentity === 'take-over' ? present : [];
  return { command, identity: { ...command.identity, ...standingOf(state, command.identity) }, present, replaced };
}

/**
 * What moderators made of a user holds when it comes back. One exception: in a room without a chair, a user whom the
 * token makes chair is one again, or the room would stay without.
 */
function standingOf({ standings, bookkeeping }: RoomState, { userId, role, grants }: JoinIdentity): Standing {
  const fromToken = { role, grants };
  return role === 'chair' && bookkeeping.chairCount === 0 ? fromToken : (standings.get(userId) ?? fromToken);
}

function refusalAtDoor({ bans, config, policy }: RoomState, { command, identity, present }: Visit): Rejection | null {
  const bannedUntilMs = bans.get(identity.userId);
  if (bannedUntilMs === 0 || (bannedUntilMs !== undefined && bannedUntilMs > command.at)) return reject('banned');
  if (present.length > 0) return config.duplicateIdentity === 'reject-new' ? reject('alreadyJoined') : null;
  return policy.locked && !mayModerate(identity) ? reject('roomLocked') : null;
}

/** A take-over takes the place of what it replaces. */
function fullness({ members, config, bookkeeping }: RoomState, { identity, replaced }: Visit): Rejection | null {
  if (members.size - replaced.length >= config.maxMembers) return reject('roomFull');
  if (identity.role !== 'audience' || replaced.length > 0) return null;
  return bookkeeping.audienceCount >= config.maxAudience ? reject('roomFull', 'audience') : null;
}

/** An exception from the lock passes from the replaced membership to the new one. */
function policyAfterTakeOver(policy: RoomPolicy, { command, replaced }: Visit): RoomPolicy {
  const isReplaced = new Set(replaced.map(({ memberId }) => memberId));
  const kept = policy.unmuteAllowed.filter((memberId) => !isReplaced.has(memberId));
  if (kept.length === policy.unmuteAllowed.length) return policy;
  return { ...policy, unmuteAllowed: [...kept, command.memberId] };
}

function newMember(state: RoomState, policy: RoomPolicy, visit: Visit): Member {
  const { command, identity, present, replaced } = visit;
  const { memberId, at } = command;
  const named = mutesByName(state, identity.userId, present);
  const isFree = isAboveLock(identity) || policy.unmuteAllowed.includes(memberId);
  const medium = (name: Medium): MediumState => {
    const mutedByLock = !isFree && !named.has(name) && policy.unmuteLocked.includes(name);
    return {
      medium: name,
      // A user who had muted itself and whose application crashed does not come back unmuted.
      selfMuted: replaced.some(({ media }) => media[name].selfMuted),
      moderatorMuted: mutedByLock || named.has(name),
      mutedByLock,
      published: false,
      source: 'none',
      producerId: '',
      mayFlow: false,
    };
  };
  return {
    memberId,
    ...identity,
    presence: 'online',
    media: { audio: medium('audio'), video: medium('video'), screen: medium('screen'), data: medium('data') },
    handRaisedAtMs: 0,
    attributes: [],
    joinedAtMs: at,
    pushGeneration: 1,
    wasPushed: false,
  };
}

/** Media that moderators muted of this user by name, in memberships that ended or last. */
function mutesByName({ muteMemory }: RoomState, userId: UserId, present: readonly Member[]): ReadonlySet<Medium> {
  return new Set([...(muteMemory.get(userId) ?? []), ...present.flatMap(mediaMutedByName)]);
}
