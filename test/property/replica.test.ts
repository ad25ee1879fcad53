/**
 * The replica against a naive model of the server: random histories, cut into deltas and sent over a path that drops,
 * repeats and reorders them, with snapshots whenever the client asks. At the end both sides must agree.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoomReplicaState } from '../../client/api.ts';
import { applyDelta, isOlder, replicaFromSnapshot } from '../../client/room-replica.ts';
import {
  type Attribute,
  type Change,
  type Floor,
  type Init,
  type LobbyEntry,
  type Member,
  Presence,
  Role,
  type RoomDelta,
  type RoomPolicy,
  type RoomSnapshot,
  type ServerFrame,
} from '../../wire/generated/messages.ts';
import { jsonCodec } from '../../wire/json-codec.ts';
import { stateHash } from '../../wire/state-hash.ts';

/** What the model can do; indices are taken modulo what there is. */
type Step =
  | { do: 'join'; who: number }
  | { do: 'leave'; who: number }
  | { do: 'presence'; who: number; presence: Presence }
  | { do: 'mute'; who: number; medium: 1 | 2 | 3 | 4; muted: boolean }
  | { do: 'role'; who: number; role: Role }
  | { do: 'hand'; who: number; at: number }
  | { do: 'push'; who: number }
  | { do: 'attribute'; who: number; key: string; value: string }
  | { do: 'policy'; locked: boolean }
  | { do: 'floor'; floorId: string; holders: number }
  | { do: 'dropFloor'; floorId: string }
  | { do: 'chat'; text: string }
  | { do: 'reset' }
  | { do: 'lobby'; size: number }
  | { do: 'audience'; count: number };

/** The server, told in the plainest way: mutable objects and one switch. */
class NaiveRoom {
  epoch = 'e1';
  offset = 0;
  members: Init<Member>[] = [];
  floors: Init<Floor>[] = [];
  attributes: Init<Attribute>[] = [];
  chat: { messageId: string; text: string }[] = [];
  lobby: Init<LobbyEntry>[] = [];
  policy: Init<RoomPolicy> = {};
  mediaGeneration = 0;
  audienceCount = 0;

  snapshot(): RoomSnapshot {
    const { epoch, offset, members, floors, attributes, chat, lobby, policy, mediaGeneration, audienceCount } = this;
    const snapshot = {
      roomId: 'r',
      epoch,
      offset,
      members,
      floors,
      attributes,
      chat,
      lobby,
      policy,
      mediaGeneration,
      audienceCount,
    };
    const frame = overTheWire({ snapshotResult: { snapshot } });
    if (!frame.snapshotResult?.snapshot) throw new Error('no snapshot');
    return frame.snapshotResult.snapshot;
  }

  /** Does one step and gives its change; undefined when it changes nothing. */
  step(step: Step): Init<Change> | undefined {
    const change = this.#change(step);
    if (change !== undefined) this.offset += 1;
    return change;
  }

  #change(step: Step): Init<Change> | undefined {
    switch (step.do) {
      case 'policy':
        this.policy = { locked: step.locked, unmuteLocked: step.locked ? [1] : [] };
        return { policyChanged: { policy: this.policy } };
      case 'chat': {
        const message = { messageId: `c${this.offset}`, text: step.text };
        this.chat = [...this.chat, message];
        return { chatSent: { message } };
      }
      case 'reset':
        this.mediaGeneration += 1;
        return { mediaReset: { mediaGeneration: this.mediaGeneration } };
      case 'lobby':
        this.lobby = Array.from({ length: step.size }, (_, index) => ({ userId: `u${index}` }));
        return { lobbyChanged: { lobby: this.lobby } };
      case 'audience':
        this.audienceCount = step.count;
        return { audienceCountChanged: { audienceCount: step.count } };
      case 'floor':
      case 'dropFloor':
        return this.#floorChange(step);
      case 'join':
        return this.#join(step.who);
      default:
        return this.#memberChange(step);
    }
  }

  #join(who: number): Init<Change> | undefined {
    const memberId = `m${who}`;
    if (this.members.some((member) => member.memberId === memberId)) return undefined;
    const media = [1, 2, 3, 4].map((medium) => ({ medium: medium as 1 }));
    const member = {
      memberId,
      role: Role.SPEAKER,
      presence: Presence.ONLINE,
      media,
      grants: { chat: true },
      attributes: [],
    };
    this.members = [...this.members, member];
    return { memberJoined: { member } };
  }

  #floorChange(step: Extract<Step, { do: 'floor' | 'dropFloor' }>): Init<Change> | undefined {
    const others = this.floors.filter(({ floorId }) => floorId !== step.floorId);
    if (step.do === 'dropFloor') {
      if (others.length === this.floors.length) return undefined;
      this.floors = others;
      return { floorRemoved: { floorId: step.floorId } };
    }
    const floor = { floorId: step.floorId, maxHolders: step.holders, requests: [{ requestId: `q${this.offset}` }] };
    this.floors = [...others, floor].sort((a, b) => ((a.floorId ?? '') < (b.floorId ?? '') ? -1 : 1));
    return { floorChanged: { floor } };
  }

  #memberChange(
    step: Exclude<Step, { do: 'policy' | 'chat' | 'reset' | 'lobby' | 'audience' | 'floor' | 'dropFloor' | 'join' }>,
  ): Init<Change> | undefined {
    const index = this.members.length === 0 ? -1 : step.who % this.members.length;
    const member = this.members[index];
    if (member === undefined) return undefined;
    const memberId = member.memberId ?? '';
    const put = (more: Init<Member>): void => {
      this.members = this.members.map((other) => (other === member ? { ...member, ...more } : other));
    };
    switch (step.do) {
      case 'leave':
        this.members = this.members.filter((other) => other !== member);
        return { memberLeft: { memberId } };
      case 'presence':
        put({ presence: step.presence });
        return { presenceChanged: { memberId, presence: step.presence } };
      case 'mute': {
        const state = { medium: step.medium, selfMuted: step.muted, mayFlow: !step.muted };
        put({ media: (member.media ?? []).map((medium) => (medium.medium === step.medium ? state : medium)) });
        return { mediumChanged: { memberId, state } };
      }
      case 'role':
        put({ role: step.role });
        return { roleChanged: { memberId, role: step.role } };
      case 'hand':
        put({ handRaisedAtMs: step.at });
        return { handChanged: { memberId, handRaisedAtMs: step.at } };
      case 'push': {
        const pushGeneration = (member.pushGeneration ?? 0) + 1;
        put({ pushGeneration });
        return { pushGenerationRaised: { memberId, pushGeneration } };
      }
      case 'attribute': {
        const attribute = { key: step.key, value: step.value, version: this.offset };
        const others = (member.attributes ?? []).filter(({ key }) => key !== step.key);
        const kept = step.value === '' ? others : [...others, attribute];
        put({ attributes: kept.sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1)) });
        return { memberAttributesChanged: { memberId, attributes: [attribute] } };
      }
    }
  }
}

const who = fc.nat({ max: 7 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('join' as const), who }) },
  fc.record({ do: fc.constant('leave' as const), who }),
  fc.record({
    do: fc.constant('presence' as const),
    who,
    presence: fc.constantFrom(Presence.ONLINE, Presence.SUSPECT),
  }),
  fc.record({
    do: fc.constant('mute' as const),
    who,
    medium: fc.constantFrom(1 as const, 2 as const, 4 as const),
    muted: fc.boolean(),
  }),
  fc.record({ do: fc.constant('role' as const), who, role: fc.constantFrom(Role.CHAIR, Role.AUDIENCE) }),
  fc.record({ do: fc.constant('hand' as const), who, at: fc.nat() }),
  fc.record({ do: fc.constant('push' as const), who }),
  fc.record({
    do: fc.constant('attribute' as const),
    who,
    key: fc.constantFrom('a', 'b', 'Z'),
    value: fc.constantFrom('', 'x', 'y'),
  }),
  fc.record({ do: fc.constant('policy' as const), locked: fc.boolean() }),
  fc.record({
    do: fc.constant('floor' as const),
    floorId: fc.constantFrom('audio', 'video', 'Control'),
    holders: fc.nat(3),
  }),
  fc.record({ do: fc.constant('dropFloor' as const), floorId: fc.constantFrom('audio', 'video') }),
  fc.record({ do: fc.constant('chat' as const), text: fc.string() }),
  fc.record({ do: fc.constant('reset' as const) }),
  fc.record({ do: fc.constant('lobby' as const), size: fc.nat(3) }),
  fc.record({ do: fc.constant('audience' as const), count: fc.nat() }),
);

/** How a turn reaches the client. */
type Fate = 'arrives' | 'lost' | 'twice' | 'late' | 'snapshotWithin' | 'newEpoch';
const turn = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  fate: fc.constantFrom<Fate>('arrives', 'arrives', 'arrives', 'lost', 'twice', 'late', 'snapshotWithin', 'newEpoch'),
});

/** Through a codec, as on a real socket: nothing is shared between the sides. */
function overTheWire(frame: Init<ServerFrame>): ServerFrame {
  return jsonCodec.decodeServerFrame(jsonCodec.encodeServerFrame(frame));
}

/** The client's side: a replica that asks for a snapshot when it must. */
class Follower {
  state: RoomReplicaState;
  readonly #room: NaiveRoom;

  constructor(room: NaiveRoom) {
    this.#room = room;
    this.state = replicaFromSnapshot(room.snapshot());
  }

  take(delta: RoomDelta): void {
    const before = this.state;
    const result = applyDelta(this.state, delta);
    if (result.outcome === 'applied') {
      this.state = result.state;
      expect(this.state.offset).toBeGreaterThan(before.offset);
    } else if (result.outcome === 'gap') this.takeSnapshot();
  }

  takeSnapshot(): void {
    const snapshot = this.#room.snapshot();
    if (!isOlder(snapshot, this.state)) this.state = replicaFromSnapshot(snapshot);
  }
}

/** The way between them: one turn after the other, each with its fate. */
class UnreliablePath {
  readonly room = new NaiveRoom();
  readonly follower = new Follower(this.room);
  #published = 0;
  #late: RoomDelta[] = [];

  play(steps: readonly Step[], fate: Fate): void {
    if (fate === 'newEpoch') this.#loseHistory();
    const events = this.#doSteps(steps, fate === 'snapshotWithin');
    if (events.length === 0) return;
    const { epoch, offset } = this.room;
    const { roomDelta } = overTheWire({
      roomDelta: { roomId: 'r', epoch, prevOffset: this.#published, offset, events },
    });
    this.#published = offset;
    if (roomDelta !== null) this.#deliver(roomDelta, fate);
  }

  /** The room was lost and made anew: another history, smaller offsets. */
  #loseHistory(): void {
    this.room.epoch = `${this.room.epoch}+`;
    this.room.offset = 0;
    this.#published = 0;
  }

  #doSteps(steps: readonly Step[], snapshotWithin: boolean): { offset: number; change: Init<Change> }[] {
    const events: { offset: number; change: Init<Change> }[] = [];
    for (const each of steps) {
      const change = this.room.step(each);
      if (change !== undefined) events.push({ offset: this.room.offset, change });
      if (snapshotWithin) this.follower.takeSnapshot();
    }
    return events;
  }

  #deliver(delta: RoomDelta, fate: Fate): void {
    if (fate === 'late') this.#late.push(delta);
    if (fate === 'late' || fate === 'lost') return;
    this.follower.take(delta);
    if (fate === 'twice') this.follower.take(delta);
    for (const missed of this.#late.splice(0)) this.follower.take(missed);
  }
}

describe('replica', () => {
  test("[CL-31] whatever is dropped, repeated or reordered, it ends as the server's state", () => {
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 30 }), (turns) => {
        const path = new UnreliablePath();
        for (const { steps, fate } of turns) path.play(steps, fate);
        path.play([{ do: 'reset' }], 'arrives');
        const truth = replicaFromSnapshot(path.room.snapshot());
        expect(path.follower.state).toEqual(truth);
        expect(stateHash(path.follower.state)).toBe(stateHash(truth));
      }),
      { numRuns: 300 },
    );
  });

  test('[CL-31] applying never changes a state that was handed out', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
        const room = new NaiveRoom();
        const follower = new Follower(room);
        for (const each of steps) {
          const before = follower.state;
          const image = JSON.stringify(before);
          const prevOffset = room.offset;
          const change = room.step(each);
          if (change === undefined) continue;
          const delta = {
            roomId: 'r',
            epoch: 'e1',
            prevOffset,
            offset: room.offset,
            events: [{ offset: room.offset, change }],
          };
          const { roomDelta } = overTheWire({ roomDelta: delta });
          if (roomDelta !== null) follower.take(roomDelta);
          expect(JSON.stringify(before)).toBe(image);
          expect(follower.state).not.toBe(before);
        }
      }),
    );
  });
});
