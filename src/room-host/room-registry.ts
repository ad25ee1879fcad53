/**
 * All rooms of this node. Makes a room when its first member comes, drops it when the core has closed it. Everything
 * that must follow from an event (media enforcement, ended memberships, metrics) is told through `RoomEffects`.
 */
import { createRoom } from '../room-state/room.ts';
import type { RoomCommand, RoomConfig, RoomState, Scene } from '../room-state/room-types.ts';
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import type { RoomId } from '../shared/ids.ts';
import { RoomHost } from './room-host.ts';
import type { LoggedEvent, RoomTurn } from './room-turn.ts';

/** What rooms cause outside. Implementations must not throw and must not call back into the same room at once. */
export interface RoomEffects {
  /** In the middle of the command, per event, in order. */
  onEvent(entry: LoggedEvent, state: RoomState): void;
  /** A turn leaves: fan it out. */
  onTurn(turn: RoomTurn, state: RoomState): void;
  /** A bug ended the room. */
  onBroken(roomId: RoomId, error: unknown): void;
}

export interface RoomRegistryOptions {
  readonly clock: Clock;
  readonly roomConfig: RoomConfig;
  readonly maxRooms: number;
  readonly logMaxEvents: number;
  readonly logMaxBytes: number;
  /** A fresh, unguessable epoch for each new room. */
  readonly newEpoch: () => string;
  readonly effects: RoomEffects;
}

export class RoomRegistry {
  readonly #options: RoomRegistryOptions;
  readonly #hostByRoom = new Map<RoomId, RoomHost>();

  constructor(options: RoomRegistryOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#hostByRoom.size;
  }

  get(roomId: RoomId): RoomHost | undefined {
    return this.#hostByRoom.get(roomId);
  }

  /** All rooms, for reconciliation and shutdown. */
  hosts(): IterableIterator<RoomHost> {
    return this.#hostByRoom.values();
  }

  /**
   * The room, made if need be.
   * @throws AppError limitExceeded when the node holds `maxRooms` already.
   */
  getOrCreate(roomId: RoomId, scene: Scene): RoomHost {
    const existing = this.#hostByRoom.get(roomId);
    if (existing !== undefined) return existing;
    if (this.#hostByRoom.size >= this.#options.maxRooms) throw new AppError('limitExceeded', 'rooms on this node');
    const { clock, roomConfig, effects } = this.#options;
    const host = new RoomHost({
      state: createRoom({ roomId, scene, epoch: this.#options.newEpoch(), config: roomConfig, at: clock.now() }),
      clock,
      logMaxEvents: this.#options.logMaxEvents,
      logMaxBytes: this.#options.logMaxBytes,
      onEvent: (entry, state) => {
        effects.onEvent(entry, state);
        if (entry.event.type === 'roomClosed') this.#dropAtTurnEnd(roomId, host);
      },
      onTurn: (turn, state) => effects.onTurn(turn, state),
      onBroken: (error) => {
        effects.onBroken(roomId, error);
        this.#dropAtTurnEnd(roomId, host);
      },
    });
    this.#hostByRoom.set(roomId, host);
    return host;
  }

  /** Runs `command` in a room if it exists; used for reports from the media plane. */
  tell(roomId: RoomId, command: RoomCommand): void {
    this.#hostByRoom.get(roomId)?.execute(command);
  }

  /** Closes every room with that reason (members are told), e.g. at shutdown. */
  closeAll(reason: 'serverShutdown'): void {
    for (const host of [...this.#hostByRoom.values()]) {
      host.execute({ type: 'closeRoom', actor: null, reason, at: this.#options.clock.now() });
      this.#drop(host.state.roomId, host);
    }
  }

  /** Not at once: the command that closed the room still publishes its last turn. A new room may take the id. */
  #dropAtTurnEnd(roomId: RoomId, host: RoomHost): void {
    if (this.#hostByRoom.get(roomId) === host) this.#hostByRoom.delete(roomId);
    this.#options.clock.turnEnd(() => host.close());
  }

  #drop(roomId: RoomId, host: RoomHost): void {
    host.close();
    if (this.#hostByRoom.get(roomId) === host) this.#hostByRoom.delete(roomId);
  }
}
