/** RoomMedia with mediasoup-client's own fake handler and a server that answers media commands. */
import { Device, FakeHandler, testFakeParameters, type types } from 'mediasoup-client';
import type { ClientRoom } from '../../../client/client-room.ts';
import type { MediaTrack, RoomMediaOptions } from '../../../client/media/media-types.ts';
import { RoomMedia } from '../../../client/media/room-media.ts';
import type { ClientFrame, Init, RoomSnapshot, ServerFrame } from '../../../wire/generated/messages.ts';
import { ScriptedServer, SNAPSHOT } from './scripted-server.ts';
import { settle } from './virtual-clock.ts';

/** A MediaStreamTrack as far as mediasoup-client and this library look at it. */
export class FakeTrack extends EventTarget {
  readonly id: string;
  readonly kind: 'audio' | 'video';
  enabled = true;
  readyState: 'live' | 'ended' = 'live';

  constructor(kind: 'audio' | 'video', id = `${kind}-track`) {
    super();
    this.kind = kind;
    this.id = id;
  }

  stop(): void {
    this.readyState = 'ended';
  }
  /** The device was unplugged. */
  end(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
  asTrack(): MediaTrack {
    return this as unknown as MediaTrack;
  }
}

export interface MediaHarness {
  readonly server: ScriptedServer;
  readonly room: ClientRoom;
  readonly media: RoomMedia;
  /** Handlers of the transports made so far, in order. */
  readonly handlers: FakeHandler[];
  /** Everything the media told: names with the telling details. */
  readonly told: string[];
  /** Answers by frame kind; replaces the usual ones. */
  readonly answers: Partial<Record<string, (frame: ClientFrame) => Init<ServerFrame> | undefined>>;
  /** Kinds of media frames since the last call. */
  frames(): string[];
}

const json = JSON.stringify;

function usualAnswers(): MediaHarness['answers'] {
  let count = 0;
  const next = (): string => {
    count += 1;
    return String(count);
  };
  const ack = (): Init<ServerFrame> => ({ ack: {} });
  const transport = (): Init<ServerFrame> => {
    const remote = testFakeParameters.generateTransportRemoteParameters();
    return {
      transportCreated: {
        transportId: `t${next()}`,
        iceParametersJson: json(remote.iceParameters),
        iceCandidatesJson: json(remote.iceCandidates),
        dtlsParametersJson: json(remote.dtlsParameters),
        sctpParametersJson: json(remote.sctpParameters),
      },
    };
  };
  return {
    getRtpCapabilities: () => ({
      rtpCapabilities: {
        rtpCapabilitiesJson: json(testFakeParameters.generateRouterRtpCapabilities()),
        mediaGeneration: 1,
      },
    }),
    createTransport: transport,
    connectTransport: ack,
    restartIce: () => ({
      iceRestarted: { iceParametersJson: json(testFakeParameters.generateTransportRemoteParameters().iceParameters) },
    }),
    produce: () => ({ produced: { producerId: `p${next()}` } }),
    produceData: () => ({ dataProduced: { dataProducerId: `d${next()}` } }),
    closeProducer: ack,
    closeDataProducer: ack,
    setSubscriptions: ack,
    resumeConsumer: ack,
    consumeData: ack,
    setSelfMute: ack,
  };
}

/** A joined room with media over fake transports. */
export async function mediaHarness(
  snapshot: Init<RoomSnapshot> = SNAPSHOT,
  options: Partial<RoomMediaOptions> = {},
): Promise<MediaHarness> {
  const server = await ScriptedServer.connected();
  const room = await server.join(snapshot);
  const answers = usualAnswers();
  const kinds: string[] = [];
  server.answerWith((frame) => {
    const answer = answers[frame.body ?? ''];
    if (frame.ping !== null) return { pong: { sentAtMs: frame.ping.sentAtMs } };
    if (answer !== undefined) kinds.push(frame.body ?? '');
    return answer?.(frame);
  });
  const handlers: FakeHandler[] = [];
  const base = FakeHandler.createFactory(testFakeParameters);
  const handlerFactory: types.HandlerFactory = {
    ...base,
    factory: (handlerOptions) => {
      const handler = base.factory(handlerOptions);
      handlers.push(handler as FakeHandler);
      return handler;
    },
  };
  const createDevice = (): Promise<Device> => Promise.resolve(new Device({ handlerFactory }));
  const media = new RoomMedia({ room, createDevice, clock: server.clock, ...options });
  const told: string[] = [];
  media.on('track', ({ memberId, medium, consumerId }) => told.push(`track ${memberId} ${medium} ${consumerId}`));
  media.on('trackEnded', ({ consumerId }) => told.push(`trackEnded ${consumerId}`));
  media.on('published', (published) =>
    told.push(`published ${published.map(({ medium, paused }) => `${medium}${paused ? 'p' : ''}`).join()}`),
  );
  media.on('localTrackEnded', ({ medium }) => told.push(`localTrackEnded ${medium}`));
  media.on('reset', ({ mediaGeneration }) => told.push(`reset ${mediaGeneration}`));
  media.on('layers', ({ consumerId, spatialLayer }) => told.push(`layers ${consumerId} ${spatialLayer}`));
  media.on('error', ({ operation, error }) => told.push(`error ${operation} ${error.errorName}`));
  await server.clock.pass(1);
  const harness = { server, room, media, handlers, told, answers, frames: () => kinds.splice(0) };
  await settle();
  return harness;
}

/** A ConsumerOpened of m2. */
export function consumerOpened(consumerId: string, medium: 1 | 2 | 3, memberId = 'm2'): Init<ServerFrame> {
  const codecMimeType = medium === 1 ? 'audio/opus' : 'video/VP8';
  const { rtpParameters } = testFakeParameters.generateConsumerRemoteParameters({ id: consumerId, codecMimeType });
  return {
    consumerOpened: {
      roomId: 'r1',
      consumerId,
      producerId: `producer-of-${consumerId}`,
      memberId,
      medium,
      rtpParametersJson: json(rtpParameters),
      simulcast: medium !== 1,
    },
  };
}

/** The delta in which the server says whether a medium of m1 may flow. */
export function flowDelta(offset: number, medium: 1 | 2 | 3, mayFlow: boolean): Init<ServerFrame> {
  const change = { mediumChanged: { memberId: 'm1', state: { medium, published: true, mayFlow } } };
  return { roomDelta: { roomId: 'r1', epoch: 'e1', prevOffset: offset - 1, offset, events: [{ offset, change }] } };
}
