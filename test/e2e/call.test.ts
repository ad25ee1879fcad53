import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Medium } from '../../wire/generated/messages.ts';
import { launchBrowser, screenshot } from '../support/browser.ts';
import { CallPages, seesAndHears } from '../support/call-pages.ts';
import { growing, inbound, outbound } from '../support/page-media.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';
import { waitFor } from '../support/wait-for.ts';

let node: TestNode;
let browser: Browser;
let pages: CallPages;
let rooms = 0;

beforeAll(async () => {
  node = await startTestNode({ media: 'real' });
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

const nextRoom = (): string => `call-${++rooms}`;

describe.each(['h264', 'vp8'] as const)('a call over %s', (codec) => {
  test('two pages see and hear each other', async () => {
    const room = nextRoom();
    const ann = await pages.enter('Ann', room, `&codec=${codec}`);
    const bob = await pages.enter('Bob', room, `&codec=${codec}`);
    await seesAndHears(ann, 1, 1);
    await seesAndHears(bob, 1, 1);
    const videos = (await inbound(bob)).filter((stream) => stream.kind === 'video' && stream.framesDecoded > 0);
    expect(videos.map((stream) => stream.codec.toLowerCase())).toEqual([`video/${codec}`]);
    await screenshot(bob, `two-${codec}`);
  });
});

test('four pages: every page decodes every other, desktop and phone', async () => {
  const room = nextRoom();
  const people: Page[] = [];
  for (const name of ['Ann', 'Bob', 'Cid']) people.push(await pages.enter(name, room));
  people.push(
    await pages.enter('Dan', room, '', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }),
  );
  for (const page of people) await seesAndHears(page, 3, 3, 60_000);
  for (const page of people) expect(await page.getByTestId('tile').count()).toBe(4);
  await screenshot(people[0] as Page, 'four-desktop');
  await screenshot(people[3] as Page, 'four-phone');
});

describe('hard mute', () => {
  test('after a moderator mute the receiver gets no audio although the sender sends on; only a moderator lifts it', async () => {
    const room = nextRoom();
    const chair = await node.client('chair');
    await chair.join(room);
    const ann = await pages.enter('Ann', room, '', { hostile: true });
    const bob = await pages.enter('Bob', room);
    await seesAndHears(bob, 1, 1);
    const memberOf = async (user: string): Promise<string> => {
      const { snapshotResult } = await chair.ok({ getSnapshot: { roomId: room } });
      return snapshotResult?.snapshot?.members.find((member) => member.userId === user)?.memberId ?? '';
    };
    const audio = async (page: Page): Promise<number> =>
      (await inbound(page))
        .filter((stream) => stream.kind === 'audio')
        .reduce((sum, stream) => sum + stream.packets, 0);
    const sent = async (page: Page): Promise<number> =>
      (await outbound(page))
        .filter((stream) => stream.kind === 'audio')
        .reduce((sum, stream) => sum + stream.packets, 0);

    await chair.ok({
      setModeratorMute: { roomId: room, memberId: await memberOf('Ann'), medium: Medium.AUDIO, muted: true },
    });
    const silence = await waitFor('silence at the receiver', async () => {
      const first = await audio(bob);
      await bob.waitForTimeout(500);
      return (await audio(bob)) === first ? { packets: first } : undefined;
    });
    const sentBefore = await sent(ann);
    await waitFor('the sender to go on sending', async () => (await sent(ann)) > sentBefore + 25);
    expect(await audio(bob)).toBe(silence.packets);
    await screenshot(bob, 'muted');

    const bobClient = await node.client('Bobby');
    await bobClient.join(room);
    const unmute = {
      setModeratorMute: { roomId: room, memberId: await memberOf('Ann'), medium: Medium.AUDIO, muted: false },
    };
    expect(await bobClient.errorOf(unmute)).toBe('notAllowed');
    bobClient.close();

    // A reload is a new client and a new membership; the mute is still there.
    await ann.reload();
    await ann.getByTestId('leave-button').waitFor();
    await waitFor('Ann to be back', async () => {
      const { snapshotResult } = await chair.ok({ getSnapshot: { roomId: room } });
      const member = snapshotResult?.snapshot?.members.find(({ userId }) => userId === 'Ann');
      const state = member?.media.find(({ medium }) => medium === Medium.AUDIO);
      return state?.published === true && state.moderatorMuted && !state.mayFlow;
    });
    await chair.ok({ ...unmute, setModeratorMute: { ...unmute.setModeratorMute, memberId: await memberOf('Ann') } });
    const before = await audio(bob);
    await waitFor('sound again', async () => (await audio(bob)) > before + 20);
    chair.close();
  });
});

test('screen share is seen by the others', async () => {
  const room = nextRoom();
  const ann = await pages.enter('Ann', room);
  const bob = await pages.enter('Bob', room);
  await seesAndHears(bob, 1, 1);
  await ann.getByTestId('share-button').click();
  await seesAndHears(bob, 2, 1);
  await screenshot(bob, 'screen-share');
  await ann.getByTestId('share-button').click();
  await waitFor('the share to end', async () => {
    const before = await inbound(bob);
    await bob.waitForTimeout(500);
    return growing(before, await inbound(bob)) === 1;
  });
});
