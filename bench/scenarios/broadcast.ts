/**
 * What the broadcast scenarios share. One member of each room raises and lowers a hand as fast as the others hear of it;
 * beside ours, servers that pass messages of the same size on and do nothing else, and peers at the same work. All run at
 * the same time and take turns. What is compared is how many deliveries a second of the server's processor time makes.
 */
import { broadcastSlice, warmUpByMessages } from '../load/broadcast-run.ts';
import { openPlainCrowd } from '../load/crowds/plain-crowd.ts';
import { openRtcroomCrowd, type RtcroomCrowd } from '../load/crowds/rtcroom-crowd.ts';
import { type PeerTarget, type Result, result, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode } from '../support/child-server.ts';
import { type Closing, closingAtEnd } from '../support/closing.ts';
import type { OtherServer } from '../support/contestants.ts';
import type { Effort } from '../support/effort.ts';
import { startOthers } from '../support/others.ts';
import { pinSelf } from '../support/pinning.ts';
import { type Contestant, inRounds } from '../support/rounds.ts';

const OURS = 'rtcroom';
const FIRST_LOOK_MS = 100;
const UNIT = 'deliveries per server-CPU-second';
/** On a machine busy with something else, patience keeps beats and further changes out of the figures. */
const PATIENT = { RTCROOM_SIGNALING_PING_INTERVAL_MS: '30000', RTCROOM_SIGNALING_HELLO_TIMEOUT_MS: '30000' };

export interface BroadcastCase {
  readonly goal: string;
  /** Messages in flight per room. */
  readonly window: number;
  /** Of the best floor. */
  readonly target: number;
  readonly peerTargets: readonly PeerTarget[];
}

export interface BroadcastOptions {
  readonly name: string;
  readonly rooms: number;
  readonly membersPerRoom: number;
  readonly cases: readonly BroadcastCase[];
  readonly others: readonly OtherServer[];
  /** The load generator is slower than bare uWS at this work: told as a note; the floor is somewhat higher than measured. */
  readonly floorsMayBeIdle?: boolean;
}

/** One server with its crowd, as a contestant of any window. */
interface Side {
  readonly warmUp: (effort: Effort) => Promise<void>;
  readonly contestant: (window: number) => Contestant;
}

async function openOurs(options: BroadcastOptions, closing: Closing): Promise<[Side, RtcroomCrowd]> {
  const { rooms, membersPerRoom } = options;
  const server = await startNode({ ...PATIENT, RTCROOM_ROOMS_MAX_MEMBERS: String(Math.max(100, membersPerRoom)) });
  closing.add(() => server.stop());
  const crowd = await openRtcroomCrowd(server.port, { rooms, membersPerRoom });
  closing.add(() => crowd.close());
  // Tells how large a delta is, for the others to send the same.
  await broadcastSlice({ server, crowd, rooms, membersPerRoom, window: 1 }, FIRST_LOOK_MS);
  return [sideOf(OURS, 'ours', server, crowd, options), crowd];
}

function sideOf(
  name: string,
  role: Contestant['role'],
  server: ChildServer,
  crowd: Parameters<typeof broadcastSlice>[0]['crowd'],
  { rooms, membersPerRoom, floorsMayBeIdle = false }: BroadcastOptions,
): Side {
  const run = { server, crowd, rooms, membersPerRoom };
  return {
    warmUp: async (effort) => {
      try {
        await warmUpByMessages(run, effort);
      } catch (error) {
        // What a peer cannot do is told by the rounds.
        if (role !== 'peer') throw error;
      }
    },
    contestant: (window) => ({
      name,
      role,
      mayBeIdle: role === 'floor' && floorsMayBeIdle,
      slice: (durationMs) => broadcastSlice({ ...run, window }, durationMs),
    }),
  };
}

async function measureCases(
  options: BroadcastOptions,
  { say, effort, withPeers }: ScenarioContext,
  closing: Closing,
): Promise<readonly Result[]> {
  const { name, rooms, membersPerRoom, cases } = options;
  const tell = (line: string): void => say(`${name}: ${line}`);
  tell(`${rooms} room(s) of ${membersPerRoom} members are filled`);
  const [ours, crowd] = await openOurs(options, closing);
  const size = { rooms, membersPerRoom, messageBytes: crowd.deltaBytes() };
  const { started, missing, notes } = await startOthers(options.others, withPeers, closing, async (other, server) => {
    const theirs = await openPlainCrowd(other.dialect, server.port, size);
    closing.add(() => theirs.close());
    return theirs;
  });
  for (const note of notes) tell(note);
  const others = started.map(({ other, server, given }) => sideOf(other.name, other.role, server, given, options));
  const sides = [ours, ...others];
  tell('the servers are brought to speed');
  for (const side of sides) await side.warmUp(effort);
  const results: Result[] = [];
  for (const { goal, window, target, peerTargets } of cases) {
    const contestants = sides.map((side) => side.contestant(window));
    const standing = await inRounds(contestants, effort, (line) => tell(`w${window}: ${line}`));
    results.push(
      result({
        goal,
        scenario: name,
        metric: `state changes delivered, ${window} in flight${rooms > 1 ? ' per room' : ''} (w${window})`,
        unit: UNIT,
        ours: standing.ours,
        floor: standing.floor,
        peers: { ...standing.peers, ...missing },
        target: { is: 'at least', value: target },
        peerTargets: withPeers ? peerTargets : [],
        clientCeiling: standing.clientCeiling,
        notes: [...notes, ...standing.notes],
      }),
    );
  }
  return results;
}

/** Measures all cases of a broadcast scenario. */
export async function measureBroadcast(
  options: BroadcastOptions,
  context: ScenarioContext,
): Promise<readonly Result[]> {
  pinSelf('load-core');
  try {
    return await closingAtEnd((closing) => measureCases(options, context, closing));
  } finally {
    pinSelf('all-cores');
  }
}
