/** The built-in IM, as its SDK uses it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { MAX_PAUSED_POLLS } from '../../../src/room-service/im-api.ts';
import { ImMailboxes } from '../../../src/room-service/im-mailboxes.ts';
import { RtcRoomClient } from '../../support/rtcroom-client.ts';
import { type Answer, type Pending, settle, userIdOf, Weapp } from '../../support/weapp.ts';

let weapp: Weapp;
let ann: RtcRoomClient;
let bob: RtcRoomClient;
beforeEach(async () => {
  weapp = new Weapp();
  ann = await RtcRoomClient.start(weapp, 'multi_room');
  bob = await RtcRoomClient.start(weapp, 'multi_room');
});

const GROUP_POLL = '/weapp/im/v1/group_open_long_polling_http_noauth_svc/get_msg';
const NOTICE = { ReportType: 255, UserDefinedField: '{"cmd":"notifyPusherChange","data":""}' };
const elem = (text: string): object => ({ MsgType: 'TIMTextElem', MsgContent: { Text: text } });
const custom = (data: string): object => ({ MsgType: 'TIMCustomElem', MsgContent: { Data: data, Desc: '', Ext: '' } });
const joinKey = async (client: RtcRoomClient, GroupId: string): Promise<string> =>
  String((await client.im('v4/group_open_http_svc/apply_join_group', { GroupId }))['LongPollingKey']);
const poll = (Key: unknown, StartSeq: unknown, HoldTime: unknown = 90): Pending =>
  weapp.send(GROUP_POLL, '', { StartSeq, HoldTime, Key });
const messagesOf = (answer: Answer): Readonly<Record<string, unknown>>[] =>
  answer['RspMsgList'] as Readonly<Record<string, unknown>>[];
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

describe('[WA-73] polls of a group', () => {
  test('get every message since, newest first, with what the SDK needs of each', async () => {
    await room(ann, 'r');
    const key = await joinKey(bob, 'r');
    await room(bob, 'r');
    await bob.im('v4/group_open_http_svc/send_group_msg', { GroupId: 'r', Random: 5, MsgBody: [elem('hello')] });
    const answer = await poll(key, 0).answer;
    const [text, notice] = messagesOf(answer);
    expect(messagesOf(answer)).toHaveLength(2);
    expect(notice).toMatchObject({
      Event: 5,
      From_Account: '@TIM#SYSTEM',
      ToGroupId: 'r',
      MsgBody: { ...NOTICE, Operator_Account: 'administrator' },
      GroupInfo: { GroupName: 'r' },
      MsgTimeStamp: Math.floor(weapp.clock.now() / 1000),
    });
    expect(text).toMatchObject({
      Event: 3,
      From_Account: bob.user.userID,
      MsgRandom: 5,
      MsgBody: [elem('hello')],
      GroupInfo: { From_AccountNick: `name of ${bob.user.userID}` },
    });
    expect(text?.['MsgSeq']).toBe(Number(notice?.['MsgSeq']) + 1);
    expect(answer).toMatchObject({
      ActionStatus: 'OK',
      ErrorCode: 0,
      HoldTime: 90,
      Key: key,
      NextSeq: Number(text?.['MsgSeq']) + 1,
    });
    // Asked again from where it was, as after a lost answer, it is the same.
    expect(messagesOf(await poll(key, notice?.['MsgSeq']).answer)).toHaveLength(2);
    expect(messagesOf(await poll(key, text?.['MsgSeq']).answer)).toHaveLength(1);
  });

  test('who was away for too long is told to look', async () => {
    await room(ann, 'r');
    const key = await joinKey(ann, 'r');
    const seq = Number((await poll(key, 1).answer)['NextSeq']);
    expect(seq).toBeGreaterThan(1);
    expect(messagesOf(await poll(key, 2).answer)).toMatchObject([{ MsgBody: NOTICE }]);
  });

  test('what is said in one turn is one answer, and several changes one notice', async () => {
    await room(ann, 'r');
    const key = await joinKey(ann, 'r');
    const polling = poll(key, 0);
    await settle();
    const web = weapp.rooms.get(weapp.state('r')?.roomId as never);
    expect(web).toBeDefined();
    const calls = ['x', 'y', 'z'].map(async () => await weapp.login());
    const users = await Promise.all(calls);
    const urls = await Promise.all(users.map((user) => weapp.pushUrl(user, 'multi_room', 'r')));
    await Promise.all(
      users.map(
        (user, index) =>
          weapp.send(
            '/weapp/multi_room/add_pusher',
            `userID=${user.userID}&token=${user.token}`,
            weapp.pusher(user, 'r', urls[index] ?? ''),
          ).answer,
      ),
    );
    weapp.clock.endTurn();
    expect(messagesOf(await polling.answer)).toMatchObject([{ Event: 5, MsgBody: NOTICE }]);
  });

  test('memory of a group is bounded', async () => {
    await room(ann, 'r');
    const key = await joinKey(ann, 'r');
    for (let index = 0; index < 300; index += 1) {
      weapp.clock.advance(200);
      const { ActionStatus } = (await ann.im('v4/group_open_http_svc/send_group_msg', {
        GroupId: 'r',
        MsgBody: [elem(`${index}`)],
      })) as unknown as { ActionStatus: string };
      if (ActionStatus !== 'OK') throw new Error(`${index} was refused`);
      if (index % 30 === 0) await ann.call('pusher_heartbeat', { roomID: 'r' });
    }
    const kept = messagesOf(await poll(key, 0).answer);
    expect(kept).toHaveLength(128);
    expect(kept[0]).toMatchObject({ MsgBody: [elem('299')] });
  });
});

describe('[WA-74] pacing', () => {
  const HELD_MS = 50_000;

  test.for([
    ['without news', async () => await joinKey(ann, 'r')],
    ['with a key of nobody', () => Promise.resolve('bad')],
    ['with a forged key', async () => `${(await joinKey(ann, 'r')).slice(0, -2)}xx`],
    ['without a key', () => Promise.resolve(undefined)],
  ] as const)('a group poll %s is held to its end', async ([, keyOf]) => {
    // Somebody who sends no heartbeats, so that nothing happens in the room.
    weapp.join('r', 'web');
    const key = await keyOf();
    const from = Math.floor(weapp.clock.now() / 1000) + 1000;
    const polling = poll(key, from);
    await weapp.quiet();
    weapp.clock.advance(HELD_MS - 1);
    await settle();
    expect(polling.isAnswered).toBe(false);
    weapp.clock.advance(1);
    const answer = await polling.answer;
    expect(answer).toMatchObject({ ActionStatus: 'OK', HoldTime: 90, NextSeq: from });
    expect(answer['Key']).toBe(key ?? '');
  });

  test('a shorter hold is kept, a silly one mended', async () => {
    weapp.join('r', 'web');
    const key = await joinKey(ann, 'r');
    const from = Math.floor(weapp.clock.now() / 1000) + 1000;
    const polls = [5, 0, -1, 'x', 0.001].map((hold) => poll(key, from, hold));
    await weapp.quiet();
    weapp.clock.advance(5000);
    await settle();
    expect(polls.map(({ isAnswered }) => isAnswered)).toEqual([true, false, false, false, false]);
    weapp.clock.advance(HELD_MS);
    for (const { answer } of polls) expect(await answer).toMatchObject({ ActionStatus: 'OK' });
    expect(weapp.api.counts().heldPolls).toBe(0);
  });

  test('of a room that is over, too, after it was told', async () => {
    await room(ann, 'r');
    const key = await joinKey(bob, 'r');
    const polling = poll(key, 0);
    await weapp.quiet();
    await ann.call('destroy_room', { roomID: 'r' });
    const answer = await polling.answer;
    expect(messagesOf(answer)[0]).toMatchObject({ Event: 5, MsgBody: { ReportType: 5 } });
    // Who was between two polls hears it all the same.
    expect(messagesOf(await poll(key, 0).answer)[0]).toMatchObject({ MsgBody: { ReportType: 5 } });
    const next = poll(key, answer['NextSeq']);
    await weapp.quiet();
    weapp.clock.advance(HELD_MS - 1);
    await settle();
    expect(next.isAnswered).toBe(false);
    weapp.clock.advance(1);
    await next.answer;
  });

  test('a refused poll of messages is refused late', async () => {
    const polling = weapp.send('/weapp/im/v4/openim/longpolling', 'a2=x', { Timeout: 50 });
    await weapp.quiet();
    weapp.clock.advance(2999);
    await settle();
    expect(polling.isAnswered).toBe(false);
    weapp.clock.advance(1);
    expect(await polling.answer).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 70_001 });
  });

  test('an aborted poll leaves nothing behind', async () => {
    await room(ann, 'r');
    const key = await joinKey(ann, 'r');
    const polls = [
      ...Array.from({ length: 30 }, () => poll(key, 0)),
      ann.imLater('v4/openim/longpolling', { Timeout: 50 }),
    ];
    await weapp.quiet();
    expect(weapp.api.counts().heldPolls).toBe(31);
    const timers = weapp.clock.pending;
    for (const polling of polls) polling.abort();
    await Promise.all(polls.map(({ answer }) => answer));
    expect(weapp.api.counts().heldPolls).toBe(0);
    expect(weapp.clock.pending).toBe(timers - 31);
  });

  test('the end of the server answers everybody', async () => {
    await room(ann, 'r');
    const polls = [poll(await joinKey(ann, 'r'), 0), ann.imLater('v4/openim/longpolling', { Timeout: 50 })];
    await weapp.quiet();
    weapp.api.stop();
    await Promise.all(polls.map(({ answer }) => answer));
    expect(weapp.api.counts().heldPolls).toBe(0);
  });
});

describe('[WA-75] messages between users', () => {
  const request =
    '{"cmd":"linkmic","data":{"type":"request","roomID":"r","userID":"a","userName":"A","userAvatar":""}}';
  const send = async (from: RtcRoomClient, to: RtcRoomClient, data = request): Promise<Answer> =>
    await from.im('v4/openim/sendmsg', {
      To_Account: to.user.userID,
      MsgRandom: 9,
      MsgSeq: 1,
      MsgBody: [custom(data)],
    });
  const fetchMail = async (client: RtcRoomClient, Cookie: unknown): Promise<Answer> =>
    await client.im('v4/openim/getmsg', { Cookie, SyncFlag: 0 });
  const wait = (client: RtcRoomClient, NotifySeq: unknown): Pending =>
    client.imLater('v4/openim/longpolling', { Timeout: 50, Cookie: { NotifySeq, NoticeSeq: 0, LongPollingId: 'x' } });

  test('a link-mic request and its answer', async () => {
    const polling = wait(ann, 0);
    await weapp.quiet();
    expect(await send(bob, ann)).toMatchObject({ ActionStatus: 'OK', MsgTime: expect.any(Number) });
    const { EventArray, ErrorCode } = (await polling.answer) as unknown as {
      EventArray: { Event: number; NotifySeq: number }[];
      ErrorCode: number;
    };
    expect([ErrorCode, EventArray.length, EventArray[0]?.Event]).toEqual([0, 1, 1]);
    const mail = await fetchMail(ann, '');
    expect(mail).toMatchObject({
      SyncFlag: 2,
      Cookie: String(EventArray[0]?.NotifySeq),
      MsgList: [
        { From_Account: bob.user.userID, To_Account: ann.user.userID, MsgRandom: 9, MsgBody: [custom(request)] },
      ],
    });
    expect(await fetchMail(ann, mail['Cookie'])).toMatchObject({ MsgList: [] });
    // Known and fetched: the next poll is held.
    const next = wait(ann, EventArray[0]?.NotifySeq);
    await weapp.quiet();
    weapp.clock.advance(49_999);
    await settle();
    expect(next.isAnswered).toBe(false);
    weapp.clock.advance(1);
    expect(await next.answer).toMatchObject({ ErrorCode: 60_008, EventArray: [] });
  });

  test('a lost answer is given again, for a while; an old request to nobody', async () => {
    await send(bob, ann);
    const first = await fetchMail(ann, '');
    expect(await fetchMail(ann, '')).toEqual(first);
    weapp.clock.advance(30_001);
    expect(await fetchMail(ann, '')).toMatchObject({ MsgList: [] });
    await send(bob, ann);
    weapp.clock.advance(600_001);
    expect(await fetchMail(ann, '')).toMatchObject({ MsgList: [] });
  });

  test('who was told and did not fetch is told again, but not at once', async () => {
    await send(bob, ann);
    const { EventArray } = (await wait(ann, 0).answer) as unknown as { EventArray: { NotifySeq: number }[] };
    const seq = EventArray[0]?.NotifySeq;
    const again = wait(ann, seq);
    await weapp.quiet();
    weapp.clock.advance(2999);
    await settle();
    expect(again.isAnswered).toBe(false);
    weapp.clock.advance(1);
    expect(await again.answer).toMatchObject({ EventArray: [{ Event: 1, NotifySeq: seq }] });
  });

  test('a hundred are kept for who does not come', async () => {
    for (let index = 0; index < 120; index += 1) {
      weapp.clock.advance(200);
      await send(bob, ann, `${index}`);
    }
    const list = (await fetchMail(ann, ''))['MsgList'] as { MsgBody: { MsgContent: { Data: string } }[] }[];
    expect(list.map(({ MsgBody }) => MsgBody[0]?.MsgContent.Data)).toEqual(
      Array.from({ length: 100 }, (_, index) => `${index + 20}`),
    );
  });

  test.for([
    {},
    { To_Account: 'a b' },
    { To_Account: 'x' },
    { To_Account: 'x', MsgBody: [] },
    { To_Account: 'x', MsgBody: [{}] },
    { To_Account: 'x', MsgBody: 'x' },
    { To_Account: ['x'], MsgBody: [{ MsgType: 'a', MsgContent: {} }] },
  ])('%j is refused', async (body) => {
    expect(await ann.im('v4/openim/sendmsg', body)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 10_004 });
  });
});

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

describe('[WA-79] who is thrown out of the room', () => {
  const say = async (client: RtcRoomClient, text: string): Promise<unknown> =>
    (await client.im('v4/group_open_http_svc/send_group_msg', { GroupId: 'r', MsgBody: [elem(text)] }))['ErrorCode'];
  const textsOf = (answer: Answer): string => JSON.stringify(messagesOf(answer));

  test.for(['kick', 'ban'] as const)('(%s) hears and says nothing more', async (how) => {
    const web = weapp.join('r', 'web', 'chair');
    await room(ann, 'r');
    await room(bob, 'r');
    const [annsKey, bobsKey] = [await joinKey(ann, 'r'), await joinKey(bob, 'r')];
    const waiting = poll(bobsKey, 0);
    await weapp.quiet();
    const at = weapp.clock.now();
    const members = [...(weapp.state('r')?.members.values() ?? [])];
    const target = members.find(({ userId }) => userId === bob.user.userID);
    if (target === undefined) throw new Error('nobody to throw out');
    if (how === 'kick') weapp.tell('r', { type: 'kick', at, actor: web, target: target.memberId });
    else weapp.tell('r', { type: 'ban', at, actor: web, userId: target.userId, durationMs: 0 });
    expect(await say(bob, 'from outside')).toBe(10_007);
    expect(await say(ann, 'among us')).toBe(0);
    await weapp.quiet();
    expect(waiting.isAnswered && textsOf(await waiting.answer)).not.toContain('among us');
    const later = poll(bobsKey, 0);
    await weapp.quiet();
    expect(later.isAnswered).toBe(false);
    await weapp.pass(50_000);
    expect(messagesOf(await later.answer)).toEqual([]);
    expect(textsOf(await poll(annsKey, 0).answer)).toContain('among us');
  });

  test('and is let in anew gets a key that works, from then on', async () => {
    const web = weapp.join('r', 'web', 'chair');
    await room(ann, 'r');
    await room(bob, 'r');
    await joinKey(ann, 'r');
    const old = await joinKey(bob, 'r');
    const target = [...(weapp.state('r')?.members.values() ?? [])].find(({ userId }) => userId === bob.user.userID);
    if (target === undefined) throw new Error('nobody to throw out');
    weapp.tell('r', { type: 'kick', at: weapp.clock.now(), actor: web, target: target.memberId });
    expect(await say(ann, 'among us')).toBe(0);
    const key = await joinKey(bob, 'r');
    expect(await say(ann, 'welcome back')).toBe(0);
    const heard = textsOf(await poll(key, 0).answer);
    expect(heard).toContain('welcome back');
    expect(heard).not.toContain('among us');
    const oldPoll = poll(old, 0);
    await weapp.pass(50_000);
    expect(messagesOf(await oldPoll.answer)).toEqual([]);
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

test('[WA-74] polls of who has not logged in are bounded', async () => {
  const before = weapp.api.counts().heldPolls;
  const first = poll('nobody', 0);
  for (let index = 1; index < MAX_PAUSED_POLLS; index += 1) poll('nobody', 0);
  await weapp.quiet();
  expect(first.isAnswered).toBe(false);
  expect(weapp.api.counts().heldPolls - before).toBe(MAX_PAUSED_POLLS);
  poll('nobody', 0);
  await weapp.quiet();
  expect(first.isAnswered).toBe(true);
  expect(weapp.api.counts().heldPolls - before).toBe(MAX_PAUSED_POLLS);
  weapp.api.stop();
  await weapp.quiet();
  expect(weapp.api.counts().heldPolls).toBe(0);
});

test('[WA-77] mail that nobody fetches is bounded over all users', () => {
  const boxes = new ImMailboxes(weapp.clock, { maxMailboxes: 1000, maxBytes: 20_000 });
  const send = (to: string, chars: number): unknown =>
    boxes.send({
      from: userIdOf('ann'),
      to: userIdOf(to),
      random: 0,
      body: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'x'.repeat(chars) } }],
    });
  send('first', 8000);
  send('second', 8000);
  expect(boxes.fetch(userIdOf('first'), 0)).toHaveLength(1);
  send('third', 8000);
  // The box that was used last is kept, with what was fetched of it.
  expect(boxes.size).toBe(2);
  expect(boxes.fetch(userIdOf('second'), 0)).toHaveLength(0);
  expect(boxes.fetch(userIdOf('first'), 0)).toHaveLength(1);
  // What is answered for makes room again.
  boxes.fetch(userIdOf('first'), Number.MAX_SAFE_INTEGER);
  send('fourth', 8000);
  expect(boxes.fetch(userIdOf('third'), 0)).toHaveLength(1);
  expect(boxes.fetch(userIdOf('fourth'), 0)).toHaveLength(1);
});
