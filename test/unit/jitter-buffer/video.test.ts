/** H.264 and VP8: whole frames, waiting for repairs, skipping to key frames. */
import { describe, expect, test } from 'vitest';
import { FrameBytes } from '../../../src/sfu/jitter-buffer/internal/frame-bytes.ts';
import { h264Payload } from '../../support/rtp-traces.ts';
import { Feed, range, unaccounted } from './feed.ts';

const FIXED = { minDelayMs: 60, maxDelayMs: 60 };
const PATIENT = { minDelayMs: 60, maxDelayMs: 1000 };
/** A frame with its number, as `h264Payload` makes it: 1 parameter packet and 3 fragments, or 3 fragments. */
const key = { isKey: true, parts: 4 };
const keyBytes = (index: number): number[] => {
  const body = range(1, 4).flatMap((part) => [index, part]);
  return [0, 0, 0, 2, 0x67, 1, 0, 0, 0, 2, 0x68, 1, 0, 0, 0, 7, 0x65, ...body];
};
const deltaBytes = (index: number): number[] => {
  const body = range(0, 3).flatMap((part) => [index, part]);
  return [0, 0, 0, 7, 0x61, ...body];
};

describe('frames', () => {
  test('[JB-40] STAP-A and FU-A become NAL units with lengths', () => {
    const feed = new Feed('h264', FIXED);
    feed.video(0, 0, 0, key).video(4, 1, 40).run(1000);
    expect(feed.seen).toMatchObject([
      { type: 'media', at: 60, ticks: 0, isKeyFrame: true, isAfterLoss: false, bytes: keyBytes(0) },
      { type: 'media', at: 100, ticks: 3600, isKeyFrame: false, isAfterLoss: false, bytes: deltaBytes(1) },
    ]);
    expect(feed.stats).toMatchObject({ played: 7, framesOut: 2 });
  });

  test('[JB-40] single NAL units, several in a frame', () => {
    const feed = new Feed('h264', FIXED);
    const send = (sequence: number, payload: number[], isMarked = false) =>
      feed.push(0, { sequence, timestamp: 0, payload, isMarked });
    send(0, [0x09, 0xf0]);
    send(1, [0x67, 1]);
    send(2, [0x68, 1]);
    send(3, [0x65, 1, 2]);
    send(4, [0x65, ...range(0, 200)], true).run(1000);
    expect(feed.seen[0]?.bytes).toEqual(
      [
        [0, 0, 0, 2, 0x09, 0xf0],
        [0, 0, 0, 2, 0x67, 1],
        [0, 0, 0, 2, 0x68, 1],
        [0, 0, 0, 3, 0x65, 1, 2],
        [0, 0, 0, 201, 0x65, ...range(0, 200)],
      ].flat(),
    );
  });

  test('[JB-40] large packets with long headers and padding keep their bytes', () => {
    const feed = new Feed('h264', FIXED);
    const payload = (start: number, from: number): number[] => [0x7c, start | 5, ...range(from, from + 100)];
    feed.push(0, { sequence: 0, timestamp: 0, payload: [0x67, ...range(0, 90)], csrcs: 3 });
    feed.push(0, { sequence: 1, timestamp: 0, payload: payload(0x80, 0), extensionWords: 2, paddingBytes: 50 });
    feed.push(0, { sequence: 2, timestamp: 0, payload: payload(0, 100), csrcs: 15 });
    feed.push(0, { sequence: 3, timestamp: 0, payload: payload(0x40, 0), isMarked: true, paddingBytes: 9 }).run(1000);
    const slice = [...range(0, 100), ...range(100, 200), ...range(0, 100)];
    expect(feed.seen[0]?.bytes).toEqual([0, 0, 0, 91, 0x67, ...range(0, 90), 0, 0, 1, 45, 0x65, ...slice]);
  });

  const misfits: readonly (readonly [string, readonly (readonly number[])[]])[] = [
    ['a fragment without a first one', [[0x7c, 0x05, 1]]],
    ['a last fragment missing', [[0x7c, 0x85, 1]]],
    [
      'two first fragments',
      [
        [0x7c, 0x85, 1],
        [0x7c, 0x85, 1],
      ],
    ],
    [
      'a whole unit between fragments',
      [
        [0x7c, 0x85, 1],
        [0x65, 1],
        [0x7c, 0x45, 1],
      ],
    ],
  ];
  test.for(misfits)('[JB-40] skipped: %s', ([, payloads]) => {
    const feed = new Feed('h264', FIXED);
    feed.push(0, { sequence: 99, timestamp: 0, payload: [0x67, 1] });
    for (const [index, payload] of payloads.entries()) {
      feed.push(0, { sequence: 100 + index, timestamp: 0, payload, isMarked: index === payloads.length - 1 });
    }
    feed.video(payloads.length, 1, 40, key).run(1000);
    expect(feed.seen).toMatchObject([{ ticks: 3600, isAfterLoss: true }]);
    expect(feed.stats).toMatchObject({ framesSkipped: 1, skipped: payloads.length + 1 });
  });

  test.for([
    { name: 'STAP-A with a unit beyond its end', payload: [0x78, 0, 9, 0x67] },
    { name: 'STAP-A with an empty unit', payload: [0x78, 0, 0, 0x67] },
    { name: 'STAP-A without units', payload: [0x78] },
    { name: 'FU-A without payload', payload: [0x7c, 0x85] },
    { name: 'type 0', payload: [0x60, 1] },
    { name: 'FU-B', payload: [0x7d, 0x85, 1, 1] },
  ])('[JB-9] refused: $name', ({ payload }) => {
    const feed = new Feed('h264', FIXED);
    feed.push(0, { sequence: 0, timestamp: 0, payload });
    expect(feed.stats).toMatchObject({ malformed: 1, heldPackets: 0 });
  });

  test('[JB-42] without marks a frame ends where the next one begins', () => {
    const feed = new Feed('h264', FIXED);
    feed
      .video(0, 0, 0, { ...key, isMarked: false })
      .video(4, 1, 40, { isMarked: false })
      .run(500);
    expect(feed.seen.map(({ ticks }) => ticks)).toEqual([0]);
    feed.video(7, 2, 80, { isMarked: false }).run(1000);
    expect(feed.seen.map(({ ticks }) => ticks)).toEqual([0, 3600]);
  });

  test('[JB-21] without marks the target follows the first packets of frames', () => {
    const feed = new Feed('h264', { minDelayMs: 0 });
    for (const index of range(0, 100)) {
      feed.video(index * 3, index, index * 40 + (index % 2) * 30, { isMarked: false });
    }
    expect(feed.stats.targetMs).toBe(32);
  });

  test('[JB-8] padding between and inside frames does not matter', () => {
    const feed = new Feed('h264', FIXED);
    feed.push(0, { sequence: 99, timestamp: 0, payload: [] });
    feed.video(0, 0, 0, { ...key, send: [0, 1] }).push(0, { sequence: 102, timestamp: 0, payload: [] });
    feed.push(0, { sequence: 103, timestamp: 0, payload: h264Payload(true, 2, 4, 0) });
    feed.push(0, { sequence: 104, timestamp: 0, payload: h264Payload(true, 3, 4, 0), isMarked: true });
    feed.push(10, { sequence: 105, timestamp: 0, payload: [] }).video(6, 1, 40).run(1000);
    expect(feed.seen.map(({ bytes }) => bytes)).toEqual([keyBytes(0), deltaBytes(1)]);
    expect(feed.stats).toMatchObject({ padding: 3, lost: 0 });
  });

  test('[JB-41] VP8 descriptors of every length are taken off', () => {
    const feed = new Feed('vp8', FIXED);
    const frames = [
      [
        [0x10, 0x00, 1, 2],
        [0x00, 3, 4],
      ],
      [[0x90, 0x80, 0x05, 0x01, 5]],
      [[0x90, 0x80, 0x85, 0x05, 0x01, 6]],
      [[0x90, 0xf0, 0x85, 0x05, 0x01, 0x20, 0x01, 7]],
    ];
    let sequence = 0;
    for (const [index, packets] of frames.entries()) {
      for (const [part, payload] of packets.entries()) {
        const isMarked = part === packets.length - 1;
        feed.push(index * 40, { sequence: sequence++, timestamp: index * 3600, payload, isMarked });
      }
    }
    feed.run(1000);
    expect(feed.seen.map(({ bytes }) => bytes)).toEqual([
      [0, 1, 2, 3, 4],
      [1, 5],
      [1, 6],
      [1, 7],
    ]);
    expect(feed.seen.map(({ isKeyFrame }) => isKeyFrame)).toEqual([true, false, false, false]);
  });

  test('[JB-9] VP8 without payload is refused', () => {
    const feed = new Feed('vp8', FIXED);
    feed.push(0, { sequence: 0, timestamp: 0, payload: [0x90, 0x80, 0x85, 0x05] });
    expect(feed.stats.malformed).toBe(1);
  });

  test('[JB-54] a frame has a longest length', () => {
    const bytes = new FrameBytes(8);
    expect([bytes.append32(1), bytes.appendByte(1), bytes.append(new Uint8Array(3), 0, 3)]).toEqual([true, true, true]);
    expect([bytes.append32(1), bytes.appendByte(1), bytes.append(new Uint8Array(3), 0, 3)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(bytes.end - bytes.start).toBe(8);
  });

  test('[JB-40] a frame larger than all before it keeps its bytes', () => {
    const feed = new Feed('h264', FIXED);
    const parts = 40;
    for (const part of range(0, parts)) {
      const header = [0x7c, (part === 0 ? 0x80 : part === parts - 1 ? 0x40 : 0) | 5];
      const payload = [...header, ...range(0, 1000).map((index) => (index + part) & 0xff)];
      feed.push(0, { sequence: 10 + part, timestamp: 0, payload, isMarked: part === parts - 1 });
    }
    feed.push(0, { sequence: 9, timestamp: 0, payload: [0x67, 1] }).run(1000);
    const slice = range(0, parts).flatMap((part) => range(0, 1000).map((index) => (index + part) & 0xff));
    const length = 40_001;
    expect(feed.seen[0]?.bytes.slice(6)).toEqual([0, 0, length >> 8, length & 0xff, 0x65, ...slice]);
  });
});

describe('missing packets', () => {
  test('[JB-43] one that comes before the frame is due is as if never missing', () => {
    const feed = new Feed('h264', FIXED);
    feed
      .video(0, 0, 0, key)
      .video(4, 1, 40, { send: [0, 2] })
      .video(7, 2, 80)
      .run(99);
    feed.video(4, 1, 99, { send: [1] }).run(1000);
    expect(feed.seen.map(({ at, ticks }) => [at, ticks])).toEqual([
      [60, 0],
      [100, 3600],
      [140, 7200],
    ]);
    expect(feed.asked).toEqual([]);
  });

  test('[JB-43] it is waited for as long as repairs take, first for 400 ms after the packet behind it', () => {
    const feed = new Feed('h264', { ...PATIENT, minDelayMs: 20 });
    feed.video(0, 0, 0, key).video(4, 1, 40, { send: [0, 2] });
    expect(feed.pop(40).wakeAt).toBe(40 + 400);
    feed
      .run(439)
      .video(4, 1, 439, { send: [1] })
      .run(1000);
    expect(feed.seen.map(({ ticks }) => ticks)).toEqual([0, 3600]);
    expect(feed.stats.repairMs).toBeCloseTo(399 * 2);
  });

  test('[JB-43] late repairs lengthen the waiting, waiting in vain shortens it', () => {
    const feed = new Feed('h264', PATIENT);
    feed
      .video(0, 0, 0, key)
      .video(4, 1, 40, { send: [0, 2] })
      .run(500);
    expect(feed.stats.repairMs).toBeCloseTo(175 * 2);
    feed.video(4, 1, 500, { send: [1] });
    expect(feed.stats).toMatchObject({ repairMs: 460 * 2, late: 1 });
  });

  test('[JB-43] but never beyond the longest delay', () => {
    const feed = new Feed('h264', { minDelayMs: 20, maxDelayMs: 80 });
    feed.video(0, 0, 0, key).video(4, 1, 40, { send: [0, 2] });
    expect(feed.pop(40).wakeAt).toBe(120);
  });

  test('[JB-43] nothing is given up as long as nothing later has come', () => {
    const feed = new Feed('h264', FIXED);
    feed
      .video(0, 0, 0, key)
      .video(4, 1, 40, { send: [0, 1] })
      .run(5000);
    expect(feed.stats).toMatchObject({ heldPackets: 2, framesSkipped: 0 });
    expect(feed.wakeAt).toBeNull();
  });

  test('[JB-44] then it skips to the next key frame', () => {
    const feed = new Feed('h264', FIXED);
    feed
      .video(0, 0, 0, key)
      .video(4, 1, 40, { send: [0, 2] })
      .video(7, 2, 80)
      .video(10, 3, 120, key)
      .run(1000);
    expect(feed.seen).toMatchObject([
      { at: 60, ticks: 0, isAfterLoss: false },
      { at: 180, ticks: 10_800, isKeyFrame: true, isAfterLoss: true, bytes: keyBytes(3) },
    ]);
    expect(feed.stats).toMatchObject({ lost: 1, skipped: 5, played: 8 });
    expect(unaccounted(feed.stats)).toBe(0);
  });

  test.for([
    { name: 'its first packet', send: [1, 2, 3] },
    { name: 'a middle packet', send: [0, 1, 3] },
    { name: 'its last packet', send: [0, 1, 2] },
  ])('[JB-44] a key frame without $name does not leave', ({ send }) => {
    const feed = new Feed('h264', FIXED);
    feed
      .video(0, 0, 0, { ...key, send })
      .video(4, 1, 40)
      .video(7, 2, 80, key)
      .video(11, 3, 120)
      .run(1000);
    expect(feed.seen.map(({ ticks }) => ticks)).toEqual([7200, 10_800]);
    expect(unaccounted(feed.stats)).toBe(0);
  });

  test('[JB-44] nor does what is left of one that lost its beginning on the way', () => {
    const feed = new Feed('h264', FIXED);
    feed.video(0, 0, 0, key).push(40, { sequence: 105, timestamp: 3600, payload: [0x65, 2], isMarked: true });
    feed.video(6, 2, 80, key).run(1000);
    expect(feed.seen.map(({ ticks }) => ticks)).toEqual([0, 7200]);
  });

  test('[JB-44] a key frame right behind a loss is recognised by its parameters', () => {
    const feed = new Feed('h264', FIXED);
    feed
      .video(0, 0, 0, key)
      .video(4, 1, 40, { send: [0, 1] })
      .video(7, 2, 80, key)
      .run(1000);
    expect(feed.seen.map(({ ticks }) => ticks)).toEqual([0, 7200]);
  });

  test('[JB-44] whole frames that are lost count', () => {
    const feed = new Feed('h264', FIXED);
    feed.video(0, 0, 0, key).video(7, 2, 80).video(10, 3, 120, key).run(1000);
    expect(feed.seen.map(({ ticks }) => ticks)).toEqual([0, 10_800]);
    expect(feed.stats).toMatchObject({ lost: 3, skipped: 3 });
  });

  test('[JB-45] a key frame is asked for at once, and again while frames are skipped', () => {
    const feed = new Feed('h264', FIXED);
    feed.video(0, 0, 0, key);
    for (const index of range(2, 30)) feed.video(4 + (index - 1) * 3, index, index * 40).run(index * 40);
    feed.video(4 + 29 * 3, 30, 1200, key).run(2000);
    expect(feed.asked[0]).toBe(80 + 60);
    expect(feed.asked.slice(1).map((at, index) => at - (feed.asked[index] ?? 0) >= 500)).toEqual([true, true]);
    expect(feed.stats.keyFramesWanted).toBe(3);
    expect(feed.seen.map(({ ticks }) => ticks)).toEqual([0, 30 * 3600]);
  });

  test('[JB-46] a stream joined in the middle begins with a key frame', () => {
    const feed = new Feed('h264', FIXED);
    feed
      .video(0, 0, 0, { send: [1, 2] })
      .video(3, 1, 40)
      .video(6, 2, 80, key)
      .video(10, 3, 120)
      .run(1000);
    expect(feed.seen.map(({ ticks }) => ticks)).toEqual([7200, 10_800]);
    expect(feed.asked).toEqual([0]);
  });

  test('[JB-6] a source that begins anew in the middle of a frame goes on with a key frame', () => {
    const feed = new Feed('h264', FIXED);
    feed.video(0, 0, 0, key).video(4, 1, 40, { send: [0, 1] });
    for (const [index, part] of [1, 2].entries()) {
      const payload = h264Payload(false, part, 3, 9);
      feed.push(80, { sequence: 5000 + index, timestamp: 70_000, ssrc: 99, isMarked: part === 2, payload });
    }
    for (const part of range(0, 4)) {
      const payload = h264Payload(true, part, 4, 10);
      feed.push(120, { sequence: 5002 + part, timestamp: 73_600, ssrc: 99, isMarked: part === 3, payload });
    }
    feed.run(1000);
    expect(feed.seen).toMatchObject([{ ticks: 0 }, { isKeyFrame: true, isAfterLoss: true, bytes: keyBytes(10) }]);
    expect(unaccounted(feed.stats)).toBe(0);
  });

  test('[JB-6] and directly with one that begins with its parameters', () => {
    const feed = new Feed('h264', FIXED);
    feed.video(0, 0, 0, key);
    for (const part of range(0, 4)) {
      const payload = h264Payload(true, part, 4, 7);
      feed.push(80, { sequence: 5000 + part, timestamp: 70_000, ssrc: 99, isMarked: part === 3, payload });
    }
    feed.run(1000);
    expect(feed.seen).toMatchObject([{ ticks: 0 }, { ticks: 7200, isAfterLoss: true, bytes: keyBytes(7) }]);
  });

  test('[JB-50] frames that do not fit are dropped, and a key frame is asked for', () => {
    const feed = new Feed('h264', { minDelayMs: 5000, maxDelayMs: 5000, maxPackets: 16 });
    feed.video(0, 0, 0, key);
    for (const index of range(1, 6)) feed.video(1 + index * 3, index, index * 40);
    feed.video(19, 6, 240, key).run(20_000);
    expect(feed.seen.map(({ ticks }) => ticks)).toEqual([6 * 3600]);
    expect(feed.stats).toMatchObject({ overflowed: 3, keyFramesWanted: 1 });
    expect(unaccounted(feed.stats)).toBe(0);
  });

  test('[JB-1] a frame with an older timestamp is skipped', () => {
    const feed = new Feed('h264', FIXED);
    feed.video(0, 3, 0, key).video(4, 2, 40, key).video(8, 4, 80, key).run(1000);
    expect(feed.seen.map(({ ticks }) => ticks)).toEqual([10_800, 14_400]);
  });
});
