/** Live streams of known content: a colour and a tone, coded once by ffmpeg, sent in real time. */
import { execFileSync } from 'node:child_process';
import { FlvReader } from '../../src/live-gateway/flv-reader.ts';
import type { LiveFrame } from '../../src/live-gateway/live-frame.ts';
import type { LiveStreams, StreamKey } from '../../src/live-gateway/live-ports.ts';
import { flvFormat } from '../../src/live-gateway/players/flv-format.ts';

export const CONTENT_MS = 4000;

/** Four seconds of H.264 (160x120, 15 frames and one key frame a second) and AAC. */
export function flvContent({ color, toneHz }: { color: string; toneHz: number }): readonly LiveFrame[] {
  const inputs = `-f lavfi -i color=${color}:s=160x120:r=15 -f lavfi -i sine=${toneHz}:r=44100`.split(' ');
  const coded = '-c:v libx264 -preset ultrafast -tune zerolatency -g 15 -pix_fmt yuv420p -c:a aac'.split(' ');
  const limits = ['-t', String(CONTENT_MS / 1000), '-f', 'flv', 'pipe:1'];
  return readFlv(execFileSync('ffmpeg', ['-v', 'error', ...inputs, ...coded, ...limits]));
}

export function readFlv(bytes: Buffer): readonly LiveFrame[] {
  const frames: LiveFrame[] = [];
  new FlvReader((frame) => frames.push(frame)).push(bytes);
  return frames;
}

export function writeFlv(frames: readonly LiveFrame[]): Buffer {
  const tags = frames.map((frame) => {
    const tag = Buffer.alloc(flvFormat.frameBytes(frame));
    flvFormat.writeFrame(frame, tag, 0);
    return tag;
  });
  return Buffer.concat([flvFormat.opening({ audio: true, video: true }), ...tags]);
}

/** Publishes the content again and again. Stops with the result. */
export function publishInRealTime(streams: LiveStreams, key: StreamKey, frames: readonly LiveFrame[]): () => void {
  const source = streams.publish(key, () => undefined);
  const begun = performance.now();
  let round = 0;
  let next = 0;
  const timer = setInterval(() => {
    for (;;) {
      const frame = frames[next];
      if (frame === undefined) {
        next = 0;
        round += 1;
        continue;
      }
      const timestampMs = frame.timestampMs + round * CONTENT_MS;
      if (timestampMs > performance.now() - begun) return;
      source.write({ ...frame, timestampMs });
      next += 1;
    }
  }, 10);
  return () => {
    clearInterval(timer);
    source.end();
  };
}
