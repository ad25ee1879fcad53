/** WHIP and WHEP in a real browser that knows nothing of our client library; see src/whip/SPEC.md. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Medium, type Member } from '../../wire/generated/messages.ts';
import { launchBrowser } from '../support/browser.ts';
import { CallPages, seesAndHears } from '../support/call-pages.ts';
import { inbound } from '../support/page-media.ts';
import type { RawClient } from '../support/raw-client.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';
import { waitFor } from '../support/wait-for.ts';
import { openBlankPage, playByWhep, publishByWhip, restartIce } from '../support/whip-page.ts';

let node: TestNode;
let browser: Browser;
let pages: CallPages;
let blanks: Page[] = [];

beforeAll(async () => {
  node = await startTestNode({ media: 'real' });
  browser = await launchBrowser();
  pages = new CallPages(browser, node.httpUrl);
});
afterEach(async () => {
  await pages.closeAll();
  for (const page of blanks) await page.context().close();
  blanks = [];
});
afterAll(async () => {
  await browser?.close();
  await node?.stop();
});

async function blank(): Promise<Page> {
  const page = await openBlankPage(browser, node.httpUrl);
  blanks.push(page);
  return page;
}

const packets = async (page: Page, kind: 'audio' | 'video'): Promise<number> =>
  (await inbound(page)).filter((stream) => stream.kind === kind).reduce((sum, stream) => sum + stream.packets, 0);

async function memberOf(client: RawClient, roomId: string, user: string): Promise<Member | undefined> {
  const { snapshotResult } = await client.ok({ getSnapshot: { roomId } });
  return snapshotResult?.snapshot?.members.find(({ userId }) => userId === user);
}

test('[WH-60] [SF-91] what a page publishes by WHIP is seen, muted and ended in the room, and played by WHEP', async () => {
  const room = 'whip-e2e';
  const chair = await node.client('chair');
  await chair.join(room);
  const whipUrl = `${node.httpUrl}/v1/rooms/${room}/whip`;
  const annToken = await node.token('ann');
  const ann = await blank();
  const published = await publishByWhip(ann, { url: whipUrl, token: annToken });
  const member = await waitFor('Ann to publish', () => memberOf(chair, room, 'ann'));
  const flowing = member.media.filter((state) => state.published && state.mayFlow).map(({ medium }) => medium);
  expect(flowing).toEqual([Medium.AUDIO, Medium.VIDEO]);

  const ben = await blank();
  const benToken = await node.token('ben', { role: 'audience' });
  const playing = await playByWhep(ben, { url: `${node.httpUrl}/v1/rooms/${room}/whep/ann`, token: benToken });
  await seesAndHears(ben, 1, 1);
  const cid = await pages.enter('Cid', room);
  await seesAndHears(cid, 1, 1);

  // Both sides take up ICE anew, and media go on.
  expect(await restartIce(ann, published.location, annToken)).toBe(200);
  expect(await restartIce(ben, playing.location, benToken)).toBe(200);
  await seesAndHears(ben, 1, 1);

  const mute = (muted: boolean) => ({
    setModeratorMute: { roomId: room, memberId: member.memberId, medium: Medium.AUDIO, muted },
  });
  await chair.ok(mute(true));
  await waitFor('silence', async () => {
    const before = await packets(ben, 'audio');
    await ben.waitForTimeout(500);
    return (await packets(ben, 'audio')) === before;
  });
  await seesAndHears(ben, 1, 0);
  await chair.ok(mute(false));
  const silent = await packets(ben, 'audio');
  await waitFor('sound again', async () => (await packets(ben, 'audio')) > silent + 20);

  // Ann goes and comes again, in layers and as DTLS server like ffmpeg: her player goes on by itself.
  const headers = { authorization: `Bearer ${annToken}` };
  expect((await fetch(published.location, { method: 'DELETE', headers })).status).toBe(200);
  await waitFor('Ann to be gone', async () => (await memberOf(chair, room, 'ann')) === undefined);
  const annAgain = await blank();
  const again = await publishByWhip(annAgain, { url: whipUrl, token: annToken, layers: 2, dtls: 'passive' });
  await seesAndHears(ben, 1, 1, 60_000);

  const { memberId = '' } = (await memberOf(chair, room, 'ann')) ?? {};
  await chair.ok({ kick: { roomId: room, memberId } });
  await waitFor('Ann to be gone', async () => (await memberOf(chair, room, 'ann')) === undefined);
  expect(
    (await fetch(again.location, { method: 'DELETE', headers: { authorization: `Bearer ${benToken}` } })).status,
  ).toBe(404);

  // Ben closes the page without a word: the end of its DTLS is enough.
  await ben.evaluate(() => {
    for (const one of (window as unknown as { peerConnections: RTCPeerConnection[] }).peerConnections) one.close();
  });
  await waitFor('Ben to be gone', async () => (await memberOf(chair, room, 'ben')) === undefined, 60_000);
  await cid.getByTestId('leave-button').click();
  await chair.ok({ leaveRoom: { roomId: room } });
  chair.close();
  await waitFor(
    'nothing to be left',
    async () => {
      const { whipSessions, media } = await node.counts();
      const { routers, transports, producers, consumers, members } = media;
      return [whipSessions, routers, transports, producers, consumers, members].every((count) => count === 0);
    },
    60_000,
  );
});
