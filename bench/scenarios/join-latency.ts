/**
 * How long it takes to be in a room: 300 clients connect, say Hello and join, one after the other, in rooms that fill up
 * to ten members. Each arrival is announced to those present and answered with a snapshot. Beside it, on the reference
 * server, what cannot be saved: a WebSocket handshake and two round trips.
 */
import { RawWebSocket } from '../load/raw-web-socket.ts';
import { RoomClient } from '../load/room-client.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode, startRawUws } from '../support/child-server.ts';
import { pinSelf } from '../support/pinning.ts';
import { percentile } from '../support/statistics.ts';
import { fetchToken } from '../support/tokens.ts';

const NAME = 'join-latency';
const JOINS = 300;
const WARM_UP_JOINS = 100;
const ROOM_SIZE = 10;
const UNIT = 'ms';

interface Join {
  /** From the start of the TCP connection to Joined. */
  readonly wholeMs: number;
  /** From JoinRoom to Joined. */
  readonly joinMs: number;
}

async function joinOnce(port: number, index: number, clients: RoomClient[]): Promise<Join> {
  // Tokens come from an application's own server in production: getting one is not part of joining.
  const token = await fetchToken(port, `member-${index}`);
  const startedAt = performance.now();
  const client = await RoomClient.open(port);
  clients.push(client);
  await client.hello(token);
  const welcomedAt = performance.now();
  const { snapshot } = await client.join(`bench-join-${Math.floor(index / ROOM_SIZE)}`);
  const joinedAt = performance.now();
  const expected = (index % ROOM_SIZE) + 1;
  if (snapshot?.members.length !== expected) {
    throw new Error(`${snapshot?.members.length} members in the snapshot, expected ${expected}`);
  }
  return { wholeMs: joinedAt - startedAt, joinMs: joinedAt - welcomedAt };
}

/** Handshake and two echoes: as many round trips as connecting, Hello and joining take. */
async function echoTwice(port: number, sockets: RawWebSocket[]): Promise<number> {
  let answered: () => void = () => undefined;
  const startedAt = performance.now();
  const socket = await RawWebSocket.open({ port, path: '/', onFrame: () => answered() });
  sockets.push(socket);
  for (let round = 0; round < 2; round += 1) {
    await new Promise<void>((resolve) => {
      answered = resolve;
      socket.sendText('hello');
    });
  }
  return performance.now() - startedAt;
}

/** Every member must have followed its room to the end: all arrivals after its own, without a gap. */
async function checkRooms(clients: readonly RoomClient[]): Promise<void> {
  for (let first = 0; first < clients.length; first += ROOM_SIZE) {
    const members = clients.slice(first, first + ROOM_SIZE);
    // An answer to each member comes after all deltas that were published before.
    await Promise.all(members.map((client) => client.request({ ping: { sentAtMs: 0 } })));
    const fault = members.find((client) => client.fault !== undefined)?.fault;
    if (fault !== undefined) throw new Error(fault);
    if (new Set(members.map(({ offset }) => offset)).size !== 1) throw new Error('members are at different offsets');
  }
}

async function measure(
  node: ChildServer,
  reference: ChildServer,
  { say }: ScenarioContext,
): Promise<readonly Result[]> {
  const clients: RoomClient[] = [];
  const sockets: RawWebSocket[] = [];
  const joins: Join[] = [];
  const echoes: number[] = [];
  try {
    say(`${NAME}: ${WARM_UP_JOINS} joins to warm up, ${JOINS} to measure`);
    for (let index = 0; index < WARM_UP_JOINS + JOINS; index += 1) {
      const join = await joinOnce(node.port, index, clients);
      const echo = await echoTwice(reference.port, sockets);
      if (index < WARM_UP_JOINS) continue;
      joins.push(join);
      echoes.push(echo);
    }
    await checkRooms(clients);
  } finally {
    for (const client of clients) client.close();
    for (const socket of sockets) socket.close();
  }
  const wholes = joins.map(({ wholeMs }) => wholeMs);
  const answers = joins.map(({ joinMs }) => joinMs);
  const row = (metric: string, values: readonly number[], p: number, floors?: readonly number[]): Result =>
    result({
      scenario: NAME,
      metric: `${metric}, p${p * 100}`,
      unit: UNIT,
      ours: percentile(values, p),
      floor: floors === undefined ? null : percentile(floors, p),
    });
  return [
    row('connect to Joined', wholes, 0.5, echoes),
    row('connect to Joined', wholes, 0.95, echoes),
    row('JoinRoom to Joined', answers, 0.5),
    row('JoinRoom to Joined', answers, 0.95),
  ];
}

async function run(context: ScenarioContext): Promise<readonly Result[]> {
  pinSelf('load-core');
  const servers: ChildServer[] = [];
  try {
    const node = await startNode();
    servers.push(node);
    const reference = await startRawUws();
    servers.push(reference);
    return await measure(node, reference, context);
  } finally {
    for (const server of servers) await server.stop();
    pinSelf('all-cores');
  }
}

/** No goal of its own yet; watched for regressions. */
export const joinLatency: Scenario = { name: NAME, goals: [], run };
