/**
 * What a person waits for a picture (part of goal P13), with two pages of a real browser and a real camera track. First
 * frame: from the moment when the page opens its connection (handshake, token, join, two transports, DTLS, key frame) to
 * the first decoded frame that is shown. Worker death: from the kill of the media worker to the first frame after the
 * longest pause.
 */
import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { SimulateFault } from '../../wire/generated/messages.ts';
import { RoomClient } from '../load/room-client.ts';
import { NOTE_VIDEO_FRAMES, type VideoNotes } from '../page/note-video-frames.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startNode } from '../support/child-server.ts';
import { closingAtEnd } from '../support/closing.ts';
import type { Effort } from '../support/effort.ts';
import { percentile } from '../support/statistics.ts';
import { signToken } from '../support/tokens.ts';

const NAME = 'first-frame';
const GOAL = 'P13';
const ROOM = 'bench-picture';
const TIMEOUT_MS = 30_000;
const FIRST_FRAME_TARGET_MS = 800;
const DEATH_TARGET_MS = 5000;
const STEADY_FRAMES = 20;
const JOINS: Readonly<Record<Effort['name'], number>> = { tiny: 3, short: 10, full: 30 };
const DEATHS: Readonly<Record<Effort['name'], number>> = { tiny: 1, short: 3, full: 5 };

const PAGE_FILE = new URL('../../web/dist/index.html', import.meta.url);

interface PageGlobals {
  readonly benchVideo?: VideoNotes;
}

/** A page that joins by itself, with or without a camera. */
async function openPage(browser: Browser, port: number, user: string, hasCamera: boolean): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => process.stderr.write(`${NAME}: error in ${user}'s page: ${message}\n`));
  await page.addInitScript(NOTE_VIDEO_FRAMES);
  const query = new URLSearchParams({
    room: ROOM,
    name: user,
    user,
    autojoin: '1',
    cam: hasCamera ? '1' : '0',
    mic: '0',
  });
  await page.goto(`http://127.0.0.1:${port}/?${query}`);
  return page;
}

async function notesOf(page: Page, frames: number): Promise<VideoNotes> {
  await page.waitForFunction(
    (wanted) => ((globalThis as unknown as PageGlobals).benchVideo?.frames.length ?? 0) >= wanted,
    frames,
    { timeout: TIMEOUT_MS },
  );
  return page.evaluate(() => {
    const { connectedAt = 0, frames: seen = [] } = (globalThis as unknown as PageGlobals).benchVideo ?? {};
    return { connectedAt, frames: [...seen] };
  });
}

async function firstFrames(browser: Browser, port: number, count: number): Promise<readonly number[]> {
  const waits: number[] = [];
  // The first one pays for what the browser and the node do for the first time.
  for (let index = 0; index <= count; index += 1) {
    const page = await openPage(browser, port, `viewer-${index}`, false);
    const { connectedAt, frames } = await notesOf(page, 1);
    if (index > 0) waits.push((frames[0] ?? Number.NaN) - connectedAt);
    await page.context().close();
  }
  return waits;
}

/** From the kill to the end of the longest pause after it. */
async function deaths(browser: Browser, node: ChildServer, count: number): Promise<readonly number[]> {
  const chair = await RoomClient.open(node.port);
  await chair.hello(signToken('chair'));
  await chair.join(ROOM);
  const viewer = await openPage(browser, node.port, 'watcher', false);
  const pauses: number[] = [];
  for (let death = 0; death < count; death += 1) {
    const before = await notesOf(viewer, STEADY_FRAMES * (death + 1));
    const killedAt = performance.timeOrigin + performance.now();
    await chair.request({ simulate: { roomId: ROOM, fault: SimulateFault.KILL_WORKER } });
    // What was on the way is still shown; the picture is back when it moves for a while.
    const { frames } = await notesOf(viewer, before.frames.length + 2 * STEADY_FRAMES);
    pauses.push(endOfLongestPause(frames, killedAt) - killedAt);
  }
  chair.close();
  await viewer.context().close();
  return pauses;
}

/** The frame that ended the longest time without one, of all that came after `from`. */
export function endOfLongestPause(frames: readonly number[], from: number): number {
  let last = from;
  let longest = -1;
  let end = Number.NaN;
  for (const at of frames.filter((frame) => frame > from)) {
    if (at - last > longest) {
      longest = at - last;
      end = at;
    }
    last = at;
  }
  return end;
}

async function run({ say, effort }: ScenarioContext): Promise<readonly Result[]> {
  if (!existsSync(PAGE_FILE)) throw new Error('the page is not built: npm run build:web');
  return closingAtEnd(async (closing) => {
    const node = await startNode({ RTCROOM_TEST_MODE: 'true', RTCROOM_RTC_WORKERS: '2' }, { pinned: false });
    closing.add(() => node.stop());
    const browser = await launchBrowser();
    closing.add(() => browser.close());
    const publisher = await openPage(browser, node.port, 'publisher', true);
    await publisher.getByTestId('leave-button').waitFor({ timeout: TIMEOUT_MS });
    say(`${NAME}: ${JOINS[effort.name]} viewers, one after the other`);
    const waits = await firstFrames(browser, node.port, JOINS[effort.name]);
    say(`${NAME}: the worker is killed ${DEATHS[effort.name]} times`);
    const pauses = await deaths(browser, node, DEATHS[effort.name]);
    const row = (metric: string, values: readonly number[], p: number, target: number | null): Result =>
      result({
        goal: GOAL,
        scenario: NAME,
        metric,
        unit: 'ms',
        ours: percentile(values, p),
        target: target === null ? null : { is: 'at most', value: target },
      });
    return [
      row('join to first decoded frame, p50', waits, 0.5, null),
      row('join to first decoded frame, p95', waits, 0.95, FIRST_FRAME_TARGET_MS),
      row('death of the worker to a moving picture, longest', pauses, 1, DEATH_TARGET_MS),
    ];
  });
}

/** Goal P13, pictures. */
export const firstFrame: Scenario = { name: NAME, goals: [GOAL], run };
