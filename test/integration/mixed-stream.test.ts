/** The mixed stream of a room, made by real programs from real streams, and looked at by another. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LiveFrame } from '../../src/live-gateway/live-frame.ts';
import { NodeLiveStreams } from '../../src/live-gateway/live-streams.ts';
import { type MediaProgram, type RunMediaProgram, runFfmpeg } from '../../src/live-gateway/media-program.ts';
import { Mixers } from '../../src/live-gateway/mixing/mixers.ts';
import type { MixMember } from '../../src/live-gateway/mixing/room-mixer.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { parseMemberId, parseRoomId } from '../../src/shared/ids.ts';
import { flvContent, publishInRealTime, writeFlv } from '../support/live-content.ts';
import { waitFor } from '../support/wait-for.ts';

const roomId = parseRoomId('mixed') ?? expect.fail('a room id');
const memberOf = (text: string) => parseMemberId(text) ?? expect.fail('a member id');
const RED = memberOf('red');
const GREEN = memberOf('green');
const CANVAS = { width: 320, height: 180 };

let folder: string;
let framesOf: (color: string) => readonly LiveFrame[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rtcroom-mix-'));
  const red = flvContent({ color: 'red', toneHz: 440 });
  const green = flvContent({ color: 'green', toneHz: 1760 });
  framesOf = (color) => (color === 'red' ? red : green);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let streams: NodeLiveStreams;
let mixers: Mixers;
let members: readonly MixMember[];
let stops: (() => void)[];
let faults: string[];
let refused: string[];
let programs: { readonly program: MediaProgram; isClosed: boolean }[];

/** Real programs, noted so that tests can end them and see what is left. */
const runNoted: RunMediaProgram = (options) => {
  const note = { program: runFfmpeg(options), isClosed: false };
  programs.push(note);
  return {
    pid: note.program.pid,
    write: (fd, bytes) => note.program.write(fd, bytes),
    finish: (boundMs) => note.program.finish(boundMs),
    close: () => {
      note.isClosed = true;
      note.program.close();
    },
  };
};

beforeEach(() => {
  stops = [];
  members = [];
  faults = [];
  refused = [];
  programs = [];
  streams = new NodeLiveStreams({
    clock: systemClock,
    gop: { maxBytes: 4_000_000, maxFrames: 1000 },
    gopTotalBytes: 16_000_000,
    lingerMs: 50,
    onBug: (error) => faults.push(String(error)),
  });
  mixers = new Mixers({
    clock: systemClock,
    streams,
    run: runNoted,
    format: { canvas: CANVAS, fps: 15, videoKbps: 400, audioKbps: 64 },
    members: () => members,
    maxMembers: 4,
    maxMixes: 1,
    onFault: (what, words) => faults.push(`${what}: ${words}`),
    onRefused: (room) => refused.push(room),
  });
  streams.setOnDemand(mixers);
});
afterEach(() => {
  for (const stop of stops) stop();
  mixers.close();
  streams.closeAll('serverShutdown');
});

function publish(memberId: typeof RED, color: string): void {
  stops.push(publishInRealTime(streams, { roomId, memberId }, framesOf(color)));
}

/** What the mixed stream carried so far. */
function watchMix(): { readonly frames: LiveFrame[]; readonly stop: () => void } {
  const frames: LiveFrame[] = [];
  const stop = streams.watch(
    { roomId, memberId: null },
    { onFrame: (frame) => frames.push(frame), onSourceEnd: () => undefined, onEnd: () => undefined },
  );
  stops.push(stop);
  return { frames, stop };
}

function flvFile(frames: readonly LiveFrame[]): string {
  const file = join(folder, `${Math.random()}.flv`);
  writeFileSync(file, writeFlv(frames));
  return file;
}

/** Colours of the last picture at some places, as red, green or black. */
function colorsAt(frames: readonly LiveFrame[], ...places: readonly (readonly [number, number])[]): string[] {
  const args = ['-v', 'error', '-i', flvFile(frames), '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'];
  const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 30 });
  const picture = stdout.subarray(stdout.length - CANVAS.width * CANVAS.height * 3);
  return places.map(([left, top]) => {
    const [red = 0, green = 0] = picture.subarray((top * CANVAS.width + left) * 3);
    if (red > 150) return 'red';
    return green > 80 ? 'green' : 'black';
  });
}

/** How loud a frequency is in the sound, by the Goertzel algorithm, as a part of the whole. */
function shareOf(frequency: number, frames: readonly LiveFrame[]): number {
  const args = ['-v', 'error', '-i', flvFile(frames), '-f', 's16le', '-ac', '1', '-ar', '8000', 'pipe:1'];
  const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 30 });
  const samples = new Int16Array(stdout.buffer, stdout.byteOffset, stdout.length >> 1).slice(-8000);
  const turn = (2 * Math.PI * frequency) / 8000;
  let [real, imaginary, energy] = [0, 0, 0];
  for (const [index, sample] of samples.entries()) {
    real += sample * Math.cos(turn * index);
    imaginary += sample * Math.sin(turn * index);
    energy += sample * sample;
  }
  return (2 * (real * real + imaginary * imaginary)) / (samples.length * Math.max(1, energy));
}

const lastSecond = (frames: readonly LiveFrame[]): readonly LiveFrame[] => {
  const configs = frames.filter(({ isConfig }) => isConfig);
  const from = frames.findLastIndex((frame, index) => frame.isKeyFrame && index < frames.length - 15);
  return [...configs, ...frames.slice(from).filter(({ isConfig }) => !isConfig)];
};

test('[MX-10] [MX-11] [MX-12] two members are seen and heard side by side; one goes and the other fills the canvas', async () => {
  publish(RED, 'red');
  publish(GREEN, 'green');
  members = [
    { memberId: RED, video: true, audio: true },
    { memberId: GREEN, video: true, audio: true },
  ];
  const { frames } = watchMix();
  await waitFor(
    'both pictures side by side, and both tones',
    () => {
      if (frames.filter(({ kind }) => kind === 'video').length < 60) return false;
      const [left, right] = colorsAt(lastSecond(frames), [80, 90], [240, 90]);
      const isSeen = left === 'red' && right === 'green';
      return isSeen && shareOf(440, lastSecond(frames)) > 0.1 && shareOf(1760, lastSecond(frames)) > 0.1;
    },
    30_000,
  );
  members = [{ memberId: GREEN, video: true, audio: true }];
  await waitFor(
    'the one who stays to fill the canvas, alone to be heard',
    () => {
      const [left, right] = colorsAt(lastSecond(frames), [80, 90], [240, 90]);
      return left === 'green' && right === 'green' && shareOf(440, lastSecond(frames)) < 0.02;
    },
    30_000,
  );
  expect(faults).toEqual([]);
  for (const kind of ['audio', 'video'] as const) {
    const times = frames.filter((frame) => frame.kind === kind).map(({ timestampMs }) => timestampMs);
    expect(times).toEqual([...times].sort((one, other) => one - other));
  }
});

test('[MX-13] a member that sends nothing does not hold up the other', async () => {
  publish(RED, 'red');
  members = [
    { memberId: RED, video: true, audio: true },
    { memberId: GREEN, video: true, audio: true },
  ];
  const { frames } = watchMix();
  await waitFor(
    'the one who sends, beside an empty place',
    () => {
      if (frames.filter(({ kind }) => kind === 'video').length < 45) return false;
      const [left, right] = colorsAt(lastSecond(frames), [80, 90], [240, 90]);
      return left === 'red' && right === 'black' && shareOf(440, lastSecond(frames)) > 0.1;
    },
    30_000,
  );
});

test('[MX-14] an encoder that dies is replaced, and times go on growing', async () => {
  const { frames } = watchMix();
  await waitFor('the mix', () => frames.filter(({ kind }) => kind === 'video').length > 5, 20_000);
  const before = frames.length;
  process.kill(programs[0]?.program.pid ?? expect.fail('an encoder'), 'SIGKILL');
  await waitFor('the next one', () => frames.slice(before).some(({ isKeyFrame }) => isKeyFrame), 20_000);
  expect(faults).toHaveLength(1);
  const times = frames.filter(({ kind }) => kind === 'video').map(({ timestampMs }) => timestampMs);
  expect(times).toEqual([...times].sort((one, other) => one - other));
});

test('[MX-15] no watcher, no program; beyond the bound a mix is refused', async () => {
  const first = watchMix();
  await waitFor('the mix', () => first.frames.length > 0, 20_000);
  const other = { roomId: parseRoomId('other') ?? expect.fail('a room id'), memberId: null };
  const ignore = { onFrame: () => undefined, onSourceEnd: () => undefined, onEnd: () => undefined };
  stops.push(streams.watch(other, ignore));
  expect(refused).toEqual(['other']);
  first.stop();
  await waitFor('the mix to end', () => mixers.size === 0);
  expect(programs.every(({ isClosed }) => isClosed)).toBe(true);
});
