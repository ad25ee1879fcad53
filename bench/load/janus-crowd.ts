/** One who publishes and many who watch in a room of Janus, with the same media client as everywhere. */
import { inParallel } from './in-parallel.ts';
import { extensionsOf, publisherOffer, remoteTransport, viewerAnswer } from './janus-sdp.ts';
import { type Description, JanusSession } from './janus-session.ts';
import { type LocalDtls, MediaPeer } from './media-peer.ts';
import { RtpStream } from './rtp-stream.ts';
import type { SfuCrowd } from './sfu-loop.ts';
import { transportCcId } from './transport-feedback.ts';

const ROOM = 1;
const FEED = 1;
const SSRC = 7000;
const AT_ONCE = 8;

const endOf = (peer: MediaPeer, dtls: LocalDtls): Parameters<typeof viewerAnswer>[1] => ({
  ice: peer.iceCredentials,
  local: peer.local,
  dtls,
});

function described(jsep: Description | undefined): string {
  if (jsep === undefined) throw new Error('janus: no session description');
  return jsep.sdp;
}

/** The room is made by its first visitor, whose handle stays. */
async function openPublisher(
  session: JanusSession,
  peer: MediaPeer,
  kind: 'audio' | 'video',
  dtls: LocalDtls,
): Promise<void> {
  const handle = await session.attach();
  const room = { room: ROOM, publishers: 1, audiocodec: 'opus', videocodec: 'h264', bitrate: 0 };
  await session.message(handle, { request: 'create', ...room });
  await session.message(handle, { request: 'join', ptype: 'publisher', room: ROOM, id: FEED });
  const sdp = publisherOffer(kind, SSRC, endOf(peer, dtls));
  const { jsep } = await session.message(handle, { request: 'publish' }, { type: 'offer', sdp });
  await peer.connect(remoteTransport(described(jsep)));
}

async function openViewer(session: JanusSession, peer: MediaPeer, dtls: LocalDtls): Promise<void> {
  const handle = await session.attach();
  const wanted = { ptype: 'subscriber', room: ROOM, streams: [{ feed: FEED }] };
  const { jsep } = await session.message(handle, { request: 'join', ...wanted });
  const offer = described(jsep);
  const sdp = viewerAnswer(offer, endOf(peer, dtls));
  await session.message(handle, { request: 'start' }, { type: 'answer', sdp });
  await peer.connect(remoteTransport(offer));
  const extensionId = transportCcId(extensionsOf(offer));
  if (extensionId !== undefined) peer.giveFeedback(extensionId);
}

export interface JanusRoom {
  /** Of Janus' HTTP API. */
  readonly port: number;
  /** Where the clients are: on the interface on which Janus is, as it sends to no other. */
  readonly address: string;
}

/** @throws Error when one of them does not get in */
export async function openJanusCrowd(
  { port, address }: JanusRoom,
  kind: 'audio' | 'video',
  viewerCount: number,
  dtls: LocalDtls,
): Promise<SfuCrowd> {
  const session = await JanusSession.open(port);
  const peers: MediaPeer[] = [];
  const bind = async (): Promise<MediaPeer> => {
    const peer = await MediaPeer.bind(address);
    peers.push(peer);
    return peer;
  };
  const close = (): void => {
    for (const peer of peers) peer.close();
    session.close();
  };
  try {
    const publisher = await bind();
    await openPublisher(session, publisher, kind, dtls);
    const viewers = await inParallel(viewerCount, AT_ONCE, async () => {
      const peer = await bind();
      await openViewer(session, peer, dtls);
      return peer;
    });
    return { publisher, viewers, stream: new RtpStream(kind, SSRC), close };
  } catch (error) {
    close();
    throw error;
  }
}
