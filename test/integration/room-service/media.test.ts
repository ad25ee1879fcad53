/** A live room with real media: the host pushes before there is a room, others play what they are told to play. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { FlvClient } from '../../support/flv-client.ts';
import { HttpWeapp } from '../../support/http-weapp.ts';
import { type LivePush, probeStreams, pushTestPicture, SLOW_MS } from '../../support/live-media.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';

let node: TestNode;
const pushes: LivePush[] = [];
const players: FlvClient[] = [];
const beats: NodeJS.Timeout[] = [];
beforeAll(async () => {
  node = await startTestNode();
});
afterEach(() => {
  for (const push of pushes.splice(0)) push.stop();
  for (const player of players.splice(0)) player.close();
  for (const beat of beats.splice(0)) clearInterval(beat);
});
afterAll(async () => {
  await node.stop();
});

const push = (url: unknown): LivePush => {
  const begun = pushTestPicture(String(url));
  pushes.push(begun);
  return begun;
};

/** What of a user's media is published by RTMP in that room, as a browser sees it. */
async function publishedOf(room: string, userId: string): Promise<string> {
  const browser = await node.client('browser');
  const { snapshot } = await browser.join(room);
  browser.close();
  const member = snapshot?.members.find((one) => one.userId === userId);
  return (member?.media ?? [])
    .filter(({ published }) => published)
    .map(({ medium }) => medium)
    .sort()
    .join();
}

test("[WA-64] a stream that began before its room is the host's, in the room and for players", async () => {
  const host = await HttpWeapp.login(node.httpUrl, 'live_room');
  const viewer = await HttpWeapp.login(node.httpUrl, 'live_room');
  const { pushURL } = await host.call('get_push_url');
  push(pushURL);
  await waitFor('the stream to arrive', async () => (await node.counts()).live.streams === 1, SLOW_MS);
  const { roomID } = await host.call('create_room', { roomInfo: 'live' });
  expect(await host.call('add_pusher', { roomID, userName: 'Host', userAvatar: '', pushURL })).toMatchObject({
    code: 0,
  });
  const { mixedPlayURL, pushers } = (await viewer.call('get_pushers', { roomID })) as unknown as {
    mixedPlayURL: string;
    pushers: { accelerateURL: string }[];
  };
  expect(await probeStreams(pushers[0]?.accelerateURL ?? '')).toEqual(['aac', 'h264']);
  expect(await probeStreams(mixedPlayURL)).toEqual(['aac', 'h264']);
  await waitFor(
    'the room to know',
    async () => (await publishedOf(String(roomID), host.userID)).split(',').length === 2,
    SLOW_MS,
  );
  expect((await node.counts()).publications).toBe(1);
  // The end of the room ends the push.
  const [begun] = pushes;
  expect(await host.call('destroy_room', { roomID })).toMatchObject({ code: 0 });
  await begun?.exited;
  await waitFor(
    'everything to be over',
    async () => {
      const { publications, roomService, live } = await node.counts();
      return publications + roomService.rooms + live.streams === 0;
    },
    SLOW_MS,
  );
});

test('[WA-61] a member that pushes again elsewhere is played by the new URL', async () => {
  const host = await HttpWeapp.login(node.httpUrl, 'multi_room');
  const roomID = 'again';
  const enter = async (): Promise<string> => {
    const { pushURL } = await host.call('get_push_url', { roomID });
    push(pushURL);
    await host.call('add_pusher', { roomID, userName: 'Host', userAvatar: '', pushURL });
    const { pushers } = (await host.call('get_pushers', { roomID })) as unknown as {
      pushers: { accelerateURL: string }[];
    };
    return pushers[0]?.accelerateURL ?? '';
  };
  const first = await enter();
  expect(await probeStreams(first)).toEqual(['aac', 'h264']);
  const second = await enter();
  expect(second).not.toBe(first);
  expect(await probeStreams(second)).toEqual(['aac', 'h264']);
  expect(await host.call('delete_pusher', { roomID })).toMatchObject({ code: 0 });
});

/** Comes in as a pusher of nothing that says every two seconds that it is there. */
async function member(room: string): Promise<HttpWeapp> {
  const user = await HttpWeapp.login(node.httpUrl, 'multi_room');
  await user.call('add_pusher', { roomID: room, userName: 'Phone', userAvatar: '', pushURL: 'rtmp://h/live/x?y' });
  beats.push(setInterval(() => void user.call('pusher_heartbeat', { roomID: room }).catch(() => undefined), 2000));
  return user;
}

const hostFlv = async (user: HttpWeapp, roomID: string): Promise<URL> =>
  new URL(String((await user.call('get_pushers', { roomID }))['mixedPlayURL']));

function playFlv({ pathname, search }: URL): FlvClient {
  const player = new FlvClient(node.port, `${pathname}${search}`);
  players.push(player);
  return player;
}

const morePictures = async (player: FlvClient): Promise<void> => {
  const seen = player.flv.pictures.length;
  await waitFor('more pictures', () => player.flv.pictures.length > seen + 5, SLOW_MS);
};

test('[WA-65] [WA-66] who is kicked plays no more by what it has; who stays goes on, and comes back', {
  timeout: 5 * SLOW_MS,
}, async () => {
  const roomID = 'watched';
  const host = await HttpWeapp.login(node.httpUrl, 'multi_room');
  const { pushURL } = await host.call('get_push_url', { roomID });
  push(pushURL);
  await host.call('add_pusher', { roomID, userName: 'Host', userAvatar: '', pushURL });
  const [guest, stays] = [await member(roomID), await member(roomID)];
  const outsider = await HttpWeapp.login(node.httpUrl, 'multi_room');
  const urls = await Promise.all([guest, stays, outsider].map(async (user) => await hostFlv(user, roomID)));
  expect(new Set(urls.map(String)).size).toBe(3);
  const [byGuest, byStays, byOutsider] = urls.map(playFlv);
  if (byGuest === undefined || byStays === undefined || byOutsider === undefined) throw new Error('no players');
  for (const player of [byGuest, byStays, byOutsider]) await morePictures(player);

  const browser = await node.client('moderator', { role: 'chair' });
  const { snapshot } = await browser.join(roomID);
  const memberId = snapshot?.members.find(({ userId }) => userId === guest.userID)?.memberId ?? '';
  await browser.ok({ kick: { roomId: roomID, memberId } });
  await waitFor('the player of the kicked one to be let go', () => byGuest.isClosed, SLOW_MS);
  const status = async (url: URL | undefined): Promise<number> => {
    const answer = await fetch(url ?? '', { method: 'HEAD' });
    return answer.status;
  };
  expect(await status(urls[0])).toBe(403);
  const told = await (await fetch(`${node.httpUrl}/metrics`)).text();
  expect(told).toContain('room_urls_refused_total{purpose="play",reason="viewerGone"} 1');

  // Whoever stays is not disturbed, and comes back by the URL it has after its network went.
  await morePictures(byStays);
  await morePictures(byOutsider);
  byStays.close();
  await morePictures(playFlv(urls[1] as URL));
  expect(await hostFlv(stays, roomID)).toEqual(urls[1]);

  // Who was kicked is told no new ones by the token that it has.
  expect(await guest.call('get_pushers', { roomID })).toMatchObject({ code: 7 });
  await browser.ok({ leaveRoom: { roomId: roomID } });
  browser.close();
  await host.call('destroy_room', { roomID });
  await waitFor('the players to be let go', () => byOutsider.isClosed, SLOW_MS);
});

test('[WA-66] who left and came back plays by what it is told then', { timeout: 3 * SLOW_MS }, async () => {
  const roomID = 'back';
  const host = await HttpWeapp.login(node.httpUrl, 'multi_room');
  const { pushURL } = await host.call('get_push_url', { roomID });
  push(pushURL);
  await host.call('add_pusher', { roomID, userName: 'Host', userAvatar: '', pushURL });
  const guest = await member(roomID);
  const before = await hostFlv(guest, roomID);
  const player = playFlv(before);
  await morePictures(player);
  expect(await guest.call('delete_pusher', { roomID })).toMatchObject({ code: 0 });
  await waitFor('the player to be let go', () => player.isClosed, SLOW_MS);
  expect((await fetch(before, { method: 'HEAD' })).status).toBe(403);
  await guest.call('add_pusher', { roomID, userName: 'Phone', userAvatar: '', pushURL: 'rtmp://h/live/x?y' });
  const after = await hostFlv(guest, roomID);
  expect(after).not.toEqual(before);
  await morePictures(playFlv(after));
  expect((await fetch(before, { method: 'HEAD' })).status).toBe(403);
  await host.call('destroy_room', { roomID });
});

test('[WA-65] [WA-43] the mixed stream is for who asked, too', { timeout: 4 * SLOW_MS }, async () => {
  const host = await HttpWeapp.login(node.httpUrl, 'live_room');
  const roomID = 'mixed';
  const { pushURL } = await host.call('get_push_url', { roomID });
  push(pushURL);
  await host.call('add_pusher', { roomID, userName: 'Host', userAvatar: '', pushURL });
  const { pushers } = (await host.call('get_pushers', { roomID })) as unknown as {
    pushers: { accelerateURL: string }[];
  };
  const [, input_stream_id = ''] = /\/([^/?]+)\?/.exec(pushers[0]?.accelerateURL ?? '') ?? [];
  const layout_params = { image_layer: 1, image_width: 160, image_height: 160, location_x: 0, location_y: 0 };
  const mergeParams = { para: { input_stream_list: [{ input_stream_id, layout_params }] } };
  expect(await host.call('merge_stream', { roomID, mergeParams })).toMatchObject({ code: 0, result: { code: 0 } });

  const [goes, stays] = [
    await HttpWeapp.login(node.httpUrl, 'live_room'),
    await HttpWeapp.login(node.httpUrl, 'live_room'),
  ];
  await goes.call('add_audience', { roomID, userInfo: '{}' });
  const urls = await Promise.all([goes, stays].map(async (user) => await hostFlv(user, roomID)));
  expect(urls.map(({ pathname }) => pathname)).toEqual(['/live/mixed-mmix-g1.flv', '/live/mixed-mmix-g1.flv']);
  const [byGoes, byStays] = urls.map(playFlv);
  if (byGoes === undefined || byStays === undefined) throw new Error('no players');
  for (const player of [byGoes, byStays]) await morePictures(player);
  expect(await goes.call('delete_audience', { roomID })).toMatchObject({ code: 0 });
  await waitFor('the player of who went to be let go', () => byGoes.isClosed, SLOW_MS);
  expect((await fetch(urls[0] ?? '', { method: 'HEAD' })).status).toBe(403);
  await morePictures(byStays);
  expect(byStays.isClosed).toBe(false);
  await host.call('destroy_room', { roomID });
});
