/** What one member sends over WebRTC, for players of RTMP and FLV: H.264 as it is, VP8 as H.264, Opus as AAC. */
import type { EgressFrame, LiveMediaEvent } from '../../sfu/live-media.ts';
import type { CancelTimer } from '../../shared/clock.ts';
import type { MemberId } from '../../shared/ids.ts';
import type { LiveFrame } from '../live-frame.ts';
import type { LiveSource, StreamKey } from '../live-ports.ts';
import { AudioTranscoder, PLAYED_AAC, type SoundFrame } from './audio-transcoder.ts';
import type { BridgeOptions } from './bridge-types.ts';
import { audioSpecificConfig } from './internal/adts.ts';
import { avcConfigRecord, isParameterSet, isPictureSet, isSequenceSet, readUnits, writeUnits } from './internal/avc.ts';
import { EgressLink } from './internal/egress-link.ts';
import { audioConfigBody, audioFrameBody, videoConfigBody, videoFrameBody } from './internal/flv-bodies.ts';
import { SilenceFiller } from './internal/silence-filler.ts';
import { TranscodedVideo } from './internal/transcoded-video.ts';
import { TranscodeSlots } from './transcode-slots.ts';

const FILL_INTERVAL_MS = 60;
/** Sound waits for the first picture that long. A browser's key frame takes a tenth of it, on a busy machine all. */
const PICTURE_WAIT_MS = 3000;
/** Where the stream's clock begins: sound that comes out of the encoder lies before the first picture. */
const FIRST_MS = 1000;

export class WebrtcToFlv {
  readonly #options: BridgeOptions;
  readonly #key: StreamKey;
  readonly #link: EgressLink;
  readonly #transcoder: AudioTranscoder;
  readonly #silence: SilenceFiller;
  readonly #transcoded: TranscodedVideo;
  #source: LiveSource | undefined;
  /** The members' clock at `FIRST_MS`; NaN before the first frame of an egress. */
  #baseMs = Number.NaN;
  #configs: { readonly video: string; readonly isAudioTold: boolean } = { video: '', isAudioTold: false };
  #transcodedConfig: Uint8Array | undefined;
  /** The newest time, and when it came, by our clock. */
  #newest = { streamMs: Number.NaN, at: 0 };
  readonly #lastMs = { audio: -1, video: -1 };
  /** By our clock: from then on sound waits for no picture; NaN before the first sound. */
  #soundAt = Number.NaN;
  #cancelFill: CancelTimer = () => undefined;
  #ending: Promise<void> | undefined;

  /** @param slots of all bridges together */
  constructor(
    key: StreamKey & { readonly memberId: MemberId },
    options: BridgeOptions,
    slots = new TranscodeSlots(options.maxTranscodes),
  ) {
    this.#key = key;
    this.#options = options;
    const { clock, observer, ffmpeg, ffmpegLimits } = options;
    this.#transcoder = AudioTranscoder.opusToAac({
      clock,
      ...(ffmpeg === undefined ? {} : { command: ffmpeg }),
      ...(ffmpegLimits === undefined ? {} : { limits: ffmpegLimits }),
      onFrame: (frame) => this.#onSound(frame),
      onFault: (fault) => observer.onFfmpegFault('toLive', fault, key),
      onSaid: (line) => observer.onFfmpegSaid(key, line),
    });
    this.#silence = new SilenceFiller((frame) => this.#transcoder.write(frame));
    this.#transcoded = new TranscodedVideo({
      bridge: options,
      key,
      slots,
      onFrame: (frame) => this.#onTranscoded(frame),
      onKeyFrameWanted: () => this.#link.refresh(),
    });
    this.#link = new EgressLink({
      ...options,
      ...key,
      takesVp8: options.transcodeVideo !== 'never',
      onFrame: (frame) => this.#onFrame(frame),
      onAnew: () => this.#anew(),
      onRetry: () => observer.onRetry('toLive'),
    });
    this.resume();
    this.#link.open();
    this.#fillLater();
  }

  /** Process id of the ffmpeg of its sound. */
  get ffmpegPid(): number | undefined {
    return this.#transcoder.pid;
  }

  /** The same of its video; undefined while that is not transcoded. */
  get videoPid(): number | undefined {
    return this.#transcoded.pid;
  }

  /** Becomes the stream's source, again if another one had replaced it. */
  resume(): void {
    if (this.#source !== undefined || this.#ending !== undefined) return;
    this.#configs = { video: '', isAudioTold: false };
    this.#soundAt = Number.NaN;
    this.#source = this.#options.streams.publish(this.#key, () => {
      this.#source = undefined;
    });
  }

  /** The member's media have changed: what could not be opened may be there now. */
  retry(): void {
    this.#link.open();
  }

  onLive(event: LiveMediaEvent): void {
    this.#link.onLive(event);
  }

  /** Ends it; resolves when nothing of it is left in this process. Idempotent. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    this.#cancelFill();
    this.#link.end();
    this.#source?.end();
    this.#source = undefined;
    await Promise.all([this.#transcoder.close(), this.#transcoded.end()]);
  }

  /** An egress begins: its clock has nothing to do with that of the one before, and goes on where that one ended. */
  #anew(): void {
    this.#baseMs = Number.NaN;
  }

  #onFrame(frame: EgressFrame): void {
    if (this.#ending !== undefined) return;
    const { clock } = this.#options;
    if (Number.isNaN(this.#baseMs)) {
      const goneOnMs = Number.isNaN(this.#newest.streamMs) ? FIRST_MS : this.#streamMs();
      this.#baseMs = frame.timestampMs - goneOnMs;
    }
    const streamMs = frame.timestampMs - this.#baseMs;
    if (!(streamMs <= this.#newest.streamMs)) this.#newest = { streamMs, at: clock.now() };
    if (frame.medium === 'video') this.#onVideo(frame, streamMs);
    // A gap is a hole, which silence fills.
    else if (!frame.isGap) {
      const sound = { bytes: frame.bytes, timestampMs: streamMs, durationMs: frame.durationMs };
      this.#silence.sound(sound, this.#streamMs());
    }
  }

  /** Where the stream's clock is by now. */
  #streamMs(): number {
    return this.#newest.streamMs + this.#options.clock.now() - this.#newest.at;
  }

  #onVideo(frame: EgressFrame, streamMs: number): void {
    if (frame.codec === 'vp8') {
      this.#transcoded.write({ bytes: frame.bytes, timestampMs: streamMs });
      return;
    }
    this.#transcoded.rest();
    this.#onPicture(frame, streamMs);
  }

  #onTranscoded({ body, timestampMs, isConfig, isKeyFrame }: LiveFrame): void {
    if (this.#ending !== undefined) return;
    if (isConfig) this.#transcodedConfig = body;
    // Told once by the transcoder; a stream that is taken up again needs it at a key frame, where H.264 carries its own.
    const config = this.#transcodedConfig;
    if ((isConfig || isKeyFrame) && config !== undefined) this.#configure(config, timestampMs);
    if (!isConfig && this.#configs.video !== '') this.#send('video', timestampMs, { body, isKeyFrame });
  }

  #onPicture({ bytes, isKeyFrame }: EgressFrame, streamMs: number): void {
    const units = readUnits(bytes);
    if (units === undefined) return;
    const sequenceSet = units.find(isSequenceSet)?.bytes;
    const pictureSet = units.find(isPictureSet)?.bytes;
    if (sequenceSet !== undefined && pictureSet !== undefined) this.#tellVideo(sequenceSet, pictureSet, streamMs);
    const slices = units.filter((unit) => !isParameterSet(unit)).map((unit) => unit.bytes);
    if (slices.length === 0 || this.#configs.video === '') return;
    this.#send('video', streamMs, { body: videoFrameBody(isKeyFrame, writeUnits(slices)), isKeyFrame });
  }

  /** The sequence header, when it is new. */
  #tellVideo(sequenceSet: Uint8Array, pictureSet: Uint8Array, streamMs: number): void {
    this.#configure(videoConfigBody(avcConfigRecord(sequenceSet, pictureSet)), streamMs);
  }

  #configure(body: Uint8Array, streamMs: number): void {
    const told = Buffer.from(body).toString('latin1');
    if (told === this.#configs.video) return;
    // There will be sound, and it is known what it will be.
    this.#tellAudio(streamMs);
    this.#configs = { ...this.#configs, video: told };
    this.#send('video', streamMs, { body, isConfig: true });
  }

  #tellAudio(streamMs: number): void {
    if (this.#configs.isAudioTold) return;
    this.#configs = { ...this.#configs, isAudioTold: true };
    this.#send('audio', streamMs, { body: audioConfigBody(audioSpecificConfig(PLAYED_AAC)), isConfig: true });
  }

  #onSound({ bytes, timestampMs }: SoundFrame): void {
    if (this.#ending !== undefined || this.#isSoundEarly()) return;
    this.#tellAudio(timestampMs);
    this.#send('audio', timestampMs, { body: audioFrameBody(bytes) });
  }

  /** Players that are told of sound alone take no pictures afterwards: where there will be some, they come first. */
  #isSoundEarly(): boolean {
    const { isAudioTold, video } = this.#configs;
    if (isAudioTold || video !== '' || !this.#options.showsPictures(this.#key)) return false;
    const now = this.#options.clock.now();
    if (Number.isNaN(this.#soundAt)) this.#soundAt = now + PICTURE_WAIT_MS;
    return now < this.#soundAt;
  }

  #send(kind: 'audio' | 'video', streamMs: number, frame: Pick<LiveFrame, 'body'> & Partial<LiveFrame>): void {
    // A configuration takes no time; frames grow.
    const least = this.#lastMs[kind] + (frame.isConfig === true ? 0 : 1);
    const timestampMs = Math.max(0, least, Math.round(streamMs));
    if (frame.isConfig !== true) this.#lastMs[kind] = timestampMs;
    this.#source?.write({ kind, timestampMs, isConfig: false, isKeyFrame: false, ...frame });
  }

  #fillLater(): void {
    this.#cancelFill = this.#options.clock.after(FILL_INTERVAL_MS, () => {
      this.#transcoded.passed();
      if (!Number.isNaN(this.#newest.streamMs)) this.#silence.passed(this.#streamMs());
      this.#fillLater();
    });
  }
}
