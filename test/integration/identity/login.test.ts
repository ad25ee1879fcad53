/** A real node against a stand-in of WeChat: over HTTP on both sides. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { Revocations } from '../../../src/identity/revocations.ts';
import { TokenAuthority } from '../../../src/identity/tokens.ts';
import { WechatCodeExchange } from '../../../src/identity/wechat-code-exchange.ts';
import { createNodeLogin } from '../../../src/node-login.ts';
import { createLogger } from '../../../src/observability/logger.ts';
import { createMetrics } from '../../../src/observability/metrics.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { RawClient } from '../../support/raw-client.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { waitFor } from '../../support/wait-for.ts';
import { type Failure, WechatStandIn } from '../../support/wechat-stand-in.ts';

const A = 'wxa000000000000001';
const B = 'wxb000000000000002';
const SECRET_A = 'app-secret-of-a-0123456789';
const SECRET_B = 'app-secret-of-b-0123456789';

let wechat: WechatStandIn;
let node: TestNode;
let folder: string;
const env = (): Record<string, string> => ({
  RTCROOM_LOGIN_WECHAT_APPS: `${A}:${SECRET_A},${B}:${SECRET_B}`,
  RTCROOM_LOGIN_WECHAT_API_BASE_URL: wechat.url,
  RTCROOM_LOGIN_WECHAT_RETRY_DELAY_MS: '10',
  // A machine under load is slow; the time-out has a test of its own.
  RTCROOM_LOGIN_WECHAT_TIMEOUT_MS: '60000',
  RTCROOM_LOGIN_WECHAT_BREAKER_FAILURES: '1000',
  RTCROOM_LOGIN_USER_ID_SECRET: 'user-id-secret-of-the-test',
  RTCROOM_LOGIN_STORE_FILE: join(folder, 'logins.json'),
  RTCROOM_LOGIN_MAX_PER_USER_PER_MINUTE: '1000',
  RTCROOM_LOGIN_MAX_PER_ADDRESS_PER_MINUTE: '10000',
  RTCROOM_LOGIN_ALLOW_GUESTS: 'true',
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rtcroom-login-'));
  wechat = await WechatStandIn.start({ [A]: SECRET_A, [B]: SECRET_B });
  node = await startTestNode({ env: env() });
});
beforeEach(() => {
  wechat.calls.length = 0;
});
afterAll(async () => {
  await node.stop();
  await wechat.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly token: string;
  readonly expiresAtMs: number;
  readonly userId: string;
  readonly isGuest: boolean;
  readonly error?: { readonly name: string; readonly retryAfterMs?: number };
}

async function post(
  path: string,
  body: unknown,
  bearer?: string,
  at = node,
): Promise<{ status: number; headers: Headers; body: Answer }> {
  const response = await fetch(`${at.httpUrl}/v1/login/${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}
const login = async (appid: string, openid: string, unionid?: string): Promise<Answer> =>
  (await post('wechat', { appid, code: wechat.code(appid, openid, unionid), name: openid.slice(0, 3) })).body;
/** Status and error name of a login with that code. */
const outcome = async (code: string, appid = A): Promise<string> => {
  const { status, body } = await post('wechat', { appid, code });
  return `${status} ${body.error?.name ?? 'ok'}`;
};

/** The login of a node without the node. Its log and metrics are there to be read. */
async function ownLogin(more: Record<string, string> = {}) {
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', pretty: false, write: (line) => void lines.push(line) });
  const config = loadConfig({
    argv: [],
    env: { ...env(), RTCROOM_LOGIN_STORE_FILE: join(folder, 'own.json'), ...more },
  });
  const clock = systemClock;
  const keys = [{ keyId: 'k', secret: 'a-secret-of-at-least-32-bytes-!!' }];
  const revocations = new Revocations({ maxEntries: 10, keepMs: 1000 });
  const authority = new TokenAuthority({ ...config.auth, keys, revocations, clock });
  const metrics = createMetrics({ processMetrics: false });
  return { own: await createNodeLogin({ config, authority, clock, metrics, logger }), lines, metrics };
}

describe('[ID-21] over HTTP', () => {
  test('a code becomes a token, and the token a member', async () => {
    const { status, body } = await post('wechat', { appid: A, code: wechat.code(A, 'o-ann'), name: 'Ann' });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['expiresAtMs', 'isGuest', 'token', 'userId']);
    expect(body.isGuest).toBe(false);
    expect(body.expiresAtMs).toBeGreaterThan(Date.now());
    const client = await RawClient.hello({ url: node.wsUrl, token: body.token });
    expect(client.welcome).toMatchObject({ userId: body.userId, userName: 'Ann' });
    await client.join('a-room');
    client.close();
  });

  test('a token is refreshed, from the header; a cached one saves the call, from header or body', async () => {
    const first = await login(A, 'o-ann');
    expect((await post('refresh', '', first.token)).body.userId).toBe(first.userId);
    expect((await post('wechat', { token: first.token })).body.userId).toBe(first.userId);
    expect((await post('wechat', {}, first.token)).body.userId).toBe(first.userId);
    expect(wechat.calls).toHaveLength(1);
    expect((await post('refresh', '')).body.error?.name).toBe('tokenInvalid');
    expect((await post('refresh', '', 'a.b.c')).status).toBe(401);
  });

  test('a guest gets a token', async () => {
    const { body } = await post('guest', { name: 'Guest' });
    expect(body.isGuest).toBe(true);
    const client = await RawClient.hello({ url: node.wsUrl, token: body.token });
    expect(client.welcome).toMatchObject({ userId: body.userId });
    client.close();
  });

  test('what is wrong has the common shape', async () => {
    for (const body of ['', 'x', '[]', '"c"', '{"code":1}', '\u0000']) {
      const answer = await post('wechat', body);
      expect([answer.status, answer.body.error?.name]).toEqual([400, 'invalidArgument']);
    }
    expect((await fetch(`${node.httpUrl}/v1/login/wechat`)).status).toBe(405);
    expect((await fetch(`${node.httpUrl}/v1/login/other`, { method: 'POST' })).status).toBe(404);
    wechat.fail({ body: '{"errcode":"45011","errmsg":"quota"}' });
    const limited = await post('wechat', { appid: A, code: wechat.code(A, 'o-ann') });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '60']);
    expect(limited.body.error).toMatchObject({ name: 'loginRateLimited', retryAfterMs: 60_000 });
  });
});

describe('[ID-12] codes, as WeChat treats them', () => {
  test('are good once, for five minutes, in their mini program', async () => {
    const code = wechat.code(A, 'o-ann');
    expect(await outcome(code)).toBe('200 ok');
    expect(await outcome(code)).toBe('401 loginCodeInvalid');
    expect(await outcome(wechat.code(B, 'o-ann'), A)).toBe('401 loginCodeInvalid');
    const old = wechat.code(A, 'o-ann');
    wechat.nowMs += 300_001;
    expect(await outcome(old)).toBe('401 loginCodeInvalid');
    expect(await outcome('never-issued')).toBe('401 loginCodeInvalid');
  });

  test('[ID-10] sent many times at once are asked for once', async () => {
    const { own } = await ownLogin();
    const code = wechat.code(A, 'o-many');
    const answers = await Promise.all(Array.from({ length: 20 }, () => own.wechat({ appid: A, code }, '')));
    expect(new Set(answers.map(({ userId }) => userId)).size).toBe(1);
    expect(wechat.calls).toHaveLength(1);
    await own.close();
  });

  test('of blocked users, and of users in too much of a hurry', async () => {
    wechat.blockedOpenids.add('o-bad');
    expect(await outcome(wechat.code(A, 'o-bad'))).toBe('403 loginBlocked');
    const outcomes: string[] = [];
    for (let turn = 0; turn < 101; turn += 1) outcomes.push(await outcome(wechat.code(A, 'o-busy')));
    expect(outcomes.slice(0, 100).every((one) => one === '200 ok')).toBe(true);
    expect(outcomes.at(-1)).toBe('429 loginRateLimited');
  });
});

describe('[ID-11] [ID-19] when WeChat does not answer well', () => {
  test.for<{ name: string; failures: readonly Failure[]; answer: string; calls: number }>([
    { name: 'busy once', failures: ['busy'], answer: '200 ok', calls: 2 },
    { name: 'busy twice', failures: ['busy', 'busy'], answer: '503 loginUnavailable', calls: 2 },
    { name: 'a broken connection', failures: ['reset'], answer: '200 ok', calls: 2 },
    {
      name: 'one that broke after the code was spent',
      failures: ['spendAndReset'],
      answer: '503 loginUnavailable',
      calls: 2,
    },
    { name: 'HTTP 500', failures: ['error500'], answer: '200 ok', calls: 2 },
    { name: 'HTTP 404', failures: ['error404'], answer: '503 loginUnavailable', calls: 1 },
    { name: 'a redirect', failures: ['redirect'], answer: '503 loginUnavailable', calls: 1 },
    { name: 'a huge answer', failures: ['huge'], answer: '503 loginUnavailable', calls: 1 },
    { name: 'an empty answer', failures: [{ body: '' }], answer: '503 loginUnavailable', calls: 1 },
    { name: 'HTML', failures: [{ body: '<html>' }], answer: '503 loginUnavailable', calls: 1 },
    { name: 'no openid', failures: [{ body: '{"session_key":"k"}' }], answer: '503 loginUnavailable', calls: 1 },
    { name: 'an openid that is none', failures: [{ body: '{"openid":{}}' }], answer: '503 loginUnavailable', calls: 1 },
    {
      name: 'text that is no text',
      failures: [{ body: Buffer.from([0xff, 0xfe]) }],
      answer: '503 loginUnavailable',
      calls: 1,
    },
    {
      name: 'errcode 0 beside an openid',
      failures: [{ body: '{"openid":"o","errcode":0,"unionid":""}' }],
      answer: '200 ok',
      calls: 1,
    },
  ])('$name', async ({ failures, answer, calls }) => {
    wechat.fail(...failures);
    expect(await outcome(wechat.code(A, 'o-ann'))).toBe(answer);
    expect(wechat.calls).toHaveLength(calls);
    expect(await outcome(wechat.code(A, 'o-ann'))).toBe('200 ok');
  });

  test.for(['hang', 'hangInBody'] as const)('%s: the time-out ends it', async (failure) => {
    const clock = new VirtualClock();
    const exchange = new WechatCodeExchange({ baseUrl: wechat.url, timeoutMs: 5000, clock });
    wechat.fail(failure);
    const result = exchange.exchange({ appid: A, secret: SECRET_A }, wechat.code(A, 'o-ann'));
    await waitFor('the call', () => wechat.calls.length === 1);
    clock.advance(5000);
    expect(await result).toEqual({ status: 'failed', fault: 'timeout', detail: '5000 ms' });
    expect(clock.pending).toBe(0);
  });

  test('closing ends it too; nobody there is a broken connection', async () => {
    const clock = new VirtualClock();
    const exchange = new WechatCodeExchange({ baseUrl: wechat.url, timeoutMs: 5000, clock });
    wechat.fail('hang');
    const result = exchange.exchange({ appid: A, secret: SECRET_A }, wechat.code(A, 'o-ann'));
    await waitFor('the call', () => wechat.calls.length === 1);
    exchange.close();
    expect(await result).toMatchObject({ status: 'failed', fault: 'network' });
    expect(await exchange.exchange({ appid: A, secret: SECRET_A }, 'c')).toMatchObject({ fault: 'network' });
    const gone = await WechatStandIn.start({});
    const { url } = gone;
    await gone.close();
    const nobody = new WechatCodeExchange({ baseUrl: url, timeoutMs: 5000, clock });
    expect(await nobody.exchange({ appid: A, secret: SECRET_A }, 'c')).toMatchObject({
      fault: 'network',
      detail: 'ECONNREFUSED',
    });
    expect(clock.pending).toBe(0);
  });
});

describe('[ID-14] [ID-20] users', () => {
  test('are the same in both mini programs, and after a restart, though the unionid came late', async () => {
    const early = await login(A, 'o-late');
    expect((await login(A, 'o-late', 'u-late')).userId).toBe(early.userId);
    await node.stop();
    node = await startTestNode({ env: env() });
    expect((await login(B, 'o-other', 'u-late')).userId).toBe(early.userId);
    expect((await login(A, 'o-late')).userId).toBe(early.userId);
    expect((await login(B, 'o-third')).userId).not.toBe(early.userId);
  });
});

describe('[ID-15] secrets', () => {
  test('reach no answer, no token, no log line, no metric and no file', async () => {
    const { own, lines, metrics } = await ownLogin({
      RTCROOM_LOGIN_WECHAT_APPS: `${A}:${SECRET_A},${B}:not-the-secret-of-b`,
    });
    const body = (appid: string): object => ({
      appid,
      code: wechat.code(appid, 'o-SECRET-OPENID', 'u-SECRET-UNIONID'),
    });
    const answer = await own.wechat(body(A), '');
    await expect(own.wechat(body(B), '')).rejects.toMatchObject({ errorName: 'loginMisconfigured' });
    wechat.fail('huge');
    await expect(own.wechat(body(A), '')).rejects.toMatchObject({ errorName: 'loginUnavailable' });
    await own.close();
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      'WeChat refused a login',
      'WeChat did not answer a login',
    ]);
    const payload = Buffer.from(answer.token.split('.')[1] ?? '', 'base64url').toString();
    const everything = [
      JSON.stringify(answer),
      payload,
      ...lines,
      await metrics.render(),
      readFileSync(join(folder, 'own.json'), 'utf8'),
    ].join('\n');
    expect(everything).toContain(answer.userId);
    expect(wechat.sessionKeys.length).toBeGreaterThan(0);
    const codes = wechat.calls.map(({ code }) => code);
    for (const secret of [
      ...wechat.sessionKeys,
      ...codes,
      SECRET_A,
      'not-the-secret',
      'SECRET-OPENID',
      'SECRET-UNIONID',
      'session_key',
    ]) {
      expect(everything).not.toContain(secret);
    }
  });
});

test('[ID-24] logins and calls are counted', async () => {
  await login(A, 'o-ann');
  await post('refresh', '', 'a.b.c');
  const text = await (await fetch(`${node.httpUrl}/metrics`)).text();
  const value = (series: string): number =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')[1],
    );
  expect(value('room_identity_logins_total{method="code",outcome="ok"}')).toBeGreaterThan(0);
  expect(value('room_identity_logins_total{method="refresh",outcome="refused"}')).toBeGreaterThan(0);
  expect(value('room_identity_wechat_calls_total{outcome="identified"}')).toBeGreaterThan(0);
  expect(value('room_identity_logins_total{method="guest",outcome="failed"}')).toBe(0);
});

test('[ID-17] [ID-21] without mini programs and guests, neither is offered', async () => {
  const plain = await startTestNode();
  try {
    expect((await post('wechat', { code: 'c' }, undefined, plain)).status).toBe(501);
    expect((await post('guest', {}, undefined, plain)).body.error?.name).toBe('unsupported');
  } finally {
    await plain.stop();
  }
});
