/** VP8 by hand (only shaped like it) and by ffmpeg. */
import { execFileSync } from 'node:child_process';

/** A key frame of that size, or else another frame. Cannot be decoded. */
export function vp8Picture(size?: { readonly width: number; readonly height: number }): Uint8Array<ArrayBuffer> {
  if (size === undefined) return new Uint8Array([0x31, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
  const { width, height } = size;
  const sides = [width & 0xff, width >> 8, height & 0xff, height >> 8];
  return new Uint8Array([0x30, 0, 0, 0x9d, 0x01, 0x2a, ...sides, 9]);
}

export interface CodedPicture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isKeyFrame: boolean;
}

/** So many coded pictures of a moving test picture, `size` as `320x180`, a key frame at each `keyFrames`. */
export function codedVp8(size: string, count: number, keyFrames: number): readonly CodedPicture[] {
  const input = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=30`, '-frames:v', String(count)];
  const coded = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '300k', '-pix_fmt', 'yuv420p'];
  const forced = ['-g', '9999', '-force_key_frames', `expr:eq(mod(n,${keyFrames}),0)`];
  const ivf = execFileSync('ffmpeg', ['-v', 'error', ...input, ...coded, ...forced, '-f', 'ivf', 'pipe:1']);
  const pictures: CodedPicture[] = [];
  for (let at = ivf.readUInt16LE(6); at < ivf.length; ) {
    const start = at + 12;
    at = start + ivf.readUInt32LE(at);
    const bytes = new Uint8Array(ivf.subarray(start, at));
    pictures.push({ bytes, isKeyFrame: ((bytes[0] ?? 1) & 1) === 0 });
  }
  return pictures;
}
