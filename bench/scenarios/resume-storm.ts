/**
 * A switch fails: 1000 members of one room lose their connections, the room goes on, and all come back at the same
 * moment. Those who say what they know are given the deltas they missed; beside it, the same return with nothing known,
 * which costs 1000 snapshots. The reference connects as many and answers each twice, with nothing to tell.
 */
import { RawWebSocket } from '../load/raw-web-socket.ts';
import { type Storm, StormCrowd } from '../load/storm-crowd.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode, startRawUws } from '../support/child-server.ts';
import { cpuTimeMs } from '../support/cpu-time.ts';
import { pinSelf } from '../support/pinning.ts';
import { median } from '../support/statistics.ts';

const NAME = 'resume-storm';
const GOAL = 'resume';
const MEMBERS = 1000;
const ROUNDS = 3;
/** The moderator stays. On a machine busy with something else, patience keeps further changes out of the figures. */
const LARGE_ROOM = {
  RTCROOM_ROOMS_MAX_MEMBERS: String(MEMBERS + 1),
  RTCROOM_SIGNALING_PING_INTERVAL_MS: '30000',
  RTCROOM_SIGNALING_HELLO_TIMEOUT_MS: '30000',
};
/** Losing and regaining 1000 members are 2000 events already: more than a room remembers by default. */
const LONG_MEMORY = { RTCROOM_ROOMS_LOG_MAX_EVENTS: '4096' };

interface Cost {
  readonly elapsedMs: number;
  readonly serverMs: number;
}

/** As many connections and round trips to a server that does nothing else. */
async function connectAll(server: ChildServer): Promise<Cost> {
  const sockets: RawWebSocket[] = [];
  const serverBefore = cpuTimeMs(server.pid);
  const startedAt = performance.now();
  const visit = async (): Promise<void> => {
    let answered: () => void = () => undefined;
    const socket = await RawWebSocket.open({ port: server.port, path: '/', onFrame: () => answered() });
    sockets.push(socket);
    for (let trip = 0; trip < 2; trip += 1) {
      await new Promise<void>((resolve) => {
        answered = resolve;
        socket.sendText('hello');
      });
    }
  };
  await Promise.all(Array.from({ length: MEMBERS }, visit));
  const cost = { elapsedMs: performance.now() - startedAt, serverMs: cpuTimeMs(server.pid) - serverBefore };
  for (const socket of sockets) socket.close();
  return cost;
}

/** How many are given deltas by a node that nobody configured for rooms of that size. */
async function recoveredByDefault({ say }: ScenarioContext): Promise<number> {
  say(`${NAME}: the same with the default event log`);
  const node = await startNode(LARGE_ROOM);
  try {
    const crowd = await StormCrowd.gather(node, MEMBERS);
    await crowd.scatter();
    const { recovered } = await crowd.enterAll(true);
    crowd.close();
    return recovered;
  } finally {
    await node.stop();
  }
}

const describe = ({ elapsedMs, serverMs, clientMs, bytes }: Storm): string =>
  `in ${elapsedMs.toFixed(0)} ms, server ${serverMs.toFixed(0)} ms, load ${clientMs.toFixed(0)} ms, ${(bytes / 1e6).toFixed(1)} MB`;

interface Rounds {
  readonly deltas: Storm[];
  readonly snapshots: Storm[];
  readonly floor: Cost[];
}

async function measure(node: ChildServer, raw: ChildServer, { say }: ScenarioContext): Promise<Rounds> {
  say(`${NAME}: ${MEMBERS} members join`);
  const crowd = await StormCrowd.gather(node, MEMBERS);
  const rounds: Rounds = { deltas: [], snapshots: [], floor: [] };
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    say(`${NAME}: round ${round} of ${ROUNDS}`);
    const floor = await connectAll(raw);
    await crowd.scatter();
    const deltas = await crowd.enterAll(true);
    say(`${NAME}: deltas ${describe(deltas)}`);
    await crowd.scatter();
    const snapshots = await crowd.enterAll(false);
    say(`${NAME}: snapshots ${describe(snapshots)}`);
    if (deltas.recovered !== MEMBERS) throw new Error(`${deltas.recovered} of ${MEMBERS} were given deltas`);
    if (snapshots.recovered !== 0) throw new Error(`${snapshots.recovered} were given deltas they did not ask for`);
    if (round === 0) continue;
    rounds.floor.push(floor);
    rounds.deltas.push(deltas);
    rounds.snapshots.push(snapshots);
  }
  crowd.close();
  return rounds;
}

function results({ deltas, snapshots, floor }: Rounds, recovered: number): readonly Result[] {
  const middle = <T>(of: readonly T[], pick: (one: T) => number): number => median(of.map(pick));
  const row = (metric: string, unit: string, ours: number, reference: number | null = null): Result =>
    result({ goal: GOAL, scenario: NAME, metric, unit, ours, floor: reference });
  // The best, not the middle: on a busy machine the kernel drops some of so many connections, and they wait a second.
  const connected = Math.min(...floor.map(({ elapsedMs }) => elapsedMs));
  const connecting = Math.min(...floor.map(({ serverMs }) => serverMs));
  const both = [
    { by: 'deltas', storms: deltas },
    { by: 'snapshots', storms: snapshots },
  ].flatMap(({ by, storms }) => [
    row(
      `${by}: until the last replica is equal`,
      'ms',
      middle(storms, ({ elapsedMs }) => elapsedMs),
      connected,
    ),
    row(
      `${by}: server time`,
      'CPU-ms',
      middle(storms, ({ serverMs }) => serverMs),
      connecting,
    ),
    row(
      `${by}: load generator's time`,
      'CPU-ms',
      middle(storms, ({ clientMs }) => clientMs),
    ),
    row(`${by}: sent to the ${MEMBERS}`, 'kB', middle(storms, ({ bytes }) => bytes) / 1000),
  ]);
  const times = (pick: (one: Storm) => number): number => middle(snapshots, pick) / middle(deltas, pick);
  return [
    ...both,
    row(
      'snapshots / deltas, server time',
      'times',
      times(({ serverMs }) => serverMs),
    ),
    row(
      'snapshots / deltas, bytes',
      'times',
      times(({ bytes }) => bytes),
    ),
    row('given deltas with the default event log', `of ${MEMBERS}`, recovered),
  ];
}

async function run(context: ScenarioContext): Promise<readonly Result[]> {
  pinSelf('load-core');
  try {
    const rounds = await withServers(context);
    return results(rounds, await recoveredByDefault(context));
  } finally {
    pinSelf('all-cores');
  }
}

/** Both servers run side by side, so that all rounds see the same machine. */
async function withServers(context: ScenarioContext): Promise<Rounds> {
  const servers: ChildServer[] = [];
  try {
    const node = await startNode({ ...LARGE_ROOM, ...LONG_MEMORY });
    servers.push(node);
    const raw = await startRawUws();
    servers.push(raw);
    return await measure(node, raw, context);
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** Goal `resume`, without a number of its own: what deltas save is watched. */
export const resumeStorm: Scenario = { name: NAME, goals: [GOAL], run };
