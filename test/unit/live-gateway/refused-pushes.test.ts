/** Members that joined in order to push, and whose push is refused. */
import { expect, test } from 'vitest';
import { liveRoom, TTL_MS } from '../../support/live-room.ts';

const HOUR_MS = 3_600_000;

/** Ann, who joined by asking for a push URL and is held to be there for two hours. */
function waiting() {
  const room = liveRoom();
  const { live, ann, roomId } = room;
  live.leases.begin(roomId, ann, 2 * HOUR_MS);
  return { ...room, url: live.pushUrl(ann), presence: () => live.member(ann)?.presence };
}

test('[LG-117] with a URL that has expired: suspect, gone after the grace, or back by another URL', () => {
  for (const asksAgain of [false, true]) {
    const { live, ann, url, presence } = waiting();
    live.clock.advance(TTL_MS);
    expect(presence()).toBe('online');
    expect(live.refusalOf('push', url)).toBe('expired');
    expect(presence()).toBe('suspect');
    if (asksAgain) live.leases.renew(ann, HOUR_MS);
    live.clock.advance(60_000);
    expect(presence()).toBe(asksAgain ? 'online' : undefined);
  }
});

test('[LG-117] without the right to publish', () => {
  const { live, ann, url, presence } = waiting();
  live.grant(ann, { publishAudio: false, publishVideo: false });
  expect(presence()).toBe('online');
  expect(live.refusalOf('push', url)).toBe('oldGeneration');
  expect(presence()).toBe('suspect');
});

test('[LG-117] old, foreign and forged URLs change nothing, nor a refusal while it pushes', () => {
  const { live, ann, url, presence } = waiting();
  live.run({ type: 'preparePush', actor: ann, force: true });
  expect(live.refusalOf('push', url)).toBe('oldGeneration');
  const current = live.pushUrl(ann);
  expect(
    live.refusalOf(
      'push',
      current.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    ),
  ).toBe('badSignature');
  expect(live.refusalOf('push', live.urls.playUrls(live.host(), ann, null).rtmp)).toBe('wrongPurpose');
  expect(presence()).toBe('online');
  live.push(ann, current);
  live.clock.advance(TTL_MS);
  expect(live.refusalOf('push', current)).toBe('expired');
  expect(presence()).toBe('online');
});

test('[LG-117] a member with a socket is there, whatever it pushes', () => {
  const { live, ann } = liveRoom();
  const url = live.pushUrl(ann);
  live.clock.advance(TTL_MS);
  expect(live.refusalOf('push', url)).toBe('expired');
  expect(live.member(ann)?.presence).toBe('online');
});
