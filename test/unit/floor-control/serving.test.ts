import { describe, test } from 'vitest';
import { ask, away, back, cancel, choose, floor, id, move, type Row, release, runRow } from './floor-room.ts';

const x = floor();
const y = floor({ floorId: 'y' });
const z = floor({ floorId: 'z' });
const both = ['x', 'y'];

const serving: Row[] = [
  {
    rule: 'FL-20',
    name: 'three ask for two places',
    floors: [floor({ maxHolders: 2 })],
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, ask('c')],
    ],
    shows: { x: 'a b | c' },
  },
  {
    rule: 'FL-20',
    name: 'a place in its grace is not free',
    floors: [floor({ graceMs: 5 })],
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, choose('mod', 'ra', 'revoke')],
    ],
    shows: { x: 'a~byChair | b' },
    wakes: 8,
  },
  {
    rule: 'FL-21',
    name: 'who is away is passed over and keeps the place',
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, ask('c')],
      [4, ask('d')],
      [5, away('b')],
      [6, release('a')],
    ],
    shows: { x: 'c | b d' },
  },
  {
    rule: 'FL-21',
    name: 'who comes back is served before those behind',
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, ask('c')],
      [4, away('b')],
      [5, back('b')],
      [6, release('a')],
    ],
    shows: { x: 'b | c' },
  },
  {
    rule: 'FL-21',
    name: 'coming back to a free floor',
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, away('b')],
      [4, release('a')],
      [5, back('b')],
    ],
    shows: { x: 'b |' },
  },
  {
    rule: 'FL-22',
    name: 'both floors at once when both are free',
    floors: [x, y],
    steps: [[1, ask('a', { on: both })]],
    shows: { x: 'a |', y: 'a |' },
  },
  {
    rule: 'FL-22',
    name: 'none while one is taken',
    floors: [x, y],
    steps: [
      [1, ask('a', { on: ['y'] })],
      [2, ask('b', { on: both })],
    ],
    shows: { x: '| b', y: 'a | b' },
  },
  {
    rule: 'FL-23',
    name: 'the free floor is kept for who is first in waiting, whatever comes after',
    floors: [x, y],
    steps: [
      [1, ask('a', { on: ['y'] })],
      [2, ask('b', { on: both })],
      [3, ask('c')],
      [4, release('a')],
    ],
    shows: { x: 'b | c', y: 'b |' },
  },
  {
    rule: 'FL-23',
    name: 'one place is kept, not all of them',
    floors: [floor({ maxHolders: 3 }), y],
    steps: [
      [1, ask('a', { on: ['y'] })],
      [2, ask('b', { on: both })],
      [3, ask('c')],
      [4, ask('d')],
      [5, ask('e')],
    ],
    shows: { x: 'c d | b e' },
  },
  {
    rule: 'FL-23',
    name: 'who waits behind others on one floor keeps nothing on the other',
    floors: [x, y],
    steps: [
      [1, ask('a', { on: ['y'] })],
      [2, ask('b', { on: ['y'] })],
      [3, ask('c', { on: both })],
      [4, ask('d')],
      [5, release('a')],
      [6, release('b')],
    ],
    shows: { x: 'd | c', y: '| c' },
  },
  {
    rule: 'FL-23',
    name: 'one behind a kept place of another does not keep a third floor',
    floors: [x, y, z],
    steps: [
      [1, ask('a', { on: ['x'] })],
      [2, ask('b', { on: ['x', 'y'] })],
      [3, ask('c', { on: ['y', 'z'] })],
      [4, ask('d', { on: ['z'] })],
    ],
    shows: { x: 'a | b', y: '| b c', z: 'd | c' },
  },
  {
    rule: 'FL-23',
    name: 'the kept place is given on when the request ends or its member is away',
    floors: [x, y],
    steps: [
      [1, ask('a', { on: ['y'] })],
      [2, ask('b', { on: both })],
      [3, ask('c')],
      [4, cancel('b')],
    ],
    shows: { x: 'c |', y: 'a |' },
  },
  {
    rule: 'FL-23',
    name: 'no place is kept for who is away',
    floors: [x, y],
    steps: [
      [1, ask('a', { on: ['y'] })],
      [2, ask('b', { on: both })],
      [3, ask('c')],
      [4, away('b')],
    ],
    shows: { x: 'c | b', y: 'a | b' },
  },
  {
    rule: 'FL-24',
    name: 'contradicting orders: the elder first',
    floors: [x, y],
    steps: [
      [1, ask('a', { on: both })],
      [2, ask('b', { on: both })],
      [3, ask('c', { on: ['y', 'x'] })],
      [4, choose('mod', 'rc', { kind: 'reorder', queuePosition: 1 })],
      [5, release('a')],
    ],
    shows: { x: 'c | b', y: 'c | b' },
  },
  {
    rule: 'FL-24',
    name: 'contradicting orders of two chairs: the elder first, by id within one instant',
    floors: [floor({ chair: id('e') }), y],
    steps: [
      [1, ask('a', { on: both })],
      [2, ask('b', { on: both, as: 'r2' })],
      [2, ask('c', { on: both, as: 'r1' })],
      [3, move('e', 'r1', 1)],
      [4, release('a')],
    ],
    shows: { x: 'c | b', y: 'c | b' },
  },
  {
    rule: 'FL-24',
    name: 'contradicting orders of two chairs: the elder is first on the other floor',
    floors: [x, floor({ floorId: 'y', chair: id('e') })],
    steps: [
      [1, ask('a', { on: both })],
      [2, ask('b', { on: both })],
      [3, ask('c', { on: both })],
      [4, move('e', 'rc', 1)],
      [5, release('a')],
    ],
    shows: { x: 'b | c', y: 'b | c' },
  },
  {
    rule: 'FL-24',
    name: 'contradicting orders: the elder is found behind the younger floor',
    floors: [floor({ chair: id('e') }), y],
    steps: [
      [1, ask('a', { on: both })],
      [2, ask('b', { on: both })],
      [3, ask('c', { on: both })],
      [4, move('e', 'rc', 1)],
      [5, release('a')],
    ],
    shows: { x: 'b | c', y: 'b | c' },
  },
];

describe('who gets a free place', () => {
  test.for(serving)('[$rule] $name', runRow);
});
