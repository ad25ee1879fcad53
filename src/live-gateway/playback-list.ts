/** Who plays something of one room: by whose stream it is, and by whom it was admitted. */
import type { MemberId } from '../shared/ids.ts';
import type { LiveEnd, LivePeer, LivePlayback, StreamKey } from './live-ports.ts';

export interface PlaybackWords {
  readonly key: StreamKey;
  /** Whom the URL was issued to; undefined = whoever holds it. */
  readonly viewerId: MemberId | undefined;
  readonly peer: LivePeer;
}

/** One player. `end`: it is gone; `close`: it is to go. */
export interface RoomPlayback extends LivePlayback {
  close(why: LiveEnd): void;
}

/** Bounded by the gateway's limit of connections. */
export class PlaybackList {
  readonly #all = new Set<RoomPlayback>();
  readonly #byStream = new Map<MemberId, Set<RoomPlayback>>();
  readonly #byViewer = new Map<MemberId, Set<RoomPlayback>>();

  get size(): number {
    return this.#all.size;
  }

  /** Lists a player until it ends; `onGone` is called then, once. */
  add({ key, viewerId, peer }: PlaybackWords, onGone: () => void): RoomPlayback {
    const end = (): boolean => {
      if (!this.#all.delete(playback)) return false;
      drop(this.#byStream, key.memberId, playback);
      drop(this.#byViewer, viewerId, playback);
      onGone();
      return true;
    };
    const playback: RoomPlayback = {
      key,
      end: () => {
        end();
      },
      close: (why) => {
        if (end()) peer.end(why);
      },
    };
    this.#all.add(playback);
    put(this.#byStream, key.memberId, playback);
    put(this.#byViewer, viewerId, playback);
    return playback;
  }

  all(): readonly RoomPlayback[] {
    return [...this.#all];
  }

  ofStream(memberId: MemberId): readonly RoomPlayback[] {
    return [...(this.#byStream.get(memberId) ?? [])];
  }

  ofViewer(memberId: MemberId): readonly RoomPlayback[] {
    return [...(this.#byViewer.get(memberId) ?? [])];
  }
}

type Index = Map<MemberId, Set<RoomPlayback>>;

function put(index: Index, memberId: MemberId | null | undefined, playback: RoomPlayback): void {
  if (memberId === null || memberId === undefined) return;
  const listed = index.get(memberId);
  if (listed === undefined) index.set(memberId, new Set([playback]));
  else listed.add(playback);
}

function drop(index: Index, memberId: MemberId | null | undefined, playback: RoomPlayback): void {
  if (memberId === null || memberId === undefined) return;
  const listed = index.get(memberId);
  listed?.delete(playback);
  if (listed?.size === 0) index.delete(memberId);
}
