/** How pictures are coded anew, whatever they were: H.264 that every browser and player takes, at once, as FLV. */

/** As much of a picture as is coded: larger ones are made smaller, or one camera could take all of a machine. */
const MAX_CODED_PIXELS = 1280 * 720;
/** Larger pictures are not even decoded: 4K. */
export const MAX_DECODED_PIXELS = 3840 * 2160;
const BYTES_PER_KBIT = 125;

const shrunk = (side: 'iw' | 'ih'): string => `'max(2,trunc(${side}*min(1,sqrt(${MAX_CODED_PIXELS}/(iw*ih)))/2)*2)'`;

/** Even sides, as 4:2:0 wants them. */
const SCALE = `scale=w=${shrunk('iw')}:h=${shrunk('ih')}:flags=fast_bilinear`;

/** Nothing is read ahead, and no decoder's thread keeps frames back. What follows says which format comes in. */
export const EAGER_INPUT: readonly string[] = [
  ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-probesize', '32', '-analyzeduration', '0'],
  ...['-fpsprobesize', '0', '-threads', '1'],
];

/**
 * Baseline, a key frame each two seconds, FLV on stdout. Times are the source's (`passthrough`, in ms), so the encoder,
 * which shares out bits by frames in a second, is told a usual number of those.
 */
export function h264ToStdout(kbps: number): readonly string[] {
  return [
    ...['-an', '-vf', SCALE],
    ...['-fps_mode', 'passthrough', '-enc_time_base', '1:1000', '-c:v', 'libx264', '-preset', 'ultrafast'],
    ...['-tune', 'zerolatency', '-profile:v', 'baseline', '-pix_fmt', 'yuv420p', '-threads', '2'],
    ...['-x264-params', 'fps=30/1', '-sc_threshold', '0', '-g', '9999', '-force_key_frames', 'expr:gte(t,n_forced*2)'],
    ...['-b:v', `${kbps}k`, '-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`],
    ...['-flush_packets', '1', '-flvflags', 'no_duration_filesize', '-f', 'flv', 'pipe:1'],
  ];
}

/** More than such an encoder gives in a second, by far. */
export const mostOutputBytesPerS = (kbps: number): number => Math.max(1024 * 1024, 4 * kbps * BYTES_PER_KBIT);
