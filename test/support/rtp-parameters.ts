/** RTP parameters as a browser would send them, made by hand: producers can be opened without one. */
import type { Json } from '../../src/sfu/media-engine.ts';

const MID = { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 };

let nextSsrc = 1000;
/** An SSRC that no other producer of this test run has. */
export function freshSsrc(): number {
  nextSsrc += 10;
  return nextSsrc;
}

/** Opus with in-band FEC, as Chromium offers it. */
export const opus = (mid = '0', ssrc = freshSsrc()): Json => ({
  mid,
  codecs: [
    {
      mimeType: 'audio/opus',
      payloadType: 111,
      clockRate: 48_000,
      channels: 2,
      parameters: { useinbandfec: 1, minptime: 10 },
      rtcpFeedback: [{ type: 'transport-cc', parameter: '' }],
    },
  ],
  headerExtensions: [MID, { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 10 }],
  encodings: [{ ssrc, dtx: false }],
  rtcp: { cname: `cname-${ssrc}`, reducedSize: true },
});

const video = (mimeType: string, parameters: Json, encodings: Json, mid: string): Json => ({
  mid,
  codecs: [
    {
      mimeType,
      payloadType: 96,
      clockRate: 90_000,
      parameters,
      rtcpFeedback: [
        { type: 'nack', parameter: '' },
        { type: 'nack', parameter: 'pli' },
      ],
    },
    { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 }, rtcpFeedback: [] },
  ],
  headerExtensions: [MID, { uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', id: 2 }],
  encodings,
  rtcp: { cname: 'cname', reducedSize: true },
});

/** VP8 in three layers. */
export const simulcastVp8 = (mid = '1'): Json =>
  video(
    'video/VP8',
    {},
    ['r0', 'r1', 'r2'].map((rid) => ({ rid, scalabilityMode: 'L1T3', maxBitrate: 500_000 })),
    mid,
  );

/** One H.264 stream, constrained baseline. */
export const h264 = (mid = '1', ssrc = freshSsrc()): Json =>
  video(
    'video/H264',
    { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
    [{ ssrc, rtx: { ssrc: ssrc + 1 } }],
    mid,
  );

/** DtlsParameters of a client that nobody will hear of. */
export const dtls: Json = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};
