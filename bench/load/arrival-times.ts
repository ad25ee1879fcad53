/**
 * How long an arrival stays unknown to those who are there: from the moment when a member has its Joined to the moment
 * when the last of the others has read the delta that tells of it. In milliseconds, and in ticks: a tick is one turn of
 * the server's event loop in which the room changed, which is one delta on the wire. Counted are the deltas of which
 * anybody had a copy in that time; the one that tells is the first.
 *
 * All members live in the load generator, so one clock times all; what it takes the load generator to read a thousand
 * copies is in the figures.
 */
import type { FrameWitness } from './joining-member.ts';

interface Told {
  /** Where the delta leads. */
  readonly offset: number;
  readonly firstAt: number;
  lastAt: number;
}

export interface ArrivalTimes {
  readonly ms: readonly number[];
  readonly ticks: readonly number[];
}

/** Follows one storm beside another witness. */
export class ArrivalWitness implements FrameWitness {
  readonly #next: FrameWitness | undefined;
  readonly #now: () => number;
  readonly #arrivals: { readonly offset: number; readonly at: number }[] = [];
  readonly #toldByOffset = new Map<number, Told>();

  constructor(next?: FrameWitness, now: () => number = () => performance.now()) {
    this.#next = next;
    this.#now = now;
  }

  joined(offset: number, data: Buffer, start: number, end: number, from: number, to: number): void {
    this.#arrivals.push({ offset, at: this.#now() });
    this.#next?.joined(offset, data, start, end, from, to);
  }

  delta(prevOffset: number, offset: number, data: Buffer, start: number, end: number): void {
    const at = this.#now();
    const known = this.#toldByOffset.get(offset);
    if (known === undefined) this.#toldByOffset.set(offset, { offset, firstAt: at, lastAt: at });
    else known.lastAt = at;
    this.#next?.delta(prevOffset, offset, data, start, end);
  }

  /** One value for each arrival that was told to anybody: the first of all have nobody to be told. O(n log n). */
  times(): ArrivalTimes {
    const deltas = [...this.#toldByOffset.values()].sort((a, b) => a.offset - b.offset);
    const firsts = deltas.map(({ firstAt }) => firstAt).sort((a, b) => a - b);
    const ms: number[] = [];
    const ticks: number[] = [];
    for (const { offset, at } of this.#arrivals) {
      const telling = deltas[firstAtLeast(deltas.length, (index) => (deltas[index]?.offset ?? 0) >= offset)];
      if (telling === undefined) continue;
      ms.push(Math.max(0, telling.lastAt - at));
      // From the later of the two, so that copies that were read before the Joined count as the tick that they are.
      const from = Math.min(at, telling.firstAt);
      const before = firstAtLeast(firsts.length, (index) => (firsts[index] ?? 0) >= from);
      const until = firstAtLeast(firsts.length, (index) => (firsts[index] ?? 0) > telling.lastAt);
      ticks.push(until - before);
    }
    return { ms, ticks };
  }
}

/** The first index for which `isIt` holds, which then holds for all after it; `length` when none. */
function firstAtLeast(length: number, isIt: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isIt(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
