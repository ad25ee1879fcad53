import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../../src/config/config.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { urlProviderOf } from '../../../src/config/url-provider.ts';

const OWN = { rtmpBase: 'rtmp://own/live', flvBase: 'http://own/live', secrets: ['o'.repeat(32)] };
const load = (env: Record<string, string>) => loadConfig({ argv: [], env });
const provider = (settings: object) => ({ RTCROOM_URLS_PROVIDER: JSON.stringify(settings) });
const KEYS = { primary: 'secret-key-1' };
const TENCENT = { type: 'tencentCss', pushHost: 'push.example.org', playHost: 'play.example.org', pushKeys: KEYS };

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    load(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the provider of a configuration', () => {
  test('is the own gateway, where the node listens, unless options say otherwise', () => {
    expect(urlProviderOf(load({}).urls, OWN)).toEqual({ type: 'selfHosted', ...OWN });
    const { urls } = load({
      RTCROOM_URLS_RTMP_BASE: 'rtmp://live.example.org/app',
      RTCROOM_URLS_FLV_BASE: 'https://live.example.org/live',
      RTCROOM_URLS_SECRETS: `${'a'.repeat(32)},${'b'.repeat(40)}`,
    });
    expect(urlProviderOf(urls, OWN)).toEqual({
      type: 'selfHosted',
      rtmpBase: 'rtmp://live.example.org/app',
      flvBase: 'https://live.example.org/live',
      secrets: ['a'.repeat(32), 'b'.repeat(40)],
    });
  });

  test('is a network, with what it leaves out at its defaults', () => {
    expect(urlProviderOf(load(provider(TENCENT)).urls, OWN)).toEqual({
      ...TENCENT,
      appName: 'live',
      algorithm: 'md5',
      flvScheme: 'https',
      pushKeys: { ...KEYS, signWith: 'primary' },
      hasLowLatency: false,
      hasWebrtc: false,
    });
    const aliyun = { ...TENCENT, type: 'aliyunLive', domainValidityMs: 60_000 };
    expect(urlProviderOf(load(provider(aliyun)).urls, OWN)).toMatchObject({
      type: 'aliyunLive',
      domainValidityMs: 60_000,
    });
    const url = { url: 'rtmp://x.example.org/{stream}' };
    const template = { type: 'template', push: url, rtmp: url, flv: { url: 'https://x.example.org/{stream}.flv' } };
    expect(urlProviderOf(load(provider(template)).urls, OWN)).toEqual(template);
  });

  test.for<{ name: string; env: Record<string, string>; problem: RegExp }>([
    { name: 'no JSON', env: { RTCROOM_URLS_PROVIDER: '{' }, problem: /^RTCROOM_URLS_PROVIDER: \{type/ },
    { name: 'an unknown provider', env: provider({ type: 'other' }), problem: /^urls\.provider\.type/ },
    {
      name: 'a field of another provider',
      env: provider({ type: 'selfHosted', bizId: '1' }),
      problem: /unknown option/,
    },
    { name: 'a missing field', env: provider({ type: 'tencentCss' }), problem: /^urls\.provider\.pushHost/ },
    {
      name: 'a host that is none',
      env: provider({ ...TENCENT, pushHost: 'push example' }),
      problem: /^urls\.provider\.pushHost: must be a host name$/,
    },
    {
      name: 'a key that is not there',
      env: provider({ ...TENCENT, pushKeys: { ...KEYS, signWith: 'backup' } }),
      problem: /^urls\.provider\.pushKeys\.signWith: names a key/,
    },
    {
      name: 'a base without an app',
      env: { RTCROOM_URLS_RTMP_BASE: 'rtmp://host' },
      problem: /^urls\.rtmpBase: must be like/,
    },
    { name: 'a short secret', env: { RTCROOM_URLS_SECRETS: 'short' }, problem: /^urls\.secrets/ },
    {
      name: 'too many secrets',
      env: { RTCROOM_URLS_SECRETS: Array.from({ length: 5 }, (_, index) => `${index}`.repeat(32)).join() },
      problem: /^urls\.secrets: must be 1 to 4/,
    },
  ])('[CF-8] $name is an error', ({ env, problem }) => {
    const problems = problemsOf(env);
    expect(problems.some((text) => problem.test(text))).toBe(true);
    expect(problems.join()).not.toContain('secret-key-1');
  });
});
