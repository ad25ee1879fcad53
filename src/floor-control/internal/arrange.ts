/**
 * Who gets the free slots.
 *
 * Floors with one floor per request are easy: walk the queue in the policy's order, give slots until there are none.
 * Requests for several floors at once, all or nothing, make it hard:
 * - Let each wait until all its floors happen to be free: requests for single floors overtake it for ever.
 * - Keep a freed floor for whoever is first in its queue: two requests that are each first on one of two floors keep
 *   one floor each and wait for the other for ever.
 *
 * Ours: floors that share requests are walked together. The next request looked at is one that is first on all its
 * floors; if orders contradict each other so that there is none, the eldest of the first ones, which is the same
 * whichever floor one asks. If every floor has a free slot for it, it gets them. If not, it is *first in waiting*: it
 * keeps one free slot on each floor that has one, and where none is left the floor is closed for all behind it. A
 * request that finds one of its floors closed keeps nothing, and others overtake it where they can.
 * So who keeps slots waits for holders only, never for another request: no deadlock. And who is first in waiting is
 * not overtaken: no starvation beyond what the policy itself says. The price is a slot that stays free meanwhile.
 *
 * Who cannot be served now (away, not chosen by the chair) is passed over and keeps its place.
 * O(n log n) in the requests of the floors involved; floors that share no request with them are not looked at.
 */
import { assert } from '../../shared/assert.ts';
import { later, type MemberId } from '../../shared/ids.ts';
import type { Floor, GrantedRequest, SlotRequest, WaitingRequest } from '../floor-types.ts';
import { POLICIES } from '../policies/registry.ts';
import type { Draft } from './draft.ts';
import { identityOf, needsChoice } from './requests.ts';

/** One floor's queue while it is walked. */
interface Lane {
  readonly waiting: readonly WaitingRequest[];
  next: number;
  free: number;
  /** Somebody is first in waiting for the last slot: nobody behind gets anything. */
  isClosed: boolean;
}

/** Gives free slots of the touched floors, and of those that share requests with them, and preempts for more. */
export function arrange(draft: Draft): void {
  let isSettled = false;
  // Each further round follows a preemption without grace, which ended a request of lower priority.
  while (!isSettled) isSettled = new Round(draft).serve();
}

/** Every floor of a walked request has its lane: `touched` was closed over shared requests. */
function laneOf(lanes: ReadonlyMap<string, Lane>, floorId: string): Lane {
  const lane = lanes.get(floorId);
  assert(lane !== undefined, `floor ${floorId} is walked`);
  return lane;
}

/** Keeps a slot for who is first in waiting; without one left, nobody behind gets anything. */
function keep(lane: Lane): void {
  lane.free = Math.max(0, lane.free - 1);
  lane.isClosed = lane.free === 0;
}

/** One walk over the lanes. */
class Round {
  readonly #draft: Draft;
  readonly #lanes = new Map<string, Lane>();
  readonly #seen = new Set<string>();

  constructor(draft: Draft) {
    this.#draft = draft;
    // The set grows while it is walked: `touched` takes in every floor that shares a request with one in it.
    for (const floorId of draft.touched) this.#takeIn(floorId);
    for (const floorId of draft.touched) this.#openLane(floorId);
  }

  /** False when a preemption freed a slot at once and everything has to be looked at again. */
  serve(): boolean {
    for (let request = this.#next(); request !== undefined; request = this.#next()) {
      const lanes = this.#lanesOf(request);
      if (lanes.every((lane) => lane.free > 0)) {
        give(this.#draft, request);
        for (const lane of lanes) lane.free -= 1;
      } else {
        if (preempt(this.#draft, request, this.#lanes)) return false;
        for (const lane of lanes) keep(lane);
      }
      this.#seen.add(request.requestId);
    }
    return true;
  }

  #takeIn(floorId: string): void {
    const floor = this.#draft.existing(floorId);
    for (const request of floor.queue) if (request.floorIds.length > 1) this.#draft.touch(request);
    refreshChair(this.#draft, floor);
  }

  #openLane(floorId: string): void {
    const draft = this.#draft;
    refreshQueue(draft, floorId);
    const floor = draft.existing(floorId);
    const free = POLICIES[floor.policy].limitsHolders
      ? floor.maxHolders - floor.slots.length
      : Number.POSITIVE_INFINITY;
    this.#lanes.set(floorId, { waiting: floor.queue, next: 0, free, isClosed: false });
  }

  #lanesOf(request: WaitingRequest): Lane[] {
    return request.floorIds.map((floorId) => laneOf(this.#lanes, floorId));
  }

  /** The request to look at next; undefined when every lane is closed or walked to its end. */
  #next(): WaitingRequest | undefined {
    let eldest: WaitingRequest | undefined;
    for (const lane of this.#lanes.values()) {
      const head = this.#headOf(lane);
      if (head === undefined) continue;
      if (this.#lanesOf(head).every((other) => this.#headOf(other)?.requestId === head.requestId)) return head;
      if (eldest === undefined || isElder(head, eldest)) eldest = head;
    }
    return eldest;
  }

  #headOf(lane: Lane): WaitingRequest | undefined {
    if (lane.isClosed) return undefined;
    let head = lane.waiting[lane.next];
    while (head !== undefined && !this.#canBeServed(head)) {
      lane.next += 1;
      head = lane.waiting[lane.next];
    }
    return head;
  }

  #canBeServed(request: WaitingRequest): boolean {
    if (request.status !== 'accepted' || this.#seen.has(request.requestId)) return false;
    if (this.#lanesOf(request).some((lane) => lane.isClosed)) return false;
    const { ctx } = this.#draft;
    return (
      ctx.isPresent(request.memberId) &&
      this.#draft.floorsOf(request).every(({ medium }) => medium === null || ctx.mayPublish(request.memberId, medium))
    );
  }
}

/** The same on every floor and in every run: by arrival, and by id for those of one instant. */
function isElder(a: WaitingRequest, b: WaitingRequest): boolean {
  return a.requestedAt < b.requestedAt || (a.requestedAt === b.requestedAt && a.requestId < b.requestId);
}

/** A floor's own chair counts as absent once away for `awayMs`; without one it is the room that says. */
export function refreshChair(draft: Draft, floor: Floor): void {
  const isAway = floor.chair === null ? !draft.ctx.isChairPresent : draft.away(floor.chair)?.isOver === true;
  const isChairAbsent = POLICIES[floor.policy].needsChair && isAway;
  if (isChairAbsent !== floor.isChairAbsent) draft.put({ ...floor, isChairAbsent });
}

/** Brings the queue into the policy's order, those that a chair chose before all others, and status up to date. */
function refreshQueue(draft: Draft, floorId: string): void {
  refreshStatus(draft, floorId);
  const floor = draft.existing(floorId);
  const policy = POLICIES[floor.policy];
  const ordered = policy.order(floor.queue, { spokenMs: (member: MemberId) => draft.spokenMs(floorId, member) });
  const isChosen = ({ chosenOn }: WaitingRequest) => chosenOn.length > 0 && chosenOn.includes(floorId);
  const queue = ordered.some(isChosen)
    ? [...floor.queue.filter(isChosen), ...ordered.filter((request) => !isChosen(request))]
    : ordered;
  if (queue !== floor.queue) draft.put({ ...floor, queue });
}

/** Of a request for this floor alone its settings say; one for several is pending while any of them needs a choice. */
function refreshStatus(draft: Draft, floorId: string): void {
  const floor = draft.existing(floorId);
  const isChoiceNeeded = needsChoice(floor);
  for (const request of floor.queue) {
    const isPending =
      request.floorIds.length === 1
        ? isChoiceNeeded && request.chosenOn.length === 0
        : draft.floorsOf(request).some((other) => needsChoice(other) && !request.chosenOn.includes(other.floorId));
    const status = isPending ? 'pending' : 'accepted';
    if (status !== request.status) draft.replaceWaiting({ ...request, status });
  }
}

/** Into the slots: to confirm first where that is asked for, unless the member asked in this very command. */
function give(draft: Draft, request: WaitingRequest): void {
  const floors = draft.floorsOf(request);
  const confirmMs = floors.filter((floor) => POLICIES[floor.policy].needsConfirm).map((floor) => floor.confirmMs);
  const shortestMs = shortest(confirmMs);
  if (shortestMs === null || request.requestId === draft.freshRequestId) draft.occupy(granted(draft, request));
  else draft.occupy({ ...identityOf(request), status: 'confirming', expiresAt: later(draft.at, shortestMs) });
}

/** The request as a grant that begins now; the shortest turn of its floors counts. */
export function granted(draft: Draft, request: WaitingRequest | SlotRequest): GrantedRequest {
  const floors = draft.floorsOf(request).filter((floor) => POLICIES[floor.policy].limitsHolders);
  const turnMs = shortest(floors.map((floor) => floor.turnMs));
  const expiresAt = turnMs === null ? null : later(draft.at, turnMs);
  const warned = turnMs !== null && floors.some((floor) => floor.warnMs >= turnMs);
  return { ...identityOf(request), status: 'granted', grantedAt: draft.at, expiresAt, warned };
}

/** The least duration that is set; null when none is. */
function shortest(durationsMs: readonly number[]): number | null {
  const set = durationsMs.filter((ms) => ms > 0);
  return set.length === 0 ? null : Math.min(...set);
}

/**
 * Takes slots away for `request` where it would then get all it needs: on each full floor either somebody's grace is
 * running already or the policy names a victim. True when that freed a slot at once.
 */
function preempt(draft: Draft, request: WaitingRequest, lanes: ReadonlyMap<string, Lane>): boolean {
  const victims = new Map<string, GrantedRequest>();
  for (const floor of draft.floorsOf(request)) {
    const isFull = laneOf(lanes, floor.floorId).free === 0;
    if (!isFull || floor.slots.some((slot) => slot.status === 'revoking')) continue;
    const victim = POLICIES[floor.policy].victim(floor.slots, request);
    if (victim === null) return false;
    victims.set(victim.requestId, victim);
  }
  for (const victim of victims.values()) draft.revoke(victim, 'preempted');
  return [...victims.keys()].some((requestId) => draft.find(requestId) === undefined);
}
