import { describe, expect, test } from 'vitest';
import { DEFAULT_ROOM_CONFIG } from '../../../src/room-state/default-config.ts';
import { createRoom, decide, evolve } from '../../../src/room-state/room.ts';
import { createRoomLog } from '../../../src/room-state/room-log.ts';
import type { Grants, Member, Role, RoomState, Scene } from '../../../src/room-state/room-types.ts';
import {
  type Appearance,
  isCounted,
  isListed,
  listedMembers,
  sightOf,
  subjectOf,
} from '../../../src/room-state/visibility.ts';
import type { MemberId, RoomId } from '../../../src/shared/ids.ts';
import { commandOf, EVERYBODY, join, START, type Step, TestRoom } from './rooms.ts';

/** Members a (chair), b, c (speakers), d (audience) in a live room. */
class LiveRoom {
  state: RoomState;

  constructor(steps: readonly Step[] = EVERYBODY) {
    this.state = createRoom({
      roomId: 'r' as RoomId,
      scene: 'live',
      epoch: 'e',
      config: DEFAULT_ROOM_CONFIG,
      at: START,
    });
    for (const step of steps) this.run(step);
  }

  /** How each event of the command looks to others, with the number of the audience where it changed. */
  run(step: Step): readonly string[] {
    const decision = decide(this.state, commandOf(step));
    if ('rejected' in decision) throw new Error(decision.rejected);
    return decision.events.map((event) => {
      const subject = subjectOf(event);
      const before = subject && this.state.members.get(subject);
      this.state = evolve(this.state, event);
      const sight = subject && sightOf(this.state, before, this.state.members.get(subject));
      const count = sight?.audienceCount ?? null;
      return `${event.type} ${brief(sight?.appearance)}${count === null ? '' : ` audience ${count}`}`;
    });
  }

  get listed(): string {
    return listedMembers(this.state)
      .map(({ memberId }) => memberId)
      .join();
  }
}

function brief(appearance: Appearance | undefined): string {
  switch (appearance?.type) {
    case 'appeared':
      return `appeared ${appearance.member.memberId}`;
    case 'vanished':
      return `vanished ${appearance.memberId}`;
    default:
      return appearance?.type ?? 'itself';
  }
}

const d = new TestRoom().member('d');
const hand = (raised: boolean): Step => ({ type: 'raiseHand', actor: 'd', target: 'd', raised });
const role = (name: Role, target = 'd'): Step => ({ type: 'setRole', actor: 'a', target, role: name });

describe('who is listed', () => {
  test.for<{ scene: Scene; name: string; member: Partial<Member>; grants?: Partial<Grants>; shown: string }>([
    { scene: 'conference', name: 'audience', member: {}, shown: 'listed' },
    { scene: 'live', name: 'audience', member: {}, shown: 'counted' },
    { scene: 'live', name: 'a speaker', member: { role: 'speaker' }, shown: 'listed' },
    { scene: 'live', name: 'audience with its hand up', member: { handRaisedAtMs: 1 }, shown: 'listed' },
    { scene: 'live', name: 'audience that may publish', member: {}, grants: { publishData: true }, shown: 'listed' },
    {
      scene: 'live',
      name: 'hidden audience',
      member: { handRaisedAtMs: 1 },
      grants: { hidden: true },
      shown: 'hidden',
    },
    { scene: 'call', name: 'a hidden speaker', member: { role: 'speaker' }, grants: { hidden: true }, shown: 'hidden' },
  ])('[RS-110] [RS-111] $scene: $name', ({ scene, member, grants, shown }) => {
    const one: Member = { ...d, ...member, grants: { ...d.grants, ...grants } };
    const kind = isListed(scene, one) ? 'listed' : isCounted(scene, one) ? 'counted' : 'hidden';
    expect(kind).toBe(shown);
    expect(isListed(scene, one) && isCounted(scene, one)).toBe(false);
  });

  test('[RS-112] who comes into view is last', () => {
    const room = new LiveRoom();
    expect(room.listed).toBe('a,b,c');
    room.run(join('e', { role: 'audience' }));
    room.run(join('f'));
    expect(room.listed).toBe('a,b,c,f');
    room.run(role('speaker'));
    expect(room.listed).toBe('a,b,c,f,d');
    room.run(hand(true));
    room.run(hand(false));
    expect(room.listed).toBe('a,b,c,f,d');
  });
});

describe('how events look', () => {
  test.for<{ name: string; seen?: readonly Step[]; when: Step; looks: readonly string[] }>([
    { name: 'a speaker comes', when: join('x'), looks: ['memberJoined itself'] },
    { name: 'audience comes', when: join('x', { role: 'audience' }), looks: ['memberJoined nothing audience 2'] },
    { name: 'an observer comes', when: join('x', { grants: { hidden: true } }), looks: ['memberJoined nothing'] },
    {
      name: 'audience leaves',
      when: { type: 'leave', actor: 'd', reason: 'left' },
      looks: ['memberLeft nothing audience 0'],
    },
    { name: 'a speaker leaves', when: { type: 'leave', actor: 'b', reason: 'left' }, looks: ['memberLeft itself'] },
    { name: 'audience is lost', when: { type: 'presenceLost', actor: 'd' }, looks: ['presenceChanged nothing'] },
    {
      name: 'audience mutes itself',
      when: { type: 'setSelfMute', actor: 'd', medium: 'audio', muted: true },
      looks: ['mediumChanged nothing'],
    },
    { name: 'a hand goes up', when: hand(true), looks: ['handChanged appeared d audience 0'] },
    { name: 'a hand goes down', seen: [hand(true)], when: hand(false), looks: ['handChanged vanished d audience 1'] },
    {
      name: 'a promotion',
      when: role('speaker'),
      looks: [
        'roleChanged appeared d audience 0',
        'grantsChanged itself',
        ...Array.from({ length: 4 }, () => 'mediumChanged itself'),
      ],
    },
    {
      name: 'a demotion: shown for as long as it may publish',
      seen: [role('speaker')],
      when: role('audience'),
      looks: [
        'roleChanged itself',
        'grantsChanged vanished d audience 1',
        'pushGenerationRaised nothing',
        ...Array.from({ length: 4 }, () => 'mediumChanged nothing'),
      ],
    },
    {
      name: 'a promotion with the hand up',
      seen: [hand(true)],
      when: { type: 'setGrants', actor: 'a', target: 'd', grants: { ...d.grants, chat: false } },
      looks: ['grantsChanged itself'],
    },
    {
      name: 'a member is hidden',
      when: { type: 'setGrants', actor: 'a', target: 'd', grants: { ...d.grants, hidden: true } },
      looks: ['grantsChanged nothing audience 0'],
    },
    {
      name: 'audience says something',
      when: { type: 'sendChat', actor: 'd', messageId: 'm', text: 'hi' },
      looks: ['chatSent itself'],
    },
    {
      name: 'the life of a suspect is not its state',
      seen: [{ type: 'presenceLost', actor: 'd' }],
      when: { type: 'mediaSeen', actor: 'd', at: 9000 },
      looks: ['graceRenewed itself'],
    },
  ])('[RS-113] $name', ({ seen = [], when, looks }) => {
    expect(new LiveRoom([...EVERYBODY, ...seen]).run(when)).toEqual(looks);
  });
});

test('[RS-114] the log weighs who appears', () => {
  const handChanged = { type: 'handChanged', memberId: 'd' as MemberId, handRaisedAtMs: 1 } as const;
  const sizeWith = (appearance: Appearance): number => {
    const log = createRoomLog({ epoch: 'e', maxEvents: 100, maxBytes: 4000 });
    for (let offset = 1; offset <= 20; offset += 1) {
      const sight = { appearance, audienceCount: 0 };
      log.append({ offset, at: START, actor: null, causeId: 0, event: handChanged, sight });
    }
    return log.size;
  };
  expect(sizeWith({ type: 'nothing' })).toBe(20);
  expect(sizeWith({ type: 'appeared', member: d })).toBe(3);
});
