/**
 * Requests that are answered when something happens, or when their time is over. Thousands of them cost a small object
 * and a timer each. Clients of long polling ask again at once, so whoever answers early makes them spin: nothing is
 * answered without a reason.
 */
import type { CancelTimer, Clock } from '../shared/clock.ts';
import type { UserId } from '../shared/ids.ts';

/**
 * Of the polls for one thing: two devices, each with a chain of polls that it has forgotten of, and as many again. Who has
 * more takes them from others.
 */
export const MAX_HELD_PER_USER = 8;

export interface Hold {
  readonly holdMs: number;
  /** Calls back when the client has gone. */
  readonly onAborted: (freed: () => void) => void;
}

interface Held {
  readonly wake: () => void;
}

/** Those who wait for the same thing; at most `maxHeld`, of which the one that waits longest is answered first. */
export class HeldPolls {
  readonly #clock: Clock;
  readonly #maxHeld: number;
  readonly #held = new Set<Held>();
  readonly #countByUser = new Map<UserId, number>();

  constructor(clock: Clock, maxHeld: number) {
    this.#clock = clock;
    this.#maxHeld = maxHeld;
  }

  get size(): number {
    return this.#held.size;
  }

  /** Whether another poll of that user is held. */
  hasRoomFor(userId: UserId): boolean {
    return (this.#countByUser.get(userId) ?? 0) < MAX_HELD_PER_USER;
  }

  /**
   * Resolves on the next `wakeAll`, after `holdMs`, or when the client has gone; at once for a user that there is no room
   * for; never rejects.
   */
  wait({ holdMs, onAborted }: Hold, userId?: UserId): Promise<void> {
    if (userId !== undefined && !this.hasRoomFor(userId)) return Promise.resolve();
    const [oldest] = this.#held;
    if (this.#held.size >= this.#maxHeld) oldest?.wake();
    return new Promise((resolve) => {
      let cancel: CancelTimer = () => undefined;
      const held: Held = {
        wake: () => {
          if (!this.#held.delete(held)) return;
          cancel();
          this.#count(userId, -1);
          resolve();
        },
      };
      this.#held.add(held);
      this.#count(userId, 1);
      cancel = this.#clock.after(holdMs, held.wake);
      onAborted(held.wake);
    });
  }

  #count(userId: UserId | undefined, by: 1 | -1): void {
    if (userId === undefined) return;
    const count = (this.#countByUser.get(userId) ?? 0) + by;
    if (count === 0) this.#countByUser.delete(userId);
    else this.#countByUser.set(userId, count);
  }

  wakeAll(): void {
    for (const held of [...this.#held]) held.wake();
  }
}
