/**
 * What a member costs that is only there (goal P7): resident memory of the server's processes per joined member, 10 000 and
 * 18 000 of them in rooms of 100, when the server has come to rest; and again 30 s after 2000 joined one room at once.
 * Beside it, servers that hold as many open connections. 18 000 is what one process may have open here.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from '../load/in-parallel.ts';
import { JoiningMember } from '../load/joining-member.ts';
import { sourceAddresses } from '../load/source-address.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode } from '../support/child-server.ts';
import { closingAtEnd } from '../support/closing.ts';
import { OTHER_SERVERS, type OtherServer, startOther } from '../support/contestants.ts';
import { childrenOf, residentBytes } from '../support/cpu-time.ts';
import { scaled } from '../support/effort.ts';
import { didNotRun } from '../support/others.ts';
import { pinSelf } from '../support/pinning.ts';
import { quiet } from '../support/quiet.ts';
import { signToken } from '../support/tokens.ts';

const NAME = 'idle-memory';
const GOAL = 'P7';
const SIZES = [10_000, 18_000];
const ROOM_SIZE = 100;
/** Fewer are lost in what a heap gives and takes back on its own. */
const LEAST = 5000;
const STORM = 2000;
const STORM_LEAST = 1000;
const FLOOR_COUNT = 10_000;
const STORM_REST_MS = 30_000;
const WARM_UP = 100;
const AT_ONCE = 256;
/** Memory is looked at for so long, and the least counts: garbage that is about to be collected is no cost. */
const SETTLE_LOOKS = 10;
const SETTLE_EVERY_MS = 500;
const { rawUws, ws, socketIo, socketIoUws, nchan } = OTHER_SERVERS;

interface Visitor {
  drop(): void;
}
type Enter = (server: ChildServer, index: number, localAddress: string) => Promise<Visitor>;

const memberIn =
  (roomOf: (index: number) => string): Enter =>
  ({ port }, index, localAddress) =>
    JoiningMember.enter({ port, token: signToken(`member-${index}`), roomId: roomOf(index), localAddress });

const nothing = (): void => undefined;

const connectionTo =
  ({ dialect }: OtherServer): Enter =>
  ({ port }, index, localAddress) =>
    dialect.enter(port, Math.floor(index / ROOM_SIZE), nothing, nothing, localAddress);

/** All come, at most so many at the same moment; those who are in are told to `onIn`. */
function enterAll(server: ChildServer, count: number, enter: Enter, onIn: (visitor: Visitor) => void) {
  const addressOf = sourceAddresses();
  return inParallel(count, AT_ONCE, (index) => enter(server, index, addressOf(index)), onIn);
}

async function memoryOf(pid: number): Promise<number> {
  await quiet(pid);
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < SETTLE_LOOKS; look += 1) {
    const all = [pid, ...childrenOf(pid)].reduce((sum, one) => sum + residentBytes(one), 0);
    least = Math.min(least, all);
    await sleep(SETTLE_EVERY_MS);
  }
  return least;
}

/** Growth per connection, after some came and went, so that what a first visit sets up is not counted. */
async function growthPerMember(server: ChildServer, count: number, enter: Enter, restMs = 0): Promise<number> {
  const open: Visitor[] = [];
  const keep = (visitor: Visitor): void => {
    open.push(visitor);
  };
  const leave = (): void => {
    for (const visitor of open.splice(0)) visitor.drop();
  };
  let before = 0;
  let after = 0;
  try {
    await enterAll(server, Math.min(WARM_UP, count), enter, keep);
    leave();
    before = await memoryOf(server.pid);
    await enterAll(server, count, enter, keep);
    await sleep(restMs);
    after = await memoryOf(server.pid);
  } finally {
    leave();
  }
  await quiet(server.pid);
  if (after <= before) throw new Error(`${count} are too few: memory did not grow`);
  return (after - before) / count;
}

const startOurs = (maxMembers: number): Promise<ChildServer> =>
  startNode({
    RTCROOM_ROOMS_MAX_MEMBERS: String(maxMembers),
    RTCROOM_ROOMS_MAX_ROOMS: '100000',
    RTCROOM_SIGNALING_PING_INTERVAL_MS: '50000',
    RTCROOM_SIGNALING_HELLO_TIMEOUT_MS: '60000',
    RTCROOM_SIGNALING_RESUME_GRACE_MS: '0',
  });

async function grown(start: () => Promise<ChildServer>, count: number, enter: Enter, restMs = 0): Promise<number> {
  return closingAtEnd(async (closing) => {
    const server = await start();
    closing.add(() => server.stop());
    return growthPerMember(server, count, enter, restMs);
  });
}

async function idle(count: number, context: ScenarioContext): Promise<Result> {
  const { say, withPeers } = context;
  const peers: Record<string, number | null> = {};
  const notes: string[] = [];
  say(`${NAME}: ${count} members of ours`);
  const ours = await grown(
    () => startOurs(ROOM_SIZE + 1),
    count,
    memberIn((index) => `idle-${Math.floor(index / ROOM_SIZE)}`),
  );
  const floor = await grown(() => startOther(rawUws), count, connectionTo(rawUws));
  for (const other of withPeers ? [ws, socketIoUws, socketIo, nchan] : []) {
    say(`${NAME}: ${count} connections to ${other.name}`);
    try {
      peers[other.name] = await grown(() => startOther(other), count, connectionTo(other));
    } catch (error) {
      peers[other.name] = null;
      notes.push(didNotRun(other.name, error));
    }
  }
  return result({
    goal: GOAL,
    scenario: NAME,
    metric: `resident memory per idle member, ${count} in rooms of ${ROOM_SIZE}`,
    unit: 'bytes',
    ours,
    floor,
    peers,
    target: { is: 'at most', value: 2 },
    peerTargets: withPeers
      ? [
          { peer: ws.name, is: 'at most', value: 0.5 },
          { peer: socketIoUws.name, is: 'at most', value: 0.25 },
          { peer: socketIo.name, is: 'at most', value: 0.2 },
        ]
      : [],
    notes,
  });
}

async function afterStorm({ effort, say }: ScenarioContext): Promise<Result> {
  const count = scaled(effort, STORM, STORM_LEAST);
  const restMs = effort.name === 'full' ? STORM_REST_MS : STORM_REST_MS * effort.scale;
  say(`${NAME}: ${count} join one room, then ${restMs / 1000} s of rest`);
  const ours = await grown(
    () => startOurs(count + 1),
    count,
    memberIn(() => 'storm'),
    restMs,
  );
  // A connection costs bare uWS the same however many there are, and a few thousand are too few to see it.
  const floor = await grown(() => startOther(rawUws), FLOOR_COUNT, connectionTo(rawUws), 0);
  return result({
    goal: GOAL,
    scenario: NAME,
    metric: `resident memory per member, ${restMs / 1000} s after ${count} joined one room at once`,
    unit: 'bytes',
    ours,
    floor,
    target: { is: 'at most', value: 3 },
  });
}

async function run(context: ScenarioContext): Promise<readonly Result[]> {
  pinSelf('load-core');
  const sizes = context.effort.name === 'full' ? SIZES : SIZES.slice(0, 1);
  const results: Result[] = [];
  try {
    for (const size of sizes) results.push(await idle(scaled(context.effort, size, LEAST), context));
    results.push(await afterStorm(context));
    return results;
  } finally {
    pinSelf('all-cores');
  }
}

/** Goal P7. */
export const idleMemory: Scenario = { name: NAME, goals: [GOAL], run };
