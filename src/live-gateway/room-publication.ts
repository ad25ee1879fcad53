/**
 * What a member publishes through the gateway, tied to its room both ways: what begins and ends here becomes the
 * member's media in the room, and what the room decides about them is a boolean that is read for each frame.
 */
import type { RoomRegistry } from '../room-host/room-registry.ts';
import type { MediumState } from '../room-state/room-types.ts';
import type { Clock } from '../shared/clock.ts';
import type { ErrorName } from '../shared/error-codes.ts';
import type { InstantMs, MemberId, RoomId } from '../shared/ids.ts';
import type { LiveEnd, LivePeer, LivePublication } from './live-ports.ts';

/** What RTMP carries of a member's media. */
const LIVE_MEDIA = ['audio', 'video'] as const;
export type LiveMedium = (typeof LIVE_MEDIA)[number];

/** Signs of life are told at most so often: frames come hundreds of times a second. */
export const ALIVE_INTERVAL_MS = 1000;

export interface RoomPublicationOptions {
  readonly clock: Clock;
  readonly rooms: () => RoomRegistry;
  readonly roomId: RoomId;
  readonly memberId: MemberId;
  readonly peer: LivePeer;
  /** Bytes came, at most once in `ALIVE_INTERVAL_MS`. */
  readonly onAlive: () => void;
  readonly onMediumRefused: (reason: ErrorName) => void;
  /** It is over, whoever ended it; called once. */
  readonly onClosed: (publication: RoomPublication) => void;
}

export class RoomPublication implements LivePublication {
  readonly key: { readonly roomId: RoomId; readonly memberId: MemberId };
  readonly #options: RoomPublicationOptions;
  /** Whether each may flow; null = this publication does not have it in the room. */
  readonly #mayFlow: Record<LiveMedium, boolean | null> = { audio: null, video: null };
  /** Refusals that were told: what is offered again and again is refused once. */
  readonly #refused = new Set<LiveMedium>();
  #toldAliveAt: InstantMs | undefined;
  #isStopped = false;
  #isClosed = false;

  constructor(options: RoomPublicationOptions) {
    this.#options = options;
    this.key = { roomId: options.roomId, memberId: options.memberId };
  }

  begin(medium: LiveMedium): boolean {
    if (this.#isStopped) return false;
    if (this.#mayFlow[medium] !== null) return true;
    const { rooms, clock, roomId, memberId, onMediumRefused } = this.#options;
    // Before the room is asked: it tells of the flow, by `follow`, while it answers.
    this.#mayFlow[medium] = false;
    const outcome = rooms()
      .get(roomId)
      ?.execute({ type: 'published', actor: memberId, medium, source: 'rtmp', producerId: '', at: clock.now() });
    if (outcome !== undefined && !('rejected' in outcome)) {
      this.#refused.delete(medium);
      return true;
    }
    this.#mayFlow[medium] = null;
    if (!this.#refused.has(medium)) onMediumRefused(outcome?.rejected ?? 'roomClosed');
    this.#refused.add(medium);
    return false;
  }

  mayFlow(medium: LiveMedium): boolean {
    return this.#mayFlow[medium] === true;
  }

  alive(): void {
    if (this.#isStopped) return;
    const { clock, onAlive } = this.#options;
    const now = clock.now();
    if (this.#toldAliveAt !== undefined && Math.abs(now - this.#toldAliveAt) < ALIVE_INTERVAL_MS) return;
    this.#toldAliveAt = now;
    onAlive();
  }

  end(): void {
    this.#close();
  }

  /** The room's word on a medium of this member. */
  follow({ medium, published, source, mayFlow }: MediumState): void {
    if (medium !== 'audio' && medium !== 'video') return;
    if (this.#isStopped || this.#mayFlow[medium] === null) return;
    this.#mayFlow[medium] = published && source === 'rtmp' && mayFlow;
  }

  /** Nothing flows from now on; `close` follows when rooms may be told of it. */
  stop(): void {
    this.#isStopped = true;
    for (const medium of LIVE_MEDIA) this.#mayFlow[medium] &&= false;
  }

  /** Ends it and its connection. Not to be called while the room tells its events. */
  close(why: LiveEnd): void {
    if (this.#close()) this.#options.peer.end(why);
  }

  /** Leaves its place to a newer one at once; its own connection ends with the turn. */
  giveWay(): void {
    const { clock, peer } = this.#options;
    if (this.#close()) clock.turnEnd(() => peer.end('replaced'));
  }

  /** False when it was closed before. */
  #close(): boolean {
    if (this.#isClosed) return false;
    const media = LIVE_MEDIA.filter((medium) => this.#mayFlow[medium] !== null);
    this.stop();
    this.#isClosed = true;
    const { rooms, clock, roomId, memberId, onClosed } = this.#options;
    for (const medium of media) {
      rooms().tell(roomId, { type: 'unpublished', actor: memberId, medium, producerId: '', at: clock.now() });
    }
    onClosed(this);
    return true;
  }
}
