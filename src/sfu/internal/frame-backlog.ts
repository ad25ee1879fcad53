/**
 * What has been handed to the gateway's thread and not been taken yet. A thread that is busy takes nothing; frames would
 * queue in its mailbox without bound, and come when nobody wants them any more. So beyond the bound they are dropped:
 * of audio that is a hole, as a loss is; of video everything up to the next key frame, which is asked for when there is
 * room again.
 */

/** What a message costs beside its bytes, about. */
const MESSAGE_BYTES = 512;
const KEY_FRAME_RETRY_MS = 1000;

/** All frames of one engine. Without somebody who tells `gave`, nothing ever waits. */
export class FrameBacklog {
  readonly #maxBytes: number;
  #waitingBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isFull(): boolean {
    return this.#waitingBytes >= this.#maxBytes;
  }

  /** Half of it has been taken: worth beginning again. */
  get hasRoom(): boolean {
    return this.#waitingBytes <= this.#maxBytes / 2;
  }

  gave(bytes: number): void {
    this.#waitingBytes += bytes + MESSAGE_BYTES;
  }

  taken(bytes: number): void {
    // A thread that was replaced is not told what its forerunner gave.
    this.#waitingBytes = Math.max(0, this.#waitingBytes - bytes - MESSAGE_BYTES);
  }
}

/** One medium of one egress. */
export class FrameGate {
  readonly #backlog: FrameBacklog;
  readonly #medium: 'audio' | 'video';
  #isShut = false;
  #askAgainAt = Number.NEGATIVE_INFINITY;
  /** Frames that were not let through. */
  dropped = 0;

  constructor(backlog: FrameBacklog, medium: 'audio' | 'video') {
    this.#backlog = backlog;
    this.#medium = medium;
  }

  /** Whether this frame may go on. */
  pass(isKeyFrame: boolean): boolean {
    if (this.#isShut) this.#isShut = !(this.#backlog.hasRoom && (this.#medium === 'audio' || isKeyFrame));
    else this.#isShut = this.#backlog.isFull;
    if (this.#isShut) this.dropped += 1;
    return !this.#isShut;
  }

  /** True when a key frame is to be asked for now: there is room again, and nothing to begin with. */
  wantsKeyFrame(at: number): boolean {
    if (!this.#isShut || this.#medium === 'audio' || !this.#backlog.hasRoom || at < this.#askAgainAt) return false;
    this.#askAgainAt = at + KEY_FRAME_RETRY_MS;
    return true;
  }
}
