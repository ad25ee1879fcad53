import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { BridgeOptions } from '../../../../src/live-gateway/bridges/bridge-types.ts';
import { Bridges } from '../../../../src/live-gateway/bridges/bridges.ts';
import { avcConfigRecord, writeUnits } from '../../../../src/live-gateway/bridges/internal/avc.ts';
import {
  audioConfigBody,
  videoConfigBody,
  videoFrameBody,
} from '../../../../src/live-gateway/bridges/internal/flv-bodies.ts';
import type { LiveFrame } from '../../../../src/live-gateway/live-frame.ts';
import { MemoryMediaEngine } from '../../../../src/sfu/memory-media-engine.ts';
import { bridgeOptions } from '../../../support/bridge-world.ts';
import { memberOf, roomOf } from '../../../support/media-member.ts';
import { MemoryLiveStreams } from '../../../support/memory-live-streams.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { waitFor } from '../../../support/wait-for.ts';

const SWALLOW = fileURLToPath(new URL('../../../support/swallow.sh', import.meta.url));
const KEY = { roomId: roomOf('r'), memberId: memberOf('anna') };
const SETS = [new Uint8Array([0x67, 0x42, 0xc0, 0x1f]), new Uint8Array([0x68, 0xce])] as const;
const OTHER_SETS = [new Uint8Array([0x67, 0x42, 0xc0, 0x28, 7]), new Uint8Array([0x68, 0xcf])] as const;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function setUp(more: Partial<BridgeOptions> = {}) {
  const engine = new MemoryMediaEngine({ logger: () => undefined });
  const streams = new MemoryLiveStreams();
  const clock = new VirtualClock();
  const { options, told } = bridgeOptions(engine, streams, { ffmpeg: SWALLOW, clock, ...more });
  const bridges = new Bridges(options);
  streams.setOnDemand(bridges);
  const played: LiveFrame[] = [];
  const watch = () =>
    streams.watch(KEY, {
      onFrame: (frame) => played.push(frame),
      onSourceEnd: () => undefined,
      onEnd: () => undefined,
    });
  cleanUps.push(() => bridges.stop());
  const flows = async () =>
    (await engine.request({ type: 'audit', roomId: KEY.roomId })).flows.map(({ medium }) => medium);
  const open = () => engine.request({ type: 'getCounts' });
  return { engine, streams, clock, told, bridges, played, watch, flows, open };
}

const pushed = (
  kind: 'audio' | 'video',
  body: Uint8Array,
  timestampMs = 0,
  more: Partial<LiveFrame> = {},
): LiveFrame => ({
  kind,
  timestampMs,
  body,
  isConfig: false,
  isKeyFrame: false,
  ...more,
});
const aacConfig = pushed('audio', audioConfigBody(new Uint8Array([0x12, 0x10])), 0, { isConfig: true });
const avcConfig = pushed('video', videoConfigBody(avcConfigRecord(...SETS)), 0, { isConfig: true });
/** A picture that is shown so much after it is decoded. */
function picture(timestampMs: number, isKeyFrame: boolean, compositionMs = 0): LiveFrame {
  const body = videoFrameBody(isKeyFrame, writeUnits([new Uint8Array([isKeyFrame ? 0x65 : 0x41, 1, 2])]));
  body[4] = compositionMs;
  return pushed('video', body, timestampMs, { isKeyFrame });
}

describe('from RTMP', () => {
  test('[BR-1] [BR-9] [BR-60] media are opened as they come, and closed with the publication', async () => {
    const { streams, bridges, flows, told, open } = setUp();
    const source = streams.publish(KEY, () => undefined);
    bridges.onRtmpPublished(KEY);
    bridges.onRtmpPublished(KEY);
    expect(bridges.counts()).toEqual({ toWebrtc: 1, toLive: 0, ending: 0, transcodes: 0 });
    expect(await flows()).toEqual([]);
    source.write(aacConfig);
    await waitFor('the sound', async () => (await flows()).includes('audio'));
    source.write(avcConfig);
    await waitFor('the picture', async () => (await flows()).includes('video'));
    expect(told.touched).toContain('r');
    bridges.onRtmpEnded(KEY);
    bridges.onRtmpEnded(KEY);
    await waitFor('its end', async () => (await open()).producers === 0 && bridges.counts().ending === 0);
    expect(told).toMatchObject({ started: 1, ended: 1 });
  });

  test('[BR-3] B-frames are refused once where nothing may be transcoded, the sound goes on', async () => {
    const { streams, bridges, flows, told } = setUp({ transcodeVideo: 'never' });
    const source = streams.publish(KEY, () => undefined);
    bridges.onRtmpPublished(KEY);
    for (const frame of [aacConfig, avcConfig]) source.write(frame);
    await waitFor('both', async () => (await flows()).length === 2);
    source.write(picture(0, true, 80));
    source.write(picture(40, false, 160));
    source.write(picture(80, false, 40));
    source.write(picture(120, false, 40));
    await waitFor('the picture to end', async () => (await flows()).join() === 'audio');
    source.write(avcConfig);
    source.write(picture(160, true, 80));
    expect(told.refusals).toEqual(['toWebrtc bFrames']);
    expect(await flows()).toEqual(['audio']);
  });

  test('[BR-4] other codecs are refused once, the other medium goes on', async () => {
    const { streams, bridges, flows, told } = setUp();
    const source = streams.publish(KEY, () => undefined);
    bridges.onRtmpPublished(KEY);
    for (let time = 0; time < 3; time += 1) {
      source.write(pushed('video', new Uint8Array([0x91, 0x68, 0x76, 0x63, 0x31])));
      source.write(pushed('audio', new Uint8Array([0x2f, 1, 2, 3])));
    }
    expect(told.refusals).toEqual(['toWebrtc videoCodec', 'toWebrtc audioCodec']);
    source.write(avcConfig);
    await waitFor('the picture', async () => (await flows()).join() === 'video');
  });

  test('[BR-7] what cannot be opened is tried again, with growing pauses, and no longer than it is wanted', async () => {
    const { engine, streams, bridges, flows, clock, told } = setUp();
    engine.setAvailable(false);
    const source = streams.publish(KEY, () => undefined);
    bridges.onRtmpPublished(KEY);
    source.write(aacConfig);
    for (const [count, pauseMs] of [200, 400, 800, 1600, 3200, 5000, 5000].entries()) {
      await waitFor(`try ${count + 1}`, () => told.retries === count + 1);
      clock.advance(pauseMs - 1);
      await Promise.resolve();
      expect(told.retries).toBe(count + 1);
      clock.advance(1);
    }
    await waitFor('one more', () => told.retries === 8);
    engine.setAvailable(true);
    clock.advance(5000);
    await waitFor('the sound', async () => (await flows()).join() === 'audio');
    await engine.request({ type: 'closeMember', ...KEY });
    await waitFor('its end', () => told.retries === 9);
    bridges.onRtmpEnded(KEY);
    clock.advance(10_000);
    expect(await flows()).toEqual([]);
  });

  test('[BR-61] no more bridges than may be', async () => {
    const { bridges, told, streams } = setUp({ maxBridges: 1 });
    bridges.onRtmpPublished(KEY);
    const other = { ...KEY, memberId: memberOf('ben') };
    bridges.onRtmpPublished(other);
    streams.watch(
      { ...KEY, memberId: memberOf('carl') },
      { onFrame: () => undefined, onSourceEnd: () => undefined, onEnd: () => undefined },
    );
    expect(told.refusals).toEqual(['toWebrtc tooMany', 'toLive tooMany']);
    expect(bridges.counts()).toMatchObject({ toWebrtc: 1, toLive: 0 });
  });
});

describe('to players', () => {
  /** The member sends this over WebRTC. */
  async function publish(
    world: ReturnType<typeof setUp>,
  ): Promise<(sets: readonly Uint8Array[], timestampMs: number) => void> {
    const { engine } = world;
    await engine.request({ type: 'openIngest', ...KEY, medium: 'video', ssrc: 7, mayFlow: true });
    return (sets, timestampMs) =>
      engine.feed({
        ...KEY,
        medium: 'video',
        timestampMs,
        isKeyFrame: sets.length > 0,
        bytes: writeUnits([...sets, new Uint8Array([sets.length > 0 ? 0x65 : 0x41, 3])]),
      });
  }

  test('[BR-20] the first watcher begins it, the last one ends it', async () => {
    const world = setUp();
    await publish(world);
    const { watch, bridges, open, streams } = world;
    const [stopOne, stopTwo] = [watch(), watch()];
    expect(bridges.counts()).toMatchObject({ toLive: 1 });
    await waitFor('the link', async () => (await open()).transports === 2);
    stopOne();
    expect(bridges.counts()).toMatchObject({ toLive: 1 });
    stopTwo();
    await waitFor('its end', async () => (await open()).transports === 1 && bridges.counts().ending === 0);
    expect(streams.isPublished(KEY)).toBe(false);
    streams.watch(
      { roomId: KEY.roomId, memberId: null },
      { onFrame: () => undefined, onSourceEnd: () => undefined, onEnd: () => undefined },
    );
    expect(bridges.counts()).toMatchObject({ toLive: 0 });
  });

  test('[BR-21] [BR-23] the sequence header is told first, and again when it changes', async () => {
    const world = setUp();
    const send = await publish(world);
    const { watch, played, open, clock } = world;
    watch();
    await waitFor('the link', async () => (await open()).transports === 2);
    await Promise.resolve();
    send([], 1000);
    for (const [sets, at] of [
      [SETS, 1040],
      [[], 1080],
      [SETS, 1120],
      [OTHER_SETS, 1160],
      [[], 1160.2],
    ] as const) {
      clock.advance(40);
      send(sets, at);
    }
    // Sound is configured before the first picture (BR-26).
    const pictures = (): typeof played => played.filter(({ kind }) => kind === 'video');
    await waitFor('all of it', () => pictures().length === 7);
    expect(pictures().map(({ isConfig, isKeyFrame }) => (isConfig ? 'config' : isKeyFrame ? 'key' : 'frame'))).toEqual([
      ...['config', 'key', 'frame', 'key', 'config', 'key', 'frame'],
    ]);
    const times = pictures().flatMap((frame) => (frame.isConfig ? [] : [frame.timestampMs]));
    expect(times.every((at, index) => index === 0 || at > (times[index - 1] ?? 0))).toBe(true);
    expect(times.every(Number.isInteger)).toBe(true);
  });

  test('[BR-25] another source of the stream silences it, until it is wanted again', async () => {
    const world = setUp();
    const send = await publish(world);
    const { watch, played, open, streams, bridges } = world;
    watch();
    await waitFor('the link', async () => (await open()).transports === 2);
    const other = streams.publish(KEY, () => undefined);
    send(SETS, 1000);
    await Promise.resolve();
    expect(played).toEqual([]);
    other.end();
    bridges.wanted(KEY);
    send(SETS, 1040);
    await waitFor('the picture', () => played.length === 3);
    expect(played.map(({ isConfig }) => isConfig)).toEqual([true, true, false]);
  });

  test('[BR-7] it waits for a member without media, and begins when that is told', async () => {
    const world = setUp();
    const { watch, bridges, told, open } = world;
    watch();
    await waitFor('the first try', () => told.retries === 1);
    await publish(world);
    bridges.onWebrtcPublished(KEY);
    await waitFor('the link', async () => (await open()).transports === 2);
  });

  test('[BR-24] a codec that cannot be played is told', async () => {
    const { engine, told, watch } = setUp();
    watch();
    engine.simulate({ type: 'egressRefused', ...KEY, egressId: 'x', medium: 'video' });
    await waitFor('the refusal', () => told.refusals.join() === 'toLive videoCodec');
  });

  test('[BR-20] a member that pushes over RTMP is its own source', () => {
    const { bridges, watch } = setUp();
    watch();
    expect(bridges.counts()).toMatchObject({ toLive: 1 });
    bridges.onRtmpPublished(KEY);
    expect(bridges.counts()).toMatchObject({ toLive: 0, toWebrtc: 1 });
    bridges.wanted(KEY);
    expect(bridges.counts()).toMatchObject({ toLive: 0 });
  });
});
