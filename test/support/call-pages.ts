/** Pages of one call in a real node, for e2e tests: opened, joined, measured, closed. */
import type { Browser, Page } from 'playwright-core';
import { growing, inbound, type MediaPageOptions, openMediaPage } from './page-media.ts';
import { waitFor } from './wait-for.ts';

export class CallPages {
  readonly #browser: Browser;
  readonly #httpUrl: string;
  #pages: Page[] = [];

  constructor(browser: Browser, httpUrl: string) {
    this.#browser = browser;
    this.#httpUrl = httpUrl;
  }

  /** Opens a page that joins by itself as user `name`, and waits until it is in the call. */
  async enter(
    name: string,
    room: string,
    query = '',
    options: MediaPageOptions & { readonly httpUrl?: string } = {},
  ): Promise<Page> {
    const { httpUrl = this.#httpUrl, ...pageOptions } = options;
    const url = `${httpUrl}/?room=${room}&name=${name}&user=${name}&autojoin=1${query}`;
    const page = await openMediaPage(this.#browser, url, pageOptions);
    this.#pages.push(page);
    await page.getByTestId('leave-button').waitFor({ timeout: 30_000 });
    return page;
  }

  async closeAll(): Promise<void> {
    const pages = this.#pages;
    this.#pages = [];
    for (const page of pages) await page.context().close();
  }
}

/** Waits until a page decodes `videos` moving pictures and hears `audios` voices. */
export async function seesAndHears(page: Page, videos: number, audios: number, boundMs = 30_000): Promise<void> {
  await waitFor(
    `${videos} moving pictures and ${audios} voices`,
    async () => {
      const before = await inbound(page);
      await page.waitForTimeout(300);
      const after = await inbound(page);
      const voices = after.filter((stream) => stream.kind === 'audio' && stream.audioEnergy > 0).length;
      return growing(before, after) >= videos && voices >= audios;
    },
    boundMs,
  );
}
