/**
 * Everybody comes at once (goal P4): N members connect, say Hello and join one room, 256 at a time, and each arrival is
 * told to all who are there. A storm counts when every member ends at the server's offset, and what they were told leads
 * to the server's member list: the same bytes for all, replayed and compared with the room by hash.
 *
 * Beside it: N connections to bare uWS (the floor), the same node with the gathering of a turn's events switched off,
 * bare uWS that tells each arrival at once, and Socket.IO that does so. Those two tell the arrival only; nobody is sent a list.
 */

import { ArrivalWitness } from '../load/arrival-times.ts';
import { enterSocketIo } from '../load/crowds/dialects.ts';
import { inParallel } from '../load/in-parallel.ts';
import { JoiningMember } from '../load/joining-member.ts';
import { RawWebSocket } from '../load/raw-web-socket.ts';
import { RoomClient } from '../load/room-client.ts';
import { SeenFrames } from '../load/seen-frames.ts';
import { sourceAddresses } from '../load/source-address.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode, startRawUws } from '../support/child-server.ts';
import { type Closing, closingAtEnd } from '../support/closing.ts';
import { OTHER_SERVERS, startOther } from '../support/contestants.ts';
import { scaled } from '../support/effort.ts';
import { measured } from '../support/measured.ts';
import { pinSelf } from '../support/pinning.ts';
import { quiet } from '../support/quiet.ts';
import { type Contestant, inRounds, type Sample } from '../support/rounds.ts';
import { percentile } from '../support/statistics.ts';
import { signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

const NAME = 'join-storm';
const GOAL = 'P4';
const SIZES = [
  { members: 1000, uncoalesced: 40, socketIo: 80 },
  { members: 2000, uncoalesced: 80, socketIo: 150 },
] as const;
const CONNECTS_AT_ONCE = 256;
const TIMEOUT_MS = 120_000;
/** What is a hundred times slower need not be measured five times. */
const SLOW_ROUNDS = 2;
/** Until V8 has optimised what a join takes. */
const WARM_UP_JOINS = 4000;
const UNCOALESCED = 'uncoalesced';
const UNCOALESCED_NODE = './bench/servers/uncoalesced-node.ts';
const ANNOUNCING = 'raw uWS, each at once';

/** Members leave the room when their connection is lost, so that rounds do not see each other. */
const nodeFor = (members: number, preload?: string): Promise<ChildServer> =>
  startNode(
    {
      RTCROOM_ROOMS_MAX_MEMBERS: String(members + 1),
      RTCROOM_SIGNALING_PING_INTERVAL_MS: '50000',
      RTCROOM_SIGNALING_HELLO_TIMEOUT_MS: '60000',
      RTCROOM_SIGNALING_RESUME_GRACE_MS: '0',
    },
    preload === undefined ? {} : { preload },
  );

/** What the storms of ours showed beside their cost; one value for each member. */
interface Times {
  readonly joinMs: number[];
  readonly seenMs: number[];
  readonly seenTicks: number[];
}

const noTimes = (): Times => ({ joinMs: [], seenMs: [], seenTicks: [] });

let storms = 0;

/** One storm on ours; without `times` it is one that only has to arrive: what all are told is not compared. */
async function storm(server: ChildServer, members: number, times?: Times): Promise<Sample> {
  storms += 1;
  const roomId = `storm-${storms}`;
  const tokens = Array.from({ length: members }, (_, index) => signToken(`member-${index}`));
  const moderator = await RoomClient.open(server.port);
  await moderator.hello(signToken('moderator'));
  await moderator.join(roomId);
  const frames = times === undefined ? undefined : new SeenFrames();
  const seen = new ArrivalWitness(frames);
  const crowd: JoiningMember[] = [];
  const addressOf = sourceAddresses();
  try {
    const sample = await measured(server, async () => {
      await inParallel(
        members,
        CONNECTS_AT_ONCE,
        (index) => {
          const localAddress = addressOf(index);
          return JoiningMember.enter({ port: server.port, localAddress, token: tokens[index] ?? '', roomId, seen });
        },
        (member) => crowd.push(member),
      );
      const isDone = (): boolean => {
        const fault = moderator.fault ?? crowd.find((member) => member.fault !== undefined)?.fault;
        if (fault !== undefined) throw new Error(fault);
        return crowd.every(({ offset }) => offset === moderator.offset);
      };
      await until(isDone, 'all members to know of all', TIMEOUT_MS);
      return members;
    });
    const { snapshotResult } = await moderator.request({ getSnapshot: { roomId } });
    const truth = snapshotResult?.snapshot;
    if (truth == null || truth.members.length !== members + 1) {
      throw new Error(`the room has ${truth?.members.length} members, expected ${members + 1}`);
    }
    if (crowd.some(({ offset }) => offset !== truth.offset)) throw new Error('a member is not where the room is');
    frames?.check(truth);
    times?.joinMs.push(...crowd.map((member) => member.joinMs));
    const { ms, ticks } = seen.times();
    times?.seenMs.push(...ms);
    times?.seenTicks.push(...ticks);
    return sample;
  } finally {
    for (const member of crowd) member.drop();
    moderator.close();
    await quiet(server.pid);
  }
}

type Connect = (onFrame: () => void, localAddress: string) => Promise<{ drop(): void }>;

/** N connections, and as many frames as there should be: none, or one for each that was there at each arrival. */
async function arrivals(server: ChildServer, members: number, isTold: boolean, connect: Connect): Promise<Sample> {
  let frames = 0;
  const expected = isTold ? (members * (members + 1)) / 2 : 0;
  const open: { drop(): void }[] = [];
  const addressOf = sourceAddresses();
  try {
    return await measured(server, async () => {
      const onFrame = (): void => {
        frames += 1;
      };
      await inParallel(
        members,
        CONNECTS_AT_ONCE,
        (index) => connect(onFrame, addressOf(index)),
        (one) => open.push(one),
      );
      await until(() => frames >= expected, 'all arrivals to be told', TIMEOUT_MS);
      if (frames !== expected) throw new Error(`${frames} were told, expected ${expected}`);
      return members;
    });
  } finally {
    for (const one of open) one.drop();
    await quiet(server.pid);
  }
}

const rawConnect = (port: number): Connect => {
  return (onFrame, localAddress) => RawWebSocket.open({ port, path: '/storm', onFrame, localAddress });
};

const socketIoConnect = (port: number): Connect => {
  return (onFrame, localAddress) => {
    const count = (_opcode: number, data: Buffer, start: number): void => {
      // `42["joined"…`; beats and answers do not count.
      if (data.toString('latin1', start, start + 6) === '42["jo') onFrame();
    };
    return enterSocketIo(port, 0, count, () => undefined, { announce: true, localAddress });
  };
};

async function contestants(
  members: number,
  times: Times,
  withPeers: boolean,
  closing: Closing,
): Promise<{ list: readonly Contestant[]; notes: readonly string[]; missing: Readonly<Record<string, null>> }> {
  const started = async (start: Promise<ChildServer>): Promise<ChildServer> => {
    const server = await start;
    closing.add(() => server.stop());
    return server;
  };
  const node = await started(nodeFor(members));
  const raw = await started(startRawUws('publish'));
  const told = await started(startRawUws('announce'));
  const uncoalesced = await started(nodeFor(members, UNCOALESCED_NODE));
  const list: Contestant[] = [
    {
      name: 'rtcroom',
      role: 'ours',
      slice: (_durationMs, isWarmUp) => storm(node, members, isWarmUp ? noTimes() : times),
      warmUpUnits: WARM_UP_JOINS,
    },
    {
      name: 'connect only',
      role: 'floor',
      mayBeIdle: true,
      warmUpUnits: WARM_UP_JOINS,
      slice: () => arrivals(raw, members, false, rawConnect(raw.port)),
    },
    { name: UNCOALESCED, role: 'peer', rounds: SLOW_ROUNDS, slice: () => storm(uncoalesced, members) },
    {
      name: ANNOUNCING,
      role: 'peer',
      rounds: SLOW_ROUNDS,
      slice: () => arrivals(told, members, true, rawConnect(told.port)),
    },
  ];
  if (!withPeers) return { list, notes: [], missing: {} };
  try {
    const socketIo = await started(startOther(OTHER_SERVERS.socketIo));
    const slice = (): Promise<Sample> => arrivals(socketIo, members, true, socketIoConnect(socketIo.port));
    list.push({ name: OTHER_SERVERS.socketIo.name, role: 'peer', rounds: SLOW_ROUNDS, slice });
    return { list, notes: [], missing: {} };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { list, notes: [`socket.io did not run: ${why}`], missing: { 'socket.io': null } };
  }
}

async function measure(size: (typeof SIZES)[number], context: ScenarioContext): Promise<readonly Result[]> {
  const { effort, say, withPeers } = context;
  const members = scaled(effort, size.members);
  const times = noTimes();
  return closingAtEnd(async (closing) => {
    const { list, notes, missing } = await contestants(members, times, withPeers, closing);
    const standing = await inRounds(list, effort, (line) => say(`${NAME}: ${members}: ${line}`));
    const isScaled = members !== size.members;
    const common = { goal: GOAL, scenario: NAME };
    return [
      result({
        ...common,
        metric: `${members} join one room; the same member list for all`,
        unit: 'joins per server-CPU-second',
        ours: standing.ours,
        floor: standing.floor,
        peers: { ...standing.peers, ...missing },
        target: { is: 'at least', value: 0.25 },
        // What is gained grows with the square of the crowd: the targets are for the whole one.
        peerTargets: isScaled
          ? []
          : [
              { peer: UNCOALESCED, is: 'at least', value: size.uncoalesced },
              { peer: OTHER_SERVERS.socketIo.name, is: 'at least', value: size.socketIo },
            ],
        clientCeiling: standing.clientCeiling,
        notes: [...notes, ...standing.notes],
      }),
      result({
        ...common,
        metric: `${members} join one room: connection to Joined, p99`,
        unit: 'ms',
        ours: percentile(times.joinMs, 0.99),
      }),
      result({
        ...common,
        metric: `${members} join one room: Joined until all who are there know it, p99, in turns of the server's loop`,
        unit: 'ticks',
        ours: percentile(times.seenTicks, 0.99),
        target: { is: 'at most', value: 2 },
      }),
      result({
        ...common,
        metric: `${members} join one room: Joined until all who are there know it, p99`,
        unit: 'ms',
        ours: percentile(times.seenMs, 0.99),
      }),
    ];
  });
}

async function run(context: ScenarioContext): Promise<readonly Result[]> {
  pinSelf('load-core');
  const results: Result[] = [];
  try {
    const sizes = context.effort.name === 'full' ? SIZES : SIZES.slice(0, 1);
    for (const size of sizes) results.push(...(await measure(size, context)));
    return results;
  } finally {
    pinSelf('all-cores');
  }
}

/** Goal P4. */
export const joinStorm: Scenario = { name: NAME, goals: [GOAL], short: true, run };
