/** Two pushers over RTMP and two browsers in one room: everybody has everybody, and the room's word holds for all. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FloorPolicy, FloorRequestStatus, Medium, type Member, Presence } from '../../wire/generated/messages.ts';
import { launchBrowser } from '../support/browser.ts';
import { CallPages } from '../support/call-pages.ts';
import { probe, push, type Running, run } from '../support/ffmpeg.ts';
import type { RawClient } from '../support/raw-client.ts';
import { receivedFrom, untilHeard, untilNothingComes, untilSeen } from '../support/received-from.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';
import { waitFor } from '../support/wait-for.ts';

const ROOM = 'live-room';

let node: TestNode;
let browser: Browser;
let pages: CallPages;
let chair: RawClient;
/** Has a socket, as a mini program has, and pushes. */
let mini: RawClient | undefined;
let ann: Page;
let ben: Page;
const USERS = ['camera', 'mini', 'ann', 'ben'] as const;
type User = (typeof USERS)[number];
const memberIds: Record<User, string> = { camera: '', mini: '', ann: '', ben: '' };
const pushes: { camera?: Running; mini?: Running } = {};
const running: Running[] = [];
let cameraUrl = '';

beforeAll(async () => {
  [node, browser] = await Promise.all([startTestNode({ media: 'real' }), launchBrowser()]);
  pages = new CallPages(browser, node.httpUrl);
  chair = await node.client('chair', { role: 'chair' });
  await chair.join(ROOM);
});
afterAll(async () => {
  for (const one of running) await one.stop();
  await pages?.closeAll();
  await browser?.close();
  mini?.close();
  chair?.close();
  await node?.stop();
});

async function memberOf(user: string): Promise<Member | undefined> {
  const { snapshotResult } = await chair.ok({ getSnapshot: { roomId: ROOM } });
  return snapshotResult?.snapshot?.members.find(({ userId }) => userId === user);
}

function start(started: Running): Running {
  running.push(started);
  return started;
}

/** A member that is nothing but a URL pushes. */
async function pushAsCamera(): Promise<void> {
  const response = await fetch(`${node.httpUrl}/v1/rooms/${ROOM}/members/camera/push-url`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await node.token('camera')}` },
  });
  expect(response.status).toBe(200);
  cameraUrl = ((await response.json()) as { url: string }).url;
  pushes.camera = start(push(cameraUrl));
}

async function pushAsMini(): Promise<RawClient> {
  const client = await node.client('mini');
  await client.join(ROOM);
  const { pushUrl } = await client.ok({ getPushUrl: { roomId: ROOM } });
  pushes.mini = start(push(pushUrl?.url ?? ''));
  return client;
}

/** Two pushers and two pages, who all see and hear each other. What is there already is left as it is. */
async function everybody(): Promise<RawClient> {
  if ((await memberOf('camera')) === undefined) await pushAsCamera();
  if (mini === undefined || (await memberOf('mini')) === undefined) {
    mini?.close();
    mini = await pushAsMini();
  }
  if ((await memberOf('ann')) === undefined) ann = await pages.enter('ann', ROOM);
  if ((await memberOf('ben')) === undefined) ben = await pages.enter('ben', ROOM);
  for (const user of USERS) memberIds[user] = (await memberOf(user))?.memberId ?? '';
  const waits = ([page, self]: readonly [Page, User]): Promise<void>[] =>
    USERS.filter((other) => other !== self).flatMap((user) => [
      untilSeen(page, memberIds[user]),
      untilHeard(page, memberIds[user]),
    ]);
  await Promise.all([...waits([ann, 'ann']), ...waits([ben, 'ben'])]);
  return mini;
}

async function playUrls(memberId: string): Promise<{ readonly flv: string; readonly rtmp: string }> {
  const { playUrls: urls } = await chair.ok({ getPlayUrls: { roomId: ROOM, memberId } });
  return { flv: urls?.flv ?? '', rtmp: urls?.rtmp ?? '' };
}

/** The loudest sample that a player decodes in a second, in dB below full scale. */
async function loudestInDb(flv: string): Promise<number> {
  const args = [
    '-hide_banner',
    '-nostdin',
    '-probesize',
    '200000',
    '-analyzeduration',
    '1000000',
    '-i',
    flv,
    '-t',
    '1',
    '-vn',
  ];
  const { stderr } = await run('ffmpeg', [...args, '-af', 'volumedetect', '-f', 'null', '-']).done;
  const found = /max_volume: (-?[\d.]+) dB/.exec(stderr)?.[1];
  if (found === undefined) throw new Error(`no sound was decoded: ${stderr}`);
  return Number(found);
}

test('[BR-1] [BR-20] [LG-49] two pushers and two browsers: everybody sees and hears everybody, players find everybody', async () => {
  await everybody();
  const addresses = await Promise.all(Object.values(memberIds).map(playUrls));
  const probed = await Promise.all(addresses.flatMap(({ flv, rtmp }) => [probe(flv), probe(rtmp)]));
  for (const { streams, packets } of probed) {
    expect(streams.map(({ codec_name }) => codec_name).sort()).toEqual(['aac', 'h264']);
    expect(packets).toHaveLength(20);
  }
});

test('[LG-103] [LG-8] a muted pusher is not heard: no packet in browsers, silence for players', async () => {
  await everybody();
  const { flv } = await playUrls(memberIds.camera);
  expect(await loudestInDb(flv)).toBeGreaterThan(-40);
  const mute = (muted: boolean) => ({
    setModeratorMute: { roomId: ROOM, memberId: memberIds.camera, medium: Medium.AUDIO, muted },
  });
  await chair.ok(mute(true));
  const [atAnn, atBen] = await Promise.all(
    [ann, ben].map((page) => untilNothingComes(page, memberIds.camera, 'audio')),
  );
  // Encoded again by nobody: what is left is digital silence.
  expect(await loudestInDb(flv)).toBeLessThan(-80);
  await untilHeard(ann, memberIds.mini);
  await untilHeard(ben, memberIds.mini);
  expect((await receivedFrom(ann, memberIds.camera, 'audio'))?.packets).toBe(atAnn);
  expect((await receivedFrom(ben, memberIds.camera, 'audio'))?.packets).toBe(atBen);
  await untilSeen(ann, memberIds.camera);
  await chair.ok(mute(false));
  await untilHeard(ann, memberIds.camera);
  await untilHeard(ben, memberIds.camera);
  expect(await loudestInDb(flv)).toBeGreaterThan(-40);
});

test('[LG-103] a pusher without the floor is not heard; with it, it is the only one', async () => {
  const owner = await everybody();
  const floor = { floorId: 'mic', medium: Medium.AUDIO, policy: FloorPolicy.QUEUE, maxHolders: 1 };
  // That of an earlier try, with its requests.
  await chair.request({ configureFloor: { roomId: ROOM, floor, remove: true } });
  await chair.ok({ configureFloor: { roomId: ROOM, floor } });
  for (const memberId of [memberIds.camera, memberIds.mini, memberIds.ben]) {
    await untilNothingComes(ann, memberId, 'audio');
  }
  // The camera cannot ask by itself: the chair does it for it.
  const { floorRequested } = await chair.ok({
    requestFloor: { roomId: ROOM, floorIds: ['mic'], beneficiary: memberIds.camera },
  });
  expect(floorRequested?.status).toBe(FloorRequestStatus.GRANTED);
  const others = await receivedFrom(ann, memberIds.mini, 'audio');
  await untilHeard(ann, memberIds.camera);
  expect((await receivedFrom(ann, memberIds.mini, 'audio'))?.packets).toBe(others?.packets);
  // The floor goes on to the member with a socket, which asks for itself.
  await owner.ok({ requestFloor: { roomId: ROOM, floorIds: ['mic'] } });
  await chair.ok({ releaseFloor: { roomId: ROOM, requestId: floorRequested?.requestId ?? '' } });
  const lost = await untilNothingComes(ann, memberIds.camera, 'audio');
  await untilHeard(ann, memberIds.mini);
  expect((await receivedFrom(ann, memberIds.camera, 'audio'))?.packets).toBe(lost);
  await untilSeen(ann, memberIds.camera);
  await chair.ok({ configureFloor: { roomId: ROOM, floor, remove: true } });
  await untilHeard(ann, memberIds.camera);
});

test('[LG-103] [LG-106] a pusher in the background is neither seen nor heard, and one that leaves is cut off', async () => {
  const owner = await everybody();
  await owner.ok({ setPresence: { roomId: ROOM, presence: Presence.BACKGROUND, reason: 'hidden' } });
  const sound = await untilNothingComes(ben, memberIds.mini, 'audio');
  const pictures = await untilNothingComes(ben, memberIds.mini, 'video');
  await untilSeen(ben, memberIds.camera);
  await untilHeard(ben, memberIds.camera);
  expect((await receivedFrom(ben, memberIds.mini, 'audio'))?.packets).toBe(sound);
  expect((await receivedFrom(ben, memberIds.mini, 'video'))?.packets).toBe(pictures);
  await owner.ok({ setPresence: { roomId: ROOM, presence: Presence.ONLINE } });
  await untilSeen(ben, memberIds.mini);
  await untilHeard(ben, memberIds.mini);

  await owner.ok({ leaveRoom: { roomId: ROOM } });
  expect((await pushes.mini?.done)?.code).not.toBe(0);
  expect(await memberOf('mini')).toBeUndefined();
});

test('[LG-106] [LG-100] a pusher that is kicked is cut off with who plays it, and its URLs are void; nothing is left', async () => {
  const owner = await everybody();
  const { flv } = await playUrls(memberIds.camera);
  const player = start(run('ffmpeg', ['-nostdin', '-v', 'error', '-i', flv, '-c', 'copy', '-f', 'null', '-']));
  await waitFor('the player', async () => (await node.counts()).playbacks > 0);
  await chair.ok({ kick: { roomId: ROOM, memberId: memberIds.camera } });
  expect((await pushes.camera?.done)?.code).not.toBe(0);
  await player.done;
  await waitFor(
    'the camera to be gone from the page',
    async () => (await receivedFrom(ann, memberIds.camera, 'video')) === undefined,
  );
  expect((await start(push(cameraUrl)).done).code).not.toBe(0);
  expect((await fetch(flv)).status).toBe(403);
  expect(await memberOf('camera')).toBeUndefined();

  await untilSeen(ann, memberIds.ben);
  await owner.ok({ leaveRoom: { roomId: ROOM } });
  for (const page of [ann, ben]) await page.getByTestId('leave-button').click();
  await pages.closeAll();
  let seen: unknown;
  await waitFor(
    'nothing to be left',
    async () => {
      const { publications, playbacks, leases, media, live, bridges } = await node.counts();
      const { workers: _, workerPids: __, ...links } = media;
      const open = { publications, playbacks, leases, ...links, ...live, ...bridges };
      seen = open;
      return Object.values(open).every((count) => count === 0);
    },
    60_000,
    () => seen,
  );
});
