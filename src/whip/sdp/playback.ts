/** WHEP: what an offer to receive becomes, for the media engine and in the answer. Pure. */
import type { ChosenPayloads, Json, OfferedCodec } from '../../sfu/media-engine.ts';
import type { AnswerSection } from './answer.ts';
import { type CodecMatch, commonFeedback, matchingCodecs, type RoomCapabilities } from './codecs.ts';
import { answerCodec } from './ingest.ts';
import type { Kind, Offer, OfferSection } from './offer.ts';
import { unsupported } from './read-lines.ts';

interface PlaybackSection {
  readonly section: OfferSection;
  readonly matches: readonly CodecMatch[];
}

/** What a player can be sent. */
export interface PlaybackPlan {
  readonly sections: readonly PlaybackSection[];
  readonly audio: readonly OfferedCodec[];
  readonly video: readonly OfferedCodec[];
}

/** What may be sent to who offered that. @throws AppError sdpUnsupported when a section cannot be served */
export function planPlayback({ sections }: Offer, capabilities: RoomCapabilities): PlaybackPlan {
  const planned = sections.map((section): PlaybackSection => {
    const { kind, direction } = section;
    if (direction !== 'recvonly' && direction !== 'sendrecv') throw unsupported(`${kind} that is not received`);
    const matches = matchingCodecs(section, capabilities);
    if (matches.length === 0) throw unsupported(`no common ${kind} codec`);
    return { section, matches };
  });
  const codecsOf = (kind: Kind): readonly OfferedCodec[] =>
    planned
      .filter(({ section }) => section.kind === kind)
      .flatMap(({ matches }) => matches.map(({ offered: { mimeType, payloadType } }) => ({ mimeType, payloadType })));
  return { sections: planned, audio: codecsOf('audio'), video: codecsOf('video') };
}

/** A plan with one codec for each section. */
export interface ChosenPlayback {
  /** RtpCapabilities of the player. */
  readonly rtpCapabilities: Json;
  readonly answer: readonly AnswerSection[];
}

/**
 * The answer and the player's capabilities once the codecs are chosen. There are no a=ssrc lines: a publisher that ends
 * and comes again is another stream, and a receiver that was told no SSRC takes whatever has the payload type. For the
 * same reason there is no RTX, whose SSRC could not be named: lost packets are sent again as they were. Header
 * extensions have the room's ids, which are not the player's, so there are none.
 */
export function choosePlayback({ sections }: PlaybackPlan, chosen: ChosenPayloads, streamId: string): ChosenPlayback {
  const made = sections.map(({ section, matches }) => {
    const { kind, mid, protocol, reducedSizeRtcp } = section;
    const match = matches.find(({ offered }) => offered.payloadType === chosen[kind]?.payloadType);
    if (match === undefined) throw unsupported(`${kind} codec`);
    const feedback = commonFeedback(match).filter(({ type }) => type !== 'transport-cc' && type !== 'goog-remb');
    const { mimeType, payloadType, clockRate, channels, parameters } = match.offered;
    const capability: Json = {
      ...{ kind, mimeType, clockRate, parameters, preferredPayloadType: payloadType },
      ...(channels === undefined ? {} : { channels }),
      rtcpFeedback: feedback.map((one) => ({ ...one })),
    };
    const answer: AnswerSection = {
      ...{ kind, mid, protocol, reducedSizeRtcp, direction: 'sendonly', extensions: [], rids: [] },
      codecs: [answerCodec(match.offered, parameters, feedback)],
      msid: `${streamId} ${streamId}-${kind}`,
    };
    return { capability, answer };
  });
  return {
    rtpCapabilities: { codecs: made.map(({ capability }) => capability), headerExtensions: [] },
    answer: made.map(({ answer }) => answer),
  };
}
