/** The server's view of one member's media, for the inspector: plain data, bounded. */
import type { types } from 'mediasoup';
import type { Json } from '../media-engine.ts';
import { toJson } from './codecs.ts';
import type { Direction, MediaAppData, MemberTransport } from './media-context.ts';
import type { MemberMedia } from './member-media.ts';

/** Statistics cost the worker a message per object; an inspector shows no more. */
const MAX_CONSUMERS_SHOWN = 64;

/** Asks the worker about everything the member has open; what closes meanwhile is left out. */
export async function memberStats(member: MemberMedia): Promise<Json> {
  const consumers = [...member.rtpReceiver.consumers].slice(0, MAX_CONSUMERS_SHOWN);
  const { rtpSources, dataSources } = member.publisher;
  const [transports, producers, dataProducers, received] = await Promise.all([
    present([...member.transports].map(transportStats)),
    present(rtpSources.map(producerStats)),
    present(
      dataSources.map(async (source) => ({
        id: source.id,
        topic: source.label,
        paused: source.paused,
        stats: await source.getStats(),
      })),
    ),
    present(consumers.map(consumerStats)),
  ]);
  return toJson({ transports, producers, dataProducers, consumers: received, egresses: member.live.stats });
}

async function present<T>(asked: readonly Promise<T>[]): Promise<readonly T[]> {
  const outcomes = await Promise.allSettled(asked);
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

async function transportStats([direction, transport]: [Direction, MemberTransport]) {
  const [stats] = await transport.getStats();
  const { id, iceState, dtlsState, sctpState, iceSelectedTuple } = transport;
  return {
    id,
    direction,
    iceState,
    dtlsState,
    sctpState,
    protocol: iceSelectedTuple?.protocol,
    recvBitrate: stats?.recvBitrate,
    sendBitrate: stats?.sendBitrate,
    bytesReceived: stats?.bytesReceived,
    bytesSent: stats?.bytesSent,
    availableOutgoingBitrate: stats?.availableOutgoingBitrate,
    availableIncomingBitrate: stats?.availableIncomingBitrate,
    packetLossReceived: stats?.rtpPacketLossReceived,
    packetLossSent: stats?.rtpPacketLossSent,
  };
}

async function producerStats(producer: types.Producer<MediaAppData>) {
  const stats = await producer.getStats();
  const { id, kind, type, paused, score, appData } = producer;
  return { id, medium: appData.medium, kind, type, paused, score, streams: stats.map(streamStats) };
}

async function consumerStats(consumer: types.Consumer<MediaAppData>) {
  const stats = await consumer.getStats();
  const { id, producerId, kind, type, paused, producerPaused, score, currentLayers, preferredLayers, appData } =
    consumer;
  return {
    id,
    producerId,
    medium: appData.medium,
    kind,
    type,
    paused,
    producerPaused,
    score,
    currentLayers,
    preferredLayers,
    // The producer's streams come along; they are shown where they belong.
    streams: stats.filter((stream) => stream.type === 'outbound-rtp').map(streamStats),
  };
}

function streamStats(stream: types.ProducerStat | types.ConsumerStat) {
  const { ssrc, rid, mimeType, bitrate, packetCount, byteCount, packetsLost, fractionLost, jitter, roundTripTime } =
    stream;
  const { nackCount, pliCount, firCount, packetsRetransmitted, packetsRepaired, score } = stream;
  return {
    ssrc,
    rid,
    mimeType,
    bitrate,
    packetCount,
    byteCount,
    packetsLost,
    fractionLost,
    jitter,
    roundTripTime,
    nackCount,
    pliCount,
    firCount,
    packetsRetransmitted,
    packetsRepaired,
    score,
  };
}
