/** The RTP of an ingest, as its producer is told. */
import type { Json, RtpMedium } from '../media-engine.ts';
import { ROUTER_CODECS } from './codecs.ts';

export const INGEST_PAYLOAD_TYPE = { audio: 111, video: 102 } as const;

/** Number of the audio-level header extension (RFC 6464) in an ingest's packets. */
export const AUDIO_LEVEL_ID = 1;
const AUDIO_LEVEL_URI = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

/** What the router's own codecs are called in such a stream. Nothing is lost on the way, so nothing is asked again. */
export function ingestParameters(medium: RtpMedium, ssrc: number, cname: string): Json {
  const kind = medium === 'audio' ? 'audio' : 'video';
  const codec = ROUTER_CODECS.find((candidate) => candidate.kind === kind);
  const { mimeType = '', clockRate = 0, channels, parameters = {} } = codec ?? {};
  return {
    codecs: [
      {
        mimeType,
        payloadType: INGEST_PAYLOAD_TYPE[kind],
        clockRate,
        ...(channels === undefined ? {} : { channels }),
        parameters: parameters as Json,
        rtcpFeedback: kind === 'video' ? [{ type: 'nack', parameter: 'pli' }] : [],
      },
    ],
    headerExtensions: kind === 'audio' ? [{ uri: AUDIO_LEVEL_URI, id: AUDIO_LEVEL_ID }] : [],
    encodings: [{ ssrc }],
    rtcp: { cname, reducedSize: true },
  };
}
