/**
 * Phones in pockets, cables pulled, tabs killed: what the others see and when, and what the returning page is told.
 * The beats are shorter than in production so that the test is; the proportions are the same.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { LeaveReason, Medium, Presence } from '../../wire/generated/messages.ts';
import { launchBrowser, screenshot } from '../support/browser.ts';
import { CallPages, seesAndHears } from '../support/call-pages.ts';
import { RawChromium } from '../support/raw-chromium.ts';
import type { RawClient } from '../support/raw-client.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';
import { waitFor } from '../support/wait-for.ts';

const PING_MS = 1000;
const SUSPECT_GRACE_MS = 3000;
const BACKGROUND_GRACE_MS = 30_000;

let node: TestNode;
let browser: Browser;
let pages: CallPages;

beforeAll(async () => {
  node = await startTestNode({
    media: 'real',
    env: {
      RTCROOM_SIGNALING_PING_INTERVAL_MS: String(PING_MS),
      RTCROOM_ROOMS_SUSPECT_GRACE_MS: String(SUSPECT_GRACE_MS),
      RTCROOM_ROOMS_BACKGROUND_GRACE_MS: String(BACKGROUND_GRACE_MS),
    },
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

/** A member that only watches. */
async function watcherIn(room: string): Promise<RawClient> {
  const client = await node.client('watcher');
  await client.join(room);
  return client;
}

/** When (by the server's clock) the watcher was told that presence, or that leave; undefined while it was not. */
const toldAt = (watcher: RawClient, what: Presence | 'left', reason?: LeaveReason): number | undefined => {
  for (const { roomDelta } of watcher.frames) {
    for (const { change } of roomDelta?.events ?? []) {
      const isIt =
        what === 'left'
          ? change?.memberLeft != null && (reason === undefined || change.memberLeft.reason === reason)
          : change?.presenceChanged?.presence === what;
      if (isIt) return roomDelta?.atMs;
    }
  }
  return undefined;
};

test('a frozen page is away at once, its media stops, and on return it is told what a moderator did meanwhile', async () => {
  const room = 'frozen';
  const watcher = await watcherIn(room);
  const chromium = await RawChromium.start();
  try {
    const ann = await chromium.open(`${node.httpUrl}/?room=${room}&name=Ann&user=Ann&autojoin=1`);
    const bob = await pages.enter('Bob', room);
    await seesAndHears(bob, 1, 1);
    const annOf = async () => {
      const { snapshotResult } = await watcher.ok({ getSnapshot: { roomId: room } });
      return snapshotResult?.snapshot?.members.find(({ userId }) => userId === 'Ann');
    };
    const before = await annOf();

    await ann.freeze();
    await waitFor('the others to see it', () => toldAt(watcher, Presence.BACKGROUND));
    await bob.locator('[data-testid="tile"][data-presence="background"]').waitFor();
    await screenshot(bob, 'away');
    let seen: unknown;
    const flows = await waitFor(
      'Ann to be away in the room',
      async () => {
        const away = await annOf();
        seen = away ?? 'no such member';
        // On a busy machine the browser has been seen to show a page again that it was told to freeze.
        if (away?.presence === Presence.ONLINE) await ann.freeze();
        if (away?.presence !== Presence.BACKGROUND) return undefined;
        return away.media.filter(({ published }) => published).map(({ mayFlow }) => mayFlow);
      },
      20_000,
      () => seen,
    );
    expect(flows).toEqual([false, false]);
    const mute = { roomId: room, memberId: before?.memberId ?? '', medium: Medium.AUDIO, muted: true };
    await watcher.ok({ setModeratorMute: mute });

    await ann.thaw();
    const told = '[...document.querySelectorAll("[data-testid=toast]")].map((toast) => toast.textContent).join()';
    await waitFor('the page to be told', async () =>
      (await ann.evaluate<string>(told)).includes('muted while you were away'),
    );
    const after = await waitFor('Ann to be online again', async () => {
      const now = await annOf();
      return now?.presence === Presence.ONLINE ? now : undefined;
    });
    expect(after.memberId).toBe(before?.memberId);
    expect(after.media.find(({ medium }) => medium === Medium.AUDIO)).toMatchObject({
      moderatorMuted: true,
      mayFlow: false,
    });
  } finally {
    await chromium.close();
    watcher.close();
  }
});

test('a network cut without a word: suspect within two missed beats, gone at the configured time', async () => {
  const room = 'stalled';
  const watcher = await watcherIn(room);
  const proxy = await TcpProxy.start(node.port);
  try {
    await pages.enter('Ann', room, '', { httpUrl: `http://127.0.0.1:${proxy.port}` });
    proxy.stall();
    const suspectAt = await waitFor('suspect', () => toldAt(watcher, Presence.SUSPECT));
    const goneAt = await waitFor('gone', () => toldAt(watcher, 'left', LeaveReason.TIMED_OUT), 20_000);
    // The room's own instants: no earlier than the grace, and not a beat later.
    expect(goneAt - suspectAt).toBeGreaterThanOrEqual(SUSPECT_GRACE_MS - 5);
    expect(goneAt - suspectAt).toBeLessThan(SUSPECT_GRACE_MS + 3 * PING_MS);
  } finally {
    proxy.close();
    watcher.close();
  }
});

test('a killed tab: suspect at once, gone after the grace; nobody is shown twice when it comes back', async () => {
  const room = 'killed';
  const watcher = await watcherIn(room);
  const ann = await pages.enter('Ann', room);
  const bob = await pages.enter('Bob', room);
  await seesAndHears(bob, 1, 1);
  const cdp = await ann.context().newCDPSession(ann);
  // The renderer dies without running any handler, so the command itself gets no answer.
  void cdp.send('Page.crash').catch(() => undefined);
  await waitFor('suspect', () => toldAt(watcher, Presence.SUSPECT));
  await pages.enter('Ann', room);
  await waitFor('the old membership to be replaced', () => toldAt(watcher, 'left', LeaveReason.REPLACED));
  expect(await bob.locator('[data-testid="tile"][data-user-id="Ann"]').count()).toBe(1);
  watcher.close();
});

test('a reload is the same user again, at once', async () => {
  const room = 'reloaded';
  const watcher = await watcherIn(room);
  const ann = await pages.enter('Ann', room);
  const bob = await pages.enter('Bob', room);
  await ann.reload();
  await ann.getByTestId('leave-button').waitFor();
  await seesAndHears(bob, 1, 1);
  const { snapshotResult } = await watcher.ok({ getSnapshot: { roomId: room } });
  expect(snapshotResult?.snapshot?.members.map(({ userId }) => userId).toSorted()).toEqual(['Ann', 'Bob', 'watcher']);
  watcher.close();
});
