/** What the in-memory engine answers about its records, in the shapes of the real one. */
import type { MemberId, RoomId } from '../../shared/ids.ts';
import type { FlowReport, Json, MediaCounts, MediaEvent, RtpMedium, TransportInfo } from '../media-engine.ts';
import { toJson } from './codecs.ts';
import type { MemoryConsumer, MemoryMember, MemoryProducer } from './memory-member.ts';

const ofData = ({ medium }: MemoryProducer): boolean => medium === 'data';

/** A transport nobody can connect to, of the right shape. */
export function transportInfo(transportId: string, iceParameters: Json, forceTcp: boolean): TransportInfo {
  const candidate = (protocol: 'udp' | 'tcp'): Json => ({
    foundation: `${protocol}candidate`,
    priority: 1,
    ip: '127.0.0.1',
    address: '127.0.0.1',
    protocol,
    port: 1,
    type: 'host',
    ...(protocol === 'tcp' ? { tcpType: 'passive' } : {}),
  });
  return {
    transportId,
    iceParameters,
    iceCandidates: forceTcp ? [candidate('tcp')] : [candidate('udp'), candidate('tcp')],
    dtlsParameters: { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: `${'00:'.repeat(31)}00` }] },
    sctpParameters: { port: 5000, OS: 65_535, MIS: 65_535, maxMessageSize: 65_536 },
  };
}

/** What flows. */
export function memoryFlows(roomId: RoomId, producers: readonly MemoryProducer[]): readonly FlowReport[] {
  return producers.map(({ memberId, medium, producerId, mayFlow }) => ({
    roomId,
    memberId,
    medium,
    producerId,
    mayFlow,
  }));
}

/** The member's objects without figures: nothing flows here. */
export function memoryStats(member: MemoryMember | undefined): Json {
  const producers = [...(member?.producers.values() ?? [])];
  const consumers = [...(member?.consumers.values() ?? [])].filter(({ source }) => !ofData(source));
  const describe = ({ producerId, medium, topic, mayFlow }: MemoryProducer): Json => ({
    id: producerId,
    paused: !mayFlow,
    ...(medium === 'data' ? { topic } : { medium }),
  });
  return {
    transports: [...(member?.transportIds ?? [])].map(([direction, id]) => ({ id, direction })),
    producers: producers.filter((producer) => !ofData(producer)).map(describe),
    dataProducers: producers.filter(ofData).map(describe),
    consumers: consumers.map(({ consumerId, source, paused }) => ({ id: consumerId, medium: source.medium, paused })),
    egresses: [...(member?.egressIds ?? [])].map((id) => ({ id })),
  };
}

/** One for all that is fed, one for each egress. */
const linkTransports = ({ ingests, egressIds }: MemoryMember): number => (ingests.size > 0 ? 1 : 0) + egressIds.size;

export function memoryCounts(
  rooms: readonly { readonly members: ReadonlyMap<MemberId, MemoryMember> }[],
  workerPids: readonly number[],
): MediaCounts {
  const members = rooms.flatMap((room) => [...room.members.values()]);
  const producers = members.flatMap((member) => [...member.producers.values()]);
  const consumers = members.flatMap((member) => [...member.consumers.values()]);
  const dataProducers = producers.filter(ofData).length;
  const dataConsumers = consumers.filter(({ source }) => ofData(source)).length;
  return {
    workers: workerPids.length,
    routers: rooms.length,
    transports: members.reduce((sum, member) => sum + member.transportIds.size + linkTransports(member), 0),
    producers: producers.length - dataProducers,
    consumers: consumers.length - dataConsumers,
    dataProducers,
    dataConsumers,
    members: members.length,
    workerPids: [...workerPids],
  };
}

interface Scope {
  readonly roomId: RoomId;
  readonly memberId: MemberId;
}

/** The member receives that source. Its parameters are the sender's, with the id of a stream of our own. */
export function openedEvent(to: Scope, consumerId: string, source: MemoryProducer): MediaEvent {
  const { producerId, medium, topic, memberId: producerMemberId, mayFlow } = source;
  if (medium === 'data') {
    const sctpStreamParameters = toJson(source.sctpStreamParameters);
    const ids = { dataConsumerId: consumerId, dataProducerId: producerId, producerMemberId };
    return { type: 'dataConsumerOpened', ...to, ...ids, topic, sctpStreamParameters };
  }
  const number = Number(consumerId.slice(consumerId.lastIndexOf('-') + 1));
  return {
    type: 'consumerOpened',
    ...to,
    consumerId,
    producerId,
    producerMemberId,
    medium: medium satisfies RtpMedium,
    rtpParameters: toJson({ ...source.rtpParameters, mid: String(number), encodings: [{ ssrc: number }] }),
    simulcast: (source.rtpParameters?.encodings?.length ?? 0) > 1,
    producerPaused: !mayFlow,
  };
}

/** The member receives it no more. */
export function closedEvent(to: Scope, { consumerId, source }: MemoryConsumer): MediaEvent {
  if (source.medium === 'data') return { type: 'dataConsumerClosed', ...to, dataConsumerId: consumerId };
  return { type: 'consumerClosed', ...to, consumerId };
}
