/** The login of a real node: WeChat over HTTP, the store that the configuration asks for, metrics and logs. */
import { randomBytes } from 'node:crypto';
import type { Config } from './config/config.ts';
import { FileLoginStore } from './identity/file-login-store.ts';
import { Login } from './identity/login.ts';
import type { LoginObserver } from './identity/login-observer.ts';
import { type LoginStore, MemoryLoginStore } from './identity/login-store.ts';
import type { TokenAuthority } from './identity/tokens.ts';
import { WechatCodeExchange } from './identity/wechat-code-exchange.ts';
import type { Logger } from './observability/logger.ts';
import type { Metrics } from './observability/metrics.ts';
import type { Clock } from './shared/clock.ts';

export interface NodeLoginParts {
  readonly config: Pick<Config, 'login'>;
  readonly authority: TokenAuthority;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Rejects with a clear error when the store's file cannot be read. */
export async function createNodeLogin({ config, authority, clock, metrics, logger }: NodeLoginParts): Promise<Login> {
  const { login } = config;
  const { apiBaseUrl, timeoutMs } = login.wechat;
  const userIdSecret = login.userIdSecret === '' ? randomBytes(32).toString('base64url') : login.userIdSecret;
  return new Login({
    options: { ...login, userIdSecret },
    authority,
    store: await openStore(login, clock, logger),
    exchange: new WechatCodeExchange({ baseUrl: apiBaseUrl, timeoutMs, clock }),
    clock,
    observer: loginObserver(metrics, logger),
  });
}

async function openStore(
  { storeFile, maxKnownIdentities }: Config['login'],
  clock: Clock,
  logger: Logger,
): Promise<LoginStore> {
  if (storeFile === '') return new MemoryLoginStore(maxKnownIdentities);
  return await FileLoginStore.open({
    path: storeFile,
    maxEntries: maxKnownIdentities,
    clock,
    onFault: (error) => logger.error('login.storeFile could not be written; will be tried again', { error }),
  });
}

function loginObserver(metrics: Metrics, logger: Logger): LoginObserver {
  return {
    onLogin: (method, outcome) => metrics.identity.logins.increment({ method, outcome }),
    onCall: (outcome) => metrics.identity.wechatCalls.increment({ outcome }),
    onTrouble: (level, message, fields) => logger[level](message, fields),
  };
}
