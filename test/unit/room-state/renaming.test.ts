import { describe, expect, test } from 'vitest';
import { sightOf, subjectOf } from '../../../src/room-state/visibility.ts';
import { type Case, check, type Step, TestRoom } from './rooms.ts';

const rename = (actor: string, displayName: string, avatar = ''): Step => ({
  type: 'rename',
  actor,
  displayName,
  avatar,
});

describe('names', () => {
  test.for<Case>([
    { rule: 'RS-125', name: 'another one', when: rename('b', 'Bob'), emits: ['b is called Bob '] },
    { rule: 'RS-125', name: 'another picture', when: rename('b', 'B', 'x.png'), emits: ['b is called B x.png'] },
    { rule: 'RS-125', name: 'the same', seen: [rename('b', 'Bob')], when: rename('b', 'Bob'), emits: [] },
    { rule: 'RS-125', name: 'of nobody', when: rename('x', 'Bob'), emits: '!notMember' },
  ])('[$rule] $name', check);

  test('[RS-125] nothing else of the member changes, nor what it said', () => {
    const room = new TestRoom();
    room.run({ type: 'sendChat', actor: 'b', messageId: 'm', text: 'hello' });
    const before = room.member('b');
    room.run(rename('b', 'Bob', 'x.png'));
    expect(room.member('b')).toEqual({ ...before, displayName: 'Bob', avatar: 'x.png' });
    expect(room.ids).toBe('a,b,c,d');
    expect(room.state.chat[0]?.displayName).toBe('B');
  });

  test('[RS-125] of who is not shown, nobody is told', () => {
    const room = new TestRoom();
    const before = room.member('d');
    room.run(rename('d', 'Dan'));
    const event = room.events.at(-1) ?? expect.fail('an event');
    expect(subjectOf(event)).toBe('d');
    expect(sightOf({ ...room.state, scene: 'live' }, before, room.member('d'))?.appearance).toEqual({
      type: 'nothing',
    });
  });
});
