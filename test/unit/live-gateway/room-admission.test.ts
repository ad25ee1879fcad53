import { describe, expect, test } from 'vitest';
import { defaultFloorSettings } from '../../../src/floor-control/floors.ts';
import { ALIVE_MS, LiveRooms, liveRoom, TTL_MS } from '../../support/live-room.ts';
import { asMember, asUser } from '../../support/rooms.ts';

const CHAIR = asMember('chair');

describe('who is let in', () => {
  test('[LG-100] a URL that is not good is refused, with the reason for us alone', () => {
    const { live, ann, roomId } = liveRoom();
    const url = live.pushUrl(ann);
    expect(live.refusalOf('push', url.replace('sign=', 'sign=0'))).toBe('malformed');
    expect(
      live.refusalOf(
        'push',
        url.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ),
    ).toBe('badSignature');
    expect(live.refusalOf('play', url)).toBe('wrongPurpose');
    expect(live.refusalOf('push', live.urls.playUrls(live.host(), ann, ann).rtmp)).toBe('wrongPurpose');
    expect(live.refused.map(({ purpose, reason, protocol }) => `${purpose} ${protocol} ${reason}`)).toEqual([
      'push rtmp malformed',
      'push rtmp badSignature',
      'play rtmp wrongPurpose',
      'push rtmp wrongPurpose',
    ]);
    expect(live.refused.map(({ claims }) => claims?.memberId)).toEqual([undefined, undefined, ann, ann]);
    expect(live.refused[2]?.claims).toMatchObject({ roomId, generation: 1, purpose: 'push' });
    live.clock.advance(TTL_MS);
    expect(live.refusalOf('push', url)).toBe('expired');
    expect(live.refusalOf('push', '\0')).toBe('malformed');
    expect(live.refusalOf('push', url.replace('127.0.0.1', 'elsewhere'))).toBe('foreign');
    expect(live.admission.counts).toEqual({ publications: 0, playbacks: 0 });
  });

  test('[LG-100] by its path alone as well', () => {
    const { live, ann } = liveRoom();
    expect(live.refusalOf('push', live.pushUrl(ann).replace('rtmp://127.0.0.1:1935', ''))).toBe('');
  });

  test('[LG-100] when another provider has the streams, nobody', () => {
    const { live, ann } = liveRoom();
    const url = live.pushUrl(ann);
    live.provider = {
      type: 'tencentCss',
      pushHost: 'push.example.org',
      playHost: 'play.example.org',
      appName: 'live',
      algorithm: 'md5',
      flvScheme: 'https',
      pushKeys: { primary: 'key', signWith: 'primary' },
      hasLowLatency: false,
      hasWebrtc: false,
    };
    expect(live.refusalOf('push', url)).toBe('notServed');
    expect(live.refusalOf('play', url)).toBe('notServed');
  });

  test('[LG-101] who may publish neither audio nor video is not', () => {
    const { live, ann } = liveRoom();
    const url = live.pushUrl(ann);
    live.grant(ann, { publishAudio: false });
    expect(live.refusalOf('push', url)).toBe('');
    live.grant(ann, { publishAudio: false, publishVideo: false });
    // The generation was raised, so an old URL says so; one of the new generation would be refused all the same.
    expect(live.refusalOf('push', url)).toBe('oldGeneration');
    const forged = new LiveRooms();
    forged.join('chair', 'chair');
    forged.join('ann');
    forged.run({ type: 'preparePush', actor: ann, force: true });
    expect(live.refusalOf('push', forged.pushUrl(ann))).toBe('notAllowed');
  });
});

describe('what is published', () => {
  test('[LG-102] becomes the media of the member, from RTMP', () => {
    const { live, ann } = liveRoom();
    const { publication } = live.push(ann);
    expect(live.medium(ann, 'audio')).toBe('-');
    expect([publication.mayFlow('audio'), publication.mayFlow('video')]).toEqual([false, false]);
    expect(publication.begin('audio')).toBe(true);
    expect(live.medium(ann, 'audio')).toBe('rtmp flows');
    expect([publication.mayFlow('audio'), publication.mayFlow('video')]).toEqual([true, false]);
    expect(publication.begin('audio')).toBe(true);
    expect(publication.begin('video')).toBe(true);
    expect(live.medium(ann, 'video')).toBe('rtmp flows');
    expect(publication.key).toEqual({ roomId: 'r', memberId: 'ann' });
  });

  test('[LG-102] is refused where the room does not take it, medium by medium', () => {
    const { live, ann } = liveRoom({ maxPublishers: 1 });
    live.run({ type: 'published', actor: ann, medium: 'audio', source: 'webrtc', producerId: 'p' });
    const { publication } = live.push(ann);
    expect(publication.begin('audio')).toBe(false);
    expect(publication.begin('video')).toBe(true);
    expect([publication.mayFlow('audio'), publication.mayFlow('video')]).toEqual([false, true]);
    expect(live.push(CHAIR).publication.begin('video')).toBe(false);
    expect(live.mediaRefused).toEqual(['alreadyPublished', 'publishersFull']);
    expect(publication.begin('audio')).toBe(false);
    expect(live.mediaRefused).toHaveLength(2);
    live.run({ type: 'unpublished', actor: ann, medium: 'audio', producerId: 'p' });
    expect(publication.begin('audio')).toBe(true);
    expect(live.medium(ann, 'audio')).toBe('rtmp flows');
    publication.end();
    expect([live.medium(ann, 'audio'), live.medium(ann, 'video')]).toEqual(['-', '-']);
  });

  const ANN = asMember('ann');
  const mute = (muted: boolean) => {
    return { type: 'setModeratorMute', actor: CHAIR, target: ANN, medium: 'audio', muted } as const;
  };
  const presence = (where: 'online' | 'background') => ({ type: 'setPresence', actor: ANN, presence: where }) as const;
  const settings = defaultFloorSettings('mic', 'audio');
  test.for([
    { name: 'a mute', off: mute(true), on: mute(false) },
    { name: 'the background', off: presence('background'), on: presence('online') },
    {
      name: 'a floor that others may hold',
      off: { type: 'configureFloor', actor: CHAIR, settings },
      on: { type: 'removeFloor', actor: CHAIR, floorId: 'mic' },
    },
  ] as const)('[LG-103] $name stops and lets flow in the same decision', ({ off, on }) => {
    const { live, ann } = liveRoom({ backgroundAudio: false });
    const { publication } = live.push(ann);
    publication.begin('audio');
    publication.begin('video');
    live.run(off);
    expect(publication.mayFlow('audio')).toBe(false);
    expect(live.medium(ann, 'audio')).toBe('rtmp');
    live.run(on);
    expect(publication.mayFlow('audio')).toBe(true);
  });

  test('[LG-103] a lost grant stops that medium only, and another member none', () => {
    const { live, ann } = liveRoom();
    const { publication } = live.push(ann);
    publication.begin('audio');
    publication.begin('video');
    live.grant(ann, { publishVideo: false });
    expect([publication.mayFlow('audio'), publication.mayFlow('video')]).toEqual([true, false]);
    live.run({ type: 'setSelfMute', actor: CHAIR, medium: 'audio', muted: true });
    expect(publication.mayFlow('audio')).toBe(true);
  });

  test('[LG-104] leaves the room with its end, which may come twice', () => {
    const { live, ann } = liveRoom();
    const { publication, peer } = live.push(ann);
    publication.begin('audio');
    publication.begin('video');
    publication.end();
    publication.end();
    expect([live.medium(ann, 'audio'), live.medium(ann, 'video')]).toEqual(['-', '-']);
    expect(publication.mayFlow('audio')).toBe(false);
    expect(publication.begin('audio')).toBe(false);
    publication.alive();
    live.clock.endTurn();
    expect(peer.ends).toEqual([]);
    expect(live.admission.counts.publications).toBe(0);
  });

  test('[LG-105] a newer one of the member takes the place of the older', () => {
    const { live, ann } = liveRoom();
    const url = live.pushUrl(ann);
    const older = live.push(ann, url);
    older.publication.begin('audio');
    const newer = live.push(ann, url);
    expect(older.publication.mayFlow('audio')).toBe(false);
    expect(older.peer.ends).toEqual([]);
    expect(newer.publication.begin('audio')).toBe(true);
    live.clock.endTurn();
    expect(older.peer.ends).toEqual(['replaced']);
    older.publication.end();
    expect(older.publication.begin('video')).toBe(false);
    expect(live.medium(ann, 'audio')).toBe('rtmp flows');
    expect(newer.publication.mayFlow('audio')).toBe(true);
    expect(live.admission.counts.publications).toBe(1);
  });
});

describe('what the room takes back', () => {
  const watched = () => {
    const { live, ann, roomId } = liveRoom();
    const bob = live.join('bob');
    const push = live.push(ann);
    push.publication.begin('audio');
    const byBob = live.play(live.urls.playUrls(live.host(), ann, bob).flv);
    const byAnybody = live.play(live.urls.playUrls(live.host(), ann, null).rtmp);
    const chairByAnn = live.play(live.urls.playUrls(live.host(), CHAIR, ann).flv);
    return { live, ann, bob, roomId, push, byBob, byAnybody, chairByAnn };
  };
  const allEnded = (why: string) => [[why], [why], [why]];

  test.for([
    { name: 'left', command: { type: 'leave', actor: asMember('ann'), reason: 'left' } },
    { name: 'was kicked', command: { type: 'kick', actor: CHAIR, target: asMember('ann') } },
    { name: 'was banned', command: { type: 'ban', actor: CHAIR, userId: asUser('ann'), durationMs: 0 } },
  ] as const)('[LG-106] of a member that $name: what it pushes and plays, and who plays it', ({ command }) => {
    const { live, push, byBob, byAnybody, chairByAnn, ann } = watched();
    const url = live.pushUrl(ann);
    live.run(command);
    expect(push.publication.mayFlow('audio')).toBe(false);
    expect(push.peer.ends).toEqual([]);
    live.clock.endTurn();
    expect([push, byBob, byAnybody].map(({ peer }) => peer.ends)).toEqual(allEnded('memberGone'));
    expect(chairByAnn.peer.ends).toEqual(['memberGone']);
    expect(live.refusalOf('push', url)).toBe('unknownStream');
    expect(live.over).toContainEqual({ roomId: 'r', memberId: 'ann' });
    expect(live.admission.counts).toEqual({ publications: 0, playbacks: 0 });
  });

  test('[LG-106] of a viewer that left: what it plays', () => {
    const { live, bob, push, byBob, byAnybody } = watched();
    const url = live.urls.playUrls(live.host(), asMember('ann'), bob).flv;
    live.run({ type: 'leave', actor: bob, reason: 'left' });
    live.clock.endTurn();
    expect([push, byBob, byAnybody].map(({ peer }) => peer.ends)).toEqual([[], ['memberGone'], []]);
    expect(live.refusalOf('play', url)).toBe('viewerGone');
  });

  test('[LG-106] of a room that closed or broke: everything', () => {
    for (const end of ['closeRoom', 'break'] as const) {
      const { live, roomId, push, byBob, byAnybody, chairByAnn } = watched();
      const host = live.host();
      if (end === 'closeRoom') live.run({ type: 'closeRoom', actor: null, reason: 'roomClosed' });
      else host.execute(null as never);
      expect(push.publication.mayFlow('audio')).toBe(false);
      // A room of the same id that begins in the same turn has nothing to do with it.
      live.join('eve');
      const later = live.push(asMember('eve'));
      live.clock.endTurn();
      expect([push, byBob, byAnybody, chairByAnn].map(({ peer }) => peer.ends)).toEqual(
        Array.from({ length: 4 }, () => ['memberGone']),
      );
      expect(later.peer.ends).toEqual([]);
      expect(live.admission.counts).toEqual({ publications: 1, playbacks: 0 });
      if (end === 'closeRoom') expect(live.over).toContainEqual({ roomId, memberId: null });
    }
  });

  test('[LG-107] of a member that may publish nothing any more: what it pushes, and who plays it', () => {
    const { live, ann, push, byBob, byAnybody, chairByAnn } = watched();
    const url = live.pushUrl(ann);
    live.grant(ann, { publishAudio: false, publishVideo: false });
    expect(push.publication.mayFlow('audio')).toBe(false);
    live.clock.endTurn();
    expect([push, byBob, byAnybody].map(({ peer }) => peer.ends)).toEqual(allEnded('notAllowed'));
    expect(chairByAnn.peer.ends).toEqual([]);
    expect(live.medium(ann, 'audio')).toBe('-');
    live.grant(ann, {});
    expect(live.refusalOf('push', url)).toBe('oldGeneration');
    expect(live.refusalOf('push', live.pushUrl(ann))).toBe('');
  });

  test('[LG-107] a pusher that is back before its former connection has ended goes on', () => {
    const { live, ann, push } = watched();
    live.grant(ann, { publishAudio: false, publishVideo: false });
    live.grant(ann, {});
    const back = live.push(ann);
    back.publication.begin('audio');
    live.clock.endTurn();
    expect(push.peer.ends).toHaveLength(1);
    expect(back.peer.ends).toEqual([]);
    expect(live.medium(ann, 'audio')).toBe('rtmp flows');
  });

  test('[LG-108] of a viewer that may not subscribe any more: what it plays', () => {
    const { live, bob, byBob, byAnybody } = watched();
    const url = live.urls.playUrls(live.host(), asMember('ann'), bob).flv;
    live.grant(bob, { chat: false });
    live.clock.endTurn();
    expect(byBob.peer.ends).toEqual([]);
    live.grant(bob, { subscribe: false });
    live.clock.endTurn();
    expect(byBob.peer.ends).toEqual(['notAllowed']);
    expect(byAnybody.peer.ends).toEqual([]);
    expect(live.refusalOf('play', url)).toBe('viewerGone');
  });

  test('[LG-109] asking for a new push URL ends nobody, but URLs of before let nobody in', () => {
    const { live, ann, bob, push, byBob } = watched();
    const play = live.urls.playUrls(live.host(), ann, bob).flv;
    const url = live.pushUrl(ann);
    live.clock.endTurn();
    expect([push, byBob].map(({ peer }) => peer.ends)).toEqual([[], []]);
    expect(push.publication.mayFlow('audio')).toBe(true);
    expect(live.refusalOf('play', play)).toBe('oldGeneration');
    const next = live.push(ann, url);
    live.clock.endTurn();
    expect(push.peer.ends).toEqual(['replaced']);
    expect(next.peer.ends).toEqual([]);
    expect(byBob.peer.ends).toEqual([]);
  });

  test('[LG-113] players that go leave nothing', () => {
    const { live, push, byBob, byAnybody, chairByAnn } = watched();
    for (const { playback } of [byBob, byAnybody, chairByAnn, byBob]) playback.end();
    push.publication.end();
    expect(live.admission.counts).toEqual({ publications: 0, playbacks: 0 });
    live.run({ type: 'closeRoom', actor: null, reason: 'roomClosed' });
    live.clock.endTurn();
    expect([push, byBob].map(({ peer }) => peer.ends)).toEqual([[], []]);
  });
});

describe('signs of life', () => {
  test('[LG-110] of a member with a socket count as its media, at most one a second', () => {
    const { live, ann } = liveRoom({ suspectGraceMs: 15_000, backgroundGraceMs: 60_000 });
    const { publication } = live.push(ann);
    live.run({ type: 'presenceLost', actor: ann });
    const before = live.host().state.offset;
    live.clock.advance(5000);
    publication.alive();
    expect(live.host().state.offset).toBe(before + 1);
    expect(live.member(ann)?.presence).toBe('suspect');
    live.clock.advance(14_000);
    for (let frame = 0; frame < 100; frame += 1) publication.alive();
    expect(live.host().state.offset).toBe(before + 2);
    live.clock.advance(14_000);
    expect(live.member(ann)?.presence).toBe('suspect');
    publication.end();
    live.clock.advance(2000);
    expect(live.member(ann)).toBeUndefined();
  });

  test('[LG-110] of a member without one keep it online, until they stop or the pusher goes', () => {
    const { live, ann, roomId } = liveRoom();
    live.leases.begin(roomId, ann, 1000);
    const { publication } = live.push(ann);
    for (let second = 0; second < 20; second += 1) {
      publication.alive();
      live.clock.advance(1000);
    }
    expect(live.member(ann)?.presence).toBe('online');
    live.clock.advance(ALIVE_MS);
    expect(live.member(ann)?.presence).toBe('suspect');
    publication.alive();
    expect(live.member(ann)?.presence).toBe('online');
    const newer = live.push(ann);
    live.clock.endTurn();
    expect(live.member(ann)?.presence).toBe('online');
    newer.publication.end();
    expect(live.member(ann)?.presence).toBe('suspect');
    live.clock.advance(60_000);
    expect(live.member(ann)).toBeUndefined();
    expect(live.leases.size).toBe(0);
  });
});

test('[LG-111] the mixed stream is played by who is in the room, and pushed by nobody', () => {
  const { live, ann } = liveRoom();
  const { rtmp, flv, generation } = live.urls.playUrls(live.host(), null, ann);
  expect(generation).toBe(1);
  const { playback, peer } = live.play(flv);
  expect(playback.key).toEqual({ roomId: 'r', memberId: null });
  expect(live.refusalOf('push', rtmp)).toBe('wrongPurpose');
  live.run({ type: 'leave', actor: ann, reason: 'left' });
  live.clock.endTurn();
  expect(peer.ends).toEqual(['memberGone']);
  const free = live.urls.playUrls(live.host(), null, null).flv;
  const anybody = live.play(free);
  live.run({ type: 'closeRoom', actor: null, reason: 'roomClosed' });
  live.clock.endTurn();
  expect(anybody.peer.ends).toEqual(['memberGone']);
  expect(live.refusalOf('play', free)).toBe('unknownStream');
});

test('[LG-112] that a stream is over is told once for each member, and for the room', () => {
  const { live } = liveRoom();
  live.join('bob');
  live.run({ type: 'leave', actor: asMember('bob'), reason: 'left' });
  expect(live.over).toEqual([]);
  live.clock.endTurn();
  live.run({ type: 'closeRoom', actor: null, reason: 'roomClosed' });
  live.clock.endTurn();
  expect(live.over.map(({ memberId }) => memberId)).toEqual(['bob', 'chair', 'ann', null]);
});

test('[LG-100] a URL of one room is none of another', () => {
  const { live, ann } = liveRoom();
  live.join('bob', 'speaker', 'other');
  const url = live.pushUrl(ann);
  expect(live.refusalOf('push', url.replace('/r-m', '/other-m'))).toBe('badSignature');
});
