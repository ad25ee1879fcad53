/** What a login code is worth: the port to WeChat. */
import type { WechatApp } from '../config/option-kinds.ts';

/** Who a code stands for. The session key that comes with it is dropped where it arrives: nothing here needs it. */
export interface WechatIdentity {
  /** The user within one mini program. */
  readonly openid: string;
  /** The user within all apps of one owner; undefined when WeChat does not say. */
  readonly unionid: string | undefined;
}

/** Why there was no answer of WeChat's own. After all but `busy`, the code may be spent all the same. */
export type ExchangeFault =
  /** errcode -1: to be tried again, says the documentation. */
  | 'busy'
  | 'timeout'
  /** No connection, or it broke. */
  | 'network'
  /** HTTP 5xx. */
  | 'serverError'
  /** Not what WeChat answers: another status, too long, no JSON, neither identity nor error. */
  | 'badAnswer';

export type ExchangeResult =
  | { readonly status: 'identified'; readonly identity: WechatIdentity }
  /** WeChat's own no. `errmsg` is for the log, bounded. */
  | { readonly status: 'refused'; readonly errcode: number; readonly errmsg: string }
  /** `detail` is for the log: no secrets. */
  | { readonly status: 'failed'; readonly fault: ExchangeFault; readonly detail: string };

/**
 * Redeems login codes (`wx.login`), each good for one exchange within five minutes. One call is one attempt, bounded in
 * time and size; it never rejects. Calls may run at the same time. After `close`, and for calls it cuts short, the
 * result is `failed`, `network`.
 */
export interface CodeExchange {
  exchange(app: WechatApp, code: string): Promise<ExchangeResult>;
  close(): void;
}
