import { describe, expect, test } from 'vitest';
import type { SoundFrame } from '../../../../src/live-gateway/bridges/audio-transcoder.ts';
import { GopReplay } from '../../../../src/live-gateway/bridges/internal/gop-replay.ts';
import { SampleTimeline } from '../../../../src/live-gateway/bridges/internal/sample-timeline.ts';
import { SilenceFiller } from '../../../../src/live-gateway/bridges/internal/silence-filler.ts';

const AAC_MS = (1024 / 44_100) * 1000;

describe('[BR-8] times by samples', () => {
  test('rounded timestamps come out exact', () => {
    const timeline = new SampleTimeline();
    for (let index = 0; index < 1000; index += 1) timeline.note(Math.round(5000 + index * AAC_MS), AAC_MS);
    for (let index = 0; index < 1000; index += 1) {
      expect(timeline.timeOf(index * 20)).toBeCloseTo(5000 + index * 20, 6);
    }
  });

  test('a gap moves what follows it, and only that', () => {
    const timeline = new SampleTimeline();
    for (let index = 0; index < 10; index += 1) timeline.note(index * 20, 20);
    for (let index = 10; index < 20; index += 1) timeline.note(index * 20 + 500, 20);
    expect(timeline.timeOf(199)).toBeCloseTo(199);
    expect(timeline.timeOf(200)).toBeCloseTo(700);
    expect(timeline.timeOf(390)).toBeCloseTo(890);
  });

  test('two clocks that drift apart are brought together in steps', () => {
    const timeline = new SampleTimeline();
    let worst = 0;
    for (let index = 0; index < 20_000; index += 1) {
      const sent = index * 20 * 1.0002;
      timeline.note(sent, 20);
      worst = Math.max(worst, Math.abs((timeline.timeOf(index * 20) ?? Number.NaN) - sent));
    }
    expect(worst).toBeLessThan(12);
  });

  test('nothing is known before there was input, nor after a reset', () => {
    const timeline = new SampleTimeline();
    expect(timeline.timeOf(0)).toBeUndefined();
    timeline.note(100, 20);
    expect(timeline.timeOf(-5)).toBe(95);
    timeline.reset();
    expect(timeline.timeOf(0)).toBeUndefined();
    expect(timeline.positionMs).toBe(0);
  });
});

describe('[BR-22] silence', () => {
  function filler() {
    const written: SoundFrame[] = [];
    const silence = new SilenceFiller((frame) => written.push(frame));
    const sound = (timestampMs: number, streamMs = timestampMs): void =>
      silence.sound({ bytes: new Uint8Array([1]), timestampMs, durationMs: 20 }, streamMs);
    const isWithoutHoles = (): boolean =>
      written.every(({ timestampMs }, index) => {
        const before = written[index - 1];
        return before === undefined || Math.abs(timestampMs - before.timestampMs - before.durationMs) <= 10;
      });
    const sounds = (): readonly number[] =>
      written.flatMap((frame) => (frame.bytes[0] === 1 ? [frame.timestampMs] : []));
    return { silence, sound, written, isWithoutHoles, sounds };
  }

  test('fills holes, exactly', () => {
    const { sound, written, isWithoutHoles } = filler();
    sound(0);
    sound(20);
    sound(97.5);
    expect(written.map(({ durationMs }) => durationMs)).toEqual([20, 20, 20, 20, 10, 5, 2.5, 20]);
    expect(isWithoutHoles()).toBe(true);
  });

  test('follows the clock while there is no sound, from the first moment on', () => {
    const { silence, written, isWithoutHoles } = filler();
    for (let at = 1000; at <= 3000; at += 60) silence.passed(at);
    expect(isWithoutHoles()).toBe(true);
    const last = written.at(-1)?.timestampMs ?? 0;
    expect(last).toBeGreaterThan(2800);
    expect(last).toBeLessThan(3000);
  });

  test('leaves room for sound that always comes late', () => {
    const { silence, sound, sounds } = filler();
    // 400 ms behind the picture, as after a transcoder.
    for (let at = 0; at < 6000; at += 20) {
      silence.passed(at);
      if (at >= 400) sound(at - 400, at);
    }
    expect(sounds().filter((at) => at > 1500).length).toBeGreaterThan(190);
  });

  test('what overlaps is dropped, a jump is followed', () => {
    const { sound, sounds } = filler();
    for (const at of [0, 20, 5, 40, 60_000, 60_020, 100]) sound(at);
    expect(sounds()).toEqual([0, 20, 40, 60_000, 60_020, 100]);
  });
});

describe('replay of a group of pictures', () => {
  const frame = (timestampMs: number, isKeyFrame = false, size = 100) => ({
    timestampMs,
    isKeyFrame,
    bytes: new Uint8Array(size),
  });

  test('[BR-5] the group comes again, between the last frame and the next', () => {
    const gop = new GopReplay();
    for (const [index, isKey] of [true, false, false, true, false, false, false].entries())
      gop.push(frame(index * 40, isKey));
    expect(gop.delayMs(0)).toBeUndefined();
    gop.push(frame(1000, true));
    for (let index = 1; index <= 3; index += 1) gop.push(frame(1000 + index * 40));
    expect(gop.delayMs(0)).toBe(0);
    const replayed = gop.replay(0);
    expect(replayed.map(({ isKeyFrame }) => isKeyFrame)).toEqual([true, false, false, false]);
    const times = replayed.map(({ timestampMs }) => timestampMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(1120);
    expect(times.at(-1)).toBeLessThan(1160);
  });

  test('[BR-5] without a key frame, in a group too long or too large, and when the next is due, it is waited for', () => {
    const long = new GopReplay();
    long.push(frame(0));
    expect(long.delayMs(0)).toBeUndefined();
    expect(long.replay(0)).toEqual([]);
    long.push(frame(40, true));
    for (let index = 1; index <= 300; index += 1) long.push(frame(40 + index * 40));
    expect(long.delayMs(0)).toBeUndefined();
    expect(long.replay(0)).toEqual([]);
    const large = new GopReplay();
    large.push(frame(0, true, 600_000));
    expect(large.delayMs(0)).toBe(0);
    large.push(frame(40, false, 600_000));
    expect(large.delayMs(0)).toBeUndefined();
    const regular = new GopReplay();
    for (let at = 0; at < 2800; at += 100) regular.push(frame(at, at % 1000 === 0));
    expect(regular.delayMs(0)).toBeUndefined();
    const early = new GopReplay();
    for (let at = 0; at < 2300; at += 100) early.push(frame(at, at % 1000 === 0));
    expect(early.delayMs(0)).toBe(0);
    early.reset();
    expect(early.delayMs(0)).toBeUndefined();
  });

  test('[BR-6] replays have pauses, and there are few a minute', () => {
    const gop = new GopReplay();
    gop.push(frame(0, true));
    gop.push(frame(40));
    gop.replay(10_000);
    expect(gop.delayMs(10_100)).toBe(600);
    for (let count = 1; count < 12; count += 1) gop.replay(10_000 + count * 1000);
    expect(gop.delayMs(30_000)).toBe(40_000);
    expect(gop.delayMs(70_000)).toBe(0);
  });
});
