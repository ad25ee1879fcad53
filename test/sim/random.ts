/**
 * Chance that can be repeated: SplitMix32 to spread seeds, Mulberry32 to draw. One seed gives the same numbers on every
 * machine. Draws of one stream do not disturb another (`fork`), so that a run with an operation less stays comparable.
 */

/** A well-mixed 32-bit number of `value`. */
function mix(value: number): number {
  let mixed = (value + 0x9e3779b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

function hashOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = mix(hash ^ text.charCodeAt(index));
  return hash;
}

export class SeededRandom {
  readonly #seed: number;
  #state: number;

  constructor(seed: number) {
    this.#seed = mix(seed);
    this.#state = this.#seed;
  }

  /** 0 <= x < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let drawn = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    drawn = (drawn + Math.imul(drawn ^ (drawn >>> 7), drawn | 61)) ^ drawn;
    return ((drawn ^ (drawn >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer, 0 <= x < bound. */
  int(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** An integer, min <= x <= max. */
  between(min: number, max: number): number {
    return min + this.int(max - min + 1);
  }

  /** True with that probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of them. @throws RangeError when there is none. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.int(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** A stream of its own, the same for the same name, whatever was drawn here. */
  fork(name: string): SeededRandom {
    return new SeededRandom(this.#seed ^ hashOf(name));
  }
}
