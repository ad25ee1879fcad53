/** WHIP and WHEP as HTTP, by the sections of RFC 9725; media in memory. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Revocations } from '../../../src/identity/revocations.ts';
import { TokenAuthority } from '../../../src/identity/tokens.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { asUser } from '../../support/rooms.ts';
import { attributesOf, offerOf } from '../../support/sdp-offers.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';
import { end, errorName, FRAGMENT, type Opened, patch, post, SDP } from '../../support/whip-client.ts';

const SECRET = 'a secret of more than thirty-two bytes';
const ICE_SERVERS = [
  { urls: ['stun:stun.example.org'] },
  {
    urls: ['turn:turn.example.org?transport=udp', 'turns:turn.example.org'],
    username: 'ann',
    credential: 'pass "word"',
  },
];
const CREDENTIALS = 'a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n';
const CANDIDATE = 'm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n';
/** The credentials of the offer. */
const SAME = 'a=ice-ufrag:7S4h\r\na=ice-pwd:Kp3sVnQ8xYt1zLw6bRj5Mc\r\n';

let node: TestNode;
let token: string;
const obs = offerOf('obs');
let rooms = 0;
const nextRoom = (): string => `whip-${++rooms}`;

beforeAll(async () => {
  node = await startTestNode({
    env: {
      RTCROOM_AUTH_API_KEYS: `k1:${SECRET}`,
      RTCROOM_AUTH_CLOCK_TOLERANCE_MS: '0',
      RTCROOM_HTTP_ALLOWED_ORIGINS: 'https://studio.example.org',
      RTCROOM_HTTP_MAX_BODY_BYTES: '20000',
      RTCROOM_RTC_ICE_SERVERS: JSON.stringify(ICE_SERVERS),
    },
  });
  token = await node.token('ann');
});
afterAll(async () => {
  await node.stop();
});

const publish = (
  room: string,
  more: { token?: string; offer?: string; headers?: Record<string, string> } = {},
): Promise<Opened> => post(node, `${room}/whip`, { token, offer: obs, ...more });

describe('publishing and ending', () => {
  test('[WH-1] 201 with the answer, Location, ETag and Accept-Patch', async () => {
    const { status, headers, sdp, location, etag } = await publish(nextRoom());
    expect(status).toBe(201);
    expect(headers.get('content-type')).toBe(SDP);
    expect(headers.get('accept-patch')).toBe(FRAGMENT);
    expect(attributesOf(sdp, 'mid')).toEqual(['0', '1']);
    expect(location).toMatch(new RegExp(`^${node.httpUrl}/v1/rooms/whip-\\d+/whip/[A-Za-z0-9_-]{24}$`));
    expect(etag).toMatch(/^"[^"]+"$/);
  });

  test('[WH-2] a member is played by its id and by its user', async () => {
    const room = nextRoom();
    await publish(room);
    const ben = await node.token('ben');
    const watcher = await node.client('watcher');
    const { snapshot } = await watcher.join(room);
    const memberId = snapshot?.members.find(({ userId }) => userId === 'ann')?.memberId ?? '';
    for (const path of [`${room}/whep/${memberId}`, `${room}/whep/ann`, `${room}/whep?user=ann`]) {
      const { status, sdp, location } = await post(node, path, { token: ben, offer: offerOf('chromium-play') });
      expect(status).toBe(201);
      expect(attributesOf(sdp, 'sendonly')).toHaveLength(2);
      expect(location).toContain(`/v1/rooms/${room}/whip/`);
    }
    watcher.close();
  });

  test('[WH-3] DELETE ends the session, whatever If-Match says', async () => {
    const { location } = await publish(nextRoom());
    expect(await end(location, token, { 'if-match': '"another"' })).toBe(200);
    expect(await end(location, token)).toBe(404);
    expect((await patch(location, token, CANDIDATE, { 'if-match': '*' })).status).toBe(404);
  });

  test('[WH-9] the session answers the token that opened it when that has expired, and others of its user', async () => {
    const authority = new TokenAuthority({
      keys: [{ keyId: 'k1', secret: SECRET }],
      ...{ audience: '', tokenTtlMs: 2000, maxTokenTtlMs: 60_000, clockToleranceMs: 0, clock: systemClock },
      revocations: new Revocations({ maxEntries: 1, keepMs: 1 }),
    });
    const room = nextRoom();
    let short = '';
    // A token of so few seconds may have expired before it arrives, on a machine that is busy.
    const { location } = await waitFor('a session by a short token', async () => {
      short = await authority.signToken({ userId: asUser('cid') });
      const opened = await publish(room, { token: short });
      return opened.status === 201 ? opened : undefined;
    });
    await waitFor('the token to expire', async () => (await publish(nextRoom(), { token: short })).status === 401);
    expect((await patch(location, short, CANDIDATE, { 'if-match': '*' })).status).toBe(204);
    expect(await end(location, await node.token('ben'))).toBe(403);
    expect(await end(location, 'nonsense')).toBe(401);
    expect(await end(location, await node.token('cid'))).toBe(200);
  });
});

describe('methods and types', () => {
  test.for(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'])('[WH-4] %s at the endpoints', async (method) => {
    for (const path of ['room/whip', 'room/whep/ann']) {
      const response = await fetch(`${node.httpUrl}/v1/rooms/${path}`, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('OPTIONS, POST');
    }
  });

  test('[WH-4] methods at a session', async () => {
    const { location } = await publish(nextRoom());
    for (const method of ['GET', 'HEAD', 'POST', 'PUT']) {
      const response = await fetch(location, { method, headers: { authorization: `Bearer ${token}` } });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('OPTIONS, PATCH, DELETE');
    }
    expect(await end(location, token)).toBe(200);
  });

  test.for([
    { path: 'room/whip', name: 'accept-post', type: SDP },
    { path: 'room/whep/ann', name: 'accept-post', type: SDP },
    { path: 'room/whip/session', name: 'accept-patch', type: FRAGMENT },
  ])('[WH-5] OPTIONS of $path', async ({ path, name, type }) => {
    const headers = { origin: 'https://studio.example.org', 'access-control-request-method': 'POST' };
    const response = await fetch(`${node.httpUrl}/v1/rooms/${path}`, { method: 'OPTIONS', headers });
    expect(response.status).toBe(200);
    expect(response.headers.get(name)).toBe(type);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://studio.example.org');
    expect(response.headers.get('access-control-allow-headers')).toBe('Authorization, Content-Type, If-Match');
    expect(response.headers.get('access-control-allow-methods')).toContain(name === 'accept-post' ? 'POST' : 'PATCH');
    expect(response.headers.get('link')).toBeNull();
  });

  test('[WH-5] pages of allowed origins read the headers, others are refused', async () => {
    const allowed = await publish(nextRoom(), { headers: { origin: 'https://studio.example.org' } });
    expect(allowed.status).toBe(201);
    expect(allowed.headers.get('access-control-expose-headers')).toMatch(/Location, Link, ETag/);
    const foreign = await publish(nextRoom(), { headers: { origin: 'https://elsewhere.example.org' } });
    expect(foreign.status).toBe(403);
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    const own = await publish(nextRoom(), { headers: { origin: node.httpUrl } });
    expect(own.headers.get('access-control-allow-origin')).toBe(node.httpUrl);
  });

  test('[WH-6] types and sizes of bodies', async () => {
    const wrong = await publish('room', { headers: { 'content-type': 'application/json' } });
    expect([wrong.status, errorName(wrong), wrong.headers.get('accept-post')]).toEqual([
      415,
      'unsupportedMediaType',
      SDP,
    ]);
    expect((await publish(nextRoom(), { headers: { 'content-type': 'Application/SDP; charset=utf-8' } })).status).toBe(
      201,
    );
    expect((await publish('room', { headers: { accept: 'text/html' } })).status).toBe(406);
    expect((await publish(nextRoom(), { headers: { accept: 'text/html, application/*;q=0.5' } })).status).toBe(201);
    expect((await publish('room', { offer: obs + 'a=x:y\r\n'.repeat(4000) })).status).toBe(413);
    const { location } = await publish(nextRoom());
    const response = await patch(location, token, CANDIDATE, { 'if-match': '*', 'content-type': SDP });
    expect([response.status, response.headers.get('accept-patch')]).toEqual([415, FRAGMENT]);
  });

  test.for([
    { name: 'no SDP', offer: 'hello', status: 400, error: 'sdpMalformed' },
    { name: 'no codec of ours', offer: obs.replace('opus/48000/2', 'PCMU/8000'), status: 422, error: 'sdpUnsupported' },
    { name: 'to receive only', offer: offerOf('chromium-play'), status: 422, error: 'sdpUnsupported' },
  ])('[WH-41] [WH-42] an offer of $name', async ({ offer, status, error }) => {
    const refused = await publish('room', { offer });
    expect([refused.status, errorName(refused)]).toEqual([status, error]);
  });

  test('[WH-41] bytes that are no text', async () => {
    const response = await fetch(`${node.httpUrl}/v1/rooms/room/whip`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': SDP },
      body: new Uint8Array([0x76, 0x3d, 0x30, 0xff, 0xfe]),
    });
    expect(response.status).toBe(400);
  });

  test('bad room names and paths', async () => {
    expect((await publish('%2e%2e%2fx')).status).toBe(400);
    expect((await publish('%')).status).toBe(400);
    expect((await publish('', {})).status).toBe(400);
    expect((await fetch(`${node.httpUrl}/v1/rooms/room/whip/a/b`, { method: 'POST' })).status).toBe(404);
    expect((await publish('room', { token })).status).toBe(201);
    const scene = await post(node, 'room2/whip?scene=opera', { token, offer: obs });
    expect([scene.status, errorName(scene)]).toEqual([400, 'invalidArgument']);
  });
});

describe('authorization', () => {
  test('[WH-8] without a token, with a bad one, for another room', async () => {
    const none = await publish('room', { token: '' });
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="rtcroom"']);
    const bad = await publish('room', { token: 'nonsense' });
    expect(bad.status).toBe(401);
    expect(bad.headers.get('www-authenticate')).toBe('Bearer realm="rtcroom", error="invalid_token"');
    const other = await publish('room', { token: await node.token('ann', { room: 'another' }) });
    expect([other.status, errorName(other)]).toEqual([403, 'tokenWrongRoom']);
    const session = await fetch(`${node.httpUrl}/v1/rooms/room/whip/unknown`, { method: 'DELETE' });
    expect(session.status).toBe(401);
  });

  test('[WH-7] ICE servers come with the answer, and credentials with TURN only', async () => {
    const { headers } = await publish(nextRoom());
    const rights = 'username="ann"; credential="pass \\"word\\""; credential-type="password"';
    expect(headers.get('link')).toBe(
      [
        '<stun:stun.example.org>; rel="ice-server"',
        `<turn:turn.example.org?transport=udp>; rel="ice-server"; ${rights}`,
        `<turns:turn.example.org>; rel="ice-server"; ${rights}`,
      ].join(', '),
    );
    expect((await publish('room', { offer: 'hello' })).headers.get('link')).toBeNull();
  });
});

describe('ICE', () => {
  test('[WH-20] candidates are taken', async () => {
    const { location, etag } = await publish(nextRoom());
    for (const fragment of [CANDIDATE, SAME + CANDIDATE]) {
      const response = await patch(location, token, fragment, { 'if-match': etag });
      expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([204, null, '']);
    }
    expect((await patch(location, token, CANDIDATE, { 'if-match': `"x", ${etag}` })).status).toBe(204);
  });

  test('[WH-21] preconditions', async () => {
    const { location, etag } = await publish(nextRoom());
    expect((await patch(location, token, CANDIDATE, {})).status).toBe(428);
    expect((await patch(location, token, CANDIDATE, { 'if-match': '"another"' })).status).toBe(412);
    expect((await patch(location, token, CANDIDATE, { 'if-match': `W/${etag}` })).status).toBe(412);
  });

  test('[WH-22] a restart gives new credentials and a new tag', async () => {
    const { location, etag, sdp } = await publish(nextRoom());
    const response = await patch(location, token, CREDENTIALS, { 'if-match': '*' });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, FRAGMENT]);
    const fragment = await response.text();
    expect(attributesOf(fragment, 'ice-lite')).toHaveLength(1);
    expect(attributesOf(fragment, 'ice-ufrag')[0]).toBeTruthy();
    expect(attributesOf(fragment, 'ice-ufrag')).not.toEqual(attributesOf(sdp, 'ice-ufrag').slice(0, 1));
    const renewed = response.headers.get('etag') ?? '';
    expect(renewed).not.toBe(etag);
    expect((await patch(location, token, CANDIDATE, { 'if-match': etag })).status).toBe(412);
    expect((await patch(location, token, CREDENTIALS + CANDIDATE, { 'if-match': renewed })).status).toBe(204);
  });

  test('[WH-23] what is no fragment, and a flood of them, leaves the session alone', async () => {
    const { location } = await publish(nextRoom());
    expect((await patch(location, token, 'hello', { 'if-match': '*' })).status).toBe(400);
    await waitFor('the flood to be stopped', async () => {
      const { status, headers } = await patch(location, token, CANDIDATE, { 'if-match': '*' });
      return status === 429 && headers.get('retry-after') === '5';
    });
    await waitFor('the session to answer again', async () => (await end(location, token)) === 200);
  });
});

test('[WH-6] a client that hangs up in the middle of its offer leaves nothing', async () => {
  const { whipSessions } = await node.counts();
  const half = request(`${node.httpUrl}/v1/rooms/room/whip`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': SDP, 'content-length': String(obs.length) },
  });
  half.on('error', () => undefined);
  half.write(obs.slice(0, 100));
  half.destroy();
  expect((await publish(nextRoom())).status).toBe(201);
  expect((await node.counts()).whipSessions).toBe(whipSessions + 1);
});

test('[WH-11] switched off, there is nothing', async () => {
  const off = await startTestNode({ env: { RTCROOM_WHIP_ENABLED: 'false' } });
  try {
    expect((await post(off, 'room/whip', { token: await off.token('ann'), offer: obs })).status).toBe(404);
  } finally {
    await off.stop();
  }
});
