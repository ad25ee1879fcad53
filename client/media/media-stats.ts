/** Boils RTCStatsReports down to what an inspector shows. Rates are since the previous look. */
import type { types } from 'mediasoup-client';
import type { ClientClock } from '../api.ts';
import type { MediaLink } from './media-link.ts';
import type { ConsumerStats, MediaStatsSummary, ProducerStats, RtpMedium } from './media-types.ts';
import type { RemoteTrackState } from './remote-tracks.ts';

/** One entry of an RTCStatsReport: names differ by browser, so every field is read with a default. */
type Stat = Readonly<Record<string, unknown>>;
/** An RTCStatsReport, as far as it is read. */
interface Report {
  forEach(callback: (stat: Stat) => void): void;
}

export interface StatsSources {
  readonly link: MediaLink | undefined;
  readonly producers: readonly { readonly medium: RtpMedium; readonly producer: types.Producer }[];
  readonly tracks: readonly RemoteTrackState[];
  readonly preferredLayer: (memberId: string, medium: RtpMedium) => number;
}

interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

const number = (stat: Stat | undefined, key: string): number => {
  const value = stat?.[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
};
const text = (stat: Stat | undefined, key: string): string => {
  const value = stat?.[key];
  return typeof value === 'string' ? value : '';
};

function entriesOf(report: Report): Stat[] {
  const entries: Stat[] = [];
  report.forEach((stat) => {
    entries.push(stat);
  });
  return entries;
}

/** A report that may fail because its object closes meanwhile is an empty one. */
async function read(getStats: () => Promise<unknown>): Promise<readonly Stat[]> {
  try {
    return entriesOf((await getStats()) as Report);
  } catch {
    return [];
  }
}

/** Bytes of media: browsers probe for bandwidth with retransmissions, which would triple the smallest layer. */
function mediaBytes(outbound: Stat): number {
  return number(outbound, 'bytesSent') - number(outbound, 'retransmittedBytesSent');
}

export class MediaStatsReader {
  readonly #clock: ClientClock;
  #previous = new Map<string, Sample>();
  #current = new Map<string, Sample>();

  constructor(clock: ClientClock) {
    this.#clock = clock;
  }

  /** One look at everything; never rejects. Meant for once a second. */
  async read(sources: StatsSources): Promise<MediaStatsSummary> {
    const atMs = this.#clock.now();
    this.#current = new Map();
    const { link } = sources;
    const [producers, consumers, transports] = await Promise.all([
      Promise.all(sources.producers.map((entry) => this.#producer(entry, atMs))),
      Promise.all(sources.tracks.map((track) => this.#consumer(track, sources, atMs))),
      Promise.all((link?.transports ?? []).map(transportSummary)),
    ]);
    this.#previous = this.#current;
    const mediaGeneration = link?.mediaGeneration ?? 0;
    return { atMs, mediaGeneration, transports, producers: producers.flat(), consumers: consumers.flat() };
  }

  async #producer(entry: StatsSources['producers'][number], atMs: number): Promise<ProducerStats[]> {
    const { medium, producer } = entry;
    const stats = await read(() => producer.getStats());
    const codec = producer.rtpParameters.codecs[0]?.mimeType ?? '';
    const outbound = stats.filter((stat) => stat['type'] === 'outbound-rtp');
    return outbound.map((stat) => ({
      medium,
      producerId: producer.id,
      rid: text(stat, 'rid'),
      codec,
      paused: producer.paused,
      bitrateBps: this.#rate(`${producer.id} ${text(stat, 'id')}`, atMs, mediaBytes(stat)),
      framesPerSecond: number(stat, 'framesPerSecond'),
      width: number(stat, 'frameWidth'),
      height: number(stat, 'frameHeight'),
      packetsSent: number(stat, 'packetsSent'),
      nackCount: number(stat, 'nackCount'),
      pliCount: number(stat, 'pliCount'),
    }));
  }

  async #consumer(track: RemoteTrackState, sources: StatsSources, atMs: number): Promise<ConsumerStats[]> {
    const { consumer, medium, memberId, consumerId, simulcast, spatialLayer, temporalLayer } = track;
    if (consumer === undefined) return [];
    const stats = await read(() => consumer.getStats());
    const inbound = stats.find((stat) => stat['type'] === 'inbound-rtp');
    const emitted = number(inbound, 'jitterBufferEmittedCount');
    return [
      {
        medium,
        memberId,
        consumerId,
        codec: consumer.rtpParameters.codecs[0]?.mimeType ?? '',
        paused: consumer.paused,
        bitrateBps: this.#rate(consumerId, atMs, number(inbound, 'bytesReceived')),
        framesPerSecond: number(inbound, 'framesPerSecond'),
        width: number(inbound, 'frameWidth'),
        height: number(inbound, 'frameHeight'),
        framesDecoded: number(inbound, 'framesDecoded'),
        jitterMs: number(inbound, 'jitter') * 1000,
        packetsReceived: number(inbound, 'packetsReceived'),
        packetsLost: number(inbound, 'packetsLost'),
        jitterBufferMs: emitted === 0 ? 0 : (number(inbound, 'jitterBufferDelay') / emitted) * 1000,
        totalAudioEnergy: number(inbound, 'totalAudioEnergy'),
        simulcast,
        spatialLayer,
        temporalLayer,
        preferredSpatialLayer: sources.preferredLayer(memberId, medium),
      },
    ];
  }

  /** Bit/s since the previous look; 0 at the first one. */
  #rate(key: string, atMs: number, bytes: number): number {
    this.#current.set(key, { atMs, bytes });
    const before = this.#previous.get(key);
    if (before === undefined || atMs <= before.atMs || bytes < before.bytes) return 0;
    return Math.round(((bytes - before.bytes) * 8000) / (atMs - before.atMs));
  }
}

async function transportSummary([direction, transport]: MediaLink['transports'][number]): Promise<
  MediaStatsSummary['transports'][number]
> {
  const stats = await read(() => transport.getStats());
  const selectedId = text(
    stats.find((stat) => stat['type'] === 'transport'),
    'selectedCandidatePairId',
  );
  // Firefox marks the pair itself.
  const isSelected = (stat: Stat): boolean =>
    stat['type'] === 'candidate-pair' && (stat['id'] === selectedId || stat['selected'] === true);
  const pair = stats.find(isSelected);
  const local = stats.find((stat) => stat['id'] === text(pair, 'localCandidateId'));
  return {
    direction,
    state: transport.connectionState,
    rttMs: number(pair, 'currentRoundTripTime') * 1000,
    protocol: text(local, 'protocol'),
    availableOutgoingBps: number(pair, 'availableOutgoingBitrate'),
  };
}
