import { describe, expect, test } from 'vitest';
import {
  ask,
  away,
  back,
  choose,
  configure,
  FloorRoom,
  floor,
  gone,
  id,
  type Row,
  release,
  runRow,
  speaks,
  wake,
} from './floor-room.ts';

const y = floor({ floorId: 'y' });
const both = ['x', 'y'];

const policies: Row[] = [
  {
    rule: 'FL-30',
    name: 'everybody who asks, without end',
    floors: [floor({ policy: 'open', turnMs: 5, idleMs: 5, warnMs: 1 })],
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, ask('c')],
    ],
    shows: { x: 'a b c |' },
    wakes: null,
  },
  {
    rule: 'FL-31',
    name: 'in the order of arrival, whatever the priority',
    steps: [
      [1, ask('a')],
      [2, ask('b', { priority: 0 })],
      [3, ask('c', { priority: 4 })],
      [4, release('a')],
    ],
    shows: { x: 'b | c' },
  },
  {
    rule: 'FL-32',
    name: 'higher first, equals by arrival',
    floors: [floor({ policy: 'priority' })],
    steps: [
      [1, ask('a', { priority: 4 })],
      [2, ask('b', { priority: 1 })],
      [3, ask('c', { priority: 3 })],
      [4, ask('d', { priority: 3 })],
    ],
    shows: { x: 'a | c d b' },
  },
  {
    rule: 'FL-33',
    name: 'the newcomer waits for the grace of the preempted',
    floors: [floor({ policy: 'priority', graceMs: 5 })],
    steps: [
      [1, ask('a')],
      [2, ask('b', { priority: 3 })],
    ],
    shows: { x: 'a~preempted | b' },
    wakes: 7,
  },
  {
    rule: 'FL-33',
    name: 'and then gets the place',
    floors: [floor({ policy: 'priority', graceMs: 5 })],
    steps: [
      [1, ask('a')],
      [2, ask('b', { priority: 3 })],
      [7, wake],
    ],
    shows: { x: 'b |' },
    ended: ['a revoked preempted'],
  },
  {
    rule: 'FL-33',
    name: 'without grace at once',
    floors: [floor({ policy: 'priority' })],
    steps: [
      [1, ask('a')],
      [2, ask('b', { priority: 3 })],
    ],
    shows: { x: 'b |' },
    ended: ['a revoked preempted'],
  },
  {
    rule: 'FL-33',
    name: 'the lowest goes, of equals the latest',
    floors: [floor({ policy: 'priority', maxHolders: 4 })],
    steps: [
      [1, ask('a', { priority: 3 })],
      [2, ask('b', { priority: 1 })],
      [3, ask('c', { priority: 1 })],
      [4, ask('d', { priority: 2 })],
      [5, ask('e', { priority: 4 })],
    ],
    shows: { x: 'a b d e |' },
  },
  {
    rule: 'FL-33',
    name: 'equal priority waits',
    floors: [floor({ policy: 'priority' })],
    steps: [
      [1, ask('a')],
      [2, ask('b')],
    ],
    shows: { x: 'a | b' },
  },
  {
    rule: 'FL-33',
    name: 'a place being freed is waited for',
    floors: [floor({ policy: 'priority', maxHolders: 2, graceMs: 5 })],
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, choose('mod', 'ra', 'revoke')],
      [4, ask('c', { priority: 4 })],
    ],
    shows: { x: 'a~byChair b | c' },
  },
  {
    rule: 'FL-33',
    name: 'for two floors, both holders go, and a holder of both once',
    floors: [floor({ policy: 'priority' }), floor({ floorId: 'y', policy: 'priority', graceMs: 5 })],
    steps: [
      [1, ask('a', { on: both })],
      [2, ask('b', { priority: 3, on: both })],
    ],
    shows: { x: 'a~preempted | b', y: 'a~preempted | b' },
  },
  {
    rule: 'FL-34',
    name: 'nobody is preempted for half a request',
    floors: [floor({ policy: 'priority' }), y],
    steps: [
      [1, ask('a')],
      [2, ask('b', { on: ['y'] })],
      [3, ask('c', { on: both, priority: 4 })],
    ],
    shows: { x: 'a | c', y: 'b | c' },
  },
  {
    rule: 'FL-34',
    name: 'a free second floor is enough',
    floors: [floor({ policy: 'priority' }), y],
    steps: [
      [1, ask('a')],
      [3, ask('c', { on: both, priority: 4 })],
    ],
    shows: { x: 'c |', y: 'c |' },
  },
  {
    rule: 'FL-35',
    name: 'least spoken first, then by arrival',
    floors: [floor({ policy: 'leastSpoken' })],
    steps: [
      [0, ask('a')],
      [0, speaks('a', true)],
      [9, release('a')],
      [10, ask('b')],
      [10, speaks('b', true)],
      [12, release('b')],
      [13, ask('c')],
      [14, ask('a')],
      [15, ask('b')],
      [16, ask('d')],
      [17, ask('e')],
    ],
    shows: { x: 'c | d e b a' },
  },
  {
    rule: 'FL-36',
    name: 'pending until chosen, served in the order chosen',
    floors: [floor({ policy: 'chaired', chair: id('e') })],
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, ask('c')],
      [4, ask('d')],
      [5, choose('e', 'rd', 'grant')],
      [6, choose('e', 'rc', 'grant')],
      [7, choose('e', 'rb', 'grant')],
    ],
    shows: { x: 'd | c b a.' },
  },
  {
    rule: 'FL-36',
    name: 'what the chair asks for is chosen',
    floors: [floor({ policy: 'chaired', chair: id('e'), maxHolders: 2 })],
    steps: [
      [1, ask('a')],
      [2, ask('e')],
      [3, ask('b', { by: 'e' })],
    ],
    shows: { x: 'e b | a.' },
  },
  {
    rule: 'FL-38',
    name: 'who found it free need not confirm, the next one must',
    floors: [floor({ policy: 'turns', turnMs: 100, confirmMs: 10 })],
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, release('a')],
    ],
    shows: { x: 'b? |' },
    wakes: 13,
  },
  {
    rule: 'FL-38',
    name: 'somebody asked for by others must confirm',
    floors: [floor({ policy: 'turns', turnMs: 100, confirmMs: 10 })],
    steps: [[1, ask('a', { by: 'mod' })]],
    shows: { x: 'a? |' },
  },
  {
    rule: 'FL-38',
    name: 'without a time to confirm nobody does',
    floors: [floor({ policy: 'turns', turnMs: 100 })],
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, release('a')],
    ],
    shows: { x: 'b |' },
    wakes: 103,
  },
  {
    rule: 'FL-39',
    name: 'who does not confirm loses it to the next one',
    floors: [floor({ policy: 'turns', turnMs: 100, confirmMs: 10 })],
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [2, ask('c')],
      [3, release('a')],
      [13, wake],
    ],
    shows: { x: 'c? |' },
    ended: ['a released requested', 'b denied notConfirmed'],
  },
];

describe('policies', () => {
  test.for(policies)('[$rule] $name', runRow);
});

describe('[FL-37] a chaired floor without its chair', () => {
  const without = (chairFallback: 'wait' | 'queue' | 'open', chair: string | null = 'e'): FloorRoom => {
    const settings = floor({ policy: 'chaired', chairFallback, chair: chair === null ? null : id(chair) });
    const room = new FloorRoom([settings]);
    room.run(1, ask('a'));
    room.run(2, ask('b'));
    return room;
  };

  test('[FL-37] is as before until the chair was away for awayMs', () => {
    const room = without('queue');
    room.run(10, away('e'));
    expect(room.line()).toBe('| a. b.');
    expect(room.wakeAt).toBe(5010);
    room.run(5010, wake);
    expect(room.line()).toBe('a | b');
    expect(room.wakeAt).toBeNull();
  });

  test('[FL-37] wait: nothing changes', () => {
    const room = without('wait');
    room.run(10, away('e'));
    room.run(5010, wake);
    expect(room.line()).toBe('| a. b.');
    expect(room.floor().isChairAbsent).toBe(true);
  });

  test('[FL-37] open: everybody may use it, the queue stays', () => {
    const room = without('open');
    room.run(10, away('e'));
    room.run(5010, wake);
    expect(room.line()).toBe('| a. b.');
    expect(room.holds('c')).toBe(true);
    room.run(6000, back('e'));
    expect(room.holds('c')).toBe(false);
    expect(room.line()).toBe('| a. b.');
  });

  test('[FL-37] queue: the chair returns and those not served wait to be chosen again', () => {
    const room = without('queue');
    room.run(10, away('e'));
    room.run(5010, wake);
    room.run(6000, back('e'));
    expect(room.line()).toBe('a | b.');
  });

  test('[FL-37] a floor without own chair asks the room', () => {
    const room = without('queue', null);
    expect(room.line()).toBe('| a. b.');
    room.isChairPresent = false;
    room.run(10, { type: 'roomChanged' });
    expect(room.line()).toBe('a | b');
  });

  test('[FL-37] a chair who left makes it a floor without own chair', () => {
    const room = without('queue');
    room.isChairPresent = false;
    room.run(10, gone('e'));
    expect(room.line()).toBe('a | b');
  });

  test('[FL-37] a new chair who is away counts from then on', () => {
    const room = without('queue');
    room.run(10, away('f'));
    expect(room.wakeAt).toBeNull();
    room.run(20, configure(floor({ policy: 'chaired', chairFallback: 'queue', chair: id('f') })));
    expect(room.wakeAt).toBe(5020);
    room.run(30, { type: 'setFloorChair', actor: null, floorId: 'x', chair: null });
    room.run(31, { type: 'setFloorChair', actor: null, floorId: 'x', chair: id('f') });
    expect(room.wakeAt).toBe(5020);
  });
});
