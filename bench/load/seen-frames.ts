/**
 * What a whole crowd was told, kept once: the first copy of each snapshot and each delta. Every further copy is compared
 * with it byte by byte. So who was told the same need not be replayed a thousand times to know that it knows the same.
 */
import { applyDelta, replicaFromSnapshot } from '../../client/room-replica.ts';
import type { RoomSnapshot } from '../../wire/generated/messages.ts';
import { protobufCodec } from '../../wire/protobuf-codec.ts';
import { stateHash } from '../../wire/state-hash.ts';
import type { FrameWitness } from './joining-member.ts';

type Replica = ReturnType<typeof replicaFromSnapshot>;

/** Frames by where they lead; `fault` says when two of one kind differed. */
export class SeenFrames implements FrameWitness {
  fault: string | undefined;
  /** Whole frames (Joined), and where in them the snapshot lies, by the room's offset. */
  readonly #joinedByOffset = new Map<number, { readonly frame: Buffer; readonly snapshot: Buffer }>();
  readonly #deltaByStart = new Map<number, { readonly frame: Buffer; readonly offset: number }>();

  /** A Joined with a snapshot at `offset`; its snapshot is `data[from..to)`. */
  joined(offset: number, data: Buffer, start: number, end: number, from: number, to: number): void {
    const known = this.#joinedByOffset.get(offset);
    if (known === undefined) {
      const frame = Buffer.from(data.subarray(start, end));
      this.#joinedByOffset.set(offset, { frame, snapshot: frame.subarray(from - start, to - start) });
    } else if (data.compare(known.snapshot, 0, known.snapshot.length, from, to) !== 0) {
      this.fault ??= `two different snapshots of offset ${offset}`;
    }
  }

  /** A delta from `prevOffset` to `offset`. */
  delta(prevOffset: number, offset: number, data: Buffer, start: number, end: number): void {
    const known = this.#deltaByStart.get(prevOffset);
    if (known === undefined) {
      this.#deltaByStart.set(prevOffset, { frame: Buffer.from(data.subarray(start, end)), offset });
    } else if (data.compare(known.frame, 0, known.frame.length, start, end) !== 0) {
      this.fault ??= `two different deltas from offset ${prevOffset}`;
    }
  }

  /**
   * Replays the deltas from the earliest snapshot on, and compares the replica with every snapshot that it passes and at
   * the end with the server's room. @throws Error where they differ: somebody knows another room than the server
   */
  check(truth: RoomSnapshot): void {
    if (this.fault !== undefined) throw new Error(this.fault);
    const first = Math.min(...this.#joinedByOffset.keys());
    let replica = this.#snapshotAt(first);
    let compared = 1;
    while (replica.offset < truth.offset) {
      const delta = this.#deltaByStart.get(replica.offset);
      if (delta === undefined) throw new Error(`nobody was told what came after offset ${replica.offset}`);
      replica = applied(replica, delta.frame);
      if (!this.#joinedByOffset.has(replica.offset)) continue;
      if (stateHash(this.#snapshotAt(replica.offset)) !== stateHash(replica)) {
        throw new Error(`the snapshot of offset ${replica.offset} is not what the deltas led to`);
      }
      compared += 1;
    }
    if (compared !== this.#joinedByOffset.size) throw new Error('a snapshot lies between two deltas');
    if (replica.offset !== truth.offset || stateHash(replica) !== stateHash(truth)) {
      throw new Error(`a replica at ${replica.offset} differs from the room at ${truth.offset}`);
    }
  }

  #snapshotAt(offset: number): Replica {
    const seen = this.#joinedByOffset.get(offset);
    const snapshot = seen === undefined ? null : protobufCodec.decodeServerFrame(seen.frame).joined?.snapshot;
    if (snapshot == null) throw new Error(`no snapshot of offset ${offset}`);
    return replicaFromSnapshot(snapshot);
  }
}

function applied(replica: Replica, frame: Buffer): Replica {
  const { roomDelta } = protobufCodec.decodeServerFrame(frame);
  if (roomDelta === null) throw new Error('not a delta');
  const outcome = applyDelta(replica, roomDelta);
  if (outcome.outcome !== 'applied') throw new Error(`a delta could not be applied: ${outcome.outcome}`);
  return outcome.state;
}
