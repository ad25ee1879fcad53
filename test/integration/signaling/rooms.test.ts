import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LeaveReason, Medium, type ServerFrame } from '../../../wire/generated/messages.ts';
import { stateHash } from '../../../wire/state-hash.ts';
import type { RawClient } from '../../support/raw-client.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode({
    env: {
      RTCROOM_ROOMS_STATE_HASH_EVERY: '3',
      RTCROOM_SIGNALING_MAX_ROOMS_PER_SESSION: '3',
      RTCROOM_SIGNALING_RESUME_GRACE_MS: '500',
      RTCROOM_ROOMS_SUSPECT_GRACE_MS: '1500',
      RTCROOM_ROOMS_DEPARTURE_MS: '1000',
    },
  });
});
afterAll(async () => {
  await node.stop();
});

const changesOf = (client: RawClient, roomId: string): string[] =>
  client.frames.flatMap((frame) =>
    frame.roomDelta?.roomId === roomId ? frame.roomDelta.events.map((event) => event.change?.body ?? '') : [],
  );

test('[SG-31] the same type and params lead to the same room, in any order', async () => {
  const ann = await node.client('ann');
  const bob = await node.client('bob');
  const cid = await node.client('cid');
  const first = await ann.join('', { room: { type: 'class', params: { school: 's1', table: '7' } } });
  const second = await bob.join('', { room: { type: 'class', params: { table: '7', school: 's1' } } });
  const third = await cid.join('', { room: { type: 'class', params: { table: '8', school: 's1' } } });
  expect(second.roomId).toBe(first.roomId);
  expect(third.roomId).not.toBe(first.roomId);
  for (const client of [ann, bob, cid]) client.close();
});

test('[SG-32] deltas chain: each names the offset of the one before', async () => {
  const ann = await node.client('ann');
  const bob = await node.client('bob');
  const joined = await ann.join('chain');
  const { memberId } = await bob.join('chain');
  await bob.ok({ raiseHand: { roomId: 'chain', raised: true } });
  await bob.ok({ sendChat: { roomId: 'chain', text: 'a' } });
  await bob.ok({ leaveRoom: { roomId: 'chain' } });
  await waitFor('the leave', () => changesOf(ann, 'chain').includes('memberLeft'));
  const deltas = ann.frames.flatMap((frame) => (frame.roomDelta === null ? [] : [frame.roomDelta]));
  let offset = joined.position?.offset ?? 0;
  for (const delta of deltas) {
    expect(delta.prevOffset).toBe(offset);
    expect(delta.events.at(-1)?.offset).toBe(delta.offset);
    offset = delta.offset;
  }
  expect(changesOf(ann, 'chain')).toEqual(['memberJoined', 'handChanged', 'chatSent', 'memberLeft']);
  expect(deltas[0]?.events[0]?.actor).toBe(memberId);
  ann.close();
  bob.close();
});

test.each(['proto', 'json'] as const)(
  '[SG-26] [SG-32] who causes a change hears it once, before the answer, and everybody else hears it once (%s)',
  async (encoding) => {
    const roomId = `apart-${encoding}`;
    // The first one is the chair, who hears more than the others.
    const chair = await node.client('chair');
    const ann = await node.client('ann', { encoding });
    const clients = [chair, ann, await node.client('bob'), await node.client('cid', { encoding })];
    for (const client of clients) await client.join(roomId);
    // Several at once: they are answered in one turn.
    const ids = [1, 2, 3, 4].map((n) => ann.send({ sendChat: { roomId, text: `chat ${n}` } }));
    const textsOf = (client: RawClient): string[] =>
      client.frames.flatMap((frame) =>
        frame.roomDelta?.roomId === roomId
          ? frame.roomDelta.events.flatMap(({ change }) =>
              change?.chatSent?.message ? [change.chatSent.message.text] : [],
            )
          : [],
      );
    await waitFor('all answers', () => ids.every((id) => ann.frames.some(({ replyTo }) => replyTo === id)));
    await ann.ok({ sendChat: { roomId, text: 'last' } });
    for (const client of clients) {
      await waitFor('the last change', () => textsOf(client).includes('last'));
      expect(textsOf(client)).toEqual(['chat 1', 'chat 2', 'chat 3', 'chat 4', 'last']);
    }
    for (const id of ids) {
      const answeredAt = ann.frames.findIndex(({ replyTo }) => replyTo === id);
      const answer = ann.frames[answeredAt]?.ack;
      const heardAt = ann.frames.findIndex(({ roomDelta }) =>
        roomDelta?.events.some(({ causeId, offset }) => causeId === id && offset === answer?.offset),
      );
      expect(heardAt).toBeGreaterThan(-1);
      expect(heardAt).toBeLessThan(answeredAt);
    }
    for (const client of clients) client.close();
  },
);

test('[SG-33] a client hears its topics and no others', async () => {
  const ann = await node.client('ann');
  const quiet = await node.client('quiet');
  await ann.join('topics');
  await quiet.join('topics', { subscribe: ['chat'] });
  expect(await quiet.errorOf({ subscribe: { roomId: 'topics', topics: ['nonsense'] } })).toBe('unknownTopic');
  expect(await quiet.errorOf({ subscribe: { roomId: 'topics', topics: ['moderation'] } })).toBe('unknownTopic');
  await ann.ok({ raiseHand: { roomId: 'topics', raised: true } });
  await ann.ok({ sendChat: { roomId: 'topics', text: 'hello' } });
  await waitFor('the chat', () => changesOf(quiet, 'topics').includes('chatSent'));
  expect(changesOf(quiet, 'topics')).toEqual(['chatSent']);
  const { subscribed } = await quiet.ok({ subscribe: { roomId: 'topics', topics: ['members'] } });
  expect(subscribed?.topics).toEqual(['chat', 'members']);
  expect(subscribed?.snapshot?.members).toHaveLength(2);
  await ann.ok({ raiseHand: { roomId: 'topics', raised: false } });
  await waitFor('the hand', () => changesOf(quiet, 'topics').includes('handChanged'));
  await quiet.ok({ unsubscribe: { roomId: 'topics', topics: ['members'] } });
  ann.close();
  quiet.close();
});

describe('the end of a membership', () => {
  test('[SG-35] [SG-36] a kicked member is told why, hears nothing more, and its token is void there', async () => {
    const chair = await node.client('chair');
    const eve = await node.client('eve');
    await chair.join('kick');
    const { memberId } = await eve.join('kick');
    await chair.ok({ kick: { roomId: 'kick', memberId } });
    const { roomEnded } = await eve.frame('the end', (frame) => frame.roomEnded !== null);
    expect(roomEnded).toMatchObject({ roomId: 'kick', reason: LeaveReason.KICKED });
    expect(roomEnded?.error?.name).toBe('removed');
    await chair.ok({ sendChat: { roomId: 'kick', text: 'gone?' } });
    expect(changesOf(eve, 'kick')).toEqual([]);
    expect(await eve.errorOf({ sendChat: { roomId: 'kick', text: 'hi' } })).toBe('notMember');
    expect(await eve.errorOf({ joinRoom: { roomId: 'kick' } })).toBe('tokenWrongRoom');
    chair.close();
    eve.close();
  });

  test('[SG-35] joining again elsewhere replaces the first membership at once', async () => {
    const phone = await node.client('ann');
    const laptop = await node.client('ann');
    await phone.join('twice');
    const joined = await laptop.join('twice');
    const { roomEnded } = await phone.frame('the end', (frame) => frame.roomEnded !== null);
    expect(roomEnded?.reason).toBe(LeaveReason.REPLACED);
    expect(joined.snapshot?.members).toHaveLength(1);
    phone.close();
    laptop.close();
  });
});

test('[SG-36] a token for one room does not open another', async () => {
  const client = await node.client('ann', { room: 'mine-*' });
  await client.join('mine-1');
  expect(await client.errorOf({ joinRoom: { roomId: 'yours' } })).toBe('tokenWrongRoom');
  client.close();
});

test('[SG-37] the number of rooms per session is limited', async () => {
  const client = await node.client('ann');
  for (const roomId of ['a1', 'a2', 'a3']) await client.join(roomId);
  expect(await client.errorOf({ joinRoom: { roomId: 'a4' } })).toBe('tooManyRooms');
  await client.ok({ leaveRoom: { roomId: 'a1' } });
  await client.join('a4');
  client.close();
});

describe('lobby', () => {
  test('[SG-38] one waits, is seen waiting, and comes in by admission', async () => {
    const chair = await node.client('chair');
    await chair.join('lobby');
    await chair.ok({ lockRoom: { roomId: 'lobby', lobby: true } });
    const guest = await node.client('guest');
    const id = guest.send({ joinRoom: { roomId: 'lobby' } });
    await guest.frame('to wait', (frame) => frame.lobbyWaiting !== null && frame.replyTo === id);
    await waitFor('the chair to see it', () => changesOf(chair, 'lobby').includes('lobbyChanged'));
    expect(guest.frames.some((frame) => frame.joined !== null)).toBe(false);
    await chair.ok({ admit: { roomId: 'lobby', userId: 'guest' } });
    const { joined } = await guest.frame('to be in', (frame) => frame.joined !== null);
    expect(joined?.snapshot?.members.map((member) => member.userId)).toEqual(['chair', 'guest']);
    chair.close();
    guest.close();
  });

  test('[SG-38] who waits may give up', async () => {
    const chair = await node.client('chair');
    await chair.join('lobby3');
    await chair.ok({ lockRoom: { roomId: 'lobby3', lobby: true } });
    const guest = await node.client('guest');
    guest.send({ joinRoom: { roomId: 'lobby3' } });
    await guest.frame('to wait', (frame) => frame.lobbyWaiting !== null);
    await guest.ok({ leaveRoom: { roomId: 'lobby3' } });
    expect(await chair.errorOf({ admit: { roomId: 'lobby3', userId: 'guest' } })).toBe('memberNotFound');
    chair.close();
    guest.close();
  });

  test('[SG-38] a denied guest is told', async () => {
    const chair = await node.client('chair');
    await chair.join('lobby2');
    await chair.ok({ lockRoom: { roomId: 'lobby2', lobby: true } });
    const guest = await node.client('guest');
    guest.send({ joinRoom: { roomId: 'lobby2' } });
    await guest.frame('to wait', (frame) => frame.lobbyWaiting !== null);
    await chair.ok({ deny: { roomId: 'lobby2', userId: 'guest' } });
    const { roomEnded } = await guest.frame('the denial', (frame) => frame.roomEnded !== null);
    expect(roomEnded?.error?.name).toBe('lobbyDenied');
    chair.close();
    guest.close();
  });
});

test('[SG-39] directed data reaches those named; lossy data those who listen', async () => {
  const ann = await node.client('ann');
  const bob = await node.client('bob');
  const cid = await node.client('cid');
  await ann.join('data');
  const { memberId } = await bob.join('data');
  await cid.join('data');
  await cid.ok({ subscribe: { roomId: 'data', topics: ['data:points'] } });
  const payload = new Uint8Array([1, 2, 3]);
  await ann.ok({ sendData: { roomId: 'data', topic: 'secret', to: [memberId], payload } });
  const { lossyData } = await bob.frame('the secret', (frame) => frame.lossyData !== null);
  expect(lossyData).toMatchObject({ topic: 'secret', payload });
  expect(lossyData?.offset).toBeGreaterThan(0);
  await ann.ok({ sendData: { roomId: 'data', topic: 'points', payload, lossy: true } });
  const points = await cid.frame('the points', (frame) => frame.lossyData !== null);
  expect(points.lossyData).toMatchObject({ topic: 'points', offset: 0 });
  expect(bob.frames.filter((frame) => frame.lossyData !== null)).toHaveLength(1);
  expect(await ann.errorOf({ sendData: { roomId: 'data', topic: 'p', to: ['nobody'], payload, lossy: true } })).toBe(
    'memberNotFound',
  );
  expect(await ann.errorOf({ sendData: { roomId: 'data', topic: 'bad topic', payload, lossy: true } })).toBe(
    'invalidArgument',
  );
  for (const client of [ann, bob, cid]) client.close();
});

test('[SG-40] [SG-41] hashes in deltas fit the state', async () => {
  const ann = await node.client('ann');
  await ann.join('hash');
  for (let i = 0; i < 7; i += 1) await ann.ok({ raiseHand: { roomId: 'hash', raised: i % 2 === 0 } });
  const hashed = await ann.frame(
    'a hash',
    (frame) => (frame.roomDelta?.stateHash ?? 0) !== 0 && frame.roomDelta?.roomId === 'hash',
  );
  const { snapshotResult } = await ann.ok({ getSnapshot: { roomId: 'hash' } });
  const snapshot = snapshotResult?.snapshot;
  if (snapshot == null) throw new Error('no snapshot');
  const last = ann.frames.findLast((frame) => (frame.roomDelta?.stateHash ?? 0) !== 0)?.roomDelta;
  if (last?.offset === snapshot.offset) expect(last.stateHash).toBe(stateHash(snapshot));
  expect(hashed.roomDelta?.stateHash).toBeGreaterThan(0);
  ann.close();
});

test('[SG-42] a returning client is told what differs from its belief, and why', async () => {
  const chair = await node.client('chair');
  const ann = await node.client('ann');
  await chair.join('belief');
  const { memberId } = await ann.join('belief');
  await chair.ok({ setModeratorMute: { roomId: 'belief', memberId, medium: Medium.AUDIO, muted: true } });
  const again = await ann.join('belief', {
    belief: { media: [{ medium: Medium.AUDIO, moderatorMuted: false, selfMuted: false, published: false }] },
  });
  expect(again.selfReport?.differences).toMatchObject([{ what: 'audio.moderatorMuted', cause: 'mutedByModerator' }]);
  chair.close();
  ann.close();
});

describe('mute by the wrong person', () => {
  const may = async (client: RawClient, frame: Parameters<RawClient['request']>[0]): Promise<string> =>
    await client.errorOf(frame);

  test('only a moderator mutes and lifts a moderator’s mute', async () => {
    const chair = await node.client('chair');
    const ann = await node.client('ann');
    const bob = await node.client('bob');
    await chair.join('mute');
    const { memberId } = await ann.join('mute');
    await bob.join('mute');
    const mute = (muted: boolean) => ({ setModeratorMute: { roomId: 'mute', memberId, medium: Medium.AUDIO, muted } });
    expect(await may(bob, mute(true))).toBe('notAllowed');
    expect(await may(chair, mute(true))).toBe('');
    expect(await may(ann, mute(false))).toBe('notAllowed');
    expect(await may(ann, { setSelfMute: { roomId: 'mute', medium: Medium.AUDIO, muted: false } })).toBe(
      'unmuteNotAllowed',
    );
    expect(await may(bob, mute(false))).toBe('notAllowed');
    // Leaving and coming back changes nothing.
    await ann.ok({ leaveRoom: { roomId: 'mute' } });
    const again = await ann.join('mute');
    const self = again.snapshot?.members.find((member) => member.memberId === again.memberId);
    expect(self?.media.find((state) => state.medium === Medium.AUDIO)).toMatchObject({
      moderatorMuted: true,
      mayFlow: false,
    });
    for (const client of [chair, ann, bob]) client.close();
  });
});

test('[SG-61] after many joins and leaves nothing is left', async () => {
  const before = (frames: readonly ServerFrame[]): number => frames.length;
  for (let i = 0; i < 20; i += 1) {
    const clients = await Promise.all(['a', 'b', 'c'].map((user) => node.client(`${user}${i}`)));
    await Promise.all(clients.map((client) => client.join(`churn-${i % 4}`)));
    expect(before(clients[0]?.frames ?? [])).toBeGreaterThan(0);
    await Promise.all(clients.map((client) => client.ok({ leaveRoom: { roomId: `churn-${i % 4}` } })));
    for (const client of clients) client.close();
  }
  await node.untilIdle();
});
