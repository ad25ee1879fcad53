import { describe, expect, test } from 'vitest';
import { nodeDigests } from '../../../src/live-gateway/node-digests.ts';
import { issuePlayUrls, issuePushUrl } from '../../../src/push-pull-urls/issue-urls.ts';
import type { SelfHostedProvider } from '../../../src/push-pull-urls/providers.ts';
import type { Purpose } from '../../../src/push-pull-urls/url-types.ts';
import {
  admitClaims,
  type ExpectedUse,
  MAX_URL_LENGTH,
  REFUSALS,
  readLiveUrl,
  verifyLiveUrl,
} from '../../../src/push-pull-urls/verify-url.ts';
import { type InstantMs, instantMs, later, type MemberId, type UserId } from '../../../src/shared/ids.ts';
import { AT, gateway, HOUR, NEW_SECRET, OLD_SECRET, stream } from './url-fixtures.ts';

const viewerId = 'viewer.2' as MemberId;
const viewingUser = { userId: 'ann@1' as UserId, sinceMs: instantMs(1_799_999_999_000) };
const request = { stream: stream(), at: AT, ttlMs: HOUR };
const END = later(AT, HOUR);
const pushUrl = issuePushUrl(gateway(), nodeDigests, request).url;
const shared = issuePlayUrls(gateway(), nodeDigests, request);
const personal = issuePlayUrls(gateway(), nodeDigests, { ...request, viewerId });
const ofUser = issuePlayUrls(gateway(), nodeDigests, { ...request, viewingUser });

/** A room with that generation of the stream and, unless told otherwise, the viewer. */
const use = (purpose: Purpose, generation: number | undefined = 3, members = [viewerId]): ExpectedUse => ({
  purpose,
  generationOf: (roomId, memberId) => (roomId === 'class-7' && memberId === 'm_1' ? generation : undefined),
  isMember: (roomId, memberId) => roomId === 'class-7' && members.includes(memberId),
  mayWatch: (roomId, { userId, sinceMs }) =>
    roomId === 'class-7' && members.length > 0 && userId === viewingUser.userId && sinceMs === viewingUser.sinceMs,
});
const gone: ExpectedUse = { ...use('push'), generationOf: () => undefined };

const verify = (text: string, expected = use('push'), at: InstantMs = AT, provider: SelfHostedProvider = gateway()) =>
  verifyLiveUrl(provider, nodeDigests, text, expected, at);
/** Without claims. */
const refusal = (...args: Parameters<typeof verify>) => ({ refused: undefined, ...verify(...args) }).refused;

const without = (text: string) => text.replace(/^[a-z]+:\/\/[^/]+/, '');
const claims = { ...stream(), expiresAtMs: END, viewerId: undefined, viewingUser: undefined };

describe('accepted', () => {
  test('[PU-50] the shape of the URLs', () => {
    const sign = /^[0-9a-f]{64}$/;
    expect(pushUrl.split('&sign=')).toEqual([
      'rtmp://live.example.org:1935/live/class--7-mm-u1-g3?purpose=push&expires=1800003600',
      expect.stringMatching(sign),
    ]);
    expect(personal.flv.split('&sign=')).toEqual([
      'https://live.example.org/live/class--7-mm-u1-g3.flv?purpose=play&expires=1800003600&viewer=viewer-d2',
      expect.stringMatching(sign),
    ]);
    expect(ofUser.flv.split('&sign=')).toEqual([
      'https://live.example.org/live/class--7-mm-u1-g3.flv?purpose=play&expires=1800003600&user=ann-a1&since=1799999999000',
      expect.stringMatching(sign),
    ]);
  });

  test.for([
    ['push', pushUrl, undefined],
    ['play', shared.rtmp, undefined],
    ['play', shared.flv, undefined],
    ['play', personal.rtmp, viewerId],
    ['play', personal.flv, viewerId],
    ['play', ofUser.rtmp, undefined, viewingUser],
    ['play', ofUser.flv, undefined, viewingUser],
  ] as const)('[PU-50] %s %s', ([purpose, url, viewer, user]) => {
    const ok = { ...claims, purpose, viewerId: viewer, viewingUser: user };
    expect(verify(url, use(purpose))).toEqual({ ok });
    expect(verify(without(url), use(purpose))).toEqual({ ok });
    expect(verify(url, use(purpose), instantMs(END - 1))).toEqual({ ok });
  });

  test('[PU-50] in two halves', () => {
    const read = readLiveUrl(gateway(), nodeDigests, pushUrl, 'push', AT);
    const ok = { ...claims, purpose: 'push' } as const;
    expect(read).toEqual({ ok });
    expect(admitClaims(ok, { generation: 3, isViewerPresent: false })).toEqual({ ok });
    expect(admitClaims({ ...ok, viewerId }, { generation: 3, isViewerPresent: false })).toMatchObject({
      refused: 'viewerGone',
    });
  });

  test('[PU-54] a new secret in front, the old one still good, then gone', () => {
    const before = gateway({ secrets: [OLD_SECRET] });
    const rotating = gateway({ secrets: [NEW_SECRET, OLD_SECRET] });
    const old = issuePushUrl(before, nodeDigests, request).url;
    expect(refusal(old, use('push'), AT, before)).toBeUndefined();
    expect(refusal(old, use('push'), AT, rotating)).toBeUndefined();
    expect(refusal(old, use('push'), AT, gateway())).toBe('badSignature');
    expect(issuePushUrl(rotating, nodeDigests, request).url).toBe(pushUrl);
    expect(refusal(old, use('push'), AT, gateway({ secrets: [] }))).toBe('badSignature');
    expect(() => issuePushUrl(gateway({ secrets: [] }), nodeDigests, request)).toThrow('has a secret');
  });
});

describe('refused', () => {
  const [unsigned = '', sign = ''] = pushUrl.split('&sign=');
  test.for([
    ['nothing', ''],
    ['no query', '/live/class--7-mm-u1-g3'],
    ['no signature', unsigned],
    ['a short signature', pushUrl.slice(0, -1)],
    ['an uppercase signature', `${unsigned}&sign=${sign.toUpperCase()}`],
    ['one parameter more', `${pushUrl}&x=1`],
    [
      'parameters in another order',
      pushUrl.replace('purpose=push&expires=1800003600', 'expires=1800003600&purpose=push'),
    ],
    ['a name that is none', pushUrl.replace('-mm-', '-mm_')],
    ['a name of nobody', pushUrl.replace('-g3', '')],
    ['a viewer that is none', personal.rtmp.replace('viewer-d2', 'viewer-x2')],
    ['a user that is none', ofUser.rtmp.replace('ann-a1', 'ann-x1')],
    ['a user since no time', ofUser.rtmp.replace('since=1', 'since=01')],
    ['a user without a time', ofUser.rtmp.replace(/&since=\d+/, '')],
    ['a viewer and a user', ofUser.rtmp.replace('&user', '&viewer=a&user')],
    ['a user of a push', pushUrl.replace('&sign', '&user=a&since=0&sign')],
    ['a viewer of a push', pushUrl.replace('&sign', '&viewer=a&sign')],
    ['a file to push', pushUrl.replace('?', '.flv?')],
    ['percent-encoding', pushUrl.replace('push&', '%70ush&')],
    ['a line break at the end', `${pushUrl}\n`],
    ['too long', `/${'a'.repeat(MAX_URL_LENGTH)}${pushUrl}`],
  ] as const)('[PU-52] %s is malformed', ([, text]) => {
    expect(verify(text)).toEqual({ refused: 'malformed' });
  });

  test.for([
    ['another host', pushUrl.replace('example.org', 'example.com')],
    ['another port', pushUrl.replace(':1935', '')],
    ['another scheme', pushUrl.replace('rtmp:', 'rtmps:')],
    ['another path', pushUrl.replace('/live/', '/life/')],
    ['FLV at the address of RTMP', shared.flv.replace('https://live.example.org', 'rtmp://live.example.org:1935')],
    ['a path within', without(pushUrl).replace('/live/', '/live/live/')],
  ] as const)('[PU-53] %s is foreign', ([, text]) => {
    expect(verify(text)).toEqual({ refused: 'foreign' });
  });

  test('[PU-53] a signature by another server is bad', () => {
    const theirs = issuePushUrl(gateway({ secrets: [OLD_SECRET] }), nodeDigests, request).url;
    expect(verify(theirs)).toEqual({ refused: 'badSignature' });
  });

  test.for([
    ['a later expiry', pushUrl.replace('1800003600', '1800003601')],
    ['another stream', pushUrl.replace('-u1', '-u2')],
    ['another generation', pushUrl.replace('-g3', '-g4')],
    ['another purpose', shared.rtmp.replace('play', 'push')],
    ['another viewer', personal.flv.replace('viewer-d2', 'viewer-d3')],
    ['no viewer', personal.flv.replace('&viewer=viewer-d2', '')],
    ['another user', ofUser.flv.replace('ann-a1', 'ann-a2')],
    ['another time', ofUser.flv.replace('since=1', 'since=2')],
    ['no user', ofUser.flv.replace('&user=ann-a1&since=1799999999000', '')],
    ['a viewer of that name', ofUser.flv.replace('user=ann-a1&since=1799999999000', 'viewer=ann-a1')],
  ] as const)('[PU-51] %s: the signature does not fit', ([, text]) => {
    expect(verify(text)).toEqual({ refused: 'badSignature' });
  });

  test('[PU-55] a purpose is not another', () => {
    expect(refusal(shared.rtmp, use('push'))).toBe('wrongPurpose');
    expect(refusal(pushUrl, use('play'))).toBe('wrongPurpose');
  });

  test('[PU-56] over is over', () => {
    expect(refusal(pushUrl, use('push'), END)).toBe('expired');
    expect(refusal(shared.flv, use('play'), later(END, HOUR))).toBe('expired');
  });

  test('[PU-57] what the room does not know, or no longer, or not yet', () => {
    expect(refusal(pushUrl, gone)).toBe('unknownStream');
    expect(refusal(pushUrl, use('push', 4))).toBe('oldGeneration');
    expect(refusal(shared.flv, use('play', 4))).toBe('oldGeneration');
    expect(refusal(pushUrl, use('push', 2))).toBe('futureGeneration');
  });

  test('[PU-58] a viewer who has left plays no more', () => {
    expect(refusal(personal.flv, use('play', 3, []))).toBe('viewerGone');
    expect(refusal(ofUser.flv, use('play', 3, []))).toBe('viewerGone');
    expect(refusal(shared.flv, use('play', 3, []))).toBeUndefined();
  });

  test('[PU-59] claims only under our signature, and no question before it', () => {
    const silent: ExpectedUse = {
      purpose: 'push',
      generationOf: () => expect.unreachable('the room was asked'),
      isMember: () => expect.unreachable('the room was asked'),
      mayWatch: () => expect.unreachable('the room was asked'),
    };
    expect(verify(unsigned, silent)).not.toHaveProperty('claims');
    expect(verify(pushUrl.replace('-g3', '-g4'), silent)).not.toHaveProperty('claims');
    expect(verify(shared.rtmp, silent)).toEqual({ refused: 'wrongPurpose', claims: { ...claims, purpose: 'play' } });
    expect(verify(pushUrl, silent, END)).toEqual({ refused: 'expired', claims: { ...claims, purpose: 'push' } });
    expect(verify(pushUrl, use('push', 4))).toMatchObject({ claims: { roomId: 'class-7', generation: 3 } });
  });

  test('each reason has a name of its own', () => {
    expect(new Set(REFUSALS).size).toBe(REFUSALS.length);
  });
});
