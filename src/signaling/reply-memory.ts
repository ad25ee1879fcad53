/**
 * The last replies of a session by frame id, so that a command repeated after a resume is answered from memory and
 * not carried out twice. Bounded: the oldest reply is forgotten first. A command whose reply is still being worked
 * on is remembered too, so that its repetition does not start it again. A session that has long sent no command
 * remembers none: nothing it could repeat is that old.
 */
import type { Init, ServerFrame } from '../../wire/generated/messages.ts';

export class ReplyMemory {
  readonly #capacity: number;
  readonly #replyById = new Map<number, Init<ServerFrame> | 'pending'>();
  #lastBeginAtMs = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Notes that `frameId` is being carried out. */
  begin(frameId: number, nowMs: number): void {
    this.#lastBeginAtMs = nowMs;
    this.#put(frameId, 'pending');
  }

  /** Forgets everything when the last command began more than `idleMs` ago. */
  forgetIdle(nowMs: number, idleMs: number): void {
    if (this.#replyById.size > 0 && nowMs - this.#lastBeginAtMs > idleMs) this.#replyById.clear();
  }

  finish(frameId: number, reply: Init<ServerFrame>): void {
    if (this.#replyById.has(frameId)) this.#replyById.set(frameId, reply);
  }

  /** The reply given before, `pending` while there is none yet, undefined for an unknown id. */
  recall(frameId: number): Init<ServerFrame> | 'pending' | undefined {
    return this.#replyById.get(frameId);
  }

  #put(frameId: number, reply: Init<ServerFrame> | 'pending'): void {
    if (this.#replyById.size >= this.#capacity) {
      const oldest = this.#replyById.keys().next().value;
      if (oldest !== undefined) this.#replyById.delete(oldest);
    }
    this.#replyById.set(frameId, reply);
  }
}
