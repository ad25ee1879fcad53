/**
 * When users were last out of a room: what was issued to them before that is void, so that whoever was kicked cannot
 * come back with a URL it still has. Bounded; the oldest is forgotten first, and then a URL of before works as a new one
 * would that the user is given for the asking. Those who were thrown out are remembered apart: however many others
 * come and go, they are not forgotten for that.
 */
import { type InstantMs, instantMs, type RoomId, type UserId } from '../shared/ids.ts';

const NEVER = instantMs(0);

export class ViewingEnds {
  readonly #max: number;
  readonly #left = new Map<string, InstantMs>();
  readonly #removed = new Map<string, InstantMs>();

  /** @param max entries of each kind */
  constructor(max: number) {
    this.#max = max;
  }

  /** The user is out of the room. Each end is later than the one before, also within a millisecond. */
  note(roomId: RoomId, userId: UserId, wasRemoved: boolean, at: InstantMs): void {
    const ends = wasRemoved ? this.#removed : this.#left;
    const end = instantMs(Math.max(at, this.lastEnd(roomId, userId) + 1));
    const key = keyOf(roomId, userId);
    // Deleted first, so that the order is that of the ends.
    ends.delete(key);
    ends.set(key, end);
    const [oldest] = ends.keys();
    if (ends.size > this.#max && oldest !== undefined) ends.delete(oldest);
  }

  /** 0 = it never was, as far as is remembered. */
  lastEnd(roomId: RoomId, userId: UserId): InstantMs {
    const key = keyOf(roomId, userId);
    const [left, removed] = [this.#left.get(key) ?? NEVER, this.#removed.get(key) ?? NEVER];
    return left > removed ? left : removed;
  }

  get size(): number {
    return this.#left.size + this.#removed.size;
  }
}

/** Ids have no spaces. */
const keyOf = (roomId: RoomId, userId: UserId): string => `${roomId} ${userId}`;
