/** What the bridges between the live gateway and the media plane need, and what they tell. */

import type { JitterStats } from '../../sfu/jitter-buffer/jitter-buffer-types.ts';
import type { MediaEngine } from '../../sfu/media-engine.ts';
import type { Clock } from '../../shared/clock.ts';
import type { RoomId } from '../../shared/ids.ts';
import type { LiveStreams, StreamKey } from '../live-ports.ts';
import type { FfmpegFault, FfmpegLimits } from './ffmpeg-process.ts';

export type BridgeDirection = 'toWebrtc' | 'toLive';

/** Why a medium is not bridged. */
export type BridgeRefusal =
  /** Video whose frames are shown in another order than they are decoded, which WebRTC has not, and that may not be transcoded. */
  | 'bFrames'
  /** Video other than H.264, and other than VP8 that may be transcoded for players. */
  | 'videoCodec'
  /** Sound other than AAC from a pusher, or than Opus from a browser. */
  | 'audioCodec'
  /** As many bridges as this node may have. */
  | 'tooMany'
  /** VP8 or B-frames, and as many videos are transcoded as may be. It is tried again with each (key) frame, and told once. */
  | 'tooManyTranscodes';

/** For metrics and logs. Must not throw. */
export interface BridgeObserver {
  onStarted(direction: BridgeDirection): void;
  onEnded(direction: BridgeDirection): void;
  onRefused(direction: BridgeDirection, why: BridgeRefusal, key: StreamKey): void;
  /** Something ffmpeg did, and that was mended. */
  onFfmpegFault(direction: BridgeDirection, fault: FfmpegFault, key: StreamKey): void;
  /** A member's video is transcoded from now on: VP8 for players, or pushed B-frames for browsers. */
  onTranscodeStarted(key: StreamKey): void;
  /** Once for each `onTranscodeStarted`, when its ffmpeg is gone. */
  onTranscodeEnded(key: StreamKey): void;
  onFfmpegSaid(key: StreamKey, line: string): void;
  /** A group of pictures was sent again for somebody who needed a key frame. */
  onReplayed(frames: number): void;
  /** A link to the media plane ended, or could not be opened, and is tried again. */
  onRetry(direction: BridgeDirection): void;
  /**
   * How the jitter buffer of one medium does; every few seconds. `before` is what it told the last time, undefined the
   * first time; `skewMs` as in `AvSyncStats`.
   */
  onJitter(medium: 'audio' | 'video', now: JitterStats, before: JitterStats | undefined, skewMs: number | null): void;
  /** So many frames of the media plane were dropped because this process was too busy to take them. */
  onFramesDropped(medium: 'audio' | 'video', frames: number): void;
}

export interface BridgeOptions {
  readonly engine: MediaEngine;
  readonly streams: LiveStreams;
  readonly clock: Clock;
  readonly observer: BridgeObserver;
  /** The room's word on effective media, when a producer is opened. */
  readonly mayFlow: (key: StreamKey, medium: 'audio' | 'video') => boolean;
  /** The room's word on whether pictures of the member, camera or screen, flow over WebRTC now. */
  readonly showsPictures: (key: StreamKey) => boolean;
  /** Media of the room are in use from now on: they are to be audited. */
  readonly touch: (roomId: RoomId) => void;
  /** 32 random bits. */
  readonly random32: () => number;
  /** Bridges at the same time, both directions; each has an ffmpeg. Default 256. */
  readonly maxBridges?: number;
  /** Whether VP8 for players, and B-frames for browsers, are transcoded or refused. Default `ifNeeded`. */
  readonly transcodeVideo?: 'never' | 'ifNeeded';
  /** Videos that are transcoded at the same time; each takes up to half a core. Default 2. */
  readonly maxTranscodes?: number;
  /** Most that a transcoded video has, in kbit/s. Default 1500. */
  readonly transcodeKbps?: number;
  /** Program; default `ffmpeg`. */
  readonly ffmpeg?: string;
  readonly ffmpegLimits?: Partial<FfmpegLimits>;
}
