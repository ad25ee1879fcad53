/** What people do in a call, through the page: layers, data, chat, moderation, languages, what it looks like. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage, screenshot } from '../support/browser.ts';
import { CallPages, seesAndHears } from '../support/call-pages.ts';
import { inbound } from '../support/page-media.ts';
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

const nextRoom = (): string => `feature-${++rooms}`;

/** The part of `window.rtcroom` that these tests use. */
interface Scripting {
  readonly room: {
    setPreferredLayers(consumerId: string, spatialLayer: number): Promise<number>;
    on(event: 'data', listener: (data: { topic: string; payload: Uint8Array; lossy: boolean }) => void): void;
  };
  readonly media: {
    readonly tracks: readonly { readonly medium: number; readonly consumerId: string }[];
    publishData(topic: string): Promise<unknown>;
    hearData(topics: readonly string[]): Promise<void>;
    on(event: 'data', listener: (data: { topic: string; payload: Uint8Array }) => void): void;
  };
}
declare const rtcroom: Scripting;

const videoWidth = async (page: Page): Promise<number> => {
  const videos = (await inbound(page)).filter((stream) => stream.kind === 'video' && stream.framesDecoded > 0);
  return Math.max(0, ...videos.map((stream) => stream.width));
};

test.for(['vp8', 'h264'])('simulcast over %s: another layer arrives as another width', async (codec) => {
  const room = nextRoom();
  const ann = await pages.enter('Ann', room, `&codec=${codec}`);
  const bob = await pages.enter('Bob', room, '&cam=0');
  await seesAndHears(bob, 1, 1);
  const prefer = async (layer: number): Promise<void> => {
    await bob.evaluate(async (spatialLayer) => {
      const video = rtcroom.media.tracks.find(({ medium }) => medium === 2);
      await rtcroom.room.setPreferredLayers(video?.consumerId ?? '', spatialLayer);
    }, layer);
  };
  await prefer(2);
  const large = await waitFor(
    'the large picture',
    async () => {
      const width = await videoWidth(bob);
      return width >= 640 ? width : undefined;
    },
    30_000,
  );
  await prefer(0);
  await waitFor(
    'the small picture',
    async () => {
      const width = await videoWidth(bob);
      return width > 0 && width <= large / 2;
    },
    30_000,
  );
  expect(await ann.getByTestId('tile').count()).toBe(2);
});

test('data channels carry messages both ways', async () => {
  const room = nextRoom();
  const ann = await pages.enter('Ann', room, '&cam=0');
  const bob = await pages.enter('Bob', room, '&cam=0');
  for (const page of [ann, bob]) {
    await page.evaluate(async () => {
      const heard: string[] = [];
      (window as unknown as { heard: string[] }).heard = heard;
      rtcroom.media.on('data', ({ topic, payload }) => heard.push(`${topic}:${new TextDecoder().decode(payload)}`));
      await rtcroom.media.hearData(['points']);
    });
  }
  const heard = async (page: Page): Promise<string[]> =>
    await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  const sayTo = async (from: Page, to: Page, letter: string): Promise<void> => {
    await from.evaluate(async () => {
      (window as unknown as { sender: unknown }).sender = await rtcroom.media.publishData('points');
    });
    const send = async (text: string): Promise<void> => {
      await from.evaluate((words) => {
        const { sender } = window as unknown as { sender: { send(payload: Uint8Array): boolean } };
        sender.send(new TextEncoder().encode(words));
      }, text);
    };
    // A channel carries what is sent once its receivers are there: knock until somebody answers.
    await waitFor('the channel to open', async () => {
      await send('knock');
      return (await heard(to)).includes('points:knock');
    });
    for (let i = 0; i < 10; i += 1) await send(`${letter}${i}`);
    const expected = Array.from({ length: 10 }, (_, i) => `points:${letter}${i}`);
    await waitFor('ten messages', async () => (await heard(to)).at(-1) === expected.at(-1));
    expect((await heard(to)).filter((message) => message !== 'points:knock')).toEqual(expected);
  };
  await sayTo(ann, bob, 'a');
  await sayTo(bob, ann, 'b');
});

describe('the page', () => {
  test('from the join form into a call, with keyboard and chat', async () => {
    const room = nextRoom();
    const page = await openPage(browser, `${node.httpUrl}/`);
    await page.getByTestId('name-input').fill('Ann');
    await page.getByTestId('room-input').fill(room);
    await page.getByTestId('preview').waitFor();
    await screenshot(page, 'join');
    await page.getByTestId('join-button').click();
    await page.getByTestId('leave-button').waitFor();
    await screenshot(page, 'one');

    const bob = await pages.enter('Bob', room);
    await seesAndHears(bob, 1, 1);
    await page.keyboard.press('m');
    await waitFor(
      'Bob to see Ann muted',
      async () => (await bob.locator('[data-testid="tile"][data-muted="off"]').count()) === 1,
    );
    await page.keyboard.press('c');
    await page.getByTestId('chat-input').fill('<b>hello</b> https://example.org');
    await page.keyboard.press('Enter');
    await bob.keyboard.press('c');
    await bob.getByTestId('chat-message').getByText('<b>hello</b>').waitFor();
    await screenshot(bob, 'chat');
    await bob.keyboard.press('Escape');
    await page.getByTestId('leave-button').click();
    await page.getByTestId('ended-screen').waitFor();
    await screenshot(page, 'ended');
    await waitFor('Bob to be alone', async () => (await bob.getByTestId('tile').count()) === 1);
    await page.context().close();
  });

  test('a moderator mutes everybody; who is muted sees it', async () => {
    const room = nextRoom();
    const ann = await pages.enter('Ann', room);
    const bob = await pages.enter('Bob', room);
    await seesAndHears(ann, 1, 1);
    await ann.keyboard.press('p');
    await ann.getByTestId('mute-all-button').click();
    await ann.getByTestId('allow-unmute').uncheck();
    await screenshot(ann, 'mute-all');
    await ann.getByTestId('dialog-confirm').click();
    await waitFor(
      'Bob to be muted',
      async () => (await bob.locator('[data-testid="tile"][data-muted="moderator"]').count()) === 1,
    );
    await screenshot(bob, 'muted-by-moderator');
  });

  test('in Chinese, on a phone', async () => {
    const room = nextRoom();
    const ann = await pages.enter('Ann', room, '&lang=zh', {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    });
    await pages.enter('Bob', room);
    await seesAndHears(ann, 1, 1);
    await ann.getByText('复制', { exact: false }).first().waitFor({ state: 'attached' });
    await screenshot(ann, 'chinese-phone');
  });

  test('the inspector shows what the server decides and what arrives', async () => {
    const room = nextRoom();
    const ann = await pages.enter('Ann', room);
    await pages.enter('Bob', room);
    await seesAndHears(ann, 1, 1);
    await ann.keyboard.press('i');
    await ann.getByTestId('inspector').waitFor();
    await ann.getByTestId('inspector-consumer').first().waitFor();
    await screenshot(ann, 'inspector');
    await ann.getByTestId('push-url-button').click();
    const pushUrls = ann.getByTestId('push-urls');
    expect(await pushUrls.locator('[data-url=url]').innerText()).toMatch(/^rtmp:\/\/\S+\/live\/\S+-g1\?purpose=push&/);
    await ann.getByTestId('play-urls-button').click();
    await ann.getByTestId('play-urls').locator('[data-url=flv]').waitFor();
    expect(await ann.getByTestId('play-urls').locator('[data-url=flv]').innerText()).toContain('.flv?purpose=play&');
    await pushUrls.getByTestId('copy-url').first().click();
    await pushUrls.getByRole('button', { name: 'Copied' }).waitFor();
    await screenshot(ann, 'live-urls');
  });
});
