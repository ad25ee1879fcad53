/** As much of AAC as muting needs (ISO/IEC 14496-3). */

/** AAC LC frames of silence (one raw data block with empty spectra), by number of channels; the rate does not matter. */
const SILENCE_BY_CHANNELS: ReadonlyMap<number, Uint8Array> = new Map([
  [1, Uint8Array.of(0x00, 0xc8, 0x00, 0x80, 0x23, 0x80)],
  [2, Uint8Array.of(0x21, 0x00, 0x49, 0x90, 0x02, 0x19, 0x00, 0x23, 0x80)],
]);

const LOW_COMPLEXITY = 2;
const SBR = 5;
const PARAMETRIC_STEREO = 29;
const ESCAPED_TYPE = 31;
const ESCAPED_RATE = 15;

class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Up to 24 bits; zeros beyond the end. */
  take(count: number): number {
    let value = 0;
    for (let taken = 0; taken < count; taken += 1) {
      const bit = ((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1;
      value = value * 2 + bit;
      this.#at += 1;
    }
    return value;
  }
}

function objectType(bits: BitReader): number {
  const type = bits.take(5);
  return type === ESCAPED_TYPE ? 32 + bits.take(6) : type;
}

function skipRate(bits: BitReader): void {
  if (bits.take(4) === ESCAPED_RATE) bits.take(24);
}

/**
 * The body of an FLV audio tag that sounds like nothing in a stream of the given AudioSpecificConfig (section 1.6.2.1):
 * one frame of the core coder, which is as long as the frames it stands for. Undefined for configurations that have no
 * prepared one: more than two channels, other coders than AAC LC (with or without SBR), frames of 960 samples.
 */
export function silentAacTag(audioSpecificConfig: Uint8Array): Uint8Array | undefined {
  if (audioSpecificConfig.length < 2) return undefined;
  const bits = new BitReader(audioSpecificConfig);
  let type = objectType(bits);
  skipRate(bits);
  const channels = bits.take(4);
  if (type === SBR || type === PARAMETRIC_STEREO) {
    skipRate(bits);
    type = objectType(bits);
  }
  const isShortFrame = bits.take(1) === 1;
  const silence = SILENCE_BY_CHANNELS.get(channels);
  if (type !== LOW_COMPLEXITY || isShortFrame || silence === undefined) return undefined;
  // AAC, 44 kHz, 16 bit, stereo: what FLV writes for every AAC stream (E.4.2.1), then "raw".
  return Uint8Array.of(0xaf, 0x01, ...silence);
}
