import { expect, test } from 'vitest';
import { ROUTER_CODECS, routerCapabilities } from '../../../src/sfu/internal/codecs.ts';
import { parseRtpCapabilities } from '../../../src/sfu/internal/media-parameters.ts';
import { choosePayloads } from '../../../src/sfu/internal/payload-choice.ts';
import type { AppError } from '../../../src/shared/app-error.ts';
import { roomCapabilities } from '../../../src/whip/sdp/codecs.ts';
import { readFragment, writeFragment } from '../../../src/whip/sdp/fragment.ts';
import { readOffer } from '../../../src/whip/sdp/offer.ts';
import { choosePlayback, planPlayback } from '../../../src/whip/sdp/playback.ts';
import { asMember } from '../../support/rooms.ts';
import { offerOf } from '../../support/sdp-offers.ts';

const capabilities = roomCapabilities(routerCapabilities());
const plan = (sdp: string) => planPlayback(readOffer(sdp), capabilities);
const errorOf = (run: () => unknown): string | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as AppError).errorName;
  }
};
const sending = (mimeType: string) => ({
  rtpParameters: {
    codecs: ROUTER_CODECS.filter((codec) => codec.mimeType === mimeType).map((codec) => ({
      ...codec,
      payloadType: 100,
    })),
  },
});

test('[WH-50] a player of a browser takes what the room has, in the order of the room', () => {
  const { audio, video } = plan(offerOf('chromium-play'));
  expect(audio).toEqual([{ mimeType: 'audio/opus', payloadType: 111 }]);
  expect(video.map(({ mimeType }) => mimeType)).toEqual(['video/H264', 'video/VP8', 'video/VP9', 'video/AV1']);
});

test('[SF-90] [WH-50] the codec is the publisher’s, and the receiver’s favourite when nothing is sent yet', () => {
  const { audio, video } = plan(offerOf('chromium-play'));
  const offer = { of: asMember('ann'), audio, video };
  expect(choosePayloads(offer, new Map()).video).toEqual(video[0]);
  expect(choosePayloads(offer, new Map([['ann/video', sending('video/VP8')]])).video?.mimeType).toBe('video/VP8');
  expect(choosePayloads(offer, new Map([['ann/screen', sending('video/VP9')]])).video?.mimeType).toBe('video/VP9');
  expect(choosePayloads(offer, new Map([['ben/video', sending('video/VP8')]])).video).toEqual(video[0]);
  const h264Only = { ...offer, video: video.slice(0, 1) };
  expect(errorOf(() => choosePayloads(h264Only, new Map([['ann/video', sending('video/VP8')]])))).toBe('cannotConsume');
  const nothing = choosePayloads({ ...offer, audio: [], video: [] }, new Map([['ann/video', sending('video/VP8')]]));
  expect(nothing).toEqual({ audio: null, video: null });
});

test('[WH-50] answer and capabilities name the codec chosen by its offered number, and no SSRC', () => {
  const made = plan(offerOf('chromium-play'));
  const vp8 = made.video.find(({ mimeType }) => mimeType === 'video/VP8') ?? null;
  const { rtpCapabilities, answer } = choosePlayback(made, { audio: made.audio[0] ?? null, video: vp8 }, 'm1');
  expect(parseRtpCapabilities(rtpCapabilities).codecs?.map(({ preferredPayloadType }) => preferredPayloadType)).toEqual(
    [111, vp8?.payloadType],
  );
  expect(answer.map(({ direction, msid, codecs }) => [direction, msid, codecs.map(({ name }) => name)])).toEqual([
    ['sendonly', 'm1 m1-audio', ['opus']],
    ['sendonly', 'm1 m1-video', ['VP8']],
  ]);
  expect(JSON.stringify(answer)).not.toMatch(/goog-remb|transport-cc|rtx/);
});

test('[WH-42] a player must receive, and know a codec of the room', () => {
  const sdp = offerOf('chromium-play');
  expect(errorOf(() => plan(sdp.replaceAll('a=recvonly', 'a=sendonly')))).toBe('sdpUnsupported');
  expect(errorOf(() => plan(sdp.replaceAll('opus/48000', 'other/48000')))).toBe('sdpUnsupported');
  expect(errorOf(() => plan(sdp.replaceAll('a=recvonly', 'a=sendrecv')))).toBeUndefined();
});

test('[WH-22] a fragment with credentials, and our answer to it', () => {
  const fragment = 'a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n';
  expect(readFragment(fragment)).toEqual({
    ice: { usernameFragment: 'EsAw', password: 'P2uYro0UCOQ4zxjKXaWCBui1' },
    candidateCount: 0,
  });
  const answer = writeFragment({ usernameFragment: 'abcd', password: 'p'.repeat(22) });
  expect(readFragment(answer).ice).toEqual({ usernameFragment: 'abcd', password: 'p'.repeat(22) });
});

test('[WH-20] a fragment with candidates', () => {
  const candidates =
    'm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\na=end-of-candidates\r\n';
  expect(readFragment(candidates)).toEqual({ ice: undefined, candidateCount: 1 });
});

test.for([
  { name: 'nothing', text: '' },
  { name: 'nothing about ICE', text: 'a=mid:0\r\n' },
  { name: 'prose', text: 'hello' },
  { name: 'a name without a password', text: 'a=ice-ufrag:EsAw\r\n' },
  { name: 'a bad name', text: 'a=ice-ufrag:a b\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n' },
])('[WH-23] no fragment: $name', ({ text }) => {
  expect(errorOf(() => readFragment(text))).toBe('sdpMalformed');
});
