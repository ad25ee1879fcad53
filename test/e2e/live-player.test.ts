/** Browsers that know nothing of us but a URL play what a page publishes; what is pushed keeps its lips in a page. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lagsOf } from '../support/av-clip.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { CallPages, seesAndHears } from '../support/call-pages.ts';
import { pushFlashes, type Running } from '../support/ffmpeg.ts';
import { flashNotes, noteFlashes } from '../support/flash-notes.ts';
import { type FlvSite, type Played, playedBy, playFlv, serveFlvSite } from '../support/flv-page.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';
import { waitFor } from '../support/wait-for.ts';

const MAX_SKEW_MS = 40;
const FLASHES = 8;
/** The browser's own estimate is read five times a second. */
const SKEWS_PER_FLASH = 5;

const inSeconds = (times: readonly number[]): readonly number[] => times.map((ms) => ms / 1000);
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

let node: TestNode;
let browser: Browser;
let pages: CallPages;
let site: FlvSite;
const players: Page[] = [];
const running: Running[] = [];

beforeAll(async () => {
  [node, browser, site] = await Promise.all([startTestNode({ media: 'real' }), launchBrowser(), serveFlvSite()]);
  pages = new CallPages(browser, node.httpUrl);
});
afterAll(async () => {
  for (const one of running) await one.stop();
  await pages?.closeAll();
  await browser?.close();
  await site?.stop();
  await node?.stop();
});

test('[BR-20] [LG-45] mpegts.js in a page of another origin plays what a page publishes, over HTTP and over a WebSocket', async () => {
  const room = 'flv-page';
  // Those of an earlier try.
  for (const page of players.splice(0)) await page.context().close();
  const ann = await pages.enter('ann', room);
  const viewer = await node.client('viewer', { role: 'audience' });
  const { snapshot } = await viewer.join(room);
  const memberId = snapshot?.members.find(({ userId }) => userId === 'ann')?.memberId ?? '';
  const { playUrls } = await viewer.ok({ getPlayUrls: { roomId: room, memberId } });
  for (const url of [playUrls?.flv ?? '', playUrls?.wsFlv ?? '']) {
    expect(url).toMatch(/^(http|ws):/);
    const page = await openPage(browser, site.url);
    players.push(page);
    await playFlv(page, url);
    let seen: Played | undefined;
    const first = await waitFor(
      'the first pictures',
      async () => {
        const played = await playedBy(page);
        seen = played;
        return played.pictures > 5 && played.soundBytes > 0 ? played : undefined;
      },
      60_000,
      () => seen,
    );
    const later = await waitFor(
      'two seconds more',
      async () => {
        const played = await playedBy(page);
        return played.currentTimeS > first.currentTimeS + 2 ? played : undefined;
      },
      60_000,
    );
    expect(later.pictures).toBeGreaterThan(first.pictures + 10);
    expect(later.soundBytes).toBeGreaterThan(first.soundBytes);
    expect(later.width).toBeGreaterThan(0);
    expect(later.errors).toEqual([]);
  }
  expect((await node.counts()).playbacks).toBe(2);
  for (const page of players.splice(0)) await page.context().close();
  await waitFor('the bridge to end', async () => (await node.counts()).bridges.toLive === 0, 60_000);
  viewer.close();
  await ann.getByTestId('leave-button').click();
});

test('[BR-2] what leaves a pusher at one instant is shown and heard in a page within 40 ms', async () => {
  const room = 'lips';
  const cam = await node.client('cam');
  await cam.join(room);
  const { pushUrl } = await cam.ok({ getPushUrl: { roomId: room } });
  running.push(pushFlashes(pushUrl?.url ?? ''));
  const page = await pages.enter('eve', room, '&cam=0&mic=0');
  await seesAndHears(page, 1, 1, 60_000);
  await noteFlashes(page);
  // The browser brings both together by and by, beginning wherever it happened to have begun.
  let seen: unknown;
  const settled = await waitFor(
    `${FLASHES} flashes in time`,
    async () => {
      const { flashes, beeps, skews } = await flashNotes(page);
      const lags = lagsOf({ flashes: inSeconds(flashes), beeps: inSeconds(beeps), pictures: 0 }).slice(-FLASHES);
      const found = { lags, lag: median(lags), skew: median(skews.slice(-FLASHES * SKEWS_PER_FLASH)) };
      seen = found;
      const isInTime = Math.abs(found.lag) <= MAX_SKEW_MS && Math.abs(found.skew) <= MAX_SKEW_MS;
      return lags.length === FLASHES && isInTime ? found : undefined;
    },
    80_000,
    () => seen,
  );
  console.info(`beep after flash ${settled.lag.toFixed(1)} ms, estimated ${settled.skew.toFixed(1)} ms`);
  expect(settled.lags).toHaveLength(FLASHES);
  await page.getByTestId('leave-button').click();
  cam.close();
});
