/** Events of the in-memory engine. They leave when the command is done, in their order: a listener never sees half of one. */
import type { LiveMediaEvent } from '../live-media.ts';
import type { MediaEvent } from '../media-engine.ts';
import type { MediaLogger } from '../media-engine-options.ts';

type AnyEvent = MediaEvent | LiveMediaEvent;

/** What only real media brings about. */
export type SimulatedEvent =
  | Extract<MediaEvent, { type: 'speakers' | 'quality' | 'alive' | 'transportChanged' }>
  | Extract<LiveMediaEvent, { type: 'keyFrameWanted' | 'egressRefused' | 'egressStats' }>;

const LIVE: ReadonlySet<string> = new Set<LiveMediaEvent['type']>([
  'ingestClosed',
  'keyFrameWanted',
  'egressFrame',
  'egressClosed',
  'egressRefused',
  'egressStats',
]);
const isLive = (event: AnyEvent): event is LiveMediaEvent => LIVE.has(event.type);

export class MemoryEvents {
  readonly #logger: MediaLogger;
  readonly #waiting: AnyEvent[] = [];
  #closed = false;
  onEvent: (event: MediaEvent) => void = () => undefined;
  onLive: (event: LiveMediaEvent) => void = () => undefined;

  constructor(logger: MediaLogger) {
    this.#logger = logger;
  }

  emit(...events: readonly AnyEvent[]): void {
    const isUnderWay = this.#waiting.length > 0;
    this.#waiting.push(...events);
    if (!isUnderWay && events.length > 0) queueMicrotask(() => this.#deliver());
  }

  /** Nothing is told any more. */
  close(): void {
    this.#closed = true;
  }

  #deliver(): void {
    for (const event of this.#waiting.splice(0)) {
      if (this.#closed) return;
      try {
        if (isLive(event)) this.onLive(event);
        else this.onEvent(event);
      } catch (error) {
        this.#logger('error', 'the listener of media events threw', { event: event.type, error });
      }
    }
  }
}
