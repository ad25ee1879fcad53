/** What every media engine must do for the live gateway; see src/sfu/SPEC.md, "Links to the live gateway". */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FedFrame, LiveMediaEvent } from '../../src/sfu/live-media.ts';
import type { MediaEngine, RtpMedium } from '../../src/sfu/media-engine.ts';
import type { AppError } from '../../src/shared/app-error.ts';
import { fedAudio, fedVideo } from '../support/fed-frames.ts';
import { MediaMember, openCounts, roomOf, type WatchedEngine, watch } from '../support/media-member.ts';
import { freshSsrc, h264, opus, simulcastVp8 } from '../support/rtp-parameters.ts';
import { waitFor } from '../support/wait-for.ts';

type LiveOf<T extends LiveMediaEvent['type']> = Extract<LiveMediaEvent, { type: T }>;

async function errorOf(promise: Promise<unknown>): Promise<string | undefined> {
  return await promise.then(
    () => undefined,
    (error: AppError) => error.errorName,
  );
}

/** Runs the suite against engines that `start` makes. */
export function liveMediaContract(name: string, start: () => Promise<MediaEngine>): void {
  describe(`LiveMedia contract: ${name}`, () => {
    let watched: WatchedEngine;
    let engine: MediaEngine;
    let live: LiveMediaEvent[] = [];
    let room: string;
    let rooms = 0;
    let fedMs = 0;
    const member = (who: string): MediaMember => new MediaMember(watched, room, who);
    const openIngest = async (who: MediaMember, medium: RtpMedium, mayFlow = true): Promise<string> =>
      (await who.request({ type: 'openIngest', medium, ssrc: freshSsrc(), mayFlow })).producerId;
    const of = <T extends LiveMediaEvent['type']>(who: MediaMember, type: T): readonly LiveOf<T>[] =>
      live.filter(
        (event): event is LiveOf<T> =>
          event.type === type && event.roomId === who.roomId && event.memberId === who.memberId,
      );
    const framesOf = (who: MediaMember, medium: 'audio' | 'video') =>
      of(who, 'egressFrame').flatMap(({ frame }) => (frame.medium === medium && !frame.isGap ? [frame] : []));
    /** Feeds until the probe says so: a new link takes a moment, and what is fed before is nobody's. */
    const feedUntil = async (
      what: string,
      who: MediaMember,
      make: (scope: Pick<FedFrame, 'roomId' | 'memberId' | 'timestampMs'>) => FedFrame,
      probe: () => boolean,
    ): Promise<void> => {
      await waitFor(what, () => {
        fedMs += 20;
        engine.feed(make({ roomId: who.roomId, memberId: who.memberId, timestampMs: fedMs }));
        return probe();
      });
    };

    beforeAll(async () => {
      engine = await start();
      watched = watch(engine);
      engine.onLive((event) => live.push(event));
    });
    beforeEach(() => {
      rooms += 1;
      room = `live-${rooms}`;
      live = [];
    });
    afterAll(async () => {
      await engine.close();
    });

    test('[SF-70] an ingest is a producer: audited, one a medium, offered to others, counted', async () => {
      const anna = member('anna');
      const ben = await MediaMember.join(watched, room, 'ben');
      await ben.subscribe([[anna, 'video']], true);
      const audio = await openIngest(anna, 'audio');
      const video = await openIngest(anna, 'video', false);
      expect(await anna.audit()).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ medium: 'audio', producerId: audio, mayFlow: true }),
          expect.objectContaining({ medium: 'video', producerId: video, mayFlow: false }),
        ]),
      );
      expect(await errorOf(openIngest(anna, 'audio'))).toBe('alreadyPublished');
      await ben.nth('consumerOpened', 2);
      expect(ben.events('consumerOpened').map(({ producerId }) => producerId)).toEqual(
        expect.arrayContaining([audio, video]),
      );
      expect(await openCounts(engine)).toMatchObject({ producers: 2, transports: 3 });
      await anna.leave();
      await ben.leave();
    });

    test('[SF-70] a source number that is none is refused, and leaves nothing', async () => {
      const anna = member('anna');
      const before = await openCounts(engine);
      for (const ssrc of [0, 1.5, -1, 2 ** 32]) {
        const refused = anna.request({ type: 'openIngest', medium: 'audio', ssrc, mayFlow: true });
        expect(await errorOf(refused)).toBe('mediaParametersInvalid');
      }
      expect(await openCounts(engine)).toEqual(before);
    });

    test('[SF-71] [SF-73] what is fed comes out: whole, in order, with growing times', async () => {
      const anna = member('anna');
      await openIngest(anna, 'audio');
      await openIngest(anna, 'video');
      await anna.request({ type: 'openEgress', egressId: 'out-1' });
      await feedUntil('audio', anna, fedAudio, () => framesOf(anna, 'audio').length >= 10);
      await feedUntil('video', anna, fedVideo, () => framesOf(anna, 'video').length >= 10);
      const audio = framesOf(anna, 'audio');
      const video = framesOf(anna, 'video');
      for (const frames of [audio, video]) {
        for (const [index, frame] of frames.entries()) {
          const before = frames[index - 1];
          if (before !== undefined) expect(frame.timestampMs).toBeGreaterThan(before.timestampMs);
        }
      }
      const scope = { roomId: anna.roomId, memberId: anna.memberId, timestampMs: 0 };
      expect(audio[0]?.bytes).toEqual(fedAudio(scope).bytes);
      expect(audio[0]?.durationMs).toBe(20);
      expect(video[0]?.bytes).toEqual(fedVideo(scope).bytes);
      expect(video[0]?.isKeyFrame).toBe(true);
      await anna.leave();
    });

    test('[SF-72] nothing comes out while a medium may not flow, and it goes on afterwards', async () => {
      const anna = member('anna');
      await openIngest(anna, 'audio');
      await openIngest(anna, 'video');
      await anna.request({ type: 'openEgress', egressId: 'out-2' });
      await feedUntil('audio before', anna, fedAudio, () => framesOf(anna, 'audio').length >= 3);
      await anna.setFlow('audio', false);
      // Marked, so that what left before the mute and is still on its way cannot be taken for it.
      const marked = (kind: number) => (scope: Parameters<typeof fedAudio>[0]) => ({
        ...fedAudio(scope),
        bytes: new Uint8Array([0xf8, 0xff, 0xfe, kind]),
      });
      const heard = (kind: number): number => framesOf(anna, 'audio').filter(({ bytes }) => bytes[3] === kind).length;
      const seen = framesOf(anna, 'video').length;
      await feedUntil('video meanwhile', anna, fedVideo, () => {
        engine.feed(marked(1)({ roomId: anna.roomId, memberId: anna.memberId, timestampMs: fedMs }));
        return framesOf(anna, 'video').length >= seen + 20;
      });
      await anna.setFlow('audio', true);
      await feedUntil('audio again', anna, marked(2), () => heard(2) >= 3);
      expect(heard(1)).toBe(0);
      await anna.leave();
    });

    test('[SF-74] links end once: by their own command, with their member, with their room', async () => {
      const anna = member('anna');
      const producerId = await openIngest(anna, 'audio');
      await openIngest(anna, 'video');
      await anna.request({ type: 'openEgress', egressId: 'out-3' });
      await anna.request({ type: 'openEgress', egressId: 'out-4' });
      await anna.request({ type: 'closeProducer', producerId });
      await waitFor('the first ingest to end', () => of(anna, 'ingestClosed').length === 1);
      expect(of(anna, 'ingestClosed')[0]).toMatchObject({ medium: 'audio', producerId });
      await anna.request({ type: 'closeEgress', egressId: 'out-3' });
      await anna.request({ type: 'closeEgress', egressId: 'out-3' });
      await waitFor('the first egress to end', () => of(anna, 'egressClosed').length === 1);
      await anna.leave();
      await waitFor('the rest to end', () => of(anna, 'ingestClosed').length + of(anna, 'egressClosed').length === 4);
      const ben = member('ben');
      await openIngest(ben, 'audio');
      await ben.request({ type: 'openEgress', egressId: 'out-5' });
      await engine.request({ type: 'closeRoom', roomId: roomOf(room) });
      await waitFor(
        'all of the room',
        () => of(ben, 'ingestClosed').length === 1 && of(ben, 'egressClosed').length === 1,
      );
      expect(of(anna, 'ingestClosed').length).toBe(2);
      expect(of(anna, 'egressClosed').map(({ egressId }) => egressId)).toEqual(['out-3', 'out-4']);
      expect(await openCounts(engine)).toMatchObject({ transports: 0, producers: 0, consumers: 0, members: 0 });
    });

    test('[SF-75] an egress needs media of the member, an id of its own, and there are few', async () => {
      const anna = member('anna');
      expect(await errorOf(anna.request({ type: 'openEgress', egressId: 'e' }))).toBe('producerNotFound');
      await openIngest(anna, 'audio');
      for (let index = 0; index < 8; index += 1) await anna.request({ type: 'openEgress', egressId: `e${index}` });
      expect(await errorOf(anna.request({ type: 'openEgress', egressId: 'e0' }))).toBe('invalidArgument');
      expect(await errorOf(anna.request({ type: 'openEgress', egressId: 'e9' }))).toBe('limitExceeded');
      await anna.leave();
    });

    test('[SF-76] feeding what is not open, empty or too large does nothing', async () => {
      const anna = member('anna');
      const scope = { roomId: anna.roomId, memberId: anna.memberId, timestampMs: 0 };
      engine.feed(fedAudio(scope));
      await openIngest(anna, 'audio');
      await anna.request({ type: 'openEgress', egressId: 'out-6' });
      engine.feed({ ...fedAudio(scope), bytes: new Uint8Array(0) });
      engine.feed({ ...fedAudio(scope), bytes: new Uint8Array(3 * 1024 * 1024) });
      engine.feed({ ...fedVideo(scope), medium: 'screen' });
      await feedUntil('audio', anna, fedAudio, () => framesOf(anna, 'audio').length >= 2);
      expect(framesOf(anna, 'audio').every(({ bytes }) => bytes.length < 1000)).toBe(true);
      expect(framesOf(anna, 'video')).toEqual([]);
      await anna.leave();
    });

    test('[SF-78] the screen stands in while there is no camera', async () => {
      const anna = member('anna');
      await openIngest(anna, 'screen');
      await anna.request({ type: 'openEgress', egressId: 'out-7' });
      const screen = (scope: Parameters<typeof fedVideo>[0]): FedFrame => ({ ...fedVideo(scope), medium: 'screen' });
      await feedUntil('the screen', anna, screen, () => framesOf(anna, 'video').length >= 3);
      const camera = await openIngest(anna, 'video');
      await waitFor('the camera to be there', async () => (await anna.audit()).length === 2);
      const large = (scope: Parameters<typeof fedVideo>[0]): FedFrame => fedVideo(scope, 5000);
      const ofCamera = (): boolean => framesOf(anna, 'video').some(({ bytes }) => bytes.length > 5000);
      await feedUntil('the camera', anna, large, ofCamera);
      await anna.request({ type: 'closeProducer', producerId: camera });
      const seen = framesOf(anna, 'video').length;
      await feedUntil('the screen again', anna, screen, () => framesOf(anna, 'video').length >= seen + 3);
      await anna.leave();
    });

    test('[SF-77] links of a dead worker end like others, and can be opened again', async () => {
      const anna = member('anna');
      await openIngest(anna, 'audio');
      await anna.request({ type: 'openEgress', egressId: 'out-8' });
      await engine.request({ type: 'killWorker', roomId: roomOf(room) });
      await waitFor(
        'the links to end',
        () => of(anna, 'ingestClosed').length === 1 && of(anna, 'egressClosed').length === 1,
      );
      await waitFor('a worker to take it again', async () => {
        const refused = await errorOf(openIngest(anna, 'audio'));
        return refused === undefined || refused === 'alreadyPublished';
      });
      await anna.request({ type: 'openEgress', egressId: 'out-8' });
      await feedUntil('sound', anna, fedAudio, () => framesOf(anna, 'audio').length >= 2);
      await anna.leave();
    });

    test('[SF-75] members that publish over WebRTC have egresses too', async () => {
      const anna = await MediaMember.join(watched, room, 'anna');
      await anna.produce('audio', opus());
      await anna.produce('video', h264());
      const before = (await openCounts(engine)).transports;
      await anna.request({ type: 'openEgress', egressId: 'out-9' });
      expect((await openCounts(engine)).transports).toBe(before + 1);
      await anna.produce('screen', simulcastVp8('5'));
      await anna.leave();
      await waitFor('the egress to end', () => of(anna, 'egressClosed').length === 1);
    });
  });
}
