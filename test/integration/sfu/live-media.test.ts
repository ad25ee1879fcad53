import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LiveMediaEvent } from '../../../src/sfu/live-media.ts';
import type { RtpMedium } from '../../../src/sfu/media-engine.ts';
import { liveMediaContract } from '../../contract/live-media.contract.ts';
import { fedAudio, fedVideo } from '../../support/fed-frames.ts';
import { MediaMember, type WatchedEngine, watch } from '../../support/media-member.ts';
import { startReal, startThreaded } from '../../support/real-engine.ts';
import { freshSsrc, simulcastVp8 } from '../../support/rtp-parameters.ts';
import { waitFor } from '../../support/wait-for.ts';

liveMediaContract('mediasoup in this thread', () => startReal());
liveMediaContract('mediasoup in its own thread', () => startThreaded());

describe('links to the live gateway, with real media', () => {
  let watched: WatchedEngine;
  let live: LiveMediaEvent[];
  let rooms = 0;
  beforeAll(async () => {
    watched = watch(await startReal());
    watched.engine.onLive((event) => live.push(event));
  });
  beforeEach(() => {
    live = [];
    rooms += 1;
  });
  afterAll(async () => {
    await watched.engine.close();
  });
  const openIngest = async (member: MediaMember, medium: RtpMedium): Promise<void> => {
    await member.request({ type: 'openIngest', medium, ssrc: freshSsrc(), mayFlow: true });
  };
  const scopeOf = ({ roomId, memberId }: MediaMember, timestampMs: number) => ({ roomId, memberId, timestampMs });
  const pictures = () =>
    live.flatMap((event) => (event.type === 'egressFrame' && event.frame.medium === 'video' ? [event.frame] : []));

  test('[SF-79] who begins to receive wants a key frame, and the feeder hears of it', async () => {
    const anna = new MediaMember(watched, `real-${rooms}`, 'anna');
    await openIngest(anna, 'video');
    watched.engine.feed(fedVideo(scopeOf(anna, 0)));
    await anna.request({ type: 'openEgress', egressId: 'out' });
    await waitFor('the request', () =>
      live.some((event) => event.type === 'keyFrameWanted' && event.medium === 'video'),
    );
    await anna.leave();
  });

  test('[SF-80] a codec that is not taken is told, and hinders nothing', async () => {
    const anna = await MediaMember.join(watched, `real-${rooms}`, 'anna');
    await anna.produce('video', simulcastVp8());
    await openIngest(anna, 'audio');
    await anna.request({ type: 'openEgress', egressId: 'out' });
    await waitFor('the refusal', () =>
      live.some((event) => event.type === 'egressRefused' && event.medium === 'video'),
    );
    let timestampMs = 0;
    await waitFor('sound', () => {
      timestampMs += 20;
      watched.engine.feed(fedAudio(scopeOf(anna, timestampMs)));
      return live.some((event) => event.type === 'egressFrame' && event.frame.medium === 'audio');
    });
    await anna.leave();
  });

  test('[SF-82] [SF-30] sound speaks as loud as its levels say; without levels, silent or muted it does not', async () => {
    const [anna, ben, cid] = ['anna', 'ben', 'cid'].map((name) => new MediaMember(watched, `real-${rooms}`, name));
    if (anna === undefined || ben === undefined || cid === undefined) throw new Error('three members');
    for (const member of [anna, ben, cid]) await openIngest(member, 'audio');
    let timestampMs = 0;
    /** Reports from now on while these levels are fed, until one is as wanted. */
    const reports = async (
      levels: readonly (readonly [MediaMember, number | undefined])[],
      names: string,
      count = 1,
    ) => {
      const from = watched.events.length;
      const seen = () =>
        watched.events
          .slice(from)
          .flatMap((event) => (event.type === 'speakers' && event.roomId === anna.roomId ? [event.speakers] : []))
          .map((speakers) => speakers.map(({ memberId, level }) => `${memberId} ${level}`).join());
      await waitFor(`${names} to speak, ${count} times`, () => {
        timestampMs += 20;
        for (const [member, levelDbov] of levels) {
          const level = levelDbov === undefined ? {} : { levelDbov };
          watched.engine.feed({ ...fedAudio(scopeOf(member, timestampMs)), ...level });
        }
        return seen().filter((report) => report === names).length >= count;
      });
      return seen();
    };
    // -30 dBov is half of the way from silence (-60) to the loudest.
    await reports(
      [
        [anna, -30],
        [ben, -127],
        [cid, undefined],
      ],
      'anna 50',
      2,
    );
    await reports(
      [
        [anna, -127],
        [ben, -15],
        [cid, undefined],
      ],
      'ben 75',
      2,
    );
    await anna.setFlow('audio', false);
    const muted = await reports(
      [
        [anna, -30],
        [ben, -15],
        [cid, undefined],
      ],
      'ben 75',
      3,
    );
    expect(muted.filter((report) => !['ben 75', ''].includes(report))).toEqual([]);
    for (const member of [anna, ben, cid]) await member.leave();
  });

  test('[SF-81] a frame of a thousand packets comes whole', async () => {
    const anna = new MediaMember(watched, `real-${rooms}`, 'anna');
    await openIngest(anna, 'video');
    await anna.request({ type: 'openEgress', egressId: 'out' });
    let timestampMs = 0;
    await waitFor('pictures', () => {
      timestampMs += 40;
      watched.engine.feed(fedVideo(scopeOf(anna, timestampMs)));
      return pictures().length > 3;
    });
    const large = fedVideo(scopeOf(anna, timestampMs + 40), 1_200_000);
    const { length } = large.bytes;
    // Twice what may wait: the third finds no place and is left out.
    for (const later of [40, 80, 120]) {
      watched.engine.feed({ ...fedVideo(scopeOf(anna, timestampMs + later), 1_200_000) });
    }
    await waitFor('the large one', () => pictures().some(({ bytes }) => bytes.length === length));
    await waitFor('what follows', () => {
      timestampMs += 40;
      watched.engine.feed(fedVideo(scopeOf(anna, timestampMs + 120)));
      return pictures().at(-1)?.bytes.length !== length;
    });
    expect(pictures().filter(({ bytes }) => bytes.length === length).length).toBe(1);
    await anna.leave();
  });
});

test('[SF-54] [SF-74] the death of the thread ends all links', async () => {
  const engine = await startThreaded();
  try {
    const ended: string[] = [];
    engine.onLive((event) => ended.push(event.type));
    const anna = new MediaMember(watch(engine), 'crash', 'anna');
    await anna.request({ type: 'openIngest', medium: 'audio', ssrc: freshSsrc(), mayFlow: true });
    await anna.request({ type: 'openEgress', egressId: 'out' });
    await engine.crash();
    await waitFor('both to end', () => ended.length === 2);
    expect(ended.sort()).toEqual(['egressClosed', 'ingestClosed']);
    await waitFor('another thread', async () => {
      const opening = anna.request({ type: 'openIngest', medium: 'audio', ssrc: freshSsrc(), mayFlow: true });
      return await opening.then(
        () => true,
        () => false,
      );
    });
  } finally {
    await engine.close();
  }
});

test('[SF-83] frames for a thread that is busy are bounded, and go on with a key frame', async () => {
  const engine = await startThreaded({ maxEgressBytes: 100_000 });
  try {
    const live: LiveMediaEvent[] = [];
    engine.onLive((event) => live.push(event));
    const anna = new MediaMember(watch(engine), 'busy', 'anna');
    await anna.request({ type: 'openIngest', medium: 'video', ssrc: freshSsrc(), mayFlow: true });
    await anna.request({ type: 'openEgress', egressId: 'out' });
    const { roomId, memberId } = anna;
    let fed = 0;
    let isAsked = true;
    /** A picture whose length tells its number; a key frame when one was asked for. */
    const feed = (): void => {
      fed += 1;
      const frame = fedVideo({ roomId, memberId, timestampMs: fed * 20 }, 10_000 + fed);
      if (!isAsked) frame.bytes.fill(0x41, frame.bytes.length - 10_000 - fed);
      const bytes = isAsked ? frame.bytes : frame.bytes.slice(-4 - 10_000 - fed);
      engine.feed({ ...frame, isKeyFrame: isAsked, bytes });
      isAsked = false;
    };
    const pictures = () => live.flatMap((event) => (event.type === 'egressFrame' ? [event.frame] : []));
    const numberOf = ({ isKeyFrame, bytes }: { isKeyFrame: boolean; bytes: Uint8Array }): number =>
      bytes.length - 10_000 - 4 - (isKeyFrame ? fedVideo({ roomId, memberId, timestampMs: 0 }, 1).bytes.length - 5 : 0);
    const asked = () => live.filter(({ type }) => type === 'keyFrameWanted').length;
    const dropped = () => live.findLast((event) => event.type === 'egressStats')?.dropped ?? 0;
    await waitFor('pictures', () => {
      // Somebody who begins to receive asks; it is answered with each picture until it comes out.
      isAsked = true;
      feed();
      return pictures().length > 3;
    });
    const before = pictures().length;
    let seen = asked();
    const feedAsAsked = (): void => {
      if (asked() > seen) isAsked = true;
      seen = asked();
      feed();
    };
    await waitFor(
      'the loss to be told',
      () => {
        for (let count = 0; count < 40; count += 1) feedAsAsked();
        // This thread does nothing while they come: fewer than a dozen may wait for it.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
        return dropped() >= 20;
      },
      40_000,
    );
    const whenBusy = pictures().length;
    await waitFor(
      'pictures to go on',
      () => {
        feedAsAsked();
        return pictures().length > whenBusy + 20;
      },
      40_000,
    );
    const after = pictures().slice(before);
    const numbers = after.map(numberOf);
    const jumps = after.filter((_, index) => index > 0 && numbers[index] !== (numbers[index - 1] ?? 0) + 1);
    expect(jumps.length).toBeGreaterThanOrEqual(1);
    for (const frame of jumps) expect(frame.isKeyFrame).toBe(true);
  } finally {
    await engine.close();
  }
});
