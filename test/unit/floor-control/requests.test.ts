import { describe, expect, test } from 'vitest';
import { findRequest, holds, holdsFloor } from '../../../src/floor-control/floors.ts';
import {
  ask,
  cancel,
  choose,
  configure,
  FloorRoom,
  floor,
  id,
  move,
  type Row,
  release,
  releaseAll,
  releaseFloorOf,
  roomChanged,
  runRow,
  wake,
} from './floor-room.ts';

const x = floor();
const y = floor({ floorId: 'y' });
const audio = floor({ medium: 'audio' });

const refusals: Row[] = [
  { rule: 'FL-10', name: 'no floor', steps: [[1, ask('a', { on: [] })]], refused: 'invalidArgument' },
  { rule: 'FL-10', name: 'a floor twice', steps: [[1, ask('a', { on: ['x', 'x'] })]], refused: 'invalidArgument' },
  { rule: 'FL-10', name: 'an unknown floor', steps: [[1, ask('a', { on: ['x', 'z'] })]], refused: 'floorNotFound' },
  { rule: 'FL-10', name: 'priority above 4', steps: [[1, ask('a', { priority: 5 })]], refused: 'invalidArgument' },
  { rule: 'FL-10', name: 'priority below 0', steps: [[1, ask('a', { priority: -1 })]], refused: 'invalidArgument' },
  { rule: 'FL-10', name: 'half a priority', steps: [[1, ask('a', { priority: 0.5 })]], refused: 'invalidArgument' },
  { rule: 'FL-10', name: 'a negative lifetime', steps: [[1, ask('a', { ttlMs: -1 })]], refused: 'invalidArgument' },
  {
    rule: 'FL-10',
    name: 'a lifetime of NaN',
    steps: [[1, ask('a', { ttlMs: Number.NaN })]],
    refused: 'invalidArgument',
  },
  { rule: 'FL-11', name: 'a stranger asks', steps: [[1, ask('stranger')]], refused: 'notMember' },
  { rule: 'FL-11', name: 'for a stranger', steps: [[1, ask('stranger', { by: 'mod' })]], refused: 'memberNotFound' },
  { rule: 'FL-12', name: 'for somebody else', steps: [[1, ask('a', { by: 'b' })]], refused: 'chairRequired' },
  { rule: 'FL-12', name: 'the server for nobody', steps: [[1, ask(null, { by: null })]], refused: 'invalidArgument' },
  {
    rule: 'FL-12',
    name: 'the chair of one of two floors for somebody else',
    floors: [floor({ chair: id('b') }), y],
    steps: [[1, ask('a', { by: 'b', on: ['x', 'y'] })]],
    refused: 'chairRequired',
  },
  {
    rule: 'FL-13',
    name: 'a second request for a held floor',
    floors: [x, y],
    steps: [
      [1, ask('a')],
      [2, ask('a', { on: ['y', 'x'], as: 'other' })],
    ],
    refused: 'alreadyRequested',
  },
  {
    rule: 'FL-13',
    name: 'more requests than a member may have',
    floors: [x, y],
    limits: { maxRequestsPerMember: 1 },
    steps: [
      [1, ask('a')],
      [2, ask('a', { on: ['y'], as: 'other' })],
    ],
    refused: 'limitExceeded',
  },
  {
    rule: 'FL-13',
    name: 'more requests than a floor may have',
    limits: { maxRequestsPerFloor: 2 },
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, ask('c')],
    ],
    refused: 'floorQueueFull',
  },
  {
    rule: 'FL-15',
    name: 'cancelling what belongs to others',
    steps: [
      [1, ask('a')],
      [2, cancel('b', 'ra')],
    ],
    refused: 'notAllowed',
  },
  {
    rule: 'FL-16',
    name: 'release of a floor not asked for',
    steps: [[1, releaseFloorOf('a', 'x')]],
    refused: 'notHolder',
  },
  {
    rule: 'FL-16',
    name: 'release of an unknown floor',
    steps: [[1, releaseFloorOf('a', 'z')]],
    refused: 'floorNotFound',
  },
  { rule: 'FL-17', name: 'cancelling an unknown request', steps: [[1, cancel('a')]], refused: 'requestNotFound' },
  {
    rule: 'FL-17',
    name: 'releasing an ended request',
    steps: [
      [1, ask('a')],
      [2, release('a')],
      [3, release('a')],
    ],
    refused: 'requestNotFound',
  },
  {
    rule: 'FL-17',
    name: 'deciding about an unknown request',
    steps: [[1, choose('mod', 'ra', 'grant')]],
    refused: 'requestNotFound',
  },
];

describe('requests that are refused', () => {
  test.for(refusals)('[$rule] $name', runRow);

  test('[FL-11] who may not publish the medium', () => {
    const room = new FloorRoom([audio]);
    room.silencedMedia.add('a:audio');
    expect(room.run(1, ask('a'))).toEqual({ rejected: 'notAllowed' });
  });
});

const lives: Row[] = [
  {
    rule: 'FL-12',
    name: 'moderator, chair and server ask for others',
    floors: [floor({ maxHolders: 3, chair: id('c') })],
    steps: [
      [1, ask('a', { by: 'mod' })],
      [2, ask('b', { by: 'c' })],
      [3, ask('d', { by: null })],
    ],
    shows: { x: 'a b d |' },
  },
  {
    rule: 'FL-14',
    name: 'a waiting request lapses, a granted one does not',
    steps: [
      [1, ask('a', { ttlMs: 10 })],
      [1, ask('b', { ttlMs: 10 })],
      [11, wake],
    ],
    shows: { x: 'a |' },
    ended: ['b cancelled requestExpired'],
    wakes: null,
  },
  {
    rule: 'FL-15',
    name: 'cancel ends a waiting request and releases a granted one',
    steps: [
      [1, ask('a')],
      [2, ask('b')],
      [3, cancel('b')],
      [4, cancel('a')],
    ],
    shows: { x: '|' },
    ended: ['b cancelled requested', 'a released requested'],
  },
  {
    rule: 'FL-15',
    name: 'release ends a waiting request too, also by the one who asked for it',
    steps: [
      [1, ask('a')],
      [2, ask('b', { by: 'mod' })],
      [3, release('mod', 'rb')],
    ],
    ended: ['b cancelled requested'],
  },
  {
    rule: 'FL-16',
    name: 'release by floor gives back all floors of the request',
    floors: [x, y],
    steps: [
      [1, ask('a', { on: ['x', 'y'] })],
      [2, releaseFloorOf('a', 'y')],
    ],
    shows: { x: '|', y: '|' },
    ended: ['a released requested'],
  },
  {
    rule: 'FL-16',
    name: 'release of everything, and of nothing',
    floors: [x, y],
    steps: [
      [1, ask('a', { as: 'one' })],
      [2, ask('b', { on: ['y'] })],
      [3, ask('a', { on: ['y'], as: 'two' })],
      [4, releaseAll('a')],
      [5, releaseAll('a')],
    ],
    shows: { x: '|', y: 'b |' },
    ended: ['a released requested', 'a cancelled requested'],
  },
];

describe('the life of a request', () => {
  test.for(lives)('[$rule] $name', runRow);

  test('[FL-18] one event with the whole floor per change, none without one', () => {
    const room = new FloorRoom([x]);
    room.run(1, ask('a'));
    room.run(2, ask('b'));
    const seen = room.log.length;
    room.run(3, wake);
    room.run(3, move('mod', 'rb', 1));
    room.run(4, roomChanged);
    room.run(4, configure(x));
    room.run(4, choose('mod', 'ra', 'grant'));
    expect(room.log).toHaveLength(seen);
    room.run(5, release('a'));
    expect(room.log.slice(seen).map((event) => event.type)).toEqual(['requestEnded', 'floorChanged']);
  });

  test('[FL-25] the worst position of a request for two floors', () => {
    const room = new FloorRoom([x, y]);
    for (const [name, on] of Object.entries({ a: ['x'], b: ['y'], c: ['x'], d: ['x', 'y'], e: ['y', 'x'] })) {
      room.run(1, ask(name, { on }));
    }
    expect(findRequest(room.state, 'rd')?.queuePosition).toBe(2);
    expect(findRequest(room.state, 're')?.queuePosition).toBe(3);
    expect(findRequest(room.state, 'ra')).toMatchObject({ queuePosition: 0, request: { status: 'granted' } });
    expect(findRequest(room.state, 'rz')).toBeUndefined();
  });

  test('[FL-3] who holds what', () => {
    const room = new FloorRoom([{ ...audio, graceMs: 5 }]);
    room.run(1, ask('a'));
    room.run(1, ask('b'));
    expect(['a', 'b', 'c'].map((name) => holds(room.state, 'audio', id(name)))).toEqual([true, false, false]);
    expect(holds(room.state, 'video', id('b'))).toBe(true);
    expect(holdsFloor(room.state, 'x', id('a'))).toBe(true);
    expect(holdsFloor(room.state, 'z', id('a'))).toBe(false);
    room.run(2, choose('mod', 'ra', 'revoke'));
    expect(holds(room.state, 'audio', id('a'))).toBe(true);
    room.run(7, wake);
    expect(holds(room.state, 'audio', id('a'))).toBe(false);
    room.run(8, configure({ ...audio, policy: 'open' }));
    expect(holds(room.state, 'audio', id('c'))).toBe(true);
  });
});
