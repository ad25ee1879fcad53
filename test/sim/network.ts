/**
 * The network between clients and the server in memory: delays, lost connections, half-open ones, readers that do not
 * read. A connection keeps the order of frames in each direction, as TCP does; between connections nothing is in order.
 */
import type { OpenSocket, SocketEvents, SocketPort } from '../../client/api.ts';
import type { MemoryClient, MemorySocketServer } from '../../src/signaling/memory-socket-server.ts';
import type { WireEncoding } from '../../src/signaling/socket-server.ts';
import type { SeededRandom } from './random.ts';
import type { SimClock } from './sim-clock.ts';

/** Who learns that a connection is cut; who does not has a half-open socket. */
export type SeenBy = 'both' | 'client' | 'server' | 'nobody';

const ABNORMAL = 1006;
const CALM_DELAY_MS = 1;
/** A frame that was lost and sent again arrives this much later, and what follows waits for it. */
const HICCUP = { chance: 0.02, minMs: 200, maxMs: 3000 } as const;

/** One connection, as the client holds it. */
export class Link implements SocketPort {
  readonly #network: SimNetwork;
  readonly #random: SeededRandom;
  readonly #events: SocketEvents;
  readonly #baseDelayMs: number;
  #memory: MemoryClient | undefined;
  #upAt = 0;
  #downAt = 0;
  #readsAt = 0;
  #isSevered = false;
  #isClosedHere = false;

  constructor(network: SimNetwork, encoding: WireEncoding, random: SeededRandom, events: SocketEvents) {
    this.#network = network;
    this.#random = random;
    this.#events = events;
    this.#baseDelayMs = random.between(0, 60);
    this.#up(() => {
      if (this.#isClosedHere) return;
      this.#memory = network.server.connect(encoding);
      network.links.add(this);
      this.#down(() => this.#events.onOpen());
    });
  }

  send(data: Uint8Array | string): void {
    if (this.#isClosedHere) return;
    // An encoder may reuse its buffer.
    const frame = typeof data === 'string' ? data : data.slice();
    this.#up(() => this.#memory?.send(frame));
  }

  close(code = ABNORMAL): void {
    if (this.#isClosedHere) return;
    this.#isClosedHere = true;
    this.#up(() => this.#memory?.close(code));
    this.#events.onClose(code, '');
  }

  /** The connection is lost with all that is under way. */
  sever(seenBy: SeenBy): void {
    if (this.#isSevered) return;
    this.#isSevered = true;
    const { clock } = this.#network;
    if (seenBy === 'both' || seenBy === 'server') {
      this.#network.later(this.#random.int(50), () => this.#memory?.close(ABNORMAL));
    }
    if (seenBy === 'both' || seenBy === 'client') clock.after(this.#random.int(50), () => this.#closeHere());
  }

  /** The client reads nothing for that long. */
  stall(ms: number): void {
    const { clock } = this.#network;
    this.#readsAt = Math.max(this.#readsAt, clock.now() + ms);
    // A turn at that instant, so that `pump` comes by.
    clock.after(ms, () => undefined);
  }

  /** Brings what the server sent on its way. */
  pump(): void {
    const memory = this.#memory;
    if (memory === undefined) return;
    const { closed } = memory;
    if (this.#isSevered) {
      if (closed !== undefined) this.#network.links.delete(this);
      return;
    }
    if (closed === undefined && this.#network.clock.now() < this.#readsAt) return;
    // What waits for the reader of a socket that the server resets is lost with it.
    const frames = closed?.code === ABNORMAL ? [] : memory.read();
    for (const frame of frames) {
      this.#down(() => {
        if (!this.#isClosedHere) this.#events.onMessage(frame);
      });
    }
    if (closed === undefined) return;
    this.#network.links.delete(this);
    this.#down(() => this.#closeHere(closed.code, closed.reason));
  }

  #closeHere(code = ABNORMAL, reason = ''): void {
    if (this.#isClosedHere) return;
    this.#isClosedHere = true;
    this.#events.onClose(code, reason);
  }

  #up(deliver: () => void): void {
    this.#upAt = this.#arrival(this.#upAt);
    this.#deliverAt(this.#upAt, deliver);
  }

  #down(deliver: () => void): void {
    this.#downAt = this.#arrival(this.#downAt);
    this.#deliverAt(this.#downAt, deliver);
  }

  #arrival(earliest: number): number {
    return Math.max(earliest, this.#network.clock.now() + this.#delayMs());
  }

  #deliverAt(at: number, deliver: () => void): void {
    this.#network.later(at - this.#network.clock.now(), () => {
      if (!this.#isSevered) deliver();
    });
  }

  #delayMs(): number {
    if (this.#network.isCalm) return CALM_DELAY_MS;
    const hiccupMs = this.#random.chance(HICCUP.chance) ? this.#random.between(HICCUP.minMs, HICCUP.maxMs) : 0;
    return this.#baseDelayMs + this.#random.int(10) + hiccupMs;
  }
}

export class SimNetwork {
  readonly clock: SimClock;
  readonly server: MemorySocketServer;
  readonly links = new Set<Link>();
  /** Short delays and no hiccups from now on. */
  isCalm = false;
  #inFlight = 0;

  constructor(clock: SimClock, server: MemorySocketServer) {
    this.clock = clock;
    this.server = server;
  }

  /** How one device opens sockets; `onLink` sees each of them. */
  opener(encoding: WireEncoding, random: SeededRandom, onLink: (link: Link) => void): OpenSocket {
    let count = 0;
    return (_url, _subprotocol, events) => {
      count += 1;
      const link = new Link(this, encoding, random.fork(`link ${count}`), events);
      onLink(link);
      return link;
    };
  }

  /** Nothing is under way. */
  get isIdle(): boolean {
    return this.#inFlight === 0;
  }

  later(delayMs: number, deliver: () => void): void {
    this.#inFlight += 1;
    this.clock.after(delayMs, () => {
      this.#inFlight -= 1;
      deliver();
    });
  }

  pump(): void {
    for (const link of this.links) link.pump();
  }
}
