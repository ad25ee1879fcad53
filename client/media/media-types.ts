/** Words of browser media: what goes in and out of `RoomMedia`. Types and defaults only. */
import type { types } from 'mediasoup-client';
import { Medium } from '../../wire/generated/messages.ts';
import type { ClientClock } from '../api.ts';
import type { RtcRoomError } from '../client-errors.ts';
import type { ClientRoom } from '../client-room.ts';

/** Media that travel as RTP: `Medium.AUDIO`, `.VIDEO`, `.SCREEN`. */
export type RtpMedium = typeof Medium.AUDIO | typeof Medium.VIDEO | typeof Medium.SCREEN;

/** A MediaStreamTrack. Named through mediasoup-client, so that this folder also compiles where there is no DOM. */
export type MediaTrack = types.Consumer['track'];

/** Whether a medium is one that travels as RTP. */
export function isRtpMedium(medium: Medium): medium is RtpMedium {
  return medium === Medium.AUDIO || medium === Medium.VIDEO || medium === Medium.SCREEN;
}

/**
 * How long the receiver may hold media back to hide jitter: `lowest` (remote control), `interactive` (talk), `smooth`
 * (an audience that only watches).
 */
export type LatencyProfile = 'lowest' | 'interactive' | 'smooth';

export interface RoomMediaOptions {
  readonly room: ClientRoom;
  /** `() => Device.factory()` of mediasoup-client. Called once per media generation. */
  readonly createDevice: () => Promise<types.Device>;
  readonly clock: ClientClock;
  /** Default: by the room's scene. */
  readonly latency?: LatencyProfile;
  /** Receive all audio of the room by itself. Default true. */
  readonly autoAudio?: boolean;
  /** Media over TCP only, for networks that block UDP. */
  readonly forceTcp?: boolean;
  /** Receives what listeners of events throw. */
  readonly onListenerError?: (error: unknown) => void;
}

export interface PublishOptions {
  /** Several resolutions at once, so that each receiver gets the one it needs. Default: true for video, false for screen. */
  readonly simulcast?: boolean;
  /** Default 'h264' (mini programs need no transcoding), if the device can send it. */
  readonly codec?: 'h264' | 'vp8';
  /** Of the largest layer, bit/s. Default 1.5 Mbit/s for video, 2.5 for screen, 48 kbit/s for audio. */
  readonly maxBitrateBps?: number;
}

/** One tile of what the user looks at. */
export interface ViewTile {
  readonly memberId: string;
  readonly medium: typeof Medium.VIDEO | typeof Medium.SCREEN;
  /** Size of the tile in CSS pixels times the device's pixel ratio; picks the layer. */
  readonly width?: number;
  readonly height?: number;
  /** Preferred spatial layer, 0 smallest, -1 best; wins over the size. */
  readonly layer?: number;
}

export interface RemoteTrack {
  readonly memberId: string;
  readonly medium: RtpMedium;
  readonly consumerId: string;
  readonly track: MediaTrack;
}

export type TransportDirectionName = 'send' | 'receive';

export interface RoomMediaEvents {
  track: RemoteTrack;
  /** The track of that consumer is over; it was stopped. */
  trackEnded: Omit<RemoteTrack, 'track'>;
  /** Layers that arrive at a simulcast consumer; -1 = none. */
  layers: {
    readonly consumerId: string;
    readonly memberId: string;
    readonly medium: RtpMedium;
    readonly spatialLayer: number;
    readonly temporalLayer: number;
  };
  transport: { readonly direction: TransportDirectionName; readonly state: types.ConnectionState };
  /** Local media changed: published, unpublished, paused, resumed. */
  published: readonly PublishedMedium[];
  /** A published track ended by itself (device unplugged, screen sharing stopped); it was unpublished. */
  localTrackEnded: { readonly medium: RtpMedium };
  /** All was closed and is being negotiated again (a media worker died, or the membership is a new one). */
  reset: { readonly mediaGeneration: number };
  data: { readonly memberId: string; readonly topic: string; readonly payload: Uint8Array | string };
  /** Something failed in the background; what can be repeated is repeated. */
  error: { readonly operation: string; readonly error: RtcRoomError };
}

export interface PublishedMedium {
  readonly medium: RtpMedium;
  readonly producerId: string;
  /** Nothing is sent: muted by self, or the server says it may not flow. */
  readonly paused: boolean;
  readonly codec: string;
}

/** One sent encoding. */
export interface ProducerStats {
  readonly medium: RtpMedium;
  readonly producerId: string;
  /** '' without simulcast. */
  readonly rid: string;
  readonly codec: string;
  readonly paused: boolean;
  readonly bitrateBps: number;
  readonly framesPerSecond: number;
  readonly width: number;
  readonly height: number;
  readonly packetsSent: number;
  readonly nackCount: number;
  readonly pliCount: number;
}

/** One received track. Counters are since the consumer opened, rates since the previous call of `getStats`. */
export interface ConsumerStats {
  readonly medium: RtpMedium;
  readonly memberId: string;
  readonly consumerId: string;
  readonly codec: string;
  readonly paused: boolean;
  readonly bitrateBps: number;
  readonly framesPerSecond: number;
  readonly width: number;
  readonly height: number;
  readonly framesDecoded: number;
  readonly jitterMs: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly jitterBufferMs: number;
  /** Grows while something is audible. */
  readonly totalAudioEnergy: number;
  readonly simulcast: boolean;
  /** -1 = none or unknown. */
  readonly spatialLayer: number;
  readonly temporalLayer: number;
  /** -1 = best. */
  readonly preferredSpatialLayer: number;
}

export interface MediaStatsSummary {
  readonly atMs: number;
  readonly mediaGeneration: number;
  readonly transports: readonly {
    readonly direction: TransportDirectionName;
    readonly state: types.ConnectionState;
    /** Of the selected candidate pair; 0 = unknown. */
    readonly rttMs: number;
    readonly protocol: string;
    readonly availableOutgoingBps: number;
  }[];
  readonly producers: readonly ProducerStats[];
  readonly consumers: readonly ConsumerStats[];
}

/** How a data channel delivers. Default: in order and reliable. */
export interface DataChannelOptions {
  readonly ordered?: boolean;
  /** Either this or `maxRetransmits`, with `ordered` false. */
  readonly maxPacketLifeTimeMs?: number;
  readonly maxRetransmits?: number;
}

/** A topic this client sends over its data channel. Survives a media reset. */
export interface DataSender {
  readonly topic: string;
  /** False when it could not be sent now: the channel is not open or more than 1 MiB waits in it. */
  send(payload: Uint8Array | string): boolean;
  close(): Promise<void>;
}
