/**
 * The media engine in memory behind a slow channel: commands, replies and events take their time, each direction in
 * order, as between the threads of a real node.
 */
import type { FedFrame, LiveMediaEvent } from '../../src/sfu/live-media.ts';
import type { MediaCommand, MediaEngine, MediaEvent, MediaReply } from '../../src/sfu/media-engine.ts';
import type { MemoryMediaEngine } from '../../src/sfu/memory-media-engine.ts';
import type { SeededRandom } from './random.ts';
import type { SimClock } from './sim-clock.ts';

const MAX_DELAY_MS = 8;

export class SlowMediaEngine implements MediaEngine {
  readonly #inner: MemoryMediaEngine;
  readonly #clock: SimClock;
  readonly #random: SeededRandom;
  #thereAt = 0;
  #backAt = 0;
  #underWay = 0;

  constructor(inner: MemoryMediaEngine, clock: SimClock, random: SeededRandom) {
    this.#inner = inner;
    this.#clock = clock;
    this.#random = random;
  }

  /** No command, reply or event is under way. */
  get isIdle(): boolean {
    return this.#underWay === 0;
  }

  request<C extends MediaCommand>(command: C): Promise<MediaReply<C['type']>> {
    // As through postMessage: the engine gets a copy.
    const copy = structuredClone(command);
    return new Promise((resolve, reject) => {
      this.#there(() => {
        this.#inner.request(copy).then(
          (reply) => this.#back(() => resolve(reply)),
          (error: unknown) => this.#back(() => reject(error)),
        );
      });
    });
  }

  onEvent(listener: (event: MediaEvent) => void): void {
    this.#inner.onEvent((event) => this.#back(() => listener(event)));
  }

  feed(frame: FedFrame): void {
    this.#there(() => this.#inner.feed(frame));
  }

  onLive(listener: (event: LiveMediaEvent) => void): void {
    this.#inner.onLive((event) => this.#back(() => listener(event)));
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #there(work: () => void): void {
    this.#thereAt = Math.max(this.#thereAt, this.#clock.now() + this.#random.int(MAX_DELAY_MS));
    this.#at(this.#thereAt, work);
  }

  #back(work: () => void): void {
    this.#backAt = Math.max(this.#backAt, this.#clock.now() + this.#random.int(MAX_DELAY_MS));
    this.#at(this.#backAt, work);
  }

  #at(instant: number, work: () => void): void {
    this.#underWay += 1;
    this.#clock.after(instant - this.#clock.now(), () => {
      this.#underWay -= 1;
      work();
    });
  }
}
