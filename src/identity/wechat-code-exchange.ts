/**
 * `GET /sns/jscode2session` over HTTP. The app's secret and the code travel in the query, as WeChat has it, so neither
 * URL nor anything that could quote it leaves this file, and redirects are not followed.
 */
import * as v from 'valibot';
import type { WechatApp } from '../config/option-kinds.ts';
import type { Clock } from '../shared/clock.ts';
import type { CodeExchange, ExchangeFault, ExchangeResult } from './code-exchange.ts';

const MAX_ANSWER_BYTES = 65_536;
const MAX_ERRMSG_CHARS = 200;

export interface WechatCodeExchangeOptions {
  /** Scheme, host, and a path if any. */
  readonly baseUrl: string;
  /** For the whole of an exchange, from connecting to the last byte. */
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, 'after'>;
}

const ID = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,128}$/));
const ERRCODE = v.union([
  v.pipe(v.number(), v.integer()),
  v.pipe(v.string(), v.regex(/^-?\d{1,9}$/), v.transform(Number)),
]);
/** Unknown fields are ignored: `session_key`, first of all, ends here. */
const ANSWER = v.object({
  openid: v.optional(ID),
  unionid: v.optional(
    v.union([
      ID,
      v.pipe(
        v.literal(''),
        v.transform(() => undefined),
      ),
    ]),
  ),
  errcode: v.optional(ERRCODE, 0),
  errmsg: v.optional(v.string(), ''),
});

const failed = (fault: ExchangeFault, detail: string): ExchangeResult => ({ status: 'failed', fault, detail });

export class WechatCodeExchange implements CodeExchange {
  readonly #options: WechatCodeExchangeOptions;
  readonly #url: URL;
  readonly #running = new Set<AbortController>();
  #isClosed = false;

  constructor(options: WechatCodeExchangeOptions) {
    this.#options = options;
    this.#url = new URL('sns/jscode2session', `${options.baseUrl.replace(/\/+$/, '')}/`);
  }

  async exchange(app: WechatApp, code: string): Promise<ExchangeResult> {
    if (this.#isClosed) return failed('network', 'closed');
    const { clock, timeoutMs } = this.#options;
    const controller = new AbortController();
    let timedOut = false;
    const cancelTimer = clock.after(timeoutMs, () => {
      timedOut = true;
      controller.abort();
    });
    this.#running.add(controller);
    try {
      return await this.#call(app, code, controller.signal);
    } catch (error) {
      return timedOut ? failed('timeout', `${timeoutMs} ms`) : failed('network', reasonOf(error));
    } finally {
      cancelTimer();
      this.#running.delete(controller);
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const controller of this.#running) controller.abort();
  }

  async #call({ appid, secret }: WechatApp, code: string, signal: AbortSignal): Promise<ExchangeResult> {
    const url = new URL(this.#url);
    url.search = new URLSearchParams({ appid, secret, js_code: code, grant_type: 'authorization_code' }).toString();
    const response = await fetch(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } });
    if (response.status !== 200) {
      await response.body?.cancel();
      return failed(response.status >= 500 ? 'serverError' : 'badAnswer', `HTTP ${response.status}`);
    }
    const bytes = await readBounded(response);
    return bytes === undefined ? failed('badAnswer', 'too long') : parseAnswer(bytes);
  }
}

/** The whole body; undefined, and the rest unread, as soon as it is too long. */
async function readBounded({ body }: Response): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** WeChat says `text/plain` and sends JSON: only the text counts. */
function parseAnswer(bytes: Uint8Array): ExchangeResult {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return failed('badAnswer', 'not JSON');
  }
  const parsed = v.safeParse(ANSWER, json);
  if (!parsed.success) return failed('badAnswer', `field ${v.getDotPath(parsed.issues[0]) ?? '?'}`);
  const { openid, unionid, errcode, errmsg } = parsed.output;
  if (errcode === -1) return failed('busy', 'errcode -1');
  if (errcode !== 0) return { status: 'refused', errcode, errmsg: errmsg.slice(0, MAX_ERRMSG_CHARS) };
  return openid === undefined
    ? failed('badAnswer', 'no openid')
    : { status: 'identified', identity: { openid, unionid } };
}

/** Codes of Node and undici say enough (`ECONNREFUSED`); messages might quote what was asked. */
function reasonOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  for (const word of [cause?.code, code]) if (typeof word === 'string') return word;
  return error instanceof Error ? error.name : 'unknown';
}
