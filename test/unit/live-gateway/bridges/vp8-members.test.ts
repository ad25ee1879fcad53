import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { BridgeOptions } from '../../../../src/live-gateway/bridges/bridge-types.ts';
import { Bridges } from '../../../../src/live-gateway/bridges/bridges.ts';
import type { EgressFrame } from '../../../../src/sfu/live-media.ts';
import type { MediaCommand } from '../../../../src/sfu/media-engine.ts';
import { bridgeOptions } from '../../../support/bridge-world.ts';
import { memberOf, roomOf } from '../../../support/media-member.ts';
import { MemoryLiveStreams } from '../../../support/memory-live-streams.ts';
import { ToldEngine } from '../../../support/told-engine.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { vp8Picture } from '../../../support/vp8-pictures.ts';
import { waitFor } from '../../../support/wait-for.ts';

const SWALLOW = fileURLToPath(new URL('../../../support/swallow.sh', import.meta.url));
const SIZE = { width: 320, height: 180 };

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Members that send VP8, in an engine without media; ffmpeg takes everything and gives nothing. */
function setUp(more: Partial<BridgeOptions> = {}) {
  const engine = new ToldEngine({ logger: () => undefined });
  const streams = new MemoryLiveStreams();
  const clock = new VirtualClock();
  const { options, told } = bridgeOptions(engine, streams, { ffmpeg: SWALLOW, clock, ...more });
  const bridges = new Bridges(options);
  streams.setOnDemand(bridges);
  cleanUps.push(() => bridges.stop());
  const of = <T extends MediaCommand['type']>(type: T) =>
    engine.asked.filter((command): command is Extract<MediaCommand, { type: T }> => command.type === type);
  /** A member that is watched, and what it sends. */
  const member = async (name: string) => {
    const key = { roomId: roomOf('r'), memberId: memberOf(name) };
    await engine.request({ type: 'openIngest', ...key, medium: 'video', ssrc: 7, mayFlow: true });
    const unwatch = streams.watch(key, {
      onFrame: () => undefined,
      onSourceEnd: () => undefined,
      onEnd: () => undefined,
    });
    const { egressId = '' } = of('openEgress').findLast(({ memberId }) => memberId === key.memberId) ?? {};
    const send = (bytes: Uint8Array<ArrayBuffer>, codec: EgressFrame['codec'] = 'vp8'): void => {
      clock.advance(40);
      const timestampMs = clock.now();
      const frame = {
        medium: 'video',
        codec,
        isGap: false,
        timestampMs,
        durationMs: 0,
        isKeyFrame: true,
        bytes,
      } as const;
      engine.tell({ type: 'egressFrame', ...key, egressId, frame });
    };
    return { send, unwatch };
  };
  return { bridges, told, clock, member, of };
}

test('[BR-26] [BR-31] VP8 is asked for, and transcoded while it comes', async () => {
  const { bridges, told, member, of } = setUp();
  const anna = await member('anna');
  expect(of('openEgress').map(({ takesVp8 }) => takesVp8)).toEqual([true]);
  expect(bridges.counts().transcodes).toBe(0);
  expect(bridges.ffmpegPids().length).toBe(1);
  anna.send(vp8Picture(SIZE));
  anna.send(vp8Picture());
  expect(bridges.counts().transcodes).toBe(1);
  expect(bridges.ffmpegPids().length).toBe(2);
  expect(told).toMatchObject({ transcodesStarted: 1, transcodesEnded: 0, refusals: [] });
  anna.unwatch();
  await waitFor('its end', () => bridges.counts().ending === 0);
  expect(bridges.counts()).toEqual({ toWebrtc: 0, toLive: 0, ending: 0, transcodes: 0 });
  expect(told.transcodesEnded).toBe(1);
});

test('[BR-24] who must not transcode does not take VP8', async () => {
  const { member, of } = setUp({ transcodeVideo: 'never' });
  await member('anna');
  expect(of('openEgress').map(({ takesVp8 }) => takesVp8)).toEqual([false]);
});

test('[BR-27] no more than may be, told once, and the next one when a place is free', async () => {
  const { bridges, told, member } = setUp({ maxTranscodes: 1 });
  const anna = await member('anna');
  const ben = await member('ben');
  anna.send(vp8Picture(SIZE));
  for (let count = 0; count < 3; count += 1) ben.send(vp8Picture(SIZE));
  expect(told).toMatchObject({ transcodesStarted: 1, refusals: ['toLive tooManyTranscodes'] });
  expect(bridges.counts()).toMatchObject({ toLive: 2, transcodes: 1 });
  anna.unwatch();
  // The place is taken as long as its ffmpeg lives.
  expect(bridges.counts().transcodes).toBe(1);
  await waitFor('the place to be free', () => bridges.counts().transcodes === 0);
  ben.send(vp8Picture(SIZE));
  expect(told).toMatchObject({ transcodesStarted: 2, transcodesEnded: 1, refusals: ['toLive tooManyTranscodes'] });
});

test('[BR-27] none at all when none may be', async () => {
  const { bridges, told, member } = setUp({ maxTranscodes: 0 });
  const anna = await member('anna');
  anna.send(vp8Picture(SIZE));
  expect(told).toMatchObject({ transcodesStarted: 0, refusals: ['toLive tooManyTranscodes'] });
  expect(bridges.ffmpegPids().length).toBe(1);
});

test('[BR-28] it ends when the member sends H.264 instead, or nothing for long, and begins again', async () => {
  const { bridges, told, member, clock } = setUp();
  const anna = await member('anna');
  anna.send(vp8Picture(SIZE));
  anna.send(new Uint8Array([0, 0, 0, 2, 0x41, 1]), 'h264');
  await waitFor('its end', () => told.transcodesEnded === 1);
  expect(bridges.counts().transcodes).toBe(0);
  anna.send(vp8Picture(SIZE));
  expect(told.transcodesStarted).toBe(2);
  clock.advance(10_000);
  expect(bridges.ffmpegPids().length).toBe(2);
  clock.advance(200);
  await waitFor('its end', () => told.transcodesEnded === 2);
  anna.send(vp8Picture(SIZE));
  expect(told).toMatchObject({ transcodesStarted: 3, refusals: [] });
});

test('[BR-29] [SF-85] without a key frame one is asked for, twice a second', async () => {
  const { member, of } = setUp();
  const anna = await member('anna');
  // 2 s of them, 40 ms apart.
  for (let count = 0; count < 50; count += 1) anna.send(vp8Picture());
  const { length } = of('refreshEgress');
  expect(length).toBeGreaterThanOrEqual(3);
  expect(length).toBeLessThanOrEqual(4);
  anna.send(vp8Picture(SIZE));
  for (let count = 0; count < 50; count += 1) anna.send(vp8Picture());
  expect(of('refreshEgress').length).toBe(length);
});

test('[BR-26] what is larger than 4K is left out', async () => {
  const { member, of } = setUp();
  const anna = await member('anna');
  anna.send(vp8Picture({ width: 16_383, height: 16_383 }));
  anna.send(vp8Picture());
  expect(of('refreshEgress').length).toBe(1);
});
