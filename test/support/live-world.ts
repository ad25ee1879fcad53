/** The live gateway without sockets: sessions are fed bytes, time is moved by hand. */
import type { LiveFrame } from '../../src/live-gateway/live-frame.ts';
import type { LiveObserver } from '../../src/live-gateway/live-observer.ts';
import type { LiveEnd, LiveWatcher } from '../../src/live-gateway/live-ports.ts';
import { NodeLiveStreams } from '../../src/live-gateway/live-streams.ts';
import { Broadcasts } from '../../src/live-gateway/players/broadcasts.ts';
import { ChunkReader } from '../../src/live-gateway/rtmp/internal/chunk-reader.ts';
import { MESSAGE, type RtmpMessage } from '../../src/live-gateway/rtmp/internal/rtmp-message.ts';
import { RtmpSession } from '../../src/live-gateway/rtmp/rtmp-session.ts';
import { TestAdmission } from './live-admission.ts';
import { HANDSHAKE_BYTES } from './rtmp-bytes.ts';
import { VirtualClock } from './virtual-clock.ts';

export const LIMITS = {
  setupTimeoutMs: 10_000,
  silentTimeoutMs: 15_000,
  maxMediaBytes: 65_536,
  maxCommandsPerSecond: 50,
};
export const BROADCAST_LIMITS = {
  mergeMs: 90,
  playerBufferBytes: 64 * 1024,
  playerStallMs: 10_000,
  sourceWaitMs: 20_000,
  gopMaxBytes: 256 * 1024,
};

/** Writes down what it is told. */
export class Notes implements LiveObserver {
  readonly lines: string[] = [];
  readonly bugs: unknown[] = [];
  readonly bytes = { in: 0, out: 0 };
  skips = 0;

  onBegun(...what: readonly string[]): void {
    this.lines.push(['begun', ...what].join(' '));
  }
  onEnded(role: string, protocol: string, why: LiveEnd): void {
    this.lines.push(`ended ${role} ${protocol} ${why}`);
  }
  onTurnedAway(...what: readonly string[]): void {
    this.lines.push(['turned away', ...what].join(' '));
  }
  onConnectionEnded(why: LiveEnd): void {
    this.lines.push(`unused ${why}`);
  }
  onBytes(direction: 'in' | 'out', _protocol: string, bytes: number): void {
    this.bytes[direction] += bytes;
  }
  onSkip(): void {
    this.skips += 1;
  }
  onBug(error: unknown): void {
    this.bugs.push(error);
  }
}

/** What the server said on one connection, understood. */
export class Answers {
  readonly messages: RtmpMessage[] = [];
  readonly #reader: ChunkReader;
  #handshakeLeft = 1 + 2 * HANDSHAKE_BYTES;

  constructor() {
    const limits = { maxChunkStreams: 64, maxMessageBytes: () => 2 ** 24, maxPartialBytes: 2 ** 25 };
    this.#reader = new ChunkReader(limits, (message) => {
      this.messages.push(message);
      if (message.type === MESSAGE.setChunkSize) this.#reader.setChunkSize(message.body.readUInt32BE(0));
    });
  }

  push(bytes: Uint8Array): void {
    const skipped = Math.min(this.#handshakeLeft, bytes.length);
    this.#handshakeLeft -= skipped;
    if (skipped < bytes.length) this.#reader.read(Buffer.from(bytes.subarray(skipped)));
  }

  /** Codes of all onStatus, in order. */
  get codes(): string[] {
    return this.messages.flatMap(({ type, body }) =>
      type === MESSAGE.commandAmf0 ? (body.toString('latin1').match(/Net(?:Stream|Connection)\.[\w.]+/g) ?? []) : [],
    );
  }

  ofType(type: number): RtmpMessage[] {
    return this.messages.filter((message) => message.type === type);
  }
}

export interface Connection {
  readonly session: RtmpSession;
  readonly answers: Answers;
  /** Undefined while open. */
  closed: { readonly flush: boolean } | undefined;
  overCount: number;
  /** Stops reading: nothing more reaches it before `read`. */
  isStuck: boolean;
  unsent: number;
}

export class LiveWorld {
  readonly clock = new VirtualClock();
  readonly admission = new TestAdmission();
  readonly notes = new Notes();
  readonly streams: NodeLiveStreams;
  readonly broadcasts: Broadcasts;

  constructor({
    gop = { maxBytes: 256 * 1024, maxFrames: 500 },
    gopTotalBytes = 2 ** 20,
    limits = BROADCAST_LIMITS,
  } = {}) {
    const { clock, notes } = this;
    const onBug = (error: unknown): void => notes.onBug(error);
    this.streams = new NodeLiveStreams({ clock, gop, gopTotalBytes, lingerMs: 5000, onBug });
    this.broadcasts = new Broadcasts({
      clock,
      streams: this.streams,
      limits,
      gopTotalBytes,
      onSkip: () => notes.onSkip(),
      onSent: (_format, bytes) => notes.onBytes('out', 'flv', bytes),
    });
  }

  connect(): Connection {
    const { clock, admission, streams, broadcasts, notes } = this;
    const answers = new Answers();
    const connection = {
      answers,
      closed: undefined,
      overCount: 0,
      isStuck: false,
      unsent: 0,
    } as unknown as Connection & {
      session: RtmpSession;
    };
    connection.session = new RtmpSession({
      clock,
      admission,
      streams,
      broadcasts,
      limits: LIMITS,
      observer: notes,
      address: '192.0.2.1',
      transport: {
        write: (bytes) => {
          if (connection.isStuck) connection.unsent += bytes.length;
          else answers.push(bytes);
          return !connection.isStuck;
        },
        unsentBytes: () => connection.unsent,
        close: (flush) => {
          connection.closed ??= { flush };
        },
      },
      onOver: () => {
        connection.overCount += 1;
      },
    });
    return connection;
  }

  /** What is still held; all zero when nobody is there. */
  get left(): Readonly<Record<string, number>> {
    return {
      streams: this.streams.size,
      broadcasts: this.broadcasts.size,
      cached: this.streams.cachedBytes + this.broadcasts.cachedBytes,
      timers: this.clock.pending,
    };
  }
}

/** A watcher that writes down: frames as `video key 40`, and what else it is told. */
export class WatcherNotes implements LiveWatcher {
  readonly frames: LiveFrame[] = [];
  readonly lines: string[] = [];

  onFrame(frame: LiveFrame): void {
    this.frames.push(frame);
    const what = frame.isConfig ? ' config' : frame.isKeyFrame ? ' key' : '';
    this.lines.push(`${frame.kind}${what} ${frame.timestampMs}`);
  }
  onSourceEnd(): void {
    this.lines.push('source ended');
  }
  onEnd(why: LiveEnd): void {
    this.lines.push(`ended ${why}`);
  }
  onForget(): void {
    this.lines.push('forget');
  }

  /** What came since the last call. */
  take(): string[] {
    return this.lines.splice(0);
  }
}
