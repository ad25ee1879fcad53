import { expect, test } from 'vitest';
import type { LiveFrame } from '../../../src/live-gateway/live-frame.ts';
import type { StreamKey } from '../../../src/live-gateway/live-ports.ts';
import { NodeLiveStreams } from '../../../src/live-gateway/live-streams.ts';
import { liveKey } from '../../support/live-admission.ts';
import { WatcherNotes } from '../../support/live-world.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const KEY = liveKey('ann');

function setUp({ maxBytes = 10_000, maxFrames = 100, gopTotalBytes = 20_000 } = {}) {
  const clock = new VirtualClock();
  const bugs: unknown[] = [];
  const streams = new NodeLiveStreams({
    clock,
    gop: { maxBytes, maxFrames },
    gopTotalBytes,
    lingerMs: 5000,
    onBug: (error) => bugs.push(error),
  });
  const demands: string[] = [];
  const name = ({ memberId }: StreamKey): string => String(memberId);
  streams.setOnDemand({
    wanted: (key) => demands.push(`wanted ${name(key)}`),
    unwanted: (key) => demands.push(`unwanted ${name(key)}`),
  });
  return { clock, streams, bugs, demands };
}

const frame = (kind: LiveFrame['kind'], timestampMs: number, more: Partial<LiveFrame> = {}): LiveFrame => ({
  kind,
  timestampMs,
  body: new Uint8Array(100),
  isConfig: false,
  isKeyFrame: false,
  ...more,
});
const key = (timestampMs: number, bytes = 100): LiveFrame =>
  frame('video', timestampMs, { isKeyFrame: true, body: new Uint8Array(bytes) });
const config = (kind: LiveFrame['kind'], timestampMs: number, fill = 0): LiveFrame =>
  frame(kind, timestampMs, { isConfig: true, body: new Uint8Array(4).fill(fill) });

test('[LG-1] time goes on over another source, an encoder that starts again, leaps and unevenness', () => {
  const { clock, streams } = setUp();
  const notes = new WatcherNotes();
  streams.watch(KEY, notes);
  const first = streams.publish(KEY, () => undefined);
  first.write(key(5000));
  first.write(frame('audio', 5030));
  first.write(frame('video', 5020));
  first.write(frame('video', 5010));
  expect(notes.take()).toEqual(['video key 5000', 'audio 5030', 'video 5020', 'video 5020']);

  const second = streams.publish(KEY, () => undefined);
  second.write(key(90_000));
  second.write(frame('audio', 90_015));
  expect(notes.take()).toEqual(['source ended', 'video key 5050', 'audio 5065']);

  // The encoder begins again; then its clock leaps an hour.
  second.write(frame('video', 0));
  second.write(frame('video', 40));
  second.write(frame('video', 3_600_000));
  expect(notes.take()).toEqual(['video 5085', 'video 5125', 'video 5145']);

  // A gap that has really passed is none.
  clock.advance(60_000);
  second.write(frame('video', 3_660_000));
  expect(notes.take()).toEqual(['video 65145']);
});

test('[LG-1] a medium that is late keeps its time, and does not push the clock', () => {
  const { clock, streams } = setUp();
  const notes = new WatcherNotes();
  streams.watch(KEY, notes);
  const source = streams.publish(KEY, () => undefined);
  source.write(key(1000));
  notes.take();
  // Sound that comes 2.5 s after its picture, from its first frame on.
  for (let ms = 3500; ms < 5000; ms += 500) {
    clock.advance(500);
    source.write(frame('video', ms));
    source.write(frame('audio', ms - 2500));
  }
  const times = ['video 3500', 'audio 1000', 'video 4000', 'audio 1500', 'video 4500', 'audio 2000'];
  expect(notes.take()).toEqual(times);
  // The encoder begins again: by its own time each medium goes on, and both together.
  source.write(frame('audio', 0));
  source.write(frame('video', 30));
  expect(notes.take()).toEqual(['audio 4520', 'video 4550']);
});

test('[LG-2] a newcomer gets script data, configurations and everything since the last key frame, and no picture before one', () => {
  const { streams } = setUp();
  const source = streams.publish(KEY, () => undefined);
  for (const one of [
    frame('metadata', 0),
    config('audio', 0),
    config('video', 0),
    key(0),
    frame('video', 40),
    key(80),
    frame('audio', 90),
    frame('video', 120),
  ])
    source.write(one);
  const early = new WatcherNotes();
  streams.watch(KEY, early);
  expect(early.take()).toEqual([
    'metadata 0',
    'audio config 80',
    'video config 80',
    'video key 80',
    'audio 90',
    'video 120',
  ]);
  source.forget();
  expect(early.take()).toEqual(['forget']);
  const late = new WatcherNotes();
  streams.watch(KEY, late);
  late.take();
  source.write(frame('video', 160));
  source.write(frame('audio', 165));
  source.write(key(200));
  source.write(frame('video', 240));
  expect(late.take()).toEqual(['audio 165', 'video key 200', 'video 240']);
  expect(early.take()).toEqual(['video 160', 'audio 165', 'video key 200', 'video 240']);
});

test('[LG-2] another picture configuration makes the cached group void', () => {
  const { streams } = setUp();
  const source = streams.publish(KEY, () => undefined);
  source.write(config('video', 0, 1));
  source.write(key(0));
  source.write(config('video', 40, 1));
  const same = new WatcherNotes();
  streams.watch(KEY, same);
  expect(same.take()).toEqual(['video config 0', 'video key 0']);
  source.write(config('video', 80, 2));
  const other = new WatcherNotes();
  streams.watch(KEY, other);
  expect(other.take()).toEqual(['video config 80']);
});

test.for([
  { what: 'frames', limits: { maxFrames: 3 } },
  { what: 'bytes', limits: { maxBytes: 350 } },
  { what: 'bytes of all streams', limits: { gopTotalBytes: 350 } },
])('[LG-3] a group with too many $what is forgotten; the next key frame begins anew', ({ limits }) => {
  const { streams } = setUp(limits);
  const source = streams.publish(KEY, () => undefined);
  source.write(key(0));
  for (const at of [40, 80]) source.write(frame('video', at));
  expect(streams.cachedBytes).toBe(300);
  source.write(frame('video', 120));
  expect(streams.cachedBytes).toBe(0);
  const notes = new WatcherNotes();
  streams.watch(KEY, notes);
  expect(notes.take()).toEqual([]);
  source.write(key(160));
  expect(streams.cachedBytes).toBe(100);
  expect(notes.take()).toEqual(['video key 160']);
  source.end();
  expect(streams.cachedBytes).toBe(0);
});

test('[LG-4] the newer publisher wins; the older one is told, and can do nothing any more', () => {
  const { streams } = setUp();
  const told: string[] = [];
  const first = streams.publish(KEY, (why) => told.push(`first ${why}`));
  const notes = new WatcherNotes();
  streams.watch(KEY, notes);
  const second = streams.publish(KEY, (why) => told.push(`second ${why}`));
  first.write(key(0));
  first.forget();
  first.end();
  second.write(key(0));
  expect(told).toEqual(['first replaced']);
  expect(notes.take()).toEqual(['source ended', 'video key 0']);
  expect(streams.isPublished(KEY)).toBe(true);
  second.end();
  expect(notes.take()).toEqual(['source ended']);
  expect(streams.isPublished(KEY)).toBe(false);
});

test('[LG-4] a watcher that goes when it hears of the replacement takes nothing with it', () => {
  const { streams } = setUp();
  streams.publish(KEY, () => undefined);
  const stop = streams.watch(KEY, {
    onFrame: () => undefined,
    onSourceEnd: () => stop(),
    onEnd: () => undefined,
  });
  const second = streams.publish(KEY, () => undefined);
  const notes = new WatcherNotes();
  streams.watch(KEY, notes);
  second.write(key(0));
  expect(notes.take()).toEqual(['video key 0']);
});

test('[LG-5] a stream nobody publishes is asked for by its first watcher, and lingers after its last', () => {
  const { clock, streams, demands } = setUp();
  const stops = [1, 2].map(() => streams.watch(KEY, new WatcherNotes()));
  expect(demands).toEqual(['wanted ann']);
  const source = streams.publish(KEY, () => undefined);
  stops[0]?.();
  stops[1]?.();
  stops[1]?.();
  clock.advance(4999);
  expect(demands).toEqual(['wanted ann']);
  const again = streams.watch(KEY, new WatcherNotes());
  clock.advance(10_000);
  expect(demands).toEqual(['wanted ann']);
  again();
  clock.advance(5000);
  expect(demands).toEqual(['wanted ann', 'unwanted ann']);
  source.end();
  expect(streams.size).toBe(0);
  expect(clock.pending).toBe(0);
});

test('[LG-5] a published stream is not asked for; one whose source ended is, again after a pause', () => {
  const { clock, streams, demands } = setUp();
  const pushed = streams.publish(KEY, () => undefined);
  streams.watch(KEY, new WatcherNotes());
  expect(demands).toEqual([]);
  pushed.end();
  expect(demands).toEqual(['wanted ann']);
  const made = streams.publish(KEY, () => undefined);
  made.end();
  expect(demands).toEqual(['wanted ann']);
  clock.advance(500);
  expect(demands).toEqual(['wanted ann', 'wanted ann']);
  clock.advance(60_000);
  expect(demands).toHaveLength(2);
});

test('[LG-6] closing a stream ends its source, its watchers and what was asked for; nothing is left', () => {
  const { clock, streams, demands } = setUp();
  const notes = new WatcherNotes();
  streams.watch(KEY, notes);
  const told: string[] = [];
  const source = streams.publish(KEY, (why) => told.push(why));
  source.write(key(0));
  notes.take();
  streams.close(KEY, 'memberGone');
  source.write(key(40));
  source.end();
  expect(told).toEqual(['memberGone']);
  expect(notes.take()).toEqual(['ended memberGone']);
  expect(demands).toEqual(['wanted ann', 'unwanted ann']);
  expect([streams.size, streams.cachedBytes, clock.pending]).toEqual([0, 0, 0]);
});

test('[LG-7] a watcher that throws is dropped and reported; the others see everything', () => {
  const { streams, bugs } = setUp();
  const source = streams.publish(KEY, () => undefined);
  const broken = new Error('broken');
  streams.watch(KEY, {
    onFrame: () => {
      throw broken;
    },
    onSourceEnd: () => undefined,
    onEnd: () => undefined,
  });
  const notes = new WatcherNotes();
  streams.watch(KEY, notes);
  source.write(key(0));
  source.write(frame('video', 40));
  expect(notes.take()).toEqual(['video key 0', 'video 40']);
  expect(bugs).toEqual([broken]);
});
