import { expect, test } from 'vitest';
import { nodeDigests } from '../../../src/live-gateway/node-digests.ts';
import { checkProvider } from '../../../src/push-pull-urls/check-provider.ts';
import { issuePlayUrls, issuePushUrl } from '../../../src/push-pull-urls/issue-urls.ts';
import type { TemplateProvider, UrlProvider, UrlTemplate } from '../../../src/push-pull-urls/providers.ts';
import { verifyLiveUrl } from '../../../src/push-pull-urls/verify-url.ts';
import { AT, aliyun, gateway, HOUR, NEW_SECRET, stream, tencent } from './url-fixtures.ts';

const keys = { primary: 'the-key', signWith: 'primary' } as const;
const signed: UrlTemplate = {
  url: 'rtmp://h/{stream}?t={expires}&s={sign}',
  sign: { algorithm: 'md5', text: '{key}{stream}{expires}', keys },
};
const template = (push: UrlTemplate = signed, more: Partial<TemplateProvider> = {}): TemplateProvider => ({
  type: 'template',
  push,
  rtmp: { url: 'rtmp://h/{stream}' },
  flv: { url: 'https://h/{stream}.flv?room={room}' },
  ...more,
});
const signing = (more: Partial<NonNullable<UrlTemplate['sign']>>): UrlProvider =>
  template({ ...signed, sign: { algorithm: 'md5', text: '{key}{stream}{expires}', keys, ...more } });

const { playKeys: _, ...openTencent } = tencent();

const good: readonly UrlProvider[] = [
  openTencent,
  gateway(),
  gateway({ rtmpBase: 'rtmp://[::1]/a/b', flvBase: 'http://127.0.0.1:8080' }),
  tencent(),
  tencent({ bizId: '8888' }),
  aliyun({ domainValidityMs: 1_800_000 }),
  template(),
  template(signed, { webrtc: { url: 'webrtc://h/{stream}' } }),
  signing({ algorithm: 'hmacSha256', text: '{stream}{expiresHex}' }),
];

test.for(good.map((provider) => [provider.type, provider] as const))('[PU-70] %s without flaws', ([, provider]) => {
  expect(checkProvider(provider)).toEqual([]);
  const request = { stream: stream(1, `r${'@'.repeat(127)}`, `m${'-'.repeat(127)}`), at: AT, ttlMs: HOUR };
  const { url } = issuePushUrl(provider, nodeDigests, request);
  const urls = issuePlayUrls(provider, nodeDigests, request);
  expect([url, urls.rtmp, urls.flv].every((text) => URL.canParse(text))).toBe(true);
  if (provider.type !== 'selfHosted') return;
  for (const [purpose, text] of [
    ['push', url],
    ['play', urls.rtmp],
    ['play', urls.flv],
  ] as const) {
    const expected = { purpose, generationOf: () => 1, isMember: () => true, mayWatch: () => true };
    expect(verifyLiveUrl(provider, nodeDigests, text, expected, AT)).toHaveProperty('ok');
  }
});

const bad: readonly (readonly [field: string, provider: UrlProvider])[] = [
  ['rtmpBase', gateway({ rtmpBase: 'rtmp://host' })],
  ['rtmpBase', gateway({ rtmpBase: 'rtmp://host/live/' })],
  ['rtmpBase', gateway({ rtmpBase: 'http://host/live' })],
  ['rtmpBase', gateway({ rtmpBase: `rtmp://host/${'a'.repeat(512)}` })],
  ['flvBase', gateway({ flvBase: 'https://user@host/live' })],
  ['flvBase', gateway({ flvBase: 'https://host/live?x' })],
  ['secrets', gateway({ secrets: [] })],
  ['secrets', gateway({ secrets: Array.from({ length: 5 }, () => NEW_SECRET) })],
  ['secrets', gateway({ secrets: [NEW_SECRET, 'short'] })],
  ['secrets', gateway({ secrets: ['x'.repeat(513)] })],
  ['pushHost', tencent({ pushHost: 'host/path' })],
  ['playHost', aliyun({ playHost: '' })],
  ['appName', tencent({ appName: 'a/b' })],
  ['bizId', tencent({ bizId: '88_88' })],
  ['pushKeys.primary', tencent({ pushKeys: { primary: '', signWith: 'primary' } })],
  ['pushKeys.backup', tencent({ pushKeys: { primary: 'a', backup: 'a b', signWith: 'backup' } })],
  ['playKeys.signWith', aliyun({ playKeys: { primary: 'a', signWith: 'backup' } })],
  ['domainValidityMs', aliyun({ domainValidityMs: 1500 })],
  ['domainValidityMs', aliyun({ domainValidityMs: -1000 })],
  ['domainValidityMs', aliyun({ domainValidityMs: 1e12 })],
  ['push.url', template({ url: 'http://h/{stream}' })],
  ['push.url', template({ url: 'rtmp://h/{stream} x' })],
  ['push.url', template({ url: 'rtmp://h/{room}' })],
  ['push.url', template({ url: 'rtmp://h/{stream}/{key}' })],
  ['push.url', template({ url: 'rtmp://h/{stream}?s={sign}' })],
  ['push.url', template({ ...signed, url: 'rtmp://h/{stream}?t={expires}' })],
  ['push.url', template({ ...signed, url: 'rtmp://h/{stream}?s={sign}' })],
  ['rtmp.url', template(signed, { rtmp: { url: 'https://h/{stream}' } })],
  ['flv.url', template(signed, { flv: { url: 'rtmp://h/{stream}' } })],
  ['webrtc.url', template(signed, { webrtc: { url: '{stream}' } })],
  ['push.sign.text', signing({ text: `{key}{stream}{expires}${'x'.repeat(512)}` })],
  ['push.sign.text', signing({ text: '{key}{stream}{expires}{sign}' })],
  ['push.sign.text', signing({ text: '{key}{expires}' })],
  ['push.sign.text', signing({ text: '{key}{stream}' })],
  ['push.sign.text', signing({ text: '{stream}{expires}' })],
  ['push.sign.keys.primary', signing({ keys: { primary: '', signWith: 'primary' } })],
];

test.for(bad.map(([field, provider], row) => [field, row, provider] as const))(
  '[PU-70] a flaw of %s (row %d)',
  ([field, , provider]) => {
    const flaws = checkProvider(provider);
    expect(flaws).toEqual([{ field, problem: expect.stringMatching(/^(must|has|names) /) }]);
  },
);

test('[PU-70] no key is told', () => {
  const told = JSON.stringify(checkProvider(gateway({ secrets: ['my-short-secret'] })));
  expect(told).not.toContain('my-short-secret');
});

test('a provider from nowhere is a bug', () => {
  expect(() => checkProvider({ type: 'other' } as never)).toThrow('unexpected variant');
});
