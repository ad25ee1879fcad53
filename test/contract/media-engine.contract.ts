/** What every adapter of `MediaEngine` must do; see src/sfu/SPEC.md. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Json, MediaEngine } from '../../src/sfu/media-engine.ts';
import type { AppError } from '../../src/shared/app-error.ts';
import { MediaMember, NOTHING_OPEN, openCounts, roomOf, type WatchedEngine, watch } from '../support/media-member.ts';
import { dtls, h264, opus, simulcastVp8 } from '../support/rtp-parameters.ts';
import { waitFor } from '../support/wait-for.ts';

type Skips = Readonly<Record<string, string>>;

/** The name of the error that `promise` fails with; undefined when it does not fail. */
async function errorOf(promise: Promise<unknown>): Promise<string | undefined> {
  return await promise.then(
    () => undefined,
    (error: AppError) => error.errorName,
  );
}

const mimeTypes = (capabilities: Json): readonly string[] =>
  (capabilities as unknown as { codecs: readonly { mimeType: string }[] }).codecs.map(({ mimeType }) => mimeType);

/** Runs the suite against engines that `start` makes; rules in `skips` are left out for the reason given. */
export function mediaEngineContract(name: string, start: () => Promise<MediaEngine>, skips: Skips = {}): void {
  const rule = (id: string, what: string, run: () => Promise<void>): void => {
    const reason = skips[id];
    if (reason === undefined) test(`[${id}] ${what}`, run);
    else test.skip(`[${id}] ${what} (skipped: ${reason})`, run);
  };

  describe(`MediaEngine contract: ${name}`, () => {
    let watched: WatchedEngine;
    let engine: MediaEngine;
    let room: string;
    let rooms = 0;
    const join = (member: string): Promise<MediaMember> => MediaMember.join(watched, room, member);

    beforeAll(async () => {
      engine = await start();
      watched = watch(engine);
    });
    beforeEach(() => {
      rooms += 1;
      room = `room-${rooms}`;
    });
    afterAll(async () => {
      await engine.close();
    });

    rule('SF-1', 'capabilities put H.264 before the other video codecs and open nothing', async () => {
      const before = await openCounts(engine);
      const { rtpCapabilities } = await engine.request({ type: 'getCapabilities', roomId: roomOf(room) });
      const media = mimeTypes(rtpCapabilities).filter((mimeType) => !mimeType.endsWith('/rtx'));
      expect(media).toEqual(['audio/opus', 'video/H264', 'video/VP8', 'video/VP9', 'video/AV1']);
      expect(JSON.stringify(rtpCapabilities)).toContain('"profile-level-id":"42e01f"');
      expect(await openCounts(engine)).toEqual(before);
    });

    rule('SF-2', 'a transport offers UDP first and SCTP; TCP only when forced', async () => {
      const member = new MediaMember(watched, room, 'anna');
      const both = await member.request({ type: 'createTransport', direction: 'send', forceTcp: false });
      const tcp = await member.request({ type: 'createTransport', direction: 'receive', forceTcp: true });
      const protocols = (candidates: Json): readonly string[] =>
        (candidates as unknown as readonly { protocol: string }[]).map(({ protocol }) => protocol);
      expect(protocols(both.iceCandidates)).toEqual(['udp', 'tcp']);
      expect(protocols(tcp.iceCandidates)).toEqual(['tcp']);
      expect(both.sctpParameters).toMatchObject({ port: 5000 });
      expect(both.transportId).not.toBe(tcp.transportId);
    });

    rule('SF-3', 'a new transport replaces the old one of its direction, with what it carried', async () => {
      const anna = await join('anna');
      const ben = await join('ben');
      const producerId = await anna.produce('audio', opus());
      await ben.subscribe([], true);
      const { consumerId } = await ben.nth('consumerOpened', 1);
      await anna.openSend();
      expect(await anna.nth('producerClosed', 1)).toMatchObject({ producerId, medium: 'audio' });
      expect(await ben.nth('consumerClosed', 1)).toMatchObject({ consumerId });
      await anna.produce('audio', opus());
      const again = await ben.nth('consumerOpened', 2);
      await ben.openReceive();
      expect(await ben.nth('consumerClosed', 2)).toMatchObject({ consumerId: again.consumerId });
      await ben.subscribeWith(null, [], true);
      await ben.nth('consumerOpened', 3);
      expect(await openCounts(engine)).toMatchObject({ consumers: expect.any(Number) });
    });

    rule('SF-5', 'foreign and unknown ids are refused by name', async () => {
      const anna = await join('anna');
      const ben = await join('ben');
      const rtpParameters = opus();
      const produceOn = (transportId: string): Promise<unknown> =>
        ben.request({ type: 'produce', transportId, medium: 'audio', rtpParameters, mayFlow: true });
      expect(await errorOf(produceOn('nowhere'))).toBe('transportNotFound');
      expect(await errorOf(produceOn(anna.sendId))).toBe('transportNotFound');
      expect(await errorOf(produceOn(ben.receiveId))).toBe('transportNotFound');
      const stranger = new MediaMember(watched, room, 'stranger');
      expect(await errorOf(stranger.request({ type: 'restartIce', transportId: anna.sendId }))).toBe(
        'transportNotFound',
      );
      const producerId = await anna.produce('audio', rtpParameters);
      expect(await errorOf(ben.request({ type: 'closeProducer', producerId }))).toBe('producerNotFound');
      expect(await errorOf(anna.request({ type: 'closeDataProducer', dataProducerId: producerId }))).toBe(
        'producerNotFound',
      );
      expect(await errorOf(ben.request({ type: 'resumeConsumer', consumerId: 'x' }))).toBe('consumerNotFound');
    });

    rule('SF-6', 'ICE can be restarted, DTLS be connected once', async () => {
      const anna = await join('anna');
      const connect = { type: 'connectTransport', transportId: anna.sendId, dtlsParameters: dtls } as const;
      await anna.request(connect);
      expect(await errorOf(anna.request(connect))).toBe('mediaParametersInvalid');
      const one = await anna.request({ type: 'restartIce', transportId: anna.sendId });
      const two = await anna.request({ type: 'restartIce', transportId: anna.sendId });
      expect(one.iceParameters).not.toEqual(two.iceParameters);
    });

    rule('SF-10', 'one producer a medium and topic', async () => {
      const anna = await join('anna');
      const producerId = await anna.produce('video', h264());
      expect(await errorOf(anna.produce('video', h264('2')))).toBe('alreadyPublished');
      await anna.produce('screen', simulcastVp8('3'));
      await anna.produceData('claw', 1);
      expect(await errorOf(anna.produceData('claw', 2))).toBe('alreadyPublished');
      await anna.produceData('chat', 3);
      await anna.request({ type: 'closeProducer', producerId });
      await anna.produce('video', h264('4'));
    });

    rule('SF-11', 'the audit tells what flows', async () => {
      const anna = await join('anna');
      const audio = await anna.produce('audio', opus(), false);
      const video = await anna.produce('video', h264(), true);
      const byId = new Map((await anna.audit()).map((report) => [report.producerId, report]));
      expect(byId.get(audio)).toMatchObject({ roomId: room, memberId: 'anna', medium: 'audio', mayFlow: false });
      expect(byId.get(video)).toMatchObject({ medium: 'video', mayFlow: true });
      expect(byId.size).toBe(2);
    });

    rule('SF-12', 'setFlow stops and starts a medium, data as well', async () => {
      const anna = await join('anna');
      await anna.produce('audio', opus());
      await anna.produceData('claw', 1);
      await anna.produceData('arm', 2);
      await Promise.all([anna.setFlow('audio', false), anna.setFlow('data', false)]);
      expect(await anna.flows('audio')).toEqual([false]);
      expect(await anna.flows('data')).toEqual([false, false]);
      await Promise.all([anna.setFlow('audio', true), anna.setFlow('data', true)]);
      expect(await anna.flows('audio')).toEqual([true]);
      expect(await anna.flows('data')).toEqual([true, true]);
    });

    rule('SF-13', 'the later of produce and setFlow lasts', async () => {
      for (const [given, later] of [
        [true, false],
        [false, true],
      ] as const) {
        const anna = await join(`anna-${given}`);
        await Promise.all([anna.produce('audio', opus(), given), anna.setFlow('audio', later)]);
        expect(await anna.flows('audio')).toEqual([later]);
        await Promise.all([anna.setFlow('audio', later), anna.setFlow('audio', given)]);
        expect(await anna.flows('audio')).toEqual([given]);
      }
      const ben = await join('ben');
      await Promise.all([ben.setFlow('audio', true), ben.produce('audio', opus(), false)]);
      expect(await ben.flows('audio')).toEqual([false]);
    });

    rule('SF-14', 'setFlow without media succeeds', async () => {
      const ghost = new MediaMember(watched, room, 'ghost');
      await ghost.setFlow('audio', false);
      const anna = await join('anna');
      await anna.setFlow('screen', true);
      expect(await anna.audit()).toEqual([]);
    });

    rule('SF-16', 'a refused produce leaves the medium free', async () => {
      const anna = await join('anna');
      const unsupported: Json = {
        mid: '0',
        codecs: [{ mimeType: 'audio/PCMA', payloadType: 8, clockRate: 8000 }],
        encodings: [{ ssrc: 5 }],
      };
      expect(await errorOf(anna.produce('audio', unsupported))).toBe('mediaParametersInvalid');
      expect(await errorOf(anna.produce('audio', h264()))).toBe('mediaParametersInvalid');
      expect(await anna.audit()).toEqual([]);
      await anna.produce('audio', opus());
    });

    rule('SF-20', 'wanted media and every audio are opened, never the own', async () => {
      const anna = await join('anna');
      const ben = await join('ben');
      const carl = await join('carl');
      const audio = await anna.produce('audio', opus());
      const video = await anna.produce('video', simulcastVp8());
      await ben.produce('audio', opus());
      await ben.produce('video', h264());
      await ben.subscribe(
        [
          [anna, 'video'],
          [ben, 'video'],
        ],
        true,
      );
      await ben.nth('consumerOpened', 2);
      const opened = ben.events('consumerOpened');
      expect(new Set(opened.map(({ producerId }) => producerId))).toEqual(new Set([audio, video]));
      expect(opened.find(({ medium }) => medium === 'video')).toMatchObject({
        producerMemberId: 'anna',
        simulcast: true,
        producerPaused: false,
      });
      expect(opened.find(({ medium }) => medium === 'audio')).toMatchObject({ simulcast: false });
      expect(opened[0]?.rtpParameters).toMatchObject({
        mid: expect.any(String),
        codecs: expect.any(Array),
        encodings: expect.any(Array),
      });
      expect(carl.events('consumerOpened')).toEqual([]);
    });

    rule('SF-21', 'what is wanted opens when it appears, paused when it may not flow', async () => {
      const anna = await join('anna');
      const ben = await join('ben');
      await ben.subscribe([[anna, 'screen']], true);
      const screen = await anna.produce('screen', h264(), false);
      expect(await ben.nth('consumerOpened', 1)).toMatchObject({
        producerId: screen,
        medium: 'screen',
        producerPaused: true,
      });
      const audio = await anna.produce('audio', opus());
      expect(await ben.nth('consumerOpened', 2)).toMatchObject({ producerId: audio, producerPaused: false });
    });

    rule('SF-22', 'unwanted and ended consumers close, the others stay', async () => {
      const anna = await join('anna');
      const ben = await join('ben');
      const video = await anna.produce('video', h264());
      await anna.produce('audio', opus());
      await ben.subscribe([
        [anna, 'video'],
        [anna, 'audio'],
      ]);
      await ben.nth('consumerOpened', 2);
      const idOf = (medium: string): string | undefined =>
        ben.events('consumerOpened').find((event) => event.medium === medium)?.consumerId;
      await ben.subscribe([[anna, 'video']]);
      expect(await ben.nth('consumerClosed', 1)).toMatchObject({ consumerId: idOf('audio') });
      await anna.request({ type: 'closeProducer', producerId: video });
      expect(await ben.nth('consumerClosed', 2)).toMatchObject({ consumerId: idOf('video') });
      expect(ben.events('consumerOpened')).toHaveLength(2);
      expect(anna.events('producerClosed')).toEqual([]);
    });

    rule('SF-23', 'capabilities are needed once', async () => {
      const anna = await join('anna');
      const ben = await join('ben');
      await anna.produce('audio', opus());
      expect(await errorOf(ben.subscribeWith(null, [], true))).toBe('mediaParametersInvalid');
      await ben.subscribe([]);
      await ben.subscribeWith(null, [[anna, 'audio']]);
      await ben.nth('consumerOpened', 1);
    });

    rule('SF-24', 'what cannot be decoded does not hinder the rest', async () => {
      const anna = await join('anna');
      const ben = await join('ben');
      await anna.produce('video', h264());
      const audio = await anna.produce('audio', opus());
      const audioOnly: Json = {
        codecs: [{ kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 100, clockRate: 48_000, channels: 2 }],
      };
      await ben.subscribeWith(audioOnly, [
        [anna, 'video'],
        [anna, 'audio'],
      ]);
      expect(await ben.nth('consumerOpened', 1)).toMatchObject({ producerId: audio });
      await ben.subscribe([
        [anna, 'video'],
        [anna, 'audio'],
      ]);
      await waitFor('video', () => ben.events('consumerOpened').some(({ medium }) => medium === 'video'));
    });

    rule('SF-25', 'limits are refused', async () => {
      const anna = await join('anna');
      const ben = await join('ben');
      const many = Array.from({ length: 1025 }, (): [MediaMember, 'video'] => [anna, 'video']);
      expect(await errorOf(ben.subscribe(many))).toBe('limitExceeded');
      const topics = Array.from({ length: 65 }, (_, index) => `topic-${index}`);
      expect(await errorOf(ben.request({ type: 'consumeData', transportId: ben.receiveId, topics }))).toBe(
        'limitExceeded',
      );
      for (let index = 0; index < 16; index += 1) await anna.produceData(`topic-${index}`, index);
      expect(await errorOf(anna.produceData('one-more', 16))).toBe('limitExceeded');
    });

    rule('SF-26', 'layers outside -1 to 7 are refused', async () => {
      const anna = await join('anna');
      const ben = await join('ben');
      await anna.produce('video', simulcastVp8());
      await ben.subscribe([[anna, 'video']]);
      const { consumerId } = await ben.nth('consumerOpened', 1);
      for (const spatialLayer of [-2, 8, 0.5, Number.NaN]) {
        const command = { type: 'setPreferredLayers', consumerId, spatialLayer, temporalLayer: 0 } as const;
        expect(await errorOf(ben.request(command))).toBe('invalidArgument');
      }
      const wanted = [{ memberId: anna.memberId, medium: 'video', spatialLayer: 99, temporalLayer: 0 }] as const;
      const wish = {
        type: 'setSubscriptions',
        transportId: ben.receiveId,
        rtpCapabilities: null,
        autoAudio: false,
        wanted,
      } as const;
      expect(await errorOf(ben.request(wish))).toBe('invalidArgument');
    });

    rule('SF-27', 'consumers obey', async () => {
      const anna = await join('anna');
      const ben = await join('ben');
      await anna.produce('video', simulcastVp8());
      await ben.subscribe([[anna, 'video']]);
      const { consumerId } = await ben.nth('consumerOpened', 1);
      const paused = async (): Promise<boolean | undefined> => {
        const { stats } = await ben.request({ type: 'getStats' });
        return (stats as unknown as { consumers: readonly { id: string; paused: boolean }[] }).consumers.find(
          ({ id }) => id === consumerId,
        )?.paused;
      };
      expect(await paused()).toBe(true);
      await ben.request({ type: 'resumeConsumer', consumerId });
      expect(await paused()).toBe(false);
      await ben.request({ type: 'setPreferredLayers', consumerId, spatialLayer: 1, temporalLayer: -1 });
      await ben.request({ type: 'requestKeyFrame', consumerId });
      await ben.request({ type: 'pauseConsumer', consumerId });
      expect(await paused()).toBe(true);
    });

    rule('SF-28', 'data goes by topic', async () => {
      const anna = await join('anna');
      const ben = await join('ben');
      await ben.request({ type: 'consumeData', transportId: ben.receiveId, topics: ['claw'] });
      await ben.produceData('claw', 1);
      await anna.produceData('other', 1);
      const dataProducerId = await anna.produceData('claw', 2);
      const opened = await ben.nth('dataConsumerOpened', 1);
      expect(opened).toMatchObject({
        dataProducerId,
        producerMemberId: 'anna',
        topic: 'claw',
        sctpStreamParameters: { ordered: true },
      });
      await ben.request({ type: 'consumeData', transportId: ben.receiveId, topics: [] });
      expect(await ben.nth('dataConsumerClosed', 1)).toMatchObject({ dataConsumerId: opened.dataConsumerId });
      await ben.request({ type: 'consumeData', transportId: ben.receiveId, topics: ['claw'] });
      const again = await ben.nth('dataConsumerOpened', 2);
      await anna.request({ type: 'closeDataProducer', dataProducerId });
      expect(await ben.nth('dataConsumerClosed', 2)).toMatchObject({ dataConsumerId: again.dataConsumerId });
      expect(ben.events('dataConsumerOpened')).toHaveLength(2);
    });

    rule('SF-32', 'stats list what the member has', async () => {
      const anna = await join('anna');
      const producerId = await anna.produce('audio', opus());
      const dataProducerId = await anna.produceData('claw', 1);
      const { stats } = await anna.request({ type: 'getStats' });
      expect(stats).toMatchObject({
        transports: expect.arrayContaining([
          expect.objectContaining({ id: anna.sendId, direction: 'send' }),
          expect.objectContaining({ id: anna.receiveId, direction: 'receive' }),
        ]),
        producers: [{ id: producerId, medium: 'audio', paused: false }],
        dataProducers: [{ id: dataProducerId, topic: 'claw' }],
        consumers: [],
      });
      const ghost = new MediaMember(watched, room, 'ghost');
      const empty = { transports: [], producers: [], dataProducers: [], consumers: [], egresses: [] };
      expect(await ghost.request({ type: 'getStats' })).toEqual({ stats: empty });
    });

    rule('SF-40', 'closeMember frees the member in silence and tells the others', async () => {
      const anna = await join('anna');
      const ben = await join('ben');
      await anna.produce('audio', opus());
      await anna.produceData('claw', 1);
      await ben.produce('audio', opus());
      for (const member of [anna, ben]) await member.subscribe([], true);
      await ben.request({ type: 'consumeData', transportId: ben.receiveId, topics: ['claw'] });
      await Promise.all([
        ben.nth('consumerOpened', 1),
        ben.nth('dataConsumerOpened', 1),
        anna.nth('consumerOpened', 1),
      ]);
      await anna.leave();
      await anna.leave();
      await Promise.all([ben.nth('consumerClosed', 1), ben.nth('dataConsumerClosed', 1)]);
      expect(anna.events('producerClosed')).toEqual([]);
      expect(anna.events('consumerClosed')).toEqual([]);
      expect(await ben.audit()).toHaveLength(1);
      expect(await anna.audit()).toEqual([]);
      const { routers } = await openCounts(engine);
      await ben.leave();
      expect((await openCounts(engine)).routers).toBe(routers - 1);
    });

    rule('SF-41', 'closeRoom frees the room in silence', async () => {
      const before = await openCounts(engine);
      const anna = await join('anna');
      const ben = await join('ben');
      await anna.produce('audio', opus());
      await ben.subscribe([], true);
      await ben.nth('consumerOpened', 1);
      await engine.request({ type: 'closeRoom', roomId: anna.roomId });
      await engine.request({ type: 'closeRoom', roomId: anna.roomId });
      expect(await openCounts(engine)).toEqual(before);
      expect([...anna.events('producerClosed'), ...ben.events('consumerClosed')]).toEqual([]);
    });

    rule('SF-43', 'leaving with requests under way leaves nothing behind', async () => {
      const before = await openCounts(engine);
      const anna = await join('anna');
      const ben = new MediaMember(watched, room, 'ben');
      const underWay = [
        anna.produce('audio', opus()),
        anna.produceData('claw', 1),
        anna.subscribe([], true),
        ben.openSend(),
        ben.openReceive(),
      ];
      await Promise.all([anna.leave(), ben.leave()]);
      await Promise.allSettled(underWay);
      await anna.leave();
      expect(await openCounts(engine)).toEqual(before);
    });

    rule('SF-50', 'a dead worker is one event about all of its rooms', async () => {
      const anna = await join('anna');
      const ben = await join('ben');
      await anna.produce('audio', opus());
      await ben.subscribe([], true);
      await ben.nth('consumerOpened', 1);
      watched.events.length = 0;
      await engine.request({ type: 'killWorker', roomId: anna.roomId });
      const lost = await waitFor('workerLost', () => watched.events.find((event) => event.type === 'workerLost'));
      const mine = lost.rooms.find(({ roomId }) => roomId === anna.roomId);
      expect(new Set(mine?.memberIds)).toEqual(new Set(['anna', 'ben']));
      expect(
        watched.events.filter((event) => event.type === 'producerClosed' || event.type === 'consumerClosed'),
      ).toEqual([]);
    });

    rule('SF-51', 'after a death the room works again', async () => {
      const anna = await join('anna');
      await anna.produce('audio', opus());
      watched.events.length = 0;
      await engine.request({ type: 'killWorker', roomId: anna.roomId });
      await waitFor('workerLost', () => watched.events.find((event) => event.type === 'workerLost'));
      const again = await waitFor(
        'a new producer',
        async () => {
          const member = await join('anna').catch(() => undefined);
          return member?.produce('audio', opus());
        },
        5000,
      );
      expect(again).toEqual(expect.any(String));
    });

    rule('SF-62', 'after close nothing works and nothing is told', async () => {
      const other = watch(await start());
      const anna = await MediaMember.join(other, 'r', 'anna');
      await anna.produce('audio', opus());
      await Promise.all([other.engine.close(), other.engine.close()]);
      other.events.length = 0;
      expect(await errorOf(anna.openSend())).toBe('mediaUnavailable');
      expect(other.events).toEqual([]);
    });

    rule('SF-33', 'a listener that throws disturbs nobody', async () => {
      const other = await start();
      let heard = 0;
      other.onEvent(() => {
        heard += 1;
        throw new Error('the listener is broken (this is a test)');
      });
      const anna = await MediaMember.join({ engine: other, events: [] }, 'r', 'anna');
      const ben = await MediaMember.join({ engine: other, events: [] }, 'r', 'ben');
      await ben.subscribe([], true);
      await anna.produce('audio', opus());
      await waitFor('the consumer', () => heard > 0);
      await Promise.all([anna.leave(), ben.leave()]);
      expect(await openCounts(other)).toEqual(NOTHING_OPEN);
      await other.close();
    });
  });
}
