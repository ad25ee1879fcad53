/**
 * Adds up the sound of several members. Each has a short queue that takes up the unevenness of its arrival: sound comes in
 * bursts of a frame, and leaves in equal steps. Who falls behind is silent for a moment, who runs ahead loses its oldest
 * sound: a queue that may grow would let that member drift away from its picture.
 *
 * Samples are 16 bits, one channel.
 */
export interface SoundMixerOptions {
  readonly sampleRateHz: number;
  /** Kept back in each queue before its member is heard, so that the next burst finds it not empty. */
  readonly startMs: number;
  /** Longest queue. */
  readonly maxMs: number;
}

class SoundQueue {
  readonly #samples: Int16Array;
  readonly #startCount: number;
  #head = 0;
  #count = 0;
  #isPlaying = false;

  constructor({ sampleRateHz, startMs, maxMs }: SoundMixerOptions) {
    this.#samples = new Int16Array(Math.ceil((sampleRateHz * maxMs) / 1000));
    this.#startCount = Math.floor((sampleRateHz * startMs) / 1000);
  }

  push(samples: Int16Array): void {
    const size = this.#samples.length;
    for (const sample of samples) {
      this.#samples[(this.#head + this.#count) % size] = sample;
      if (this.#count < size) this.#count += 1;
      else this.#head = (this.#head + 1) % size;
    }
    if (this.#count >= this.#startCount) this.#isPlaying = true;
  }

  addTo(sum: Int32Array): void {
    if (!this.#isPlaying) return;
    const size = this.#samples.length;
    const count = Math.min(this.#count, sum.length);
    for (let index = 0; index < count; index += 1) {
      sum[index] = (sum[index] ?? 0) + (this.#samples[(this.#head + index) % size] ?? 0);
    }
    this.#head = (this.#head + count) % size;
    this.#count -= count;
    if (count < sum.length) this.#isPlaying = false;
  }
}

export class SoundMixer<Source> {
  readonly #options: SoundMixerOptions;
  readonly #queues = new Map<Source, SoundQueue>();

  constructor(options: SoundMixerOptions) {
    this.#options = options;
  }

  push(source: Source, samples: Int16Array): void {
    let queue = this.#queues.get(source);
    if (queue === undefined) {
      queue = new SoundQueue(this.#options);
      this.#queues.set(source, queue);
    }
    queue.push(samples);
  }

  remove(source: Source): void {
    this.#queues.delete(source);
  }

  /** The next `count` samples of all, added up and clipped; silence when there is nobody. */
  mix(count: number): Int16Array {
    const sum = new Int32Array(count);
    for (const queue of this.#queues.values()) queue.addTo(sum);
    return Int16Array.from(sum, (sample) => Math.max(-32_768, Math.min(32_767, sample)));
  }
}
