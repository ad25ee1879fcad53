/** Which codec and which layers a medium is sent in, and which layer a tile needs. Pure. */
import type { types } from 'mediasoup-client';
import { Medium } from '../../wire/generated/messages.ts';
import type { LatencyProfile, PublishOptions, RtpMedium } from './media-types.ts';

/** Layers of simulcast video, smallest first. */
const VIDEO_LAYERS = [
  { scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { scaleResolutionDownBy: 1, maxBitrate: 1_500_000 },
] as const;
/** A shared screen must stay readable: the smaller layer is half, not a quarter. */
const SCREEN_LAYERS = [
  { scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { scaleResolutionDownBy: 1, maxBitrate: 2_500_000 },
] as const;
const AUDIO_BITRATE = 48_000;
const SCREEN_FRAMERATE = 15;
const START_BITRATE_KBPS = 800;

/** What a medium is produced with. */
export type ProduceSettings = Pick<types.ProducerOptions, 'encodings' | 'codecOptions' | 'codec'>;

/** The codec to send video in: the preferred one if the device can, else the other one of the two, else its first. */
export function chooseVideoCodec(
  codecs: readonly types.RtpCodecCapability[],
  preferred: 'h264' | 'vp8',
): types.RtpCodecCapability | undefined {
  const isNamed = (name: string) => (codec: types.RtpCodecCapability) =>
    codec.mimeType.toLowerCase() === `video/${name}`;
  return (
    codecs.find(isNamed(preferred)) ??
    codecs.find(isNamed(preferred === 'h264' ? 'vp8' : 'h264')) ??
    codecs.find(({ kind }) => kind === 'video')
  );
}

/** Codec, layers and bit rates of a medium. `codecs`: what the device can send. */
export function produceSettings(
  medium: RtpMedium,
  codecs: readonly types.RtpCodecCapability[],
  options: PublishOptions,
): ProduceSettings {
  if (medium === Medium.AUDIO) {
    const opusMaxAverageBitrate = options.maxBitrateBps ?? AUDIO_BITRATE;
    return { codecOptions: { opusStereo: false, opusDtx: true, opusFec: true, opusMaxAverageBitrate } };
  }
  const isScreen = medium === Medium.SCREEN;
  const codec = chooseVideoCodec(codecs, options.codec ?? 'h264');
  // H.264 encoders rarely do more than two temporal layers.
  const scalabilityMode = codec?.mimeType.toLowerCase() === 'video/h264' ? 'L1T2' : 'L1T3';
  const all = isScreen ? SCREEN_LAYERS : VIDEO_LAYERS;
  const layers = (options.simulcast ?? !isScreen) ? all : all.slice(-1);
  const top = all[all.length - 1]?.maxBitrate ?? 1;
  const share = (options.maxBitrateBps ?? top) / top;
  const encodings = layers.map(
    ({ scaleResolutionDownBy, maxBitrate }): types.RtpEncodingParameters => ({
      scaleResolutionDownBy,
      maxBitrate: Math.round(maxBitrate * share),
      scalabilityMode,
      ...(isScreen ? { maxFramerate: SCREEN_FRAMERATE } : {}),
    }),
  );
  const codecOptions = { videoGoogleStartBitrate: START_BITRATE_KBPS };
  return codec === undefined ? { encodings, codecOptions } : { encodings, codecOptions, codec };
}

/** Heights of the layers of a 720p camera; a taller tile than a layer by more than a quarter gets the next one. */
const LAYER_HEIGHTS = [180, 360] as const;
const STRETCH = 1.25;

/** Spatial layer for a tile of that size in device pixels: 0, 1, or -1 (best). No size: best. */
export function layerForTile(width: number | undefined, height: number | undefined): number {
  if (width === undefined && height === undefined) return -1;
  // What counts is the smaller demand: a wide, low tile shows no more rows than it has.
  const rows = Math.min(height ?? Number.POSITIVE_INFINITY, ((width ?? Number.POSITIVE_INFINITY) * 9) / 16);
  return LAYER_HEIGHTS.findIndex((layerHeight) => rows <= layerHeight * STRETCH);
}

/** How long receivers may buffer, ms; null = the browser decides. */
export const JITTER_BUFFER_TARGET_MS: Readonly<Record<LatencyProfile, number | null>> = {
  lowest: 0,
  interactive: null,
  smooth: 400,
};
