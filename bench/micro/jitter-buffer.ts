/**
 * The jitter buffer beside fixed ones: how many packets miss their time, and what delay is paid for that; then what a
 * packet costs, and whether anything grows over ten million of them. `node bench/micro/jitter-buffer.ts`.
 *
 * Delay is added delay: instant of leaving minus instant of sending minus the network's least delay, as only the maker
 * of the trace knows it. A packet is late when it arrives after the instant at which its buffer would have let it go;
 * that is stricter than being discarded. The fixed buffers are given the best anchor there is, the network's least
 * delay; "best" is the shortest fixed delay, in whole milliseconds, with at most one per cent late, chosen afterwards.
 *
 * With `--json` it prints the figures that the scenario `jitter-buffer` reports.
 */
import { defaultJitterOptions, JitterBuffer } from '../../src/sfu/jitter-buffer/jitter-buffer.ts';
import type { JitterCodec } from '../../src/sfu/jitter-buffer/jitter-buffer-types.ts';
import { instantMs } from '../../src/shared/ids.ts';
import { livingHeapBytes } from '../../test/support/heap.ts';
import { h264Payload, opusPayload, rtpPacket } from '../../test/support/rtp-traces.ts';
import { percentile } from '../support/statistics.ts';
import { type Figure, printFigures } from './figure.ts';
import { clairvoyantBoundMs, committedBoundMs } from './jitter-bounds.ts';
import { adaptive, atGoal, fixed, LATE_GOAL, type Network, neededMs, networks } from './jitter-networks.ts';
import { ffmpegQueue, type Point } from './jitter-rivals.ts';

const RATIO_GOAL = 0.6;
const QUANTILES = [0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999];
const FIXED_MS = [20, 50, 100, 200, 400];

/** Twenty minutes of audio. */
const NETWORK_PACKETS = 60_000;

const show = ({ late, delayMs }: Point): string =>
  `${(100 * late).toFixed(2).padStart(6)} % ${delayMs.toFixed(1).padStart(6)} ms`;

const isJson = process.argv.includes('--json');
const figures: Figure[] = [];

/** For people; programs get the figures at the end. */
function tell(line: string): void {
  if (!isJson) console.log(line);
}

function compare(network: Network): void {
  const { name } = network;
  const needed = neededMs(network);
  const base = defaultJitterOptions('opus');
  const points = QUANTILES.map((targetQuantile) => adaptive(network, { ...base, targetQuantile }));
  const best = fixed(network, needed, Math.ceil(percentile(needed, 1 - LATE_GOAL)));
  const ours = atGoal(points);
  tell(`\n${name}`);
  for (const ms of FIXED_MS) tell(`  fixed ${String(ms).padStart(5)} ms  ${show(fixed(network, needed, ms))}`);
  tell(`  best fixed      ${show(best)}`);
  tell(`  ffmpeg's queue  ${show(ffmpegQueue(network.trace, { leastMs: network.leastMs }))}`);
  for (const [index, point] of points.entries())
    tell(`  quantile ${String(QUANTILES[index]).padEnd(6)} ${show(point)}`);
  tell(`  as configured   ${show(adaptive(network, base))}`);
  const ratio = ours.delayMs / best.delayMs;
  figures.push(
    { name: `delay at 1 % late: ${name}`, value: ours.delayMs },
    { name: `best fixed at 1 % late: ${name}`, value: best.delayMs },
  );
  tellBounds(network, best);
  tell(`  ours at 1 %     ${show(ours)}   ${ratio.toFixed(2)} of best fixed, goal ${RATIO_GOAL}`);
}

function tellBounds(network: Network, best: Point): void {
  const bounds = {
    'delay set before arrival': committedBoundMs(network),
    'all known, pace kept': clairvoyantBoundMs(network, defaultJitterOptions('opus').shrinkMsPerS),
    'all known, order kept': clairvoyantBoundMs(network, 1000),
  };
  for (const [what, ms] of Object.entries(bounds)) {
    if (Number.isNaN(ms)) continue;
    figures.push({ name: `bound, ${what}: ${network.name}`, value: ms });
    tell(`  bound: ${what}, at least ${ms.toFixed(1)} ms, ${(ms / best.delayMs).toFixed(2)} of best fixed`);
  }
}

for (const network of networks(NETWORK_PACKETS)) compare(network);

const PACKETS = 10_000_000;
const WARM_UP = 1_000_000;
/** Within one collection of the young generation, so that what is left to collect can be seen. */
const SAMPLE = 10_000;
const VIDEO_PACKETS_PER_FRAME = 12;
/** More than a buffer holds: the bytes of a packet must not change before its frame has left. */
const POOL = 4096;

/** An endless stream without loss in which every eighth packet comes after its follower. */
class Stream {
  readonly #isAudio: boolean;
  readonly #pool: readonly Uint8Array[];
  readonly #buffer: JitterBuffer;
  #next = 0;
  frames = 0;

  constructor(codec: JitterCodec) {
    this.#isAudio = codec === 'opus';
    this.#buffer = new JitterBuffer(defaultJitterOptions(codec));
    this.#pool = Array.from({ length: POOL }, (_, index) => {
      const part = index % VIDEO_PACKETS_PER_FRAME;
      const head = this.#isAudio ? opusPayload(index) : h264Payload(false, part, VIDEO_PACKETS_PER_FRAME, index);
      const payload = Uint8Array.from({ length: this.#isAudio ? 100 : 1200 }, (_byte, at) => head[at] ?? at & 0xff);
      return rtpPacket({ sequence: 0, timestamp: 0, payload });
    });
  }

  run(packets: number): void {
    for (let count = 0; count < packets; count += 1, this.#next += 1) {
      const order = this.#next & 7;
      const index = this.#next + (order === 6 ? 1 : order === 7 ? -1 : 0);
      const frame = this.#isAudio ? index : Math.floor(index / VIDEO_PACKETS_PER_FRAME);
      const at = this.#isAudio ? this.#next * 20 : Math.floor(this.#next / VIDEO_PACKETS_PER_FRAME) * 40 + 5;
      this.#push(index, frame, at);
      for (;;) {
        if (this.#buffer.pop(instantMs(at)).frame === null) break;
        this.frames += 1;
      }
    }
  }

  #push(index: number, frame: number, at: number): void {
    const packet = this.#pool[index % POOL] ?? new Uint8Array(0);
    const timestamp = frame * (this.#isAudio ? 960 : 3600);
    packet[2] = index >> 8;
    packet[3] = index;
    packet[4] = timestamp >>> 24;
    packet[5] = timestamp >>> 16;
    packet[6] = timestamp >>> 8;
    packet[7] = timestamp;
    if (!this.#isAudio) this.#writePart(packet, index % VIDEO_PACKETS_PER_FRAME, frame);
    this.#buffer.push(packet, instantMs(at));
  }

  #writePart(packet: Uint8Array, part: number, frame: number): void {
    const isLast = part === VIDEO_PACKETS_PER_FRAME - 1;
    packet[1] = isLast ? 0xe0 : 0x60;
    packet[13] = (part === 0 ? 0x80 : 0) | (isLast ? 0x40 : 0) | (frame % 50 === 0 ? 5 : 1);
  }

  get lost(): number {
    return this.#buffer.stats().lost;
  }
}

function heapAndBuffers(): number {
  const heap = livingHeapBytes();
  return heap + process.memoryUsage().arrayBuffers;
}

function cost(codec: JitterCodec): void {
  const stream = new Stream(codec);
  stream.run(WARM_UP);
  livingHeapBytes();
  const young = process.memoryUsage().heapUsed;
  stream.run(SAMPLE);
  const garbage = (process.memoryUsage().heapUsed - young) / SAMPLE;
  const before = heapAndBuffers();
  const start = process.cpuUsage();
  stream.run(PACKETS);
  const { user, system } = process.cpuUsage(start);
  const growth = heapAndBuffers() - before;
  if (stream.lost > 0 || stream.frames < PACKETS / VIDEO_PACKETS_PER_FRAME / 2)
    throw new Error('the bench lost packets');
  const each = (user + system) / PACKETS;
  figures.push(
    { name: `CPU per packet, ${codec}`, value: each },
    { name: `heap growth over ten million packets, ${codec}`, value: growth },
  );
  tell(
    `${codec}: ${each.toFixed(3)} µs CPU per packet, push and pop; heap ${growth} bytes larger after ${PACKETS} packets; ` +
      `${garbage.toFixed(1)} bytes of garbage per packet`,
  );
}

tell('');
for (const codec of ['opus', 'h264'] as const) cost(codec);
if (isJson) printFigures(figures);
