/**
 * A room of members that lose their connections and come back all at once, and one moderator who stays, changes the
 * room in between, and knows by its own connection what the room has become.
 */
import { applyDelta, replicaFromSnapshot } from '../../client/room-replica.ts';
import { Medium, type RoomDelta, type RoomSnapshot } from '../../wire/generated/messages.ts';
import { protobufCodec } from '../../wire/protobuf-codec.ts';
import { stateHash } from '../../wire/state-hash.ts';
import type { ChildServer } from '../support/child-server.ts';
import { cpuTimeMs } from '../support/cpu-time.ts';
import { signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';
import { ReturningMember } from './returning-member.ts';
import { RoomClient } from './room-client.ts';

const ROOM = 'bench-storm';
const CHANGES = 50;
const TIMEOUT_MS = 30_000;
/** One in so many members keeps its frames: its replica is compared with the server's room afterwards. */
const RECORD_EVERY = 50;

/** What it took until the last member stood where the server stands. */
export interface Storm {
  readonly elapsedMs: number;
  readonly serverMs: number;
  readonly clientMs: number;
  /** Payload of all frames to those who came back. */
  readonly bytes: number;
  /** Members that were given exact deltas. */
  readonly recovered: number;
}

type Replica = ReturnType<typeof replicaFromSnapshot>;

export class StormCrowd {
  readonly #pid: number;
  readonly #moderator: RoomClient;
  readonly #members: readonly ReturningMember[];
  readonly #replicaByMember = new Map<ReturningMember, Replica>();
  #muted = false;
  /** When something last arrived at a member. */
  #progressAt = 0;
  /** Highest offset that any answer told. When all are answered, it is the room's. */
  #target = 0;

  private constructor(server: ChildServer, moderator: RoomClient, tokens: readonly string[], epoch: string) {
    this.#pid = server.pid;
    this.#moderator = moderator;
    const onProgress = (member: ReturningMember): void => this.#onProgress(member);
    this.#members = tokens.map((token, index) => {
      const record = index % RECORD_EVERY === 0;
      return new ReturningMember({ port: server.port, roomId: ROOM, token, epoch, record, onProgress });
    });
  }

  /** Makes the room and brings that many members into it. */
  static async gather(server: ChildServer, size: number): Promise<StormCrowd> {
    const moderator = await RoomClient.open(server.port);
    await moderator.hello(signToken('moderator'));
    const { position } = await moderator.join(ROOM);
    const tokens = Array.from({ length: size }, (_, index) => signToken(`member-${index}`));
    const crowd = new StormCrowd(server, moderator, tokens, position?.epoch ?? '');
    await crowd.enterAll(false);
    return crowd;
  }

  /** All connections are lost at once; returns when the room knows it and has gone on by 50 changes. */
  async scatter(): Promise<void> {
    const before = this.#moderator.offset;
    for (const member of this.#members) member.drop();
    const told = (): boolean => this.#moderator.offset >= before + this.#members.length;
    await until(told, 'the room to notice that all are gone', TIMEOUT_MS);
    const ids = (await this.#snapshot()).members.map(({ memberId }) => memberId);
    this.#muted = !this.#muted;
    for (let step = 0; step < CHANGES; step += 1) {
      const target = { roomId: ROOM, memberId: ids[1 + step] ?? '', medium: Medium.AUDIO };
      await this.#moderator.request({ setModeratorMute: { ...target, muted: this.#muted } });
    }
  }

  /**
   * All come (back) at the same moment; what it took until the last of them was at the server's offset.
   * @throws Error when one of them did not get there by exact steps, or its replica is not the server's room.
   */
  async enterAll(withSince: boolean): Promise<Storm> {
    this.#target = 0;
    const serverBefore = cpuTimeMs(this.#pid);
    const clientBefore = cpuTimeMs(process.pid);
    const startedAt = performance.now();
    await Promise.all(this.#members.map((member) => member.enter(withSince)));
    await until(() => this.#isComplete(), 'all members to know the room', TIMEOUT_MS);
    const elapsedMs = this.#progressAt - startedAt;
    const clientMs = cpuTimeMs(process.pid) - clientBefore;
    const { offset } = await this.#snapshot();
    const serverMs = cpuTimeMs(this.#pid) - serverBefore;
    if (offset !== this.#target) throw new Error(`the room is at ${offset}, its members at ${this.#target}`);
    await this.#checkReplicas();
    const bytes = this.#members.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
    const recovered = this.#members.filter((member) => member.recovered).length;
    return { elapsedMs, serverMs, clientMs, bytes, recovered };
  }

  /** Everybody hangs up. */
  close(): void {
    for (const member of this.#members) member.drop();
    this.#moderator.close();
  }

  #onProgress(member: ReturningMember): void {
    this.#progressAt = performance.now();
    this.#target = Math.max(this.#target, member.offset);
  }

  #isComplete(): boolean {
    const fault = this.#moderator.fault ?? this.#members.find((member) => member.fault !== undefined)?.fault;
    if (fault !== undefined) throw new Error(fault);
    return this.#members.every(({ isJoined, offset }) => isJoined && offset === this.#target);
  }

  async #snapshot(): Promise<RoomSnapshot> {
    const { snapshotResult } = await this.#moderator.request({ getSnapshot: { roomId: ROOM } });
    const snapshot = snapshotResult?.snapshot;
    if (snapshot == null) throw new Error('no snapshot');
    return snapshot;
  }

  /** Some replicas are kept as the client library keeps them, and must hash like the server's room. */
  async #checkReplicas(): Promise<void> {
    const truth = await this.#snapshot();
    for (const member of this.#members) {
      if (member.recorded.length === 0) continue;
      const replica = replay(this.#replicaByMember.get(member), member.recorded);
      this.#replicaByMember.set(member, replica);
      if (replica.offset !== truth.offset || stateHash(replica) !== stateHash(truth)) {
        throw new Error(`a replica at ${replica.offset} differs from the room at ${truth.offset}`);
      }
    }
  }
}

function replay(known: Replica | undefined, frames: readonly Uint8Array[]): Replica {
  let replica = known;
  for (const frame of frames) {
    const { joined, roomDelta } = protobufCodec.decodeServerFrame(frame);
    if (joined?.snapshot != null) replica = replicaFromSnapshot(joined.snapshot);
    const deltas = joined?.deltas ?? (roomDelta === null ? [] : [roomDelta]);
    for (const delta of deltas) replica = applied(replica, delta);
  }
  if (replica === undefined) throw new Error('a member that was never given the room');
  return replica;
}

function applied(replica: Replica | undefined, delta: RoomDelta): Replica {
  if (replica === undefined) throw new Error('a delta for a member without the room');
  const outcome = applyDelta(replica, delta);
  if (outcome.outcome !== 'applied') throw new Error(`a delta could not be applied: ${outcome.outcome}`);
  return outcome.state;
}
