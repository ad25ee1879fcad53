import { isLoopback } from '../config/check-config.ts';
import type { Config } from '../config/config.ts';

/** What anybody who runs this configuration should be warned of, one sentence each; empty in production. */
export function describeInsecurities(config: Config): string[] {
  if (config.mode === 'production') return [];
  const warnings = ['Development mode: everybody who reaches this server gets a token for any name, role and room.'];
  if (!isLoopback(config.http.host)) warnings.push(`It listens on ${config.http.host}, which others may reach.`);
  if (config.auth.apiKeys.length === 0) warnings.push('Tokens are signed with a key that ends with this process.');
  if (config.login.wechat.apps.length > 0 && config.login.userIdSecret === '') {
    warnings.push('User ids of WeChat users change when this process ends: login.userIdSecret is empty.');
  }
  if (config.testMode) warnings.push('Test mode: every client can drop sockets and kill media workers.');
  return warnings;
}
