/**
 * Users who wait in lobbies by asking again and again, since nobody can call them back. Who stops asking stops waiting.
 * Bounded: beyond `maxVisits` nobody else may wait this way.
 */
import type { RoomRegistry } from '../room-host/room-registry.ts';
import type { LoggedEvent } from '../room-host/room-turn.ts';
import type { RoomState } from '../room-state/room-types.ts';
import { AppError } from '../shared/app-error.ts';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import type { RoomId, UserId } from '../shared/ids.ts';

/** Some times the wait that `Retry-After` asks for. */
const PATIENCE_MS = 30_000;

export interface LobbyVisitsOptions {
  readonly clock: Clock;
  readonly rooms: () => RoomRegistry;
  readonly maxVisits: number;
}

type VisitKey = `${RoomId} ${UserId}`;
const visitKey = (roomId: RoomId, userId: UserId): VisitKey => `${roomId} ${userId}`;

export class LobbyVisits {
  readonly #options: LobbyVisitsOptions;
  readonly #cancelByVisit = new Map<VisitKey, CancelTimer>();

  constructor(options: LobbyVisitsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#cancelByVisit.size;
  }

  /** Before the user asks: whether it may be made to wait here. @throws AppError tooManySessions */
  requireRoom(): void {
    if (this.#cancelByVisit.size >= this.#options.maxVisits) throw new AppError('tooManySessions');
  }

  /** The user waits since now (`isNew`) or asks again. Who waits over a socket is left alone. */
  waits(roomId: RoomId, userId: UserId, isNew: boolean): void {
    const key = visitKey(roomId, userId);
    const known = this.#cancelByVisit.get(key);
    if (known === undefined && !isNew) return;
    known?.();
    const { clock, rooms } = this.#options;
    const cancel = clock.after(PATIENCE_MS, () => {
      this.#cancelByVisit.delete(key);
      rooms().tell(roomId, { type: 'leaveLobby', userId, at: clock.now() });
    });
    this.#cancelByVisit.set(key, cancel);
  }

  /** Follows one event of a room: who was admitted or denied waits no more. */
  onEvent({ event }: LoggedEvent, { roomId }: RoomState): void {
    if (event.type === 'lobbyAdmitted' || event.type === 'lobbyDenied') this.#forget(visitKey(roomId, event.userId));
    if (event.type === 'roomClosed') this.endRoom(roomId);
  }

  endRoom(roomId: RoomId): void {
    for (const key of this.#cancelByVisit.keys()) if (key.startsWith(`${roomId} `)) this.#forget(key);
  }

  #forget(key: VisitKey): void {
    this.#cancelByVisit.get(key)?.();
    this.#cancelByVisit.delete(key);
  }
}
