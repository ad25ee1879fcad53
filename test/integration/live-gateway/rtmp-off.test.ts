/** A node without RTMP: nobody is sent where nobody listens. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HttpWeapp } from '../../support/http-weapp.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';

const KEY = `ops:${'k'.repeat(40)}`;

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode({ env: { RTCROOM_RTMP_ENABLED: 'false', RTCROOM_AUTH_API_KEYS: KEY } });
});
afterAll(async () => {
  await node.stop();
});

test('[LG-123] gives no push URL, and play URLs of FLV alone', async () => {
  const ann = await node.client('ann');
  const { memberId } = await ann.join('quiet');
  expect(await ann.errorOf({ getPushUrl: { roomId: 'quiet' } })).toBe('unsupported');
  const { playUrls } = await ann.ok({ getPlayUrls: { roomId: 'quiet', memberId } });
  expect(playUrls?.rtmp).toBe('');
  expect(playUrls?.flv).toMatch(new RegExp(`^${node.httpUrl}/live/`));
  const asked = await fetch(`${node.httpUrl}/v1/rooms/quiet/members/bob/push-url`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
  });
  expect([asked.status, await asked.json()]).toMatchObject([501, { error: { name: 'unsupported' } }]);
  ann.close();
});

test('[LG-123] clients of the RoomService API are told, and play FLV', async () => {
  const phone = await HttpWeapp.login(node.httpUrl, 'multi_room');
  expect(await phone.call('get_push_url', { roomID: 'calls' })).toMatchObject({
    code: -1,
    message: expect.stringContaining('RTMP'),
  });
  const pusher = { roomID: 'calls', userName: 'Phone', userAvatar: '', pushURL: 'rtmp://h/live/x?y' };
  expect(await phone.call('add_pusher', pusher)).toMatchObject({ code: 0 });
  const { pushers } = await phone.call('get_pushers', { roomID: 'calls' });
  expect(pushers).toMatchObject([{ accelerateURL: expect.stringMatching(/^http:.*\.flv\?/) }]);
  await phone.call('delete_pusher', { roomID: 'calls' });
});
