/**
 * The server's side of client tests: sees every frame, answers as the test says. Frames travel in JSON, so that what
 * the client sends and gets has gone through a codec.
 */
import type { ClientOptions, OpenSocket, SocketEvents } from '../../../client/api.ts';
import type { ClientRoom } from '../../../client/client-room.ts';
import { RtcRoomClient } from '../../../client/rtcroom-client.ts';
import {
  type ClientFrame,
  type Init,
  type Joined,
  type Member,
  Presence,
  Role,
  type RoomSnapshot,
  Scene,
  type ServerFrame,
  type Welcome,
} from '../../../wire/generated/messages.ts';
import { jsonCodec } from '../../../wire/json-codec.ts';
import { settle, VirtualClock } from './virtual-clock.ts';

/** One socket as the server sees it. */
export class ScriptedSocket {
  readonly frames: ClientFrame[] = [];
  closedByClient: number | undefined;
  /** Answers frames by itself, after the client has finished what it is doing. */
  responder: ((frame: ClientFrame) => Init<ServerFrame> | undefined) | undefined;
  readonly #events: SocketEvents;
  #isOpen = false;

  constructor(events: SocketEvents) {
    this.#events = events;
  }

  get isOpen(): boolean {
    return this.#isOpen && this.closedByClient === undefined;
  }
  open(): void {
    this.#isOpen = true;
    this.#events.onOpen();
  }
  receive(data: Uint8Array | string): void {
    const frame = jsonCodec.decodeClientFrame(data);
    this.frames.push(frame);
    const answer = this.responder?.(frame);
    if (answer !== undefined) queueMicrotask(() => this.reply(frame, answer));
  }
  send(frame: Init<ServerFrame>): void {
    if (this.isOpen) this.#events.onMessage(jsonCodec.encodeServerFrame(frame));
  }
  sendRaw(data: string): void {
    this.#events.onMessage(data);
  }
  /** Ends the socket from the server's side. */
  close(code: number, reason = ''): void {
    if (this.closedByClient !== undefined) return;
    this.#isOpen = false;
    this.#events.onClose(code, reason);
  }
  /** Frames of one kind, in order. */
  all<K extends keyof ClientFrame>(kind: K): ClientFrame[] {
    return this.frames.filter((frame) => frame.body === kind);
  }
  /** The only frame of that kind. */
  one<K extends keyof ClientFrame>(kind: K): ClientFrame {
    const found = this.all(kind);
    const [frame] = found;
    if (frame === undefined || found.length > 1) throw new Error(`${found.length} frames of kind ${kind}`);
    return frame;
  }
  reply(to: ClientFrame, body: Init<ServerFrame>): void {
    this.send({ ...body, replyTo: to.id });
  }
}

export class ScriptedServer {
  readonly clock = new VirtualClock();
  readonly sockets: ScriptedSocket[] = [];
  readonly tokens: string[] = [];
  readonly listenerErrors: unknown[] = [];
  readonly client: RtcRoomClient;
  responder: ScriptedSocket['responder'];

  constructor(options: Partial<ClientOptions> = {}) {
    const openSocket: OpenSocket = (_url, _subprotocol, events) => {
      const socket = new ScriptedSocket(events);
      socket.responder = this.responder;
      this.sockets.push(socket);
      return {
        send: (data) => socket.receive(data),
        close: (code = 1005) => {
          socket.closedByClient = code;
        },
      };
    };
    this.client = new RtcRoomClient({
      url: 'wss://example.test/v1/ws',
      getToken: () => {
        this.tokens.push(`token-${this.tokens.length + 1}`);
        return Promise.resolve(this.tokens.at(-1) ?? '');
      },
      codec: jsonCodec,
      openSocket,
      clock: this.clock,
      clientName: 'test/1',
      onListenerError: (error) => this.listenerErrors.push(error),
      ...options,
    });
  }

  /** The newest socket. */
  get socket(): ScriptedSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  }

  /** Answers frames by itself on this socket and all that follow. */
  answerWith(responder: ScriptedSocket['responder']): void {
    this.responder = responder;
    for (const socket of this.sockets) socket.responder = responder;
  }

  /** Opens the newest socket and answers its Hello. */
  async welcome(welcome: Init<Welcome> = {}): Promise<ScriptedSocket> {
    await settle();
    const { socket } = this;
    socket.open();
    socket.reply(socket.one('hello'), { welcome: { ...WELCOME, ...welcome } });
    await settle();
    return socket;
  }

  /** A connected client. */
  static async connected(options: Partial<ClientOptions> = {}): Promise<ScriptedServer> {
    const server = new ScriptedServer(options);
    const connecting = server.client.connect();
    await server.welcome();
    await connecting;
    return server;
  }

  /** Joins a room and answers with that snapshot. */
  async join(snapshot: Init<RoomSnapshot> = SNAPSHOT, joined: Init<Joined> = {}): Promise<ClientRoom> {
    const joining = this.client.join({ roomId: snapshot.roomId ?? 'r1' });
    await settle();
    const { socket } = this;
    const frame = socket.all('joinRoom').at(-1);
    if (frame === undefined) throw new Error('no JoinRoom');
    socket.reply(frame, { joined: joinedFrame(snapshot, joined) });
    return await joining;
  }

  /** Loses the socket and lets the client open the next one. */
  async drop(code = 1006, reason = ''): Promise<void> {
    this.socket.close(code, reason);
    const before = this.sockets.length;
    await this.clock.pass(400);
    if (this.sockets.length === before) throw new Error('the client did not reconnect');
  }
}

export const WELCOME: Init<Welcome> = {
  sessionId: 's1',
  resumeToken: 'resume-1',
  pingIntervalMs: 3000,
  limits: { maxFrameBytes: 65_536, maxRoomsPerSession: 8, maxFramesPerSecond: 100 },
  serverTimeMs: 5_000_000,
  node: 'n1',
  protocol: 1,
  userId: 'u1',
  userName: 'Ann',
};

/** A member with audio and video that may flow. */
export function member(memberId: string, more: Init<Member> = {}): Init<Member> {
  return {
    memberId,
    userId: `user-of-${memberId}`,
    displayName: memberId,
    role: Role.SPEAKER,
    presence: Presence.ONLINE,
    grants: { publishAudio: true, publishVideo: true, subscribe: true },
    media: [1, 2, 3, 4].map((medium) => ({ medium: medium as 1, mayFlow: true })),
    joinedAtMs: 1,
    ...more,
  };
}

/** Room r1 at offset 10 with members m1 (self) and m2. */
export const SNAPSHOT: Init<RoomSnapshot> = {
  roomId: 'r1',
  scene: Scene.CONFERENCE,
  epoch: 'e1',
  offset: 10,
  policy: {},
  members: [member('m1'), member('m2')],
  mediaGeneration: 1,
  createdAtMs: 1,
};

/** The answer to a join of m1. */
export function joinedFrame(snapshot: Init<RoomSnapshot>, more: Init<Joined> = {}): Init<Joined> {
  const { roomId = 'r1', epoch = 'e1', offset = 0 } = snapshot;
  return { roomId, memberId: 'm1', position: { epoch, offset }, snapshot, ...more };
}

/** A delta of r1 with one presence change of m2 at its last offset. */
export function presenceDelta(prevOffset: number, offset: number, stateHash = 0): Init<ServerFrame> {
  const change = { presenceChanged: { memberId: 'm2', presence: Presence.SUSPECT } };
  const events = [{ offset, actor: 'm2', change }];
  return { roomDelta: { roomId: 'r1', epoch: 'e1', prevOffset, offset, atMs: 7, events, stateHash } };
}
