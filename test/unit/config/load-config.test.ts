import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isLoopback } from '../../../src/config/check-config.ts';
import { type Config, ConfigError } from '../../../src/config/config.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { describeInsecurities } from '../../../src/identity/insecurities.ts';

const folder = mkdtempSync(join(tmpdir(), 'rtcroom-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Env = Record<string, string>;

function load(yaml: string, env: Env = {}): Config {
  const file = join(folder, 'config.yaml');
  writeFileSync(file, yaml);
  return loadConfig({ argv: ['--config', file], env });
}

function problemsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const SECRET = 'x'.repeat(32);
const PRODUCTION: Env = { RTCROOM_MODE: 'production', RTCROOM_AUTH_API_KEYS: `main:${SECRET}` };

describe('sources', () => {
  test('without any, the defaults: development on loopback', () => {
    const config = loadConfig({ argv: [], env: { PATH: '/bin' } });
    expect(config.mode).toBe('development');
    expect(config.http).toMatchObject({ host: '127.0.0.1', port: 8080 });
    expect(config.rtc.listenIp).toBe('127.0.0.1');
    expect(config.rooms.duplicateIdentity).toBe('take-over');
  });

  test('[CF-1] the file wins over defaults, the environment over the file', () => {
    const config = load('http:\n  port: 9000\n  maxBodyBytes: 2048\n', { RTCROOM_PORT: '9001' });
    expect(config.http).toMatchObject({ port: 9001, maxBodyBytes: 2048, host: '127.0.0.1' });
  });

  test('an empty file, section or option means defaults', () => {
    const defaults = loadConfig({ argv: [], env: {} });
    expect(load('')).toEqual(defaults);
    expect(load('http:\nrtc:\n  basePort:\n')).toEqual(defaults);
  });

  test('each kind of option can be set from the environment', () => {
    const config = loadConfig({
      argv: [],
      env: {
        ...PRODUCTION,
        RTCROOM_AUTH_API_KEYS: `main:${SECRET}, old:${SECRET}:2`,
        RTCROOM_RTMP_PORT: '1936',
        RTCROOM_RTC_PORT: '41000',
        RTCROOM_RTC_ICE_SERVERS: '[{"urls":["turn:example.org:3478"],"username":"u","credential":"c"}]',
        RTCROOM_RTC_MEDIA_THREAD: 'false',
        RTCROOM_HTTP_ALLOWED_ORIGINS: 'https://a.example, https://b.example',
        RTCROOM_ROOMS_MAX_MEMBERS: '7',
        RTCROOM_ROOMS_DUPLICATE_IDENTITY: 'reject-new',
        MEDIASOUP_WORKER_BIN: '/opt/worker',
      },
    });
    expect(config.auth.apiKeys).toEqual([
      { keyId: 'main', secret: SECRET },
      { keyId: 'old', secret: `${SECRET}:2` },
    ]);
    expect(config.rtmp.port).toBe(1936);
    expect(config.rtc).toMatchObject({ basePort: 41_000, mediaThread: false, workerBinary: '/opt/worker' });
    expect(config.rtc.iceServers[0]).toEqual({ urls: ['turn:example.org:3478'], username: 'u', credential: 'c' });
    expect(config.http.allowedOrigins).toEqual(['https://a.example', 'https://b.example']);
    expect(config.rooms).toMatchObject({ maxMembers: 7, duplicateIdentity: 'reject-new' });
  });

  test('[CF-1] it is frozen to its depth', () => {
    const config = loadConfig({ argv: [], env: PRODUCTION });
    expect(() => Object.assign(config.http, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(config.auth.apiKeys[0] ?? {}, { secret: '' })).toThrow(TypeError);
    expect(() => (config.rtc.iceServers as unknown[]).push(1)).toThrow(TypeError);
  });
});

describe('what is not right is named', () => {
  test.for([
    { yaml: 'htpp:\n  port: 1\n', problem: 'htpp: unknown option' },
    { yaml: 'http:\n  prot: 1\n', problem: 'http.prot: unknown option; did you mean http.port?' },
    { yaml: 'http: 3\n', problem: 'http: a section expected' },
    { yaml: 'http:\n  port: "80"\n', problem: 'http.port: a whole number from 0 to 65535 expected' },
    { yaml: 'http:\n  port: 70000\n', problem: 'http.port: must be at most 65535' },
    { yaml: 'mode: prod\n', problem: 'mode: one of development | production expected' },
    { yaml: 'log:\n  pretty: yes\n', problem: 'log.pretty: true or false expected' },
    { yaml: 'auth:\n  apiKeys: [{keyId: a, secrt: b}]\n', problem: 'auth.apiKeys.0.secrt: unknown option' },
    { yaml: 'http:\n  allowedOrigins: ["example.org"]\n', problem: 'http.allowedOrigins.0: origins such as' },
    { yaml: 'rtc:\n  iceServers: [{urls: ["http://x"]}]\n', problem: 'rtc.iceServers.0.urls.0: a stun:' },
    { yaml: '- a\n', problem: 'sections expected' },
    { yaml: 'mode: development\nmode: production\n', problem: 'unique' },
    { yaml: 'http: {port: 1\n', problem: 'config.yaml:' },
  ])('[CF-2] [CF-3] $yaml', ({ yaml, problem }) => {
    expect(problemsOf(() => load(yaml)).join('\n')).toContain(problem);
  });

  test('[CF-3] variables of the set-up scripts are none of the server’s business', () => {
    expect(loadConfig({ argv: [], env: { RTCROOM_CACHE_DIR: '/somewhere' } }).mode).toBe('development');
  });

  test.for([
    { env: { RTCROOM_PROT: '1' }, problem: 'RTCROOM_PROT: unknown variable; did you mean RTCROOM_PORT?' },
    { env: { RTCROOM_PORT: 'eighty' }, problem: 'RTCROOM_PORT: 0 to 65535 expected' },
    { env: { RTCROOM_PORT: '' }, problem: 'RTCROOM_PORT: 0 to 65535 expected' },
    { env: { RTCROOM_PORT: '99999' }, problem: 'http.port (from RTCROOM_PORT): must be at most 65535' },
    { env: { RTCROOM_LOG_PRETTY: '1' }, problem: 'RTCROOM_LOG_PRETTY: true or false expected' },
    { env: { RTCROOM_AUTH_API_KEYS: 'nosecret' }, problem: 'RTCROOM_AUTH_API_KEYS' },
    { env: { RTCROOM_RTC_ICE_SERVERS: '{' }, problem: 'RTCROOM_RTC_ICE_SERVERS' },
  ])('[CF-2] [CF-3] $env', ({ env, problem }) => {
    expect(problemsOf(() => loadConfig({ argv: [], env: { ...env } as Env })).join('\n')).toContain(problem);
  });

  test('a section that is not one does not hide behind a variable', () => {
    expect(problemsOf(() => load('http: 3\n', { RTCROOM_PORT: '1' })).join('\n')).toContain('http: a section expected');
  });

  test('[CF-3] all problems at once', () => {
    const problems = problemsOf(() => load('http:\n  port: x\nrooms:\n  maxMembers: 0\n', { RTCROOM_NO: '' }));
    expect(problems.map((problem) => problem.split(':', 1)[0])).toEqual([
      'RTCROOM_NO',
      'http.port',
      'rooms.maxMembers',
    ]);
  });

  test('an unknown argument and an unreadable file', () => {
    expect(problemsOf(() => loadConfig({ argv: ['--conf', 'x'], env: {} })).join()).toContain('--conf');
    expect(problemsOf(() => loadConfig({ argv: ['--config', join(folder, 'none')], env: {} })).join()).toContain(
      'none',
    );
  });
});

describe('[ID-23] logins', () => {
  const WECHAT: Env = { RTCROOM_LOGIN_WECHAT_APPS: 'wx1:secret-one, wx2:secret:two' };
  const READY: Env = { ...PRODUCTION, ...WECHAT, RTCROOM_LOGIN_USER_ID_SECRET: SECRET };

  test('mini programs come from the environment or the file', () => {
    const apps = [
      { appid: 'wx1', secret: 'secret-one' },
      { appid: 'wx2', secret: 'secret:two' },
    ];
    expect(loadConfig({ argv: [], env: READY }).login.wechat.apps).toEqual(apps);
    expect(load(`login:\n  wechat:\n    apps: ${JSON.stringify(apps)}\n`).login.wechat.apps).toEqual(apps);
  });

  test.for<{ name: string; env: Env; problem: string }>([
    {
      name: 'an appid twice',
      env: { ...READY, RTCROOM_LOGIN_WECHAT_APPS: 'a:12345678,a:12345679' },
      problem: 'given twice',
    },
    {
      name: 'no secret for user ids',
      env: { ...READY, RTCROOM_LOGIN_USER_ID_SECRET: '' },
      problem: 'login.userIdSecret',
    },
    { name: 'a short one', env: { ...READY, RTCROOM_LOGIN_USER_ID_SECRET: 'short' }, problem: 'login.userIdSecret' },
    {
      name: 'http in production',
      env: { ...READY, RTCROOM_LOGIN_WECHAT_API_BASE_URL: 'http://api.weixin.qq.com' },
      problem: 'login.wechat.apiBaseUrl: must be https',
    },
    {
      name: 'no URL',
      env: { RTCROOM_LOGIN_WECHAT_API_BASE_URL: 'https://[x' },
      problem: 'login.wechat.apiBaseUrl: is not a URL',
    },
    { name: 'no pairs', env: { RTCROOM_LOGIN_WECHAT_APPS: 'wx1' }, problem: 'RTCROOM_LOGIN_WECHAT_APPS' },
    { name: 'a file without a secret', env: { RTCROOM_LOGIN_STORE_FILE: '/x' }, problem: 'login.userIdSecret' },
    {
      name: 'a session shorter than its token',
      env: { RTCROOM_LOGIN_MAX_SESSION_MS: '60000' },
      problem: 'login.maxSessionMs',
    },
  ])('$name', ({ env, problem }) => {
    expect(problemsOf(() => loadConfig({ argv: [], env })).join('\n')).toContain(problem);
  });

  test('development warns of user ids that do not last', () => {
    const warnings = (env: Env): string => describeInsecurities(loadConfig({ argv: [], env })).join();
    expect(warnings(WECHAT)).toContain('login.userIdSecret');
    expect(warnings({ ...WECHAT, RTCROOM_LOGIN_USER_ID_SECRET: 'x' })).not.toContain('login.userIdSecret');
  });
});

describe('[CF-4] [CF-5] [CF-6] rules between options', () => {
  test.for([
    { name: 'development is for loopback only', env: { RTCROOM_HTTP_HOST: '0.0.0.0' }, problem: 'http.host: 0.0.0.0' },
    { name: 'RTMP too', env: { RTCROOM_RTMP_HOST: '0.0.0.0' }, problem: 'rtmp.host: 0.0.0.0' },
    { name: 'RTMP is not within media', env: { RTCROOM_RTMP_PORT: '40000' }, problem: 'rtmp.port: 40000' },
    { name: 'RTMP is not HTTP', env: { RTCROOM_RTMP_PORT: '8080' }, problem: 'rtmp.port: 8080 is taken by http.port' },
    { name: 'media too', env: { RTCROOM_RTC_LISTEN_IP: '192.0.2.1' }, problem: 'rtc.listenIp: 192.0.2.1' },
    { name: 'production needs a key', env: { RTCROOM_MODE: 'production' }, problem: 'auth.apiKeys: at least one' },
    {
      name: 'of 32 bytes',
      env: { RTCROOM_MODE: 'production', RTCROOM_AUTH_API_KEYS: `main:${'x'.repeat(31)}` },
      problem: 'the secret of main is shorter than 32 bytes',
    },
    {
      name: 'key ids are unique',
      env: { RTCROOM_AUTH_API_KEYS: 'a:12345678,a:87654321' },
      problem: 'a is given twice',
    },
    {
      name: 'no fault injection in production',
      env: { ...PRODUCTION, RTCROOM_TEST_MODE: 'true' },
      problem: 'testMode',
    },
    {
      name: 'a wildcard needs an announced address',
      env: { ...PRODUCTION, RTCROOM_RTC_LISTEN_IP: '::' },
      problem: 'rtc.announcedAddress: required when rtc.listenIp is ::',
    },
    {
      name: 'which is not a wildcard itself',
      env: { ...PRODUCTION, RTCROOM_RTC_LISTEN_IP: '0.0.0.0', RTCROOM_RTC_ANNOUNCED_ADDRESS: '0.0.0.0' },
      problem: 'rtc.announcedAddress: clients cannot',
    },
    { name: 'ports end', env: { RTCROOM_RTC_PORT: '65535', RTCROOM_RTC_WORKERS: '2' }, problem: 'ports up to 65536' },
    { name: 'ports differ', env: { RTCROOM_PORT: '40001', RTCROOM_RTC_WORKERS: '2' }, problem: 'http.port: 40001' },
    { name: 'ttl', env: { RTCROOM_AUTH_TOKEN_TTL_MS: '100000000' }, problem: 'must not exceed auth.maxTokenTtlMs' },
    { name: 'burst', env: { RTCROOM_SIGNALING_FRAME_BURST: '2' }, problem: 'signaling.frameBurst' },
    { name: 'idle', env: { RTCROOM_SIGNALING_PING_INTERVAL_MS: '60000' }, problem: 'signaling.idleTimeoutMs' },
    {
      name: 'back-pressure',
      env: { RTCROOM_SIGNALING_MAX_BACKPRESSURE_BYTES: '65536', RTCROOM_SIGNALING_MAX_FRAME_BYTES: '65537' },
      problem: 'signaling.maxBackpressureBytes',
    },
  ])('$name', ({ env, problem }) => {
    expect(problemsOf(() => loadConfig({ argv: [], env: { ...env } as Env })).join('\n')).toContain(problem);
  });

  test('RTMP that is switched off is not looked at', () => {
    const env = { RTCROOM_RTMP_ENABLED: 'false', RTCROOM_RTMP_HOST: '0.0.0.0', RTCROOM_RTMP_PORT: '8080' };
    expect(loadConfig({ argv: [], env }).rtmp.enabled).toBe(false);
  });

  test('what production documents may start', () => {
    const env = { ...PRODUCTION, RTCROOM_HTTP_HOST: '0.0.0.0', RTCROOM_RTC_LISTEN_IP: '0.0.0.0' };
    const config = loadConfig({ argv: [], env: { ...env, RTCROOM_RTC_ANNOUNCED_ADDRESS: 'rtc.example.org' } });
    expect(config.http.host).toBe('0.0.0.0');
    expect(describeInsecurities(config)).toEqual([]);
  });

  test('development says loudly what is insecure', () => {
    const env = { RTCROOM_HTTP_HOST: '0.0.0.0', RTCROOM_ALLOW_INSECURE_DEVELOPMENT: 'true', RTCROOM_TEST_MODE: 'true' };
    const warnings = describeInsecurities(loadConfig({ argv: [], env }));
    expect(warnings).toHaveLength(4);
    expect(warnings.join('\n')).toContain('listens on 0.0.0.0');
  });

  test.for(['127.0.0.1', '127.9.9.9', '::1', 'localhost'])('%s is loopback', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  test.for(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.org', '1127.0.0.1', 'example.org'])('%s is not', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});
