/**
 * The room as a client knows it. Pure: a state and what the server sent go in, the next state and the changes come
 * out. A snapshot replaces everything, a delta is applied whole or not at all; nothing is ever merged, so a replica is
 * always some state that the server had.
 */
import type {
  Attribute,
  Change,
  DeltaEvent,
  Floor,
  Member,
  RoomDelta,
  RoomPolicy,
  RoomSnapshot,
} from '../wire/generated/messages.ts';
import type { RoomReplicaState } from './api.ts';
import type { ChangeName, ChangePayloads, RoomChange } from './client-events.ts';

/** Chat messages kept; older ones are dropped first. A snapshot's are kept as they came. */
export const CHAT_KEPT = 500;

const NO_POLICY: RoomPolicy = { locked: false, lobby: false, unmuteLocked: [], unmuteAllowed: [] };

/** The replica that a snapshot describes. */
export function replicaFromSnapshot(snapshot: RoomSnapshot): RoomReplicaState {
  const { roomId, epoch, offset, scene, members, floors, attributes, chat, lobby } = snapshot;
  const { mediaGeneration, audienceCount, createdAtMs, policy } = snapshot;
  return {
    roomId,
    epoch,
    offset,
    scene,
    policy: policy ?? NO_POLICY,
    members,
    floors,
    attributes,
    chat,
    lobby,
    mediaGeneration,
    audienceCount,
    createdAtMs,
  };
}

/**
 * What became of a delta. `gap`: something before it was missed, ask for a snapshot. `stale`: it brings nothing new.
 */
export type DeltaOutcome =
  | { readonly outcome: 'applied'; readonly state: RoomReplicaState; readonly changes: readonly RoomChange[] }
  | { readonly outcome: 'gap' | 'stale' };

/**
 * Applies a delta when `prevOffset` <= own offset < `offset` in the same epoch. Events at or before the own offset
 * (a snapshot was taken within the turn) are skipped. O(members + events x members).
 */
export function applyDelta(state: RoomReplicaState, delta: RoomDelta): DeltaOutcome {
  if (delta.epoch !== state.epoch) return { outcome: 'gap' };
  if (delta.offset <= state.offset) return { outcome: 'stale' };
  if (delta.prevOffset > state.offset) return { outcome: 'gap' };
  const draft = new Draft(state);
  const changes: RoomChange[] = [];
  for (const event of delta.events) {
    if (event.offset <= state.offset) continue;
    const change = applyEvent(draft, event, delta.atMs);
    if (change !== undefined) changes.push(change);
  }
  return { outcome: 'applied', state: draft.finish(delta.offset), changes };
}

/** The same state at a later offset: nothing in between concerned this client. */
export function advanceTo(state: RoomReplicaState, offset: number): RoomReplicaState {
  return offset > state.offset ? { ...state, offset } : state;
}

/** Whether a snapshot is older than what is known (an answer that was overtaken). */
export function isOlder(snapshot: RoomSnapshot, state: RoomReplicaState): boolean {
  return snapshot.epoch === state.epoch && snapshot.offset < state.offset;
}

/** A state being changed: lists are copied at the first write, once per delta. */
class Draft {
  readonly #base: RoomReplicaState;
  #changes: Partial<{ -readonly [K in keyof RoomReplicaState]: RoomReplicaState[K] }> = {};
  #members: Member[] | undefined;

  constructor(base: RoomReplicaState) {
    this.#base = base;
  }

  get<K extends keyof RoomReplicaState>(key: K): RoomReplicaState[K] {
    return (this.#changes[key] ?? this.#base[key]) as RoomReplicaState[K];
  }

  set<K extends keyof RoomReplicaState>(key: K, value: RoomReplicaState[K]): void {
    this.#changes[key] = value;
  }

  member(memberId: string): Member | undefined {
    return (this.#members ?? this.#base.members).find((member) => member.memberId === memberId);
  }

  putMember(member: Member): void {
    const members = this.#writableMembers();
    const index = members.findIndex((other) => other.memberId === member.memberId);
    if (index < 0) members.push(member);
    else members[index] = member;
  }

  removeMember(memberId: string): void {
    this.#members = this.#writableMembers().filter((member) => member.memberId !== memberId);
  }

  finish(offset: number): RoomReplicaState {
    const members = this.#members ?? this.#base.members;
    return { ...this.#base, ...this.#changes, members, offset };
  }

  #writableMembers(): Member[] {
    this.#members ??= [...this.#base.members];
    return this.#members;
  }
}

/** How each kind of change changes the state; gives what is told to listeners, undefined = nothing to tell. */
type Appliers = {
  readonly [K in ChangeName]: (draft: Draft, body: NonNullable<Change[K]>) => ChangePayloads[K] | undefined;
};

/** Changes one member, if it is known: a client that does not hear `members` may get changes of unknown ones. */
function changeMember(draft: Draft, memberId: string, change: (member: Member) => Member): Member | undefined {
  const member = draft.member(memberId);
  if (member !== undefined) draft.putMember(change(member));
  return member;
}

const byKey = (a: Attribute, b: Attribute): number => (a.key < b.key ? -1 : 1);
const byFloorId = (a: Floor, b: Floor): number => (a.floorId < b.floorId ? -1 : 1);

/** `current` with the changed ones replaced and those of empty value removed; sorted by key. */
function updateAttributes(current: readonly Attribute[], changed: readonly Attribute[]): Attribute[] {
  const byName = new Map(current.map((attribute) => [attribute.key, attribute]));
  for (const attribute of changed) {
    if (attribute.value === '') byName.delete(attribute.key);
    else byName.set(attribute.key, attribute);
  }
  return [...byName.values()].sort(byKey);
}

const APPLIERS: Appliers = {
  memberJoined: (draft, { member }) => {
    if (member === null) return undefined;
    const isNew = draft.member(member.memberId) === undefined;
    draft.putMember(member);
    // Another name of who is there: the state says so.
    return isNew ? { member } : undefined;
  },
  memberLeft: (draft, { memberId, reason }) => {
    const member = draft.member(memberId);
    if (member === undefined) return undefined;
    draft.removeMember(memberId);
    return { memberId, reason, member };
  },
  presenceChanged: (draft, { memberId, presence }) => {
    const before = changeMember(draft, memberId, (member) => ({ ...member, presence }));
    return before && { memberId, presence, previous: before.presence };
  },
  mediumChanged: (draft, body) => {
    const { memberId, state } = body;
    if (state === null) return undefined;
    const before = changeMember(draft, memberId, (member) => {
      const others = member.media.filter(({ medium }) => medium !== state.medium);
      return { ...member, media: [...others, state].sort((a, b) => a.medium - b.medium) };
    });
    return before && body;
  },
  roleChanged: (draft, body) =>
    changeMember(draft, body.memberId, (member) => ({ ...member, role: body.role })) && body,
  grantsChanged: (draft, body) =>
    changeMember(draft, body.memberId, (member) => ({ ...member, grants: body.grants })) && body,
  handChanged: (draft, body) =>
    changeMember(draft, body.memberId, (member) => ({ ...member, handRaisedAtMs: body.handRaisedAtMs })) && body,
  pushGenerationRaised: (draft, body) =>
    changeMember(draft, body.memberId, (member) => ({ ...member, pushGeneration: body.pushGeneration })) && body,
  memberAttributesChanged: (draft, body) =>
    changeMember(draft, body.memberId, (member) => ({
      ...member,
      attributes: updateAttributes(member.attributes, body.attributes),
    })) && body,
  roomAttributesChanged: (draft, body) => {
    draft.set('attributes', updateAttributes(draft.get('attributes'), body.attributes));
    return body;
  },
  policyChanged: (draft, body) => {
    if (body.policy === null) return undefined;
    draft.set('policy', body.policy);
    return body;
  },
  floorChanged: (draft, { floor }) => {
    if (floor === null) return undefined;
    const floors = draft.get('floors');
    const previous = floors.find(({ floorId }) => floorId === floor.floorId);
    draft.set('floors', [...floors.filter((other) => other !== previous), floor].sort(byFloorId));
    return { floor, previous };
  },
  floorRemoved: (draft, body) => {
    draft.set(
      'floors',
      draft.get('floors').filter(({ floorId }) => floorId !== body.floorId),
    );
    return body;
  },
  // The floor without it comes in the same delta; this tells how it ended.
  floorRequestEnded: (_draft, { request }) => (request === null ? undefined : { request }),
  chatSent: (draft, body) => {
    if (body.message === null) return undefined;
    draft.set('chat', [...draft.get('chat'), body.message].slice(-CHAT_KEPT));
    return body;
  },
  dataSent: (_draft, body) => body,
  mediaReset: (draft, body) => {
    draft.set('mediaGeneration', body.mediaGeneration);
    return body;
  },
  lobbyChanged: (draft, body) => {
    draft.set('lobby', body.lobby);
    return body;
  },
  roomClosed: (_draft, body) => body,
  unmuteInvited: (_draft, body) => body,
  audienceCountChanged: (draft, body) => {
    draft.set('audienceCount', body.audienceCount);
    return body;
  },
};

/** Applies one event. A kind that this client does not know changes nothing; the state hash would show a difference. */
function applyEvent(draft: Draft, event: DeltaEvent, atMs: number): RoomChange | undefined {
  const { change, offset, actor, causeId } = event;
  const type = change?.body;
  if (change === null || type === undefined) return undefined;
  const apply = APPLIERS[type] as (draft: Draft, body: unknown) => object | undefined;
  const payload = apply(draft, change[type]);
  return payload === undefined ? undefined : ({ type, offset, atMs, actor, causeId, ...payload } as RoomChange);
}
