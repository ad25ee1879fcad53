/**
 * Packets by place, from the next one to leave (`head`) up to the newest (`end` − 1), and a memory of what became of
 * the places passed. Typed arrays of fixed size: nothing is allocated after the start, nothing grows.
 */

/** What is at a place. */
export const Place = { missing: 0, held: 1, padding: 2, done: 3, givenUp: 4 } as const;
/** Properties of a packet. */
export const Flag = {
  /** RTP marker: last packet of a video frame. */
  marked: 1,
  /** Part of a frame that can be decoded without others. */
  key: 2,
  /** Certainly the first packet of a frame. */
  entry: 4,
  /** The source's time or sequence began anew here. */
  fresh: 8,
} as const;

const NO_BYTES = new Uint8Array(0);

export class PacketRing {
  readonly capacity: number;
  readonly #mask: number;
  readonly #places: Float64Array;
  readonly #states: Uint8Array;
  readonly #ticks: Float64Array;
  readonly #arrivals: Float64Array;
  readonly #flags: Uint8Array;
  readonly #starts: Uint16Array;
  readonly #ends: Uint16Array;
  readonly #bytes: Uint8Array[];
  #head = 0;
  #end = 0;
  /** No packet is held before this place. */
  #heldFrom = 0;
  held = 0;

  /** @param capacity a power of two */
  constructor(capacity: number) {
    this.capacity = capacity;
    this.#mask = capacity - 1;
    this.#places = new Float64Array(capacity).fill(-1);
    this.#states = new Uint8Array(capacity);
    this.#ticks = new Float64Array(capacity);
    this.#arrivals = new Float64Array(capacity);
    this.#flags = new Uint8Array(capacity);
    this.#starts = new Uint16Array(capacity);
    this.#ends = new Uint16Array(capacity);
    this.#bytes = new Array<Uint8Array>(capacity).fill(NO_BYTES);
  }

  get head(): number {
    return this.#head;
  }

  get end(): number {
    return this.#end;
  }

  /** Before anything has left, the stream may turn out to begin earlier. */
  startAt(place: number): void {
    this.#head = place;
    this.#heldFrom = place;
    this.#end = Math.max(this.#end, place);
  }

  stateOf(place: number): number {
    const slot = place & this.#mask;
    return this.#places[slot] === place ? (this.#states[slot] ?? Place.missing) : Place.missing;
  }

  ticksOf(place: number): number {
    return this.#ticks[place & this.#mask] ?? 0;
  }

  /** When it arrived; of a place given up: when it was first missed. */
  arrivalOf(place: number): number {
    return this.#arrivals[place & this.#mask] ?? 0;
  }

  flagsOf(place: number): number {
    return this.#flags[place & this.#mask] ?? 0;
  }

  startOf(place: number): number {
    return this.#starts[place & this.#mask] ?? 0;
  }

  endOf(place: number): number {
    return this.#ends[place & this.#mask] ?? 0;
  }

  bytesOf(place: number): Uint8Array {
    return this.#bytes[place & this.#mask] ?? NO_BYTES;
  }

  /** Keeps a packet at a place from `head` to below `head + capacity`; without bytes (start = end) as padding. */
  put(place: number, ticks: number, at: number, flags: number, bytes: Uint8Array, start: number, end: number): void {
    const slot = place & this.#mask;
    const isPadding = start === end;
    this.#places[slot] = place;
    this.#states[slot] = isPadding ? Place.padding : Place.held;
    this.#ticks[slot] = ticks;
    this.#arrivals[slot] = at;
    this.#flags[slot] = flags;
    this.#starts[slot] = start;
    this.#ends[slot] = end;
    if (place >= this.#end) this.#end = place + 1;
    if (isPadding) return;
    this.#bytes[slot] = bytes;
    this.held += 1;
    if (place < this.#heldFrom) this.#heldFrom = place;
  }

  /** Passes the head's place; true when a packet was held there. A missing one is remembered as given up. */
  passHead(missedAt: number): boolean {
    const place = this.#head;
    const slot = place & this.#mask;
    const state = this.stateOf(place);
    this.#head = place + 1;
    if (this.#end < this.#head) this.#end = this.#head;
    this.#states[slot] = state === Place.missing ? Place.givenUp : Place.done;
    if (state === Place.missing) {
      this.#places[slot] = place;
      this.#arrivals[slot] = missedAt;
    }
    if (state !== Place.held) return false;
    this.#bytes[slot] = NO_BYTES;
    this.held -= 1;
    return true;
  }

  /** A place passed without its packet has seen it now; another one is a duplicate. */
  markDone(place: number): void {
    const slot = place & this.#mask;
    this.#places[slot] = place;
    this.#states[slot] = Place.done;
  }

  /** The first place from `from` on that holds a packet; `end` when there is none. Amortised O(1) from the head. */
  firstHeld(from: number): number {
    const isFromHead = from <= this.#heldFrom || from === this.#head;
    let place = Math.max(from, isFromHead ? this.#heldFrom : from);
    while (place < this.#end && this.stateOf(place) !== Place.held) place += 1;
    if (isFromHead) this.#heldFrom = place;
    return place;
  }
}
