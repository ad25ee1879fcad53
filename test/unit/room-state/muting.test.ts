import { describe, expect, test } from 'vitest';
import { effectiveMedia, everybodyHolds } from '../../../src/room-state/effective-media.ts';
import { defaultGrants } from '../../../src/room-state/role-grants.ts';
import type { Medium, MediumState, Member } from '../../../src/room-state/room-types.ts';
import { type Case, check, join, type Step, TestRoom } from './rooms.ts';

const self = (actor: string, muted: boolean, medium: Medium = 'audio'): Step => {
  return { type: 'setSelfMute', actor, medium, muted };
};
const moderator = (actor: string, target: string, muted: boolean, medium: Medium = 'audio'): Step => {
  return { type: 'setModeratorMute', actor, target, medium, muted };
};
const muteAll = (actor: string, allowUnmute: boolean, media: Medium[] = ['audio'], except: string[] = []): Step => {
  return { type: 'muteAll', actor, media, except, allowUnmute };
};
const setRole = (target: string, role: Member['role']): Step => ({ type: 'setRole', actor: 'a', target, role });
const promote = (target: string): Step => {
  return { type: 'setGrants', actor: 'a', target, grants: { ...defaultGrants('speaker'), moderate: true } };
};

describe('effective media', () => {
  interface Flow {
    readonly name: string;
    readonly flows: boolean;
    readonly member?: Partial<Member>;
    readonly audio?: Partial<MediumState>;
    readonly medium?: Medium;
    readonly backgroundAudio?: boolean;
    readonly floorHeld?: typeof everybodyHolds;
  }
  test.for<Flow>([
    { name: 'everything is well', flows: true },
    { name: 'suspect is present', flows: true, member: { presence: 'suspect' } },
    { name: 'muted by itself', flows: false, audio: { selfMuted: true } },
    { name: 'muted by a moderator', flows: false, audio: { moderatorMuted: true } },
    { name: 'not granted', flows: false, member: { grants: { ...defaultGrants('speaker'), publishAudio: false } } },
    { name: 'hidden', flows: false, member: { grants: { ...defaultGrants('speaker'), hidden: true } } },
    { name: 'in the background', flows: false, member: { presence: 'background' } },
    { name: 'background audio', flows: true, member: { presence: 'background' }, backgroundAudio: true },
    {
      name: 'background video',
      flows: false,
      medium: 'video',
      member: { presence: 'background' },
      backgroundAudio: true,
    },
    { name: 'without the floor', flows: false, floorHeld: (medium, id) => !(medium === 'audio' && id === 'b') },
    { name: 'with the floor', flows: true, floorHeld: (medium, id) => medium === 'audio' && id === 'b' },
  ])('[RS-10] $name: $flows', ({ flows, member = {}, audio = {}, medium = 'audio', ...context }) => {
    const before = new TestRoom().member('b');
    const after = { ...before, ...member, media: { ...before.media, audio: { ...before.media.audio, ...audio } } };
    expect(effectiveMedia(after, medium, { backgroundAudio: false, floorHeld: everybodyHolds, ...context })).toBe(
      flows,
    );
  });
});

describe('mutes', () => {
  test.for<Case>([
    { rule: 'RS-11', name: 'a change is told once', when: self('b', true), emits: ['b audio: self'] },
    { rule: 'RS-6', name: 'muted already', seen: [self('b', true)], when: self('b', true), emits: [] },
    {
      rule: 'RS-50',
      name: 'both mutes',
      seen: [self('b', true)],
      when: moderator('a', 'b', true),
      emits: ['b audio: self moderator'],
    },
    {
      rule: 'RS-50',
      name: 'lifting one leaves the other',
      seen: [self('b', true), moderator('a', 'b', true)],
      when: moderator('a', 'b', false),
      emits: ['b audio: self'],
    },
    {
      rule: 'RS-51',
      name: 'unmuting against a moderator',
      seen: [self('b', true), moderator('a', 'b', true)],
      when: self('b', false),
      emits: '!unmuteNotAllowed',
    },
    {
      rule: 'RS-51',
      name: 'muting oneself beside a moderator mute',
      seen: [moderator('a', 'b', true)],
      when: self('b', true),
      emits: ['b audio: self moderator'],
    },
    {
      rule: 'RS-51',
      name: 'unmuting after it was lifted',
      seen: [self('b', true), moderator('a', 'b', true), moderator('a', 'b', false)],
      when: self('b', false),
      emits: ['b audio: flows'],
    },
    { rule: 'RS-52', name: 'mute by a speaker', when: moderator('b', 'c', true), emits: '!notAllowed' },
    { rule: 'RS-52', name: 'mute all by a speaker', when: muteAll('b', true), emits: '!notAllowed' },
    {
      rule: 'RS-52',
      name: 'an invitation by a speaker',
      when: { type: 'inviteToUnmute', actor: 'b', target: 'c', medium: 'audio' },
      emits: '!notAllowed',
    },
    {
      rule: 'RS-52',
      name: 'an invitation',
      when: { type: 'inviteToUnmute', actor: 'a', target: 'c', medium: 'video' },
      emits: ['invited c video'],
    },
    {
      rule: 'RS-3',
      name: 'an invitation to nobody',
      when: { type: 'inviteToUnmute', actor: 'a', target: 'x', medium: 'video' },
      emits: '!memberNotFound',
    },
    { rule: 'RS-3', name: 'mute of nobody', when: moderator('a', 'x', true), emits: '!memberNotFound' },
    { rule: 'RS-3', name: 'mute by nobody', when: moderator('x', 'b', true), emits: '!notMember' },
    {
      rule: 'RS-71',
      name: 'a moderator mutes the chair',
      seen: [promote('b')],
      when: moderator('b', 'a', true),
      emits: '!chairRequired',
    },
    { rule: 'RS-71', name: 'the chair mutes itself', when: moderator('a', 'a', true), emits: ['a audio: moderator'] },
    { rule: 'RS-53', name: 'no media', when: muteAll('a', true, []), emits: '!invalidArgument' },
    {
      rule: 'RS-53',
      name: 'all but the chair and c',
      when: muteAll('a', true, ['audio'], ['c']),
      emits: ['b audio: self', 'd audio: self'],
    },
    {
      rule: 'RS-53',
      name: 'a moderator spares the chair',
      seen: [promote('b')],
      when: muteAll('b', true, ['data', 'audio', 'audio']),
      emits: ['c audio: self', 'c data: self', 'd audio: self', 'd data: self'],
    },
    {
      rule: 'RS-53',
      name: 'the chair spares no other chair',
      seen: [setRole('b', 'chair')],
      when: muteAll('a', true),
      emits: ['b audio: self', 'c audio: self', 'd audio: self'],
    },
    {
      rule: 'RS-54',
      name: 'lock with exceptions',
      seen: [promote('b')],
      when: muteAll('a', false, ['video', 'audio'], ['c', 'x', 'c']),
      emits: ['policy lock:audio,video free:c', 'd audio: lock', 'd video: lock'],
    },
    { rule: 'RS-54', name: 'the same lock again', seen: [muteAll('a', false)], when: muteAll('a', false), emits: [] },
    {
      rule: 'RS-54',
      name: 'a later lock adds media and frees those excepted now',
      seen: [muteAll('a', false, ['audio'], ['d'])],
      when: muteAll('a', false, ['video'], ['b']),
      emits: ['policy lock:audio,video free:b', 'b audio: self', 'c video: lock', 'd video: lock'],
    },
    {
      rule: 'RS-51',
      name: 'nobody unmutes against a lock',
      seen: [muteAll('a', false)],
      when: self('b', false),
      emits: '!unmuteNotAllowed',
    },
    {
      rule: 'RS-56',
      name: 'the lock ends',
      seen: [muteAll('a', false, ['audio'], ['c'])],
      when: muteAll('a', true),
      emits: ['policy', 'b audio: self', 'c audio: self', 'd audio: self'],
    },
    {
      rule: 'RS-56',
      name: 'excepted from the mute, but not put on air',
      seen: [muteAll('a', false)],
      when: muteAll('a', true, ['audio'], ['b', 'c', 'd']),
      emits: ['policy', 'b audio: self', 'c audio: self', 'd audio: self'],
    },
    {
      rule: 'RS-56',
      name: 'the lock ends for one of two media',
      seen: [muteAll('a', false, ['audio', 'video'], ['b', 'c'])],
      when: muteAll('a', true, ['video'], ['b', 'c']),
      emits: ['policy lock:audio free:b,c', 'd video: self'],
    },
    {
      rule: 'RS-56',
      name: 'mutes by name outlive the lock',
      seen: [moderator('a', 'b', true), muteAll('a', false)],
      when: muteAll('a', true),
      emits: ['policy', 'b audio: self moderator', 'c audio: self', 'd audio: self'],
    },
    {
      rule: 'RS-58',
      name: 'muted by name under the lock',
      seen: [muteAll('a', false)],
      when: moderator('a', 'b', true),
      emits: ['b audio: moderator'],
    },
    {
      rule: 'RS-58',
      name: 'unmuted by name under the lock',
      seen: [muteAll('a', false)],
      when: moderator('a', 'b', false),
      emits: ['b audio: flows'],
    },
    {
      rule: 'RS-57',
      name: 'rises above the lock',
      seen: [muteAll('a', false)],
      when: promote('b'),
      emits: ['b grants', 'b audio: self'],
    },
    {
      rule: 'RS-57',
      name: 'falls below the lock',
      seen: [promote('b'), muteAll('a', false)],
      when: { type: 'setGrants', actor: 'a', target: 'b', grants: defaultGrants('speaker') },
      emits: ['b grants', 'b audio: lock'],
    },
    {
      rule: 'RS-57',
      name: 'falls, but is excepted',
      seen: [promote('b'), muteAll('a', false, ['audio'], ['b'])],
      when: { type: 'setGrants', actor: 'a', target: 'b', grants: defaultGrants('speaker') },
      emits: ['b grants'],
    },
    {
      rule: 'RS-57',
      name: 'was below and stays there',
      seen: [muteAll('a', false), moderator('a', 'b', false)],
      when: { type: 'setGrants', actor: 'a', target: 'b', grants: { ...defaultGrants('speaker'), chat: false } },
      emits: ['b grants'],
    },
  ])('[$rule] $name', check);

  test.for<{ name: string; guest: Step; audio: string }>([
    { name: 'a speaker is caught', guest: join('x'), audio: 'audio: lock' },
    { name: 'the audience is caught', guest: join('x', { role: 'audience' }), audio: 'audio: lock' },
    { name: 'a chair is free', guest: join('x', { role: 'chair' }), audio: 'audio: flows' },
    { name: 'a moderator is free', guest: join('x', { grants: { moderate: true } }), audio: 'audio: flows' },
    {
      name: 'one excepted is free, also on its next device',
      guest: join('x', { userId: 'uc' }),
      audio: 'audio: flows',
    },
    { name: 'one that left because of the lock is caught', guest: join('x', { userId: 'ub' }), audio: 'audio: lock' },
  ])('[RS-55] joining under a lock: $name', ({ guest, audio }) => {
    const room = new TestRoom();
    room.run(muteAll('a', false, ['audio'], ['c']));
    room.run(guest);
    expect(room.medium('x', 'audio')).toBe(audio);
    expect(room.medium('x', 'video')).not.toContain('lock');
  });
});
