/** Push and play URLs as members and HTTP clients get them; what RTMP makes of them is in test/integration/live-gateway. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Presence, Role } from '../../../wire/generated/messages.ts';
import type { RawClient } from '../../support/raw-client.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';

const KEY = `ops:${'k'.repeat(40)}`;
const BEGIN_PUSH_MS = 1000;

let node: TestNode;
/** Where members without a socket do not live long. */
let hasty: TestNode;
beforeAll(async () => {
  const env = { RTCROOM_AUTH_API_KEYS: KEY };
  node = await startTestNode({ env });
  hasty = await startTestNode({
    env: {
      ...env,
      RTCROOM_URLS_BEGIN_PUSH_MS: String(BEGIN_PUSH_MS),
      RTCROOM_ROOMS_SUSPECT_GRACE_MS: '300',
      RTCROOM_ROOMS_BACKGROUND_GRACE_MS: '300',
      RTCROOM_ROOMS_DEPARTURE_MS: '100',
      RTCROOM_SIGNALING_RESUME_GRACE_MS: '100',
    },
  });
});
afterAll(async () => {
  await Promise.all([node.stop(), hasty.stop()]);
});

interface Ask {
  readonly at?: TestNode;
  readonly method?: string;
  readonly body?: string;
  /** After "Bearer "; '' = no header at all. */
  readonly as?: string;
}

async function ask(path: string, { at = node, method = 'GET', body, as = KEY }: Ask = {}) {
  const response = await fetch(`${at.httpUrl}${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
    headers: as === '' ? {} : { authorization: `Bearer ${as}` },
  });
  const text = await response.text();
  const json = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> & { error?: { name: string } };
  return {
    status: response.status,
    json,
    refusal: json.error === undefined ? '' : `${response.status} ${json.error.name}`,
  };
}

const push = async (room: string, user: string, more: Ask = {}) =>
  await ask(`/v1/rooms/${room}/members/${user}/push-url`, { method: 'POST', ...more });

/** Everybody in the room, as that client sees it. */
async function members(client: RawClient, roomId: string) {
  const { snapshotResult } = await client.ok({ getSnapshot: { roomId } });
  return snapshotResult?.snapshot?.members ?? [];
}

describe('over the socket', () => {
  test('[SG-90] a push URL of the own generation', async () => {
    const ann = await node.client('ann');
    const { memberId } = await ann.join('push');
    const { pushUrl } = await ann.ok({ getPushUrl: { roomId: 'push' } });
    expect(pushUrl?.url).toMatch(new RegExp(`^rtmp://127\\.0\\.0\\.1:\\d+/live/push-m${memberId}-g1\\?purpose=push&`));
    expect(pushUrl?.generation).toBe(1);
    expect(pushUrl?.expiresAtMs).toBeGreaterThan(Date.now());
    expect((await ann.ok({ getPushUrl: { roomId: 'push' } })).pushUrl).toMatchObject({ generation: 1 });
    const dan = await node.client('dan', { role: 'audience' });
    await dan.join('push');
    expect(await dan.errorOf({ getPushUrl: { roomId: 'push' } })).toBe('notAllowed');
    expect(await dan.errorOf({ getPushUrl: { roomId: 'elsewhere' } })).toBe('notMember');
    ann.close();
    dan.close();
  });

  test('[SG-90] a raise is told to the others, before the URL', async () => {
    const chair = await node.client('chair', { role: 'chair' });
    const ann = await node.client('ann');
    await chair.join('raise');
    const { memberId } = await ann.join('raise');
    for (const role of [Role.AUDIENCE, Role.SPEAKER]) await chair.ok({ setRole: { roomId: 'raise', memberId, role } });
    const told = await chair.frame('the raise', ({ roomDelta }) =>
      Boolean(roomDelta?.events.some(({ change }) => change?.pushGenerationRaised?.memberId === memberId)),
    );
    expect(told.roomDelta?.events.map(({ change }) => change?.pushGenerationRaised?.pushGeneration)).toContain(2);
    expect((await ann.ok({ getPushUrl: { roomId: 'raise' } })).pushUrl).toMatchObject({ generation: 2 });
    expect((await members(chair, 'raise')).map(({ pushGeneration }) => pushGeneration)).toEqual([1, 2]);
    chair.close();
    ann.close();
  });

  test('[SG-91] play URLs of members and of the room', async () => {
    const ann = await node.client('ann');
    const bob = await node.client('bob');
    const annId = (await ann.join('play')).memberId;
    const bobId = (await bob.join('play')).memberId;
    const { playUrls } = await bob.ok({ getPlayUrls: { roomId: 'play', memberId: annId } });
    const query = `\\?purpose=play&expires=\\d+&viewer=${bobId}&sign=[0-9a-f]{64}$`;
    expect(playUrls?.rtmp).toMatch(new RegExp(`^rtmp://127\\.0\\.0\\.1:\\d+/live/play-m${annId}-g1${query}`));
    expect(playUrls?.flv).toMatch(new RegExp(`^${node.httpUrl}/live/play-m${annId}-g1\\.flv${query}`));
    expect(playUrls?.wsFlv).toBe(playUrls?.flv.replace('http', 'ws'));
    expect(playUrls).toMatchObject({ lowLatencyRtmp: '', webrtc: '', generation: 1 });
    const mixed = (await bob.ok({ getPlayUrls: { roomId: 'play' } })).playUrls;
    expect(mixed?.flv).toContain('/live/play-mmix-g1.flv?');
    const errorOf = async (memberId: string) => await bob.errorOf({ getPlayUrls: { roomId: 'play', memberId } });
    expect([await errorOf('nobody'), await errorOf('../x')]).toEqual(['memberNotFound', 'invalidArgument']);
    expect(await bob.errorOf({ getPlayUrls: { roomId: 'push', memberId: annId } })).toBe('notMember');
    const deaf = { publishAudio: true, chat: true };
    await ann.ok({ setGrants: { roomId: 'play', memberId: bobId, grants: deaf } });
    expect(await errorOf(annId)).toBe('notAllowed');
    ann.close();
    bob.close();
  });

  test('[SG-92] who comes back learns that its generation was raised', async () => {
    const chair = await node.client('chair', { role: 'chair' });
    const ann = await node.client('ann');
    await chair.join('belief');
    const { memberId } = await ann.join('belief');
    const reportOf = async (pushGeneration: number) => {
      const count = ann.frames.length;
      await ann.ok({ setPresence: { roomId: 'belief', presence: Presence.ONLINE, belief: { pushGeneration } } });
      return ann.frames.slice(count).find(({ selfReport }) => selfReport !== null)?.selfReport?.differences;
    };
    expect(await reportOf(1)).toEqual([]);
    for (const role of [Role.AUDIENCE, Role.SPEAKER]) await chair.ok({ setRole: { roomId: 'belief', memberId, role } });
    expect(await reportOf(1)).toEqual([{ what: 'pushGeneration', cause: 'pushGenerationRaised', atMs: 0 }]);
    expect(await reportOf(2)).toEqual([]);
    expect(await reportOf(0)).toEqual([]);
    chair.close();
    ann.close();
  });
});

describe('over HTTP', () => {
  test('[SG-93] a user that is not in the room joins it, one that is stays what it is', async () => {
    const watcher = await node.client('watcher');
    await watcher.join('outside');
    const first = await push('outside', 'eve', { body: '{"name": "Eve 夏娃", "role": "device"}' });
    expect(first.status).toBe(200);
    const { memberId, url } = first.json;
    expect(first.json).toEqual({ url, memberId, generation: 1, expiresAtMs: expect.any(Number) as number });
    expect(url).toMatch(
      /^rtmp:\/\/127\.0\.0\.1:\d+\/live\/outside-m\w+-g1\?purpose=push&expires=\d+&sign=[0-9a-f]{64}$/,
    );
    expect(await members(watcher, 'outside')).toContainEqual(
      expect.objectContaining({ memberId, userId: 'eve', displayName: 'Eve 夏娃', role: Role.DEVICE }),
    );
    expect((await push('outside', 'eve')).json).toMatchObject({ memberId, generation: 1 });
    const own = await push('outside', 'watcher', { as: await node.token('watcher') });
    expect(own.json['memberId']).toBe(
      (await members(watcher, 'outside')).find(({ userId }) => userId === 'watcher')?.memberId,
    );
    expect((await push('new%3Aroom', 'a%2Eb')).json['url']).toContain('/live/new-croom-m');
    await ask('/v1/rooms/outside/members/eve', { method: 'DELETE' });
    watcher.close();
  });

  test('[SG-94] without a push the member is suspect after its time, then gone', async () => {
    const watcher = await hasty.client('watcher');
    await watcher.join('hasty');
    const askedAt: number[] = [];
    let memberId: unknown;
    for (let round = 0; round < 2; round += 1) {
      askedAt.push(Date.now());
      memberId = (await push('hasty', 'eve', { at: hasty })).json['memberId'];
    }
    const told = () =>
      watcher.frames.flatMap(({ roomDelta }) =>
        (roomDelta?.events ?? []).flatMap(({ change }) => {
          if (change?.memberLeft?.memberId === memberId) return [{ what: 'left', atMs: roomDelta?.atMs ?? 0 }];
          const changed = change?.presenceChanged ?? null;
          if (changed === null || changed.memberId !== memberId) return [];
          return [{ what: String(changed.presence), atMs: roomDelta?.atMs ?? 0 }];
        }),
      );
    await waitFor('the member to be gone', () => told().some(({ what }) => what === 'left'));
    const suspects = told().filter(({ what }) => what === String(Presence.SUSPECT));
    expect(suspects.at(-1)?.atMs).toBeGreaterThanOrEqual((askedAt.at(-1) ?? 0) + BEGIN_PUSH_MS);
    expect(told().at(-1)?.atMs).toBeGreaterThanOrEqual((suspects.at(-1)?.atMs ?? 0) + 300);
    watcher.close();
  });

  describe('[SG-95] credentials', () => {
    const PATHS = [
      ['POST', '/v1/rooms/auth/members/ann/push-url'],
      ['GET', '/v1/rooms/auth/members/ann/play-urls'],
      ['GET', '/v1/rooms/auth/play-urls'],
      ['DELETE', '/v1/rooms/auth/members/ann'],
    ] as const;

    test.for(PATHS)('are needed: %s %s', async ([method, path]) => {
      const address = `${path}?access_token=${KEY}&token=${KEY}`;
      for (const as of ['', 'rubbish', 'a.b.c', 'ops:wrong', 'ops:', ':', `${KEY}x`])
        expect((await ask(address, { method, as })).refusal, as).toBe('401 tokenInvalid');
    });

    test('of a user serve itself, in its rooms', async () => {
      const token = await node.token('ann', { room: 'auth' });
      const as = token;
      expect((await push('auth', 'ann', { as })).status).toBe(200);
      expect((await push('auth', 'bob', { as })).refusal).toBe('403 notAllowed');
      expect((await ask('/v1/rooms/auth/members/bob', { method: 'DELETE', as })).refusal).toBe('403 notAllowed');
      expect((await push('other', 'ann', { as })).refusal).toBe('403 tokenWrongRoom');
      expect((await ask('/v1/rooms/other/members/ann/play-urls', { as })).refusal).toBe('403 tokenWrongRoom');
      expect((await push('auth', 'ann', { as, body: '{"role": "chair"}' })).refusal).toBe('403 notAllowed');
      const audience = await node.token('dan', { role: 'audience' });
      expect((await push('auth', 'dan', { as: audience })).refusal).toBe('403 notAllowed');
    });

    test('of who was kicked serve no more', async () => {
      const as = await node.token('kicked');
      expect((await push('auth', 'kicked', { as })).status).toBe(200);
      expect((await ask('/v1/rooms/auth/members/kicked', { method: 'DELETE' })).status).toBe(204);
      expect((await push('auth', 'kicked', { as })).refusal).toBe('403 tokenWrongRoom');
      expect((await ask('/v1/rooms/auth/members/ann/play-urls', { as })).refusal).toBe('403 tokenWrongRoom');
    });

    test('do not open a room to who is banned', async () => {
      const chair = await node.client('chair', { role: 'chair' });
      await chair.join('banned');
      await chair.ok({ ban: { roomId: 'banned', userId: 'mallory' } });
      expect((await push('banned', 'mallory')).refusal).toBe('403 banned');
      await chair.ok({ lockRoom: { roomId: 'banned', locked: true } });
      expect((await push('banned', 'eve')).refusal).toBe('403 roomLocked');
      chair.close();
    });
  });

  test('[SG-96] play URLs: for a member by its token, for nobody in particular by a key', async () => {
    const bob = await node.client('bob');
    const { memberId: bobId } = await bob.join('watch');
    const { memberId } = (await push('watch', 'ann')).json;
    const as = await node.token('bob');
    const path = '/v1/rooms/watch/members/ann/play-urls';
    const mine = await ask(path, { as });
    expect(Object.keys(mine.json).sort()).toEqual(['expiresAtMs', 'flv', 'generation', 'rtmp', 'wsFlv']);
    expect(mine.json['flv']).toContain(`/live/watch-m${String(memberId)}-g1.flv?purpose=play&`);
    expect(mine.json['flv']).toContain(`&viewer=${bobId}&`);
    expect((await ask(path)).json['flv']).not.toContain('viewer');
    expect((await ask('/v1/rooms/watch/play-urls', { as })).json['rtmp']).toContain(
      '/live/watch-mmix-g1?purpose=play&',
    );
    const stranger = await node.token('stranger');
    expect((await ask(path, { as: stranger })).refusal).toBe('403 notMember');
    expect((await ask('/v1/rooms/watch/play-urls', { as: stranger })).refusal).toBe('403 notMember');
    expect((await ask('/v1/rooms/watch/members/nobody/play-urls')).refusal).toBe('404 memberNotFound');
    expect((await ask('/v1/rooms/nowhere/members/ann/play-urls')).refusal).toBe('404 roomNotFound');
    expect((await ask('/v1/rooms/nowhere/play-urls')).refusal).toBe('404 roomNotFound');
    await ask('/v1/rooms/watch/members/ann', { method: 'DELETE' });
    bob.close();
  });

  test('[SG-97] who is removed leaves, or was kicked', async () => {
    const watcher = await node.client('watcher');
    await watcher.join('remove');
    const as = await node.token('eve');
    await push('remove', 'eve', { as });
    expect(await ask('/v1/rooms/remove/members/eve', { method: 'DELETE', as })).toMatchObject({
      status: 204,
      json: {},
    });
    expect((await push('remove', 'eve', { as })).status).toBe(200);
    expect((await ask('/v1/rooms/remove/members/eve', { method: 'DELETE' })).status).toBe(204);
    const reasons = () =>
      watcher.frames.flatMap(({ roomDelta }) =>
        (roomDelta?.events ?? []).flatMap(({ change }) => (change?.memberLeft ? [change.memberLeft.reason] : [])),
      );
    await waitFor('both to be told', () => reasons().length === 2);
    expect(reasons()).toEqual([1, 3]);
    expect((await ask('/v1/rooms/remove/members/eve', { method: 'DELETE' })).refusal).toBe('404 memberNotFound');
    expect((await ask('/v1/rooms/nowhere/members/eve', { method: 'DELETE' })).refusal).toBe('404 roomNotFound');
    watcher.close();
  });

  test.for([
    ['POST', '/v1/rooms/%2Fetc/members/ann/push-url', '', '400 invalidArgument'],
    ['POST', '/v1/rooms/r/members/a%20b/push-url', '', '400 invalidArgument'],
    ['POST', '/v1/rooms/r/members/%zz/push-url', '', '400 invalidArgument'],
    ['POST', '/v1/rooms/%ff/members/ann/push-url', '', '400 invalidArgument'],
    ['POST', '/v1/rooms//members/ann/push-url', '', '400 invalidArgument'],
    ['POST', `/v1/rooms/r/members/${'x'.repeat(129)}/push-url`, '', '400 invalidArgument'],
    ['POST', '/v1/rooms/r/members/ann/push-url', '{', '400 invalidArgument'],
    ['POST', '/v1/rooms/r/members/ann/push-url', '[]', '400 invalidArgument'],
    ['POST', '/v1/rooms/r/members/ann/push-url', '{"nmae": "Ann"}', '400 invalidArgument'],
    ['POST', '/v1/rooms/r/members/ann/push-url', '{"name": 7}', '400 invalidArgument'],
    ['POST', '/v1/rooms/r/members/ann/push-url', '{"scene": "cinema"}', '400 invalidArgument'],
    ['PUT', '/v1/rooms/r/members/ann/push-url', '', '405 methodNotAllowed'],
    ['GET', '/v1/rooms/r/members/ann/push-url', undefined, '405 methodNotAllowed'],
    ['POST', '/v1/rooms/r/members/ann/play-urls', '', '405 methodNotAllowed'],
    ['POST', '/v1/rooms/r/play-urls', '', '405 methodNotAllowed'],
    ['GET', '/v1/rooms/r/members/ann', undefined, '405 methodNotAllowed'],
    ['POST', '/v1/rooms/r/members/ann/push-url/x', '', '404 notFound'],
    ['GET', '/v1/rooms/r/members', undefined, '404 notFound'],
  ] as const)('[SG-98] %s %s with %j', async ([method, path, body, refusal]) => {
    expect((await ask(path, { method, ...(body === undefined ? {} : { body }) })).refusal).toBe(refusal);
  });

  test('[SG-99] in a lobby the user waits until it is admitted, or has given up', async () => {
    const chair = await hasty.client('chair', { role: 'chair' });
    await chair.join('lobby');
    await chair.ok({ lockRoom: { roomId: 'lobby', lobby: true } });
    const waiting = () =>
      chair.frames.flatMap(({ roomDelta }) =>
        (roomDelta?.events ?? []).flatMap(({ change }) => (change?.lobbyChanged ? [change.lobbyChanged.lobby] : [])),
      );
    expect((await push('lobby', 'eve', { at: hasty })).refusal).toBe('409 waitingInLobby');
    await waitFor('eve to be seen waiting, and to give up', () => waiting().length === 2);
    expect(waiting().map((lobby) => lobby.map(({ userId }) => userId))).toEqual([['eve'], []]);
    const admitted = await waitFor('eve to be let in', async () => {
      const { status, json, refusal } = await push('lobby', 'eve', { at: hasty });
      if (status === 200) return json;
      expect(refusal).toBe('409 waitingInLobby');
      await chair.request({ admit: { roomId: 'lobby', userId: 'eve' } });
      return undefined;
    });
    expect(admitted['generation']).toBe(1);
    chair.close();
  });
});

test('[SG-61] of members without a socket nothing is left', async () => {
  await hasty.untilIdle();
});

test('[SG-89] a user comes into so many rooms at once, and into others when it has left', async () => {
  const as = await node.token('rover');
  const outcome = async (room: string, more: Ask = { as }): Promise<string> =>
    (await push(room, 'rover', more)).refusal;
  for (let index = 0; index < 10; index += 1) expect(await outcome(`rove-${index}`)).toBe('');
  expect(await outcome('rove-10')).toBe('429 tooManyRooms');
  expect(await outcome('rove-3')).toBe('');
  expect(await outcome('rove-10', {})).toBe('');
  // A place is free again when the room goes on without the user.
  const stays = await node.client('stays');
  await stays.join('rove-0');
  expect((await ask('/v1/rooms/rove-0/members/rover', { method: 'DELETE', as })).status).toBe(204);
  expect(await outcome('rove-11')).toBe('');
  expect(await outcome('rove-12')).toBe('429 tooManyRooms');
  stays.close();
});

test('[SG-89] rooms that a refused user leaves empty count as its own', async () => {
  const as = await node.token('refused', { role: 'audience' });
  const outcomes = [];
  for (let index = 0; index < 11; index += 1) outcomes.push((await push(`never-${index}`, 'refused', { as })).refusal);
  expect(new Set(outcomes.slice(0, 10))).toEqual(new Set(['403 notAllowed']));
  expect(outcomes[10]).toBe('429 tooManyRooms');
});
