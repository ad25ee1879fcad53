/** The command lines of the programs that a mixed stream is made with: a decoder per medium of a member, one encoder. */
import type { CanvasSize } from './mix-layout.ts';

export const MIX_SAMPLE_RATE_HZ = 48_000;

export interface MixFormat {
  readonly canvas: CanvasSize;
  readonly fps: number;
  readonly videoKbps: number;
  readonly audioKbps: number;
}

/** An encoder's channels beside the standard ones. */
export const PICTURES_FD = 3;
export const SOUND_FD = 4;

const QUIET = ['-hide_banner', '-nostdin', '-loglevel', 'error'] as const;
/** What is decoded leaves at once: no looking ahead, no frame threads. */
const LIVE_INPUT = ['-flags', 'low_delay', '-threads', '1', '-probesize', '32'] as const;

/** FLV with one video stream in at 0, I420 pictures of `tile` out at 1. What does not fit is cut off on both sides. */
export function pictureDecoderArgs(tile: CanvasSize): readonly string[] {
  const { width, height } = tile;
  const fill = `scale=${width}:${height}:force_original_aspect_ratio=increase:flags=bilinear,crop=${width}:${height}`;
  return [
    ...QUIET,
    ...LIVE_INPUT,
    ...['-analyzeduration', '0', '-f', 'flv', '-i', 'pipe:0'],
    ...['-map', '0:v:0', '-vf', `${fill},format=yuv420p`, '-fps_mode', 'passthrough', '-threads', '1'],
    ...['-f', 'rawvideo', 'pipe:1'],
  ];
}

/** FLV with one audio stream in at 0, samples of 16 bits (one channel, native order) out at 1. */
export function soundDecoderArgs(): readonly string[] {
  return [
    ...QUIET,
    ...LIVE_INPUT,
    ...['-analyzeduration', '0', '-f', 'flv', '-i', 'pipe:0'],
    ...['-map', '0:a:0', '-ac', '1', '-ar', String(MIX_SAMPLE_RATE_HZ), '-f', 's16le', '-flush_packets', '1', 'pipe:1'],
  ];
}

/** Pictures in at `PICTURES_FD`, samples at `SOUND_FD`, FLV with H.264 and AAC out at 1, a key frame every two seconds. */
export function mixEncoderArgs({ canvas, fps, videoKbps, audioKbps }: MixFormat): readonly string[] {
  const size = `${canvas.width}x${canvas.height}`;
  // Both inputs are raw and fed in step: there is nothing to find out about them.
  const input = ['-probesize', '32', '-analyzeduration', '0', '-thread_queue_size', '16'];
  return [
    ...QUIET,
    ...input,
    ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', size, '-r', String(fps), '-i', `pipe:${PICTURES_FD}`],
    ...input,
    ...['-f', 's16le', '-ar', String(MIX_SAMPLE_RATE_HZ), '-ac', '1', '-i', `pipe:${SOUND_FD}`],
    ...['-map', '0:v', '-map', '1:a', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency'],
    ...['-profile:v', 'baseline', '-pix_fmt', 'yuv420p', '-g', String(2 * fps), '-threads', '1'],
    ...['-b:v', `${videoKbps}k`, '-maxrate', `${videoKbps}k`, '-bufsize', `${videoKbps}k`],
    ...['-c:a', 'aac', '-b:a', `${audioKbps}k`],
    ...['-f', 'flv', '-flvflags', 'no_duration_filesize', '-flush_packets', '1', 'pipe:1'],
  ];
}
