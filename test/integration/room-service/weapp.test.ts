/** The RoomService API of a real node: by HTTP, beside members on the WebSocket. */
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpAnswer, HttpWeapp } from '../../support/http-weapp.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode({ env: { RTCROOM_HTTP_MAX_BODY_BYTES: '4096' } });
});
afterAll(async () => {
  await node.stop();
});

const post = async (path: string, body: unknown): Promise<HttpAnswer> => await HttpWeapp.post(node.httpUrl, path, body);
const login = async (): Promise<HttpWeapp> => await HttpWeapp.login(node.httpUrl, 'multi_room');

const pusher = (roomID: string, pushURL: unknown): Readonly<Record<string, unknown>> => ({
  roomID,
  userName: 'Phone',
  userAvatar: '',
  pushURL,
});

test('[WA-50] a mini program and a browser see each other', async () => {
  const browser = await node.client('web');
  await browser.join('meeting');
  const phone = await login();
  const { pushURL } = await phone.call('get_push_url', { roomID: 'meeting' });
  expect(await phone.call('add_pusher', pusher('meeting', pushURL))).toMatchObject({ code: 0 });
  await browser.frame('the phone to join', ({ roomDelta }) =>
    (roomDelta?.events ?? []).some(({ change }) => change?.memberJoined?.member?.userId === phone.userID),
  );
  expect(await phone.call('delete_pusher', { roomID: 'meeting' })).toMatchObject({ code: 0 });
  await browser.frame('the phone to leave', ({ roomDelta }) =>
    (roomDelta?.events ?? []).some(({ change }) => (change?.memberLeft ?? null) !== null),
  );
  browser.close();
});

test('[WA-24] [SG-48] a mini program that says anew who it is has that name for browsers', async () => {
  const browser = await node.client('watching');
  await browser.join('names');
  const phone = await login();
  const given = pusher('names', 'rtmp://h/live/x?y');
  await phone.call('add_pusher', given);
  await phone.call('add_pusher', { ...given, userName: 'Renamed' });
  await browser.frame('the other name', ({ roomDelta }) =>
    (roomDelta?.events ?? []).some(({ change }) => change?.memberJoined?.member?.displayName === 'Renamed'),
  );
  const { snapshotResult } = await browser.ok({ getSnapshot: { roomId: 'names' } });
  const members = snapshotResult?.snapshot?.members.filter(({ userId }) => userId === phone.userID);
  expect(members).toMatchObject([{ displayName: 'Renamed' }]);
  await phone.call('delete_pusher', { roomID: 'names' });
  browser.close();
});

test('[WA-14] who is kicked needs another token for that room, and for no other', async () => {
  const browser = await node.client('chair', { role: 'chair' });
  await browser.join('strict');
  const phone = await login();
  await phone.call('add_pusher', pusher('strict', 'rtmp://h/live/x?y'));
  const { snapshotResult } = await browser.ok({ getSnapshot: { roomId: 'strict' } });
  const target = snapshotResult?.snapshot?.members.find(({ userId }) => userId === phone.userID)?.memberId ?? '';
  await browser.ok({ kick: { roomId: 'strict', memberId: target } });
  expect(await phone.call('pusher_heartbeat', { roomID: 'strict' })).toMatchObject({ code: 5 });
  expect(await phone.call('add_pusher', pusher('strict', 'rtmp://h/live/x?y'))).toMatchObject({ code: 7 });
  expect(await phone.call('add_pusher', pusher('elsewhere', 'rtmp://h/live/x?y'))).toMatchObject({ code: 0 });
  await phone.call('delete_pusher', { roomID: 'elsewhere' });
  browser.close();
});

test('[WA-74] a poll is held by the server, answered by news, and freed when the client hangs up', async () => {
  const phone = await login();
  const other = await login();
  const { roomID } = await phone.call('create_room', { roomInfo: '' });
  const { LongPollingKey: key } = await post(`/weapp/im/v4/group_open_http_svc/apply_join_group?${phone.im}`, {
    GroupId: roomID,
  });
  const path = '/weapp/im/v1/group_open_long_polling_http_noauth_svc/get_msg?websdkappid=1';
  const held = async (count: number): Promise<unknown> =>
    await waitFor(`${count} held polls`, async () => (await node.counts()).roomService.heldPolls === count);
  const polling = post(path, { StartSeq: 0, HoldTime: 90, Key: key });
  await held(1);
  await other.call('add_pusher', pusher(String(roomID), 'rtmp://h/live/x?y'));
  const { RspMsgList } = (await polling) as { RspMsgList: HttpAnswer[] };
  expect(RspMsgList).toMatchObject([
    { Event: 5, MsgBody: { UserDefinedField: '{"cmd":"notifyPusherChange","data":""}' } },
  ]);
  const again = httpRequest(`${node.httpUrl}${path}`, { method: 'POST' });
  again.on('error', () => undefined);
  again.end(JSON.stringify({ StartSeq: Number(RspMsgList[0]?.['MsgSeq']) + 1, HoldTime: 90, Key: key }));
  await held(1);
  again.destroy();
  await held(0);
  await other.call('delete_pusher', { roomID });
});

test('[WA-1] a body that is too large is refused as everything is', async () => {
  const phone = await login();
  const answer = await phone.call('create_room', { roomInfo: 'x'.repeat(5000) });
  expect(answer).toMatchObject({ code: 10 });
});

test('[WA-2] a page of any origin may ask', async () => {
  const response = await fetch(`${node.httpUrl}/weapp/multi_room/login`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://elsewhere.test',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-headers')).toContain('content-type');
  const other = await fetch(`${node.httpUrl}/healthz`);
  expect(other.headers.get('access-control-allow-origin')).toBeNull();
});

test('the page, and everything else, is where it was; the API can be switched off', async () => {
  const plain = await startTestNode({ env: { RTCROOM_ROOM_SERVICE_ENABLED: 'false' } });
  try {
    expect((await fetch(`${plain.httpUrl}/healthz`)).status).toBe(200);
    expect((await fetch(`${plain.httpUrl}/weapp/utils/get_login_info`)).status).toBe(404);
  } finally {
    await plain.stop();
  }
});

test('[WA-6] refusals are in the metrics, by the name of their code', async () => {
  const phone = await login();
  expect(await phone.call('get_pushers', { roomID: 'nowhere' })).toMatchObject({ code: 3 });
  await post('/weapp/im/v4/nothing', {});
  const metrics = await (await fetch(`${node.httpUrl}/metrics`)).text();
  expect(metrics).toMatch(/^room_weapp_answers_total\{outcome="refused",reason="noRoom"\} [1-9]/m);
  expect(metrics).toMatch(/^room_weapp_answers_total\{outcome="refused",reason="im_noSuchCall"\} [1-9]/m);
  expect(metrics).toMatch(/^room_weapp_answers_total\{outcome="ok",reason="none"\} [1-9]/m);
});
