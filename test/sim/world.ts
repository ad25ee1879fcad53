/**
 * One node with its real wiring, and everything outside it played: clock, ids, network, tokens, media. Watches the node
 * while it runs: what must never happen ends the run as a `SimFailure`.
 */
import { RtcRoomError } from '../../client/client-errors.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Identity } from '../../src/identity/tokens.ts';
import type { RepairKind } from '../../src/room-host/media-enforcer.ts';
import type { LoggedEvent } from '../../src/room-host/room-turn.ts';
import { createRoomNode, type NodeObserver, type RoomNode, type RoomNodeOptions } from '../../src/room-node.ts';
import type { RoomState } from '../../src/room-state/room-types.ts';
import { MemoryMediaEngine } from '../../src/sfu/memory-media-engine.ts';
import { AppError } from '../../src/shared/app-error.ts';
import { type InstantMs, instantMs, parseRoomId, parseUserId, type RoomId, type UserId } from '../../src/shared/ids.ts';
import { MemorySocketServer } from '../../src/signaling/memory-socket-server.ts';
import { Scene } from '../../wire/generated/messages.ts';
import { Device } from './device.ts';
import { SimFailure } from './failure.ts';
import { SimNetwork } from './network.ts';
import { SimPusher } from './pusher.ts';
import { SeededRandom } from './random.ts';
import { SimClock } from './sim-clock.ts';
import { SlowMediaEngine } from './slow-media-engine.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly clients: number;
  readonly scene?: Scene;
}

/** Errors that a well-behaved client never gets from a healthy node. */
const BUGS: ReadonlySet<string> = new Set([
  'internal',
  'unexpectedReply',
  'cannotEncode',
  'malformedFrame',
  'unknownMessage',
  'helloRequired',
  'invalidFrameId',
  'duplicateHello',
  'unsupported',
  'rateLimited',
]);

/** Close code of a client that does not read. */
const SLOW_CONSUMER = 4002;
const OWN_GATEWAY = {
  type: 'selfHosted',
  rtmpBase: 'rtmp://sim/live',
  flvBase: 'http://sim/live',
  secrets: ['secret of the simulation, 32 long'],
} as const;
const EXPIRES_AT = instantMs(4_000_000_000_000);

export class World {
  readonly clock = new SimClock();
  readonly random: SeededRandom;
  readonly server: MemorySocketServer;
  readonly network: SimNetwork;
  readonly engine: SlowMediaEngine;
  readonly memoryEngine = new MemoryMediaEngine();
  readonly node: RoomNode;
  readonly roomIds: readonly string[];
  /** By index; undefined = not switched on. */
  readonly devices: (Device | undefined)[];
  /** Who pushes by RTMP; those that have ended are dropped with the next push. */
  pushers: readonly SimPusher[] = [];
  readonly repairs: RepairKind[] = [];
  workersLost = 0;
  slowClosed = 0;
  /** Admitted by an RTMP URL. */
  pushed = 0;
  hashMismatches = 0;
  recovered = { deltas: 0, snapshots: 0 };
  /** Commands that have not settled yet. */
  readonly #unsettled = new Map<number, { readonly name: string; readonly device: Device }>();
  readonly errorCounts = new Map<string, number>();
  /** Changes with everything that happened; two runs of one seed must agree. */
  fingerprint = 0;
  #commandCount = 0;
  #failure: SimFailure | undefined;
  #tokenCount = 0;
  #idCount = 0;
  readonly #issuedAtByToken = new Map<string, InstantMs>();
  readonly #refusals = new Map<string, 'tokenExpired' | 'tokenInvalid'>();
  readonly #revokedAt = new Map<string, InstantMs>();
  readonly #offsets = new WeakMap<RoomState, number>();
  /** Offset of the last event of each command, by member and frame id. */
  readonly #lastOffsetByCommand = new Map<string, number>();
  /** Of the rooms that clients make. */
  readonly scene: Scene;
  readonly #isDevelopment: boolean;
  readonly #sharedUsers: boolean;

  constructor({ seed, clients, scene = Scene.SCENE_UNSPECIFIED }: WorldOptions) {
    this.random = new SeededRandom(seed);
    const random = this.random.fork('world');
    this.#isDevelopment = random.chance(0.5);
    this.#sharedUsers = random.chance(0.6);
    this.scene = scene;
    this.roomIds = Array.from({ length: clients > 16 ? 3 : 2 }, (_, index) => `table-${index}`);
    this.devices = Array.from({ length: clients }, () => undefined);
    const config = simConfig(random, clients, this.#isDevelopment);
    this.server = new MemorySocketServer({ maxBackpressureBytes: config.signaling.maxBackpressureBytes });
    this.network = new SimNetwork(this.clock, this.server);
    this.engine = new SlowMediaEngine(this.memoryEngine, this.clock, this.random.fork('engine'));
    this.node = createRoomNode({
      clock: this.clock,
      config,
      nodeId: 'sim',
      engine: this.engine,
      publisher: this.server,
      verifyToken: (token) => this.#verifyToken(token),
      revoke: (userId, roomId, at) => this.#revokedAt.set(`${userId} ${roomId}`, at),
      newSecret: () => this.#newId('s'),
      newId: (prefix) => this.#newId(prefix),
      deriveRoomId: (type, params) => requireRoomId(`${type}-${params['n'] ?? ''}`),
      urlProvider: () => OWN_GATEWAY,
      onStreamOver: () => undefined,
      observer: this.#observer(),
    });
    this.server.listen(this.node.gateway);
    this.node.enforcer.start(this.node.rooms);
  }

  /** Devices that may still do something. */
  get living(): readonly Device[] {
    return this.devices.filter((device): device is Device => device?.isAlive === true);
  }

  fail(kind: string, detail: string): void {
    this.#failure ??= new SimFailure(kind, detail);
  }

  /** @throws SimFailure when something went wrong meanwhile. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms, () => this.network.pump());
    this.check();
  }

  /** Commands that have not settled yet, of devices that still could. */
  get unsettled(): readonly string[] {
    return [...this.#unsettled.values()].filter(({ device }) => !device.isDead).map(({ name }) => name);
  }

  /** Follows a client's command to its end. */
  track(device: Device, name: string, command: Promise<unknown>): void {
    this.#commandCount += 1;
    const number = this.#commandCount;
    this.#unsettled.set(number, { name, device });
    command.then(
      () => this.#unsettled.delete(number),
      (error: unknown) => {
        this.#unsettled.delete(number);
        if (!(error instanceof RtcRoomError)) this.fail('threw', `${name}: ${String(error)}`);
        else if (BUGS.has(error.errorName)) this.fail('bugError', `${name} was answered ${error.errorName}`);
        else this.errorCounts.set(error.errorName, (this.errorCounts.get(error.errorName) ?? 0) + 1);
      },
    );
  }

  /** A new device at that place, of the user that belongs there. */
  switchOn(index: number): Device {
    this.#idCount += 1;
    const random = this.random.fork(`device ${index} ${this.#idCount}`);
    const device = new Device({
      clock: this.clock,
      network: this.network,
      random,
      userId: this.userAt(index),
      encoding: random.chance(0.5) ? 'proto' : 'json',
      newToken: (userId) => this.newToken(userId),
      onListenerError: (error) => this.fail('threw', `listener: ${String(error)}`),
    });
    this.devices[index] = device;
    return device;
  }

  /** Every fourth place may belong to the user of the place before it: one user, two devices. */
  userAt(index: number): UserId {
    const owner = this.#sharedUsers && index % 4 === 3 ? index - 1 : index;
    return requireUserId(`user-${owner}`);
  }

  /** The user of that place becomes a member without a socket; gives its push URL, undefined = not let in. */
  enterOutside(roomId: string, place: number, presentForMs: number): string | undefined {
    const { outsideMembers, urls } = this.node;
    const userId = this.userAt(place % this.devices.length);
    const issuedAt = this.clock.now();
    try {
      const { host, member } = outsideMembers.enter({
        roomId: requireRoomId(roomId),
        identity: {
          userId,
          displayName: '',
          avatar: '',
          role: undefined,
          grants: {},
          issuedAt,
          expiresAt: EXPIRES_AT,
          allowsRoom: () => true,
        },
        profile: null,
        scene: 'conference',
        presentForMs,
        isOperator: true,
      });
      return urls.pushUrl(host, member.memberId).url;
    } catch (error) {
      if (!(error instanceof AppError) || BUGS.has(error.errorName)) this.fail('threw', `outside: ${stackOf(error)}`);
      return undefined;
    }
  }

  /** Somebody pushes to that URL from now on. */
  push(url: string): void {
    const pusher = new SimPusher(this, url);
    if (pusher.isOpen) this.pushed += 1;
    this.pushers = [...this.pushers.filter(({ isOpen }) => isOpen), pusher];
  }

  /** The next Hello with that token is refused. */
  refuse(token: string, why: 'tokenExpired' | 'tokenInvalid'): void {
    if (token !== '') this.#refusals.set(token, why);
  }

  #newId(prefix: string): string {
    this.#idCount += 1;
    return `${prefix}${this.#idCount}`;
  }

  /** A fresh token of that user. */
  newToken(userId: UserId): string {
    this.#tokenCount += 1;
    const token = `${userId}/${this.#tokenCount}`;
    this.#issuedAtByToken.set(token, this.clock.now());
    return token;
  }

  async #verifyToken(token: string): Promise<Identity> {
    const refusal = this.#refusals.get(token);
    const issuedAt = this.#issuedAtByToken.get(token);
    if (refusal !== undefined || issuedAt === undefined) throw new AppError(refusal ?? 'tokenInvalid');
    await Promise.resolve();
    const userId = requireUserId(token.slice(0, token.indexOf('/')));
    const place = Number(userId.slice('user-'.length));
    const isChair = !this.#isDevelopment && place % 5 === 0;
    const isAudience = place % 7 === 6 || (this.scene === Scene.LIVE && place % 3 === 1);
    const role = isChair ? 'chair' : isAudience ? 'audience' : undefined;
    return {
      userId,
      displayName: place % 2 === 0 ? `Name ${place} 名` : '',
      avatar: '',
      role,
      grants: place % 8 === 7 ? { hidden: true } : {},
      issuedAt,
      expiresAt: EXPIRES_AT,
      allowsRoom: (roomId: RoomId) => (this.#revokedAt.get(`${userId} ${roomId}`) ?? -1) < issuedAt,
    };
  }

  #observer(): NodeObserver {
    return {
      gateway: {
        onSocketOpened: () => undefined,
        onSocketClosed: (code) => {
          if (code === SLOW_CONSUMER) this.slowClosed += 1;
        },
        onSessionResumed: () => undefined,
        onFrameIn: () => undefined,
        onError: (name, error) => {
          if (name === 'internal') this.fail('bugError', `internal: ${String(stackOf(error.cause ?? error))}`);
        },
      },
      onRepair: (kind) => this.repairs.push(kind),
      onEnforced: () => undefined,
      onFault: () => undefined,
      onRoomEvent: (entry, state) => this.#onRoomEvent(entry, state),
      onTurn: () => undefined,
      onBroken: (roomId, error) => this.fail('brokenRoom', `${roomId}: ${stackOf(error)}`),
      onRecovered: (by) => {
        if (by === 'recovered') this.recovered.deltas += 1;
        else this.recovered.snapshots += 1;
      },
      onHashMismatch: () => {
        this.hashMismatches += 1;
      },
      onUrlIssued: () => undefined,
      onRefused: () => undefined,
      onMediumRefused: () => undefined,
      onWorkerLost: () => {
        this.workersLost += 1;
      },
    };
  }

  /** Offsets have no gaps, and all events of one frame come together: no frame is carried out twice. */
  #onRoomEvent(entry: LoggedEvent, state: RoomState): void {
    const { offset, actor, causeId } = entry;
    const before = this.#offsets.get(state) ?? 0;
    if (offset !== before + 1) this.fail('offsetGap', `${state.roomId}: ${offset} after ${before}`);
    this.#offsets.set(state, offset);
    if (actor !== null) {
      const command = `${actor} ${causeId}`;
      const last = this.#lastOffsetByCommand.get(command);
      if (last !== undefined && last !== before) this.fail('repeated', `frame ${causeId} of ${actor} at ${offset}`);
      this.#lastOffsetByCommand.set(command, offset);
    }
    this.fingerprint = (Math.imul(this.fingerprint, 31) + this.clock.now() + entry.event.type.length) | 0;
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function requireRoomId(text: string): RoomId {
  const roomId = parseRoomId(text);
  if (roomId === undefined) throw new AppError('invalidArgument', 'roomId');
  return roomId;
}

function requireUserId(text: string): UserId {
  const userId = parseUserId(text);
  if (userId === undefined) throw new AppError('tokenInvalid');
  return userId;
}

/** Limits that are reached now and then, graces short enough to run out within a run; drawn per seed. */
function simConfig(random: SeededRandom, clients: number, isDevelopment: boolean): RoomNodeOptions['config'] {
  const config = loadConfig({ argv: [], env: {} });
  return {
    ...config,
    mode: isDevelopment ? 'development' : 'production',
    testMode: true,
    signaling: {
      ...config.signaling,
      maxRoomsPerSession: 2,
      maxFramesPerSecond: random.pick([10, 50]),
      frameBurst: random.pick([20, 100]),
      resumeGraceMs: random.pick([5000, 30_000, 60_000]),
      maxBackpressureBytes: clients > 16 ? 256 * 1024 : 96 * 1024,
    },
    rooms: {
      ...config.rooms,
      // What a return brings fits into what may wait for a reader.
      logMaxBytes: 24 * 1024,
      logMaxEvents: random.pick([10, 100, 1000]),
      stateHashEvery: random.pick([1, 3, 16]),
      maxMembers: random.chance(0.2) ? Math.max(3, clients - 2) : config.rooms.maxMembers,
      maxPublishers: random.chance(0.3) ? 3 : config.rooms.maxPublishers,
      maxAttributes: 4,
      maxChatHistory: 8,
      maxLobby: random.pick([2, 50]),
      suspectGraceMs: random.pick([3000, 15_000, 40_000]),
      backgroundGraceMs: random.pick([10_000, 60_000]),
      emptyRoomMs: random.pick([1000, 10_000]),
      departureMs: random.pick([1000, 10_000]),
      backgroundAudio: random.chance(0.3),
      duplicateIdentity: random.pick(['take-over', 'take-over', 'reject-new', 'multi-device'] as const),
    },
  };
}
