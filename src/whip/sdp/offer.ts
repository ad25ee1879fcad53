/**
 * An SDP offer as WHIP and WHEP need it: one bundle, one transport, at most one section of each kind. Pure. What is no
 * SDP is `sdpMalformed`; what is well-formed and cannot be had is `sdpUnsupported`, for the whole offer, because
 * sessions that work by halves mislead (RFC 9725, 4.4.3).
 */
import { type ParsedMedia, type ParsedSession, parse, parseParams, type Scalar } from 'sdp-transform';
import {
  attributeName,
  type IceCredentials,
  malformed,
  readLines,
  requireIceCredentials,
  unsupported,
} from './read-lines.ts';

export type Kind = 'audio' | 'video';
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
export type Setup = 'actpass' | 'active' | 'passive';

export interface Feedback {
  readonly type: string;
  readonly parameter?: string;
}

export interface OfferCodec {
  readonly kind: Kind;
  /** As offered, e.g. `video/H264`. */
  readonly mimeType: string;
  readonly payloadType: number;
  readonly clockRate: number;
  readonly channels?: number;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly feedback: readonly Feedback[];
}

/** One stream by SSRC, with the SSRC of its retransmissions. */
export interface OfferStream {
  readonly ssrc: number;
  readonly rtxSsrc?: number;
}

export interface OfferSection {
  readonly kind: Kind;
  readonly mid: string;
  readonly protocol: string;
  readonly direction: Direction;
  /** In the order of the m= line. */
  readonly codecs: readonly OfferCodec[];
  readonly extensions: readonly { readonly id: number; readonly uri: string }[];
  readonly streams: readonly OfferStream[];
  /** Layers that are sent under restriction identifiers (RFC 8853), in the order of `a=simulcast`. */
  readonly rids: readonly string[];
  /** '' = not said. */
  readonly cname: string;
  /** Id of the MediaStream; '' = not said. */
  readonly streamId: string;
  readonly reducedSizeRtcp: boolean;
}

export interface Offer {
  readonly ice: IceCredentials;
  readonly setup: Setup;
  readonly fingerprint: { readonly algorithm: string; readonly value: string };
  readonly sections: readonly OfferSection[];
}

/** Everything else is not looked at: sdp-transform knows attributes whose patterns take long on hostile text. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...['group', 'mid', 'bundle-only', 'ice-ufrag', 'ice-pwd', 'fingerprint', 'setup', 'rtcp-mux', 'rtcp-rsize'],
  ...['sendrecv', 'sendonly', 'recvonly', 'inactive', 'rtpmap', 'fmtp', 'rtcp-fb', 'extmap', 'msid'],
  ...['ssrc', 'ssrc-group', 'rid', 'simulcast'],
]);
const MAX_SECTIONS = 8;
const MAX_CODECS = 64;
const MAX_ENTRIES = 64;
const MAX_LAYERS = 4;
const MAX_UINT32 = 2 ** 32 - 1;

const MID = /^[\x21-\x7e]{1,32}$/;
const CODEC_NAME = /^[A-Za-z0-9.-]{1,32}$/;
const FINGERPRINT = /^[0-9A-F]{2}(?::[0-9A-F]{2}){19,63}$/i;
const RID = /^[A-Za-z0-9_-]{1,32}$/;

/** Reads an offer. @throws AppError sdpMalformed, sdpUnsupported */
export function readOffer(text: string): Offer {
  const lines = readLines(text);
  if (lines[0] !== 'v=0') throw malformed('v=0 expected');
  const session = parse(lines.filter(isUnderstood).join('\r\n'));
  const { media } = session;
  if (media.length === 0) throw malformed('no m= section');
  if (media.length > MAX_SECTIONS) throw unsupported('number of m= sections');
  const sections = media.map((section) => readSection(session, section));
  requireOneBundle(session, sections);
  requireOneOfEach(sections);
  return { ...readTransport(session), sections };
}

function isUnderstood(line: string): boolean {
  const name = attributeName(line);
  return name === undefined ? line.startsWith('v=') || line.startsWith('m=') : UNDERSTOOD.has(name);
}

const textOf = (value: Scalar | undefined): string => (value === undefined ? '' : String(value));

function integerOf(value: Scalar | undefined, max: number, what: string): number {
  const number = typeof value === 'number' ? value : Number.NaN;
  if (!Number.isInteger(number) || number < 0 || number > max) throw malformed(what);
  return number;
}

/** Credentials may stand at the session or in the sections; of a bundle the first section's count (RFC 9143, 7.1.3). */
function readTransport(session: ParsedSession): Omit<Offer, 'sections'> {
  const places = [...session.media, session];
  const first = <T>(read: (place: ParsedMedia | ParsedSession) => T | undefined): T | undefined => {
    for (const place of places) {
      const value = read(place);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const ice = requireIceCredentials(textOf(first(({ iceUfrag }) => iceUfrag)), textOf(first(({ icePwd }) => icePwd)));
  const setup = textOf(first((place) => place.setup));
  if (setup !== 'actpass' && setup !== 'active' && setup !== 'passive') throw malformed('setup');
  const fingerprint = first((place) => place.fingerprint);
  const algorithm = textOf(fingerprint?.type).toLowerCase();
  const value = textOf(fingerprint?.hash).toUpperCase();
  if (!FINGERPRINT.test(value)) throw malformed('fingerprint');
  return { ice, setup, fingerprint: { algorithm, value } };
}

function requireOneBundle({ groups = [], media }: ParsedSession, sections: readonly OfferSection[]): void {
  const mids = sections.map(({ mid }) => mid);
  if (new Set(mids).size !== mids.length) throw malformed('mid twice');
  const bundles = groups.filter(({ type }) => textOf(type).toUpperCase() === 'BUNDLE');
  const bundled = new Set(bundles.length === 1 ? textOf(bundles[0]?.mids).split(' ') : []);
  // A single section needs no partner.
  if (sections.length > 1 && !mids.every((mid) => bundled.has(mid))) throw unsupported('all sections in one BUNDLE');
  if (!media.every(({ rtcpMux }) => rtcpMux !== undefined)) throw unsupported('rtcp-mux in every section');
}

function requireOneOfEach(sections: readonly OfferSection[]): void {
  for (const kind of ['audio', 'video']) {
    if (sections.filter((section) => section.kind === kind).length > 1) throw unsupported(`more than one ${kind}`);
  }
  const streamIds = new Set(sections.flatMap(({ streamId }) => (streamId === '' ? [] : [streamId])));
  if (streamIds.size > 1) throw unsupported('more than one MediaStream');
}

function readSection(session: ParsedSession, media: ParsedMedia): OfferSection {
  const kind = textOf(media.type);
  if (kind !== 'audio' && kind !== 'video') throw unsupported(`m=${kind.slice(0, 16)}`);
  const protocol = textOf(media.protocol);
  if (!/^(?:(?:UDP|TCP)\/)?(?:TLS|DTLS)?\/?RTP\/SAVPF?$/.test(protocol)) throw unsupported('transport protocol');
  const port = integerOf(media.port, 65_535, 'port');
  if (port === 0 && media.bundleOnly === undefined) throw unsupported('a section without a port');
  const mid = textOf(media.mid);
  if (!MID.test(mid)) throw malformed('mid');
  const direction = textOf(media.direction ?? session.direction ?? 'sendrecv') as Direction;
  return {
    kind,
    mid,
    protocol,
    direction,
    codecs: readCodecs(kind, media),
    extensions: readExtensions(media),
    ...readStreams(media),
    rids: readRids(media),
    streamId: textOf(media.msid?.[0]?.id).replace(/^-$/, ''),
    reducedSizeRtcp: media.rtcpRsize !== undefined,
  };
}

function readCodecs(kind: Kind, media: ParsedMedia): readonly OfferCodec[] {
  const payloadTypes = new Set(
    textOf(media.payloads)
      .split(' ')
      .filter((text) => text !== '')
      .map(Number),
  );
  if (payloadTypes.size === 0 || payloadTypes.size > MAX_CODECS) throw malformed('payload types');
  return [...payloadTypes].flatMap((payloadType): OfferCodec[] => {
    integerOf(payloadType, 127, 'payload type');
    const map = media.rtp.find(({ payload }) => payload === payloadType);
    // Static payload types need no rtpmap; none of them is a codec of ours. 64 to 95 would be taken for RTCP (RFC 5761).
    if (map === undefined || (payloadType >= 64 && payloadType <= 95)) return [];
    const name = textOf(map.codec);
    if (!CODEC_NAME.test(name)) throw malformed('rtpmap');
    const clockRate = integerOf(map.rate, 1_000_000, 'rtpmap');
    const channels = map.encoding === undefined ? {} : { channels: integerOf(map.encoding, 8, 'rtpmap') };
    return [
      {
        kind,
        mimeType: `${kind}/${name}`,
        payloadType,
        clockRate,
        ...channels,
        parameters: readParameters(media, payloadType),
        feedback: readFeedback(media, payloadType),
      },
    ];
  });
}

function readParameters({ fmtp }: ParsedMedia, payloadType: number): Readonly<Record<string, string | number>> {
  const entries = fmtp
    .filter(({ payload }) => payload === payloadType)
    .flatMap(({ config }) => Object.entries(parseParams(textOf(config))))
    .flatMap(([key, value]): [string, string | number][] => {
      if (value === undefined || key.length > 64 || textOf(value).length > 512) return [];
      // Digits alone are a number to the parser, and a profile in hexadecimal to H.264.
      const keepsText = key === 'profile-level-id' || (typeof value === 'number' && !Number.isSafeInteger(value));
      return [[key.trim(), keepsText ? textOf(value) : value]];
    });
  return Object.fromEntries(entries.slice(0, MAX_ENTRIES));
}

function readFeedback({ rtcpFb = [] }: ParsedMedia, payloadType: number): readonly Feedback[] {
  return rtcpFb
    .filter(({ payload }) => payload === payloadType || payload === '*')
    .slice(0, MAX_ENTRIES)
    .map(({ type, subtype }) => ({
      type: textOf(type),
      ...(subtype === undefined ? {} : { parameter: textOf(subtype) }),
    }));
}

function readExtensions({ ext = [] }: ParsedMedia): OfferSection['extensions'] {
  return ext
    .filter((one) => one['encrypt-uri'] === undefined)
    .slice(0, MAX_ENTRIES)
    .map(({ value, uri }) => ({ id: integerOf(value, 255, 'extmap'), uri: textOf(uri) }));
}

/** SSRCs, those of a group FID taken together (RFC 5576, 4.2): the second retransmits the first. */
function readStreams({ ssrcs = [], ssrcGroups = [] }: ParsedMedia): Pick<OfferSection, 'streams' | 'cname'> {
  const known = [...new Set(ssrcs.map(({ id }) => integerOf(id, MAX_UINT32, 'ssrc')))];
  if (known.length > MAX_LAYERS * 2 || ssrcGroups.length > MAX_LAYERS * 4) throw unsupported('number of SSRCs');
  const rtxOf = new Map<number, number>();
  const repairs = new Set<number>();
  for (const { semantics, ssrcs: list } of ssrcGroups) {
    const [first, second] = textOf(list).split(' ').map(Number);
    if (first === undefined || second === undefined) continue;
    if (semantics === 'FID') rtxOf.set(first, second);
    if (semantics === 'FID' || semantics === 'FEC-FR') repairs.add(second);
  }
  const streams = known
    .filter((ssrc) => ssrc !== 0 && !repairs.has(ssrc))
    .map((ssrc): OfferStream => {
      const rtxSsrc = rtxOf.get(ssrc);
      return rtxSsrc !== undefined && known.includes(rtxSsrc) ? { ssrc, rtxSsrc } : { ssrc };
    });
  if (streams.length > MAX_LAYERS) throw unsupported('number of SSRCs');
  const cname = textOf(ssrcs.find(({ attribute }) => attribute === 'cname')?.value);
  return { streams, cname: cname.length <= 256 ? cname : '' };
}

/** Simulcast layers in sending direction. Of alternatives for one layer the first is taken. */
function readRids({ rids = [], simulcast }: ParsedMedia): readonly string[] {
  const declared = new Set(rids.filter(({ direction }) => direction === 'send').map(({ id }) => textOf(id)));
  const list = simulcast?.dir1 === 'send' ? simulcast.list1 : simulcast?.dir2 === 'send' ? simulcast.list2 : undefined;
  // Without a=simulcast a single rid is the name of the one stream.
  const named =
    list === undefined
      ? [...declared]
      : textOf(list)
          .split(';')
          .map((layer) => layer.split(',')[0] ?? '');
  const layers = named.map((layer) => layer.replace(/^~/, ''));
  if (list === undefined && layers.length > 1) return [];
  if (layers.length > MAX_LAYERS) throw unsupported('number of simulcast layers');
  if (!layers.every((layer) => RID.test(layer) && declared.has(layer))) throw malformed('simulcast');
  return layers;
}
