/**
 * The single writer of one room. Commands run one at a time, each to its end; every accepted event gets the next
 * offset, goes to the log, and leaves with all others of the same turn of the event loop as one room turn. The end of
 * the loop turn is when the socket library writes anyway, so a lone event loses nothing by it; eight commands read
 * from one socket cost one broadcast instead of eight, and a storm of joins one per loop turn.
 *
 * The host also owns the room's only timer: the deadline that the pure core asks for by `wakeAt`.
 */
import { decide, evolve, wakeAt } from '../room-state/room.ts';
import { createRoomLog, type RoomLog } from '../room-state/room-log.ts';
import type { Rejection, RoomCommand, RoomState } from '../room-state/room-types.ts';
import { sightOf, subjectOf } from '../room-state/visibility.ts';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import type { InstantMs } from '../shared/ids.ts';
import { type Cause, type LoggedEvent, type RoomTurn, SERVER_CAUSE } from './room-turn.ts';

export interface RoomHostOptions {
  readonly state: RoomState;
  readonly clock: Clock;
  readonly logMaxEvents: number;
  readonly logMaxBytes: number;
  /** Called within `execute`, once per event, after the state has it: effects that may not wait (mute). */
  readonly onEvent: (entry: LoggedEvent, state: RoomState) => void;
  /** Called when a turn leaves. */
  readonly onTurn: (turn: RoomTurn, state: RoomState) => void;
  /** A command threw: a bug. The room is ended by its owner; the process lives on. */
  readonly onBroken: (error: unknown) => void;
}

/** What became of a command: accepted (its events are at or before `offset`), or an expected "no". */
export type Outcome = { readonly offset: number; readonly events: readonly LoggedEvent[] } | Rejection;

export class RoomHost {
  readonly #options: RoomHostOptions;
  readonly #log: RoomLog;
  #state: RoomState;
  #pending: LoggedEvent[] = [];
  #turnOpen = false;
  #cancelWake: CancelTimer | undefined;
  #wakeAt: InstantMs | null = null;
  #closed = false;

  constructor(options: RoomHostOptions) {
    this.#options = options;
    this.#state = options.state;
    this.#log = createRoomLog({
      epoch: options.state.epoch,
      maxEvents: options.logMaxEvents,
      maxBytes: options.logMaxBytes,
    });
    this.#schedule();
  }

  get state(): RoomState {
    return this.#state;
  }

  /** The log entries after that position; undefined when they are not all known (other epoch, too old). */
  since(epoch: string, offset: number): readonly LoggedEvent[] | undefined {
    return this.#log.since(epoch, offset);
  }

  /** Decides and applies one command. Never throws: a broken invariant goes to `onBroken`. */
  execute(command: RoomCommand, cause: Cause = SERVER_CAUSE): Outcome {
    if (this.#closed) return { rejected: 'roomClosed' };
    try {
      const decision = decide(this.#state, command);
      if ('rejected' in decision) return decision;
      const entries = decision.events.map((event) => this.#apply(event, command.at, cause));
      // The last turn does not wait: a new room may take the id, and its members must not hear of this one.
      if (this.#state.status === 'closed') this.flush();
      else if (entries.length > 0) this.#leaveSoon();
      this.#schedule();
      return { offset: this.#state.offset, events: entries };
    } catch (error) {
      this.#options.onBroken(error);
      return { rejected: 'internal' };
    }
  }

  /** Publishes what is pending now, e.g. before the room is dropped. */
  flush(): void {
    if (this.#pending.length === 0) return;
    const events = this.#pending;
    this.#pending = [];
    this.#options.onTurn({ roomId: this.#state.roomId, epoch: this.#state.epoch, events }, this.#state);
  }

  /** Stops the timer and refuses further commands; idempotent. */
  close(): void {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    this.#cancelWake?.();
    this.#cancelWake = undefined;
  }

  #apply(event: LoggedEvent['event'], at: InstantMs, cause: Cause): LoggedEvent {
    const subject = subjectOf(event);
    const before = subject === undefined ? undefined : this.#state.members.get(subject);
    this.#state = evolve(this.#state, event);
    const after = subject === undefined ? undefined : this.#state.members.get(subject);
    const sight = subject === undefined ? undefined : sightOf(this.#state, before, after);
    const { actor, causeId } = cause;
    const { offset } = this.#state;
    const entry: LoggedEvent = { offset, at, actor, causeId, event, ...(sight === undefined ? {} : { sight }) };
    this.#log.append(entry);
    this.#pending.push(entry);
    this.#options.onEvent(entry, this.#state);
    return entry;
  }

  #leaveSoon(): void {
    if (this.#turnOpen) return;
    this.#turnOpen = true;
    this.#options.clock.turnEnd(() => {
      this.#turnOpen = false;
      if (!this.#closed) this.flush();
    });
  }

  /** Keeps the one timer at the core's next deadline. */
  #schedule(): void {
    const next = wakeAt(this.#state);
    if (next === this.#wakeAt) return;
    this.#cancelWake?.();
    this.#wakeAt = next;
    if (next === null || this.#closed) return;
    this.#cancelWake = this.#options.clock.after(next - this.#options.clock.now(), () => {
      this.#wakeAt = null;
      this.execute({ type: 'wake', at: this.#options.clock.now() });
      this.#schedule();
    });
  }
}
