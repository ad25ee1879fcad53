/**
 * Everybody puts the phone away at once, then takes it out: 1000 members of one room say that they are in the background,
 * then that they are back. Each change is told to all. Beside it, bare uWS that publishes each of as many messages: the
 * same without gathering what happens in one turn.
 */

import { Presence } from '../../wire/generated/messages.ts';
import { openPlainCrowd } from '../load/crowds/plain-crowd.ts';
import { inParallel } from '../load/in-parallel.ts';
import { JoiningMember } from '../load/joining-member.ts';
import { RoomClient } from '../load/room-client.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode } from '../support/child-server.ts';
import { type Closing, closingAtEnd } from '../support/closing.ts';
import { OTHER_SERVERS, startOther } from '../support/contestants.ts';
import { scaled } from '../support/effort.ts';
import { measured } from '../support/measured.ts';
import { pinSelf } from '../support/pinning.ts';
import { type Contestant, inRounds, type Sample } from '../support/rounds.ts';
import { signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

const NAME = 'background-storm';
const MEMBERS = 1000;
const ROOM = 'bench-background';
const AT_ONCE = 128;
const TIMEOUT_MS = 60_000;
const MESSAGE_BYTES = 60;
/** Until V8 has optimised what a change takes. */
const WARM_UP_CHANGES = 8000;

interface Room {
  readonly moderator: RoomClient;
  readonly members: readonly JoiningMember[];
  isAway: boolean;
  /** Commands answered so far. */
  acks: number;
}

async function gather(server: ChildServer, count: number, closing: Closing): Promise<Room> {
  const moderator = await RoomClient.open(server.port);
  closing.add(() => moderator.close());
  await moderator.hello(signToken('moderator'));
  await moderator.join(ROOM);
  const room: Room = { moderator, members: [], isAway: false, acks: 0 };
  const onAck = (): void => {
    room.acks += 1;
  };
  const members = await inParallel(count, AT_ONCE, (index) =>
    JoiningMember.enter({ port: server.port, token: signToken(`member-${index}`), roomId: ROOM, onAck }),
  );
  closing.add(() => {
    for (const member of members) member.drop();
  });
  return Object.assign(room, { members });
}

/** One storm; it has passed when every command is answered and every member stands where the room stands. */
async function storm(server: ChildServer, room: Room): Promise<Sample> {
  const { moderator, members } = room;
  room.acks = 0;
  room.isAway = !room.isAway;
  const presence = room.isAway ? Presence.BACKGROUND : Presence.ONLINE;
  const check = (): void => {
    const fault = moderator.fault ?? members.find((member) => member.fault !== undefined)?.fault;
    if (fault !== undefined) throw new Error(fault);
  };
  return measured(server, async () => {
    const before = moderator.offset;
    for (const member of members) member.send({ setPresence: { roomId: ROOM, presence } });
    const isAnswered = (): boolean => {
      check();
      return room.acks === members.length;
    };
    await until(isAnswered, 'all changes to be answered', TIMEOUT_MS);
    // Its answer comes after all that was published before.
    await moderator.request({ ping: { sentAtMs: 0 } });
    if (moderator.offset < before + members.length) throw new Error('the room has not changed for each of them');
    const isKnown = (): boolean => {
      check();
      return members.every(({ offset }) => offset === moderator.offset);
    };
    await until(isKnown, 'all members to know of all changes', TIMEOUT_MS);
    return members.length;
  });
}

/** Everybody says one thing, and everybody is told each of them. */
async function plainStorm(count: number, closing: Closing): Promise<Contestant> {
  const server = await startOther(OTHER_SERVERS.rawUws);
  closing.add(() => server.stop());
  const size = { rooms: 1, membersPerRoom: count, messageBytes: MESSAGE_BYTES };
  const crowd = await openPlainCrowd(OTHER_SERVERS.rawUws.dialect, server.port, size);
  closing.add(() => crowd.close());
  const slice = async (): Promise<Sample> => {
    let received = 0;
    crowd.onReceived = () => {
      received += 1;
    };
    return measured(server, async () => {
      for (let index = 0; index < count; index += 1) crowd.sendFrom(0, index, 1);
      await until(() => received >= count * count, 'all to be told everything', TIMEOUT_MS);
      return count;
    });
  };
  return { name: 'uncoalesced', role: 'peer', rounds: 2, slice };
}

async function run({ effort, say }: ScenarioContext): Promise<readonly Result[]> {
  const count = scaled(effort, MEMBERS);
  pinSelf('load-core');
  try {
    return await closingAtEnd(async (closing) => {
      const server = await startNode({
        RTCROOM_ROOMS_MAX_MEMBERS: String(count + 1),
        RTCROOM_SIGNALING_PING_INTERVAL_MS: '50000',
        RTCROOM_SIGNALING_HELLO_TIMEOUT_MS: '60000',
      });
      closing.add(() => server.stop());
      say(`${NAME}: ${count} members join`);
      const room = await gather(server, count, closing);
      const contestants: readonly Contestant[] = [
        {
          name: 'rtcroom',
          role: 'ours',
          slice: () => storm(server, room),
          warmUpUnits: WARM_UP_CHANGES,
          // A thousand writes, and a thousand members that read, are more work than what the server does between them.
          mayBeIdle: true,
        },
        await plainStorm(count, closing),
      ];
      const standing = await inRounds(contestants, effort, (line) => say(`${NAME}: ${line}`));
      return [
        result({
          scenario: NAME,
          metric: `${count} members go to the background or come back at once`,
          unit: 'changes per server-CPU-second',
          ours: standing.ours,
          peers: standing.peers,
          clientCeiling: standing.clientCeiling,
          notes: standing.notes,
        }),
      ];
    });
  } finally {
    pinSelf('all-cores');
  }
}

/** No goal of its own; what gathering saves is watched. */
export const backgroundStorm: Scenario = { name: NAME, goals: [], run };
