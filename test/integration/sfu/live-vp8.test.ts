import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LiveMediaEvent } from '../../../src/sfu/live-media.ts';
import { MediaMember, memberOf, openCounts, roomOf, type WatchedEngine, watch } from '../../support/media-member.ts';
import { startReal } from '../../support/real-engine.ts';
import { opus, simulcastVp8 } from '../../support/rtp-parameters.ts';
import { waitFor } from '../../support/wait-for.ts';

let watched: WatchedEngine;
const live: LiveMediaEvent[] = [];
beforeAll(async () => {
  watched = watch(await startReal());
  watched.engine.onLive((event) => live.push(event));
});
afterAll(async () => {
  await watched.engine.close();
});

test('[SF-84] [SF-85] VP8 is taken by who says so, refused otherwise, and asked for key frames', async () => {
  const anna = await MediaMember.join(watched, 'vp8', 'anna');
  await anna.produce('audio', opus());
  await anna.produce('video', simulcastVp8());
  const refusals = () => live.flatMap((event) => (event.type === 'egressRefused' ? [event.egressId] : []));
  const codecsOf = async (): Promise<readonly string[]> => {
    const { stats } = await anna.request({ type: 'getStats' });
    const { egresses } = stats as { egresses: readonly { id: string; codec: string }[] };
    return egresses.map(({ id, codec }) => `${id} ${codec}`);
  };
  await anna.request({ type: 'openEgress', egressId: 'without' });
  await waitFor('the refusal', () => refusals().length === 1);
  await anna.request({ type: 'openEgress', egressId: 'with', takesVp8: true });
  await waitFor('both', async () => (await openCounts(watched.engine)).consumers === 3);
  expect(refusals()).toEqual(['without']);
  expect(await codecsOf()).toEqual(expect.arrayContaining(['with opus', 'with vp8', 'without opus']));
  for (const egressId of ['with', 'without', 'none']) await anna.request({ type: 'refreshEgress', egressId });
  const nobody = { roomId: roomOf('none'), memberId: memberOf('none') };
  await watched.engine.request({ type: 'refreshEgress', ...nobody, egressId: 'with' });
  expect((await openCounts(watched.engine)).consumers).toBe(3);
  await anna.leave();
});
