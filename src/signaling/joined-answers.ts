/** The answer to JoinRoom: where the room is, and the room itself or what the member missed of it. */
import type { Init, Joined, JoinRoom, RoomDelta } from '../../wire/generated/messages.ts';
import { encodeJoinedHead } from '../../wire/snapshot-encoding.ts';
import type { RoomHost } from '../room-host/room-host.ts';
import type { RoomState } from '../room-state/room-types.ts';
import type { RoomId } from '../shared/ids.ts';
import { deltaToWire } from './codec/events-to-wire.ts';
import { SharedSnapshots } from './codec/shared-snapshots.ts';
import { memberToWire } from './codec/to-wire.ts';
import { selfReport } from './self-report.ts';
import type { Membership, Session } from './session.ts';

/** A JoinRoom that was carried out. */
export interface CarriedOut {
  readonly frameId: number;
  readonly join: JoinRoom;
  readonly membership: Membership;
  /** The membership existed already. */
  readonly resumed: boolean;
}

export class JoinedAnswers {
  readonly #snapshots = new SharedSnapshots();
  readonly #onRecovered: (kind: 'deltas' | 'snapshot') => void;

  constructor(onRecovered: (kind: 'deltas' | 'snapshot') => void) {
    this.#onRecovered = onRecovered;
  }

  /** Answers with the room as it is now. */
  answer(session: Session, done: CarriedOut, host: RoomHost): void {
    const { frameId, join, membership } = done;
    const deltas = missedDeltas(host, membership, join);
    if (join.since !== null) this.#onRecovered(deltas === undefined ? 'snapshot' : 'deltas');
    const joined = withoutSnapshot(host.state, done, deltas);
    if (deltas !== undefined) session.reply(frameId, { joined });
    else this.#withSnapshot(session, frameId, joined, host.state, membership.topics);
  }

  /** Keeps nothing of that room. */
  forget(roomId: RoomId): void {
    this.#snapshots.forget(roomId);
  }

  /** The answer is not remembered: who repeats a JoinRoom is told of the room as it is then. */
  #withSnapshot(
    session: Session,
    replyTo: number,
    joined: Init<Joined>,
    state: RoomState,
    topics: readonly string[],
  ): void {
    const { socket } = session;
    if (socket?.encoding === 'proto') {
      const snapshot = this.#snapshots.encodedOf(state, topics);
      socket.sendBefore(encodeJoinedHead({ replyTo, joined }, snapshot), snapshot);
    } else session.push({ replyTo, joined: { ...joined, snapshot: this.#snapshots.of(state, topics) } });
  }
}

/** What a member that comes back missed; undefined when only a snapshot can tell. */
function missedDeltas(
  host: RoomHost,
  { roomId, memberId, topics, recoverableFrom }: Membership,
  { since }: JoinRoom,
): readonly Init<RoomDelta>[] | undefined {
  if (since === null || since.offset < recoverableFrom) return undefined;
  const entries = host.since(since.epoch, since.offset);
  if (entries === undefined) return undefined;
  const delta = deltaToWire(roomId, host.state.epoch, since.offset, entries, new Set(topics), memberId);
  return delta === undefined ? [] : [delta];
}

function withoutSnapshot(
  state: RoomState,
  { join, membership, resumed }: CarriedOut,
  deltas: readonly Init<RoomDelta>[] | undefined,
): Init<Joined> {
  const { roomId, memberId } = membership;
  const self = state.members.get(memberId);
  return {
    roomId,
    memberId,
    position: { epoch: state.epoch, offset: state.offset },
    resumed,
    recovered: deltas !== undefined,
    deltas: deltas ?? [],
    selfReport: join.belief === null ? null : selfReport(state, memberId, join.belief),
    self: self === undefined ? null : memberToWire(self),
  };
}
