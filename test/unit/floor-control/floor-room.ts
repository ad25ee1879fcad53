/** A room around the floor core for tests: keeps what the context asks for, applies events, checks invariants. */
import { expect } from 'vitest';
import type {
  ChairDecision,
  Floor,
  FloorCommand,
  FloorContext,
  FloorEvent,
  FloorLimits,
  FloorRejection,
  FloorSettings,
  FloorsState,
  LiveRequest,
} from '../../../src/floor-control/floor-types.ts';
import {
  createFloors,
  DEFAULT_FLOOR_LIMITS,
  decide,
  defaultFloorSettings,
  evolve,
  holdsFloor,
  listFloors,
  wakeAt,
} from '../../../src/floor-control/floors.ts';
import { instantMs, type MemberId, memberId } from '../../../src/shared/ids.ts';

type WithoutAt<T> = T extends unknown ? Omit<T, 'at'> : never;
/** A command whose instant comes from the step. */
export type Step = WithoutAt<FloorCommand>;

/** Ids in tests are short words; this brands them. */
export const id = memberId;
const who = (name: string | null): MemberId | null => (name === null ? null : id(name));

// --- steps in few words; request ids are `r` + the member's name unless told ---

interface AskOptions {
  readonly on?: readonly string[];
  readonly priority?: number;
  readonly by?: string | null;
  readonly as?: string;
  readonly ttlMs?: number;
}
export const ask = (name: string | null, { on = ['x'], priority = 2, by, as, ttlMs = 0 }: AskOptions = {}): Step => ({
  type: 'requestFloor',
  actor: who(by === undefined ? name : by),
  requestId: as ?? `r${name}`,
  floorIds: on,
  priority,
  beneficiary: by === undefined ? null : who(name),
  ttlMs,
});
export const cancel = (actor: string, requestId = `r${actor}`): Step => ({
  type: 'cancelFloorRequest',
  actor: id(actor),
  requestId,
});
export const release = (actor: string, requestId = `r${actor}`): Step => ({
  type: 'releaseFloor',
  actor: id(actor),
  target: { by: 'request', requestId },
});
export const releaseFloorOf = (actor: string, floorId: string): Step => ({
  type: 'releaseFloor',
  actor: id(actor),
  target: { by: 'floor', floorId },
});
export const releaseAll = (actor: string): Step => ({ type: 'releaseFloor', actor: id(actor), target: { by: 'all' } });
export const confirm = (actor: string, requestId = `r${actor}`): Step => ({
  type: 'confirmFloor',
  actor: id(actor),
  requestId,
});
export const choose = (
  actor: string | null,
  requestId: string,
  decision: ChairDecision | 'grant' | 'deny' | 'revoke',
): Step => ({
  type: 'decideFloor',
  actor: who(actor),
  requestId,
  decision: typeof decision === 'string' ? { kind: decision } : decision,
});
export const move = (actor: string | null, requestId: string, queuePosition: number): Step =>
  choose(actor, requestId, { kind: 'reorder', queuePosition });
export const configure = (settings: FloorSettings, actor: string | null = null): Step => ({
  type: 'configureFloor',
  actor: who(actor),
  settings,
});
export const remove = (floorId: string, actor: string | null = null): Step => ({
  type: 'removeFloor',
  actor: who(actor),
  floorId,
});
export const handOver = (actor: string | null, floorId: string, chair: string | null): Step => ({
  type: 'setFloorChair',
  actor: who(actor),
  floorId,
  chair: who(chair),
});
export const away = (name: string): Step => ({ type: 'memberAway', memberId: id(name) });
export const back = (name: string): Step => ({ type: 'memberBack', memberId: id(name) });
export const gone = (name: string): Step => ({ type: 'memberGone', memberId: id(name) });
export const grantLost = (name: string, medium: 'audio' | 'video' | 'screen' | 'data' = 'audio'): Step => ({
  type: 'grantLost',
  memberId: id(name),
  medium,
});
export const speaks = (name: string, speaking: boolean, floorId = 'x'): Step => ({
  type: 'mediaActivity',
  memberId: id(name),
  on: { floorId },
  speaking,
});
export const wake: Step = { type: 'wake' };
export const roomChanged: Step = { type: 'roomChanged' };

/** A floor named `x` without medium and without any time, and what is different about it. */
export const floor = (more: Partial<FloorSettings> = {}): FloorSettings => ({
  ...defaultFloorSettings('x', null),
  warnMs: 0,
  graceMs: 0,
  ...more,
});

/** Holders and queue in one line: `a b~idle c? | d e.` = a granted, b revoking, c confirming, d accepted, e pending. */
function line({ slots, queue }: Floor): string {
  const holders = slots.map((slot) => {
    if (slot.status === 'revoking') return `${slot.memberId}~${slot.cause}`;
    return slot.status === 'confirming' ? `${slot.memberId}?` : `${slot.memberId}${slot.warned ? '!' : ''}`;
  });
  const waiting = queue.map((request) => `${request.memberId}${request.status === 'pending' ? '.' : ''}`);
  return `${holders.join(' ')} | ${waiting.join(' ')}`.trim();
}

export class FloorRoom {
  state: FloorsState;
  readonly log: FloorEvent[] = [];
  /** `member status cause`, in order. */
  readonly endings: string[] = [];
  readonly absent = new Set<string>();
  readonly left = new Set<string>();
  /** `member:medium`. */
  readonly silencedMedia = new Set<string>();
  isChairPresent = true;
  #start: FloorsState;

  constructor(floors: readonly FloorSettings[] = [], limits: Partial<FloorLimits> = {}) {
    this.state = createFloors({ ...DEFAULT_FLOOR_LIMITS, ...limits });
    this.#start = this.state;
    for (const settings of floors) expect(this.run(0, configure(settings))).toBeNull();
  }

  /** Members are `mod` (may moderate) and everybody with a name of one letter, until they left. */
  readonly context = (): FloorContext => ({
    isMember: (member) => (member.length === 1 || member === 'mod') && !this.left.has(member),
    mayModerate: (member) => member === 'mod',
    mayPublish: (member, medium) => !this.silencedMedia.has(`${member}:${medium}`),
    isPresent: (member) => !this.absent.has(member),
    isChairPresent: this.isChairPresent,
  });

  /** Decides and applies; the rejection, or null. */
  run(at: number, step: Step): FloorRejection | null {
    this.#follow(step);
    const before = this.state;
    const decision = decide(before, { ...step, at: instantMs(at) } as FloorCommand, this.context());
    if ('rejected' in decision) return decision;
    for (const event of decision.events) this.#apply(event);
    this.check();
    if (step.type === 'wake') expect(wakeAt(this.state) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(at);
    return null;
  }

  /** What the room does before it tells the floors. */
  #follow(step: Step): void {
    if (step.type === 'memberAway') this.absent.add(step.memberId);
    if (step.type === 'memberBack') this.absent.delete(step.memberId);
    if (step.type === 'memberGone') this.left.add(step.memberId);
    if (step.type === 'grantLost') this.silencedMedia.add(`${step.memberId}:${step.medium}`);
  }

  #apply(event: FloorEvent): void {
    this.log.push(event);
    if (event.type === 'requestEnded') {
      const { memberId: member, status, cause } = event.request;
      this.endings.push(`${member} ${status} ${cause}`);
    }
    this.state = evolve(this.state, event);
  }

  floor(floorId = 'x'): Floor {
    const found = listFloors(this.state).find((one) => one.floorId === floorId);
    if (found === undefined) throw new Error(`no floor ${floorId}`);
    return found;
  }

  line(floorId = 'x'): string {
    return line(this.floor(floorId));
  }

  holds(name: string, floorId = 'x'): boolean {
    return holdsFloor(this.state, floorId, id(name));
  }

  get wakeAt(): number | null {
    return wakeAt(this.state);
  }

  /** What must hold after every command. */
  check(): void {
    const floors = new Map(listFloors(this.state).map((one) => [one.floorId, one]));
    for (const one of floors.values()) {
      // FL-20
      if (one.policy !== 'open') expect(one.slots.length).toBeLessThanOrEqual(one.maxHolders);
      const all: LiveRequest[] = [...one.slots, ...one.queue];
      // FL-13, FL-71
      expect(new Set(all.map((request) => request.memberId)).size).toBe(all.length);
      expect(all.filter((request) => this.left.has(request.memberId))).toEqual([]);
      for (const request of all) {
        // FL-22: the same value, in the same role, on each of its floors.
        for (const other of request.floorIds.map((floorId) => floors.get(floorId))) {
          const list: readonly LiveRequest[] =
            (one.slots.includes(request as never) ? other?.slots : other?.queue) ?? [];
          expect(list.filter((found) => found === request)).toHaveLength(1);
        }
      }
    }
  }

  /** FL-80: the log alone gives the same state. */
  expectReplay(): void {
    expect(this.log.reduce(evolve, this.#start)).toEqual(this.state);
  }
}

/** A row of a spec table: floors, what happens when, and what is to be seen at the end. */
export interface Row {
  readonly rule: string;
  readonly name: string;
  readonly floors?: readonly FloorSettings[];
  readonly limits?: Partial<FloorLimits>;
  readonly steps: readonly (readonly [at: number, step: Step])[];
  /** Of the last step; all others must be accepted. */
  readonly refused?: string;
  readonly shows?: Readonly<Record<string, string>>;
  readonly ended?: readonly string[];
  readonly wakes?: number | null;
}

/** Runs a row. */
export function runRow({ floors = [floor()], limits = {}, steps, refused, shows = {}, ended, wakes }: Row): void {
  const room = new FloorRoom(floors, limits);
  for (const [index, [at, step]] of steps.entries()) {
    const before = room.state;
    const rejection = room.run(at, step);
    const isLast = index === steps.length - 1;
    expect([index, rejection?.rejected]).toEqual([index, isLast ? refused : undefined]);
    if (rejection !== null) expect(room.state).toBe(before);
  }
  for (const [floorId, text] of Object.entries(shows)) expect(room.line(floorId)).toBe(text);
  if (ended !== undefined) expect(room.endings).toEqual(ended);
  if (wakes !== undefined) expect(room.wakeAt).toBe(wakes);
  room.expectReplay();
}
