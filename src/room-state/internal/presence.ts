/** Who is heard from, who is away, and when patience ends. */
import { type InstantMs, instantMs, later, type MemberId } from '../../shared/ids.ts';
import type { Decision, LeaveReason, Member, Presence, RoomEvent, RoomState } from '../room-types.ts';
import { accept, type CommandOf, knownMember } from './decisions.ts';
import { closingEvents, leaveEvents } from './leaving.ts';
import { mediaEvents } from './media-changes.ts';

/** Beats were missed. Who said to be in the background is expected to be silent: its own grace runs already. */
export function decidePresenceLost(state: RoomState, actor: Member, { at }: CommandOf<'presenceLost'>): Decision {
  return actor.presence === 'online' ? changePresence(state, actor, 'suspect', at) : accept();
}

/**
 * A sign of life. It never ends `background`: scripts are suspended some seconds after hiding while frames still
 * arrive, and only the member itself knows that it is in front again.
 */
export function decidePresenceSeen(state: RoomState, actor: Member, { at }: CommandOf<'presenceSeen'>): Decision {
  return actor.presence === 'suspect' ? changePresence(state, actor, 'online', at) : accept();
}

/**
 * The member's media arrive. That says nothing of its scripts or its user, so it makes nobody online; it puts off the
 * end of a suspect member, whose socket alone may be broken, but not beyond `suspectAtMost`. To write no event for each
 * look at the media, a grace is renewed only when that gains more than a quarter of it.
 */
export function decideMediaSeen(state: RoomState, actor: Member, { at }: CommandOf<'mediaSeen'>): Decision {
  const { memberId } = actor;
  const { clockMs, suspectUntil, suspectAtMost } = state.bookkeeping;
  const until = suspectUntil.get(memberId);
  const atMost = suspectAtMost.get(memberId);
  if (until === undefined || atMost === undefined || until >= atMost) return accept();
  const { suspectGraceMs } = state.config;
  const gainMs = later(instantMs(Math.max(at, clockMs)), suspectGraceMs) - until;
  return gainMs > suspectGraceMs / 4 ? accept({ type: 'graceRenewed', memberId, at }) : accept();
}

/** The member says where it is. Saying `background` again does not renew the grace. */
export function decideSetPresence(
  state: RoomState,
  actor: Member,
  { presence, at }: CommandOf<'setPresence'>,
): Decision {
  return actor.presence === presence ? accept() : changePresence(state, actor, presence, at);
}

function changePresence(state: RoomState, member: Member, presence: Presence, at: InstantMs): Decision {
  const changed: RoomEvent = { type: 'presenceChanged', memberId: member.memberId, presence, at };
  return accept(changed, ...mediaEvents(state, member, { ...member, presence }));
}

/** A deadline has come: the room ends, or those whose grace is over leave. Too early a call changes nothing. */
export function decideWake(state: RoomState, { at }: CommandOf<'wake'>): Decision {
  const reason = dueClosing(state, at);
  return reason === null ? accept(...overdueLeaves(state, at)) : accept(...closingEvents(state, reason));
}

/** The earliest instant at which an open room, floors apart, has something to do; null = none. O(1). */
export function nextDeadline(state: RoomState): InstantMs | null {
  const { suspectUntil, suspectAtMost, backgroundUntil } = state.bookkeeping;
  const closings = roomDeadlines(state).map(({ at }) => at);
  const deadlines = [...first(suspectUntil), ...first(suspectAtMost), ...first(backgroundUntil), ...closings];
  return deadlines.length === 0 ? null : instantMs(Math.min(...deadlines));
}

/** The first value, as a list of one or none. */
function first(until: ReadonlyMap<unknown, InstantMs>): readonly InstantMs[] {
  for (const at of until.values()) return [at];
  return [];
}

interface RoomDeadline {
  readonly at: InstantMs;
  readonly reason: LeaveReason;
}

/** When the room itself ends, each with its reason. */
function roomDeadlines({ config, createdAtMs, bookkeeping }: RoomState): readonly RoomDeadline[] {
  const { emptySinceMs, aloneSinceMs, wasEntered } = bookkeeping;
  const emptyMs = wasEntered ? config.departureMs : config.emptyRoomMs;
  const deadlines: RoomDeadline[] = [];
  if (config.maxDurationMs > 0) deadlines.push({ at: later(createdAtMs, config.maxDurationMs), reason: 'roomExpired' });
  if (emptySinceMs !== null) deadlines.push({ at: later(emptySinceMs, emptyMs), reason: 'roomExpired' });
  if (aloneSinceMs !== null && config.aloneMs > 0) {
    deadlines.push({ at: later(aloneSinceMs, config.aloneMs), reason: 'alone' });
  }
  return deadlines;
}

function dueClosing(state: RoomState, at: InstantMs): LeaveReason | null {
  const due = roomDeadlines(state).find((deadline) => deadline.at <= at);
  return due === undefined ? null : due.reason;
}

function overdueLeaves(state: RoomState, at: InstantMs): readonly RoomEvent[] {
  const { suspectUntil, suspectAtMost, backgroundUntil } = state.bookkeeping;
  // Who is in both is gone once.
  const suspects = new Set([...overdue(suspectUntil, at), ...overdue(suspectAtMost, at)]);
  const known = (memberId: MemberId): Member => knownMember(state, memberId);
  return [
    ...leaveEvents([...suspects].map(known), 'timedOut', at),
    ...leaveEvents(overdue(backgroundUntil, at).map(known), 'backgroundTimedOut', at),
  ];
}

/** Those whose deadline has come, earliest first. */
function overdue(until: ReadonlyMap<MemberId, InstantMs>, at: InstantMs): readonly MemberId[] {
  const memberIds: MemberId[] = [];
  for (const [memberId, deadline] of until) {
    if (deadline > at) break;
    memberIds.push(memberId);
  }
  return memberIds;
}
