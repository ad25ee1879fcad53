/** The built-in IM: how long polls are held, and how many. */
import { beforeEach, describe, expect, test } from 'vitest';
import { MAX_HELD_PER_USER } from '../../../src/room-service/held-polls.ts';
import { MAX_PAUSED_POLLS } from '../../../src/room-service/im-api.ts';
import { joinKey, messagesOf, pollGroup } from '../../support/im-world.ts';
import { RtcRoomClient } from '../../support/rtcroom-client.ts';
import { type Pending, settle, Weapp } from '../../support/weapp.ts';

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
      ...Array.from({ length: MAX_HELD_PER_USER }, () => poll(key, 0)),
      ann.imLater('v4/openim/longpolling', { Timeout: 50 }),
    ];
    await weapp.quiet();
    expect(weapp.api.counts().heldPolls).toBe(MAX_HELD_PER_USER + 1);
    const timers = weapp.clock.pending;
    for (const polling of polls) polling.abort();
    await Promise.all(polls.map(({ answer }) => answer));
    expect(weapp.api.counts().heldPolls).toBe(0);
    expect(weapp.clock.pending).toBe(timers - MAX_HELD_PER_USER - 1);
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

describe('[WA-74] the polls of one user', () => {
  const all = (pendings: readonly Pending[]): boolean[] => pendings.map(({ isAnswered }) => isAnswered);
  const many = (key: unknown, count: number): Pending[] => Array.from({ length: count }, () => poll(key, 0));

  test('are so many; others wait undisturbed, and hear what there is', async () => {
    weapp.join('r', 'web');
    const [annKey, bobKey] = [await joinKey(ann, 'r'), await joinKey(bob, 'r')];
    const byBob = poll(bobKey, 0);
    const held = many(annKey, MAX_HELD_PER_USER);
    await weapp.quiet();
    const refused = many(annKey, MAX_HELD_PER_USER);
    await weapp.quiet();
    expect(all([...held, byBob, ...refused])).not.toContain(true);
    // Neither can it fill the place where the refused ones wait.
    const beyond = many(annKey, 100);
    await weapp.quiet();
    expect(new Set(all(beyond))).toEqual(new Set([true]));
    weapp.clock.advance(2999);
    await settle();
    expect(all(refused)).not.toContain(true);
    weapp.clock.advance(1);
    for (const { answer } of [...refused, ...beyond]) {
      expect(await answer).toEqual({
        ActionStatus: 'FAIL',
        ErrorCode: 20_009,
        ErrorInfo: expect.stringContaining('too many polls'),
        NextSeq: 0,
        HoldTime: 90,
        Key: annKey,
        RspMsgList: [],
      });
    }
    expect(all([...held, byBob])).not.toContain(true);
    await room(ann, 'r');
    await weapp.quiet();
    for (const { answer } of [...held, byBob]) expect(messagesOf(await answer)).toHaveLength(1);
    expect(weapp.api.counts().heldPolls).toBe(0);
  });

  test('are counted by group, and given back', async () => {
    for (const id of ['r', 's']) weapp.join(id, 'web');
    const [r, s] = [await joinKey(ann, 'r'), await joinKey(ann, 's')];
    const held = [...many(r, MAX_HELD_PER_USER), ...many(s, MAX_HELD_PER_USER)];
    await weapp.quiet();
    expect(all(held)).not.toContain(true);
    held[0]?.abort();
    const next = poll(r, 0);
    await weapp.quiet();
    weapp.clock.advance(4000);
    await settle();
    expect(next.isAnswered).toBe(false);
    weapp.api.stop();
    for (const { answer } of [...held, next]) await answer;
    expect(weapp.api.counts().heldPolls).toBe(0);
  });
});
