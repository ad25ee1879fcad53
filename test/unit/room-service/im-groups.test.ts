/** The built-in IM: what groups are told, and who hears it no more. */
import { beforeEach, describe, expect, test } from 'vitest';
import { elem, joinKey, messagesOf, NOTICE, pollGroup } from '../../support/im-world.ts';
import { RtcRoomClient } from '../../support/rtcroom-client.ts';
import { type Answer, type Pending, settle, Weapp } from '../../support/weapp.ts';

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
