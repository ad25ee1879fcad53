/**
 * The part of the media plane that the live gateway uses: whole coded frames go into rooms (`feed`) and come out of
 * them (`egressFrame`), without a network between. What may flow is decided as for all media: an ingest is a producer
 * of its member, obeys `setFlow`, appears in audits and counts, and ends with its member; an egress is a set of
 * consumers, and a stopped producer gives them nothing.
 *
 * A link (`openIngest`, `openEgress`) that ends for whatever reason but its own close command, a dead worker and a
 * dead thread included, is told by `ingestClosed` or `egressClosed`, once; it may then be opened again.
 */
import type { MemberId, RoomId } from '../shared/ids.ts';
import type { JitterCodec, JitterStats } from './jitter-buffer/jitter-buffer-types.ts';
import type { RtpMedium } from './media-engine.ts';

interface Scoped {
  readonly roomId: RoomId;
  readonly memberId: MemberId;
}

/**
 * One coded unit for an open ingest. Order of feeding is order of decoding; video must have no frames that are shown
 * in another order. What is fed to a medium without an open ingest, or too large, is dropped.
 */
export interface FedFrame extends Scoped {
  readonly medium: RtpMedium;
  /** Time of presentation in ms, with fractions; audio and video of a member share the clock, which begins anywhere. */
  readonly timestampMs: number;
  /** Video that can be decoded without what was before. It carries its parameter sets. */
  readonly isKeyFrame: boolean;
  /**
   * An Opus packet, or H.264 NAL units, each after its length in four bytes. Given away: the caller must not touch
   * them any more (they may move to another thread).
   */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /**
   * How loud audio is, -127 (silence) to 0 dBov, in whole numbers (RFC 6464). Without it the member never shows as
   * speaking.
   */
  readonly levelDbov?: number;
}

/** What an egress hands out, in order and in time: the jitter buffer is behind it. */
export interface EgressFrame {
  /** `video` for a camera or, when there is none, the screen. */
  readonly medium: 'audio' | 'video';
  readonly codec: JitterCodec;
  /** Audio is missing from here for `durationMs`; there are no bytes. */
  readonly isGap: boolean;
  /**
   * In ms, with fractions, of a clock that both media share (by sender reports, when there are any) and that runs as
   * the source's does. Grows within a medium for as long as the egress is open.
   */
  readonly timestampMs: number;
  /** Of audio; 0 for video. */
  readonly durationMs: number;
  readonly isKeyFrame: boolean;
  /** As `FedFrame.bytes`, or a VP8 frame; the receiver's own. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type LiveMediaEvent =
  | (Scoped & { readonly type: 'ingestClosed'; readonly medium: RtpMedium; readonly producerId: string })
  /** Somebody cannot go on without a key frame of this member. */
  | (Scoped & { readonly type: 'keyFrameWanted'; readonly medium: RtpMedium })
  | (Scoped & { readonly type: 'egressFrame'; readonly egressId: string; readonly frame: EgressFrame })
  | (Scoped & { readonly type: 'egressClosed'; readonly egressId: string })
  /** The member publishes this medium in a codec that the egress does not take. */
  | (Scoped & { readonly type: 'egressRefused'; readonly egressId: string; readonly medium: 'audio' | 'video' })
  /** How the jitter buffers of an egress do; every few seconds. */
  | (Scoped & {
      readonly type: 'egressStats';
      readonly egressId: string;
      readonly medium: 'audio' | 'video';
      readonly jitter: JitterStats;
      /** Frames that were dropped since the medium was taken up because the listener was too slow. */
      readonly dropped: number;
      /** See `AvSyncStats`. */
      readonly skewMs: number | null;
    });

export interface LiveMedia {
  /** Gives one frame to an open ingest. Never throws, never waits; bounded, drops video up to a key frame beyond. */
  feed(frame: FedFrame): void;
  /** Sets the one listener. Its exceptions are logged by the engine and change nothing. */
  onLive(listener: (event: LiveMediaEvent) => void): void;
}
