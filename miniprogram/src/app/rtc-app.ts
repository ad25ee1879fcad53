/**
 * What a mini program shares between its pages: configuration, login, the one connection. Built as `rtc-app.js` beside
 * the component, which requires it; pages may too: `const rtc = require('../../components/rtc-room/rtc-app')`.
 */
import { systemClientClock } from '../../../client/adapters/system-clock.ts';
import { RtcRoomError } from '../../../client/client-errors.ts';
import { type LoginOptions, type LoginSession, WechatLogin } from './login.ts';
import type { WxPlatform } from './platform.ts';
import { type ClientLease, type ConnectionOptions, SharedClient } from './shared-client.ts';

declare const wx: WxPlatform;

/** `wx` as it is when this module is loaded. */
export const platform: WxPlatform = wx;
export const clock = systemClientClock;

const shared = new SharedClient({ platform, clock, clientName: 'miniprogram/0.1.0' });
let login: WechatLogin | undefined;
let configured: { readonly serverUrl: string; readonly getToken?: () => Promise<string> } | undefined;

export interface AppConfiguration extends LoginOptions {
  /** Where tokens come from when they do not come from this server's own login: your backend. */
  readonly getToken?: () => Promise<string>;
}

/** Names the server, and how users log in, for all components that say nothing themselves. */
export function configure(configuration: AppConfiguration): void {
  const { serverUrl, getToken } = configuration;
  configured = getToken === undefined ? { serverUrl } : { serverUrl, getToken };
  login = getToken === undefined ? new WechatLogin(platform, configuration) : undefined;
}

/** Logs the user in, or gives the session that stands. @throws ServerError; Error without `configure` */
export async function ensureLogin(): Promise<LoginSession> {
  if (login === undefined) throw new Error('configure() with a server first');
  return await login.login();
}

/** Closes the connection and forgets the token. */
export function logout(): void {
  shared.close();
  login?.logout();
}

/** Components that are connected now. */
export function leaseCount(): number {
  return shared.leaseCount;
}

/** Borrows the connection; what is '' or missing comes from `configure`. @throws RtcRoomError */
export function acquireClient({ serverUrl, token }: { serverUrl: string; token: string }): ClientLease {
  const options: ConnectionOptions = {
    serverUrl: serverUrl === '' ? (configured?.serverUrl ?? '') : serverUrl,
    ...(token === '' ? tokenSource() : { token }),
  };
  return shared.acquire(options);
}

function tokenSource(): { readonly getToken?: () => Promise<string> } {
  const { getToken } = configured ?? {};
  if (getToken !== undefined) return { getToken };
  const own = login;
  return own === undefined ? {} : { getToken: () => own.getToken() };
}

export { RtcRoomError };
