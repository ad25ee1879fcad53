/**
 * VP8 into H.264 that every player takes (baseline, no frames out of order), by one watched ffmpeg, with its timestamps
 * kept: IVF goes in, FLV comes out, at once. A child begins with a key frame, as does whatever follows on lost input; it
 * codes one size, so that another size of the source begins another child.
 */
import type { Clock } from '../../shared/clock.ts';
import { FlvReader } from '../flv-reader.ts';
import type { LiveFrame } from '../live-frame.ts';
import { type FfmpegFault, type FfmpegLimits, FfmpegProcess } from './ffmpeg-process.ts';
import { EAGER_INPUT, h264ToStdout, MAX_DECODED_PIXELS, mostOutputBytesPerS } from './internal/h264-encoding.ts';
import { ivfFrame, ivfHeader, type PictureSize, vp8SizeOf } from './internal/ivf.ts';

/** One VP8 frame. */
export interface Vp8Picture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** In ms, with fractions. */
  readonly timestampMs: number;
}

export interface VideoTranscoderOptions {
  /** Program; default `ffmpeg`. */
  readonly command?: string;
  readonly clock: Clock;
  /** Most that comes out, in kbit/s. */
  readonly kbps: number;
  /** Bodies of FLV video tags, H.264, with their times; configurations come first. */
  readonly onFrame: (frame: LiveFrame) => void;
  /** Nothing can be decoded until the source sends a key frame. Told again while none comes. */
  readonly onKeyFrameWanted: () => void;
  readonly onFault: (fault: FfmpegFault) => void;
  readonly onSaid: (line: string) => void;
  readonly limits?: Partial<FfmpegLimits>;
}

const KEY_FRAME_PAUSE_MS = 500;
/** A child is not given up for another size more often than this; in between pictures are scaled to its own. */
const LEAST_SIZE_MS = 5000;
/** A second of a rich camera. */
const MAX_QUEUED_BYTES = 1024 * 1024;

const transcoderArgs = (kbps: number): readonly string[] => [
  ...EAGER_INPUT,
  ...['-f', 'ivf', '-i', 'pipe:0'],
  ...h264ToStdout(kbps),
];

const isSameSize = (a: PictureSize, b: PictureSize): boolean => a.width === b.width && a.height === b.height;

export class VideoTranscoder {
  readonly #options: VideoTranscoderOptions;
  /** What ffmpeg's queue holds. */
  readonly #waiting = new Map<number, Vp8Picture>();
  readonly #leaving = new Set<Promise<void>>();
  #process: FfmpegProcess;
  #nextTag = 1;
  /** Undefined when the child writes something else. */
  #reader: FlvReader | undefined;
  /** The child has been given this much: where its clock begins, and where it is. Undefined before its first frame. */
  #begun: { readonly originMs: number; lastMs: number } | undefined;
  #isKeyFrameNeeded = true;
  #askAgainAt = Number.NEGATIVE_INFINITY;
  /** The size that is coded, and since when. */
  #coded: { readonly size: PictureSize; readonly at: number } | undefined;
  /** That of the newest key frame. */
  #size: PictureSize | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: VideoTranscoderOptions) {
    this.#options = options;
    this.#process = this.#run();
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Takes one frame. Never waits; a full input drops its oldest frames, and goes on with a key frame. */
  write(picture: Vp8Picture): void {
    if (this.#closing !== undefined) return;
    const size = vp8SizeOf(picture.bytes);
    this.#size = size ?? this.#size;
    this.#followSize(size !== undefined);
    const tag = this.#nextTag;
    this.#nextTag += 1;
    this.#waiting.set(tag, picture);
    this.#process.write(tag, picture.bytes.length);
  }

  /** Idempotent; resolves when no ffmpeg is left. */
  close(): Promise<void> {
    this.#waiting.clear();
    this.#closing ??= Promise.all([...this.#leaving, this.#process.close()]).then(() => undefined);
    return this.#closing;
  }

  #run(): FfmpegProcess {
    const { command = 'ffmpeg', clock, kbps, onFault, onSaid, limits } = this.#options;
    return new FfmpegProcess({
      command,
      args: transcoderArgs(kbps),
      clock,
      onFault,
      onSaid,
      onStarted: () => {
        this.#begun = undefined;
        this.#isKeyFrameNeeded = true;
        this.#reader = new FlvReader((frame) => this.#onFrame(frame));
        return undefined;
      },
      render: (tag) => this.#render(tag),
      onDropped: (tag) => {
        this.#waiting.delete(tag);
        this.#isKeyFrameNeeded = true;
      },
      onOutput: (chunk) => this.#took(chunk),
      limits: { maxQueuedBytes: MAX_QUEUED_BYTES, maxOutputBytesPerS: mostOutputBytesPerS(kbps), ...limits },
    });
  }

  /** Another child for another size, at a key frame, unless the last change was just now. */
  #followSize(isKeyFrame: boolean): void {
    const now = this.#options.clock.now();
    const size = this.#size;
    if (size === undefined) return;
    this.#coded ??= { size, at: now };
    if (isSameSize(size, this.#coded.size) || now - this.#coded.at < LEAST_SIZE_MS) return;
    if (!isKeyFrame) {
      this.#askForKeyFrame();
      return;
    }
    this.#coded = { size, at: now };
    this.#waiting.clear();
    const left = this.#process.close().finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
    this.#process = this.#run();
  }

  #render(tag: number): Buffer | undefined {
    const picture = this.#waiting.get(tag);
    this.#waiting.delete(tag);
    if (picture === undefined) return undefined;
    const { bytes, timestampMs } = picture;
    const size = vp8SizeOf(bytes);
    if (size !== undefined) this.#isKeyFrameNeeded = size.width * size.height > MAX_DECODED_PIXELS;
    if (this.#isKeyFrameNeeded) {
      this.#askForKeyFrame();
      return undefined;
    }
    if (this.#begun === undefined) {
      if (size === undefined) return undefined;
      this.#begun = { originMs: timestampMs, lastMs: 0 };
      this.#coded = { size, at: this.#options.clock.now() };
      return Buffer.concat([ivfHeader(size), ivfFrame(bytes, 0)]);
    }
    this.#begun.lastMs = Math.max(this.#begun.lastMs + 1, Math.round(timestampMs - this.#begun.originMs));
    return ivfFrame(bytes, this.#begun.lastMs);
  }

  #askForKeyFrame(): void {
    const { clock, onKeyFrameWanted } = this.#options;
    if (clock.now() < this.#askAgainAt) return;
    this.#askAgainAt = clock.now() + KEY_FRAME_PAUSE_MS;
    onKeyFrameWanted();
  }

  #took(chunk: Buffer): void {
    try {
      this.#reader?.push(chunk);
    } catch (error) {
      // Nothing more is read of this child; that it is fed and useless shows in what it is said to have said.
      this.#reader = undefined;
      this.#options.onSaid(String(error));
    }
  }

  #onFrame(frame: LiveFrame): void {
    if (frame.kind !== 'video' || this.#begun === undefined || this.#closing !== undefined) return;
    this.#options.onFrame({ ...frame, timestampMs: this.#begun.originMs + frame.timestampMs });
  }
}
