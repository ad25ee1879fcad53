/**
 * The port to the media plane. Message-shaped on purpose: commands and events are plain data that survive
 * `postMessage`, so an engine runs in its own thread (and later on its own node) and a burst of media joins
 * never delays signalling. Adapters: `MediasoupEngine` (real), `MemoryMediaEngine` (simulation).
 *
 * Ordering: commands of one member take effect in the order given. Events about one member arrive in the order
 * they happened. Every request settles within `requestTimeoutMs`. A failed request rejects with an `AppError`
 * (`mediaUnavailable`, `transportNotFound`, `mediaParametersInvalid`, ...) and has changed nothing.
 */

import type { Medium } from '../room-state/room-types.ts';
import type { MemberId, RoomId } from '../shared/ids.ts';
import type { LiveMedia } from './live-media.ts';

/** Media that travel as RTP; `data` travels over SCTP. */
export type RtpMedium = Exclude<Medium, 'data'>;

/** mediasoup's own parameter objects; opaque here, validated by the engine before use. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

interface Scoped {
  readonly roomId: RoomId;
  /** The member the transport, producer or consumer belongs to. */
  readonly memberId: MemberId;
}

export interface Subscription {
  /** Whose medium. */
  readonly memberId: MemberId;
  readonly medium: RtpMedium;
  /** Preferred layers; -1 = highest. */
  readonly spatialLayer: number;
  readonly temporalLayer: number;
}

/** A codec under the payload type that an SDP offer gave it. */
export interface OfferedCodec {
  /** `audio/opus`, `video/H264`, ... in any case of letters. */
  readonly mimeType: string;
  /** 0 .. 127. */
  readonly payloadType: number;
}

/**
 * What a receiver takes that negotiated by SDP: it hears only the payload types of its own offer, while everybody else
 * takes those of the room. Listed are codecs that the room can send; the receiver's favourite comes first.
 */
export interface PayloadOffer {
  /** The member it wants to receive: the video codec is the one that this member sends, if it sends any. */
  readonly of: MemberId;
  readonly audio: readonly OfferedCodec[];
  readonly video: readonly OfferedCodec[];
}

/** What was chosen from a `PayloadOffer`; null where nothing was offered. */
export interface ChosenPayloads {
  readonly audio: OfferedCodec | null;
  readonly video: OfferedCodec | null;
}

export type MediaCommand =
  | { readonly type: 'getCapabilities'; readonly roomId: RoomId }
  | (Scoped & {
      readonly type: 'createTransport';
      readonly direction: 'send' | 'receive';
      readonly forceTcp: boolean;
      /** Receive transports only. Refused with `cannotConsume` when the member sends video of a codec not offered. */
      readonly payloads?: PayloadOffer;
    })
  | (Scoped & { readonly type: 'connectTransport'; readonly transportId: string; readonly dtlsParameters: Json })
  | (Scoped & { readonly type: 'restartIce'; readonly transportId: string })
  /** `mayFlow: false` opens the producer paused. */
  | (Scoped & {
      readonly type: 'produce';
      readonly transportId: string;
      readonly medium: RtpMedium;
      readonly rtpParameters: Json;
      readonly mayFlow: boolean;
    })
  | (Scoped & { readonly type: 'closeProducer'; readonly producerId: string })
  /** Enforcement of effective media: lets a medium's producers flow, or pauses them in the worker. */
  | (Scoped & { readonly type: 'setFlow'; readonly medium: Medium; readonly mayFlow: boolean })
  /** Replaces what the member wants to receive; answers by `consumerOpened`/`consumerClosed` events. */
  | (Scoped & {
      readonly type: 'setSubscriptions';
      readonly transportId: string;
      /** null = as given before in this media generation. */
      readonly rtpCapabilities: Json;
      readonly autoAudio: boolean;
      readonly wanted: readonly Subscription[];
    })
  | (Scoped & { readonly type: 'resumeConsumer' | 'pauseConsumer' | 'requestKeyFrame'; readonly consumerId: string })
  | (Scoped & {
      readonly type: 'setPreferredLayers';
      readonly consumerId: string;
      readonly spatialLayer: number;
      readonly temporalLayer: number;
    })
  | (Scoped & {
      readonly type: 'produceData';
      readonly transportId: string;
      readonly sctpStreamParameters: Json;
      readonly topic: string;
      readonly mayFlow: boolean;
    })
  | (Scoped & { readonly type: 'closeDataProducer'; readonly dataProducerId: string })
  /** Replaces the topics the member receives over SCTP. */
  | (Scoped & { readonly type: 'consumeData'; readonly transportId: string; readonly topics: readonly string[] })
  /**
   * Opens a producer that is fed with whole frames (`LiveMedia.feed`): Opus, or H.264 without reordering. Needs no
   * transport. Ends by `closeProducer`.
   */
  | (Scoped & {
      readonly type: 'openIngest';
      readonly medium: RtpMedium;
      /** RTP source, unsigned 32 bits, not used by another producer of the room; also where its numbers begin. */
      readonly ssrc: number;
      readonly mayFlow: boolean;
    })
  /**
   * Begins to hand out what the member sends, whatever that is at any time: audio, and the camera or else the screen
   * (H.264, and VP8 if `takesVp8`; the highest layers). The member must have media. `egressId` is chosen by the caller.
   */
  | (Scoped & { readonly type: 'openEgress'; readonly egressId: string; readonly takesVp8?: boolean })
  /** Asks the source of an egress for a key frame. Nothing when there is no such egress, or no video in it. */
  | (Scoped & { readonly type: 'refreshEgress'; readonly egressId: string })
  /** Idempotent. */
  | (Scoped & { readonly type: 'closeEgress'; readonly egressId: string })
  /** What flows right now; for reconciliation. */
  | { readonly type: 'audit'; readonly roomId: RoomId }
  | (Scoped & { readonly type: 'getStats' })
  /** Frees everything of the member in that room. Idempotent. */
  | (Scoped & { readonly type: 'closeMember' })
  | { readonly type: 'closeRoom'; readonly roomId: RoomId }
  /** Test mode: kills the worker process (SIGKILL) that carries the room. */
  | { readonly type: 'killWorker'; readonly roomId: RoomId }
  /** Counts of everything open, for leak checks and metrics. */
  | { readonly type: 'getCounts' };

export interface TransportInfo {
  readonly transportId: string;
  readonly iceParameters: Json;
  readonly iceCandidates: Json;
  readonly dtlsParameters: Json;
  readonly sctpParameters: Json;
  /** For a transport asked for with `payloads`. */
  readonly payloads?: ChosenPayloads;
}

export interface FlowReport extends Scoped {
  readonly medium: Medium;
  readonly producerId: string;
  readonly mayFlow: boolean;
}

export interface MediaCounts {
  readonly workers: number;
  readonly routers: number;
  readonly transports: number;
  readonly producers: number;
  readonly consumers: number;
  readonly dataProducers: number;
  readonly dataConsumers: number;
  readonly members: number;
  readonly workerPids: readonly number[];
}

/** The reply to each command type; `void` for those not listed. */
export interface MediaReplies {
  getCapabilities: { readonly rtpCapabilities: Json };
  createTransport: TransportInfo;
  restartIce: { readonly iceParameters: Json };
  produce: { readonly producerId: string };
  produceData: { readonly dataProducerId: string };
  openIngest: { readonly producerId: string };
  audit: { readonly flows: readonly FlowReport[] };
  getStats: { readonly stats: Json };
  getCounts: MediaCounts;
}
export type MediaReply<T extends MediaCommand['type']> = T extends keyof MediaReplies ? MediaReplies[T] : undefined;

export type MediaEvent =
  /** The consumer belongs to `memberId` and is paused until resumed. */
  | (Scoped & {
      readonly type: 'consumerOpened';
      readonly consumerId: string;
      readonly producerId: string;
      readonly producerMemberId: MemberId;
      readonly medium: RtpMedium;
      readonly rtpParameters: Json;
      readonly simulcast: boolean;
      readonly producerPaused: boolean;
    })
  | (Scoped & { readonly type: 'consumerClosed'; readonly consumerId: string })
  | (Scoped & {
      readonly type: 'layersChanged';
      readonly consumerId: string;
      /** -1 = nothing is sent. */
      readonly spatialLayer: number;
      readonly temporalLayer: number;
    })
  | (Scoped & {
      readonly type: 'dataConsumerOpened';
      readonly dataConsumerId: string;
      readonly dataProducerId: string;
      readonly producerMemberId: MemberId;
      readonly topic: string;
      readonly sctpStreamParameters: Json;
    })
  | (Scoped & { readonly type: 'dataConsumerClosed'; readonly dataConsumerId: string })
  /**
   * The path of a transport changed: `connected` (ICE and DTLS stand), `lost` (the peer's ICE consent has expired; a
   * restart may bring it back), `closed` (its DTLS session ended or failed: it is gone, with all it carried).
   */
  | (Scoped & {
      readonly type: 'transportChanged';
      readonly transportId: string;
      readonly state: 'connected' | 'lost' | 'closed';
    })
  /** A producer ended without `closeProducer` (its transport died). Data producers have medium `data`. */
  | (Scoped & { readonly type: 'producerClosed'; readonly medium: Medium; readonly producerId: string })
  /** Lossy, at most every `levelIntervalMs`. `level` 0 (silent) .. 100. Members not listed are silent. */
  | {
      readonly type: 'speakers';
      readonly roomId: RoomId;
      readonly speakers: readonly { readonly memberId: MemberId; readonly level: number }[];
      readonly dominantMemberId: MemberId | null;
    }
  /** Lossy: 0 (lost) .. 10 per member that publishes. */
  | {
      readonly type: 'quality';
      readonly roomId: RoomId;
      readonly members: readonly { readonly memberId: MemberId; readonly score: number }[];
    }
  /** Media evidence: bytes came from these members since the last such event (every few seconds). */
  | { readonly type: 'alive'; readonly roomId: RoomId; readonly memberIds: readonly MemberId[] }
  /** A worker died. Everything of these rooms is gone; new requests work again (perhaps after `mediaUnavailable`). */
  | {
      readonly type: 'workerLost';
      readonly rooms: readonly { readonly roomId: RoomId; readonly memberIds: readonly MemberId[] }[];
    };

export interface MediaEngine extends LiveMedia {
  /** Sends one command; see the ordering and failure rules above. */
  request<C extends MediaCommand>(command: C): Promise<MediaReply<C['type']>>;
  /** Sets the one listener. Its exceptions are logged by the engine and change nothing. */
  onEvent(listener: (event: MediaEvent) => void): void;
  /** Stops workers and threads; idempotent. */
  close(): Promise<void>;
}
