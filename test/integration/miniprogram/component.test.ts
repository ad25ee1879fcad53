/**
 * The built component in the simulator of WeChat's component system, over real sockets against a real node: calls, moderation, scenes. Media is
 * in memory; pushers and players answer at once. What flows for real is in test/e2e/miniprogram.test.ts.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LeaveReason, Medium } from '../../../wire/generated/messages.ts';
import { playerTells, pusherTells } from '../../support/mini-app.ts';
import { BOTH, log, MiniWorld } from '../../support/mini-world.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';

let node: TestNode;
const world = new MiniWorld(() => node);
beforeAll(async () => {
  node = await startTestNode();
});
afterEach(() => world.close());
afterAll(async () => {
  await node.stop();
});

describe('a call', () => {
  test('[MP-1] [MP-13] [MP-44] pushes to its own URL, plays who publishes, tells who comes and goes', async () => {
    const roomId = world.freshRoom();
    const ann = await world.phone('ann', { room: roomId });
    await ann.page.until('the push', (view) => view.pusher.status === 'pushing');
    expect(log(ann)).toEqual(['push rtmp://127.0.0.1/live']);
    const bob = await world.browser('bob', roomId, BOTH);
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
    const roomId = world.freshRoom();
    const ann = await world.phone('ann', { room: roomId, publish: 'off' });
    await world.browser('bob', roomId, BOTH);
    await ann.page.until('Bob to be played', (view) => view.players[0]?.status === 'playing');
    const [first] = ann.page.view.players;
    playerTells(ann.page.instance, first?.playerId ?? '', -2301);
    expect(ann.page.view.players[0]).toMatchObject({ src: '', isLoading: true });
    await ann.page.until('Bob to be played again', (view) => view.players[0]?.status === 'playing');
    expect(log(ann).map((line) => line.split(' ')[0])).toEqual(['play', 'stop', 'play']);
  });

  test('[MP-3] a pusher that is refused gets another URL', async () => {
    const ann = await world.phone('ann', { room: world.freshRoom() });
    await ann.page.until('the push', (view) => view.pusher.status === 'pushing');
    pusherTells(ann.page.instance, 3004);
    expect(ann.page.view.pusher).toMatchObject({ url: '', isLoading: true });
    await ann.page.until('the push again', (view) => view.pusher.status === 'pushing');
    expect(log(ann)).toEqual(['push rtmp://127.0.0.1/live', 'stop push', 'push rtmp://127.0.0.1/live']);
    expect(ann.page.told('pusherstate').map(({ status }) => status)).toContain('waiting');
  });

  test('[MP-6] codes that nobody knows are told, and change nothing', async () => {
    const ann = await world.phone('ann', { room: world.freshRoom() });
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
    const roomId = world.freshRoom();
    const chair = await world.phone('chair', { room: roomId, scene: 'conference' });
    const ann = await world.phone('ann', { room: roomId, scene: 'conference' });
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
    const roomId = world.freshRoom();
    const bob = await world.browser('bob', roomId);
    const ann = await world.phone('ann', { room: roomId, camera: false });
    await ann.page.until('the push', (view) => view.pusher.status === 'pushing');
    expect(ann.page.view.pusher).toMatchObject({ enableCamera: false, muted: false });
    await waitFor('Bob to see it', async () => {
      const { snapshotResult } = await bob.ok({ getSnapshot: { roomId } });
      const seen = snapshotResult?.snapshot?.members.find(({ userId }) => userId === 'ann');
      return seen?.media.some(({ medium, selfMuted }) => medium === Medium.VIDEO && selfMuted);
    });
  });

  test('[MP-45] a tap on a tile: everything for a moderator, showing large for others', async () => {
    const roomId = world.freshRoom();
    const chair = await world.phone('chair', { room: roomId, scene: 'conference', language: 'en' });
    const ann = await world.phone('ann', { room: roomId, scene: 'conference', language: 'en' });
    await world.browser('bob', roomId, BOTH);
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
    const roomId = world.freshRoom();
    const ann = await world.phone('ann', { room: roomId, topics: ['quiz'] });
    const bob = await world.phone('bob', { room: roomId, topics: ['quiz'] });
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
    const roomId = world.freshRoom();
    const host = await world.phone('host', { room: roomId, scene: 'live' }, { role: 'chair' });
    await host.page.until('the push', (view) => view.pusher.status === 'pushing');
    const fan = await world.phone('fan', { room: roomId, scene: 'live' }, { role: 'audience' });
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
    const roomId = world.freshRoom();
    const claw = await world.phone('claw', { room: roomId, scene: 'remote', topics: ['control'] }, { role: 'device' });
    const ann = await world.phone('ann', { room: roomId, scene: 'remote' }, { role: 'speaker' });
    const bob = await world.phone('bob', { room: roomId, scene: 'remote' }, { role: 'speaker' });
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
