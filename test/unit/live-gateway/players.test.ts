import { expect, test } from 'vitest';
import { FlvPlayers, type FlvSink } from '../../../src/live-gateway/flv-players.ts';
import { AddressCounts } from '../../../src/live-gateway/internal/address-counts.ts';
import type { LiveFrame } from '../../../src/live-gateway/live-frame.ts';
import type { LiveEnd } from '../../../src/live-gateway/live-ports.ts';
import type { LivePlayer } from '../../../src/live-gateway/players/broadcast.ts';
import { flvFormat } from '../../../src/live-gateway/players/flv-format.ts';
import { FlvReader } from '../../support/flv-reader.ts';
import { liveKey } from '../../support/live-admission.ts';
import { BROADCAST_LIMITS, LiveWorld } from '../../support/live-world.ts';
import { AAC_CONFIG, AVC_CONFIG, aacFrame, avcFrame } from '../../support/rtmp-bytes.ts';

const KEY = liveKey('ann');

const picture = (timestampMs: number, isKeyFrame = false, bytes = 500): LiveFrame => ({
  kind: 'video',
  timestampMs,
  body: avcFrame(isKeyFrame, new Uint8Array(bytes)),
  isConfig: false,
  isKeyFrame,
});
const sound = (timestampMs: number): LiveFrame => ({
  kind: 'audio',
  timestampMs,
  body: aacFrame(),
  isConfig: false,
  isKeyFrame: false,
});
const config = (kind: 'audio' | 'video'): LiveFrame => ({
  kind,
  timestampMs: 0,
  body: kind === 'audio' ? AAC_CONFIG : AVC_CONFIG,
  isConfig: true,
  isKeyFrame: false,
});

/** A player that reads at once, unless it is told to stick. */
class Player {
  readonly flv = new FlvReader();
  readonly writes: Uint8Array[] = [];
  readonly ends: LiveEnd[] = [];
  isStuck = false;
  readonly #player: LivePlayer;

  constructor(world: LiveWorld) {
    const sink = {
      write: (bytes: Uint8Array): boolean => {
        this.writes.push(bytes);
        this.flv.push(bytes);
        return !this.isStuck;
      },
    };
    this.#player = world.broadcasts.add(KEY, flvFormat, sink, (why) => this.ends.push(why));
  }

  read(): void {
    this.isStuck = false;
    this.#player.drained();
  }

  close(): void {
    this.#player.close();
  }

  /** What came since the last call. */
  take(): string[] {
    return this.flv.tags.splice(0).map(({ type, timestampMs, body }) => {
      const what = body[1] === 0 ? ' config' : type === 'video' && body[0] === 0x17 ? ' key' : '';
      return `${type}${what} ${timestampMs}`;
    });
  }
}

function publishing(world: LiveWorld, ...frames: readonly LiveFrame[]) {
  const source = world.streams.publish(KEY, () => undefined);
  for (const one of frames) source.write(one);
  return source;
}

test('[LG-40] a player begins at a key frame: header, configurations in time, then what is cached, then what comes', () => {
  const world = new LiveWorld();
  const source = publishing(
    world,
    config('video'),
    config('audio'),
    picture(0, true),
    picture(2000, true),
    sound(2010),
  );
  const first = new Player(world);
  expect([first.flv.hasAudio, first.flv.hasVideo]).toEqual([true, true]);
  world.clock.endTurn();
  expect(first.take()).toEqual(['audio config 2000', 'video config 2000', 'video key 2000', 'audio 2010']);
  source.write(picture(2040));
  const second = new Player(world);
  expect(second.take()).toEqual([
    'audio config 2000',
    'video config 2000',
    'video key 2000',
    'audio 2010',
    'video 2040',
  ]);
  expect(first.take()).toEqual(['video 2040']);
  source.write(sound(2050));
  world.clock.endTurn();
  expect([first.take(), second.take()]).toEqual([['audio 2050'], ['audio 2050']]);
});

test.for([
  { has: 'audio' as const, frames: [config('audio'), sound(0)], flags: [true, false] },
  { has: 'video' as const, frames: [config('video'), picture(0, true)], flags: [false, true] },
])('[LG-40] a stream of $has alone says so, after a moment in which the other could come', ({ frames, flags }) => {
  const world = new LiveWorld();
  const player = new Player(world);
  publishing(world, ...frames);
  world.clock.advance(299);
  expect(player.writes).toEqual([]);
  world.clock.advance(1);
  expect([player.flv.hasAudio, player.flv.hasVideo]).toEqual(flags);
});

test('[LG-40] without a cached group, sound comes at once and pictures from the next key frame', () => {
  const world = new LiveWorld({ gop: { maxBytes: 0, maxFrames: 0 }, limits: { ...BROADCAST_LIMITS, gopMaxBytes: 0 } });
  const source = publishing(world, config('video'), config('audio'), picture(0, true));
  const player = new Player(world);
  const write = (frame: LiveFrame): void => {
    source.write(frame);
    world.clock.endTurn();
  };
  for (const frame of [sound(10), picture(40), sound(50), picture(80, true), picture(120)]) write(frame);
  expect(player.take().slice(2)).toEqual(['audio 10', 'audio 50', 'video key 80', 'video 120']);
});

test('[LG-9] a mute hides the cached group from newcomers of a stream that others watch', () => {
  const world = new LiveWorld();
  const source = publishing(world, config('video'), config('audio'), picture(0, true), picture(40));
  new Player(world);
  world.clock.endTurn();
  source.forget();
  const late = new Player(world);
  expect(late.take()).toEqual(['audio config 40', 'video config 40']);
  expect(world.streams.cachedBytes + world.broadcasts.cachedBytes).toBe(0);
});

test('[LG-41] frames of few players leave at once; of many, together, and in the same bytes', () => {
  const world = new LiveWorld();
  const source = publishing(world, config('video'), config('audio'), picture(0, true));
  const few = new Player(world);
  source.write(sound(10));
  world.clock.endTurn();
  expect(few.take().at(-1)).toBe('audio 10');

  const many = [few, ...Array.from({ length: 99 }, () => new Player(world))];
  world.clock.endTurn();
  for (const player of many) player.writes.splice(0);
  for (const at of [20, 40, 60]) source.write(sound(at));
  world.clock.advance(89);
  expect(many.map(({ writes }) => writes.length)).toEqual(many.map(() => 0));
  world.clock.advance(1);
  expect(many.map(({ writes }) => writes.length)).toEqual(many.map(() => 1));
  expect(new Set(many.map(({ writes }) => writes[0])).size).toBe(1);

  // A key frame does not wait, nor does what was waiting.
  source.write(sound(70));
  source.write(picture(80, true));
  world.clock.endTurn();
  expect(few.take().slice(-2)).toEqual(['audio 70', 'video key 80']);
});

test('[LG-42] a slow player loses what waits beyond the limit, goes on at a key frame, and costs no more than the limit', () => {
  const world = new LiveWorld();
  const source = publishing(world, config('video'), config('audio'), picture(0, true));
  const slow = new Player(world);
  const fast = new Player(world);
  slow.isStuck = true;
  const write = (frame: LiveFrame): void => {
    source.write(frame);
    world.clock.advance(10);
  };
  for (let at = 40; at < 4000; at += 40) write(picture(at, false, 1000));
  expect(world.notes.skips).toBe(1);
  expect(fast.take().length).toBeGreaterThan(90);
  slow.take();
  slow.read();
  expect(slow.take()).toEqual([]);
  write(picture(4000));
  expect(slow.take()).toEqual([]);
  for (const frame of [picture(4040, true), picture(4080)]) write(frame);
  // Configurations may have changed while it was not listening.
  expect(slow.take()).toEqual(['audio config 4040', 'video config 4040', 'video key 4040', 'video 4080']);
});

test('[LG-42] what waits within the limit comes, in order', () => {
  const world = new LiveWorld();
  const source = publishing(world, config('video'), config('audio'), picture(0, true));
  const player = new Player(world);
  player.isStuck = true;
  for (const at of [40, 80, 120]) {
    source.write(picture(at));
    world.clock.endTurn();
  }
  player.take();
  player.read();
  expect(player.take()).toEqual(['video 80', 'video 120']);
  expect(world.notes.skips).toBe(0);
});

test('[LG-43] a player that reads nothing is closed', () => {
  const world = new LiveWorld();
  const source = publishing(world, config('video'), config('audio'), picture(0, true));
  const stuck = new Player(world);
  const other = new Player(world);
  stuck.isStuck = true;
  for (let at = 1; at < 120; at += 1) {
    source.write(at % 10 === 0 ? picture(at * 100, true) : picture(at * 100));
    world.clock.advance(100);
  }
  expect([stuck.ends, other.ends]).toEqual([['tooSlow'], []]);
  expect(world.broadcasts.playerCount).toBe(1);
});

test('[LG-44] players wait for a source so long and no longer, each from its own beginning', () => {
  const world = new LiveWorld();
  const first = new Player(world);
  world.clock.advance(15_000);
  const second = new Player(world);
  world.clock.advance(15_000);
  expect([first.ends, second.ends]).toEqual([[], []]);
  const source = publishing(world, config('video'), config('audio'), picture(0, true));
  world.clock.advance(60_000);
  expect(first.ends).toEqual([]);
  source.end();
  world.clock.advance(19_999);
  expect(first.ends).toEqual([]);
  world.clock.advance(1);
  expect([first.ends, second.ends]).toEqual([['sourceEnded'], ['sourceEnded']]);
  expect(world.left).toEqual({ streams: 0, broadcasts: 0, cached: 0, timers: 0 });
});

test('[LG-4] players stay over a change of publishers, and go on at its first key frame', () => {
  const world = new LiveWorld();
  publishing(world, config('video'), config('audio'), picture(0, true), picture(40));
  const player = new Player(world);
  world.clock.endTurn();
  player.take();
  publishing(world, config('video'), config('audio'), picture(0), picture(40, true));
  world.clock.advance(100);
  expect(player.take()).toEqual(['video config 60', 'audio config 60', 'video key 100']);
  expect(player.ends).toEqual([]);
});

test('[LG-6] the end of a stream ends its players, and nothing is left', () => {
  const world = new LiveWorld();
  publishing(world, config('video'), config('audio'), picture(0, true));
  const player = new Player(world);
  world.streams.close(KEY, 'memberGone');
  player.close();
  expect(player.ends).toEqual(['memberGone']);
  expect(world.left).toEqual({ streams: 0, broadcasts: 0, cached: 0, timers: 0 });
});

test('[LG-40] FLV carries times of more than 24 and more than 32 bits', () => {
  for (const timestampMs of [0, 2 ** 24 + 5, 2 ** 31 + 5, 2 ** 32 - 1, 2 ** 32 + 9]) {
    const frame = picture(timestampMs);
    const bytes = Buffer.alloc(flvFormat.frameBytes(frame));
    expect(flvFormat.writeFrame(frame, bytes, 0)).toBe(bytes.length);
    const flv = new FlvReader();
    flv.push(flvFormat.opening({ audio: false, video: true }));
    flv.push(bytes);
    expect(flv.tags.map((tag) => [tag.timestampMs, tag.body.length])).toEqual([
      [timestampMs % 2 ** 32, frame.body.length],
    ]);
  }
});

test('[LG-29] so many in all, so many from one address', () => {
  const counts = new AddressCounts(3, 2);
  expect([counts.add('a'), counts.add('a'), counts.add('a')]).toEqual([true, true, false]);
  expect([counts.add('b'), counts.add('c')]).toEqual([true, false]);
  counts.remove('a');
  expect([counts.add('c'), counts.count]).toEqual([true, 3]);
});

test('[LG-29] players of FLV beyond the limit are turned away; who goes or is refused makes room', () => {
  const world = new LiveWorld();
  const { admission, broadcasts, notes } = world;
  const players = new FlvPlayers({ admission, broadcasts, observer: notes, maxPlayers: 1, maxPlayersPerAddress: 1 });
  expect(players.open('/live/refuse.flv', 'http-flv', 'a')).toBe('refused');
  const cancelled = players.open('/live/ann.flv', 'http-flv', 'a');
  if (typeof cancelled === 'string') throw new Error(cancelled);
  expect(players.open('/live/ann.flv', 'ws-flv', 'b')).toBe('tooMany');
  cancelled.cancel();
  const opening = players.open('/live/ann.flv', 'ws-flv', 'b');
  if (typeof opening === 'string') throw new Error(opening);
  const closes: string[] = [];
  const sink: FlvSink = { write: () => true, close: () => closes.push('closed') };
  const connection = opening.start(sink);
  admission.playbacks[1]?.peer.end('memberGone');
  connection.closed();
  connection.drained();
  expect(closes).toEqual(['closed']);
  expect(players.count).toBe(0);
  expect(admission.playbacks.map(({ endCount }) => endCount)).toEqual([1, 1]);
  expect(notes.lines).toEqual([
    'turned away http-flv refused',
    'turned away ws-flv tooMany',
    'begun player ws-flv',
    'ended player ws-flv memberGone',
  ]);
});
