/** Who has been told to leave: tokens issued until then are refused, later ones are not. */
import { AppError } from '../shared/app-error.ts';
import type { InstantMs, RoomId, UserId } from '../shared/ids.ts';

/** A room, or everything. */
export type RevocationScope = RoomId | '*';

export interface RevocationsOptions {
  readonly maxEntries: number;
  /** Longest life of a token. Entries older than this match only tokens that have expired, and are forgotten. */
  readonly keepMs: number;
}

/**
 * Bounded memory of "nothing issued at or before this instant counts". Tokens carry whole seconds, so that one issued
 * within the second of its user's revocation is refused too: the safe side.
 */
export class Revocations {
  readonly #options: RevocationsOptions;
  /** In order of insertion, which is that of time. */
  readonly #notBeforeByKey = new Map<string, number>();

  constructor(options: RevocationsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#notBeforeByKey.size;
  }

  /**
   * Refuses from now on the tokens of `userId` for `scope` that were issued at or before `at`.
   * @throws AppError `limitExceeded` when the memory is full of revocations that still matter: none is dropped.
   */
  revoke(userId: UserId, scope: RevocationScope, at: InstantMs): void {
    const key = keyOf(userId, scope);
    const known = this.#notBeforeByKey.get(key);
    if (known !== undefined && known >= at) return;
    this.#forgetOld(at);
    if (known === undefined && this.size >= this.#options.maxEntries) {
      throw new AppError('limitExceeded', 'revocations');
    }
    this.#notBeforeByKey.delete(key);
    this.#notBeforeByKey.set(key, at);
  }

  /** Whether a token of `userId`, issued then, is refused for `scope`. `*` asks for everything at once. */
  isRevoked(userId: UserId, scope: RevocationScope, issuedAt: InstantMs): boolean {
    const everywhere = this.#notBeforeByKey.get(keyOf(userId, '*')) ?? Number.NEGATIVE_INFINITY;
    const here = this.#notBeforeByKey.get(keyOf(userId, scope)) ?? Number.NEGATIVE_INFINITY;
    return issuedAt <= Math.max(everywhere, here);
  }

  #forgetOld(now: InstantMs): void {
    for (const [key, notBefore] of this.#notBeforeByKey) {
      if (notBefore + this.#options.keepMs >= now) return;
      this.#notBeforeByKey.delete(key);
    }
  }
}

/** Ids contain no spaces. */
const keyOf = (userId: UserId, scope: RevocationScope): string => `${userId} ${scope}`;
