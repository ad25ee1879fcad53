/**
 * A `MediasoupEngine` in its own thread, so that a burst of media joins never delays signalling. If the thread dies,
 * that is a lost worker to the outside: everything under way fails with `mediaUnavailable`, its rooms are told lost,
 * and another thread is started.
 */
import { Worker } from 'node:worker_threads';
import { AppError } from '../shared/app-error.ts';
import { assertNever } from '../shared/assert.ts';
import { type CancelTimer, type Clock, systemClock } from '../shared/clock.ts';
import type { MemberId, RoomId } from '../shared/ids.ts';
import { LiveLinkLog } from './internal/live-link-log.ts';
import type { FromThread, ThreadSettings, ToThread } from './internal/thread-messages.ts';
import type { FedFrame, LiveMediaEvent } from './live-media.ts';
import type { MediaCommand, MediaEngine, MediaEvent, MediaReply } from './media-engine.ts';
import { type MediaEngineOptions, MediaStartError } from './media-engine-options.ts';

/** Commands that wait for an answer; more are refused with `mediaUnavailable`. */
const MAX_PENDING = 10_000;
/** Bytes of frames on their way to the thread; more are dropped. */
const MAX_FED_BYTES = 32 * 1024 * 1024;
const CLOSE_TIMEOUT_MS = 5000;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5000;
/** The engine answers within its own bound; a thread that takes longer by this is stuck. */
const THREAD_MARGIN_MS = 2000;
const DEFAULT_TIMEOUT_MS = 5000;

interface Pending {
  readonly command: MediaCommand;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: AppError) => void;
  readonly cancelTimeout: CancelTimer;
}

export class ThreadedEngine implements MediaEngine {
  readonly #options: MediaEngineOptions;
  readonly #clock: Clock;
  readonly #pendingById = new Map<number, Pending>();
  /** Who has media in the thread, for the case that it dies. Follows the commands that succeeded. */
  readonly #membersByRoom = new Map<RoomId, Set<MemberId>>();
  #thread: Worker | undefined;
  #listener: (event: MediaEvent) => void = () => undefined;
  #liveListener: (event: LiveMediaEvent) => void = () => undefined;
  readonly #links = new LiveLinkLog();
  #fedBytes = 0;
  #nextId = 1;
  #failures = 0;
  #cancelRetry: CancelTimer = () => undefined;
  #closing: Promise<void> | undefined;

  private constructor(options: MediaEngineOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** Starts the thread and its workers. @throws MediaStartError as the engine itself does */
  static async start(options: MediaEngineOptions, clock: Clock = systemClock): Promise<ThreadedEngine> {
    const engine = new ThreadedEngine(options, clock);
    await engine.#launch();
    return engine;
  }

  request<C extends MediaCommand>(command: C): Promise<MediaReply<C['type']>> {
    return new Promise((resolve, reject) => {
      const thread = this.#thread;
      if (thread === undefined || this.#closing !== undefined) {
        reject(new AppError('mediaUnavailable'));
        return;
      }
      if (this.#pendingById.size >= MAX_PENDING) {
        reject(new AppError('mediaUnavailable', 'too many media commands'));
        return;
      }
      const id = this.#nextId;
      this.#nextId += 1;
      const boundMs = (this.#options.requestTimeoutMs ?? DEFAULT_TIMEOUT_MS) + THREAD_MARGIN_MS;
      const expire = (): void =>
        this.#settle(id)?.reject(new AppError('mediaUnavailable', 'the media thread is stuck'));
      this.#pendingById.set(id, {
        command,
        resolve: resolve as (reply: unknown) => void,
        reject,
        cancelTimeout: this.#clock.after(boundMs, expire),
      });
      thread.postMessage({ type: 'request', id, command } satisfies ToThread);
    });
  }

  onEvent(listener: (event: MediaEvent) => void): void {
    this.#listener = listener;
  }

  feed(frame: FedFrame): void {
    const { bytes } = frame;
    if (this.#thread === undefined || this.#fedBytes + bytes.length > MAX_FED_BYTES) return;
    this.#fedBytes += bytes.length;
    // A view of a larger buffer would take all of it along.
    const isWhole = bytes.byteLength === bytes.buffer.byteLength;
    const own = isWhole ? frame : { ...frame, bytes: new Uint8Array(bytes) };
    this.#thread.postMessage({ type: 'feed', frame: own } satisfies ToThread, [own.bytes.buffer]);
  }

  onLive(listener: (event: LiveMediaEvent) => void): void {
    this.#liveListener = listener;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Ends the thread as a crash would; for tests. */
  async crash(): Promise<void> {
    await this.#thread?.terminate();
  }

  async #close(): Promise<void> {
    this.#cancelRetry();
    this.#rejectAll();
    const thread = this.#thread;
    if (thread === undefined) return;
    const ended = new Promise<void>((resolve) => {
      thread.once('exit', () => resolve());
    });
    thread.postMessage({ type: 'close' } satisfies ToThread);
    const cancel = this.#clock.after(CLOSE_TIMEOUT_MS, () => void thread.terminate());
    await ended;
    cancel();
  }

  #launch(): Promise<void> {
    const { logger: _, ...settings } = this.#options;
    const thread = new Worker(new URL('./internal/engine-thread.ts', import.meta.url), {
      workerData: settings satisfies ThreadSettings,
    });
    return new Promise((resolve, reject) => {
      thread.on('message', (message: FromThread) => {
        if (message.type === 'started') {
          this.#thread = thread;
          resolve();
        } else if (message.type === 'notStarted') {
          reject(startError(message));
        } else {
          this.#receive(message);
        }
      });
      thread.on('error', (error) => {
        this.#log('error', 'the media thread crashed', { error });
        reject(new MediaStartError('workerFailed', `the media thread failed: ${String(error)}`, { cause: error }));
      });
      thread.on('exit', () => {
        reject(new MediaStartError('workerFailed', 'the media thread ended'));
        this.#exited(thread);
      });
    });
  }

  #receive(message: Exclude<FromThread, { type: 'started' | 'notStarted' }>): void {
    switch (message.type) {
      case 'reply': {
        const pending = this.#settle(message.id);
        if (pending === undefined) return;
        this.#track(pending.command);
        this.#links.opened(pending.command, message.reply);
        pending.resolve(message.reply);
        return;
      }
      case 'failure':
        this.#settle(message.id)?.reject(new AppError(message.errorName, message.detail ?? undefined));
        return;
      case 'event':
        if (message.event.type === 'workerLost') {
          for (const { roomId } of message.event.rooms) this.#membersByRoom.delete(roomId);
        }
        this.#emit(message.event);
        return;
      case 'live':
        this.#took(message.event);
        this.#links.heard(message.event);
        this.#tell(this.#liveListener, message.event);
        return;
      case 'fed':
        this.#fedBytes -= message.bytes;
        return;
      case 'log':
        this.#log(message.level, message.message, message.fields);
        return;
      default:
        assertNever(message);
    }
  }

  /** Whoever listens may take the bytes along, so they are counted first. */
  #took(event: LiveMediaEvent): void {
    if (event.type !== 'egressFrame') return;
    this.#thread?.postMessage({ type: 'taken', bytes: event.frame.bytes.length } satisfies ToThread);
  }

  #exited(thread: Worker): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    this.#rejectAll();
    if (this.#closing !== undefined) return;
    const rooms = [...this.#membersByRoom].map(([roomId, members]) => ({ roomId, memberIds: [...members] }));
    this.#membersByRoom.clear();
    this.#log('error', 'the media thread is gone', { rooms: rooms.length });
    this.#emit({ type: 'workerLost', rooms });
    this.#fedBytes = 0;
    for (const event of this.#links.takeAll()) this.#tell(this.#liveListener, event);
    this.#failures = 0;
    this.#relaunchLater();
  }

  #relaunchLater(): void {
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
    this.#failures += 1;
    this.#cancelRetry = this.#clock.after(delayMs, () => {
      this.#launch().then(
        async () => {
          if (this.#closing !== undefined) await this.#thread?.terminate();
          else this.#log('warn', 'the media thread was started again', { attempts: this.#failures });
        },
        (error: unknown) => {
          this.#log('error', 'the media thread could not be started', { error });
          if (this.#closing === undefined) this.#relaunchLater();
        },
      );
    });
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pendingById.get(id);
    this.#pendingById.delete(id);
    pending?.cancelTimeout();
    return pending;
  }

  #rejectAll(): void {
    for (const id of [...this.#pendingById.keys()]) this.#settle(id)?.reject(new AppError('mediaUnavailable'));
  }

  #track(command: MediaCommand): void {
    if (command.type === 'closeRoom') this.#membersByRoom.delete(command.roomId);
    if (command.type === 'createTransport' || command.type === 'openIngest') {
      const members = this.#membersByRoom.get(command.roomId) ?? new Set<MemberId>();
      this.#membersByRoom.set(command.roomId, members.add(command.memberId));
    }
    if (command.type === 'closeMember') {
      const members = this.#membersByRoom.get(command.roomId);
      members?.delete(command.memberId);
      if (members?.size === 0) this.#membersByRoom.delete(command.roomId);
    }
  }

  #emit(event: MediaEvent): void {
    this.#tell(this.#listener, event);
  }

  #tell<E extends MediaEvent | LiveMediaEvent>(listener: (event: E) => void, event: E): void {
    if (this.#closing !== undefined) return;
    try {
      listener(event);
    } catch (error) {
      this.#log('error', 'the listener of media events threw', { event: event.type, error });
    }
  }

  #log(...entry: Parameters<NonNullable<MediaEngineOptions['logger']>>): void {
    this.#options.logger?.(...entry);
  }
}

function startError({ reason, message, port }: Extract<FromThread, { type: 'notStarted' }>): MediaStartError {
  return new MediaStartError(reason ?? 'workerFailed', message, port === null ? {} : { port });
}
