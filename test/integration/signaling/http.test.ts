import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawClient } from '../../support/raw-client.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';

let node: TestNode;
let site: string;
beforeAll(async () => {
  site = mkdtempSync(join(tmpdir(), 'rtcroom-site-'));
  mkdirSync(join(site, 'assets'));
  writeFileSync(join(site, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(site, 'assets', 'app-Abcd1234.js'), `export const x = '${'y'.repeat(4000)}';`);
  node = await startTestNode({
    siteFolder: site,
    env: { RTCROOM_HTTP_MAX_BODY_BYTES: '2048', RTCROOM_HTTP_ALLOWED_ORIGINS: 'https://app.example' },
  });
});
afterAll(async () => {
  await node.stop();
  rmSync(site, { recursive: true });
});

const get = async (path: string, init: RequestInit = {}): Promise<Response> =>
  await fetch(`${node.httpUrl}${path}`, init);
const errorOf = async (response: Response): Promise<unknown> => {
  const body = (await response.json()) as { error: { name: string; code: number; message: string; retry: string } };
  expect(Object.keys(body.error).sort()).toEqual(['code', 'message', 'name', 'retry']);
  return body.error.name;
};

test('[SG-50] healthy and ready', async () => {
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(200);
});

test('[SG-51] metrics are Prometheus text without ids', async () => {
  const client = await node.client('ann-the-metric');
  await client.join('metric-room');
  const response = await get('/metrics');
  const text = await response.text();
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(text).toMatch(/^room_rooms_members_count\{presence="online"\} 1$/m);
  expect(text).toMatch(/^room_rooms_joins_total 1$/m);
  expect(text).not.toContain('ann-the-metric');
  expect(text).not.toContain('metric-room');
  client.close();
});

describe('[SG-52] development sessions', () => {
  const post = async (body: string): Promise<Response> => await get('/v1/sessions', { method: 'POST', body });

  test('answer a token and the address to connect to', async () => {
    const response = await post('{"user": "ann", "name": "Ann"}');
    expect(response.status).toBe(200);
    const { token, url } = (await response.json()) as { token: string; url: string };
    expect(url).toBe(node.wsUrl);
    const client = await RawClient.hello({ url, token });
    expect(client.welcome).toMatchObject({ userId: 'ann', userName: 'Ann' });
    client.close();
  });

  test.for([
    { name: 'no JSON', body: 'hello' },
    { name: 'no object', body: '[]' },
    { name: 'no user', body: '{}' },
    { name: 'a user that is no id', body: '{"user": "../../etc/passwd"}' },
    { name: 'a number for a name', body: '{"user": "ann", "name": 7}' },
    { name: 'bytes that are no text', body: '\ud800' },
  ])('refuse $name', async ({ body }) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toBe('invalidArgument');
  });

  test('are not there in production', async () => {
    const production = await startTestNode({
      env: { RTCROOM_MODE: 'production', RTCROOM_TEST_MODE: 'false', RTCROOM_AUTH_API_KEYS: `k1:${'s'.repeat(40)}` },
    });
    try {
      const response = await fetch(`${production.httpUrl}/v1/sessions`, { method: 'POST', body: '{"user": "ann"}' });
      expect(response.status).toBe(404);
      expect(await errorOf(response)).toBe('developmentOnly');
    } finally {
      await production.stop();
    }
  });
});

test('[SG-53] unknown paths, wrong methods, large bodies', async () => {
  const missing = await get('/nothing/here');
  expect(missing.status).toBe(404);
  expect(await errorOf(missing)).toBe('notFound');
  const wrong = await get('/healthz', { method: 'DELETE' });
  expect(wrong.status).toBe(405);
  expect(await errorOf(wrong)).toBe('methodNotAllowed');
  const large = await get('/v1/sessions', { method: 'POST', body: 'x'.repeat(5000) });
  expect(large.status).toBe(413);
  expect(await errorOf(large)).toBe('bodyTooLarge');
  expect((await get('/healthz')).status).toBe(200);
});

describe('[SG-54] upgrades', () => {
  test('without a known subprotocol are refused', async () => {
    const client = await RawClient.connect({ url: node.wsUrl.replace('/v1/ws', '/v1/nothing') });
    expect(client.closed).toBeDefined();
    const plain = await get('/v1/ws');
    expect(plain.status).toBe(400);
  });

  test('from another origin are refused', async () => {
    const { request } = await import('node:http');
    const statusFrom = async (origin: string): Promise<number> =>
      await new Promise((resolve, reject) => {
        const headers = {
          origin,
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          'sec-websocket-version': '13',
          'sec-websocket-protocol': 'rtcroom.v1.json',
        };
        const req = request(`${node.httpUrl}/v1/ws`, { headers });
        req.on('upgrade', (response, socket) => {
          socket.destroy();
          resolve(response.statusCode ?? 0);
        });
        req.on('response', (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        req.on('error', reject);
        req.end();
      });
    expect(await statusFrom('https://evil.example')).toBe(403);
    expect(await statusFrom(node.httpUrl)).toBe(101);
  });
});

test('[SG-55] the page: policy, caching, revalidation, compression', async () => {
  const page = await get('/');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const etag = page.headers.get('etag') ?? '';
  expect((await get('/', { headers: { 'if-none-match': etag } })).status).toBe(304);
  const asset = await get('/assets/app-Abcd1234.js');
  expect(asset.headers.get('cache-control')).toContain('immutable');
  expect(asset.headers.get('content-encoding')).toBe('gzip');
  expect(await asset.text()).toContain('yyyy');
  expect((await get('/assets/../index.html')).status).toBe(200);
  expect((await get('/%2e%2e/package.json')).status).toBe(404);
});

test('[SG-60] a stop tells clients to reconnect elsewhere', async () => {
  const other = await startTestNode();
  const client = await other.client('ann');
  await client.join('r');
  await other.stop();
  expect(await client.closeCode()).toBe(4005);
  expect(client.frames.some((frame) => frame.goingAway?.error?.name === 'shuttingDown')).toBe(true);
});

describe('[SG-59] pages of other sites', () => {
  const allowed = { origin: 'https://app.example' };
  const paths = [
    '/v1/sessions',
    '/v1/login/guest',
    '/v1/login/refresh',
    '/v1/rooms/r/members/ann/push-url',
    '/v1/rooms/r/play-urls',
    '/v1/rooms/r/recordings',
    '/v1/rooms/r/layout',
  ];

  test.for(paths)('may ask %s, if they are allowed', async (path) => {
    const preflight = await get(path, { method: 'OPTIONS', headers: allowed });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('DELETE');
    const others = await get(path, { method: 'OPTIONS', headers: { origin: 'https://evil.example' } });
    expect(others.status).toBe(405);
    expect(others.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('read answers and refusals, if they are allowed', async () => {
    const body = '{"user": "ann", "name": "Ann"}';
    const ask = async (origin: string, given = body): Promise<readonly [number, string | null]> => {
      const { status, headers } = await get('/v1/sessions', { method: 'POST', body: given, headers: { origin } });
      return [status, headers.get('access-control-allow-origin')];
    };
    expect(await ask(allowed.origin)).toEqual([200, allowed.origin]);
    expect(await ask(allowed.origin, '{')).toEqual([400, allowed.origin]);
    expect(await ask('https://evil.example')).toEqual([200, null]);
    const refused = await get('/v1/rooms/r/recordings', { headers: allowed });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, allowed.origin]);
    const page = await get('/healthz', { headers: allowed });
    expect(page.headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('[SG-58] refused requests are counted by the reason', async () => {
  const countOf = async (name: string): Promise<number> => {
    const text = await (await get('/metrics')).text();
    return Number(new RegExp(`^room_signaling_errors_total\\{name="${name}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  };
  const [invalid, missing] = [await countOf('tokenInvalid'), await countOf('unsupported')];
  for (const origin of ['', 'https://app.example']) {
    const headers = { authorization: 'Bearer not-one', ...(origin === '' ? {} : { origin }) };
    expect((await get('/v1/rooms/r/play-urls', { headers })).status).toBe(401);
    expect((await get('/v1/rooms/r/recordings', { headers })).status).toBe(401);
  }
  expect((await get('/v1/login/guest', { method: 'POST', body: '{}' })).status).toBe(501);
  expect([await countOf('tokenInvalid'), await countOf('unsupported')]).toEqual([invalid + 4, missing + 1]);
});
