/** Bridges on an engine, with everything they told, and a pusher that plays a clip. */
import { randomBytes } from 'node:crypto';
import type { BridgeOptions } from '../../src/live-gateway/bridges/bridge-types.ts';
import type { LiveFrame } from '../../src/live-gateway/live-frame.ts';
import type { LiveSource, LiveStreams, StreamKey } from '../../src/live-gateway/live-ports.ts';
import type { MediaEngine } from '../../src/sfu/media-engine.ts';
import { systemClock } from '../../src/shared/clock.ts';

export interface ToldByBridges {
  readonly faults: string[];
  readonly refusals: string[];
  readonly said: string[];
  readonly jitter: string[];
  readonly touched: string[];
  readonly dropped: { audio: number; video: number };
  started: number;
  ended: number;
  retries: number;
  transcodesStarted: number;
  transcodesEnded: number;
  replayed: number;
}

export function bridgeOptions(
  engine: MediaEngine,
  streams: LiveStreams,
  more: Partial<BridgeOptions> = {},
): { readonly options: BridgeOptions; readonly told: ToldByBridges } {
  const told: ToldByBridges = {
    faults: [],
    refusals: [],
    said: [],
    jitter: [],
    touched: [],
    dropped: { audio: 0, video: 0 },
    started: 0,
    ended: 0,
    retries: 0,
    transcodesStarted: 0,
    transcodesEnded: 0,
    replayed: 0,
  };
  const options: BridgeOptions = {
    engine,
    streams,
    clock: systemClock,
    mayFlow: () => true,
    showsPictures: () => true,
    touch: (roomId) => told.touched.push(roomId),
    random32: () => randomBytes(4).readUInt32BE(),
    observer: {
      onStarted: () => {
        told.started += 1;
      },
      onEnded: () => {
        told.ended += 1;
      },
      onRefused: (direction, why) => told.refusals.push(`${direction} ${why}`),
      onFfmpegFault: (direction, fault) => told.faults.push(`${direction} ${fault}`),
      onTranscodeStarted: () => {
        told.transcodesStarted += 1;
      },
      onTranscodeEnded: () => {
        told.transcodesEnded += 1;
      },
      onFfmpegSaid: (_, line) => told.said.push(line),
      onReplayed: () => {
        told.replayed += 1;
      },
      onRetry: () => {
        told.retries += 1;
      },
      onFramesDropped: (medium, frames) => {
        told.dropped[medium] += frames;
      },
      onJitter: (medium) => told.jitter.push(medium),
    },
    ...more,
  };
  return { options, told };
}

/** Writes the frames of a clip when their time comes, over and over until stopped. */
export class ClipPusher {
  readonly #source: LiveSource;
  readonly #clip: readonly LiveFrame[];
  readonly #startedAt = performance.now();
  readonly #lengthMs: number;
  readonly #timer: NodeJS.Timeout;
  #next = 0;
  #round = 0;
  /** Video frames written. */
  pictures = 0;

  constructor(streams: LiveStreams, key: StreamKey, clip: readonly LiveFrame[]) {
    this.#source = streams.publish(key, () => undefined);
    this.#clip = clip;
    this.#lengthMs = Math.floor(Math.max(...clip.map(({ timestampMs }) => timestampMs)) / 1000 + 0.5) * 1000;
    this.#timer = setInterval(() => this.#write(), 4);
  }

  /** Idempotent. */
  stop(): void {
    clearInterval(this.#timer);
    this.#source.end();
  }

  #write(): void {
    const elapsedMs = performance.now() - this.#startedAt;
    for (;;) {
      const frame = this.#clip[this.#next];
      if (frame === undefined) {
        this.#next = 0;
        this.#round += 1;
        continue;
      }
      const timestampMs = frame.timestampMs + this.#round * this.#lengthMs;
      if (timestampMs > elapsedMs) return;
      this.#next += 1;
      if (frame.isConfig && this.#round > 0) continue;
      if (frame.kind === 'video' && !frame.isConfig) this.pictures += 1;
      this.#source.write({ ...frame, timestampMs });
    }
  }
}
