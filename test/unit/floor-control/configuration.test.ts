import { describe, expect, test } from 'vitest';
import { createFloors, evolve, holds, listFloors } from '../../../src/floor-control/floors.ts';
import { ask, configure, FloorRoom, floor, id, type Row, remove, runRow, speaks } from './floor-room.ts';

const x = floor();
const y = floor({ floorId: 'y' });
const both = ['x', 'y'];
const chaired = floor({ policy: 'chaired', chair: id('e') });

const bad = (more: Parameters<typeof floor>[0]): Row['steps'] => [[1, configure(floor(more))]];
const configuring: Row[] = [
  { rule: 'FL-1', name: 'a member configures', steps: [[1, configure(x, 'a')]], refused: 'notAllowed' },
  { rule: 'FL-1', name: 'a member removes', steps: [[1, remove('x', 'a')]], refused: 'notAllowed' },
  { rule: 'FL-1', name: 'a moderator creates', steps: [[1, configure(y, 'mod')]], shows: { y: '|' } },
  {
    rule: 'FL-1',
    name: 'a moderator removes what is not there',
    steps: [[1, remove('y', 'mod')]],
    refused: 'floorNotFound',
  },
  { rule: 'FL-2', name: 'no places', steps: bad({ maxHolders: 0 }), refused: 'invalidArgument' },
  { rule: 'FL-2', name: 'half a place', steps: bad({ maxHolders: 1.5 }), refused: 'invalidArgument' },
  { rule: 'FL-2', name: 'a negative duration', steps: bad({ idleMs: -1 }), refused: 'invalidArgument' },
  {
    rule: 'FL-2',
    name: 'an endless duration',
    steps: bad({ graceMs: Number.POSITIVE_INFINITY }),
    refused: 'invalidArgument',
  },
  { rule: 'FL-2', name: 'turns without a turn time', steps: bad({ policy: 'turns' }), refused: 'invalidArgument' },
  { rule: 'FL-2', name: 'a stranger as chair', steps: bad({ chair: id('stranger') }), refused: 'memberNotFound' },
  {
    rule: 'FL-2',
    name: 'a medium guarded twice',
    floors: [floor({ medium: 'audio' })],
    steps: [[1, configure(floor({ floorId: 'y', medium: 'audio' }))]],
    refused: 'invalidArgument',
  },
  {
    rule: 'FL-2',
    name: 'too many floors',
    limits: { maxFloors: 1 },
    steps: [[1, configure(y)]],
    refused: 'limitExceeded',
  },
  {
    rule: 'FL-4',
    name: 'fewer places: the newest lose theirs, a longer queue is served in its order',
    floors: [floor({ maxHolders: 3, graceMs: 5 })],
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, ask('c')],
      [4, ask('d')],
      [5, configure(floor({ maxHolders: 1 }))],
    ],
    shows: { x: 'a | d' },
    ended: ['c revoked policyChanged', 'b revoked policyChanged'],
  },
  {
    rule: 'FL-4',
    name: 'more places',
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, configure(floor({ maxHolders: 2 }))],
    ],
    shows: { x: 'a b |' },
  },
  {
    rule: 'FL-4',
    name: 'another policy',
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, configure(chaired)],
    ],
    shows: { x: 'a | b.' },
  },
  {
    rule: 'FL-4',
    name: 'open, and closed again',
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, configure(floor({ policy: 'open' }))],
      [4, ask('c')],
      [5, configure(floor({ policy: 'priority', maxHolders: 2 }))],
    ],
    shows: { x: 'a b |' },
    ended: ['c revoked policyChanged'],
  },
  {
    rule: 'FL-5',
    name: 'another medium',
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, configure(floor({ medium: 'video' }))],
    ],
    shows: { x: '|' },
    ended: ['a revoked policyChanged', 'b denied policyChanged'],
  },
  {
    rule: 'FL-5',
    name: 'removed, with the other floors of its requests, also while somebody speaks',
    floors: [x, y],
    steps: [
      [1, ask('a', { on: both })],
      [2, speaks('a', true)],
      [3, ask('b')],
      [4, remove('x', 'mod')],
    ],
    shows: { y: '|' },
    ended: ['a revoked policyChanged', 'b denied policyChanged'],
  },
];

describe('floors are configured', () => {
  test.for(configuring)('[$rule] $name', runRow);

  test('[FL-3] a removed floor guards nothing', () => {
    const room = new FloorRoom([floor({ medium: 'audio' })]);
    expect(holds(room.state, 'audio', id('a'))).toBe(false);
    room.run(1, remove('x'));
    expect(holds(room.state, 'audio', id('a'))).toBe(true);
  });

  test('[FL-7] floors are listed by id', () => {
    const room = new FloorRoom([floor({ floorId: 'm' }), y, x, floor({ floorId: 'b' })]);
    expect(listFloors(room.state).map(({ floorId }) => floorId)).toEqual(['b', 'm', 'x', 'y']);
  });

  test('[FL-80] what the types do not know is a bug, not a change', () => {
    const room = new FloorRoom();
    expect(() => room.run(1, { type: 'nonsense' } as never)).toThrow('unexpected variant');
    expect(() => evolve(room.state, { type: 'nonsense' } as never)).toThrow('unexpected variant');
  });

  test('[FL-80] notes about floors that are not there change nothing', () => {
    const state = createFloors();
    expect(evolve(state, { type: 'accountNoted', floorId: 'x', memberId: id('a'), account: null })).toBe(state);
    expect(evolve(state, { type: 'floorRemoved', floorId: 'x' })).toEqual(state);
  });
});
