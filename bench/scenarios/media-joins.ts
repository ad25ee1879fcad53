/**
 * Viewers come (goal P10): each opens a receive transport, connects it and is given the audio and the video of one
 * publisher; 400 of them, 32 at a time. What counts is Node's processor time, all threads; the workers' is left out.
 * Beside it the same calls to mediasoup with nothing on top. The second figure is what others notice of it: the time from
 * a command's due instant to its arrival at each member of another room, while viewers come and while none does.
 */
import { dtls, h264, opus } from '../../test/support/rtp-parameters.ts';
import { Medium } from '../../wire/generated/messages.ts';
import { BareMediasoup } from '../load/bare-mediasoup-client.ts';
import { broadcastSlice } from '../load/broadcast-run.ts';
import { openRtcroomCrowd, type RtcroomCrowd } from '../load/crowds/rtcroom-crowd.ts';
import { inParallel } from '../load/in-parallel.ts';
import { openLoop } from '../load/open-loop.ts';
import { RoomClient } from '../load/room-client.ts';
import { capabilitiesOf, openTransport, produce, subscribe, type Wish } from '../load/room-media.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode, startServer } from '../support/child-server.ts';
import { type Closing, closingAtEnd } from '../support/closing.ts';
import { cpuTimeMs } from '../support/cpu-time.ts';
import { scaled } from '../support/effort.ts';
import { measuredBy } from '../support/measured.ts';
import { pinSelf } from '../support/pinning.ts';
import { quiet } from '../support/quiet.ts';
import { type Contestant, inRounds, type Sample } from '../support/rounds.ts';
import { median } from '../support/statistics.ts';
import { signToken } from '../support/tokens.ts';

const NAME = 'media-joins';
const GOAL = 'P10';
const VIEWERS = 400;
const PARALLEL = 32;
const ROOM = 'bench-media';
const JOINS_TIMEOUT_MS = 30_000;
const BYSTANDERS = 10;
const BYSTANDER_RATE = 200;

interface Stage {
  readonly server: ChildServer;
  readonly capabilities: string;
  readonly wishes: readonly Wish[];
}

async function openStage(count: number, closing: Closing): Promise<Stage> {
  const server = await startNode({
    RTCROOM_ROOMS_MAX_MEMBERS: String(count + 2),
    RTCROOM_SIGNALING_PING_INTERVAL_MS: '30000',
    RTCROOM_SIGNALING_RESUME_GRACE_MS: '0',
  });
  closing.add(() => server.stop());
  const publisher = await RoomClient.open(server.port);
  closing.add(() => publisher.close());
  await publisher.hello(signToken('publisher'));
  const { memberId } = await publisher.join(ROOM);
  // Producers can be opened before their media come, and nothing here needs any.
  const { transportId } = await openTransport(publisher, ROOM, 'send', dtls as object);
  await produce(publisher, ROOM, transportId, 'audio', opus());
  await produce(publisher, ROOM, transportId, 'video', h264());
  const wishes = [Medium.AUDIO, Medium.VIDEO].map((medium) => ({ memberId, medium }));
  return { server, capabilities: await capabilitiesOf(publisher, ROOM), wishes };
}

/** With members who are there already when the clock starts (joining a room is another scenario), and gone afterwards. */
async function withViewers<T>(
  { server }: Stage,
  count: number,
  body: (clients: readonly RoomClient[]) => Promise<T>,
): Promise<T> {
  const clients = await inParallel(count, PARALLEL, async (index) => {
    const client = await RoomClient.open(server.port);
    await client.hello(signToken(`viewer-${index}`));
    await client.join(ROOM);
    return client;
  });
  await quiet(server.pid);
  try {
    return await body(clients);
  } finally {
    for (const client of clients) client.close();
    await quiet(server.pid);
  }
}

/** Each of them opens its media. */
async function openMedia({ capabilities, wishes }: Stage, clients: readonly RoomClient[]): Promise<void> {
  await inParallel(clients.length, PARALLEL, async (index) => {
    const client = clients[index];
    if (client === undefined) throw new Error('no such viewer');
    const { transportId } = await openTransport(client, ROOM, 'receive', dtls as object);
    await subscribe(client, ROOM, transportId, capabilities, wishes);
  });
}

const joinMedia = (stage: Stage, count: number): Promise<Sample> =>
  withViewers(stage, count, (clients) =>
    measuredBy(
      () => cpuTimeMs(stage.server.pid),
      async () => {
        await openMedia(stage, clients);
        return count;
      },
    ),
  );

async function joinBare(server: ChildServer, bare: BareMediasoup, count: number): Promise<Sample> {
  try {
    return await measuredBy(
      () => cpuTimeMs(server.pid),
      async () => {
        await bare.call('join', { count, parallel: PARALLEL });
        return count;
      },
    );
  } finally {
    await bare.call('leave');
    await quiet(server.pid);
  }
}

async function throughput(stage: Stage, count: number, context: ScenarioContext, closing: Closing): Promise<Result> {
  const reference = await startServer({ args: ['bench/servers/bare-mediasoup.ts'], ready: /listening on (\d+)/ });
  closing.add(() => reference.stop());
  const bare = new BareMediasoup(reference.port);
  await bare.call('publish');
  const contestants: readonly Contestant[] = [
    { name: 'rtcroom', role: 'ours', slice: () => joinMedia(stage, count) },
    { name: 'bare mediasoup', role: 'floor', slice: () => joinBare(reference, bare, count) },
  ];
  const standing = await inRounds(contestants, context.effort, (line) => context.say(`${NAME}: ${line}`));
  return result({
    goal: GOAL,
    scenario: NAME,
    metric: `${count} viewers open a transport and two consumers, ${PARALLEL} at a time`,
    unit: 'per Node-CPU-second',
    ours: standing.ours,
    floor: standing.floor,
    target: { is: 'at least', value: 0.9 },
    notes: standing.notes,
  });
}

class Bystanders {
  readonly #server: ChildServer;
  readonly #crowd: RtcroomCrowd;
  #last = 0;

  constructor(server: ChildServer, crowd: RtcroomCrowd) {
    this.#server = server;
    this.#crowd = crowd;
  }

  /** p99 of the time to each member, over that long or until `isOver`. */
  async p99(durationMs: number, isOver: () => boolean = () => false): Promise<number> {
    await broadcastSlice(
      {
        server: this.#server,
        crowd: this.#crowd,
        rooms: 1,
        membersPerRoom: BYSTANDERS,
        window: 1,
        onLast: (number) => {
          this.#last = number;
        },
      },
      50,
    );
    const { latencies } = await openLoop({
      crowd: this.#crowd,
      members: BYSTANDERS,
      ratePerSecond: BYSTANDER_RATE,
      durationMs,
      lastNumber: this.#last,
      isOver,
    });
    return latencies.percentile(0.99);
  }
}

async function disturbance(stage: Stage, count: number, context: ScenarioContext, closing: Closing): Promise<Result> {
  const { effort, say } = context;
  const crowd = await openRtcroomCrowd(stage.server.port, { rooms: 1, membersPerRoom: BYSTANDERS });
  closing.add(() => crowd.close());
  const bystanders = new Bystanders(stage.server, crowd);
  const idle: number[] = [];
  const busy: number[] = [];
  for (let round = 0; round <= effort.rounds; round += 1) {
    say(`${NAME}: bystanders: ${round === 0 ? 'warming up' : `round ${round} of ${effort.rounds}`}`);
    const alone = await bystanders.p99(effort.sliceMs);
    const beside = await besideJoins(stage, count, bystanders);
    if (round === 0) continue;
    idle.push(alone);
    busy.push(beside);
  }
  return result({
    goal: GOAL,
    scenario: NAME,
    metric: `a change in another room, due to arrived, p99, while ${PARALLEL} viewers at a time come (floor: while none does)`,
    unit: 'ms',
    ours: median(busy),
    floor: median(idle),
    target: { is: 'at most', value: 2 },
  });
}

/** While viewers open their media, as many at a time as when throughput is measured, until the last has done so. */
const besideJoins = (stage: Stage, count: number, bystanders: Bystanders): Promise<number> =>
  withViewers(stage, count, async (clients) => {
    let isOver = false;
    const opened = openMedia(stage, clients).finally(() => {
      isOver = true;
    });
    const [p99] = await Promise.all([bystanders.p99(JOINS_TIMEOUT_MS, () => isOver), opened]);
    return p99;
  });

async function run(context: ScenarioContext): Promise<readonly Result[]> {
  const count = scaled(context.effort, VIEWERS);
  pinSelf('load-core');
  try {
    return await closingAtEnd(async (closing) => {
      const stage = await openStage(count, closing);
      return [await throughput(stage, count, context, closing), await disturbance(stage, count, context, closing)];
    });
  } finally {
    pinSelf('all-cores');
  }
}

/** Goal P10. */
export const mediaJoins: Scenario = { name: NAME, goals: [GOAL], run };
