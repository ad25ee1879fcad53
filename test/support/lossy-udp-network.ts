/**
 * A bad network between pages and a node: UDP relays that lose packets and delay each by another time, so that they
 * overtake each other. What `tc netem` does (loss, jitter, reordering), where there is no netem: the page is led to a relay
 * by another port in the candidates of the node. TCP candidates are taken out, or ICE would go around it.
 *
 * What pages send is noted before anything is lost: which frames there were (RTP headers are not encrypted), and when. Only
 * that tells a network that lost a frame from an encoder that never made it.
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
/** Of each RTP stream; a test that needs more has forgotten to look. */
const MAX_NOTED_FRAMES = 20_000;
const RTP_HEADER_BYTES = 12;

/** A frame as a page sent it. */
export interface SentFrame {
  /** RTP time, without wraps. */
  readonly ticks: number;
  /** When its first packet left the page, by `performance.now`. */
  readonly at: number;
}

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
  readonly #framesBySsrc = new Map<number, SentFrame[]>();
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

  /** What pages have sent so far on these RTP streams, each frame once, in the order of sending. */
  sentFrames(ssrcs: readonly number[]): readonly SentFrame[] {
    return ssrcs.flatMap((ssrc) => this.#framesBySsrc.get(ssrc) ?? []).sort((a, b) => a.at - b.at);
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
      this.#note(bytes);
      const name = `${from.address} ${from.port}`;
      const known = backs.get(name) ?? openBack(from);
      backs.set(name, known);
      void known.then((back) => this.#carry(() => back.send(bytes)));
    });
    front.bind(0, HOST);
    await once(front, 'listening');
    return front.address().port;
  }

  #note(packet: Buffer): void {
    // RTP, not RTCP, STUN or DTLS (RFC 7983, RFC 5761).
    const payloadType = (packet[1] ?? 0) & 0x7f;
    const isRtp =
      packet.length >= RTP_HEADER_BYTES && (packet[0] ?? 0) >> 6 === 2 && (payloadType < 64 || payloadType > 95);
    if (!isRtp) return;
    const ssrc = packet.readUInt32BE(8);
    const frames = this.#framesBySsrc.get(ssrc) ?? [];
    this.#framesBySsrc.set(ssrc, frames);
    const last = frames.at(-1)?.ticks ?? packet.readUInt32BE(4);
    const step = (packet.readUInt32BE(4) - (last % 2 ** 32)) | 0;
    // A packet that is sent again belongs to a frame that is known.
    if (frames.length > 0 && step <= 0) return;
    if (frames.length < MAX_NOTED_FRAMES) frames.push({ ticks: last + step, at: performance.now() });
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
