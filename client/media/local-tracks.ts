/** What this client sends: tracks it was given, published over whatever link there is, paused as the room says. */
import type { types } from 'mediasoup-client';
import type { MediumState } from '../../wire/generated/messages.ts';
import type { ClientClock } from '../api.ts';
import { clientError, type RtcRoomError, toRtcRoomError } from '../client-errors.ts';
import type { ClientRoom } from '../client-room.ts';
import type { TypedEmitter } from '../typed-emitter.ts';
import { produceSettings } from './encodings.ts';
import type { MediaLink } from './media-link.ts';
import type { MediaTrack, PublishedMedium, PublishOptions, RoomMediaEvents, RtpMedium } from './media-types.ts';

interface LocalTrack {
  readonly medium: RtpMedium;
  readonly options: PublishOptions;
  track: MediaTrack;
  producer: types.Producer | undefined;
  /** Producing now; for whoever asks again meanwhile. */
  producing: Promise<void> | undefined;
}

export interface LocalTracksOptions {
  readonly room: ClientRoom;
  readonly clock: ClientClock;
  readonly emitter: TypedEmitter<RoomMediaEvents>;
  readonly onError: (operation: string, error: RtcRoomError) => void;
}

/** Between two attempts to publish again over a link that is there, while the server says that it will pass. */
const REPUBLISH_MS = 1000;
const MAX_REPUBLISHES = 20;

export class LocalTracks {
  readonly #options: LocalTracksOptions;
  readonly #trackByMedium = new Map<RtpMedium, LocalTrack>();
  /** Muted here, ahead of the server's answer. */
  readonly #muted = new Set<RtpMedium>();
  #link: MediaLink | undefined;

  constructor(options: LocalTracksOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#trackByMedium.size === 0;
  }
  get producers(): readonly { readonly medium: RtpMedium; readonly producer: types.Producer }[] {
    return [...this.#trackByMedium.values()].flatMap(({ medium, producer }) =>
      producer === undefined ? [] : [{ medium, producer }],
    );
  }
  get published(): readonly PublishedMedium[] {
    return this.producers.map(({ medium, producer }) => ({
      medium,
      producerId: producer.id,
      paused: producer.paused,
      codec: producer.rtpParameters.codecs[0]?.mimeType ?? '',
    }));
  }

  /** Keeps the track to publish; an earlier one of that medium is replaced in place. */
  async publish(medium: RtpMedium, track: MediaTrack, options: PublishOptions): Promise<void> {
    const known = this.#trackByMedium.get(medium);
    if (known !== undefined) return await this.replaceTrack(medium, track);
    const local: LocalTrack = { medium, track, options, producer: undefined, producing: undefined };
    this.#trackByMedium.set(medium, local);
    const link = this.#link;
    if (link === undefined) return;
    try {
      await this.#produce(link, local);
    } catch (error) {
      // A link that was lost meanwhile publishes again when it is back; anything else is for the caller.
      if (this.#link !== link) return;
      if (this.#trackByMedium.get(medium) === local) this.#trackByMedium.delete(medium);
      throw toRtcRoomError(error, 'mediaUnsupported');
    }
  }

  /** Sends another track in place of the published one; nothing is negotiated. */
  async replaceTrack(medium: RtpMedium, track: MediaTrack): Promise<void> {
    const local = this.#trackByMedium.get(medium);
    if (local === undefined) throw clientError('mediaClosed', 'not published');
    local.track = track;
    await local.producing?.catch(() => undefined);
    const { producer } = local;
    if (producer === undefined || producer.closed || local.track !== track) return;
    try {
      await producer.replaceTrack({ track });
    } catch (error) {
      if (!producer.closed) throw toRtcRoomError(error, 'mediaUnsupported');
    }
  }

  /** Stops sending; the track itself is left alone. Rejects only when the server refuses. */
  async unpublish(medium: RtpMedium): Promise<void> {
    const local = this.#trackByMedium.get(medium);
    if (local === undefined) return;
    this.#trackByMedium.delete(medium);
    await local.producing?.catch(() => undefined);
    await this.#closeProducer(local);
  }

  /** Mutes here at once and at the server; unmuting waits for the server's word. */
  async setMuted(medium: RtpMedium, muted: boolean): Promise<void> {
    if (muted) {
      this.#muted.add(medium);
      this.followRoom();
    }
    try {
      await this.#options.room.setSelfMute(medium, muted);
      if (!muted) this.#muted.delete(medium);
    } catch (error) {
      if (muted) this.#muted.delete(medium);
      throw error;
    } finally {
      this.followRoom();
    }
  }

  /** Pauses what may not flow and resumes what may. The server enforces it anyway; this saves the upload. */
  followRoom(): void {
    const media = this.#options.room.self?.media;
    if (media === undefined) return;
    let hasChanged = false;
    for (const { medium, producer } of this.producers) {
      const isPaused = this.#muted.has(medium) || !mayFlow(media, medium);
      if (producer.closed || producer.paused === isPaused) continue;
      if (isPaused) producer.pause();
      else producer.resume();
      hasChanged = true;
    }
    if (hasChanged) this.#tellPublished();
  }

  /** A link is there: publishes all tracks over it. Failures are reported, not thrown. */
  async attach(link: MediaLink): Promise<void> {
    this.#link = link;
    await Promise.all([...this.#trackByMedium.values()].map((local) => this.#republish(link, local)));
  }

  /** The link is gone, and all producers with it. */
  detach(): void {
    this.#link = undefined;
    const hadProducers = this.producers.length > 0;
    for (const local of this.#trackByMedium.values()) {
      local.producer?.close();
      local.producer = undefined;
    }
    if (hadProducers) this.#tellPublished();
  }

  /** The server closed the producer of that medium: publishes the same track again. */
  async renew(medium: RtpMedium): Promise<void> {
    const local = this.#trackByMedium.get(medium);
    const link = this.#link;
    if (local === undefined || link === undefined || local.producing !== undefined) return;
    local.producer?.close();
    local.producer = undefined;
    await this.#republish(link, local);
  }

  async #republish(link: MediaLink, local: LocalTrack, attempt = 1): Promise<void> {
    if (this.#trackByMedium.get(local.medium) !== local) return;
    if (local.track.readyState === 'ended') {
      this.#trackByMedium.delete(local.medium);
      return;
    }
    try {
      await this.#produce(link, local);
    } catch (error) {
      if (this.#link !== link) return;
      const failure = toRtcRoomError(error, 'mediaUnsupported');
      if (failure.retry === 'never' || attempt >= MAX_REPUBLISHES) {
        this.#options.onError(`publish ${local.medium}`, failure);
        return;
      }
      // The only worker of a node has died and is not back yet, for instance.
      this.#options.clock.after(Math.max(REPUBLISH_MS, failure.retryAfterMs), () => {
        if (this.#link === link) void this.#republish(link, local, attempt + 1);
      });
    }
  }

  async #produce(link: MediaLink, local: LocalTrack): Promise<void> {
    local.producing ??= this.#produceNow(link, local).finally(() => {
      local.producing = undefined;
    });
    await local.producing;
  }

  async #produceNow(link: MediaLink, local: LocalTrack): Promise<void> {
    const { medium, options } = local;
    const kind = local.track.kind === 'audio' ? 'audio' : 'video';
    if (!link.device.canProduce(kind)) throw clientError('mediaUnsupported', kind);
    const transport = await link.transport('send');
    const { track } = local;
    const producer = await transport.produce({
      ...produceSettings(medium, link.device.sendRtpCapabilities.codecs ?? [], options),
      track,
      appData: { medium },
      stopTracks: false,
      // The track also feeds the preview and the level meter: it stays on, only nothing is sent.
      disableTrackOnPause: false,
      zeroRtpOnPause: true,
    });
    local.producer = producer;
    producer.on('trackended', () => this.#onTrackEnded(local, producer));
    // Unpublished or replaced while it was on its way.
    if (this.#trackByMedium.get(medium) !== local) return await this.#closeProducer(local);
    if (local.track !== track) await producer.replaceTrack({ track: local.track });
    this.followRoom();
    this.#tellPublished();
  }

  async #closeProducer(local: LocalTrack): Promise<void> {
    const { producer } = local;
    local.producer = undefined;
    if (producer === undefined || producer.closed) return;
    const { id } = producer;
    producer.close();
    this.#tellPublished();
    try {
      await this.#options.room.closeProducer(id);
    } catch (error) {
      // Gone there too is what was wanted.
      const { errorName } = toRtcRoomError(error, 'connectionLost');
      if (errorName !== 'producerNotFound' && errorName !== 'roomEnded' && errorName !== 'sessionLost') throw error;
    }
  }

  #onTrackEnded(local: LocalTrack, producer: types.Producer): void {
    if (local.producer !== producer) return;
    this.#options.emitter.emit('localTrackEnded', { medium: local.medium });
    // The listener may have put another track in its place.
    if (local.track.readyState !== 'ended' || this.#trackByMedium.get(local.medium) !== local) return;
    this.unpublish(local.medium).catch((error: unknown) => {
      this.#options.onError('unpublish', toRtcRoomError(error, 'connectionLost'));
    });
  }

  #tellPublished(): void {
    this.#options.emitter.emit('published', this.published);
  }
}

function mayFlow(media: readonly MediumState[], medium: RtpMedium): boolean {
  return media.find((state) => state.medium === medium)?.mayFlow ?? false;
}
