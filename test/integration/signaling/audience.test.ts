/** Who is shown to whom: large audiences are counted, observers are not seen, everybody sees itself. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RoomReplicaState } from '../../../client/api.ts';
import { applyDelta, replicaFromSnapshot } from '../../../client/room-replica.ts';
import { Revocations } from '../../../src/identity/revocations.ts';
import { TokenAuthority } from '../../../src/identity/tokens.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import {
  type Joined,
  LeaveReason,
  Medium,
  Role,
  Scene,
  type ServerFrame,
  TransportDirection,
} from '../../../wire/generated/messages.ts';
import { stateHash } from '../../../wire/state-hash.ts';
import { RawClient } from '../../support/raw-client.ts';
import { asUser } from '../../support/rooms.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';

const KEY = { keyId: 'k', secret: 'a secret of at least thirty-two bytes' };
const AUDIENCE = 30;

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode({
    env: { RTCROOM_ROOMS_STATE_HASH_EVERY: '1', RTCROOM_AUTH_API_KEYS: `${KEY.keyId}:${KEY.secret}` },
  });
});
afterAll(async () => {
  await node.stop();
});

/** A client whose token says that others do not see it. */
async function observer(user: string): Promise<RawClient> {
  const authority = new TokenAuthority({
    keys: [KEY],
    audience: '',
    tokenTtlMs: 60_000,
    maxTokenTtlMs: 60_000,
    clockToleranceMs: 0,
    revocations: new Revocations({ maxEntries: 1, keepMs: 1 }),
    clock: systemClock,
  });
  const token = await authority.signToken({ userId: asUser(user), role: 'speaker', grants: { hidden: true } });
  return await RawClient.hello({ url: node.wsUrl, token });
}

const changesOf = (client: RawClient) =>
  client.frames.flatMap(({ roomDelta }) => (roomDelta?.events ?? []).flatMap(({ change }) => change ?? []));
const namesOf = (client: RawClient): string[] => changesOf(client).map(({ body }) => body ?? '');
const countOf = (client: RawClient): number | undefined =>
  changesOf(client).findLast(({ body }) => body === 'audienceCountChanged')?.audienceCountChanged?.audienceCount;
const selfOf = (client: RawClient) => client.frames.findLast(({ body }) => body === 'selfChanged')?.selfChanged?.self;

/** The replica of that client; fails when a delta does not fit or its hash is another. Gives how many hashes agreed. */
function follow(client: RawClient, joined: Joined): { readonly state: RoomReplicaState; readonly hashes: number } {
  if (joined.snapshot === null) throw new Error('no snapshot');
  let state = replicaFromSnapshot(joined.snapshot);
  let hashes = 0;
  for (const { roomDelta } of client.frames) {
    if (roomDelta === null) continue;
    const result = applyDelta(state, roomDelta);
    expect(result.outcome).toBe('applied');
    if (result.outcome !== 'applied') continue;
    state = result.state;
    if (roomDelta.stateHash === 0) continue;
    expect(stateHash(state)).toBe(roomDelta.stateHash);
    hashes += 1;
  }
  return { state, hashes };
}

async function joinLive(user: string, roomId: string, more: Readonly<Record<string, string>> = {}) {
  const client = await node.client(user, more);
  const joined = await client.join(roomId, { scene: Scene.LIVE });
  return { client, joined, memberId: joined.memberId };
}

test('[SG-80] [SG-81] [SG-83] an audience of thirty is counted, not listed, and seen page by page', async () => {
  const host = await joinLive('host', 'show');
  const crowd = await Promise.all(
    Array.from({ length: AUDIENCE }, (_, index) => joinLive(`fan${index}`, 'show', { role: 'audience' })),
  );
  await waitFor('everybody to be counted', () => countOf(host.client) === AUDIENCE);
  expect(new Set(namesOf(host.client))).toEqual(new Set(['audienceCountChanged']));
  for (const { joined, memberId } of crowd) {
    expect(joined.snapshot?.members.map(({ userId }) => userId)).toEqual(['host']);
    expect(joined.self).toMatchObject({ memberId, role: Role.AUDIENCE });
  }
  const { snapshotResult } = await host.client.ok({ getSnapshot: { roomId: 'show' } });
  expect(snapshotResult?.snapshot).toMatchObject({ audienceCount: AUDIENCE });
  expect(snapshotResult?.snapshot?.members).toHaveLength(1);

  const seen: string[] = [];
  const pages: number[] = [];
  const [reader = host] = crowd;
  for (let more = true; more; ) {
    const { memberPage } = await reader.client.ok({
      listMembers: { roomId: 'show', afterMemberId: seen.at(-1) ?? '', limit: 12 },
    });
    expect(memberPage?.total).toBe(AUDIENCE + 1);
    seen.push(...(memberPage?.members ?? []).map(({ memberId }) => memberId));
    pages.push(memberPage?.members.length ?? 0);
    more = memberPage?.more === true;
  }
  expect(pages).toEqual([12, 12, 7]);
  expect(new Set(seen)).toEqual(new Set([host, ...crowd].map(({ memberId }) => memberId)));

  await Promise.all(crowd.slice(0, 10).map(({ client }) => client.ok({ leaveRoom: { roomId: 'show' } })));
  await waitFor('ten to have left', () => countOf(host.client) === AUDIENCE - 10);
  expect(namesOf(host.client)).not.toContain('memberLeft');
  const { state, hashes } = follow(host.client, host.joined);
  expect(state).toMatchObject({ audienceCount: AUDIENCE - 10 });
  expect(state.members).toHaveLength(1);
  expect(hashes).toBeGreaterThan(0);
  for (const { client } of [host, ...crowd]) client.close();
});

describe('a member of the audience', () => {
  test('[SG-82] [SG-84] steps out by a promotion and back by another', async () => {
    const host = await joinLive('host', 'link');
    const early = await joinLive('early', 'link', { role: 'audience', encoding: 'json' });
    const late = await joinLive('late', 'link', { role: 'audience' });
    const guest = await joinLive('guest', 'link');
    const setRole = (role: Role): Promise<ServerFrame> =>
      host.client.ok({ setRole: { roomId: 'link', memberId: early.memberId, role } });

    await setRole(Role.SPEAKER);
    for (const { client } of [host, early, late]) {
      const { roomDelta } = await client.frame('the promoted', (frame) =>
        (frame.roomDelta?.events ?? []).some(({ change }) => change?.memberJoined?.member?.memberId === early.memberId),
      );
      expect(roomDelta?.events.map(({ change }) => change?.body)).toEqual(
        expect.arrayContaining(['memberJoined', 'audienceCountChanged', 'grantsChanged', 'mediumChanged']),
      );
    }
    expect(follow(host.client, host.joined).state).toMatchObject({
      members: [{ userId: 'host' }, { userId: 'guest' }, { userId: 'early', role: Role.SPEAKER }],
      audienceCount: 1,
    });

    await setRole(Role.AUDIENCE);
    await waitFor('the demoted to know', () => selfOf(early.client)?.role === Role.AUDIENCE);
    await waitFor('the others to know', () => countOf(late.client) === 2);
    const left = changesOf(late.client).find(({ memberLeft }) => memberLeft !== null)?.memberLeft;
    expect(left).toMatchObject({ memberId: early.memberId, reason: LeaveReason.LEAVE_REASON_UNSPECIFIED });
    for (const { client, joined } of [host, early, late, guest]) {
      const { state, hashes } = follow(client, joined);
      expect(state.members.map(({ userId }) => userId)).toEqual(['host', 'guest']);
      expect(state.audienceCount).toBe(2);
      expect(hashes).toBeGreaterThan(0);
      client.close();
    }
  });

  test('[SG-82] is listed while its hand is up', async () => {
    const host = await joinLive('host', 'hands');
    const fan = await joinLive('fan', 'hands', { role: 'audience' });
    await fan.client.ok({ raiseHand: { roomId: 'hands', raised: true } });
    const raised = await waitFor('the hand', () =>
      changesOf(host.client).find((change) => change.memberJoined !== null),
    );
    expect(raised.memberJoined?.member).toMatchObject({ userId: 'fan', handRaisedAtMs: expect.any(Number) });
    expect(raised.memberJoined?.member?.handRaisedAtMs).toBeGreaterThan(0);
    expect(countOf(host.client)).toBe(0);
    await host.client.ok({ raiseHand: { roomId: 'hands', raised: false, memberId: fan.memberId } });
    await waitFor('the hand to be down', () => namesOf(host.client).includes('memberLeft'));
    expect(countOf(host.client)).toBe(1);
    expect(selfOf(fan.client)).toMatchObject({ memberId: fan.memberId, handRaisedAtMs: 0 });
    for (const { client } of [host, fan]) client.close();
  });

  test('[SG-81] [SG-84] what happens to it is told to itself alone', async () => {
    const host = await joinLive('host', 'quiet');
    const fan = await joinLive('fan', 'quiet', { role: 'audience' });
    await waitFor('it to be counted', () => countOf(host.client) === 1);
    await fan.client.ok({ setSelfMute: { roomId: 'quiet', medium: Medium.AUDIO, muted: true } });
    await fan.client.ok({ setMemberAttributes: { roomId: 'quiet', attributes: [{ key: 'seat', value: '7' }] } });
    await waitFor('the fan to know', () => selfOf(fan.client)?.attributes[0]?.value === '7');
    expect(selfOf(fan.client)?.media[0]).toMatchObject({ medium: Medium.AUDIO, selfMuted: true });
    await host.client.ok({ sendChat: { roomId: 'quiet', text: 'hello' } });
    await waitFor('the chat', () => namesOf(host.client).includes('chatSent'));
    expect(namesOf(host.client)).toEqual(['audienceCountChanged', 'chatSent']);
    for (const { client } of [host, fan]) client.close();
  });

  test('[SG-84] who does not hear of members is told of itself too', async () => {
    const host = await joinLive('host', 'deaf');
    const { client, memberId } = await joinLive('shy', 'deaf');
    await client.ok({ unsubscribe: { roomId: 'deaf', topics: ['members'] } });
    await waitFor('its first word', () => selfOf(client) !== undefined);
    await host.client.ok({ setModeratorMute: { roomId: 'deaf', memberId, medium: Medium.AUDIO, muted: true } });
    await waitFor('the mute', () => selfOf(client)?.media[0]?.moderatorMuted === true);
    for (const one of [host.client, client]) one.close();
  });
});

test('[SG-85] a hidden observer sees all, is seen by nobody, and may not publish', async () => {
  const roomId = 'watched';
  const chair = await node.client('chair');
  await chair.join(roomId);
  const hidden = await observer('inspector');
  const joined = await hidden.join(roomId);
  const ann = await node.client('ann');
  const annJoined = await ann.join(roomId);
  expect(joined.self).toMatchObject({ userId: 'inspector', grants: { hidden: true } });
  expect(joined.snapshot?.members.map(({ userId }) => userId)).toEqual(['chair']);
  expect(annJoined.snapshot).toMatchObject({ audienceCount: 0 });
  expect(annJoined.snapshot?.members.map(({ userId }) => userId)).toEqual(['chair', 'ann']);
  await ann.ok({ raiseHand: { roomId, raised: true } });
  await waitFor('the observer to see it', () => namesOf(hidden).includes('handChanged'));
  await hidden.ok({ raiseHand: { roomId, raised: true } });
  await hidden.ok({ setSelfMute: { roomId, medium: Medium.AUDIO, muted: true } });
  const { transportCreated } = await hidden.ok({ createTransport: { roomId, direction: TransportDirection.SEND } });
  const rtpParametersJson = JSON.stringify({
    codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
    encodings: [{ ssrc: 1111 }],
  });
  const produce = { roomId, transportId: transportCreated?.transportId ?? '', medium: Medium.AUDIO, rtpParametersJson };
  expect(await hidden.errorOf({ produce })).toBe('notAllowed');

  const listedBy = async (client: RawClient): Promise<string[]> => {
    const { memberPage } = await client.ok({ listMembers: { roomId } });
    expect(memberPage?.total).toBe(memberPage?.members.length);
    return (memberPage?.members ?? []).map(({ userId }) => userId).sort();
  };
  expect(await listedBy(chair)).toEqual(['ann', 'chair', 'inspector']);
  expect(await listedBy(ann)).toEqual(['ann', 'chair']);
  expect(namesOf(chair)).toEqual(['memberJoined', 'handChanged']);
  expect(namesOf(ann)).toEqual(['handChanged']);

  await chair.ok({ setGrants: { roomId, memberId: joined.memberId, grants: { publishAudio: true, subscribe: true } } });
  await waitFor('it to come into view', () => namesOf(ann).includes('memberJoined'));
  expect(follow(ann, annJoined).state.members.map(({ userId }) => userId)).toEqual(['chair', 'ann', 'inspector']);
  for (const client of [chair, hidden, ann]) client.close();
});
