/**
 * Writes one stream into files, as it comes: nothing is coded anew. A source that comes back, or says something else of
 * its codecs, begins another part, because a file holds one description of its streams. Files can be played up to their
 * last moment whatever ends the recording: Matroska by nature, MP4 in fragments.
 */
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import type { LiveFrame } from '../live-frame.ts';
import type { LiveEnd, LiveStreams, StreamKey } from '../live-ports.ts';
import type { MediaProgram, RunMediaProgram } from '../media-program.ts';
import { flvFormat } from '../players/flv-format.ts';

export type RecordingFormat = 'mkv' | 'mp4';

export interface RecorderOptions {
  readonly clock: Clock;
  readonly streams: LiveStreams;
  readonly key: StreamKey;
  readonly format: RecordingFormat;
  readonly run: RunMediaProgram;
  /** The path of part 1, 2, ... */
  readonly pathOf: (part: number) => string;
  /** Media bytes of all parts together, beyond which the recording ends. */
  readonly maxBytes: number;
  readonly maxParts: number;
  /** It ended by itself; `finished` resolves when its files are closed. Called once, and not after `stop`. */
  readonly onEnd: (why: RecordingEnd, finished: Promise<void>) => void;
  /** A program failed; the next key frame begins another part. */
  readonly onFault: (words: string) => void;
}

export type RecordingEnd = 'stopped' | 'streamEnded' | 'tooLarge' | 'tooManyParts';

/** How long a stream that has said one medium is waited for to say the other. */
const OTHER_MEDIUM_MS = 1000;
const MAX_QUEUED_BYTES = 8 * 1024 * 1024;
const FINISH_MS = 5000;
const STDIN = 0;

interface Configs {
  audio?: LiveFrame;
  video?: LiveFrame;
}

export class Recorder {
  readonly #options: RecorderOptions;
  #configs: Configs = {};
  #program: MediaProgram | undefined;
  /** What the current part was told about. */
  #written: Configs = {};
  #part = 0;
  #bytes = 0;
  #lost = 0;
  #startMs = 0;
  #isComplete = false;
  #cancelWait: CancelTimer | undefined;
  #stopWatching: () => void = () => undefined;
  #isOver = false;
  readonly #finishing = new Set<Promise<void>>();

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get parts(): number {
    return this.#part;
  }

  /** Frames that the disk did not take in time. */
  get lostFrames(): number {
    return this.#lost;
  }

  start(): void {
    const { streams, key } = this.#options;
    this.#stopWatching = streams.watch(key, {
      onFrame: (frame) => this.#onFrame(frame),
      onSourceEnd: () => {
        this.#endPart();
        this.#configs = {};
        this.#isComplete = false;
        this.#cancelWait?.();
        this.#cancelWait = undefined;
      },
      onEnd: (_why: LiveEnd) => this.#end('streamEnded'),
    });
  }

  /** Resolves when all files are closed. */
  async stop(): Promise<void> {
    this.#close();
    await Promise.all(this.#finishing);
  }

  #end(why: RecordingEnd): void {
    if (this.#isOver) return;
    this.#options.onEnd(why, this.stop());
  }

  #close(): void {
    this.#isOver = true;
    this.#cancelWait?.();
    this.#stopWatching();
    this.#endPart();
  }

  #onFrame(frame: LiveFrame): void {
    if (this.#isOver || frame.kind === 'metadata') return;
    if (frame.isConfig) {
      this.#onConfig(frame.kind, frame);
      return;
    }
    const program = this.#program ?? this.#beginPart(frame);
    if (program === undefined) return;
    // A medium that began after the part did is not in its file.
    if (this.#written[frame.kind] === undefined) return;
    this.#write(program, frame);
  }

  #onConfig(kind: 'audio' | 'video', frame: LiveFrame): void {
    const isSame = Buffer.compare(this.#configs[kind]?.body ?? Buffer.alloc(0), frame.body) === 0;
    this.#configs[kind] = frame;
    if (!isSame) this.#endPart();
    this.#isComplete = this.#configs.audio !== undefined && this.#configs.video !== undefined;
    if (this.#isComplete) {
      this.#cancelWait?.();
      this.#cancelWait = undefined;
      return;
    }
    this.#cancelWait ??= this.#options.clock.after(OTHER_MEDIUM_MS, () => {
      this.#isComplete = true;
    });
  }

  /** At the first frame that a file may begin with. */
  #beginPart(frame: LiveFrame): MediaProgram | undefined {
    const { run, format, pathOf, maxParts, onFault } = this.#options;
    const { audio, video } = this.#configs;
    const mayBegin = video === undefined ? audio !== undefined : frame.isKeyFrame;
    if (!this.#isComplete || !mayBegin) return undefined;
    if (this.#part >= maxParts) {
      this.#end('tooManyParts');
      return undefined;
    }
    this.#part += 1;
    this.#startMs = frame.timestampMs;
    const program = run({
      args: recorderArgs(format, pathOf(this.#part)),
      inputFds: [STDIN],
      maxQueuedBytes: MAX_QUEUED_BYTES,
      onOutput: () => undefined,
      onExit: (words) => {
        if (this.#program === program) this.#program = undefined;
        onFault(words);
      },
    });
    this.#program = program;
    this.#written = { ...this.#configs };
    program.write(STDIN, flvFormat.opening({ audio: audio !== undefined, video: video !== undefined }));
    for (const config of [audio, video]) if (config !== undefined) this.#write(program, config);
    return program;
  }

  /** Each part begins at 0; what is a little older than its first picture begins with it. */
  #write(program: MediaProgram, frame: LiveFrame): void {
    const timestampMs = frame.isConfig ? 0 : Math.max(0, frame.timestampMs - this.#startMs);
    const inPart = { ...frame, timestampMs };
    const tag = Buffer.alloc(flvFormat.frameBytes(inPart));
    flvFormat.writeFrame(inPart, tag, 0);
    if (program.write(STDIN, tag)) this.#bytes += tag.length;
    else this.#lost += 1;
    if (this.#bytes > this.#options.maxBytes) this.#end('tooLarge');
  }

  #endPart(): void {
    const program = this.#program;
    if (program === undefined) return;
    this.#program = undefined;
    const finishing = program.finish(FINISH_MS).finally(() => this.#finishing.delete(finishing));
    this.#finishing.add(finishing);
  }
}

function recorderArgs(format: RecordingFormat, path: string): readonly string[] {
  const container =
    format === 'mkv' ? ['-f', 'matroska'] : ['-f', 'mp4', '-movflags', '+frag_keyframe+empty_moov+default_base_moof'];
  const input = ['-probesize', '65536', '-analyzeduration', '1000000', '-f', 'flv', '-i', 'pipe:0'];
  // `file:` so that a name is never taken for a protocol.
  return ['-hide_banner', '-nostdin', '-loglevel', 'error', '-n', ...input, '-c', 'copy', ...container, `file:${path}`];
}
