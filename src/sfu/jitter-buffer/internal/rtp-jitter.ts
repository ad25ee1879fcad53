/** Interarrival jitter as receiver reports carry it (RFC 3550, section 6.4.1 and appendix A.8), in ticks. */
export class RtpJitter {
  #lastAtTicks = Number.NaN;
  #lastTicks = 0;
  jitterTicks = 0;

  note(ticks: number, atTicks: number): void {
    if (!Number.isNaN(this.#lastAtTicks)) {
      const difference = Math.abs(atTicks - this.#lastAtTicks - (ticks - this.#lastTicks));
      this.jitterTicks += (difference - this.jitterTicks) / 16;
    }
    this.#lastAtTicks = atTicks;
    this.#lastTicks = ticks;
  }
}
