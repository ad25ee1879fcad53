/** Who may go on watching by the URLs that the API gave it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { TestPeer } from '../../support/live-room.ts';
import { type Kind, type User, Weapp } from '../../support/weapp.ts';

let weapp: Weapp;
let host: User;
let guest: User;
let viewer: User;
beforeEach(async () => {
  weapp = new Weapp();
  [host, guest, viewer] = [await weapp.login('host'), await weapp.login('guest'), await weapp.login('viewer')];
});

/** Opens a player; what the gateway says. */
const play = (url: string): { peer: TestPeer; refused: string } => {
  const peer = new TestPeer('http-flv');
  const admitted = weapp.admission.admitPlay(url, peer);
  return { peer, refused: 'refused' in admitted ? admitted.refused : '' };
};
const urlsOf = async (user: User, kind: Kind, roomID: string): Promise<string[]> => {
  const { mixedPlayURL, pushers } = (await weapp.call(user, kind, 'get_pushers', { roomID })) as unknown as {
    mixedPlayURL: string;
    pushers: { accelerateURL: string }[];
  };
  return [mixedPlayURL, ...pushers.map(({ accelerateURL }) => accelerateURL)];
};
const hostUrl = async (user: User, kind: Kind, roomID = 'r'): Promise<string> =>
  (await urlsOf(user, kind, roomID))[1] ?? '';
const memberOf = (user: User) =>
  [...(weapp.state('r')?.members.values() ?? [])].find(({ userId }) => userId === user.userID);
const call = async (user: User, kind: Kind, method: string, more: object = {}): Promise<number> =>
  (await weapp.call(user, kind, method, { roomID: 'r', userID: user.userID, ...more })).code;
const kick = (user: User): void => {
  const target = memberOf(user)?.memberId;
  const chair = memberOf(host)?.memberId;
  if (target === undefined || chair === undefined) throw new Error('not in the room');
  weapp.tell('r', { type: 'kick', at: weapp.clock.now(), actor: chair, target });
};

describe('[WA-65] play URLs are for who asked', () => {
  test('and every answer gives its own', async () => {
    await weapp.enter(host, 'live_room', 'r');
    await weapp.enter(guest, 'live_room', 'r');
    const answers = [await urlsOf(host, 'live_room', 'r'), await urlsOf(guest, 'live_room', 'r')];
    expect(new Set(answers.flat()).size).toBe(6);
    const { rooms } = (await weapp.call(viewer, 'live_room', 'get_room_list', { cnt: 5, index: 0 })) as unknown as {
      rooms: { pushers: { accelerateURL: string }[] }[];
    };
    expect(rooms[0]?.pushers.map(({ accelerateURL }) => accelerateURL)).toEqual(
      (await urlsOf(viewer, 'live_room', 'r')).slice(1),
    );
    expect([...answers.flat(), ...(await urlsOf(viewer, 'live_room', 'r'))].map((url) => play(url).refused)).toEqual(
      Array.from({ length: 9 }, () => ''),
    );
  });

  test.for(['kicked', 'deleted', 'silent'] as const)(
    'a pusher that is %s plays no more, the others do',
    async (how) => {
      await weapp.enter(host, 'multi_room', 'r');
      // Asked before it came in, as clients do.
      const before = await hostUrl(guest, 'multi_room');
      await weapp.enter(guest, 'multi_room', 'r');
      await weapp.enter(viewer, 'multi_room', 'r');
      const url = await hostUrl(guest, 'multi_room');
      expect(url).toBe(before);
      const [byGuest, byViewer] = [play(url), play(await hostUrl(viewer, 'multi_room'))];
      if (how === 'kicked') kick(guest);
      if (how === 'deleted') await call(guest, 'multi_room', 'delete_pusher');
      for (let s = 0; how === 'silent' && s < 26; s += 2) {
        weapp.clock.advance(2000);
        for (const user of [host, viewer]) await call(user, 'multi_room', 'pusher_heartbeat');
      }
      weapp.clock.endTurn();
      expect([byGuest.peer.ends, byViewer.peer.ends]).toEqual([['memberGone'], []]);
      expect(play(url).refused).toBe('viewerGone');
      expect(play(await hostUrl(viewer, 'multi_room')).refused).toBe('');
    },
  );

  test('and of a mixed stream the same', async () => {
    weapp = new Weapp({ mixes: { setLayout: () => undefined, stop: () => undefined, hasMix: () => true } });
    [host, guest] = [await weapp.login('host'), await weapp.login('guest')];
    await weapp.enter(host, 'live_room', 'r');
    await call(guest, 'live_room', 'add_audience', { userInfo: '{}' });
    const [mixed = ''] = await urlsOf(guest, 'live_room', 'r');
    const [ofHost = ''] = await urlsOf(host, 'live_room', 'r');
    const [byGuest, byHost] = [play(mixed), play(ofHost)];
    kick(guest);
    weapp.clock.endTurn();
    expect([byGuest.peer.ends, byHost.peer.ends]).toEqual([['memberGone'], []]);
    expect([play(mixed).refused, play(ofHost).refused]).toEqual(['viewerGone', '']);
  });
});

describe('[WA-66] who watches without pushing goes on', () => {
  beforeEach(async () => {
    await weapp.enter(host, 'live_room', 'r');
  });

  test('from before it is on the list, through linking, to the end', async () => {
    const url = await hostUrl(viewer, 'live_room');
    const { peer } = play(url);
    expect(await call(viewer, 'live_room', 'add_audience', { userInfo: '{}' })).toBe(0);
    await weapp.enter(viewer, 'live_room', 'r');
    expect(await hostUrl(viewer, 'live_room')).toBe(url);
    expect(await call(viewer, 'live_room', 'delete_pusher')).toBe(0);
    weapp.clock.endTurn();
    expect(peer.ends).toEqual([]);
    expect([await hostUrl(viewer, 'live_room'), play(url).refused]).toEqual([url, '']);
    await call(viewer, 'live_room', 'delete_audience');
    weapp.clock.endTurn();
    expect([peer.ends, play(url).refused]).toEqual([['memberGone'], 'viewerGone']);
  });

  test('and who finds no place on the list', async () => {
    weapp = new Weapp({ env: { RTCROOM_ROOM_SERVICE_MAX_AUDIENCE: '1' } });
    [host, guest, viewer] = [await weapp.login('host'), await weapp.login('guest'), await weapp.login('viewer')];
    await weapp.enter(host, 'live_room', 'r');
    expect(await call(guest, 'live_room', 'add_audience', { userInfo: '{}' })).toBe(0);
    const { peer } = play(await hostUrl(viewer, 'live_room'));
    expect(await call(viewer, 'live_room', 'add_audience', { userInfo: '{}' })).toBe(5001);
    kick(guest);
    weapp.clock.endTurn();
    expect([peer.ends, play(await hostUrl(viewer, 'live_room')).refused]).toEqual([[], '']);
  });

  test('and who is let in anew, by new URLs', async () => {
    await call(viewer, 'live_room', 'add_audience', { userInfo: '{}' });
    const url = await hostUrl(viewer, 'live_room');
    await call(viewer, 'live_room', 'delete_audience');
    weapp.clock.endTurn();
    expect(play(url).refused).toBe('viewerGone');
    await call(viewer, 'live_room', 'add_audience', { userInfo: '{}' });
    expect(play(url).refused).toBe('viewerGone');
    const again = await hostUrl(viewer, 'live_room');
    expect(play(again).refused).toBe('');
    weapp.clock.advance(5000);
    expect(await hostUrl(viewer, 'live_room')).toBe(again);
  });
});

test('[WA-67] [WA-40] an audience entry that plays is there, however silent', async () => {
  await weapp.enter(host, 'live_room', 'r');
  for (const user of [guest, viewer]) await call(user, 'live_room', 'add_audience', { userInfo: '{}' });
  const { peer } = play(await hostUrl(viewer, 'live_room'));
  for (let s = 0; s < 400; s += 5) {
    weapp.clock.advance(5000);
    await call(host, 'live_room', 'pusher_heartbeat');
  }
  const { audiences } = await weapp.call(host, 'live_room', 'get_audiences', { roomID: 'r' });
  expect(audiences).toMatchObject([{ userID: viewer.userID }]);
  expect(peer.ends).toEqual([]);
});
