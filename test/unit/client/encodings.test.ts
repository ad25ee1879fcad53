import type { types } from 'mediasoup-client';
import { describe, expect, test } from 'vitest';
import { chooseVideoCodec, layerForTile, produceSettings } from '../../../client/media/encodings.ts';
import { Medium } from '../../../wire/generated/messages.ts';

describe('encodings', () => {
  const codec = (mimeType: string): types.RtpCodecCapability => ({
    kind: 'video',
    mimeType,
    clockRate: 90_000,
    preferredPayloadType: 101,
  });

  test('[CL-60] H.264 comes first, VP8 when asked for or when there is no H.264', () => {
    const both = [codec('video/VP8'), codec('video/H264')];
    expect(chooseVideoCodec(both, 'h264')?.mimeType).toBe('video/H264');
    expect(chooseVideoCodec(both, 'vp8')?.mimeType).toBe('video/VP8');
    expect(chooseVideoCodec([codec('video/VP8')], 'h264')?.mimeType).toBe('video/VP8');
    expect(chooseVideoCodec([codec('video/AV1')], 'h264')?.mimeType).toBe('video/AV1');
    expect(chooseVideoCodec([], 'h264')).toBeUndefined();
  });

  test.for([
    { name: 'camera', medium: Medium.VIDEO, options: {}, scales: [4, 2, 1], rates: [150_000, 500_000, 1_500_000] },
    { name: 'camera, one layer', medium: Medium.VIDEO, options: { simulcast: false }, scales: [1], rates: [1_500_000] },
    {
      name: 'camera, half the rate',
      medium: Medium.VIDEO,
      options: { maxBitrateBps: 750_000 },
      scales: [4, 2, 1],
      rates: [75_000, 250_000, 750_000],
    },
    { name: 'screen', medium: Medium.SCREEN, options: {}, scales: [1], rates: [2_500_000] },
    {
      name: 'screen, two layers',
      medium: Medium.SCREEN,
      options: { simulcast: true },
      scales: [2, 1],
      rates: [500_000, 2_500_000],
    },
  ] as const)('[CL-60] layers of $name', ({ medium, options, scales, rates }) => {
    const { encodings = [] } = produceSettings(medium, [codec('video/H264')], options);
    expect(encodings.map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual(scales);
    expect(encodings.map(({ maxBitrate }) => maxBitrate)).toEqual(rates);
    expect(new Set(encodings.map(({ scalabilityMode }) => scalabilityMode))).toEqual(new Set(['L1T2']));
  });

  test('[CL-60] audio is mono Opus with DTX and FEC', () => {
    const { codecOptions, encodings } = produceSettings(Medium.AUDIO, [], { maxBitrateBps: 32_000 });
    expect(codecOptions).toEqual({ opusStereo: false, opusDtx: true, opusFec: true, opusMaxAverageBitrate: 32_000 });
    expect(encodings).toBeUndefined();
  });

  test.for([
    { width: undefined, height: undefined, layer: -1 },
    { width: 160, height: 90, layer: 0 },
    { width: 400, height: 225, layer: 0 },
    { width: 640, height: 360, layer: 1 },
    { width: 1280, height: 720, layer: -1 },
    { width: 1280, height: 100, layer: 0 },
    { width: 320, height: undefined, layer: 0 },
  ])('[CL-64] a tile of $width x $height needs layer $layer', ({ width, height, layer }) => {
    expect(layerForTile(width, height)).toBe(layer);
  });
});
