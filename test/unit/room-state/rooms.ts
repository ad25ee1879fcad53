/**
 * Rooms for tests, in shorthand. Members a (chair), b and c (speakers) and d (audience) of the users ua to ud are
 * there from the beginning unless a test says otherwise; commands are written as objects without `at` (1000), events
 * read as one line each.
 */
import { expect } from 'vitest';
import type { Floor } from '../../../src/floor-control/floor-types.ts';
import { DEFAULT_ROOM_CONFIG } from '../../../src/room-state/default-config.ts';
import { defaultGrants } from '../../../src/room-state/role-grants.ts';
import { createRoom, decide, evolve } from '../../../src/room-state/room.ts';
import type {
  Attribute,
  Grants,
  MediumState,
  Member,
  Role,
  RoomCommand,
  RoomConfig,
  RoomEvent,
  RoomPolicy,
  RoomState,
} from '../../../src/room-state/room-types.ts';
import type { InstantMs, MemberId, RoomId, UserId } from '../../../src/shared/ids.ts';

export const START = 1000 as InstantMs;

type WithoutAt<C> = C extends unknown ? Omit<C, 'at'> : never;
/** A command as tests write it: ids are plain strings. */
type Plain<T> = T extends MemberId | UserId
  ? string
  : T extends string | number | boolean | null | Uint8Array
    ? T
    : { readonly [K in keyof T]: Plain<T[K]> };
export type Step = Plain<WithoutAt<RoomCommand>> & { readonly at?: number };

export const commandOf = (step: Step): RoomCommand => ({ at: START, ...step }) as unknown as RoomCommand;

export interface Guest {
  readonly role?: Role;
  readonly userId?: string;
  readonly grants?: Partial<Grants>;
  readonly attributes?: readonly Attribute[];
  readonly at?: number;
}

/** The join of member `id`, by default as speaker of user `u<id>`. */
export function join(
  id: string,
  { role = 'speaker', userId = `u${id}`, grants, attributes = [], at }: Guest = {},
): Step {
  const identity = {
    userId,
    displayName: id.toUpperCase(),
    avatar: '',
    role,
    grants: { ...defaultGrants(role), ...grants },
  };
  return { type: 'join', memberId: id, identity, attributes, ...(at === undefined ? {} : { at }) };
}

export const EVERYBODY: readonly Step[] = [
  join('a', { role: 'chair' }),
  join('b'),
  join('c'),
  join('d', { role: 'audience' }),
];

export class TestRoom {
  state: RoomState;
  readonly events: RoomEvent[] = [];

  constructor(config: Partial<RoomConfig> = {}, seen: readonly Step[] = EVERYBODY) {
    this.state = createRoom({
      roomId: 'room' as RoomId,
      scene: 'conference',
      epoch: 'e1',
      config: { ...DEFAULT_ROOM_CONFIG, ...config },
      at: START,
    });
    for (const step of seen) this.run(step);
  }

  /** Decides and applies; the new events in shorthand. Fails the test when the command is refused. */
  run(step: Step): readonly string[] {
    const decision = decide(this.state, commandOf(step));
    expect(decision, `refused: ${JSON.stringify(step)}`).not.toHaveProperty('rejected');
    if ('rejected' in decision) return [];
    for (const event of decision.events) this.state = evolve(this.state, event);
    this.events.push(...decision.events);
    return decision.events.map(brief);
  }

  /** The new events in shorthand, or `!error`. */
  outcome(step: Step): readonly string[] | string {
    const decision = decide(this.state, commandOf(step));
    return 'rejected' in decision ? `!${decision.rejected}` : this.run(step);
  }

  member(id: string): Member {
    const member = this.state.members.get(id as MemberId);
    if (member === undefined) throw new Error(`${id} is not in the room`);
    return member;
  }

  /** Shorthand of one medium. */
  medium(id: string, medium: MediumState['medium']): string {
    return briefMedium(this.member(id).media[medium]);
  }

  get ids(): string {
    return [...this.state.members.keys()].join(',');
  }
}

export interface Case {
  readonly rule: string;
  readonly name: string;
  readonly config?: Partial<RoomConfig>;
  /** Commands before; after the joins of `EVERYBODY` unless `alone`. */
  readonly seen?: readonly Step[];
  readonly alone?: boolean;
  readonly when: Step;
  readonly emits: readonly string[] | string;
}

/** Runs one line of a table. */
export function check({ config = {}, seen = [], alone = false, when, emits }: Case): void {
  const room = new TestRoom(config, alone ? seen : [...EVERYBODY, ...seen]);
  expect(room.outcome(when)).toEqual(emits);
}

const list = (parts: readonly (string | false)[]): string => parts.filter((part) => part !== false).join(' ');

export function briefMedium(state: MediumState): string {
  const { medium, selfMuted, moderatorMuted, mutedByLock, published, source, producerId, mayFlow } = state;
  const parts = list([
    selfMuted && 'self',
    moderatorMuted && (mutedByLock ? 'lock' : 'moderator'),
    published && `${source}:${producerId}`,
    mayFlow && 'flows',
  ]);
  return `${medium}: ${parts || '-'}`;
}

const briefPolicy = ({ locked, lobby, unmuteLocked, unmuteAllowed }: RoomPolicy): string =>
  list([
    'policy',
    locked && 'locked',
    lobby && 'lobby',
    unmuteLocked.length > 0 && `lock:${unmuteLocked.join()}`,
    unmuteAllowed.length > 0 && `free:${unmuteAllowed.join()}`,
  ]);

const briefAttributes = (attributes: readonly Attribute[]): string =>
  attributes.map(({ key, value, version }) => `${key}=${value}@${version}`).join(' ');

/** `floor x: a b~turnOver c? | d e.`: granted, revoking, confirming; accepted, pending. */
function briefFloor({ floorId, slots, queue }: Floor): string {
  const holders = slots.map((slot) => {
    if (slot.status === 'revoking') return `${slot.memberId}~${slot.cause}`;
    return slot.status === 'confirming' ? `${slot.memberId}?` : slot.memberId;
  });
  const waiting = queue.map(({ memberId, status }) => (status === 'pending' ? `${memberId}.` : memberId));
  return [`floor ${floorId}:`, ...holders, '|', ...waiting].join(' ');
}

export function brief(event: RoomEvent): string {
  switch (event.type) {
    case 'memberJoined':
      return `joined ${event.member.memberId} ${event.member.role}`;
    case 'memberLeft':
      return `left ${event.memberId} ${event.reason}`;
    case 'presenceChanged':
      return `${event.memberId} is ${event.presence}`;
    case 'graceRenewed':
      return `${event.memberId} lives`;
    case 'mediumChanged':
      return `${event.memberId} ${briefMedium(event.state)}`;
    case 'pushGenerationRaised':
      return `${event.memberId} push ${event.pushGeneration} ${event.cause}`;
    case 'roleChanged':
      return `${event.memberId} role ${event.role}`;
    case 'grantsChanged':
      return `${event.memberId} grants`;
    case 'memberRenamed':
      return `${event.member.memberId} is called ${event.member.displayName} ${event.member.avatar}`;
    case 'handChanged':
      return `${event.memberId} hand ${event.handRaisedAtMs}`;
    case 'memberAttributesChanged':
      return `${event.memberId} has ${briefAttributes(event.attributes)}`;
    case 'roomAttributesChanged':
      return `room has ${briefAttributes(event.attributes)}`;
    case 'policyChanged':
      return briefPolicy(event.policy);
    case 'userBanned':
      return `banned ${event.userId} ${event.untilMs}`;
    case 'userUnbanned':
      return `unbanned ${event.userId}`;
    case 'lobbyChanged':
      return `lobby ${event.lobby.map(({ userId }) => userId).join()}`;
    case 'lobbyAdmitted':
      return `admitted ${event.userId}`;
    case 'lobbyDenied':
      return `denied ${event.userId}`;
    case 'chatSent':
      return `chat ${event.message.memberId} ${event.message.text}`;
    case 'dataSent':
      return `data ${event.memberId} ${event.topic} to:${event.to.join()}`;
    case 'mediaReset':
      return `reset ${event.mediaGeneration} ${event.memberIds.join()}`;
    case 'unmuteInvited':
      return `invited ${event.memberId} ${event.medium}`;
    case 'roomClosed':
      return `closed ${event.reason}`;
    case 'floorChanged':
      return briefFloor(event.floor);
    case 'floorRemoved':
      return `floor ${event.floorId} removed`;
    case 'requestEnded':
      return `${event.request.memberId} ${event.request.status} ${event.request.cause}`;
    case 'accountNoted':
      return `account ${event.floorId} ${event.memberId}`;
    case 'awayNoted':
      return `away ${event.memberId} ${event.note?.until ?? '-'}`;
  }
}
