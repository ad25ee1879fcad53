/** Which of the frames that an encoder sent have arrived at a player, and how they did. */
import type { SentFrame } from './lossy-udp-network.ts';

export interface ArrivedFrame {
  /** The stream's time. */
  readonly timestampMs: number;
  /** When it came, by the clock of `SentFrame.at`. */
  readonly at: number;
}

export interface Arrivals {
  readonly sent: number;
  readonly arrived: number;
  /**
   * Longest time of the media from one picture that arrived to the next that did, less the longest pause of the encoder in
   * it: an encoder that makes no pictures for a while is no freeze, whatever is lost beside that.
   */
  readonly freezeMs: number;
  /** By how much the longest wait of a player for a picture was longer than that of the sender. */
  readonly waitMs: number;
}

const TICKS_PER_MS = 90;
/** The stream's times are ms, and follow what sender reports say of the clock. */
const TOLERANCE_MS = 12;
/** Frames of the beginning that may have been lost. */
const MAX_LOST_FIRST = 30;

/** Finds the frames of `sent` in `arrived` by their times, whatever lies between the two clocks. */
export function compareFrames(sent: readonly SentFrame[], arrived: readonly ArrivedFrame[]): Arrivals {
  const offsets = sent
    .slice(0, MAX_LOST_FIRST)
    .map(({ ticks }) => (arrived[0]?.timestampMs ?? 0) - ticks / TICKS_PER_MS);
  const candidates = offsets.map((offsetMs) => match(sent, arrived, offsetMs));
  const pairs = candidates.reduce((best, next) => (next.length > best.length ? next : best), []);
  let freezeMs = 0;
  let waitMs = 0;
  for (const [index, { from, frame, place }] of pairs.slice(1).entries()) {
    const before = pairs[index];
    if (before === undefined) continue;
    freezeMs = Math.max(freezeMs, missingMs(sent.slice(before.place, place + 1)));
    waitMs = Math.max(waitMs, frame.at - before.frame.at - (from.at - before.from.at));
  }
  return { sent: sent.length, arrived: pairs.length, freezeMs, waitMs };
}

/** Of frames of which the first and the last have arrived: their time, less the longest step. */
function missingMs(frames: readonly SentFrame[]): number {
  const steps = frames.slice(1).map(({ ticks }, index) => ticks - (frames[index]?.ticks ?? ticks));
  return (steps.reduce((sum, step) => sum + step, 0) - Math.max(0, ...steps)) / TICKS_PER_MS;
}

interface Pair {
  readonly place: number;
  readonly from: SentFrame;
  readonly frame: ArrivedFrame;
}

function match(sent: readonly SentFrame[], arrived: readonly ArrivedFrame[], firstOffsetMs: number): readonly Pair[] {
  const pairs: Pair[] = [];
  let offsetMs = firstOffsetMs;
  let next = 0;
  for (const [place, from] of sent.entries()) {
    const expectedMs = from.ticks / TICKS_PER_MS + offsetMs;
    while (next < arrived.length && (arrived[next]?.timestampMs ?? 0) < expectedMs - TOLERANCE_MS) next += 1;
    const frame = arrived[next];
    if (frame === undefined || frame.timestampMs > expectedMs + TOLERANCE_MS) continue;
    pairs.push({ place, from, frame });
    next += 1;
    // The two clocks drift.
    offsetMs += (frame.timestampMs - expectedMs) / 4;
  }
  return pairs;
}
