/** The built-in IM: messages from user to user. */
import { beforeEach, describe, expect, test } from 'vitest';
import { ImMailboxes } from '../../../src/room-service/im-mailboxes.ts';
import { custom } from '../../support/im-world.ts';
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
