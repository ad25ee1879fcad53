import { describe, expect, test } from 'vitest';
import { evolve, wakeAt } from '../../../src/room-state/room.ts';
import { instantMs } from '../../../src/shared/ids.ts';
import { type Case, check, join, type Step, TestRoom } from './rooms.ts';

const lost = (actor: string, at = 2000): Step => ({ type: 'presenceLost', actor, at });
const seen = (actor: string, at = 2000): Step => ({ type: 'presenceSeen', actor, at });
const background = (actor: string, at = 2000): Step => ({ type: 'setPresence', actor, presence: 'background', at });
const online = (actor: string, at = 2000): Step => ({ type: 'setPresence', actor, presence: 'online', at });
const wake = (at: number): Step => ({ type: 'wake', at });
const media = (actor: string, at: number): Step => ({ type: 'mediaSeen', actor, at });
const GRACES = { suspectGraceMs: 100, backgroundGraceMs: 500 };

describe('presence', () => {
  test.for<Case>([
    { rule: 'RS-40', name: 'lost', when: lost('b'), emits: ['b is suspect'] },
    { rule: 'RS-40', name: 'lost again', seen: [lost('b')], when: lost('b'), emits: [] },
    { rule: 'RS-40', name: 'seen again', seen: [lost('b')], when: seen('b'), emits: ['b is online'] },
    { rule: 'RS-40', name: 'seen while online', when: seen('b'), emits: [] },
    { rule: 'RS-41', name: 'to the background: nothing flows', when: background('d'), emits: ['d is background'] },
    {
      rule: 'RS-41',
      name: 'to the background: what flowed stops',
      when: background('b'),
      emits: ['b is background', 'b audio: -', 'b video: -', 'b screen: -', 'b data: -'],
    },
    {
      rule: 'RS-10',
      name: 'to the background where audio goes on',
      config: { backgroundAudio: true },
      when: background('b'),
      emits: ['b is background', 'b video: -', 'b screen: -', 'b data: -'],
    },
    { rule: 'RS-41', name: 'to the background again', seen: [background('d')], when: background('d'), emits: [] },
    {
      rule: 'RS-41',
      name: 'suspect, then the hidden message comes',
      seen: [lost('d')],
      when: background('d'),
      emits: ['d is background'],
    },
    {
      rule: 'RS-41',
      name: 'background is not ended by a sign of life',
      seen: [background('d')],
      when: seen('d'),
      emits: [],
    },
    { rule: 'RS-41', name: 'background is not ended by silence', seen: [background('d')], when: lost('d'), emits: [] },
    { rule: 'RS-41', name: 'only by word', seen: [background('d')], when: online('d'), emits: ['d is online'] },
    {
      rule: 'RS-42',
      name: 'suspect for too long',
      config: GRACES,
      seen: [lost('b')],
      when: wake(2100),
      emits: ['left b timedOut'],
    },
    { rule: 'RS-42', name: 'not yet too long', config: GRACES, seen: [lost('b')], when: wake(2099), emits: [] },
    {
      rule: 'RS-42',
      name: 'background for too long',
      config: GRACES,
      seen: [background('b')],
      when: wake(2500),
      emits: ['left b backgroundTimedOut'],
    },
    {
      rule: 'RS-42',
      name: 'several at once, later ones stay',
      config: GRACES,
      seen: [background('d', 1600), lost('b'), lost('c', 2050)],
      when: wake(2100),
      emits: ['left b timedOut', 'left d backgroundTimedOut'],
    },
    {
      rule: 'RS-42',
      name: 'who came back stays',
      config: GRACES,
      seen: [lost('b'), seen('b')],
      when: wake(9999),
      emits: [],
    },
    {
      rule: 'RS-41',
      name: 'a sign of life does not renew the background grace',
      config: GRACES,
      seen: [background('d'), seen('d', 2400), background('d', 2450)],
      when: wake(2500),
      emits: ['left d backgroundTimedOut'],
    },
    {
      rule: 'RS-45',
      name: 'leaves',
      when: { type: 'leave', actor: 'b', reason: 'tokenExpired' },
      emits: ['left b tokenExpired'],
    },
    {
      rule: 'RS-45',
      name: 'too late',
      config: GRACES,
      seen: [lost('b'), wake(2100)],
      when: seen('b', 2101),
      emits: '!notMember',
    },
    {
      rule: 'RS-44',
      name: 'nobody came',
      alone: true,
      config: { emptyRoomMs: 10 },
      when: wake(1010),
      emits: ['closed roomExpired'],
    },
    {
      rule: 'RS-44',
      name: 'everybody left',
      alone: true,
      config: { emptyRoomMs: 1, departureMs: 10 },
      seen: [join('x'), { type: 'leave', actor: 'x', reason: 'left', at: 2000 }],
      when: wake(2010),
      emits: ['closed roomExpired'],
    },
    {
      rule: 'RS-44',
      name: 'everybody left a moment ago',
      alone: true,
      config: { emptyRoomMs: 1, departureMs: 10 },
      seen: [join('x'), { type: 'leave', actor: 'x', reason: 'left', at: 2000 }],
      when: wake(2009),
      emits: [],
    },
    {
      rule: 'RS-44',
      name: 'somebody is there',
      alone: true,
      config: { emptyRoomMs: 10, departureMs: 10 },
      seen: [join('x')],
      when: wake(5000),
      emits: [],
    },
    {
      rule: 'RS-44',
      name: 'the longest duration',
      config: { maxDurationMs: 300 },
      when: wake(1300),
      emits: ['closed roomExpired'],
    },
    {
      rule: 'RS-44',
      name: 'alone for too long',
      alone: true,
      config: { aloneMs: 300 },
      seen: [join('x')],
      when: wake(1300),
      emits: ['closed alone'],
    },
    {
      rule: 'RS-44',
      name: 'two are not alone',
      alone: true,
      config: { aloneMs: 300 },
      seen: [join('x'), join('y')],
      when: wake(1300),
      emits: [],
    },
    {
      rule: 'RS-44',
      name: 'the end of the room goes first',
      config: { ...GRACES, maxDurationMs: 1100 },
      seen: [lost('b')],
      when: wake(2100),
      emits: ['closed roomExpired'],
    },
  ])('[$rule] $name', check);
});

describe('media as evidence', () => {
  test.for<Case>([
    { rule: 'RS-46', name: 'of somebody online', config: GRACES, when: media('b', 2000), emits: [] },
    {
      rule: 'RS-46',
      name: 'of a suspect',
      config: GRACES,
      seen: [lost('b')],
      when: media('b', 2090),
      emits: ['b lives'],
    },
    { rule: 'RS-46', name: 'too soon to matter', config: GRACES, seen: [lost('b')], when: media('b', 2025), emits: [] },
    {
      rule: 'RS-46',
      name: 'of somebody in the background',
      config: GRACES,
      seen: [background('b')],
      when: media('b', 2090),
      emits: [],
    },
    {
      rule: 'RS-46',
      name: 'stays for the grace',
      config: GRACES,
      seen: [lost('b'), media('b', 2090)],
      when: wake(2189),
      emits: [],
    },
    {
      rule: 'RS-46',
      name: 'and no longer',
      config: GRACES,
      seen: [lost('b'), media('b', 2090)],
      when: wake(2190),
      emits: ['left b timedOut'],
    },
    {
      rule: 'RS-46',
      name: 'does not renew the background grace',
      config: GRACES,
      seen: [background('d'), media('d', 2400)],
      when: wake(2500),
      emits: ['left d backgroundTimedOut'],
    },
    {
      rule: 'RS-46',
      name: 'does not shorten a suspect grace longer than that of the background',
      config: { suspectGraceMs: 100, backgroundGraceMs: 50 },
      seen: [lost('b')],
      when: wake(2099),
      emits: [],
    },
    {
      rule: 'RS-46',
      name: 'cannot revive',
      config: GRACES,
      seen: [lost('b'), wake(2100)],
      when: media('b', 2101),
      emits: '!notMember',
    },
  ])('[$rule] $name', check);

  test('[RS-46] media alone keep nobody for longer than the background grace', () => {
    const room = new TestRoom(GRACES);
    room.run(lost('c', 2000));
    let renewals = 0;
    for (let at = 2050; at < 2500; at += 50) renewals += room.run(media('c', at)).length;
    // After that nothing is left to win, so nothing more is written.
    expect(renewals).toBe(8);
    room.run(lost('b', 2460));
    expect(wakeAt(room.state)).toBe(2500);
    expect(room.run(wake(2499))).toEqual([]);
    expect(room.run(wake(2500))).toEqual(['left c timedOut']);
    expect(wakeAt(room.state)).toBe(2560);
  });

  test('[RS-46] both deadlines of one member in one call end it once', () => {
    const room = new TestRoom(GRACES);
    room.run(lost('b', 2000));
    expect(room.run(wake(9999))).toEqual(['left b timedOut']);
  });

  test('[RS-46] a sign of life ends it, and a later silence begins anew', () => {
    const room = new TestRoom(GRACES);
    for (const step of [lost('b', 2000), media('b', 2090), seen('b', 2100), lost('b', 3000)]) room.run(step);
    expect(wakeAt(room.state)).toBe(3100);
  });

  test('[RS-46] renewing the grace of who is not suspect changes no deadline', () => {
    const room = new TestRoom(GRACES);
    evolve(room.state, { type: 'graceRenewed', memberId: room.member('b').memberId, at: instantMs(2000) });
    expect(wakeAt(room.state)).toBeNull();
  });
});

describe('deadlines', () => {
  test.for<{ name: string; steps: readonly Step[]; expected: number | null }>([
    { name: 'none while all are online', steps: [], expected: null },
    { name: 'of the earliest suspect', steps: [lost('b', 2000), lost('c', 2050)], expected: 2100 },
    {
      name: 'of the next one when the first is back',
      steps: [lost('b', 2000), lost('c', 2050), seen('b', 2060)],
      expected: 2150,
    },
    { name: 'of whichever grace ends first', steps: [background('b', 1600), lost('c', 2090)], expected: 2100 },
    { name: 'not renewed by signs of life', steps: [background('b', 1600), seen('b', 2000)], expected: 2100 },
    { name: 'never backwards when the clock steps back', steps: [lost('b', 2000), lost('c', 1500)], expected: 2100 },
  ])('[RS-43] $name', ({ steps, expected }) => {
    const room = new TestRoom(GRACES);
    for (const step of steps) room.run(step);
    expect(wakeAt(room.state)).toBe(expected);
  });

  test('[RS-43] a clock that stepped back keeps the order of deadlines', () => {
    const room = new TestRoom(GRACES);
    for (const step of [lost('b', 2000), lost('c', 1500)]) room.run(step);
    expect(room.run(wake(2100))).toEqual(['left b timedOut', 'left c timedOut']);
  });

  test('[RS-44] deadlines of the room itself', () => {
    const config = { emptyRoomMs: 50, departureMs: 20, aloneMs: 70, maxDurationMs: 1000 };
    const room = new TestRoom(config, []);
    expect(wakeAt(room.state)).toBe(1050);
    room.run(join('x'));
    expect(wakeAt(room.state)).toBe(1070);
    room.run(join('y'));
    expect(wakeAt(room.state)).toBe(2000);
    for (const actor of ['x', 'y']) room.run({ type: 'leave', actor, reason: 'left', at: 1100 });
    expect(wakeAt(room.state)).toBe(1120);
  });

  test('[RS-4] a closed room has none', () => {
    const room = new TestRoom({ maxDurationMs: 1000 });
    room.run(lost('b'));
    room.run({ type: 'closeRoom', actor: 'a', reason: 'roomClosed' });
    expect(wakeAt(room.state)).toBeNull();
    expect(room.outcome(wake(1e9))).toBe('!roomClosed');
    expect(room.ids).toBe('a,b,c,d');
  });
});
