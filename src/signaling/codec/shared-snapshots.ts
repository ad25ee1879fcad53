/**
 * Snapshots that many are given: in a storm of joins or returns hundreds of members get the room at the same offset with
 * the same topics. Every change of a room counts its offset up, so a snapshot is the same as long as that stands still.
 * The latest few are kept, whole and encoded; the encoding is made by the first who needs it.
 */
import type { Init, RoomSnapshot } from '../../../wire/generated/messages.ts';
import { encodeOnce } from '../../../wire/protobuf-codec.ts';
import type { RoomState } from '../../room-state/room-types.ts';
import type { RoomId } from '../../shared/ids.ts';
import { snapshotToWire } from './to-wire.ts';

/** Storms are of one room, or of all rooms of a node one after the other. */
const MAX_KEPT = 4;

interface Kept {
  readonly roomId: RoomId;
  readonly epoch: string;
  readonly offset: number;
  readonly topics: string;
  readonly snapshot: Init<RoomSnapshot>;
}

export class SharedSnapshots {
  /** Latest used first. */
  #kept: readonly Kept[] = [];

  /** The room at its offset for those topics; not to be changed by who gets it. */
  of(state: RoomState, topics: readonly string[]): Init<RoomSnapshot> {
    const key = topics.join();
    const isIt = ({ roomId, epoch, offset, topics: theirs }: Kept): boolean =>
      roomId === state.roomId && epoch === state.epoch && offset === state.offset && theirs === key;
    const found = this.#kept.find(isIt);
    if (found !== undefined) return found.snapshot;
    const { roomId, epoch, offset } = state;
    const kept: Kept = { roomId, epoch, offset, topics: key, snapshot: encodeOnce(snapshotToWire(state, topics)) };
    // Older ones of the same room and topics are of no use any more.
    const others = this.#kept.filter((one) => one.roomId !== roomId || one.topics !== key);
    this.#kept = [kept, ...others].slice(0, MAX_KEPT);
    return kept.snapshot;
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
