/**
 * RTP timestamps without wrap, on one time line that only a jump of the source's clock or a restart interrupts; it goes
 * on then by the time that has passed, so that what follows the buffer need not know.
 */
const WRAP = 2 ** 32;
/** How long a clock has to stay behind before it is a jump and not packets that were stuck somewhere. */
const STUCK_MS = 500;

export class Timeline {
  readonly #ticksPerMs: number;
  readonly #jumpMs: number;
  #isStarted = false;
  #offset = 0;
  #lastTicks = 0;
  #lastAt = 0;
  #behindSince = Number.NaN;
  /** Ticks of the packet last mapped. */
  ticks = 0;

  /** @param jumpMs difference between the source's clock and ours, from one packet to the next, that is a jump */
  constructor(ticksPerMs: number, jumpMs: number) {
    this.#ticksPerMs = ticksPerMs;
    this.#jumpMs = jumpMs;
  }

  /** Ticks for a timestamp near the newest, as in a sender report. */
  extend(timestamp: number): number {
    const raw = timestamp + this.#offset;
    return raw + WRAP * Math.round((this.#lastTicks - raw) / WRAP);
  }

  /**
   * Sets `ticks`. True when the source's clock has jumped at this packet. Only the newest packet can tell.
   * @param floorMs fastest transit, our clock minus the source's; NaN when nothing is known
   */
  map(timestamp: number, at: number, isNewest: boolean, floorMs: number): boolean {
    if (!this.#isStarted) {
      this.#isStarted = true;
      this.ticks = timestamp;
      this.#note(timestamp, at);
      return false;
    }
    this.ticks = this.extend(timestamp);
    if (!isNewest) return false;
    const jumped = this.#hasJumped(at, at - this.ticks / this.#ticksPerMs - floorMs);
    if (jumped) this.rebase(timestamp, at);
    else this.#note(this.ticks, at);
    return jumped;
  }

  /** This timestamp belongs as long after the last one as the packets came one after the other. */
  rebase(timestamp: number, at: number): void {
    const target = this.#lastTicks + Math.max(1, Math.round((at - this.#lastAt) * this.#ticksPerMs));
    this.#offset = target - timestamp;
    this.ticks = target;
    this.#behindSince = Number.NaN;
    this.#note(target, at);
  }

  /** Back by itself or ahead of time is a jump at once; falling behind can be the network's doing for a while. */
  #hasJumped(at: number, lagMs: number): boolean {
    const stepMs = (this.ticks - this.#lastTicks) / this.#ticksPerMs;
    if (stepMs < -this.#jumpMs || lagMs < -this.#jumpMs) return true;
    if (!(lagMs > this.#jumpMs)) {
      this.#behindSince = Number.NaN;
      return false;
    }
    if (Number.isNaN(this.#behindSince)) this.#behindSince = at;
    return at - this.#behindSince >= STUCK_MS;
  }

  #note(ticks: number, at: number): void {
    this.#lastTicks = ticks;
    this.#lastAt = at;
  }
}
