/** What rooms can carry. Every router is the same, so its capabilities are known without one. */
import { ortc, type types } from 'mediasoup';
import type { Json } from '../media-engine.ts';

/**
 * Order is preference. Constrained baseline H.264 comes first: live-player takes it as it is, everything else would
 * have to be transcoded on the way to a mini program.
 */
export const ROUTER_CODECS: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2, parameters: { usedtx: 1, useinbandfec: 1 } },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  { kind: 'video', mimeType: 'video/VP9', clockRate: 90_000, parameters: { 'profile-id': 0 } },
  { kind: 'video', mimeType: 'video/AV1', clockRate: 90_000 },
];

/** RtpCapabilities of every router, as plain data. */
export function routerCapabilities(): Json {
  return toJson(ortc.generateRouterRtpCapabilities(structuredClone(ROUTER_CODECS)));
}

/** mediasoup's objects as plain data: absent instead of undefined, nothing shared. */
export function toJson(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}
