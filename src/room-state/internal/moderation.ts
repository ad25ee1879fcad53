/** What moderators do to others: send them away, change what they are. The caller has checked the right to moderate. */
import { defaultGrants } from '../role-grants.ts';
import type { Decision, Grants, Member, Role, RoomEvent, RoomState } from '../room-types.ts';
import { accept, type CommandOf, membersOfUser, reject, withTarget } from './decisions.ts';
import { leaveEvents } from './leaving.ts';
import { denialEvents } from './lobby.ts';
import { mediaEvents } from './media-changes.ts';
import { withLockFollowed } from './muting.ts';
import { mayPush, pushGenerationRaised } from './publishing.ts';
import { mayActOn, mayModerate } from './rights.ts';

export function decideKick(state: RoomState, actor: Member, { target, at }: CommandOf<'kick'>): Decision {
  return withTarget(state, target, (member) => {
    if (member.memberId === actor.memberId) return reject('invalidArgument', 'target');
    if (!mayActOn(actor, member)) return reject('chairRequired');
    return accept(...leaveEvents([member], 'kicked', at));
  });
}

/** Sends every membership of the user away and keeps the user out, also from the lobby; also works ahead of a visit. */
export function decideBan(state: RoomState, actor: Member, command: CommandOf<'ban'>): Decision {
  const { userId, durationMs, at } = command;
  if (userId === actor.userId) return reject('invalidArgument', 'userId');
  if (!(Number.isFinite(durationMs) && durationMs >= 0)) return reject('invalidArgument', 'durationMs');
  const memberships = membersOfUser(state, userId);
  if (!memberships.every((member) => mayActOn(actor, member))) return reject('chairRequired');
  const isFull = !state.bans.has(userId) && state.bans.size >= state.config.maxBans;
  const expired = isFull ? expiredBans(state, at) : [];
  if (isFull && expired.length === 0) return reject('limitExceeded', 'bans');
  return accept(
    ...expired,
    { type: 'userBanned', userId, untilMs: durationMs === 0 ? 0 : at + durationMs },
    ...leaveEvents(memberships, 'banned', at),
    ...denialEvents(state, userId),
  );
}

/** Makes room for a new ban. */
function expiredBans({ bans }: RoomState, at: number): readonly RoomEvent[] {
  const events: RoomEvent[] = [];
  for (const [userId, untilMs] of bans) {
    if (untilMs !== 0 && untilMs <= at) events.push({ type: 'userUnbanned', userId });
  }
  return events;
}

export function decideUnban(state: RoomState, { userId }: CommandOf<'unban'>): Decision {
  return state.bans.has(userId) ? accept({ type: 'userUnbanned', userId }) : accept();
}

/** A new role brings its default grants. Only a chair makes chairs, as long as there is one. */
export function decideSetRole(state: RoomState, actor: Member, { target, role }: CommandOf<'setRole'>): Decision {
  return withTarget(state, target, (member) => {
    const crowns = role === 'chair' && actor.role !== 'chair' && state.bookkeeping.chairCount > 0;
    if (crowns || !mayActOn(actor, member)) return reject('chairRequired');
    return member.role === role ? accept() : accept(...standingEvents(state, member, role, defaultGrants(role)));
  });
}

export function decideSetGrants(state: RoomState, actor: Member, { target, grants }: CommandOf<'setGrants'>): Decision {
  return withTarget(state, target, (member) => {
    if (!mayActOn(actor, member)) return reject('chairRequired');
    return accept(...standingEvents(state, member, member.role, grants));
  });
}

/**
 * The chair passes the chair on and becomes a speaker. In a room whose chair is gone a moderator may name one, and
 * stays what it is.
 */
export function decideTransferChair(state: RoomState, actor: Member, { target }: CommandOf<'transferChair'>): Decision {
  const isChair = actor.role === 'chair';
  if (!isChair && !mayModerate(actor)) return reject('notAllowed');
  if (!isChair && state.bookkeeping.chairCount > 0) return reject('chairRequired');
  return withTarget(state, target, (member) => {
    if (member.memberId === actor.memberId && isChair) return accept();
    const rise = member.role === 'chair' ? [] : standingEvents(state, member, 'chair', defaultGrants('chair'));
    const step = isChair ? standingEvents(state, actor, 'speaker', defaultGrants('speaker')) : [];
    return accept(...rise, ...step);
  });
}

const GRANT_NAMES = Object.keys(defaultGrants('chair')) as readonly (keyof Grants)[];

const isSameGrants = (a: Grants, b: Grants): boolean => GRANT_NAMES.every((name) => a[name] === b[name]);

function standingEvents(state: RoomState, member: Member, role: Role, grants: Grants): readonly RoomEvent[] {
  const { memberId } = member;
  const events: RoomEvent[] = [];
  if (member.role !== role) events.push({ type: 'roleChanged', memberId, role });
  if (!isSameGrants(member.grants, grants)) events.push({ type: 'grantsChanged', memberId, grants });
  if (mayPush(member) && !mayPush({ grants })) events.push(pushGenerationRaised(member, 'revoked'));
  const after = withLockFollowed(state.policy, member, { ...member, role, grants });
  return [...events, ...mediaEvents(state, member, after)];
}
