/** Receivers that negotiated by SDP: payload types of their own, in the same room as everybody else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, MediaEngine, PayloadOffer } from '../../../src/sfu/media-engine.ts';
import type { AppError } from '../../../src/shared/app-error.ts';
import { MediaMember, NOTHING_OPEN, openCounts, type WatchedEngine, watch } from '../../support/media-member.ts';
import { startReal } from '../../support/real-engine.ts';
import { h264, opus, simulcastVp8 } from '../../support/rtp-parameters.ts';
import { waitFor } from '../../support/wait-for.ts';

let engine: MediaEngine;
let watched: WatchedEngine;
beforeAll(async () => {
  engine = await startReal({ workers: 1 });
  watched = watch(engine);
});
afterAll(async () => {
  await engine.close();
});

const H264 = { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 };

/** The numbers of the room are other ones: it gives Opus 100 and H.264 101. */
const offerTo = (from: MediaMember, audio: number, h264Type: number, vp8Type: number): PayloadOffer => ({
  of: from.memberId,
  audio: [{ mimeType: 'audio/opus', payloadType: audio }],
  video: [
    { mimeType: 'video/H264', payloadType: h264Type },
    { mimeType: 'video/vp8', payloadType: vp8Type },
  ],
});

const capabilities = (audio: number, mimeType: string, video: number): Json => ({
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: audio,
      clockRate: 48_000,
      channels: 2,
      parameters: {},
    },
    {
      ...{ kind: 'video', mimeType, preferredPayloadType: video, clockRate: 90_000 },
      parameters: mimeType === 'video/H264' ? H264 : {},
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
    },
  ],
  headerExtensions: [],
});

async function receive(
  from: MediaMember,
  name: string,
  payloads: PayloadOffer,
  rtpCapabilities: Json,
): Promise<MediaMember> {
  const member = new MediaMember(watched, from.roomId, name);
  const transport = await member.request({ type: 'createTransport', direction: 'receive', forceTcp: false, payloads });
  member.receiveId = transport.transportId;
  await member.subscribeWith(rtpCapabilities, [
    [from, 'audio'],
    [from, 'video'],
  ]);
  return member;
}

/** Codecs of the member's consumers: `H264 96`. */
const received = (member: MediaMember): readonly string[] =>
  member
    .events('consumerOpened')
    .flatMap(
      ({ rtpParameters }) =>
        (rtpParameters as unknown as { codecs: readonly { mimeType: string; payloadType: number }[] }).codecs,
    )
    .map(({ mimeType, payloadType }) => `${mimeType.slice(mimeType.indexOf('/') + 1)} ${payloadType}`)
    .toSorted();

test('[SF-90] each receiver gets the numbers it offered, and the room its own', async () => {
  const anna = await MediaMember.join(watched, 'numbers', 'anna');
  await anna.produce('audio', opus());
  const videoId = await anna.produce('video', h264());
  // 101 is what mediasoup would take for retransmissions of a codec before it.
  const ben = await receive(anna, 'ben', offerTo(anna, 111, 101, 96), capabilities(111, 'video/H264', 101));
  const cleo = await receive(anna, 'cleo', offerTo(anna, 109, 126, 120), capabilities(109, 'video/H264', 126));
  const dora = await receive(anna, 'dora', offerTo(anna, 109, 126, 120), capabilities(109, 'video/H264', 126));
  const erik = await MediaMember.join(watched, 'numbers', 'erik');
  await erik.subscribe([
    [anna, 'audio'],
    [anna, 'video'],
  ]);
  for (const member of [ben, cleo, dora, erik]) await member.nth('consumerOpened', 2);
  expect(received(ben)).toEqual(['H264 101', 'opus 111']);
  expect(received(cleo)).toEqual(['H264 126', 'opus 109']);
  expect(received(dora)).toEqual(received(cleo));
  expect(received(erik)).toEqual(['H264 101', 'opus 100', 'rtx 102']);
  for (const event of ben.events('consumerOpened')) expect(event.producerMemberId).toBe(anna.memberId);
  expect((await openCounts(engine)).routers).toBe(3);

  // A publication that ends and comes again is another source.
  await anna.request({ type: 'closeProducer', producerId: videoId });
  await ben.nth('consumerClosed', 1);
  await anna.produce('video', h264());
  await ben.nth('consumerOpened', 3);

  await cleo.leave();
  expect((await openCounts(engine)).routers).toBe(3);
  await dora.leave();
  await waitFor('the router to go with its last transport', async () => (await openCounts(engine)).routers === 2);
  for (const member of [anna, ben, erik]) await member.leave();
  await waitFor(
    'nothing to be left',
    async () => JSON.stringify(await openCounts(engine)) === JSON.stringify(NOTHING_OPEN),
  );
});

test('[SF-90] the codec is the one that is sent; what was not offered is refused and leaves nothing', async () => {
  const anna = await MediaMember.join(watched, 'codecs', 'anna');
  await anna.produce('video', simulcastVp8());
  const ben = await receive(anna, 'ben', offerTo(anna, 111, 102, 96), capabilities(111, 'video/VP8', 96));
  await ben.nth('consumerOpened', 1);
  expect(received(ben)).toEqual(['VP8 96']);
  const before = await openCounts(engine);
  const { video, ...offer } = offerTo(anna, 111, 102, 96);
  const refused = receive(anna, 'cleo', { ...offer, video: video.slice(0, 1) }, capabilities(111, 'video/H264', 102));
  await expect(refused).rejects.toMatchObject({ errorName: 'cannotConsume' } satisfies Partial<AppError>);
  expect(await openCounts(engine)).toEqual(before);
  // Numbers that clash are no reason to fall over.
  await expect(
    receive(anna, 'cleo', offerTo(anna, 96, 102, 96), capabilities(96, 'video/VP8', 96)),
  ).rejects.toMatchObject({
    errorName: 'mediaParametersInvalid',
  });
  expect(await openCounts(engine)).toEqual(before);
  for (const member of [anna, ben]) await member.leave();
});

test('[SF-90] the end of a room ends its routers', async () => {
  const anna = await MediaMember.join(watched, 'ends', 'anna');
  await anna.produce('audio', opus());
  const ben = await receive(anna, 'ben', offerTo(anna, 111, 102, 96), capabilities(111, 'video/H264', 102));
  await ben.nth('consumerOpened', 1);
  await engine.request({ type: 'closeRoom', roomId: anna.roomId });
  await waitFor(
    'nothing to be left',
    async () => JSON.stringify(await openCounts(engine)) === JSON.stringify(NOTHING_OPEN),
  );
});
