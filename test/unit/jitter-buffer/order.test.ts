/** Places, wraps, duplicates, late packets, other sources, jumps. */
import { describe, expect, test } from 'vitest';
import { instantMs } from '../../../src/shared/ids.ts';
import { opusPayload } from '../../support/rtp-traces.ts';
import { Feed, range, unaccounted } from './feed.ts';

const FIXED = { minDelayMs: 60, maxDelayMs: 60 };

describe('order', () => {
  test('[JB-1] overtaken packets leave in order, when they are due', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(2, 41).audio(1, 45).audio(3, 60).run(1000);
    expect(feed.heard).toEqual([0, 1, 2, 3]);
    expect(feed.seen.map(({ at }) => at)).toEqual([60, 80, 100, 120]);
    expect(feed.stats).toMatchObject({ recovered: 1, lost: 0, late: 0, played: 4 });
  });

  test.for([0, 1, 2, 3, 4, 5])('[JB-2] sequence numbers and timestamps wrap, %i packets after the start', (before) => {
    const feed = new Feed('opus', FIXED);
    const timestamp = (index: number): number => (2 ** 32 + 960 * (index - before)) % 2 ** 32;
    const order = [0, 2, 1, 3, 5, 4];
    for (const index of order) {
      const sequence = 0x10000 + index - before;
      feed.audio(index, index * 20, { sequence, timestamp: timestamp(index) });
    }
    feed.run(1000);
    expect(feed.heard).toEqual(range(0, 6));
    const steps = feed.seen.slice(1).map(({ ticks }, index) => ticks - (feed.seen[index]?.ticks ?? 0));
    expect(steps).toEqual([960, 960, 960, 960, 960]);
    expect(feed.stats).toMatchObject({ restarts: 0, clockJumps: 0, lost: 0 });
  });

  test('[JB-3] a second copy has no effect: while held, after leaving, of padding, of a late one', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(0, 1).audio(2, 40).audio(3, 60, { payload: [] }).audio(3, 61, { payload: [] });
    feed.run(110);
    feed.audio(2, 110).audio(1, 111).audio(1, 112).run(1000);
    expect(feed.heard).toEqual([0, 'gap', 2]);
    expect(feed.stats).toMatchObject({ duplicates: 4, late: 1, padding: 1, heldPackets: 0 });
    expect(unaccounted(feed.stats)).toBe(0);
  });

  test('[JB-4] what comes after its place was passed is late', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(2, 40).run(100).audio(1, 100).run(1000);
    expect(feed.heard).toEqual([0, 'gap', 2]);
    expect(feed.stats).toMatchObject({ late: 1, lost: 1, played: 2 });
  });

  test('[JB-4] so far behind that nothing is known of it, it is late as well', () => {
    const feed = new Feed('opus', { ...FIXED, maxPackets: 16 });
    for (const index of [0, ...range(2, 20)]) feed.audio(index, index * 20).pop(index * 20);
    feed.audio(4, 400).run(1000);
    expect(feed.stats).toMatchObject({ late: 0, duplicates: 1, lost: 1 });
    feed.audio(1, 410).audio(1, 411);
    expect(feed.stats).toMatchObject({ late: 2, duplicates: 1, strays: 0 });
    feed.push(415, { sequence: 119 - 511, timestamp: 0, payload: opusPayload(0) });
    expect(feed.stats).toMatchObject({ late: 3, strays: 0, heldPackets: 0 });
    feed.push(420, { sequence: 119 - 512, timestamp: 0, payload: opusPayload(0) });
    expect(feed.stats).toMatchObject({ late: 3, heldPackets: 1 });
  });

  test('[JB-5] the stream may begin before the first packet received', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(5, 100).audio(3, 101).audio(4, 102).run(1000);
    expect(feed.heard).toEqual([3, 4, 5]);
    feed.audio(2, 1001);
    expect(feed.stats).toMatchObject({ late: 1, lost: 0 });
  });

  test('[JB-5] but not by more than fits', () => {
    const feed = new Feed('opus', { ...FIXED, maxPackets: 16 });
    feed.audio(20, 0).audio(21, 0).audio(6, 0).audio(5, 0);
    expect(feed.stats).toMatchObject({ late: 1, heldPackets: 3 });
    feed.run(1000);
    expect(feed.heard[0]).toBe(6);
    expect(unaccounted(feed.stats)).toBe(0);
  });
});

describe('restarts', () => {
  test('[JB-6] a single packet from elsewhere has no effect', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(1, 20, { ssrc: 99 }).audio(1, 20).audio(2, 40, { sequence: 9000 }).audio(2, 40).run(1000);
    expect(feed.heard).toEqual([0, 1, 2]);
    expect(feed.stats).toMatchObject({ strays: 2, restarts: 0 });
    expect(unaccounted(feed.stats)).toBe(0);
  });

  test('[JB-6] two doubtful packets that do not follow each other are strays', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(0, 1, { ssrc: 99 }).audio(7, 2, { ssrc: 99 }).audio(8, 3, { ssrc: 98 });
    expect(feed.stats).toMatchObject({ strays: 2, heldPackets: 2, restarts: 0 });
    expect(unaccounted(feed.stats)).toBe(0);
  });

  test.for([
    { name: 'another source', sequence: 40_000, ssrc: 99 },
    { name: 'a jump forward', sequence: 5000, ssrc: 0x1234 },
    { name: 'a jump back', sequence: 60_000, ssrc: 0x1234 },
  ])('[JB-6] $name begins anew with its second packet; what was held leaves at once', ({ sequence, ssrc }) => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(1, 20).audio(3, 59).run(60);
    expect(feed.heard).toEqual([0]);
    const elsewhere = (index: number) => ({ sequence: sequence + index, ssrc, timestamp: 777 + index * 960 });
    feed.audio(10, 70, elsewhere(0)).pop(70);
    expect(feed.heard).toEqual([0]);
    feed.audio(11, 90, elsewhere(1)).pop(90);
    expect(feed.heard).toEqual([0, 1, 'gap', 3]);
    feed.audio(12, 110, elsewhere(2)).run(1000);
    expect(feed.heard.filter((each) => each !== 'gap')).toEqual([0, 1, 3, 10, 11, 12]);
    expect(feed.seen.at(-1)?.at).toBe(70 + 40 + 60);
    expect(feed.stats).toMatchObject({ restarts: 1, strays: 0 });
    expect(unaccounted(feed.stats)).toBe(0);
  });

  test('[JB-7] after a restart the time line goes on by the time that has passed', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(1, 20);
    for (const index of [0, 1])
      feed.audio(index, 520 + index * 20, { ssrc: 99, timestamp: 3_000_000_000 + index * 960 });
    feed.run(1000);
    const media = feed.seen.filter(({ type }) => type === 'media');
    expect(feed.seen.map(({ type }) => type)).toEqual(['media', 'media', 'gap', 'media', 'media']);
    expect(media.map(({ ticks }) => ticks)).toEqual([0, 960, 960 + 500 * 48, 960 + 520 * 48]);
  });

  test('[JB-4] packets of the source before are late only if they belong to what was passed', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(2, 40);
    for (const index of [0, 1]) feed.audio(index, 50 + index, { ssrc: 99, sequence: 103 + index });
    feed.pop(60).push(61, { ssrc: 99, sequence: 101, timestamp: 2 ** 32 - 48_000, payload: opusPayload(1) });
    expect(feed.stats).toMatchObject({ late: 1, overdue: 0 });
    expect(unaccounted(feed.stats)).toBe(0);
  });
});

describe('jumps of the sequence', () => {
  test('[JB-6] 2999 ahead is a loss, 3000 is doubtful', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(2999, 60_000).run(100_000);
    expect(feed.stats).toMatchObject({ lost: 2998, played: 2 });
    feed.audio(5999, 120_000).run(200_000);
    expect(feed.stats).toMatchObject({ played: 2, heldPackets: 1 });
  });
});

describe('clock jumps', () => {
  const at = (index: number): number => index * 20;

  test.for([
    { name: 'forward', jump: 48 * 60_000 },
    { name: 'back', jump: -48 * 60_000 },
  ])('[JB-7] a clock that jumps $name is followed at once', ({ jump }) => {
    const feed = new Feed('opus', FIXED);
    for (const index of range(0, 10)) {
      const timestamp = (48 * 100_000 + index * 960 + (index < 5 ? 0 : jump)) % 2 ** 32;
      feed.audio(index, at(index), { timestamp });
    }
    feed.run(1000);
    expect(feed.heard).toEqual(range(0, 10));
    expect(new Set(feed.seen.map(({ ticks }, index) => ticks - index * 960)).size).toBe(1);
    expect(feed.stats).toMatchObject({ clockJumps: 1, lost: 0 });
  });

  test('[JB-7] a clock that stood still is followed when it cannot be a stall any more', () => {
    const feed = new Feed('opus', FIXED);
    for (const index of range(0, 5)) feed.audio(index, at(index)).pop(at(index));
    for (const index of range(5, 60)) feed.audio(index, at(index) + 5000).pop(at(index) + 5000);
    feed.run(20_000);
    expect(feed.stats).toMatchObject({ clockJumps: 1, lost: 0, played: 60 });
    expect(feed.seen.at(-1)?.at).toBe(at(59) + 5000 + 60);
  });

  test('[JB-7] which is when it has been behind for half a second', () => {
    const feed = new Feed('opus', FIXED);
    for (const index of range(0, 5)) feed.audio(index, at(index));
    for (const index of range(5, 30)) feed.audio(index, at(index) + 5000);
    expect(feed.stats.clockJumps).toBe(0);
    feed.audio(30, at(30) + 5000);
    expect(feed.stats.clockJumps).toBe(1);
  });

  test('[JB-7] packets that were stuck for seconds are no jump', () => {
    const feed = new Feed('opus', FIXED);
    for (const index of range(0, 5)) feed.audio(index, at(index));
    for (const index of range(5, 250)) feed.audio(index, 5000 + index * 0.1);
    for (const index of range(250, 300)) feed.audio(index, at(index) + 30);
    feed.run(20_000);
    expect(feed.stats).toMatchObject({ clockJumps: 0, played: 300 });
    expect(feed.seen.at(-1)?.ticks).toBe(299 * 960);
  });

  test('[JB-1] timestamps that go back a little are not handed on', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(1, 20).audio(2, 40, { timestamp: 480 }).audio(3, 60).run(1000);
    expect(feed.heard).toEqual([0, 1, 3]);
    expect(feed.stats).toMatchObject({ skipped: 1, lost: 0 });
  });
});

describe('packets', () => {
  test('[JB-8] padding takes a place and is no frame', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0, { payload: [], paddingBytes: 20 });
    for (const index of [1, 3]) feed.audio(index, index * 20);
    feed.audio(2, 61, { payload: [] }).run(1000);
    expect(feed.heard).toEqual([1, 3]);
    expect(feed.stats).toMatchObject({ padding: 2, lost: 0, gapsOut: 0 });
  });

  test('[JB-8] the timestamp of padding means nothing', () => {
    const feed = new Feed('opus', FIXED);
    feed
      .audio(0, 0)
      .audio(1, 20, { payload: [], timestamp: 2 ** 31 })
      .audio(2, 40)
      .run(1000);
    expect(feed.seen.map(({ ticks }) => ticks)).toEqual([0, 1920]);
    expect(feed.stats.clockJumps).toBe(0);
  });

  test('[JB-8] padding may come first after a restart', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0).audio(0, 20, { ssrc: 99, payload: [] }).audio(1, 40, { ssrc: 99 }).run(1000);
    expect(feed.heard.filter((each) => each !== 'gap')).toEqual([0, 1]);
    expect(unaccounted(feed.stats)).toBe(0);
  });

  test('[JB-9] contributing sources, extensions and padding of a packet are not its payload', () => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0, { csrcs: 2 }).audio(1, 20, { extensionWords: 3 }).audio(2, 40, { paddingBytes: 9 });
    feed.audio(3, 60, { csrcs: 15, extensionWords: 2, paddingBytes: 1 }).run(1000);
    expect(feed.seen.map(({ bytes }) => bytes)).toEqual(range(0, 4).map(opusPayload));
  });

  const broken: readonly (readonly [string, readonly number[]])[] = [
    ['nothing', []],
    ['a header cut short', [0x80, 96, 0, 101, 0, 0, 3, 0xc0, 0, 0, 0x12]],
    ['another version', [0x40, 96, 0, 101, 0, 0, 3, 0xc0, 0, 0, 0x12, 0x34, 0xf8, 0]],
    ['missing sources', [0x8f, 96, 0, 101, 0, 0, 3, 0xc0, 0, 0, 0x12, 0x34, 0xf8, 0]],
    ['an extension cut short', [0x90, 96, 0, 101, 0, 0, 3, 0xc0, 0, 0, 0x12, 0x34, 0xf8, 0]],
    ['an extension beyond the end', [0x90, 96, 0, 101, 0, 0, 3, 0xc0, 0, 0, 0x12, 0x34, 0, 0, 0, 9]],
    ['more padding than bytes', [0xa0, 96, 0, 101, 0, 0, 3, 0xc0, 0, 0, 0x12, 0x34, 0xf8, 200]],
    ['padding of no bytes', [0xa0, 96, 0, 101, 0, 0, 3, 0xc0, 0, 0, 0x12, 0x34, 0xf8, 0]],
    ['Opus of 63 frames', [0x80, 96, 0, 101, 0, 0, 3, 0xc0, 0, 0, 0x12, 0x34, 0xfb, 63]],
    ['Opus without its frame count', [0x80, 96, 0, 101, 0, 0, 3, 0xc0, 0, 0, 0x12, 0x34, 0xfb]],
  ];
  test.for(broken)('[JB-9] refused: %s', ([, bytes]) => {
    const feed = new Feed('opus', FIXED);
    feed.audio(0, 0);
    feed.buffer.push(Uint8Array.from(bytes), instantMs(20));
    feed.audio(2, 40).run(1000);
    expect(feed.heard).toEqual([0, 'gap', 2]);
    expect(feed.stats).toMatchObject({ malformed: 1, lost: 1 });
  });

  test('[JB-9] refused: longer than allowed', () => {
    const feed = new Feed('opus', { ...FIXED, maxPacketBytes: 30 });
    feed.audio(0, 0).audio(1, 20, { paddingBytes: 14 }).run(1000);
    expect(feed.stats).toMatchObject({ malformed: 1, played: 1 });
  });
});
