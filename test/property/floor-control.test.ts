/** Every policy against a naive model, command by command, with time passing in between. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FloorPolicy, FloorSettings } from '../../src/floor-control/floor-types.ts';
import {
  ask,
  away,
  back,
  cancel,
  choose,
  confirm,
  FloorRoom,
  floor,
  gone,
  id,
  move,
  release,
  type Step,
  speaks,
  wake,
} from '../unit/floor-control/floor-room.ts';
import { AWAY_MS, NaiveFloor } from './floor-control-model.ts';

const MEMBERS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/** One thing that happens, in the words of both. */
interface Happening {
  readonly text: string;
  readonly member: string;
  readonly step: Step;
  readonly tell: (model: NaiveFloor) => void;
}

const member = fc.constantFrom(...MEMBERS);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(member, fc.integer({ min: 0, max: 4 }), fc.constantFrom(0, 0, 25))
      .map(([name, priority, ttlMs]) => ({
        text: `${name} asks with ${priority} for ${ttlMs}`,
        member: name,
        step: ask(name, { priority, ttlMs }),
        tell: (model: NaiveFloor) => model.ask(name, priority, ttlMs),
      })),
  },
  ...(
    [
      ['releases', 2, release, (model, name) => model.giveBack(name)],
      ['cancels', 1, cancel, (model, name) => model.giveBack(name)],
      ['is chosen', 3, (name) => choose('mod', `r${name}`, 'grant'), (model, name) => model.grant(name)],
      ['is denied', 1, (name) => choose('mod', `r${name}`, 'deny'), (model, name) => model.takeAway(name)],
      ['is revoked', 1, (name) => choose('mod', `r${name}`, 'revoke'), (model, name) => model.takeAway(name)],
      ['moves to the front', 1, (name) => move('mod', `r${name}`, 1), (model, name) => model.move(name, 1)],
      ['moves to 3', 1, (name) => move('mod', `r${name}`, 3), (model, name) => model.move(name, 3)],
      ['confirms', 3, confirm, (model, name) => model.confirm(name)],
      ['speaks', 3, (name) => speaks(name, true), (model, name) => model.speak(name, true)],
      ['falls silent', 2, (name) => speaks(name, false), (model, name) => model.speak(name, false)],
      ['goes away', 2, away, (model, name) => model.leaveScreen(name)],
      ['comes back', 3, back, (model, name) => model.comeBack(name)],
      ['is gone', 1, gone, (model, name) => model.leaveRoom(name)],
    ] as [string, number, (name: string) => Step, (model: NaiveFloor, name: string) => void][]
  ).map(([text, weight, step, tell]) => ({
    weight,
    arbitrary: member.map((name) => ({
      text: `${name} ${text}`,
      member: name,
      step: step(name),
      tell: (model: NaiveFloor) => tell(model, name),
    })),
  })),
);

/** `wakes`: whether the shell's timer fires on time while time passes. */
const moment = fc.record({
  happening,
  passMs: fc.constantFrom(0, 0, 1, 5, 9, 14, 30),
  wakes: fc.boolean(),
});

const settingsOf = (policy: FloorPolicy): fc.Arbitrary<FloorSettings> =>
  fc
    .record({
      maxHolders: fc.integer({ min: 1, max: 3 }),
      turnMs: policy === 'turns' ? fc.constant(50) : fc.constantFrom(0, 50),
      warnMs: fc.constantFrom(0, 20, 60),
      graceMs: fc.constantFrom(0, 10),
      idleMs: fc.constantFrom(0, 40),
      confirmMs: fc.constantFrom(0, 15),
      chair: fc.constantFrom(null, id('f')),
      chairFallback: fc.constantFrom('wait', 'queue', 'open'),
    })
    .map((settings) => floor({ policy, ...settings }));

function expectSame(room: FloorRoom, model: NaiveFloor, what: string): void {
  const seen = {
    line: room.line(),
    wakeAt: room.wakeAt,
    endings: room.endings.toSorted(),
    holds: MEMBERS.filter((name) => room.holds(name)),
  };
  const wanted = {
    line: model.line(),
    wakeAt: model.wakeAt,
    endings: model.endings.toSorted(),
    holds: MEMBERS.filter((name) => model.holds(name)),
  };
  expect([what, seen]).toEqual([what, wanted]);
}

/** Lets time pass, with a wake at exactly each `wakeAt` on the way. */
function pass(room: FloorRoom, model: NaiveFloor, until: number): void {
  for (let at = room.wakeAt; at !== null && at <= until; at = room.wakeAt) {
    const now = Math.max(at, model.now);
    model.now = now;
    model.settle();
    model.serve();
    expect(room.run(now, wake)).toBeNull();
    expectSame(room, model, `wake at ${now}`);
  }
}

function live(
  settings: FloorSettings,
  moments: readonly { happening: Happening; passMs: number; wakes: boolean }[],
): void {
  const room = new FloorRoom([settings], { awayMs: AWAY_MS });
  const model = new NaiveFloor(settings);
  let now = 0;
  for (const { happening: what, passMs, wakes } of moments) {
    now += passMs;
    if (wakes) pass(room, model, now);
    // Who is gone does nothing any more.
    if (room.left.has(what.member)) continue;
    model.now = now;
    // A refusal leaves what is due for the wake, which comes at once.
    const rejection = room.run(now, what.step);
    model.settle();
    if (rejection === null) what.tell(model);
    else expect(room.run(now, wake)).toBeNull();
    model.serve(what.step.type === 'requestFloor' && rejection === null ? what.member : '');
    expectSame(room, model, `${what.text} at ${now}`);
  }
  room.expectReplay();
}

describe('floors and the naive model agree', () => {
  const policies = [
    ['FL-30', 'open'],
    ['FL-31', 'queue'],
    ['FL-32', 'priority'],
    ['FL-35', 'leastSpoken'],
    ['FL-36', 'chaired'],
    ['FL-38', 'turns'],
  ] as const;
  test.for(policies)('[%s] %s', ([, policy]) => {
    const moments = fc.array(moment, { minLength: 10, maxLength: 80 });
    fc.assert(fc.property(settingsOf(policy), moments, live), { numRuns: 400 });
  });
});
