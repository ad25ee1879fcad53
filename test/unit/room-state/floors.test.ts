/** What the room makes of floors: leaves, absences, grants and roles move them, and flows follow in one decision. */
import { describe, expect, test } from 'vitest';
import type { FloorSettings } from '../../../src/floor-control/floor-types.ts';
import { defaultFloorSettings, listFloors } from '../../../src/floor-control/floors.ts';
import { DEFAULT_ROOM_CONFIG } from '../../../src/room-state/default-config.ts';
import { MAX_FLOOR_ENDINGS } from '../../../src/room-state/internal/evolve.ts';
import { defaultGrants } from '../../../src/room-state/role-grants.ts';
import { createRoom, wakeAt } from '../../../src/room-state/room.ts';
import { restoreRoom, takeSnapshot } from '../../../src/room-state/snapshot.ts';
import type { MemberId, RoomId } from '../../../src/shared/ids.ts';
import { type Case, check, EVERYBODY, join, START, type Step, TestRoom } from './rooms.ts';

const configure = (more: Partial<FloorSettings> = {}, actor: string | null = 'a'): Step => ({
  type: 'configureFloor',
  actor,
  settings: { ...defaultFloorSettings('mic', 'audio'), warnMs: 0, graceMs: 0, ...more },
});
const ask = (actor: string, more: { at?: number; floorIds?: readonly string[] } = {}): Step => ({
  type: 'requestFloor',
  actor,
  requestId: `r${actor}`,
  floorIds: ['mic'],
  priority: 2,
  beneficiary: null,
  ttlMs: 0,
  ...more,
});
const release = (actor: string): Step => ({ type: 'releaseFloor', actor, target: { by: 'all' } });
/** b holds the microphone, c waits. */
const QUEUE: readonly Step[] = [configure(), ask('b'), ask('c')];
const PASSED_ON = ['floor mic: c |', 'c audio: flows'];
const muted = (grants: object) => ({ ...defaultGrants('speaker'), ...grants });

const CASES: readonly Case[] = [
  {
    rule: 'RS-104',
    name: 'a floor on a medium stops all who do not hold it',
    when: configure(),
    emits: ['floor mic: |', 'a audio: -', 'b audio: -', 'c audio: -'],
  },
  {
    rule: 'RS-104',
    name: 'a grant lets one flow',
    seen: [configure()],
    when: ask('b'),
    emits: ['floor mic: b |', 'b audio: flows'],
  },
  {
    rule: 'RS-104',
    name: 'who waits changes no flow',
    seen: [configure(), ask('b')],
    when: ask('c'),
    emits: ['floor mic: b | c'],
  },
  {
    rule: 'RS-104',
    name: 'a release stops one and starts the next',
    seen: QUEUE,
    when: release('b'),
    emits: ['b released requested', 'floor mic: c |', 'b audio: -', 'c audio: flows'],
  },
  {
    rule: 'RS-104',
    name: 'a floor lets nobody flow who is muted',
    seen: [configure(), { type: 'setSelfMute', actor: 'b', medium: 'audio', muted: true }],
    when: ask('b'),
    emits: ['floor mic: b |'],
  },
  {
    rule: 'RS-104',
    name: 'removing it gives everybody their flow back',
    seen: QUEUE,
    when: { type: 'removeFloor', actor: 'a', floorId: 'mic' },
    emits: [
      'b revoked policyChanged',
      'c denied policyChanged',
      'floor mic removed',
      'a audio: flows',
      'c audio: flows',
    ],
  },
  {
    rule: 'RS-104',
    name: 'another medium frees the one and guards the other',
    seen: [configure()],
    when: configure({ medium: 'screen' }),
    emits: [
      'floor mic: |',
      ...['a audio: flows', 'b audio: flows', 'c audio: flows'],
      ...['a screen: -', 'b screen: -', 'c screen: -'],
    ],
  },
  {
    rule: 'RS-104',
    name: 'a named floor guards no medium',
    when: configure({ medium: null }),
    emits: ['floor mic: |'],
  },
  { rule: 'RS-100', name: 'who is no member asks in vain', seen: [configure()], when: ask('z'), emits: '!notMember' },
  {
    rule: 'RS-100',
    name: 'who may not moderate makes no floors',
    when: configure({}, 'b'),
    emits: '!notAllowed',
  },
  {
    rule: 'RS-100',
    name: 'activity of the holder is noted',
    seen: QUEUE,
    when: { type: 'mediaActivity', memberId: 'b', on: { medium: 'audio' }, speaking: true },
    emits: ['account mic b'],
  },
  {
    rule: 'RS-101',
    name: 'who leaves passes the floor on',
    seen: QUEUE,
    when: { type: 'leave', actor: 'b', reason: 'left' },
    emits: ['left b left', 'b revoked memberLeft', ...PASSED_ON],
  },
  {
    rule: 'RS-101',
    name: 'who is kicked, too',
    seen: QUEUE,
    when: { type: 'kick', actor: 'a', target: 'b' },
    emits: ['left b kicked', 'b revoked memberLeft', ...PASSED_ON],
  },
  {
    rule: 'RS-101',
    name: 'a take-over gives the floor to the next, not to the new membership',
    seen: QUEUE,
    when: join('b2', { userId: 'ub' }),
    emits: ['left b replaced', 'joined b2 speaker', 'b revoked memberLeft', ...PASSED_ON],
  },
  {
    rule: 'RS-102',
    name: 'going away starts a time, and in the background stops the flow',
    seen: QUEUE,
    when: { type: 'setPresence', actor: 'b', presence: 'background' },
    emits: ['b is background', 'away b 6000', 'b audio: -', 'b video: -', 'b screen: -', 'b data: -'],
  },
  {
    rule: 'RS-102',
    name: 'being away too long loses the floor and not the membership',
    seen: [...QUEUE, { type: 'presenceLost', actor: 'b', at: 2000 }],
    when: { type: 'wake', at: 7000 },
    emits: ['away b 7000', 'b revoked memberAway', 'floor mic: c |', 'b audio: -', 'c audio: flows'],
  },
  {
    rule: 'RS-102',
    name: 'coming back in time keeps it',
    seen: [...QUEUE, { type: 'presenceLost', actor: 'b', at: 2000 }],
    when: { type: 'presenceSeen', actor: 'b', at: 6999 },
    emits: ['b is online', 'away b -'],
  },
  {
    rule: 'RS-103',
    name: 'a lost grant ends the request',
    seen: QUEUE,
    when: { type: 'setGrants', actor: 'a', target: 'b', grants: muted({ publishAudio: false }) },
    emits: ['b grants', 'b revoked noGrant', 'floor mic: c |', 'b audio: -', 'c audio: flows'],
  },
  {
    rule: 'RS-103',
    name: 'another grant does not',
    seen: QUEUE,
    when: { type: 'setGrants', actor: 'a', target: 'b', grants: muted({ publishVideo: false }) },
    emits: ['b grants', 'b video: -'],
  },
  {
    rule: 'RS-106',
    name: 'with the last moderator away a chaired floor falls back',
    seen: [configure({ policy: 'chaired', chairFallback: 'queue' }), ask('b')],
    when: { type: 'presenceLost', actor: 'a' },
    emits: ['a is suspect', 'floor mic: b |', 'b audio: flows'],
  },
  {
    rule: 'RS-106',
    name: 'it opens for everybody',
    seen: [configure({ policy: 'chaired', chairFallback: 'open' })],
    when: { type: 'leave', actor: 'a', reason: 'left' },
    emits: ['left a left', 'floor mic: |', 'b audio: flows', 'c audio: flows'],
  },
  {
    rule: 'RS-106',
    name: 'a moderator who comes closes it again',
    seen: [configure({ policy: 'chaired', chairFallback: 'open' }), { type: 'leave', actor: 'a', reason: 'left' }],
    when: join('e', { role: 'chair' }),
    emits: ['joined e chair', 'floor mic: |', 'b audio: -', 'c audio: -'],
  },
  {
    rule: 'RS-107',
    name: 'with the room goes the floor',
    seen: [configure({ chair: 'a' as MemberId })],
    when: { type: 'transferChair', actor: 'a', target: 'b' },
    emits: ['b role chair', 'b grants', 'a role speaker', 'a grants', 'floor mic: |'],
  },
  {
    rule: 'RS-105',
    name: 'the end of a turn',
    seen: [configure({ policy: 'turns', turnMs: 1000 }), ask('b'), ask('c')],
    when: { type: 'wake', at: 2000 },
    emits: ['b revoked turnOver', 'floor mic: c |', 'b audio: -', 'c audio: flows'],
  },
  {
    rule: 'RS-105',
    name: 'the end of the room leaves its floors alone',
    config: { maxDurationMs: 1000 },
    seen: [configure({ policy: 'turns', turnMs: 1000 }), ask('b'), ask('c')],
    when: { type: 'wake', at: 2000 },
    emits: ['closed roomExpired'],
  },
];

test.for(CASES)('[$rule] $name', check);

describe('floors of a room', () => {
  test('[RS-107] the new chair of the room chairs the floor', () => {
    const room = new TestRoom({}, [...EVERYBODY, configure({ chair: 'a' as MemberId })]);
    room.run({ type: 'transferChair', actor: 'a', target: 'b' });
    expect(listFloors(room.state.floors)[0]?.chair).toBe('b');
  });

  test('[RS-105] the earliest deadline counts, whoever it is of', () => {
    const room = new TestRoom({ suspectGraceMs: 3000 }, [...EVERYBODY, configure({ policy: 'turns', turnMs: 2000 })]);
    expect(wakeAt(room.state)).toBe(null);
    room.run(ask('b'));
    expect(wakeAt(room.state)).toBe(3000);
    room.run({ type: 'presenceLost', actor: 'c', at: 1500 });
    expect(wakeAt(room.state)).toBe(3000);
    room.run({ type: 'wake', at: 3000 });
    expect(wakeAt(room.state)).toBe(4500);
    room.run({ type: 'closeRoom', actor: null, reason: 'roomClosed' });
    expect(wakeAt(room.state)).toBe(null);
  });

  test('[RS-101] a suspect holder whose membership ends loses both at once', () => {
    const room = new TestRoom({ suspectGraceMs: 1000 }, [...EVERYBODY, ...QUEUE]);
    room.run({ type: 'presenceLost', actor: 'b' });
    expect(room.run({ type: 'wake', at: 2000 })).toEqual([
      'left b timedOut',
      'away b -',
      'b revoked memberLeft',
      ...PASSED_ON,
    ]);
  });

  test('[RS-108] rooms of scene remote have a control floor, others none', () => {
    const floors = (['call', 'conference', 'live', 'remote'] as const).map((scene) => {
      const config = DEFAULT_ROOM_CONFIG;
      const { floors: made, offset } = createRoom({ roomId: 'r' as RoomId, scene, epoch: 'e', config, at: START });
      expect(offset).toBe(0);
      return listFloors(made);
    });
    expect(floors.slice(0, 3)).toEqual([[], [], []]);
    expect(floors[3]).toMatchObject([
      {
        floorId: 'control',
        medium: 'data',
        policy: 'turns',
        maxHolders: 1,
        chair: null,
        turnMs: 30_000,
        confirmMs: 5000,
        warnMs: 10_000,
        graceMs: 3000,
        idleMs: 0,
      },
    ]);
  });

  test('[RS-109] the last endings of held floors are remembered until the member leaves', () => {
    const room = new TestRoom({}, [...EVERYBODY, configure()]);
    for (let round = 0; round < MAX_FLOOR_ENDINGS + 1; round += 1) {
      room.run(ask('b', { at: 2000 + round }));
      room.run({ type: 'decideFloor', actor: 'a', requestId: 'rb', decision: { kind: 'revoke' }, at: 2000 + round });
    }
    const endings = room.state.floorEndings.get('b' as MemberId);
    expect(endings).toHaveLength(MAX_FLOOR_ENDINGS);
    expect(endings?.at(-1)).toEqual({ floorIds: ['mic'], cause: 'byChair', endedAt: 2000 + MAX_FLOOR_ENDINGS });
    room.run(ask('c'));
    room.run(ask('b'));
    room.run({ type: 'cancelFloorRequest', actor: 'b', requestId: 'rb' });
    expect(room.state.floorEndings.get('b' as MemberId)).toEqual(endings);
    room.run({ type: 'leave', actor: 'b', reason: 'left' });
    expect(room.state.floorEndings.has('b' as MemberId)).toBe(false);
  });

  test('[RS-5] floors survive a snapshot through JSON', () => {
    const room = new TestRoom({}, [...EVERYBODY, ...QUEUE]);
    room.run({ type: 'mediaActivity', memberId: 'b', on: { medium: 'audio' }, speaking: true });
    room.run({ type: 'presenceLost', actor: 'b' });
    expect(restoreRoom(JSON.parse(JSON.stringify(takeSnapshot(room.state))))).toEqual(room.state);
  });
});
