/** What players of a browser's stream find first, with a real ffmpeg and a media plane that the test plays. */
import { afterEach, expect, test } from 'vitest';
import { WebrtcToFlv } from '../../../src/live-gateway/bridges/webrtc-to-flv.ts';
import type { LiveFrame } from '../../../src/live-gateway/live-frame.ts';
import type { EgressFrame } from '../../../src/sfu/live-media.ts';
import { MemoryMediaEngine } from '../../../src/sfu/memory-media-engine.ts';
import { bridgeOptions } from '../../support/bridge-world.ts';
import { memberOf, roomOf } from '../../support/media-member.ts';
import { MemoryLiveStreams } from '../../support/memory-live-streams.ts';
import { waitFor } from '../../support/wait-for.ts';

const SLOW_MS = 40_000;
/** 20 ms of silence in Opus. */
const OPUS = [0xf8, 0xff, 0xfe];
/** A key frame with its parameter sets, each NAL unit after its length. */
const KEY_FRAME = [
  ...[0, 0, 0, 4, 0x67, 0x42, 0xc0, 0x1f],
  ...[0, 0, 0, 4, 0x68, 0xce, 0x3c, 0x80],
  ...[0, 0, 0, 3, 0x65, 0x88, 0x84],
];
const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A bridge whose microphone runs in real time; its camera shows a picture when told to. */
async function open(user: string, showsPictures: boolean) {
  const key = { roomId: roomOf('opening'), memberId: memberOf(user) };
  const streams = new MemoryLiveStreams();
  const frames: LiveFrame[] = [];
  streams.watch(key, { onFrame: (frame) => frames.push(frame), onSourceEnd: () => undefined, onEnd: () => undefined });
  const engine = new MemoryMediaEngine();
  await engine.request({ type: 'openIngest', ...key, medium: 'audio', ssrc: 1, mayFlow: true });
  const { options } = bridgeOptions(engine, streams, { random32: () => 7, showsPictures: () => showsPictures });
  const bridge = new WebrtcToFlv(key, options);
  const begunAt = performance.now();
  const show = (frame: Pick<EgressFrame, 'medium' | 'timestampMs' | 'durationMs'>, bytes: readonly number[]): void =>
    bridge.onLive({
      type: 'egressFrame',
      ...key,
      egressId: 'live-7-7',
      frame: {
        ...frame,
        codec: frame.medium === 'video' ? 'h264' : 'opus',
        isGap: false,
        isKeyFrame: frame.medium === 'video',
        bytes: Uint8Array.from(bytes),
      },
    });
  let sounds = 0;
  const timer = setInterval(() => {
    for (; sounds * 20 < performance.now() - begunAt; sounds += 1) {
      show({ medium: 'audio', timestampMs: sounds * 20, durationMs: 20 }, OPUS);
    }
  }, 10);
  cleanUps.push(async () => {
    clearInterval(timer);
    await bridge.end();
    await engine.close();
  });
  const heard = (): number => frames.filter(({ kind, isConfig }) => kind === 'audio' && !isConfig).length;
  const showPicture = (): void =>
    show({ medium: 'video', timestampMs: performance.now() - begunAt, durationMs: 0 }, KEY_FRAME);
  return { frames, heard, showPicture };
}

test('[BR-32] sound waits for pictures where there will be some, and not for ever', async () => {
  const alone = await open('alone', false);
  const seen = await open('seen', true);
  const hidden = await open('hidden', true);
  await waitFor('sound alone', () => alone.heard() > 5, SLOW_MS);
  seen.showPicture();
  expect(seen.frames.map(({ kind, isConfig }) => `${kind}${isConfig ? ' config' : ''}`)).toEqual([
    'audio config',
    'video config',
    'video',
  ]);
  await waitFor('sound after the picture', () => seen.heard() > 5, SLOW_MS);
  await waitFor('sound without a picture', () => hidden.heard() > 5, SLOW_MS);
  expect(hidden.frames.every(({ kind }) => kind === 'audio')).toBe(true);
});
