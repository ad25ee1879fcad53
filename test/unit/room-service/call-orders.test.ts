/** Whole calls, in the order in which clients make them, with their timers. */
import { beforeEach, describe, expect, test } from 'vitest';
import { RtcRoomClient } from '../../support/rtcroom-client.ts';
import { type Kind, roomIdOf, Weapp } from '../../support/weapp.ts';

let weapp: Weapp;
beforeEach(() => {
  weapp = new Weapp();
});
const start = async (kind: Kind): Promise<RtcRoomClient> => await RtcRoomClient.start(weapp, kind);
const members = (roomID: string): number => weapp.state(roomID)?.members.size ?? 0;
/** Nothing of anybody is left, but aliases and polls of the time before. */
const nothingLeft = (): void => {
  expect(weapp.api.counts().rooms).toBe(0);
  expect(weapp.rooms.size).toBe(0);
  expect(weapp.faults).toEqual([]);
};

test.for(['double_room', 'multi_room'] as const)(
  '[WA-72] %s: a call of two, from the first call to the last',
  async (kind) => {
    const [ann, bob] = [await start(kind), await start(kind)];
    await ann.enter();
    const { roomID } = ann;
    await bob.enter(roomID);
    await weapp.quiet();
    expect(ann.seen).toEqual([`+${bob.user.userID}`]);
    expect(bob.seen).toEqual([`+${ann.user.userID}`]);
    await weapp.pass(60_000);
    expect(members(roomID)).toBe(2);
    await bob.exit();
    await weapp.quiet();
    expect(ann.seen).toEqual([`+${bob.user.userID}`, `-${bob.user.userID}`]);
    await weapp.pass(20_000);
    expect(members(roomID)).toBe(1);
    await ann.exit();
    await weapp.pass(20_000);
    nothingLeft();
    // Trailing heartbeats without a room are all that was ever refused.
    for (const client of [ann, bob]) {
      expect(new Set(client.refusals)).toEqual(new Set(['pusher_heartbeat 5']));
      expect(client.brokenPolls).toBe(0);
      expect(client.polls).toBeLessThan(12);
    }
  },
);

test('[WA-31] who returns within seven seconds has two chains of timers, and one place', async () => {
  const [ann, bob] = [await start('multi_room'), await start('multi_room')];
  await ann.enter();
  const { roomID } = ann;
  await bob.enter(roomID);
  await weapp.pass(4000);
  await bob.exit();
  await weapp.pass(1000);
  await bob.enter(roomID);
  await weapp.pass(90_000);
  expect(members(roomID)).toBe(2);
  expect(ann.seen).toEqual([`+${bob.user.userID}`, `-${bob.user.userID}`, `+${bob.user.userID}`]);
  expect(bob.refusals).toEqual([]);
});

test('[WA-31] heartbeats of who is not there are 5 and bring nobody back', async () => {
  const ann = await start('multi_room');
  await ann.enter();
  const { roomID } = ann;
  const beat = async (body: Readonly<Record<string, unknown>>): Promise<number> =>
    (await ann.call('pusher_heartbeat', body)).code;
  expect(await beat({ roomID })).toBe(0);
  expect(await beat({ roomID: '' })).toBe(5);
  expect(await beat({ roomID: 'unknown' })).toBe(5);
  expect(await beat({ roomID: '../..' })).toBe(5);
  expect(await beat({})).toBe(1);
  await ann.exit();
  expect(await beat({ roomID })).toBe(5);
  nothingLeft();
});

describe('[WA-30] silence', () => {
  test('is suspect from 15 s on and gone after 20 to 25 s', async () => {
    const [ann, bob] = [await start('multi_room'), await start('multi_room')];
    await ann.enter();
    const { roomID } = ann;
    await weapp.enter(bob.user, 'multi_room', roomID);
    await weapp.quiet();
    const presence = (): string | undefined =>
      [...(weapp.state(roomID)?.members.values() ?? [])].find(({ userId }) => userId === bob.user.userID)?.presence;
    await weapp.pass(14_000);
    expect(presence()).toBe('online');
    await weapp.pass(6000);
    expect(presence()).toBe('suspect');
    await weapp.pass(6000);
    expect(presence()).toBeUndefined();
    expect(ann.seen).toEqual([`+${bob.user.userID}`, `-${bob.user.userID}`]);
    expect(members(roomID)).toBe(1);
  });

  test('ends with a heartbeat in time', async () => {
    const bob = await start('multi_room');
    await weapp.enter(bob.user, 'multi_room', 'late');
    await weapp.pass(19_000);
    expect((await bob.call('pusher_heartbeat', { roomID: 'late' })).code).toBe(0);
    expect([...(weapp.state('late')?.members.values() ?? [])].map(({ presence }) => presence)).toEqual(['online']);
    await weapp.pass(18_000);
    expect(members('late')).toBe(1);
  });

  test('is none while media arrive', async () => {
    const bob = await start('multi_room');
    await weapp.enter(bob.user, 'multi_room', 'media');
    for (let second = 0; second < 60; second += 5) {
      await weapp.pass(5000);
      for (const memberId of weapp.state('media')?.members.keys() ?? []) {
        weapp.api.service.onMedia(roomIdOf('media'), memberId);
      }
    }
    expect(members('media')).toBe(1);
    await weapp.pass(26_000);
    expect(members('media')).toBe(0);
    nothingLeft();
  });
});

describe('live room', () => {
  test('[WA-61] host, audience and a guest who links, to the end', async () => {
    const [host, guest] = [await start('live_room'), await start('live_room')];
    await host.host();
    const { roomID } = host;
    await guest.watch(roomID);
    await weapp.quiet();
    expect(guest.pushers[0]).toMatchObject({ userID: host.user.userID });
    expect((await guest.link()).code).toBe(0);
    await weapp.quiet();
    expect(host.seen).toEqual([`+${guest.user.userID}`]);
    expect(guest.pushers.map(({ userID }) => userID)).toEqual([host.user.userID, guest.user.userID]);
    await weapp.pass(30_000);
    await guest.call('delete_pusher', { roomID });
    await weapp.quiet();
    expect(host.seen).toEqual([`+${guest.user.userID}`, `-${guest.user.userID}`]);
    // Leaving, the guest deletes a pusher it is no more, always.
    await guest.call('delete_pusher', { roomID });
    await guest.call('delete_audience', { roomID });
    expect(guest.refusals).toContain('delete_pusher 5');
    await host.exit('destroy_room');
    await weapp.quiet();
    expect(guest.destroyed).toBe(true);
    await weapp.pass(20_000);
    nothingLeft();
  });

  test('[WA-32] ends when the host is in the background for too long', async () => {
    const [host, guest] = [await start('live_room'), await start('live_room')];
    await host.host();
    const { roomID } = host;
    await guest.watch(roomID);
    // The phone suspends the host's scripts: the call that would end the room never comes.
    host.beat = () => undefined;
    host.roomID = '';
    await weapp.pass(35_000);
    expect(guest.destroyed).toBe(true);
    nothingLeft();
  });

  test('[WA-61] the host pushes before there is a room, and to what others are told to play', async () => {
    const host = await start('live_room');
    const pushURL = await weapp.pushUrl(host.user, 'live_room');
    host.roomID = String((await host.call('create_room', { roomInfo: '' }))['roomID']);
    await host.push(pushURL);
    const [pusher] = await weapp.pushers(host.user, 'live_room', host.roomID);
    const name = (url: string | undefined): string | undefined => /\/([^/?]+)\?/.exec(url ?? '')?.[1];
    expect(name(pusher?.['accelerateURL'])).toBe(name(pushURL));
    expect(weapp.api.counts().tickets).toBe(0);
  });
});

test('[WA-73] a second without network loses no notice', async () => {
  const [ann, bob] = [await start('multi_room'), await start('multi_room')];
  await ann.enter();
  const { roomID } = ann;
  await bob.enter(roomID);
  await weapp.quiet();
  ann.loseNetwork();
  weapp.clock.advance(100);
  await bob.exit();
  weapp.clock.advance(10);
  ann.hasNetwork = true;
  await weapp.pass(2000);
  expect(ann.seen).toEqual([`+${bob.user.userID}`, `-${bob.user.userID}`]);
});

test('[WA-74] a quiet room asks for little', async () => {
  const ann = await start('multi_room');
  await ann.enter();
  await weapp.pass(600_000);
  expect(ann.polls).toBeGreaterThan(10);
  expect(ann.polls).toBeLessThan(16);
  expect(ann.brokenPolls).toBe(0);
});
