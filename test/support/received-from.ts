/** What a page of ours receives of one member, from the browser's own statistics. */
import type { Page } from 'playwright-core';
import { type Inbound, inbound } from './page-media.ts';
import { waitFor } from './wait-for.ts';

interface PageGlobals {
  readonly rtcroom: {
    readonly media: {
      readonly tracks: readonly {
        readonly memberId: string;
        readonly medium: number | string;
        readonly consumerId: string;
      }[];
    } | null;
  };
}

/** The member's stream of that kind; undefined when the page receives none. */
export async function receivedFrom(
  page: Page,
  memberId: string,
  kind: 'audio' | 'video',
): Promise<Inbound | undefined> {
  const tracks = await page.evaluate(() => (globalThis as unknown as PageGlobals).rtcroom.media?.tracks ?? []);
  const ids = tracks.filter((track) => track.memberId === memberId).map(({ consumerId }) => consumerId);
  // The browser's name of a track is the consumer's id.
  return (await inbound(page)).find((stream) => stream.kind === kind && ids.includes(stream.trackId));
}

/** Waits until the page decodes more pictures of that member. */
export async function untilSeen(page: Page, memberId: string, boundMs = 60_000): Promise<void> {
  const before = (await receivedFrom(page, memberId, 'video'))?.framesDecoded ?? 0;
  await waitFor(
    `pictures of ${memberId}`,
    async () => ((await receivedFrom(page, memberId, 'video'))?.framesDecoded ?? 0) > before + 5,
    boundMs,
  );
}

/** Waits until the page plays more sound of that member, which is no silence. */
export async function untilHeard(page: Page, memberId: string, boundMs = 60_000): Promise<void> {
  const first = await receivedFrom(page, memberId, 'audio');
  let seen: Inbound | undefined;
  await waitFor(
    `sound of ${memberId}`,
    async () => {
      seen = await receivedFrom(page, memberId, 'audio');
      if (seen === undefined) return false;
      const { packets = 0, audioEnergy = 0 } = first?.ssrc === seen.ssrc ? first : {};
      return seen.packets > packets + 10 && seen.audioEnergy > audioEnergy;
    },
    boundMs,
    () => seen,
  );
}

/**
 * Waits until no packet of that member's medium comes for half a second, and then gives the number that came: it must
 * not grow while others are heard on.
 */
export async function untilNothingComes(page: Page, memberId: string, kind: 'audio' | 'video'): Promise<number> {
  const packets = async (): Promise<number> => (await receivedFrom(page, memberId, kind))?.packets ?? 0;
  const quiet = await waitFor(
    `no ${kind} of ${memberId}`,
    async () => {
      const before = await packets();
      await page.waitForTimeout(500);
      return (await packets()) === before ? { packets: before } : undefined;
    },
    30_000,
  );
  return quiet.packets;
}
