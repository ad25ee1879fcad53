/**
 * 10 000 members of the RoomService API that do nothing but send their heartbeats, one each seven seconds, in rooms of
 * four; beside as many members on the WebSocket, whose beats the server asks for. Both by what a second costs the server.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from '../load/in-parallel.ts';
import { RoomClient } from '../load/room-client.ts';
import { MEMBERS_PER_ROOM, WeappCrowd } from '../load/weapp-crowd.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode } from '../support/child-server.ts';
import { cpuTimeMs } from '../support/cpu-time.ts';
import { scaled } from '../support/effort.ts';
import { pinSelf } from '../support/pinning.ts';
import { fetchToken } from '../support/tokens.ts';

const NAME = 'weapp-heartbeats';
const MEMBERS = 10_000;
const MEASURED_MS = 14_000;
const JOINS_AT_ONCE = 50;
/** One address stands for ten thousand phones. */
const LIMITS = {
  RTCROOM_ROOM_SERVICE_LOGINS_PER_SECOND: '1000000',
  RTCROOM_ROOM_SERVICE_LOGIN_BURST: '1000000',
  RTCROOM_ROOMS_MAX_ROOMS: '20000',
  RTCROOM_SIGNALING_MAX_SESSIONS: '20000',
  RTCROOM_SIGNALING_HELLO_TIMEOUT_MS: '30000',
};

interface Cost {
  /** Of one core. */
  readonly cpuMsPerSecond: number;
  readonly kibPerMember: number;
  readonly beatsPerSecond: number;
}

const residentKib = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** @throws Error when not all of them are members, and online */
async function requireAll(port: number, members: number): Promise<void> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const online = Number(/^room_rooms_members_count\{presence="online"\} (\d+)$/m.exec(text)?.[1]);
  if (online !== members) throw new Error(`${online} of ${members} members are online`);
}

/** Members that are there. */
interface Crowd {
  /** Shows signs of life for that long; gives how many. @throws Error when one was refused */
  readonly beat: (forMs: number) => Promise<number>;
  readonly close: () => void;
}

async function measure(members: number, gather: (node: ChildServer) => Promise<Crowd>): Promise<Cost> {
  const node = await startNode(LIMITS);
  try {
    const emptyKib = residentKib(node.pid);
    const crowd = await gather(node);
    // What joining left over is cleared away first.
    await crowd.beat(MEASURED_MS / 2);
    await requireAll(node.port, members);
    const before = cpuTimeMs(node.pid);
    const startedAt = performance.now();
    const beats = await crowd.beat(MEASURED_MS);
    const seconds = (performance.now() - startedAt) / 1000;
    const cpuMs = cpuTimeMs(node.pid) - before;
    await requireAll(node.port, members);
    const kib = residentKib(node.pid) - emptyKib;
    crowd.close();
    return { cpuMsPerSecond: cpuMs / seconds, kibPerMember: kib / members, beatsPerSecond: beats / seconds };
  } finally {
    await node.stop();
  }
}

async function gatherOnWebSocket({ port }: ChildServer, members: number): Promise<Crowd> {
  const clients: RoomClient[] = [];
  const joinOne = async (index: number): Promise<void> => {
    const client = await RoomClient.open(port);
    await client.hello(await fetchToken(port, `member-${index}`));
    await client.join(`bench-${Math.floor(index / MEMBERS_PER_ROOM)}`);
    clients.push(client);
  };
  await inParallel(members, JOINS_AT_ONCE, joinOne);
  return {
    // The clients answer by themselves; how often they are asked is the server's affair.
    beat: async (forMs) => {
      await sleep(forMs);
      const fault = clients.find((client) => client.fault !== undefined)?.fault;
      if (fault !== undefined) throw new Error(fault);
      return (members * forMs) / 3000;
    },
    close: () => {
      for (const client of clients) client.close();
    },
  };
}

async function run({ effort, say }: ScenarioContext): Promise<readonly Result[]> {
  const members = scaled(effort, MEMBERS);
  pinSelf('load-core');
  try {
    say(`${NAME}: ${members} members by HTTP`);
    const http = await measure(members, async ({ port }) => {
      const crowd = await WeappCrowd.gather(port, members);
      return { beat: (forMs) => crowd.beat(forMs), close: () => crowd.close() };
    });
    say(`${NAME}: ${members} members by WebSocket`);
    const webSocket = await measure(members, (node) => gatherOnWebSocket(node, members));
    const row = (metric: string, unit: string, pick: (cost: Cost) => number): Result =>
      result({
        scenario: NAME,
        metric,
        unit,
        ours: pick(http),
        peers: { webSocket: pick(webSocket) },
        floor: pick(webSocket),
      });
    return [
      row(
        `server time of ${members} idle members (floor: on the WebSocket)`,
        'CPU-ms per second',
        (cost) => cost.cpuMsPerSecond,
      ),
      row('resident memory (floor: on the WebSocket)', 'KiB per member', (cost) => cost.kibPerMember),
      row('signs of life (floor: on the WebSocket)', 'per second', (cost) => cost.beatsPerSecond),
    ];
  } finally {
    pinSelf('all-cores');
  }
}

/** Without a goal: what the older protocol costs beside ours. */
export const weappHeartbeats: Scenario = { name: NAME, goals: [], run };
