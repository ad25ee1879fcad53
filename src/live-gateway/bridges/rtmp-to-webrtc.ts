/** What one member pushes over RTMP, for the WebRTC members of its room: H.264 as it is where its order is that of showing, AAC as Opus. */
import type { LiveMediaEvent } from '../../sfu/live-media.ts';
import type { CancelTimer } from '../../shared/clock.ts';
import type { MemberId } from '../../shared/ids.ts';
import type { LiveFrame } from '../live-frame.ts';
import type { StreamKey } from '../live-ports.ts';
import { AudioTranscoder } from './audio-transcoder.ts';
import type { BridgeOptions, BridgeRefusal } from './bridge-types.ts';
import { AAC_FRAME_SAMPLES, type AacFormat, parseAudioSpecificConfig } from './internal/adts.ts';
import { type AvcConfig, isParameterSet, parseAvcConfig, readUnits, writeUnits } from './internal/avc.ts';
import { parseAudioBody, parseVideoBody } from './internal/flv-bodies.ts';
import { GopReplay } from './internal/gop-replay.ts';
import { IngestLink } from './internal/ingest-link.ts';
import { OrderedVideo } from './ordered-video.ts';
import { TranscodeSlots } from './transcode-slots.ts';

export class RtmpToWebrtc {
  readonly #options: BridgeOptions;
  readonly #key: StreamKey;
  readonly #links: Readonly<Record<'audio' | 'video', IngestLink>>;
  readonly #gop = new GopReplay();
  readonly #transcoder: AudioTranscoder;
  readonly #unwatch: () => void;
  readonly #refused = new Set<BridgeRefusal>();
  readonly #slots: TranscodeSlots;
  /** From the first picture out of order on: what is sent comes from here. */
  #ordered: OrderedVideo | undefined;
  #config: LiveFrame | undefined;
  #aac: AacFormat | undefined;
  #avc: AvcConfig | undefined;
  #lastShownMs = Number.NEGATIVE_INFINITY;
  #cancelReplay: CancelTimer | undefined;
  #ending: Promise<void> | undefined;

  /** @param slots of all bridges together */
  constructor(
    key: StreamKey & { readonly memberId: MemberId },
    options: BridgeOptions,
    slots = new TranscodeSlots(options.maxTranscodes),
  ) {
    this.#key = key;
    this.#slots = slots;
    this.#options = options;
    const { clock, observer, streams, ffmpeg, ffmpegLimits } = options;
    const link = (medium: 'audio' | 'video', onOpened: () => void): IngestLink =>
      new IngestLink({
        ...options,
        ...key,
        medium,
        mayFlow: () => options.mayFlow(key, medium),
        onOpened,
        onRetry: () => observer.onRetry('toWebrtc'),
      });
    // What came before it was open has not been sent: the group so far makes up for it.
    this.#links = { audio: link('audio', () => undefined), video: link('video', () => this.#replay(null)) };
    // Before the first sound: starting takes ffmpeg a tenth of a second.
    this.#transcoder = AudioTranscoder.aacToOpus(() => this.#aac, {
      clock,
      ...(ffmpeg === undefined ? {} : { command: ffmpeg }),
      ...(ffmpegLimits === undefined ? {} : { limits: ffmpegLimits }),
      onFrame: ({ bytes, timestampMs, levelDbov }) => this.#links.audio.feed(timestampMs, false, bytes, levelDbov),
      onFault: (fault) => observer.onFfmpegFault('toWebrtc', fault, key),
      onSaid: (line) => observer.onFfmpegSaid(key, line),
    });
    this.#unwatch = streams.watch(key, {
      onFrame: (frame) => this.#onFrame(frame),
      onSourceEnd: () => this.#sourceEnded(),
      onEnd: () => void this.end(),
    });
  }

  /** Process id of its ffmpeg. */
  get ffmpegPid(): number | undefined {
    return this.#transcoder.pid;
  }

  /** The same of its video; undefined while that is not transcoded. */
  get videoPid(): number | undefined {
    return this.#ordered?.pid;
  }

  onLive(event: LiveMediaEvent): void {
    if (event.type === 'ingestClosed' && event.medium !== 'screen') this.#links[event.medium].onClosed(event);
    if (event.type === 'keyFrameWanted' && event.medium === 'video') this.#keyFrameWanted();
  }

  /** Ends it; resolves when nothing of it is left in this process. Idempotent. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    this.#unwatch?.();
    this.#cancelReplay?.();
    this.#links.audio.end();
    this.#links.video.end();
    await Promise.all([this.#transcoder.close(), this.#ordered?.end()]);
  }

  #onFrame(frame: LiveFrame): void {
    if (this.#ending !== undefined) return;
    if (frame.kind === 'audio') this.#onAudio(frame);
    else if (frame.kind === 'video' && this.#ordered === undefined) this.#onVideo(frame);
  }

  #onAudio({ body, timestampMs }: LiveFrame): void {
    const parsed = parseAudioBody(body);
    if (parsed.type === 'unsupported') {
      this.#refuse('audioCodec');
      return;
    }
    if (parsed.type === 'config') {
      this.#aac = parseAudioSpecificConfig(parsed.config);
      if (this.#aac === undefined) this.#refuse('audioCodec');
      else this.#links.audio.open();
      return;
    }
    if (this.#aac === undefined) return;
    const durationMs = (AAC_FRAME_SAMPLES * 1000) / this.#aac.sampleRateHz;
    this.#transcoder.write({ bytes: new Uint8Array(parsed.raw), timestampMs, durationMs });
  }

  #onVideo(frame: LiveFrame): void {
    const { body, timestampMs, isKeyFrame } = frame;
    const parsed = parseVideoBody(body);
    if (parsed.type === 'other') return;
    if (parsed.type === 'unsupported') {
      this.#refuse('videoCodec');
      return;
    }
    if (parsed.type === 'config') {
      this.#config = frame;
      this.#avc = parseAvcConfig(parsed.record);
      this.#lastShownMs = Number.NEGATIVE_INFINITY;
      if (this.#avc === undefined) this.#refuse('videoCodec');
      else if (!this.#refused.has('bFrames')) this.#links.video.open();
      return;
    }
    const shownMs = timestampMs + parsed.compositionMs;
    if (this.#avc === undefined || this.#refused.has('bFrames') || !this.#isInOrder(shownMs)) return;
    const bytes = unitsForRtp(parsed.units, this.#avc, isKeyFrame);
    if (bytes === undefined) return;
    if (isKeyFrame) this.#cancelPending();
    this.#gop.push({ timestampMs: shownMs, isKeyFrame, bytes });
    // The group keeps its bytes; what is fed is given away.
    this.#links.video.feed(shownMs, isKeyFrame, bytes.slice());
  }

  /** Frames that are shown before ones decoded earlier cannot be sent as they are. */
  #isInOrder(shownMs: number): boolean {
    const isBack = shownMs < this.#lastShownMs;
    // A source that begins anew goes back by more.
    if (isBack && this.#lastShownMs - shownMs < MAX_REORDER_MS) {
      this.#gop.reset();
      if (this.#options.transcodeVideo === 'never') this.#giveUpVideo();
      else this.#order();
      return false;
    }
    this.#lastShownMs = shownMs;
    return true;
  }

  #giveUpVideo(): void {
    this.#refuse('bFrames');
    this.#links.video.end();
  }

  #order(): void {
    const config = this.#config;
    if (config === undefined) return;
    this.#cancelPending();
    // It begins with the group so far, some of which has been sent: what is sent again comes quickly after that.
    let leastMs = this.#lastShownMs;
    this.#ordered ??= new OrderedVideo({
      bridge: this.#options,
      key: this.#key,
      slots: this.#slots,
      config,
      onFrame: (frame) => {
        if (this.#ending !== undefined) return;
        leastMs = Math.max(leastMs + 1, frame.timestampMs);
        this.#onVideo({ ...frame, timestampMs: leastMs });
      },
    });
  }

  #sourceEnded(): void {
    this.#gop.reset();
    this.#cancelPending();
    this.#lastShownMs = Number.NEGATIVE_INFINITY;
  }

  #keyFrameWanted(): void {
    if (this.#cancelReplay !== undefined) return;
    const { clock } = this.#options;
    const delayMs = this.#gop.delayMs(clock.now());
    if (delayMs === undefined) return;
    if (delayMs === 0) this.#replay(clock.now());
    else this.#cancelReplay = clock.after(delayMs, () => this.#replay(clock.now()));
  }

  #cancelPending(): void {
    this.#cancelReplay?.();
    this.#cancelReplay = undefined;
  }

  #replay(at: number | null): void {
    this.#cancelPending();
    const frames = this.#gop.replay(at);
    if (at !== null && frames.length > 0) this.#options.observer.onReplayed(frames.length);
    for (const { timestampMs, isKeyFrame, bytes } of frames) this.#links.video.feed(timestampMs, isKeyFrame, bytes);
  }

  #refuse(why: BridgeRefusal): void {
    if (this.#refused.has(why)) return;
    this.#refused.add(why);
    this.#options.observer.onRefused('toWebrtc', why, this.#key);
  }
}

/** Further back than this is no reordering. */
const MAX_REORDER_MS = 1000;

/** A frame with its parameter sets before it when it is a key frame: who joins later has not seen the sequence header. */
function unitsForRtp(frame: Uint8Array, config: AvcConfig, isKeyFrame: boolean): Uint8Array<ArrayBuffer> | undefined {
  const units = readUnits(frame, config.lengthBytes);
  if (units === undefined || units.length === 0) return undefined;
  const isComplete = !isKeyFrame || units.some(isParameterSet);
  const sets = isComplete ? [] : [...config.sequenceSets, ...config.pictureSets];
  return writeUnits([...sets, ...units.map(({ bytes }) => bytes)]);
}
