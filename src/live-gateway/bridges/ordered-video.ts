/**
 * The video of a pusher whose encoder makes B-frames (OBS and x264 do unless told otherwise), for browsers.
 *
 * **The problem.** RTP for browsers has one order: pictures are shown as they are decoded. B-frames are decoded after a
 * picture that is shown later. **The naive way** is to refuse them: whoever begins with the encoder's own settings is
 * heard and not seen. **Ours** codes such video anew, by one watched ffmpeg, as far as the node may (`TranscodeSlots`,
 * as for the VP8 of browsers): FLV goes in as it was pushed, H.264 in the order of showing comes out, with the times at
 * which pictures are shown. It watches the stream by itself, so that it begins with the group of pictures so far.
 *
 * A child begins with a key frame, and so does whatever follows on lost input. One that is given nothing is ended before
 * the frames that its decoder keeps back look like a hang; its place is free then.
 */
import type { CancelTimer } from '../../shared/clock.ts';
import { FlvReader } from '../flv-reader.ts';
import type { LiveFrame } from '../live-frame.ts';
import type { StreamKey } from '../live-ports.ts';
import { flvFormat } from '../players/flv-format.ts';
import type { BridgeOptions } from './bridge-types.ts';
import { FfmpegProcess } from './ffmpeg-process.ts';
import { EAGER_INPUT, h264ToStdout, MAX_DECODED_PIXELS, mostOutputBytesPerS } from './internal/h264-encoding.ts';
import type { TranscodeSlots } from './transcode-slots.ts';

export interface OrderedVideoOptions {
  readonly bridge: BridgeOptions;
  readonly key: StreamKey;
  readonly slots: TranscodeSlots;
  /** What came last before it. */
  readonly config: LiveFrame;
  /** A configuration or a picture, none to be shown at another time than its own. */
  readonly onFrame: (frame: LiveFrame) => void;
}

const DEFAULT_KBPS = 1500;
/** Less than a child may be silent. */
const IDLE_MS = 3000;
/** Some seconds of a group of pictures that are there at the beginning. */
const MAX_QUEUED_BYTES = 4 * 1024 * 1024;

interface Child {
  readonly process: FfmpegProcess;
  readonly giveBack: () => void;
}

export class OrderedVideo {
  readonly #options: OrderedVideoOptions;
  readonly #waiting = new Map<number, LiveFrame>();
  readonly #leaving = new Set<Promise<void>>();
  readonly #unwatch: () => void;
  #nextTag = 1;
  #config: LiveFrame;
  #child: Child | undefined;
  /** Undefined when the child writes something else. */
  #reader: FlvReader | undefined;
  /** Where the child's clock begins; undefined before its first frame. */
  #originMs: number | undefined;
  #isKeyFrameNeeded = true;
  #isRefusalTold = false;
  #newestAt = 0;
  #cancelIdle: CancelTimer | undefined;
  #isOver = false;

  constructor(options: OrderedVideoOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#unwatch = options.bridge.streams.watch(options.key, {
      onFrame: (frame) => this.#onPushed(frame),
      onSourceEnd: () => this.#rest(),
      onEnd: () => this.#rest(),
    });
  }

  /** Process id of its ffmpeg. */
  get pid(): number | undefined {
    return this.#child?.process.pid;
  }

  /** Idempotent; resolves when no ffmpeg is left. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.#unwatch();
    this.#rest();
    await Promise.all(this.#leaving);
  }

  #onPushed(frame: LiveFrame): void {
    if (this.#isOver || frame.kind !== 'video') return;
    if (frame.isConfig) {
      // Another configuration may be another size, and a child codes one.
      if (!Buffer.from(frame.body).equals(this.#config.body)) this.#rest();
      this.#config = frame;
      return;
    }
    this.#newestAt = this.#options.bridge.clock.now();
    this.#child ??= frame.isKeyFrame ? this.#begin() : undefined;
    if (this.#child === undefined) return;
    const tag = this.#nextTag;
    this.#nextTag += 1;
    this.#waiting.set(tag, frame);
    this.#child.process.write(tag, frame.body.length);
  }

  #begin(): Child | undefined {
    const { bridge, key, slots } = this.#options;
    // One that is still on its way out has its place.
    if (this.#leaving.size > 0) return undefined;
    const giveBack = slots.take();
    if (giveBack === undefined) {
      if (!this.#isRefusalTold) bridge.observer.onRefused('toWebrtc', 'tooManyTranscodes', key);
      this.#isRefusalTold = true;
      return undefined;
    }
    this.#isRefusalTold = false;
    bridge.observer.onTranscodeStarted(key);
    this.#watchIdle();
    return { process: this.#run(), giveBack };
  }

  #run(): FfmpegProcess {
    const { bridge, key } = this.#options;
    const { clock, observer, ffmpeg = 'ffmpeg', ffmpegLimits, transcodeKbps: kbps = DEFAULT_KBPS } = bridge;
    const input = ['-max_pixels', `${MAX_DECODED_PIXELS}`, '-copyts', '-f', 'flv', '-i', 'pipe:0'];
    return new FfmpegProcess({
      command: ffmpeg,
      args: [...EAGER_INPUT, ...input, ...h264ToStdout(kbps)],
      clock,
      onFault: (fault) => observer.onFfmpegFault('toWebrtc', fault, key),
      onSaid: (line) => observer.onFfmpegSaid(key, line),
      onStarted: () => {
        this.#originMs = undefined;
        this.#isKeyFrameNeeded = true;
        this.#reader = new FlvReader((frame) => this.#onCoded(frame));
        return undefined;
      },
      render: (tag) => this.#render(tag),
      onDropped: (tag) => {
        this.#waiting.delete(tag);
        this.#isKeyFrameNeeded = true;
      },
      onOutput: (chunk) => this.#took(chunk),
      limits: { maxQueuedBytes: MAX_QUEUED_BYTES, maxOutputBytesPerS: mostOutputBytesPerS(kbps), ...ffmpegLimits },
    });
  }

  #render(tag: number): Buffer | undefined {
    const frame = this.#waiting.get(tag);
    this.#waiting.delete(tag);
    const config = this.#config;
    if (frame === undefined) return undefined;
    if (this.#isKeyFrameNeeded && !frame.isKeyFrame) return undefined;
    this.#isKeyFrameNeeded = false;
    if (this.#originMs !== undefined) return tagOf(frame, frame.timestampMs - this.#originMs);
    this.#originMs = frame.timestampMs;
    return Buffer.concat([flvFormat.opening({ audio: false, video: true }), tagOf(config, 0), tagOf(frame, 0)]);
  }

  #took(chunk: Buffer): void {
    try {
      this.#reader?.push(chunk);
    } catch (error) {
      this.#reader = undefined;
      this.#options.bridge.observer.onFfmpegSaid(this.#options.key, String(error));
    }
  }

  #onCoded(frame: LiveFrame): void {
    if (frame.kind !== 'video' || this.#originMs === undefined || this.#isOver) return;
    this.#options.onFrame({ ...frame, timestampMs: this.#originMs + frame.timestampMs });
  }

  #watchIdle(): void {
    const { clock } = this.#options.bridge;
    const leftMs = this.#newestAt + IDLE_MS - clock.now();
    if (leftMs <= 0) this.#rest();
    else this.#cancelIdle = clock.after(leftMs, () => this.#watchIdle());
  }

  /** Nothing is to be coded for now. */
  #rest(): void {
    this.#cancelIdle?.();
    this.#waiting.clear();
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    const { bridge, key } = this.#options;
    const left = child.process.close().finally(() => {
      this.#leaving.delete(left);
      child.giveBack();
      bridge.observer.onTranscodeEnded(key);
    });
    this.#leaving.add(left);
  }
}

function tagOf(frame: LiveFrame, timestampMs: number): Buffer {
  const tag = Buffer.alloc(flvFormat.frameBytes(frame));
  flvFormat.writeFrame({ ...frame, timestampMs }, tag, 0);
  return tag;
}
