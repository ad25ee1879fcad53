/** A member's view kept as the client library keeps it, delta by delta, to be compared with the server's room any time. */
import { applyDelta, replicaFromSnapshot } from '../../client/room-replica.ts';
import type { RoomSnapshot } from '../../wire/generated/messages.ts';
import { protobufCodec } from '../../wire/protobuf-codec.ts';
import { stateHash } from '../../wire/state-hash.ts';
import type { FrameWitness } from './joining-member.ts';

export class LiveReplica implements FrameWitness {
  fault: string | undefined;
  #replica: ReturnType<typeof replicaFromSnapshot> | undefined;

  joined(_offset: number, data: Buffer, start: number, end: number): void {
    const snapshot = protobufCodec.decodeServerFrame(data.subarray(start, end)).joined?.snapshot;
    if (snapshot == null) this.fault ??= 'joined without the room';
    else this.#replica = replicaFromSnapshot(snapshot);
  }

  delta(_prevOffset: number, _offset: number, data: Buffer, start: number, end: number): void {
    const { roomDelta } = protobufCodec.decodeServerFrame(data.subarray(start, end));
    if (this.#replica === undefined || roomDelta === null) return;
    const outcome = applyDelta(this.#replica, roomDelta);
    if (outcome.outcome === 'applied') this.#replica = outcome.state;
    else this.fault ??= `a delta could not be applied: ${outcome.outcome}`;
  }

  /** Whether it is the room as the server has it. */
  equals(truth: RoomSnapshot): boolean {
    return this.#replica?.offset === truth.offset && stateHash(this.#replica) === stateHash(truth);
  }

  get offset(): number {
    return this.#replica?.offset ?? 0;
  }
}
