/**
 * How long it takes until a missing packet comes after all, by retransmission or because it was only overtaken: learned
 * from those that came, in time or not. It grows at once and shrinks slowly; waiting in vain shrinks it too, so that
 * without retransmissions nobody waits for them.
 */
const SHRINK_IN_VAIN = 1 / 8;
/** Nothing for so long is a stall of the whole way: two packets of sound in a row. */
const SILENCE_MS = 40;
/** After it, until what has piled up is through. */
const SETTLE_MS = 20;

export interface RepairSettings {
  /** Before any came. */
  readonly firstMs: number;
  /** How many times the repair time is waited for. */
  readonly margin: number;
  /** Part of the difference by which a quicker repair shortens it. */
  readonly shrink: number;
}

/** Sound can do without a packet; who waits for it is late with all that follow. */
export const AUDIO_REPAIR: RepairSettings = { firstMs: 60, margin: 1.25, shrink: 1 / 64 };
/**
 * Of a picture each packet counts: giving up costs a key frame, which takes a second where requests are gathered, and may
 * get lost as well. So there is time for a second try, and a hundred packets that were only overtaken do not make it
 * forget how long a retransmission takes.
 */
export const VIDEO_REPAIR: RepairSettings = { firstMs: 200, margin: 2, shrink: 1 / 1024 };

export class RepairTime {
  readonly #settings: RepairSettings;
  #ms: number;
  /** When a packet came last, and the last silence: from when to when nothing came. */
  #newestAt = Number.NEGATIVE_INFINITY;
  #silentFrom = Number.NEGATIVE_INFINITY;
  #silentUntil = Number.NEGATIVE_INFINITY;

  constructor(settings: RepairSettings) {
    this.#settings = settings;
    this.#ms = settings.firstMs;
  }

  get waitMs(): number {
    return this.#ms * this.#settings.margin;
  }

  /** Any packet came. */
  noteArrival(at: number): void {
    if (at - this.#newestAt > SILENCE_MS) {
      this.#silentFrom = this.#newestAt;
      this.#silentUntil = at;
    }
    this.#newestAt = at;
  }

  /**
   * Until when to wait for what was first missed at this instant. In a silence nothing can come, and what was sent again
   * comes with the rest when it is over: until then nothing is given up.
   */
  waitUntil(missedAt: number): number {
    const until = missedAt + this.waitMs;
    if (this.#newestAt < until - SILENCE_MS) return Number.POSITIVE_INFINITY;
    const wasSilent = this.#silentFrom < until - SILENCE_MS && this.#silentUntil > until;
    return wasSilent ? this.#silentUntil + SETTLE_MS : until;
  }

  /** A packet came so long after the first one behind it. */
  came(afterMs: number): void {
    this.#ms = afterMs > this.#ms ? afterMs : this.#ms + (afterMs - this.#ms) * this.#settings.shrink;
  }

  waitedInVain(): void {
    this.#ms -= this.#ms * SHRINK_IN_VAIN;
  }
}
