/** How the media engines are set up, and how they fail to start. */

export type MediaLogLevel = 'debug' | 'info' | 'warn' | 'error';
/** Where an engine writes. The message is constant text, data goes into fields. */
export type MediaLogger = (level: MediaLogLevel, message: string, fields: Readonly<Record<string, unknown>>) => void;

export interface MediaEngineOptions {
  /** Path of the mediasoup worker to run; absent or '' = the one that comes with the package. */
  readonly workerBin?: string;
  /** Worker processes; 0 = one per processor core. */
  readonly workers: number;
  /** Local address that media arrives at. */
  readonly listenIp: string;
  /** Address that clients are told to send media to; absent or '' = `listenIp`. */
  readonly announcedAddress?: string;
  /** UDP and TCP port of the first worker, each further one takes the next; 0 = any free ports (tests). */
  readonly basePort: number;
  readonly logger?: MediaLogger;
  /** Every request settles within this time, `mediaUnavailable` when the worker gave no answer. Default 5000. */
  readonly requestTimeoutMs?: number;
  /** What a member may send, in bits per second; 0 = unlimited. Default 10 Mbit/s. */
  readonly maxIncomingBitrateBps?: number;
  /** What a new receive transport is assumed to carry before it was measured. Default 1 Mbit/s. */
  readonly initialOutgoingBitrateBps?: number;
  /** Key-frame requests of many receivers within this time become one. Default 1000. */
  readonly keyFrameRequestDelayMs?: number;
  /** Shortest time between two `speakers` events of a room. Default 300. */
  readonly levelIntervalMs?: number;
  /** Time between two looks for bytes from publishing members (`alive`). Default 2500. */
  readonly evidenceIntervalMs?: number;
  /** Time between two health checks of a worker, which also measure its load. Default 1000. */
  readonly healthIntervalMs?: number;
  /** Frames of egresses that may wait for a listener in another thread; more are dropped. Default 32 MiB. */
  readonly maxEgressBytes?: number;
}

export type ResolvedMediaOptions = Required<MediaEngineOptions>;

/** Fills in the defaults. `coreCount` answers `workers: 0`. */
export function resolveMediaOptions(options: MediaEngineOptions, coreCount: number): ResolvedMediaOptions {
  return {
    workerBin: '',
    announcedAddress: '',
    logger: () => undefined,
    requestTimeoutMs: 5000,
    maxIncomingBitrateBps: 10_000_000,
    initialOutgoingBitrateBps: 1_000_000,
    keyFrameRequestDelayMs: 1000,
    levelIntervalMs: 300,
    evidenceIntervalMs: 2500,
    healthIntervalMs: 1000,
    maxEgressBytes: 32 * 1024 * 1024,
    ...options,
    workers: options.workers === 0 ? Math.max(1, coreCount) : options.workers,
  };
}

export type MediaStartFailure = 'portBusy' | 'addressUnavailable' | 'workerBinaryMissing' | 'workerFailed';

/** The engine could not start, for a reason the operator can mend; `message` says which and how. */
export class MediaStartError extends Error {
  readonly reason: MediaStartFailure;
  /** The port in question, for `portBusy`. */
  readonly port: number | undefined;

  constructor(reason: MediaStartFailure, message: string, options: { port?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'MediaStartError';
    this.reason = reason;
    this.port = options.port;
  }
}
