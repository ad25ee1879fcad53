/**
 * One room of 100 members, one of whom raises and lowers a hand as fast as the others hear of it: the cheapest change
 * of state that takes the whole authoritative path (decode, grants, rate limit, decide, evolve, log, encode, publish,
 * answer). Compared with uWebSockets.js publishing messages of the same size and nothing else, in alternating slices,
 * both by what a second of processor time delivers.
 */
import { ClosedLoop, type LoopOutcome } from '../load/closed-loop.ts';
import { RawWebSocket } from '../load/raw-web-socket.ts';
import { RoomClient } from '../load/room-client.ts';
import { clientFrame, OPCODE } from '../load/web-socket-frames.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode, startRawUws } from '../support/child-server.ts';
import { cpuTimeMs } from '../support/cpu-time.ts';
import { pinSelf } from '../support/pinning.ts';
import { median } from '../support/statistics.ts';
import { fetchToken } from '../support/tokens.ts';

const NAME = 'fan-out-100';
const ROOM = 'bench-fan-out';
const MEMBERS = 100;
const ROUNDS = 5;
const SLICE_MS = 1_200;
const WARM_UP_MS = 800;
const CASES = [
  { goal: 'P1', window: 1, target: 0.9 },
  { goal: 'P2', window: 8, target: 0.95 },
] as const;
const CLIENT_SATURATED = 0.97;
const SERVER_SATURATED = 0.9;

/** A group of members on one server. */
interface Group {
  readonly name: string;
  readonly server: ChildServer;
  /** Starts messages for the given loop until the next call. */
  readonly loop: (window: number) => ClosedLoop;
  /** Why the group is of no use any more. */
  readonly fault: () => string | undefined;
  readonly close: () => void;
}

interface Slice {
  readonly perServerSecond: number;
  readonly perClientSecond: number;
  readonly clientWasLimit: boolean;
}

/** Members of a real room. Also gives the size of one delta, for the reference to send the same. */
async function openRoom(server: ChildServer): Promise<Group & { deltaBytes: () => number }> {
  const clients: RoomClient[] = [];
  for (let index = 0; index < MEMBERS; index += 1) {
    const client = await RoomClient.open(server.port);
    await client.hello(await fetchToken(server.port, `member-${index}`));
    await client.join(ROOM);
    clients.push(client);
  }
  // The answer to a ping comes after all that was published before: the arrival of the last one is out of the way.
  await Promise.all(clients.map((client) => client.request({ ping: { sentAtMs: 0 } })));
  let loop: ClosedLoop | undefined;
  let deltaBytes = 0;
  for (const client of clients) {
    client.onDelta = (prevOffset, offset, bytes) => {
      if (offset === prevOffset + 1) deltaBytes = bytes;
      loop?.received(prevOffset + 1, offset);
    };
  }
  const sender = clients[0];
  let raised = false;
  const send = (count: number): void => {
    const commands = Array.from({ length: count }, () => {
      raised = !raised;
      return { raiseHand: { roomId: ROOM, raised } };
    });
    sender?.sendAll(commands);
  };
  return {
    name: 'rtcroom',
    server,
    deltaBytes: () => deltaBytes,
    loop: (window) => {
      loop = new ClosedLoop({ members: MEMBERS, window, send });
      return loop;
    },
    fault: () => clients.find(({ fault }) => fault !== undefined)?.fault,
    close: () => {
      for (const client of clients) client.close();
    },
  };
}

/** The same number of sockets on the reference server; messages are numbered in their first four bytes. */
async function openRaw(server: ChildServer, messageBytes: number): Promise<Group> {
  let loop: ClosedLoop | undefined;
  let fault: string | undefined;
  const sockets: RawWebSocket[] = [];
  for (let index = 0; index < MEMBERS; index += 1) {
    let last = 0;
    sockets.push(
      await RawWebSocket.open({
        port: server.port,
        path: '/',
        onFrame: (_opcode, data, start) => {
          const number = data.readUInt32BE(start);
          if (number !== last + 1) fault = `gap: message ${number} after ${last}`;
          last = number;
          loop?.received(number, number);
        },
        onClose: (why) => {
          fault = why;
        },
      }),
    );
  }
  let sent = 0;
  const send = (count: number): void => {
    const frames = Array.from({ length: count }, () => {
      const payload = Buffer.alloc(messageBytes);
      sent += 1;
      payload.writeUInt32BE(sent);
      return clientFrame(OPCODE.binary, payload);
    });
    sockets[0]?.writeFrames(Buffer.concat(frames));
  };
  return {
    name: 'raw uWS publish',
    server,
    loop: (window) => {
      loop = new ClosedLoop({ members: MEMBERS, window, send });
      return loop;
    },
    fault: () => fault,
    close: () => {
      for (const socket of sockets) socket.close();
    },
  };
}

async function measure(group: Group, window: number, durationMs: number): Promise<Slice> {
  const { pid } = group.server;
  const loop = group.loop(window);
  const serverBefore = cpuTimeMs(pid);
  const clientBefore = cpuTimeMs(process.pid);
  const outcome = await loop.run(durationMs);
  const serverMs = cpuTimeMs(pid) - serverBefore;
  const clientMs = cpuTimeMs(process.pid) - clientBefore;
  check(group, outcome);
  const { delivered, elapsedMs } = outcome;
  return {
    perServerSecond: (delivered / serverMs) * 1000,
    perClientSecond: (delivered / clientMs) * 1000,
    clientWasLimit: clientMs / elapsedMs > CLIENT_SATURATED && serverMs / elapsedMs < SERVER_SATURATED,
  };
}

/** Speed counts only when everything arrived, once and in order. */
function check({ name, fault }: Group, { sent, delivered }: LoopOutcome): void {
  const why = fault();
  if (why !== undefined) throw new Error(`${name}: ${why}`);
  if (delivered !== sent * MEMBERS || sent === 0) {
    throw new Error(`${name}: ${delivered} deliveries of ${sent} messages to ${MEMBERS} members`);
  }
}

async function compare(ours: Group, raw: Group, { say }: ScenarioContext): Promise<readonly Result[]> {
  for (const { window } of CASES) for (const group of [ours, raw]) await measure(group, window, WARM_UP_MS);
  const slices = CASES.map((one) => ({ ...one, ours: [] as Slice[], raw: [] as Slice[] }));
  for (let round = 1; round <= ROUNDS; round += 1) {
    say(`${NAME}: round ${round} of ${ROUNDS}`);
    for (const one of slices) {
      one.ours.push(await measure(ours, one.window, SLICE_MS));
      one.raw.push(await measure(raw, one.window, SLICE_MS));
    }
  }
  return slices.map(({ goal, window, target, ours: own, raw: reference }) => {
    if ([...own, ...reference].some(({ clientWasLimit }) => clientWasLimit)) {
      say(`${NAME}: the load generator was the limit at w${window}; its server had time left`);
    }
    return result({
      goal,
      scenario: NAME,
      metric: `state changes delivered, ${window} in flight (w${window})`,
      unit: 'per server-CPU-second',
      ours: median(own.map(({ perServerSecond }) => perServerSecond)),
      floor: median(reference.map(({ perServerSecond }) => perServerSecond)),
      target: { is: 'at least', value: target },
      clientCeiling: median(own.map(({ perClientSecond }) => perClientSecond)),
    });
  });
}

async function run(context: ScenarioContext): Promise<readonly Result[]> {
  pinSelf('load-core');
  const open: { close: () => void }[] = [];
  const servers: ChildServer[] = [];
  try {
    const node = await startNode();
    servers.push(node);
    context.say(`${NAME}: ${MEMBERS} members join`);
    const ours = await openRoom(node);
    open.push(ours);
    await measure(ours, 1, WARM_UP_MS);
    const reference = await startRawUws();
    servers.push(reference);
    const raw = await openRaw(reference, ours.deltaBytes());
    open.push(raw);
    return await compare(ours, raw, context);
  } finally {
    for (const group of open) group.close();
    for (const server of servers) await server.stop();
    pinSelf('all-cores');
  }
}

/** Goals P1 and P2. */
export const fanOut: Scenario = { name: NAME, goals: CASES.map(({ goal }) => goal), run };
