/**
 * How long the slowest wait at half load (goal P6): a room of 100 members, changes at fixed instants, at half the rate
 * that a core of our server carries; the others at the same rate. Time runs from the instant at which a change should have
 * been sent to its arrival at each member, so a stall is charged with all that it delayed.
 */
import { broadcastSlice, warmUpByMessages } from '../load/broadcast-run.ts';
import type { Crowd } from '../load/crowds/crowd.ts';
import { openPlainCrowd } from '../load/crowds/plain-crowd.ts';
import { openRtcroomCrowd } from '../load/crowds/rtcroom-crowd.ts';
import { openLoop } from '../load/open-loop.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode } from '../support/child-server.ts';
import { type Closing, closingAtEnd } from '../support/closing.ts';
import { OTHER_SERVERS } from '../support/contestants.ts';
import { didNotRun, startOthers } from '../support/others.ts';
import { pinSelf } from '../support/pinning.ts';
import { profileAfterWarmUp } from '../support/profiles.ts';
import { median } from '../support/statistics.ts';

const NAME = 'tail-at-half-load';
const GOAL = 'P6';
const MEMBERS = 100;
const SHARE = 0.5;
const CAPACITY_SLICES = 3;
const { rawUws, socketIo, socketIoUws } = OTHER_SERVERS;
const SHARES = [
  { p: 0.5, label: 'p50' },
  { p: 0.99, label: 'p99' },
  { p: 0.999, label: 'p99.9' },
] as const;

interface Side {
  readonly name: string;
  readonly role: 'ours' | 'floor' | 'peer';
  readonly server: ChildServer;
  readonly crowd: Crowd;
  lastNumber: number;
}

/** A closed loop shows which number comes next. */
async function warmUp(side: Omit<Side, 'lastNumber'>, durationMs: number): Promise<number> {
  const { server, crowd } = side;
  let last = 0;
  const onLast = (number: number): void => {
    last = number;
  };
  await broadcastSlice({ server, crowd, rooms: 1, membersPerRoom: MEMBERS, window: 1, onLast }, durationMs);
  return last;
}

/** Changes per second that a core of ours carries, one in flight. */
async function capacity({ server, crowd }: Side, sliceMs: number): Promise<number> {
  const rates: number[] = [];
  for (let slice = 0; slice < CAPACITY_SLICES; slice += 1) {
    const run = { server, crowd, rooms: 1, membersPerRoom: MEMBERS, window: 1 };
    const { units, serverMs } = await broadcastSlice(run, sliceMs);
    rates.push((units * 1000) / serverMs / MEMBERS);
  }
  return median(rates);
}

async function openSides({ effort, withPeers }: ScenarioContext, closing: Closing) {
  const server = await startNode({ RTCROOM_SIGNALING_PING_INTERVAL_MS: '30000' });
  closing.add(() => server.stop());
  const crowd = await openRtcroomCrowd(server.port, { rooms: 1, membersPerRoom: MEMBERS });
  closing.add(() => crowd.close());
  const ours: Side = { name: 'rtcroom', role: 'ours', server, crowd, lastNumber: 0 };
  await broadcastSlice({ server, crowd, rooms: 1, membersPerRoom: MEMBERS, window: 1 }, effort.warmUpMs);
  const size = { rooms: 1, membersPerRoom: MEMBERS, messageBytes: crowd.deltaBytes() };
  const others = await startOthers(
    [rawUws, socketIoUws, socketIo],
    withPeers,
    closing,
    async ({ dialect }, { port }) => {
      const theirs = await openPlainCrowd(dialect, port, size);
      closing.add(() => theirs.close());
      return theirs;
    },
  );
  const sides = others.started.map(
    ({ other, server: theirs, given }): Side => ({
      name: other.name,
      role: other.role,
      server: theirs,
      crowd: given,
      lastNumber: 0,
    }),
  );
  return { ours, sides, missing: others.missing, notes: others.notes };
}

/** Percentiles of each side in each round; a peer that cannot keep up drops out. */
async function rounds(all: readonly Side[], ratePerSecond: number, { effort, say }: ScenarioContext) {
  const found = new Map(all.map(({ name }) => [name, [] as number[][]]));
  const lost = new Map<string, string>();
  for (let round = 1; round <= effort.rounds; round += 1) {
    say(`${NAME}: round ${round} of ${effort.rounds}, ${ratePerSecond.toFixed(0)} changes per second`);
    for (const side of all) {
      if (lost.has(side.name)) continue;
      try {
        side.lastNumber = await warmUp(side, effort.warmUpMs / 4);
        const { crowd, lastNumber } = side;
        const options = { crowd, members: MEMBERS, ratePerSecond, durationMs: effort.sliceMs, lastNumber };
        const { latencies } = await openLoop(options);
        found.get(side.name)?.push(SHARES.map(({ p }) => latencies.percentile(p)));
      } catch (error) {
        if (side.role !== 'peer') throw error;
        lost.set(side.name, didNotRun(side.name, error));
      }
    }
  }
  return { found, lost };
}

async function measure(context: ScenarioContext, closing: Closing): Promise<readonly Result[]> {
  const { ours, sides, missing, notes } = await openSides(context, closing);
  for (const { server, crowd, role } of [ours, ...sides]) {
    try {
      await warmUpByMessages({ server, crowd, rooms: 1, membersPerRoom: MEMBERS }, context.effort);
    } catch (error) {
      // What a peer cannot do is told by the rounds.
      if (role !== 'peer') throw error;
    }
  }
  profileAfterWarmUp();
  const ratePerSecond = SHARE * (await capacity(ours, context.effort.sliceMs));
  const { found, lost } = await rounds([ours, ...sides], ratePerSecond, context);
  const value = (name: string, index: number): number | null =>
    lost.has(name) ? null : median((found.get(name) ?? []).map((round) => round[index] ?? Number.NaN));
  const floorName = sides.find(({ role }) => role === 'floor')?.name ?? '';
  const peers = sides.filter(({ role }) => role === 'peer');
  return SHARES.map(({ label }, index) =>
    result({
      goal: GOAL,
      scenario: NAME,
      metric: `should have been sent to arrived, ${label}`,
      unit: 'ms',
      ours: value(ours.name, index) ?? Number.NaN,
      floor: value(floorName, index),
      peers: { ...Object.fromEntries(peers.map(({ name }) => [name, value(name, index)])), ...missing },
      target: label === 'p99' ? { is: 'at most', value: 1.5 } : null,
      peerTargets: label === 'p99' && context.withPeers ? [{ peer: socketIo.name, is: 'at most', value: 0.5 }] : [],
      notes: [...notes, ...lost.values(), `at ${ratePerSecond.toFixed(0)} changes per second`],
    }),
  );
}

async function run(context: ScenarioContext): Promise<readonly Result[]> {
  pinSelf('load-core');
  try {
    return await closingAtEnd((closing) => measure(context, closing));
  } finally {
    pinSelf('all-cores');
  }
}

/** Goal P6. */
export const tail: Scenario = { name: NAME, goals: [GOAL], short: true, run };
