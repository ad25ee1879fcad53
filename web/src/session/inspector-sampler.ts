import type { ConsumerStats, ProducerStats } from '../../../client/media/media-types.ts';
import type { ConsumerSample, InspectorView, ProducerSample } from '../store/inspector-view.ts';
import type { Store } from '../store/store.ts';
import type { CallSession } from './call-session.ts';
import { mediumName } from './remote-media.ts';

const SAMPLE_MS = 1000;

/** "H264" of "video/H264". */
const codecName = (mimeType: string): string => mimeType.slice(mimeType.indexOf('/') + 1);

function producerSample(stats: ProducerStats): ProducerSample {
  const { rid, bitrateBps, framesPerSecond, width, height, paused } = stats;
  const codec = codecName(stats.codec);
  return { medium: mediumName(stats.medium), rid, codec, bitrateBps, framesPerSecond, width, height, paused };
}

function consumerSample(stats: ConsumerStats, name: string): ConsumerSample {
  return {
    consumerId: stats.consumerId,
    memberId: stats.memberId,
    name,
    medium: mediumName(stats.medium),
    codec: codecName(stats.codec),
    bitrateBps: stats.bitrateBps,
    framesDecoded: stats.framesDecoded,
    framesPerSecond: stats.framesPerSecond,
    width: stats.width,
    height: stats.height,
    jitterMs: stats.jitterMs,
    packetsLost: stats.packetsLost,
    simulcast: stats.simulcast,
    currentLayer: stats.spatialLayer,
    preferredLayer: stats.preferredSpatialLayer,
    paused: stats.paused,
  };
}

/** One look at a call. */
export async function sampleCall(call: CallSession): Promise<InspectorView> {
  const { client, room, media } = call;
  const stats = await media.getStats();
  const json = client.toJSON();
  const roomJson = room.toJSON();
  const names = new Map(room.state.members.map((member) => [member.memberId, member.displayName]));
  return {
    session: {
      status: json.status,
      sessionId: json.sessionId,
      memberId: room.memberId,
      node: json.node,
      encoding: json.encoding,
      rttMs: json.rttMs,
      epoch: room.state.epoch,
      offset: room.state.offset,
      recoveredCount: roomJson.recoveredCount,
      snapshotCount: roomJson.snapshotCount,
      reconnectCount: json.reconnectCount,
      mediaGeneration: room.state.mediaGeneration,
    },
    producers: stats.producers
      .map(producerSample)
      .sort((a, b) => a.medium.localeCompare(b.medium) || a.rid.localeCompare(b.rid)),
    consumers: stats.consumers.map((consumer) =>
      consumerSample(consumer, names.get(consumer.memberId) ?? consumer.memberId),
    ),
  };
}

/** Samples once a second into `store` while somebody watches; gives a function that ends one watch. */
export function inspectorSampler(
  getCall: () => CallSession | undefined,
  store: Store<InspectorView | null>,
): () => () => void {
  let watchers = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let isSampling = false;
  const sample = async (): Promise<void> => {
    const call = getCall();
    if (call === undefined || isSampling) return;
    isSampling = true;
    try {
      store.set(await sampleCall(call));
    } catch {
      // Statistics of something that closes meanwhile; the next second shows what is left.
    } finally {
      isSampling = false;
    }
  };
  return () => {
    watchers++;
    if (watchers === 1) timer = setInterval(() => void sample(), SAMPLE_MS);
    void sample();
    return () => {
      watchers--;
      if (watchers === 0) clearInterval(timer);
    };
  };
}
