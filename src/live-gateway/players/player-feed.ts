/**
 * What one player has still to get. Holds references to bytes that all players of the stream share, never copies; a
 * player that falls behind loses what waits and goes on at a key frame; one that does not read at all is closed.
 */
import type { Clock } from '../../shared/clock.ts';
import type { LiveEnd } from '../live-ports.ts';

/** Where a player's bytes go. */
export interface PlayerSink {
  /** Takes the bytes in any case. False = no more, please, before `drained` was called. `bytes` never change. */
  write(bytes: Uint8Array): boolean;
}

/** Frames that leave together. */
export interface Batch {
  readonly bytes: Uint8Array;
  readonly startsWithKeyFrame: boolean;
  readonly hasVideo: boolean;
  readonly hasConfigs: boolean;
}

export interface FeedOptions {
  readonly clock: Clock;
  readonly sink: PlayerSink;
  readonly maxQueuedBytes: number;
  /** How long a player may go without reading, or without catching up. */
  readonly stallMs: number;
  readonly onSkip: () => void;
  readonly onEnd: (why: LiveEnd) => void;
}

export class PlayerFeed {
  readonly #options: FeedOptions;
  readonly #sink: PlayerSink;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #isBlocked = false;
  /** Since when it does not read, or has not caught up; 0 = it keeps pace. */
  #behindSinceMs = 0;
  #needsKeyFrame = true;
  #isPaused = false;
  #hasStarted = false;
  /** Configurations may have been among what it lost. */
  #isMissingConfigs = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#sink = options.sink;
  }

  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** What precedes the first frame, and the present group of pictures if there is one for it. */
  start(opening: Uint8Array, group: readonly Batch[]): void {
    this.#hasStarted = true;
    if (opening.length > 0) this.#send(opening);
    const groupBytes = group.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (group.length === 0 || groupBytes > this.#options.maxQueuedBytes) return;
    this.#needsKeyFrame = false;
    for (const { bytes } of group) this.#send(bytes);
  }

  /** Frames of the stream; `configs` are what frames of now are decoded with. Hot. */
  push(batch: Batch, configs: () => Uint8Array): void {
    if (this.#isBlocked && !this.#isAlive()) {
      this.#options.onEnd('tooSlow');
      return;
    }
    if (this.#isPaused || (this.#needsKeyFrame && !this.#mayEnter(batch))) {
      if (batch.hasConfigs) this.#isMissingConfigs = true;
      return;
    }
    if (batch.startsWithKeyFrame) this.#needsKeyFrame = false;
    if (this.#isMissingConfigs) this.#send(configs());
    this.#isMissingConfigs = false;
    if (this.#queuedBytes + batch.bytes.length > this.#options.maxQueuedBytes && this.#isBlocked) this.#skip();
    else this.#send(batch.bytes);
  }

  /** The sink takes more. */
  drained(): void {
    this.#isBlocked = false;
    let sent = 0;
    while (sent < this.#queue.length && !this.#isBlocked) {
      const bytes = this.#queue[sent] ?? new Uint8Array();
      sent += 1;
      this.#queuedBytes -= bytes.length;
      this.#isBlocked = !this.#sink.write(bytes);
    }
    this.#queue.splice(0, sent);
    if (!this.#isBlocked) this.#behindSinceMs = 0;
    // It reads: the clock of those who do not starts again, unless it is behind for good.
    else if (!this.#needsKeyFrame) this.#behindSinceMs = this.#options.clock.now();
  }

  /** The source is another: its pictures begin at a key frame. */
  restart(): void {
    this.#needsKeyFrame = true;
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#needsKeyFrame = true;
  }

  /** Pictures are entered at a key frame; sound at any time, but not on top of what waits. */
  #mayEnter({ hasVideo, startsWithKeyFrame }: Batch): boolean {
    return this.#queuedBytes === 0 && (!hasVideo || startsWithKeyFrame);
  }

  #isAlive(): boolean {
    return this.#options.clock.now() - this.#behindSinceMs < this.#options.stallMs;
  }

  #skip(): void {
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#needsKeyFrame = true;
    this.#isMissingConfigs = true;
    this.#options.onSkip();
  }

  #send(bytes: Uint8Array): void {
    if (this.#isBlocked) {
      this.#queue.push(bytes);
      this.#queuedBytes += bytes.length;
      return;
    }
    if (this.#sink.write(bytes)) return;
    this.#isBlocked = true;
    this.#behindSinceMs = this.#options.clock.now();
  }
}
