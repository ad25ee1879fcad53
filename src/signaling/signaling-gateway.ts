/**
 * The life of sockets and sessions: Hello and Welcome, resuming on a new socket, limits, heartbeats, the end. What a
 * frame means once its session stands is the dispatcher's business.
 */
import type { ClientFrame, Hello, Init, ServerFrame } from '../../wire/generated/messages.ts';
import { MIN_PROTOCOL_VERSION, PROTOCOL_VERSION } from '../../wire/version.ts';
import type { Identity } from '../identity/tokens.ts';
import { AppError, toAppError } from '../shared/app-error.ts';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import { ERRORS, type ErrorName, type ErrorSpec } from '../shared/error-codes.ts';
import { sessionId as brandSessionId, type InstantMs } from '../shared/ids.ts';
import { decodeClientFrame, encodeServerFrame } from './codec/frames.ts';
import { errorToWire } from './codec/to-wire.ts';
import { Deadlines } from './deadlines.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Memberships } from './memberships.ts';
import { Session } from './session.ts';
import type { SessionRegistry } from './session-registry.ts';
import type { ClientSocket, SocketHandler, WireEncoding } from './socket-server.ts';

export interface GatewayLimits {
  readonly pingIntervalMs: number;
  /** Silent beats after which members are told `suspect`. */
  readonly missedBeatsSuspect: number;
  /** Silent beats after which the socket is closed. */
  readonly missedBeatsClose: number;
  readonly resumeGraceMs: number;
  readonly helloTimeoutMs: number;
  readonly maxFrameBytes: number;
  readonly maxFramesPerSecond: number;
  readonly frameBurst: number;
  readonly maxRoomsPerSession: number;
  /** Open sockets, with or without Hello; beyond, new ones are told to come later. */
  readonly maxSockets: number;
  /** Unread bytes at which a client that reads none of them from one sweep to the next is told to reconnect. */
  readonly maxBufferedBytes: number;
}

/** What happens at the edge, for metrics and logs. */
export interface GatewayObserver {
  onSocketOpened(): void;
  onSocketClosed(code: number): void;
  onSessionResumed(): void;
  onFrameIn(bytes: number, encoding: WireEncoding): void;
  onError(name: ErrorName, error: AppError): void;
}

export interface SignalingGatewayOptions {
  readonly clock: Clock;
  readonly limits: GatewayLimits;
  readonly node: string;
  readonly features: readonly string[];
  readonly sessions: SessionRegistry;
  readonly memberships: Memberships;
  readonly dispatcher: Dispatcher;
  readonly verifyToken: (token: string) => Promise<Identity>;
  /** Unguessable text for session ids and resume tokens. */
  readonly newSecret: () => string;
  readonly observer: GatewayObserver;
}

/** One socket, before and after its Hello. */
interface Connection {
  readonly socket: ClientSocket;
  session: Session | undefined;
  /** A Hello is being checked; what comes meanwhile is refused. */
  greeting: boolean;
  /** Frames over the rate limit in a row. */
  excess: number;
}

/** A client gives up an unanswered command after some ten seconds; until then, and a resume, it may repeat it. */
const REPEATABLE_MS = 30_000;
/** Rate violations in a row after which the socket is closed. */
const MAX_EXCESS_FRAMES = 200;

/** The close code of an error; of `internal` for those that have none. */
function closeCode(name: ErrorName): number {
  const { close }: ErrorSpec = ERRORS[name];
  return close ?? 4006;
}

export class SignalingGateway implements SocketHandler {
  readonly #options: SignalingGatewayOptions;
  readonly #connectionBySocket = new Map<ClientSocket, Connection>();
  /** Sockets that have not said Hello. */
  readonly #helloDeadlines: Deadlines<ClientSocket>;
  #cancelSweep: CancelTimer | undefined;
  #closing = false;

  constructor(options: SignalingGatewayOptions) {
    this.#options = options;
    const { clock, limits } = options;
    this.#helloDeadlines = new Deadlines(clock, limits.helloTimeoutMs, (socket) =>
      this.#closeWith(socket, 'helloTimeout'),
    );
    this.#sweepLater();
  }

  /** Open sockets; for leak checks. */
  get socketCount(): number {
    return this.#connectionBySocket.size;
  }

  onOpen(socket: ClientSocket): void {
    const { limits, observer } = this.#options;
    observer.onSocketOpened();
    this.#connectionBySocket.set(socket, { socket, session: undefined, greeting: false, excess: 0 });
    this.#helloDeadlines.add(socket);
    if (this.#closing) this.#closeWith(socket, 'shuttingDown');
    else if (this.#connectionBySocket.size > limits.maxSockets) this.#closeWith(socket, 'tooManySessions');
  }

  onMessage(socket: ClientSocket, data: Uint8Array | string): void {
    const connection = this.#connectionBySocket.get(socket);
    if (connection === undefined) return;
    const { observer, limits } = this.#options;
    const bytes = data.length;
    observer.onFrameIn(bytes, socket.encoding);
    if (bytes > limits.maxFrameBytes) {
      this.#closeWith(socket, 'frameTooLarge');
      return;
    }
    let frame: ClientFrame;
    try {
      frame = decodeClientFrame(socket.encoding, data);
    } catch (error) {
      const detail = error instanceof Error ? error.message.slice(0, 80) : undefined;
      this.#closeWith(socket, 'malformedFrame', detail);
      return;
    }
    if (connection.session === undefined) this.#beforeHello(connection, frame);
    else this.#frame(connection, connection.session, frame);
  }

  onClose(socket: ClientSocket, code: number): void {
    const connection = this.#connectionBySocket.get(socket);
    if (connection === undefined) return;
    this.#options.observer.onSocketClosed(code);
    this.#helloDeadlines.drop(socket);
    this.#connectionBySocket.delete(socket);
    const { session } = connection;
    if (session !== undefined && session.socket === socket) this.#detach(session, socket);
  }

  /**
   * Tells every client to reconnect and closes the sockets. Nothing new is accepted from here on.
   */
  shutDown(): void {
    this.#closing = true;
    this.#cancelSweep?.();
    this.#helloDeadlines.close();
    for (const { socket } of [...this.#connectionBySocket.values()]) {
      const frame: Init<ServerFrame> = { goingAway: { error: errorToWire('shuttingDown'), reconnectAfterMs: 1000 } };
      socket.send(encodeServerFrame(socket.encoding, frame));
      socket.close(closeCode('shuttingDown'), 'shuttingDown');
    }
  }

  #beforeHello(connection: Connection, frame: ClientFrame): void {
    const { socket } = connection;
    if (frame.hello === null || frame.id === 0 || connection.greeting) {
      this.#closeWith(socket, 'helloRequired');
      return;
    }
    connection.greeting = true;
    this.#greet(connection, frame.id, frame.hello).catch((error: unknown) => {
      const { errorName, detail } = toAppError(error);
      this.#closeWith(socket, errorName, detail, frame.id);
    });
  }

  async #greet(connection: Connection, frameId: number, hello: Hello): Promise<void> {
    const { clock, limits, observer, node, sessions } = this.#options;
    if (hello.protocol < MIN_PROTOCOL_VERSION || hello.protocol > PROTOCOL_VERSION) {
      throw new AppError('protocolUnsupported', `this server speaks ${MIN_PROTOCOL_VERSION} to ${PROTOCOL_VERSION}`);
    }
    const identity = await this.#options.verifyToken(hello.token);
    const { socket } = connection;
    if (!this.#connectionBySocket.has(socket)) return;
    const earlier = hello.resumeToken === '' ? undefined : sessions.byResumeToken(hello.resumeToken);
    const resumed = earlier !== undefined && earlier.identity.userId === identity.userId;
    const session = resumed ? earlier : this.#newSession(identity);
    this.#helloDeadlines.drop(socket);
    connection.session = session;
    if (resumed) {
      session.identity = identity;
      this.#takeFromOldSocket(session);
      observer.onSessionResumed();
    }
    session.attach(socket, clock.now());
    session.push({
      replyTo: frameId,
      welcome: {
        sessionId: session.sessionId,
        resumeToken: session.resumeToken,
        resumed,
        pingIntervalMs: limits.pingIntervalMs,
        limits: {
          maxFrameBytes: limits.maxFrameBytes,
          maxRoomsPerSession: limits.maxRoomsPerSession,
          maxFramesPerSecond: limits.maxFramesPerSecond,
        },
        serverTimeMs: clock.now(),
        node,
        features: hello.features.filter((feature) => this.#options.features.includes(feature)),
        protocol: Math.min(hello.protocol, PROTOCOL_VERSION),
        userId: identity.userId,
        userName: identity.displayName,
      },
    });
    if (resumed) this.#options.memberships.onAttached(session);
  }

  #newSession(identity: Identity): Session {
    const { clock, limits, newSecret, sessions } = this.#options;
    const session = new Session({
      sessionId: brandSessionId(newSecret()),
      resumeToken: newSecret(),
      identity,
      now: clock.now(),
      framesPerSecond: limits.maxFramesPerSecond,
      burst: limits.frameBurst,
    });
    sessions.add(session);
    return session;
  }

  /** The phone changed networks: the old socket still looks open when the new one resumes. */
  #takeFromOldSocket(session: Session): void {
    const old = session.socket;
    if (old === undefined) return;
    this.#detach(session, old);
    const connection = this.#connectionBySocket.get(old);
    if (connection !== undefined) connection.session = undefined;
    this.#closeWith(old, 'sessionReplaced');
  }

  #frame(connection: Connection, session: Session, frame: ClientFrame): void {
    const { clock, dispatcher, memberships, limits } = this.#options;
    const now = clock.now();
    session.lastSeenAt = now;
    if (session.suspected) {
      session.suspected = false;
      memberships.onHeartbeat(session, false);
    }
    if (frame.id === 0) {
      dispatcher.refuse(session, 0, new AppError('invalidFrameId'));
      return;
    }
    if (!session.admitsFrame(now)) {
      connection.excess += 1;
      if (connection.excess > MAX_EXCESS_FRAMES) {
        this.#closeWith(connection.socket, 'rateLimited');
        return;
      }
      dispatcher.refuse(session, frame.id, new AppError('rateLimited'), Math.ceil(1000 / limits.maxFramesPerSecond));
      return;
    }
    connection.excess = 0;
    dispatcher.dispatch(session, frame);
  }

  #detach(session: Session, socket: ClientSocket): void {
    session.detach(this.#options.clock.now());
    this.#options.memberships.onDetached(session, socket);
  }

  /** Says why, then closes. Errors without a close code use the one of `internal`. */
  #closeWith(socket: ClientSocket, name: ErrorName, detail?: string, replyTo = 0): void {
    this.#options.observer.onError(name, new AppError(name, detail));
    socket.send(encodeServerFrame(socket.encoding, { replyTo, error: errorToWire(name, detail) }));
    socket.close(closeCode(name), name);
  }

  /** Once per third of a beat: silent clients, slow readers, sessions whose grace is over. */
  #sweep(): void {
    const { clock, limits, sessions } = this.#options;
    const now = clock.now();
    for (const session of sessions.all()) {
      session.replies.forgetIdle(now, limits.resumeGraceMs + REPEATABLE_MS);
      if (session.socket === undefined) this.#expire(session, now);
      else this.#listen(session, session.socket, now);
    }
  }

  #listen(session: Session, socket: ClientSocket, now: InstantMs): void {
    const { limits, memberships } = this.#options;
    const silentBeats = (now - session.lastSeenAt) / limits.pingIntervalMs;
    const buffered = socket.bufferedBytes();
    // Who is reading a large snapshot over a slow link gets on, and would only have to begin again.
    const isStuck = session.bufferedBytes > limits.maxBufferedBytes && buffered >= session.bufferedBytes;
    session.bufferedBytes = buffered;
    if (isStuck) {
      this.#closeWith(socket, 'slowConsumer');
      return;
    }
    if (silentBeats >= limits.missedBeatsClose) {
      this.#closeWith(socket, 'pingTimeout');
      return;
    }
    if (silentBeats >= limits.missedBeatsSuspect && !session.suspected) {
      session.suspected = true;
      memberships.onHeartbeat(session, true);
    }
    const attachedBeats = (now - session.attachedAt) / limits.pingIntervalMs;
    if (attachedBeats >= limits.missedBeatsSuspect) memberships.onUnclaimed(session);
    if (silentBeats >= 1) session.push({ ping: { sentAtMs: now } });
  }

  #expire(session: Session, now: InstantMs): void {
    const { limits, sessions, memberships } = this.#options;
    const graceOver = now - (session.detachedAt ?? now) >= limits.resumeGraceMs;
    // Memberships end by the rooms' own grace; the session waits for them, so that a resume finds them.
    if (!graceOver || session.membershipByRoom.size > 0) return;
    memberships.abandonLobbies(session);
    sessions.remove(session);
  }

  #sweepLater(): void {
    const { clock, limits } = this.#options;
    this.#cancelSweep = clock.after(limits.pingIntervalMs / 3, () => {
      this.#sweep();
      if (!this.#closing) this.#sweepLater();
    });
  }
}
