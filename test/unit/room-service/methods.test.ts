/** Every method with good, wrong, missing and hostile input. */
import { beforeEach, describe, expect, test } from 'vitest';
import { refuseWeappBody } from '../../../src/room-service/weapp-http.ts';
import { type Kind, type User, Weapp } from '../../support/weapp.ts';

let weapp: Weapp;
let ann: User;
let bob: User;
beforeEach(async () => {
  weapp = new Weapp();
  ann = await weapp.login('ann');
  bob = await weapp.login('bob');
});

const KINDS: readonly Kind[] = ['double_room', 'multi_room', 'live_room'];
const code = async (
  user: User,
  method: string,
  body: Readonly<Record<string, unknown>>,
  kind: Kind = 'live_room',
): Promise<number> => (await weapp.call(user, kind, method, body)).code;

describe('[WA-1] answers', () => {
  test.for([
    ['/weapp/', 'POST'],
    ['/weapp/nothing', 'POST'],
    ['/weapp/nothing/at/all', 'POST'],
    ['/weapp/multi_room', 'POST'],
    ['/weapp/multi_room/toString', 'POST'],
    ['/weapp/__proto__/constructor', 'POST'],
    ['/weapp/multi_room/__proto__', 'POST'],
    ['/weapp/webrtc_room/constructor', 'POST'],
    ['/weapp/multi_room/get_room_list', 'GET'],
    ['/weapp/multi_room/get_room_list', 'DELETE'],
    ['/weapp/utils/nothing', 'GET'],
  ] as const)('%s by %s is -1', async ([path, method]) => {
    const answer = await weapp.request(path, '', {}, method);
    expect(answer).toMatchObject({ code: -1 });
    expect(typeof answer.message).toBe('string');
  });

  test.for(['{', '[]', 'null', '7', '"x"', '\u0000', '{"a":'])('a body of %s is 1', async (body) => {
    const answer = await weapp.request(
      '/weapp/multi_room/get_room_list',
      `userID=${ann.userID}&token=${ann.token}`,
      body,
    );
    expect(answer).toMatchObject({ code: 1 });
  });

  test('no body is an empty one, a path may end with a slash, and an alias be used', async () => {
    const query = `userID=${ann.userID}&token=${ann.token}`;
    expect(await weapp.request('/weapp/live_room/logout/', query, '')).toMatchObject({ code: 0 });
    expect(await weapp.call(bob, 'rtc_room' as Kind, 'get_room_list', { cnt: 1, index: 0 })).toMatchObject({
      code: 0,
      rooms: [],
    });
  });

  test('a body that is too large is refused in the same shape', () => {
    const head = { method: 'POST', query: '', header: () => '', address: '' };
    const answer = refuseWeappBody({ ...head, path: '/weapp/multi_room/add_pusher' });
    expect(answer?.status).toBe(200);
    expect(JSON.parse(String(answer?.body))).toMatchObject({ code: 10 });
    expect(JSON.parse(String(refuseWeappBody({ ...head, path: '/weapp/im/v4/openim/sendmsg' })?.body))).toMatchObject({
      ActionStatus: 'FAIL',
    });
    expect(refuseWeappBody({ ...head, path: '/v1/sessions' })).toBeUndefined();
  });
});

test('[WA-2] OPTIONS lets every origin send JSON; other paths are not ours', async () => {
  const request = { query: '', header: () => '', body: new Uint8Array(), address: '', onAborted: () => undefined };
  const answer = await weapp.api.handle({ ...request, method: 'OPTIONS', path: '/weapp/live_room/login' });
  expect(answer).toMatchObject({
    status: 204,
    headers: { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, POST, OPTIONS' },
  });
  expect(answer?.headers['access-control-allow-headers']).toContain('content-type');
  expect(weapp.api.handle({ ...request, method: 'GET', path: '/weappx' })).toBeUndefined();
  expect(await weapp.request('/weapp/utils/get_login_info', '', {}, 'POST')).toMatchObject({ code: 0 });
});

describe('[WA-4] parameters', () => {
  const required: Readonly<Record<string, readonly string[]>> = {
    get_push_url: ['userID'],
    get_room_list: ['cnt', 'index'],
    get_pushers: ['roomID'],
    create_room: ['userID', 'roomInfo'],
    destroy_room: ['roomID', 'userID'],
    add_pusher: ['roomID', 'userID', 'userName', 'userAvatar', 'pushURL'],
    delete_pusher: ['roomID', 'userID'],
    pusher_heartbeat: ['roomID', 'userID'],
    merge_stream: ['roomID', 'userID', 'mergeParams'],
    add_audience: ['roomID', 'userID', 'userInfo'],
    delete_audience: ['roomID', 'userID'],
    get_audiences: ['roomID'],
    set_custom_field: ['roomID', 'fieldName', 'operation'],
    get_custom_info: ['roomID'],
  };
  const all = (): Record<string, unknown> => ({
    ...weapp.pusher(ann, 'r1', 'rtmp://h/live/x?y=1'),
    cnt: 10,
    index: 0,
    roomInfo: 'info',
    mergeParams: '{"para":{"input_stream_list":[]}}',
    userInfo: '{}',
    fieldName: 'likes',
    operation: 'inc',
  });

  test.for(Object.entries(required))('%s needs %s', async ([method, names]) => {
    for (const name of names) {
      // The mixer's request may be an object: what is wrong in it is told by another code.
      for (const bad of name === 'mergeParams' ? [undefined, null, ''] : [undefined, null, {}, [], true]) {
        expect(await code(ann, method, { ...all(), [name]: bad }), `${name} = ${JSON.stringify(bad)}`).toBe(1);
      }
    }
    expect(weapp.rooms.size + weapp.api.counts().rooms).toBe(0);
  });

  test.for(Object.keys(required).filter((method) => required[method]?.includes('userID')))(
    '%s is for oneself',
    async (method) => {
      await weapp.enter(bob, 'live_room', 'r1');
      const before = JSON.stringify(await weapp.call(bob, 'live_room', 'get_pushers', { roomID: 'r1' }));
      expect(await code(ann, method, { ...all(), userID: bob.userID })).toBe(7);
      expect(JSON.stringify(await weapp.call(bob, 'live_room', 'get_pushers', { roomID: 'r1' }))).toBe(before);
    },
  );

  test.for([
    ['add_pusher', 'userName', 'x'.repeat(129)],
    ['add_pusher', 'userAvatar', 'x'.repeat(1025)],
    ['add_pusher', 'pushURL', 'x'.repeat(2049)],
    ['add_pusher', 'roomID', 'x'.repeat(129)],
    ['add_pusher', 'roomID', '../../etc'],
    ['add_pusher', 'roomID', 'a b'],
    ['add_pusher', 'userName', '\ud800'],
    ['add_pusher', 'roomInfo', 'x'.repeat(1025)],
    ['create_room', 'roomID', 'a\nb'],
    ['create_room', 'roomInfo', 'x'.repeat(1025)],
    ['create_room', 'roomInfo', '中'.repeat(342)],
    ['add_audience', 'userInfo', 'x'.repeat(2049)],
  ] as const)('%s with an impossible %s is 10', async ([method, name, value]) => {
    expect(await code(ann, method, { ...all(), [name]: value })).toBe(10);
    expect(weapp.rooms.size + weapp.api.counts().rooms).toBe(0);
  });

  test('numbers pass for text, empty names and pictures are none', async () => {
    const pusher = { ...weapp.pusher(ann, '77', 'rtmp://h/live/x'), roomID: 77, userName: '', userAvatar: '' };
    expect(await code(ann, 'add_pusher', pusher)).toBe(0);
    expect(await weapp.pushers(ann, 'live_room', '77')).toMatchObject([
      { userID: ann.userID, userName: '', userAvatar: '' },
    ]);
    expect(await weapp.call(ann, 'live_room', 'get_room_list', { cnt: '5', index: '0' })).toMatchObject({
      rooms: [{ roomID: '77' }],
    });
  });

  test.for([
    { cnt: -1, index: 0 },
    { cnt: 1, index: -1 },
    { cnt: 1.5, index: 0 },
    { cnt: 'x', index: 0 },
    { cnt: 1, index: 'NaN' },
  ])('a page of %j is 1', async (page) => {
    expect(await code(ann, 'get_room_list', page)).toBe(1);
  });
});

describe.each(KINDS)('%s', (kind) => {
  test('[WA-20] a created room is not shown until somebody pushes', async () => {
    const made = await weapp.call(ann, kind, 'create_room', { userID: ann.userID, roomInfo: '房间' });
    expect(made.code).toBe(0);
    const roomID = String(made['roomID']);
    expect(roomID).toMatch(/^room_[0-9a-f]{8}_[0-9a-f]{4}$/);
    expect(await code(ann, 'get_pushers', { roomID }, kind)).toBe(3);
    expect(await weapp.call(ann, kind, 'get_room_list', { cnt: 9, index: 0 })).toMatchObject({ rooms: [] });
    expect(await weapp.call(bob, kind, 'create_room', { userID: bob.userID, roomInfo: '', roomID })).toMatchObject({
      code: 11,
      roomID,
    });
    expect(await weapp.enter(ann, kind, roomID)).toEqual({ code: 0, message: 'ok' });
    const room = { roomID, roomInfo: '房间', roomCreator: ann.userID, custom: '{}' };
    const seen = await weapp.call(bob, kind, 'get_pushers', { roomID });
    expect(seen).toMatchObject({
      code: 0,
      ...room,
      pushers: [{ userID: ann.userID, userName: `name of ${ann.userID}`, userAvatar: 'http://a/b.png' }],
    });
    expect(seen['mixedPlayURL']).toMatch(/^http:\/\/media\.test:8080\/live\/[A-Za-z0-9-]+\.flv\?/);
    const { rooms } = (await weapp.call(bob, kind, 'get_room_list', { cnt: 9, index: 0 })) as unknown as {
      rooms: Record<string, unknown>[];
    };
    expect(rooms).toMatchObject([room]);
    expect(rooms[0]?.['audienceCount']).toBe(kind === 'live_room' ? 0 : undefined);
    expect(await weapp.call(bob, kind, 'create_room', { userID: bob.userID, roomInfo: '', roomID })).toMatchObject({
      code: 11,
      roomID,
    });
  });

  test('[WA-23] is full in time, and not for those who are in', async () => {
    const limit = kind === 'double_room' ? 2 : 4;
    const users = [];
    for (let index = 0; index <= limit; index += 1) users.push(await weapp.login());
    for (const user of users.slice(0, limit)) expect(await weapp.enter(user, kind, 'full')).toMatchObject({ code: 0 });
    expect(await weapp.enter(users[limit] as User, kind, 'full')).toMatchObject({ code: 5001 });
    expect(await weapp.enter(users[0] as User, kind, 'full')).toMatchObject({ code: 0 });
    expect(await weapp.pushers(ann, kind, 'full')).toHaveLength(limit);
    const { userID } = users[1] as User;
    expect(await code(users[1] as User, 'delete_pusher', { roomID: 'full', userID }, kind)).toBe(0);
    expect(await weapp.enter(users[limit] as User, kind, 'full')).toMatchObject({ code: 0 });
  });

  test('[WA-22] add_pusher for an unknown room makes it', async () => {
    const first = await weapp.enter(ann, kind, 'new', { roomInfo: 'made so' });
    expect(first).toEqual({ code: 0, message: 'ok', roomID: 'new' });
    expect(await weapp.enter(bob, kind, 'new')).toEqual({ code: 0, message: 'ok' });
    expect(await weapp.call(bob, kind, 'get_pushers', { roomID: 'new' })).toMatchObject({
      roomInfo: 'made so',
      roomCreator: ann.userID,
    });
  });

  test('[WA-22] two at once make one room with both in it', async () => {
    const calls = [ann, bob].map((user) => {
      const query = `userID=${user.userID}&token=${user.token}`;
      return weapp.send(`/weapp/${kind}/add_pusher`, query, weapp.pusher(user, 'once', `rtmp://h/live/${user.userID}`))
        .answer;
    });
    const answers = await Promise.all(calls);
    weapp.clock.endTurn();
    expect(answers.map(({ code: given }) => given)).toEqual([0, 0]);
    expect(answers.filter((answer) => answer['roomID'] === 'once')).toHaveLength(1);
    expect([...(await weapp.pusherIds(ann, kind, 'once'))].sort()).toEqual([ann.userID, bob.userID].sort());
    expect(weapp.api.counts().rooms).toBe(1);
    expect(weapp.rooms.size).toBe(1);
  });

  test('[WA-25] the creator is first, then all in the order they came', async () => {
    if (kind === 'double_room') return;
    const [carl, dora] = [await weapp.login(), await weapp.login()];
    for (const user of [bob, carl, ann]) await weapp.enter(user, kind, 'order');
    await weapp.call(carl, kind, 'delete_pusher', { roomID: 'order', userID: carl.userID });
    for (const user of [dora, bob]) await weapp.enter(user, kind, 'order');
    expect(await weapp.pusherIds(dora, kind, 'order')).toEqual([bob, ann, dora].map(({ userID }) => userID));
  });

  test('[WA-28] destroy_room is for the creator', async () => {
    await weapp.enter(ann, kind, 'mine');
    await weapp.enter(bob, kind, 'mine');
    expect(await code(bob, 'destroy_room', { roomID: 'mine', userID: bob.userID }, kind)).toBe(3);
    expect(await weapp.pusherIds(ann, kind, 'mine')).toHaveLength(2);
    expect(await code(ann, 'destroy_room', { roomID: 'mine', userID: ann.userID }, kind)).toBe(0);
    expect(await code(ann, 'destroy_room', { roomID: 'mine', userID: ann.userID }, kind)).toBe(3);
    expect(await code(ann, 'get_pushers', { roomID: 'mine' }, kind)).toBe(3);
    expect(await code(bob, 'pusher_heartbeat', { roomID: 'mine', userID: bob.userID }, kind)).toBe(5);
    expect(weapp.rooms.size + weapp.api.counts().rooms).toBe(0);
    const { roomID } = await weapp.call(bob, kind, 'create_room', { userID: bob.userID, roomInfo: '' });
    expect(await code(ann, 'destroy_room', { roomID, userID: ann.userID }, kind)).toBe(3);
    expect(await code(bob, 'destroy_room', { roomID, userID: bob.userID }, kind)).toBe(0);
    expect(weapp.api.counts().rooms).toBe(0);
  });

  test('[WA-27] what delete_pusher ends', async () => {
    await weapp.enter(ann, kind, 'end');
    await weapp.enter(bob, kind, 'end');
    expect(await code(ann, 'delete_pusher', { roomID: 'end', userID: ann.userID }, kind)).toBe(0);
    const isLive = kind === 'live_room';
    expect(await code(bob, 'get_pushers', { roomID: 'end' }, kind)).toBe(isLive ? 3 : 0);
    expect(await code(bob, 'delete_pusher', { roomID: 'end', userID: bob.userID }, kind)).toBe(isLive ? 5 : 0);
    expect(await code(bob, 'delete_pusher', { roomID: 'end', userID: bob.userID }, kind)).toBe(5);
    expect(weapp.rooms.size + weapp.api.counts().rooms).toBe(0);
  });

  test('[WA-29] is no room of another kind', async () => {
    const other: Kind = kind === 'live_room' ? 'multi_room' : 'live_room';
    await weapp.enter(ann, kind, 'kinds');
    expect(await code(ann, 'get_pushers', { roomID: 'kinds' }, other)).toBe(3);
    expect(await weapp.enter(bob, other, 'kinds')).toMatchObject({ code: 3 });
    expect(await code(ann, 'delete_pusher', { roomID: 'kinds', userID: ann.userID }, other)).toBe(5);
    expect(await code(ann, 'pusher_heartbeat', { roomID: 'kinds', userID: ann.userID }, other)).toBe(5);
    expect(await code(ann, 'destroy_room', { roomID: 'kinds', userID: ann.userID }, other)).toBe(3);
    expect(await weapp.call(ann, other, 'get_room_list', { cnt: 9, index: 0 })).toMatchObject({ rooms: [] });
    expect(await weapp.pusherIds(ann, kind, 'kinds')).toEqual([ann.userID]);
  });

  test('[WA-26] rooms are listed by pages', async () => {
    for (let index = 0; index < 7; index += 1) {
      const user = await weapp.login();
      await weapp.enter(user, kind, `page-${index}`);
    }
    const page = async (index: number, cnt: number): Promise<unknown[]> => {
      const { rooms } = (await weapp.call(ann, kind, 'get_room_list', { cnt, index })) as unknown as {
        rooms: { roomID: string }[];
      };
      return rooms.map(({ roomID }) => roomID);
    };
    expect(await page(0, 3)).toEqual(['page-0', 'page-1', 'page-2']);
    expect(await page(3, 3)).toEqual(['page-3', 'page-4', 'page-5']);
    expect(await page(6, 1000)).toEqual(['page-6']);
    expect(await page(7, 3)).toEqual([]);
    expect(await page(0, 0)).toEqual([]);
  });

  test('[WA-44] live rooms alone have an audience', async () => {
    await weapp.enter(ann, kind, 'methods');
    const expected = kind === 'live_room' ? 0 : -1;
    expect(await code(ann, 'get_audiences', { roomID: 'methods' }, kind)).toBe(expected);
    expect(await code(ann, 'get_custom_info', { roomID: 'methods' }, kind)).toBe(expected);
    expect(await code(ann, 'add_audience', { roomID: 'methods', userID: ann.userID, userInfo: '{}' }, kind)).toBe(
      expected,
    );
  });
});

test('[WA-21] rooms that nobody pushes in are taken back', async () => {
  const make = async (): Promise<number> => await code(ann, 'create_room', { userID: ann.userID, roomInfo: '' });
  for (let index = 0; index < 20; index += 1) expect(await make()).toBe(0);
  expect(await make()).toBe(-1);
  weapp.clock.advance(25_000);
  expect(weapp.api.counts().rooms).toBe(20);
  weapp.clock.advance(10_000);
  expect(weapp.api.counts().rooms).toBe(0);
  expect(await make()).toBe(0);
});

test('[WA-24] add_pusher again is an update', async () => {
  const pushURL = await weapp.pushUrl(ann, 'multi_room', 'again');
  await weapp.call(ann, 'multi_room', 'add_pusher', weapp.pusher(ann, 'again', pushURL));
  const [before] = await weapp.pushers(ann, 'multi_room', 'again');
  const changed = { ...weapp.pusher(ann, 'again', pushURL), userName: 'Anna', userAvatar: 'http://new' };
  expect(await weapp.call(ann, 'multi_room', 'add_pusher', changed)).toEqual({ code: 0, message: 'ok' });
  expect(await weapp.pushers(ann, 'multi_room', 'again')).toEqual([
    { ...before, userName: 'Anna', userAvatar: 'http://new' },
  ]);
  expect(weapp.events.filter(({ type }) => type === 'memberJoined')).toHaveLength(1);
});

describe('live rooms', () => {
  beforeEach(async () => {
    await weapp.enter(ann, 'live_room', 'live');
  });
  const audience = async (): Promise<Readonly<Record<string, unknown>>> =>
    await weapp.call(ann, 'live_room', 'get_audiences', { roomID: 'live' });
  const watch = async (user: User, userInfo = '{"userName":"x"}'): Promise<number> =>
    await code(user, 'add_audience', { roomID: 'live', userID: user.userID, userInfo });

  test('[WA-40] the audience is counted as it is listed', async () => {
    expect(await audience()).toMatchObject({ audienceCount: 0, audiences: [] });
    expect([await watch(bob), await watch(bob, '{"userName":"y"}')]).toEqual([0, 0]);
    expect(await audience()).toMatchObject({
      audienceCount: 1,
      audiences: [{ userID: bob.userID, userInfo: '{"userName":"y"}' }],
    });
    const { rooms } = (await weapp.call(bob, 'live_room', 'get_room_list', { cnt: 1, index: 0 })) as unknown as {
      rooms: unknown[];
    };
    expect(rooms).toMatchObject([{ audienceCount: 1 }]);
    const leave = { roomID: 'live', userID: bob.userID };
    expect([await code(bob, 'delete_audience', leave), await code(bob, 'delete_audience', leave)]).toEqual([0, 0]);
    expect(await audience()).toMatchObject({ audienceCount: 0, audiences: [] });
    expect(await code(bob, 'delete_audience', { ...leave, roomID: 'gone' })).toBe(0);
    expect(await code(bob, 'add_audience', { ...leave, roomID: 'gone', userInfo: '' })).toBe(3);
  });

  test('[WA-40] thirty are let in, and those who are silent are taken off', async () => {
    const users: User[] = [];
    for (let index = 0; index < 31; index += 1) users.push(await weapp.login());
    for (const user of users.slice(0, 30)) expect(await watch(user)).toBe(0);
    expect(await watch(users[30] as User)).toBe(5001);
    expect(await audience()).toMatchObject({ audienceCount: 30 });
    for (let beat = 0; beat < 27; beat += 1) {
      weapp.clock.advance(7000);
      await code(ann, 'pusher_heartbeat', { roomID: 'live', userID: ann.userID });
      if (beat === 20) await weapp.pushers(users[3] as User, 'live_room', 'live');
    }
    expect(await audience()).toMatchObject({ audienceCount: 1, audiences: [{ userID: users[3]?.userID }] });
    expect(weapp.state('live')?.members.size).toBe(2);
    expect(await watch(users[30] as User)).toBe(0);
  });

  test('[WA-41] audience sits in the room, speaks as a pusher, and sits down again', async () => {
    const roles = (): unknown[] =>
      [...(weapp.state('live')?.members.values() ?? [])].map(({ userId, role, displayName }) => [
        userId,
        role,
        displayName,
      ]);
    await watch(bob, '{"userName":"Bob"}');
    expect(roles()).toEqual([
      [ann.userID, 'chair', `name of ${ann.userID}`],
      [bob.userID, 'audience', 'Bob'],
    ]);
    await weapp.enter(bob, 'live_room', 'live');
    expect(roles()).toEqual([
      [ann.userID, 'chair', `name of ${ann.userID}`],
      [bob.userID, 'speaker', `name of ${bob.userID}`],
    ]);
    expect(await audience()).toMatchObject({ audienceCount: 1 });
    await code(bob, 'delete_pusher', { roomID: 'live', userID: bob.userID });
    expect(roles().at(1)).toEqual([bob.userID, 'audience', 'Bob']);
    await code(bob, 'delete_audience', { roomID: 'live', userID: bob.userID });
    expect(roles()).toHaveLength(1);
  });

  test('[WA-42] custom fields are set and counted', async () => {
    const set = async (operation: string, value?: unknown, fieldName = 'likes'): Promise<unknown> => {
      const answer = await weapp.call(bob, 'live_room', 'set_custom_field', {
        roomID: 'live',
        fieldName,
        operation,
        value,
      });
      return answer.code === 0 ? answer['custom'] : answer.code;
    };
    expect(await set('inc')).toBe('{"likes":1}');
    expect(await set('inc')).toBe('{"likes":2}');
    expect(await set('dec')).toBe('{"likes":1}');
    expect(await set('set', 'hello', '__proto__')).toBe('{"likes":1,"__proto__":"hello"}');
    expect(await set('inc', undefined, '__proto__')).toBe(10);
    expect(await set('set')).toBe(1);
    expect(await set('set', null)).toBe(1);
    expect(await set('drop')).toBe(10);
    expect(await set('set', 'x'.repeat(1025))).toBe(10);
    expect(await set('set', 1, 'x'.repeat(65))).toBe(10);
    expect(await set('set', { deep: [1] }, 'json')).toBe('{"likes":1,"__proto__":"hello","json":"{\\"deep\\":[1]}"}');
    const info = await weapp.call(bob, 'live_room', 'get_custom_info', { roomID: 'live' });
    expect(info['customInfo']).toBe(info['custom']);
    expect(JSON.parse(String(info['custom']))).toMatchObject({ likes: 1 });
    for (let index = 3; index < 32; index += 1)
      expect(typeof (await set('inc', undefined, `f${index}`))).toBe('string');
    expect(await set('inc', undefined, 'one more')).toBe(10);
    expect(await code(bob, 'set_custom_field', { roomID: 'gone', fieldName: 'a', operation: 'inc' })).toBe(3);
    expect(await code(bob, 'get_custom_info', { roomID: 'gone' })).toBe(3);
  });
});

test('[WA-22] a user pushes in at most 20 rooms at once', async () => {
  const codes = [];
  const enter = async (roomID: string): Promise<number> =>
    (await weapp.call(ann, 'multi_room', 'add_pusher', weapp.pusher(ann, roomID, 'rtmp://h/live/x?y'))).code;
  for (let index = 0; index < 21; index += 1) codes.push(await enter(`many-${index}`));
  expect(codes).toEqual([...Array.from({ length: 20 }, () => 0), -1]);
  expect(weapp.state('many-20')).toBeUndefined();
  // An update takes no place, and one that is given up is free.
  expect(await enter('many-0')).toBe(0);
  await weapp.call(ann, 'multi_room', 'delete_pusher', { roomID: 'many-0', userID: ann.userID });
  expect(await enter('many-20')).toBe(0);
});
