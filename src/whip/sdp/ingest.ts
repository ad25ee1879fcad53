/** WHIP: what an offer to send becomes, for the media engine and in the answer. Pure. */
import type { Json, RtpMedium } from '../../sfu/media-engine.ts';
import type { AnswerCodec, AnswerSection } from './answer.ts';
import { type CodecMatch, commonFeedback, matchingCodecs, type RoomCapabilities } from './codecs.ts';
import type { Feedback, Kind, Offer, OfferCodec, OfferSection } from './offer.ts';
import { unsupported } from './read-lines.ts';

const MID_URI = 'urn:ietf:params:rtp-hdrext:sdes:mid';
const RID_URI = 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id';
const TRANSPORT_CC_URI = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';
const SEND_TIME_URI = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time';

/** One medium that the client will send. */
export interface IngestMedium {
  readonly medium: Extract<RtpMedium, Kind>;
  readonly rtpParameters: Json;
  readonly answer: AnswerSection;
}

/** What to open for an offer. @throws AppError sdpUnsupported when any part of it cannot be had */
export function planIngest({ sections }: Offer, capabilities: RoomCapabilities): readonly IngestMedium[] {
  return sections.map((section) => planSection(section, capabilities));
}

function planSection(section: OfferSection, capabilities: RoomCapabilities): IngestMedium {
  const { kind, mid, direction, protocol, rids, cname, reducedSizeRtcp } = section;
  if (direction !== 'sendonly' && direction !== 'sendrecv') throw unsupported(`${kind} that is not sent`);
  const [match] = matchingCodecs(section, capabilities);
  if (match === undefined) throw unsupported(`no common ${kind} codec`);
  const extensions = commonExtensions(section, capabilities);
  const has = (uri: string): boolean => extensions.some((extension) => extension.uri === uri);
  const feedback = commonFeedback(match).filter(usableFeedback(has));
  const { offered, rtx } = match;
  const encodings = encodingsOf(section, match, has);
  const codecs = [engineCodec(offered, feedback), ...(rtx === undefined ? [] : [engineCodec(rtx, [])])];
  const rtpParameters: Json = {
    mid,
    codecs,
    headerExtensions: extensions,
    encodings,
    rtcp: { ...(cname === '' ? {} : { cname }), reducedSize: reducedSizeRtcp },
  };
  const answerCodecs = [
    answerCodec(offered, answerParameters(offered), feedback),
    ...(rtx === undefined ? [] : [answerCodec(rtx, rtx.parameters, [])]),
  ];
  const answer: AnswerSection = {
    ...{ kind, mid, protocol, extensions, rids, reducedSizeRtcp },
    ...{ direction: 'recvonly', codecs: answerCodecs, msid: '' },
  };
  return { medium: kind, rtpParameters, answer };
}

/** Extensions that the room reads from senders, under the client's ids. */
function commonExtensions({ kind, extensions }: OfferSection, { headerExtensions }: RoomCapabilities) {
  return extensions.filter(({ uri }) =>
    headerExtensions.some((known) => known.kind === kind && known.uri === uri && known.direction !== 'sendonly'),
  );
}

/** One way to measure bandwidth: transport-cc where its extension is there, else REMB by send times. */
const usableFeedback =
  (has: (uri: string) => boolean) =>
  ({ type }: Feedback): boolean => {
    if (type === 'transport-cc') return has(TRANSPORT_CC_URI);
    return type !== 'goog-remb' || (!has(TRANSPORT_CC_URI) && has(SEND_TIME_URI));
  };

/** Streams by rid, by SSRC, or, where neither is named, whatever carries the section's mid. */
function encodingsOf(
  { kind, rids, streams }: OfferSection,
  { offered, rtx }: CodecMatch,
  has: (uri: string) => boolean,
): Json[] {
  const isVp8 = offered.mimeType.toLowerCase() === 'video/vp8';
  // Browsers send VP8 simulcast in three temporal layers each, and SDP has no word for it.
  const scalabilityMode = isVp8 ? 'L1T3' : 'L1T1';
  if (rids.length > 0) {
    if (!has(MID_URI) || !has(RID_URI)) throw unsupported('rid without the extensions for mid and rid');
    return rids.map((rid) => (rids.length > 1 ? { rid, scalabilityMode } : { rid }));
  }
  if (streams.length === 0) {
    if (!has(MID_URI)) throw unsupported(`${kind} with neither SSRC nor the extension for mid`);
    return [{}];
  }
  return streams.map(({ ssrc, rtxSsrc }) => ({
    ssrc,
    ...(rtxSsrc === undefined || rtx === undefined ? {} : { rtx: { ssrc: rtxSsrc } }),
    ...(streams.length > 1 ? { scalabilityMode } : {}),
  }));
}

function engineCodec(
  { mimeType, payloadType, clockRate, channels, parameters }: OfferCodec,
  feedback: readonly Feedback[],
): Json {
  return {
    ...{ mimeType, payloadType, clockRate, parameters },
    ...(channels === undefined ? {} : { channels }),
    rtcpFeedback: feedback.map(({ type, parameter }) => ({ type, ...(parameter === undefined ? {} : { parameter }) })),
  };
}

export function answerCodec(
  { mimeType, payloadType, clockRate, channels }: OfferCodec,
  parameters: AnswerCodec['parameters'],
  feedback: readonly Feedback[],
): AnswerCodec {
  return { name: mimeType.slice(mimeType.indexOf('/') + 1), payloadType, clockRate, channels, parameters, feedback };
}

/**
 * What we take is what was offered, any level of H.264 included: we only pass it on. Opus parameters are declarations
 * of the receiver (RFC 7587, 6.1), so ours say what we want: repair inside the stream, and stereo of who sends it.
 */
function answerParameters({ mimeType, parameters }: OfferCodec): AnswerCodec['parameters'] {
  if (mimeType.toLowerCase() !== 'audio/opus') return parameters;
  const isStereo = parameters['sprop-stereo'] === 1 || parameters['stereo'] === 1;
  return { minptime: 10, useinbandfec: 1, ...(isStereo ? { stereo: 1 } : {}) };
}
