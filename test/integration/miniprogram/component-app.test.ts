/**
 * The built component in the simulator of WeChat's component system, over real sockets against a real node: the phone, login, components of one app. Media is
 * in memory; pushers and players answer at once. What flows for real is in test/e2e/miniprogram.test.ts.
 */
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Medium, Presence, Role } from '../../../wire/generated/messages.ts';
import { type MountedRoom, pusherTells } from '../../support/mini-app.ts';
import { log, MiniWorld } from '../../support/mini-world.ts';
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

const world = new MiniWorld(() => node);
afterEach(() => world.close());

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the phone', () => {
  const seenAs = (page: MountedRoom, name: string) => page.room().state.members.find(({ userId }) => userId === name);

  test('[MP-20] [MP-21] [MP-23] in the pocket: frozen, cut off, and back with the truth', async () => {
    const roomId = world.freshRoom();
    const ann = await world.phone('ann', { room: roomId, scene: 'conference' });
    const bob = await world.phone('bob', { room: roomId, scene: 'conference' });
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
      const roomId = world.freshRoom();
      const ann = await world.phone('ann', { room: roomId, scene: 'conference' }, { at: hasty });
      const bob = await world.phone('bob', { room: roomId, scene: 'conference' }, { at: hasty });
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
    const roomId = world.freshRoom();
    const ann = await world.phone('ann', { room: roomId, autoRejoin: false }, { at: hasty });
    const bob = await world.phone('bob', { room: roomId }, { at: hasty });
    await bob.page.until('Ann', (view) => view.memberCount === 2);
    ann.app.hide();
    await ann.page.until('the end', (view) => view.status === 'ended');
    expect(ann.page.told('ended')).toMatchObject([{ willRejoin: false }]);
    ann.app.show();
    expect(ann.page.view.status).toBe('ended');
  });

  test('[MP-22] a phone call, and the tap that ends it', async () => {
    const roomId = world.freshRoom();
    const ann = await world.phone('ann', { room: roomId });
    const bob = await world.phone('bob', { room: roomId });
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
    const ann = await world.phone('ann', { room: world.freshRoom() });
    ann.app.wx.cutSockets();
    await ann.page.until('the loss', () => ann.page.told('connection').some(({ status }) => status === 'reconnecting'));
    ann.app.wx.emit('networkStatusChange', { isConnected: true, networkType: 'wifi' });
    await ann.page.until('the room', (view) => view.connection === 'connected' && view.status === 'joined');
    expect(ann.app.wx.socketCount).toBeGreaterThan(1);
  });
});

describe('login', () => {
  test('[MP-50] [MP-51] a code for a token, once; later pages need no WeChat', async () => {
    const app = world.app({ httpUrl: hasty.httpUrl, loginCode: () => wechat.code(APPID, 'openid-ann') });
    app.app['configure']?.({ serverUrl: hasty.httpUrl, appid: APPID, name: 'Ann' });
    const first = app.mount({ serverUrl: '', room: world.freshRoom() });
    await first.until('the room', (view) => view.status === 'joined');
    expect(first.view.self.name).toBe('Ann');
    expect(first.view.self.userId).not.toContain('openid');
    first.unmount();
    const second = app.mount({ serverUrl: '', room: world.freshRoom() });
    await second.until('the room', (view) => view.status === 'joined');
    expect(wechat.calls).toHaveLength(1);
    expect(app.wx.requests).toEqual([{ method: 'POST', path: '/v1/login/wechat' }]);
  });

  test('[MP-51] a server in development mode gives a token by name', async () => {
    const app = world.app({ httpUrl: node.httpUrl });
    app.app['configure']?.({ serverUrl: node.httpUrl, name: '小明' });
    const page = app.mount({ serverUrl: '', room: world.freshRoom() });
    await page.until('the room', (view) => view.status === 'joined');
    expect(page.view.self.name).toBe('小明');
  });
});

describe('components of one app', () => {
  test('[MP-40] [MP-42] share one socket, and leave nothing behind', async () => {
    const app = world.app({ httpUrl: node.httpUrl });
    const token = await node.token('ann');
    const rooms = [world.freshRoom(), world.freshRoom(), world.freshRoom()];
    const pages = rooms.map((room) => app.mount({ token, room }));
    for (const page of pages) await page.until('the room', (view) => view.status === 'joined');
    expect(app.wx.socketCount).toBe(1);
    expect(app.app['leaseCount']?.()).toBe(3);
    for (const page of pages) page.unmount();
    expect(app.app['leaseCount']?.()).toBe(0);
    // A page that comes soon goes on with the session.
    const next = app.mount({ token, room: world.freshRoom() });
    await next.until('the room', (view) => view.status === 'joined');
    expect(app.wx.socketCount).toBe(1);
    next.unmount();
    const bob = await world.browser('bob', rooms[0] ?? '');
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
    const { app } = await world.phone('ann', { room: world.freshRoom() });
    const other = app.mount({ token: await node.token('eve'), room: world.freshRoom() });
    expect(other.view.status).toBe('ended');
    expect(other.told('error')).toMatchObject([{ name: 'connectionInUse', retry: 'never' }]);
    const lost = app.mount({ serverUrl: 'nowhere', token: 'x', room: world.freshRoom() });
    expect(lost.told('error')).toMatchObject([{ name: 'invalidArgument' }]);
  });

  test('[MP-42] a page that goes while it joins', async () => {
    const app = world.app({ httpUrl: node.httpUrl });
    const roomId = world.freshRoom();
    const page = app.mount({ token: await node.token('ann'), room: roomId });
    page.unmount();
    const bob = await world.browser('bob', roomId);
    await waitFor('nobody else to be there', async () => {
      const { snapshotResult } = await bob.ok({ getSnapshot: { roomId } });
      return app.wx.leftovers.listeners === 0 && snapshotResult?.snapshot?.members.length === 1;
    });
    expect(page.told('joined')).toEqual([]);
  });

  test('[MP-43] a server that is not there yet; a room that one may not enter', async () => {
    const app = world.app({ httpUrl: `http://127.0.0.1:${await closedPort()}` });
    const page = app.mount({ token: await node.token('ann'), room: world.freshRoom() });
    await page.until('some attempts', () => page.told('error').length > 1);
    expect(page.view.status).toBe('joining');
    page.unmount();
    expect(app.wx.leftovers.listeners).toBe(0);
    const roomId = world.freshRoom();
    const chair = await world.phone('chair', { room: roomId });
    await chair.page.call('lockRoom', { locked: true, lobby: false });
    const late = world.app({ httpUrl: node.httpUrl });
    const shut = late.mount({ token: await node.token('bob'), room: roomId });
    await shut.until('the refusal', (view) => view.status === 'ended');
    expect(shut.told('error')).toMatchObject([{ name: 'roomLocked', source: 'room' }]);
    expect(shut.told('ended')).toMatchObject([{ reason: 'failed', name: 'roomLocked', willRejoin: false }]);
  });

  test('[MP-41] a page that goes to another room leaves the first', async () => {
    const first = world.freshRoom();
    const second = world.freshRoom();
    const ann = await world.phone('ann', { room: first });
    ann.page.instance.setData({ room: second });
    await ann.page.until(
      'the second room',
      (view) => view.status === 'joined' && ann.page.instance.getRoom()?.roomId === second,
    );
    expect(ann.app.wx.socketCount).toBe(1);
    const bob = await world.browser('bob', first);
    await waitFor('the first to be left', async () => {
      const { snapshotResult } = await bob.ok({ getSnapshot: { roomId: first } });
      return snapshotResult?.snapshot?.members.length === 1;
    });
  });

  test('[MP-46] the page gets only what has changed', async () => {
    const ann = await world.phone('ann', { room: world.freshRoom() });
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
    const roomId = world.freshRoom();
    const chair = await world.phone('chair', { room: roomId, scene: 'conference' });
    const ann = await world.phone('ann', { room: roomId, scene: 'conference' }, { role: 'audience' });
    expect(ann.page.view.pusher.isShown).toBe(false);
    await chair.page.call('setRole', ann.page.room().memberId, 'speaker');
    await ann.page.until('the push', (view) => view.pusher.status === 'pushing');
    expect(ann.page.told('rolechange')).toMatchObject([{ role: 'speaker' }]);
    expect(ann.page.room().self?.role).toBe(Role.SPEAKER);
  });
});
