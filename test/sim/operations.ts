/**
 * What can happen in a simulation. An operation is plain numbers, given a meaning when it is carried out (target 7 of
 * however many members there are), so that any part of a list of operations can be carried out too.
 */
import type { ClientRoom } from '../../client/client-room.ts';
import {
  ChairFallback,
  FloorDecision,
  FloorPolicy,
  Medium,
  Presence,
  type Role,
} from '../../wire/generated/messages.ts';
import type { Device } from './device.ts';
import { intrude } from './intruder.ts';
import type { SeenBy } from './network.ts';
import type { SeededRandom } from './random.ts';
import type { World } from './world.ts';

export interface Operation {
  readonly name: OperationName;
  /** Which device. */
  readonly who: number;
  /** Free parameters, 0 to 65535. */
  readonly x: number;
  readonly y: number;
  /** Time that passes afterwards. */
  readonly waitMs: number;
}

type DeviceAction = (world: World, device: Device, op: Operation) => void;
type RoomAction = (room: ClientRoom, op: Operation, device: Device) => Promise<unknown>;

const MEDIA = [Medium.AUDIO, Medium.VIDEO, Medium.SCREEN, Medium.DATA] as const;
const TOPIC_CHOICES = [
  [],
  [],
  [],
  ['members', 'media', 'attributes', 'floors'],
  ['members', 'chat', 'data:game'],
  ['media', 'attributes'],
] as const;
const TOPICS = ['members', 'media', 'attributes', 'chat', 'data:game', 'speakers', 'moderation', 'nonsense'] as const;
const SEEN_BY: readonly SeenBy[] = ['both', 'both', 'client', 'server', 'nobody'];

/** One of the items; none gives undefined. */
const at = <T>(items: readonly T[], index: number): T | undefined => items[index % items.length];
const mediumOf = (op: Operation): Medium => at(MEDIA, op.y) ?? Medium.AUDIO;
const FLOOR_IDS = ['mic', 'control', 'stage'] as const;
const FLOOR_MEDIA = [Medium.AUDIO, Medium.DATA, Medium.MEDIUM_UNSPECIFIED] as const;
const floorOf = (op: Operation): string => at(FLOOR_IDS, op.x) ?? '';
const POLICIES = [
  ...[FloorPolicy.QUEUE, FloorPolicy.PRIORITY, FloorPolicy.LEAST_SPOKEN],
  ...[FloorPolicy.CHAIRED, FloorPolicy.TURNS, FloorPolicy.OPEN],
] as const;
const FALLBACKS = [
  ChairFallback.WAIT_FOR_CHAIR,
  ChairFallback.QUEUE_WITHOUT_CHAIR,
  ChairFallback.OPEN_WITHOUT_CHAIR,
] as const;
const DECISIONS = [FloorDecision.GRANT, FloorDecision.DENY, FloorDecision.REVOKE, FloorDecision.REORDER] as const;
/** Some request of the room; own ones first, so that most commands about them mean something. */
const requestOf = (room: ClientRoom, op: Operation): string => {
  const all = room.state.floors.flatMap(({ requests }) => requests);
  const own = all.filter(({ memberId }) => memberId === room.memberId);
  return at(bit(op.y, 5) ? own : all, op.x)?.requestId ?? 'none';
};
const memberOf = (room: ClientRoom, op: Operation): string => at(room.state.members, op.x)?.memberId ?? 'nobody';
const userOf = (room: ClientRoom, op: Operation): string => at(room.state.members, op.x)?.userId ?? 'user-1';
const waitingOf = (room: ClientRoom, op: Operation): string => at(room.state.lobby, op.x)?.userId ?? 'user-2';
const bit = (number: number, index: number): boolean => ((number >> index) & 1) === 1;

/** Key and version as this replica knows it; now and then a wrong version. */
function attributeOf(op: Operation, known: readonly { readonly key: string; readonly version: number }[]) {
  const key = `k${op.x % 5}`;
  const version = known.find((attribute) => attribute.key === key)?.version ?? 0;
  const value = op.y % 4 === 0 ? '' : `v${op.y}`;
  return { key, value, version: op.y % 7 === 0 ? version + 1 : version };
}

const join: DeviceAction = (world, device, op) => {
  const roomId = at(world.roomIds, op.x) ?? '';
  const where = bit(op.y, 0) ? { roomId } : { room: { type: 'table', params: { n: roomId.slice('table-'.length) } } };
  const profile = { displayName: `P${op.y % 9}`, attributes: [{ key: 'k0', value: 'joined' }] };
  const joined = device.client.join({
    ...where,
    profile,
    scene: world.scene,
    subscribe: at(TOPIC_CHOICES, op.y >> 1) ?? [],
  });
  world.track(device, 'join', joined);
};

const cut: DeviceAction = (_world, device, op) => device.link?.sever(at(SEEN_BY, op.x) ?? 'both');

const DEVICE_ACTIONS = {
  join,
  cut,
  freeze: (_world, device, op) => device.freeze(op.x % 20_000),
  slowReader: (_world, device, op) => device.link?.stall(op.x % 20_000),
  nudge: (_world, device) => device.client.nudge(),
  die: (_world, device) => device.die(),
  close: (_world, device) => device.client.close(),
  expireToken: (world, device) => world.refuse(device.token, 'tokenExpired'),
  spoilToken: (world, device) => {
    world.refuse(device.token, 'tokenInvalid');
    device.link?.sever('both');
  },
} satisfies Record<string, DeviceAction>;

const ROOM_ACTIONS = {
  leave: (room) => room.leave(),
  selfMute: (room, op) => room.setSelfMute(mediumOf(op), bit(op.x, 0)),
  moderatorMute: (room, op) => room.setModeratorMute(memberOf(room, op), mediumOf(op), bit(op.x, 3)),
  muteAll: (room, op) =>
    room.muteAll({ media: [mediumOf(op)], except: [memberOf(room, op)], allowUnmute: bit(op.x, 2) }),
  inviteToUnmute: (room, op) => room.inviteToUnmute(memberOf(room, op), mediumOf(op)),
  kick: (room, op) => room.kick(memberOf(room, op)),
  ban: (room, op) => room.ban(userOf(room, op), { durationMs: op.y % 5000 }),
  unban: (room, op) => room.unban(userOf(room, op)),
  lockRoom: (room, op) => room.lockRoom({ locked: op.x % 5 === 0, lobby: op.y % 3 === 0 }),
  unlockRoom: (room) => room.lockRoom({ locked: false, lobby: false }),
  admit: (room, op) => room.admit(waitingOf(room, op)),
  deny: (room, op) => room.deny(waitingOf(room, op)),
  setRole: (room, op) => room.setRole(memberOf(room, op), ((op.y % 4) + 1) as Role),
  setGrants: (room, op) =>
    room.setGrants(memberOf(room, op), {
      publishAudio: bit(op.y, 0),
      publishVideo: bit(op.y, 1),
      publishScreen: true,
      publishData: bit(op.y, 2),
      subscribe: true,
      chat: bit(op.y, 3),
      moderate: bit(op.y, 4),
      hidden: op.y % 8 === 3,
    }),
  transferChair: (room, op) => room.transferChair(memberOf(room, op)),
  closeRoom: (room) => room.closeRoom(),
  roomAttribute: (room, op) =>
    room.setRoomAttributes([attributeOf(op, room.state.attributes)], { force: op.x % 11 === 0 }),
  memberAttribute: (room, op) =>
    room.setMemberAttributes(op.x % 3 === 0 ? memberOf(room, op) : '', [attributeOf(op, room.self?.attributes ?? [])]),
  raiseHand: (room, op) => room.raiseHand(bit(op.x, 0)),
  lowerHand: (room, op) => room.lowerHand(memberOf(room, op)),
  lowerAllHands: (room) => room.lowerAllHands(),
  flood: (room, op) => Promise.all(Array.from({ length: 20 }, () => room.sendChat('z'.repeat(2000 + (op.x % 900))))),
  chat: (room, op) => room.sendChat(`hello ${op.x} 你好`),
  longChat: (room, op) => room.sendChat('x'.repeat(1000 + (op.x % 2000))),
  data: (room, op) =>
    room.sendData(bit(op.y, 0) ? 'game' : 'control', Uint8Array.of(op.x & 255), { lossy: bit(op.y, 1) }),
  directedData: (room, op) =>
    room.sendData('game', new Uint8Array(op.y % 9000), { to: [memberOf(room, op)], lossy: bit(op.x, 0) }),
  configureFloor: (room, op) =>
    room.configureFloor({
      floorId: floorOf(op),
      medium: at(FLOOR_MEDIA, op.x),
      policy: at(POLICIES, op.y),
      maxHolders: 1 + (op.y % 2),
      chairMemberId: bit(op.y, 8) ? memberOf(room, op) : '',
      chairFallback: at(FALLBACKS, op.y >> 4),
      turnMs: 500 + (op.x % 20_000),
      warnMs: op.y % 700,
      graceMs: bit(op.y, 6) ? op.x % 2000 : 0,
      idleMs: bit(op.y, 7) ? 500 + (op.x % 5000) : 0,
      confirmMs: bit(op.y, 9) ? 500 + (op.y % 3000) : 0,
    }),
  removeFloor: (room, op) => room.removeFloor(floorOf(op)),
  setFloorChair: (room, op) => room.setFloorChair(floorOf(op), bit(op.y, 0) ? memberOf(room, op) : ''),
  requestFloor: (room, op) =>
    room.requestFloor(bit(op.y, 3) ? [...FLOOR_IDS.slice(0, 2)] : [floorOf(op)], {
      priority: op.y % 5,
      ttlMs: bit(op.y, 4) ? op.x % 5000 : 0,
    }),
  requestForAnother: (room, op) => room.requestFloor([floorOf(op)], { beneficiary: memberOf(room, op) }),
  cancelFloorRequest: (room, op) => room.cancelFloorRequest(requestOf(room, op)),
  releaseFloor: (room, op) => room.releaseFloor(bit(op.x, 0) ? {} : { floorId: floorOf(op) }),
  decideFloor: (room, op) =>
    room.decideFloor(requestOf(room, op), at(DECISIONS, op.y) ?? FloorDecision.GRANT, 1 + (op.x % 3)),
  confirmFloor: (room, op) => room.confirmFloor(requestOf(room, op)),
  background: (room) => room.setPresence(Presence.BACKGROUND),
  foreground: (room) => room.setPresence(Presence.ONLINE),
  publish: (room, op, device) => device.publish(room, mediumOf(op)),
  unpublish: (room, op, device) => device.unpublish(room, mediumOf(op)),
  receive: (room, _op, device) => device.receive(room),
  pushUrl: async (room, _op, device) => device.noteUrl((await room.getPushUrl()).url),
  playUrls: (room, op) => room.getPlayUrls(memberOf(room, op)),
  subscribe: (room, op) => room.subscribe([at(TOPICS, op.x) ?? '']),
  unsubscribe: (room, op) => room.unsubscribe([at(TOPICS, op.x) ?? '']),
  unsubscribeAll: (room) => room.unsubscribe([...TOPICS, 'floors']),
  refresh: (room) => room.refresh(),
  listMembers: (room, op) => room.listMembers({ limit: op.x % 5 }),
  burst: (room, op) => Promise.all(Array.from({ length: 60 }, (_, index) => room.raiseHand(bit(op.x + index, 0)))),
} satisfies Record<string, RoomAction>;

/** Whoever may moderate does these, mostly; for others they are refused. */
const MODERATION: ReadonlySet<string> = new Set<keyof typeof ROOM_ACTIONS>([
  ...(['moderatorMute', 'muteAll', 'inviteToUnmute', 'kick', 'ban', 'unban', 'lockRoom', 'unlockRoom'] as const),
  ...(['admit', 'deny', 'setRole', 'setGrants', 'transferChair', 'closeRoom', 'lowerHand', 'lowerAllHands'] as const),
  ...(['configureFloor', 'removeFloor', 'setFloorChair', 'requestForAnother', 'decideFloor'] as const),
]);

/** What happens to the node's surroundings. */
const WORLD_ACTIONS = {
  outside: (world, op) => {
    const roomId = at(world.roomIds, op.x) ?? '';
    const device = world.devices[op.who % world.devices.length];
    const url = world.enterOutside(roomId, op.who, op.y % 10_000);
    if (url !== undefined) device?.noteUrl(url);
  },
  push: (world, op) => {
    const urls = world.living.flatMap((device) => device.urls);
    const url = at(urls, op.x);
    if (url !== undefined) world.push(url);
  },
  pushed: (world) => {
    for (const pusher of world.pushers) pusher.send();
  },
  pusherLost: (world, op) => at(world.pushers, op.x)?.hangUp(),
  intrude,
  connect: (world, op) => {
    const index = op.who % world.devices.length;
    const known = world.devices[index];
    const device = known?.isAlive === true ? known : world.switchOn(index);
    if (device.client.status === 'idle') world.track(device, 'connect', device.client.connect());
  },
  killWorker: (world, op) => killWorker(world, at(world.roomIds, op.x) ?? ''),
  allWorkersDown: (world, op) => {
    for (const roomId of world.roomIds) killWorker(world, roomId);
    world.memoryEngine.setAvailable(false);
    world.clock.after(op.x % 3000, () => world.memoryEngine.setAvailable(true));
  },
} satisfies Record<string, (world: World, op: Operation) => void>;

function killWorker(world: World, roomId: string): void {
  for (const host of world.node.rooms.hosts()) {
    // A room without media has no worker: nothing to kill.
    if (host.state.roomId === roomId)
      world.memoryEngine.request({ type: 'killWorker', roomId: host.state.roomId }).catch(() => undefined);
  }
}

export type OperationName = keyof typeof DEVICE_ACTIONS | keyof typeof ROOM_ACTIONS | keyof typeof WORLD_ACTIONS;

/** How often each happens, relative to the others. */
const WEIGHTS: Readonly<Record<OperationName, number>> = {
  ...{ connect: 30, intrude: 4, killWorker: 2, allWorkersDown: 1 },
  ...{ join: 40, cut: 25, freeze: 6, slowReader: 8, nudge: 4, die: 4, close: 3, expireToken: 5, spoilToken: 1 },
  ...{ leave: 8, selfMute: 10, moderatorMute: 8, muteAll: 4, inviteToUnmute: 2, kick: 4, ban: 2, unban: 2 },
  ...{ lockRoom: 8, unlockRoom: 5, admit: 12, deny: 3, setRole: 5, setGrants: 6, transferChair: 3, closeRoom: 1 },
  ...{ roomAttribute: 8, memberAttribute: 8, raiseHand: 8, lowerHand: 3, lowerAllHands: 2 },
  ...{ chat: 8, longChat: 4, flood: 8, data: 6, directedData: 6, background: 8, foreground: 8 },
  ...{ configureFloor: 8, removeFloor: 2, setFloorChair: 3, requestFloor: 20, requestForAnother: 3 },
  ...{ cancelFloorRequest: 3, releaseFloor: 6, decideFloor: 6, confirmFloor: 4 },
  ...{ publish: 16, unpublish: 6, receive: 8, subscribe: 6, unsubscribe: 6, unsubscribeAll: 2 },
  ...{ refresh: 3, listMembers: 2, burst: 3 },
  ...{ pushUrl: 8, playUrls: 3, outside: 5, push: 12, pushed: 16, pusherLost: 4 },
};

/** That many operations, drawn from the seed: devices come first, then anything. */
export function drawOperations(random: SeededRandom, clients: number, steps: number): Operation[] {
  const names = Object.keys(WEIGHTS) as OperationName[];
  const urn = names.flatMap((name) => Array.from({ length: WEIGHTS[name] }, () => name));
  const draw = (name: OperationName, who: number): Operation => {
    const waitMs = random.chance(0.5) ? random.int(5) : random.chance(0.9) ? random.int(1500) : random.int(15_000);
    return { name, who, x: random.int(65_536), y: random.int(65_536), waitMs };
  };
  const arrivals = Array.from({ length: clients }, (_, who) => [draw('connect', who), draw('join', who)]).flat();
  const rest = Array.from({ length: steps }, () => draw(random.pick(urn), random.int(clients)));
  return [...arrivals, ...rest];
}

/** The room an action is for: of the device's own, or of a moderator's. */
function roomFor(world: World, device: Device, op: Operation): { room: ClientRoom; device: Device } | undefined {
  const mayModerate = (room: ClientRoom): boolean => room.self?.grants?.moderate === true;
  if (MODERATION.has(op.name) && op.x % 5 !== 0) {
    const moderated = world.living.flatMap((one) =>
      one.client.rooms.filter(mayModerate).map((room) => ({ room, device: one })),
    );
    const found = at(moderated, op.who);
    if (found !== undefined) return found;
  }
  const room = at(device.client.rooms, op.x >> 8);
  return room && { room, device };
}

const isIn = <T extends object>(actions: T, name: PropertyKey): name is keyof T => Object.hasOwn(actions, name);

/** Carries out one operation; one that has no meaning right now does nothing. */
export function perform(world: World, op: Operation): void {
  const { name } = op;
  if (isIn(WORLD_ACTIONS, name)) {
    WORLD_ACTIONS[name](world, op);
    return;
  }
  const device = world.devices[op.who % world.devices.length];
  if (device?.isAlive !== true) return;
  if (isIn(DEVICE_ACTIONS, name)) {
    const act: DeviceAction = DEVICE_ACTIONS[name];
    act(world, device, op);
    return;
  }
  const found = roomFor(world, device, op);
  const act: RoomAction = ROOM_ACTIONS[name];
  if (found !== undefined) world.track(found.device, name, act(found.room, op, found.device));
}
