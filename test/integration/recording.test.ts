/** Recordings by a real program of real streams, read back by another. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LiveFrame } from '../../src/live-gateway/live-frame.ts';
import { NodeLiveStreams } from '../../src/live-gateway/live-streams.ts';
import { runFfmpeg } from '../../src/live-gateway/media-program.ts';
import type { RecordingFormat } from '../../src/live-gateway/recording/recorder.ts';
import { Recordings, type RecordingsOptions } from '../../src/live-gateway/recording/recordings.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { parseMemberId, parseRoomId, parseUserId } from '../../src/shared/ids.ts';
import { flvContent, publishInRealTime } from '../support/live-content.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { waitFor } from '../support/wait-for.ts';

const roomId = parseRoomId('rec:1') ?? expect.fail('a room id');
const memberId = parseMemberId('m1') ?? expect.fail('a member id');
const userId = parseUserId('ann@home') ?? expect.fail('a user id');
const key = { roomId, memberId };
const member = { memberId, userId };

let folder: string;
let content: readonly LiveFrame[];
let streams: NodeLiveStreams;
let recordings: Recordings;
let stops: (() => void)[];
let ended: string[];

beforeAll(() => {
  content = flvContent({ color: 'blue', toneHz: 440 });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rtcroom-rec-'));
  stops = [];
  ended = [];
  streams = new NodeLiveStreams({
    clock: systemClock,
    gop: { maxBytes: 4_000_000, maxFrames: 1000 },
    gopTotalBytes: 16_000_000,
    lingerMs: 50,
    onBug: (error) => expect.fail(String(error)),
  });
  recordings = make({});
});
afterEach(async () => {
  await recordings.close();
  for (const stop of stops) stop();
  streams.closeAll('serverShutdown');
  rmSync(folder, { recursive: true, force: true });
});

function make(options: Partial<RecordingsOptions>): Recordings {
  let count = 0;
  return new Recordings({
    clock: systemClock,
    streams,
    run: runFfmpeg,
    folder,
    maxRecordings: 2,
    maxDurationMs: 60_000,
    maxBytes: 100_000_000,
    minFreeBytes: 0,
    newId: () => `r${++count}`,
    onEnded: (_, why) => ended.push(why),
    onFault: (what, words) => ended.push(`${what}: ${words}`),
    ...options,
  });
}

const publish = (): (() => void) => {
  const stop = publishInRealTime(streams, key, content);
  stops.push(stop);
  return stop;
};

/** Codecs of a file and its length in seconds, as far as it can be decoded without a fault. */
function probe(file: string): { readonly codecs: string[]; readonly seconds: number; readonly faults: string } {
  const path = join(folder, file);
  const entries = ['-show_entries', 'stream=codec_name', '-of', 'csv=p=0'];
  const codecs = spawnSync('ffprobe', ['-v', 'error', ...entries, path])
    .stdout.toString()
    .trim()
    .split(/\s+/);
  const progress = ['-progress', 'pipe:1', '-f', 'null', '-'];
  const decoded = spawnSync('ffmpeg', ['-v', 'error', '-i', path, ...progress]);
  const times = [...decoded.stdout.toString().matchAll(/out_time_ms=(\d+)/g)].map(([, time]) => Number(time));
  return { codecs: codecs.sort(), seconds: Math.max(0, ...times) / 1e6, faults: decoded.stderr.toString() };
}

test.for<RecordingFormat>(['mkv', 'mp4'])(
  '[RC-1] [RC-2] a member is recorded from a key frame on, picture and sound, into %s',
  async (format) => {
    publish();
    const { recordingId } = await recordings.start({ roomId, member, format });
    await waitFor('two seconds of it', () => (recordings.list(roomId)[0]?.bytes ?? 0) > 30_000, 20_000);
    const info = await recordings.stop(roomId, recordingId);
    expect(info.files).toHaveLength(1);
    expect(info.files[0]).toMatch(new RegExp(`ann-ahome_r1\\.${format}$`));
    const { codecs, seconds, faults } = probe(info.files[0] ?? '');
    expect(codecs).toEqual(['aac', 'h264']);
    expect(seconds).toBeGreaterThan(1);
    expect(faults).toBe('');
    expect(recordings.list(roomId)).toEqual([]);
    expect(ended).toEqual(['stopped']);
  },
);

test('[RC-3] a source that comes back goes on in another part', async () => {
  const stop = publish();
  const { recordingId } = await recordings.start({ roomId, member, format: 'mkv' });
  await waitFor('some of it', () => (recordings.list(roomId)[0]?.bytes ?? 0) > 10_000, 20_000);
  stop();
  const before = recordings.list(roomId)[0]?.bytes ?? 0;
  publish();
  await waitFor('some more', () => (recordings.list(roomId)[0]?.bytes ?? 0) > before + 10_000, 20_000);
  const { files } = await recordings.stop(roomId, recordingId);
  expect(files).toHaveLength(2);
  for (const file of files) expect(probe(file)).toMatchObject({ codecs: ['aac', 'h264'], faults: '' });
});

test('[RC-4] a program that dies leaves what it wrote, and another part follows', async () => {
  let pid: number | undefined;
  recordings = make({
    run: (options) => {
      const program = runFfmpeg(options);
      pid = program.pid;
      return program;
    },
  });
  publish();
  const { recordingId } = await recordings.start({ roomId, member, format: 'mkv' });
  await waitFor('some of it', () => (recordings.list(roomId)[0]?.bytes ?? 0) > 20_000, 20_000);
  process.kill(pid ?? expect.fail('a program'), 'SIGKILL');
  await waitFor('another part', () => (recordings.list(roomId)[0]?.files.length ?? 0) > 1, 20_000);
  await waitFor('some more', () => (recordings.list(roomId)[0]?.bytes ?? 0) > 40_000, 20_000);
  const { files } = await recordings.stop(roomId, recordingId);
  expect(probe(files[1] ?? '').codecs).toEqual(['aac', 'h264']);
  expect(ended[0]).toMatch(/^recorder: .*SIGKILL/);
});

test('[RC-5] what is bounded ends: too many, too large, the member, the room', async () => {
  recordings = make({ maxBytes: 20_000 });
  publish();
  await recordings.start({ roomId, member, format: 'mkv' });
  const other = { memberId: parseMemberId('m2') ?? expect.fail('a member id'), userId };
  await recordings.start({ roomId, member: other, format: 'mkv' });
  await expect(recordings.start({ roomId, member: null, format: 'mkv' })).rejects.toMatchObject({
    errorName: 'limitExceeded',
  });
  await waitFor('too large', () => ended.includes('tooLarge'), 20_000);
  recordings.onMemberLeft(roomId, other.memberId);
  await waitFor('the member', () => ended.includes('memberLeft'));
  await recordings.start({ roomId, member: other, format: 'mkv' });
  recordings.onRoomClosed(roomId);
  await waitFor('the room', () => ended.includes('roomClosed'));
  expect(recordings.size).toBe(0);
  await make({ maxDurationMs: 20 }).start({ roomId, member, format: 'mkv' });
  await waitFor('the time', () => ended.includes('tooLong'));
});

test('[RC-6] no recording without a folder, without space, or of another room', async () => {
  const request = { roomId, member, format: 'mkv' } as const;
  await expect(make({ folder: '' }).start(request)).rejects.toMatchObject({ errorName: 'notFound' });
  await expect(make({ minFreeBytes: Number.MAX_SAFE_INTEGER }).start(request)).rejects.toMatchObject({
    errorName: 'limitExceeded',
  });
  const { recordingId } = await recordings.start(request);
  const otherRoom = parseRoomId('other') ?? expect.fail('a room id');
  await expect(recordings.stop(otherRoom, recordingId)).rejects.toMatchObject({ errorName: 'notFound' });
  await recordings.close();
  await expect(recordings.start(request)).rejects.toMatchObject({ errorName: 'notFound' });
  expect(readdirSync(folder)).toEqual(['rec-c1']);
});

test('[RC-6] a folder that vanishes ends recordings, and nothing else', async () => {
  const clock = new VirtualClock();
  recordings = make({ clock });
  await recordings.start({ roomId, member, format: 'mkv' });
  rmSync(folder, { recursive: true });
  clock.advance(10_000);
  await waitFor('the recording to end', () => ended.includes('diskFull'));
  expect(ended[0]).toMatch(/^folder: .*ENOENT/);
  expect(recordings.size).toBe(0);
});

test("[RC-6] a folder that cannot be written is the operator's to mend", async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  recordings = make({ folder: join(file, 'recordings') });
  await expect(recordings.start({ roomId, member, format: 'mkv' })).rejects.toMatchObject({
    errorName: 'storageUnavailable',
  });
  expect(ended).toEqual([expect.stringMatching(/^folder: .*ENOTDIR/)]);
  expect(recordings.size).toBe(0);
});

test('[RC-7] without a descriptor left a program fails, and nothing else', () => {
  const script = join(import.meta.dirname, '../support/no-descriptors.ts');
  const run = spawnSync('sh', ['-c', 'ulimit -n 120 && exec "$0" "$1"', process.execPath, script]);
  expect([run.stdout.toString().trim(), run.status]).toEqual(['spawn ffmpeg EMFILE', 0]);
});
