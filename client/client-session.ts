/**
 * One session with the server over a row of sockets: Hello and Welcome, resuming, heartbeats, reconnects. What the
 * frames mean for rooms is not known here.
 */
import type { ClientFrame, Init, ServerFrame, Welcome } from '../wire/generated/messages.ts';
import { PROTOCOL_VERSION } from '../wire/version.ts';
import type { ClientOptions, ConnectionStatus, SocketPort } from './api.ts';
import { backOffMs } from './back-off.ts';
import {
  clientError,
  errorFromWire,
  isTerminalCloseCode,
  RtcRoomError,
  TOKEN_EXPIRED_CLOSE,
  toRtcRoomError,
} from './client-errors.ts';
import { Heartbeat } from './heartbeat.ts';
import { type FrameBody, Outbox, type RequestOptions } from './outbox.ts';

/** What a session tells its owner. Calls come in order and one at a time. */
export interface SessionHandlers {
  /**
   * A session stands; commands wait until the promise settles. `welcome.resumed` tells whether rooms live on.
   */
  onWelcome(welcome: Welcome): Promise<void>;
  /** A push, or a late reply that nobody waits for. */
  onPush(frame: ServerFrame): void;
  onStatus(status: ConnectionStatus, previous: ConnectionStatus, cause: RtcRoomError | null): void;
  onReconnecting(attempt: number, inMs: number): void;
  onGoingAway(reconnectAfterMs: number, error: RtcRoomError | null): void;
  onRtt(rttMs: number): void;
  /** The end; `error` null after `close()`. */
  onClosed(error: RtcRoomError | null): void;
}

const DEFAULTS = { reconnectFirstMs: 300, reconnectMaxMs: 10_000, requestTimeoutMs: 15_000, connectTimeoutMs: 10_000 };
/** A connection that held this long starts the back-off anew. */
const STABLE_MS = 3000;
/** Fresh tokens asked for in a row before an expired token is final. */
const MAX_TOKEN_REFRESHES = 2;
const PROBE_MS = 2000;
const NORMAL_CLOSURE = 1000;
/** Sent by this client when it gives a socket up; the server reads any close as a lost socket. */
const GIVE_UP_CLOSURE = 4001;
const MAX_FRAME_ID = 2 ** 32 - 1;

/** One socket and what is known of it. */
interface Link {
  readonly socket: SocketPort;
  /** Error the server sent before it closed. */
  error: RtcRoomError | null;
  welcomedAt: number | undefined;
}

export class ClientSession {
  readonly #options: ClientOptions;
  readonly #handlers: SessionHandlers;
  readonly #outbox: Outbox;
  #status: ConnectionStatus = 'idle';
  #link: Link | undefined;
  #token: string | undefined;
  #welcome: Welcome | undefined;
  #heartbeat: Heartbeat | undefined;
  /** Ends whatever timer leads to the next step: connect deadline, back-off, planned reconnect. */
  #cancelStep: () => void = () => undefined;
  #failedAttempts = 0;
  #tokenRefreshes = 0;
  /** Named by the server in GoingAway. */
  #plannedDelayMs = 0;
  #lastFrameId = 0;
  /** Grows with every attempt, so that a late token or socket of an earlier one is told apart. */
  #attempt = 0;
  #rttMs: number | null = null;
  #serverAheadMs = 0;
  #reconnectCount = 0;
  #resumedCount = 0;
  #connecting: { resolve: () => void; reject: (error: RtcRoomError) => void } | undefined;

  constructor(options: ClientOptions, handlers: SessionHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#outbox = new Outbox({
      clock: options.clock,
      timeoutMs: options.requestTimeoutMs ?? DEFAULTS.requestTimeoutMs,
      nextId: () => this.#nextFrameId(),
      send: (frame) => this.#send(frame),
    });
  }

  get status(): ConnectionStatus {
    return this.#status;
  }
  /** The last Welcome. */
  get welcome(): Welcome | undefined {
    return this.#welcome;
  }
  get rttMs(): number | null {
    return this.#rttMs;
  }
  /** The server's clock minus ours, ms; for showing its deadlines. */
  get serverAheadMs(): number {
    return this.#serverAheadMs;
  }
  get reconnectCount(): number {
    return this.#reconnectCount;
  }
  get resumedCount(): number {
    return this.#resumedCount;
  }

  /** Opens the first session. Rejects when that fails; call again to try again. */
  connect(): Promise<void> {
    if (this.#status === 'closed') return Promise.reject(clientError('clientClosed'));
    if (this.#status !== 'idle') return Promise.reject(clientError('alreadyConnecting'));
    this.#setStatus('connecting', null);
    return new Promise((resolve, reject) => {
      this.#connecting = { resolve, reject };
      this.#startAttempt();
    });
  }

  /** See `Outbox.request`. */
  request(body: FrameBody, options?: RequestOptions): Promise<ServerFrame> {
    if (this.#status === 'closed') return Promise.reject(clientError('clientClosed'));
    return this.#outbox.request(body, options);
  }

  /** Ends the session on this side; idempotent. What waits for an answer is rejected. */
  close(): void {
    this.#end(null);
  }

  /** The network changed or the page woke up: reconnects at once when waiting to, checks the socket when there is one. */
  nudge(): void {
    if (this.#status === 'connected') this.#heartbeat?.probe(PROBE_MS);
    else if (this.#status === 'reconnecting' && this.#link === undefined) this.#startAttempt();
  }

  #startAttempt(): void {
    this.#cancelStep();
    this.#attempt += 1;
    const attempt = this.#attempt;
    const timeoutMs = this.#options.connectTimeoutMs ?? DEFAULTS.connectTimeoutMs;
    this.#cancelStep = this.#options.clock.after(timeoutMs, () => this.#onLost(attempt, clientError('connectTimeout')));
    this.#getToken().then(
      (token) => {
        if (attempt !== this.#attempt || this.#status === 'closed') return;
        this.#token = token;
        this.#openSocket(attempt, token);
      },
      (error: unknown) => this.#onTokenFailed(attempt, toRtcRoomError(error, 'tokenFailed')),
    );
  }

  /** An application that says `never` has no token for this user any more. */
  #onTokenFailed(attempt: number, error: RtcRoomError): void {
    if (attempt === this.#attempt && error.retry === 'never' && this.#connecting === undefined) this.#end(error);
    else this.#onLost(attempt, error);
  }

  async #getToken(): Promise<string> {
    return this.#token ?? (await this.#options.getToken());
  }

  #openSocket(attempt: number, token: string): void {
    const { url, codec, openSocket } = this.#options;
    const isCurrent = (): boolean => attempt === this.#attempt && this.#link !== undefined;
    try {
      const socket = openSocket(url, codec.subprotocol, {
        onOpen: () => {
          if (isCurrent()) this.#sayHello(token);
        },
        onMessage: (data) => {
          if (isCurrent() && this.#link !== undefined) this.#onMessage(this.#link, data);
        },
        onClose: (code, reason) => this.#onSocketClosed(attempt, code, reason),
      });
      if (attempt === this.#attempt) this.#link = { socket, error: null, welcomedAt: undefined };
    } catch (error) {
      this.#onLost(attempt, toRtcRoomError(error, 'connectionLost'));
    }
  }

  #sayHello(token: string): void {
    const { clientName, features = [] } = this.#options;
    const resumeToken = this.#welcome?.resumeToken ?? '';
    const id = this.#nextFrameId();
    this.#trySend({ id, hello: { token, protocol: PROTOCOL_VERSION, client: clientName, features, resumeToken } });
  }

  #onMessage(link: Link, data: Uint8Array | string): void {
    let frame: ServerFrame;
    try {
      frame = this.#options.codec.decodeServerFrame(data);
    } catch (error) {
      // A frame that cannot be read may have been a delta: only a resume brings certainty.
      this.#giveUp(toRtcRoomError(error, 'connectionLost'));
      return;
    }
    this.#heartbeat?.onFrame();
    if (link.welcomedAt === undefined) this.#beforeWelcome(link, frame);
    else this.#onFrame(link, frame);
  }

  /** Nothing but Welcome and the reason of a refusal counts before Welcome. */
  #beforeWelcome(link: Link, frame: ServerFrame): void {
    if (frame.error !== null) link.error = errorFromWire(frame.error);
    if (frame.welcome === null) return;
    const { clock } = this.#options;
    const { welcome } = frame;
    const { resumed } = welcome;
    this.#cancelStep();
    link.welcomedAt = clock.now();
    this.#welcome = welcome;
    this.#tokenRefreshes = 0;
    this.#plannedDelayMs = 0;
    this.#serverAheadMs = welcome.serverTimeMs - clock.now();
    if (resumed) this.#resumedCount += 1;
    else this.#outbox.forgetSent();
    this.#outbox.limitRate(welcome.limits?.maxFramesPerSecond ?? 0);
    this.#startHeartbeat(welcome.pingIntervalMs);
    this.#setStatus('connected', null);
    this.#outbox.openForJoins();
    const attempt = this.#attempt;
    const open = (): void => {
      if (attempt === this.#attempt && this.#status === 'connected') this.#outbox.open();
    };
    this.#handlers.onWelcome(welcome).then(open, open);
    this.#connecting?.resolve();
    this.#connecting = undefined;
  }

  #onFrame(link: Link, frame: ServerFrame): void {
    switch (frame.body) {
      case 'ping':
        this.#trySend({ id: this.#nextFrameId(), pong: { sentAtMs: frame.ping?.sentAtMs ?? 0 } });
        return;
      case 'pong':
        if (frame.pong !== null) this.#onPong(frame.pong);
        return;
      case 'goingAway':
        this.#onGoingAway(link, frame.goingAway);
        return;
      default:
        if (frame.replyTo !== 0 && this.#outbox.onReply(frame)) return;
        if (frame.error === null) this.#handlers.onPush(frame);
        else if (frame.replyTo === 0) link.error = errorFromWire(frame.error);
    }
  }

  #onPong({ sentAtMs, serverTimeMs }: NonNullable<ServerFrame['pong']>): void {
    const now = this.#options.clock.now();
    this.#rttMs = Math.max(0, now - sentAtMs);
    this.#serverAheadMs = serverTimeMs + this.#rttMs / 2 - now;
    this.#handlers.onRtt(this.#rttMs);
  }

  /** The server is about to close. If it does not within the time it gave, this client does. */
  #onGoingAway(link: Link, goingAway: ServerFrame['goingAway']): void {
    const delayMs = goingAway?.reconnectAfterMs ?? 0;
    link.error = goingAway?.error ? errorFromWire(goingAway.error) : null;
    this.#plannedDelayMs = delayMs;
    this.#handlers.onGoingAway(delayMs, link.error);
    this.#cancelStep = this.#options.clock.after(delayMs, () =>
      this.#giveUp(link.error ?? clientError('connectionLost')),
    );
  }

  #startHeartbeat(intervalMs: number): void {
    if (intervalMs <= 0) return;
    this.#heartbeat = new Heartbeat({
      clock: this.#options.clock,
      intervalMs,
      sendPing: (sentAtMs) => this.#trySend({ id: this.#nextFrameId(), ping: { sentAtMs } }),
      onDead: () => this.#giveUp(clientError('connectionLost', 'no answer to pings')),
    });
  }

  /** Leaves the current socket without waiting for its close event, which a dead network may never deliver. */
  #giveUp(error: RtcRoomError): void {
    this.#onLost(this.#attempt, error);
  }

  #onSocketClosed(attempt: number, code: number, reason: string): void {
    if (attempt !== this.#attempt) return;
    const told = this.#link?.error;
    const error = told ?? closeError(code, reason);
    if (code === TOKEN_EXPIRED_CLOSE && this.#tokenRefreshes < MAX_TOKEN_REFRESHES) {
      this.#tokenRefreshes += 1;
      this.#token = undefined;
      this.#onLost(attempt, error, true);
    } else if (isTerminalCloseCode(code)) this.#end(error);
    else this.#onLost(attempt, error);
  }

  /** The attempt or its connection failed: again later, or, when nothing ever stood, `connect()` is told. */
  #onLost(attempt: number, error: RtcRoomError, isTokenRefresh = false): void {
    if (attempt !== this.#attempt || this.#status === 'closed') return;
    const welcomedAt = this.#dropLink();
    if (this.#connecting !== undefined && !isTokenRefresh) {
      const { reject } = this.#connecting;
      this.#connecting = undefined;
      this.#attempt += 1;
      this.#setStatus('idle', error);
      reject(error);
      return;
    }
    if (welcomedAt !== undefined && this.#options.clock.now() - welcomedAt >= STABLE_MS) this.#failedAttempts = 0;
    this.#outbox.pause();
    if (this.#connecting === undefined) this.#setStatus('reconnecting', error);
    if (isTokenRefresh) this.#startAttempt();
    else this.#scheduleReconnect();
  }

  #scheduleReconnect(): void {
    const { clock, reconnectFirstMs, reconnectMaxMs } = this.#options;
    const firstMs = reconnectFirstMs ?? DEFAULTS.reconnectFirstMs;
    const maxMs = reconnectMaxMs ?? DEFAULTS.reconnectMaxMs;
    const backOff = backOffMs(this.#failedAttempts, firstMs, maxMs, clock.random());
    // A planned delay is the server's word; the jitter on top keeps its clients from coming back all at once.
    const inMs = backOff + this.#plannedDelayMs;
    this.#plannedDelayMs = 0;
    this.#failedAttempts += 1;
    this.#reconnectCount += 1;
    this.#cancelStep = clock.after(inMs, () => this.#startAttempt());
    this.#handlers.onReconnecting(this.#failedAttempts, inMs);
  }

  /** Forgets the socket; gives when it was welcomed. */
  #dropLink(code = GIVE_UP_CLOSURE): number | undefined {
    this.#cancelStep();
    this.#heartbeat?.stop();
    this.#heartbeat = undefined;
    const link = this.#link;
    this.#link = undefined;
    // Late events of that socket must not be taken for those of the next.
    this.#attempt += 1;
    try {
      link?.socket.close(code);
    } catch {
      // A socket that failed to open cannot be closed; it is forgotten all the same.
    }
    return link?.welcomedAt;
  }

  #end(error: RtcRoomError | null): void {
    if (this.#status === 'closed') return;
    this.#dropLink(NORMAL_CLOSURE);
    this.#setStatus('closed', error);
    const reason = error ?? clientError('clientClosed');
    this.#outbox.close(reason);
    this.#connecting?.reject(reason);
    this.#connecting = undefined;
    this.#handlers.onClosed(error);
  }

  #setStatus(status: ConnectionStatus, cause: RtcRoomError | null): void {
    const previous = this.#status;
    if (status === previous) return;
    this.#status = status;
    this.#handlers.onStatus(status, previous, cause);
  }

  #nextFrameId(): number {
    this.#lastFrameId = this.#lastFrameId >= MAX_FRAME_ID ? 1 : this.#lastFrameId + 1;
    return this.#lastFrameId;
  }

  /** @throws RtcRoomError frame too large, or what the codec throws. */
  #send(frame: Init<ClientFrame>): void {
    const data = this.#options.codec.encodeClientFrame(frame);
    const maxBytes = this.#welcome?.limits?.maxFrameBytes ?? 0;
    // For text this counts characters; the server's own check catches the rest.
    if (maxBytes > 0 && data.length > maxBytes) throw clientError('cannotEncode', `${data.length} > ${maxBytes} bytes`);
    this.#link?.socket.send(data);
  }

  /** For frames nobody waits for: a socket that cannot take them is about to report its close. */
  #trySend(frame: Init<ClientFrame>): void {
    try {
      this.#send(frame);
    } catch (error) {
      this.#giveUp(toRtcRoomError(error, 'connectionLost'));
    }
  }
}

/** The error of a socket that closed without saying why before. `reason` is the name of an error. */
function closeError(code: number, reason: string): RtcRoomError {
  const isTerminal = isTerminalCloseCode(code);
  const fallback = clientError(isTerminal ? 'closedByServer' : 'connectionLost', `${code} ${reason}`.trim());
  if (reason === '') return fallback;
  const { code: number, message, retry } = fallback;
  return new RtcRoomError({ code: number, errorName: reason, message, retry });
}
