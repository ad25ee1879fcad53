/** The live gateway of a node: RTMP in and out, FLV out, and the streams between. */
import type { Clock } from '../shared/clock.ts';
import { type FlvOpening, FlvPlayers } from './flv-players.ts';
import type { GopLimits } from './internal/gop-cache.ts';
import type { LiveObserver } from './live-observer.ts';
import type { LiveAdmission } from './live-ports.ts';
import { NodeLiveStreams } from './live-streams.ts';
import type { BroadcastLimits } from './players/broadcast.ts';
import { Broadcasts } from './players/broadcasts.ts';
import { RtmpServer } from './rtmp/rtmp-server.ts';
import type { RtmpLimits } from './rtmp/rtmp-session.ts';

export interface LiveGatewayOptions {
  readonly clock: Clock;
  readonly admission: LiveAdmission;
  readonly observer: LiveObserver;
  /** Undefined = no RTMP; FLV is played all the same. */
  readonly rtmp:
    | (RtmpLimits & {
        readonly host: string;
        /** 0 = any free one. */
        readonly port: number;
        readonly maxConnections: number;
        readonly maxConnectionsPerAddress: number;
      })
    | undefined;
  readonly limits: Omit<BroadcastLimits, 'gopMaxBytes'> & {
    readonly gop: GopLimits;
    /** Of frames, and as much again of what was made of them for players. */
    readonly gopTotalBytes: number;
    readonly lingerMs: number;
    /** Of FLV; RTMP players count as connections. */
    readonly maxPlayers: number;
    readonly maxPlayersPerAddress: number;
  };
}

/** What is open; zero everywhere when nobody is there. */
export interface LiveCounts {
  readonly rtmpConnections: number;
  readonly flvPlayers: number;
  /** Players of both kinds that a broadcast writes to. */
  readonly players: number;
  readonly broadcasts: number;
  readonly streams: number;
  /** Of cached groups of pictures. */
  readonly cachedBytes: number;
}

export class LiveGateway {
  readonly streams: NodeLiveStreams;
  readonly #broadcasts: Broadcasts;
  readonly #flvPlayers: FlvPlayers;
  readonly #rtmp: RtmpServer | undefined;
  #closing: Promise<void> | undefined;

  constructor({ clock, admission, observer, rtmp, limits }: LiveGatewayOptions) {
    const { gop, gopTotalBytes, lingerMs, maxPlayers, maxPlayersPerAddress } = limits;
    const onBug = (error: unknown): void => observer.onBug(error);
    this.streams = new NodeLiveStreams({ clock, gop, gopTotalBytes, lingerMs, onBug });
    this.#broadcasts = new Broadcasts({
      clock,
      streams: this.streams,
      limits: { ...limits, gopMaxBytes: gop.maxBytes },
      gopTotalBytes,
      onSkip: (protocol) => observer.onSkip(protocol),
      onSent: (protocol, bytes) => observer.onBytes('out', protocol, bytes),
    });
    const shared = { admission, observer, broadcasts: this.#broadcasts };
    this.#flvPlayers = new FlvPlayers({ ...shared, maxPlayers, maxPlayersPerAddress });
    if (rtmp === undefined) return;
    this.#rtmp = new RtmpServer({ ...shared, ...rtmp, clock, streams: this.streams, limits: rtmp });
  }

  /** Listens for RTMP, if so configured; resolves with its port. Rejects when the port is taken. */
  async start(): Promise<number | undefined> {
    return await this.#rtmp?.listen();
  }

  /** A player asks for FLV; see `FlvPlayers.open`. */
  openFlv(url: string, protocol: 'http-flv' | 'ws-flv', address: string): FlvOpening | 'refused' | 'tooMany' {
    return this.#closing === undefined ? this.#flvPlayers.open(url, protocol, address) : 'refused';
  }

  counts(): LiveCounts {
    return {
      rtmpConnections: this.#rtmp?.connectionCount ?? 0,
      flvPlayers: this.#flvPlayers.count,
      players: this.#broadcasts.playerCount,
      broadcasts: this.#broadcasts.size,
      streams: this.streams.size,
      cachedBytes: this.streams.cachedBytes + this.#broadcasts.cachedBytes,
    };
  }

  /** Ends everybody, then the streams. Idempotent; resolves when all RTMP sockets are closed. */
  stop(): Promise<void> {
    this.#closing ??= this.#stop();
    return this.#closing;
  }

  async #stop(): Promise<void> {
    const closed = this.#rtmp?.close();
    this.#flvPlayers.closeAll('serverShutdown');
    this.streams.closeAll('serverShutdown');
    await closed;
  }
}
