/**
 * Tencent Cloud CSS: `txSecret = md5(key + streamName + txTime)`, txTime in hex seconds. The characters of txTime are
 * hashed as they are sent, so their case matters: upper, as in the vendor's own server.
 */
import type { Digests } from '../digests.ts';
import type { DomainKeys, TencentCssProvider } from '../providers.ts';
import { signingKey } from './signing-key.ts';

/** `txSecret` for those characters of `txTime`. */
export function txSecret(
  digests: Digests,
  algorithm: TencentCssProvider['algorithm'],
  key: string,
  name: string,
  txTime: string,
): string {
  const text = `${key}${name}${txTime}`;
  return algorithm === 'md5' ? digests.md5Hex(text) : digests.sha256Hex(text);
}

const fullName = ({ bizId }: TencentCssProvider, name: string): string =>
  bizId === undefined ? name : `${bizId}_${name}`;

/** With the question mark; '' when nothing is to be said. */
function query(
  provider: TencentCssProvider,
  digests: Digests,
  keys: DomainKeys | undefined,
  name: string,
  expiresS: number,
): string {
  const parameters: string[] = [];
  if (provider.bizId !== undefined) parameters.push(`bizid=${provider.bizId}`);
  if (keys !== undefined) {
    const txTime = expiresS.toString(16).toUpperCase();
    const secret = txSecret(digests, provider.algorithm, signingKey(keys), name, txTime);
    parameters.push(`txSecret=${secret}`, `txTime=${txTime}`);
  }
  return parameters.length === 0 ? '' : `?${parameters.join('&')}`;
}

export function tencentPushUrl(provider: TencentCssProvider, digests: Digests, name: string, expiresS: number): string {
  const full = fullName(provider, name);
  return `rtmp://${provider.pushHost}/${provider.appName}/${full}${query(provider, digests, provider.pushKeys, full, expiresS)}`;
}

export function tencentPlayUrls(
  provider: TencentCssProvider,
  digests: Digests,
  name: string,
  expiresS: number,
): { rtmp: string; flv: string; lowLatencyRtmp?: string; webrtc?: string } {
  const full = fullName(provider, name);
  const path = `${provider.playHost}/${provider.appName}/${full}`;
  const played = query(provider, digests, provider.playKeys, full, expiresS);
  return {
    rtmp: `rtmp://${path}${played}`,
    flv: `${provider.flvScheme}://${path}.flv${played}`,
    ...(provider.hasLowLatency && {
      lowLatencyRtmp: `rtmp://${path}${query(provider, digests, provider.pushKeys, full, expiresS)}`,
    }),
    ...(provider.hasWebrtc && { webrtc: `webrtc://${path}${played}` }),
  };
}
