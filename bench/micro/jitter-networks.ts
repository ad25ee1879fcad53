/** The networks that the jitter buffer is measured on, and what buffers make of them. */
import { JitterBuffer } from '../../src/sfu/jitter-buffer/jitter-buffer.ts';
import type { JitterBufferOptions } from '../../src/sfu/jitter-buffer/jitter-buffer-types.ts';
import { replay } from '../../test/support/replay-trace.ts';
import {
  CALM,
  defaultTrace,
  leastDelayMs,
  makeTrace,
  type TraceOptions,
  type TracePacket,
  type TracePhase,
} from '../../test/support/rtp-traces.ts';
import { recordedOpus } from '../traces/recorded.ts';
import type { Point } from './jitter-rivals.ts';

/** The share of late packets at which buffers are compared. */
export const LATE_GOAL = 0.01;

const BAD = { lastsMs: 8000, jitterMs: 12, stallEveryMs: 1500, stallMs: 160 };
const AUDIO: TraceOptions = { ...defaultTrace('audio', 7), frames: 0 };
const GILBERT = { enter: 0.01, leave: 0.25, bad: 0.5, good: 0.001 };
const TRACES: Readonly<Record<string, TraceOptions>> = {
  'calm, then bad for 8 s a minute': { ...AUDIO, phases: [{ ...CALM, lastsMs: 52_000 }, BAD] },
  'calm with rare stalls': { ...AUDIO, phases: [{ ...CALM, stallEveryMs: 10_000, stallMs: 150 }] },
  'drift +200 ppm': { ...AUDIO, driftPpm: 200 },
  'drift -200 ppm': { ...AUDIO, driftPpm: -200 },
  'burst loss, repaired in 80 ms': { ...AUDIO, loss: GILBERT, retransmitAfterMs: 80 },
  'burst loss, not repaired': { ...AUDIO, loss: GILBERT },
  'even jitter of 20 ms': { ...AUDIO, phases: [{ ...CALM, jitterMs: 20 }], mayOvertake: true },
};

const RECORDED = [
  ['clean', 'no loss, no jitter'],
  ['fair', '1 % loss, up to 20 ms of jitter'],
  ['bad', '5 % loss, up to 50 ms of jitter'],
] as const;

/** A trace, and how its network is described. */
export interface Network {
  readonly name: string;
  readonly trace: readonly TracePacket[];
  readonly firstTicks: number;
  /** The network's least delay, as the instants of sending say it. */
  readonly leastMs: number;
  /** What made it, in turns; empty for recordings. */
  readonly phases: readonly TracePhase[];
  readonly mayOvertake: boolean;
}

/** Our buffer, woken whenever it asks for it. */
export function adaptive({ trace, leastMs }: Network, options: JitterBufferOptions): Point {
  const sentByTicks = new Map(trace.map(({ ticks, sentAt }) => [ticks, sentAt]));
  const buffer = new JitterBuffer(options);
  let sum = 0;
  replay(buffer, trace, {
    onFrame: ({ type, timestampTicks }, at) => {
      if (type === 'media') sum += at - (sentByTicks.get(timestampTicks) ?? Number.NaN) - leastMs;
    },
  });
  const { received, overdue, framesOut } = buffer.stats();
  return { late: overdue / received, delayMs: sum / framesOut };
}

/** What a packet would have needed, in the source's time: the drift of its clock adds up against a fixed anchor. */
export function neededMs({ trace, firstTicks, leastMs }: Network): number[] {
  const [first] = trace;
  const beganAt = first === undefined ? 0 : first.sentAt - (first.ticks - firstTicks) / 48;
  return trace.map(({ at, ticks }) => at - leastMs - beganAt - (ticks - firstTicks) / 48);
}

/** A buffer that lets everything go this long after the network's least delay. */
export function fixed({ trace, firstTicks }: Network, needed: readonly number[], ms: number): Point {
  const late = needed.filter((need) => need > ms).length / needed.length;
  const [first] = trace;
  const beganAt = first === undefined ? 0 : first.sentAt - (first.ticks - firstTicks) / 48;
  const inTime = trace.filter((_, index) => (needed[index] ?? 0) <= ms);
  const leaves = inTime.reduce((sum, { ticks, sentAt }) => sum + beganAt + (ticks - firstTicks) / 48 + ms - sentAt, 0);
  return { late, delayMs: leaves / inTime.length };
}

/** The delay at which exactly the goal is late, between the two settings around it. */
export function atGoal(points: readonly Point[]): Point {
  const sorted = [...points].sort((a, b) => a.late - b.late);
  const above = sorted.findIndex(({ late }) => late > LATE_GOAL);
  const [low, high] = [sorted[above - 1], sorted[above]];
  if (low === undefined) return high ?? { late: Number.NaN, delayMs: Number.NaN };
  if (high === undefined) return sorted.at(-1) ?? low;
  const part = (LATE_GOAL - low.late) / (high.late - low.late);
  return { late: LATE_GOAL, delayMs: low.delayMs + part * (high.delayMs - low.delayMs) };
}

/** All of them; the generated ones with so many packets, one each 20 ms. */
export function networks(packets: number): readonly Network[] {
  const generated = Object.entries(TRACES).map(([name, options]) => ({
    name,
    trace: makeTrace({ ...options, frames: packets }),
    firstTicks: options.firstTimestamp,
    leastMs: leastDelayMs,
    phases: options.phases,
    mayOvertake: options.mayOvertake,
  }));
  const recorded = RECORDED.map(([file, what]) => {
    const trace = recordedOpus(file);
    return {
      name: `recorded: ${what}`,
      trace,
      firstTicks: trace[0]?.ticks ?? 0,
      leastMs: 0,
      phases: [],
      mayOvertake: true,
    };
  });
  return [...generated, ...recorded];
}
