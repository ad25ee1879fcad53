/** Who pushes B-frames: when its video is transcoded and when no more. What comes out of it: test/integration. */
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { BridgeOptions } from '../../../../src/live-gateway/bridges/bridge-types.ts';
import { Bridges } from '../../../../src/live-gateway/bridges/bridges.ts';
import { avcConfigRecord, writeUnits } from '../../../../src/live-gateway/bridges/internal/avc.ts';
import { videoConfigBody, videoFrameBody } from '../../../../src/live-gateway/bridges/internal/flv-bodies.ts';
import { MemoryMediaEngine } from '../../../../src/sfu/memory-media-engine.ts';
import { bridgeOptions } from '../../../support/bridge-world.ts';
import { memberOf, roomOf } from '../../../support/media-member.ts';
import { MemoryLiveStreams } from '../../../support/memory-live-streams.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { waitFor } from '../../../support/wait-for.ts';

const SWALLOW = fileURLToPath(new URL('../../../support/swallow.sh', import.meta.url));
const SET = [0x67, 0x4d, 0xc0, 0x1f];
const PICTURE_SET = new Uint8Array([0x68, 0xce]);
const STEP_MS = 40;

let open: Bridges | undefined;
afterEach(async () => {
  await open?.stop();
  open = undefined;
});

function setUp(more: Partial<BridgeOptions> = {}) {
  const engine = new MemoryMediaEngine({ logger: () => undefined });
  const streams = new MemoryLiveStreams();
  const clock = new VirtualClock();
  const { options, told } = bridgeOptions(engine, streams, { ffmpeg: SWALLOW, clock, ...more });
  const bridges = new Bridges(options);
  open = bridges;
  /** A member that pushes groups of a key frame, a P-frame and a B-frame. */
  const pusher = (name: string) => {
    const key = { roomId: roomOf('r'), memberId: memberOf(name) };
    const source = streams.publish(key, () => undefined);
    bridges.onRtmpPublished(key);
    let timestampMs = 0;
    const configure = (more: readonly number[] = []): void => {
      const body = videoConfigBody(avcConfigRecord(new Uint8Array([...SET, ...more]), PICTURE_SET));
      source.write({ kind: 'video', timestampMs, body, isConfig: true, isKeyFrame: false });
    };
    const picture = (isKeyFrame: boolean, shownAfterMs: number): void => {
      const body = videoFrameBody(isKeyFrame, writeUnits([new Uint8Array([isKeyFrame ? 0x65 : 0x41, 1, 2])]));
      body[4] = shownAfterMs;
      source.write({ kind: 'video', timestampMs, body, isConfig: false, isKeyFrame });
      timestampMs += STEP_MS;
    };
    const group = (): void => {
      picture(true, 2 * STEP_MS);
      picture(false, 4 * STEP_MS);
      picture(false, STEP_MS);
    };
    configure();
    group();
    return { key, source, configure, picture, group };
  };
  return { bridges, told, clock, pusher };
}

test('[BR-3] [BR-11] transcoding begins with a key frame', () => {
  const { bridges, told, pusher } = setUp();
  const { picture, group } = pusher('obs');
  // There is no cached group here: what depends on a key frame that is gone is not given to a decoder.
  picture(false, 0);
  expect([told.transcodesStarted, bridges.ffmpegPids().length]).toEqual([0, 1]);
  group();
  group();
  expect([told.transcodesStarted, bridges.ffmpegPids().length]).toEqual([1, 2]);
  expect(told.refusals).toEqual([]);
});

test('[BR-3] [BR-27] no more than may be, told once, and the next one when a place is free', async () => {
  const { bridges, told, pusher } = setUp({ maxTranscodes: 1 });
  const anna = pusher('anna');
  const ben = pusher('ben');
  anna.group();
  ben.group();
  ben.group();
  expect(told).toMatchObject({ transcodesStarted: 1, refusals: ['toWebrtc tooManyTranscodes'] });
  bridges.onRtmpEnded(anna.key);
  await waitFor('the place to be free', () => bridges.counts().transcodes === 0);
  ben.group();
  expect(told).toMatchObject({ transcodesStarted: 2, transcodesEnded: 1, refusals: ['toWebrtc tooManyTranscodes'] });
});

test('[BR-11] it ends without pictures, and begins again with the next key frame', async () => {
  const { bridges, told, clock, pusher } = setUp();
  const { group, picture } = pusher('obs');
  group();
  await clock.advance(2000);
  picture(false, 0);
  await clock.advance(2000);
  expect(bridges.counts().transcodes).toBe(1);
  await clock.advance(1500);
  await waitFor('its end', () => told.transcodesEnded === 1);
  expect(bridges.counts().transcodes).toBe(0);
  picture(false, 0);
  expect(told.transcodesStarted).toBe(1);
  group();
  expect(told.transcodesStarted).toBe(2);
  expect(told.faults).toEqual([]);
});

test('[BR-11] it ends with another configuration and with the source, not with the same one again', async () => {
  const { bridges, told, pusher } = setUp();
  const { source, configure, group } = pusher('obs');
  group();
  configure();
  group();
  expect(told).toMatchObject({ transcodesStarted: 1, transcodesEnded: 0 });
  configure([7]);
  await waitFor('its end', () => told.transcodesEnded === 1);
  group();
  expect(told.transcodesStarted).toBe(2);
  source.end();
  await waitFor('its end', () => told.transcodesEnded === 2);
  expect(bridges.counts()).toMatchObject({ toWebrtc: 1, transcodes: 0 });
});
