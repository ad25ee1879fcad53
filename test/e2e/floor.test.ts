/**
 * One microphone for three browsers: who does not hold the floor is not heard, however hard its client tries, and a
 * killed holder passes it on.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { FloorCause, FloorPolicy, FloorRequestStatus, Medium } from '../../wire/generated/messages.ts';
import { launchBrowser, screenshot } from '../support/browser.ts';
import { CallPages, seesAndHears } from '../support/call-pages.ts';
import { inbound, outbound } from '../support/page-media.ts';
import type { RawClient } from '../support/raw-client.ts';
import { asRoom } from '../support/rooms.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';
import { waitFor } from '../support/wait-for.ts';

const FLOOR_AWAY_MS = 1500;
const ROOM = 'one-microphone';

let node: TestNode;
let browser: Browser;
let pages: CallPages;
let watcher: RawClient;
beforeAll(async () => {
  node = await startTestNode({
    media: 'real',
    env: { RTCROOM_ROOMS_FLOOR_AWAY_MS: String(FLOOR_AWAY_MS), RTCROOM_ROOMS_SUSPECT_GRACE_MS: '20000' },
  });
  browser = await launchBrowser();
  pages = new CallPages(browser, node.httpUrl);
});
afterEach(async () => {
  await pages.closeAll();
});
afterAll(async () => {
  await browser?.close();
  await node?.stop();
});

/** The part of `window.rtcroom` that this test uses. */
declare const rtcroom: { readonly actions: { requestFloor(floorId: string): void } };

const audioOf = (streams: readonly { readonly kind: string; readonly packets: number }[]): number =>
  streams.filter(({ kind }) => kind === 'audio').reduce((sum, { packets }) => sum + packets, 0);
const heardBy = async (page: Page): Promise<number> => audioOf(await inbound(page));
const sentBy = async (page: Page): Promise<number> => audioOf(await outbound(page));

const floorNow = async () => {
  const { snapshotResult } = await watcher.ok({ getSnapshot: { roomId: ROOM } });
  const { members = [], floors = [] } = snapshotResult?.snapshot ?? {};
  const holder = floors[0]?.requests.find(({ status }) => status === FloorRequestStatus.GRANTED)?.memberId;
  return { holder: members.find(({ memberId }) => memberId === holder)?.userId, members };
};

const flowsOf = async (user: string): Promise<boolean> => {
  const { flows } = await node.engine.request({ type: 'audit', roomId: asRoom(ROOM) });
  const { members } = await floorNow();
  const memberId = members.find(({ userId }) => userId === user)?.memberId;
  return flows.some((flow) => flow.memberId === memberId && flow.medium === 'audio' && flow.mayFlow);
};

/** Nothing arrives at the page for half a second. */
const isSilent = async (page: Page): Promise<boolean> => {
  const before = await heardBy(page);
  await page.waitForTimeout(500);
  return (await heardBy(page)) === before;
};

test('only the holder is heard, a hostile client is not, and a killed holder passes the floor on', async () => {
  watcher = await node.client('watcher');
  await watcher.join(ROOM);
  const ann = await pages.enter('Ann', ROOM);
  const bob = await pages.enter('Bob', ROOM, '', { hostile: true });
  const cid = await pages.enter('Cid', ROOM);
  await seesAndHears(cid, 2, 2);

  const floor = { floorId: 'mic', medium: Medium.AUDIO, policy: FloorPolicy.QUEUE, maxHolders: 1 };
  await watcher.ok({ configureFloor: { roomId: ROOM, floor } });
  await waitFor('silence', async () => await isSilent(cid));

  await ann.evaluate(() => rtcroom.actions.requestFloor('mic'));
  await waitFor('Ann to hold the floor', async () => (await floorNow()).holder === 'Ann');
  await bob.evaluate(() => rtcroom.actions.requestFloor('mic'));
  const beforeAnn = await heardBy(cid);
  await waitFor('Ann to be heard', async () => (await heardBy(cid)) > beforeAnn + 20);
  expect([await flowsOf('Ann'), await flowsOf('Bob')]).toEqual([true, false]);
  // Ann hears nobody: the only one who sends beside her is Bob, who sends on without the floor.
  const [bobSent, annHeard] = [await sentBy(bob), await heardBy(ann)];
  await waitFor('Bob to send on', async () => (await sentBy(bob)) > bobSent + 25);
  expect(await heardBy(ann)).toBe(annHeard);
  // [WEB-15] The page does not show as open what nobody hears.
  await cid.locator('[data-testid="tile"][data-user-id="Ann"][data-muted="on"]').waitFor();
  await cid.locator('[data-testid="tile"][data-user-id="Bob"][data-muted="floor"]').waitFor();
  await screenshot(cid, 'floor');

  // The renderer dies without a goodbye (the command itself gets no answer); the membership lasts on.
  const cdp = await ann.context().newCDPSession(ann);
  void cdp.send('Page.crash').catch(() => undefined);
  await waitFor('the floor to pass on', async () => (await floorNow()).holder === 'Bob');
  expect((await floorNow()).members.map(({ userId }) => userId)).toContain('Ann');
  const ended = watcher.frames.flatMap(
    ({ roomDelta }) => roomDelta?.events.flatMap(({ change }) => change?.floorRequestEnded?.request ?? []) ?? [],
  );
  expect(ended.map(({ cause }) => cause)).toEqual([FloorCause.MEMBER_AWAY]);
  const beforeBob = await heardBy(cid);
  await waitFor('Bob to be heard', async () => (await heardBy(cid)) > beforeBob + 20);
  watcher.close();
});
