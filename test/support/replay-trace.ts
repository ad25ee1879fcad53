/** Runs a trace through a jitter buffer in virtual time: packets when they arrive, `pop` whenever it asked to be woken. */

import type { JitterBuffer } from '../../src/sfu/jitter-buffer/jitter-buffer.ts';
import type { JitterFrame } from '../../src/sfu/jitter-buffer/jitter-buffer-types.ts';
import { instantMs } from '../../src/shared/ids.ts';

export interface Replayed {
  readonly bytes: Uint8Array;
  readonly at: number;
}

export interface ReplayEvents {
  /** The frame is valid during the call only. */
  readonly onFrame: (frame: JitterFrame, at: number) => void;
  readonly onKeyFrameWanted?: (at: number) => void;
}

/** Pops all that is due until nothing is; the instant to come back, infinite when only a packet can help. */
export function drain(buffer: JitterBuffer, at: number, events: ReplayEvents): number {
  for (;;) {
    const { frame, wakeAt, isKeyFrameWanted } = buffer.pop(instantMs(at));
    if (isKeyFrameWanted) events.onKeyFrameWanted?.(at);
    if (frame === null) return wakeAt ?? Number.POSITIVE_INFINITY;
    events.onFrame(frame, at);
  }
}

/** @param untilMs how long after the last packet it goes on */
export function replay(buffer: JitterBuffer, trace: Iterable<Replayed>, events: ReplayEvents, untilMs = 20_000): void {
  let wakeAt = Number.POSITIVE_INFINITY;
  let lastAt = 0;
  const wakeUntil = (at: number): void => {
    while (wakeAt <= at) wakeAt = drain(buffer, wakeAt, events);
  };
  for (const { bytes, at } of trace) {
    wakeUntil(at);
    buffer.push(bytes, instantMs(at));
    wakeAt = drain(buffer, at, events);
    lastAt = at;
  }
  wakeUntil(lastAt + untilMs);
}
