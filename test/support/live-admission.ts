/** Admission in memory: every `/live/{name}` whose query has no `refuse` is let in, as the member of that name. */
import type {
  LiveAdmission,
  LiveEnd,
  LivePeer,
  LivePlayback,
  LivePublication,
  LiveRefusal,
  StreamKey,
} from '../../src/live-gateway/live-ports.ts';
import type { MemberId, RoomId } from '../../src/shared/ids.ts';

export type Medium = 'audio' | 'video';

export class TestPublication implements LivePublication {
  readonly key: StreamKey;
  readonly url: string;
  readonly peer: LivePeer;
  /** Media that may not begin. */
  readonly refusedMedia = new Set<Medium>();
  readonly muted = new Set<Medium>();
  readonly begun: Medium[] = [];
  aliveCount = 0;
  endCount = 0;

  constructor(key: StreamKey, url: string, peer: LivePeer) {
    this.key = key;
    this.url = url;
    this.peer = peer;
  }

  begin(medium: Medium): boolean {
    if (this.refusedMedia.has(medium)) return false;
    this.begun.push(medium);
    return true;
  }

  mayFlow(medium: Medium): boolean {
    return !this.muted.has(medium);
  }

  alive(): void {
    this.aliveCount += 1;
  }

  end(): void {
    this.endCount += 1;
  }
}

export interface TestPlayback extends LivePlayback {
  readonly url: string;
  readonly peer: LivePeer;
  endCount: number;
}

export const liveKey = (name: string): StreamKey => ({ roomId: 'room' as RoomId, memberId: name as MemberId });

const nameOf = (url: string): string | undefined => /^\/live\/([\w-]+)(?:\.flv)?(?:\?.*)?$/.exec(url)?.[1];

export class TestAdmission implements LiveAdmission {
  readonly publications: TestPublication[] = [];
  readonly playbacks: TestPlayback[] = [];
  /** URLs that were not let in. */
  readonly refused: string[] = [];

  admitPublish(url: string, peer: LivePeer): LivePublication | LiveRefusal {
    const name = this.#admitted(url);
    if (name === undefined) return { refused: 'test' };
    const publication = new TestPublication(liveKey(name), url, peer);
    this.publications.push(publication);
    return publication;
  }

  admitPlay(url: string, peer: LivePeer): LivePlayback | LiveRefusal {
    const name = this.#admitted(url);
    if (name === undefined) return { refused: 'test' };
    const playback: TestPlayback = {
      key: liveKey(name),
      url,
      peer,
      endCount: 0,
      end: () => {
        playback.endCount += 1;
      },
    };
    this.playbacks.push(playback);
    return playback;
  }

  /** Of the latest publication. */
  endLatest(why: LiveEnd): void {
    this.publications.at(-1)?.peer.end(why);
  }

  #admitted(url: string): string | undefined {
    const name = url.includes('refuse') ? undefined : nameOf(url);
    if (name === undefined) this.refused.push(url);
    return name;
  }
}
