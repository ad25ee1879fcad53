/** What is counted of answers. */
import { expect, test } from 'vitest';
import { Weapp } from '../../support/weapp.ts';

test('[WA-6] every answer, and why it is a refusal', async () => {
  const weapp = new Weapp({ env: { RTCROOM_ROOM_SERVICE_MAX_PUSHERS: '2' } });
  const [ann, bob, cy] = [await weapp.login(), await weapp.login(), await weapp.login()];
  const { userID } = ann;
  await weapp.enter(ann, 'multi_room', 'r');
  await weapp.enter(bob, 'multi_room', 'r');
  const endsOf = async (work: Promise<unknown>): Promise<string | undefined> => {
    const before = weapp.answered.length;
    await work;
    expect(weapp.answered).toHaveLength(before + 1);
    return weapp.answered.at(-1);
  };
  const call = async (method: string, body: Readonly<Record<string, unknown>>): Promise<string | undefined> =>
    await endsOf(weapp.call(ann, 'multi_room', method, body));
  expect(await call('get_pushers', { roomID: 'r' })).toBe('ok');
  expect(await call('get_pushers', { roomID: 'none' })).toBe('refused noRoom');
  expect(await call('get_pushers', {})).toBe('refused params');
  expect(await call('nothing', {})).toBe('refused noSuchMethod');
  expect(await call('create_room', { userID, roomInfo: '', roomID: 'r' })).toBe('refused roomExists');
  expect(await call('create_room', { userID, roomInfo: 'x'.repeat(2000) })).toBe('refused badValue');
  expect(await call('delete_pusher', { userID, roomID: 'none' })).toBe('refused notMember');
  expect(await call('delete_pusher', { userID: bob.userID, roomID: 'r' })).toBe('refused auth');
  expect(await endsOf(weapp.call(cy, 'multi_room', 'add_pusher', weapp.pusher(cy, 'r', 'x')))).toBe('refused full');
  expect(await endsOf(weapp.call(ann, 'webrtc_room', 'enter_room', { userID: ann.userID }))).toMatch(/^refused /);
  const im = async (path: string, body: unknown): Promise<string | undefined> =>
    await endsOf(weapp.request(`/weapp/im/${path}`, `a2=${ann.token}`, body));
  expect(await im('v4/openim/getlongpollingid', {})).toBe('ok');
  expect(await im('v4/nothing', {})).toBe('refused im_noSuchCall');
  expect(await im('v4/openim/sendmsg', '{')).toBe('refused im_badRequest');
  expect(await im('v4/openim/sendmsg', {})).toBe('refused im_badParameter');
  expect(await im('v4/group_open_http_svc/apply_join_group', { GroupId: 'none' })).toBe('refused im_noSuchGroup');
  expect(await endsOf(weapp.request('/weapp/im/v4/openim/authkey', 'a2=x', {}))).toBe('refused im_notLoggedIn');
});

test('[WA-6] calls beyond the rate', async () => {
  const weapp = new Weapp({ env: { RTCROOM_ROOM_SERVICE_REQUEST_BURST: '1' } });
  const ann = await weapp.login();
  for (let time = 0; time < 3; time += 1) await weapp.call(ann, 'multi_room', 'get_room_list', { cnt: 1, index: 0 });
  expect(weapp.answered.at(-1)).toBe('refused tooFast');
});
