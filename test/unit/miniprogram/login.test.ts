/** Tokens of a mini program: kept, renewed, got from WeChat, against a scripted server. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type LoginOptions, WechatLogin } from '../../../miniprogram/src/app/login.ts';
import { socketUrlOf } from '../../../miniprogram/src/app/server-api.ts';
import { wxSocketOpener } from '../../../miniprogram/src/app/wx-socket.ts';
import { encodeUtf8, enumName, hueOf, initialOf } from '../../../miniprogram/src/model/names.ts';
import { LeaveReason } from '../../../wire/generated/messages.ts';
import { InstantMedia } from '../../support/mini-app.ts';
import { WxShim } from '../../support/wx-shim.ts';

const NOW = 1_800_000_000_000;
const HOUR_MS = 3_600_000;

type Answer = { readonly status: number; readonly data: unknown } | 'unreachable';

/** `wx` whose server answers from a script, by path. */
class ScriptedWx extends WxShim {
  readonly calls: { readonly path: string; readonly body: unknown; readonly bearer: string }[] = [];
  readonly answers: Record<string, Answer[]> = {};

  constructor(loginCode: () => string | undefined = () => 'code-1') {
    super({ media: new InstantMedia(), loginCode });
  }
  override request({ url, header, data, success, fail }: Parameters<WxShim['request']>[0]): void {
    const path = new URL(url).pathname;
    this.calls.push({ path, body: JSON.parse(data ?? 'null'), bearer: header['authorization'] ?? '' });
    const answer = this.answers[path]?.shift() ?? 'unreachable';
    queueMicrotask(() =>
      answer === 'unreachable'
        ? fail({ errMsg: 'request:fail' })
        : success({ statusCode: answer.status, data: answer.data }),
    );
  }
  get paths(): string[] {
    return this.calls.map(({ path }) => path);
  }
}

const token = (name: string, lifeMs = HOUR_MS): Answer => ({
  status: 200,
  data: { token: name, expiresAtMs: Date.now() + lifeMs, userId: 'u1', isGuest: false },
});
const refusal = (status: number, name: string): Answer => ({ status, data: { error: { name, message: name } } });

let wx: ScriptedWx;
const login = (more: Partial<LoginOptions> = {}): WechatLogin =>
  new WechatLogin(wx, { serverUrl: 'https://rooms.example.org/', name: 'Ann', ...more });

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  wx = new ScriptedWx();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('login', () => {
  test('[MP-51] a code of wx.login for a token, which is kept over restarts of the app', async () => {
    wx.answers['/v1/login/wechat'] = [token('t1')];
    expect(await login({ appid: 'wx1' }).getToken()).toBe('t1');
    expect(wx.calls).toEqual([
      { path: '/v1/login/wechat', body: { appid: 'wx1', code: 'code-1', name: 'Ann' }, bearer: '' },
    ]);
    const restarted = login();
    expect(restarted.session).toMatchObject({ token: 't1', userId: 'u1' });
    expect(await restarted.getToken()).toBe('t1');
    expect(wx.calls).toHaveLength(1);
  });

  test('[MP-50] a good token asks nobody; one that ends, or is asked for again, is renewed without WeChat', async () => {
    wx.answers['/v1/login/wechat'] = [token('t1')];
    wx.answers['/v1/login/refresh'] = [token('t2'), token('t3')];
    const user = login();
    await user.getToken();
    vi.setSystemTime(NOW + HOUR_MS - 61_000);
    expect(await user.getToken()).toBe('t1');
    vi.setSystemTime(NOW + HOUR_MS - 30_500);
    expect(await user.getToken()).toBe('t2');
    // Refused by the server, whatever our clock says.
    vi.setSystemTime(NOW + HOUR_MS - 30_000);
    expect(await user.getToken()).toBe('t3');
    expect(wx.paths).toEqual(['/v1/login/wechat', '/v1/login/refresh', '/v1/login/refresh']);
    expect(wx.calls.at(-1)?.bearer).toBe('Bearer t2');
    expect(wx.loginCount).toBe(1);
  });

  test('[MP-51] a token beyond renewal: WeChat again', async () => {
    wx.answers['/v1/login/wechat'] = [token('t1', 0), token('t2')];
    wx.answers['/v1/login/refresh'] = [refusal(401, 'tokenExpired')];
    const user = login();
    await user.getToken();
    expect(await user.getToken()).toBe('t2');
    expect(wx.loginCount).toBe(2);
  });

  test('[MP-52] not being reached costs no token', async () => {
    wx.answers['/v1/login/wechat'] = [token('t1', 0)];
    const user = login();
    await user.getToken();
    await expect(user.getToken()).rejects.toMatchObject({ errorName: 'network', status: 0 });
    expect(user.session?.token).toBe('t1');
    wx.answers['/v1/login/refresh'] = [refusal(503, 'overloaded'), token('t2')];
    await expect(user.getToken()).rejects.toMatchObject({ errorName: 'overloaded', status: 503 });
    expect(await user.getToken()).toBe('t2');
  });

  test('[MP-52] logins at the same time are one', async () => {
    wx.answers['/v1/login/wechat'] = [token('t1')];
    const user = login();
    const tokens = await Promise.all([user.getToken(), user.getToken(), user.getToken()]);
    expect(tokens).toEqual(['t1', 't1', 't1']);
    expect(wx.loginCount).toBe(1);
  });

  test.for(['unsupported', 'notFound', 'loginMisconfigured', 'loginCodeInvalid'])(
    '[MP-51] %s: by name in development mode, always as the same user',
    async (name) => {
      wx.answers['/v1/login/wechat'] = [refusal(404, name), refusal(404, name)];
      wx.answers['/v1/sessions'] = [{ status: 200, data: { token: 'dev', url: 'ws://x' } }, token('dev2')];
      expect(await login().getToken()).toBe('dev');
      wx.removeStorageSync('rtcroom.session https://rooms.example.org');
      expect(await login().getToken()).toBe('dev2');
      const [first, second] = wx.calls.filter(({ path }) => path === '/v1/sessions').map(({ body }) => body);
      expect(first).toMatchObject({ name: 'Ann', user: expect.stringMatching(/^mp-\w+$/) });
      expect(second).toEqual(first);
    },
  );

  test('[MP-51] a guest only where that is wanted; other refusals stand', async () => {
    const closed = (): void => {
      wx.answers['/v1/login/wechat'] = [refusal(404, 'unsupported')];
      wx.answers['/v1/sessions'] = [refusal(404, 'developmentOnly')];
      wx.answers['/v1/login/guest'] = [token('guest')];
    };
    closed();
    await expect(login().getToken()).rejects.toMatchObject({ errorName: 'unsupported' });
    closed();
    expect(await login({ allowGuest: true }).getToken()).toBe('guest');
    wx = new ScriptedWx();
    wx.answers['/v1/login/wechat'] = [refusal(403, 'loginBlocked')];
    await expect(login({ allowGuest: true }).getToken()).rejects.toMatchObject({ errorName: 'loginBlocked' });
    expect(wx.paths).toEqual(['/v1/login/wechat']);
  });

  test('[MP-51] wx.login that fails, answers that are no answers, and logging out', async () => {
    wx = new ScriptedWx(() => undefined);
    await expect(login().getToken()).rejects.toMatchObject({ errorName: 'loginUnavailable' });
    wx = new ScriptedWx();
    for (const data of [{}, 'text', null, { token: '' }, { token: 7 }, []]) {
      wx.answers['/v1/login/wechat'] = [{ status: 200, data }];
      await expect(login().getToken()).rejects.toMatchObject({ errorName: 'internal' });
    }
    wx.answers['/v1/login/wechat'] = [{ status: 502, data: '<html>' }];
    await expect(login().getToken()).rejects.toMatchObject({ errorName: 'internal', status: 502 });
    wx.answers['/v1/login/wechat'] = [token('t1')];
    const user = login();
    await user.getToken();
    user.logout();
    expect(user.session).toBeUndefined();
    expect(login().session).toBeUndefined();
  });
});

describe('names and addresses', () => {
  test('[MP-44] enums by name, first letters, colours, bytes', () => {
    expect(enumName(LeaveReason, LeaveReason.BACKGROUND_TIMED_OUT)).toBe('backgroundTimedOut');
    expect(enumName(LeaveReason, 0)).toBe('unknown');
    expect(enumName(LeaveReason, 999)).toBe('unknown');
    expect(initialOf(' 王小明')).toBe('王');
    expect(initialOf('👩‍🔬')).toBe('👩');
    expect(initialOf('')).toBe('?');
    for (const text of ['', 'a', '王', 'x'.repeat(500)]) expect([0, 1, 2, 3, 4, 5, 6, 7]).toContain(hueOf(text));
    const texts = ['', 'abc', 'ñ', '中文', '👋🏽 ok', '\u{10ffff}'];
    for (const text of texts) expect([...encodeUtf8(text)]).toEqual([...new TextEncoder().encode(text)]);
  });

  test('[MP-40] the socket of a server', () => {
    expect(socketUrlOf('https://rooms.example.org')).toBe('wss://rooms.example.org/v1/ws');
    expect(socketUrlOf(' http://127.0.0.1:8080/ ')).toBe('ws://127.0.0.1:8080/v1/ws');
    expect(socketUrlOf('https://example.org/rtc//')).toBe('wss://example.org/rtc/v1/ws');
  });
});

describe('sockets', () => {
  /** A task whose events the test fires. */
  const open = () => {
    const fire: Record<string, (event: never) => void> = {};
    const told: string[] = [];
    const sent: unknown[] = [];
    let onFail: (error: { errMsg: string }) => void = () => undefined;
    const task = {
      send: ({ data, fail }: { data: unknown; fail?: (error: { errMsg: string }) => void }) => {
        sent.push(data);
        if (data === 'lost') fail?.({ errMsg: 'send:fail' });
      },
      close: ({ code }: { code?: number }) => told.push(`closed with ${code}`),
      onOpen: (listener: () => void) => Object.assign(fire, { open: listener }),
      onMessage: (listener: (event: never) => void) => Object.assign(fire, { message: listener }),
      onError: (listener: (event: never) => void) => Object.assign(fire, { error: listener }),
      onClose: (listener: (event: never) => void) => Object.assign(fire, { close: listener }),
    };
    const platform = Object.assign(Object.create(wx), {
      connectSocket: ({ fail }: { fail: typeof onFail }) => {
        onFail = fail;
        return task;
      },
    });
    const socket = wxSocketOpener(platform)('wss://x', 'rtcroom.v1.json', {
      onOpen: () => told.push('open'),
      onMessage: (data) => told.push(typeof data === 'string' ? data : `bytes ${data.length}`),
      onClose: (code, reason) => told.push(`close ${code} ${reason}`),
    });
    return { socket, fire, told, sent, fail: () => onFail({ errMsg: 'refused' }) };
  };

  test('[MP-40] opens, hears texts and bytes, closes once', () => {
    const { fire, told } = open();
    fire['open']?.(undefined as never);
    fire['message']?.({ data: 'text' } as never);
    fire['message']?.({ data: new ArrayBuffer(3) } as never);
    fire['close']?.({ code: 4001, reason: 'bye' } as never);
    fire['error']?.({ errMsg: 'late' } as never);
    fire['message']?.({ data: 'late' } as never);
    expect(told).toEqual(['open', 'text', 'bytes 3', 'close 4001 bye']);
  });

  test('[MP-40] a refusal, an error and a send that failed each end in one close', () => {
    const refused = open();
    refused.fail();
    refused.fail();
    expect(refused.told).toEqual(['close 1006 refused']);
    const broken = open();
    broken.fire['error']?.({ errMsg: 'reset' } as never);
    expect(broken.told).toEqual(['close 1006 reset']);
    const lost = open();
    lost.socket.send('lost');
    expect(lost.told).toEqual(['close 1006 send:fail']);
  });

  test('[MP-40] closing tells wx a code that it takes, and ends at once', () => {
    const { socket, told, sent } = open();
    const bytes = new Uint8Array([9, 1, 2, 9]).subarray(1, 3);
    socket.send(bytes);
    expect(new Uint8Array(sent[0] as ArrayBuffer)).toEqual(new Uint8Array([1, 2]));
    socket.close(1001, 'going');
    expect(told).toEqual(['closed with 1000', 'close 1001 going']);
    const other = open();
    other.socket.close(4001);
    expect(other.told[0]).toBe('closed with 4001');
  });
});
