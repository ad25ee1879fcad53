/** One member's media in the in-memory engine: plain records, no behaviour of its own. */
import type { types } from 'mediasoup';
import type { Medium } from '../../room-state/room-types.ts';
import { AppError } from '../../shared/app-error.ts';
import type { MemberId, RoomId } from '../../shared/ids.ts';
import type { RtpMedium, Subscription } from '../media-engine.ts';
import { ROUTER_CODECS } from './codecs.ts';
import type { CommandOf } from './command-types.ts';
import type { Direction, SourceKey } from './media-context.ts';
import { parseRtpParameters } from './media-parameters.ts';

export interface MemoryProducer {
  readonly producerId: string;
  readonly memberId: MemberId;
  readonly medium: Medium;
  /** '' for RTP. */
  readonly topic: string;
  readonly transportId: string;
  readonly rtpParameters: types.RtpParameters | undefined;
  readonly sctpStreamParameters: types.SctpStreamParameters | undefined;
  mayFlow: boolean;
}

export interface MemoryConsumer {
  readonly consumerId: string;
  readonly transportId: string;
  readonly source: MemoryProducer;
  paused: boolean;
}

export interface MemoryRoom {
  readonly roomId: RoomId;
  readonly worker: number;
  readonly members: Map<MemberId, MemoryMember>;
}

export class MemoryMember {
  readonly memberId: MemberId;
  readonly transportIds = new Map<Direction, string>();
  /** By medium, data as `data:topic`. */
  readonly producers = new Map<string, MemoryProducer>();
  /** By producer id. */
  readonly consumers = new Map<string, MemoryConsumer>();
  readonly connected = new Set<string>();
  receiveTransportId = '';
  capabilities: types.RtpCapabilities | undefined;
  autoAudio = false;
  wanted: ReadonlyMap<SourceKey, Subscription> = new Map();
  dataTransportId = '';
  topics: ReadonlySet<string> = new Set();
  /** Media that the live gateway feeds. */
  readonly ingests = new Set<RtpMedium>();
  readonly egressIds = new Set<string>();

  constructor(memberId: MemberId) {
    this.memberId = memberId;
  }

  /** @throws AppError transportNotFound */
  requireTransport(transportId: string, direction?: Direction): void {
    for (const [itsDirection, id] of this.transportIds) {
      if (id === transportId && (direction ?? itsDirection) === itsDirection) return;
    }
    throw new AppError('transportNotFound');
  }

  /** @throws AppError consumerNotFound */
  requireConsumer(consumerId: string): MemoryConsumer {
    for (const consumer of this.consumers.values()) {
      if (consumer.consumerId === consumerId && consumer.source.medium !== 'data') return consumer;
    }
    throw new AppError('consumerNotFound');
  }

  /** Whether it wants that source and could take it. Never its own. */
  wants(source: MemoryProducer): boolean {
    if (source.memberId === this.memberId) return false;
    if (source.medium === 'data') return this.dataTransportId !== '' && this.topics.has(source.topic);
    if (this.receiveTransportId === '' || !this.#canDecode(source)) return false;
    return (this.autoAudio && source.medium === 'audio') || this.wanted.has(`${source.memberId}/${source.medium}`);
  }

  /** The transport that a consumer of that source belongs on. */
  transportFor(source: MemoryProducer): string {
    return source.medium === 'data' ? this.dataTransportId : this.receiveTransportId;
  }

  #canDecode({ rtpParameters }: MemoryProducer): boolean {
    const mimeType = rtpParameters?.codecs[0]?.mimeType.toLowerCase();
    return this.capabilities?.codecs?.some((codec) => codec.mimeType.toLowerCase() === mimeType) === true;
  }
}

/** What an RTP producer is here. @throws AppError mediaParametersInvalid */
export function rtpRecord(
  { medium, rtpParameters, mayFlow }: Pick<CommandOf<'produce'>, 'medium' | 'rtpParameters' | 'mayFlow'>,
  transportId: string,
): Omit<MemoryProducer, 'producerId' | 'memberId'> {
  const parsed = parseRtpParameters(rtpParameters, medium === 'audio' ? 'audio' : 'video');
  const mimeType = parsed.codecs[0]?.mimeType.toLowerCase();
  const isOffered = ROUTER_CODECS.some((codec) => codec.mimeType.toLowerCase() === mimeType);
  if (!isOffered) throw new AppError('mediaParametersInvalid', 'unsupported codec');
  return { medium, topic: '', transportId, rtpParameters: parsed, sctpStreamParameters: undefined, mayFlow };
}
