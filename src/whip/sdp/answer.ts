/** Writes the SDP answer (RFC 3264, RFC 9429, 5.3): one bundle, ICE lite, all candidates at once. Pure. */
import type { TransportInfo } from '../../sfu/media-engine.ts';
import type { Feedback, Kind, Offer, Setup } from './offer.ts';

export interface AnswerCodec {
  readonly payloadType: number;
  /** Without the kind: `opus`. */
  readonly name: string;
  readonly clockRate: number;
  readonly channels: number | undefined;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly feedback: readonly Feedback[];
}

export interface AnswerSection {
  readonly kind: Kind;
  readonly mid: string;
  readonly protocol: string;
  readonly direction: 'sendonly' | 'recvonly';
  readonly codecs: readonly AnswerCodec[];
  readonly extensions: readonly { readonly id: number; readonly uri: string }[];
  /** Simulcast layers we take; empty = none. */
  readonly rids: readonly string[];
  /** `stream track`; '' = we send nothing. */
  readonly msid: string;
  readonly reducedSizeRtcp: boolean;
}

interface Candidate {
  readonly foundation: string;
  readonly priority: number;
  readonly address?: string;
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
  readonly type: string;
  readonly tcpType?: string;
}

interface TransportWords {
  readonly iceParameters: { readonly usernameFragment: string; readonly password: string };
  readonly iceCandidates: readonly Candidate[];
  readonly dtlsParameters: { readonly fingerprints: readonly { readonly algorithm: string; readonly value: string }[] };
}

/**
 * Our part of the DTLS handshake: server whenever the offer lets us (RFC 9725, 4.4.4), so that the client, which knows
 * when its ICE is ready, begins.
 */
export const answerSetup = (setup: Setup): 'active' | 'passive' => (setup === 'passive' ? 'active' : 'passive');

/** The client's DTLS parameters for the media engine. */
export function clientDtlsParameters({
  setup,
  fingerprint: { algorithm, value },
}: Pick<Offer, 'setup' | 'fingerprint'>) {
  return { role: setup === 'passive' ? 'server' : 'client', fingerprints: [{ algorithm, value }] };
}

/** The answer as text, with CRLF after each line. `sessionId`: digits, for the o= line. */
export function writeAnswer(
  { setup }: Pick<Offer, 'setup'>,
  sections: readonly AnswerSection[],
  transport: Pick<TransportInfo, 'iceParameters' | 'iceCandidates' | 'dtlsParameters'>,
  sessionId: string,
): string {
  const words = transport as unknown as TransportWords;
  const { fingerprints } = words.dtlsParameters;
  const fingerprint = fingerprints.find(({ algorithm }) => algorithm === 'sha-256') ?? fingerprints[0];
  const lines = [
    'v=0',
    `o=- ${sessionId} 1 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${sections.map(({ mid }) => mid).join(' ')}`,
    'a=extmap-allow-mixed',
    'a=msid-semantic: WMS *',
    'a=ice-lite',
    ...(fingerprint === undefined ? [] : [`a=fingerprint:${fingerprint.algorithm} ${fingerprint.value}`]),
    ...sections.flatMap((section) => sectionLines(section, answerSetup(setup), words)),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function sectionLines(
  section: AnswerSection,
  setup: string,
  { iceParameters, iceCandidates }: TransportWords,
): string[] {
  const { kind, mid, protocol, direction, codecs, extensions, rids, msid } = section;
  return [
    `m=${kind} 9 ${protocol} ${codecs.map(({ payloadType }) => payloadType).join(' ')}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    `a=${direction}`,
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    'a=ice-options:trickle',
    `a=setup:${setup}`,
    'a=rtcp-mux',
    ...(section.reducedSizeRtcp ? ['a=rtcp-rsize'] : []),
    ...extensions.map(({ id, uri }) => `a=extmap:${id} ${uri}`),
    ...(msid === '' ? [] : [`a=msid:${msid}`]),
    ...codecs.flatMap(codecLines),
    ...rids.map((rid) => `a=rid:${rid} recv`),
    ...(rids.length > 1 ? [`a=simulcast:recv ${rids.join(';')}`] : []),
    ...iceCandidates.map(candidateLine),
    'a=end-of-candidates',
  ];
}

function codecLines({ payloadType, name, clockRate, channels, parameters, feedback }: AnswerCodec): string[] {
  const config = Object.entries(parameters).map(([key, value]) => `${key}=${value}`);
  return [
    `a=rtpmap:${payloadType} ${name}/${clockRate}${channels === undefined ? '' : `/${channels}`}`,
    ...(config.length === 0 ? [] : [`a=fmtp:${payloadType} ${config.join(';')}`]),
    ...feedback.map(
      ({ type, parameter }) => `a=rtcp-fb:${payloadType} ${type}${parameter === undefined ? '' : ` ${parameter}`}`,
    ),
  ];
}

/** RFC 8839, 5.1; RFC 6544, 4.5 for TCP. One component, because RTCP is multiplexed. */
function candidateLine({ foundation, protocol, priority, address, ip, port, type, tcpType }: Candidate): string {
  const tcp = tcpType === undefined ? '' : ` tcptype ${tcpType}`;
  return `a=candidate:${foundation} 1 ${protocol} ${priority} ${address ?? ip} ${port} typ ${type}${tcp}`;
}
