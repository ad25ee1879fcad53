/**
 * The media side of a WebRTC client, reduced to what a server has to work for: ICE, DTLS and SRTP as a browser does them,
 * then packets are sent, or counted, and their arrival is reported where the server asks for that. What arrives is not
 * decrypted; that is the client's work and not what is measured.
 */

import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import type { DatagramTransport, Protection } from '../peers/dtls-client.mjs';
import { bindingRequest, bindingSuccess, type IceCredentials, isBindingRequest, isBindingSuccess } from './stun.ts';
import { TransportFeedback } from './transport-feedback.ts';

const TIMEOUT_MS = 15_000;
const RETRY_MS = 100;
/** mediasoup takes a client for gone that has not asked for 30 s. */
const CONSENT_EVERY_MS = 5000;
/** As browsers do at these bit rates. */
const FEEDBACK_EVERY_MS = 100;
const RECEIVE_BUFFER_BYTES = 8 * 2 ** 20;
/** RFC 7983: what the first byte of a datagram says. */
const DTLS_FROM = 20;
const DTLS_TO = 63;
const RTP_FROM = 128;
const RTP_TO = 191;
/** RFC 5761: second bytes that are RTCP. */
const RTCP_FROM = 192;
const RTCP_TO = 223;
const SSRC_AT = 8;
/** mediasoup's own packets, with which it feels for bandwidth: nobody's media. */
const PROBATION_SSRC = 1234;

/** What a server says of a transport, as mediasoup and our protocol give it. */
export interface RemoteTransport {
  readonly iceParameters: IceCredentials;
  readonly iceCandidates: readonly {
    readonly ip?: string;
    readonly address?: string;
    readonly port: number;
    readonly protocol: string;
  }[];
}

export interface LocalDtls {
  readonly role: 'client';
  readonly fingerprints: readonly { readonly algorithm: string; readonly value: string }[];
}

/** Needs the npm packages of the peers. */
export async function localDtls(): Promise<LocalDtls> {
  const { fingerprints } = await import('../peers/dtls-client.mjs');
  return { role: 'client', fingerprints: await fingerprints() };
}

export class MediaPeer {
  /** Media packets that arrived. */
  received = 0;
  /** Called for each of them. */
  onPacket: () => void = () => undefined;
  /** Names us to the server; some want to be told before we knock. */
  readonly iceCredentials: IceCredentials = {
    usernameFragment: randomBytes(4).toString('hex'),
    password: randomBytes(16).toString('hex'),
  };
  readonly #socket: Socket;
  #protection: Protection | undefined;
  #timer: NodeJS.Timeout | undefined;
  #feedback: TransportFeedback | undefined;
  #feedbackTimer: NodeJS.Timeout | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** A socket that is not connected yet. */
  static async bind(address = '127.0.0.1'): Promise<MediaPeer> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, address, () => {
        socket.off('error', reject);
        resolve();
      });
    });
    return new MediaPeer(socket);
  }

  /** A connected one; the server must know our DTLS parameters already. @throws Error when it does not let us in in time */
  static async connect(transport: RemoteTransport): Promise<MediaPeer> {
    const peer = await MediaPeer.bind();
    try {
      await peer.connect(transport);
      return peer;
    } catch (error) {
      peer.close();
      throw error;
    }
  }

  get local(): AddressInfo {
    return this.#socket.address();
  }

  /** @throws Error when the server does not let us in in time; then close it */
  async connect({ iceParameters, iceCandidates }: RemoteTransport): Promise<void> {
    const candidate = iceCandidates.find(({ protocol }) => protocol === 'udp');
    const address = candidate?.address ?? candidate?.ip;
    if (candidate === undefined || address === undefined) throw new Error('no UDP candidate');
    await new Promise<void>((resolve, reject) => {
      this.#socket.once('error', reject);
      this.#socket.connect(candidate.port, address, () => {
        this.#socket.off('error', reject);
        resolve();
      });
    });
    await this.#open(iceParameters);
  }

  /** Sends one RTP packet, protected. */
  send(packet: Buffer): void {
    if (this.#protection === undefined) throw new Error('not connected');
    this.#socket.send(this.#protection.rtp(packet));
  }

  /** Reports arrivals from now on; packets carry their numbers in the header extension with that id. */
  giveFeedback(extensionId: number): void {
    this.#feedback = new TransportFeedback(extensionId);
    // Clients that came together do not report together for ever.
    this.#feedbackTimer = setTimeout(() => {
      this.#feedbackTimer = setInterval(() => this.#report(), FEEDBACK_EVERY_MS);
    }, Math.random() * FEEDBACK_EVERY_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    clearInterval(this.#feedbackTimer);
    this.#socket.close();
  }

  #report(): void {
    const packet = this.#feedback?.take();
    if (packet !== undefined && this.#protection !== undefined) this.#socket.send(this.#protection.rtcp(packet));
  }

  #onMedia(data: Buffer): void {
    if (this.#feedback !== undefined) {
      this.#feedback.arrived(data, performance.now());
      if (this.#feedback.isFull) this.#report();
    }
    if (data.readUInt32BE(SSRC_AT) === PROBATION_SSRC) return;
    this.received += 1;
    this.onPacket();
  }

  async #open(remote: IceCredentials): Promise<void> {
    const ask = (): void => {
      this.#socket.send(bindingRequest(remote, this.iceCredentials.usernameFragment));
    };
    const transport: DatagramTransport = { send: (bytes) => this.#socket.send(bytes), onData: () => undefined };
    let answered = false;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#socket.on('error', reject);
    this.#socket.on('message', (data, from) => {
      const [first = 0, second = 0] = data;
      if (first >= RTP_FROM && first <= RTP_TO) {
        if (second < RTCP_FROM || second > RTCP_TO) this.#onMedia(data);
      } else if (first >= DTLS_FROM && first <= DTLS_TO) transport.onData(data);
      else if (isBindingRequest(data)) this.#socket.send(bindingSuccess(data, this.iceCredentials.password, from));
      else if (!answered && isBindingSuccess(data)) {
        answered = true;
        resolve();
      }
    });
    const retry = setInterval(ask, RETRY_MS);
    const timer = setTimeout(() => reject(new Error('no answer to ICE in time')), TIMEOUT_MS);
    try {
      ask();
      await promise;
    } finally {
      clearInterval(retry);
      clearTimeout(timer);
    }
    const { handshake } = await import('../peers/dtls-client.mjs');
    this.#protection = await handshake(transport, TIMEOUT_MS);
    this.#timer = setInterval(ask, CONSENT_EVERY_MS);
  }
}
