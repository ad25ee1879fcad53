/**
 * Chromium driven by nothing but the DevTools protocol. The usual driver keeps every page focused and visible, and a
 * visible page cannot be frozen; here pages are as visible as in real life.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BROWSER_FLAGS, browserPath } from './browser.ts';
import { waitFor } from './wait-for.ts';

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** One DevTools connection to one page. */
export class RawPage {
  readonly #ws: WebSocket;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #nextId = 1;

  constructor(ws: WebSocket) {
    this.#ws = ws;
    ws.addEventListener('message', ({ data }) => {
      const answer = JSON.parse(String(data)) as Answer;
      const waiting = answer.id === undefined ? undefined : this.#waiting.get(answer.id);
      if (waiting === undefined || answer.id === undefined) return;
      this.#waiting.delete(answer.id);
      if (answer.error === undefined) waiting.resolve(answer.result);
      else waiting.reject(new Error(answer.error.message));
    });
  }

  send(method: string, params: object = {}): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#ws.send(JSON.stringify({ id, method, params }));
    });
  }

  /** The value of an expression in the page, which must survive JSON. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = (await this.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })) as {
      result: { value: T };
    };
    return answer.result.value;
  }

  /** Hides the page and stops its scripts, as a phone does some seconds after the app was left. */
  async freeze(): Promise<void> {
    await this.send('Page.setWebLifecycleState', { state: 'frozen' });
  }

  /** The user looks at the page again. */
  async thaw(): Promise<void> {
    await this.send('Page.setWebLifecycleState', { state: 'active' });
    await this.send('Page.bringToFront');
  }
}

export class RawChromium {
  readonly #process: ChildProcess;
  readonly #endpoint: string;
  readonly #profile: string;

  private constructor(child: ChildProcess, endpoint: string, profile: string) {
    this.#process = child;
    this.#endpoint = endpoint;
    this.#profile = profile;
  }

  static async start(): Promise<RawChromium> {
    const profile = mkdtempSync(join(tmpdir(), 'rtcroom-chromium-'));
    const child = spawn(browserPath(), [...BROWSER_FLAGS, '--remote-debugging-port=0', `--user-data-dir=${profile}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // A process group of its own, so that its children can be ended with it.
      detached: true,
    });
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-20_000);
    });
    const endpoint = await waitFor(
      'Chromium to listen',
      () => /DevTools listening on ws:\/\/([^/\s]+)/.exec(log)?.[1],
      20_000,
    );
    return new RawChromium(child, endpoint, profile);
  }

  /** Opens a page and attaches to it. */
  async open(url: string): Promise<RawPage> {
    const response = await fetch(`http://${this.#endpoint}/json/new?about:blank`, { method: 'PUT' });
    const { webSocketDebuggerUrl } = (await response.json()) as { webSocketDebuggerUrl: string };
    const ws = new WebSocket(webSocketDebuggerUrl);
    await waitFor('the DevTools connection', () => ws.readyState === WebSocket.OPEN);
    const page = new RawPage(ws);
    // A page opened this way lies behind the first one until it is brought to the front.
    await page.send('Page.bringToFront');
    await page.send('Page.navigate', { url });
    return page;
  }

  async close(): Promise<void> {
    const exited = new Promise((resolve) => this.#process.once('exit', resolve));
    process.kill(-(this.#process.pid ?? 0), 'SIGKILL');
    await exited;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
