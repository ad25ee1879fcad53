/**
 * What stands between a pusher and its stream: the codecs we carry, and the room's word on what may flow. What the room
 * forbids does not reach the stream, whatever the pusher sends: sound becomes silence where we can make it, so that
 * players' clocks go on, and pictures are left out until a key frame follows their return.
 */
import type { Clock } from '../shared/clock.ts';
import { silentAacTag } from './internal/aac.ts';
import { type MediaBody, readAudioBody, readVideoBody } from './internal/flv-bodies.ts';
import type { LiveFrame } from './live-frame.ts';
import type { LiveEnd, LivePublication, LiveSource, LiveStreams } from './live-ports.ts';

type Medium = 'audio' | 'video';
const MEDIA: readonly Medium[] = ['audio', 'video'];

/** How often a medium that the room did not take is offered again: rights come and go while a pusher stays. */
const OFFER_AGAIN_MS = 1000;
const AAC_HEADER_BYTES = 2;

export interface LivePublisherOptions {
  readonly clock: Clock;
  readonly streams: LiveStreams;
  readonly publication: LivePublication;
  /** Another publisher came, or the stream was closed. The publisher has ended. */
  readonly onReplaced: (why: LiveEnd) => void;
}

interface MediumState {
  hasBegun: boolean;
  offerAtMs: number;
  /** The room let the last frame pass: what is cached holds it. */
  hasFlowed: boolean;
  /** A configuration that came while the room did not take the medium. */
  pendingConfig: { readonly timestampMs: number; readonly body: Buffer } | undefined;
}

const newMedium = (): MediumState => ({ hasBegun: false, offerAtMs: 0, hasFlowed: false, pendingConfig: undefined });

/** What was done with a body: 'unsupported' ends the connection. */
export type Verdict = { readonly type: 'taken' | 'dropped' } | { readonly type: 'unsupported'; readonly codec: string };

const TAKEN: Verdict = { type: 'taken' };
const DROPPED: Verdict = { type: 'dropped' };

export class LivePublisher {
  readonly #options: LivePublisherOptions;
  readonly #source: LiveSource;
  readonly #media: Readonly<Record<Medium, MediumState>> = {
    audio: newMedium(),
    video: newMedium(),
  };
  #silence: Uint8Array | undefined;
  #needsKeyFrame = true;
  #hasBFrames = false;
  #hasEnded = false;

  constructor(options: LivePublisherOptions) {
    this.#options = options;
    const { streams, publication } = options;
    this.#source = streams.publish(
      publication.key,
      (why) => this.#replaced(why),
      () => this.#mayReplay(),
    );
  }

  /** Pictures have come that are shown in another order than they are sent. */
  get hasBFrames(): boolean {
    return this.#hasBFrames;
  }

  /** An audio or video body with its time in ms, unwrapped. `body` is kept. */
  media(medium: Medium, timestampMs: number, body: Buffer): Verdict {
    if (this.#hasEnded) return DROPPED;
    this.#options.publication.alive();
    const read = medium === 'audio' ? readAudioBody(body) : readVideoBody(body);
    if (read.type === 'unsupported') return read;
    if (read.type === 'nothing') return DROPPED;
    const state = this.#media[medium];
    if (!this.#hasBegun(medium)) {
      if (read.type === 'config') state.pendingConfig = { timestampMs, body };
      return DROPPED;
    }
    const { pendingConfig } = state;
    state.pendingConfig = undefined;
    if (pendingConfig !== undefined) this.media(medium, pendingConfig.timestampMs, pendingConfig.body);
    return medium === 'audio' ? this.#audio(read, timestampMs, body) : this.#video(read, timestampMs, body);
  }

  /** Script data: an AMF0 "onMetaData" with its object, known to be well-formed. */
  metadata(body: Buffer): void {
    if (this.#hasEnded) return;
    this.#source.write({ kind: 'metadata', timestampMs: 0, body, isConfig: false, isKeyFrame: false });
  }

  /** The pusher has stopped or gone. Idempotent. */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#source.end();
    this.#options.publication.end();
  }

  #replaced(why: LiveEnd): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#options.publication.end();
    this.#options.onReplaced(why);
  }

  #audio(read: MediaBody, timestampMs: number, body: Buffer): Verdict {
    const isConfig = read.type === 'config';
    if (isConfig) this.#silence = silentAacTag(body.subarray(AAC_HEADER_BYTES));
    const mayFlow = this.#options.publication.mayFlow('audio');
    if (!isConfig) this.#note('audio', mayFlow);
    if (mayFlow || isConfig) {
      this.#write({ kind: 'audio', timestampMs, body, isConfig, isKeyFrame: false });
      return TAKEN;
    }
    if (this.#silence === undefined) return DROPPED;
    this.#write({ kind: 'audio', timestampMs, body: this.#silence, isConfig, isKeyFrame: false });
    return TAKEN;
  }

  #video(read: MediaBody, timestampMs: number, body: Buffer): Verdict {
    const isConfig = read.type === 'config';
    const isKeyFrame = read.type === 'frame' && read.isKeyFrame;
    if (read.type === 'frame' && read.compositionMs !== 0) this.#hasBFrames = true;
    if (!isConfig) {
      const mayFlow = this.#options.publication.mayFlow('video');
      this.#note('video', mayFlow);
      this.#needsKeyFrame = !mayFlow || (this.#needsKeyFrame && !isKeyFrame);
      if (this.#needsKeyFrame) return DROPPED;
    }
    this.#write({ kind: 'video', timestampMs, body, isConfig, isKeyFrame });
    return TAKEN;
  }

  #write(frame: LiveFrame): void {
    this.#source.write(frame);
  }

  /** What was sent before a mute is not for those who come during it. */
  #note(medium: Medium, mayFlow: boolean): void {
    const state = this.#media[medium];
    if (state.hasFlowed && !mayFlow) this.#source.forget?.();
    state.hasFlowed = mayFlow;
  }

  /** False between the beginning of a mute and the first frame that it stops. */
  #mayReplay(): boolean {
    const { publication } = this.#options;
    return MEDIA.every((medium) => !this.#media[medium].hasFlowed || publication.mayFlow(medium));
  }

  #hasBegun(medium: Medium): boolean {
    const state = this.#media[medium];
    if (state.hasBegun) return true;
    const nowMs = this.#options.clock.now();
    if (nowMs < state.offerAtMs) return false;
    state.offerAtMs = nowMs + OFFER_AGAIN_MS;
    state.hasBegun = this.#options.publication.begin(medium);
    return state.hasBegun;
  }
}
