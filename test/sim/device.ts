/** A user's device: the real client library on a virtual clock and network, and what a page would do with media. */
import type { WireCodec } from '../../client/api.ts';
import type { ClientRoom } from '../../client/client-room.ts';
import { RtcRoomClient } from '../../client/rtcroom-client.ts';
import type { UserId } from '../../src/shared/ids.ts';
import type { WireEncoding } from '../../src/signaling/socket-server.ts';
import { Medium, TransportDirection } from '../../wire/generated/messages.ts';
import { jsonCodec } from '../../wire/json-codec.ts';
import { protobufCodec } from '../../wire/protobuf-codec.ts';
import type { Link, SimNetwork } from './network.ts';
import type { SeededRandom } from './random.ts';
import { DeviceClock, type SimClock } from './sim-clock.ts';

const CODECS: Readonly<Record<WireEncoding, WireCodec>> = { proto: protobufCodec, json: jsonCodec };

const AUDIO_RTP = JSON.stringify({
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 1111 }],
});
const VIDEO_RTP = JSON.stringify({
  codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
  encodings: [{ ssrc: 2222 }],
});
const DTLS = JSON.stringify({
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: `${'00:'.repeat(31)}00` }],
});

/** Transports of one membership in one media generation. */
interface Transports {
  readonly memberId: string;
  readonly mediaGeneration: number;
  capabilitiesJson: string;
  send: string;
  receive: string;
}

export interface DeviceOptions {
  readonly clock: SimClock;
  readonly network: SimNetwork;
  readonly random: SeededRandom;
  readonly userId: UserId;
  readonly encoding: WireEncoding;
  readonly newToken: (userId: UserId) => string;
  /** A listener of the client threw. */
  readonly onListenerError: (error: unknown) => void;
}

export class Device {
  readonly client: RtcRoomClient;
  readonly clock: DeviceClock;
  readonly userId: UserId;
  /** The token in use. */
  token = '';
  /** Push URLs that it got, the last ones; some are void by now. */
  urls: readonly string[] = [];
  #link: Link | undefined;
  #isDead = false;
  readonly #transportsByRoom = new Map<string, Transports>();

  constructor({ clock, network, random, userId, encoding, newToken, onListenerError }: DeviceOptions) {
    this.userId = userId;
    this.clock = new DeviceClock(clock, random.fork('device'));
    this.client = new RtcRoomClient({
      url: 'sim://node',
      clientName: 'sim',
      codec: CODECS[encoding],
      clock: this.clock,
      features: ['state-hash'],
      onListenerError,
      getToken: () => {
        this.token = newToken(userId);
        return Promise.resolve(this.token);
      },
      openSocket: network.opener(encoding, random.fork('network'), (link) => {
        this.#link = link;
      }),
    });
  }

  /** It may still do something. */
  get isAlive(): boolean {
    return !this.#isDead && this.client.status !== 'closed';
  }

  /** Nothing it waited for will ever settle. */
  get isDead(): boolean {
    return this.#isDead;
  }

  get link(): Link | undefined {
    return this.#link;
  }

  /** Battery empty: no frame, no timer, no close. */
  die(): void {
    this.#isDead = true;
    this.#link?.sever('nobody');
    this.clock.kill();
  }

  /** The page is frozen for that long: it neither reads nor fires timers. */
  freeze(ms: number): void {
    this.clock.freeze(ms);
    this.#link?.stall(ms);
  }

  noteUrl(url: string): void {
    this.urls = [...this.urls, url].slice(-3);
  }

  /** Opens what is needed and publishes, as a page would. */
  async publish(room: ClientRoom, medium: Medium): Promise<void> {
    const transports = await this.#transports(room);
    if (transports.send === '') {
      const { transportId } = await room.createTransport(TransportDirection.SEND);
      transports.send = transportId;
      await room.connectTransport(transportId, DTLS);
    }
    if (medium === Medium.DATA) {
      await room.produceData(transports.send, JSON.stringify({ streamId: 1 }), 'control');
    } else await room.produce(transports.send, medium, medium === Medium.AUDIO ? AUDIO_RTP : VIDEO_RTP);
  }

  async unpublish(room: ClientRoom, medium: Medium): Promise<void> {
    const state = room.self?.media.find((one) => one.medium === medium);
    if (state !== undefined && state.producerId !== '') await room.closeProducer(state.producerId);
  }

  /** Receives all audio and the video of everybody the replica shows. */
  async receive(room: ClientRoom): Promise<void> {
    const transports = await this.#transports(room);
    if (transports.receive === '') {
      const { transportId } = await room.createTransport(TransportDirection.RECEIVE);
      transports.receive = transportId;
      await room.connectTransport(transportId, DTLS);
    }
    const others = room.state.members.filter(({ memberId }) => memberId !== room.memberId);
    await room.setSubscriptions({
      transportId: transports.receive,
      rtpCapabilitiesJson: transports.capabilitiesJson,
      autoAudio: true,
      wanted: others.map(({ memberId }) => ({ memberId, medium: Medium.VIDEO, spatialLayer: -1, temporalLayer: -1 })),
    });
    await room.consumeData(transports.receive, ['control']);
  }

  async #transports(room: ClientRoom): Promise<Transports> {
    const { memberId } = room;
    const { rtpCapabilitiesJson, mediaGeneration } = await room.getRtpCapabilities();
    const known = this.#transportsByRoom.get(room.roomId);
    if (known?.memberId === memberId && known.mediaGeneration === mediaGeneration) return known;
    const fresh = { memberId, mediaGeneration, capabilitiesJson: rtpCapabilitiesJson, send: '', receive: '' };
    this.#transportsByRoom.set(room.roomId, fresh);
    return fresh;
  }
}
