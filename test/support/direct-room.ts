/**
 * Our publisher on a real worker, fed with real RTP: a direct transport stands in for the member's WebRTC transport, so
 * packets can be sent and watched without a browser.
 */
import { createWorker, type types } from 'mediasoup';
import { ROUTER_CODECS } from '../../src/sfu/internal/codecs.ts';
import type { MemberContext, MemberTransport, RoomContext, RtpSource } from '../../src/sfu/internal/media-context.ts';
import { Publisher } from '../../src/sfu/internal/publisher.ts';
import { type SpeakerLevel, Speakers } from '../../src/sfu/internal/speakers.ts';
import { WorkerGate } from '../../src/sfu/internal/worker-gate.ts';
import { WorkerLoad } from '../../src/sfu/internal/worker-load.ts';
import type { MediaEvent } from '../../src/sfu/media-engine.ts';
import { resolveMediaOptions } from '../../src/sfu/media-engine-options.ts';
import { memberOf, roomOf } from './media-member.ts';
import { realOptions, workerBin } from './real-engine.ts';
import { freshSsrc, opus } from './rtp-parameters.ts';

const LEVEL_EXTENSION_ID = 10;
const LEVEL_INTERVAL_MS = 250;

export interface DirectMember {
  readonly publisher: Publisher;
  /** Called when the worker has opened a producer, before anything else can happen to it. */
  onProducer: (producer: types.Producer) => void;
  produceAudio(mayFlow: boolean): Promise<RtpSource>;
  /** Sends one Opus packet with that payload, as loud as `dbov` says. */
  send(payload: string, dbov?: number): void;
}

export interface DirectRoom {
  readonly events: MediaEvent[];
  readonly speaking: (readonly SpeakerLevel[])[];
  /** The dominant speaker told with each of `speaking`. */
  readonly dominants: (string | null)[];
  join(name: string): Promise<DirectMember>;
  /** Payloads that a receiver of this producer gets. */
  listen(source: RtpSource): Promise<readonly string[]>;
  close(): void;
}

/** An RTP packet with an audio-level extension (RFC 6464, RFC 8285 one-byte form). */
function rtpPacket(ssrc: number, sequence: number, dbov: number, payload: string): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x90;
  header[1] = 111;
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE((sequence * 960) >>> 0, 4);
  header.writeUInt32BE(ssrc, 8);
  header.writeUInt16BE(0xbede, 12);
  header.writeUInt16BE(1, 14);
  header[16] = LEVEL_EXTENSION_ID << 4;
  header[17] = 0x80 | -dbov;
  return Buffer.concat([header, Buffer.from(payload)]);
}

export async function openDirectRoom(): Promise<DirectRoom> {
  const worker = await createWorker({ workerBin: workerBin(), logLevel: 'error' });
  const router = await worker.createRouter({ mediaCodecs: ROUTER_CODECS });
  const events: MediaEvent[] = [];
  const speaking: (readonly SpeakerLevel[])[] = [];
  const dominants: (string | null)[] = [];
  const members = new Map<string, DirectMember>();
  const speakers = new Speakers({
    intervalMs: LEVEL_INTERVAL_MS,
    isAudible: (memberId) => members.get(memberId)?.publisher.mayFlow('audio') === true,
    onChange: (levels, dominant) => {
      speaking.push(levels);
      dominants.push(dominant);
    },
    onFault: (error) => {
      throw error;
    },
  });
  const listening: Promise<void>[] = [];
  const room: Omit<RoomContext, 'webRtcServer'> = {
    roomId: roomOf('room'),
    options: resolveMediaOptions(realOptions(), 1),
    load: new WorkerLoad(),
    gate: new WorkerGate(),
    emit: (event) => events.push(event),
    isOver: false,
    rtpSources: new Map(),
    dataSources: () => [],
    router: () => Promise.resolve(router),
    payloadRouter: () => {
      throw new Error('nobody here negotiates by SDP');
    },
    rtpOpened: (source) => void listening.push(speakers.add(source, Promise.resolve(router))),
    rtpClosed: ({ appData }) => speakers.left(appData.memberId),
    dataOpened: () => undefined,
    dataClosed: () => undefined,
    audioMuted: (memberId) => speakers.muted(memberId),
  };

  const join = async (name: string): Promise<DirectMember> => {
    const transport = await router.createDirectTransport();
    const context: MemberContext = {
      memberId: memberOf(name),
      isOver: false,
      requireTransport: () => transport as unknown as MemberTransport,
      requireOpen: () => undefined,
      bring: ({ id }) => Promise.resolve(id),
    };
    const publisher = new Publisher(room as RoomContext, context);
    const ssrc = freshSsrc();
    let sequence = 0;
    const member: DirectMember = {
      publisher,
      onProducer: () => undefined,
      produceAudio: async (mayFlow) => {
        await publisher.produce({
          transportId: transport.id,
          medium: 'audio',
          rtpParameters: opus('0', ssrc),
          mayFlow,
        });
        await Promise.all(listening);
        const [source] = publisher.rtpSources;
        if (source === undefined) throw new Error('nothing was produced');
        return source;
      },
      send: (payload, dbov = -30) => {
        sequence += 1;
        publisher.rtpSources[0]?.send(rtpPacket(ssrc, sequence, dbov, payload));
      },
    };
    transport.observer.on('newproducer', (producer) => member.onProducer(producer));
    members.set(name, member);
    return member;
  };

  const listen = async (source: RtpSource): Promise<readonly string[]> => {
    const transport = await router.createDirectTransport();
    const consumer = await transport.consume({ producerId: source.id, rtpCapabilities: router.rtpCapabilities });
    const payloads: string[] = [];
    // Headers are the consumer's own and vary; payloads start after the last control byte.
    consumer.on('rtp', (packet) => payloads.push(/[a-z]+-\d+$/.exec(packet.toString('latin1'))?.[0] ?? '?'));
    return payloads;
  };

  return { events, speaking, dominants, join, listen, close: () => worker.close() };
}
