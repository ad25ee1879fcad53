/**
 * Media of one room in a browser, through mediasoup-client: publishes tracks, receives what is looked at, and keeps
 * both alive over mutes, ICE restarts, reconnects and the death of media workers.
 *
 * What the application wants is kept apart from the link that carries it. When a link ends (a media worker died, the
 * membership is a new one, ICE cannot be restarted), the next one is negotiated and gets all of it again.
 */
import { Scene, type SelfReport } from '../../wire/generated/messages.ts';
import { backOffMs } from '../back-off.ts';
import { clientError, type RtcRoomError, toRtcRoomError } from '../client-errors.ts';
import { type Listener, TypedEmitter, type Unlisten } from '../typed-emitter.ts';
import { DataChannels } from './data-channels.ts';
import { JITTER_BUFFER_TARGET_MS } from './encodings.ts';
import { LocalTracks } from './local-tracks.ts';
import { MediaLink } from './media-link.ts';
import { MediaStatsReader } from './media-stats.ts';
import type {
  DataChannelOptions,
  DataSender,
  LatencyProfile,
  MediaStatsSummary,
  MediaTrack,
  PublishedMedium,
  PublishOptions,
  RoomMediaEvents,
  RoomMediaOptions,
  RtpMedium,
  ViewTile,
} from './media-types.ts';
import { RemoteTracks } from './remote-tracks.ts';

const RETRY = { firstMs: 500, maxMs: 8000 };
/** Failures in a row after which negotiation waits for the next sign of life (a rejoin, a reset). */
const MAX_FAILURES = 20;

const LATENCY_OF_SCENE: Readonly<Record<number, LatencyProfile>> = {
  [Scene.REMOTE]: 'lowest',
  [Scene.LIVE]: 'smooth',
};

const MEDIUM_NUMBER: Readonly<Record<string, RtpMedium>> = { audio: 1, video: 2, screen: 3 };

export class RoomMedia {
  readonly #options: RoomMediaOptions;
  readonly #emitter: TypedEmitter<RoomMediaEvents>;
  readonly #local: LocalTracks;
  readonly #remote: RemoteTracks;
  readonly #data: DataChannels;
  readonly #stats: MediaStatsReader;
  readonly #unlisten: readonly Unlisten[];
  #link: MediaLink | undefined;
  /** Negotiating now; settles with the link or rejects. */
  #opening: Promise<MediaLink> | undefined;
  /** Grows when a link is given up, so that one that opens late is told apart. */
  #round = 0;
  #failures = 0;
  #cancelRetry: () => void = () => undefined;
  #isClosed = false;

  /** Starts to receive at once: all audio (unless `autoAudio` is false), and what `setView` names. */
  constructor(options: RoomMediaOptions) {
    this.#options = options;
    const { room, clock } = options;
    const emitter = new TypedEmitter<RoomMediaEvents>(options.onListenerError);
    this.#emitter = emitter;
    const onError = (operation: string, error: RtcRoomError): void => this.#emitter.emit('error', { operation, error });
    const latency = options.latency ?? LATENCY_OF_SCENE[room.state.scene] ?? 'interactive';
    const jitterBufferTargetMs = JITTER_BUFFER_TARGET_MS[latency];
    this.#local = new LocalTracks({ room, clock, emitter, onError });
    this.#remote = new RemoteTracks({
      room,
      clock,
      emitter,
      onError,
      jitterBufferTargetMs,
      autoAudio: options.autoAudio ?? true,
    });
    this.#data = new DataChannels({ room, clock, emitter, onError });
    this.#stats = new MediaStatsReader(clock);
    this.#unlisten = this.#listen();
    room.attachMedia(() => this.toJSON());
    this.#openInBackground();
  }

  on<K extends keyof RoomMediaEvents>(type: K, listener: Listener<RoomMediaEvents[K]>): Unlisten {
    return this.#emitter.on(type, listener);
  }

  /** What is published now. */
  get published(): readonly PublishedMedium[] {
    return this.#local.published;
  }
  /** Tracks received now. */
  get tracks(): readonly { readonly memberId: string; readonly medium: RtpMedium; readonly consumerId: string }[] {
    return this.#remote.tracks.filter(({ consumer }) => consumer !== undefined);
  }

  /**
   * Sends a track; a second one of the same medium takes its place. Resolves when it is published, rejects (and
   * forgets it) when this device or the server refuses. A published track is published again after a media reset.
   */
  async publish(medium: RtpMedium, track: MediaTrack, options: PublishOptions = {}): Promise<void> {
    await this.#open();
    await this.#local.publish(medium, track, options);
  }
  /** Sends another track in place of the published one. */
  replaceTrack(medium: RtpMedium, track: MediaTrack): Promise<void> {
    return this.#local.replaceTrack(medium, track);
  }
  /** Stops sending. The track is the caller's to stop. */
  unpublish(medium: RtpMedium): Promise<void> {
    return this.#local.unpublish(medium);
  }
  /**
   * Self mute: nothing is sent from now on, then the server is told. Unmuting sends when the server allows it. Rejects
   * with the server's reason (`unmuteNotAllowed`).
   */
  setMuted(medium: RtpMedium, muted: boolean): Promise<void> {
    return this.#local.setMuted(medium, muted);
  }

  /** What the user looks at; replaces what was said before. Video and screens that are not in it are not received. */
  setView(tiles: readonly ViewTile[]): void {
    this.#remote.setView(tiles);
  }

  /** Opens a data channel for a topic. */
  async publishData(topic: string, options: DataChannelOptions = {}): Promise<DataSender> {
    await this.#open();
    return await this.#data.publish(topic, options);
  }
  /** Replaces the topics that are received over the data channel; they arrive as `data` events. */
  async hearData(topics: readonly string[]): Promise<void> {
    await this.#open();
    await this.#data.hear(topics);
  }

  /** One look at all statistics; never rejects. Rates are since the previous call. */
  getStats(): Promise<MediaStatsSummary> {
    return this.#stats.read({
      link: this.#link,
      producers: this.#local.producers,
      tracks: this.#remote.tracks,
      preferredLayer: (memberId, medium) => this.#remote.preferredLayer(memberId, medium),
    });
  }

  toJSON(): object {
    const link = this.#link;
    return {
      generation: link?.mediaGeneration ?? 0,
      transports:
        link?.transports.map(([direction, { connectionState }]) => ({ direction, state: connectionState })) ?? [],
      published: this.published,
      received: this.#remote.tracks.map(({ memberId, medium, consumerId, simulcast, spatialLayer, temporalLayer }) => ({
        memberId,
        medium,
        consumerId,
        simulcast,
        spatialLayer,
        temporalLayer,
      })),
    };
  }

  /** Stops sending and receiving on this side; the server notices when the room is left. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#dropLink();
    for (const unlisten of this.#unlisten) unlisten();
    this.#options.room.attachMedia(undefined);
  }

  #listen(): readonly Unlisten[] {
    const { room } = this.#options;
    return [
      room.on('consumerOpened', (opened) => this.#remote.onOpened(opened)),
      room.on('consumerClosed', (closed) => this.#remote.onClosed(closed)),
      room.on('layersChanged', (layers) => this.#remote.onLayers(layers)),
      room.on('dataConsumerOpened', (opened) => this.#data.onOpened(opened)),
      room.on('dataConsumerClosed', (closed) => this.#data.onClosed(closed)),
      room.on('mediaReset', ({ memberIds, mediaGeneration }) => {
        if (memberIds.includes(room.memberId)) this.#reset();
        // The worker of others died; this link is as good as before.
        else if (this.#link !== undefined) this.#link.mediaGeneration = mediaGeneration;
      }),
      room.on('state', () => this.#onState()),
      room.on('rejoined', ({ sameMember }) => this.#onRejoined(sameMember)),
      room.on('selfReport', (report) => this.#onSelfReport(report)),
      room.on('ended', () => this.close()),
    ];
  }

  #onState(): void {
    const link = this.#link;
    // A snapshot skipped the reset itself: whom it hit cannot be known, so it counts as a reset. A link that is ahead
    // of the room was negotiated before the delta arrived.
    if (link !== undefined && link.mediaGeneration < this.#options.room.state.mediaGeneration) this.#reset();
    this.#local.followRoom();
  }

  #onRejoined(sameMember: boolean): void {
    if (!sameMember) this.#reset();
    else if (this.#link === undefined) this.#openInBackground();
    else {
      this.#link.restartBroken();
      this.#remote.resync();
      void this.#data.resync();
    }
  }

  /** Producers that the server closed while the connection was away are made again. */
  #onSelfReport({ differences }: SelfReport): void {
    for (const { what, cause } of differences) {
      const medium = MEDIUM_NUMBER[what.split('.')[0] ?? ''];
      if (cause === 'producerClosed' && medium !== undefined) void this.#local.renew(medium);
    }
  }

  /** Everything negotiated is void: closes it and begins anew. */
  #reset(): void {
    if (this.#isClosed) return;
    this.#dropLink();
    this.#failures = 0;
    this.#emitter.emit('reset', { mediaGeneration: this.#options.room.state.mediaGeneration });
    this.#openInBackground();
  }

  #dropLink(): void {
    this.#round += 1;
    this.#cancelRetry();
    this.#opening = undefined;
    const link = this.#link;
    this.#link = undefined;
    this.#local.detach();
    this.#remote.detach();
    this.#data.detach();
    link?.close();
  }

  #openInBackground(): void {
    const round = this.#round;
    this.#open().catch((error: unknown) => {
      if (round === this.#round) this.#onOpenFailed(toRtcRoomError(error, 'mediaUnsupported'));
    });
  }

  #onOpenFailed(error: RtcRoomError): void {
    this.#failures += 1;
    const { room, clock } = this.#options;
    // A device that cannot do it, or a server that will not, stays so; anything else passes.
    if (this.#failures > MAX_FAILURES || error.retry === 'never')
      this.#emitter.emit('error', { operation: 'negotiate', error });
    else if (room.status === 'joined') {
      const delayMs = Math.max(
        error.retryAfterMs,
        backOffMs(this.#failures - 1, RETRY.firstMs, RETRY.maxMs, clock.random()),
      );
      this.#cancelRetry();
      this.#cancelRetry = clock.after(delayMs, () => this.#openInBackground());
    }
  }

  /** The link, negotiated if there is none. */
  #open(): Promise<MediaLink> {
    if (this.#isClosed) return Promise.reject(clientError('mediaClosed'));
    if (this.#link !== undefined) return Promise.resolve(this.#link);
    this.#opening ??= this.#negotiate(this.#round);
    return this.#opening;
  }

  async #negotiate(round: number): Promise<MediaLink> {
    const { room, clock, createDevice, forceTcp = false } = this.#options;
    try {
      const link = await MediaLink.open({
        room,
        clock,
        createDevice,
        forceTcp,
        onTransportState: (direction, state) => this.#emitter.emit('transport', { direction, state }),
        onBroken: (error) => this.#onBroken(round, error),
      });
      if (round !== this.#round) {
        link.close();
        throw clientError('mediaClosed', 'reset meanwhile');
      }
      this.#link = link;
      this.#opening = undefined;
      this.#failures = 0;
      this.#remote.attach(link);
      await Promise.all([this.#local.attach(link), this.#data.attach(link)]);
      return link;
    } catch (error) {
      if (round === this.#round) this.#opening = undefined;
      throw error;
    }
  }

  #onBroken(round: number, error: unknown): void {
    if (round !== this.#round || this.#isClosed) return;
    this.#emitter.emit('error', { operation: 'ice', error: toRtcRoomError(error, 'connectionLost') });
    // The server keeps the dead producers until it is told; a medium can be published once only.
    const { room } = this.#options;
    const closing = this.#local.producers.map(({ producer }) => room.closeProducer(producer.id).catch(() => undefined));
    this.#dropLink();
    const dropped = this.#round;
    void Promise.all(closing).then(() => {
      if (dropped === this.#round) this.#reset();
    });
  }
}
