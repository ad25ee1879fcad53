/**
 * Players that read FLV over HTTP or WebSocket. Knows neither: whoever has the connection asks `open`, and then writes
 * what it is given.
 */
import { AddressCounts } from './internal/address-counts.ts';
import type { LiveObserver } from './live-observer.ts';
import type { LiveAdmission, LiveEnd, LivePlayback } from './live-ports.ts';
import type { LivePlayer } from './players/broadcast.ts';
import type { Broadcasts } from './players/broadcasts.ts';
import { flvFormat } from './players/flv-format.ts';

/** A connection that FLV is written to. */
export interface FlvSink {
  /** False = no more, please, before `drained`; the bytes are taken in any case. */
  write(bytes: Uint8Array): boolean;
  /** Closes the connection; `closed` may or may not be called for it. */
  close(): void;
}

/** What the connection's owner tells. Safe after the end. */
export interface FlvConnection {
  drained(): void;
  closed(): void;
}

/** Admitted: `start` within this turn, or `cancel`. */
export interface FlvOpening {
  start(sink: FlvSink): FlvConnection;
  cancel(): void;
}

export interface FlvPlayersOptions {
  readonly admission: LiveAdmission;
  readonly broadcasts: Broadcasts;
  readonly observer: LiveObserver;
  readonly maxPlayers: number;
  readonly maxPlayersPerAddress: number;
}

type FlvProtocol = 'http-flv' | 'ws-flv';

export class FlvPlayers {
  readonly #options: FlvPlayersOptions;
  readonly #addresses: AddressCounts;
  readonly #open = new Set<(why: LiveEnd) => void>();

  constructor(options: FlvPlayersOptions) {
    this.#options = options;
    this.#addresses = new AddressCounts(options.maxPlayers, options.maxPlayersPerAddress);
  }

  get count(): number {
    return this.#addresses.count;
  }

  /** `url` as the player asked for it: path and query. */
  open(url: string, protocol: FlvProtocol, address: string): FlvOpening | 'refused' | 'tooMany' {
    const { admission, observer } = this.#options;
    if (!this.#addresses.add(address)) {
      observer.onTurnedAway(protocol, 'tooMany');
      return 'tooMany';
    }
    const ending: { end: ((why: LiveEnd) => void) | undefined; why: LiveEnd | undefined } = {
      end: undefined,
      why: undefined,
    };
    const playback = admission.admitPlay(url, {
      protocol,
      address,
      end: (why) => {
        ending.why = why;
        ending.end?.(why);
      },
    });
    if ('refused' in playback) {
      this.#addresses.remove(address);
      observer.onTurnedAway(protocol, 'refused');
      return 'refused';
    }
    return {
      start: (sink) => {
        const { end, connection } = this.#start(sink, playback, protocol, address);
        ending.end = end;
        if (ending.why !== undefined) end(ending.why);
        return connection;
      },
      cancel: () => {
        this.#addresses.remove(address);
        playback.end();
      },
    };
  }

  /** Ends all players. */
  closeAll(why: LiveEnd): void {
    for (const end of [...this.#open]) end(why);
  }

  #start(
    sink: FlvSink,
    playback: LivePlayback,
    protocol: FlvProtocol,
    address: string,
  ): { readonly end: (why: LiveEnd) => void; readonly connection: FlvConnection } {
    const { broadcasts, observer } = this.#options;
    let isOver = false;
    let player: LivePlayer | undefined;
    const end = (why: LiveEnd): void => {
      if (isOver) return;
      isOver = true;
      this.#open.delete(end);
      player?.close();
      playback.end();
      this.#addresses.remove(address);
      observer.onEnded('player', protocol, why);
      if (why !== 'peerClosed') sink.close();
    };
    this.#open.add(end);
    observer.onBegun('player', protocol);
    const guarded = { write: (bytes: Uint8Array) => !isOver && sink.write(bytes) };
    player = broadcasts.add(playback.key, flvFormat, guarded, end);
    if (isOver) player.close();
    return { end, connection: { drained: () => player?.drained(), closed: () => end('peerClosed') } };
  }
}
