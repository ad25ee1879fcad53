/** The built-in IM: words in a room, and how many and how long they may be. */
import { beforeEach, describe, expect, test } from 'vitest';
import { custom, elem, joinKey, messagesOf, pollGroup } from '../../support/im-world.ts';
import { RtcRoomClient } from '../../support/rtcroom-client.ts';
import { type Answer, type Pending, Weapp } from '../../support/weapp.ts';

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

describe('[WA-76] words in a room', () => {
  const chats = (): unknown[] =>
    weapp.events.flatMap((event) => (event.type === 'chatSent' ? [event.message.text] : []));
  const say = async (client: RtcRoomClient, MsgBody: unknown): Promise<Answer> =>
    await client.im('v4/group_open_http_svc/send_group_msg', { GroupId: 'r', MsgBody });

  test('of a pusher are chat to browsers, once', async () => {
    await room(ann, 'r');
    const key = await joinKey(ann, 'r');
    expect(await say(ann, [custom('{"cmd":"CustomTextMsg","data":{"nickName":"A"}}'), elem('hello')])).toMatchObject({
      ActionStatus: 'OK',
    });
    expect(chats()).toEqual(['hello']);
    expect(messagesOf(await poll(key, 0).answer)).toHaveLength(1);
    // What is for programs alone is not chat.
    expect(await say(ann, [custom('{"cmd":"CustomCmdMsg","data":{"cmd":"like"}}')])).toMatchObject({
      ActionStatus: 'OK',
    });
    expect(chats()).toEqual(['hello']);
  });

  test('of browsers reach the group, with names that cannot break the parsing', async () => {
    await room(ann, 'r');
    const key = await joinKey(ann, 'r');
    const web = weapp.join('r', 'web');
    weapp.tell('r', { type: 'sendChat', at: weapp.clock.now(), actor: web, messageId: 'c1', text: 'hi {"}}' });
    const [message] = messagesOf(await poll(key, 0).answer);
    expect(message).toMatchObject({ Event: 3, From_Account: 'web', GroupInfo: { From_AccountNick: 'browser web' } });
    const [first, second] = (message?.['MsgBody'] ?? []) as { MsgContent: { Data?: string; Text?: string } }[];
    expect(second?.MsgContent.Text).toBe('hi {"}}');
    // As receivers do: everything up to the first }} is the envelope.
    const joined = `${first?.MsgContent.Data}${second?.MsgContent.Text}`;
    const cut = joined.indexOf('}}') + 2;
    expect(JSON.parse(joined.slice(0, cut))).toEqual({
      cmd: 'CustomTextMsg',
      data: { nickName: 'browser web', headPic: 'http://b/c.png' },
    });
    expect(joined.slice(cut)).toBe('hi {"}}');
  });

  test('need the group, and the right to chat', async () => {
    await room(ann, 'r');
    expect(await say(bob, [elem('x')])).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 10_007 });
    expect(
      await bob.im('v4/group_open_http_svc/send_group_msg', { GroupId: 'none', MsgBody: [elem('x')] }),
    ).toMatchObject({ ErrorCode: 10_010 });
    await joinKey(bob, 'r');
    expect(await say(bob, [elem('x')])).toMatchObject({ ActionStatus: 'OK' });
    await bob.im('v4/group_open_http_svc/quit_group', { GroupId: 'r' });
    expect(await say(bob, [elem('x')])).toMatchObject({ ErrorCode: 10_007 });
    await joinKey(bob, 'r');
    await room(bob, 'r');
    const members = [...(weapp.state('r')?.members.values() ?? [])];
    const chair = members.find(({ role }) => role === 'chair');
    const target = members.find(({ userId }) => userId === bob.user.userID);
    if (chair === undefined || target === undefined) throw new Error('somebody is missing');
    const grants = { ...target.grants, chat: false };
    weapp.tell('r', {
      type: 'setGrants',
      at: weapp.clock.now(),
      actor: chair.memberId,
      target: target.memberId,
      grants,
    });
    expect(await say(bob, [elem('x')])).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 10_017 });
  });
});

describe('[WA-77] limits', () => {
  test('of size', async () => {
    await room(ann, 'r');
    await joinKey(ann, 'r');
    const group = async (chars: number): Promise<unknown> =>
      (await ann.im('v4/group_open_http_svc/send_group_msg', { GroupId: 'r', MsgBody: [custom('x'.repeat(chars))] }))[
        'ErrorCode'
      ];
    const mail = async (chars: number): Promise<unknown> =>
      (await ann.im('v4/openim/sendmsg', { To_Account: bob.user.userID, MsgBody: [custom('x'.repeat(chars))] }))[
        'ErrorCode'
      ];
    expect([await group(8700), await group(8900)]).toEqual([0, 80_002]);
    expect([await mail(11_800), await mail(12_000)]).toEqual([0, 80_002]);
  });

  test('of rate', async () => {
    const send = async (): Promise<unknown> =>
      (await ann.im('v4/openim/sendmsg', { To_Account: bob.user.userID, MsgBody: [elem('x')] }))['ErrorCode'];
    const codes = [];
    for (let index = 0; index < 51; index += 1) codes.push(await send());
    expect(codes).toEqual([...Array.from({ length: 50 }, () => 0), 20_009]);
    weapp.clock.advance(1000);
    expect(await send()).toBe(0);
  });
});

describe('[WA-5] calls beyond the rates', () => {
  const codeOf = (answer: Answer): unknown => answer['ErrorCode'];

  test('are refused to an address that logs in too often', async () => {
    weapp = new Weapp({ env: { RTCROOM_ROOM_SERVICE_LOGIN_BURST: '3', RTCROOM_ROOM_SERVICE_LOGINS_PER_SECOND: '1' } });
    const login = async (address: string): Promise<unknown> =>
      codeOf(await weapp.request('/weapp/im/v4/openim/login', 'identifier=x&usersig=y', {}, 'POST', address));
    const codes = [];
    for (let index = 0; index < 4; index += 1) codes.push(await login('10.0.0.9'));
    expect(codes).toEqual([70_001, 70_001, 70_001, 20_009]);
    expect(await login('10.0.0.8')).toBe(70_001);
  });

  test('are refused to a user', async () => {
    weapp = new Weapp({
      env: { RTCROOM_ROOM_SERVICE_REQUEST_BURST: '10', RTCROOM_ROOM_SERVICE_REQUESTS_PER_SECOND: '1' },
    });
    const client = await RtcRoomClient.start(weapp, 'multi_room');
    const codes = new Set<unknown>();
    for (let index = 0; index < 11; index += 1) codes.add(codeOf(await client.im('v4/openim/getmsg', {})));
    expect(codes).toEqual(new Set([0, 20_009]));
  });
});
