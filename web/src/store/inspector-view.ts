import type { RtpMediumView } from './call-view.ts';

/** One second's look at session and media, for the inspector panel and its JSON. Units are in the names. */
export interface InspectorView {
  readonly session: {
    readonly status: string;
    readonly sessionId: string;
    readonly memberId: string;
    readonly node: string;
    readonly encoding: string;
    /** null = not measured yet. */
    readonly rttMs: number | null;
    readonly epoch: string;
    readonly offset: number;
    readonly recoveredCount: number;
    readonly snapshotCount: number;
    readonly reconnectCount: number;
    readonly mediaGeneration: number;
  };
  readonly producers: readonly ProducerSample[];
  readonly consumers: readonly ConsumerSample[];
}

/** One sent encoding. Video with simulcast has one sample per layer. */
export interface ProducerSample {
  readonly medium: RtpMediumView;
  /** '' without simulcast. */
  readonly rid: string;
  readonly codec: string;
  readonly bitrateBps: number;
  readonly framesPerSecond: number;
  readonly width: number;
  readonly height: number;
  readonly paused: boolean;
}

/** One received track. */
export interface ConsumerSample {
  readonly consumerId: string;
  readonly memberId: string;
  readonly name: string;
  readonly medium: RtpMediumView;
  readonly codec: string;
  readonly bitrateBps: number;
  readonly framesDecoded: number;
  readonly framesPerSecond: number;
  readonly width: number;
  readonly height: number;
  readonly jitterMs: number;
  readonly packetsLost: number;
  readonly simulcast: boolean;
  /** -1 = nothing or unknown. */
  readonly currentLayer: number;
  /** -1 = best. */
  readonly preferredLayer: number;
  readonly paused: boolean;
}
