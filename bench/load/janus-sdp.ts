/** Session descriptions for Janus' video room: one medium, one direction, one address; and what its own say of it. */
import type { LocalDtls, RemoteTransport } from './media-peer.ts';
import type { IceCredentials } from './stun.ts';
import { type Extension, TRANSPORT_CC_URI } from './transport-feedback.ts';

/**
 * Payload types and what is agreed for them are those of test/support/rtp-parameters.ts, as the other servers are told, and
 * what those agree on with viewers by themselves: reports of arrivals for video.
 */
const CODECS = {
  audio: {
    payloadTypes: '111',
    lines: ['a=rtpmap:111 opus/48000/2', 'a=fmtp:111 useinbandfec=1;minptime=10'],
  },
  video: {
    payloadTypes: '96 97',
    lines: [
      'a=rtpmap:96 H264/90000',
      'a=fmtp:96 packetization-mode=1;profile-level-id=42e01f;level-asymmetry-allowed=1',
      `a=extmap:5 ${TRANSPORT_CC_URI}`,
      'a=rtcp-fb:96 transport-cc',
      'a=rtcp-fb:96 nack',
      'a=rtcp-fb:96 nack pli',
      'a=rtpmap:97 rtx/90000',
      'a=fmtp:97 apt=96',
    ],
  },
} as const;

/** Who speaks, and where it is reached. */
export interface LocalEnd {
  readonly ice: IceCredentials;
  readonly local: { readonly address: string; readonly port: number };
  readonly dtls: LocalDtls;
}

const session = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0'];

const transportLines = ({ ice, local, dtls }: LocalEnd): readonly string[] => [
  'a=rtcp-mux',
  `a=ice-ufrag:${ice.usernameFragment}`,
  `a=ice-pwd:${ice.password}`,
  ...dtls.fingerprints.map(({ algorithm, value }) => `a=fingerprint:${algorithm} ${value}`),
  'a=setup:active',
  `a=candidate:1 1 udp 2122260223 ${local.address} ${local.port} typ host`,
  'a=end-of-candidates',
];

const text = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;

/** The offer of somebody who sends one medium. */
export function publisherOffer(kind: 'audio' | 'video', ssrc: number, end: LocalEnd): string {
  const { payloadTypes, lines } = CODECS[kind];
  const repairs = kind === 'video' ? [`a=ssrc-group:FID ${ssrc} ${ssrc + 1}`, `a=ssrc:${ssrc + 1} cname:bench`] : [];
  return text([
    ...session,
    'a=group:BUNDLE 0',
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloadTypes}`,
    'c=IN IP4 127.0.0.1',
    'a=mid:0',
    'a=sendonly',
    ...transportLines(end),
    ...lines,
    `a=ssrc:${ssrc} cname:bench`,
    ...repairs,
  ]);
}

const TAKEN_OVER = /^(m=|c=|a=(mid|group|extmap|rtpmap|fmtp|rtcp-fb):)/;

/** The answer of somebody who takes all that was offered. */
export function viewerAnswer(offer: string, end: LocalEnd): string {
  const agreed = linesOf(offer).filter((line) => TAKEN_OVER.test(line));
  return text([...session, ...agreed, 'a=recvonly', ...transportLines(end)]);
}

/** Where the other side is reached. @throws Error when it does not say */
export function remoteTransport(description: string): RemoteTransport {
  const lines = linesOf(description);
  const after = (start: string): string | undefined =>
    lines.find((line) => line.startsWith(start))?.slice(start.length);
  const usernameFragment = after('a=ice-ufrag:');
  const password = after('a=ice-pwd:');
  if (usernameFragment === undefined || password === undefined) throw new Error('no ICE credentials');
  // RFC 8839, 5.1: foundation component transport priority address port.
  const iceCandidates = lines
    .filter((line) => line.startsWith('a=candidate:'))
    .map((line) => line.split(' '))
    .map(([, , protocol = '', , address = '', port]) => ({
      protocol: protocol.toLowerCase(),
      address,
      port: Number(port),
    }));
  return { iceParameters: { usernameFragment, password }, iceCandidates };
}

/** The header extensions that it wants. */
export const extensionsOf = (description: string): readonly Extension[] =>
  linesOf(description).flatMap((line) => {
    const [, id, uri] = /^a=extmap:(\d+)\S* (\S+)/.exec(line) ?? [];
    return id === undefined || uri === undefined ? [] : [{ id: Number(id), uri }];
  });

const linesOf = (description: string): readonly string[] => description.split(/\r?\n/).filter((line) => line !== '');
