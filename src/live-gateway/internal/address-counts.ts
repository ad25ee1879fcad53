/** How many there are, in all and from one address. */
export class AddressCounts {
  readonly #max: number;
  readonly #maxPerAddress: number;
  readonly #countByAddress = new Map<string, number>();
  #count = 0;

  constructor(max: number, maxPerAddress: number) {
    this.#max = max;
    this.#maxPerAddress = maxPerAddress;
  }

  get count(): number {
    return this.#count;
  }

  /** False = that would be one too many. */
  add(address: string): boolean {
    const known = this.#countByAddress.get(address) ?? 0;
    if (this.#count >= this.#max || known >= this.#maxPerAddress) return false;
    this.#count += 1;
    this.#countByAddress.set(address, known + 1);
    return true;
  }

  /** Once for each `add` that was true. */
  remove(address: string): void {
    const known = this.#countByAddress.get(address) ?? 0;
    this.#count -= 1;
    if (known > 1) this.#countByAddress.set(address, known - 1);
    else this.#countByAddress.delete(address);
  }
}
