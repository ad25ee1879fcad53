/**
 * How long a muted member is still heard: two pages of a real browser in a room with real media, one speaks, the other
 * moderates. Both instants are taken in the moderator's page, with one clock: when it sends the command, and when the
 * last frame of the speaker's audio reaches it, before any jitter buffer. So it covers the command's way to the node,
 * the decision, the media worker, and what was on the wire; not the sound that the listener had buffered already.
 */
import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { Medium } from '../../wire/generated/messages.ts';
import { type MuteRoundsOutcome, runMuteRounds } from '../page/mute-rounds.ts';
import { NOISY_MICROPHONE, NOTE_AUDIO_FRAMES } from '../page/note-audio-frames.ts';
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { startNode } from '../support/child-server.ts';
import { percentile } from '../support/statistics.ts';

const NAME = 'mute-to-silence';
const GOAL = 'P13';
const ROOM = 'bench-mute';
const ROUNDS = 20;
const SILENCE_MS = 300;
const TIMEOUT_MS = 15_000;
const TARGET_MS = 20;
/** A frame cannot be known before it came; more than this between page and worker means that their clocks differ. */
const CLOCK_TOLERANCE_MS = 2;

const PAGE_FILE = new URL('../../web/dist/index.html', import.meta.url);

/** The parts of `window.rtcroom` that are used. */
interface PageGlobals {
  readonly rtcroom?: {
    readonly room: { readonly memberId: string } | null;
  };
}

/** Opens the node's own page, which joins by itself. Gives the page and its member id. */
async function enter(browser: Browser, port: number, user: string, mic: boolean): Promise<[Page, string]> {
  // The page's policy allows no scripts but its own; the bench's worker is one.
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => process.stderr.write(`${NAME}: error in ${user}'s page: ${message}\n`));
  await page.addInitScript(NOTE_AUDIO_FRAMES);
  await page.addInitScript(NOISY_MICROPHONE);
  const query = new URLSearchParams({
    room: ROOM,
    name: user,
    user,
    autojoin: '1',
    cam: '0',
    mic: mic ? '1' : '0',
  });
  await page.goto(`http://127.0.0.1:${port}/?${query}`);
  const memberIdHandle = await page.waitForFunction(
    () => (globalThis as unknown as PageGlobals).rtcroom?.room?.memberId,
    undefined,
    { timeout: TIMEOUT_MS },
  );
  return [page, (await memberIdHandle.jsonValue()) ?? ''];
}

function results({ rounds, smallestLagMs }: MuteRoundsOutcome): readonly Result[] {
  if (smallestLagMs < -CLOCK_TOLERANCE_MS || smallestLagMs > CLOCK_TOLERANCE_MS) {
    throw new Error(`the clocks of page and worker differ by ${smallestLagMs.toFixed(1)} ms`);
  }
  const silences = rounds.map(({ muteToSilenceMs }) => muteToSilenceMs);
  const sounds = rounds.map(({ unmuteToSoundMs }) => unmuteToSoundMs);
  const row = (metric: string, values: readonly number[], p: number, targetMs?: number): Result =>
    result({
      goal: GOAL,
      scenario: NAME,
      metric: `${metric}, p${p * 100}`,
      unit: 'ms',
      ours: percentile(values, p),
      target: targetMs === undefined ? null : { is: 'at most', value: targetMs },
    });
  return [
    row('mute to last audio frame', silences, 0.5),
    row('mute to last audio frame', silences, 0.95, TARGET_MS),
    row('unmute to first audio frame', sounds, 0.5),
    row('unmute to first audio frame', sounds, 0.95),
  ];
}

async function run({ say }: ScenarioContext): Promise<readonly Result[]> {
  if (!existsSync(PAGE_FILE)) throw new Error('the page is not built: npm run build:web');
  // Browser, node and worker share all cores: pinned to one, the browser would be what is measured.
  const node = await startNode({}, { pinned: false });
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser();
    const [moderator] = await enter(browser, node.port, 'moderator', false);
    const [, memberId] = await enter(browser, node.port, 'speaker', true);
    say(`${NAME}: ${ROUNDS} rounds of mute and unmute`);
    const options = { memberId, audio: Medium.AUDIO, rounds: ROUNDS, silenceMs: SILENCE_MS, timeoutMs: TIMEOUT_MS };
    return results(await moderator.evaluate(runMuteRounds, options));
  } finally {
    await browser?.close();
    await node.stop();
  }
}

/** Goal P13, mute to silence: at most 20 ms. */
export const muteToSilence: Scenario = { name: NAME, goals: [GOAL], run };
