/**
 * Alibaba Cloud, authentication type A: `auth_key={timestamp}-{rand}-{uid}-{md5}`, where the hash is of
 * `{path}-{timestamp}-{rand}-{uid}-{key}`. A URL ends when the validity set for the domain has passed since `timestamp`.
 * `uid` is unused and 0. `rand` is to make URLs differ; ours differ by generation and time.
 */
import type { Digests } from '../digests.ts';
import type { AliyunLiveProvider, DomainKeys } from '../providers.ts';
import { signingKey } from './signing-key.ts';

/** The value of `auth_key` for a path that begins with a slash and has no query. */
export function authKey(digests: Digests, key: string, path: string, timestampS: number): string {
  const signed = `${timestampS}-0-0`;
  return `${signed}-${digests.md5Hex(`${path}-${signed}-${key}`)}`;
}

function withAuthKey(
  provider: AliyunLiveProvider,
  digests: Digests,
  keys: DomainKeys | undefined,
  path: string,
  expiresS: number,
): string {
  if (keys === undefined) return path;
  const timestampS = Math.max(1, expiresS - provider.domainValidityMs / 1000);
  return `${path}?auth_key=${authKey(digests, signingKey(keys), path, timestampS)}`;
}

export function aliyunPushUrl(provider: AliyunLiveProvider, digests: Digests, name: string, expiresS: number): string {
  const path = `/${provider.appName}/${name}`;
  return `rtmp://${provider.pushHost}${withAuthKey(provider, digests, provider.pushKeys, path, expiresS)}`;
}

export function aliyunPlayUrls(
  provider: AliyunLiveProvider,
  digests: Digests,
  name: string,
  expiresS: number,
): { rtmp: string; flv: string; webrtc?: string } {
  const { playHost, playKeys } = provider;
  const path = `/${provider.appName}/${name}`;
  const plain = withAuthKey(provider, digests, playKeys, path, expiresS);
  return {
    rtmp: `rtmp://${playHost}${plain}`,
    flv: `${provider.flvScheme}://${playHost}${withAuthKey(provider, digests, playKeys, `${path}.flv`, expiresS)}`,
    ...(provider.hasWebrtc && { webrtc: `artc://${playHost}${plain}` }),
  };
}
