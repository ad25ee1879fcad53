/**
 * The video of a member that sends VP8: transcoded while it comes and while the node has a slot for it, which goes back
 * when nothing has come for a while, when the member sends H.264 instead, and at the end.
 */
import type { LiveFrame } from '../../live-frame.ts';
import type { StreamKey } from '../../live-ports.ts';
import type { BridgeOptions } from '../bridge-types.ts';
import type { TranscodeSlots } from '../transcode-slots.ts';
import { VideoTranscoder, type Vp8Picture } from '../video-transcoder.ts';

export interface TranscodedVideoOptions {
  readonly bridge: BridgeOptions;
  readonly key: StreamKey;
  readonly slots: TranscodeSlots;
  readonly onFrame: (frame: LiveFrame) => void;
  readonly onKeyFrameWanted: () => void;
}

const DEFAULT_KBPS = 1500;
/** A camera that is off for so long may need no transcoder for long. */
const IDLE_MS = 10_000;

export class TranscodedVideo {
  readonly #options: TranscodedVideoOptions;
  readonly #leaving = new Set<Promise<void>>();
  #transcoder: VideoTranscoder | undefined;
  #giveBack: () => void = () => undefined;
  #isRefusalTold = false;
  #newestAt = 0;
  #isOver = false;

  constructor(options: TranscodedVideoOptions) {
    this.#options = options;
  }

  /** Process id of its ffmpeg. */
  get pid(): number | undefined {
    return this.#transcoder?.pid;
  }

  /** Begins to transcode if it may: who found no slot finds one when another member's has gone back. */
  write(picture: Vp8Picture): void {
    if (this.#isOver) return;
    this.#newestAt = this.#options.bridge.clock.now();
    this.#transcoder ??= this.#begin();
    this.#transcoder?.write(picture);
  }

  /** Called now and then. */
  passed(): void {
    if (this.#options.bridge.clock.now() - this.#newestAt > IDLE_MS) this.rest();
  }

  /** Nothing is to be transcoded for now. */
  rest(): void {
    const transcoder = this.#transcoder;
    if (transcoder === undefined) return;
    this.#transcoder = undefined;
    const giveBack = this.#giveBack;
    const { bridge, key } = this.#options;
    const left = transcoder.close().finally(() => {
      this.#leaving.delete(left);
      giveBack();
      bridge.observer.onTranscodeEnded(key);
    });
    this.#leaving.add(left);
  }

  /** Idempotent; resolves when no ffmpeg is left. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.rest();
    await Promise.all(this.#leaving);
  }

  #begin(): VideoTranscoder | undefined {
    const { bridge, key, slots, onFrame, onKeyFrameWanted } = this.#options;
    const { clock, observer, ffmpeg, ffmpegLimits, transcodeKbps = DEFAULT_KBPS } = bridge;
    // One that is still on its way out has its slot.
    if (this.#leaving.size > 0) return undefined;
    const giveBack = slots.take();
    if (giveBack === undefined) {
      if (!this.#isRefusalTold) observer.onRefused('toLive', 'tooManyTranscodes', key);
      this.#isRefusalTold = true;
      return undefined;
    }
    this.#giveBack = giveBack;
    this.#isRefusalTold = false;
    observer.onTranscodeStarted(key);
    return new VideoTranscoder({
      ...(ffmpeg === undefined ? {} : { command: ffmpeg }),
      ...(ffmpegLimits === undefined ? {} : { limits: ffmpegLimits }),
      clock,
      kbps: transcodeKbps,
      onFrame,
      onKeyFrameWanted,
      onFault: (fault) => observer.onFfmpegFault('toLive', fault, key),
      onSaid: (line) => observer.onFfmpegSaid(key, line),
    });
  }
}
