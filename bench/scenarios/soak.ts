/**
 * An hour of life (goal P14): a room of 50 whose state changes at half of what the server carries, visitors who come and go
 * in eleven rooms, half of them with media, and a media worker killed again and again. Nothing may grow: memory and open
 * handles are watched, replicas are compared with the server's room, and the server's own counter of repairs between room
 * and media is read.
 */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { dtls, h264, opus } from '../../test/support/rtp-parameters.ts';
import { Medium, SimulateFault } from '../../wire/generated/messages.ts';
import { broadcastSlice } from '../load/broadcast-run.ts';
import { type ChurnCounts, churn } from '../load/churn.ts';
import { openRtcroomCrowd, type RtcroomCrowd } from '../load/crowds/rtcroom-crowd.ts';
import { JoiningMember } from '../load/joining-member.ts';
import { LiveReplica } from '../load/live-replica.ts';
import { RoomClient } from '../load/room-client.ts';
import { capabilitiesOf, openTransport, produce, type Wish } from '../load/room-media.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode } from '../support/child-server.ts';
import { type Closing, closingAtEnd } from '../support/closing.ts';
import { residentBytes } from '../support/cpu-time.ts';
import { pinSelf } from '../support/pinning.ts';
import { quiet } from '../support/quiet.ts';
import { median } from '../support/statistics.ts';
import { signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

const NAME = 'soak';
const GOAL = 'P14';
const DURATION_MS = { tiny: 8000, short: 60_000, full: 3_600_000 } as const;
const MEMBERS = 50;
const SHARE = 0.5;
const SAMPLES = 60;
const KILLS = 20;
const TICK_MS = 10;
const MEDIA_ROOM = 'soak-media';
/** The room of `openRtcroomCrowd`. */
const STEADY_ROOM = 'bench-room-0';
const MEMORY_TARGET = 1.1;
const HANDLES_TARGET = 16;
const REPAIRS = /^room_sfu_divergence_repairs_total(?:\{[^}]*\})? (\d+)/gm;

interface Reading {
  readonly bytes: number;
  readonly handles: number;
}

/** Of the node itself: its workers are killed and begin anew. */
const read = ({ pid }: ChildServer): Reading => ({
  bytes: residentBytes(pid),
  handles: readdirSync(`/proc/${pid}/fd`).length,
});

async function repairsOf({ port }: ChildServer): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return [...text.matchAll(REPAIRS)].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** The publisher of the media room: opens its media, and again after each death of a worker. */
class Publisher {
  readonly #client: RoomClient;
  readonly #memberId: string;
  #offer: { readonly capabilities: string; readonly wishes: readonly Wish[]; readonly dtls: object } | undefined;
  kills = 0;

  private constructor(client: RoomClient, memberId: string) {
    this.#client = client;
    this.#memberId = memberId;
  }

  static async enter(port: number): Promise<Publisher> {
    const client = await RoomClient.open(port);
    await client.hello(signToken('publisher'));
    const { memberId } = await client.join(MEDIA_ROOM);
    const publisher = new Publisher(client, memberId);
    await publisher.#publish();
    return publisher;
  }

  get offer() {
    return this.#offer;
  }

  /** Kills the worker and comes back as soon as it is let. */
  async kill(): Promise<void> {
    this.#offer = undefined;
    await this.#client.request({ simulate: { roomId: MEDIA_ROOM, fault: SimulateFault.KILL_WORKER } });
    this.kills += 1;
    const endsAt = performance.now() + 15_000;
    for (;;) {
      try {
        await this.#publish();
        return;
      } catch (error) {
        if (performance.now() > endsAt) throw error;
        await sleep(100);
      }
    }
  }

  close(): void {
    this.#client.close();
  }

  async #publish(): Promise<void> {
    const client = this.#client;
    const { transportId } = await openTransport(client, MEDIA_ROOM, 'send', dtls as object);
    await produce(client, MEDIA_ROOM, transportId, 'audio', opus());
    await produce(client, MEDIA_ROOM, transportId, 'video', h264());
    const wishes = [Medium.AUDIO, Medium.VIDEO].map((medium) => ({ memberId: this.#memberId, medium }));
    this.#offer = { capabilities: await capabilitiesOf(client, MEDIA_ROOM), wishes, dtls: dtls as object };
  }
}

/** Changes of the steady room at that rate, whatever the server does; all must have arrived at the end. */
class SteadyLoad {
  readonly #crowd: RtcroomCrowd;
  readonly #timer: NodeJS.Timeout;
  sent = 0;
  delivered = 0;

  constructor(crowd: RtcroomCrowd, ratePerSecond: number) {
    this.#crowd = crowd;
    const startedAt = performance.now();
    crowd.onReceived = (_room, first, last) => {
      this.delivered += last - first + 1;
    };
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - startedAt) * ratePerSecond) / 1000) - this.sent;
      if (due <= 0) return;
      crowd.send(0, due);
      this.sent += due;
    }, TICK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await until(() => this.delivered >= this.sent * MEMBERS, 'all changes to arrive', 30_000);
    const fault = this.#crowd.fault();
    if (fault !== undefined) throw new Error(fault);
  }
}

interface Life {
  readonly readings: readonly Reading[];
  readonly counts: ChurnCounts;
  readonly changes: number;
}

async function live(
  server: ChildServer,
  crowd: RtcroomCrowd,
  publisher: Publisher,
  ratePerSecond: number,
  durationMs: number,
): Promise<Life> {
  const readings: Reading[] = [];
  const endsAt = performance.now() + durationMs;
  const isOver = (): boolean => performance.now() >= endsAt;
  const load = new SteadyLoad(crowd, ratePerSecond);
  const visitors = churn(
    {
      port: server.port,
      mediaRoom: MEDIA_ROOM,
      otherRooms: 10,
      visitors: 30,
      stayMs: 1000,
      seed: 1,
      media: () => publisher.offer,
    },
    isOver,
  );
  const killing = (async () => {
    const everyMs = Math.max(2000, durationMs / (KILLS + 1));
    for (let kill = 1; kill * everyMs < durationMs; kill += 1) {
      await sleep(everyMs);
      await publisher.kill();
    }
  })();
  const watching = (async () => {
    while (!isOver()) {
      await sleep(durationMs / SAMPLES);
      readings.push(read(server));
    }
  })();
  const [counts] = await Promise.all([visitors, killing, watching]);
  await load.stop();
  return { readings, counts, changes: load.sent };
}

/** How many replicas differ from the room, when nothing changes any more. */
async function differing({ port }: ChildServer, replica: LiveReplica): Promise<number> {
  const judge = await RoomClient.open(port);
  await judge.hello(signToken('judge'));
  const { snapshot } = await judge.join(STEADY_ROOM);
  if (snapshot === null) throw new Error('joined without the room');
  await until(() => replica.offset >= snapshot.offset, 'the replica to come up with the room', 10_000);
  const isEqual = replica.fault === undefined && replica.equals(snapshot);
  judge.close();
  return isEqual ? 0 : 1;
}

async function soak({ effort, say, durationMs }: ScenarioContext, closing: Closing): Promise<readonly Result[]> {
  const lastsMs = durationMs ?? DURATION_MS[effort.name];
  const server = await startNode({
    RTCROOM_TEST_MODE: 'true',
    RTCROOM_RTC_WORKERS: '2',
    RTCROOM_SIGNALING_RESUME_GRACE_MS: '1000',
    // Half of the visitors go without a word and keep their places for the grace: some 15 a second.
    RTCROOM_ROOMS_MAX_MEMBERS: '2000',
  });
  closing.add(() => server.stop());
  const crowd = await openRtcroomCrowd(server.port, { rooms: 1, membersPerRoom: MEMBERS });
  closing.add(() => crowd.close());
  const run = { server, crowd, rooms: 1, membersPerRoom: MEMBERS, window: 1 };
  await broadcastSlice(run, effort.warmUpMs);
  const { units, serverMs } = await broadcastSlice(run, Math.min(2000, lastsMs / 10));
  const ratePerSecond = (SHARE * units * 1000) / serverMs / MEMBERS;
  const replica = new LiveReplica();
  const witness = await JoiningMember.enter({
    port: server.port,
    token: signToken('witness'),
    roomId: STEADY_ROOM,
    seen: replica,
  });
  closing.add(() => witness.drop());
  const publisher = await Publisher.enter(server.port);
  closing.add(() => publisher.close());
  const before = read(server);
  say(`${NAME}: ${Math.round(lastsMs / 1000)} s at ${ratePerSecond.toFixed(0)} changes per second`);
  const { readings, counts, changes } = await live(server, crowd, publisher, ratePerSecond, lastsMs);
  await quiet(server.pid);
  await sleep(2000);
  await quiet(server.pid);
  const different = await differing(server, replica);
  const left = read(server).handles - before.handles;
  const third = Math.floor(readings.length / 3);
  const middle = median(readings.slice(third, 2 * third).map(({ bytes }) => bytes));
  const last = median(readings.slice(2 * third).map(({ bytes }) => bytes));
  const note = `${Math.round(lastsMs / 1000)} s, ${changes} changes to ${MEMBERS} members, ${counts.visits} visits, ${counts.withMedia} with media (${counts.refused} while there was none), ${publisher.kills} workers killed`;
  const row = (
    metric: string,
    unit: string,
    ours: number,
    target: number | null,
    floor: number | null = null,
  ): Result =>
    result({
      goal: GOAL,
      scenario: NAME,
      metric,
      unit,
      ours,
      floor,
      target: target === null ? null : { is: 'at most', value: target },
      notes: [note],
    });
  return [
    row('resident memory, last third (floor: second third)', 'bytes', last, MEMORY_TARGET, middle),
    row('handles more than at the beginning, when all are gone', 'handles', left, HANDLES_TARGET),
    row('repairs between room and media', 'repairs', await repairsOf(server), null),
    row('replicas that differ from the room', 'replicas', different, 0),
  ];
}

async function run(context: ScenarioContext): Promise<readonly Result[]> {
  pinSelf('load-core');
  try {
    return await closingAtEnd((closing) => soak(context, closing));
  } finally {
    pinSelf('all-cores');
  }
}

/** Goal P14. */
export const soakScenario: Scenario = { name: NAME, goals: [GOAL], run };
