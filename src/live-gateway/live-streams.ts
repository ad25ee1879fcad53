/** All streams of this node, in memory. */
import type { CancelTimer, Clock } from '../shared/clock.ts';
import { ByteBudget, GopCache, type GopLimits } from './internal/gop-cache.ts';
import { LiveStream, type SourceHandle } from './internal/live-stream.ts';
import type { LiveEnd, LiveSource, LiveStreams, LiveWatcher, OnDemandSources, StreamKey } from './live-ports.ts';

export interface NodeLiveStreamsOptions {
  readonly clock: Clock;
  /** Of the cached group of pictures of one stream. */
  readonly gop: GopLimits;
  /** Bytes of all cached groups together. */
  readonly gopTotalBytes: number;
  /** How long a stream made on demand goes on after its last watcher went. */
  readonly lingerMs: number;
  /** A watcher threw: a bug, to be logged. */
  readonly onBug: (error: unknown) => void;
}

/** From the end of a source, its watchers still there, until somebody is asked to make another. */
const WANTED_AGAIN_MS = 500;

/** The stream's name in a map; ids hold no slash. */
export const streamName = ({ roomId, memberId }: StreamKey): string => `${roomId}/${memberId ?? ''}`;

interface Entry {
  readonly key: StreamKey;
  readonly stream: LiveStream;
  /** Somebody was asked to make it. */
  isWanted: boolean;
  /** Linger, or the pause before asking again; they exclude each other. */
  timer: { readonly for: 'linger' | 'again'; readonly cancel: CancelTimer } | undefined;
}

/** A stream exists while it is published, watched, or lingers. */
export class NodeLiveStreams implements LiveStreams {
  readonly #options: NodeLiveStreamsOptions;
  readonly #budget: ByteBudget;
  readonly #entryByName = new Map<string, Entry>();
  #onDemand: OnDemandSources | undefined;

  constructor(options: NodeLiveStreamsOptions) {
    this.#options = options;
    this.#budget = new ByteBudget(options.gopTotalBytes);
  }

  get size(): number {
    return this.#entryByName.size;
  }

  get cachedBytes(): number {
    return this.#budget.taken;
  }

  setOnDemand(sources: OnDemandSources): void {
    this.#onDemand = sources;
  }

  isPublished(key: StreamKey): boolean {
    return this.#entryByName.get(streamName(key))?.stream.source !== undefined;
  }

  /** Whether a newcomer may see what was cached before it came; true when nobody publishes. */
  mayReplay(key: StreamKey): boolean {
    return this.#entryByName.get(streamName(key))?.stream.source?.mayReplay() ?? true;
  }

  publish(
    key: StreamKey,
    onReplaced: (why: LiveEnd) => void,
    mayReplay: () => boolean = () => true,
  ): Required<LiveSource> {
    const entry = this.#getOrCreate(key);
    const source: SourceHandle = { onReplaced, mayReplay };
    const { stream } = entry;
    stream.begin(source);
    return {
      write: (frame) => {
        if (stream.source === source) stream.write(frame);
      },
      forget: () => {
        if (stream.source === source) stream.forget();
      },
      end: () => {
        if (stream.source !== source) return;
        stream.endSource(source);
        this.#settle(entry);
      },
    };
  }

  watch(key: StreamKey, watcher: LiveWatcher): () => void {
    const entry = this.#getOrCreate(key);
    const stop = entry.stream.watch(watcher);
    this.#settle(entry);
    let isWatching = true;
    return () => {
      if (!isWatching) return;
      isWatching = false;
      stop();
      this.#settle(entry);
    };
  }

  close(key: StreamKey, why: LiveEnd): void {
    const entry = this.#entryByName.get(streamName(key));
    if (entry !== undefined) this.#close(entry, why);
  }

  /** Ends all streams. */
  closeAll(why: LiveEnd): void {
    for (const entry of [...this.#entryByName.values()]) this.#close(entry, why);
  }

  #getOrCreate(key: StreamKey): Entry {
    const name = streamName(key);
    const known = this.#entryByName.get(name);
    if (known !== undefined) return known;
    const { clock, gop, onBug } = this.#options;
    const stream = new LiveStream({ clock, cache: new GopCache(gop, this.#budget), onBug });
    const entry: Entry = { key, stream, isWanted: false, timer: undefined };
    this.#entryByName.set(name, entry);
    return entry;
  }

  /** After a source or a watcher came or went: asks for a source, lets one linger, or forgets the stream. */
  #settle(entry: Entry): void {
    if (!this.#isCurrent(entry)) return;
    const { stream } = entry;
    if (stream.watcherCount > 0) {
      if (stream.source === undefined) this.#want(entry);
      else if (entry.isWanted) this.#cancelTimer(entry);
      return;
    }
    if (entry.isWanted) this.#linger(entry);
    else if (stream.source === undefined) this.#forgetEntry(entry);
  }

  #want(entry: Entry): void {
    if (this.#onDemand === undefined) return;
    if (!entry.isWanted) {
      this.#cancelTimer(entry);
      entry.isWanted = true;
      this.#onDemand.wanted(entry.key);
      return;
    }
    // The one who was asked knows; who replaced it may have made it give up. Never at once: that could go in a circle.
    this.#setTimer(entry, 'again', WANTED_AGAIN_MS, () => {
      if (entry.stream.source === undefined && entry.stream.watcherCount > 0) this.#onDemand?.wanted(entry.key);
    });
  }

  #linger(entry: Entry): void {
    this.#setTimer(entry, 'linger', this.#options.lingerMs, () => {
      if (entry.stream.watcherCount > 0) return;
      entry.isWanted = false;
      this.#onDemand?.unwanted(entry.key);
      this.#settle(entry);
    });
  }

  #close(entry: Entry, why: LiveEnd): void {
    this.#forgetEntry(entry);
    entry.stream.close(why);
    if (entry.isWanted) this.#onDemand?.unwanted(entry.key);
    entry.isWanted = false;
  }

  #forgetEntry(entry: Entry): void {
    this.#cancelTimer(entry);
    this.#entryByName.delete(streamName(entry.key));
  }

  #isCurrent(entry: Entry): boolean {
    return this.#entryByName.get(streamName(entry.key)) === entry;
  }

  /** One that waits for the same already goes on. */
  #setTimer(entry: Entry, why: 'linger' | 'again', delayMs: number, fire: () => void): void {
    if (entry.timer?.for === why) return;
    this.#cancelTimer(entry);
    const cancel = this.#options.clock.after(delayMs, () => {
      entry.timer = undefined;
      if (this.#isCurrent(entry)) fire();
    });
    entry.timer = { for: why, cancel };
  }

  #cancelTimer(entry: Entry): void {
    entry.timer?.cancel();
    entry.timer = undefined;
  }
}
