/** What a stream is, who may push or play it, and what a URL for it looks like when issued. */
import type { InstantMs, MemberId, RoomId, UserId } from '../shared/ids.ts';

/** What a URL is good for. */
export type Purpose = 'push' | 'play';

/**
 * One stream of one member. The generation is part of the stream's name, so that raising it revokes all URLs issued
 * before, at every provider: what is pushed to an old name is played by nobody.
 */
export interface StreamRef {
  readonly roomId: RoomId;
  readonly memberId: MemberId;
  /** Integer, 0 to `MAX_GENERATION`. */
  readonly generation: number;
}

export const MAX_GENERATION = 999_999_999;

/** Shortest and longest life of a URL. Providers count whole seconds. */
export const MIN_TTL_MS = 1000;
export const MAX_TTL_MS = 30 * 24 * 3_600_000;

/** What to issue a push URL for: to the stream's own member. */
export interface PushRequest {
  readonly stream: StreamRef;
  readonly at: InstantMs;
  /** `MIN_TTL_MS` to `MAX_TTL_MS`. */
  readonly ttlMs: number;
}

/** A user who plays without being a member, or whichever member of the room it is just now. */
export interface ViewingUser {
  readonly userId: UserId;
  /** When the user was last out of the room, 0 = never: URLs are void once it is out again. */
  readonly sinceMs: InstantMs;
}

/** What to issue play URLs for. */
export interface PlayRequest extends PushRequest {
  /**
   * Whom they are for; without, whoever holds them. The self-hosted gateway refuses them when that member is gone;
   * content delivery networks know no viewers.
   */
  readonly viewerId?: MemberId;
  /** Instead of a member: refused when the room does not let that user watch any more. */
  readonly viewingUser?: ViewingUser;
}

export interface PushUrl {
  readonly url: string;
  /** Valid before this instant; at most a second earlier than asked for, never later. */
  readonly expiresAtMs: InstantMs;
  readonly generation: number;
}

export interface PlayUrls {
  /** '' = the provider has none. */
  readonly rtmp: string;
  /** HTTP-FLV. */
  readonly flv: string;
  /** RTMP with less than a second of delay, where the provider has it. */
  readonly lowLatencyRtmp?: string;
  /** The provider's own WebRTC scheme (`webrtc://`, `artc://`), where it has one. */
  readonly webrtc?: string;
  /** Until then all of them work. Those that a provider does not sign work longer, until the generation is raised. */
  readonly expiresAtMs: InstantMs;
  readonly generation: number;
}
