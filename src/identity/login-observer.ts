/** What logins report, for metrics and logs. All words are closed sets: none can be an id. */
import type { ExchangeFault } from './code-exchange.ts';

/** `code` asked WeChat, `cached` came with a good token, `proof` is a code that another API of this node redeemed. */
export type LoginMethod = 'code' | 'cached' | 'refresh' | 'guest' | 'proof';

export type LoginOutcome =
  | 'ok'
  | 'codeInvalid'
  | 'rateLimited'
  | 'blocked'
  | 'unavailable'
  | 'misconfigured'
  /** Any other no: a bad token, a bad request, not offered. */
  | 'refused'
  /** A fault of ours. */
  | 'failed';

/** How one call to WeChat ended. */
export type CallOutcome = 'identified' | 'refused' | ExchangeFault;

/** Must not throw. */
export interface LoginObserver {
  onLogin(method: LoginMethod, outcome: LoginOutcome): void;
  onCall(outcome: CallOutcome): void;
  /** For the operator; constant message, no secrets and no openid in the fields. */
  onTrouble(level: 'warn' | 'error', message: string, fields: Readonly<Record<string, unknown>>): void;
}
