import type { ViewTile } from '../../../client/media/media-types.ts';
import type { RoomMedia } from '../../../client/media/room-media.ts';
import { Medium } from '../../../wire/generated/messages.ts';
import type { LiveStores, VisibleTile } from '../store/app-state.ts';
import { type RtpMediumView, trackKey } from '../store/call-view.ts';
import type { RemoteAudio } from './remote-audio.ts';

const MEDIUM_NAMES: Readonly<Partial<Record<Medium, RtpMediumView>>> = {
  [Medium.AUDIO]: 'audio',
  [Medium.VIDEO]: 'video',
  [Medium.SCREEN]: 'screen',
};

/** The page's word for a medium that travels as RTP. */
export function mediumName(medium: Medium): RtpMediumView {
  return MEDIUM_NAMES[medium] ?? 'video';
}

/** Brings received tracks to tiles and loudspeaker, and asks for those that are looked at, in the size they have. */
export class RemoteMedia {
  readonly #media: RoomMedia;
  readonly #layerByTile = new Map<string, number>();
  #tiles: readonly VisibleTile[] = [];

  constructor(media: RoomMedia, live: LiveStores, audio: RemoteAudio) {
    this.#media = media;
    const consumerByKey = new Map<string, string>();
    media.on('track', ({ memberId, medium, consumerId, track }) => {
      if (medium === Medium.AUDIO) {
        audio.add(consumerId, track);
        return;
      }
      const key = trackKey(memberId, mediumName(medium));
      consumerByKey.set(key, consumerId);
      live.tracks.set(key, track);
    });
    media.on('trackEnded', ({ memberId, medium, consumerId }) => {
      if (medium === Medium.AUDIO) {
        audio.remove(consumerId);
        return;
      }
      const key = trackKey(memberId, mediumName(medium));
      // A newer consumer may have taken the place already.
      if (consumerByKey.get(key) !== consumerId) return;
      consumerByKey.delete(key);
      live.tracks.set(key, undefined);
    });
  }

  /** What is on the stage now. */
  setVisibleTiles(tiles: readonly VisibleTile[]): void {
    this.#tiles = tiles;
    this.#apply();
  }

  /** Asks for one layer whatever the tile's size; -1 = by size again. */
  preferLayer(memberId: string, medium: 'video' | 'screen', layer: number): void {
    const key = trackKey(memberId, medium);
    if (layer < 0) this.#layerByTile.delete(key);
    else this.#layerByTile.set(key, layer);
    this.#apply();
  }

  #apply(): void {
    this.#media.setView(
      this.#tiles.map(({ memberId, medium, widthPx, heightPx }): ViewTile => {
        const layer = this.#layerByTile.get(trackKey(memberId, medium));
        return {
          memberId,
          medium: medium === 'screen' ? Medium.SCREEN : Medium.VIDEO,
          width: Math.round(widthPx),
          height: Math.round(heightPx),
          ...(layer === undefined ? {} : { layer }),
        };
      }),
    );
  }
}
