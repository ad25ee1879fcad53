/**
 * Snapshots that many are given: in a storm of joins or returns hundreds of members get the room at the same offset with
 * the same topics. Every change of a room counts its offset up, so a snapshot is the same as long as that stands still.
 * The latest few are kept, each made by the first who needs it: as a message, or as bytes.
 */
import type { Init, RoomSnapshot } from '../../../wire/generated/messages.ts';
import { type EncodedSnapshot, encodeSnapshot, type MemberBytes } from '../../../wire/snapshot-encoding.ts';
import type { RoomState } from '../../room-state/room-types.ts';
import { listedMembers } from '../../room-state/visibility.ts';
import type { RoomId } from '../../shared/ids.ts';
import { memberToWire, roomToWire, snapshotToWire } from './to-wire.ts';

/** Storms are of one room, or of all rooms of a node one after the other. */
const MAX_KEPT = 4;

interface Kept {
  readonly roomId: RoomId;
  readonly epoch: string;
  readonly offset: number;
  readonly topics: string;
  /** Of an earlier offset; members that did not change need not be encoded again. */
  earlier: MemberBytes | undefined;
  message: Init<RoomSnapshot> | undefined;
  encoded: EncodedSnapshot | undefined;
}

export class SharedSnapshots {
  /** Latest made first. */
  #kept: readonly Kept[] = [];

  /** The room at its offset for those topics; not to be changed by who gets it. */
  of(state: RoomState, topics: readonly string[]): Init<RoomSnapshot> {
    const kept = this.#at(state, topics);
    kept.message ??= snapshotToWire(state, topics);
    return kept.message;
  }

  /** The same in binary. */
  encodedOf(state: RoomState, topics: readonly string[]): EncodedSnapshot {
    const kept = this.#at(state, topics);
    if (kept.encoded === undefined) {
      const members = topics.includes('members') ? listedMembers(state) : [];
      kept.encoded = encodeSnapshot(roomToWire(state, topics), members, memberToWire, kept.earlier);
      kept.earlier = undefined;
    }
    return kept.encoded;
  }

  #at(state: RoomState, topics: readonly string[]): Kept {
    const { roomId, epoch, offset } = state;
    const key = topics.join();
    const last = this.#kept.find((one) => one.roomId === roomId && one.topics === key);
    if (last?.epoch === epoch && last.offset === offset) return last;
    const earlier = last?.encoded?.members ?? last?.earlier;
    const kept: Kept = { roomId, epoch, offset, topics: key, earlier, message: undefined, encoded: undefined };
    // Older ones of the same room and topics are of no use any more.
    this.#kept = [kept, ...this.#kept.filter((one) => one !== last)].slice(0, MAX_KEPT);
    return kept;
  }

  /** Keeps nothing of that room. */
  forget(roomId: RoomId): void {
    this.#kept = this.#kept.filter((one) => one.roomId !== roomId);
  }

  /** Snapshots kept; for leak checks. */
  get size(): number {
    return this.#kept.length;
  }
}
