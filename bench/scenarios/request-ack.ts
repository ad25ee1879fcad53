/**
 * One command and its answer (goal P5): 50 members, each alone in a room, raise and lower their hands; each command is
 * decided, logged, published to its one member and answered. Beside it, servers that send back what they were sent.
 */
import { broadcastSlice } from '../load/broadcast-run.ts';
import { openAckCrowd } from '../load/crowds/ack-crowd.ts';
import type { Crowd } from '../load/crowds/crowd.ts';
import { SOCKET_IO_ECHO, TEXT } from '../load/crowds/dialects.ts';
import { openPlainCrowd } from '../load/crowds/plain-crowd.ts';
import { roundTrips } from '../load/round-trips.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode } from '../support/child-server.ts';
import { type Closing, closingAtEnd } from '../support/closing.ts';
import { OTHER_SERVERS, type OtherServer } from '../support/contestants.ts';
import { startOthers } from '../support/others.ts';
import { pinSelf } from '../support/pinning.ts';
import { type Contestant, inRounds } from '../support/rounds.ts';
import { median } from '../support/statistics.ts';

const NAME = 'request-ack';
const GOAL = 'P5';
const CONNECTIONS = 50;
const WINDOWS = [1, 16];
const MESSAGE_BYTES = 40;
/** Until V8 has optimised what a command takes. */
const WARM_UP_COMMANDS = 20_000;
const PATIENT = { RTCROOM_SIGNALING_PING_INTERVAL_MS: '30000' };
const { rawUws, ws, socketIo, socketIoUws } = OTHER_SERVERS;
/** The same servers, asked for an answer. */
const OTHERS: readonly OtherServer[] = [
  { ...rawUws, name: 'uWS echo', dialect: TEXT },
  { ...ws, dialect: TEXT },
  { ...socketIoUws, dialect: SOCKET_IO_ECHO },
  { ...socketIo, dialect: SOCKET_IO_ECHO },
];

interface Side {
  readonly name: string;
  readonly role: Contestant['role'];
  readonly server: ChildServer;
  /** 50 connections, and one by itself. */
  readonly many: Crowd;
  readonly one: Crowd;
}

async function openSides(context: ScenarioContext, closing: Closing) {
  const node = await startNode(PATIENT);
  closing.add(() => node.stop());
  const both = async (open: (connections: number) => Promise<Crowd>): Promise<Pick<Side, 'many' | 'one'>> => {
    const many = await open(CONNECTIONS);
    closing.add(() => many.close());
    const one = await open(1);
    closing.add(() => one.close());
    return { many, one };
  };
  let crowds = 0;
  const ours = await both((connections) => {
    crowds += 1;
    return openAckCrowd(node.port, connections, `crowd-${crowds}`);
  });
  const { started, missing, notes } = await startOthers(OTHERS, context.withPeers, closing, ({ dialect }, { port }) =>
    both((rooms) => openPlainCrowd(dialect, port, { rooms, membersPerRoom: 1, messageBytes: MESSAGE_BYTES })),
  );
  const sides: readonly Side[] = [
    { name: 'rtcroom', role: 'ours', server: node, ...ours },
    ...started.map(({ other, server, given }) => ({ name: other.name, role: other.role, server, ...given })),
  ];
  return { sides, missing, notes };
}

/** Median round trip of a single connection, by side; the slices take turns. */
async function lonely(sides: readonly Side[], { effort, say }: ScenarioContext): Promise<ReadonlyMap<string, number>> {
  const byName = new Map(sides.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= effort.rounds; round += 1) {
    say(`${NAME}: one connection: ${round === 0 ? 'warming up' : `round ${round} of ${effort.rounds}`}`);
    for (const { name, one } of sides) {
      const times = await roundTrips(one, effort.sliceMs / 2);
      if (round > 0) byName.get(name)?.push(times.percentile(0.5));
    }
  }
  return new Map([...byName].map(([name, values]) => [name, median(values)]));
}

async function measure(context: ScenarioContext, closing: Closing): Promise<readonly Result[]> {
  const { effort, say, withPeers } = context;
  const { sides, missing, notes } = await openSides(context, closing);
  const results: Result[] = [];
  for (const window of WINDOWS) {
    const contestants = sides.map(({ name, role, server, many }): Contestant => {
      const run = { server, crowd: many, rooms: CONNECTIONS, membersPerRoom: 1, window };
      return { name, role, slice: (durationMs) => broadcastSlice(run, durationMs), warmUpUnits: WARM_UP_COMMANDS };
    });
    const standing = await inRounds(contestants, effort, (line) => say(`${NAME}: w${window}: ${line}`));
    results.push(
      result({
        goal: GOAL,
        scenario: NAME,
        metric: `commands answered, ${CONNECTIONS} connections, ${window} in flight on each (w${window})`,
        unit: 'per server-CPU-second',
        ours: standing.ours,
        floor: standing.floor,
        peers: { ...standing.peers, ...missing },
        target: { is: 'at least', value: 0.85 },
        peerTargets: withPeers
          ? [
              { peer: ws.name, is: 'at least', value: 1.3 },
              { peer: socketIo.name, is: 'at least', value: 1.7 },
            ]
          : [],
        clientCeiling: standing.clientCeiling,
        notes: [...notes, ...standing.notes],
      }),
    );
  }
  const p50 = await lonely(sides, context);
  const ofRole = (role: Contestant['role']): readonly Side[] => sides.filter((side) => side.role === role);
  const [floor] = ofRole('floor');
  results.push(
    result({
      goal: GOAL,
      scenario: NAME,
      metric: 'round trip of one connection, p50',
      unit: 'ms',
      ours: p50.get('rtcroom') ?? Number.NaN,
      floor: p50.get(floor?.name ?? '') ?? null,
      peers: { ...Object.fromEntries(ofRole('peer').map(({ name }) => [name, p50.get(name) ?? null])), ...missing },
      target: { is: 'at most', value: 1.15 },
      notes,
    }),
  );
  return results;
}

async function run(context: ScenarioContext): Promise<readonly Result[]> {
  pinSelf('load-core');
  try {
    return await closingAtEnd((closing) => measure(context, closing));
  } finally {
    pinSelf('all-cores');
  }
}

/** Goal P5. */
export const requestAck: Scenario = { name: NAME, goals: [GOAL], short: true, run };
