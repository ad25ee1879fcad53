import { afterEach, beforeAll, expect, test } from 'vitest';
import { VideoTranscoder } from '../../../src/live-gateway/bridges/video-transcoder.ts';
import { WebrtcToFlv } from '../../../src/live-gateway/bridges/webrtc-to-flv.ts';
import type { LiveFrame } from '../../../src/live-gateway/live-frame.ts';
import { assert } from '../../../src/shared/assert.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { instantMs } from '../../../src/shared/ids.ts';
import { bridgeOptions } from '../../support/bridge-world.ts';
import { run } from '../../support/ffmpeg.ts';
import { writeFlv } from '../../support/live-content.ts';
import { memberOf, roomOf } from '../../support/media-member.ts';
import { MemoryLiveStreams } from '../../support/memory-live-streams.ts';
import { ToldEngine } from '../../support/told-engine.ts';
import { type CodedPicture, codedVp8 } from '../../support/vp8-pictures.ts';
import { waitFor } from '../../support/wait-for.ts';

const BOUND_MS = 40_000;
const STEP_MS = 100 / 3;
/** Where the source's clock is when it begins; not a whole number of ms. */
const ORIGIN_MS = 5000.25;

let small: readonly CodedPicture[];
let odd: readonly CodedPicture[];
beforeAll(() => {
  small = codedVp8('320x180', 90, 30);
  odd = codedVp8('161x121', 30, 30);
});

const open: VideoTranscoder[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((transcoder) => transcoder.close()));
});

/** A camera that is written by hand, in the time of its own clock. */
function setUp(now: () => number = () => systemClock.now()) {
  const frames: LiveFrame[] = [];
  const faults: string[] = [];
  const told = { keyFramesWanted: 0 };
  const transcoder = new VideoTranscoder({
    clock: { ...systemClock, now: () => instantMs(now()) },
    kbps: 500,
    onFrame: (frame) => frames.push(frame),
    onKeyFrameWanted: () => {
      told.keyFramesWanted += 1;
    },
    onFault: (fault) => faults.push(fault),
    onSaid: () => undefined,
    limits: { hangMs: 20_000 },
  });
  open.push(transcoder);
  const sent: number[] = [];
  const send = ({ bytes }: Pick<CodedPicture, 'bytes'>): void => {
    const timestampMs = ORIGIN_MS + sent.length * STEP_MS;
    sent.push(timestampMs);
    transcoder.write({ bytes, timestampMs });
  };
  const configs = () => frames.filter(({ isConfig }) => isConfig);
  const pictures = () => frames.filter(({ isConfig }) => !isConfig);
  return { transcoder, frames, configs, pictures, faults, told, sent, send };
}

/** Sizes of the pictures, as a player decodes them: `320x180`. */
async function sizesOf(frames: readonly LiveFrame[]): Promise<readonly string[]> {
  const entries = ['-show_entries', 'frame=width,height', '-of', 'csv=s=x:p=0'];
  const { stdout } = await run('ffprobe', ['-v', 'error', '-f', 'flv', ...entries, 'pipe:0'], writeFlv(frames)).done;
  return stdout.match(/\d+x\d+/g) ?? [];
}

test('[BR-26] each picture comes out as H.264 with its own time, a key frame in two seconds', async () => {
  const { send, sent, frames, pictures, configs, faults, told } = setUp();
  for (const picture of small) send(picture);
  await waitFor('all pictures', () => pictures().length === small.length, BOUND_MS);
  expect(configs().length).toBe(1);
  // Baseline, and each frame is shown when it is decoded.
  expect(configs()[0]?.body[6]).toBe(66);
  for (const { body } of pictures()) expect([...body.subarray(1, 5)]).toEqual([1, 0, 0, 0]);
  for (const [index, { timestampMs }] of pictures().entries()) {
    expect(Math.abs(timestampMs - (sent[index] ?? 0))).toBeLessThanOrEqual(0.5);
  }
  expect(pictures().flatMap(({ isKeyFrame }, index) => (isKeyFrame ? [index] : []))).toEqual([0, 60]);
  const decoded = await sizesOf(frames);
  expect(decoded).toEqual(small.map(() => '320x180'));
  expect([faults, told.keyFramesWanted]).toEqual([[], 0]);
});

test('[BR-29] [BR-40] pictures come back after its death, from a key frame on, at their own times', async () => {
  const { send, sent, pictures, faults, told, transcoder } = setUp();
  for (const picture of small.slice(0, 15)) send(picture);
  await waitFor('the first pictures', () => pictures().length === 15, BOUND_MS);
  const killed = transcoder.pid;
  assert(killed !== undefined, 'a child that writes has an id');
  process.kill(killed, 'SIGKILL');
  await waitFor('another child', () => transcoder.pid !== undefined && transcoder.pid !== killed, BOUND_MS);
  for (const picture of small.slice(15, 30)) send(picture);
  await waitFor('the wish for a key frame', () => told.keyFramesWanted >= 1, BOUND_MS);
  for (const picture of small.slice(30, 45)) send(picture);
  await waitFor('the pictures after it', () => pictures().length === 30, BOUND_MS);
  expect(pictures()[15]?.isKeyFrame).toBe(true);
  for (const [index, { timestampMs }] of pictures().slice(15).entries()) {
    expect(Math.abs(timestampMs - (sent[30 + index] ?? 0))).toBeLessThanOrEqual(0.5);
  }
  expect(faults).toEqual(['exited']);
});

test('[BR-30] another size becomes another sequence header, odd sides become even', async () => {
  // Time that stands still: how slow the machine is does not matter.
  let nowMs = 0;
  const { send, pictures, configs, frames, told, transcoder } = setUp(() => nowMs);
  for (const picture of small.slice(0, 10)) send(picture);
  await waitFor('the first size', () => pictures().length === 10, BOUND_MS);
  const pid = transcoder.pid;
  // Too soon for another child: scaled by this one.
  for (const picture of odd.slice(0, 10)) send(picture);
  await waitFor('the scaled ones', () => pictures().length === 20, BOUND_MS);
  expect([transcoder.pid, configs().length]).toEqual([pid, 1]);
  nowMs = 5000;
  for (const picture of odd.slice(10, 12)) send(picture);
  expect(told.keyFramesWanted).toBe(1);
  await waitFor('the rest of the first', () => pictures().length === 22, BOUND_MS);
  for (const picture of odd.slice(0, 10)) send(picture);
  await waitFor('the second size', () => pictures().length === 32, BOUND_MS);
  expect(transcoder.pid).not.toBe(pid);
  expect(configs().length).toBe(2);
  const sizes = await sizesOf(frames);
  expect(sizes.slice(0, 22).every((size) => size === '320x180')).toBe(true);
  expect(sizes.slice(22)).toEqual(Array.from({ length: 10 }, () => '160x120'));
});

test('[BR-25] [BR-21] transcoded video that is taken up again begins with its sequence header', async () => {
  const engine = new ToldEngine({ logger: () => undefined });
  const streams = new MemoryLiveStreams();
  const key = { roomId: roomOf('r'), memberId: memberOf('anna') };
  const { options } = bridgeOptions(engine, streams);
  await engine.request({ type: 'openIngest', ...key, medium: 'video', ssrc: 7, mayFlow: true });
  const played: LiveFrame[] = [];
  streams.watch(key, {
    onFrame: (frame) => frame.kind === 'video' && played.push(frame),
    onSourceEnd: () => undefined,
    onEnd: () => undefined,
  });
  const bridge = new WebrtcToFlv(key, options);
  try {
    engine.onLive((event) => bridge.onLive(event));
    const opened = engine.asked.find((command) => command.type === 'openEgress');
    const send = (from: number, to: number): void => {
      for (const [index, { bytes, isKeyFrame }] of small.slice(from, to).entries()) {
        const timestampMs = ORIGIN_MS + (from + index) * STEP_MS;
        const frame = {
          medium: 'video',
          codec: 'vp8',
          isGap: false,
          timestampMs,
          durationMs: 0,
          isKeyFrame,
          bytes,
        } as const;
        engine.tell({ type: 'egressFrame', ...key, egressId: opened?.egressId ?? '', frame });
      }
    };
    send(0, 15);
    await waitFor('the first pictures', () => played.length === 16, BOUND_MS);
    const other = streams.publish(key, () => undefined);
    other.end();
    bridge.resume();
    send(15, small.length);
    await waitFor('pictures again', () => played.length === 16 + 31, BOUND_MS);
    // Up to the encoder's next key frame, at 2 s, nothing could be decoded.
    expect(played.slice(16, 19).map(({ isConfig, isKeyFrame }) => [isConfig, isKeyFrame])).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
  } finally {
    await bridge.end();
  }
});
