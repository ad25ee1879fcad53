import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { nodeDigests } from '../../../src/live-gateway/node-digests.ts';
import { aliyunPlayUrls, aliyunPushUrl, authKey } from '../../../src/push-pull-urls/internal/aliyun-live.ts';
import { tencentPlayUrls, tencentPushUrl, txSecret } from '../../../src/push-pull-urls/internal/tencent-css.ts';
import { issuePlayUrls, issuePushUrl } from '../../../src/push-pull-urls/issue-urls.ts';
import type { TemplateProvider, UrlProvider } from '../../../src/push-pull-urls/providers.ts';
import { instantMs, type MemberId, type UserId } from '../../../src/shared/ids.ts';
import { AT, aliyun, gateway, HOUR, stream, tencent } from './url-fixtures.ts';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const NAME = 'class--7-mm-u1-g3';
const request = { stream: stream(), at: AT, ttlMs: HOUR };
const EXPIRES_S = 1_800_003_600;
const HEX = '6B49E010';

const push = (provider: UrlProvider) => issuePushUrl(provider, nodeDigests, request).url;
const play = (provider: UrlProvider) => issuePlayUrls(provider, nodeDigests, request);

const plain: TemplateProvider = {
  type: 'template',
  push: { url: 'rtmp://push.example.org/live/{stream}' },
  rtmp: { url: 'rtmp://play.example.org/live/{stream}' },
  flv: { url: 'http://play.example.org/live/{stream}.flv' },
};

describe('expiry', () => {
  test('[PU-10] whole seconds, never later than asked for', () => {
    const urls = { stream: stream(), at: instantMs(AT + 999), ttlMs: 1500 };
    for (const provider of [gateway(), tencent(), aliyun(), plain]) {
      expect(issuePushUrl(provider, nodeDigests, urls)).toMatchObject({ expiresAtMs: AT + 2000, generation: 3 });
      expect(issuePlayUrls(provider, nodeDigests, urls)).toMatchObject({ expiresAtMs: AT + 2000, generation: 3 });
    }
  });

  test.for([
    ['too short', { ttlMs: 999 }],
    ['too long', { ttlMs: 30 * 24 * HOUR + 1 }],
    ['endless', { ttlMs: Number.NaN }],
    ['before the epoch', { at: instantMs(-1) }],
    ['beyond all years', { at: instantMs(1e15) }],
    ['half a millisecond', { at: instantMs(0.5) }],
    ['a negative generation', { stream: stream(-1) }],
    ['half a generation', { stream: stream(0.5) }],
    ['too many generations', { stream: stream(1e9) }],
  ] as const)('[PU-11] %s', ([, more]) => {
    expect(() => issuePushUrl(gateway(), nodeDigests, { ...request, ...more })).toThrow('in');
    expect(() => issuePlayUrls(tencent(), nodeDigests, { ...request, ...more })).toThrow('in');
  });

  test('[PU-11] the ends of the bounds', () => {
    const at = (more: object) => issuePushUrl(gateway(), nodeDigests, { ...request, ...more }).expiresAtMs;
    expect(at({ at: instantMs(0), ttlMs: 1000 })).toBe(1000);
    expect(at({ ttlMs: 30 * 24 * HOUR, stream: stream(999_999_999) })).toBe(AT + 30 * 24 * HOUR);
  });

  test('[PU-12] [PU-13] a generation has its own stream name; the same request gives the same URL', () => {
    for (const provider of [gateway(), tencent(), aliyun(), plain]) {
      const next = issuePushUrl(provider, nodeDigests, { ...request, stream: stream(4) });
      expect(next.url).toContain('/class--7-mm-u1-g4');
      expect(push(provider)).toContain(`/${NAME}`);
      expect(push(provider)).toBe(push(provider));
    }
  });
});

describe('Tencent CSS', () => {
  test.for([
    // Product documentation 267/31560; iOS co-anchoring test; README of wqcloud-video; a PHP sample.
    ['e12c46f2612d5106e2034781ab261ca3', 'test', '5C271099', 'f85a2ab363fe4deaffef9754d79da6fe'],
    ['f3313e36c611150119f5d04ff1225b3e', '8888_streamA', '593B719C', '3bc85763bddab40be60c838174f53e03'],
    ['aabbccdd001122333444', '8888_test', '5943874C', 'ffc8cc832447ea92335df69970e6ce25'],
    ['87fc99742fbec4082447cbcb479265ef', '8888_test001', '579ACB15', '6b4e53a68a72627bfa493701a4ca33c8'],
  ] as const)('[PU-20] published: %s %s %s', ([key, name, txTime, secret]) => {
    expect(txSecret(nodeDigests, 'md5', key, name, txTime)).toBe(secret);
    const [bizId, bare] = name.includes('_') ? name.split('_') : [undefined, name];
    const provider = tencent({ pushKeys: { primary: key, signWith: 'primary' }, ...(bizId && { bizId }) });
    expect(tencentPushUrl(provider, nodeDigests, bare ?? '', Number.parseInt(txTime, 16))).toBe(
      `rtmp://livepush.tcloud.com/live/${name}?${bizId ? `bizid=${bizId}&` : ''}txSecret=${secret}&txTime=${txTime}`,
    );
  });

  test('[PU-20] SHA-256', () => {
    const secret = createHash('sha256').update(`pushkey${NAME}${HEX}`).digest('hex');
    expect(push(tencent({ algorithm: 'sha256' }))).toBe(
      `rtmp://livepush.tcloud.com/live/${NAME}?txSecret=${secret}&txTime=${HEX}`,
    );
  });

  test('[PU-21] a bizId leads the name and the parameters, signed or not', () => {
    const provider = tencent({ bizId: '8888', hasLowLatency: false, hasWebrtc: false });
    const { playKeys: _, ...open } = provider;
    const { rtmp } = tencentPlayUrls(provider, nodeDigests, 'x', EXPIRES_S);
    expect(rtmp).toBe(
      `rtmp://liveplay.tcloud.com/live/8888_x?bizid=8888&txSecret=${md5(`playkey8888_x${HEX}`)}&txTime=${HEX}`,
    );
    expect(tencentPlayUrls(open, nodeDigests, 'x', EXPIRES_S)).toEqual({
      rtmp: 'rtmp://liveplay.tcloud.com/live/8888_x?bizid=8888',
      flv: 'https://liveplay.tcloud.com/live/8888_x.flv?bizid=8888',
    });
  });

  test('[PU-22] low latency by the push key, the rest by the play key', () => {
    const query = (key: string) => `?txSecret=${md5(`${key}${NAME}${HEX}`)}&txTime=${HEX}`;
    expect(play(tencent())).toEqual({
      rtmp: `rtmp://liveplay.tcloud.com/live/${NAME}${query('playkey')}`,
      flv: `https://liveplay.tcloud.com/live/${NAME}.flv${query('playkey')}`,
      lowLatencyRtmp: `rtmp://liveplay.tcloud.com/live/${NAME}${query('pushkey')}`,
      webrtc: `webrtc://liveplay.tcloud.com/live/${NAME}${query('playkey')}`,
      expiresAtMs: EXPIRES_S * 1000,
      generation: 3,
    });
  });

  test('[PU-22] without a play key, without signature', () => {
    const { playKeys: _, ...open } = tencent();
    expect(play(open)).toMatchObject({
      rtmp: `rtmp://liveplay.tcloud.com/live/${NAME}`,
      webrtc: `webrtc://liveplay.tcloud.com/live/${NAME}`,
      lowLatencyRtmp: expect.stringContaining('txSecret'),
    });
  });

  test('[PU-23] the backup key signs when told to', () => {
    const provider = tencent({ pushKeys: { ...tencent().pushKeys, signWith: 'backup' } });
    expect(push(provider)).toContain(`txSecret=${md5(`backuppushkey${NAME}${HEX}`)}`);
    const missing = tencent({ pushKeys: { primary: 'pushkey', signWith: 'backup' } });
    expect(() => push(missing)).toThrow('the signing key exists');
  });
});

describe('Alibaba Cloud', () => {
  test('[PU-30] published: type A', () => {
    expect(authKey(nodeDigests, 'aliyuncdnexp1234', '/video/standard/1K.html', 1_444_435_200)).toBe(
      '1444435200-0-0-80cd3862d699b7118eed99103f2a3a4f',
    );
  });

  const key = (path: string, secret: string, at = EXPIRES_S) =>
    `${path}?auth_key=${at}-0-0-${md5(`${path}-${at}-0-0-${secret}`)}`;

  test('[PU-31] each path and purpose with its own hash', () => {
    expect(push(aliyun())).toBe(`rtmp://push.aliyundoc.com${key(`/app/${NAME}`, 'pushkey')}`);
    expect(play(aliyun())).toMatchObject({
      rtmp: `rtmp://play.aliyundoc.com${key(`/app/${NAME}`, 'playkey')}`,
      flv: `https://play.aliyundoc.com${key(`/app/${NAME}.flv`, 'playkey')}`,
      webrtc: `artc://play.aliyundoc.com${key(`/app/${NAME}`, 'playkey')}`,
    });
  });

  test('[PU-31] without a play key, without signature', () => {
    const { playKeys: _, ...open } = aliyun({ hasWebrtc: false, flvScheme: 'http' });
    expect(aliyunPlayUrls(open, nodeDigests, 'x', EXPIRES_S)).toEqual({
      rtmp: 'rtmp://play.aliyundoc.com/app/x',
      flv: 'http://play.aliyundoc.com/app/x.flv',
    });
  });

  test('[PU-32] the validity of the domain comes on top of the timestamp', () => {
    const provider = aliyun({ domainValidityMs: HOUR / 2 });
    expect(aliyunPushUrl(provider, nodeDigests, 'x', EXPIRES_S)).toBe(
      `rtmp://push.aliyundoc.com${key('/app/x', 'pushkey', EXPIRES_S - 1800)}`,
    );
    expect(aliyunPushUrl(provider, nodeDigests, 'x', 10)).toContain('auth_key=1-0-0-');
  });
});

describe('templates', () => {
  const keys = { primary: '{room}&$1', signWith: 'primary' } as const;

  test('[PU-40] every placeholder, encoded in the URL', () => {
    const all = '{stream}/{room}/{member}/{viewer}/{generation}/{expires}/{expiresHex}/{expiresHexUpper}';
    const provider: TemplateProvider = {
      ...plain,
      push: { url: `rtmp://h/${all}` },
      rtmp: { url: `rtmp://h/${all}` },
      flv: { url: 'https://h/{stream}?v={viewer}' },
    };
    const at = { ...request, stream: stream(3, 'r:1', 'm@1') };
    const values = `r-c1-mm-a1-g3/r%3A1/m%401/m%401/3/${EXPIRES_S}/${HEX.toLowerCase()}/${HEX}`;
    expect(issuePushUrl(provider, nodeDigests, at).url).toBe(`rtmp://h/${values}`);
    const played = issuePlayUrls(provider, nodeDigests, { ...at, viewerId: 'm@1' as MemberId });
    expect(played.rtmp).toBe(`rtmp://h/${values}`);
    expect(issuePlayUrls(provider, nodeDigests, at).flv).toBe('https://h/r-c1-mm-a1-g3?v=');
    const viewingUser = { userId: 'ann@1' as UserId, sinceMs: at.at };
    expect(issuePlayUrls(provider, nodeDigests, { ...at, viewingUser }).flv).toBe('https://h/r-c1-mm-a1-g3?v=ann%401');
    expect(() => push({ ...plain, push: { url: 'rtmp://h/{toString}' } })).toThrow('known placeholders');
    const leaking = { url: 'rtmp://h/{key}', sign: { algorithm: 'md5', text: '{key}', keys } } as const;
    expect(() => push({ ...plain, push: leaking })).toThrow('known placeholders');
  });

  test('[PU-40] [PU-41] each algorithm signs the filled text, whatever the key looks like', () => {
    const text = '{key}|{room}|{stream}|{expiresHex}';
    const signed = `{room}&$1|class-7|${NAME}|${HEX.toLowerCase()}`;
    const url = 'x://h/{stream}?e={expiresHex}&s={sign}';
    const expected = (hash: string) => `x://h/${NAME}?e=${HEX.toLowerCase()}&s=${hash}`;
    const provider: TemplateProvider = {
      type: 'template',
      push: { url, sign: { algorithm: 'md5', text, keys } },
      rtmp: { url, sign: { algorithm: 'sha256', text, keys } },
      flv: { url, sign: { algorithm: 'hmacSha256', text, keys } },
      webrtc: { url: 'x://h/{stream}' },
    };
    expect(push(provider)).toBe(expected(md5(signed)));
    expect(play(provider)).toMatchObject({
      rtmp: expected(createHash('sha256').update(signed).digest('hex')),
      flv: expected(createHmac('sha256', keys.primary).update(signed).digest('hex')),
      webrtc: `x://h/${NAME}`,
    });
    expect(play(plain)).not.toHaveProperty('webrtc');
  });

  test('a provider or an algorithm from nowhere is a bug', () => {
    expect(() => push({ type: 'other' } as never)).toThrow('unexpected variant');
    expect(() => play({ type: 'other' } as never)).toThrow('unexpected variant');
    const sign = { algorithm: 'md4' as 'md5', text: '', keys };
    expect(() => push({ ...plain, push: { url: '{sign}', sign } })).toThrow('unexpected variant');
  });
});
