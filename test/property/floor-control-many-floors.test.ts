/** Requests for several floors at once: invariants after every command, no deadlock, no starvation. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Floor, FloorPolicy, FloorSettings, WaitingRequest } from '../../src/floor-control/floor-types.ts';
import { findRequest, listFloors } from '../../src/floor-control/floors.ts';
import {
  ask,
  away,
  back,
  choose,
  configure,
  confirm,
  FloorRoom,
  floor,
  gone,
  id,
  move,
  release,
  releaseAll,
  remove,
  type Step,
  speaks,
  wake,
} from '../unit/floor-control/floor-room.ts';

const FLOORS = ['x', 'y', 'z'];
const MEMBERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const POLICIES: FloorPolicy[] = ['open', 'queue', 'priority', 'leastSpoken', 'chaired', 'turns'];

const settingsOf = (floorId: string): fc.Arbitrary<FloorSettings> =>
  fc
    .record({
      policy: fc.constantFrom(...POLICIES),
      maxHolders: fc.integer({ min: 1, max: 2 }),
      turnMs: fc.constant(50),
      warnMs: fc.constantFrom(0, 20),
      graceMs: fc.constantFrom(0, 10),
      idleMs: fc.constantFrom(0, 40),
      confirmMs: fc.constantFrom(0, 15),
      chair: fc.constantFrom(null, id('f'), id('g')),
      chairFallback: fc.constantFrom('wait', 'queue', 'open'),
    })
    .map((settings) => floor({ floorId, ...settings }));
const allSettings = fc.tuple(...FLOORS.map(settingsOf));

const member = fc.constantFrom(...MEMBERS);
const someFloors = fc.shuffledSubarray(FLOORS, { minLength: 1 });
/** A member's n-th request: several may be live on different floors. */
const requestId = fc.tuple(member, fc.constantFrom('1', '2')).map(([name, nth]) => `r${name}${nth}`);
const by = fc.constantFrom('mod', 'f', 'g');

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({
        name: member,
        nth: fc.constantFrom('1', '2'),
        on: someFloors,
        priority: fc.nat(4),
        ttlMs: fc.constantFrom(0, 0, 30),
      })
      .map(({ name, nth, ...more }) => ask(name, { ...more, as: `r${name}${nth}` })),
  },
  { weight: 3, arbitrary: requestId.map((request) => release(request.charAt(1), request)) },
  { weight: 1, arbitrary: member.map(releaseAll) },
  { weight: 4, arbitrary: fc.tuple(by, requestId).map(([actor, request]) => choose(actor, request, 'grant')) },
  { weight: 1, arbitrary: fc.tuple(by, requestId).map(([actor, request]) => choose(actor, request, 'revoke')) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(by, requestId, fc.integer({ min: 1, max: 4 }))
      .map(([actor, request, to]) => move(actor, request, to)),
  },
  { weight: 3, arbitrary: requestId.map((request) => confirm(request.charAt(1), request)) },
  { weight: 2, arbitrary: member.map(away) },
  { weight: 3, arbitrary: member.map(back) },
  { weight: 1, arbitrary: member.map(gone) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(member, fc.boolean(), fc.constantFrom(...FLOORS))
      .map(([name, on, where]) => speaks(name, on, where)),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...FLOORS)
      .chain(settingsOf)
      .map((settings) => configure(settings)),
  },
  { weight: 1, arbitrary: fc.constantFrom(...FLOORS).map((floorId) => remove(floorId)) },
);
const moment = fc.record({ step, passMs: fc.constantFrom(0, 0, 1, 7, 20), wakes: fc.boolean() });
type Moment = { step: Step; passMs: number; wakes: boolean };

const actorOf = (what: Step): string | null => {
  if ('actor' in what) return what.actor;
  return 'memberId' in what ? what.memberId : null;
};

const isFree = (one: Floor): boolean => one.policy === 'open' || one.slots.length < one.maxHolders;

/** FL-21, FL-22: nobody who could be served waits while all their floors are free, unless a place is kept. */
function expectNobodyForgotten(room: FloorRoom): void {
  const floors = new Map(listFloors(room.state).map((one) => [one.floorId, one]));
  const floorsOf = (request: WaitingRequest) => request.floorIds.flatMap((floorId) => floors.get(floorId) ?? []);
  const canBeServed = (request: WaitingRequest) => request.status === 'accepted' && !room.absent.has(request.memberId);
  for (const one of floors.values()) {
    // A place can only be kept for a request of several floors that is before it.
    const first = one.queue.find(canBeServed);
    if (first !== undefined && first.floorIds.length === 1)
      expect([first.requestId, isFree(one)]).toEqual([first.requestId, false]);
    for (const request of one.queue.filter(canBeServed)) {
      const isFirstOnAll = floorsOf(request).every((other) => other.queue.find(canBeServed) === request);
      if (isFirstOnAll)
        expect([request.requestId, floorsOf(request).every(isFree)]).toEqual([request.requestId, false]);
    }
  }
}

function live(settings: readonly FloorSettings[], moments: readonly Moment[]): { room: FloorRoom; now: number } {
  const room = new FloorRoom(settings, { awayMs: 30 });
  let now = 0;
  for (const { step: what, passMs, wakes } of moments) {
    now += passMs;
    if (wakes) now = passWakes(room, now);
    if (room.left.has(actorOf(what) ?? '')) continue;
    // Ids are the shell's to keep apart.
    if (what.type === 'requestFloor' && findRequest(room.state, what.requestId) !== undefined) continue;
    room.run(now, what);
    expectNobodyForgotten(room);
  }
  return { room, now };
}

function passWakes(room: FloorRoom, until: number): number {
  for (let at = room.wakeAt; at !== null && at <= until; at = room.wakeAt) {
    room.run(Math.max(at, 0), wake);
    expectNobodyForgotten(room);
  }
  return until;
}

/** Everybody is back, chairs choose everyone, holders give back: one round. */
function workOff(room: FloorRoom, now: number): void {
  room.run(now, wake);
  for (const name of room.absent) if (!room.left.has(name)) room.run(now, back(name));
  for (const one of listFloors(room.state)) {
    for (const request of one.queue)
      if (request.status === 'pending') room.run(now, choose('mod', request.requestId, 'grant'));
  }
  for (const one of listFloors(room.state)) {
    for (const slot of one.slots) room.run(now, release(slot.memberId, slot.requestId));
  }
}

/** Somebody new asks for each of `on`, and all who hold anything give it back, except `g`. */
function crowdIn(room: FloorRoom, round: number, on: readonly string[]): void {
  for (const [index, floorId] of on.entries()) {
    // Members have names of one letter, and these have not been here before.
    room.run(round, ask(String.fromCharCode(0x100 + 10 * round + index), { on: [floorId] }));
  }
  for (const slot of listFloors(room.state).flatMap((one) => one.slots)) {
    if (slot.requestId !== 'rg') room.run(round, release(slot.memberId, slot.requestId));
  }
}

describe('requests for several floors', () => {
  test('[FL-20] [FL-22] [FL-80] invariants hold after every command, and the log alone gives the state', () => {
    const moments = fc.array(moment, { minLength: 10, maxLength: 80 });
    fc.assert(
      fc.property(allSettings, moments, (settings, all) => live(settings, all).room.expectReplay()),
      { numRuns: 500 },
    );
  });

  test('[FL-24] no deadlock: when holders give back, everybody has had the floor in the end', () => {
    const moments = fc.array(moment, { minLength: 10, maxLength: 60 });
    fc.assert(
      fc.property(allSettings, moments, (settings, all) => {
        const { room, now } = live(settings, all);
        const count = () => listFloors(room.state).reduce((sum, one) => sum + one.slots.length + one.queue.length, 0);
        // Each round serves at least one request: who is looked at first waits for holders only.
        for (let round = count(); round > 0; round -= 1) workOff(room, now);
        expect(count()).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  test('[FL-23] no starvation: however many come after it, a request for two floors waits only for those before it', () => {
    const before = fc.array(someFloors, { maxLength: 5 });
    const after = fc.array(fc.constantFrom(...FLOORS), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(before, fc.shuffledSubarray(FLOORS, { minLength: 2 }), after, (earlier, wanted, others) => {
        const room = new FloorRoom(FLOORS.map((floorId) => floor({ floorId })));
        for (const [index, on] of earlier.entries()) room.run(0, ask(MEMBERS[index] ?? '', { on }));
        room.run(0, ask('g', { on: wanted }));
        const holdsIt = () => findRequest(room.state, 'rg')?.request.status === 'granted';
        // Each round all holders give back, so at least one of those before it is done.
        for (let round = 0; round < earlier.length && !holdsIt(); round += 1) crowdIn(room, round, others);
        expect(holdsIt()).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
