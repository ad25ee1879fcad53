/**
 * What the media plane knows about the life of its members: bytes that came since the last look (`alive`), and how well
 * they come (`quality`). mediasoup gives no score 0 to a single stream that stopped, so bytes are counted. A look is
 * bounded: of more producers than `MAX_LOOKS` a part is asked each time, in turn.
 */
import type { MemberId, RoomId } from '../../shared/ids.ts';
import type { MediaEvent } from '../media-engine.ts';
import type { DataSource, RtpSource } from './media-context.ts';
import { callWorker } from './worker-call.ts';

const MAX_LOOKS = 512;
/** Questions under way: a mute must not wait behind hundreds of them. */
const LOOKS_AT_ONCE = 16;

/** What one member sends. */
export interface Sending {
  readonly rtpSources: readonly RtpSource[];
  readonly dataSources: readonly DataSource[];
}

export class Evidence {
  readonly #emit: (event: MediaEvent) => void;
  readonly #requestTimeoutMs: number;
  readonly #bytesOf = new WeakMap<RtpSource | DataSource, number>();
  #from = 0;
  #looking = false;

  constructor(emit: (event: MediaEvent) => void, requestTimeoutMs: number) {
    this.#emit = emit;
    this.#requestTimeoutMs = requestTimeoutMs;
  }

  /** Looks once at what flows from these members, and tells who sent something. Never rejects; skips while looking. */
  async look(publishers: Iterable<Sending>): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const sources = [...publishers].flatMap(flowingSources);
      const start = sources.length > MAX_LOOKS ? this.#from % sources.length : 0;
      this.#from = start + MAX_LOOKS;
      const chosen = [...sources.slice(start), ...sources.slice(0, start)].slice(0, MAX_LOOKS);
      const grew: boolean[] = [];
      for (let at = 0; at < chosen.length; at += LOOKS_AT_ONCE) {
        grew.push(...(await Promise.all(chosen.slice(at, at + LOOKS_AT_ONCE).map((source) => this.#grew(source)))));
      }
      const byRoom = new Map<RoomId, Set<MemberId>>();
      for (const [index, source] of chosen.entries()) {
        if (grew[index] !== true) continue;
        const { roomId, memberId } = source.appData;
        const members = byRoom.get(roomId) ?? new Set();
        byRoom.set(roomId, members.add(memberId));
      }
      for (const [roomId, members] of byRoom) this.#emit({ type: 'alive', roomId, memberIds: [...members] });
    } finally {
      this.#looking = false;
    }
  }

  async #grew(source: RtpSource | DataSource): Promise<boolean> {
    try {
      const bytes = await callWorker(() => receivedBytes(source), {
        timeoutMs: this.#requestTimeoutMs,
        notFound: 'producerNotFound',
      });
      const before = this.#bytesOf.get(source) ?? 0;
      this.#bytesOf.set(source, bytes);
      return bytes > before;
    } catch {
      // No answer is no evidence.
      return false;
    }
  }
}

/** What is needed of a room to tell the quality of its members. */
export interface ScoredRoom {
  readonly roomId: RoomId;
  /** Members whose scores changed since the last time; emptied here. */
  readonly changedQuality: Set<MemberId>;
  readonly members: ReadonlyMap<MemberId, { readonly publisher: Pick<Sending, 'rtpSources'> }>;
  readonly emit: (event: MediaEvent) => void;
}

/** Tells the quality of members whose producers' scores changed since the last time. */
export function tellQuality(room: ScoredRoom): void {
  const members = [...room.changedQuality].flatMap((memberId) => {
    const score = qualityOf(room, memberId);
    return score === undefined ? [] : [{ memberId, score }];
  });
  room.changedQuality.clear();
  if (members.length > 0) room.emit({ type: 'quality', roomId: room.roomId, members });
}

/** The worst of the member's flowing producers, each as good as the best of its streams. */
function qualityOf(room: ScoredRoom, memberId: MemberId): number | undefined {
  const sources = room.members.get(memberId)?.publisher.rtpSources ?? [];
  const scores = sources.flatMap((source) => {
    if (source.paused || source.score.length === 0) return [];
    return [Math.max(...source.score.map(({ score }) => score))];
  });
  return scores.length === 0 ? undefined : Math.min(...scores);
}

function flowingSources({ rtpSources, dataSources }: Sending): readonly (RtpSource | DataSource)[] {
  return [...rtpSources, ...dataSources].filter((source) => !source.paused);
}

async function receivedBytes(source: RtpSource | DataSource): Promise<number> {
  if ('kind' in source) {
    const streams = await source.getStats();
    return streams.reduce((sum, { byteCount }) => sum + byteCount, 0);
  }
  const [stats] = await source.getStats();
  return stats?.bytesReceived ?? 0;
}
