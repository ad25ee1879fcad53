/**
 * One call of one component: joins the room, feeds the model with what room, phone and media components report, and
 * carries out what the model decides. Owns the lease of the connection, the listeners and one timer; `close` frees all.
 */
import type { ClientClock } from '../../../client/api.ts';
import { backOffMs } from '../../../client/back-off.ts';
import { type RtcRoomError, toRtcRoomError } from '../../../client/client-errors.ts';
import type { JoinOptions } from '../../../client/client-events.ts';
import type { ClientRoom } from '../../../client/client-room.ts';
import { LeaveReason } from '../../../wire/generated/messages.ts';
import type { ClientLease } from '../app/shared-client.ts';
import { callWakeAt, isAway, newCall, stepCall } from '../model/call-model.ts';
import type { CallConfig, CallEffect, CallInput, CallRoom, CallState, PushedMedium } from '../model/call-types.ts';
import { type CallStatus, type CallView, viewOf } from '../model/call-view.ts';
import { enumName } from '../model/names.ts';
import { SCENE_BY_NAME } from '../model/scene-profile.ts';
import { EffectRunner, type MediaPort, tellError } from './effect-runner.ts';
import { type Tell, tellRoomEvents } from './room-events.ts';

export interface SessionPorts {
  readonly clock: ClientClock;
  /** Borrows the connection. @throws RtcRoomError */
  readonly acquire: () => ClientLease;
  readonly media: MediaPort;
  /** Shows the view; `done` when pusher and players have their new properties. */
  readonly render: (view: CallView, done: () => void) => void;
  readonly tell: Tell;
}

export interface SessionOptions {
  readonly join: Pick<JoinOptions, 'roomId' | 'room' | 'profile'>;
  readonly config: CallConfig;
  /** Media muted from the first instant. */
  readonly muted: readonly PushedMedium[];
  /** Names of data topics to hear besides. */
  readonly topics: readonly string[];
  /** Joins again when the server ended the membership for want of signs of life. */
  readonly autoRejoin: boolean;
  /** What the phone is doing at the moment. */
  readonly isPageHidden: boolean;
  readonly isAppHidden: boolean;
}

const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 10_000;

export class CallSession {
  readonly #ports: SessionPorts;
  readonly #options: SessionOptions;
  #state: CallState;
  #status: CallStatus = 'idle';
  #lease: ClientLease | undefined;
  #room: ClientRoom | undefined;
  #unlisten: (() => void)[] = [];
  #cancelWake: () => void = () => undefined;
  #cancelRetry: () => void = () => undefined;
  #cancelLobby: (() => void) | undefined;
  #failures = 0;
  /** The membership ended while nobody looked; joined again when somebody does. */
  #isRejoinDue = false;
  #isClosed = false;
  #isStepping = false;
  readonly #queue: CallInput[] = [];
  readonly #runner: EffectRunner;

  constructor(options: SessionOptions, ports: SessionPorts) {
    this.#options = options;
    this.#ports = ports;
    const { media, tell } = ports;
    this.#runner = new EffectRunner({
      media,
      tell,
      room: () => this.#room,
      client: () => this.#lease?.client,
      apply: (input) => this.apply(input),
    });
    const { config, muted, isPageHidden, isAppHidden } = options;
    this.#state = { ...newCall(config, muted), isPageHidden, isAppHidden };
  }

  get room(): ClientRoom | undefined {
    return this.#room;
  }
  get status(): CallStatus {
    return this.#status;
  }
  get state(): CallState {
    return this.#state;
  }

  /** Connects and joins; goes on trying while that can help. */
  start(): void {
    if (this.#isClosed || this.#status !== 'idle') return;
    try {
      this.#lease = this.#ports.acquire();
    } catch (error) {
      this.#endWith(toRtcRoomError(error, 'unexpectedReply'), 'connection');
      return;
    }
    const { client } = this.#lease;
    this.#unlisten.push(
      client.on('status', ({ status }) => {
        this.#ports.tell('connection', { status });
        this.#show();
      }),
      client.on('closed', ({ error }) => {
        if (error !== null && this.#status !== 'ended') this.#endWith(error, 'connection');
      }),
    );
    this.#setStatus('joining');
    void this.#enter();
  }

  /** Gives the model something to think about. */
  apply(input: CallInput): void {
    if (this.#isClosed) return;
    this.#queue.push(input);
    if (this.#isStepping) return;
    this.#isStepping = true;
    const wasAway = isAway(this.#state);
    const effects: CallEffect[] = [];
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        const step = stepCall(this.#state, next, this.#ports.clock.now(), this.#ports.clock.random());
        this.#tellTransitions(this.#state, step.state);
        this.#state = step.state;
        effects.push(...step.effects);
      }
    } finally {
      this.#isStepping = false;
    }
    this.#perform(effects);
    this.#scheduleWake();
    if (wasAway && !isAway(this.#state) && this.#isRejoinDue) this.#rejoin();
  }

  /** Leaves and frees everything. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    const { room } = this;
    this.apply({ type: 'left' });
    this.#isClosed = true;
    this.#cancelWake();
    this.#cancelRetry();
    this.#cancelLobby?.();
    for (const stop of this.#unlisten.splice(0)) stop();
    this.#room = undefined;
    // The leave is written before the connection can be given back.
    if (room !== undefined) void room.leave();
    this.#lease?.release();
    this.#lease = undefined;
    this.#status = 'ended';
    if (room !== undefined) this.#ports.tell('ended', { reason: 'left', name: '', message: '', willRejoin: false });
    this.#ports.tell('statechange', { status: 'ended' });
    this.#ports.render(this.#view(), () => undefined);
  }

  // --- Joining ---

  async #enter(): Promise<void> {
    const client = this.#lease?.client;
    if (client === undefined || this.#isClosed) return;
    try {
      // Another component may be connecting already: then the join waits for it.
      if (client.status === 'idle') await client.connect();
      if (this.#isClosed) return;
      const room = await client.join({
        ...this.#options.join,
        scene: SCENE_BY_NAME[this.#state.config.scene],
        onLobby: ({ roomId, cancel }) => {
          this.#cancelLobby = cancel;
          if (this.#isClosed) cancel();
          else {
            this.#setStatus('lobby');
            this.#ports.tell('lobby', { roomId });
          }
        },
      });
      this.#cancelLobby = undefined;
      if (this.#isClosed) void room.leave();
      else this.#onEntered(room);
    } catch (error) {
      if (!this.#isClosed) this.#onEnterFailed(toRtcRoomError(error, 'connectionLost'));
    }
  }

  #onEnterFailed(error: RtcRoomError): void {
    this.#cancelLobby = undefined;
    if (error.retry === 'never' || this.#lease?.client.status === 'closed') {
      this.#endWith(error, 'room');
      return;
    }
    tellError(this.#ports.tell, error, 'connection');
    const delayMs = backOffMs(this.#failures, RETRY_FIRST_MS, RETRY_MAX_MS, this.#ports.clock.random());
    this.#failures += 1;
    this.#cancelRetry();
    this.#cancelRetry = this.#ports.clock.after(Math.max(delayMs, error.retryAfterMs), () => void this.#enter());
  }

  #onEntered(room: ClientRoom): void {
    this.#failures = 0;
    this.#room = room;
    const events = tellRoomEvents(room, this.#ports.tell);
    const listeners = [
      () => events.stop(),
      room.on('state', () => {
        this.apply({ type: 'room', room: this.#callRoom(room) });
        // Who hears of a change finds it in the component's data.
        events.flush();
      }),
      room.on('rejoined', ({ sameMember }) =>
        this.apply({ type: 'joined', room: this.#callRoom(room), isNew: !sameMember }),
      ),
      room.on('speakers', ({ speakers }) =>
        this.apply({ type: 'speakers', memberIds: speakers.map(({ memberId }) => memberId) }),
      ),
      room.on('status', ({ status }) => this.#setStatus(status)),
      room.on('ended', ({ reason, error }) => {
        for (const stop of listeners) stop();
        this.#unlisten = this.#unlisten.filter((stop) => !listeners.includes(stop));
        this.#onRoomEnded(reason, error);
      }),
    ];
    this.#unlisten.push(...listeners);
    this.#setStatus('joined');
    this.#ports.tell('joined', { roomId: room.roomId, memberId: room.memberId });
    const topics = this.#options.topics.map((topic) => `data:${topic}`);
    if (topics.length > 0)
      room
        .subscribe(topics)
        .catch((error: unknown) => tellError(this.#ports.tell, toRtcRoomError(error, 'connectionLost'), 'room'));
    this.apply({ type: 'joined', room: this.#callRoom(room), isNew: true });
  }

  #onRoomEnded(reason: LeaveReason, error: RtcRoomError | null): void {
    if (this.#isClosed) return;
    this.#room = undefined;
    const mayReturn = error?.retry === 'rejoin' || reason === LeaveReason.SERVER_SHUTDOWN;
    const willRejoin = this.#options.autoRejoin && mayReturn;
    this.apply({ type: 'left' });
    const name = error?.errorName ?? '';
    this.#ports.tell('ended', {
      reason: enumName(LeaveReason, reason),
      name,
      message: error?.message ?? '',
      willRejoin,
    });
    this.#setStatus(willRejoin ? 'recovering' : 'ended');
    if (!willRejoin) {
      this.#release();
      return;
    }
    this.#isRejoinDue = true;
    if (!isAway(this.#state)) this.#rejoin();
  }

  #rejoin(): void {
    this.#isRejoinDue = false;
    void this.#enter();
  }

  #callRoom(room: ClientRoom): CallRoom {
    return { selfId: room.memberId, self: room.self, members: room.state.members };
  }

  // --- What the model wants done ---

  #perform(effects: readonly CallEffect[]): void {
    const starts: CallEffect[] = [];
    for (const effect of effects) {
      if (effect.type === 'startPusher' || effect.type === 'startPlayer') starts.push(effect);
      else this.#runner.run(effect);
    }
    // Only a component that has its URL can start.
    this.#ports.render(this.#view(), () => {
      for (const effect of starts) if (this.#isStillMeant(effect)) this.#runner.run(effect);
    });
  }

  #isStillMeant(effect: CallEffect): boolean {
    if (effect.type === 'startPusher') return this.#state.pusher.status === 'starting';
    if (effect.type !== 'startPlayer') return true;
    return this.#state.players.players.some(
      ({ memberId, status }) => memberId === effect.memberId && status === 'starting',
    );
  }

  #scheduleWake(): void {
    this.#cancelWake();
    this.#cancelWake = () => undefined;
    const wakeAt = callWakeAt(this.#state);
    if (wakeAt === 0 || this.#isClosed) return;
    const delayMs = Math.max(0, wakeAt - this.#ports.clock.now());
    this.#cancelWake = this.#ports.clock.after(delayMs, () => this.apply({ type: 'wake' }));
  }

  // --- Telling and showing ---

  #tellTransitions(before: CallState, after: CallState): void {
    if (before.pusher.status !== after.pusher.status) {
      const { status, failures, generation } = after.pusher;
      this.#ports.tell('pusherstate', { status, failures, generation });
    }
    if (before.players === after.players) return;
    const known = new Map(before.players.players.map(({ memberId, status }) => [memberId, status]));
    for (const { memberId, status, failures } of after.players.players)
      if (known.get(memberId) !== status) this.#ports.tell('playerstate', { memberId, status, failures });
  }

  #endWith(error: RtcRoomError, source: string): void {
    tellError(this.#ports.tell, error, source);
    this.apply({ type: 'left' });
    this.#ports.tell('ended', { reason: 'failed', name: error.errorName, message: error.message, willRejoin: false });
    this.#setStatus('ended');
    this.#release();
  }

  /** The connection is for those who are in a room. */
  #release(): void {
    this.#cancelWake();
    this.#cancelRetry();
    for (const stop of this.#unlisten.splice(0)) stop();
    this.#lease?.release();
    this.#lease = undefined;
  }

  #setStatus(status: CallStatus): void {
    if (status === this.#status || this.#isClosed) return;
    this.#status = status;
    this.#ports.tell('statechange', { status });
    this.#show();
  }

  #show(): void {
    if (!this.#isClosed) this.#ports.render(this.#view(), () => undefined);
  }

  #view(): CallView {
    return viewOf({
      call: this.#state,
      status: this.#status,
      connection: this.#lease?.client.status ?? 'idle',
      replica: this.#room?.state ?? null,
    });
  }
}
