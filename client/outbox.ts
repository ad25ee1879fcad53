/**
 * Commands on their way and the replies they wait for.
 *
 * A command keeps its frame id for life. When the socket is lost and the session resumed, unanswered commands go out
 * again under the same id; the server answers a repetition from memory and does not carry it out twice. It remembers a
 * bounded number of replies, which is why only so many may be unanswered at once and the rest wait here.
 */
import type { ClientFrame, Init, ServerFrame } from '../wire/generated/messages.ts';
import type { ClientClock } from './api.ts';
import { clientError, errorFromWire, type RtcRoomError } from './client-errors.ts';

/** The body of a client frame: one field of the oneof. */
export type FrameBody = Omit<Init<ClientFrame>, 'id'>;

export interface RequestOptions {
  /**
   * `resend` (default): repeated after a resume. `once`: fails with `connectionLost` instead, for what a resume makes
   * obsolete. `joining`: like `once`, and goes out before anything that waits for the rooms to be joined again.
   */
  readonly delivery?: 'resend' | 'once' | 'joining';
  readonly timeoutMs?: number;
  /** Sees the reply the moment it arrives, before frames that follow it; the promise settles later. */
  readonly onReply?: (frame: ServerFrame) => void;
}

interface Entry {
  readonly id: number;
  readonly body: FrameBody;
  readonly delivery: NonNullable<RequestOptions['delivery']>;
  readonly onReply: ((frame: ServerFrame) => void) | undefined;
  readonly resolve: (frame: ServerFrame) => void;
  readonly reject: (error: RtcRoomError) => void;
  cancelTimer: () => void;
  isSent: boolean;
  rateRetries: number;
}

export interface OutboxOptions {
  readonly clock: ClientClock;
  readonly timeoutMs: number;
  readonly nextId: () => number;
  /** Writes a frame to the open socket. @throws when it cannot be encoded or is too large. */
  readonly send: (frame: Init<ClientFrame>) => void;
}

/** Fewer than the 64 replies a server remembers, so that each unanswered one is still known after a resume. */
const MAX_UNANSWERED = 48;
const MAX_WAITING = 1024;
const MAX_RATE_RETRIES = 5;
/** Frames per second that are kept for pings and pongs. */
const RATE_RESERVE = 2;
const MIN_RATE_PAUSE_MS = 20;

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #sentById = new Map<number, Entry>();
  /** Not sent yet, in order. */
  #waiting: Entry[] = [];
  /** closed: no session. joining: rooms are being joined again. open: everything may go. */
  #gate: 'closed' | 'joining' | 'open' = 'closed';
  #framesPerSecond = Number.POSITIVE_INFINITY;
  #budget = Number.POSITIVE_INFINITY;
  #budgetAt = 0;
  #cancelPump: (() => void) | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Commands that have no answer yet. */
  get size(): number {
    return this.#sentById.size + this.#waiting.length;
  }

  /** Sends now or when it may. Rejects with the server's error, `requestTimeout`, `sessionLost`, `outboxFull`, ... */
  request(body: FrameBody, options: RequestOptions = {}): Promise<ServerFrame> {
    const { clock, nextId, timeoutMs } = this.#options;
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(clientError('outboxFull'));
    return new Promise<ServerFrame>((resolve, reject) => {
      const entry: Entry = {
        id: nextId(),
        body,
        delivery: options.delivery ?? 'resend',
        onReply: options.onReply,
        resolve,
        reject,
        cancelTimer: () => undefined,
        isSent: false,
        rateRetries: 0,
      };
      entry.cancelTimer = clock.after(options.timeoutMs ?? timeoutMs, () => {
        this.#fail(entry, clientError('requestTimeout'));
        this.#pump();
      });
      this.#waiting.push(entry);
      this.#pump();
    });
  }

  /** Takes a reply; false when nobody waits for it. */
  onReply(frame: ServerFrame): boolean {
    const entry = this.#sentById.get(frame.replyTo);
    if (entry === undefined) return false;
    if (frame.error !== null && frame.error.name === 'rateLimited' && entry.rateRetries < MAX_RATE_RETRIES) {
      this.#repeatLater(entry, Math.max(frame.error.retryAfterMs, MIN_RATE_PAUSE_MS));
      return true;
    }
    this.#remove(entry);
    if (frame.error !== null) entry.reject(errorFromWire(frame.error));
    else {
      entry.onReply?.(frame);
      entry.resolve(frame);
    }
    this.#pump();
    return true;
  }

  /** The frame rate the server allows; 0 = no limit. */
  limitRate(framesPerSecond: number): void {
    const perSecond = framesPerSecond > 0 ? Math.max(1, framesPerSecond - RATE_RESERVE) : Number.POSITIVE_INFINITY;
    this.#framesPerSecond = perSecond;
    this.#budget = perSecond;
    this.#budgetAt = this.#options.clock.now();
  }

  /** A session stands, its rooms are joined again: only joins may go. */
  openForJoins(): void {
    this.#gate = 'joining';
    this.#pump();
  }

  /** Everything may go; what was sent on an earlier socket of this session goes again, first and in order. */
  open(): void {
    this.#gate = 'open';
    const again = [...this.#sentById.values()].filter(({ isSent }) => !isSent);
    for (const entry of again) this.#sentById.delete(entry.id);
    this.#waiting = [...again, ...this.#waiting];
    this.#pump();
  }

  /** The socket is gone. What may not be repeated fails; the rest waits for a resume. */
  pause(): void {
    this.#gate = 'closed';
    this.#cancelPump?.();
    this.#cancelPump = undefined;
    for (const entry of [...this.#sentById.values()]) {
      if (entry.delivery === 'resend') entry.isSent = false;
      else this.#fail(entry, clientError('connectionLost'));
    }
  }

  /** The session is a new one: whether unanswered commands were carried out cannot be known. */
  forgetSent(): void {
    for (const entry of [...this.#sentById.values()]) {
      if (!entry.isSent) this.#fail(entry, clientError('sessionLost'));
    }
  }

  /** Everything fails with `error`. */
  close(error: RtcRoomError): void {
    this.#gate = 'closed';
    this.#cancelPump?.();
    this.#cancelPump = undefined;
    for (const entry of [...this.#sentById.values(), ...this.#waiting]) this.#fail(entry, error);
  }

  #pump(): void {
    if (this.#cancelPump !== undefined) return;
    for (const entry of [...this.#waiting]) {
      if (this.#gate === 'closed' || this.#sentById.size >= MAX_UNANSWERED) return;
      if (this.#gate === 'joining' && entry.delivery !== 'joining') continue;
      if (!this.#takeBudget()) return;
      this.#waiting.splice(this.#waiting.indexOf(entry), 1);
      this.#write(entry);
    }
  }

  #write(entry: Entry): void {
    entry.isSent = true;
    this.#sentById.set(entry.id, entry);
    try {
      this.#options.send({ ...entry.body, id: entry.id });
    } catch (error) {
      this.#fail(entry, clientError('cannotEncode', error instanceof Error ? error.message : undefined, error));
    }
  }

  /** One token of the rate, or false and a timer that pumps when there is one. */
  #takeBudget(): boolean {
    const { clock } = this.#options;
    const now = clock.now();
    const earned = ((now - this.#budgetAt) / 1000) * this.#framesPerSecond;
    this.#budget = Math.min(this.#framesPerSecond, this.#budget + (Number.isNaN(earned) ? 0 : earned));
    this.#budgetAt = now;
    if (this.#budget >= 1) {
      this.#budget -= 1;
      return true;
    }
    this.#pumpIn(Math.ceil(((1 - this.#budget) / this.#framesPerSecond) * 1000));
    return false;
  }

  #pumpIn(delayMs: number): void {
    this.#cancelPump?.();
    this.#cancelPump = this.#options.clock.after(delayMs, () => {
      this.#cancelPump = undefined;
      this.#pump();
    });
  }

  /** The server did not carry it out: the same frame again after a pause in which nothing is sent. */
  #repeatLater(entry: Entry, delayMs: number): void {
    this.#sentById.delete(entry.id);
    entry.isSent = false;
    entry.rateRetries += 1;
    this.#waiting.unshift(entry);
    // The server allows less at once than was thought; from here on only what time earns.
    this.#budget = Math.min(this.#budget, 0);
    this.#pumpIn(delayMs);
  }

  #remove(entry: Entry): void {
    entry.cancelTimer();
    this.#sentById.delete(entry.id);
    const index = this.#waiting.indexOf(entry);
    if (index >= 0) this.#waiting.splice(index, 1);
  }

  #fail(entry: Entry, error: RtcRoomError): void {
    this.#remove(entry);
    entry.reject(error);
  }
}
