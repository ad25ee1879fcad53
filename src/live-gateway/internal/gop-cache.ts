import type { LiveFrame } from '../live-frame.ts';

/** Bytes that many share: who takes gives back. */
export class ByteBudget {
  readonly #maxBytes: number;
  #taken = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get taken(): number {
    return this.#taken;
  }

  /** False = there is not that much left; nothing was taken. */
  take(bytes: number): boolean {
    if (this.#taken + bytes > this.#maxBytes) return false;
    this.#taken += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#taken -= bytes;
  }
}

export interface GopLimits {
  readonly maxBytes: number;
  readonly maxFrames: number;
}

/**
 * What a newcomer needs to see a picture at once: everything since the last key frame. A group that outgrows its limits,
 * or the budget that all caches share, is forgotten as a whole, since a group without its end is of no use; the next
 * key frame begins anew.
 */
export class GopCache {
  readonly #limits: GopLimits;
  readonly #budget: ByteBudget;
  #frames: LiveFrame[] = [];
  #bytes = 0;

  constructor(limits: GopLimits, budget: ByteBudget) {
    this.#limits = limits;
    this.#budget = budget;
  }

  /** Oldest first: a key frame, then all that followed. Empty = the next key frame has to be waited for. */
  get frames(): readonly LiveFrame[] {
    return this.#frames;
  }

  add(frame: LiveFrame): void {
    if (frame.isKeyFrame) this.clear();
    else if (this.#frames.length === 0) return;
    const bytes = frame.body.length;
    const fits = this.#frames.length < this.#limits.maxFrames && this.#bytes + bytes <= this.#limits.maxBytes;
    if (!fits || !this.#budget.take(bytes)) {
      this.clear();
      return;
    }
    this.#frames.push(frame);
    this.#bytes += bytes;
  }

  clear(): void {
    this.#budget.give(this.#bytes);
    this.#frames = [];
    this.#bytes = 0;
  }
}
