/**
 * Mutes. Two bits that know nothing of each other, the member's own and the moderators'; only who set one lifts it.
 * Beside them the lock: "mute all, nobody may unmute". Mutes that stem from it alone (`mutedByLock`) go with it, and
 * leave the member self-muted, so that lifting a lock puts nobody on air.
 */
import type { MemberId } from '../../shared/ids.ts';
import {
  type Decision,
  MEDIA,
  type Medium,
  type MediumState,
  type Member,
  type RoomEvent,
  type RoomPolicy,
  type RoomState,
} from '../room-types.ts';
import { accept, type CommandOf, reject, withTarget } from './decisions.ts';
import { mediaEvents, mediumEvents, withMedia } from './media-changes.ts';
import { isAboveLock, mayActOn } from './rights.ts';

/** Muting oneself is always possible; unmuting is refused while a moderator's mute would make it a lie. */
export function decideSelfMute(state: RoomState, actor: Member, command: CommandOf<'setSelfMute'>): Decision {
  const { medium, muted } = command;
  if (!muted && actor.media[medium].moderatorMuted) return reject('unmuteNotAllowed', medium);
  return accept(...mediumEvents(state, actor, medium, { selfMuted: muted }));
}

/** A mute of one member by name: it outlives a lock that is lifted, and the membership. */
export function decideModeratorMute(state: RoomState, actor: Member, command: CommandOf<'setModeratorMute'>): Decision {
  const { target, medium, muted } = command;
  return withTarget(state, target, (member) => {
    if (!mayActOn(actor, member)) return reject('chairRequired');
    return accept(...mediumEvents(state, member, medium, { moderatorMuted: muted, mutedByLock: false }));
  });
}

/** Asks a member to unmute; nobody is unmuted from afar. */
export function decideInviteToUnmute(state: RoomState, { target, medium }: CommandOf<'inviteToUnmute'>): Decision {
  return withTarget(state, target, ({ memberId }) => accept({ type: 'unmuteInvited', memberId, medium }));
}

export function decideMuteAll(state: RoomState, actor: Member, command: CommandOf<'muteAll'>): Decision {
  const media = MEDIA.filter((medium) => command.media.includes(medium));
  if (media.length === 0) return reject('invalidArgument', 'media');
  const except = [...new Set(command.except)].filter((memberId) => state.members.has(memberId));
  return accept(...(command.allowUnmute ? askForSilence(state, actor, media, except) : lock(state, media, except)));
}

/** Everybody else is self-muted and may unmute; locks on these media end. */
function askForSilence(
  state: RoomState,
  actor: Member,
  media: readonly Medium[],
  except: readonly MemberId[],
): readonly RoomEvent[] {
  const { policy } = state;
  const unmuteLocked = policy.unmuteLocked.filter((medium) => !media.includes(medium));
  const unmuteAllowed = unmuteLocked.length === 0 ? [] : policy.unmuteAllowed;
  const spared = new Set(except).add(actor.memberId);
  return [
    ...policyEvents(policy, { ...policy, unmuteLocked, unmuteAllowed }),
    ...forEachMember(state, (member) => {
      const isSpared = spared.has(member.memberId) || !mayActOn(actor, member);
      return withMedia(member, (medium) => {
        if (!media.includes(medium.medium)) return medium;
        if (medium.mutedByLock) return liftedFromLock(medium);
        return isSpared ? medium : { ...medium, selfMuted: true };
      });
    }),
  ];
}

/** Nobody may unmute these media but those excepted, moderators and chairs. Replaces the exceptions of earlier locks. */
function lock(state: RoomState, media: readonly Medium[], except: readonly MemberId[]): readonly RoomEvent[] {
  const { policy } = state;
  const unmuteLocked = MEDIA.filter((medium) => media.includes(medium) || policy.unmuteLocked.includes(medium));
  const excepted = new Set(except);
  return [
    ...policyEvents(policy, { ...policy, unmuteLocked, unmuteAllowed: except }),
    ...forEachMember(state, (member) =>
      excepted.has(member.memberId) || isAboveLock(member) ? withoutLock(member) : withLock(member, media),
    ),
  ];
}

function policyEvents(before: RoomPolicy, after: RoomPolicy): readonly RoomEvent[] {
  const isSame =
    before.unmuteLocked.join() === after.unmuteLocked.join() &&
    before.unmuteAllowed.join() === after.unmuteAllowed.join();
  return isSame ? [] : [{ type: 'policyChanged', policy: after }];
}

function forEachMember(state: RoomState, change: (member: Member) => Member): readonly RoomEvent[] {
  const events: RoomEvent[] = [];
  for (const member of state.members.values()) events.push(...mediaEvents(state, member, change(member)));
  return events;
}

const liftedFromLock = (medium: MediumState): MediumState => ({
  ...medium,
  moderatorMuted: false,
  mutedByLock: false,
  selfMuted: true,
});

function withLock(member: Member, media: readonly Medium[]): Member {
  return withMedia(member, (medium) =>
    medium.moderatorMuted || !media.includes(medium.medium)
      ? medium
      : { ...medium, moderatorMuted: true, mutedByLock: true },
  );
}

function withoutLock(member: Member): Member {
  return withMedia(member, (medium) => (medium.mutedByLock ? liftedFromLock(medium) : medium));
}

/** The member after its role or grants changed: risen above the lock it leaves it, fallen below it is caught by it. */
export function withLockFollowed(policy: RoomPolicy, before: Member, after: Member): Member {
  if (isAboveLock(after)) return withoutLock(after);
  const wasFree = isAboveLock(before) && !policy.unmuteAllowed.includes(after.memberId);
  return wasFree ? withLock(after, policy.unmuteLocked) : after;
}

/** Media that a moderator muted of this member by name, not by a lock. */
export function mediaMutedByName({ media }: Member): readonly Medium[] {
  return MEDIA.filter((medium) => media[medium].moderatorMuted && !media[medium].mutedByLock);
}
