/**
 * From WeChat identities to user ids.
 *
 * A user id is derived from the unionid where WeChat gives one, so that users of several mini programs of one owner are
 * the same user in all, else from the openid in its app. But WeChat may come to give a unionid only later (the app is
 * bound to an Open Platform account, the user follows one of its accounts). Deriving anew would make everybody somebody
 * else on that day. So what was given once is remembered: the first to bring a unionid gives it the id they have.
 *
 * Two ids that turn out to be the same person (they came through two apps before either had a unionid) become one: the
 * one that the unionid was given first.
 *
 * Ids and keys are HMACs: they tell nothing of openid or unionid to who has not the secret.
 */
import { createHmac } from 'node:crypto';
import { assert } from '../../shared/assert.ts';
import { parseUserId, type UserId } from '../../shared/ids.ts';
import type { WechatIdentity } from '../code-exchange.ts';
import type { IdentityKey, LoginStore } from '../login-store.ts';
import { base32 } from './base32.ts';

/** 105 bits: two of a billion users have the same one once in 10^13 deployments. With `wx_` 24 characters, letters, digits and _ only, which is what RoomService clients take for a userID. */
const ID_CHARS = 21;

export interface KnownUsersOptions {
  readonly store: LoginStore;
  readonly secret: string;
  /** Two ids became one. */
  readonly onMerged: (kept: UserId, given: UserId) => void;
}

export class KnownUsers {
  readonly #options: KnownUsersOptions;

  constructor(options: KnownUsersOptions) {
    this.#options = options;
  }

  /** Who that is; the same at each time, and for each mini program with the same unionid. */
  async userOf(appid: string, { openid, unionid }: WechatIdentity): Promise<UserId> {
    const { store } = this.#options;
    const openKey = this.#key(['openid', appid, openid]);
    if (unionid === undefined)
      return (await store.find(openKey)) ?? (await store.claim(openKey, this.#derive(openKey)));
    const unionKey = this.#key(['unionid', unionid]);
    const known = await store.find(openKey);
    const holder = await store.claim(unionKey, known ?? this.#derive(unionKey));
    if (known === holder) return holder;
    await store.move(openKey, holder);
    if (known !== undefined) this.#options.onMerged(holder, known);
    return holder;
  }

  #key(parts: readonly string[]): IdentityKey {
    return this.#hmac(JSON.stringify(parts)).toString('base64url');
  }

  #derive(key: IdentityKey): UserId {
    const userId = parseUserId(`wx_${base32(this.#hmac(JSON.stringify(['userId', key]))).slice(0, ID_CHARS)}`);
    assert(userId !== undefined, 'a derived user id is one');
    return userId;
  }

  #hmac(text: string): Buffer {
    return createHmac('sha256', this.#options.secret).update(text).digest();
  }
}
