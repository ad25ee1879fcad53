/**
 * How much later a picture is seen on the other side of the live gateway (goal P13): a clock is burned into each picture,
 * and read where it is shown. One machine, so one clock; that of the page is compared with ours before it counts.
 *
 * - RTMP to FLV: from the write of a picture to a pusher's socket to the read of its first bytes by a player.
 * - RTMP to WebRTC: from that write to the instant at which Chromium displays the picture.
 * - WebRTC to FLV: from the drawing of the clock in Chromium, which films it, to the decoded picture in ffmpeg, which
 *   keeps nothing back. So encoding, sending, the jitter buffer and decoding are all in it, a player's cache is not.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import type { LiveFrame } from '../../src/live-gateway/live-frame.ts';
import { framesOfFlv } from '../../test/support/av-clip.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { playing } from '../../test/support/rtmp-bytes.ts';
import { ClipPublisher } from '../load/clip-publisher.ts';
import { ClockPlayer } from '../load/clock-player.ts';
import { askForFlv, FlvPlayer } from '../load/flv-player.ts';
import { RtmpPublisher } from '../load/rtmp-publisher.ts';
import {
  CLOCK_PICTURE,
  CLOCK_TURN,
  type ClockSighting,
  clockFilters,
  FILM_CLOCK,
  NOTE_CLOCK,
  readClock,
} from '../page/picture-clock.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { type ChildServer, startLiveGateway, startNode } from '../support/child-server.ts';
import { type Closing, closingAtEnd } from '../support/closing.ts';
import { percentile } from '../support/statistics.ts';
import { fetchToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

const NAME = 'glass-to-glass';
const GOAL = 'P13';
const TARGET_MS = { pass: 100, toWebrtc: 300, toFlv: 500 } as const;
const FPS = 25;
/** Bridges and browsers have started, and buffers have found their size. */
const SETTLE_MS = 8000;
const TIMEOUT_MS = 30_000;
/** Of all pictures in the time that counts. */
const MIN_SEEN = 0.5;
const PAGE_FILE = new URL('../../web/dist/index.html', import.meta.url);

interface PageGlobals {
  readonly benchClock: readonly ClockSighting[];
}

const now = (): number => performance.timeOrigin + performance.now();

async function clockClip(seconds: number): Promise<readonly LiveFrame[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rtcroom-bench-'));
  try {
    const path = join(folder, 'clock.flv');
    const { width, height } = CLOCK_PICTURE;
    const picture = `color=black:s=${width}x${height}:r=${FPS}:d=${seconds},${clockFilters()}`;
    await promisify(execFile)('ffmpeg', [
      ...['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', picture],
      ...['-f', 'lavfi', '-i', `sine=440:r=44100:d=${seconds}`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline'],
      ...['-pix_fmt', 'yuv420p', '-g', String(2 * FPS), '-c:a', 'aac', '-b:a', '64k', '-y', path],
    ]);
    return framesOfFlv(await readFile(path));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ask(port: number, room: string, user: string, what: 'push-url' | 'play-urls'): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/rooms/${room}/members/${user}/${what}`, {
    method: what === 'push-url' ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${await fetchToken(port, user)}` },
  });
  if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`);
  const urls = (await response.json()) as { readonly url?: string; readonly flv?: string };
  return urls.url ?? urls.flv ?? '';
}

async function enter(browser: Browser, port: number, room: string, user: string, hasMedia: boolean): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => process.stderr.write(`${NAME}: error in ${user}'s page: ${message}\n`));
  await page.addInitScript(hasMedia ? FILM_CLOCK : NOTE_CLOCK);
  const media = hasMedia ? '1' : '0';
  const join = { room, name: user, user, autojoin: '1', cam: media, mic: media, simulcast: '0', codec: 'h264' };
  await page.goto(`http://127.0.0.1:${port}/?${new URLSearchParams(join)}`);
  await page.getByTestId('leave-button').waitFor({ timeout: TIMEOUT_MS });
  return page;
}

/** The page's clock minus ours: of some readings the one that took least. */
async function clockOffset(page: Page): Promise<number> {
  let best = { tookMs: Number.POSITIVE_INFINITY, offsetMs: 0 };
  for (let reading = 0; reading < 20; reading += 1) {
    const askedAt = now();
    const theirs = await page.evaluate(() => performance.timeOrigin + performance.now());
    const tookMs = now() - askedAt;
    if (tookMs < best.tookMs) best = { tookMs, offsetMs: theirs - askedAt - tookMs / 2 };
  }
  return best.offsetMs;
}

async function passThrough(measureMs: number, closing: Closing): Promise<readonly number[]> {
  const gateway = await startLiveGateway();
  closing.add(() => gateway.stop());
  const publisher = new RtmpPublisher(gateway.rtmpPort, NAME, 600_000);
  closing.add(() => publisher.close());
  await sleep(1000);
  const delays: number[] = [];
  const players = [
    new FlvPlayer(gateway.port, askForFlv(`/live/${NAME}.flv`), (delayMs) => delays.push(delayMs)),
    new FlvPlayer(gateway.rtmpPort, playing(NAME), (delayMs) => delays.push(delayMs)),
  ];
  for (const player of players) closing.add(() => player.close());
  await sleep(3000);
  delays.length = 0;
  await sleep(measureMs);
  return delays;
}

async function rtmpToWebrtc(
  node: ChildServer,
  browser: Browser,
  measureMs: number,
  closing: Closing,
): Promise<readonly number[]> {
  const clip = await clockClip((SETTLE_MS + measureMs) / 1000 + 5);
  const page = await enter(browser, node.port, 'rtmp-in', 'viewer', false);
  const offsetMs = await clockOffset(page);
  const publisher = new ClipPublisher(await ask(node.port, 'rtmp-in', 'pusher', 'push-url'), clip);
  closing.add(() => publisher.close());
  await page.waitForFunction(() => (globalThis as unknown as PageGlobals).benchClock.length > 0, undefined, {
    timeout: TIMEOUT_MS,
  });
  await sleep(SETTLE_MS);
  const from = now();
  await until(() => publisher.isOver || now() > from + measureMs, 'the clip', 2 * measureMs + TIMEOUT_MS);
  if (publisher.fault !== undefined) throw new Error(publisher.fault);
  const sightings = await page.evaluate(() => (globalThis as unknown as PageGlobals).benchClock);
  publisher.close();
  await page.context().close();
  return sightings.flatMap(({ levels, shownAt }) => {
    const sentAt = publisher.sentAt[readClock(levels) ?? -1];
    return sentAt === undefined || shownAt - offsetMs < from ? [] : [shownAt - offsetMs - sentAt];
  });
}

async function webrtcToFlv(
  node: ChildServer,
  browser: Browser,
  measureMs: number,
  closing: Closing,
): Promise<readonly number[]> {
  const page = await enter(browser, node.port, 'flv-out', 'filmer', true);
  const offsetMs = await clockOffset(page);
  const player = new ClockPlayer(await ask(node.port, 'flv-out', 'filmer', 'play-urls'));
  closing.add(() => player.close());
  await until(() => player.seen.length > 0, 'the first picture', TIMEOUT_MS);
  await sleep(SETTLE_MS);
  const from = player.seen.length;
  await sleep(measureMs);
  player.close();
  await page.context().close();
  return player.seen.slice(from).map(({ value, at }) => {
    const late = (at + offsetMs - value) % CLOCK_TURN;
    return late < 0 ? late + CLOCK_TURN : late;
  });
}

function rows(metric: string, delays: readonly number[], target: number, measureMs: number): readonly Result[] {
  const expected = (measureMs / 1000) * FPS;
  if (delays.length < expected * MIN_SEEN) {
    throw new Error(`${metric}: only ${delays.length} of ${expected} pictures were seen`);
  }
  const row = (p: number, name: string): Result =>
    result({
      goal: GOAL,
      scenario: NAME,
      metric: `${metric}, ${name}`,
      unit: 'ms',
      ours: percentile(delays, p),
      target: p === 0.95 ? { is: 'at most', value: target } : null,
      notes: [`${delays.length} pictures`],
    });
  return [row(0.5, 'p50'), row(0.95, 'p95')];
}

async function run({ say, effort }: ScenarioContext): Promise<readonly Result[]> {
  if (!existsSync(PAGE_FILE)) throw new Error('the page is not built: npm run build:web');
  const measureMs = effort.name === 'full' ? 20_000 : 6000;
  say(`${NAME}: RTMP to FLV and RTMP`);
  const passed = await closingAtEnd((closing) => passThrough(measureMs, closing));
  return closingAtEnd(async (closing) => {
    const node = await startNode({}, { pinned: false });
    closing.add(() => node.stop());
    const browser = await launchBrowser();
    closing.add(() => browser.close());
    say(`${NAME}: RTMP to WebRTC`);
    const shown = await rtmpToWebrtc(node, browser, measureMs, closing);
    say(`${NAME}: WebRTC to FLV`);
    const played = await webrtcToFlv(node, browser, measureMs, closing);
    return [
      ...rows('RTMP to FLV and RTMP, added', passed, TARGET_MS.pass, measureMs),
      ...rows('RTMP to the display of a browser', shown, TARGET_MS.toWebrtc, measureMs),
      ...rows('camera of a browser to a decoded FLV picture', played, TARGET_MS.toFlv, measureMs),
    ];
  });
}

/** Goal P13, delay of the live gateway: at most 100, 300 and 500 ms. */
export const glassToGlass: Scenario = { name: NAME, goals: [GOAL], run };
