/**
 * One publisher over RTMP, 200 players over HTTP-FLV, 600 kbit/s (goal P11): what a player costs the server, in processor
 * time and memory, and how much later a picture comes. Beside it node-media-server at the same work, nginx-rtmp with
 * players over RTMP, and as the floor a server that writes the same number of bytes ten times a second and takes nothing
 * in. All take turns. Delay is from the publisher's write to the player's read of the picture's first bytes, in one
 * process with one clock.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { playing } from '../../test/support/rtmp-bytes.ts';
import { askForFlv, FlvPlayer } from '../load/flv-player.ts';
import { RtmpPublisher } from '../load/rtmp-publisher.ts';
import { installPeer } from '../peers/install.ts';
import { startNginxRtmp } from '../peers/nginx.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startLiveGateway, startNodeMediaServer, startServer } from '../support/child-server.ts';
import { type Closing, closingAtEnd } from '../support/closing.ts';
import { cpuTimeMs, residentBytes } from '../support/cpu-time.ts';
import { freePort } from '../support/free-port.ts';
import { didNotRun } from '../support/others.ts';
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
/** Two groups of pictures: shorter slices would hold more or fewer key frames than others. */
const SLICE_MS = 4000;
const SETTLE_MS = 3000;
const START_MS = 15_000;
/** A slice may begin just after a key frame and end just before one, which is 4 % of its bytes. */
const MIN_DELIVERED = 0.9;
const TRIES = 3;
const TARGET = { nodeMediaServer: 0.4, nginxRtmp: 0.35, memoryKib: 64, delayMs: 100 } as const;
const NODE_MEDIA_SERVER = 'node-media-server';
const NGINX_RTMP = 'nginx-rtmp';

interface LiveServer {
  readonly name: string;
  readonly role: 'ours' | 'floor' | 'peer';
  /** Starts it; `rtmpPort` where a stream is taken in, `playPort` and `ask` where it is played. */
  readonly start: (closing: Closing) => Promise<{
    readonly server: ChildServer;
    readonly rtmpPort: number | undefined;
    readonly ask: string | (() => Buffer);
  }>;
}

const OVER_HTTP = askForFlv(`/live/${STREAM}.flv`);

const SERVERS: readonly LiveServer[] = [
  {
    name: 'rtcroom',
    role: 'ours',
    start: async () => {
      const server = await startLiveGateway();
      return { server, rtmpPort: server.rtmpPort, ask: OVER_HTTP };
    },
  },
  {
    name: 'ten writes a second',
    role: 'floor',
    start: async () => {
      const server = await startServer({ args: ['bench/servers/merged-writes.ts'], ready: /listening on (\d+)/ });
      return { server, rtmpPort: undefined, ask: OVER_HTTP };
    },
  },
  {
    name: NODE_MEDIA_SERVER,
    role: 'peer',
    start: async (closing) => {
      const folder = mkdtempSync(join(tmpdir(), 'rtcroom-bench-'));
      closing.add(() => rmSync(folder, { recursive: true, force: true }));
      const rtmpPort = await freePort();
      return { server: await startNodeMediaServer(rtmpPort, await freePort(), folder), rtmpPort, ask: OVER_HTTP };
    },
  },
  {
    name: NGINX_RTMP,
    role: 'peer',
    start: async () => {
      await installPeer('nginx-rtmp');
      const server = await startNginxRtmp();
      return { server, rtmpPort: server.port, ask: () => playing(STREAM) };
    },
  },
];

interface Group {
  readonly name: string;
  readonly role: LiveServer['role'];
  readonly server: ChildServer;
  readonly publisher: RtmpPublisher | undefined;
  readonly players: readonly FlvPlayer[];
  /** Of pictures, since the last slice began. */
  readonly delays: number[];
  /** Resident bytes that each player added. */
  readonly memoryPerPlayer: number;
}

async function open({ name, role, start }: LiveServer, closing: Closing): Promise<Group> {
  const { server, rtmpPort, ask } = await start(closing);
  closing.add(() => server.stop());
  const publisher = rtmpPort === undefined ? undefined : new RtmpPublisher(rtmpPort, STREAM, BITS_PER_SECOND);
  closing.add(() => publisher?.close());
  const delays: number[] = [];
  const players: FlvPlayer[] = [];
  closing.add(() => {
    for (const player of players) player.close();
  });
  const add = (listens: boolean): void => {
    const onDelay = listens ? (delayMs: number): void => void delays.push(delayMs) : undefined;
    players.push(new FlvPlayer(server.port, typeof ask === 'string' ? ask : ask(), onDelay));
  };
  // The first one waits until there is a stream; then memory is that of players alone.
  await sleep(SETTLE_MS);
  add(true);
  await until(
    () => (players[0]?.bytes ?? 0) > BITS_PER_SECOND / 8 / 4,
    `${name}: the first player's picture`,
    START_MS,
  );
  const before = residentBytes(server.pid);
  for (let index = 1; index < PLAYERS; index += 1) add(index % LISTEN_EVERY === 0);
  await until(() => players.every(({ bytes }) => bytes > 0), `${name}: all players' pictures`, START_MS);
  await sleep(SETTLE_MS);
  const memoryPerPlayer = (residentBytes(server.pid) - before) / (PLAYERS - 1);
  return { name, role, server, publisher, players, delays, memoryPerPlayer };
}

interface Slice {
  /** Microseconds of the server's processor time per second of one player. */
  readonly cpuUs: number;
  readonly delays: readonly number[];
}

/** A slice that the machine disturbed is measured again; what is never delivered in time is a failure. */
async function measure(group: Group): Promise<Slice> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await slice(group);
    } catch (error) {
      if (attempt === TRIES || group.publisher?.fault !== undefined) throw error;
    }
  }
}

async function slice({ name, server, publisher, players, delays }: Group): Promise<Slice> {
  delays.length = 0;
  const bytesBefore = players.reduce((sum, { bytes }) => sum + bytes, 0);
  const cpuBefore = cpuTimeMs(server.pid);
  const startedAt = performance.now();
  await sleep(SLICE_MS);
  const cpuMs = cpuTimeMs(server.pid) - cpuBefore;
  const elapsedS = (performance.now() - startedAt) / 1000;
  const bytes = players.reduce((sum, one) => sum + one.bytes, 0) - bytesBefore;
  const fault = publisher?.fault ?? players.find((one) => one.fault !== undefined)?.fault;
  if (fault !== undefined) throw new Error(`${name}: ${fault}`);
  const delivered = bytes / ((BITS_PER_SECOND / 8) * PLAYERS * elapsedS);
  if (delivered < MIN_DELIVERED) throw new Error(`${name}: only ${(delivered * 100).toFixed(1)} % was delivered`);
  return { cpuUs: (cpuMs * 1000) / (PLAYERS * elapsedS), delays: [...delays] };
}

interface Measured {
  readonly group: Group;
  readonly cpuUs: number;
  readonly delays: readonly number[];
}

async function openAll(
  { say, withPeers }: ScenarioContext,
  closing: Closing,
  notes: string[],
): Promise<readonly Group[]> {
  const groups: Group[] = [];
  for (const one of SERVERS) {
    if (one.role === 'peer' && !withPeers) continue;
    say(`${NAME}: ${PLAYERS} players of ${one.name}`);
    try {
      groups.push(await open(one, closing));
    } catch (error) {
      if (one.role !== 'peer') throw error;
      notes.push(didNotRun(one.name, error));
    }
  }
  return groups;
}

async function compare(
  groups: readonly Group[],
  { say, effort: { rounds } }: ScenarioContext,
): Promise<readonly Measured[]> {
  const slices = new Map(groups.map(({ name }) => [name, [] as Slice[]]));
  for (let round = 1; round <= rounds; round += 1) {
    say(`${NAME}: round ${round} of ${rounds}`);
    for (const group of groups) slices.get(group.name)?.push(await measure(group));
  }
  return groups.map((group) => {
    const own = slices.get(group.name) ?? [];
    return { group, cpuUs: median(own.map(({ cpuUs }) => cpuUs)), delays: own.flatMap(({ delays }) => delays) };
  });
}

async function results(context: ScenarioContext, closing: Closing): Promise<readonly Result[]> {
  const notes: string[] = [];
  const measured = await compare(await openAll(context, closing, notes), context);
  const [ours] = measured;
  if (ours === undefined) throw new Error('nothing was measured');
  const floor = measured.find(({ group }) => group.role === 'floor');
  const peersBy = (pick: (one: Measured) => number): Record<string, number | null> => {
    const names = SERVERS.filter(({ role }) => role === 'peer' && context.withPeers).map(({ name }) => name);
    return Object.fromEntries(
      names.map((name) => {
        const found = measured.find(({ group }) => group.name === name);
        return [name, found === undefined ? null : pick(found)];
      }),
    );
  };
  const common = { scenario: NAME, goal: GOAL, notes };
  const delay = (share: number): Result =>
    result({
      ...common,
      metric: `added delay of a picture, p${share * 100}`,
      unit: 'ms',
      ours: percentile(ours.delays, share),
      peers: peersBy(({ delays }) => percentile(delays, share)),
      target: share === 0.5 ? null : { is: 'at most', value: TARGET.delayMs },
    });
  return [
    result({
      ...common,
      metric: `processor time, ${PLAYERS} players of 600 kbit/s`,
      unit: 'us per player-second',
      ours: ours.cpuUs,
      floor: floor?.cpuUs ?? null,
      peers: peersBy(({ cpuUs }) => cpuUs),
      peerTargets: context.withPeers
        ? [
            { peer: NODE_MEDIA_SERVER, is: 'at most', value: TARGET.nodeMediaServer },
            { peer: NGINX_RTMP, is: 'at most', value: TARGET.nginxRtmp },
          ]
        : [],
    }),
    result({
      ...common,
      metric: 'memory per player',
      unit: 'KiB',
      ours: ours.group.memoryPerPlayer / 1024,
      peers: peersBy(({ group }) => group.memoryPerPlayer / 1024),
      target: { is: 'at most', value: TARGET.memoryKib },
    }),
    delay(0.5),
    delay(0.95),
  ];
}

async function run(context: ScenarioContext): Promise<readonly Result[]> {
  pinSelf('load-core');
  try {
    return await closingAtEnd((closing) => results(context, closing));
  } finally {
    pinSelf('all-cores');
  }
}

/** Goal P11: processor time at most 0.4 of node-media-server's and 0.35 of nginx-rtmp's; added delay at most 100 ms. */
export const flvFanOut: Scenario = { name: NAME, goals: [GOAL], run };
