/**
 * The built component in the simulator of WeChat's component system, over real sockets against a real node. Media is in
 * memory; pushers and players answer at once. What flows for real is in test/e2e/miniprogram.test.ts.
 */
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LeaveReason, Medium, Presence, Role } from '../../../wire/generated/messages.ts';
import { type InstantMedia, MiniApp, type MountedRoom, playerTells, pusherTells } from '../../support/mini-app.ts';
import type { RawClient } from '../../support/raw-client.ts';
import { h264, opus } from '../../support/rtp-parameters.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';
import { WechatStandIn } from '../../support/wechat-stand-in.ts';

const APPID = 'wx0123456789abcdef';

let node: TestNode;
/** Where who is in the background is not waited for for long, and users log in with WeChat. */
let hasty: TestNode;
let wechat: WechatStandIn;
beforeAll(async () => {
  node = await startTestNode();
  wechat = await WechatStandIn.start({ [APPID]: 'secret-of-the-mini-program' });
  hasty = await startTestNode({
    env: {
      RTCROOM_ROOMS_BACKGROUND_GRACE_MS: '500',
      RTCROOM_LOGIN_WECHAT_APPS: `${APPID}:secret-of-the-mini-program`,
      RTCROOM_LOGIN_WECHAT_API_BASE_URL: wechat.url,
      RTCROOM_LOGIN_USER_ID_SECRET: 'user-id-secret-of-the-test',
    },
  });
});
afterAll(async () => {
  await Promise.all([node.stop(), hasty.stop()]);
  await wechat.close();
});

const apps: MiniApp[] = [];
afterEach(() => {
  for (const app of apps.splice(0)) app.close();
});

let roomCount = 0;
const freshRoom = (): string => `mini-${++roomCount}`;

interface Phone {
  readonly app: MiniApp;
  readonly page: MountedRoom;
}

async function phone(
  user: string,
  properties: Readonly<Record<string, unknown>>,
  { at = node, ...claims }: { at?: TestNode; role?: string } = {},
): Promise<Phone> {
  const app = new MiniApp({ httpUrl: at.httpUrl });
  apps.push(app);
  const page = app.mount({ token: await at.token(user, claims), ...properties });
  await page.until(`${user} to be in the room`, (view) => view.status === 'joined');
  return { app, page };
}

const log = ({ app }: Phone): string[] => (app.media as InstantMedia).log;

/** A browser's member, as far as signalling knows; publishes over WebRTC if asked to. */
async function browser(user: string, roomId: string, media: readonly Medium[] = []): Promise<RawClient> {
  const client = await node.client(user);
  await client.ok({ joinRoom: { roomId } });
  if (media.length === 0) return client;
  const { transportCreated } = await client.ok({ createTransport: { roomId, direction: 1 } });
  const transportId = transportCreated?.transportId ?? '';
  for (const medium of media) {
    const parameters = medium === Medium.AUDIO ? opus('0') : h264('1');
    await client.ok({ produce: { roomId, transportId, medium, rtpParametersJson: JSON.stringify(parameters) } });
  }
  return client;
}

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const BOTH = [Medium.AUDIO, Medium.VIDEO];

describe('a call', () => {
  test('[MP-1] [MP-13] [MP-44] pushes to its own URL, plays who publishes, tells who comes and goes', async () => {
    const roomId = freshRoom();
    const ann = await phone('ann', { room: roomId });
    await ann.page.until('the push', (view) => view.pusher.status === 'pushing');
    expect(log(ann)).toEqual(['push rtmp://127.0.0.1/live']);
    const bob = await browser('bob', roomId, BOTH);
    await ann.page.until('Bob to be played', (view) => view.players[0]?.status === 'playing');
    expect(ann.page.view.players[0]).toMatchObject({ name: 'bob', hasVideo: true, isMuted: false });
    expect(ann.page.view.players[0]?.src).toMatch(/^rtmp:\/\//);
    expect(ann.page.view).toMatchObject({ layout: 'pip', tileCount: 2, memberCount: 2 });
    // The elements of the template have it too.
    expect(ann.page.component.querySelectorAll('.rtc-tile')).toHaveLength(2);
    await bob.ok({ leaveRoom: { roomId, reason: LeaveReason.LEFT } });
    await ann.page.until('Bob to be gone', (view) => view.players.length === 0);
    expect(ann.page.told('memberjoin')).toMatchObject([{ name: 'bob', role: 'speaker' }]);
    expect(ann.page.told('memberleave')).toMatchObject([{ name: 'bob', reason: 'left' }]);
    expect(log(ann).at(-1)).toMatch(/^stop p-/);
  });

  test('[MP-12] a player that gave up is stopped, gets fresh URLs, and plays again', async () => {
    const roomId = freshRoom();
    const ann = await phone('ann', { room: roomId, publish: 'off' });
    await browser('bob', roomId, BOTH);
    await ann.page.until('Bob to be played', (view) => view.players[0]?.status === 'playing');
    const [first] = ann.page.view.players;
    playerTells(ann.page.instance, first?.playerId ?? '', -2301);
    expect(ann.page.view.players[0]).toMatchObject({ src: '', isLoading: true });
    await ann.page.until('Bob to be played again', (view) => view.players[0]?.status === 'playing');
    expect(log(ann).map((line) => line.split(' ')[0])).toEqual(['play', 'stop', 'play']);
  });

  test('[MP-3] a pusher that is refused gets another URL', async () => {
    const ann = await phone('ann', { room: freshRoom() });
    await ann.page.until('the push', (view) => view.pusher.status === 'pushing');
    pusherTells(ann.page.instance, 3004);
    expect(ann.page.view.pusher).toMatchObject({ url: '', isLoading: true });
    await ann.page.until('the push again', (view) => view.pusher.status === 'pushing');
    expect(log(ann)).toEqual(['push rtmp://127.0.0.1/live', 'stop push', 'push rtmp://127.0.0.1/live']);
    expect(ann.page.told('pusherstate').map(({ status }) => status)).toContain('waiting');
  });

  test('[MP-6] codes that nobody knows are told, and change nothing', async () => {
    const ann = await phone('ann', { room: freshRoom() });
    await ann.page.until('the push', (view) => view.pusher.status === 'pushing');
    const before = JSON.stringify(ann.page.view.pusher);
    for (const code of [2026, 6000, 10014, 987654]) pusherTells(ann.page.instance, code);
    expect(JSON.stringify(ann.page.view.pusher)).toBe(before);
    expect(ann.page.view.status).toBe('joined');
    expect(ann.page.told('pushercode').map(({ code }) => code)).toEqual(expect.arrayContaining([6000, 987654]));
  });
});

describe('mutes, hands, moderation', () => {
  test('[MP-30] [MP-31] [MP-44] own mute, moderator mute, invitation, kick', async () => {
    const roomId = freshRoom();
    const chair = await phone('chair', { room: roomId, scene: 'conference' });
    const ann = await phone('ann', { room: roomId, scene: 'conference' });
    await chair.page.until('Ann', (view) => view.memberCount === 2);
    ann.page.tap('.rtc-button-on');
    expect(ann.page.view.pusher.muted).toBe(true);
    await ann.page.until('the mute', () => ann.page.told('mutechange').some(({ selfMuted }) => selfMuted));
    ann.page.call('setMic', true);
    await ann.page.until('sound', (view) => !view.pusher.muted);
    const annId = ann.page.room().memberId;
    await chair.page.call('muteMember', annId, 'audio', true);
    await ann.page.until('the mute', (view) => view.self.mic === 'blocked' && view.pusher.muted);
    ann.page.call('setMic', true);
    await ann.page.until('the mute to stand', () => ann.page.told('mutechange').some((one) => one['moderatorMuted']));
    await chair.page.call('muteMember', annId, 'audio', false);
    await chair.page.call('inviteToUnmute', annId, 'audio');
    await ann.page.until('the invitation', () => ann.page.told('unmuteinvited').length === 1);
    await ann.page.call('raiseHand', true);
    await chair.page.until('the hand', (view) => view.members.some(({ isHandUp }) => isHandUp));
    await chair.page.call('kick', annId, 'enough');
    await ann.page.until('the end', (view) => view.status === 'ended');
    expect(ann.page.told('ended')).toMatchObject([{ reason: 'kicked', willRejoin: false }]);
    expect(log(ann).at(-1)).toBe('stop push');
  });

  test('[MP-32] without camera from the first instant', async () => {
    const roomId = freshRoom();
    const bob = await browser('bob', roomId);
    const ann = await phone('ann', { room: roomId, camera: false });
    await ann.page.until('the push', (view) => view.pusher.status === 'pushing');
    expect(ann.page.view.pusher).toMatchObject({ enableCamera: false, muted: false });
    await waitFor('Bob to see it', async () => {
      const { snapshotResult } = await bob.ok({ getSnapshot: { roomId } });
      const seen = snapshotResult?.snapshot?.members.find(({ userId }) => userId === 'ann');
      return seen?.media.some(({ medium, selfMuted }) => medium === Medium.VIDEO && selfMuted);
    });
  });

  test('[MP-45] a tap on a tile: everything for a moderator, showing large for others', async () => {
    const roomId = freshRoom();
    const chair = await phone('chair', { room: roomId, scene: 'conference', language: 'en' });
    const ann = await phone('ann', { room: roomId, scene: 'conference', language: 'en' });
    await browser('bob', roomId, BOTH);
    for (const { page } of [chair, ann]) await page.until('Bob', (view) => view.players.length > 0);
    const bobId = ann.page.view.players[0]?.memberId ?? '';
    ann.app.wx.sheetTaps.push(0);
    (ann.page.instance['onTileTap'] as (event: object) => void)({
      currentTarget: { dataset: { memberId: bobId } },
      detail: {},
    });
    expect(ann.app.wx.sheets).toEqual([['Show large']]);
    expect(ann.page.view).toMatchObject({ mainId: bobId, players: [{ isPinned: true }] });
    chair.app.wx.sheetTaps.push(1);
    (chair.page.instance['onTileTap'] as (event: object) => void)({
      currentTarget: { dataset: { memberId: bobId } },
      detail: {},
    });
    expect(chair.app.wx.sheets).toEqual([['Show large', 'Mute', 'Stop video', 'Back to audience', 'Remove from room']]);
    await chair.page.until('Bob to be muted', (view) => view.players[0]?.isMutedByModerator);
  });

  test('[MP-44] chat, data and attributes', async () => {
    const roomId = freshRoom();
    const ann = await phone('ann', { room: roomId, topics: ['quiz'] });
    const bob = await phone('bob', { room: roomId, topics: ['quiz'] });
    await ann.page.until('Bob', (view) => view.memberCount === 2);
    await ann.page.call('sendChat', '你好 👋');
    await bob.page.until('the text', () => bob.page.told('chat').length === 1);
    expect(bob.page.told('chat')).toMatchObject([{ name: 'ann', text: '你好 👋' }]);
    await waitFor('the topic to be heard', async () => {
      await ann.page.call('sendData', 'quiz', '答案 B', true);
      return bob.page.told('data').length > 0;
    });
    expect(bob.page.told('data')[0]).toMatchObject({ topic: 'quiz', text: '答案 B' });
  });
});

describe('scenes', () => {
  test('[MP-33] live: an audience member asks, the host accepts, it pushes, the host ends it', async () => {
    const roomId = freshRoom();
    const host = await phone('host', { room: roomId, scene: 'live' }, { role: 'chair' });
    await host.page.until('the push', (view) => view.pusher.status === 'pushing');
    const fan = await phone('fan', { room: roomId, scene: 'live' }, { role: 'audience' });
    expect(fan.page.view.pusher.isShown).toBe(false);
    fan.page.call('askLinkMic');
    await host.page.until('the hand', (view) => view.members.some(({ isHandUp }) => isHandUp));
    const asked = host.page.view.members.find(({ isHandUp }) => isHandUp);
    await host.page.call('acceptLinkMic', asked?.memberId);
    await fan.page.until('the push', (view) => view.pusher.status === 'pushing');
    expect(fan.page.told('linkmic').map(({ outcome }) => outcome)).toEqual(['asked', 'accepted']);
    await host.page.call('endLinkMic', asked?.memberId);
    await fan.page.until('the end', (view) => !view.pusher.isShown);
    expect(fan.page.told('linkmic').at(-1)).toMatchObject({ outcome: 'ended' });
    fan.page.call('askLinkMic');
    await host.page.until('the hand again', (view) => view.members.some(({ isHandUp }) => isHandUp));
    await host.page.call('rejectLinkMic', asked?.memberId);
    await fan.page.until('the rejection', () => fan.page.told('linkmic').at(-1)?.['outcome'] === 'rejected');
  });

  test('[MP-34] claw machine: turns, confirmation, control from the holder only', async () => {
    const roomId = freshRoom();
    const claw = await phone('claw', { room: roomId, scene: 'remote', topics: ['control'] }, { role: 'device' });
    const ann = await phone('ann', { room: roomId, scene: 'remote' }, { role: 'speaker' });
    const bob = await phone('bob', { room: roomId, scene: 'remote' }, { role: 'speaker' });
    await claw.page.until('the push', (view) => view.pusher.status === 'pushing');
    expect(ann.page.view.pusher.isShown).toBe(false);
    await expect(ann.page.call('sendControl', 'left')).rejects.toMatchObject({ errorName: 'notHolder' });
    await ann.page.call('nextFloorStep', 'control');
    await ann.page.until('the turn', (view) => ['granted', 'confirming'].includes(view.floors[0]?.mine ?? ''));
    if (ann.page.view.floors[0]?.mine === 'confirming') await ann.page.call('nextFloorStep', 'control');
    await ann.page.until('the turn to begin', (view) => view.floors[0]?.mine === 'granted');
    await bob.page.call('nextFloorStep', 'control');
    await bob.page.until('a place in the queue', (view) => view.floors[0]?.position === 1);
    await waitFor('the claw to hear', async () => {
      await ann.page.call('sendControl', 'grab');
      return claw.page.told('data').some(({ text }) => text === 'grab');
    });
    await ann.page.call('nextFloorStep', 'control');
    await bob.page.until('his turn', (view) => ['granted', 'confirming'].includes(view.floors[0]?.mine ?? ''));
    expect(ann.page.told('floorend')).toMatchObject([{ status: 'released' }]);
    await expect(ann.page.call('sendControl', 'left')).rejects.toMatchObject({ errorName: 'notHolder' });
  });
});

describe('the phone', () => {
  const seenAs = (page: MountedRoom, name: string) => page.room().state.members.find(({ userId }) => userId === name);

  test('[MP-20] [MP-21] [MP-23] in the pocket: frozen, cut off, and back with the truth', async () => {
    const roomId = freshRoom();
    const ann = await phone('ann', { room: roomId, scene: 'conference' });
    const bob = await phone('bob', { room: roomId, scene: 'conference' });
    await ann.page.until('the push', (view) => view.pusher.status === 'pushing');
    await bob.page.until('Ann', (view) => view.memberCount === 2);
    const memberId = ann.page.room().memberId;
    ann.app.hide();
    // Written within the event, before anything can be frozen.
    ann.app.wx.freeze();
    expect(log(ann).at(-1)).toBe('stop push');
    await bob.page.until('Ann to be away', (view) => view.members.some(({ isAway }) => isAway));
    expect(seenAs(bob.page, 'ann')?.presence).toBe(Presence.BACKGROUND);
    // Meanwhile the world goes on, and the system cuts the connection.
    await bob.page.call('sendChat', 'where are you?');
    ann.app.wx.cutSockets();
    ann.app.wx.thaw();
    ann.app.show();
    await bob.page.until('Ann to be back', (view) =>
      view.members.every(({ isAway, isSuspect }) => !isAway && !isSuspect),
    );
    await ann.page.until('the push', (view) => view.status === 'joined' && view.pusher.status === 'pushing');
    expect(ann.page.room().memberId).toBe(memberId);
    expect(ann.page.told('selfreport').length).toBeGreaterThan(0);
    await ann.page.until('what was said', () => ann.page.told('chat').length === 1);
    await waitFor('both to see the same', () => {
      const [one, other] = [ann, bob].map(({ page }) => page.room().state);
      return one?.offset === other?.offset && JSON.stringify(one?.members) === JSON.stringify(other?.members);
    });
  });

  test.for([false, true])(
    '[MP-25] away for too long (cut off: %o): joins again as a new member, muted',
    async (isCut) => {
      const roomId = freshRoom();
      const ann = await phone('ann', { room: roomId, scene: 'conference' }, { at: hasty });
      const bob = await phone('bob', { room: roomId, scene: 'conference' }, { at: hasty });
      ann.page.call('setMic', false);
      await ann.page.until('the mute', () => ann.page.told('mutechange').some(({ selfMuted }) => selfMuted));
      const memberId = ann.page.room().memberId;
      ann.app.hide();
      ann.app.wx.freeze();
      await bob.page.until('Ann to be gone', () => bob.page.told('memberleave').length === 1);
      expect(bob.page.told('memberleave')).toMatchObject([{ userId: 'ann', reason: 'backgroundTimedOut' }]);
      if (isCut) ann.app.wx.cutSockets();
      ann.app.wx.thaw();
      ann.app.show();
      await bob.page.until(
        'Ann to be back',
        () => bob.page.told('memberjoin').filter(({ userId }) => userId === 'ann').length > 0,
      );
      await ann.page.until('the room', (view) => view.status === 'joined' && view.pusher.status === 'pushing');
      expect(ann.page.room().memberId).not.toBe(memberId);
      await bob.page.until('Ann to be muted', () => {
        const audio = seenAs(bob.page, 'ann')?.media.find(({ medium }) => medium === Medium.AUDIO);
        return audio?.selfMuted;
      });
      expect(ann.page.view.pusher.muted).toBe(true);
    },
  );

  test('[MP-25] without autoRejoin it has ended', async () => {
    const roomId = freshRoom();
    const ann = await phone('ann', { room: roomId, autoRejoin: false }, { at: hasty });
    const bob = await phone('bob', { room: roomId }, { at: hasty });
    await bob.page.until('Ann', (view) => view.memberCount === 2);
    ann.app.hide();
    await ann.page.until('the end', (view) => view.status === 'ended');
    expect(ann.page.told('ended')).toMatchObject([{ willRejoin: false }]);
    ann.app.show();
    expect(ann.page.view.status).toBe('ended');
  });

  test('[MP-22] a phone call, and the tap that ends it', async () => {
    const roomId = freshRoom();
    const ann = await phone('ann', { room: roomId });
    const bob = await phone('bob', { room: roomId });
    await ann.page.until('the push', (view) => view.pusher.status === 'pushing');
    ann.app.wx.emit('audioInterruptionBegin');
    await bob.page.until('Ann to be away', (view) => view.members.some(({ isAway }) => isAway));
    expect(ann.page.view).toMatchObject({ interrupted: true, pusher: { isShown: false } });
    ann.app.wx.emit('audioInterruptionEnd');
    await ann.page.until('the push', (view) => view.pusher.status === 'pushing');
    pusherTells(ann.page.instance, 5001);
    expect(ann.page.view.interrupted).toBe(true);
    ann.page.tap('.rtc-banner-warn');
    await ann.page.until('the push again', (view) => view.pusher.status === 'pushing');
    await bob.page.until('Ann to be back', (view) => view.members.every(({ isAway }) => !isAway));
  });

  test('[MP-24] the network goes and comes', async () => {
    const ann = await phone('ann', { room: freshRoom() });
    ann.app.wx.cutSockets();
    await ann.page.until('the loss', () => ann.page.told('connection').some(({ status }) => status === 'reconnecting'));
    ann.app.wx.emit('networkStatusChange', { isConnected: true, networkType: 'wifi' });
    await ann.page.until('the room', (view) => view.connection === 'connected' && view.status === 'joined');
    expect(ann.app.wx.socketCount).toBeGreaterThan(1);
  });
});

describe('login', () => {
  test('[MP-50] [MP-51] a code for a token, once; later pages need no WeChat', async () => {
    const app = new MiniApp({ httpUrl: hasty.httpUrl, loginCode: () => wechat.code(APPID, 'openid-ann') });
    apps.push(app);
    app.app['configure']?.({ serverUrl: hasty.httpUrl, appid: APPID, name: 'Ann' });
    const first = app.mount({ serverUrl: '', room: freshRoom() });
    await first.until('the room', (view) => view.status === 'joined');
    expect(first.view.self.name).toBe('Ann');
    expect(first.view.self.userId).not.toContain('openid');
    first.unmount();
    const second = app.mount({ serverUrl: '', room: freshRoom() });
    await second.until('the room', (view) => view.status === 'joined');
    expect(wechat.calls).toHaveLength(1);
    expect(app.wx.requests).toEqual([{ method: 'POST', path: '/v1/login/wechat' }]);
  });

  test('[MP-51] a server in development mode gives a token by name', async () => {
    const app = new MiniApp({ httpUrl: node.httpUrl });
    apps.push(app);
    app.app['configure']?.({ serverUrl: node.httpUrl, name: '小明' });
    const page = app.mount({ serverUrl: '', room: freshRoom() });
    await page.until('the room', (view) => view.status === 'joined');
    expect(page.view.self.name).toBe('小明');
  });
});

describe('components of one app', () => {
  test('[MP-40] [MP-42] share one socket, and leave nothing behind', async () => {
    const app = new MiniApp({ httpUrl: node.httpUrl });
    apps.push(app);
    const token = await node.token('ann');
    const rooms = [freshRoom(), freshRoom(), freshRoom()];
    const pages = rooms.map((room) => app.mount({ token, room }));
    for (const page of pages) await page.until('the room', (view) => view.status === 'joined');
    expect(app.wx.socketCount).toBe(1);
    expect(app.app['leaseCount']?.()).toBe(3);
    for (const page of pages) page.unmount();
    expect(app.app['leaseCount']?.()).toBe(0);
    // A page that comes soon goes on with the session.
    const next = app.mount({ token, room: freshRoom() });
    await next.until('the room', (view) => view.status === 'joined');
    expect(app.wx.socketCount).toBe(1);
    next.unmount();
    const bob = await browser('bob', rooms[0] ?? '');
    await waitFor('Ann to have left', async () => {
      const { snapshotResult } = await bob.ok({ getSnapshot: { roomId: rooms[0] ?? '' } });
      return snapshotResult?.snapshot?.members.length === 1;
    });
    app.app['logout']?.();
    await waitFor('everything to be closed', () => {
      const { listeners, timers, sockets } = app.wx.leftovers;
      return listeners === 0 && timers === 0 && sockets === 0;
    });
  });

  test('[MP-41] another user meanwhile, and no server at all, are refused', async () => {
    const { app } = await phone('ann', { room: freshRoom() });
    const other = app.mount({ token: await node.token('eve'), room: freshRoom() });
    expect(other.view.status).toBe('ended');
    expect(other.told('error')).toMatchObject([{ name: 'connectionInUse', retry: 'never' }]);
    const lost = app.mount({ serverUrl: 'nowhere', token: 'x', room: freshRoom() });
    expect(lost.told('error')).toMatchObject([{ name: 'invalidArgument' }]);
  });

  test('[MP-42] a page that goes while it joins', async () => {
    const app = new MiniApp({ httpUrl: node.httpUrl });
    apps.push(app);
    const roomId = freshRoom();
    const page = app.mount({ token: await node.token('ann'), room: roomId });
    page.unmount();
    const bob = await browser('bob', roomId);
    await waitFor('nobody else to be there', async () => {
      const { snapshotResult } = await bob.ok({ getSnapshot: { roomId } });
      return app.wx.leftovers.listeners === 0 && snapshotResult?.snapshot?.members.length === 1;
    });
    expect(page.told('joined')).toEqual([]);
  });

  test('[MP-43] a server that is not there yet; a room that one may not enter', async () => {
    const app = new MiniApp({ httpUrl: `http://127.0.0.1:${await closedPort()}` });
    apps.push(app);
    const page = app.mount({ token: await node.token('ann'), room: freshRoom() });
    await page.until('some attempts', () => page.told('error').length > 1);
    expect(page.view.status).toBe('joining');
    page.unmount();
    expect(app.wx.leftovers.listeners).toBe(0);
    const roomId = freshRoom();
    const chair = await phone('chair', { room: roomId });
    await chair.page.call('lockRoom', { locked: true, lobby: false });
    const late = new MiniApp({ httpUrl: node.httpUrl });
    apps.push(late);
    const shut = late.mount({ token: await node.token('bob'), room: roomId });
    await shut.until('the refusal', (view) => view.status === 'ended');
    expect(shut.told('error')).toMatchObject([{ name: 'roomLocked', source: 'room' }]);
    expect(shut.told('ended')).toMatchObject([{ reason: 'failed', name: 'roomLocked', willRejoin: false }]);
  });

  test('[MP-41] a page that goes to another room leaves the first', async () => {
    const first = freshRoom();
    const second = freshRoom();
    const ann = await phone('ann', { room: first });
    ann.page.instance.setData({ room: second });
    await ann.page.until(
      'the second room',
      (view) => view.status === 'joined' && ann.page.instance.getRoom()?.roomId === second,
    );
    expect(ann.app.wx.socketCount).toBe(1);
    const bob = await browser('bob', first);
    await waitFor('the first to be left', async () => {
      const { snapshotResult } = await bob.ok({ getSnapshot: { roomId: first } });
      return snapshotResult?.snapshot?.members.length === 1;
    });
  });

  test('[MP-46] the page gets only what has changed', async () => {
    const ann = await phone('ann', { room: freshRoom() });
    await ann.page.until('the push', (view) => view.pusher.status === 'pushing');
    const patches: string[][] = [];
    const original = ann.page.instance.setData;
    ann.page.instance.setData = (patch, ...rest) => {
      patches.push(Object.keys(patch));
      (original as (...all: unknown[]) => void)(patch, ...rest);
    };
    ann.page.call('setMic', false);
    await ann.page.until('the mute', () => ann.page.told('mutechange').length > 0);
    expect(patches[0]).toEqual(['pusher', 'self']);
    expect(patches.flat()).not.toContain('players');
  });

  test('[MP-7] role and grants of a member in view', async () => {
    const roomId = freshRoom();
    const chair = await phone('chair', { room: roomId, scene: 'conference' });
    const ann = await phone('ann', { room: roomId, scene: 'conference' }, { role: 'audience' });
    expect(ann.page.view.pusher.isShown).toBe(false);
    await chair.page.call('setRole', ann.page.room().memberId, 'speaker');
    await ann.page.until('the push', (view) => view.pusher.status === 'pushing');
    expect(ann.page.told('rolechange')).toMatchObject([{ role: 'speaker' }]);
    expect(ann.page.room().self?.role).toBe(Role.SPEAKER);
  });
});
