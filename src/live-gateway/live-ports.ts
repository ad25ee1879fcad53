/**
 * The seams of the gateway. Sources (RTMP pushers, bridges from WebRTC, mixers) write frames into a stream; watchers
 * (FLV and RTMP players, bridges to WebRTC, recorders) read them. Who may do either is said by `LiveAdmission`.
 */
import type { MemberId, RoomId } from '../shared/ids.ts';
import type { LiveFrame } from './live-frame.ts';

/**
 * Streams are known by whose they are, not by the name in a URL: a pusher that comes back with a new generation goes on
 * with the same stream, and its watchers stay. `memberId` null = the room's mixed stream.
 */
export interface StreamKey {
  readonly roomId: RoomId;
  readonly memberId: MemberId | null;
}

/** Why a publication or a player was ended; for logs and metrics. */
export type LiveEnd =
  /** The peer went, or stopped by itself. */
  | 'peerClosed'
  /** Another publisher of the same stream came. */
  | 'replaced'
  /** The member is no longer in the room, or its URL was revoked. */
  | 'memberGone'
  | 'notAllowed'
  | 'timedOut'
  /** It broke the protocol or a limit. */
  | 'protocolError'
  | 'unsupportedCodec'
  | 'tooSlow'
  | 'sourceEnded'
  | 'serverShutdown';

/** Receives one stream. Called synchronously; must not throw. */
export interface LiveWatcher {
  /** In decoding order per kind. First configurations and the cached group of pictures, then what comes. */
  onFrame(frame: LiveFrame): void;
  /** The source is gone; another may come (`onFrame` goes on, with configurations first). */
  onSourceEnd(): void;
  /** The stream is over for this watcher; nothing follows. */
  onEnd(why: LiveEnd): void;
  /** What came before is not to be shown to anybody who has not seen it yet (a mute began). */
  onForget?(): void;
}

/** What a source holds of its stream. Safe after `end`, then does nothing. */
export interface LiveSource {
  write(frame: LiveFrame): void;
  /** What was written so far is not shown to watchers that come later: a mute began. */
  forget?(): void;
  end(): void;
}

/** Makes a stream while somebody watches it: the bridge from WebRTC, the mixer. */
export interface OnDemandSources {
  /**
   * Somebody watches and nobody publishes. May begin a source, at once or later. Must not throw. Comes again, after a
   * pause, for a stream that was wanted already when a source of it has ended and watchers still wait: to be ignored by
   * who is at it.
   */
  wanted(key: StreamKey): void;
  /** The last watcher went (after a short linger), or the stream was closed. Whatever `wanted` began ends. */
  unwanted(key: StreamKey): void;
}

/** All streams of this node. */
export interface LiveStreams {
  /**
   * Begins a source. An earlier source of the same key is told to end (`onReplaced`), watchers stay; the frames of the
   * new one go on from the stream's clock, so that players see time grow. `onReplaced` is also called, with the reason,
   * when the stream is closed. `mayReplay` is asked whenever a watcher comes: false = cached frames are not for it
   * (default: they are).
   */
  publish(key: StreamKey, onReplaced: (why: LiveEnd) => void, mayReplay?: () => boolean): LiveSource;
  /** Watches a stream, whether it has a source yet or not. The result stops it. */
  watch(key: StreamKey, watcher: LiveWatcher): () => void;
  isPublished(key: StreamKey): boolean;
  /** Sets who makes streams on demand. */
  setOnDemand(sources: OnDemandSources): void;
  /** Ends source and watchers of that stream, e.g. when its member or room is gone. */
  close(key: StreamKey, why: LiveEnd): void;
}

/** Who is at the other end of a connection. */
export interface LivePeer {
  readonly protocol: 'rtmp' | 'http-flv' | 'ws-flv' | 'whip' | 'whep';
  readonly address: string;
  /** Ends the connection; called at most once, when the right to it ends. */
  end(why: LiveEnd): void;
}

/** A member publishes through the gateway. Safe after `end`. */
export interface LivePublication {
  readonly key: StreamKey;
  /**
   * A medium has begun: it becomes the member's medium in the room. False = it may not be published (no grant, already
   * published over WebRTC, room full); its frames are to be dropped.
   */
  begin(medium: 'audio' | 'video'): boolean;
  /** The room's word on effective media; to be read for each frame. */
  mayFlow(medium: 'audio' | 'video'): boolean;
  /** Bytes came; evidence of presence. Cheap. */
  alive(): void;
  /** The publication is over: its media leave the room. Idempotent. */
  end(): void;
}

/** A player's ticket. */
export interface LivePlayback {
  readonly key: StreamKey;
  /** The player is gone. Idempotent. */
  end(): void;
}

/** The reason is logged and counted by the admission; the peer is told only that it was refused. */
export interface LiveRefusal {
  readonly refused: string;
}

/** Says who may push and play. `url` is a whole URL or `/{app}/{name}?{query}`, exactly as the peer gave it. */
export interface LiveAdmission {
  admitPublish(url: string, peer: LivePeer): LivePublication | LiveRefusal;
  admitPlay(url: string, peer: LivePeer): LivePlayback | LiveRefusal;
}
