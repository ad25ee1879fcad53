import { describe, test } from 'vitest';
import {
  ask,
  choose,
  confirm,
  floor,
  gone,
  handOver,
  id,
  move,
  type Row,
  release,
  runRow,
  wake,
} from './floor-room.ts';

const both = ['x', 'y'];
const chaired = floor({ policy: 'chaired', chair: id('e') });
const chairedToo = floor({ floorId: 'y', policy: 'chaired', chair: id('f') });

const deciding: Row[] = [
  {
    rule: 'FL-50',
    name: 'a member decides',
    steps: [
      [1, ask('a')],
      [2, choose('b', 'ra', 'grant')],
    ],
    refused: 'chairRequired',
  },
  {
    rule: 'FL-50',
    name: 'the chair of another floor decides',
    floors: [chaired, chairedToo],
    steps: [
      [1, ask('a')],
      [2, choose('f', 'ra', 'grant')],
    ],
    refused: 'chairRequired',
  },
  {
    rule: 'FL-50',
    name: 'chair, moderator and server decide',
    floors: [floor({ ...chaired, maxHolders: 3 })],
    steps: [
      [1, ask('a')],
      [1, ask('b')],
      [1, ask('c')],
      [2, choose('e', 'ra', 'grant')],
      [2, choose('mod', 'rb', 'grant')],
      [2, choose(null, 'rc', 'grant')],
    ],
    shows: { x: 'a b c |' },
  },
  {
    rule: 'FL-51',
    name: 'chosen ones go first, in every policy',
    floors: [floor({ policy: 'priority' })],
    steps: [
      [1, ask('a', { priority: 4 })],
      [2, ask('b', { priority: 3 })],
      [3, ask('c', { priority: 1 })],
      [4, choose('mod', 'rc', 'grant')],
    ],
    shows: { x: 'a | c b' },
  },
  {
    rule: 'FL-51',
    name: 'one of two chairs is not enough',
    floors: [chaired, chairedToo],
    steps: [
      [1, ask('a', { on: both })],
      [2, choose('e', 'ra', 'grant')],
      [3, choose('e', 'ra', 'grant')],
    ],
    shows: { x: '| a.', y: '| a.' },
  },
  {
    rule: 'FL-51',
    name: 'both chairs chose it',
    floors: [chaired, chairedToo],
    steps: [
      [1, ask('a', { on: both })],
      [2, choose('e', 'ra', 'grant')],
      [3, choose('f', 'ra', 'grant')],
    ],
    shows: { x: 'a |', y: 'a |' },
  },
  {
    rule: 'FL-51',
    name: 'granting what is granted',
    steps: [
      [1, ask('a')],
      [2, choose('mod', 'ra', 'grant')],
    ],
    shows: { x: 'a |' },
  },
  {
    rule: 'FL-51',
    name: 'granting what is being revoked',
    floors: [floor({ graceMs: 5 })],
    steps: [
      [1, ask('a')],
      [2, choose('mod', 'ra', 'revoke')],
      [3, choose('mod', 'ra', 'grant')],
    ],
    refused: 'floorPolicyForbids',
  },
  {
    rule: 'FL-52',
    name: 'denied while waiting, revoked while granted, by either word',
    steps: [
      [1, ask('a')],
      [1, ask('b')],
      [1, ask('c')],
      [2, choose('mod', 'rb', 'revoke')],
      [3, choose('mod', 'ra', 'deny')],
    ],
    shows: { x: 'c |' },
    ended: ['b denied byChair', 'a revoked byChair'],
  },
  {
    rule: 'FL-52',
    name: 'twice does not prolong the grace, and confirming ones are denied',
    floors: [floor({ policy: 'turns', turnMs: 100, confirmMs: 10, graceMs: 5 })],
    steps: [
      [1, ask('a')],
      [1, ask('b')],
      [2, choose('mod', 'ra', 'revoke')],
      [6, choose('mod', 'ra', 'revoke')],
      [7, wake],
      [8, choose('mod', 'rb', 'deny')],
    ],
    shows: { x: '|' },
    ended: ['a revoked byChair', 'b denied byChair'],
  },
  {
    rule: 'FL-53',
    name: 'to the front, and beyond the end',
    steps: [
      [1, ask('a')],
      [1, ask('b')],
      [1, ask('c')],
      [1, ask('d')],
      [2, move('mod', 'rd', 1)],
      [3, move('mod', 'rb', 99)],
    ],
    shows: { x: 'a | d c b' },
  },
  {
    rule: 'FL-53',
    name: 'only on the floors of that chair',
    floors: [chaired, chairedToo],
    steps: [
      [1, ask('a', { on: both })],
      [1, ask('b', { on: both })],
      [2, move('e', 'rb', 1)],
    ],
    shows: { x: '| b. a.', y: '| a. b.' },
  },
  {
    rule: 'FL-53',
    name: 'to position 0',
    steps: [
      [1, ask('a')],
      [1, ask('b')],
      [2, move('mod', 'rb', 0)],
    ],
    refused: 'invalidArgument',
  },
  {
    rule: 'FL-53',
    name: 'to position 1.5',
    steps: [
      [1, ask('a')],
      [1, ask('b')],
      [2, move('mod', 'rb', 1.5)],
    ],
    refused: 'invalidArgument',
  },
  {
    rule: 'FL-53',
    name: 'of a holder',
    steps: [
      [1, ask('a')],
      [2, move('mod', 'ra', 1)],
    ],
    refused: 'floorPolicyForbids',
  },
  {
    rule: 'FL-53',
    name: 'against the policy',
    floors: [floor({ policy: 'leastSpoken' })],
    steps: [
      [1, ask('a')],
      [1, ask('b')],
      [2, move('mod', 'rb', 1)],
    ],
    refused: 'floorPolicyForbids',
  },
  {
    rule: 'FL-54',
    name: 'the chair hands over and decides no longer',
    floors: [chaired],
    steps: [
      [1, ask('a')],
      [2, handOver('e', 'x', 'f')],
      [3, choose('f', 'ra', 'grant')],
      [4, choose('e', 'ra', 'revoke')],
    ],
    refused: 'chairRequired',
    shows: { x: 'a |' },
  },
  { rule: 'FL-54', name: 'to itself', floors: [chaired], steps: [[1, handOver('e', 'x', 'e')]] },
  {
    rule: 'FL-54',
    name: 'by somebody else',
    floors: [chaired],
    steps: [[1, handOver('a', 'x', 'a')]],
    refused: 'chairRequired',
  },
  {
    rule: 'FL-54',
    name: 'to a stranger',
    floors: [chaired],
    steps: [[1, handOver('mod', 'x', 'stranger')]],
    refused: 'memberNotFound',
  },
  { rule: 'FL-54', name: 'of an unknown floor', steps: [[1, handOver('mod', 'z', 'a')]], refused: 'floorNotFound' },
  {
    rule: 'FL-54',
    name: 'a chair who left',
    floors: [chaired],
    steps: [
      [1, ask('a')],
      [2, gone('e')],
      [3, choose('mod', 'ra', 'grant')],
    ],
    shows: { x: 'a |' },
  },
  {
    rule: 'FL-40',
    name: 'the one whose turn it is, twice',
    floors: [floor({ policy: 'turns', turnMs: 100, confirmMs: 10 })],
    steps: [
      [1, ask('a')],
      [1, ask('b')],
      [2, release('a')],
      [3, confirm('b')],
      [4, confirm('b')],
    ],
    shows: { x: 'b |' },
    wakes: 103,
  },
  {
    rule: 'FL-40',
    name: 'somebody else',
    steps: [
      [1, ask('a')],
      [2, confirm('b', 'ra')],
    ],
    refused: 'notAllowed',
  },
  {
    rule: 'FL-40',
    name: 'not their turn',
    steps: [
      [1, ask('a')],
      [1, ask('b')],
      [2, confirm('b')],
    ],
    refused: 'floorPolicyForbids',
  },
  { rule: 'FL-40', name: 'of nothing', steps: [[1, confirm('b')]], refused: 'requestNotFound' },
];

describe('chairs decide', () => {
  test.for(deciding)('[$rule] $name', runRow);
});
