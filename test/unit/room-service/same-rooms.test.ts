/** Browsers and mini programs in one room. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { RoomEvent } from '../../../src/room-state/room-types.ts';
import { memberId } from '../../../src/shared/ids.ts';
import { type User, userIdOf, Weapp } from '../../support/weapp.ts';

let weapp: Weapp;
let ann: User;
let bob: User;
beforeEach(async () => {
  weapp = new Weapp();
  ann = await weapp.login('ann');
  bob = await weapp.login('bob');
});

const eventsOf = <T extends RoomEvent['type']>(type: T): Extract<RoomEvent, { type: T }>[] =>
  weapp.events.filter((event): event is Extract<RoomEvent, { type: T }> => event.type === type);
const memberOf = (room: string, user: User): string =>
  [...(weapp.state(room)?.members.values() ?? [])].find(({ userId }) => userId === user.userID)?.memberId ?? '';
const code = async (user: User, method: string, body: Readonly<Record<string, unknown>>): Promise<number> =>
  (await weapp.call(user, 'multi_room', method, body)).code;

describe('[WA-50] a pusher is a member', () => {
  test('with its name, chair of the room it made, speaker in one of others', async () => {
    await weapp.enter(ann, 'multi_room', 'r');
    weapp.join('r', 'web');
    await weapp.enter(bob, 'multi_room', 'r');
    expect(
      [...(weapp.state('r')?.members.values() ?? [])].map(({ userId, role, displayName }) => [
        userId,
        role,
        displayName,
      ]),
    ).toEqual([
      [ann.userID, 'chair', `name of ${ann.userID}`],
      ['web', 'speaker', 'browser web'],
      [bob.userID, 'speaker', `name of ${bob.userID}`],
    ]);
    await code(bob, 'delete_pusher', { roomID: 'r', userID: bob.userID });
    expect(eventsOf('memberLeft')).toMatchObject([{ userId: bob.userID, reason: 'left' }]);
  });

  test('[WA-24] and has another name for everybody when it says so', async () => {
    const pushURL = await weapp.pushUrl(ann, 'multi_room', 'r');
    const add = async (userName: string, userAvatar: string): Promise<number> =>
      await code(ann, 'add_pusher', { ...weapp.pusher(ann, 'r', pushURL), userName, userAvatar });
    const shown = (): unknown =>
      [...(weapp.state('r')?.members.values() ?? [])].map(({ displayName, avatar }) => [displayName, avatar]);
    expect(await add('Ann', 'http://a/1.png')).toBe(0);
    expect(await add('Ann', 'http://a/1.png')).toBe(0);
    expect(eventsOf('memberRenamed')).toEqual([]);
    expect(await add('x'.repeat(100), '')).toBe(0);
    expect(shown()).toEqual([['x'.repeat(64), '']]);
    expect(await add('', 'http://a/2.png')).toBe(0);
    expect(shown()).toEqual([[ann.userID, 'http://a/2.png']]);
    expect(eventsOf('memberRenamed')).toHaveLength(2);
    expect(eventsOf('memberJoined')).toHaveLength(1);
  });

  test.for(['kick', 'ban'] as const)('%s takes it off the list', async (how) => {
    const web = weapp.join('r', 'web', 'chair');
    weapp.publish('r', web);
    await weapp.enter(ann, 'multi_room', 'r');
    const at = weapp.clock.now();
    if (how === 'kick') weapp.tell('r', { type: 'kick', at, actor: web, target: memberId(memberOf('r', ann)) });
    else weapp.tell('r', { type: 'ban', at, actor: web, userId: userIdOf(ann.userID), durationMs: 0 });
    expect(await weapp.pusherIds(bob, 'multi_room', 'r')).toEqual(['web']);
    expect(await code(ann, 'pusher_heartbeat', { roomID: 'r', userID: ann.userID })).toBe(5);
    expect(await weapp.enter(ann, 'multi_room', 'r')).toMatchObject({ code: how === 'ban' ? 7 : 0 });
  });

  test('is muted like any other', async () => {
    const web = weapp.join('r', 'web', 'chair');
    await weapp.enter(ann, 'multi_room', 'r');
    const target = memberId(memberOf('r', ann));
    weapp.tell('r', {
      type: 'setModeratorMute',
      at: weapp.clock.now(),
      actor: web,
      target,
      medium: 'audio',
      muted: true,
    });
    expect(weapp.state('r')?.members.get(target)?.media.audio).toMatchObject({ moderatorMuted: true, mayFlow: false });
    await weapp.enter(ann, 'multi_room', 'r');
    expect(weapp.state('r')?.members.get(target)?.media.audio.moderatorMuted).toBe(true);
  });
});

test('[WA-51] members from elsewhere are listed while they publish sound or picture', async () => {
  await weapp.enter(ann, 'multi_room', 'r');
  const web = weapp.join('r', 'web');
  expect(await weapp.pusherIds(ann, 'multi_room', 'r')).toEqual([ann.userID]);
  weapp.publish('r', web, 'audio');
  const listed = await weapp.pushers(ann, 'multi_room', 'r');
  expect(listed).toMatchObject([
    { userID: ann.userID },
    { userID: 'web', userName: 'browser web', userAvatar: 'http://b/c.png' },
  ]);
  expect(listed[1]?.['accelerateURL']).toMatch(/^rtmp:\/\/media\.test:1935\/live\/r-mb/);
  const { producerId } = weapp.state('r')?.members.get(web)?.media.audio ?? {};
  weapp.tell('r', {
    type: 'unpublished',
    at: weapp.clock.now(),
    actor: web,
    medium: 'audio',
    producerId: producerId ?? '',
  });
  expect(await weapp.pusherIds(ann, 'multi_room', 'r')).toEqual([ann.userID]);
});

test('[WA-51] a browser that reloads is gone and back, so that clients that look at user ids alone play it anew', async () => {
  await weapp.enter(ann, 'multi_room', 'r');
  weapp.publish('r', weapp.join('r', 'web'));
  const before = (await weapp.pushers(ann, 'multi_room', 'r'))[1];
  const again = weapp.join('r', 'web');
  expect(await weapp.pusherIds(ann, 'multi_room', 'r')).toEqual([ann.userID]);
  weapp.publish('r', again);
  const after = (await weapp.pushers(ann, 'multi_room', 'r'))[1];
  expect(after?.['userID']).toBe('web');
  expect(after?.['accelerateURL']).not.toBe(before?.['accelerateURL']);
});

test('[WA-23] members from elsewhere who publish count', async () => {
  weapp.publish('d', weapp.join('d', 'one'));
  weapp.join('d', 'watcher');
  expect(await weapp.enter(ann, 'double_room', 'd')).toMatchObject({ code: 0 });
  expect(await weapp.enter(bob, 'double_room', 'd')).toMatchObject({ code: 5001 });
});

describe('[WA-52] rooms that began elsewhere', () => {
  test('can be looked at by their id, and are listed once somebody of ours is in', async () => {
    const host = weapp.join('theirs', 'web', 'chair', 'live');
    expect(await weapp.call(ann, 'live_room', 'get_pushers', { roomID: 'theirs' })).toMatchObject({
      code: 0,
      roomCreator: 'web',
      pushers: [],
    });
    weapp.publish('theirs', host);
    expect(await weapp.call(ann, 'live_room', 'get_pushers', { roomID: 'theirs' })).toMatchObject({
      roomCreator: 'web',
      pushers: [{ userID: 'web' }],
    });
    const list = async (): Promise<unknown> =>
      (await weapp.call(ann, 'live_room', 'get_room_list', { cnt: 9, index: 0 }))['rooms'];
    expect(await list()).toEqual([]);
    expect(await weapp.enter(ann, 'live_room', 'theirs')).toMatchObject({ code: 0 });
    expect(await list()).toMatchObject([{ roomID: 'theirs', roomCreator: 'web' }]);
  });

  test('are not ours to take or to end', async () => {
    weapp.join('theirs', 'web', 'speaker', 'conference');
    expect(
      await weapp.call(ann, 'multi_room', 'create_room', { userID: ann.userID, roomInfo: '', roomID: 'theirs' }),
    ).toMatchObject({ code: 11 });
    expect(await weapp.enter(ann, 'multi_room', 'theirs')).toMatchObject({ code: 0 });
    expect(await code(ann, 'destroy_room', { roomID: 'theirs', userID: ann.userID })).toBe(3);
    expect(await code(ann, 'delete_pusher', { roomID: 'theirs', userID: ann.userID })).toBe(0);
    expect(weapp.state('theirs')?.members.size).toBe(1);
  });

  test('a room of ours lives on while a browser publishes in it, and is over when it only watched', async () => {
    await weapp.enter(ann, 'multi_room', 'r');
    const web = weapp.join('r', 'web');
    weapp.publish('r', web);
    await code(ann, 'delete_pusher', { roomID: 'r', userID: ann.userID });
    expect(await weapp.pusherIds(bob, 'multi_room', 'r')).toEqual(['web']);
    weapp.tell('r', { type: 'leave', at: weapp.clock.now(), actor: web, reason: 'left' });
    expect(weapp.api.counts().rooms).toBe(0);
    expect(weapp.rooms.size).toBe(0);
  });
});

describe('[WA-53] what is not open is not shown', () => {
  test.for([
    { locked: true, lobby: false },
    { locked: false, lobby: true },
  ])('%j', async (policy) => {
    const web = weapp.join('closed', 'web', 'chair', 'live');
    weapp.publish('closed', web);
    await weapp.enter(bob, 'live_room', 'closed');
    weapp.tell('closed', { type: 'setPolicy', at: weapp.clock.now(), actor: web, ...policy });
    const live = async (user: User, method: string, body: object = {}): Promise<Readonly<Record<string, unknown>>> =>
      await weapp.call(user, 'live_room', method, { roomID: 'closed', userID: user.userID, ...body });
    expect(await live(ann, 'get_pushers')).toEqual({ code: 7, message: expect.any(String) });
    expect(await live(ann, 'get_audiences')).toMatchObject({ code: 7 });
    expect(await live(ann, 'add_audience', { userInfo: '' })).toMatchObject({ code: 7 });
    expect(await live(ann, 'get_custom_info')).toMatchObject({ code: 7 });
    expect(await weapp.enter(ann, 'live_room', 'closed')).toMatchObject({ code: 7 });
    expect(await weapp.call(ann, 'live_room', 'get_room_list', { cnt: 9, index: 0 })).toMatchObject({ rooms: [] });
    expect(await live(bob, 'get_pushers')).toMatchObject({ code: 0 });
    expect(weapp.state('closed')?.lobby).toEqual([]);
  });

  test('to who is banned', async () => {
    const web = weapp.join('closed', 'web', 'chair');
    weapp.publish('closed', web);
    weapp.tell('closed', {
      type: 'ban',
      at: weapp.clock.now(),
      actor: web,
      userId: userIdOf(ann.userID),
      durationMs: 0,
    });
    expect(await code(ann, 'get_pushers', { roomID: 'closed' })).toBe(7);
    expect(await code(bob, 'get_pushers', { roomID: 'closed' })).toBe(0);
  });
});

describe('[WA-54] one user with two devices', () => {
  test('the browser takes over, and the live room goes on', async () => {
    await weapp.enter(ann, 'live_room', 'r');
    weapp.join('r', ann.userID);
    expect(await weapp.call(ann, 'live_room', 'pusher_heartbeat', { roomID: 'r', userID: ann.userID })).toMatchObject({
      code: 5,
    });
    expect(weapp.state('r')?.members.size).toBe(1);
    expect(await weapp.call(bob, 'live_room', 'get_pushers', { roomID: 'r' })).toMatchObject({
      code: 0,
      roomCreator: ann.userID,
    });
    expect(await weapp.enter(ann, 'live_room', 'r')).toMatchObject({ code: 0 });
    expect(eventsOf('memberLeft').map(({ reason }) => reason)).toEqual(['replaced', 'replaced']);
    expect(await weapp.pusherIds(bob, 'live_room', 'r')).toEqual([ann.userID]);
  });
});
