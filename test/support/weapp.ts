/** The whole RoomService API without a network: requests go to its handler, time stands still until told to move. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '../../src/config/load-config.ts';
import { Revocations } from '../../src/identity/revocations.ts';
import { TokenAuthority } from '../../src/identity/tokens.ts';
import { nodeDigests } from '../../src/live-gateway/node-digests.ts';
import { RoomAdmission } from '../../src/live-gateway/room-admission.ts';
import type { UrlProvider } from '../../src/push-pull-urls/providers.ts';
import { PresenceLeases } from '../../src/room-host/presence-leases.ts';
import { RoomRegistry } from '../../src/room-host/room-registry.ts';
import { createRoomService, type RoomServiceApi } from '../../src/room-service/create-room-service.ts';
import type { LoginProof } from '../../src/room-service/login-desk.ts';
import type { MixedStreams } from '../../src/room-service/merge-layout.ts';
import { noMixer } from '../../src/room-service/merge-layout.ts';
import { defaultGrants } from '../../src/room-state/role-grants.ts';
import type { Medium, Role, RoomEvent, RoomState, Scene } from '../../src/room-state/room-types.ts';
import { type MemberId, memberId, parseRoomId, parseUserId, type RoomId, type UserId } from '../../src/shared/ids.ts';
import { VirtualClock } from './virtual-clock.ts';

export type Answer = Readonly<Record<string, unknown>> & { readonly code: number; readonly message: string };
export type Kind = 'double_room' | 'multi_room' | 'live_room' | 'webrtc_room';

/** A user that has logged in. */
export interface User {
  readonly userID: string;
  readonly token: string;
  readonly userSig: string;
}

export interface WeappOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly proof?: LoginProof;
  readonly mixes?: MixedStreams;
  readonly provider?: UrlProvider;
}

/** A request that was not answered yet. */
export interface Pending {
  readonly answer: Promise<Answer>;
  /** The client hangs up. */
  abort(): void;
  isAnswered: boolean;
}

export const OWN_GATEWAY: UrlProvider = {
  type: 'selfHosted',
  rtmpBase: 'rtmp://media.test:1935/live',
  flvBase: 'http://media.test:8080/live',
  secrets: ['0123456789abcdef0123456789abcdef'],
};

export const roomIdOf = (text: string): RoomId => parseRoomId(text) as RoomId;
export const userIdOf = (text: string): UserId => parseUserId(text) as UserId;

export class Weapp {
  readonly clock = new VirtualClock();
  readonly rooms: RoomRegistry;
  readonly events: RoomEvent[] = [];
  readonly faults: string[] = [];
  /** How calls ended, and why. */
  readonly answered: string[] = [];
  readonly api: RoomServiceApi;
  /** Of the gateway that the URLs lead to. */
  readonly admission: RoomAdmission;
  #ids = 0;
  /** Requests that were not answered yet. */
  #open = 0;

  constructor({ env = {}, proof, mixes = noMixer, provider = OWN_GATEWAY }: WeappOptions = {}) {
    const config = loadConfig({ argv: [], env });
    const { clock } = this;
    this.rooms = new RoomRegistry({
      clock,
      roomConfig: config.rooms,
      maxRooms: config.rooms.maxRooms,
      logMaxEvents: 100,
      logMaxBytes: 100_000,
      newEpoch: () => `e${this.#ids++}`,
      effects: {
        onEvent: (entry, state) => {
          this.events.push(entry.event);
          this.admission.onEvent(entry, state);
          this.api.onRoomEvent(entry, state);
        },
        onTurn: () => undefined,
        onBroken: (_, error) => {
          throw error;
        },
      },
    });
    const rooms = (): RoomRegistry => this.rooms;
    this.admission = new RoomAdmission({
      clock,
      rooms,
      provider: () => provider,
      digests: nodeDigests,
      leases: new PresenceLeases({ clock, rooms }),
      aliveMs: 6000,
      onRefused: () => undefined,
      onMediumRefused: () => undefined,
      onStreamOver: () => undefined,
    });
    const tokens = new TokenAuthority({
      keys: [{ keyId: 'k', secret: 'a secret of at least thirty-two bytes' }],
      audience: '',
      tokenTtlMs: config.auth.tokenTtlMs,
      maxTokenTtlMs: config.auth.maxTokenTtlMs,
      clockToleranceMs: config.auth.clockToleranceMs,
      revocations: new Revocations({ maxEntries: 100, keepMs: 86_400_000 }),
      clock,
    });
    this.api = createRoomService({
      config,
      clock,
      rooms: this.rooms,
      tokens,
      provider: () => provider,
      digests: nodeDigests,
      mixes,
      viewers: this.admission,
      proof,
      newId: (prefix) => `${prefix}${(this.#ids++).toString(36)}x`,
      newHex: (digits) => (this.#ids++).toString(16).padStart(digits, '0').slice(-digits),
      onFault: (what) => this.faults.push(what),
      onAnswered: (outcome, reason) => this.answered.push(reason === undefined ? outcome : `${outcome} ${reason}`),
    });
    this.api.start();
  }

  /** Sends a request; `isAnswered` turns true with the answer. */
  send(path: string, query: string, body: unknown, method = 'POST', address = '10.0.0.1'): Pending {
    let freed: () => void = () => undefined;
    const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(JSON.stringify(body ?? {}));
    const answered = Promise.resolve(
      this.api.handle({
        method,
        path,
        query,
        header: () => '',
        body: method === 'GET' ? new Uint8Array() : bytes,
        address,
        onAborted: (callback) => {
          freed = callback;
        },
      }),
    );
    this.#open += 1;
    const pending: Pending = {
      isAnswered: false,
      abort: () => freed(),
      answer: answered.then((http) => {
        this.#open -= 1;
        pending.isAnswered = true;
        if (http === undefined) throw new Error(`${path} is nobody's`);
        if (http.status !== 200) throw new Error(`status ${http.status}`);
        if (http.headers['access-control-allow-origin'] !== '*') throw new Error('no CORS');
        return JSON.parse(String(http.body)) as Answer;
      }),
    };
    return pending;
  }

  async request(path: string, query: string, body: unknown, method = 'POST', address?: string): Promise<Answer> {
    const answer = await this.send(path, query, body, method, address).answer;
    this.clock.endTurn();
    return answer;
  }

  /** Waits until every request is answered or held; no time passes. */
  async quiet(): Promise<void> {
    for (let turns = 0; turns < 100_000; turns += 1) {
      this.clock.endTurn();
      await settle();
      if (this.#open > this.api.counts().heldPolls) continue;
      // What was answered just now may have made its client ask again.
      await settle();
      this.clock.endTurn();
      if (this.#open <= this.api.counts().heldPolls) return;
    }
    throw new Error(`${this.#open} requests are not answered`);
  }

  /** Lets time pass in steps small enough for clients to follow. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1000) {
      this.clock.advance(Math.min(1000, left));
      await this.quiet();
    }
  }

  /** A method of a kind of rooms, as that user. */
  async call(
    user: User | null,
    kind: Kind,
    method: string,
    body: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer> {
    const query = user === null ? '' : `userID=${user.userID}&token=${user.token}`;
    return await this.request(`/weapp/${kind}/${method}`, query, body);
  }

  async get(path: string, query = ''): Promise<Answer> {
    return await this.request(path, query, undefined, 'GET');
  }

  /** A guest, logged in by the way every client goes. */
  async login(prefix = 'weixin'): Promise<User> {
    const info = await this.get('/weapp/utils/get_login_info', `userIDPrefix=${prefix}&code=x`);
    return await this.loginWith(info as unknown as LoginInfo);
  }

  async loginWith({ userID, sdkAppID, accType, userSig }: LoginInfo): Promise<User> {
    const query = new URLSearchParams({ sdkAppID: String(sdkAppID), accountType: accType, userID, userSig });
    const answer = await this.request('/weapp/double_room/login', query.toString(), {});
    if (answer.code !== 0) throw new Error(`login: ${answer.message}`);
    return { userID, token: String(answer['token']), userSig };
  }

  async pushUrl(user: User, kind: Kind, roomID?: string): Promise<string> {
    const body = roomID === undefined ? {} : { roomID };
    return String((await this.call(user, kind, 'get_push_url', { userID: user.userID, ...body }))['pushURL']);
  }

  /** Asks for a push URL and comes in with it. */
  async enter(user: User, kind: Kind, roomID: string, more: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const pushURL = await this.pushUrl(user, kind, roomID);
    return await this.call(user, kind, 'add_pusher', { ...this.pusher(user, roomID, pushURL), ...more });
  }

  pusher(user: User, roomID: string, pushURL: string): Readonly<Record<string, unknown>> {
    return { roomID, userID: user.userID, userName: `name of ${user.userID}`, userAvatar: 'http://a/b.png', pushURL };
  }

  async pushers(user: User, kind: Kind, roomID: string): Promise<readonly Readonly<Record<string, string>>[]> {
    const answer = await this.call(user, kind, 'get_pushers', { roomID });
    return (answer['pushers'] ?? []) as Readonly<Record<string, string>>[];
  }

  async pusherIds(user: User, kind: Kind, roomID: string): Promise<readonly (string | undefined)[]> {
    return (await this.pushers(user, kind, roomID)).map(({ userID }) => userID);
  }

  state(roomID: string): RoomState | undefined {
    return this.rooms.get(roomIdOf(roomID))?.state;
  }

  /** Somebody joins from a browser. */
  join(roomID: string, user: string, role: Role = 'speaker', scene: Scene = 'conference'): MemberId {
    const id = memberId(`b${this.#ids++}`);
    const identity = {
      userId: userIdOf(user),
      displayName: `browser ${user}`,
      avatar: 'http://b/c.png',
      role,
      grants: defaultGrants(role),
    };
    this.#accept(roomID, scene, { type: 'join', at: this.clock.now(), memberId: id, identity, attributes: [] });
    return id;
  }

  publish(roomID: string, member: MemberId, medium: Medium = 'video'): void {
    const at = this.clock.now();
    this.#accept(roomID, 'call', {
      type: 'published',
      at,
      actor: member,
      medium,
      source: 'webrtc',
      producerId: `p${this.#ids++}`,
    });
  }

  /** Any command of a member or the server; it must be accepted. */
  tell(roomID: string, command: Parameters<ReturnType<RoomRegistry['getOrCreate']>['execute']>[0]): void {
    this.#accept(roomID, 'call', command);
  }

  #accept(
    roomID: string,
    scene: Scene,
    command: Parameters<ReturnType<RoomRegistry['getOrCreate']>['execute']>[0],
  ): void {
    const outcome = this.rooms.getOrCreate(roomIdOf(roomID), scene).execute(command);
    if ('rejected' in outcome) throw new Error(`rejected: ${outcome.rejected}`);
    this.clock.endTurn();
  }
}

export interface LoginInfo {
  readonly userID: string;
  readonly sdkAppID: number;
  readonly accType: string;
  readonly userSig: string;
}

/** Lets promises that are ready go on; no time passes. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** An HTTP server that answers as told and remembers what it was asked. */
export async function standIn(
  respond: (path: string, body: Readonly<Record<string, unknown>>, hangUp: () => void) => unknown,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Readonly<Record<string, unknown>>;
      const answer = respond(request.url ?? '', body, () => request.socket.destroy());
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? null));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
