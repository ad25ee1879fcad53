/** What must hold: of the server at any time, of server and clients together when all is quiet. */
import { isDeepStrictEqual } from 'node:util';
import type { RoomReplicaState } from '../../client/api.ts';
import type { ClientRoom } from '../../client/client-room.ts';
import { replicaFromSnapshot } from '../../client/room-replica.ts';
import { holds, listFloors } from '../../src/floor-control/floors.ts';
import type { RoomHost } from '../../src/room-host/room-host.ts';
import { effectiveMedia, type MediaContext } from '../../src/room-state/effective-media.ts';
import type { RoomState } from '../../src/room-state/room-types.ts';
import { isListed } from '../../src/room-state/visibility.ts';
import { deltaToWire } from '../../src/signaling/codec/events-to-wire.ts';
import { snapshotToWire } from '../../src/signaling/codec/to-wire.ts';
import { isUnseenBySelf, selfChanged } from '../../src/signaling/self-changes.ts';
import type { Membership } from '../../src/signaling/session.ts';
import { protobufCodec } from '../../wire/protobuf-codec.ts';
import { stateHash } from '../../wire/state-hash.ts';
import type { Device } from './device.ts';
import { SimFailure } from './failure.ts';
import type { World } from './world.ts';

const HASHED_TOPICS = ['members', 'media', 'attributes', 'floors'] as const;

function must(holds: boolean, kind: string, detail: () => string): asserts holds {
  if (!holds) throw new SimFailure(kind, detail());
}

/** What holds after every step. @throws SimFailure */
export function checkServer(world: World): void {
  for (const { state } of world.node.rooms.hosts()) {
    checkEffectiveMedia(state);
    checkFloors(state);
    checkMembers(world, state);
  }
  for (const pusher of world.pushers) pusher.check(world);
  must(world.workersLost > 0 || world.repairs.length === 0, 'repair', () => world.repairs.join());
}

/** The state says of each medium what the pure function says. */
function checkEffectiveMedia(state: RoomState): void {
  const context: MediaContext = {
    backgroundAudio: state.config.backgroundAudio,
    floorHeld: (medium, memberId) => holds(state.floors, medium, memberId),
  };
  for (const member of state.members.values()) {
    for (const { medium, mayFlow } of Object.values(member.media)) {
      const expected = effectiveMedia(member, medium, context);
      must(mayFlow === expected, 'mayFlow', () => `${state.roomId} ${member.memberId} ${medium} is ${mayFlow}`);
      const isShown = !mayFlow || isListed(state.scene, member);
      must(isShown, 'unseenVoice', () => `${state.roomId} ${member.memberId} may send ${medium} and is not listed`);
    }
  }
}

/** Never more holders than there may be, and all of them members. */
function checkFloors({ roomId, floors, members }: RoomState): void {
  for (const { floorId, policy, maxHolders, slots, queue } of listFloors(floors)) {
    const label = `${roomId} ${floorId}`;
    must(policy === 'open' || slots.length <= maxHolders, 'holders', () => `${label}: ${slots.length} holders`);
    const stranger = [...slots, ...queue].find(({ memberId }) => !members.has(memberId));
    must(stranger === undefined, 'deadHolder', () => `${label}: ${stranger?.memberId} is gone`);
  }
}

/** Every member has a lease, or the session that holds its membership; who has no socket is not shown as online. */
function checkMembers(world: World, { roomId, members }: RoomState): void {
  for (const { memberId, presence } of members.values()) {
    if (world.node.leases.has(memberId)) continue;
    const session = world.node.sessions.byMember(memberId);
    const held = session?.membershipByRoom.get(roomId)?.memberId === memberId;
    must(held, 'orphan', () => `${roomId} ${memberId} (${presence}) belongs to no session`);
    const isShown = session?.socket !== undefined || presence !== 'online';
    must(isShown, 'ghost', () => `${roomId} ${memberId} is online without a socket`);
  }
}

/** What holds when every frame has arrived and every living client is connected. @throws SimFailure */
export async function checkAtRest(world: World): Promise<void> {
  checkServer(world);
  must(world.hashMismatches === 0, 'hashMismatch', () => `${world.hashMismatches} replicas went wrong`);
  for (const device of world.living) checkDevice(world, device);
  await checkFlows(world);
}

function checkDevice(world: World, device: Device): void {
  const { client, userId } = device;
  const where = `${userId} (${client.sessionId})`;
  must(client.status === 'connected' || client.status === 'idle', 'notConnected', () => `${where} is ${client.status}`);
  const session = [...world.node.sessions.all()].find(({ sessionId }) => sessionId === client.sessionId);
  if (client.status === 'idle') return;
  must(session?.socket !== undefined, 'noSession', () => where);
  for (const membership of session.membershipByRoom.values()) {
    if (!membership.isListening) {
      // The client gave it up while it was cut off; it ends by its grace.
      const presence = world.node.rooms.get(membership.roomId)?.state.members.get(membership.memberId)?.presence;
      must(presence !== 'online', 'ghost', () => `${where} never came back to ${membership.memberId}`);
      continue;
    }
    const room = client.room(membership.roomId);
    must(room?.memberId === membership.memberId, 'ghost', () => `${where} does not know of ${membership.memberId}`);
  }
  for (const room of client.rooms) {
    if (room.status === 'lobby') continue;
    const membership = session.membershipByRoom.get(room.roomId as Membership['roomId']);
    const host = world.node.rooms.get(room.roomId as Membership['roomId']);
    const isMember = membership !== undefined && host !== undefined;
    must(isMember, 'endedUnheard', () => `${where} believes to be in ${room.roomId} (${room.status})`);
    must(room.status === 'joined', 'notJoined', () => `${where} ${room.roomId} is ${room.status}`);
    checkReplica(room, host, membership, where);
  }
}

function checkReplica(room: ClientRoom, host: RoomHost, { topics }: Membership, where: string): void {
  const { state } = room;
  const { roomId, epoch } = host.state;
  const { hashMismatchCount, gapCount } = room.counters;
  const label = `${where} ${roomId}`;
  must(hashMismatchCount === 0 && gapCount === 0, 'gap', () => `${label} ${JSON.stringify(room.counters)}`);
  must(state.epoch === epoch, 'epoch', () => `${label} ${state.epoch} is not ${epoch}`);
  const missed = host.since(epoch, state.offset);
  must(state.offset <= host.state.offset, 'offset', () => `${label} is ahead of the server`);
  // Behind the log is who was not concerned by anything in it.
  const delta = missed && deltaToWire(roomId, epoch, state.offset, missed, new Set(topics));
  must(delta === undefined, 'missedDelta', () => `${label} at ${state.offset} missed ${JSON.stringify(delta)}`);
  const expected = asShown(serverReplica(host.state, topics), topics);
  const actual = asShown(state, topics);
  must(isDeepStrictEqual(actual, expected), 'replica', () => `${label} ${firstDifference(actual, expected)}`);
  checkSelf(room, host.state, topics, label);
  if (!HASHED_TOPICS.every((topic) => topics.includes(topic))) return;
  const hash = stateHash(snapshotToWire(host.state, HASHED_TOPICS));
  must(stateHash(state) === hash, 'hash', () => label);
}

/** Who is not in its own replica knows of itself all the same. */
function checkSelf(room: ClientRoom, state: RoomState, topics: readonly string[], label: string): void {
  const member = [...state.members.values()].find(({ memberId }) => memberId === room.memberId);
  must(member !== undefined, 'self', () => `${label} is not a member`);
  if (!isUnseenBySelf(state, member, topics)) return;
  const expected = protobufCodec.decodeServerFrame(protobufCodec.encodeServerFrame(selfChanged(state, member)));
  const truth = expected.selfChanged?.self;
  must(isDeepStrictEqual(room.self, truth), 'self', () => `${label} ${firstDifference(room.self, truth)}`);
}

/** The replica of a client that gets a snapshot now, by way of the wire. */
function serverReplica(state: RoomState, topics: readonly string[]): RoomReplicaState {
  const frame = protobufCodec.encodeServerFrame({ snapshotResult: { snapshot: snapshotToWire(state, topics) } });
  const snapshot = protobufCodec.decodeServerFrame(frame).snapshotResult?.snapshot;
  if (!snapshot) throw new SimFailure('codec', 'a snapshot was lost on the wire');
  return replicaFromSnapshot(snapshot);
}

/** A state without what these topics do not keep up to date. */
function asShown(state: RoomReplicaState, topics: readonly string[]): object {
  const hears = new Set(topics);
  return {
    ...state,
    offset: 0,
    // Who does not hear of members has a number of the moment of the snapshot.
    audienceCount: hears.has('members') ? state.audienceCount : 0,
    members: hears.has('members')
      ? state.members.map((member) => ({
          ...member,
          media: hears.has('media') ? member.media : [],
          attributes: hears.has('attributes') ? member.attributes : [],
        }))
      : [],
    attributes: hears.has('attributes') ? state.attributes : [],
    floors: hears.has('floors') ? state.floors : [],
    // A client keeps more than a newcomer is shown.
    chat: hears.has('chat') ? state.chat.slice(-8) : [],
    lobby: hears.has('moderation') ? state.lobby : [],
  };
}

const brief = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 200);

function firstDifference(actual: unknown, expected: unknown, path = ''): string {
  if (isDeepStrictEqual(actual, expected)) return '';
  const areObjects = typeof actual === 'object' && typeof expected === 'object' && actual !== null && expected !== null;
  if (!areObjects) return `${path}: ${brief(actual)}, server: ${brief(expected)}`;
  const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  for (const key of keys) {
    const found = firstDifference(
      (actual as Record<string, unknown>)[key],
      (expected as Record<string, unknown>)[key],
      `${path}.${key}`,
    );
    if (found !== '') return found;
  }
  return `${path}: types differ`;
}

/** Nothing flows in the media plane without the right to, and nothing is published that is not there. */
async function checkFlows(world: World): Promise<void> {
  for (const { state } of world.node.rooms.hosts()) {
    const { flows } = await world.memoryEngine.request({ type: 'audit', roomId: state.roomId });
    for (const { memberId, medium, producerId, mayFlow } of flows) {
      const truth = state.members.get(memberId)?.media[medium];
      const isRight = truth?.mayFlow === mayFlow && (medium === 'data' || truth.producerId === producerId);
      must(isRight, 'flow', () => `${state.roomId} ${memberId} ${medium} ${mayFlow}, room: ${JSON.stringify(truth)}`);
    }
    const known = new Set(flows.map(({ producerId }) => producerId));
    for (const { memberId, media } of state.members.values()) {
      for (const { published, source, producerId, medium } of Object.values(media)) {
        const isThere = !published || source !== 'webrtc' || known.has(producerId);
        must(isThere, 'lostProducer', () => `${state.roomId} ${memberId} ${medium} ${producerId}`);
      }
    }
  }
}

/** Timers a node without anybody has: the sweep of sessions and the audit of media. */
const NODE_TIMERS = 2;

/** When everybody has gone and every grace is over, nothing is left. @throws SimFailure */
export async function checkNothingLeft(world: World): Promise<void> {
  const { sessions, rooms, fanout, gateway } = world.node;
  const media = await world.memoryEngine.request({ type: 'getCounts' });
  const left = {
    sessions: sessions.size,
    memberships: sessions.memberCount,
    rooms: rooms.size,
    audiences: fanout.size,
    topics: world.server.topicCount,
    sockets: gateway.socketCount,
    timers: world.clock.pending - NODE_TIMERS,
    unsettled: world.unsettled.length,
    leases: world.node.leases.size,
    publications: world.node.admission.counts.publications,
    pushers: world.pushers.filter(({ isOpen }) => isOpen).length,
    mediaRooms: media.routers,
    mediaMembers: media.members,
    transports: media.transports,
    producers: media.producers + media.dataProducers,
    consumers: media.consumers + media.dataConsumers,
  };
  const leaks = Object.entries(left).filter(([, count]) => count !== 0);
  must(leaks.length === 0, 'leak', () => leaks.map(([what, count]) => `${count} ${what}`).join(', '));
}
