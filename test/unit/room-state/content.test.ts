/** Attributes, hands, chat, data, and what the media plane reports. */
import { describe, expect, test } from 'vitest';
import { defaultGrants } from '../../../src/room-state/role-grants.ts';
import { type Case, check, join, type Step, TestRoom } from './rooms.ts';

type Pair = readonly [key: string, value: string, version?: number];
const attributesOf = (pairs: readonly Pair[]) => pairs.map(([key, value, version = 0]) => ({ key, value, version }));
const roomHas = (pairs: readonly Pair[], force = false, actor = 'b'): Step => {
  return { type: 'setRoomAttributes', actor, attributes: attributesOf(pairs), force };
};
const memberHas = (actor: string, target: string, pairs: readonly Pair[], force = false): Step => {
  return { type: 'setMemberAttributes', actor, target, attributes: attributesOf(pairs), force };
};
const bModerates: Step = {
  type: 'setGrants',
  actor: 'a',
  target: 'b',
  grants: { ...defaultGrants('speaker'), publishData: false, moderate: true },
};

describe('attributes', () => {
  test.for<Case>([
    { rule: 'RS-60', name: 'a new key', when: roomHas([['k', 'v']]), emits: ['room has k=v@1'] },
    {
      rule: 'RS-60',
      name: 'the known version',
      seen: [roomHas([['k', 'v']])],
      when: roomHas([['k', 'w', 1]]),
      emits: ['room has k=w@2'],
    },
    {
      rule: 'RS-60',
      name: 'an old version',
      seen: [roomHas([['k', 'v']])],
      when: roomHas([['k', 'w']]),
      emits: '!versionConflict',
    },
    { rule: 'RS-60', name: 'a key somebody deleted', when: roomHas([['k', 'w', 1]]), emits: '!versionConflict' },
    {
      rule: 'RS-60',
      name: 'all or nothing',
      seen: [roomHas([['k', 'v']])],
      when: roomHas([
        ['n', '1'],
        ['k', 'w'],
      ]),
      emits: '!versionConflict',
    },
    {
      rule: 'RS-60',
      name: 'forced',
      seen: [roomHas([['k', 'v']])],
      when: roomHas([['k', 'w', 9]], true),
      emits: ['room has k=w@2'],
    },
    { rule: 'RS-60', name: 'as it was', seen: [roomHas([['k', 'v']])], when: roomHas([['k', 'v', 1]]), emits: [] },
    {
      rule: 'RS-61',
      name: 'sorted, only what changed',
      seen: [roomHas([['k', 'v']])],
      when: roomHas([
        ['z', '1'],
        ['k', 'v', 1],
        ['B', '2'],
      ]),
      emits: ['room has B=2@1 z=1@1'],
    },
    {
      rule: 'RS-61',
      name: 'deleted',
      seen: [roomHas([['k', 'v']])],
      when: roomHas([['k', '', 1]]),
      emits: ['room has k=@2'],
    },
    {
      rule: 'RS-61',
      name: 'deleted and set again',
      seen: [roomHas([['k', 'v']]), roomHas([['k', '', 1]])],
      when: roomHas([['k', 'w']]),
      emits: ['room has k=w@3'],
    },
    { rule: 'RS-61', name: 'nothing to delete', when: roomHas([['k', '']]), emits: [] },
    { rule: 'RS-62', name: 'no key', when: roomHas([['', 'v']]), emits: '!invalidArgument' },
    { rule: 'RS-62', name: 'a long key', when: roomHas([['k'.repeat(129), 'v']]), emits: '!invalidArgument' },
    {
      rule: 'RS-62',
      name: 'a key twice',
      when: roomHas([
        ['k', 'v'],
        ['k', 'w'],
      ]),
      emits: '!invalidArgument',
    },
    {
      rule: 'RS-62',
      name: 'a long value',
      config: { maxAttributeBytes: 16 },
      when: roomHas([['k', 'v'.repeat(16)]]),
      emits: '!limitExceeded',
    },
    {
      rule: 'RS-62',
      name: 'a value just short enough',
      config: { maxAttributeBytes: 13 },
      when: roomHas([['k', 'é水😀\ud800']]),
      emits: ['room has k=é水😀\ud800@1'],
    },
    {
      rule: 'RS-62',
      name: 'a value long in bytes',
      config: { maxAttributeBytes: 12 },
      when: roomHas([['k', 'é水😀\ud800']]),
      emits: '!limitExceeded',
    },
    {
      rule: 'RS-62',
      name: 'too many in one command',
      config: { maxAttributes: 1 },
      when: roomHas([
        ['k', ''],
        ['l', 'v'],
      ]),
      emits: '!limitExceeded',
    },
    {
      rule: 'RS-62',
      name: 'too many in all',
      config: { maxAttributes: 1 },
      seen: [roomHas([['k', 'v']])],
      when: roomHas([['l', 'v']]),
      emits: '!limitExceeded',
    },
    {
      rule: 'RS-62',
      name: 'one for another',
      config: { maxAttributes: 2 },
      seen: [
        roomHas([
          ['k', 'v'],
          ['l', 'v'],
        ]),
      ],
      when: roomHas([
        ['k', '', 1],
        ['m', 'v'],
      ]),
      emits: ['room has k=@2 m=v@1'],
    },
    {
      rule: 'RS-62',
      name: 'of one member',
      config: { maxAttributes: 1 },
      seen: [roomHas([['k', 'v']])],
      when: memberHas('b', 'b', [['l', 'v']]),
      emits: ['b has l=v@1'],
    },
    {
      rule: 'RS-63',
      name: 'the audience reads the room',
      when: roomHas([['k', 'v']], false, 'd'),
      emits: '!notAllowed',
    },
    {
      rule: 'RS-63',
      name: 'moderators write the room',
      seen: [bModerates],
      when: roomHas([['k', 'v']]),
      emits: ['room has k=v@1'],
    },
    {
      rule: 'RS-63',
      name: 'the audience writes of itself',
      when: memberHas('d', 'd', [['k', 'v']]),
      emits: ['d has k=v@1'],
    },
    { rule: 'RS-63', name: 'nothing new of itself', when: memberHas('d', 'd', []), emits: [] },
    { rule: 'RS-63', name: 'not of others', when: memberHas('b', 'c', [['k', 'v']]), emits: '!notAllowed' },
    { rule: 'RS-63', name: 'moderators do', when: memberHas('a', 'c', [['k', 'v']]), emits: ['c has k=v@1'] },
    { rule: 'RS-62', name: 'a bad key of a member', when: memberHas('b', 'b', [['', 'v']]), emits: '!invalidArgument' },
    { rule: 'RS-3', name: 'of nobody', when: memberHas('b', 'x', []), emits: '!memberNotFound' },
  ])('[$rule] $name', check);

  test('[RS-61] the state is sorted and without deleted keys', () => {
    const room = new TestRoom();
    room.run(
      roomHas([
        ['m', '1'],
        ['z', '2'],
        ['a', '3'],
      ]),
    );
    room.run(
      roomHas([
        ['m', '', 1],
        ['b', '4'],
      ]),
    );
    expect(room.state.attributes.map(({ key, version }) => `${key}@${version}`)).toEqual(['a@1', 'b@1', 'z@1']);
    room.run(
      memberHas('b', 'b', [
        ['y', '1'],
        ['x', '2'],
      ]),
    );
    expect(room.member('b').attributes.map(({ key, version }) => `${key}@${version}`)).toEqual(['x@3', 'y@3']);
  });
});

const hand = (actor: string, raised: boolean, target = actor, at = 1000): Step => {
  return { type: 'raiseHand', actor, target, raised, at };
};
const chat = (text: string, actor = 'b'): Step => ({ type: 'sendChat', actor, messageId: 'c1', text });
const data = (topic: string, to: string[] = [], actor = 'b', bytes = 1): Step => {
  return { type: 'sendData', actor, topic, to, payload: new Uint8Array(bytes) };
};

describe('hands, chat and data', () => {
  test.for<Case>([
    { rule: 'RS-80', name: 'raised', when: hand('d', true, 'd', 5000), emits: ['d hand 5000'] },
    {
      rule: 'RS-80',
      name: 'in the same millisecond',
      seen: [hand('b', true)],
      when: hand('c', true),
      emits: ['c hand 1001'],
    },
    {
      rule: 'RS-80',
      name: 'after one that was lowered',
      seen: [hand('b', true), hand('b', false)],
      when: hand('c', true),
      emits: ['c hand 1001'],
    },
    { rule: 'RS-80', name: 'raised already', seen: [hand('b', true)], when: hand('b', true), emits: [] },
    { rule: 'RS-80', name: 'lowered', seen: [hand('b', true)], when: hand('b', false), emits: ['b hand 0'] },
    {
      rule: 'RS-80',
      name: 'by a moderator',
      seen: [hand('b', true)],
      when: hand('a', false, 'b'),
      emits: ['b hand 0'],
    },
    { rule: 'RS-80', name: 'nobody raises for others', when: hand('a', true, 'b'), emits: '!notAllowed' },
    {
      rule: 'RS-80',
      name: 'speakers lower their own only',
      seen: [hand('b', true)],
      when: hand('c', false, 'b'),
      emits: '!notAllowed',
    },
    { rule: 'RS-3', name: 'of nobody', when: hand('b', true, 'x'), emits: '!memberNotFound' },
    {
      rule: 'RS-80',
      name: 'all',
      seen: [hand('b', true), hand('d', true)],
      when: { type: 'lowerAllHands', actor: 'a' },
      emits: ['b hand 0', 'd hand 0'],
    },
    { rule: 'RS-81', name: 'chat', when: chat(' hello\n'), emits: ['chat b hello'] },
    { rule: 'RS-81', name: 'nothing to say', when: chat(' \n'), emits: '!invalidArgument' },
    { rule: 'RS-81', name: 'too long', when: chat('x'.repeat(4001)), emits: '!limitExceeded' },
    { rule: 'RS-81', name: 'just short enough', when: chat('水'.repeat(4000)), emits: [`chat b ${'水'.repeat(4000)}`] },
    {
      rule: 'RS-81',
      name: 'too many bytes',
      config: { maxChatBytes: 16 },
      when: chat('水'.repeat(6)),
      emits: '!limitExceeded',
    },
    {
      rule: 'RS-81',
      name: 'without the grant',
      seen: [join('x', { role: 'device' })],
      when: chat('hello', 'x'),
      emits: '!notAllowed',
    },
    { rule: 'RS-82', name: 'data to all', when: data('cursor'), emits: ['data b cursor to:'] },
    { rule: 'RS-82', name: 'data to some', when: data('cursor', ['c', 'd', 'c']), emits: ['data b cursor to:c,d'] },
    { rule: 'RS-82', name: 'data to nobody', when: data('cursor', ['c', 'x']), emits: '!memberNotFound' },
    { rule: 'RS-82', name: 'no topic', when: data(''), emits: '!invalidArgument' },
    { rule: 'RS-82', name: 'a topic with spaces', when: data('a b'), emits: '!invalidArgument' },
    { rule: 'RS-82', name: 'too large', when: data('cursor', [], 'b', 65_537), emits: '!limitExceeded' },
    { rule: 'RS-82', name: 'just small enough', when: data('cursor', [], 'b', 65_536), emits: ['data b cursor to:'] },
    { rule: 'RS-82', name: 'by the audience', when: data('cursor', [], 'd'), emits: '!notAllowed' },
    { rule: 'RS-83', name: 'control', when: data('control'), emits: ['data b control to:'] },
    {
      rule: 'RS-83',
      name: 'control while muted',
      seen: [{ type: 'setSelfMute', actor: 'b', medium: 'data', muted: true }],
      when: data('control'),
      emits: '!notHolder',
    },
  ])('[$rule] $name', check);

  test('[RS-81] the history is bounded', () => {
    const room = new TestRoom({ maxChatHistory: 2 });
    for (const text of ['one', 'two', 'three']) room.run(chat(text));
    expect(room.state.chat).toEqual([
      { messageId: 'c1', memberId: 'b', displayName: 'B', text: 'two', sentAtMs: 1000 },
      { messageId: 'c1', memberId: 'b', displayName: 'B', text: 'three', sentAtMs: 1000 },
    ]);
  });
});

const published = (actor: string, medium: 'audio' | 'video' = 'audio', source: 'webrtc' | 'rtmp' = 'webrtc'): Step => {
  return { type: 'published', actor, medium, source, producerId: `p-${actor}-${medium}` };
};
const unpublished = (actor: string, producerId: string): Step => {
  return { type: 'unpublished', actor, medium: 'audio', producerId };
};
const lost = (...members: string[]): Step => ({ type: 'mediaLost', members });

describe('reports of the media plane', () => {
  test.for<Case>([
    { rule: 'RS-84', name: 'published', when: published('b'), emits: ['b audio: webrtc:p-b-audio flows'] },
    { rule: 'RS-84', name: 'by RTMP', when: published('b', 'video', 'rtmp'), emits: ['b video: rtmp: flows'] },
    { rule: 'RS-84', name: 'twice', seen: [published('b')], when: published('b'), emits: '!alreadyPublished' },
    { rule: 'RS-84', name: 'without the grant', when: published('d'), emits: '!notAllowed' },
    {
      rule: 'RS-84',
      name: 'hidden',
      seen: [join('x', { grants: { hidden: true } })],
      when: published('x'),
      emits: '!notAllowed',
    },
    {
      rule: 'RS-84',
      name: 'too many publishers',
      config: { maxPublishers: 1 },
      seen: [published('b')],
      when: published('c'),
      emits: '!publishersFull',
    },
    {
      rule: 'RS-84',
      name: 'one publisher, two media',
      config: { maxPublishers: 1 },
      seen: [published('b')],
      when: published('b', 'video'),
      emits: ['b video: webrtc:p-b-video flows'],
    },
    {
      rule: 'RS-84',
      name: 'one publisher after the other',
      config: { maxPublishers: 1 },
      seen: [published('b'), unpublished('b', 'p-b-audio')],
      when: published('c'),
      emits: ['c audio: webrtc:p-c-audio flows'],
    },
    {
      rule: 'RS-84',
      name: 'one publisher has left',
      config: { maxPublishers: 1 },
      seen: [published('b'), { type: 'leave', actor: 'b', reason: 'left' }],
      when: published('c'),
      emits: ['c audio: webrtc:p-c-audio flows'],
    },
    {
      rule: 'RS-85',
      name: 'unpublished',
      seen: [published('b')],
      when: unpublished('b', 'p-b-audio'),
      emits: ['b audio: flows'],
    },
    { rule: 'RS-85', name: 'another producer', seen: [published('b')], when: unpublished('b', 'old'), emits: [] },
    { rule: 'RS-85', name: 'not published', when: unpublished('b', ''), emits: [] },
    {
      rule: 'RS-85',
      name: 'an RTMP stream',
      seen: [published('b', 'audio', 'rtmp')],
      when: unpublished('b', ''),
      emits: ['b audio: flows'],
    },
    {
      rule: 'RS-86',
      name: 'a worker died',
      seen: [published('b'), published('b', 'video', 'rtmp'), published('c')],
      when: lost('b', 'x', 'b', 'd'),
      emits: ['reset 2 b,d', 'b audio: flows'],
    },
    { rule: 'RS-86', name: 'a worker nobody published through', when: lost(), emits: ['reset 2 '] },
    { rule: 'RS-86', name: 'again', seen: [lost()], when: lost(), emits: ['reset 3 '] },
  ])('[$rule] $name', check);
});
