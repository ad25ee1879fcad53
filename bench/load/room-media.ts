/** Media of a member of ours: the commands that a client library sends, without a browser. */
import { Medium, TransportDirection } from '../../wire/generated/messages.ts';
import { type LocalDtls, MediaPeer, type RemoteTransport } from './media-peer.ts';
import type { RoomClient } from './room-client.ts';
import { type Extension, transportCcId } from './transport-feedback.ts';

const CONSUMERS_TIMEOUT_MS = 20_000;

export interface OpenTransport extends RemoteTransport {
  readonly transportId: string;
}

/** Opens a transport and tells the server who will connect. */
export async function openTransport(
  client: RoomClient,
  roomId: string,
  direction: 'send' | 'receive',
  dtls: object,
): Promise<OpenTransport> {
  const wanted = direction === 'send' ? TransportDirection.SEND : TransportDirection.RECEIVE;
  const { transportCreated } = await client.request({ createTransport: { roomId, direction: wanted } });
  if (transportCreated === null) throw new Error('the answer to CreateTransport is not TransportCreated');
  const { transportId, iceParametersJson, iceCandidatesJson } = transportCreated;
  await client.request({ connectTransport: { roomId, transportId, dtlsParametersJson: JSON.stringify(dtls) } });
  return {
    transportId,
    iceParameters: JSON.parse(iceParametersJson) as RemoteTransport['iceParameters'],
    iceCandidates: JSON.parse(iceCandidatesJson) as RemoteTransport['iceCandidates'],
  };
}

export async function capabilitiesOf(client: RoomClient, roomId: string): Promise<string> {
  const { rtpCapabilities } = await client.request({ getRtpCapabilities: { roomId } });
  if (rtpCapabilities === null) throw new Error('no RTP capabilities');
  return rtpCapabilities.rtpCapabilitiesJson;
}

export async function produce(
  client: RoomClient,
  roomId: string,
  transportId: string,
  kind: 'audio' | 'video',
  rtpParameters: unknown,
): Promise<void> {
  const medium = kind === 'audio' ? Medium.AUDIO : Medium.VIDEO;
  await client.request({ produce: { roomId, transportId, medium, rtpParametersJson: JSON.stringify(rtpParameters) } });
}

export interface Wish {
  readonly memberId: string;
  readonly medium: Medium;
}

/** Wants those media, and resolves with the ids of as many consumers, all still paused. */
export async function subscribe(
  client: RoomClient,
  roomId: string,
  transportId: string,
  rtpCapabilitiesJson: string,
  wishes: readonly Wish[],
): Promise<readonly string[]> {
  const ids: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  client.onPush = ({ consumerOpened }) => {
    if (consumerOpened === null) return;
    ids.push(consumerOpened.consumerId);
    if (ids.length === wishes.length) resolve();
  };
  const timer = setTimeout(() => reject(new Error('no consumers in time')), CONSUMERS_TIMEOUT_MS);
  try {
    const wanted = wishes.map((wish) => ({ ...wish, spatialLayer: -1, temporalLayer: -1 }));
    await client.request({
      setSubscriptions: { roomId, transportId, rtpCapabilitiesJson, autoAudio: false, wanted },
    });
    await promise;
  } finally {
    clearTimeout(timer);
    client.onPush = undefined;
  }
  return ids;
}

/** A peer that sends media of that kind. */
export async function openPublisher(
  client: RoomClient,
  roomId: string,
  dtls: LocalDtls,
  kind: 'audio' | 'video',
  rtpParameters: unknown,
): Promise<MediaPeer> {
  const transport = await openTransport(client, roomId, 'send', dtls);
  const peer = await MediaPeer.connect(transport);
  await produce(client, roomId, transport.transportId, kind, rtpParameters);
  return peer;
}

/** A peer that receives that medium of that member. */
export async function openViewer(
  client: RoomClient,
  roomId: string,
  dtls: LocalDtls,
  rtpCapabilitiesJson: string,
  wish: Wish,
): Promise<MediaPeer> {
  const transport = await openTransport(client, roomId, 'receive', dtls);
  const peer = await MediaPeer.connect(transport);
  const { headerExtensions } = JSON.parse(rtpCapabilitiesJson) as {
    readonly headerExtensions: readonly Extension[];
  };
  const extensionId = transportCcId(headerExtensions);
  if (extensionId !== undefined) peer.giveFeedback(extensionId);
  const consumerIds = await subscribe(client, roomId, transport.transportId, rtpCapabilitiesJson, [wish]);
  for (const consumerId of consumerIds) await client.request({ resumeConsumer: { roomId, consumerId } });
  return peer;
}
