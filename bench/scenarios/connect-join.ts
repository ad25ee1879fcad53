/**
 * Getting in (goal P8): thousands connect, say Hello with a signed token (HMAC) and join rooms of ten. Beside it, others
 * that only accept the same number of connections: no token, no room.
 */
import { enterSocketIo } from '../load/crowds/dialects.ts';
import { inParallel } from '../load/in-parallel.ts';
import { JoiningMember } from '../load/joining-member.ts';
import { RawWebSocket } from '../load/raw-web-socket.ts';
import { sourceAddresses } from '../load/source-address.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode } from '../support/child-server.ts';
import { type Closing, closingAtEnd } from '../support/closing.ts';
import { OTHER_SERVERS, type OtherServer } from '../support/contestants.ts';
import { scaled } from '../support/effort.ts';
import { measured } from '../support/measured.ts';
import { startOthers } from '../support/others.ts';
import { pinSelf } from '../support/pinning.ts';
import { quiet } from '../support/quiet.ts';
import { type Contestant, inRounds, type Sample } from '../support/rounds.ts';
import { signToken } from '../support/tokens.ts';

const NAME = 'connect-join';
const GOAL = 'P8';
const CONNECTIONS = 10_000;
const ROOM_SIZE = 10;
const CONNECTS_AT_ONCE = 256;
/** What is several times slower need not be measured five times. */
const SLOW_ROUNDS = 3;
const { rawUws, ws, socketIo, socketIoUws } = OTHER_SERVERS;

interface Visitor {
  drop(): void;
}

/** That many connections, which are cut when the last of them is in. */
async function wave(
  server: ChildServer,
  count: number,
  enter: (index: number, localAddress: string) => Promise<Visitor>,
): Promise<Sample> {
  const addressOf = sourceAddresses();
  const open: Visitor[] = [];
  try {
    return await measured(server, async () => {
      await inParallel(
        count,
        CONNECTS_AT_ONCE,
        (index) => enter(index, addressOf(index)),
        (visitor) => open.push(visitor),
      );
      return count;
    });
  } finally {
    for (const one of open) one.drop();
    await quiet(server.pid);
  }
}

let waves = 0;

/** Each wave has rooms of its own. */
async function joinWave(server: ChildServer, count: number): Promise<Sample> {
  waves += 1;
  const number = waves;
  // Signing them is the application's work.
  const tokens = Array.from({ length: count }, (_, index) => signToken(`member-${index}`));
  const members: JoiningMember[] = [];
  const sample = await wave(server, count, async (index, localAddress) => {
    const roomId = `wave-${number}-${Math.floor(index / ROOM_SIZE)}`;
    const member = await JoiningMember.enter({ port: server.port, localAddress, token: tokens[index] ?? '', roomId });
    members.push(member);
    return member;
  });
  const fault = members.find((member) => member.fault !== undefined)?.fault;
  if (fault !== undefined) throw new Error(fault);
  return sample;
}

function connectWave({ name }: OtherServer, server: ChildServer, count: number): Promise<Sample> {
  const nothing = (): void => undefined;
  const isSocketIo = name.startsWith(socketIo.name);
  return wave(server, count, (_index, localAddress) =>
    isSocketIo
      ? enterSocketIo(server.port, 0, nothing, nothing, { localAddress })
      : RawWebSocket.open({ port: server.port, path: '/room/0', localAddress, onFrame: nothing }),
  );
}

async function measure(context: ScenarioContext, closing: Closing): Promise<readonly Result[]> {
  const { effort, say, withPeers } = context;
  const count = scaled(effort, CONNECTIONS, 100);
  const node = await startNode({
    RTCROOM_SIGNALING_PING_INTERVAL_MS: '50000',
    RTCROOM_SIGNALING_HELLO_TIMEOUT_MS: '60000',
    RTCROOM_SIGNALING_RESUME_GRACE_MS: '0',
    RTCROOM_ROOMS_MAX_ROOMS: '100000',
  });
  closing.add(() => node.stop());
  const { started, missing, notes } = await startOthers(
    [rawUws, ws, socketIoUws, socketIo],
    withPeers,
    closing,
    async () => undefined,
  );
  const sizeOf = (isWarmUp: boolean): number => (isWarmUp ? Math.ceil(count / 2) : count);
  const contestants: readonly Contestant[] = [
    {
      name: 'rtcroom',
      role: 'ours',
      mayBeIdle: true,
      slice: (_durationMs, isWarmUp) => joinWave(node, sizeOf(isWarmUp)),
    },
    ...started.map(({ other, server }): Contestant => {
      const slice = (_durationMs: number, isWarmUp: boolean): Promise<Sample> =>
        connectWave(other, server, sizeOf(isWarmUp));
      const rounds = other.name.startsWith(socketIo.name) ? { rounds: SLOW_ROUNDS } : {};
      return { name: other.name, role: other.role, mayBeIdle: true, slice, ...rounds };
    }),
  ];
  const standing = await inRounds(contestants, effort, (line) => say(`${NAME}: ${count}: ${line}`));
  return [
    result({
      goal: GOAL,
      scenario: NAME,
      metric: `${count} connect, prove who they are and join rooms of ${ROOM_SIZE}; the others only connect`,
      unit: 'per server-CPU-second',
      ours: standing.ours,
      floor: standing.floor,
      peers: { ...standing.peers, ...missing },
      target: { is: 'at least', value: 0.5 },
      peerTargets: withPeers
        ? [
            { peer: ws.name, is: 'at least', value: 2 },
            { peer: socketIoUws.name, is: 'at least', value: 3 },
            { peer: socketIo.name, is: 'at least', value: 6 },
          ]
        : [],
      clientCeiling: standing.clientCeiling,
      notes: [...notes, ...standing.notes],
    }),
  ];
}

async function run(context: ScenarioContext): Promise<readonly Result[]> {
  pinSelf('load-core');
  try {
    return await closingAtEnd((closing) => measure(context, closing));
  } finally {
    pinSelf('all-cores');
  }
}

/** Goal P8. */
export const connectJoin: Scenario = { name: NAME, goals: [GOAL], run };
