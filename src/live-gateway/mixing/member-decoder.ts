/**
 * The picture and the sound of one member, decoded while somebody watches the mix. Each medium has a program of its own,
 * begun by its first configuration; one that ends by itself begins again after a pause, from the stream's cached group.
 */
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import type { LiveFrame } from '../live-frame.ts';
import type { LiveStreams, StreamKey } from '../live-ports.ts';
import type { MediaProgram, RunMediaProgram } from '../media-program.ts';
import { flvFormat } from '../players/flv-format.ts';
import type { CanvasSize } from './mix-layout.ts';
import { pictureDecoderArgs, soundDecoderArgs } from './mix-programs.ts';
import { pictureBytes } from './picture.ts';
import { RetryPause } from './retry-pause.ts';

export interface MemberDecoderOptions {
  readonly clock: Clock;
  readonly streams: LiveStreams;
  readonly key: StreamKey;
  readonly run: RunMediaProgram;
  /** Samples of 16 bits, one channel, 48 kHz. */
  readonly onSound: (samples: Int16Array) => void;
  /** A program ended by itself. `isRepeated`: it is not the first time in a row. */
  readonly onFault: (what: string, words: string, isRepeated: boolean) => void;
}

/** Coded bytes that wait for a decoder: some seconds of a rich stream. */
const MAX_QUEUED_BYTES = 1024 * 1024;
const RETRY_MS = 2000;
const STDIN = 0;

type Medium = 'audio' | 'video';

export class MemberDecoder {
  readonly #options: MemberDecoderOptions;
  readonly #programByMedium = new Map<Medium, MediaProgram>();
  readonly #pauseOf: Readonly<Record<Medium, RetryPause>>;
  readonly #retryByMedium = new Map<Medium, CancelTimer>();
  readonly #configByMedium = new Map<Medium, LiveFrame>();
  #stopWatching: () => void = () => undefined;
  #tileSize: CanvasSize | null = null;
  /** The newest whole picture, of `pictureSize`. */
  #picture: Uint8Array | null = null;
  #pictureSize: CanvasSize = { width: 0, height: 0 };
  #isClosed = false;

  constructor(options: MemberDecoderOptions) {
    this.#options = options;
    const newPause = (): RetryPause => new RetryPause(options.clock, RETRY_MS);
    this.#pauseOf = { audio: newPause(), video: newPause() };
  }

  /** Begins to watch the stream. */
  start(): void {
    this.#watch();
  }

  /** The newest picture; null while there is none of the size asked for. */
  pictureOf(size: CanvasSize): Uint8Array | null {
    const isFitting = size.width === this.#pictureSize.width && size.height === this.#pictureSize.height;
    return isFitting ? this.#picture : null;
  }

  /** The size that pictures are wanted in; null = none are wanted. Another size begins the decoder anew. */
  setTileSize(size: CanvasSize | null): void {
    const known = this.#tileSize;
    if (known?.width === size?.width && known?.height === size?.height) return;
    this.#tileSize = size;
    this.#stop('video');
    this.#picture = null;
    // The cached group of pictures comes again with a new watch.
    if (size !== null && this.#configByMedium.has('video')) this.#watch();
  }

  /** The member shows nothing any more; what it showed goes. */
  blank(): void {
    this.#picture = null;
  }

  close(): void {
    this.#isClosed = true;
    this.#stopWatching();
    this.#stop('audio');
    this.#stop('video');
  }

  #watch(): void {
    this.#stopWatching();
    this.#stop('audio');
    this.#stop('video');
    this.#stopWatching = this.#options.streams.watch(this.#options.key, {
      onFrame: (frame) => this.#onFrame(frame),
      onSourceEnd: () => {
        this.#configByMedium.clear();
        this.#stop('audio');
        this.#stop('video');
        this.blank();
      },
      onEnd: () => this.close(),
    });
  }

  #onFrame(frame: LiveFrame): void {
    const { kind } = frame;
    if (kind === 'metadata') return;
    if (frame.isConfig) {
      const known = this.#configByMedium.get(kind);
      if (known !== undefined && Buffer.compare(known.body, frame.body) !== 0) this.#stop(kind);
      this.#configByMedium.set(kind, frame);
      return;
    }
    const program = this.#programByMedium.get(kind) ?? this.#begin(kind, frame);
    program?.write(STDIN, writeTag(frame));
  }

  /** Decoders begin where they can: with a configuration known, at a key frame. */
  #begin(medium: Medium, frame: LiveFrame): MediaProgram | undefined {
    const config = this.#configByMedium.get(medium);
    if (this.#isClosed || config === undefined || this.#retryByMedium.has(medium)) return undefined;
    if (medium === 'video' && (this.#tileSize === null || !frame.isKeyFrame)) return undefined;
    const program = medium === 'video' ? this.#runPictures(this.#tileSize) : this.#runSound();
    this.#programByMedium.set(medium, program);
    program.write(STDIN, flvFormat.opening({ audio: medium === 'audio', video: medium === 'video' }));
    program.write(STDIN, writeTag({ ...config, timestampMs: frame.timestampMs }));
    return program;
  }

  #runPictures(size: CanvasSize | null): MediaProgram {
    const tile = size ?? { width: 2, height: 2 };
    const bytesEach = pictureBytes(tile);
    let partial: Uint8Array = new Uint8Array(bytesEach);
    let filled = 0;
    const onOutput = (bytes: Buffer): void => {
      let from = 0;
      while (from < bytes.length) {
        const count = Math.min(bytesEach - filled, bytes.length - from);
        partial.set(bytes.subarray(from, from + count), filled);
        filled += count;
        from += count;
        if (filled < bytesEach) continue;
        const drawn = this.#picture;
        this.#picture = partial;
        // Pictures of another size belong to an earlier decoder and are not overwritten.
        partial = drawn?.length === bytesEach && this.#pictureSize === tile ? drawn : new Uint8Array(bytesEach);
        this.#pictureSize = tile;
        filled = 0;
      }
    };
    return this.#run('video', pictureDecoderArgs(tile), onOutput);
  }

  #runSound(): MediaProgram {
    let odd = Buffer.alloc(0);
    const onOutput = (bytes: Buffer): void => {
      const all = odd.length === 0 ? bytes : Buffer.concat([odd, bytes]);
      const count = all.length >> 1;
      const samples = new Int16Array(count);
      for (let index = 0; index < count; index += 1) samples[index] = all.readInt16LE(index * 2);
      odd = Buffer.from(all.subarray(count * 2));
      this.#options.onSound(samples);
    };
    return this.#run('audio', soundDecoderArgs(), onOutput);
  }

  #run(medium: Medium, args: readonly string[], onOutput: (bytes: Buffer) => void): MediaProgram {
    const { run, clock, onFault } = this.#options;
    const pause = this.#pauseOf[medium];
    pause.begin();
    return run({
      args,
      inputFds: [STDIN],
      maxQueuedBytes: MAX_QUEUED_BYTES,
      onOutput,
      onExit: (words) => {
        const { pauseMs, isRepeated } = pause.end();
        onFault(`${medium} decoder of a mixed stream`, words, isRepeated);
        this.#programByMedium.delete(medium);
        const cancel = clock.after(pauseMs, () => this.#retryByMedium.delete(medium));
        this.#retryByMedium.set(medium, cancel);
      },
    });
  }

  #stop(medium: Medium): void {
    this.#programByMedium.get(medium)?.close();
    this.#programByMedium.delete(medium);
    this.#retryByMedium.get(medium)?.();
    this.#retryByMedium.delete(medium);
  }
}

function writeTag(frame: LiveFrame): Buffer {
  const bytes = Buffer.alloc(flvFormat.frameBytes(frame));
  flvFormat.writeFrame(frame, bytes, 0);
  return bytes;
}
