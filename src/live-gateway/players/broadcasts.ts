import type { Clock } from '../../shared/clock.ts';
import { ByteBudget } from '../internal/gop-cache.ts';
import type { LiveEnd, StreamKey } from '../live-ports.ts';
import { type NodeLiveStreams, streamName } from '../live-streams.ts';
import { Broadcast, type BroadcastLimits, type LivePlayer } from './broadcast.ts';
import type { LiveFormat } from './live-format.ts';
import type { PlayerSink } from './player-feed.ts';

export interface BroadcastsOptions {
  readonly clock: Clock;
  readonly streams: NodeLiveStreams;
  readonly limits: BroadcastLimits;
  /** Bytes that the groups of all broadcasts may hold. */
  readonly gopTotalBytes: number;
  readonly onSkip: (format: LiveFormat['name']) => void;
  readonly onSent: (format: LiveFormat['name'], bytes: number) => void;
}

/** All players of this node: one broadcast for each stream and format that somebody plays. */
export class Broadcasts {
  readonly #options: BroadcastsOptions;
  readonly #budget: ByteBudget;
  readonly #broadcastByName = new Map<string, Broadcast>();

  constructor(options: BroadcastsOptions) {
    this.#options = options;
    this.#budget = new ByteBudget(options.gopTotalBytes);
  }

  /** Broadcasts with at least one player. */
  get size(): number {
    return this.#broadcastByName.size;
  }

  get cachedBytes(): number {
    return this.#budget.taken;
  }

  get playerCount(): number {
    let players = 0;
    for (const { playerCount } of this.#broadcastByName.values()) players += playerCount;
    return players;
  }

  /** Adds a player; see `Broadcast.add`. */
  add(key: StreamKey, format: LiveFormat, sink: PlayerSink, onEnd: (why: LiveEnd) => void): LivePlayer {
    const name = `${format.name} ${streamName(key)}`;
    let broadcast = this.#broadcastByName.get(name);
    if (broadcast === undefined) {
      broadcast = this.#create(name, key, format);
      this.#broadcastByName.set(name, broadcast);
    }
    return broadcast.add(sink, onEnd);
  }

  #create(name: string, key: StreamKey, format: LiveFormat): Broadcast {
    const { clock, streams, limits, onSkip, onSent } = this.#options;
    const broadcast: Broadcast = new Broadcast({
      clock,
      streams,
      key,
      format,
      limits,
      budget: this.#budget,
      onSkip: () => onSkip(format.name),
      onSent: (bytes) => onSent(format.name, bytes),
      onEmpty: () => {
        if (this.#broadcastByName.get(name) === broadcast) this.#broadcastByName.delete(name);
      },
    });
    return broadcast;
  }
}
