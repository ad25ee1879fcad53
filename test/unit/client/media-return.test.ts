import { describe, expect, test } from 'vitest';
import { type Init, Medium, Retry, type ServerFrame } from '../../../wire/generated/messages.ts';
import { consumerOpened, FakeTrack, mediaHarness } from './media-harness.ts';
import { joinedFrame, member, SNAPSHOT } from './scripted-server.ts';
import { settle } from './virtual-clock.ts';

const mediaReset = (offset: number, memberIds: string[]): Init<ServerFrame> => ({
  roomDelta: {
    roomId: 'r1',
    epoch: 'e1',
    prevOffset: offset - 1,
    offset,
    events: [{ offset, change: { mediaReset: { mediaGeneration: 2, memberIds } } }],
  },
});

describe('coming back', () => {
  test('[CL-67] a media reset closes everything, publishes the same tracks and asks again', async () => {
    const { server, media, told, frames, answers } = await mediaHarness();
    await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
    media.setView([{ memberId: 'm2', medium: Medium.VIDEO }]);
    server.socket.send(consumerOpened('c1', 2));
    await server.clock.pass(100);
    frames();
    told.length = 0;
    const capabilities = answers['getRtpCapabilities'];
    answers['getRtpCapabilities'] = (frame) => {
      const answer = capabilities?.(frame);
      return { rtpCapabilities: { ...answer?.rtpCapabilities, mediaGeneration: 2 } };
    };
    server.socket.send(mediaReset(11, ['m1', 'm2']));
    expect(told).toEqual(['published ', 'trackEnded c1', 'reset 2']);
    await server.clock.pass(100);
    expect(told).toContain('reset 2');
    expect(told.at(-1)).toBe('published 1');
    expect(
      frames()
        .filter((kind) => kind !== 'connectTransport')
        .sort(),
    ).toEqual(['createTransport', 'createTransport', 'getRtpCapabilities', 'produce', 'setSubscriptions'].sort());
    const last = server.socket.all('setSubscriptions').at(-1)?.setSubscriptions;
    expect(last?.rtpCapabilitiesJson).not.toBe('');
    expect(last?.wanted).toMatchObject([{ memberId: 'm2' }]);
  });

  test('[CL-67] the reset of others leaves this link alone', async () => {
    const { server, media, frames, told } = await mediaHarness();
    await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
    frames();
    server.socket.send(mediaReset(11, ['m2']));
    await server.clock.pass(100);
    expect(frames()).toEqual([]);
    expect(told).toEqual(['published 1']);
  });

  test('[CL-67] a media server that is not ready is asked again with back-off', async () => {
    const { server, media, answers, told } = await mediaHarness();
    await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
    const usual = answers['getRtpCapabilities'];
    let refusals = 0;
    answers['getRtpCapabilities'] = (frame) => {
      refusals += 1;
      if (refusals <= 3) return { error: { code: 1500, name: 'mediaUnavailable', retry: Retry.SAME_SOCKET } };
      const answer = usual?.(frame);
      return { rtpCapabilities: { ...answer?.rtpCapabilities, mediaGeneration: 2 } };
    };
    server.socket.send(mediaReset(11, ['m1']));
    await server.clock.pass(5000);
    expect(refusals).toBe(4);
    expect(told.at(-1)).toBe('published 1');
  });

  test.for(['createTransport', 'produce'] as const)(
    '[CL-67] what was published is published again when %s was refused for a while',
    async (command) => {
      const { server, media, answers, told } = await mediaHarness();
      await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
      told.length = 0;
      const usual = answers[command];
      const capabilities = answers['getRtpCapabilities'];
      answers['getRtpCapabilities'] = (frame) => {
        return { rtpCapabilities: { ...capabilities?.(frame)?.rtpCapabilities, mediaGeneration: 2 } };
      };
      // The room's only worker has died and is not back yet.
      answers[command] = () => ({ error: { code: 1500, name: 'mediaUnavailable', retry: Retry.SAME_SOCKET } });
      server.socket.send(mediaReset(11, ['m1']));
      await server.clock.pass(3500);
      expect(told.at(-1)).not.toBe('published 1');
      answers[command] = usual;
      await server.clock.pass(3000);
      expect(told.at(-1)).toBe('published 1');
      expect(told.filter((what) => what.startsWith('error'))).toEqual([]);
    },
  );

  test('[CL-68] a resumed session keeps the media and has missed consumers announced', async () => {
    const members = [member('m1'), member('m2', { media: [{ medium: Medium.AUDIO, published: true, mayFlow: true }] })];
    const { server, media, frames, told } = await mediaHarness({ ...SNAPSHOT, members });
    await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
    server.socket.send(consumerOpened('c1', 1));
    server.socket.send(consumerOpened('c2', 2));
    await settle();
    await server.drop();
    frames();
    told.length = 0;
    await server.welcome({ resumed: true });
    server.socket.reply(server.socket.one('joinRoom'), {
      joined: { roomId: 'r1', memberId: 'm1', resumed: true, recovered: true, position: { epoch: 'e1', offset: 10 } },
    });
    await server.clock.pass(100);
    expect(frames()).toEqual(['setSubscriptions', 'setSubscriptions']);
    const [first, second] = server.socket.all('setSubscriptions').map(({ setSubscriptions }) => setSubscriptions);
    expect(first).toMatchObject({ autoAudio: false, wanted: [{ memberId: 'm2', medium: Medium.AUDIO }] });
    expect(second).toMatchObject({ autoAudio: true, wanted: [] });
    // The video of m2 is not published any more: its end went unheard.
    expect(told).toEqual(['trackEnded c2']);
    expect(media.published).toHaveLength(1);
  });

  test('[CL-68] a new membership negotiates again', async () => {
    const { server, media, told } = await mediaHarness();
    await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
    await server.drop();
    told.length = 0;
    await server.welcome();
    const snapshot = { ...SNAPSHOT, members: [member('m5')] };
    server.socket.reply(server.socket.one('joinRoom'), { joined: joinedFrame(snapshot, { memberId: 'm5' }) });
    await server.clock.pass(100);
    expect(told).toEqual(['published ', 'reset 1', 'published 1']);
  });

  test('[CL-68] a producer that the server closed meanwhile is made again', async () => {
    const { server, media, frames } = await mediaHarness();
    await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
    const before = media.published[0]?.producerId;
    frames();
    const differences = [{ what: 'audio.published', cause: 'producerClosed' }];
    server.socket.send({ selfReport: { roomId: 'r1', differences } });
    await settle();
    expect(frames()).toEqual(['produce']);
    expect(media.published[0]?.producerId).not.toBe(before);
  });

  test('[CL-69] a broken path is restarted at once, a shaky one after a while', async () => {
    const { server, media, handlers, frames } = await mediaHarness();
    await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
    frames();
    const [receive, send] = handlers;
    if (receive === undefined || send === undefined) throw new Error('transports missing');
    send.setConnectionState('connected');
    send.setConnectionState('failed');
    await settle();
    expect(frames()).toEqual(['restartIce']);
    send.setConnectionState('connected');
    receive.setConnectionState('disconnected');
    await server.clock.pass(1999);
    expect(frames()).toEqual([]);
    await server.clock.pass(2);
    expect(frames()).toEqual(['restartIce']);
  });

  test('[CL-69] restarts are bounded; then everything is negotiated again', async () => {
    const { server, media, handlers, frames, told } = await mediaHarness();
    await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
    frames();
    handlers[1]?.setConnectionState('failed');
    await server.clock.pass(23_000);
    expect(frames()).toEqual(['restartIce', 'restartIce', 'restartIce', 'restartIce']);
    await server.clock.pass(2000);
    expect(told).toEqual(['published 1', 'error ice connectionLost', 'published ', 'reset 1', 'published 1']);
    const again = frames();
    expect(again[0]).toBe('closeProducer');
    expect(again).toContain('produce');
  });

  test('[CL-69] without signalling nothing is restarted until it is back', async () => {
    const { server, media, handlers, frames } = await mediaHarness();
    await media.publish(Medium.AUDIO, new FakeTrack('audio').asTrack());
    server.socket.close(1006);
    await settle();
    frames();
    handlers[1]?.setConnectionState('failed');
    await server.clock.pass(300);
    await server.welcome({ resumed: true });
    expect(frames()).toEqual([]);
    server.socket.reply(server.socket.one('joinRoom'), {
      joined: { roomId: 'r1', memberId: 'm1', resumed: true, recovered: true, position: { epoch: 'e1', offset: 10 } },
    });
    await settle();
    expect(frames()).toContain('restartIce');
  });
});
