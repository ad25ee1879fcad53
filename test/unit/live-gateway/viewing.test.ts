/** Play URLs that were issued to a user, member or not. */
import { beforeEach, describe, expect, test } from 'vitest';
import { nodeDigests } from '../../../src/live-gateway/node-digests.ts';
import { ViewingEnds } from '../../../src/live-gateway/viewing-ends.ts';
import { issuePlayUrls } from '../../../src/push-pull-urls/issue-urls.ts';
import { instantMs, type MemberId, type RoomId } from '../../../src/shared/ids.ts';
import { type LiveRooms, liveRoom, type TestPeer, TTL_MS } from '../../support/live-room.ts';
import { asMember, asRoom, asUser, joinCommand } from '../../support/rooms.ts';

const CHAIR = asMember('chair');
let live: LiveRooms;
let ann: MemberId;
let roomId: RoomId;
beforeEach(() => {
  ({ live, ann, roomId } = liveRoom());
});

/** Of Ann's stream, for that user as things are. */
const urlFor = (user: string): string => {
  const viewingUser = live.admission.viewerOf(roomId, asUser(user));
  const stream = { roomId, memberId: ann, generation: live.member(ann)?.pushGeneration ?? 0 };
  return issuePlayUrls(live.provider, nodeDigests, { stream, at: live.now, ttlMs: TTL_MS, viewingUser }).flv;
};
const playing = (user: string): { url: string; peer: TestPeer } => {
  const url = urlFor(user);
  return { url, peer: live.play(url).peer };
};

/** How a member's being in the room may end. */
const ENDS = {
  kicked: () => live.run({ type: 'kick', actor: CHAIR, target: asMember('bob') }),
  left: () => live.run({ type: 'leave', actor: asMember('bob'), reason: 'left' }),
  timedOut: () => live.run({ type: 'leave', actor: asMember('bob'), reason: 'timedOut' }),
} as const;

describe('[LG-115] who is out of the room', () => {
  test.for(['kicked', 'left', 'timedOut'] as const)('%s: what it plays ends, the others go on', (how) => {
    live.join('bob');
    live.join('cy');
    const [byBob, byCy, byGuest] = [playing('bob'), playing('cy'), playing('guest')];
    expect(live.admission.isWatching(roomId, asUser('bob'))).toBe(true);
    ENDS[how]();
    live.clock.endTurn();
    expect([byBob, byCy, byGuest].map(({ peer }) => peer.ends)).toEqual([['memberGone'], [], []]);
    expect(live.admission.isWatching(roomId, asUser('bob'))).toBe(false);
    expect([byBob, byCy, byGuest].map(({ url }) => live.refusalOf('play', url))).toEqual(['viewerGone', '', '']);
    // Nor when it is back; then it is given another.
    live.join('bob');
    expect(live.refusalOf('play', byBob.url)).toBe('viewerGone');
    expect(live.refusalOf('play', urlFor('bob'))).toBe('');
  });

  test('is out as well by a URL of before it came in', () => {
    const before = playing('bob');
    live.join('bob');
    expect(before.peer.ends).toEqual([]);
    ENDS.kicked();
    live.clock.endTurn();
    expect(before.peer.ends).toEqual(['memberGone']);
    expect(live.refusalOf('play', before.url)).toBe('viewerGone');
  });

  test('once more, in the same millisecond', () => {
    const urls = ['', ''].map(() => {
      live.join('bob');
      const { url } = playing('bob');
      ENDS.kicked();
      live.clock.endTurn();
      return url;
    });
    expect(new Set(urls).size).toBe(2);
    live.join('bob');
    expect(urls.map((url) => live.refusalOf('play', url))).toEqual(['viewerGone', 'viewerGone']);
  });

  test('goes on when it took another seat within the turn', () => {
    live.join('bob');
    const { url, peer } = playing('bob');
    ENDS.left();
    live.run(joinCommand('bob', live.now, 'audience', 'bob2'));
    live.clock.endTurn();
    expect(peer.ends).toEqual([]);
    expect(live.refusalOf('play', url)).toBe('');
    // But not who was kicked meanwhile, however it came in again.
    const target = asMember('bob2');
    live.run({ type: 'kick', actor: CHAIR, target });
    live.join('bob');
    live.clock.endTurn();
    expect(peer.ends).toEqual(['memberGone']);
    expect(live.refusalOf('play', url)).toBe('viewerGone');
  });

  test('has nothing to do with other rooms', () => {
    live.join('bob');
    live.join('dan', 'speaker', 'other');
    live.join('bob', 'speaker', 'other');
    const { url, peer } = playing('bob');
    live.run({ type: 'leave', actor: asMember('bob'), reason: 'kicked' }, 'other');
    live.clock.endTurn();
    expect([peer.ends, live.refusalOf('play', url)]).toEqual([[], '']);
    expect(live.admission.viewerOf(asRoom('other'), asUser('bob')).sinceMs).toBeGreaterThan(0);
  });
});

describe('[LG-114] while the room is open to the user', () => {
  test.for([
    ['locked', { locked: true, lobby: false }],
    ['with a lobby', { locked: false, lobby: true }],
  ] as const)('%s: who is inside goes on, others end', ([, policy]) => {
    live.join('bob');
    const [inside, outside] = [playing('bob'), playing('guest')];
    live.run({ type: 'setPolicy', actor: CHAIR, ...policy });
    live.clock.endTurn();
    expect([inside.peer.ends, outside.peer.ends]).toEqual([[], ['notAllowed']]);
    expect([live.refusalOf('play', inside.url), live.refusalOf('play', outside.url)]).toEqual(['', 'viewerGone']);
    live.run({ type: 'setPolicy', actor: CHAIR, locked: false, lobby: false });
    expect(live.refusalOf('play', outside.url)).toBe('');
  });

  test('a ban ends it, for who is in the room and who only watches', () => {
    live.join('bob');
    const [inside, outside] = [playing('bob'), playing('guest')];
    for (const userId of [asUser('bob'), asUser('guest')])
      live.run({ type: 'ban', actor: CHAIR, userId, durationMs: 60_000 });
    live.clock.endTurn();
    expect([inside.peer.ends, outside.peer.ends]).toEqual([['memberGone'], ['notAllowed']]);
    expect([inside, outside].map(({ url }) => live.refusalOf('play', url))).toEqual(['viewerGone', 'viewerGone']);
    expect(live.refusalOf('play', urlFor('guest'))).toBe('viewerGone');
  });

  test('a member that may not subscribe any more', () => {
    live.join('bob');
    const { url, peer } = playing('bob');
    live.grant(asMember('bob'), { chat: false });
    live.clock.endTurn();
    expect(peer.ends).toEqual([]);
    live.grant(asMember('bob'), { subscribe: false });
    live.clock.endTurn();
    expect([peer.ends, live.refusalOf('play', url)]).toEqual([['notAllowed'], 'viewerGone']);
  });

  test('the end of the room ends all of it, and leaves nothing', () => {
    const { url, peer } = playing('guest');
    live.run({ type: 'closeRoom', actor: null, reason: 'roomClosed' });
    live.clock.endTurn();
    expect(peer.ends).toEqual(['memberGone']);
    expect(live.refusalOf('play', url)).not.toBe('');
    expect(live.admission.counts).toEqual({ publications: 0, playbacks: 0 });
  });
});

test('[LG-116] so many ends of each kind are remembered, the oldest forgotten first', () => {
  const ends = new ViewingEnds(2);
  const end = (user: string): number => ends.lastEnd(roomId, asUser(user));
  ends.note(roomId, asUser('kicked'), true, instantMs(5));
  for (const user of ['a', 'b', 'a', 'c']) ends.note(roomId, asUser(user), false, instantMs(7));
  expect(['kicked', 'a', 'b', 'c'].map(end)).toEqual([5, 8, 0, 7]);
  for (const user of ['x', 'y']) ends.note(roomId, asUser(user), true, instantMs(9));
  expect(['kicked', 'a', 'x', 'y'].map(end)).toEqual([0, 8, 9, 9]);
  expect(ends.size).toBe(4);
});
