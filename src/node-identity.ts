/** Tokens, their revocations and API keys of a real node. */
import type { Config } from './config/config.ts';
import { randomSigningKey } from './identity/development.ts';
import { Revocations } from './identity/revocations.ts';
import { TokenAuthority } from './identity/tokens.ts';
import { systemClock } from './shared/clock.ts';

export function createIdentity(config: Config): { authority: TokenAuthority; revocations: Revocations } {
  const { apiKeys, audience, tokenTtlMs, maxTokenTtlMs, clockToleranceMs, maxRevocations } = config.auth;
  // An expired token of a login still counts while it can be refreshed.
  const keepMs = maxTokenTtlMs + config.login.refreshWindowMs + clockToleranceMs;
  const revocations = new Revocations({ maxEntries: maxRevocations, keepMs });
  const keys = apiKeys.length > 0 ? apiKeys : [randomSigningKey()];
  const clock = systemClock;
  const authority = new TokenAuthority({
    keys,
    audience,
    tokenTtlMs,
    maxTokenTtlMs,
    clockToleranceMs,
    revocations,
    clock,
  });
  return { authority, revocations };
}
