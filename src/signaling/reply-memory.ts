/**
 * The last replies of a session by frame id, so that a command repeated after a resume is answered from memory and
 * not carried out twice. Bounded: the oldest reply is forgotten first. A command whose reply is still being worked
 * on is remembered too, so that its repetition does not start it again. A session that has long sent no command
 * remembers none: nothing it could repeat is that old.
 */
import type { Init, ServerFrame } from '../../wire/generated/messages.ts';

type Remembered = Init<ServerFrame> | 'pending';

export class ReplyMemory {
  readonly #capacity: number;
  /** Ids and what was said to them, by the same index; a ring once there are `#capacity`. */
  #ids: number[] = [];
  #replies: Remembered[] = [];
  #next = 0;
  /** Clients count upwards: an id beyond it needs no search. */
  #highestId = 0;
  #lastBeginAtMs = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Notes that `frameId`, which is not remembered, is being carried out. */
  begin(frameId: number, nowMs: number): void {
    this.#lastBeginAtMs = nowMs;
    this.#ids[this.#next] = frameId;
    this.#replies[this.#next] = 'pending';
    this.#next = (this.#next + 1) % this.#capacity;
    this.#highestId = Math.max(this.#highestId, frameId);
  }

  /** Forgets everything when the last command began more than `idleMs` ago. */
  forgetIdle(nowMs: number, idleMs: number): void {
    if (this.#ids.length === 0 || nowMs - this.#lastBeginAtMs <= idleMs) return;
    this.#ids = [];
    this.#replies = [];
    this.#next = 0;
    this.#highestId = 0;
  }

  finish(frameId: number, reply: Init<ServerFrame>): void {
    const index = this.#indexOf(frameId);
    if (index !== -1) this.#replies[index] = reply;
  }

  /** The reply given before, `pending` while there is none yet, undefined for an unknown id. */
  recall(frameId: number): Remembered | undefined {
    const index = this.#indexOf(frameId);
    return index === -1 ? undefined : this.#replies[index];
  }

  #indexOf(frameId: number): number {
    return frameId > this.#highestId ? -1 : this.#ids.indexOf(frameId);
  }
}
