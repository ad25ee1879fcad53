/**
 * One publisher over RTMP, 200 players over HTTP-FLV, 600 kbit/s: what a player costs the server, in processor time and
 * memory, and how much later a picture comes. Compared with node-media-server at the same work in the same run, in
 * alternating slices. Delay is from the publisher's write to the player's read of the picture's first bytes, in one
 * process with one clock.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FlvPlayer } from '../load/flv-player.ts';
import { RtmpPublisher } from '../load/rtmp-publisher.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startLiveGateway, startNodeMediaServer } from '../support/child-server.ts';
import { cpuTimeMs } from '../support/cpu-time.ts';
import { freePort } from '../support/free-port.ts';
import { pinSelf } from '../support/pinning.ts';
import { median, percentile } from '../support/statistics.ts';
import { until } from '../support/until.ts';

const NAME = 'flv-fan-out';
const GOAL = 'P11';
const STREAM = 'bench';
const PLAYERS = 200;
const BITS_PER_SECOND = 600_000;
/** One of so many players looks for instants; the others only count. */
const LISTEN_EVERY = 20;
const ROUNDS = 4;
const SLICE_MS = 4000;
const SETTLE_MS = 3000;
const START_MS = 15_000;
/** A slice may begin just after a key frame and end just before one, which is 4 % of its bytes. */
const MIN_DELIVERED = 0.9;
const TARGET = { cpu: 0.4, memoryKib: 64, delayMs: 100 } as const;

interface Group {
  readonly name: string;
  readonly server: ChildServer;
  readonly publisher: RtmpPublisher;
  readonly players: readonly FlvPlayer[];
  /** Of pictures, since the last slice began. */
  readonly delays: number[];
  /** Resident bytes that each player added. */
  readonly memoryPerPlayer: number;
}

const residentBytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1024;

async function open(name: string, server: ChildServer, rtmpPort: number): Promise<Group> {
  const publisher = new RtmpPublisher(rtmpPort, STREAM, BITS_PER_SECOND);
  const delays: number[] = [];
  const players: FlvPlayer[] = [];
  const group = { name, server, publisher, players, delays };
  const add = (listens: boolean): FlvPlayer =>
    new FlvPlayer(server.port, `/live/${STREAM}.flv`, listens ? (delayMs) => delays.push(delayMs) : undefined);
  // The first one waits until there is a stream; then memory is that of players alone.
  await sleep(SETTLE_MS);
  const first = add(true);
  players.push(first);
  await until(() => first.bytes > BITS_PER_SECOND / 8 / 4, `${name}: the first player's picture`, START_MS);
  const before = residentBytes(server.pid);
  for (let index = 1; index < PLAYERS; index += 1) players.push(add(index % LISTEN_EVERY === 0));
  await until(() => players.every(({ bytes }) => bytes > 0), `${name}: all players' pictures`, START_MS);
  await sleep(SETTLE_MS);
  return { ...group, memoryPerPlayer: (residentBytes(server.pid) - before) / (PLAYERS - 1) };
}

/** Microseconds of the server's processor time per second of one player. */
async function measure({
  name,
  server,
  publisher,
  players,
  delays,
}: Group): Promise<{ cpuUs: number; delays: number[] }> {
  delays.length = 0;
  const bytesBefore = players.reduce((sum, { bytes }) => sum + bytes, 0);
  const cpuBefore = cpuTimeMs(server.pid);
  const startedAt = performance.now();
  await sleep(SLICE_MS);
  const cpuMs = cpuTimeMs(server.pid) - cpuBefore;
  const elapsedS = (performance.now() - startedAt) / 1000;
  const bytes = players.reduce((sum, one) => sum + one.bytes, 0) - bytesBefore;
  const fault = publisher.fault ?? players.find((one) => one.fault !== undefined)?.fault;
  if (fault !== undefined) throw new Error(`${name}: ${fault}`);
  const delivered = bytes / ((BITS_PER_SECOND / 8) * PLAYERS * elapsedS);
  if (delivered < MIN_DELIVERED) throw new Error(`${name}: only ${(delivered * 100).toFixed(1)} % was delivered`);
  return { cpuUs: (cpuMs * 1000) / (PLAYERS * elapsedS), delays: [...delays] };
}

async function compare(ours: Group, peer: Group, { say }: ScenarioContext): Promise<readonly Result[]> {
  const slices = { ours: [] as number[], peer: [] as number[] };
  const delays = { ours: [] as number[], peer: [] as number[] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    say(`${NAME}: round ${round} of ${ROUNDS}`);
    for (const [whose, group] of [['ours', ours] as const, ['peer', peer] as const]) {
      const slice = await measure(group);
      slices[whose].push(slice.cpuUs);
      delays[whose].push(...slice.delays);
    }
  }
  const common = { scenario: NAME, goal: GOAL } as const;
  const delay = (share: number, name: string): Result =>
    result({
      ...common,
      metric: `added delay of a picture, ${name}`,
      unit: 'ms',
      ours: percentile(delays.ours, share),
      peers: { [peer.name]: percentile(delays.peer, share) },
      target: share === 0.5 ? null : { is: 'at most', value: TARGET.delayMs },
    });
  return [
    result({
      ...common,
      metric: `processor time, ${PLAYERS} players of 600 kbit/s (floor: ${peer.name})`,
      unit: 'us per player-second',
      ours: median(slices.ours),
      floor: median(slices.peer),
      target: { is: 'at most', value: TARGET.cpu },
    }),
    result({
      ...common,
      metric: 'memory per player',
      unit: 'KiB',
      ours: ours.memoryPerPlayer / 1024,
      peers: { [peer.name]: peer.memoryPerPlayer / 1024 },
      target: { is: 'at most', value: TARGET.memoryKib },
    }),
    delay(0.5, 'p50'),
    delay(0.95, 'p95'),
  ];
}

async function run(context: ScenarioContext): Promise<readonly Result[]> {
  pinSelf('load-core');
  const folder = mkdtempSync(join(tmpdir(), 'rtcroom-bench-'));
  const servers: ChildServer[] = [];
  const groups: Group[] = [];
  try {
    context.say(`${NAME}: ${PLAYERS} players each`);
    const gateway = await startLiveGateway();
    servers.push(gateway);
    const ours = await open('rtcroom', gateway, gateway.rtmpPort);
    groups.push(ours);
    const rtmpPort = await freePort();
    const peerServer = await startNodeMediaServer(rtmpPort, await freePort(), folder);
    servers.push(peerServer);
    const peer = await open('node-media-server', peerServer, rtmpPort);
    groups.push(peer);
    return await compare(ours, peer, context);
  } finally {
    for (const { publisher, players } of groups) {
      publisher.close();
      for (const player of players) player.close();
    }
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true, force: true });
    pinSelf('all-cores');
  }
}

/** Goal P11: processor time at most 0.4 of node-media-server's, memory at most 64 KiB per player, delay at most 100 ms. */
export const flvFanOut: Scenario = { name: NAME, goals: [GOAL], run };
