/** Reads the traces beside it, as `record.ts` wrote them. */
import { readFileSync } from 'node:fs';
import { opusPayload, rtpPacket, type TracePacket } from '../../test/support/rtp-traces.ts';

const TICKS_PER_MS = 48;
/** Further back than this is a wrap. */
const HALF = { sequence: 2 ** 15, timestamp: 2 ** 31 };

/**
 * The Opus packets of a recording. Nobody has noted when they were sent: that is their timestamp, on a clock whose zero is
 * the transit of the fastest. `leastMs` is 0 then.
 */
export function recordedOpus(name: string): readonly TracePacket[] {
  const text = readFileSync(new URL(`./${name}-opus.csv`, import.meta.url), 'utf8');
  let [sequence, timestamp, tenths] = [0, 0, 0];
  const rows = text
    .trim()
    .split('\n')
    .map((line) => {
      const [bySequence = 0, byTimestamp = 0, byTenths = 0] = line.split(',').map(Number);
      sequence += bySequence;
      timestamp += byTimestamp;
      tenths += byTenths;
      return { sequence, timestamp, at: tenths / 10 };
    });
  const first = rows[0] ?? { sequence: 0, timestamp: 0, at: 0 };
  const unwrapped = rows.map(({ sequence: number, timestamp: ticks, at }) => ({
    index: unwrap(number - first.sequence, HALF.sequence),
    ticks: first.timestamp + unwrap(ticks - first.timestamp, HALF.timestamp),
    at: at - first.at + 1000,
  }));
  const transit = ({ at, ticks }: { readonly at: number; readonly ticks: number }): number => at - ticks / TICKS_PER_MS;
  const fastest = Math.min(...unwrapped.map(transit));
  return unwrapped.map(({ index, ticks, at }) => ({
    index,
    ticks,
    at,
    sentAt: ticks / TICKS_PER_MS + fastest,
    bytes: rtpPacket({ sequence: first.sequence + index, timestamp: ticks, payload: opusPayload(index & 0xffff) }),
  }));
}

/** Traces are short: they wrap once at most, and nothing is half a circle away from the first. */
function unwrap(difference: number, half: number): number {
  if (difference < -half) return difference + 2 * half;
  return difference > half ? difference - 2 * half : difference;
}
