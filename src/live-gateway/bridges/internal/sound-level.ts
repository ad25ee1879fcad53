/**
 * How loud decoded sound is, for the audio-level header extension (RFC 6464): the root mean square of the last 20 ms
 * of samples, in dBov as RFC 6465 computes it. Samples are `LEVEL_OUTPUT` of ffmpeg; sound above 4 kHz does not count,
 * which speech does not mind.
 */

/** Lowest level there is; it says silence. */
export const SILENT_DBOV = -127;

const SAMPLE_RATE_HZ = 8000;
const WINDOW_SAMPLES = SAMPLE_RATE_HZ / 50;
const SAMPLE_BYTES = 2;
const OVERLOAD = 32_768;

/** What tells ffmpeg to give these samples on descriptor 3, each as soon as it has it. 16 kB a second. */
export const LEVEL_OUTPUT: readonly string[] = [
  ...['-c:a', 'pcm_s16le', '-ar', String(SAMPLE_RATE_HZ), '-ac', '1'],
  ...['-threads', '1', '-flush_packets', '1', '-f', 's16le', 'pipe:3'],
];

export class SoundLevel {
  /** The lower byte of a sample whose other byte has not come yet. */
  #half: number | undefined;
  #squares = 0;
  #samples = 0;
  #dbov: number | undefined;

  /** Of the last whole window, -127 to 0; undefined before there was one. */
  get dbov(): number | undefined {
    return this.#dbov;
  }

  /** Takes samples (16 bits, little-endian, mono), cut anywhere. */
  push(chunk: Buffer): void {
    let at = 0;
    if (this.#half !== undefined && chunk.length > 0) {
      this.#add(((this.#half | (chunk.readUInt8(0) << 8)) << 16) >> 16);
      this.#half = undefined;
      at = 1;
    }
    for (; at + SAMPLE_BYTES <= chunk.length; at += SAMPLE_BYTES) this.#add(chunk.readInt16LE(at));
    if (at < chunk.length) this.#half = chunk.readUInt8(at);
  }

  /** Other samples begin. */
  reset(): void {
    this.#half = undefined;
    this.#squares = 0;
    this.#samples = 0;
    this.#dbov = undefined;
  }

  #add(sample: number): void {
    this.#squares += sample * sample;
    this.#samples += 1;
    if (this.#samples < WINDOW_SAMPLES) return;
    const rms = Math.sqrt(this.#squares / WINDOW_SAMPLES) / OVERLOAD;
    // The logarithm of nothing is far below the lowest level.
    this.#dbov = Math.min(0, Math.max(SILENT_DBOV, Math.round(20 * Math.log10(rms))));
    this.#squares = 0;
    this.#samples = 0;
  }
}
