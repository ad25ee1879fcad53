/** Live streams without cache, clock or linger: what a source writes, its watchers get. */
import type { LiveFrame } from '../../src/live-gateway/live-frame.ts';
import type {
  LiveSource,
  LiveStreams,
  LiveWatcher,
  OnDemandSources,
  StreamKey,
} from '../../src/live-gateway/live-ports.ts';

interface Stream {
  readonly watchers: Set<LiveWatcher>;
  owner: object | undefined;
  onReplaced: (why: 'replaced') => void;
}

export class MemoryLiveStreams implements LiveStreams {
  readonly #streams = new Map<string, Stream>();
  #onDemand: OnDemandSources | undefined;

  publish(key: StreamKey, onReplaced: (why: 'replaced') => void): LiveSource {
    const stream = this.#stream(key);
    const owner = {};
    if (stream.owner !== undefined) stream.onReplaced('replaced');
    stream.owner = owner;
    stream.onReplaced = onReplaced;
    return {
      write: (frame: LiveFrame) => {
        if (stream.owner === owner) for (const watcher of stream.watchers) watcher.onFrame(frame);
      },
      end: () => {
        if (stream.owner !== owner) return;
        stream.owner = undefined;
        for (const watcher of stream.watchers) watcher.onSourceEnd();
      },
    };
  }

  watch(key: StreamKey, watcher: LiveWatcher): () => void {
    const stream = this.#stream(key);
    stream.watchers.add(watcher);
    if (stream.owner === undefined) this.#onDemand?.wanted(key);
    return () => {
      stream.watchers.delete(watcher);
      if (stream.watchers.size === 0) this.#onDemand?.unwanted(key);
    };
  }

  isPublished(key: StreamKey): boolean {
    return this.#stream(key).owner !== undefined;
  }

  setOnDemand(sources: OnDemandSources): void {
    this.#onDemand = sources;
  }

  close(key: StreamKey): void {
    for (const watcher of this.#stream(key).watchers) watcher.onEnd('memberGone');
  }

  #stream({ roomId, memberId }: StreamKey): Stream {
    const name = `${roomId}/${memberId ?? ''}`;
    const known = this.#streams.get(name);
    if (known !== undefined) return known;
    const stream: Stream = { watchers: new Set(), owner: undefined, onReplaced: () => undefined };
    this.#streams.set(name, stream);
    return stream;
  }
}
