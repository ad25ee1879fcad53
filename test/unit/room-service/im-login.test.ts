/** The built-in IM: logging in, joining groups. */
import { beforeEach, describe, expect, test } from 'vitest';
import { joinKey, messagesOf, NOTICE, pollGroup } from '../../support/im-world.ts';
import { RtcRoomClient } from '../../support/rtcroom-client.ts';
import { type Pending, Weapp } from '../../support/weapp.ts';

let weapp: Weapp;
let ann: RtcRoomClient;
let bob: RtcRoomClient;
beforeEach(async () => {
  weapp = new Weapp();
  ann = await RtcRoomClient.start(weapp, 'multi_room');
  bob = await RtcRoomClient.start(weapp, 'multi_room');
});

const poll = (key: unknown, startSeq: unknown, holdTime?: unknown): Pending =>
  pollGroup(weapp, key, startSeq, holdTime);
const room = async (client: RtcRoomClient, roomID: string): Promise<void> => {
  await weapp.enter(client.user, 'multi_room', roomID);
};

describe('[WA-70] login', () => {
  test('gives what the SDK cannot do without', async () => {
    const { userID, userSig } = ann.user;
    const query = (more: Readonly<Record<string, string>> = {}): string =>
      new URLSearchParams({ identifier: userID, usersig: userSig, sdkappid: '1400000000', ...more }).toString();
    const answer = await weapp.request('/weapp/im/v4/openim/login', query(), { State: 'Online' });
    expect(answer).toMatchObject({
      ActionStatus: 'OK',
      ErrorCode: 0,
      TinyId: expect.stringMatching(/^\d+$/),
      A2Key: expect.any(String),
    });
    for (const bad of [{ identifier: bob.user.userID }, { usersig: 'x' }, { sdkappid: '7' }, { identifier: '' }]) {
      expect(await weapp.request('/weapp/im/v4/openim/login', query(bad), {})).toMatchObject({
        ActionStatus: 'FAIL',
        ErrorCode: 70_001,
      });
    }
  });

  test.for(['authkey', 'getlongpollingid', 'getmsg', 'sendmsg'])('%s needs a good a2', async (method) => {
    for (const query of ['', 'a2=', 'a2=x', `a2=${ann.user.token}&tinyid=1`]) {
      expect(await weapp.request(`/weapp/im/v4/openim/${method}`, query, {})).toMatchObject({
        ActionStatus: 'FAIL',
        ErrorCode: 70_001,
      });
    }
  });

  test('the calls around it are answered', async () => {
    expect(await ann.im('v4/openim/authkey', {})).toMatchObject({
      ActionStatus: 'OK',
      AuthKey: expect.any(String),
      ExpireTime: expect.any(Number),
      IpList: [],
    });
    expect(await ann.im('v4/openim/getlongpollingid', {})).toMatchObject({
      LongPollingId: expect.any(String),
      Timeout: 50,
    });
    expect(await ann.im('v4/profile/portrait_get', {})).toMatchObject({ ActionStatus: 'OK', UserProfileItem: [] });
    expect(await ann.im('v4/profile/portrait_set', {})).toMatchObject({ ActionStatus: 'OK' });
    expect(await ann.im('v4/group_open_http_svc/get_joined_group_list', {})).toMatchObject({
      ActionStatus: 'OK',
      GroupIdList: [],
    });
    for (const path of ['v4/imopenstat/web_report', 'v4/openim/msgreaded', 'v4/openim/longpollinglogout']) {
      expect(await ann.im(path, {})).toMatchObject({ ActionStatus: 'OK' });
    }
    expect(await ann.im('v4/openim/nothing', {})).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 60_004 });
    expect(await weapp.request('/weapp/im/v4/openim/sendmsg', '', '{')).toMatchObject({ ActionStatus: 'FAIL' });
  });
});

describe('[WA-71] joining a group', () => {
  test('gives the key to poll with, of rooms alone', async () => {
    await room(ann, 'r');
    expect(await bob.im('v4/group_open_http_svc/apply_join_group', { GroupId: 'r' })).toMatchObject({
      ActionStatus: 'OK',
      JoinedStatus: 'JoinedSuccess',
      LongPollingKey: expect.any(String),
    });
    expect(await bob.im('v4/group_open_http_svc/apply_join_group', { GroupId: 'none' })).toMatchObject({
      ActionStatus: 'FAIL',
      ErrorCode: 10_010,
    });
    expect(await bob.im('v4/group_open_http_svc/apply_join_group', { GroupId: '../' })).toMatchObject({
      ActionStatus: 'FAIL',
      ErrorCode: 10_004,
    });
  });

  test('not of one that is not open', async () => {
    const web = weapp.join('r', 'web', 'chair');
    await room(ann, 'r');
    weapp.tell('r', { type: 'setPolicy', at: weapp.clock.now(), actor: web, locked: true, lobby: false });
    expect(await bob.im('v4/group_open_http_svc/apply_join_group', { GroupId: 'r' })).toMatchObject({
      ActionStatus: 'FAIL',
      ErrorCode: 10_007,
    });
  });

  test('of a room that began in browsers', async () => {
    const web = weapp.join('theirs', 'web');
    const key = await joinKey(bob, 'theirs');
    const polling = poll(key, 0);
    await weapp.quiet();
    expect(polling.isAnswered).toBe(false);
    weapp.publish('theirs', web);
    expect(messagesOf(await polling.answer)).toMatchObject([{ Event: 5, MsgBody: NOTICE }]);
  });
});
