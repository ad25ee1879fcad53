/** A replica that is kept up to date: takes what the server sends, tells what changed, notices what was missed. */
import type { Joined, LossyData, RoomDelta, RoomSnapshot } from '../wire/generated/messages.ts';
import type { RoomReplicaState } from './api.ts';
import type { RoomChange, RoomCounters, RoomEvents, SnapshotCause } from './client-events.ts';
import { advanceTo, applyDelta, isOlder, replicaFromSnapshot } from './room-replica.ts';
import type { TypedEmitter } from './typed-emitter.ts';

export interface LiveReplicaOptions {
  readonly emitter: TypedEmitter<RoomEvents>;
  /** undefined = hashes are not checked. */
  readonly stateHash: ((state: RoomReplicaState) => number) | undefined;
  /** The replica cannot be trusted until `replace`. Called for each delta that shows it. */
  readonly onDoubt: (cause: 'gap' | 'hashMismatch') => void;
}

export class LiveReplica {
  readonly #options: LiveReplicaOptions;
  #state: RoomReplicaState;
  readonly #counters = { recoveredCount: 0, snapshotCount: 0, gapCount: 0, hashMismatchCount: 0, staleCount: 0 };
  /** In doubt since the last gap; a row of gaps is one. */
  #hasGap = false;
  /** Greatest offset of directed data that was told. */
  #directedOffset = 0;

  constructor(snapshot: RoomSnapshot, options: LiveReplicaOptions) {
    this.#options = options;
    this.#state = replicaFromSnapshot(snapshot);
  }

  get state(): RoomReplicaState {
    return this.#state;
  }
  get counters(): RoomCounters {
    return { ...this.#counters };
  }

  onDelta(delta: RoomDelta): void {
    const outcome = this.#apply(delta);
    if (outcome === 'stale') this.#counters.staleCount += 1;
    if (outcome === 'gap') {
      if (!this.#hasGap) this.#counters.gapCount += 1;
      this.#hasGap = true;
      this.#options.onDoubt('gap');
    }
    if (outcome === 'applied') this.#checkHash(delta.stateHash);
  }

  /** Takes what a return to the room brought; true when it was exact deltas that fit. */
  resume({ recovered, deltas, position, snapshot }: Joined): boolean {
    if (recovered && this.#recover(deltas, position)) {
      this.#counters.recoveredCount += 1;
      return true;
    }
    if (snapshot === null) this.#options.onDoubt('gap');
    else this.replace(snapshot, 'resume');
    return false;
  }

  /** A snapshot replaces everything, unless it was overtaken on the way. */
  replace(snapshot: RoomSnapshot, cause: SnapshotCause): void {
    const { emitter } = this.#options;
    const previous = this.#state;
    if (isOlder(snapshot, previous)) return;
    if (snapshot.epoch !== previous.epoch) this.#directedOffset = 0;
    this.#hasGap = false;
    this.#state = replicaFromSnapshot(snapshot);
    this.#counters.snapshotCount += 1;
    emitter.emit('snapshot', { cause, previous });
    emitter.emit('state', this.#state);
  }

  onLossyData({ memberId, topic, payload, offset }: LossyData): void {
    if (offset !== 0 && !this.#isNewDirected(offset)) return;
    this.#options.emitter.emit('data', { memberId, topic, payload, lossy: offset === 0 });
  }

  #recover(deltas: readonly RoomDelta[], position: Joined['position']): boolean {
    if (position !== null && position.epoch !== this.#state.epoch) return false;
    for (const delta of deltas) if (this.#apply(delta) === 'gap') return false;
    const state = advanceTo(this.#state, position?.offset ?? 0);
    if (state === this.#state) return true;
    this.#state = state;
    this.#options.emitter.emit('state', state);
    return true;
  }

  #apply(delta: RoomDelta): 'applied' | 'gap' | 'stale' {
    const result = applyDelta(this.#state, delta);
    if (result.outcome !== 'applied') return result.outcome;
    this.#state = result.state;
    for (const change of result.changes) this.#tell(change);
    this.#options.emitter.emit('state', result.state);
    return 'applied';
  }

  #tell(change: RoomChange): void {
    const { emitter } = this.#options;
    const isRepeated = change.type === 'dataSent' && change.to.length > 0 && !this.#isNewDirected(change.offset);
    if (isRepeated) return;
    emitter.emit('change', change);
    // Each name goes with its own payload; TypeScript cannot see that over a union.
    emitter.emit(change.type, change as never);
    if (change.type !== 'dataSent') return;
    const { memberId, topic, payload } = change;
    emitter.emit('data', { memberId, topic, payload, lossy: false });
  }

  /** Directed data comes as a push and again in the deltas of a resume; it is told once. */
  #isNewDirected(offset: number): boolean {
    if (offset <= this.#directedOffset) return false;
    this.#directedOffset = offset;
    return true;
  }

  #checkHash(expected: number): void {
    const { stateHash, onDoubt } = this.#options;
    if (expected === 0 || stateHash === undefined || stateHash(this.#state) === expected) return;
    this.#counters.hashMismatchCount += 1;
    onDoubt('hashMismatch');
  }
}
