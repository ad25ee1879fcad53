/** A page with mpegts.js, as an application that plays our FLV has it: served by another server than ours. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';

const LIBRARY = new URL('../../node_modules/mpegts.js/dist/mpegts.js', import.meta.url);
const HTML = `<!doctype html><meta charset="utf-8"><title>FLV</title><video muted playsinline></video>
<script src="mpegts.js"></script>`;

export interface FlvSite {
  readonly url: string;
  /** Idempotent. */
  stop(): Promise<void>;
}

/** Serves the page on a free port. */
export async function serveFlvSite(): Promise<FlvSite> {
  const library = await readFile(LIBRARY);
  const server: Server = createServer((request, response) => {
    const isLibrary = request.url === '/mpegts.js';
    response.setHeader('content-type', isLibrary ? 'text/javascript' : 'text/html');
    response.end(isLibrary ? library : HTML);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The parts of mpegts.js that are used. */
interface FlvLibrary {
  createPlayer(source: object, config: object): FlvPlayer;
}

interface FlvPlayer {
  attachMediaElement(element: HTMLVideoElement): void;
  load(): void;
  on(event: string, listener: (...details: unknown[]) => void): void;
}

interface FlvPageGlobals {
  readonly mpegts: FlvLibrary;
  flvErrors: string[];
}

/** Plays what is at `url`, http or ws. */
export async function playFlv(page: Page, url: string): Promise<void> {
  await page.evaluate((source) => {
    const globals = globalThis as unknown as FlvPageGlobals;
    const video = document.querySelector('video') as HTMLVideoElement;
    const player = globals.mpegts.createPlayer(
      { type: 'flv', isLive: true, url: source },
      { enableStashBuffer: false, liveBufferLatencyChasing: true },
    );
    globals.flvErrors = [];
    player.on('error', (...details) => globals.flvErrors.push(JSON.stringify(details)));
    player.attachMediaElement(video);
    player.load();
    void video.play().catch((error: unknown) => globals.flvErrors.push(String(error)));
  }, url);
}

export interface Played {
  readonly currentTimeS: number;
  readonly pictures: number;
  readonly droppedPictures: number;
  /** Of AAC, that were decoded. */
  readonly soundBytes: number;
  readonly width: number;
  readonly errors: readonly string[];
}

/** What the page has played so far. */
export async function playedBy(page: Page): Promise<Played> {
  return await page.evaluate(() => {
    const video = document.querySelector('video') as HTMLVideoElement & { webkitAudioDecodedByteCount: number };
    const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality();
    return {
      currentTimeS: video.currentTime,
      pictures: totalVideoFrames,
      droppedPictures: droppedVideoFrames,
      soundBytes: video.webkitAudioDecodedByteCount,
      width: video.videoWidth,
      errors: (globalThis as unknown as FlvPageGlobals).flvErrors,
    };
  });
}
