/**
 * A bad network between pages and a node: UDP relays that lose packets and delay each by another time, so that they
 * overtake each other. What `tc netem` does (loss, jitter, reordering), where there is no netem: the page is led to a relay
 * by another port in the candidates of the node. TCP candidates are taken out, or ICE would go around it.
 *
 * It starts clean, so that connecting is no matter of luck; `worsen` makes it bad. Which packet is lost is seeded, in the
 * order in which they come.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { seeded } from './rtp-traces.ts';

export interface BadNetwork {
  /** Share of packets that is lost, each way. */
  readonly loss: number;
  /** Each packet takes between 0 and this much longer, evenly. */
  readonly jitterMs: number;
}

const CLEAN: BadNetwork = { loss: 0, jitterMs: 0 };
/** Packets under way; more are lost, as in a full queue. */
const MAX_UNDER_WAY = 5000;
const HOST = '127.0.0.1';

/** Leads all connections of a page through relays that `relayPort` gives for a port of the node. */
const USE_RELAYS = `{
  const { setRemoteDescription } = RTCPeerConnection.prototype;
  const relayed = async (line) => {
    if (!line.startsWith('a=candidate:')) return line;
    const parts = line.split(' ');
    if (parts[2].toLowerCase() !== 'udp') return undefined;
    parts[5] = String(await window.relayPort(Number(parts[5])));
    return parts.join(' ');
  };
  RTCPeerConnection.prototype.setRemoteDescription = async function ({ type, sdp }) {
    const lines = await Promise.all(sdp.split('\\r\\n').map(relayed));
    return await setRemoteDescription.call(this, { type, sdp: lines.filter((line) => line !== undefined).join('\\r\\n') });
  };
}`;

export class LossyUdpNetwork {
  readonly #random: () => number;
  readonly #relays = new Map<number, Promise<number>>();
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #network = CLEAN;
  #isClosed = false;
  /** What it has done so far. */
  passed = 0;
  lost = 0;

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  /** To be called before the page loads. */
  async lead(page: Page): Promise<void> {
    await page.exposeFunction('relayPort', (port: number) => this.#relayTo(port));
    await page.addInitScript(USE_RELAYS);
  }

  worsen(network: BadNetwork): void {
    this.#network = network;
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const socket of this.#sockets) socket.close();
    this.#sockets.clear();
  }

  #relayTo(port: number): Promise<number> {
    const known = this.#relays.get(port);
    if (known !== undefined) return known;
    const relay = this.#startRelay(port);
    this.#relays.set(port, relay);
    return relay;
  }

  /** One port for pages; towards the node each page has a port of its own, as it would without the relay. */
  async #startRelay(nodePort: number): Promise<number> {
    const front = this.#open();
    const backs = new Map<string, Promise<Socket>>();
    const openBack = async ({ port, address }: RemoteInfo): Promise<Socket> => {
      const back = this.#open();
      back.on('message', (bytes) => this.#carry(() => front.send(bytes, port, address)));
      back.connect(nodePort, HOST);
      await once(back, 'connect');
      return back;
    };
    front.on('message', (bytes, from) => {
      const name = `${from.address} ${from.port}`;
      const known = backs.get(name) ?? openBack(from);
      backs.set(name, known);
      void known.then((back) => this.#carry(() => back.send(bytes)));
    });
    front.bind(0, HOST);
    await once(front, 'listening');
    return front.address().port;
  }

  #open(): Socket {
    const socket = createSocket('udp4');
    this.#sockets.add(socket);
    // A port that is closed already is a packet lost.
    socket.on('error', () => undefined);
    return socket;
  }

  #carry(send: () => void): void {
    const { loss, jitterMs } = this.#network;
    const isLost = this.#random() < loss || this.#timers.size >= MAX_UNDER_WAY;
    const delayMs = this.#random() * jitterMs;
    if (isLost) {
      this.lost += 1;
      return;
    }
    this.passed += 1;
    if (delayMs === 0) {
      if (!this.#isClosed) send();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      send();
    }, delayMs);
    this.#timers.add(timer);
  }
}
