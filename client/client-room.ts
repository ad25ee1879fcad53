/** One room as this client is in it: the live replica, its events, its commands. Made by `RtcRoomClient.join`. */
import {
  FloorRequestStatus,
  type Init,
  type Joined,
  type JoinRoom,
  LeaveReason,
  type Member,
  Presence,
  type SelfBelief,
  type ServerFrame,
} from '../wire/generated/messages.ts';
import type { ClientClock, RoomReplicaState } from './api.ts';
import { clientError, type RtcRoomError, toRtcRoomError } from './client-errors.ts';
import type { RoomCounters, RoomEvents, RoomJson, RoomStatus, SnapshotCause } from './client-events.ts';
import { LiveReplica } from './live-replica.ts';
import type { FrameBody, RequestOptions } from './outbox.ts';
import { expectReply, RoomCommands } from './room-commands.ts';
import { type Listener, TypedEmitter, type Unlisten } from './typed-emitter.ts';

/** What a room needs from its client. */
export interface RoomPort {
  readonly clock: ClientClock;
  readonly stateHash: ((state: RoomReplicaState) => number) | undefined;
  readonly onListenerError: ((error: unknown) => void) | undefined;
  request(body: FrameBody, options?: RequestOptions): Promise<ServerFrame>;
  /** The room has ended and is to be forgotten. */
  onEnded(room: ClientRoom): void;
  /** The server let this client in again though the room has ended here meanwhile. */
  onStrayJoined(joined: Joined): void;
}

const RETRY_MS = 1000;
/** Refusals in a row, of a kind that may pass, after which the way back into a room is given up. */
const MAX_REJOINS = 10;

export class ClientRoom extends RoomCommands {
  readonly roomId: string;
  readonly #port: RoomPort;
  readonly #emitter: TypedEmitter<RoomEvents>;
  readonly #join: Init<JoinRoom>;
  /** Topics to ask for on return; empty = the default ones. */
  #topics: readonly string[];
  readonly #replica: LiveReplica;
  #memberId: string;
  /** The own member as last told; shown while the replica does not list it. */
  #unlistedSelf: Member | null;
  #status: RoomStatus = 'joined';
  /** A snapshot was asked for and has not come. */
  #awaitsSnapshot = false;
  /** Grows with every rejoin, so that replies to an earlier one are told apart. */
  #rejoinRound = 0;
  #rejoinFailures = 0;
  #cancelRetry: () => void = () => undefined;
  #mediaJson: (() => unknown) | undefined;

  /** @throws RtcRoomError unexpectedReply when `joined` has no snapshot: only a room with a past can do without. */
  constructor(port: RoomPort, join: Init<JoinRoom>, joined: Joined) {
    super();
    if (joined.snapshot === null) throw clientError('unexpectedReply', 'Joined without a snapshot');
    this.#port = port;
    this.#join = join;
    this.#topics = join.subscribe ?? [];
    this.roomId = joined.roomId;
    this.#memberId = joined.memberId;
    this.#unlistedSelf = joined.self;
    this.#emitter = new TypedEmitter(port.onListenerError);
    this.#replica = new LiveReplica(joined.snapshot, {
      emitter: this.#emitter,
      stateHash: port.stateHash,
      onDoubt: (cause) => this.#askForSnapshot(cause),
    });
  }

  on<K extends keyof RoomEvents>(type: K, listener: Listener<RoomEvents[K]>): Unlisten {
    return this.#emitter.on(type, listener);
  }
  once<K extends keyof RoomEvents>(type: K, listener: Listener<RoomEvents[K]>): Unlisten {
    return this.#emitter.once(type, listener);
  }

  /** The server's state at `state.offset`; immutable, a change is a new object. */
  get state(): RoomReplicaState {
    return this.#replica.state;
  }
  get status(): RoomStatus {
    return this.#status;
  }
  /** Own member id. */
  get memberId(): string {
    return this.#memberId;
  }
  /**
   * Own member, also when the replica does not list it: hidden, audience of a live room, or `members` not subscribed.
   * Its changes are then told by `selfChanged`. undefined only with a server that does not tell.
   */
  get self(): Member | undefined {
    return this.state.members.find(({ memberId }) => memberId === this.#memberId) ?? this.#unlistedSelf ?? undefined;
  }
  get counters(): RoomCounters {
    return this.#replica.counters;
  }

  /** What this client believes about itself; sent when coming back so that the server can tell what differs. */
  belief(): Init<SelfBelief> | null {
    const { self } = this;
    if (self === undefined) return null;
    const heldFloors = this.state.floors
      .filter(({ requests }) => requests.some((r) => r.memberId === this.#memberId && isHeld(r.status)))
      .map(({ floorId }) => floorId);
    const { media, role, pushGeneration } = self;
    return { media, heldFloors, mediaGeneration: this.state.mediaGeneration, role, pushGeneration };
  }

  /** Leaves. The room has ended at once; the promise settles when the server knows, and never rejects. */
  async leave(): Promise<void> {
    if (this.#status === 'ended') return;
    const told = this.call('leaveRoom', { reason: LeaveReason.LEFT });
    this.end(LeaveReason.LEFT, null);
    await told.catch(() => undefined);
  }

  /** Adds topics; gives all that are heard now. */
  async subscribe(topics: readonly string[]): Promise<readonly string[]> {
    return await this.#changeTopics('subscribe', topics);
  }
  async unsubscribe(topics: readonly string[]): Promise<readonly string[]> {
    return await this.#changeTopics('unsubscribe', topics);
  }

  /** Tells that the user looks (foreground) or not (background). In the foreground the server answers by a `selfReport`. */
  setPresence(presence: Presence, reason = ''): Promise<number> {
    const { epoch, offset } = this.state;
    const belief = presence === Presence.ONLINE ? this.belief() : null;
    return this.command('setPresence', { presence, reason, position: { epoch, offset }, belief });
  }

  /** Replaces the replica by a fresh snapshot. */
  async refresh(): Promise<RoomReplicaState> {
    await this.#fetchSnapshot('asked');
    return this.state;
  }

  toJSON(): RoomJson {
    return {
      ...this.state,
      ...this.counters,
      status: this.#status,
      selfMemberId: this.#memberId,
      media: this.#mediaJson?.() ?? null,
    };
  }

  /** Shows the media of this room in `toJSON`; for `RoomMedia`. */
  attachMedia(toJson: (() => unknown) | undefined): void {
    this.#mediaJson = toJson;
  }

  protected request(body: FrameBody, options?: RequestOptions): Promise<ServerFrame> {
    if (this.#status === 'ended') return Promise.reject(clientError('roomEnded'));
    return this.#port.request(body, options);
  }

  // --- For RtcRoomClient ---

  /** The connection is gone; the state shown is the last known. */
  onConnectionLost(): void {
    this.#rejoinRound += 1;
    this.#cancelRetry();
    this.#awaitsSnapshot = false;
    if (this.#status !== 'ended') this.#setStatus('recovering');
  }

  /** A session stands: joins again from the own position. Settles when the room is live, waiting, or has ended. */
  async rejoin(): Promise<void> {
    if (this.#status === 'ended') return;
    this.#rejoinRound += 1;
    const round = this.#rejoinRound;
    const { epoch, offset } = this.state;
    const { profile = null, scene } = this.#join;
    const joinRoom: Init<JoinRoom> = {
      roomId: this.roomId,
      since: { epoch, offset },
      belief: this.belief(),
      subscribe: this.#topics,
      profile,
      scene,
    };
    try {
      const reply = await this.request(
        { joinRoom },
        {
          delivery: 'joining',
          onReply: (frame) => {
            if (round === this.#rejoinRound) this.#onRejoinReply(frame);
            else if (frame.joined !== null) this.#port.onStrayJoined(frame.joined);
          },
        },
      );
      if (reply.lobbyWaiting === null) expectReply(reply, 'joined');
    } catch (error) {
      if (round === this.#rejoinRound) this.#onRejoinFailed(toRtcRoomError(error, 'connectionLost'));
    }
  }

  /** Joined again, as the reply to a rejoin or after waiting in the lobby. */
  onJoined(joined: Joined): void {
    if (this.#status === 'ended') return;
    const sameMember = joined.memberId === this.#memberId;
    this.#memberId = joined.memberId;
    this.#unlistedSelf = joined.self;
    this.#rejoinFailures = 0;
    const recovered = this.#replica.resume(joined);
    this.#setStatus('joined');
    this.#emitter.emit('rejoined', { sameMember, memberId: joined.memberId, recovered });
    if (joined.selfReport !== null) this.#emitter.emit('selfReport', joined.selfReport);
  }

  /** A push that names this room. */
  onPush(frame: ServerFrame): void {
    switch (frame.body) {
      case 'roomDelta':
        if (frame.roomDelta !== null) this.#replica.onDelta(frame.roomDelta);
        return;
      case 'lossyData':
        if (frame.lossyData !== null) this.#replica.onLossyData(frame.lossyData);
        return;
      case 'subscribed':
        if (frame.subscribed !== null) this.#onSubscribed(frame.subscribed);
        return;
      case 'speakersChanged':
        this.#relay('speakers', frame.speakersChanged);
        return;
      case 'connectionQuality':
        this.#relay('quality', frame.connectionQuality);
        return;
      case 'selfChanged':
        this.#onSelfChanged(frame.selfChanged?.self ?? null);
        return;
      case 'selfReport':
      case 'consumerOpened':
      case 'consumerClosed':
      case 'layersChanged':
      case 'dataConsumerOpened':
      case 'dataConsumerClosed':
        this.#relay(frame.body, frame[frame.body]);
        return;
      default:
      // Anything else is not a push of a room; a newer server may know more.
    }
  }

  /** The server says that the membership has ended. */
  onRoomEnded(reason: LeaveReason, error: RtcRoomError | null): void {
    // Its grace ran out just as this client came back: the join that is on its way leads to a new membership.
    const isOnTheWayBack = this.#status === 'recovering' && error?.retry === 'rejoin';
    if (!isOnTheWayBack) this.end(reason, error);
  }

  /** Ends the room on this side. Idempotent. */
  end(reason: LeaveReason, error: RtcRoomError | null): void {
    if (this.#status === 'ended') return;
    this.#rejoinRound += 1;
    this.#cancelRetry();
    this.#setStatus('ended');
    this.#port.onEnded(this);
    this.#emitter.emit('ended', { reason, error });
  }

  // --- Inside ---

  #onRejoinReply(frame: ServerFrame): void {
    if (frame.joined !== null) this.onJoined(frame.joined);
    else if (frame.lobbyWaiting !== null) this.#setStatus('lobby');
  }

  #onRejoinFailed(error: RtcRoomError): void {
    // The next connection begins the way back anew.
    if (error.errorName === 'connectionLost' || error.errorName === 'clientClosed') return;
    this.#rejoinFailures += 1;
    const mayPass = error.retry === 'sameSocket' || error.retry === 'reconnect';
    if (mayPass && this.#rejoinFailures < MAX_REJOINS) {
      this.#retryIn(Math.max(error.retryAfterMs, RETRY_MS), () => void this.rejoin());
    } else this.end(LeaveReason.LEAVE_REASON_UNSPECIFIED, error);
  }

  #retryIn(delayMs: number, retry: () => void): void {
    this.#cancelRetry();
    this.#cancelRetry = this.#port.clock.after(delayMs, retry);
  }

  #askForSnapshot(cause: 'gap' | 'hashMismatch'): void {
    if (this.#awaitsSnapshot || this.#status === 'ended') return;
    this.#awaitsSnapshot = true;
    const round = this.#rejoinRound;
    this.#fetchSnapshot(cause).catch(() => {
      if (round !== this.#rejoinRound) return;
      this.#retryIn(RETRY_MS, () => {
        this.#awaitsSnapshot = false;
        this.#askForSnapshot(cause);
      });
    });
  }

  async #fetchSnapshot(cause: SnapshotCause): Promise<void> {
    const hashMismatch = cause === 'hashMismatch';
    const onReply = ({ snapshotResult }: ServerFrame): void => {
      // At once, not with the promise: the very next frame may show the next gap.
      this.#awaitsSnapshot = false;
      if (snapshotResult?.snapshot) this.#replica.replace(snapshotResult.snapshot, cause);
    };
    expectReply(await this.call('getSnapshot', { hashMismatch }, { delivery: 'once', onReply }), 'snapshotResult');
  }

  async #changeTopics(verb: 'subscribe' | 'unsubscribe', topics: readonly string[]): Promise<readonly string[]> {
    const onReply = ({ subscribed }: ServerFrame): void => {
      if (subscribed === null) return;
      this.#topics = subscribed.topics;
      this.#onSubscribed(subscribed);
    };
    return expectReply(await this.call(verb, { topics }, { onReply }), 'subscribed').topics;
  }

  #onSelfChanged(self: Member | null): void {
    if (self?.memberId !== this.#memberId) return;
    this.#unlistedSelf = self;
    this.#emitter.emit('selfChanged', { self });
    // User interfaces that hear of this event only show the own member too.
    this.#emitter.emit('state', this.state);
  }

  #onSubscribed({ topics, snapshot }: NonNullable<ServerFrame['subscribed']>): void {
    // A choice of one's own is kept up to date; the default ones are left to the server.
    if (this.#topics.length > 0) this.#topics = topics;
    if (snapshot !== null) this.#replica.replace(snapshot, 'topics');
    this.#emitter.emit('topics', topics);
  }

  #relay<K extends keyof RoomEvents>(type: K, event: RoomEvents[K] | null): void {
    if (event !== null) this.#emitter.emit(type, event);
  }

  #setStatus(status: RoomStatus): void {
    const previous = this.#status;
    if (status === previous) return;
    this.#status = status;
    this.#emitter.emit('status', { status, previous });
  }
}

function isHeld(status: FloorRequestStatus): boolean {
  return status === FloorRequestStatus.GRANTED || status === FloorRequestStatus.REVOKING;
}

/** Which room a push belongs to; undefined = none. */
export function roomIdOf(frame: ServerFrame): string | undefined {
  if (frame.body === undefined) return undefined;
  if (frame.subscribed !== null) return frame.subscribed.snapshot?.roomId;
  const body: unknown = frame[frame.body];
  const roomId = typeof body === 'object' && body !== null ? (body as { roomId?: unknown }).roomId : undefined;
  return typeof roomId === 'string' ? roomId : undefined;
}
