/** Sound of one codec into another, by one watched ffmpeg, with its timestamps kept. */
import type { Clock } from '../../shared/clock.ts';
import { type FfmpegFault, type FfmpegLimits, FfmpegProcess } from './ffmpeg-process.ts';
import { AAC_FRAME_SAMPLES, type AacFormat, AdtsReader, adtsFrame } from './internal/adts.ts';
import { isOpusTags, OggOpusWriter, OggReader, preSkipOf } from './internal/ogg-opus.ts';
import { SampleTimeline } from './internal/sample-timeline.ts';
import { LEVEL_OUTPUT, SoundLevel } from './internal/sound-level.ts';

/** One coded frame of sound. */
export interface SoundFrame {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Time of its first sample, in ms with fractions. */
  readonly timestampMs: number;
  readonly durationMs: number;
  /** How loud it is, about: -127 (silence) to 0 dBov. Only of `aacToOpus`, and not of its first frames. */
  readonly levelDbov?: number;
}

export interface TranscoderOptions {
  /** Program; default `ffmpeg`. */
  readonly command?: string;
  readonly clock: Clock;
  /** Frames whose timestamps grow. */
  readonly onFrame: (frame: SoundFrame) => void;
  readonly onFault: (fault: FfmpegFault) => void;
  readonly onSaid: (line: string) => void;
  readonly limits?: Partial<FfmpegLimits>;
}

/** What ffmpeg is told, and how it is talked to. */
interface Codec {
  readonly args: readonly string[];
  /** A new child: what goes in first. */
  begin(): Buffer | undefined;
  /** One frame as it goes in; undefined when it cannot. */
  wrap(frame: SoundFrame): Buffer | undefined;
  /** What came out, each with its place behind the first sample that went in. */
  unwrap(chunk: Buffer): readonly { readonly bytes: Uint8Array<ArrayBuffer>; readonly positionMs: number }[];
  /** Length of each frame that comes out. */
  readonly frameMs: number;
  /** What comes out beside it, as decoded. */
  readonly level?: SoundLevel;
}

/**
 * Nothing is read ahead, nothing kept back: whatever is complete comes out at once. No `-fflags nobuffer`: it throws the
 * packets away that the format was found with, and times are by counting samples.
 */
const INPUT = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-probesize', '32', '-analyzeduration', '0'];
const OUTPUT = ['-threads', '1', '-flush_packets', '1'];
const OPUS_FRAME_MS = 20;
const SAMPLES_PER_MS = 48;
/** ffmpeg's AAC encoder begins with a frame that lies before the first sample. */
const AAC_PRIMING_SAMPLES = 1024;

/** The sound that players of FLV get. */
export const PLAYED_AAC: AacFormat = { sampleRateHz: 48_000, rateIndex: 3, channels: 2 };

export class AudioTranscoder {
  readonly #codec: Codec;
  readonly #options: TranscoderOptions;
  readonly #timeline = new SampleTimeline();
  /** What ffmpeg's queue holds. */
  readonly #waiting = new Map<number, SoundFrame>();
  readonly #process: FfmpegProcess;
  #nextTag = 1;
  #lastMs = Number.NEGATIVE_INFINITY;

  private constructor(codec: Codec, options: TranscoderOptions) {
    this.#codec = codec;
    this.#options = options;
    const { command = 'ffmpeg', clock, onFault, onSaid, limits } = options;
    const { level } = codec;
    this.#process = new FfmpegProcess({
      command,
      args: codec.args,
      clock,
      onFault,
      onSaid,
      onStarted: () => {
        this.#timeline.reset();
        return codec.begin();
      },
      render: (tag) => this.#render(tag),
      onDropped: (tag) => this.#waiting.delete(tag),
      onOutput: (chunk) => this.#took(chunk),
      ...(level === undefined ? {} : { onSideOutput: (chunk) => level.push(chunk) }),
      ...(limits === undefined ? {} : { limits }),
    });
  }

  /** AAC (raw frames of that format) to Opus, 20 ms, stereo. */
  static aacToOpus(format: () => AacFormat | undefined, options: TranscoderOptions): AudioTranscoder {
    return new AudioTranscoder(aacToOpus(format), options);
  }

  /** Opus to AAC (`PLAYED_AAC`, raw frames). */
  static opusToAac(options: TranscoderOptions): AudioTranscoder {
    return new AudioTranscoder(opusToAac(), options);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Takes one frame. Never waits; a full input drops its oldest frames. */
  write(frame: SoundFrame): void {
    const tag = this.#nextTag;
    this.#nextTag += 1;
    this.#waiting.set(tag, frame);
    this.#process.write(tag, frame.bytes.length);
  }

  /** Idempotent; resolves when ffmpeg is gone. */
  close(): Promise<void> {
    this.#waiting.clear();
    return this.#process.close();
  }

  /** Only what really goes in counts for the timeline. */
  #render(tag: number): Buffer | undefined {
    const frame = this.#waiting.get(tag);
    this.#waiting.delete(tag);
    const wrapped = frame === undefined ? undefined : this.#codec.wrap(frame);
    if (frame !== undefined && wrapped !== undefined) this.#timeline.note(frame.timestampMs, frame.durationMs);
    return wrapped;
  }

  #took(chunk: Buffer): void {
    const { frameMs: durationMs, level } = this.#codec;
    for (const { bytes, positionMs } of this.#codec.unwrap(chunk)) {
      const timestampMs = this.#timeline.timeOf(positionMs);
      if (timestampMs === undefined || timestampMs <= this.#lastMs) continue;
      this.#lastMs = timestampMs;
      // The level is that of the newest sound decoded, a frame or two off: it is looked at over a tenth of a second.
      const levelDbov = level?.dbov;
      this.#options.onFrame({ bytes, timestampMs, durationMs, ...(levelDbov === undefined ? {} : { levelDbov }) });
    }
  }
}

/**
 * The level comes from ffmpeg, which decodes the sound anyway: samples of a telephone's quality on another descriptor.
 * Reading it off the coded sound is cheaper and wrong, as neither AAC's gains nor the size of Opus packets is loudness.
 */
function aacToOpus(format: () => AacFormat | undefined): Codec {
  const level = new SoundLevel();
  let ogg = new OggReader();
  let samples = 0;
  let preSkip = 0;
  return {
    args: [
      ...[...INPUT, '-f', 'aac', '-i', 'pipe:0', '-c:a', 'libopus', '-application', 'lowdelay'],
      ...['-frame_duration', String(OPUS_FRAME_MS), '-ar', '48000', '-ac', '2', '-b:a', '64k', ...OUTPUT],
      ...['-page_duration', String(OPUS_FRAME_MS * 1000), '-f', 'ogg', 'pipe:1', ...LEVEL_OUTPUT],
    ],
    frameMs: OPUS_FRAME_MS,
    level,
    begin: () => {
      level.reset();
      ogg = new OggReader();
      samples = 0;
      preSkip = 0;
      return undefined;
    },
    wrap: ({ bytes }) => {
      const known = format();
      return known === undefined ? undefined : adtsFrame(known, bytes);
    },
    unwrap: (chunk) =>
      ogg.push(chunk).flatMap(({ bytes }) => {
        const skipped = preSkipOf(bytes);
        if (skipped !== undefined) preSkip = skipped;
        if (skipped !== undefined || isOpusTags(bytes)) return [];
        const positionMs = (samples - preSkip) / SAMPLES_PER_MS;
        samples += OPUS_FRAME_MS * SAMPLES_PER_MS;
        return [{ bytes, positionMs }];
      }),
  };
}

function opusToAac(): Codec {
  let ogg = new OggOpusWriter();
  let adts = new AdtsReader();
  let samples = 0;
  return {
    args: [
      ...[...INPUT, '-f', 'ogg', '-i', 'pipe:0', '-c:a', 'aac', '-ar', '48000', '-ac', '2', '-b:a', '96k', ...OUTPUT],
      ...['-f', 'adts', 'pipe:1'],
    ],
    frameMs: AAC_FRAME_SAMPLES / SAMPLES_PER_MS,
    begin: () => {
      ogg = new OggOpusWriter();
      adts = new AdtsReader();
      samples = 0;
      return ogg.headers(PLAYED_AAC.channels);
    },
    wrap: ({ bytes, durationMs }) => ogg.packet(bytes, durationMs),
    unwrap: (chunk) =>
      adts.push(chunk).map(({ raw }) => {
        const positionMs = (samples - AAC_PRIMING_SAMPLES) / SAMPLES_PER_MS;
        samples += AAC_FRAME_SAMPLES;
        return { bytes: raw, positionMs };
      }),
  };
}
