/** What this client receives: asks for what is looked at, turns opened consumers into tracks. */
import type { types } from 'mediasoup-client';
import {
  type ConsumerClosed,
  type ConsumerOpened,
  type Init,
  type LayersChanged,
  Medium,
  type Subscription,
} from '../../wire/generated/messages.ts';
import type { ClientClock } from '../api.ts';
import { type RtcRoomError, toRtcRoomError } from '../client-errors.ts';
import type { ClientRoom } from '../client-room.ts';
import type { TypedEmitter } from '../typed-emitter.ts';
import { layerForTile } from './encodings.ts';
import type { MediaLink } from './media-link.ts';
import { isRtpMedium, type RoomMediaEvents, type RtpMedium, type ViewTile } from './media-types.ts';

/** A consumer that was opened, from the push to its end. */
export interface RemoteTrackState {
  readonly memberId: string;
  readonly medium: RtpMedium;
  readonly consumerId: string;
  readonly simulcast: boolean;
  consumer: types.Consumer | undefined;
  spatialLayer: number;
  temporalLayer: number;
}

export interface RemoteTracksOptions {
  readonly room: ClientRoom;
  readonly clock: ClientClock;
  readonly emitter: TypedEmitter<RoomMediaEvents>;
  readonly autoAudio: boolean;
  /** null = the browser decides. */
  readonly jitterBufferTargetMs: number | null;
  readonly onError: (operation: string, error: RtcRoomError) => void;
}

/** Layouts change in bursts; one request tells the result. */
const SETTLE_MS = 40;
const RETRY_MS = 1000;
/** As many as a server takes. */
const MAX_WANTED = 512;

export class RemoteTracks {
  readonly #options: RemoteTracksOptions;
  readonly #stateById = new Map<string, RemoteTrackState>();
  #tiles: readonly ViewTile[] = [];
  #link: MediaLink | undefined;
  /** What the server was told last over this link, as JSON; undefined = nothing yet. */
  #told: string | undefined;
  #isTelling = false;
  /** The server has this device's capabilities for this link. */
  #knowsDevice = false;
  /** Pushes were missed: what the server sends and what is known here may differ. */
  #mustResync = false;
  #cancelTimer: (() => void) | undefined;

  constructor(options: RemoteTracksOptions) {
    this.#options = options;
  }

  get tracks(): readonly RemoteTrackState[] {
    return [...this.#stateById.values()];
  }

  /** Preferred spatial layer of what is looked at; -1 = best or not looked at. */
  preferredLayer(memberId: string, medium: RtpMedium): number {
    return this.#wanted().find((entry) => entry.memberId === memberId && entry.medium === medium)?.spatialLayer ?? -1;
  }

  setView(tiles: readonly ViewTile[]): void {
    this.#tiles = tiles;
    this.#tellIn(SETTLE_MS);
  }

  /** A link is there: asks for everything again. */
  attach(link: MediaLink): void {
    this.#link = link;
    this.#told = undefined;
    this.#knowsDevice = false;
    this.#mustResync = false;
    this.#tellIn(0);
  }

  /**
   * The connection was away and the media lived on; consumers may have opened and closed unheard. Wishing for exactly
   * what is received, and then for everything again, makes the server announce what is missing here and leaves alone
   * what flows.
   */
  resync(): void {
    for (const state of this.tracks) if (!this.#isPublished(state)) this.#forget(state.consumerId);
    this.#mustResync = true;
    this.#told = undefined;
    this.#tellIn(0);
  }

  /** The link is gone, and all tracks with it. */
  detach(): void {
    this.#link = undefined;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    for (const consumerId of [...this.#stateById.keys()]) this.#forget(consumerId);
  }

  onOpened(opened: ConsumerOpened): void {
    const link = this.#link;
    const { consumerId, memberId, medium, simulcast } = opened;
    if (link === undefined || !isRtpMedium(medium) || this.#stateById.has(consumerId)) return;
    const state: RemoteTrackState = {
      memberId,
      medium,
      consumerId,
      simulcast,
      consumer: undefined,
      spatialLayer: -1,
      temporalLayer: -1,
    };
    // A newer consumer of the same source takes the place of one whose end was not heard.
    for (const older of this.tracks) {
      if (older.memberId === memberId && older.medium === medium) this.#forget(older.consumerId);
    }
    this.#stateById.set(consumerId, state);
    this.#consume(link, state, opened).catch((error: unknown) => {
      this.#forget(consumerId);
      if (this.#link === link) this.#options.onError('consume', toRtcRoomError(error, 'mediaUnsupported'));
    });
  }

  onClosed({ consumerId }: ConsumerClosed): void {
    this.#forget(consumerId);
  }

  onLayers({ consumerId, spatialLayer, temporalLayer }: LayersChanged): void {
    const state = this.#stateById.get(consumerId);
    if (state === undefined) return;
    state.spatialLayer = spatialLayer;
    state.temporalLayer = temporalLayer;
    const { memberId, medium } = state;
    this.#options.emitter.emit('layers', { consumerId, memberId, medium, spatialLayer, temporalLayer });
  }

  async #consume(link: MediaLink, state: RemoteTrackState, opened: ConsumerOpened): Promise<void> {
    const { consumerId, memberId, medium } = state;
    const transport = await link.transport('receive');
    const consumer = await transport.consume({
      id: consumerId,
      producerId: opened.producerId,
      kind: medium === Medium.AUDIO ? 'audio' : 'video',
      rtpParameters: JSON.parse(opened.rtpParametersJson),
      // Tracks of one stream are kept in sync: voice and face, not voice and screen.
      streamId: medium === Medium.SCREEN ? `${memberId}-screen` : memberId,
    });
    if (this.#stateById.get(consumerId) !== state) {
      consumer.close();
      return;
    }
    state.consumer = consumer;
    this.#setBuffer(consumer);
    // The element must have the track before the first packet comes, or the first key frame is lost.
    this.#options.emitter.emit('track', { memberId, medium, consumerId, track: consumer.track });
    await this.#options.room.resumeConsumer(consumerId);
  }

  #setBuffer(consumer: types.Consumer): void {
    const receiver: { jitterBufferTarget?: number | null } | undefined = consumer.rtpReceiver;
    if (receiver !== undefined && 'jitterBufferTarget' in receiver) {
      receiver.jitterBufferTarget = this.#options.jitterBufferTargetMs;
    }
  }

  #forget(consumerId: string): void {
    const state = this.#stateById.get(consumerId);
    if (state === undefined) return;
    this.#stateById.delete(consumerId);
    const { memberId, medium, consumer } = state;
    if (consumer === undefined) return;
    consumer.close();
    this.#options.emitter.emit('trackEnded', { memberId, medium, consumerId });
  }

  #wanted(): Init<Subscription>[] {
    const { memberId: selfId } = this.#options.room;
    const byKey = new Map<string, Init<Subscription>>();
    for (const { memberId, medium, layer, width, height } of this.#tiles) {
      const key = `${medium} ${memberId}`;
      if (memberId === selfId || byKey.has(key) || byKey.size >= MAX_WANTED) continue;
      byKey.set(key, { memberId, medium, spatialLayer: layer ?? layerForTile(width, height), temporalLayer: -1 });
    }
    return [...byKey.values()];
  }

  #tellIn(delayMs: number): void {
    // The first wish of a burst sets the time; later ones ride along.
    this.#cancelTimer ??= this.#options.clock.after(delayMs, () => {
      this.#cancelTimer = undefined;
      void this.#tell();
    });
  }

  /** Tells the server what is wanted; one request at a time, the latest wish wins. */
  async #tell(): Promise<void> {
    const link = this.#link;
    const { room, autoAudio } = this.#options;
    if (this.#isTelling || link === undefined || room.self?.grants?.subscribe === false) return;
    const wanted = this.#wanted();
    const wish = JSON.stringify(wanted);
    if (wish === this.#told && !this.#mustResync) return;
    this.#isTelling = true;
    let nextMs = SETTLE_MS;
    try {
      if (this.#mustResync) await this.#send(link, false, this.#held());
      this.#mustResync = false;
      await this.#send(link, autoAudio, wanted);
      if (this.#link === link) this.#told = wish;
    } catch (error) {
      nextMs = RETRY_MS;
      this.#onRefused(link, wish, toRtcRoomError(error, 'connectionLost'));
    } finally {
      this.#isTelling = false;
      if (this.#told !== JSON.stringify(this.#wanted())) this.#tellIn(nextMs);
    }
  }

  async #send(link: MediaLink, autoAudio: boolean, wanted: readonly Init<Subscription>[]): Promise<void> {
    const { id: transportId } = await link.transport('receive');
    const rtpCapabilitiesJson = this.#knowsDevice ? '' : JSON.stringify(link.device.recvRtpCapabilities);
    await this.#options.room.setSubscriptions({ transportId, rtpCapabilitiesJson, autoAudio, wanted });
    if (this.#link === link) this.#knowsDevice = true;
  }

  #onRefused(link: MediaLink, wish: string, error: RtcRoomError): void {
    if (this.#link !== link || error.retry !== 'never') return;
    // The same wish would be refused again; another one may not.
    this.#told = wish;
    this.#options.onError('subscribe', error);
  }

  /** What is received now, as a wish. */
  #held(): Init<Subscription>[] {
    return this.tracks.map(({ memberId, medium }) => ({
      memberId,
      medium,
      spatialLayer: this.preferredLayer(memberId, medium),
      temporalLayer: -1,
    }));
  }

  #isPublished({ memberId, medium }: RemoteTrackState): boolean {
    const member = this.#options.room.state.members.find((other) => other.memberId === memberId);
    return member?.media.find((state) => state.medium === medium)?.published ?? false;
  }
}
