import { describe, expect, test } from 'vitest';
import { MAX_REMEMBERED_USERS } from '../../../src/room-state/internal/evolve.ts';
import { defaultGrants } from '../../../src/room-state/role-grants.ts';
import { type Case, check, join, type Step, TestRoom } from './rooms.ts';

const again = (at = 1000): Step => join('b2', { userId: 'ub', at });
const bMuted: Step = { type: 'setModeratorMute', actor: 'a', target: 'b', medium: 'audio', muted: true };
const bLeaves: Step = { type: 'leave', actor: 'b', reason: 'left' };
const lockAudio = (except: string[] = []): Step => ({
  type: 'muteAll',
  actor: 'a',
  media: ['audio'],
  except,
  allowUnmute: false,
});
const locked: Step = { type: 'setPolicy', actor: 'a', locked: true, lobby: false };
const lobby: Step = { type: 'setPolicy', actor: 'a', locked: false, lobby: true };

describe('joining', () => {
  test.for<Case>([
    { rule: 'RS-20', name: 'a guest joins', alone: true, when: join('x'), emits: ['joined x speaker'] },
    {
      rule: 'RS-20',
      name: 'bad attributes refuse the join',
      when: join('x', { attributes: [{ key: '', value: 'v', version: 0 }] }),
      emits: '!invalidArgument',
    },
    { rule: 'RS-21', name: 'the id is in use', when: join('b', { userId: 'other' }), emits: '!alreadyJoined' },
    { rule: 'RS-22', name: 'take-over', when: again(), emits: ['left b replaced', 'joined b2 speaker'] },
    {
      rule: 'RS-22',
      name: 'reject-new',
      config: { duplicateIdentity: 'reject-new' },
      when: again(),
      emits: '!alreadyJoined',
    },
    {
      rule: 'RS-22',
      name: 'multi-device',
      config: { duplicateIdentity: 'multi-device' },
      when: again(),
      emits: ['joined b2 speaker'],
    },
    {
      rule: 'RS-23',
      name: 'take-over of a full room',
      config: { maxMembers: 4 },
      when: again(),
      emits: ['left b replaced', 'joined b2 speaker'],
    },
    {
      rule: 'RS-23',
      name: 'take-over behind lock and lobby',
      seen: [{ type: 'setPolicy', actor: 'a', locked: true, lobby: true }],
      when: again(),
      emits: ['left b replaced', 'joined b2 speaker'],
    },
    {
      rule: 'RS-23',
      name: 'an exception from the lock is passed on',
      seen: [lockAudio(['c', 'b'])],
      when: again(),
      emits: ['left b replaced', 'policy lock:audio free:c,b2', 'joined b2 speaker'],
    },
    {
      rule: 'RS-26',
      name: 'banned for good',
      seen: [{ type: 'ban', actor: 'a', userId: 'ub', durationMs: 0 }],
      when: again(9e9),
      emits: '!banned',
    },
    {
      rule: 'RS-26',
      name: 'banned for a second',
      seen: [{ type: 'ban', actor: 'a', userId: 'ub', durationMs: 1000 }],
      when: again(1999),
      emits: '!banned',
    },
    {
      rule: 'RS-26',
      name: 'the ban has ended',
      seen: [{ type: 'ban', actor: 'a', userId: 'ub', durationMs: 1000 }],
      when: again(2000),
      emits: ['joined b2 speaker'],
    },
    { rule: 'RS-27', name: 'locked for others', seen: [locked], when: join('x'), emits: '!roomLocked' },
    {
      rule: 'RS-27',
      name: 'not locked for moderators',
      seen: [locked],
      when: join('x', { grants: { moderate: true } }),
      emits: ['joined x speaker'],
    },
    {
      rule: 'RS-28',
      name: 'full of audience',
      config: { maxAudience: 1 },
      when: join('x', { role: 'audience' }),
      emits: '!roomFull',
    },
    {
      rule: 'RS-28',
      name: 'full of audience, for a speaker',
      config: { maxAudience: 1 },
      when: join('x'),
      emits: ['joined x speaker'],
    },
    {
      rule: 'RS-28',
      name: 'a place of the audience that a promotion left',
      config: { maxAudience: 1 },
      seen: [{ type: 'setRole', actor: 'a', target: 'd', role: 'speaker' }],
      when: join('x', { role: 'audience' }),
      emits: ['joined x audience'],
    },
    {
      rule: 'RS-23',
      name: 'full of audience, for one of them',
      config: { maxAudience: 1 },
      when: join('x', { role: 'audience', userId: 'ud' }),
      emits: ['left d replaced', 'joined x audience'],
    },
    { rule: 'RS-28', name: 'full', config: { maxMembers: 4 }, when: join('x'), emits: '!roomFull' },
    { rule: 'RS-30', name: 'waits in the lobby', seen: [lobby], when: join('x'), emits: ['lobby ux'] },
    { rule: 'RS-30', name: 'asks again', seen: [lobby, join('x')], when: join('x2', { userId: 'ux' }), emits: [] },
    {
      rule: 'RS-30',
      name: 'the lobby is full',
      config: { maxLobby: 1 },
      seen: [lobby, join('x')],
      when: join('y'),
      emits: '!limitExceeded',
    },
    {
      rule: 'RS-30',
      name: 'bypasses the lobby',
      seen: [lobby],
      when: join('x', { grants: { bypassLobby: true } }),
      emits: ['joined x speaker'],
    },
    {
      rule: 'RS-31',
      name: 'was admitted',
      seen: [lobby, join('x'), { type: 'admit', actor: 'a', userId: 'ux' }],
      when: join('x'),
      emits: ['joined x speaker'],
    },
    {
      rule: 'RS-31',
      name: 'an admission is for once',
      seen: [
        lobby,
        join('x'),
        { type: 'admit', actor: 'a', userId: 'ux' },
        join('x'),
        { type: 'leave', actor: 'x', reason: 'left' },
      ],
      when: join('x'),
      emits: ['lobby ux'],
    },
  ])('[$rule] $name', check);

  test('[RS-20] a new member is online, unpublished, unmuted, with its attributes sorted', () => {
    const attributes = ['z', 'a'].map((key) => ({ key, value: key.toUpperCase(), version: 7 }));
    const room = new TestRoom({}, [join('x', { attributes: [...attributes, { key: 'gone', value: '', version: 0 }] })]);
    expect(room.member('x')).toMatchObject({
      userId: 'ux',
      presence: 'online',
      handRaisedAtMs: 0,
      joinedAtMs: 1000,
      grants: defaultGrants('speaker'),
      attributes: [
        { key: 'a', value: 'A', version: 1 },
        { key: 'z', value: 'Z', version: 1 },
      ],
    });
    expect(room.medium('x', 'audio')).toBe('audio: flows');
  });
});

describe('coming back', () => {
  test.for<{ name: string; seen: readonly Step[] }>([
    { name: 'after leaving', seen: [bMuted, bLeaves, again()] },
    { name: 'by take-over', seen: [bMuted, again()] },
    {
      name: 'twice',
      seen: [bMuted, again(), join('b3', { userId: 'ub' }), { type: 'leave', actor: 'b3', reason: 'left' }, again()],
    },
  ])('[RS-24] the moderator mute holds $name', ({ seen }) => {
    const room = new TestRoom();
    for (const step of seen) room.run(step);
    expect(room.medium('b2', 'audio')).toBe('audio: moderator');
    expect(room.medium('b2', 'video')).toBe('video: flows');
  });

  test('[RS-24] a second device of a muted user is muted', () => {
    const room = new TestRoom({ duplicateIdentity: 'multi-device' });
    room.run(bMuted);
    room.run(again());
    expect(room.medium('b2', 'audio')).toBe('audio: moderator');
  });

  test('[RS-24] lifting the mute of one membership forgets it for later ones', () => {
    const room = new TestRoom();
    for (const medium of ['audio', 'video'] as const) room.run({ ...bMuted, medium });
    room.run(again());
    room.run({ ...bMuted, target: 'b2', muted: false });
    room.run({ type: 'leave', actor: 'b2', reason: 'left' });
    room.run(join('b3', { userId: 'ub' }));
    expect(room.medium('b3', 'audio')).toBe('audio: flows');
    expect(room.medium('b3', 'video')).toBe('video: moderator');
    room.run({ ...bMuted, target: 'b3', medium: 'video', muted: false });
    expect(room.state.muteMemory.size).toBe(0);
  });

  test('[RS-24] mutes of several ended memberships add up', () => {
    const room = new TestRoom({ duplicateIdentity: 'multi-device' });
    room.run(again());
    room.run(bMuted);
    room.run({ ...bMuted, target: 'b2', medium: 'video' });
    room.run({ type: 'leave', actor: 'b2', reason: 'left' });
    room.run(bLeaves);
    expect(room.state.muteMemory.get('ub' as never)).toEqual(['audio', 'video']);
  });

  test('[RS-23] self mutes are kept in a take-over, the hand is not', () => {
    const room = new TestRoom();
    room.run({ type: 'setSelfMute', actor: 'b', medium: 'audio', muted: true });
    room.run({ type: 'raiseHand', actor: 'b', target: 'b', raised: true });
    room.run(again());
    expect(room.medium('b2', 'audio')).toBe('audio: self');
    expect(room.member('b2').handRaisedAtMs).toBe(0);
    room.run({ type: 'leave', actor: 'b2', reason: 'left' });
    room.run(join('b3', { userId: 'ub' }));
    expect(room.medium('b3', 'audio')).toBe('audio: flows');
  });

  test('[RS-25] role and grants changed in the room hold', () => {
    const room = new TestRoom();
    room.run({ type: 'setRole', actor: 'a', target: 'b', role: 'audience' });
    room.run({ type: 'setGrants', actor: 'a', target: 'c', grants: { ...defaultGrants('speaker'), chat: false } });
    room.run(again());
    room.run(join('c2', { userId: 'uc' }));
    expect(room.member('b2')).toMatchObject({ role: 'audience', grants: defaultGrants('audience') });
    expect(room.member('c2')).toMatchObject({ role: 'speaker', grants: { chat: false, publishAudio: true } });
  });

  test('[RS-25] a chair by token is chair again only in a room without one', () => {
    const room = new TestRoom();
    room.run({ type: 'transferChair', actor: 'a', target: 'b' });
    room.run(join('a2', { userId: 'ua', role: 'chair' }));
    expect(room.member('a2').role).toBe('speaker');
    room.run(bLeaves);
    room.run(join('a3', { userId: 'ua', role: 'chair' }));
    expect(room.member('a3').role).toBe('chair');
  });

  test('[RS-29] the memory is bounded', () => {
    const room = new TestRoom({}, [join('a', { role: 'chair' })]);
    for (let index = 0; index <= MAX_REMEMBERED_USERS; index += 1) {
      const target = `m${index}`;
      room.run(join(target));
      room.run({ type: 'setModeratorMute', actor: 'a', target, medium: 'audio', muted: true });
      room.run({ type: 'setRole', actor: 'a', target, role: 'audience' });
      room.run({ type: 'leave', actor: target, reason: 'left' });
    }
    for (const memory of [room.state.muteMemory, room.state.standings]) {
      expect(memory.size).toBe(MAX_REMEMBERED_USERS);
      expect(memory.has('um0' as never)).toBe(false);
      expect(memory.has('um1' as never)).toBe(true);
    }
  });
});

describe('the lobby', () => {
  test.for<Case>([
    {
      rule: 'RS-31',
      name: 'admit',
      seen: [lobby, join('x'), join('y')],
      when: { type: 'admit', actor: 'a', userId: 'ux' },
      emits: ['lobby uy', 'admitted ux'],
    },
    {
      rule: 'RS-32',
      name: 'deny',
      seen: [lobby, join('x'), join('y')],
      when: { type: 'deny', actor: 'a', userId: 'uy' },
      emits: ['lobby ux', 'denied uy'],
    },
    {
      rule: 'RS-32',
      name: 'admit nobody',
      seen: [lobby],
      when: { type: 'admit', actor: 'a', userId: 'ux' },
      emits: '!memberNotFound',
    },
    {
      rule: 'RS-32',
      name: 'deny nobody',
      seen: [lobby],
      when: { type: 'deny', actor: 'a', userId: 'ux' },
      emits: '!memberNotFound',
    },
    {
      rule: 'RS-32',
      name: 'take an admission back',
      seen: [lobby, join('x'), { type: 'admit', actor: 'a', userId: 'ux' }],
      when: { type: 'deny', actor: 'a', userId: 'ux' },
      emits: ['denied ux'],
    },
    {
      rule: 'RS-33',
      name: 'leaves the lobby',
      seen: [lobby, join('x')],
      when: { type: 'leaveLobby', userId: 'ux' },
      emits: ['lobby '],
    },
    { rule: 'RS-33', name: 'was not in the lobby', when: { type: 'leaveLobby', userId: 'ux' }, emits: [] },
    {
      rule: 'RS-34',
      name: 'turned off',
      seen: [lobby, join('x'), join('y')],
      when: { type: 'setPolicy', actor: 'a', locked: false, lobby: false },
      emits: ['policy', 'lobby ', 'admitted ux', 'admitted uy'],
    },
    {
      rule: 'RS-34',
      name: 'turned off while nobody waits',
      seen: [lobby],
      when: { type: 'setPolicy', actor: 'a', locked: false, lobby: false },
      emits: ['policy'],
    },
    {
      rule: 'RS-34',
      name: 'the room closes',
      seen: [lobby, join('x')],
      when: { type: 'closeRoom', actor: null, reason: 'serverShutdown' },
      emits: ['lobby ', 'denied ux', 'closed serverShutdown'],
    },
    {
      rule: 'RS-73',
      name: 'a ban ends the waiting',
      seen: [lobby, join('x')],
      when: { type: 'ban', actor: 'a', userId: 'ux', durationMs: 0 },
      emits: ['banned ux 0', 'lobby ', 'denied ux'],
    },
  ])('[$rule] $name', check);

  test('[RS-32] an admission taken back is void', () => {
    const room = new TestRoom();
    for (const step of [lobby, join('x')]) room.run(step);
    room.run({ type: 'admit', actor: 'a', userId: 'ux' });
    room.run({ type: 'deny', actor: 'a', userId: 'ux' });
    expect(room.run(join('x'))).toEqual(['lobby ux']);
  });

  test('[RS-31] unused admissions are bounded', () => {
    const room = new TestRoom({ maxLobby: 1 });
    room.run(lobby);
    for (const id of ['x', 'y']) {
      room.run(join(id));
      room.run({ type: 'admit', actor: 'a', userId: `u${id}` });
    }
    expect([...room.state.admitted]).toEqual(['uy']);
  });
});
