/** A mixed stream whose programs do not run: how often they are begun, and what is told of it. */
import { expect, test } from 'vitest';
import type { MediaProgram, MediaProgramOptions } from '../../../src/live-gateway/media-program.ts';
import { RetryPause } from '../../../src/live-gateway/mixing/retry-pause.ts';
import { RoomMixer } from '../../../src/live-gateway/mixing/room-mixer.ts';
import { MemoryLiveStreams } from '../../support/memory-live-streams.ts';
import { asMember, asRoom } from '../../support/rooms.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const KEY = { roomId: asRoom('r'), memberId: asMember('ann') };
const MINUTE_MS = 60_000;

/** A mixer of a member that sends pictures, with programs that end as told: at once, or when the test says. */
function mixerOf(dies: 'at once' | 'when told') {
  const clock = new VirtualClock();
  const streams = new MemoryLiveStreams();
  const begun: { readonly kind: 'encoder' | 'decoder'; readonly at: number; readonly end: () => void }[] = [];
  const told: string[] = [];
  const run = ({ args, onExit }: MediaProgramOptions): MediaProgram => {
    const kind = args.includes('libx264') ? 'encoder' : 'decoder';
    let isOver = false;
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      onExit('spawn ffmpeg ENOENT');
    };
    begun.push({ kind, at: clock.now(), end });
    if (dies === 'at once') clock.turnEnd(end);
    return {
      pid: undefined,
      write: () => false,
      finish: async () => undefined,
      close: () => {
        isOver = true;
      },
    };
  };
  const mixer = new RoomMixer({
    clock,
    streams,
    roomId: KEY.roomId,
    run,
    format: { canvas: { width: 64, height: 64 }, fps: 1, videoKbps: 100, audioKbps: 32 },
    members: () => [{ memberId: KEY.memberId, video: true, audio: false }],
    maxMembers: 4,
    onFault: (what, _, isRepeated) => told.push(isRepeated ? 'again' : what),
  });
  const source = streams.publish(KEY, () => undefined);
  const picture = (body: Buffer, isConfig: boolean): void =>
    source.write({ kind: 'video', timestampMs: clock.now(), isKeyFrame: true, isConfig, body });
  const pass = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += 500) {
      clock.advance(500);
      picture(Buffer.from([0x17, 1, 0, 0, 0]), false);
      clock.endTurn();
    }
  };
  mixer.start();
  picture(Buffer.from([0x17, 0, 0, 0, 0]), true);
  const gapsOf = (kind: 'encoder' | 'decoder'): number[] => {
    const times = begun.filter((one) => one.kind === kind).map(({ at }) => at);
    return times.slice(1).map((at, index) => at - (times[index] ?? 0));
  };
  return { clock, mixer, begun, told, pass, gapsOf };
}

test('[MX-14] programs that cannot run are begun ever more seldom, and told of once', () => {
  const { mixer, told, pass, gapsOf, begun } = mixerOf('at once');
  pass(10 * MINUTE_MS);
  const encoders = gapsOf('encoder');
  expect(encoders.slice(0, 6)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000]);
  expect(new Set(encoders.slice(6))).toEqual(new Set([MINUTE_MS]));
  expect(encoders.length).toBeLessThan(20);
  const decoders = gapsOf('decoder');
  expect(decoders.every((gap, index) => gap >= Math.min(MINUTE_MS, 2000 * 2 ** index))).toBe(true);
  expect(decoders.length).toBeGreaterThan(3);
  expect(told.filter((what) => what !== 'again').toSorted()).toEqual([
    'encoder of a mixed stream',
    'video decoder of a mixed stream',
  ]);
  // Each end is told, for the metric.
  expect(told).toHaveLength(begun.length);
  mixer.close();
  const count = begun.length;
  pass(5 * MINUTE_MS);
  expect(begun).toHaveLength(count);
});

test('[MX-14] one that ran for a while is begun again after a second, and told of', () => {
  const { mixer, told, pass, begun } = mixerOf('when told');
  for (let time = 0; time < 3; time += 1) {
    pass(20_000);
    begun.findLast(({ kind }) => kind === 'encoder')?.end();
    const count = begun.length;
    pass(1000);
    expect(begun.length).toBe(count + 1);
  }
  expect(told).toEqual(['encoder', 'encoder', 'encoder'].map((kind) => `${kind} of a mixed stream`));
  mixer.close();
});

test('[MX-14] the pause stays within a minute, however often', () => {
  const clock = new VirtualClock();
  const pause = new RetryPause(clock, 1000);
  for (let time = 0; time < 5000; time += 1) {
    pause.begin();
    pause.end();
  }
  pause.begin();
  expect(pause.end()).toEqual({ pauseMs: MINUTE_MS, isRepeated: true });
});
