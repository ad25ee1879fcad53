import { describe, expect, test } from 'vitest';
import { defaultGrants } from '../../../src/room-state/role-grants.ts';
import type { Grants, Role } from '../../../src/room-state/room-types.ts';
import { type Case, check, join, type Step, TestRoom } from './rooms.ts';

const kick = (actor: string, target: string): Step => ({ type: 'kick', actor, target });
const ban = (actor: string, userId: string, durationMs = 0, at = 1000): Step => {
  return { type: 'ban', actor, userId, durationMs, at };
};
const setRole = (actor: string, target: string, role: Role): Step => ({ type: 'setRole', actor, target, role });
const transfer = (actor: string, target: string): Step => ({ type: 'transferChair', actor, target });
const setGrants = (actor: string, target: string, grants: Partial<Grants>): Step => {
  return { type: 'setGrants', actor, target, grants: { ...defaultGrants('speaker'), ...grants } };
};
/** b may moderate. */
const bModerates = setGrants('a', 'b', { moderate: true });
const chairLeaves: Step = { type: 'leave', actor: 'a', reason: 'left' };

describe('moderation', () => {
  test.for<Step>([
    kick('b', 'c'),
    ban('b', 'uc'),
    { type: 'unban', actor: 'b', userId: 'uc' },
    { type: 'setPolicy', actor: 'b', locked: true, lobby: false },
    { type: 'admit', actor: 'b', userId: 'ux' },
    { type: 'deny', actor: 'b', userId: 'ux' },
    setRole('b', 'c', 'audience'),
    setGrants('b', 'b', { moderate: true }),
    { type: 'lowerAllHands', actor: 'b' },
    transfer('b', 'b'),
    { type: 'closeRoom', actor: 'b', reason: 'roomClosed' },
  ])('[RS-70] a speaker may not $type', (step) => {
    expect(new TestRoom().outcome(step)).toBe('!notAllowed');
  });

  test.for<Case>([
    {
      rule: 'RS-70',
      name: 'a chair without the moderate grant closes the room',
      seen: [{ type: 'setGrants', actor: 'a', target: 'a', grants: defaultGrants('audience') }],
      when: { type: 'closeRoom', actor: 'a', reason: 'roomClosed' },
      emits: ['closed roomClosed'],
    },
    { rule: 'RS-71', name: 'kick the chair', seen: [bModerates], when: kick('b', 'a'), emits: '!chairRequired' },
    { rule: 'RS-71', name: 'ban the chair', seen: [bModerates], when: ban('b', 'ua'), emits: '!chairRequired' },
    {
      rule: 'RS-71',
      name: 'change the role of the chair',
      seen: [bModerates],
      when: setRole('b', 'a', 'audience'),
      emits: '!chairRequired',
    },
    {
      rule: 'RS-71',
      name: 'change the grants of the chair',
      seen: [bModerates],
      when: setGrants('b', 'a', {}),
      emits: '!chairRequired',
    },
    {
      rule: 'RS-71',
      name: 'lower the hand of the chair',
      seen: [bModerates],
      when: { type: 'raiseHand', actor: 'b', target: 'a', raised: false },
      emits: '!chairRequired',
    },
    {
      rule: 'RS-71',
      name: 'set attributes of the chair',
      seen: [bModerates],
      when: { type: 'setMemberAttributes', actor: 'b', target: 'a', attributes: [], force: true },
      emits: '!chairRequired',
    },
    {
      rule: 'RS-71',
      name: 'make itself chair',
      seen: [bModerates],
      when: setRole('b', 'b', 'chair'),
      emits: '!chairRequired',
    },
    {
      rule: 'RS-71',
      name: 'make itself chair when there is none',
      seen: [bModerates, chairLeaves],
      when: setRole('b', 'b', 'chair'),
      emits: ['b role chair', 'b grants'],
    },
    {
      rule: 'RS-71',
      name: 'a chair acts on another chair',
      seen: [setRole('a', 'b', 'chair')],
      when: kick('b', 'a'),
      emits: ['left a kicked'],
    },
    { rule: 'RS-72', name: 'kick', when: kick('a', 'b'), emits: ['left b kicked'] },
    { rule: 'RS-72', name: 'kick oneself', when: kick('a', 'a'), emits: '!invalidArgument' },
    { rule: 'RS-72', name: 'ban oneself', when: ban('a', 'ua'), emits: '!invalidArgument' },
    { rule: 'RS-3', name: 'kick nobody', when: kick('a', 'x'), emits: '!memberNotFound' },
    { rule: 'RS-3', name: 'kicked by nobody', when: kick('x', 'a'), emits: '!notMember' },
    {
      rule: 'RS-3',
      name: 'closed by nobody',
      when: { type: 'closeRoom', actor: 'x', reason: 'roomClosed' },
      emits: '!notMember',
    },
    { rule: 'RS-73', name: 'ban for a time', when: ban('a', 'ub', 500), emits: ['banned ub 1500', 'left b banned'] },
    { rule: 'RS-73', name: 'ban for good', when: ban('a', 'ub'), emits: ['banned ub 0', 'left b banned'] },
    {
      rule: 'RS-73',
      name: 'ban all devices',
      config: { duplicateIdentity: 'multi-device' },
      seen: [join('b2', { userId: 'ub' })],
      when: ban('a', 'ub'),
      emits: ['banned ub 0', 'left b banned', 'left b2 banned'],
    },
    { rule: 'RS-73', name: 'ban ahead', when: ban('a', 'ux'), emits: ['banned ux 0'] },
    { rule: 'RS-73', name: 'negative duration', when: ban('a', 'ux', -1), emits: '!invalidArgument' },
    { rule: 'RS-73', name: 'no duration', when: ban('a', 'ux', Number.NaN), emits: '!invalidArgument' },
    {
      rule: 'RS-73',
      name: 'too many bans',
      config: { maxBans: 2 },
      seen: [ban('a', 'ux'), ban('a', 'uy', 500)],
      when: ban('a', 'uz', 0, 1499),
      emits: '!limitExceeded',
    },
    {
      rule: 'RS-73',
      name: 'bans that have ended make room',
      config: { maxBans: 2 },
      seen: [ban('a', 'ux'), ban('a', 'uy', 500)],
      when: ban('a', 'uz', 0, 1500),
      emits: ['unbanned uy', 'banned uz 0'],
    },
    {
      rule: 'RS-73',
      name: 'ban anew when full',
      config: { maxBans: 1 },
      seen: [ban('a', 'ux')],
      when: ban('a', 'ux', 5),
      emits: ['banned ux 1005'],
    },
    {
      rule: 'RS-74',
      name: 'unban',
      seen: [ban('a', 'ux')],
      when: { type: 'unban', actor: 'a', userId: 'ux' },
      emits: ['unbanned ux'],
    },
    { rule: 'RS-74', name: 'nobody to unban', when: { type: 'unban', actor: 'a', userId: 'ux' }, emits: [] },
    {
      rule: 'RS-75',
      name: 'to the audience',
      when: setRole('a', 'b', 'audience'),
      emits: [
        'b role audience',
        'b grants',
        'b push 2 revoked',
        'b audio: -',
        'b video: -',
        'b screen: -',
        'b data: -',
      ],
    },
    { rule: 'RS-75', name: 'the same role', when: setRole('a', 'b', 'speaker'), emits: [] },
    {
      rule: 'RS-75',
      name: 'a role with the grants it has',
      seen: [setRole('a', 'b', 'audience'), setGrants('a', 'b', {})],
      when: setRole('a', 'b', 'speaker'),
      emits: ['b role speaker'],
    },
    {
      rule: 'RS-75',
      name: 'grants',
      when: setGrants('a', 'b', { publishVideo: false }),
      emits: ['b grants', 'b video: -'],
    },
    { rule: 'RS-75', name: 'the same grants', when: setGrants('a', 'b', {}), emits: [] },
    {
      rule: 'RS-75',
      name: 'what is published stays known',
      seen: [{ type: 'published', actor: 'b', medium: 'audio', source: 'webrtc', producerId: 'p1' }],
      when: setGrants('a', 'b', { publishAudio: false }),
      emits: ['b grants', 'b audio: webrtc:p1'],
    },
    {
      rule: 'RS-76',
      name: 'the chair passes on',
      when: transfer('a', 'b'),
      emits: ['b role chair', 'b grants', 'a role speaker', 'a grants'],
    },
    { rule: 'RS-76', name: 'to itself', when: transfer('a', 'a'), emits: [] },
    {
      rule: 'RS-76',
      name: 'to another chair',
      seen: [setRole('a', 'b', 'chair')],
      when: transfer('a', 'b'),
      emits: ['a role speaker', 'a grants'],
    },
    {
      rule: 'RS-76',
      name: 'by a moderator while there is a chair',
      seen: [bModerates],
      when: transfer('b', 'b'),
      emits: '!chairRequired',
    },
    {
      rule: 'RS-76',
      name: 'by a moderator in a room without',
      seen: [bModerates, chairLeaves],
      when: transfer('b', 'c'),
      emits: ['c role chair', 'c grants'],
    },
    { rule: 'RS-76', name: 'to nobody', when: transfer('a', 'x'), emits: '!memberNotFound' },
    {
      rule: 'RS-77',
      name: 'close',
      when: { type: 'closeRoom', actor: 'a', reason: 'roomClosed' },
      emits: ['closed roomClosed'],
    },
    {
      rule: 'RS-77',
      name: 'the server closes',
      when: { type: 'closeRoom', actor: null, reason: 'serverShutdown' },
      emits: ['closed serverShutdown'],
    },
    {
      rule: 'RS-78',
      name: 'lock',
      when: { type: 'setPolicy', actor: 'a', locked: true, lobby: true },
      emits: ['policy locked lobby'],
    },
    {
      rule: 'RS-78',
      name: 'as it was',
      when: { type: 'setPolicy', actor: 'a', locked: false, lobby: false },
      emits: [],
    },
    {
      rule: 'RS-4',
      name: 'after the end',
      seen: [{ type: 'closeRoom', actor: null, reason: 'alone' }],
      when: join('x'),
      emits: '!roomClosed',
    },
  ])('[$rule] $name', check);

  test.for<{ role: Role; granted: string }>([
    {
      role: 'chair',
      granted: 'publishAudio publishVideo publishScreen publishData subscribe chat moderate bypassLobby',
    },
    { role: 'speaker', granted: 'publishAudio publishVideo publishScreen publishData subscribe chat' },
    { role: 'audience', granted: 'subscribe chat' },
    { role: 'device', granted: 'publishAudio publishVideo publishData subscribe' },
  ])('[RS-79] default grants: $role', ({ role, granted }) => {
    const grants = Object.entries(defaultGrants(role));
    expect(grants.filter(([, isGranted]) => isGranted).map(([name]) => name)).toEqual(granted.split(' '));
    expect(grants).toHaveLength(9);
  });
});
