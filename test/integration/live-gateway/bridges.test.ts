import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Bridges } from '../../../src/live-gateway/bridges/bridges.ts';
import type { FfmpegLimits } from '../../../src/live-gateway/bridges/ffmpeg-process.ts';
import { RtmpToWebrtc } from '../../../src/live-gateway/bridges/rtmp-to-webrtc.ts';
import { WebrtcToFlv } from '../../../src/live-gateway/bridges/webrtc-to-flv.ts';
import type { LiveFrame } from '../../../src/live-gateway/live-frame.ts';
import type { MediaEngine } from '../../../src/sfu/media-engine.ts';
import { lagsOf, makeClip, measureClip } from '../../support/av-clip.ts';
import { bridgeOptions, ClipPusher } from '../../support/bridge-world.ts';
import { memberOf, NOTHING_OPEN, openCounts, roomOf } from '../../support/media-member.ts';
import { MemoryLiveStreams } from '../../support/memory-live-streams.ts';
import { startThreaded } from '../../support/real-engine.ts';
import { waitFor } from '../../support/wait-for.ts';

const FPS = 30;
const BOUND_MS = 40_000;
/** Lips and voice may be so far apart (issue: 40 ms). */
const MAX_SKEW_MS = 40;

let engine: MediaEngine;
let clip: readonly LiveFrame[];
let rooms = 0;
const cleanUps: (() => unknown)[] = [];

beforeAll(async () => {
  [engine, clip] = await Promise.all([startThreaded(), makeClip({ seconds: 4, fps: FPS })]);
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
afterAll(async () => {
  await engine.close();
});

const nextKey = () => {
  rooms += 1;
  return { roomId: roomOf(`bridge-${rooms}`), memberId: memberOf('pusher') };
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A clip pushed over RTMP goes into a room, and comes out of it for players. */
function loop(pushedClip = clip, ffmpegLimits: Partial<FfmpegLimits> = { hangMs: 1500 }) {
  const key = nextKey();
  const pushed = new MemoryLiveStreams();
  const played = new MemoryLiveStreams();
  const { options, told } = bridgeOptions(engine, pushed, { ffmpegLimits });
  const frames: LiveFrame[] = [];
  played.watch(key, {
    onFrame: (frame) => frames.push(frame),
    onSourceEnd: () => undefined,
    onEnd: () => undefined,
  });
  const into = new RtmpToWebrtc(key, options);
  const out = new WebrtcToFlv(key, { ...options, streams: played });
  engine.onLive((event) => {
    into.onLive(event);
    out.onLive(event);
  });
  const pusher = new ClipPusher(pushed, key, pushedClip);
  cleanUps.push(
    () => engine.request({ type: 'closeMember', ...key }),
    () => out.end(),
    () => into.end(),
    () => pusher.stop(),
  );
  const timesOf = (kind: 'audio' | 'video'): readonly number[] =>
    frames.flatMap((frame) => (frame.kind === kind && !frame.isConfig ? [frame.timestampMs] : []));
  const streamMs = (): number => timesOf('video').at(-1) ?? Number.NaN;
  /** Waits until so much more of the stream has come out; where it is then, in seconds. */
  const play = async (seconds: number): Promise<number> => {
    await waitFor('the first picture', () => timesOf('video').length > 0, BOUND_MS);
    const until = streamMs() + seconds * 1000;
    await waitFor(`${seconds} s of pictures`, () => streamMs() >= until, BOUND_MS);
    return until / 1000;
  };
  return { key, told, frames, into, out, pusher, timesOf, play };
}

describe('a clip through both bridges', () => {
  test('[BR-2] [BR-45] [BR-22] [SF-73] is in time, survives its ffmpegs, obeys a mute, leaves nothing', async () => {
    const { key, told, frames, into, out, pusher, timesOf, play } = loop();
    const settled = await play(2);
    const struck = await play(3);
    // One dies, the other one stops answering.
    process.kill(into.ffmpegPid ?? 0, 'SIGKILL');
    process.kill(out.ffmpegPid ?? 0, 'SIGSTOP');
    await waitFor(
      'both to be noticed',
      () => told.faults.includes('toWebrtc exited') && told.faults.includes('toLive hung'),
      BOUND_MS,
    );
    const mended = await play(2);
    const muted = await play(3);
    await engine.request({ type: 'setFlow', ...key, medium: 'audio', mayFlow: false });
    const silent = await play(1);
    await play(2);
    pusher.stop();
    const pids = [into.ffmpegPid, out.ffmpegPid];
    const { flashes, beeps } = await measureClip(frames);
    const lagsIn = (from: number, to: number): readonly number[] =>
      lagsOf({ flashes: flashes.filter((at) => at >= from && at < to), beeps, pictures: 0 });

    for (const lags of [lagsIn(settled, struck - 0.5), lagsIn(mended, muted - 0.5)]) {
      expect(lags.length).toBeGreaterThanOrEqual(2);
      for (const lag of lags) expect(Math.abs(lag)).toBeLessThanOrEqual(MAX_SKEW_MS);
    }
    expect(flashes.filter((at) => at > silent).length).toBeGreaterThanOrEqual(1);
    expect(beeps.filter((at) => at > silent)).toEqual([]);
    // Whatever happens to the sound, no picture is missing: the largest step of time is that of the clip, or its seam.
    const times = timesOf('video');
    const steps = times.map((at, index) => at - (times[index - 1] ?? at));
    expect(Math.max(...steps)).toBeLessThanOrEqual(100);
    for (const kind of ['audio', 'video'] as const) {
      expect(timesOf(kind).every((at, index, all) => index === 0 || at > (all[index - 1] ?? 0))).toBe(true);
    }
    // There is sound up to the end, muted or not.
    expect(timesOf('audio').at(-1)).toBeGreaterThan(silent * 1000);

    await Promise.all([into.end(), out.end()]);
    await engine.request({ type: 'closeMember', ...key });
    expect(await openCounts(engine)).toEqual(NOTHING_OPEN);
    for (const pid of pids) expect(pid === undefined || !isAlive(pid)).toBe(true);
  });

  test('[BR-3] [BR-2] [BR-11] with B-frames it is in time and complete, also when what transcodes it dies', async () => {
    const withBFrames = await makeClip({ seconds: 4, fps: FPS, bFrames: 2 });
    const order = withBFrames.filter(({ kind, isConfig }) => kind === 'video' && !isConfig);
    expect(order.some(({ body }) => body[4] !== order[0]?.body[4])).toBe(true);
    const { key, told, frames, into, out, pusher, timesOf, play } = loop(withBFrames, { hangMs: 20_000 });
    await waitFor('the transcoder', () => told.transcodesStarted === 1, BOUND_MS);
    const settled = await play(2);
    const struck = await play(3);
    const killed = into.videoPid ?? 0;
    process.kill(killed, 'SIGKILL');
    await waitFor('another one', () => ![killed, undefined].includes(into.videoPid), BOUND_MS);
    const mended = await play(2);
    const ended = await play(3);
    pusher.stop();
    await waitFor('its end', () => told.transcodesEnded === 1, BOUND_MS);
    const { flashes, beeps } = await measureClip(frames);
    for (const [from, to] of [
      [settled, struck - 0.5],
      [mended, ended - 0.5],
    ] as const) {
      const lags = lagsOf({ flashes: flashes.filter((at) => at >= from && at < to), beeps, pictures: 0 });
      expect(lags.length).toBeGreaterThanOrEqual(2);
      for (const lag of lags) expect(Math.abs(lag)).toBeLessThanOrEqual(MAX_SKEW_MS);
      const times = timesOf('video').filter((at) => at >= from * 1000 && at < to * 1000);
      expect(times.length).toBeGreaterThanOrEqual(Math.floor((to - from) * FPS) - 1);
    }
    expect(told).toMatchObject({ refusals: [], faults: ['toWebrtc exited'] });
    await Promise.all([into.end(), out.end()]);
    await engine.request({ type: 'closeMember', ...key });
    expect(await openCounts(engine)).toEqual(NOTHING_OPEN);
    expect(isAlive(killed)).toBe(false);
  });

  test('[BR-7] [BR-23] comes back after the death of a worker', async () => {
    const { key, told, timesOf, play } = loop();
    await play(1);
    await engine.request({ type: 'killWorker', roomId: key.roomId });
    await waitFor('the links to be tried again', () => told.retries >= 3, BOUND_MS);
    const sound = timesOf('audio').length;
    await play(1.5);
    await waitFor('sound', () => timesOf('audio').length > sound + 20, BOUND_MS);
    for (const kind of ['audio', 'video'] as const) {
      expect(timesOf(kind).every((at, index, all) => index === 0 || at > (all[index - 1] ?? 0))).toBe(true);
    }
  });
});

describe('how loud a push is', () => {
  /** Pushes a clip into a room; what the room's speakers are meanwhile, each as `level`, `-` for none. */
  function speak(pushedClip: readonly LiveFrame[]) {
    const key = nextKey();
    const pushed = new MemoryLiveStreams();
    const { options } = bridgeOptions(engine, pushed);
    const bridge = new RtmpToWebrtc(key, options);
    const heard: string[] = [];
    engine.onLive((event) => bridge.onLive(event));
    engine.onEvent((event) => {
      if (event.type !== 'speakers' || event.roomId !== key.roomId) return;
      heard.push(event.speakers.map(({ level }) => String(level)).join() || '-');
    });
    const pusher = new ClipPusher(pushed, key, pushedClip);
    cleanUps.push(
      () => engine.request({ type: 'closeMember', ...key }),
      () => bridge.end(),
      () => pusher.stop(),
    );
    return { key, heard, bridge };
  }

  test('[BR-10] a tone speaks as loud as it is, a mute ends that, and silence speaks never', async () => {
    // Full scale is -3 dBov for a tone; a tenth of it is -23, which is 62 of 100.
    const tone = await makeClip({ seconds: 2, sound: '0.1*sin(2*PI*1000*t)' });
    const { key, heard } = speak(tone);
    await waitFor('the tone to be heard', () => heard.filter((level) => level !== '-').length >= 4, BOUND_MS);
    const levels = heard.filter((level) => level !== '-').map(Number);
    expect(Math.abs((levels.at(-1) ?? 0) - 62)).toBeLessThanOrEqual(5);
    await engine.request({ type: 'setFlow', ...key, medium: 'audio', mayFlow: false });
    await waitFor('the mute to be told', () => heard.at(-1) === '-', BOUND_MS);
  });

  test('[BR-10] silence speaks never', async () => {
    const { key, heard, bridge } = speak(await makeClip({ seconds: 2, sound: '0' }));
    const openEgress = () => engine.request({ type: 'openEgress', ...key, egressId: 'ear' });
    await waitFor(
      'the sound to be there',
      () =>
        openEgress()
          .then(() => true)
          .catch(() => false),
      BOUND_MS,
    );
    let sounds = 0;
    engine.onLive((event) => {
      bridge.onLive(event);
      if (event.type === 'egressFrame' && event.frame.medium === 'audio') sounds += 1;
    });
    await waitFor('two seconds of silence to have passed', () => sounds >= 100, BOUND_MS);
    expect(heard.filter((level) => level !== '-')).toEqual([]);
  });
});

describe('bridges of a node', () => {
  test('[BR-60] a hundred pushers come and go, ffmpeg killed at random, and nothing is left', async () => {
    const streams = new MemoryLiveStreams();
    const { options, told } = bridgeOptions(engine, streams);
    const bridges = new Bridges(options);
    cleanUps.push(() => bridges.stop());
    const keys = Array.from({ length: 20 }, nextKey);
    for (let round = 0; round < 5; round += 1) {
      const sources = keys.map((key) => {
        const source = streams.publish(key, () => undefined);
        bridges.onRtmpPublished(key);
        for (const frame of clip.slice(0, 40)) source.write(frame);
        return source;
      });
      for (const [index, pid] of bridges.ffmpegPids().entries())
        if (index % 3 === round % 3) process.kill(pid, 'SIGKILL');
      for (const source of sources) source.end();
      for (const key of keys) bridges.onRtmpEnded(key);
      await waitFor('all to be over', () => bridges.counts().ending === 0, BOUND_MS);
    }
    for (const key of keys) await engine.request({ type: 'closeMember', ...key });
    expect(bridges.counts()).toEqual({ toWebrtc: 0, toLive: 0, ending: 0, transcodes: 0 });
    expect(told).toMatchObject({ started: 100, ended: 100 });
    await waitFor('the media plane to be empty', async () => {
      for (const key of keys) await engine.request({ type: 'closeMember', ...key });
      return (await openCounts(engine)).transports === 0;
    });
    expect(await openCounts(engine)).toEqual(NOTHING_OPEN);
  });
});
