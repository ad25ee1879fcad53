/**
 * ffmpeg itself beside our buffer and beside the model of its queue: the packets of each network are sent to it in real
 * time, with the times of the trace, and each is noted when it comes out of the pipe behind it. All networks at once, a
 * process each. `node bench/micro/jitter-ffmpeg.ts --seconds 60`.
 *
 * Timers come late. So model and buffer are given the instants at which the packets were really sent, and how much those
 * differ from the trace is a figure too. What never comes out was dropped: late, as nothing is lost on the way.
 */
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { defaultJitterOptions } from '../../src/sfu/jitter-buffer/jitter-buffer.ts';
import { opusPayload, rtpPacket, type TracePacket } from '../../test/support/rtp-traces.ts';
import { FfmpegReorder } from '../load/ffmpeg-reorder.ts';
import { percentile } from '../support/statistics.ts';
import { until } from '../support/until.ts';
import { type Figure, printFigures } from './figure.ts';
import { adaptive, type Network, networks } from './jitter-networks.ts';
import { ffmpegQueue, type Point } from './jitter-rivals.ts';

const FRAME_MS = 20;
const TICKS = 960;
/** ffmpeg's defaults, said aloud. */
const QUEUE = { queueSize: 500, maxDelayMs: 100 };
/** Even packets go ahead until ffmpeg gives them out, and some more; they are no part of the figures. */
const LEAD_LEAST = 50;
const LEAD_MOST = 1500;
const LEAD_MARK = 2 ** 31;
const SETTLE_MS = 1000;
/** Model and ffmpeg agree on a packet when they let it go within this of each other. */
const AGREE_MS = 5;

interface Run {
  readonly network: Network;
  readonly ffmpeg: FfmpegReorder;
  /** Instants of leaving, by the packet's index. */
  readonly left: Map<number, number>;
  /** What went ahead; the first of it is lost while ffmpeg starts. */
  readonly lead: { sent: number; newest: number };
  /** The trace with the instants at which its packets were sent, from the beginning of the trace. */
  readonly arrivals: TracePacket[];
}

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' }, json: { type: 'boolean' } } });
const seconds = Number(values.seconds);
const figures: Figure[] = [];

async function start(network: Network, index: number, folder: string): Promise<Run> {
  const left = new Map<number, number>();
  const lead = { sent: 0, newest: -1 };
  const onPacket = (packet: number, at: number): void => {
    if (packet >= LEAD_MARK) lead.newest = packet - LEAD_MARK;
    else left.set(packet, at);
  };
  const ffmpeg = await FfmpegReorder.start({ ...QUEUE, folder, name: `network-${index}`, onPacket });
  return { network, ffmpeg, left, lead, arrivals: [] };
}

function send({ ffmpeg, lead }: Run, ticksAfterLead: number, index: number, payload: number): void {
  const timestamp = lead.sent * TICKS + ticksAfterLead;
  ffmpeg.send(rtpPacket({ sequence: lead.sent + index, timestamp, payload: opusPayload(payload) }));
}

/** Until each ffmpeg has begun to give out what it is sent. */
async function sendAhead(runs: readonly Run[]): Promise<void> {
  let enough = LEAD_LEAST;
  for (let count = 0; count < enough; count += 1) {
    for (const run of runs) {
      send(run, 0, 0, LEAD_MARK + count);
      run.lead.sent += 1;
    }
    await sleep(FRAME_MS);
    if (runs.some(({ lead }) => lead.newest === -1)) enough = count + LEAD_LEAST;
    if (enough > LEAD_MOST) throw new Error('an ffmpeg gives nothing out');
  }
}

/** The packets of all networks, each at the instant that its trace says, or as soon after it as timers allow. */
async function sendAll(runs: readonly Run[], startedAt: number): Promise<void> {
  const all = runs.flatMap((run) => run.network.trace.map((packet) => ({ run, packet })));
  all.sort((a, b) => a.packet.at - b.packet.at);
  for (const { run, packet } of all) {
    const waitMs = packet.at - (performance.now() - startedAt);
    if (waitMs > 0) await sleep(waitMs);
    send(run, packet.ticks - run.network.firstTicks, packet.index, packet.index);
    run.arrivals.push({ ...packet, at: performance.now() - startedAt });
  }
}

function measured({ network: { leastMs }, left, arrivals }: Run, startedAt: number): Point {
  const delays = arrivals.flatMap(({ index, sentAt }) => {
    const at = left.get(index);
    return at === undefined ? [] : [at - startedAt - sentAt - leastMs];
  });
  return {
    late: 1 - delays.length / arrivals.length,
    delayMs: delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
  };
}

/** The model on the same instants, and the share of packets of which it says the same as ffmpeg did. */
function modelled(run: Run, startedAt: number): { model: Point; agreement: number } {
  const byModel = new Map<number, number>();
  const onLeave = (index: number, at: number): void => void byModel.set(index, at);
  const model = ffmpegQueue(run.arrivals, { ...QUEUE, leastMs: run.network.leastMs, onLeave });
  const same = run.arrivals.filter(({ index }) => {
    const [ours, theirs] = [byModel.get(index), run.left.get(index)];
    if (ours === undefined || theirs === undefined) return ours === theirs;
    return Math.abs(theirs - startedAt - ours) <= AGREE_MS;
  });
  return { model, agreement: same.length / run.arrivals.length };
}

function tell(run: Run, startedAt: number): void {
  const { network, arrivals } = run;
  const ffmpeg = measured(run, startedAt);
  const { model, agreement } = modelled(run, startedAt);
  const ours = adaptive({ ...network, trace: arrivals }, defaultJitterOptions('opus'));
  for (const [who, { late, delayMs }] of Object.entries({ ffmpeg, model, ours })) {
    figures.push({ name: `${who}, delay: ${network.name}`, value: delayMs });
    figures.push({ name: `${who}, late: ${network.name}`, value: late });
    if (values.json !== true)
      console.log(`${network.name}, ${who}: ${(100 * late).toFixed(2)} % late, ${delayMs.toFixed(1)} ms`);
  }
  figures.push({ name: `agreement: ${network.name}`, value: agreement });
  if (values.json !== true)
    console.log(`${network.name}: model and ffmpeg agree on ${(100 * agreement).toFixed(2)} % of ${arrivals.length}`);
}

const folder = await mkdtemp(join(tmpdir(), 'jitter-ffmpeg-'));
const runs: Run[] = [];
// Whoever started it may end it when it takes too long; an ffmpeg without input would stay for ever.
process.once('SIGTERM', () => {
  for (const { ffmpeg } of runs) ffmpeg.kill();
  rmSync(folder, { recursive: true });
  process.exit(1);
});
try {
  for (const [index, network] of networks((1000 / FRAME_MS) * seconds).entries())
    runs.push(await start(network, index, folder));
  await sendAhead(runs);
  await until(() => runs.every(({ lead }) => lead.newest === lead.sent - 1), 'what went ahead is through', SETTLE_MS);
  const startedAt = performance.now();
  await sendAll(runs, startedAt);
  await sleep(SETTLE_MS);
  for (const run of runs) tell(run, startedAt);
  const errors = runs.flatMap(({ network, arrivals }) =>
    arrivals.map(({ at }, i) => at - (network.trace[i]?.at ?? at)),
  );
  for (const share of [0.5, 0.99]) {
    const value = percentile(errors, share);
    figures.push({ name: `replay behind the trace, p${100 * share}`, value });
    if (values.json !== true) console.log(`replay behind the trace, p${100 * share}: ${value.toFixed(2)} ms`);
  }
} finally {
  await Promise.all(runs.map(({ ffmpeg }) => ffmpeg.close()));
  await rm(folder, { recursive: true });
}
if (values.json === true) printFigures(figures);
