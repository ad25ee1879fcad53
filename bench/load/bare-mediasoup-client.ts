/** Drives bench/servers/bare-mediasoup.ts. */
import type { LocalDtls, RemoteTransport } from './media-peer.ts';
import { MediaPeer } from './media-peer.ts';
import { type Extension, transportCcId } from './transport-feedback.ts';

interface Consumed {
  readonly headerExtensions: readonly Extension[];
}

export class BareMediasoup {
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  /** @throws Error with what it said when it refused */
  async call(command: string, body: object = {}): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.#port}/${command}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${command}: ${text}`);
    return JSON.parse(text) as unknown;
  }

  async openPublisher(dtls: LocalDtls, kind: 'audio' | 'video', rtpParameters: unknown): Promise<MediaPeer> {
    const { transportId, peer } = await this.#open(dtls);
    await this.call('produce', { transportId, kind, rtpParameters });
    return peer;
  }

  async openViewer(dtls: LocalDtls): Promise<MediaPeer> {
    const { transportId, peer } = await this.#open(dtls);
    const consumers = (await this.call('consume', { transportId })) as readonly Consumed[];
    const id = transportCcId(consumers.flatMap(({ headerExtensions }) => headerExtensions));
    if (id !== undefined) peer.giveFeedback(id);
    return peer;
  }

  async #open(dtlsParameters: LocalDtls): Promise<{ readonly transportId: string; readonly peer: MediaPeer }> {
    const transport = (await this.call('open')) as RemoteTransport & { readonly transportId: string };
    const { transportId } = transport;
    await this.call('connect', { transportId, dtlsParameters });
    return { transportId, peer: await MediaPeer.connect(transport) };
  }
}
