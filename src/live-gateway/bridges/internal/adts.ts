/** AAC and its headers: AudioSpecificConfig (ISO 14496-3, 1.6.2.1) and ADTS frames (ISO 13818-7, 6.2). */

/** Samples of one AAC-LC frame. */
export const AAC_FRAME_SAMPLES = 1024;

const SAMPLE_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
] as const;
const HEADER_BYTES = 7;
const MAX_FRAME_BYTES = 8191;
const LOW_COMPLEXITY = 2;
const SPECTRAL_BAND_REPLICATION = 5;
const PARAMETRIC_STEREO = 29;
const MAX_CHANNEL_CONFIG = 7;

export interface AacFormat {
  readonly sampleRateHz: number;
  readonly rateIndex: number;
  /** Channel configuration; 1 and 2 are mono and stereo. */
  readonly channels: number;
}

/**
 * The format of an AAC stream, of its core when it is HE-AAC (the decoder finds the rest by itself). undefined for what
 * ADTS cannot carry: other object types, sample rates out of the table, short frames.
 */
export function parseAudioSpecificConfig(bytes: Uint8Array): AacFormat | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  const objectType = first >> 3;
  const rateIndex = ((first & 0x07) << 1) | (second >> 7);
  const channels = (second >> 3) & 0x0f;
  const isShort = (second & 0x04) !== 0;
  const isKnown = [LOW_COMPLEXITY, SPECTRAL_BAND_REPLICATION, PARAMETRIC_STEREO].includes(objectType);
  const sampleRateHz = SAMPLE_RATES[rateIndex];
  if (!isKnown || sampleRateHz === undefined || channels === 0 || channels > MAX_CHANNEL_CONFIG) return undefined;
  // In HE-AAC the bits after the channels say the extended rate; frames are long in practice.
  if (isShort && objectType === LOW_COMPLEXITY) return undefined;
  return { sampleRateHz, rateIndex, channels };
}

/** AudioSpecificConfig of AAC-LC. */
export function audioSpecificConfig({ rateIndex, channels }: AacFormat): Uint8Array<ArrayBuffer> {
  const bits = (LOW_COMPLEXITY << 11) | (rateIndex << 7) | (channels << 3);
  return new Uint8Array([bits >> 8, bits & 0xff]);
}

/** One raw AAC frame with its ADTS header; undefined when it is too long for one. */
export function adtsFrame({ rateIndex, channels }: AacFormat, raw: Uint8Array): Buffer | undefined {
  const length = HEADER_BYTES + raw.length;
  if (length > MAX_FRAME_BYTES || raw.length === 0) return undefined;
  const frame = Buffer.allocUnsafe(length);
  frame[0] = 0xff;
  // MPEG-4, no checksum.
  frame[1] = 0xf1;
  frame[2] = ((LOW_COMPLEXITY - 1) << 6) | (rateIndex << 2) | (channels >> 2);
  frame[3] = ((channels & 0x03) << 6) | (length >> 11);
  frame[4] = (length >> 3) & 0xff;
  // Buffer fullness all ones: variable bitrate.
  frame[5] = ((length & 0x07) << 5) | 0x1f;
  frame[6] = 0xfc;
  frame.set(raw, HEADER_BYTES);
  return frame;
}

export interface AdtsUnit {
  readonly format: AacFormat;
  /** Without the header. */
  readonly raw: Uint8Array<ArrayBuffer>;
}

/** Cuts a byte stream into ADTS frames. Skips what is none; keeps less than one frame. */
export class AdtsReader {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): readonly AdtsUnit[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const units: AdtsUnit[] = [];
    let at = 0;
    while (at + HEADER_BYTES <= bytes.length) {
      const unit = readFrame(bytes, at);
      if (unit === 'incomplete') break;
      if (unit === undefined) at += 1;
      else {
        units.push(unit);
        at += unit.raw.length + headerBytes(bytes, at);
      }
    }
    this.#rest = Buffer.from(bytes.subarray(at));
    return units;
  }
}

const headerBytes = (bytes: Buffer, at: number): number =>
  ((bytes[at + 1] ?? 0) & 1) === 1 ? HEADER_BYTES : HEADER_BYTES + 2;

function readFrame(bytes: Buffer, at: number): AdtsUnit | 'incomplete' | undefined {
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0] = bytes.subarray(at, at + HEADER_BYTES);
  if (b0 !== 0xff || (b1 & 0xf6) !== 0xf0) return undefined;
  const rateIndex = (b2 >> 2) & 0x0f;
  const sampleRateHz = SAMPLE_RATES[rateIndex];
  const length = ((b3 & 0x03) << 11) | (b4 << 3) | (b5 >> 5);
  const header = headerBytes(bytes, at);
  if (sampleRateHz === undefined || length <= header) return undefined;
  if (at + length > bytes.length) return 'incomplete';
  const channels = ((b2 & 0x01) << 2) | (b3 >> 6);
  return {
    format: { sampleRateHz, rateIndex, channels },
    raw: new Uint8Array(bytes.subarray(at + header, at + length)),
  };
}
