/**
 * Places in the stream instead of sequence numbers: 16 bits wrap every 65 536 packets, places never do. After RFC 3550,
 * appendix A.1: small steps, forward and back, are loss and reordering; a big jump or another source is believed when a
 * second packet follows on it. Places go on without a hole then, so that the rest of the buffer sees one stream.
 */

/**
 * Steps back from here on are jumps (`MAX_MISORDER`). More than the RFC's 100, and whatever the buffer holds: of two
 * neighbours that were sent again late, the second would confirm a restart.
 */
const MIN_REACH = 512;
/** Steps forward from here on are jumps (`MAX_DROPOUT`). */
const MAX_DROPOUT = 3000;
const NOTHING = -1;
/** Far enough from 0 for packets that come before the first. */
const FIRST_PLACE = 2 ** 17;

export type Located =
  /** `place` tells where it belongs. */
  | 'placed'
  /** Out of line; whether it is a restart the next packet tells. */
  | 'doubtful'
  /** It follows on the doubtful one before: after `restart` both have places. */
  | 'confirmed';

export class Sequence {
  readonly #reach: number;
  #ssrc = NOTHING;
  #highest = 0;
  #highestPlace = FIRST_PLACE - 1;
  #expected = NOTHING;
  #expectedSsrc = NOTHING;
  place = 0;

  /** @param reach what is so far behind the newest packet, or 512, still belongs to it */
  constructor(reach: number) {
    this.#reach = Math.max(MIN_REACH, reach);
  }

  get isStarted(): boolean {
    return this.#ssrc !== NOTHING;
  }

  locate(sequence: number, ssrc: number): Located {
    if (!this.isStarted) this.restart(sequence, ssrc);
    const step = ((sequence - this.#highest + 0x8000) & 0xffff) - 0x8000;
    if (ssrc !== this.#ssrc || step >= MAX_DROPOUT || step <= -this.#reach) return this.#doubt(sequence, ssrc);
    this.place = this.#highestPlace + step;
    if (step > 0) {
      this.#highest = sequence;
      this.#highestPlace = this.place;
    }
    this.#expected = NOTHING;
    return 'placed';
  }

  /** The packet of this number and source takes the place after the newest. */
  restart(sequence: number, ssrc: number): void {
    this.#ssrc = ssrc;
    this.#highest = (sequence - 1) & 0xffff;
    this.#expected = NOTHING;
  }

  #doubt(sequence: number, ssrc: number): Located {
    const follows = sequence === this.#expected && ssrc === this.#expectedSsrc;
    this.#expected = (sequence + 1) & 0xffff;
    this.#expectedSsrc = ssrc;
    return follows ? 'confirmed' : 'doubtful';
  }
}
