import { describe, expect, test } from 'vitest';
import { FrameBacklog, FrameGate } from '../../../src/sfu/internal/frame-backlog.ts';

/** More than the bound in one frame. */
const MUCH = 20_000;

describe('[SF-83] frames for a thread that takes none', () => {
  test('video goes on with a key frame when half of what waited has been taken', () => {
    const backlog = new FrameBacklog(10_000);
    const gate = new FrameGate(backlog, 'video');
    expect(gate.pass(false)).toBe(true);
    backlog.gave(6000);
    backlog.gave(6000);
    expect([gate.pass(false), gate.pass(true)]).toEqual([false, false]);
    expect(gate.wantsKeyFrame(0)).toBe(false);
    backlog.taken(6000);
    // Not full any more, and not worth beginning yet.
    expect([backlog.isFull, gate.pass(true)]).toEqual([false, false]);
    backlog.taken(6000);
    expect([gate.pass(false), gate.wantsKeyFrame(0), gate.wantsKeyFrame(999), gate.wantsKeyFrame(1000)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect([gate.pass(true), gate.pass(false)]).toEqual([true, true]);
    expect([gate.dropped, gate.wantsKeyFrame(5000)]).toEqual([4, false]);
  });

  test('audio goes on with the next frame, and asks for nothing', () => {
    const backlog = new FrameBacklog(10_000);
    const gate = new FrameGate(backlog, 'audio');
    backlog.gave(MUCH);
    expect([gate.pass(false), gate.wantsKeyFrame(0)]).toEqual([false, false]);
    backlog.taken(MUCH);
    expect([gate.pass(false), gate.dropped]).toEqual([true, 1]);
  });

  test('empty frames count as well', () => {
    const backlog = new FrameBacklog(10_000);
    for (let count = 0; count < 30; count += 1) backlog.gave(0);
    expect(backlog.isFull).toBe(true);
  });
});
