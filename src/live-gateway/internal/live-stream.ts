/** One stream: at most one source, any number of watchers, and what newcomers need. */
import type { Clock } from '../../shared/clock.ts';
import type { LiveFrame, LiveFrameKind } from '../live-frame.ts';
import type { LiveEnd, LiveWatcher } from '../live-ports.ts';
import type { GopCache } from './gop-cache.ts';
import { StreamClock } from './stream-clock.ts';

interface Watching {
  readonly watcher: LiveWatcher;
  /** Video that depends on what this watcher has not seen is kept from it. */
  hasKeyFrame: boolean;
}

/** What a stream holds of its source. */
export interface SourceHandle {
  readonly onReplaced: (why: LiveEnd) => void;
  readonly mayReplay: () => boolean;
}

export interface LiveStreamOptions {
  readonly clock: Clock;
  readonly cache: GopCache;
  /** A watcher threw: a bug. That watcher is dropped. */
  readonly onBug: (error: unknown) => void;
}

const KINDS: readonly LiveFrameKind[] = ['metadata', 'audio', 'video'];

const isSameConfig = (left: LiveFrame | undefined, right: LiveFrame): boolean =>
  left !== undefined && Buffer.compare(left.body, right.body) === 0;

export class LiveStream {
  readonly #options: LiveStreamOptions;
  readonly #clock = new StreamClock();
  readonly #configByKind = new Map<LiveFrameKind, LiveFrame>();
  /** Replaced when it changes, so that who comes or goes during a frame does not disturb its round. */
  #watchers: readonly Watching[] = [];
  #source: SourceHandle | undefined;

  constructor(options: LiveStreamOptions) {
    this.#options = options;
  }

  get source(): SourceHandle | undefined {
    return this.#source;
  }

  get watcherCount(): number {
    return this.#watchers.length;
  }

  /** Takes the place of the present source, if any. */
  begin(source: SourceHandle): void {
    const former = this.#source;
    // Before watchers hear of it: one that goes now must not take the stream with it.
    this.#source = source;
    this.#clock.restart();
    if (former === undefined) return;
    this.#reset();
    former.onReplaced('replaced');
  }

  /** The source ended by itself. */
  endSource(source: SourceHandle): void {
    if (this.#source !== source) return;
    this.#source = undefined;
    this.#reset();
  }

  write(frame: LiveFrame): void {
    const kept = this.#keep(frame);
    for (const watching of this.#watchers) this.#show(watching, kept);
  }

  forget(): void {
    this.#options.cache.clear();
    for (const { watcher } of this.#watchers) watcher.onForget?.();
  }

  watch(watcher: LiveWatcher): () => void {
    const watching: Watching = { watcher, hasKeyFrame: false };
    this.#watchers = [...this.#watchers, watching];
    if (this.#source !== undefined) this.#replay(watching, this.#source.mayReplay());
    return () => {
      this.#watchers = this.#watchers.filter((one) => one !== watching);
    };
  }

  /** Tells source and watchers that it is over. */
  close(why: LiveEnd): void {
    const watchers = this.#watchers;
    this.#watchers = [];
    const source = this.#source;
    this.#source = undefined;
    this.#reset();
    source?.onReplaced(why);
    for (const { watcher } of watchers) watcher.onEnd(why);
  }

  /** With the stream's time instead of the source's, and cached. */
  #keep(frame: LiveFrame): LiveFrame {
    const { kind, isConfig } = frame;
    // Script data of any other time than 0 are text to be shown, to ffmpeg and what is made of it.
    const nowMs = this.#options.clock.now();
    const timestampMs = kind === 'metadata' ? 0 : this.#clock.map(kind, frame.timestampMs, nowMs);
    const kept = timestampMs === frame.timestampMs ? frame : { ...frame, timestampMs };
    if (!isConfig && kind !== 'metadata') {
      this.#options.cache.add(kept);
      return kept;
    }
    if (kind === 'video' && !isSameConfig(this.#configByKind.get(kind), kept)) this.#options.cache.clear();
    this.#configByKind.set(kind, kept);
    return kept;
  }

  #replay(watching: Watching, withGroup: boolean): void {
    const frames = withGroup ? this.#options.cache.frames : [];
    // Configurations precede what they configure, also in time.
    const timestampMs = frames[0]?.timestampMs ?? this.#clock.lastMs;
    for (const kind of KINDS) {
      const config = this.#configByKind.get(kind);
      if (config === undefined) continue;
      this.#show(watching, kind === 'metadata' ? config : { ...config, timestampMs });
    }
    for (const frame of frames) this.#show(watching, frame);
  }

  #show(watching: Watching, frame: LiveFrame): void {
    if (frame.isKeyFrame) watching.hasKeyFrame = true;
    else if (frame.kind === 'video' && !frame.isConfig && !watching.hasKeyFrame) return;
    try {
      watching.watcher.onFrame(frame);
    } catch (error) {
      this.#watchers = this.#watchers.filter((one) => one !== watching);
      this.#options.onBug(error);
    }
  }

  /** What was known of the source that is gone. */
  #reset(): void {
    this.#configByKind.clear();
    this.#options.cache.clear();
    for (const watching of this.#watchers) {
      watching.hasKeyFrame = false;
      watching.watcher.onSourceEnd();
    }
  }
}
