import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RtmpToWebrtc } from '../../../src/live-gateway/bridges/rtmp-to-webrtc.ts';
import { WebrtcToFlv } from '../../../src/live-gateway/bridges/webrtc-to-flv.ts';
import type { LiveFrame } from '../../../src/live-gateway/live-frame.ts';
import type { MediaEngine } from '../../../src/sfu/media-engine.ts';
import { lagsOf, makeClip, measureClip } from '../../support/av-clip.ts';
import { bridgeOptions, ClipPusher } from '../../support/bridge-world.ts';
import { memberOf, roomOf } from '../../support/media-member.ts';
import { MemoryLiveStreams } from '../../support/memory-live-streams.ts';
import { startThreaded } from '../../support/real-engine.ts';
import { waitFor } from '../../support/wait-for.ts';

let engine: MediaEngine;
let clip: readonly LiveFrame[];
let rooms = 0;
const cleanUps: (() => unknown)[] = [];

beforeAll(async () => {
  [engine, clip] = await Promise.all([startThreaded(), makeClip({ seconds: 4, fps: 30 })]);
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
afterAll(async () => {
  await engine.close();
});

/** A clip pushed over RTMP goes into a room and comes out of it for players. */
function loop() {
  rooms += 1;
  const key = { roomId: roomOf(`bridge-${rooms}`), memberId: memberOf('pusher') };
  const pushed = new MemoryLiveStreams();
  const played = new MemoryLiveStreams();
  const { options, told } = bridgeOptions(engine, pushed);
  const frames: LiveFrame[] = [];
  const arrivedAt: number[] = [];
  played.watch(key, {
    onFrame: (frame) => {
      frames.push(frame);
      arrivedAt.push(performance.now());
    },
    onSourceEnd: () => undefined,
    onEnd: () => undefined,
  });
  const into = new RtmpToWebrtc(key, options);
  const out = new WebrtcToFlv(key, { ...options, streams: played });
  engine.onLive((event) => {
    into.onLive(event);
    out.onLive(event);
  });
  const pusher = new ClipPusher(pushed, key, clip);
  cleanUps.push(
    () => engine.request({ type: 'closeMember', ...key }),
    () => out.end(),
    () => into.end(),
    () => pusher.stop(),
  );
  const of = (kind: 'audio' | 'video') => frames.filter((frame) => frame.kind === kind && !frame.isConfig);
  return { key, told, frames, arrivedAt, into, out, pusher, of };
}

describe('a clip through both bridges', () => {
  test('[BR-1] picture and sound come out together', async () => {
    const { frames, pusher, of, told } = loop();
    await waitFor('six seconds of pictures', () => of('video').length >= 150, 30_000);
    pusher.stop();
    const measured = await measureClip(frames);
    const orig = await measureClip(clip);
    console.log('orig', orig, lagsOf(orig));
    console.log(
      measured,
      lagsOf(measured),
      told,
      of('audio').length,
      frames.slice(0, 6).map((f) => [f.kind, f.timestampMs, f.isConfig]),
    );
    expect(lagsOf(measured).length).toBeGreaterThanOrEqual(4);
  });
});
