/** What the jitter buffer is compared with: buffers that others use, on the same arrivals. */

/** How late packets were, and what delay was paid. */
export interface Point {
  /** Share of the packets that came too late. */
  readonly late: number;
  /** Mean of leaving minus sending, over the network's least. */
  readonly delayMs: number;
}

export interface Arrival {
  /** Position in the stream as sent. */
  readonly index: number;
  readonly sentAt: number;
  readonly at: number;
}

/** How long it waits for a packet before it looks at the clock (`POLLING_TIME`). */
const POLL_MS = 100;

export interface QueueSettings {
  readonly leastMs: number;
  readonly maxDelayMs?: number;
  readonly queueSize?: number;
  readonly onLeave?: (index: number, at: number) => void;
}

/**
 * ffmpeg's reorder queue, as in its RTP demuxer (libavformat, rtpdec.c and rtsp.c; ffmpeg 5): what comes in its turn
 * leaves at once, also when it comes late; what comes after a gap waits until the gap is filled, until the first that
 * waits has waited for `max_delay` (100 ms unless told otherwise) and ffmpeg looks at the clock, or until
 * `reorder_queue_size` (500) of them wait. Packets before those that have left are dropped: they are the late ones.
 * Nothing is paced. A model of the algorithm: `jitter-ffmpeg.ts` runs ffmpeg itself, in real time, and says how far the
 * two agree.
 */
export function ffmpegQueue(
  arrivals: readonly Arrival[],
  { leastMs, maxDelayMs = 100, queueSize = 500, onLeave }: QueueSettings,
): Point {
  let next = arrivals[0]?.index ?? 0;
  let queue: Arrival[] = [];
  let late = 0;
  let left = 0;
  let sum = 0;
  const leave = ({ index, sentAt }: Arrival, at: number): void => {
    onLeave?.(index, at);
    next = index + 1;
    left += 1;
    sum += at - sentAt - leastMs;
  };
  const flush = (at: number, isDue: (first: Arrival) => boolean): void => {
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      if (first.index !== next && !isDue(first)) return;
      queue = queue.slice(1);
      leave(first, at);
    }
  };
  // It looks whether the first has waited long enough after each packet, or when nothing has come for so long.
  const look = (at: number): void => {
    const isDue = (first: Arrival): boolean => first.at + maxDelayMs <= at;
    if (queue[0] !== undefined && isDue(queue[0])) flush(at, isDue);
  };
  let lookedAt = arrivals[0]?.at ?? 0;
  for (const packet of arrivals) {
    for (lookedAt += POLL_MS; lookedAt <= packet.at; lookedAt += POLL_MS) look(lookedAt);
    lookedAt = packet.at;
    if (packet.index < next || queue.some(({ index }) => index === packet.index)) {
      late += packet.index < next ? 1 : 0;
    } else {
      queue = [...queue, packet].sort((a, b) => a.index - b.index);
      flush(packet.at, () => queue.length >= queueSize);
    }
    look(packet.at);
  }
  flush((arrivals.at(-1)?.at ?? 0) + maxDelayMs, () => true);
  return { late: late / arrivals.length, delayMs: sum / left };
}
