/**
 * The client: one connection to a server, any number of rooms. It reconnects by itself; rooms come back at the position
 * they had. No Node and no browser globals: socket, clock and encoding come in through `ClientOptions`.
 */

import type { Init, Joined, JoinRoom, ServerFrame, Welcome } from '../wire/generated/messages.ts';
import { LeaveReason } from '../wire/generated/messages.ts';
import { stateHash } from '../wire/state-hash.ts';
import type { ClientOptions, ConnectionStatus } from './api.ts';
import { clientError, errorFromWire, type RtcRoomError, toRtcRoomError } from './client-errors.ts';
import type { ClientEvents, ClientJson, JoinOptions } from './client-events.ts';
import { ClientRoom, type RoomPort, roomIdOf } from './client-room.ts';
import { ClientSession, type SessionHandlers } from './client-session.ts';
import { type Listener, TypedEmitter, type Unlisten } from './typed-emitter.ts';

/** A join that is not settled: on its way or in a lobby. */
interface PendingJoin {
  readonly joinRoom: Init<JoinRoom>;
  readonly options: JoinOptions;
  readonly resolve: (room: ClientRoom) => void;
  readonly reject: (error: RtcRoomError) => void;
  /** Known once the lobby answered. */
  lobbyRoomId: string | undefined;
}

export class RtcRoomClient {
  readonly #options: ClientOptions;
  readonly #session: ClientSession;
  readonly #emitter: TypedEmitter<ClientEvents>;
  readonly #roomById = new Map<string, ClientRoom>();
  readonly #pendingJoins = new Set<PendingJoin>();
  /** Rooms the server let this client into though nobody waits for them any more. */
  readonly #strayRoomIds = new Set<string>();
  readonly #roomPort: RoomPort;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#emitter = new TypedEmitter(options.onListenerError);
    this.#session = new ClientSession(options, this.#handlers());
    this.#roomPort = {
      clock: options.clock,
      stateHash: options.stateHash === null ? undefined : (options.stateHash ?? stateHash),
      onListenerError: options.onListenerError,
      request: (body, requestOptions) => this.#session.request(body, requestOptions),
      onEnded: (room) => {
        if (this.#roomById.get(room.roomId) === room) this.#roomById.delete(room.roomId);
      },
      onStrayJoined: (joined) => this.#onAdmitted(joined),
    };
  }

  on<K extends keyof ClientEvents>(type: K, listener: Listener<ClientEvents[K]>): Unlisten {
    return this.#emitter.on(type, listener);
  }
  once<K extends keyof ClientEvents>(type: K, listener: Listener<ClientEvents[K]>): Unlisten {
    return this.#emitter.once(type, listener);
  }

  get status(): ConnectionStatus {
    return this.#session.status;
  }
  /** Last measured round trip; null = not measured yet. */
  get rttMs(): number | null {
    return this.#session.rttMs;
  }
  /** '' before the first session. */
  get sessionId(): string {
    return this.#session.welcome?.sessionId ?? '';
  }
  get userId(): string {
    return this.#session.welcome?.userId ?? '';
  }
  get userName(): string {
    return this.#session.welcome?.userName ?? '';
  }
  /** Name of the server node. */
  get node(): string {
    return this.#session.welcome?.node ?? '';
  }
  /** The server's limits and features, from the last Welcome. */
  get welcome(): Welcome | undefined {
    return this.#session.welcome;
  }
  get rooms(): readonly ClientRoom[] {
    return [...this.#roomById.values()];
  }
  room(roomId: string): ClientRoom | undefined {
    return this.#roomById.get(roomId);
  }

  /** The server's time, ms since the epoch, as well as it is known; for counting down to its deadlines. */
  serverNow(): number {
    return this.#options.clock.now() + this.#session.serverAheadMs;
  }

  /**
   * Opens the session. Rejects with an `RtcRoomError` when the first attempt fails (call again to try again); once
   * connected, the client reconnects by itself until `close()` or a terminal refusal.
   */
  connect(): Promise<void> {
    return this.#session.connect();
  }

  /**
   * Joins a room; settles when the client is in it, which a lobby may delay. A room this client is in already is given
   * back. Rejects with the server's reason.
   */
  async join(options: JoinOptions): Promise<ClientRoom> {
    const { roomId = '', room, profile = null, subscribe = [], scene } = options;
    const joinRoom: Init<JoinRoom> = { roomId, room: room ?? null, profile, subscribe, scene };
    return await new Promise<ClientRoom>((resolve, reject) => {
      const pending: PendingJoin = { joinRoom, options, resolve, reject, lobbyRoomId: undefined };
      this.#pendingJoins.add(pending);
      this.#sendJoin(pending);
    });
  }

  /** The network changed or the page is shown again: checks the connection now instead of waiting for a timer. */
  nudge(): void {
    this.#session.nudge();
  }

  /** Leaves all rooms and closes the connection for good. Idempotent. */
  close(): void {
    for (const room of this.rooms) void room.leave();
    this.#session.close();
  }

  toJSON(): ClientJson {
    const rooms = Object.fromEntries(this.rooms.map((room) => [room.roomId, room.toJSON()]));
    const { status, sessionId, userId, node, rttMs } = this;
    const { reconnectCount, resumedCount } = this.#session;
    const encoding = this.#options.codec.subprotocol;
    return { status, sessionId, userId, node, encoding, rttMs, reconnectCount, resumedCount, rooms };
  }

  #handlers(): SessionHandlers {
    return {
      onWelcome: (welcome) => this.#onWelcome(welcome),
      onPush: (frame) => this.#onPush(frame),
      onStatus: (status, previous, cause) => {
        if (status === 'reconnecting') for (const room of this.rooms) room.onConnectionLost();
        this.#emitter.emit('status', { status, previous, cause });
      },
      onReconnecting: (attempt, inMs) => this.#emitter.emit('reconnecting', { attempt, inMs }),
      onGoingAway: (reconnectAfterMs, error) => this.#emitter.emit('goingAway', { reconnectAfterMs, error }),
      onRtt: (rttMs) => this.#emitter.emit('rtt', { rttMs }),
      onClosed: (error) => this.#onClosed(error),
    };
  }

  async #onWelcome(welcome: Welcome): Promise<void> {
    const rejoins = this.rooms.map((room) => room.rejoin());
    for (const pending of this.#pendingJoins) if (pending.lobbyRoomId !== undefined) this.#sendJoin(pending);
    this.#emitter.emit('welcome', welcome);
    // A resumed session is a member already, its commands need not wait; a new one is first to be let in again.
    if (!welcome.resumed) await Promise.all(rejoins);
  }

  #onClosed(error: RtcRoomError | null): void {
    const reason = error ?? clientError('clientClosed');
    for (const pending of [...this.#pendingJoins]) this.#settle(pending, reason);
    for (const room of this.rooms) room.end(LeaveReason.LEAVE_REASON_UNSPECIFIED, reason);
    this.#emitter.emit('closed', { error });
  }

  #onPush(frame: ServerFrame): void {
    const roomId = roomIdOf(frame);
    if (frame.roomEnded !== null) this.#onRoomEnded(frame.roomEnded);
    else if (frame.joined !== null) this.#onAdmitted(frame.joined);
    else if (roomId !== undefined) this.#roomById.get(roomId)?.onPush(frame);
  }

  #onRoomEnded({ roomId, reason, error: wireError }: NonNullable<ServerFrame['roomEnded']>): void {
    const error = wireError === null ? null : errorFromWire(wireError);
    const pending = this.#inLobby(roomId);
    if (pending !== undefined) this.#settle(pending, error ?? clientError('roomEnded'));
    this.#roomById.get(roomId)?.onRoomEnded(reason, error);
  }

  /** Joined after the lobby, for a first join or for a return; otherwise a join that was given up meanwhile. */
  #onAdmitted(joined: Joined): void {
    const pending = this.#inLobby(joined.roomId);
    const room = this.#roomById.get(joined.roomId);
    if (pending !== undefined) this.#enter(pending, joined);
    else if (room !== undefined) room.onJoined(joined);
    else {
      this.#strayRoomIds.add(joined.roomId);
      this.#leaveStrays();
    }
  }

  /** Leaves the rooms it was let into for nothing, unless a join on its way will be answered with that membership. */
  #leaveStrays(): void {
    for (const roomId of [...this.#strayRoomIds]) {
      const isWanted = this.#roomById.has(roomId);
      if (!isWanted && this.#isJoining(roomId)) continue;
      this.#strayRoomIds.delete(roomId);
      if (!isWanted) this.#session.request({ leaveRoom: { roomId } }).catch(() => undefined);
    }
  }

  /** A join on its way leads to that room, or, named by type and params, may do so. */
  #isJoining(roomId: string): boolean {
    return [...this.#pendingJoins].some(({ joinRoom }) => joinRoom.roomId === roomId || joinRoom.roomId === '');
  }

  #inLobby(roomId: string): PendingJoin | undefined {
    return [...this.#pendingJoins].find(({ lobbyRoomId }) => lobbyRoomId === roomId);
  }

  #sendJoin(pending: PendingJoin): void {
    const { joinRoom } = pending;
    this.#session
      .request({ joinRoom }, { delivery: 'once', onReply: (frame) => this.#onJoinReply(pending, frame) })
      .catch((error: unknown) => this.#onJoinFailed(pending, toRtcRoomError(error, 'connectionLost')));
  }

  #onJoinReply(pending: PendingJoin, frame: ServerFrame): void {
    if (!this.#pendingJoins.has(pending)) {
      // Given up meanwhile, but carried out.
      if (frame.joined !== null) this.#onAdmitted(frame.joined);
      return;
    }
    if (frame.joined !== null) this.#enter(pending, frame.joined);
    else if (frame.lobbyWaiting !== null) this.#onLobby(pending, frame.lobbyWaiting.roomId);
    else this.#settle(pending, clientError('unexpectedReply', frame.body));
  }

  #onLobby(pending: PendingJoin, roomId: string): void {
    const isFirst = pending.lobbyRoomId === undefined;
    pending.lobbyRoomId = roomId;
    const cancel = (): void => this.#settle(pending, clientError('lobbyCancelled'));
    if (isFirst) pending.options.onLobby?.({ roomId, cancel });
  }

  #onJoinFailed(pending: PendingJoin, error: RtcRoomError): void {
    if (!this.#pendingJoins.has(pending)) return;
    if (error.errorName !== 'connectionLost') this.#settle(pending, error);
    // Lost on the way: whether it was carried out does not matter, a join of a member gives the member back.
    else if (pending.lobbyRoomId === undefined) this.#sendJoin(pending);
  }

  #enter(pending: PendingJoin, joined: Joined): void {
    const known = this.#roomById.get(joined.roomId);
    if (known !== undefined) {
      known.onJoined(joined);
      this.#settle(pending, known);
      return;
    }
    try {
      const room = new ClientRoom(this.#roomPort, pending.joinRoom, joined);
      this.#roomById.set(room.roomId, room);
      this.#emitter.emit('room', { room });
      this.#settle(pending, room);
      // Another join of this client need not wait in the lobby of a room it is in.
      for (const other of [...this.#pendingJoins]) if (other.lobbyRoomId === room.roomId) this.#settle(other, room);
    } catch (error) {
      this.#settle(pending, toRtcRoomError(error, 'unexpectedReply'));
    }
  }

  #settle(pending: PendingJoin, outcome: ClientRoom | RtcRoomError): void {
    if (!this.#pendingJoins.delete(pending)) return;
    if (outcome instanceof ClientRoom) pending.resolve(outcome);
    else pending.reject(outcome);
    this.#leaveStrays();
  }
}
