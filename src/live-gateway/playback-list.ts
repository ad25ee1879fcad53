/** Who plays something of one room: by whose stream it is, and by whom it was admitted. */
import type { ViewingUser } from '../push-pull-urls/url-types.ts';
import type { MemberId, UserId } from '../shared/ids.ts';
import type { LiveEnd, LivePeer, LivePlayback, StreamKey } from './live-ports.ts';

export interface PlaybackWords {
  readonly key: StreamKey;
  /** Whom the URL was issued to; undefined = whoever holds it. */
  readonly viewerId: MemberId | undefined;
  /** The same, by user. */
  readonly viewingUser: ViewingUser | undefined;
  readonly peer: LivePeer;
}

/** One player. `end`: it is gone; `close`: it is to go. */
export interface RoomPlayback extends LivePlayback {
  readonly viewingUser: ViewingUser | undefined;
  close(why: LiveEnd): void;
}

/** Bounded by the gateway's limit of connections. */
export class PlaybackList {
  readonly #all = new Set<RoomPlayback>();
  readonly #byStream = new Map<MemberId, Set<RoomPlayback>>();
  readonly #byViewer = new Map<MemberId, Set<RoomPlayback>>();
  readonly #byUser = new Map<UserId, Set<RoomPlayback>>();

  get size(): number {
    return this.#all.size;
  }

  /** Lists a player until it ends; `onGone` is called then, once. */
  add({ key, viewerId, viewingUser, peer }: PlaybackWords, onGone: () => void): RoomPlayback {
    const end = (): boolean => {
      if (!this.#all.delete(playback)) return false;
      drop(this.#byStream, key.memberId, playback);
      drop(this.#byViewer, viewerId, playback);
      drop(this.#byUser, viewingUser?.userId, playback);
      onGone();
      return true;
    };
    const playback: RoomPlayback = {
      key,
      viewingUser,
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
    put(this.#byUser, viewingUser?.userId, playback);
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

  /** Of URLs that were issued to the user, not to a member. */
  ofUser(userId: UserId): readonly RoomPlayback[] {
    return [...(this.#byUser.get(userId) ?? [])];
  }

  /** Of URLs issued to whatever user. O(users). */
  ofUsers(): readonly RoomPlayback[] {
    return [...this.#byUser.values()].flatMap((playbacks) => [...playbacks]);
  }
}

type Index<Id> = Map<Id, Set<RoomPlayback>>;

function put<Id>(index: Index<Id>, id: Id | null | undefined, playback: RoomPlayback): void {
  if (id === null || id === undefined) return;
  const listed = index.get(id);
  if (listed === undefined) index.set(id, new Set([playback]));
  else listed.add(playback);
}

function drop<Id>(index: Index<Id>, id: Id | null | undefined, playback: RoomPlayback): void {
  if (id === null || id === undefined) return;
  const listed = index.get(id);
  listed?.delete(playback);
  if (listed?.size === 0) index.delete(id);
}
