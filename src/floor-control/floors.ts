/**
 * Floor control: who may use what is shared, when, and for how long. A functional core: `decide` says what a command
 * means for the state as it is, `evolve` applies it, `wakeAt` says when time alone will change something.
 * The rules are in SPEC.md.
 */
import { assertNever } from '../shared/assert.ts';
import { type InstantMs, instantMs, type MemberId } from '../shared/ids.ts';
import type {
  Floor,
  FloorCommand,
  FloorContext,
  FloorDecision,
  FloorEvent,
  FloorLimits,
  FloorMedium,
  FloorRecord,
  FloorRejection,
  FloorSettings,
  FloorsState,
  LiveRequest,
} from './floor-types.ts';
import { spokenUntil } from './internal/accounts.ts';
import { arrange } from './internal/arrange.ts';
import { configureFloor, decideFloor, removeFloor, setFloorChair } from './internal/chair-commands.ts';
import { floorWakeAt, settleDue } from './internal/deadlines.ts';
import { Draft } from './internal/draft.ts';
import { cancelFloorRequest, confirmFloor, releaseFloor, requestFloor } from './internal/request-commands.ts';
import { isHolding, isOpen } from './internal/requests.ts';
import { grantLost, mediaActivity, memberAway, memberBack, memberGone } from './internal/room-commands.ts';

/** Bounds that suit rooms of up to some hundred members. */
export const DEFAULT_FLOOR_LIMITS: FloorLimits = {
  maxFloors: 16,
  maxRequestsPerFloor: 200,
  maxRequestsPerMember: 8,
  awayMs: 5000,
};

/** A floor for one holder at a time, first come, first served, without time limits; to be spread and changed. */
export function defaultFloorSettings(floorId: string, medium: FloorMedium | null): FloorSettings {
  return {
    floorId,
    medium,
    policy: 'queue',
    maxHolders: 1,
    chair: null,
    chairFallback: 'wait',
    turnMs: 0,
    warnMs: 10_000,
    graceMs: 3000,
    idleMs: 0,
    confirmMs: 0,
  };
}

/** A room without floors: everything that is granted may flow. */
export function createFloors(limits: FloorLimits = DEFAULT_FLOOR_LIMITS): FloorsState {
  return { limits, records: new Map(), away: new Map() };
}

/**
 * What a command means: the events that make it true, possibly none, or why it is refused. Everything whose deadline
 * is at or before the command's instant happens first, as if `wake` had come in time; a refusal leaves it for `wake`.
 * O(requests of the floors involved); finding a request or member scans the others.
 */
export function decide(state: FloorsState, command: FloorCommand, ctx: FloorContext): FloorDecision {
  const draft = new Draft(state, ctx, command.at);
  settleDue(draft);
  const rejection = apply(draft, command);
  if (rejection !== null) return rejection;
  arrange(draft);
  return { events: draft.events() };
}

/** Facts that the room reports are never refused. */
function apply(draft: Draft, command: FloorCommand): FloorRejection | null {
  switch (command.type) {
    case 'configureFloor':
      return configureFloor(draft, command);
    case 'removeFloor':
      return removeFloor(draft, command);
    case 'setFloorChair':
      return setFloorChair(draft, command);
    case 'requestFloor':
      return requestFloor(draft, command);
    case 'cancelFloorRequest':
      return cancelFloorRequest(draft, command);
    case 'releaseFloor':
      return releaseFloor(draft, command);
    case 'decideFloor':
      return decideFloor(draft, command);
    case 'confirmFloor':
      return confirmFloor(draft, command);
    case 'memberAway':
      memberAway(draft, command);
      return null;
    case 'memberBack':
      memberBack(draft, command);
      return null;
    case 'memberGone':
      memberGone(draft, command);
      return null;
    case 'grantLost':
      grantLost(draft, command);
      return null;
    case 'mediaActivity':
      mediaActivity(draft, command);
      return null;
    case 'roomChanged':
      for (const floor of draft.floors()) draft.touched.add(floor.floorId);
      return null;
    case 'wake':
      return null;
    default:
      return assertNever(command);
  }
}

/** The state after the event. Never fails. A floor's events replace it whole, so replaying them needs no context. */
export function evolve(state: FloorsState, event: FloorEvent): FloorsState {
  switch (event.type) {
    case 'floorChanged': {
      const accounts = state.records.get(event.floor.floorId)?.accounts ?? new Map();
      return withRecord(state, event.floor, accounts);
    }
    case 'floorRemoved': {
      const records = new Map(state.records);
      records.delete(event.floorId);
      return { ...state, records };
    }
    case 'requestEnded':
      return state;
    case 'accountNoted': {
      const record = state.records.get(event.floorId);
      if (record === undefined) return state;
      return withRecord(state, record.floor, withEntry(record.accounts, event.memberId, event.account));
    }
    case 'awayNoted':
      return { ...state, away: withEntry(state.away, event.memberId, event.note) };
    default:
      return assertNever(event);
  }
}

function withRecord(state: FloorsState, floor: Floor, accounts: FloorRecord['accounts']): FloorsState {
  const isNew = !state.records.has(floor.floorId);
  const records = new Map(state.records);
  records.set(floor.floorId, { floor, accounts, wakeAt: floorWakeAt(floor, accounts) });
  return { ...state, records: isNew ? new Map([...records].sort(([a], [b]) => (a < b ? -1 : 1))) : records };
}

function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V | null): ReadonlyMap<K, V> {
  const copy = new Map(map);
  if (value === null) copy.delete(key);
  else copy.set(key, value);
  return copy;
}

/** When to send `wake`; null = time alone changes nothing. O(floors + absent holders). */
export function wakeAt(state: FloorsState): InstantMs | null {
  let wake = Number.POSITIVE_INFINITY;
  for (const record of state.records.values()) wake = Math.min(wake, record.wakeAt ?? wake);
  for (const note of state.away.values()) if (!note.isOver) wake = Math.min(wake, note.until);
  return wake === Number.POSITIVE_INFINITY ? null : instantMs(wake);
}

/**
 * Whether the floor lets `memberId` send `medium`: no floor guards it, or it is open to all, or the member's request
 * is granted, or in its grace. O(floors + holders).
 */
export function holds(state: FloorsState, medium: FloorMedium, memberId: MemberId): boolean {
  for (const { floor } of state.records.values()) if (floor.medium === medium) return isHeldBy(floor, memberId);
  return true;
}

/** The same for a floor by its id. False when there is no such floor. */
export function holdsFloor(state: FloorsState, floorId: string, memberId: MemberId): boolean {
  const record = state.records.get(floorId);
  return record !== undefined && isHeldBy(record.floor, memberId);
}

function isHeldBy(floor: Floor, memberId: MemberId): boolean {
  return isOpen(floor) || floor.slots.some((slot) => slot.memberId === memberId && isHolding(slot));
}

/** Every floor, sorted by id. */
export function listFloors(state: FloorsState): Floor[] {
  return Array.from(state.records.values(), (record) => record.floor);
}

/** A live request and its worst place in line, 0 when it waits for nothing; undefined when it has ended. */
export function findRequest(
  state: FloorsState,
  requestId: string,
): { readonly request: LiveRequest; readonly queuePosition: number } | undefined {
  let found: { request: LiveRequest; queuePosition: number } | undefined;
  for (const { floor } of state.records.values()) {
    const slot = floor.slots.find((request) => request.requestId === requestId);
    if (slot !== undefined) return { request: slot, queuePosition: 0 };
    const index = floor.queue.findIndex((request) => request.requestId === requestId);
    const request = floor.queue[index];
    if (request !== undefined) found = { request, queuePosition: Math.max(index + 1, found?.queuePosition ?? 0) };
  }
  return found;
}

/** Speaking time of a member on a floor up to `at`, in milliseconds. */
export function spokenMs(state: FloorsState, floorId: string, memberId: MemberId, at: InstantMs): number {
  const account = state.records.get(floorId)?.accounts.get(memberId);
  return account === undefined ? 0 : spokenUntil(account, at);
}
