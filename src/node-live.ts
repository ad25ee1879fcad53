/** The live gateway of a real node: its options, and the addresses it is reached at. */
import { randomBytes } from 'node:crypto';
import type { Config } from './config/config.ts';
import type { OwnGateway } from './config/url-provider.ts';
import { findProgram } from './live-gateway/find-program.ts';
import { LiveGateway } from './live-gateway/live-gateway.ts';
import type { LiveObserver } from './live-gateway/live-observer.ts';
import type { LiveAdmission } from './live-gateway/live-ports.ts';
import { nodeDigests } from './live-gateway/node-digests.ts';
import { MAX_SECRETS } from './push-pull-urls/check-provider.ts';
import { systemClock } from './shared/clock.ts';

/** Where this node's own gateway is reached, and what signs its URLs, as far as no option says so. */
export function ownGateway(
  { auth, http, rtc }: Config,
  ports: { readonly http: number; readonly rtmp: number | undefined },
): OwnGateway {
  const isAnywhere = http.host === '0.0.0.0' || http.host === '::';
  const host = urlHost(isAnywhere && rtc.announcedAddress !== '' ? rtc.announcedAddress : http.host);
  // Derived ones are the same on all nodes that share keys, and rotate with them.
  const derived = auth.apiKeys
    .slice(0, MAX_SECRETS)
    .map(({ secret }) => nodeDigests.hmacSha256Hex(secret, 'rtcroom live url secret'));
  return {
    // A URL that leads nowhere is worse than none.
    rtmpBase: ports.rtmp === undefined ? '' : `rtmp://${host}:${ports.rtmp}/live`,
    flvBase: `http://${host}:${ports.http}/live`,
    secrets: derived.length > 0 ? derived : [randomBytes(32).toString('hex')],
  };
}

export function createLiveGateway(config: Config, admission: LiveAdmission, observer: LiveObserver): LiveGateway {
  const { rtmp, live } = config;
  const { gopMaxBytes, gopMaxFrames, ...limits } = live;
  return new LiveGateway({
    clock: systemClock,
    admission,
    observer,
    rtmp: rtmp.enabled ? rtmp : undefined,
    limits: { ...limits, gop: { maxBytes: gopMaxBytes, maxFrames: gopMaxFrames } },
  });
}

/** A browser can open it: wildcard addresses become localhost, IPv6 gets its brackets. */
export function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** What does not work for want of the media program, to be told at the start; undefined = it is there, or not needed. */
export function missingProgram({ bridges, mixing, recording }: Config, path: string): string | undefined {
  const needs = [
    ...(bridges.enabled ? ['sound between RTMP and WebRTC'] : []),
    ...(mixing.max > 0 ? ['mixed streams'] : []),
    ...(recording.folder === '' ? [] : ['recordings']),
  ];
  if (needs.length === 0 || findProgram(bridges.ffmpeg, path) !== undefined) return undefined;
  return `${bridges.ffmpeg} is not found: there will be no ${needs.join(', no ')} (install ffmpeg, or set bridges.ffmpeg)`;
}
