/** The neighbours of the API: webrtc_room, the generations before and after, utils. */
import { inflateSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Answer, Weapp } from '../../support/weapp.ts';

let weapp: Weapp;
beforeEach(() => {
  weapp = new Weapp();
});

describe('[WA-80] webrtc_room', () => {
  const call = async (method: string, body: Readonly<Record<string, unknown>>, query = ''): Promise<Answer> =>
    await weapp.request(`/weapp/webrtc_room/${method}`, query, body);

  test('a meeting of two', async () => {
    const info = await call('get_login_info', {});
    expect(info).toMatchObject({ code: 0, sdkAppID: 1_400_000_000, accountType: '0', userSig: expect.any(String) });
    expect(info['userID']).toMatch(/^[a-zA-Z][a-zA-Z0-9_]{3,23}$/);
    const made = await call('create_room', { userID: 'anna', nickName: 'Anna', roomInfo: 'meeting', roomType: 1 });
    expect(made).toMatchObject({ code: 0, roomInfo: 'meeting' });
    const roomID = String(made['roomID']);
    expect(roomID).toMatch(/^\d{9}$/);
    const key = JSON.parse(
      inflateSync(
        Buffer.from(
          String(made['privateMapKey']).replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '='),
          'base64',
        ),
      ).toString(),
    ) as Record<string, string>;
    const userbuf = Buffer.from(key['TLS.userbuf'] ?? '', 'base64');
    expect([userbuf.readUInt8(0), userbuf.readUInt16BE(1), userbuf.toString('latin1', 3, 7)]).toEqual([0, 4, 'anna']);
    expect([userbuf.readUInt32BE(7), userbuf.readUInt32BE(11), userbuf.readUInt32BE(19), userbuf.length]).toEqual([
      1_400_000_000,
      Number(roomID),
      255,
      27,
    ]);
    expect(await call('enter_room', { userID: 'bobby', nickName: 'Bob', roomID })).toMatchObject({
      code: 0,
      privateMapKey: expect.any(String),
    });
    expect(await call('get_room_members', { roomID })).toMatchObject({
      members: [
        { userID: 'anna', nickName: 'Anna' },
        { userID: 'bobby', nickName: 'Bob' },
      ],
    });
    expect(await call('get_room_list', { index: 0, count: 10, roomType: 1 })).toMatchObject({
      rooms: [{ roomID, roomInfo: 'meeting', roomCreator: 'anna', roomType: '1' }],
    });
    expect(await call('get_room_list', { index: 0, count: 10, roomType: 2 })).toMatchObject({ rooms: [] });
    for (let beat = 0; beat < 6; beat += 1) {
      weapp.clock.advance(7000);
      expect(await call('heartbeat', { userID: 'anna', roomID })).toMatchObject({ code: 0 });
    }
    expect(await call('get_room_members', { roomID })).toMatchObject({ members: [{ userID: 'anna' }] });
    expect(await call('heartbeat', { userID: 'bobby', roomID })).toMatchObject({ code: 5 });
    expect(await call('quit_room', { userID: 'anna', roomID })).toMatchObject({ code: 0 });
    expect(await call('get_room_members', { roomID })).toMatchObject({ code: 3 });
    expect(weapp.rooms.size + weapp.api.counts().rooms).toBe(0);
  });

  test('what is wrong is told by its own codes', async () => {
    for (const userID of ['abc', '1abcd', 'a b c d', 'x'.repeat(25), '', 7]) {
      expect(await call('create_room', { userID, roomInfo: '' }), String(userID)).toMatchObject({ code: 7 });
    }
    expect(await call('create_room', { roomInfo: '' })).toMatchObject({ code: 2 });
    expect(await call('create_room', { userID: 'anna' })).toMatchObject({ code: 2 });
    expect(await call('create_room', { userID: 'anna', roomInfo: '中'.repeat(342) })).toMatchObject({ code: 11 });
    expect(await call('enter_room', { userID: 'anna' })).toMatchObject({ code: 2 });
    expect(await call('enter_room', { userID: 'anna', roomID: '1' })).toMatchObject({ code: 3 });
    expect(await call('get_room_list', { count: 1 })).toMatchObject({ code: 2 });
    expect(await call('get_room_members', { roomID: '1' })).toMatchObject({ code: 3 });
    await call('create_room', { userID: 'user0', roomInfo: '', roomID: '5' });
    for (let index = 1; index < 4; index += 1)
      expect(await call('enter_room', { userID: `user${index}`, roomID: '5' })).toMatchObject({ code: 0 });
    expect(await call('enter_room', { userID: 'user4', roomID: '5' })).toMatchObject({ code: 5001 });
    expect(await call('quit_room', { userID: 'user4', roomID: '5' })).toMatchObject({ code: 5 });
  });

  test('who sends no heartbeats, and says so, stays', async () => {
    await call('create_room', { userID: 'anna', roomInfo: '', roomID: '6', needHeartBeat: false });
    weapp.clock.advance(600_000);
    expect(await call('get_room_members', { roomID: '6' })).toMatchObject({ members: [{ userID: 'anna' }] });
  });

  test('in production a token is needed, of that user', async () => {
    weapp = new Weapp({
      env: { RTCROOM_MODE: 'production', RTCROOM_AUTH_API_KEYS: 'k:0123456789abcdef0123456789abcdef' },
    });
    expect(await call('create_room', { userID: 'anna', roomInfo: '' })).toMatchObject({ code: 7 });
    expect(await call('get_room_list', { index: 0, count: 1 })).toMatchObject({ code: 7 });
    expect(await call('get_login_info', { userID: 'anna' })).toMatchObject({ code: 7 });
    const developer = new Weapp();
    const { userID, token } = await developer.login('user');
    const query = `userID=${userID}&token=${token}`;
    expect(await call('create_room', { userID, roomInfo: '' }, query)).toMatchObject({ code: 0 });
    expect(await call('create_room', { userID: 'anna', roomInfo: '' }, query)).toMatchObject({ code: 7 });
  });
});

describe('[WA-81] the first generation', () => {
  const call = async (method: string, body: Readonly<Record<string, unknown>>): Promise<Answer> =>
    await weapp.request(`/weapp/multi_room/${method}`, '', body);
  const create = { roomName: 'party', userID: 'anna', userName: 'Anna', userAvatar: '', pushURL: 'rtmp://h/live/x?y' };

  test('is told to log in', async () => {
    expect(await call('create_room', create)).toMatchObject({ code: 7 });
    expect(await call('get_room_list', { cnt: 1, index: 0 })).toMatchObject({ code: 7 });
    expect(await call('get_im_login_info', { userIDPrefix: 'weixin' })).toMatchObject({
      code: 0,
      userID: expect.stringMatching(/^weixin_/),
      accType: '0',
    });
  });

  test('is let in where that is configured', async () => {
    weapp = new Weapp({ env: { RTCROOM_ROOM_SERVICE_ANONYMOUS_V1: 'true' } });
    const { roomID } = await call('create_room', create);
    expect(await call('get_room_list', { cnt: 1, index: 0 })).toMatchObject({
      code: 0,
      rooms: [{ roomID, roomInfo: 'party', roomCreator: 'anna' }],
    });
    expect(await call('add_pusher', { ...create, userID: 'bobby', userName: 'Bob', roomID })).toMatchObject({
      code: 0,
    });
    expect(await call('pusher_heartbeat', { userID: 'bobby', roomID })).toMatchObject({ code: 0 });
    expect(await call('get_pushers', { roomID })).toMatchObject({ pushers: [{ userID: 'anna' }, { userID: 'bobby' }] });
    expect(await call('delete_pusher', { userID: 'a b', roomID })).toMatchObject({ code: 7 });
  });

  test('is never let in in production', () => {
    const env = {
      RTCROOM_MODE: 'production',
      RTCROOM_AUTH_API_KEYS: 'k:0123456789abcdef0123456789abcdef',
      RTCROOM_ROOM_SERVICE_ANONYMOUS_V1: 'true',
    };
    expect(() => new Weapp({ env })).toThrow('roomService.anonymousV1');
  });
});

test('[WA-82] the third generation says anchor', async () => {
  const [ann, bob] = [await weapp.login(), await weapp.login()];
  const { pushURL } = await weapp.call(ann, 'live_room', 'get_anchor_url', { userID: ann.userID });
  const { roomID } = await weapp.call(ann, 'live_room', 'create_room', { userID: ann.userID, roomInfo: '' });
  expect(
    await weapp.call(ann, 'live_room', 'add_anchor', weapp.pusher(ann, String(roomID), String(pushURL))),
  ).toMatchObject({ code: 0 });
  await weapp.enter(bob, 'live_room', String(roomID));
  const beat = await weapp.call(bob, 'live_room', 'anchor_heartbeat', {
    roomID,
    userID: bob.userID,
    roomStatusCode: 1,
  });
  expect(beat).toMatchObject({ code: 0, pushers: [{ userID: ann.userID }, { userID: bob.userID }] });
  expect(await weapp.call(bob, 'live_room', 'get_anchors', { roomID })).toMatchObject({
    code: 0,
    roomCreator: ann.userID,
    pushers: beat['pushers'],
  });
  expect(await weapp.call(bob, 'live_room', 'delete_anchor', { roomID, userID: bob.userID })).toMatchObject({
    code: 0,
  });
  expect(await weapp.call(bob, 'live_room', 'anchor_heartbeat', { roomID: '', userID: bob.userID })).toMatchObject({
    code: 5,
  });
});

describe('[WA-83] utils', () => {
  test('give no files away', async () => {
    expect(await weapp.get('/weapp/utils/logfilelist')).toMatchObject({ code: 0, files: [] });
    for (const query of ['', 'fileName=../../etc/passwd', 'filename=config.yaml']) {
      expect(await weapp.get('/weapp/utils/getlogfile', query)).toEqual({ code: 7, message: expect.any(String) });
    }
  });

  test('hear reports', async () => {
    expect(await weapp.request('/weapp/utils/report', '', { reportID: 1, data: {} })).toMatchObject({ code: 0 });
    expect(await weapp.get('/weapp/utils/check_config')).toMatchObject({ code: 0 });
  });

  test('give test streams, in development', async () => {
    expect((await weapp.get('/weapp/utils/get_test_rtmpaccurl'))['url_rtmpacc']).toMatch(/^rtmp:\/\//);
    const production = new Weapp({
      env: { RTCROOM_MODE: 'production', RTCROOM_AUTH_API_KEYS: 'k:0123456789abcdef0123456789abcdef' },
    });
    expect(await production.get('/weapp/utils/get_test_pushurl')).toMatchObject({ code: 7 });
  });
});
