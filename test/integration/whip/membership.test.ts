/** WHIP and WHEP clients as members of rooms; media in memory, so that the test says what arrives. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MediaEvent } from '../../../src/sfu/media-engine.ts';
import { MemoryMediaEngine } from '../../../src/sfu/memory-media-engine.ts';
import type { MemberId } from '../../../src/shared/ids.ts';
import { MediaSource, Medium, type Member, Presence } from '../../../wire/generated/messages.ts';
import type { RawClient } from '../../support/raw-client.ts';
import { asMember, asRoom } from '../../support/rooms.ts';
import { offerOf } from '../../support/sdp-offers.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';
import { end, errorName, type Opened, patch, post } from '../../support/whip-client.ts';

const LIMIT = 6;
const obs = offerOf('obs');
const player = offerOf('chromium-play');

let node: TestNode;
let engine: MemoryMediaEngine;
let room: string;
let chair: RawClient;
let rooms = 0;

const start = async (env: Readonly<Record<string, string>> = {}): Promise<TestNode> =>
  await startTestNode({
    env: {
      RTCROOM_WHIP_MAX_SESSIONS_PER_ADDRESS: String(LIMIT),
      // Nothing connects here, but where the test says so.
      RTCROOM_WHIP_CONNECT_TIMEOUT_MS: '300000',
      RTCROOM_WHIP_SILENCE_MS: '1000',
      ...env,
    },
  });

beforeAll(async () => {
  node = await start();
  if (!(node.engine instanceof MemoryMediaEngine)) throw new Error('this test needs the engine in memory');
  engine = node.engine;
});
beforeEach(async () => {
  rooms += 1;
  room = `members-${rooms}`;
  chair = await node.client('chair');
  await chair.join(room);
  return async () => {
    // Ends what the test left.
    await chair.request({ closeRoom: { roomId: room } });
    chair.close();
    await waitFor('the sessions to end', async () => (await node.counts()).whipSessions === 0);
  };
});
afterAll(async () => {
  await node.stop();
});

async function publish(user: string, more: Readonly<Record<string, string>> = {}, offer = obs): Promise<Opened> {
  return await post(node, `${room}/whip`, { token: await node.token(user, more), offer });
}

async function play(user: string, target: string, more: Readonly<Record<string, string>> = {}): Promise<Opened> {
  return await post(node, `${room}/whep/${target}`, { token: await node.token(user, more), offer: player });
}

async function memberOf(user: string): Promise<Member | undefined> {
  const { snapshotResult } = await chair.ok({ getSnapshot: { roomId: room } });
  return snapshotResult?.snapshot?.members.find(({ userId }) => userId === user);
}

const memberIdOf = async (user: string): Promise<MemberId> => asMember((await memberOf(user))?.memberId ?? '');
const isGone = async (user: string): Promise<boolean> => (await memberOf(user)) === undefined;

/** What the engine would tell of the user's only transport. */
async function simulatePath(
  user: string,
  state: Extract<MediaEvent, { type: 'transportChanged' }>['state'],
): Promise<void> {
  const memberId = await memberIdOf(user);
  const { stats } = await engine.request({ type: 'getStats', roomId: asRoom(room), memberId });
  const { transports } = stats as unknown as { transports: readonly { id: string }[] };
  engine.simulate({
    type: 'transportChanged',
    roomId: asRoom(room),
    memberId,
    transportId: transports[0]?.id ?? '',
    state,
  });
}

async function consumersOf(
  user: string,
): Promise<readonly { readonly id: string; readonly medium: string; readonly paused: boolean }[]> {
  const { stats } = await engine.request({ type: 'getStats', roomId: asRoom(room), memberId: await memberIdOf(user) });
  return (stats as unknown as { consumers: readonly { id: string; medium: string; paused: boolean }[] }).consumers;
}

test('[WH-30] a publisher is a member with audio and video over WebRTC', async () => {
  expect((await publish('ann')).status).toBe(201);
  const ann = await memberOf('ann');
  const published = ann?.media.filter((medium) => medium.published);
  expect(published?.map(({ medium, source, mayFlow }) => [medium, source, mayFlow])).toEqual([
    [Medium.AUDIO, MediaSource.WEBRTC, true],
    [Medium.VIDEO, MediaSource.WEBRTC, true],
  ]);
  expect(published?.every(({ producerId }) => producerId !== '')).toBe(true);
});

test('[WH-30] the first client makes the room, with the scene it says', async () => {
  const token = await node.token('ann');
  const { status, location } = await post(node, 'scene-room/whip?scene=live', { token, offer: obs });
  expect(status).toBe(201);
  const { snapshot } = await chair.join('scene-room');
  expect(snapshot?.members.map(({ userId }) => userId)).toContain('ann');
  expect(snapshot?.scene).toBe(3);
  await chair.ok({ leaveRoom: { roomId: 'scene-room' } });
  expect(await end(location, token)).toBe(200);
});

test('[WH-31] a locked room and a ban refuse', async () => {
  await chair.ok({ lockRoom: { roomId: room, locked: true, lobby: false } });
  const locked = await publish('ann');
  expect([locked.status, errorName(locked)]).toEqual([403, 'roomLocked']);
  await chair.ok({ lockRoom: { roomId: room, locked: false, lobby: false } });
  await chair.ok({ ban: { roomId: room, userId: 'ann', durationMs: 0 } });
  const banned = await publish('ann');
  expect([banned.status, errorName(banned)]).toEqual([403, 'banned']);
  expect(await isGone('ann')).toBe(true);
});

test('[WH-31] who may not publish is refused, and keeps the membership it has', async () => {
  const ann = await node.client('ann', { role: 'audience' });
  const { memberId } = await ann.join(room);
  const refused = await publish('ann', { role: 'audience' });
  expect([refused.status, errorName(refused)]).toEqual([403, 'notAllowed']);
  expect(await memberIdOf('ann')).toBe(memberId);
  ann.close();
});

test('[WH-31] what moderators made of a role counts more than the token', async () => {
  const ann = await node.client('ann');
  const { memberId } = await ann.join(room);
  await chair.ok({ setRole: { roomId: room, memberId, role: 3 } });
  await ann.ok({ leaveRoom: { roomId: room } });
  const refused = await publish('ann');
  expect([refused.status, errorName(refused)]).toEqual([403, 'notAllowed']);
  expect(await isGone('ann')).toBe(true);
  ann.close();
});

test('[WH-32] by default a session takes over from the socket, and another session from the first', async () => {
  const ann = await node.client('ann');
  await ann.join(room);
  const first = await publish('ann');
  expect(first.status).toBe(201);
  await waitFor('the socket to hear that', () =>
    ann.frames.some(({ roomEnded }) => roomEnded?.error?.name === 'replaced'),
  );
  const token = await node.token('ann');
  const second = await publish('ann');
  expect(await end(first.location, token)).toBe(404);
  expect(await end(second.location, token)).toBe(200);
  ann.close();
});

test('[WH-33] a player is audience, and receives what flows', async () => {
  await publish('ann');
  expect((await play('ben', 'ann')).status).toBe(201);
  expect((await memberOf('ben'))?.role).toBe(3);
  await waitFor('both consumers to be resumed', async () => {
    const consumers = await consumersOf('ben');
    return consumers.length === 2 && consumers.every(({ paused }) => !paused);
  });
  const own = await play('ann', 'ann');
  expect([own.status, errorName(own)]).toEqual([403, 'notAllowed']);
  expect((await memberOf('ann'))?.media.filter(({ published }) => published)).toHaveLength(2);
});

test('[WH-10] a member that publishes nothing, and one that is not there, may do so later', async () => {
  const cid = await node.client('cid');
  await cid.join(room);
  for (const target of ['cid', 'nobody', '%zz']) {
    const refused = await play('ben', target);
    expect([refused.status, errorName(refused), refused.headers.get('retry-after')]).toEqual([
      409,
      'notPublishing',
      '2',
    ]);
  }
  expect(await isGone('ben')).toBe(true);
  cid.close();
});

test('[WH-50] a player that cannot decode what is sent is refused and no member', async () => {
  const vp8Only = obs.replace('96 H264/90000', '96 VP8/90000').replace(/a=fmtp:96.*\r\n/, '');
  expect((await publish('ann', {}, vp8Only)).status).toBe(201);
  const h264Only = player.replaceAll(' VP8/', ' H263/');
  const refused = await post(node, `${room}/whep/ann`, { token: await node.token('ben'), offer: h264Only });
  expect([refused.status, errorName(refused)]).toEqual([422, 'cannotConsume']);
  expect(await isGone('ben')).toBe(true);
});

test('[WH-51] a publisher that comes again is received by the same session', async () => {
  const token = await node.token('ann');
  const first = await publish('ann');
  await play('ben', 'ann');
  await waitFor('the consumers', async () => (await consumersOf('ben')).length === 2);
  const before = (await consumersOf('ben')).map(({ id }) => id);
  expect(await end(first.location, token)).toBe(200);
  await waitFor('the consumers to end', async () => (await consumersOf('ben')).length === 0);
  await publish('ann');
  await waitFor('the consumers to be back', async () => {
    const consumers = await consumersOf('ben');
    return consumers.length === 2 && consumers.every(({ id, paused }) => !paused && !before.includes(id));
  });
});

test('[WH-34] a mute by a moderator stops the producer', async () => {
  await publish('ann');
  const memberId = await memberIdOf('ann');
  await chair.ok({ setModeratorMute: { roomId: room, memberId, medium: Medium.AUDIO, muted: true } });
  const { flows } = await engine.request({ type: 'audit', roomId: asRoom(room) });
  expect(flows.map(({ medium, mayFlow }) => [medium, mayFlow]).toSorted()).toEqual([
    ['audio', false],
    ['video', true],
  ]);
});

test('[WH-35] a kick and the end of the room end sessions', async () => {
  const token = await node.token('ann');
  const { location } = await publish('ann');
  await chair.ok({ kick: { roomId: room, memberId: await memberIdOf('ann') } });
  expect((await patch(location, await node.token('x'), 'a=end-of-candidates\r\n', { 'if-match': '*' })).status).toBe(
    404,
  );
  // The token was revoked for this room with the kick.
  expect((await post(node, `${room}/whip`, { token, offer: obs })).status).toBe(403);
  const ben = await publish('ben');
  await chair.ok({ closeRoom: { roomId: room } });
  expect(await end(ben.location, await node.token('ben'))).toBe(404);
  await waitFor('nothing to be left', async () => (await node.counts()).media.transports === 0);
});

test('[WH-36] in a lobby a client asks again until it is admitted', async () => {
  await chair.ok({ lockRoom: { roomId: room, locked: false, lobby: true } });
  for (let time = 0; time < 2; time += 1) {
    const waiting = await publish('ann');
    expect([waiting.status, errorName(waiting), waiting.headers.get('retry-after')]).toEqual([
      409,
      'waitingInLobby',
      '5',
    ]);
  }
  await chair.ok({ admit: { roomId: room, userId: 'ann' } });
  expect((await publish('ann')).status).toBe(201);
});

test.for([
  { what: 'whose DTLS session ends', state: 'closed' },
  { what: 'whose consent expires', state: 'lost' },
] as const)('[WH-37] a client $what leaves', async ({ state }) => {
  await publish('ann');
  await play('ben', 'ann');
  await simulatePath('ann', 'connected');
  await simulatePath('ben', 'connected');
  await simulatePath('ben', state);
  await waitFor('Ben to be gone', () => isGone('ben'));
  await simulatePath('ann', state);
  await waitFor('Ann to be gone', () => isGone('ann'));
});

test('[WH-37] a client whose worker dies leaves', async () => {
  await publish('ann');
  await engine.request({ type: 'killWorker', roomId: asRoom(room) });
  await waitFor('Ann to be gone', () => isGone('ann'));
});

test('[WH-37] [WH-38] who does not connect leaves, silence makes a publisher suspect, media make it online, and a mute is not silence', async () => {
  await publish('ann');
  await simulatePath('ann', 'connected');
  const memberId = await memberIdOf('ann');
  const presence = async (): Promise<Presence | undefined> => (await memberOf('ann'))?.presence;
  await waitFor('Ann to be suspect', async () => (await presence()) === Presence.SUSPECT);
  engine.simulate({ type: 'alive', roomId: asRoom(room), memberIds: [memberId] });
  await waitFor('Ann to be online', async () => (await presence()) === Presence.ONLINE);
  for (const medium of [Medium.AUDIO, Medium.VIDEO]) {
    await chair.ok({ setModeratorMute: { roomId: room, memberId, medium, muted: true } });
  }
  await waitFor('Ann to be online', async () => {
    engine.simulate({ type: 'alive', roomId: asRoom(room), memberIds: [memberId] });
    return (await presence()) === Presence.ONLINE;
  });
  const frames = chair.frames.length;
  // Longer than the silence allowed, by the watcher's own clock: a session that does not connect at all.
  const quick = await start({ RTCROOM_WHIP_CONNECT_TIMEOUT_MS: '2500' });
  try {
    const other = await quick.client('other');
    await other.join(room);
    await post(quick, `${room}/whip`, { token: await quick.token('cid'), offer: obs });
    await waitFor('Cid to be gone', async () => {
      const { snapshotResult } = await other.ok({ getSnapshot: { roomId: room } });
      return snapshotResult?.snapshot?.members.every(({ userId }) => userId !== 'cid') === true;
    });
    other.close();
  } finally {
    await quick.stop();
  }
  const told = chair.frames.slice(frames).flatMap(({ roomDelta }) => roomDelta?.events ?? []);
  expect(told.filter(({ change }) => change?.presenceChanged?.memberId === memberId)).toEqual([]);
});

test('[WH-39] sessions of one address are limited, and refused ones take no place', async () => {
  for (let time = 0; time < LIMIT + 1; time += 1) expect((await publish('zoe', { role: 'audience' })).status).toBe(403);
  const opened = await Promise.all(Array.from({ length: LIMIT }, (_, index) => publish(`user-${index}`)));
  expect(opened.map(({ status }) => status)).toEqual(opened.map(() => 201));
  const refused = await publish('one-more');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
  expect(await end(opened[0]?.location ?? '', await node.token('user-0'))).toBe(200);
  expect((await publish('one-more')).status).toBe(201);
});

test('[WH-10] while media are restarting clients come later, and nothing is left', async () => {
  engine.setAvailable(false);
  try {
    const refused = await publish('ann');
    expect([refused.status, errorName(refused), refused.headers.get('retry-after')]).toEqual([
      503,
      'mediaUnavailable',
      '2',
    ]);
  } finally {
    engine.setAvailable(true);
  }
  expect((await node.counts()).whipSessions).toBe(0);
});

test('[WH-10] sessions of the node are limited, and a node that ends takes none', async () => {
  const small = await start({ RTCROOM_WHIP_MAX_SESSIONS: '1' });
  try {
    const publishAs = async (user: string): Promise<Opened> =>
      await post(small, 'room/whip', { token: await small.token(user), offer: obs });
    expect((await publishAs('ann')).status).toBe(201);
    const refused = await publishAs('ben');
    expect([refused.status, errorName(refused), refused.headers.get('retry-after')]).toEqual([
      503,
      'tooManySessions',
      '30',
    ]);
  } finally {
    await small.stop();
  }
  expect(await small.counts().catch(() => 'closed')).toBe('closed');
});
