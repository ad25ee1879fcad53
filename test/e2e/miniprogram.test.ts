/**
 * Three mini programs and a browser in one room, with media: what the component is told to push is pushed over RTMP,
 * what it is told to play is read over RTMP and FLV, and the browser sees and hears them all.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { CallPages, seesAndHears } from '../support/call-pages.ts';
import { MiniApp, type MountedRoom } from '../support/mini-app.ts';
import { growing, inbound } from '../support/page-media.ts';
import { RealMedia } from '../support/real-media.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';
import { waitFor } from '../support/wait-for.ts';

const ROOM = 'mini-and-browser';
/** Encoders, decoders, workers and a browser on two cores. */
const BOUND_MS = 60_000;

interface Phone {
  readonly app: MiniApp;
  readonly media: RealMedia;
  readonly page: MountedRoom;
}

let node: TestNode;
let browser: Browser;
let pages: CallPages;
const phones: Phone[] = [];

beforeAll(async () => {
  [node, browser] = await Promise.all([startTestNode({ media: 'real' }), launchBrowser()]);
  pages = new CallPages(browser, node.httpUrl);
});
afterAll(async () => {
  for (const { app, media } of phones) {
    app.close();
    await media.close();
  }
  await pages?.closeAll();
  await browser?.close();
  await node?.stop();
});

async function phone(user: string, media: RealMedia): Promise<Phone> {
  const app = new MiniApp({ httpUrl: node.httpUrl, media });
  const page = app.mount({ token: await node.token(user), room: ROOM, scene: 'conference' });
  const made = { app, media, page };
  phones.push(made);
  return made;
}

/** Pictures that move in the browser just now. */
async function moving(page: Page): Promise<number> {
  const before = await inbound(page);
  await page.waitForTimeout(500);
  return growing(before, await inbound(page));
}

const playsAll = async ({ page }: Phone, count: number): Promise<void> => {
  await page.until(
    `${count} others to be played`,
    ({ players }) => players.length === count && players.every(({ status }) => status === 'playing'),
    BOUND_MS,
  );
};

describe('three mini programs and a browser', () => {
  test('[MP-1] [MP-10] [MP-20] [MP-21] all see and hear each other; one goes to the background and comes back', async () => {
    const dora = await pages.enter('dora', ROOM);
    // Ann's phone is one of those that push on in the background, whatever they are told.
    const [ann, ben, cho] = await Promise.all([
      phone('ann', new RealMedia({ pushesOn: true })),
      phone('ben', new RealMedia()),
      phone('cho', new RealMedia()),
    ]);
    const all = [ann, ben, cho];
    await Promise.all(
      all.map(({ page }) => page.until('the push', ({ pusher }) => pusher.status === 'pushing', BOUND_MS)),
    );
    await Promise.all(all.map((one) => playsAll(one, 3)));
    for (const { media } of all)
      expect([...media.played.values()].map((plays) => plays.at(-1))).toEqual(Array(3).fill('aac+h264'));
    await seesAndHears(dora, 3, 3, BOUND_MS);

    ann.app.hide();
    ann.app.wx.freeze();
    await ben.page.until('Ann to be away', ({ members }) => members.some(({ isAway }) => isAway));
    await playsAll(ben, 2);
    await waitFor('the browser to see two', async () => (await moving(dora)) === 2, BOUND_MS);

    ann.app.wx.cutSockets();
    ann.app.wx.thaw();
    ann.app.show();
    await ann.page.until(
      'the push',
      ({ pusher, status }) => status === 'joined' && pusher.status === 'pushing',
      BOUND_MS,
    );
    // Another name: the one that the phone went on pushing to would be in its way.
    expect(new Set(ann.media.pushedUrls).size).toBeGreaterThan(1);
    await Promise.all(all.map((one) => playsAll(one, 3)));
    await seesAndHears(dora, 3, 3, BOUND_MS);

    for (const { app, media } of phones.splice(0)) {
      app.close();
      await media.close();
    }
    await waitFor('the browser to be alone', async () => (await moving(dora)) === 0, BOUND_MS);
    await waitFor(
      'nothing to be left of them',
      async () => {
        const { live, bridges } = await node.counts();
        return live.rtmpConnections === 0 && bridges.toWebrtc === 0;
      },
      BOUND_MS,
    );
  });
});
