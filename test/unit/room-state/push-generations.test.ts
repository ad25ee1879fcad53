import { describe, expect, test } from 'vitest';
import { defaultGrants } from '../../../src/room-state/role-grants.ts';
import type { Grants } from '../../../src/room-state/room-types.ts';
import { type Case, check, join, type Step, TestRoom } from './rooms.ts';

const published = (actor: string, medium: 'audio' | 'video' = 'audio', source: 'webrtc' | 'rtmp' = 'webrtc'): Step => {
  return { type: 'published', actor, medium, source, producerId: '' };
};
const unpublished = (actor: string): Step => ({ type: 'unpublished', actor, medium: 'audio', producerId: '' });
const push = (actor: string, force = false): Step => ({ type: 'preparePush', actor, force });
const grantsOf = (target: string, grants: Partial<Grants>): Step => {
  return { type: 'setGrants', actor: 'a', target, grants: { ...defaultGrants('speaker'), ...grants } };
};

describe('push generations', () => {
  const pushed = published('b', 'audio', 'rtmp');
  test.for<Case>([
    { rule: 'RS-121', name: 'before anybody pushed', when: push('b'), emits: [] },
    { rule: 'RS-121', name: 'forced', when: push('b', true), emits: ['b push 2 asked'] },
    { rule: 'RS-121', name: 'of the audience', when: push('d'), emits: '!notAllowed' },
    { rule: 'RS-121', name: 'of nobody', when: push('x'), emits: '!notMember' },
    {
      rule: 'RS-121',
      name: 'of who may publish video only',
      seen: [grantsOf('b', { publishAudio: false })],
      when: push('b', true),
      emits: ['b push 2 asked'],
    },
    { rule: 'RS-121', name: 'while somebody pushes', seen: [pushed], when: push('b'), emits: ['b push 2 asked'] },
    {
      rule: 'RS-121',
      name: 'after somebody pushed',
      seen: [pushed, unpublished('b')],
      when: push('b'),
      emits: ['b push 2 asked'],
    },
    { rule: 'RS-121', name: 'asked twice', seen: [pushed, push('b')], when: push('b'), emits: [] },
    {
      rule: 'RS-122',
      name: 'a mute of what the former generation brings',
      seen: [pushed, push('b'), { type: 'setSelfMute', actor: 'b', medium: 'audio', muted: true }],
      when: push('b'),
      emits: [],
    },
    {
      rule: 'RS-122',
      name: 'one more medium',
      seen: [pushed, push('b'), published('b', 'video', 'rtmp')],
      when: push('b'),
      emits: ['b push 3 asked'],
    },
    { rule: 'RS-122', name: 'published over WebRTC', seen: [published('b')], when: push('b'), emits: [] },
    {
      rule: 'RS-124',
      name: 'a screen from RTMP',
      when: { type: 'published', actor: 'b', medium: 'screen', source: 'rtmp', producerId: '' },
      emits: '!invalidArgument',
    },
    {
      rule: 'RS-123',
      name: 'video is left',
      when: grantsOf('b', { publishAudio: false }),
      emits: ['b grants', 'b audio: -'],
    },
    {
      rule: 'RS-123',
      name: 'nothing is left',
      seen: [grantsOf('b', { publishAudio: false })],
      when: grantsOf('b', { publishAudio: false, publishVideo: false }),
      emits: ['b grants', 'b push 2 revoked', 'b video: -'],
    },
    {
      rule: 'RS-123',
      name: 'hidden',
      when: grantsOf('b', { hidden: true }),
      emits: ['b grants', 'b push 2 revoked', 'b audio: -', 'b video: -', 'b screen: -', 'b data: -'],
    },
    {
      rule: 'RS-123',
      name: 'granted again',
      seen: [grantsOf('b', { hidden: true })],
      when: grantsOf('b', {}),
      emits: ['b grants', 'b audio: flows', 'b video: flows', 'b screen: flows', 'b data: flows'],
    },
    {
      rule: 'RS-123',
      name: 'what was used before is not used any more',
      seen: [pushed, grantsOf('b', { hidden: true }), grantsOf('b', {})],
      when: push('b'),
      emits: [],
    },
  ])('[$rule] $name', check);

  test('[RS-120] each membership begins at 1', () => {
    const room = new TestRoom();
    expect(room.member('b').pushGeneration).toBe(1);
    room.run(push('b', true));
    expect(room.member('b').pushGeneration).toBe(2);
    room.run(join('b2', { userId: 'ub' }));
    expect(room.member('b2').pushGeneration).toBe(1);
  });
});
