/**
 * What the parts of a room's media know of each other. Parts get these narrow views instead of their parents, so that
 * each can be read alone and imports have no cycles.
 */
import type { types } from 'mediasoup';
import type { Medium } from '../../room-state/room-types.ts';
import type { Clock } from '../../shared/clock.ts';
import type { MemberId, RoomId } from '../../shared/ids.ts';
import type { LiveMediaEvent } from '../live-media.ts';
import type { ChosenPayloads, MediaEvent, RtpMedium } from '../media-engine.ts';
import type { ResolvedMediaOptions } from '../media-engine-options.ts';
import type { FrameBacklog } from './frame-backlog.ts';
import type { PayloadRouter } from './payload-routers.ts';
import type { WorkerGate } from './worker-gate.ts';
import type { WorkerLoad } from './worker-load.ts';

/** On every mediasoup object, so that whatever leaks says whose it is. */
export type MediaAppData = types.AppData & {
  readonly roomId: RoomId;
  readonly memberId: MemberId;
  /** '' on transports. */
  readonly medium: Medium | '';
};
export type RtpSource = types.Producer<MediaAppData>;
export type DataSource = types.DataProducer<MediaAppData>;
export type MemberTransport = types.WebRtcTransport<MediaAppData>;
export type Direction = 'send' | 'receive';

export type SourceKey = `${MemberId}/${RtpMedium}`;
export const sourceKey = (memberId: MemberId, medium: RtpMedium): SourceKey => `${memberId}/${medium}`;
/** The medium a source was opened for. */
export const mediumOf = (source: RtpSource): RtpMedium => source.appData.medium as RtpMedium;

/** The room as its members see it. */
export interface RoomContext {
  readonly roomId: RoomId;
  readonly options: ResolvedMediaOptions;
  readonly load: WorkerLoad;
  readonly gate: WorkerGate;
  readonly webRtcServer: types.WebRtcServer;
  readonly emit: (event: MediaEvent) => void;
  /** Nothing is to be told about single objects any more: the room is closed, or its worker gone. */
  readonly isOver: boolean;
  readonly rtpSources: ReadonlyMap<SourceKey, RtpSource>;
  dataSources(topic: string): Iterable<DataSource>;
  /** The room's router, made on first use. @throws AppError mediaUnavailable */
  router(): Promise<types.Router>;
  /** A router with these payload types, held until it is released. @throws AppError limitExceeded */
  payloadRouter(payloads: ChosenPayloads): PayloadRouter;
  rtpOpened(source: RtpSource): void;
  rtpClosed(source: RtpSource): void;
  dataOpened(source: DataSource): void;
  dataClosed(source: DataSource): void;
  /** The member's audio was stopped. */
  audioMuted(memberId: MemberId): void;
}

/** What links to the live gateway need besides. */
export interface LiveContext {
  readonly clock: Clock;
  /** Of frames that were emitted. */
  readonly backlog: FrameBacklog;
  readonly emitLive: (event: LiveMediaEvent) => void;
}

/** The member as its publisher and receivers see it. */
export interface MemberContext {
  readonly memberId: MemberId;
  /** Nothing of this member is to be told any more. */
  readonly isOver: boolean;
  /** The open transport of that id, and of that direction when one is named. @throws AppError transportNotFound */
  requireTransport(transportId: string, direction?: Direction): MemberTransport;
  /** Makes the source one that can be consumed on that transport, by the id that this gives. Rejects with AppError. */
  bring(source: RtpSource, transport: MemberTransport): Promise<string>;
  /** After a wait. @throws AppError mediaUnavailable when the worker died, transportNotFound when the member left */
  requireOpen(): void;
}
