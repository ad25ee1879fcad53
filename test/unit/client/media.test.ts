import type { types } from 'mediasoup-client';
import { testFakeParameters } from 'mediasoup-client';
import { describe, expect, test } from 'vitest';
import { MediaStatsReader } from '../../../client/media/media-stats.ts';
import { type Init, Medium, Retry, type ServerFrame, TransportDirection } from '../../../wire/generated/messages.ts';
import { consumerOpened, FakeTrack, flowDelta, mediaHarness } from './media-harness.ts';
import { member, SNAPSHOT } from './scripted-server.ts';
import { settle, VirtualClock } from './virtual-clock.ts';

describe('receiving', () => {
  test('[CL-61] audio of the room is asked for at once, with what this device can do', async () => {
    const { frames, server } = await mediaHarness();
    expect(frames()).toEqual(['getRtpCapabilities', 'createTransport', 'setSubscriptions']);
    expect(server.socket.one('createTransport').createTransport?.direction).toBe(TransportDirection.RECEIVE);
    const { setSubscriptions } = server.socket.one('setSubscriptions');
    expect(setSubscriptions).toMatchObject({ autoAudio: true, wanted: [], transportId: 't1' });
    expect(JSON.parse(setSubscriptions?.rtpCapabilitiesJson ?? '')).toHaveProperty('codecs');
  });

  test('[CL-61] who may not subscribe does not ask', async () => {
    const mute = member('m1', { grants: { publishAudio: true } });
    const { frames } = await mediaHarness({ ...SNAPSHOT, members: [mute] });
    expect(frames()).toEqual(['getRtpCapabilities']);
  });

  test('[CL-62] an opened consumer becomes a track, then is resumed; a closed one ends it', async () => {
    const { server, told, frames, media } = await mediaHarness();
    frames();
    server.socket.send(consumerOpened('c1', 2));
    await settle();
    expect(told).toEqual(['track m2 2 c1']);
    expect(frames()).toEqual(['connectTransport', 'resumeConsumer']);
    expect(media.tracks.map(({ consumerId }) => consumerId)).toEqual(['c1']);
    server.socket.send({ layersChanged: { roomId: 'r1', consumerId: 'c1', spatialLayer: 1, temporalLayer: 0 } });
    server.socket.send({ consumerClosed: { roomId: 'r1', consumerId: 'c1' } });
    server.socket.send({ consumerClosed: { roomId: 'r1', consumerId: 'c1' } });
    expect(told.slice(1)).toEqual(['layers c1 1', 'trackEnded c1']);
  });

  test('[CL-62] a consumer that closes while it is being opened never becomes a track', async () => {
    const { server, told } = await mediaHarness();
    server.socket.send(consumerOpened('c1', 1));
    server.socket.send({ consumerClosed: { roomId: 'r1', consumerId: 'c1' } });
    await settle();
    expect(told).toEqual([]);
    expect(server.socket.all('resumeConsumer')).toEqual([]);
  });

  test('[CL-62] a newer consumer of the same source takes the place of the older', async () => {
    const { server, told } = await mediaHarness();
    server.socket.send(consumerOpened('c1', 1));
    await settle();
    server.socket.send(consumerOpened('c2', 1));
    await settle();
    expect(told).toEqual(['track m2 1 c1', 'trackEnded c1', 'track m2 1 c2']);
  });

  test('[CL-64] a burst of views becomes one request with layers by tile size', async () => {
    const { server, media } = await mediaHarness();
    media.setView([{ memberId: 'm9', medium: Medium.VIDEO }]);
    media.setView([
      { memberId: 'm1', medium: Medium.VIDEO, width: 100, height: 100 },
      { memberId: 'm2', medium: Medium.VIDEO, width: 160, height: 90 },
      { memberId: 'm2', medium: Medium.SCREEN, width: 1280, height: 720 },
      { memberId: 'm3', medium: Medium.VIDEO, width: 160, height: 90, layer: 1 },
    ]);
    await server.clock.pass(100);
    const [, second, ...more] = server.socket.all('setSubscriptions');
    expect(more).toEqual([]);
    expect(second?.setSubscriptions?.rtpCapabilitiesJson).toBe('');
    expect(second?.setSubscriptions?.wanted).toMatchObject([
      { memberId: 'm2', medium: Medium.VIDEO, spatialLayer: 0 },
      { memberId: 'm2', medium: Medium.SCREEN, spatialLayer: -1 },
      { memberId: 'm3', medium: Medium.VIDEO, spatialLayer: 1 },
    ]);
    media.setView([...media.tracks.map(() => ({ memberId: 'x', medium: Medium.VIDEO }))]);
    await server.clock.pass(100);
    expect(server.socket.all('setSubscriptions')).toHaveLength(3);
  });

  test('[CL-64] a request that fails for now is repeated, a refused one is reported once', async () => {
    const { server, media, answers, told } = await mediaHarness();
    answers['setSubscriptions'] = () => ({ error: { code: 1500, name: 'mediaUnavailable', retry: Retry.SAME_SOCKET } });
    media.setView([{ memberId: 'm2', medium: Medium.VIDEO }]);
    await server.clock.pass(2500);
    expect(server.socket.all('setSubscriptions').length).toBeGreaterThanOrEqual(3);
    answers['setSubscriptions'] = () => ({ error: { code: 1603, name: 'limitExceeded', retry: Retry.NEVER } });
    await server.clock.pass(5000);
    expect(told).toEqual(['error subscribe limitExceeded']);
  });
});

describe('sending', () => {
  test('[CL-63] a published track follows what the server lets flow', async () => {
    const { server, media, told } = await mediaHarness();
    const track = new FakeTrack('audio');
    await media.publish(Medium.AUDIO, track.asTrack());
    expect(server.socket.one('produce').produce).toMatchObject({ roomId: 'r1', medium: Medium.AUDIO });
    expect(media.published).toMatchObject([{ medium: Medium.AUDIO, paused: false, codec: 'audio/opus' }]);
    server.socket.send(flowDelta(11, 1, false));
    server.socket.send(flowDelta(12, 1, true));
    expect(told).toEqual(['published 1', 'published 1p', 'published 1']);
    expect(track.enabled).toBe(true);
  });

  test('[CL-63] a medium that may not flow is published silent', async () => {
    const silenced = member('m1', { media: [{ medium: Medium.AUDIO, moderatorMuted: true }] });
    const { media } = await mediaHarness({ ...SNAPSHOT, members: [silenced] });
    await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
    expect(media.published).toMatchObject([{ paused: true }]);
  });

  test('[CL-65] muting stops sending before the server answers; unmuting waits for it', async () => {
    const { server, media, answers } = await mediaHarness();
    await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
    answers['setSelfMute'] = undefined;
    const muting = media.setMuted(Medium.AUDIO, true);
    expect(media.published[0]?.paused).toBe(true);
    const reply = (body: Init<ServerFrame>): void => {
      const frame = server.socket.all('setSelfMute').at(-1);
      if (frame !== undefined) server.socket.reply(frame, body);
    };
    await settle();
    reply({ ack: {} });
    await muting;
    const unmuting = media.setMuted(Medium.AUDIO, false);
    await settle();
    expect(media.published[0]?.paused).toBe(true);
    reply({ error: { code: 1301, name: 'unmuteNotAllowed', retry: Retry.NEVER } });
    await expect(unmuting).rejects.toMatchObject({ errorName: 'unmuteNotAllowed' });
    expect(media.published[0]?.paused).toBe(true);
  });

  test('[CL-66] a refused publication rejects and is forgotten', async () => {
    const { media, answers } = await mediaHarness();
    const usual = answers['produce'];
    answers['produce'] = () => ({ error: { code: 1300, name: 'notAllowed', retry: Retry.NEVER } });
    const track = new FakeTrack('video').asTrack();
    await expect(media.publish(Medium.VIDEO, track)).rejects.toMatchObject({ errorName: 'notAllowed' });
    answers['produce'] = usual;
    await media.publish(Medium.VIDEO, track);
    expect(media.published).toHaveLength(1);
  });

  test('[CL-66] unpublishing while it is being published leaves nothing behind', async () => {
    const { media, frames, told } = await mediaHarness();
    frames();
    const publishing = media.publish(Medium.VIDEO, new FakeTrack('video').asTrack());
    await Promise.resolve();
    await Promise.resolve();
    const unpublishing = media.unpublish(Medium.VIDEO);
    await Promise.all([publishing, unpublishing]);
    expect(media.published).toEqual([]);
    expect(frames()).toEqual(['createTransport', 'connectTransport', 'produce', 'closeProducer']);
    expect(told.at(-1)).toBe('published ');
  });

  test('[CL-66] replacing a track negotiates nothing; publishing again replaces too', async () => {
    const { media, frames } = await mediaHarness();
    await media.publish(Medium.VIDEO, new FakeTrack('video', 'a').asTrack());
    frames();
    await media.replaceTrack(Medium.VIDEO, new FakeTrack('video', 'b').asTrack());
    await media.publish(Medium.VIDEO, new FakeTrack('video', 'c').asTrack());
    expect(frames()).toEqual([]);
    await media.unpublish(Medium.VIDEO);
    await media.unpublish(Medium.VIDEO);
    expect(frames()).toEqual(['closeProducer']);
  });

  test('[CL-66] a track that ends by itself is told and unpublished', async () => {
    const { media, told, server } = await mediaHarness();
    const track = new FakeTrack('video');
    await media.publish(Medium.VIDEO, track.asTrack());
    track.end();
    await settle();
    expect(told).toEqual(['published 2', 'localTrackEnded 2', 'published ']);
    expect(server.socket.all('closeProducer')).toHaveLength(1);
  });
});

describe('data channels, statistics, end', () => {
  test('[CL-70] a topic is sent over its own channel and heard by member', async () => {
    const { server, media, frames } = await mediaHarness();
    frames();
    const sender = await media.publishData('control', { ordered: false, maxRetransmits: 0 });
    await media.hearData(['control']);
    expect(frames()).toEqual(['createTransport', 'connectTransport', 'produceData', 'consumeData']);
    expect(server.socket.one('produceData').produceData?.topic).toBe('control');
    await expect(media.publishData('control')).rejects.toMatchObject({ errorName: 'mediaUnsupported' });
    await sender.close();
    expect(sender.send('late')).toBe(false);
    expect(frames()).toEqual(['closeDataProducer']);
    const remote = testFakeParameters.generateDataConsumerRemoteParameters({ id: 'dc1' });
    server.socket.send({
      dataConsumerOpened: {
        roomId: 'r1',
        dataConsumerId: 'dc1',
        dataProducerId: 'd7',
        memberId: 'm2',
        topic: 'control',
        sctpStreamParametersJson: JSON.stringify(remote.sctpStreamParameters),
      },
    });
    server.socket.send({ dataConsumerClosed: { roomId: 'r1', dataConsumerId: 'dc1' } });
    await settle();
    expect(server.listenerErrors).toEqual([]);
  });

  test('[CL-71] statistics give rates between two looks and names for what browsers call differently', async () => {
    const clock = new VirtualClock();
    const reader = new MediaStatsReader(clock);
    let bytes = 1000;
    const consumer = {
      paused: false,
      rtpParameters: { codecs: [{ mimeType: 'video/VP8' }] },
      getStats: () =>
        Promise.resolve(
          new Map([
            [
              'i',
              {
                id: 'i',
                type: 'inbound-rtp',
                bytesReceived: bytes,
                jitter: 0.02,
                framesDecoded: 9,
                totalAudioEnergy: 0.5,
              },
            ],
          ]),
        ),
    } as unknown as types.Consumer;
    const track = {
      memberId: 'm2',
      medium: 2 as const,
      consumerId: 'c',
      simulcast: true,
      consumer,
      spatialLayer: 1,
      temporalLayer: 0,
    };
    const sources = { link: undefined, producers: [], tracks: [track], preferredLayer: () => 2 };
    const first = await reader.read(sources);
    bytes = 126_000;
    await clock.pass(1000);
    const second = await reader.read(sources);
    expect([first.consumers[0]?.bitrateBps, second.consumers[0]?.bitrateBps]).toEqual([0, 1_000_000]);
    expect(second.consumers[0]).toMatchObject({
      jitterMs: 20,
      framesDecoded: 9,
      totalAudioEnergy: 0.5,
      preferredSpatialLayer: 2,
      codec: 'video/VP8',
    });
  });

  test('[CL-71] an object that closes meanwhile does not spoil the look', async () => {
    const { media } = await mediaHarness();
    await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
    const looking = media.getStats();
    media.close();
    expect((await looking).transports).toHaveLength(2);
    expect((await media.getStats()).transports).toEqual([]);
  });

  test('[CL-72] the end of the room ends its media; nothing is left behind', async () => {
    const { server, room, media } = await mediaHarness();
    await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
    expect(room.toJSON().media).toMatchObject({ published: [{ medium: Medium.AUDIO }] });
    server.socket.send({ roomEnded: { roomId: 'r1' } });
    await settle();
    expect(room.toJSON().media).toBeNull();
    await expect(media.publish(Medium.VIDEO, new FakeTrack('video').asTrack())).rejects.toMatchObject({
      errorName: 'mediaClosed',
    });
    server.client.close();
    expect(server.clock.pending).toBe(0);
  });
});
