/** How many videos a node transcodes at the same time, and how many it may. */

const DEFAULT_MAX = 2;

export class TranscodeSlots {
  readonly #max: number;
  #taken = 0;

  constructor(max = DEFAULT_MAX) {
    this.#max = max;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Takes one; what is returned gives it back, once. Undefined when there is none. */
  take(): (() => void) | undefined {
    if (this.#taken >= this.#max) return undefined;
    this.#taken += 1;
    let isBack = false;
    return () => {
      if (!isBack) this.#taken -= 1;
      isBack = true;
    };
  }
}
