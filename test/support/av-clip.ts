/**
 * A clip whose sound and picture say what time it is: once a second a flash and a beep of a tenth of a second, at the
 * same instant. Made by ffmpeg, cut into the frames of the gateway, and measured by ffmpeg again.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LiveFrame } from '../../src/live-gateway/live-frame.ts';

const run = promisify(execFile);

/** The first flash and beep begin here, the next ones a second later each. */
export const FIRST_FLASH_S = 0.5;
const FLASH = `lt(mod(t+${1 - FIRST_FLASH_S},1),0.1)`;
const MAX_BUFFER = 64 * 1024 * 1024;

export interface ClipOptions {
  readonly seconds: number;
  readonly fps?: number;
  /** Frames between key frames. Default: a second. */
  readonly keyInterval?: number;
  readonly bFrames?: number;
  readonly sampleRateHz?: number;
  /** Sound instead of the beeps: an expression of ffmpeg's `aevalsrc`. */
  readonly sound?: string;
}

/** Makes a clip, as the frames that a pusher would send. */
export async function makeClip({
  seconds,
  fps = 25,
  keyInterval = fps,
  bFrames = 0,
  sampleRateHz = 44_100,
  sound: expression = `if(${FLASH},0.5*sin(2*PI*1000*t),0)`,
}: ClipOptions): Promise<readonly LiveFrame[]> {
  return await withFolder(async (folder) => {
    const path = join(folder, 'clip.flv');
    const picture = `color=black:s=160x120:r=${fps}:d=${seconds},drawbox=c=white:t=fill:enable='${FLASH}'`;
    const sound = `aevalsrc='${expression}':s=${sampleRateHz}:d=${seconds}`;
    const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'];
    await run('ffmpeg', [
      ...['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound],
      ...[...x264, '-profile:v', bFrames === 0 ? 'baseline' : 'main', '-bf', String(bFrames)],
      ...['-g', String(keyInterval), '-keyint_min', String(keyInterval), '-sc_threshold', '0'],
      ...['-c:a', 'aac', '-b:a', '64k', '-ac', '1', '-flvflags', 'no_duration_filesize', '-y', path],
    ]);
    return framesOfFlv(await readFile(path));
  });
}

/** The tags of an FLV file. */
export function framesOfFlv(flv: Buffer): readonly LiveFrame[] {
  const frames: LiveFrame[] = [];
  for (let at = 9 + 4; at + 11 <= flv.length; ) {
    const type = flv.readUInt8(at);
    const size = flv.readUIntBE(at + 1, 3);
    const timestampMs = flv.readUIntBE(at + 4, 3) + flv.readUInt8(at + 7) * 2 ** 24;
    const body = new Uint8Array(flv.subarray(at + 11, at + 11 + size));
    const kind = type === 8 ? 'audio' : type === 9 ? 'video' : 'metadata';
    const isConfig = kind !== 'metadata' && body[1] === 0;
    const isKeyFrame = kind === 'video' && (body[0] ?? 0) >> 4 === 1 && !isConfig;
    frames.push({ kind, timestampMs, body, isConfig, isKeyFrame });
    at += 11 + size + 4;
  }
  return frames;
}

/** An FLV file of these frames. */
export function flvOfFrames(frames: readonly LiveFrame[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0])];
  for (const { kind, timestampMs, body } of frames) {
    const tag = Buffer.alloc(11 + body.length + 4);
    tag[0] = kind === 'audio' ? 8 : kind === 'video' ? 9 : 18;
    tag.writeUIntBE(body.length, 1, 3);
    tag.writeUIntBE(timestampMs & 0xffffff, 4, 3);
    tag[7] = (timestampMs >>> 24) & 0xff;
    tag.set(body, 11);
    tag.writeUInt32BE(11 + body.length, 11 + body.length);
    parts.push(tag);
  }
  return Buffer.concat(parts);
}

export interface FlashesAndBeeps {
  /** When each begins, in seconds of the stream. */
  readonly flashes: readonly number[];
  readonly beeps: readonly number[];
  readonly pictures: number;
}

/** Decodes the frames and finds flashes and beeps. */
export async function measureClip(frames: readonly LiveFrame[]): Promise<FlashesAndBeeps> {
  return await withFolder(async (folder) => {
    const path = join(folder, 'measured.flv');
    const pcm = join(folder, 'measured.pcm');
    await writeFile(path, flvOfFrames(frames));
    const brightness = 'signalstats,metadata=mode=print:key=lavfi.signalstats.YAVG:file=-';
    const { stdout } = await run(
      'ffmpeg',
      [
        ...['-hide_banner', '-loglevel', 'error', '-copyts', '-i', path],
        ...['-map', '0:v', '-vf', brightness, '-f', 'null', '-'],
        ...['-map', '0:a', '-af', 'aresample=48000:async=1:first_pts=0', '-ac', '1', '-f', 's16le', '-y', pcm],
      ],
      { maxBuffer: MAX_BUFFER },
    );
    const pictures = [...stdout.matchAll(/pts_time:([\d.]+)\s+lavfi\.signalstats\.YAVG=([\d.]+)/g)];
    return {
      flashes: onsets(pictures.map(([, time, level]) => ({ time: Number(time), isOn: Number(level) > 120 }))),
      beeps: onsets(loudness(await readFile(pcm))),
      pictures: pictures.length,
    };
  });
}

/** Flashes with the beep that belongs to each, as the beep's lag in ms; only pairs that are complete. */
export function lagsOf({ flashes, beeps }: FlashesAndBeeps): readonly number[] {
  return flashes.flatMap((flash) => {
    const beep = beeps.find((time) => Math.abs(time - flash) < 0.4);
    return beep === undefined ? [] : [(beep - flash) * 1000];
  });
}

interface Reading {
  readonly time: number;
  readonly isOn: boolean;
}

/** Peaks over stretches of 2 ms. */
function loudness(pcm: Buffer): readonly Reading[] {
  const stretch = 96;
  const readings: Reading[] = [];
  for (let from = 0; from + 2 * stretch <= pcm.length; from += 2 * stretch) {
    let peak = 0;
    for (let at = from; at < from + 2 * stretch; at += 2) peak = Math.max(peak, Math.abs(pcm.readInt16LE(at)));
    readings.push({ time: from / 2 / 48_000, isOn: peak > 3000 });
  }
  return readings;
}

/** Where it goes on after having been off for a while. */
function onsets(readings: readonly Reading[]): readonly number[] {
  const begins: number[] = [];
  let lastOn = Number.NEGATIVE_INFINITY;
  for (const { time, isOn } of readings) {
    if (isOn && time - lastOn > 0.3) begins.push(time);
    if (isOn) lastOn = time;
  }
  return begins;
}

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'rtcroom-clip-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
