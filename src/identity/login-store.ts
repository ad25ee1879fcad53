/** Which WeChat identity is which user, remembered. */
import type { UserId } from '../shared/ids.ts';

/** A digest of an openid in its app, or of a unionid; see internal/known-users.ts. */
export type IdentityKey = string;

/**
 * Memory of user ids by identity. What it forgets is derived again, so losing an entry is no disaster: somebody who came
 * before their unionid was known is then somebody new. Several nodes may share one store. A method that rejects makes
 * the login fail as `internal`.
 */
export interface LoginStore {
  find(key: IdentityKey): Promise<UserId | undefined>;
  /** Binds `key` to `userId` unless it is bound. Atomic: of several at once, all get the one that won. */
  claim(key: IdentityKey, userId: UserId): Promise<UserId>;
  /** Binds `key` to `userId`, whatever it was bound to. */
  move(key: IdentityKey, userId: UserId): Promise<void>;
  /** Idempotent. Resolves when what is remembered is safe. */
  close(): Promise<void>;
}

/** In memory, bounded: beyond `maxEntries`, the entry unused for longest is forgotten. */
export class MemoryLoginStore implements LoginStore {
  readonly #maxEntries: number;
  /** In order of last use. */
  readonly #userIdByKey = new Map<IdentityKey, UserId>();

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  get size(): number {
    return this.#userIdByKey.size;
  }

  /** As they are now, in order of last use. */
  keys(): IdentityKey[] {
    return [...this.#userIdByKey.keys()];
  }

  /** `find` that is no use. */
  peek(key: IdentityKey): UserId | undefined {
    return this.#userIdByKey.get(key);
  }

  async find(key: IdentityKey): Promise<UserId | undefined> {
    const userId = this.#userIdByKey.get(key);
    if (userId !== undefined) this.#put(key, userId);
    return userId;
  }

  async claim(key: IdentityKey, userId: UserId): Promise<UserId> {
    const holder = this.#userIdByKey.get(key) ?? userId;
    this.#put(key, holder);
    return holder;
  }

  async move(key: IdentityKey, userId: UserId): Promise<void> {
    this.#put(key, userId);
  }

  async close(): Promise<void> {
    // Nothing is open.
  }

  #put(key: IdentityKey, userId: UserId): void {
    this.#userIdByKey.delete(key);
    this.#userIdByKey.set(key, userId);
    if (this.size <= this.#maxEntries) return;
    const oldest = this.#userIdByKey.keys().next();
    if (!oldest.done) this.#userIdByKey.delete(oldest.value);
  }
}
