/**
 * What one member receives of one kind (RTP or data): keeps the open sinks equal to the sources wanted, while opening
 * takes time and both change meanwhile. A source that is no longer wanted is forgotten at once, also while it is being
 * opened; the late result finds itself forgotten and is closed. Bounded: sources beyond `maxSinks` are not opened.
 */
import { AppError } from '../../shared/app-error.ts';

interface Identified {
  readonly id: string;
}

interface Sink extends Identified {
  close(): void;
}

interface Entry<Source, Opened> {
  readonly source: Source;
  /** undefined while it is being opened, or refused. */
  sink: Opened | undefined;
}

export interface ConsumerSetOptions<Source, Opened> {
  readonly maxSinks: number;
  /** Opens a sink; `gone` is to be called when it ended by itself. */
  readonly open: (source: Source, gone: () => void) => Promise<Opened>;
  readonly onOpened: (sink: Opened, source: Source) => void;
  /** An opened sink is closed, for whatever reason but `close()`. */
  readonly onClosed: (sink: Opened, source: Source) => void;
  readonly onRefused: (source: Source, error: unknown) => void;
}

export class ConsumerSet<Source extends Identified, Opened extends Sink> {
  readonly #options: ConsumerSetOptions<Source, Opened>;
  readonly #entryBySource = new Map<string, Entry<Source, Opened>>();
  readonly #sinkById = new Map<string, Opened>();
  #closed = false;

  constructor(options: ConsumerSetOptions<Source, Opened>) {
    this.#options = options;
  }

  /** Open sinks. */
  get size(): number {
    return this.#sinkById.size;
  }

  /** The open sink of that id. */
  find(sinkId: string): Opened | undefined {
    return this.#sinkById.get(sinkId);
  }

  /** The open sink for that source. */
  of(sourceId: string): Opened | undefined {
    return this.#entryBySource.get(sourceId)?.sink;
  }

  sinks(): Iterable<Opened> {
    return this.#sinkById.values();
  }

  /** Receives exactly these from now on. */
  reconcile(sources: Iterable<Source>): void {
    const wanted = new Map<string, Source>();
    for (const source of sources) wanted.set(source.id, source);
    for (const [sourceId, entry] of this.#entryBySource) {
      if (!wanted.has(sourceId)) this.#drop(sourceId, entry);
    }
    for (const source of wanted.values()) this.add(source);
  }

  /** Receives this one too. */
  add(source: Source): void {
    if (this.#closed || this.#entryBySource.has(source.id)) return;
    if (this.#entryBySource.size >= this.#options.maxSinks) {
      this.#options.onRefused(source, new AppError('limitExceeded', 'subscriptions'));
      return;
    }
    const entry: Entry<Source, Opened> = { source, sink: undefined };
    this.#entryBySource.set(source.id, entry);
    void this.#open(source, entry);
  }

  /** The source is no more. An open sink hears of it from the worker; one that was refused or is opening would not. */
  forget(sourceId: string): void {
    const entry = this.#entryBySource.get(sourceId);
    if (entry !== undefined && entry.sink === undefined) this.#entryBySource.delete(sourceId);
  }

  /** Closes all sinks and forgets what was refused, so that all can be opened anew. */
  reset(): void {
    for (const [sourceId, entry] of this.#entryBySource) this.#drop(sourceId, entry);
  }

  /** Forgets everything in silence, for good. The sinks themselves end with their transport, in one request. */
  close(): void {
    this.#closed = true;
    this.#entryBySource.clear();
    this.#sinkById.clear();
  }

  #drop(sourceId: string, entry: Entry<Source, Opened>): void {
    this.#entryBySource.delete(sourceId);
    if (entry.sink === undefined) return;
    this.#sinkById.delete(entry.sink.id);
    entry.sink.close();
    this.#options.onClosed(entry.sink, entry.source);
  }

  async #open(source: Source, entry: Entry<Source, Opened>): Promise<void> {
    try {
      const sink = await this.#options.open(source, () => this.#gone(source.id, entry));
      if (this.#entryBySource.get(source.id) !== entry) {
        sink.close();
        return;
      }
      entry.sink = sink;
      this.#sinkById.set(sink.id, sink);
      this.#options.onOpened(sink, source);
    } catch (error) {
      // What cannot be received stays as refused, or every change of the wishes would try it again.
      const refused = error instanceof AppError && error.errorName === 'cannotConsume';
      if (!refused && this.#entryBySource.get(source.id) === entry) this.#entryBySource.delete(source.id);
      if (!this.#closed) this.#options.onRefused(source, error);
    }
  }

  #gone(sourceId: string, entry: Entry<Source, Opened>): void {
    if (this.#entryBySource.get(sourceId) !== entry) return;
    this.#entryBySource.delete(sourceId);
    if (entry.sink === undefined) return;
    this.#sinkById.delete(entry.sink.id);
    this.#options.onClosed(entry.sink, entry.source);
  }
}
