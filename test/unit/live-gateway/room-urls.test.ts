import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/shared/app-error.ts';
import { liveRoom, TTL_MS } from '../../support/live-room.ts';
import { asMember } from '../../support/rooms.ts';

const refusalOf = (issue: () => unknown): string => {
  try {
    issue();
    return '';
  } catch (error) {
    return error instanceof AppError ? error.errorName : String(error);
  }
};

describe('push URLs', () => {
  test('[LG-120] are those of the present generation, until it was pushed to', () => {
    const { live, ann } = liveRoom();
    const first = live.urls.pushUrl(live.host(), ann);
    expect(first).toMatchObject({ generation: 1, expiresAtMs: live.now + TTL_MS });
    expect(live.urls.pushUrl(live.host(), ann)).toEqual(first);
    const { publication } = live.push(ann, first.url);
    publication.begin('video');
    const second = live.urls.pushUrl(live.host(), ann);
    expect(second.generation).toBe(2);
    expect(live.urls.pushUrl(live.host(), ann)).toEqual(second);
    expect(live.member(ann)?.pushGeneration).toBe(2);
    expect(live.issued).toEqual(['push', 'push', 'push', 'push']);
  });

  test('[LG-120] are for members who may publish', () => {
    const { live, ann } = liveRoom();
    const dan = live.join('dan', 'audience');
    expect(refusalOf(() => live.pushUrl(dan))).toBe('notAllowed');
    expect(refusalOf(() => live.pushUrl(asMember('nobody')))).toBe('notMember');
    live.grant(ann, { hidden: true });
    expect(refusalOf(() => live.pushUrl(ann))).toBe('notAllowed');
    const host = live.host();
    live.run({ type: 'closeRoom', actor: null, reason: 'roomClosed' });
    expect(refusalOf(() => live.urls.pushUrl(host, ann))).toBe('roomClosed');
    expect(live.issued).toEqual([]);
  });

  test('[LG-122] of a network are of a new generation each time, since nobody here sees who pushes', () => {
    const { live, ann } = liveRoom();
    live.provider = {
      type: 'template',
      push: { url: 'rtmp://push.example.org/live/{stream}' },
      rtmp: { url: 'rtmp://play.example.org/live/{stream}' },
      flv: { url: 'https://play.example.org/live/{stream}.flv' },
    };
    expect([live.pushUrl(ann), live.pushUrl(ann)]).toEqual([
      'rtmp://push.example.org/live/r-mann-g2',
      'rtmp://push.example.org/live/r-mann-g3',
    ]);
    expect(live.urls.playUrls(live.host(), ann, ann)).toEqual({
      rtmp: 'rtmp://play.example.org/live/r-mann-g3',
      flv: 'https://play.example.org/live/r-mann-g3.flv',
      expiresAtMs: live.now + TTL_MS,
      generation: 3,
    });
  });
});

describe('play URLs', () => {
  test('[LG-121] are for members who may subscribe, of members that are not hidden', () => {
    const { live, ann } = liveRoom();
    const bob = live.join('bob');
    const urls = (member: string, viewer: string | null) => () =>
      live.urls.playUrls(live.host(), asMember(member), viewer === null ? null : asMember(viewer));
    expect(refusalOf(urls('ann', 'bob'))).toBe('');
    expect(refusalOf(urls('ann', null))).toBe('');
    expect(refusalOf(urls('ann', 'nobody'))).toBe('notMember');
    expect(refusalOf(urls('nobody', 'bob'))).toBe('memberNotFound');
    live.grant(bob, { subscribe: false });
    expect(refusalOf(urls('ann', 'bob'))).toBe('notAllowed');
    live.grant(ann, { hidden: true });
    expect(refusalOf(urls('ann', 'chair'))).toBe('memberNotFound');
  });

  test('[LG-121] of the own gateway are RTMP, FLV, and FLV over a WebSocket; and let in for their viewer', () => {
    const { live, ann } = liveRoom();
    const urls = live.urls.playUrls(live.host(), ann, ann);
    expect(urls.wsFlv).toBe(urls.flv.replace('http://', 'ws://'));
    expect(urls.rtmp).toContain('&viewer=ann&');
    expect([live.refusalOf('play', urls.rtmp), live.refusalOf('play', urls.flv)]).toEqual(['', '']);
    expect(live.refusalOf('play', live.urls.playUrls(live.host(), ann, null).rtmp)).toBe('');
  });
});
