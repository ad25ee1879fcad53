/**
 * Stands in for `api.weixin.qq.com/sns/jscode2session`: answers as documented, `text/plain` included, and fails as it
 * does and as networks do. Codes are good for one exchange within five minutes; a user has 100 a minute.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to the next call instead of an answer. */
export type Failure =
  | 'busy'
  | 'error500'
  | 'error404'
  | 'redirect'
  /** The connection breaks before anything is done. */
  | 'reset'
  /** The connection breaks after the code was redeemed. */
  | 'spendAndReset'
  | 'hang'
  /** Status, headers and half an answer, then nothing. */
  | 'hangInBody'
  | 'huge'
  | { readonly body: string | Uint8Array };

interface Code {
  readonly appid: string;
  readonly openid: string;
  readonly unionid: string | undefined;
  readonly issuedAtMs: number;
  isUsed: boolean;
}

const CODE_LIFE_MS = 300_000;
const MINUTE_MS = 60_000;
const PER_USER_PER_MINUTE = 100;

export class WechatStandIn {
  readonly calls: { appid: string; code: string }[] = [];
  /** All session keys given out: none may turn up anywhere else. */
  readonly sessionKeys: string[] = [];
  readonly blockedOpenids = new Set<string>();
  /** The stand-in's own time: it moves only when a test moves it. */
  nowMs = 0;
  /** Awaited before each answer; for holding calls. */
  gate: Promise<void> = Promise.resolve();
  readonly #secretByAppid: ReadonlyMap<string, string>;
  readonly #codes = new Map<string, Code>();
  readonly #timesByOpenid = new Map<string, number[]>();
  readonly #failures: Failure[] = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  private constructor(apps: Readonly<Record<string, string>>) {
    this.#secretByAppid = new Map(Object.entries(apps));
  }

  /** @param apps secret by appid */
  static async start(apps: Readonly<Record<string, string>>): Promise<WechatStandIn> {
    const standIn = new WechatStandIn(apps);
    await new Promise<void>((resolve) => standIn.#server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What `wx.login` gives that user in that mini program. */
  code(appid: string, openid: string, unionid?: string): string {
    const code = randomBytes(24).toString('base64url');
    this.#codes.set(code, { appid, openid, unionid, issuedAtMs: this.nowMs, isUsed: false });
    return code;
  }

  /** The next calls fail like that, one each. */
  fail(...failures: readonly Failure[]): void {
    this.#failures.push(...failures);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://stand.in');
    if (url.pathname !== '/sns/jscode2session' || request.method !== 'GET') {
      response.writeHead(404).end();
      return;
    }
    const { searchParams: query } = url;
    this.calls.push({ appid: query.get('appid') ?? '', code: query.get('js_code') ?? '' });
    const failure = this.#failures.shift();
    await this.gate;
    if (failure === undefined) send(response, JSON.stringify(this.#redeem(query)));
    else this.#misbehave(failure, query, request, response);
  }

  #misbehave(failure: Failure, query: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    if (typeof failure === 'object') {
      send(response, failure.body);
      return;
    }
    switch (failure) {
      case 'busy':
        send(response, JSON.stringify(refusal(-1, 'system error')));
        return;
      case 'error500':
        response.writeHead(500).end('oops');
        return;
      case 'error404':
        response.writeHead(404).end('{}');
        return;
      case 'redirect':
        response.writeHead(302, { location: `${this.url}/elsewhere` }).end();
        return;
      case 'reset':
        request.socket.destroy();
        return;
      case 'spendAndReset':
        this.#redeem(query);
        request.socket.destroy();
        return;
      case 'hang':
        this.#redeem(query);
        return;
      case 'hangInBody':
        response.writeHead(200, { 'content-type': 'text/plain' });
        response.write('{"openid":"o');
        return;
      case 'huge':
        send(response, `{"openid":"o1","session_key":"${'k'.repeat(200_000)}"}`);
        return;
      default:
        failure satisfies never;
    }
  }

  #redeem(query: URLSearchParams): object {
    const [appid, secret, js] = ['appid', 'secret', 'js_code'].map((name) => query.get(name) ?? '');
    if (!appid) return refusal(41_002, 'appid missing');
    if (!secret) return refusal(41_004, 'appsecret missing');
    if (!js) return refusal(41_008, 'missing code');
    if (query.get('grant_type') !== 'authorization_code') return refusal(40_002, 'invalid grant_type');
    const expected = this.#secretByAppid.get(appid);
    if (expected === undefined) return refusal(40_013, 'invalid appid');
    if (secret !== expected) return refusal(40_125, 'invalid appsecret');
    const code = this.#codes.get(js);
    const isLate = code !== undefined && this.nowMs - code.issuedAtMs > CODE_LIFE_MS;
    if (code === undefined || code.appid !== appid || isLate) return refusal(40_029, 'invalid code');
    if (code.isUsed) return refusal(40_163, 'code been used');
    return this.#identify(code);
  }

  #identify(code: Code): object {
    const { openid, unionid } = code;
    const times = (this.#timesByOpenid.get(openid) ?? []).filter((at) => this.nowMs - at < MINUTE_MS);
    if (times.length >= PER_USER_PER_MINUTE) return refusal(45_011, 'api minute-quota reach limit');
    this.#timesByOpenid.set(openid, [...times, this.nowMs]);
    if (this.blockedOpenids.has(openid)) return refusal(40_226, 'code blocked');
    code.isUsed = true;
    const sessionKey = randomBytes(18).toString('base64');
    this.sessionKeys.push(sessionKey);
    return { session_key: sessionKey, openid, ...(unionid === undefined ? {} : { unionid }) };
  }
}

const refusal = (errcode: number, errmsg: string): object => ({ errcode, errmsg: `${errmsg}, rid: 64f0-1a2b-3c4d` });

function send(response: ServerResponse, body: string | Uint8Array): void {
  response.writeHead(200, { 'content-type': 'text/plain' }).end(body);
}
