import { describe, expect, test } from 'vitest';
import { holdsFloor, spokenMs } from '../../../src/floor-control/floors.ts';
import { instantMs } from '../../../src/shared/ids.ts';
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
  grantLost,
  id,
  type Row,
  release,
  runRow,
  type Step,
  speaks,
  wake,
} from './floor-room.ts';

const both = ['x', 'y'];
const y = floor({ floorId: 'y' });

const time: Row[] = [
  {
    rule: 'FL-6',
    name: 'a turn keeps its end, grace and warning follow the settings',
    floors: [floor({ turnMs: 100 })],
    steps: [
      [0, ask('a')],
      [50, configure(floor({ turnMs: 500, warnMs: 20, graceMs: 7 }))],
      [80, wake],
      [100, wake],
    ],
    shows: { x: 'a~turnOver |' },
    wakes: 107,
  },
  {
    rule: 'FL-60',
    name: 'the turn is over, the next one comes after the grace',
    floors: [floor({ turnMs: 100, graceMs: 10 })],
    steps: [
      [0, ask('a')],
      [1, ask('b')],
      [100, wake],
      [110, wake],
    ],
    shows: { x: 'b |' },
    ended: ['a revoked turnOver'],
    wakes: 210,
  },
  {
    rule: 'FL-60',
    name: 'the shortest turn of several floors',
    floors: [floor({ turnMs: 100 }), floor({ floorId: 'y', turnMs: 50 })],
    steps: [
      [0, ask('a', { on: both })],
      [50, wake],
    ],
    shows: { x: '|', y: '|' },
  },
  {
    rule: 'FL-61',
    name: 'warned before the end, once',
    floors: [floor({ turnMs: 100, warnMs: 30 })],
    steps: [
      [0, ask('a')],
      [70, wake],
    ],
    shows: { x: 'a! |' },
    wakes: 100,
  },
  {
    rule: 'FL-61',
    name: 'a turn shorter than the warning',
    floors: [floor({ turnMs: 20, warnMs: 30 })],
    steps: [[0, ask('a')]],
    shows: { x: 'a! |' },
    wakes: 20,
  },
  {
    rule: 'FL-61',
    name: 'no turn, no warning',
    floors: [floor({ warnMs: 30 })],
    steps: [[0, ask('a')]],
    shows: { x: 'a |' },
    wakes: null,
  },
  {
    rule: 'FL-62',
    name: 'the longest grace of several floors',
    floors: [floor({ graceMs: 5 }), floor({ floorId: 'y', graceMs: 9 })],
    steps: [
      [0, ask('a', { on: both })],
      [1, choose('mod', 'ra', 'revoke')],
      [9, wake],
    ],
    shows: { x: 'a~byChair |', y: 'a~byChair |' },
    wakes: 10,
  },
  {
    rule: 'FL-62',
    name: 'released in the grace',
    floors: [floor({ graceMs: 5 })],
    steps: [
      [0, ask('a')],
      [1, choose('mod', 'ra', 'revoke')],
      [2, release('a')],
    ],
    ended: ['a released requested'],
    wakes: null,
  },
  {
    rule: 'FL-63',
    name: 'silent since the grant',
    floors: [floor({ idleMs: 30, graceMs: 5 })],
    steps: [
      [0, ask('a')],
      [30, wake],
    ],
    shows: { x: 'a~idle |' },
  },
  {
    rule: 'FL-63',
    name: 'never while speaking',
    floors: [floor({ idleMs: 30 })],
    steps: [
      [0, ask('a')],
      [29, speaks('a', true)],
      [1000, wake],
    ],
    shows: { x: 'a |' },
    wakes: null,
  },
  {
    rule: 'FL-63',
    name: 'silent since the last word',
    floors: [floor({ idleMs: 30 })],
    steps: [
      [0, ask('a')],
      [10, speaks('a', true)],
      [20, speaks('a', false)],
    ],
    shows: { x: 'a |' },
    wakes: 50,
  },
  {
    rule: 'FL-63',
    name: 'words of an earlier grant do not count against this one',
    floors: [floor({ idleMs: 30 })],
    steps: [
      [0, ask('a')],
      [10, speaks('a', true)],
      [20, release('a')],
      [100, ask('a')],
    ],
    wakes: 130,
  },
  {
    rule: 'FL-63',
    name: 'nobody is idle on an open floor',
    floors: [floor({ idleMs: 30, policy: 'open' })],
    steps: [[0, ask('a')]],
    wakes: null,
  },
  {
    rule: 'FL-63',
    name: 'nobody is idle on a floor that its absent chair left open, even when the wake comes late',
    floors: [floor({ policy: 'chaired', chair: id('f'), chairFallback: 'open', idleMs: 40 })],
    limits: { awayMs: 30 },
    steps: [
      [0, ask('a')],
      [0, choose('mod', 'ra', 'grant')],
      [0, away('f')],
      [40, wake],
    ],
    shows: { x: 'a |' },
    wakes: null,
  },
  {
    rule: 'FL-64',
    name: 'a wake too early',
    floors: [floor({ turnMs: 100 })],
    steps: [
      [0, ask('a', { ttlMs: 5 })],
      [1, ask('b', { ttlMs: 5 })],
      [5, wake],
    ],
    shows: { x: 'a | b' },
    wakes: 6,
  },
  {
    rule: 'FL-64',
    name: 'a wake too late begins the grace then',
    floors: [floor({ turnMs: 100, graceMs: 10 })],
    steps: [
      [0, ask('a')],
      [500, wake],
    ],
    wakes: 510,
  },
  {
    rule: 'FL-65',
    name: 'who asks when a turn ends comes behind who waited',
    floors: [floor({ turnMs: 100 })],
    steps: [
      [0, ask('a')],
      [1, ask('b')],
      [100, ask('c')],
    ],
    shows: { x: 'b | c' },
  },
  {
    rule: 'FL-65',
    name: 'confirming when it is too late',
    floors: [floor({ policy: 'turns', turnMs: 100, confirmMs: 10 })],
    steps: [
      [0, ask('a')],
      [1, ask('b')],
      [2, release('a')],
      [12, confirm('b')],
    ],
    refused: 'requestNotFound',
  },
];

describe('time', () => {
  test.for(time)('[$rule] $name', runRow);

  test('[FL-62] media flows in the grace and not after it', () => {
    const room = new FloorRoom([floor({ turnMs: 100, graceMs: 10 })]);
    room.run(0, ask('a'));
    room.run(100, wake);
    expect(holdsFloor(room.state, 'x', id('a'))).toBe(true);
    room.run(110, wake);
    expect(holdsFloor(room.state, 'x', id('a'))).toBe(false);
  });
});

const members: Row[] = [
  {
    rule: 'FL-70',
    name: 'away for too long: the floor goes on without grace, the queue place stays',
    floors: [floor({ graceMs: 100 }), y],
    steps: [
      [0, ask('a')],
      [1, ask('b', { on: ['y'] })],
      [2, ask('a', { on: ['y'], as: 'second' })],
      [3, ask('c')],
      [10, away('a')],
      [11, away('a')],
      [5010, wake],
    ],
    shows: { x: 'c |', y: 'b | a' },
    ended: ['a revoked memberAway'],
    wakes: null,
  },
  {
    rule: 'FL-70',
    name: 'back in time',
    steps: [
      [0, ask('a')],
      [10, away('a')],
      [5009, back('a')],
    ],
    shows: { x: 'a |' },
    wakes: null,
  },
  {
    rule: 'FL-70',
    name: 'away while the floor is being taken, or to be confirmed',
    floors: [floor({ policy: 'turns', turnMs: 100, confirmMs: 9000, maxHolders: 2, graceMs: 9000 })],
    steps: [
      [0, ask('a')],
      [0, ask('b', { by: 'mod' })],
      [1, choose('mod', 'ra', 'revoke')],
      [1, away('a')],
      [1, away('b')],
      [5001, wake],
    ],
    ended: ['a revoked memberAway', 'b denied memberAway'],
  },
  {
    rule: 'FL-70',
    name: 'nobody waits for who holds nothing',
    steps: [
      [0, away('a')],
      [1, back('a')],
    ],
    wakes: null,
  },
  {
    rule: 'FL-71',
    name: 'holding, waiting, away',
    floors: [floor(), y],
    steps: [
      [0, ask('a')],
      [0, ask('b', { on: ['y'] })],
      [1, ask('a', { on: ['y'], as: 'second' })],
      [2, away('a')],
      [3, gone('a')],
    ],
    shows: { x: '|', y: 'b |' },
    ended: ['a revoked memberLeft', 'a cancelled memberLeft'],
    wakes: null,
  },
  {
    rule: 'FL-72',
    name: 'held without grace, and waiting; other media stay',
    floors: [floor({ medium: 'audio', graceMs: 50 }), floor({ floorId: 'y', medium: 'video' })],
    steps: [
      [0, ask('a')],
      [0, ask('b')],
      [1, ask('a', { on: ['y'], as: 'other' })],
      [2, grantLost('b')],
      [3, grantLost('a')],
    ],
    shows: { x: '|', y: 'a |' },
    ended: ['b denied noGrant', 'a revoked noGrant'],
  },
];

describe('members', () => {
  test.for(members)('[$rule] $name', runRow);

  test('[FL-71] the account goes too', () => {
    const room = new FloorRoom([floor(), y]);
    room.run(0, ask('a'));
    room.run(0, speaks('a', true));
    room.run(10, gone('a'));
    expect(spokenMs(room.state, 'x', id('a'), instantMs(10))).toBe(0);
    expect(room.state.records.get('x')?.accounts.size).toBe(0);
    room.expectReplay();
  });

  test('[FL-73] only changes and only of holders count', () => {
    const room = new FloorRoom([floor({ medium: 'audio', graceMs: 5 })]);
    const onAudio = (name: string, speaking: boolean): Step => ({
      type: 'mediaActivity',
      memberId: id(name),
      on: { medium: 'audio' },
      speaking,
    });
    room.run(0, ask('a'));
    room.run(0, ask('b'));
    const seen = room.log.length;
    room.run(1, onAudio('a', false));
    room.run(1, onAudio('b', true));
    room.run(1, { type: 'mediaActivity', memberId: id('a'), on: { medium: 'video' }, speaking: true });
    room.run(1, speaks('a', true, 'z'));
    expect(room.log).toHaveLength(seen);
    room.run(2, onAudio('a', true));
    room.run(3, onAudio('a', true));
    expect(room.log).toHaveLength(seen + 1);
    expect(spokenMs(room.state, 'x', id('a'), instantMs(7))).toBe(5);
    room.run(10, onAudio('a', false));
    expect(spokenMs(room.state, 'x', id('a'), instantMs(99))).toBe(8);
    room.run(20, onAudio('a', true));
    room.run(21, choose('mod', 'ra', 'revoke'));
    room.run(26, wake);
    expect(spokenMs(room.state, 'x', id('a'), instantMs(99))).toBe(14);
  });

  test('[FL-73] a clock set back adds nothing', () => {
    const room = new FloorRoom([floor()]);
    room.run(100, ask('a'));
    room.run(100, speaks('a', true));
    room.run(50, speaks('a', false));
    expect(spokenMs(room.state, 'x', id('a'), instantMs(50))).toBe(0);
  });
});
