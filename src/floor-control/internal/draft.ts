/**
 * What one command is about to change. Reads see the changes so far; the state itself is never touched. At the end
 * `events` says what is different.
 */
import { assert } from '../../shared/assert.ts';
import { type InstantMs, later, type MemberId } from '../../shared/ids.ts';
import type {
  AwayNote,
  EndedRequest,
  EndedStatus,
  Floor,
  FloorAccount,
  FloorCause,
  FloorContext,
  FloorEvent,
  FloorLimits,
  FloorRecord,
  FloorsState,
  GrantedRequest,
  LiveRequest,
  SlotRequest,
  WaitingRequest,
} from '../floor-types.ts';
import { silenced } from './accounts.ts';
import { changed, identityOf, isHolding, isSameFloor } from './requests.ts';

type AccountEvent = Extract<FloorEvent, { type: 'accountNoted' }>;

export class Draft {
  readonly at: InstantMs;
  readonly ctx: FloorContext;
  /** Floors whose requests must be arranged again before the events are taken. */
  readonly touched = new Set<string>();
  /** A request of this very command: whoever has just asked need not confirm being there. */
  freshRequestId: string | null = null;

  readonly #state: FloorsState;
  /** null = removed. */
  readonly #floors = new Map<string, Floor | null>();
  readonly #accounts: AccountEvent[] = [];
  readonly #away = new Map<MemberId, AwayNote | null>();
  readonly #ended: EndedRequest[] = [];

  constructor(state: FloorsState, ctx: FloorContext, at: InstantMs) {
    this.#state = state;
    this.ctx = ctx;
    this.at = at;
  }

  get limits(): FloorLimits {
    return this.#state.limits;
  }

  /** The floors of the state with the core's own data, without changes made here. */
  get records(): ReadonlyMap<string, FloorRecord> {
    return this.#state.records;
  }

  /** Who is away, as the state has it, without changes made here. */
  get absences(): FloorsState['away'] {
    return this.#state.away;
  }

  floor(floorId: string): Floor | undefined {
    const draft = this.#floors.get(floorId);
    return draft === undefined ? this.#state.records.get(floorId)?.floor : (draft ?? undefined);
  }

  /** A floor that is known to be there. */
  existing(floorId: string): Floor {
    const floor = this.floor(floorId);
    assert(floor !== undefined, `floor ${floorId} exists`);
    return floor;
  }

  /** The floors of a live request. They exist: removing a floor first ends its requests. */
  floorsOf(request: LiveRequest): Floor[] {
    return request.floorIds.map((floorId) => this.existing(floorId));
  }

  /** Every floor, in no particular order. O(floors), never O(requests). */
  floors(): Floor[] {
    if (this.#floors.size === 0) return Array.from(this.#state.records.values(), (record) => record.floor);
    const ids = new Set([...this.#state.records.keys(), ...this.#floors.keys()]);
    return [...ids].filter((floorId) => this.#floors.get(floorId) !== null).map((floorId) => this.existing(floorId));
  }

  /** A live request by id. Floors keep no index: a scan of short arrays beats copying a map with every event. */
  find(requestId: string): LiveRequest | undefined {
    const isIt = (request: LiveRequest) => request.requestId === requestId;
    for (const floor of this.floors()) {
      const found = floor.slots.find(isIt) ?? floor.queue.find(isIt);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The live requests of one member, each once. */
  requestsOf(memberId: MemberId): LiveRequest[] {
    const own: LiveRequest[] = [];
    for (const { floorId, slots, queue } of this.floors()) {
      for (const slot of slots) if (slot.memberId === memberId && slot.floorIds[0] === floorId) own.push(slot);
      for (const request of queue)
        if (request.memberId === memberId && request.floorIds[0] === floorId) own.push(request);
    }
    return own;
  }

  put(floor: Floor): void {
    this.#floors.set(floor.floorId, floor);
    this.touched.add(floor.floorId);
  }

  remove(floorId: string): void {
    this.#floors.set(floorId, null);
    this.touched.delete(floorId);
  }

  /** Marks the floors of a request to be arranged again, because something outside them changed. */
  touch(request: LiveRequest): void {
    for (const floorId of request.floorIds) this.touched.add(floorId);
  }

  /** Puts a new request at the end of the queue of each of its floors. */
  enqueue(request: WaitingRequest): void {
    for (const floor of this.floorsOf(request)) this.put({ ...floor, queue: [...floor.queue, request] });
  }

  /** The same request, still waiting. */
  replaceWaiting(request: WaitingRequest): void {
    for (const floor of this.floorsOf(request)) {
      this.put({ ...floor, queue: changed(floor.queue, request.requestId, request) });
    }
  }

  /** The same request, still in its slots. */
  replaceSlot(request: SlotRequest): void {
    for (const floor of this.floorsOf(request)) {
      this.put({ ...floor, slots: changed(floor.slots, request.requestId, request) });
    }
  }

  /** From the queues into the slots. */
  occupy(request: SlotRequest): void {
    for (const floor of this.floorsOf(request)) {
      const queue = changed(floor.queue, request.requestId, null);
      this.put({ ...floor, queue, slots: [...floor.slots, request] });
    }
  }

  /** Takes a request off all its floors and reports how it ended. */
  end(request: LiveRequest, status: EndedStatus, cause: FloorCause): void {
    for (const floor of this.floorsOf(request)) {
      const slots = changed(floor.slots, request.requestId, null);
      const queue = changed(floor.queue, request.requestId, null);
      this.put({ ...floor, slots, queue });
      this.#stopSpeaking(floor.floorId, request.memberId);
    }
    this.#ended.push({ ...identityOf(request), status, cause, endedAt: this.at });
  }

  /** Ends a request at once against its owner's will. */
  drop(request: LiveRequest, cause: FloorCause): void {
    this.end(request, isHolding(request) ? 'revoked' : 'denied', cause);
  }

  /** Ends a request because its owner no longer wants it. */
  withdraw(request: LiveRequest): void {
    this.end(request, isHolding(request) ? 'released' : 'cancelled', 'requested');
  }

  /**
   * First step of taking a grant away: media flows for the longest grace of its floors. Without grace it ends at once.
   */
  revoke(request: GrantedRequest, cause: FloorCause): void {
    const graceMs = Math.max(...this.floorsOf(request).map((floor) => floor.graceMs));
    if (graceMs === 0) {
      this.drop(request, cause);
      return;
    }
    const { grantedAt } = request;
    const expiresAt = later(this.at, graceMs);
    this.replaceSlot({ ...identityOf(request), status: 'revoking', grantedAt, expiresAt, cause });
  }

  account(floorId: string, memberId: MemberId): FloorAccount | null {
    const noted = this.#accounts.findLast((note) => note.floorId === floorId && note.memberId === memberId);
    if (noted !== undefined) return noted.account;
    return this.#state.records.get(floorId)?.accounts.get(memberId) ?? null;
  }

  /** Speaking time of a silent member on a floor so far. */
  spokenMs(floorId: string, memberId: MemberId): number {
    return this.account(floorId, memberId)?.spokenMs ?? 0;
  }

  setAccount(floorId: string, memberId: MemberId, account: FloorAccount | null): void {
    this.#accounts.push({ type: 'accountNoted', floorId, memberId, account });
  }

  away(memberId: MemberId): AwayNote | null {
    const noted = this.#away.get(memberId);
    return noted === undefined ? (this.#state.away.get(memberId) ?? null) : noted;
  }

  setAway(memberId: MemberId, note: AwayNote | null): void {
    this.#away.set(memberId, note);
  }

  /** What is different from the state, in the order in which it can be applied. */
  events(): FloorEvent[] {
    const events: FloorEvent[] = [];
    for (const [memberId, note] of this.#away) events.push({ type: 'awayNoted', memberId, note });
    for (const note of this.#accounts) if (this.floor(note.floorId) !== undefined) events.push(note);
    for (const request of this.#ended) events.push({ type: 'requestEnded', request });
    for (const [floorId, floor] of this.#floors) {
      if (floor === null) events.push({ type: 'floorRemoved', floorId });
      else if (!isSameFloor(floor, this.#state.records.get(floorId)?.floor))
        events.push({ type: 'floorChanged', floor });
    }
    return events;
  }

  #stopSpeaking(floorId: string, memberId: MemberId): void {
    const account = this.account(floorId, memberId);
    if (account === null || account.speakingSince === null) return;
    this.setAccount(floorId, memberId, silenced(account, this.at));
  }
}
