import { describe, expect, test } from 'vitest';
import type { ErrorName } from '../../../src/shared/error-codes.ts';
import { waitFor } from '../../support/wait-for.ts';
import { ADDRESS, ANDROID, failed, GARDEN, identified, refusal, refused, setUpLogin } from './login-harness.ts';

describe('a login with a code', () => {
  test('answers a token that says who it is', async () => {
    const { login, exchange, authority, clock, logins, calls } = setUpLogin();
    exchange.script(identified('o-ann'));
    const answer = await login.wechat({ code: 'c1', name: 'Ann 🐎', avatar: 'https://example.org/a.png' }, ADDRESS);
    expect(answer).toMatchObject({ isGuest: false, expiresAtMs: clock.now() + 3_600_000 });
    // What RoomService clients accept as a userID.
    expect(answer.userId).toMatch(/^wx_[a-z2-7]{21}$/);
    const identity = await authority.verifyToken(answer.token);
    expect(identity).toMatchObject({
      userId: answer.userId,
      displayName: 'Ann 🐎',
      avatar: 'https://example.org/a.png',
      role: undefined,
      grants: {},
    });
    expect(exchange.calls).toEqual([{ appid: ANDROID.appid, code: 'c1' }]);
    expect([logins, calls]).toEqual([['code ok'], ['identified']]);
  });

  test('needs the appid only when there are several', async () => {
    const { login, exchange } = setUpLogin({ wechat: { apps: [ANDROID, GARDEN] } });
    await expect(login.wechat({ code: 'c' }, ADDRESS)).rejects.toMatchObject(
      refusal('invalidArgument', { detail: 'appid' }),
    );
    await expect(login.wechat({ code: 'c', appid: 'wx-other' }, ADDRESS)).rejects.toMatchObject(
      refusal('invalidArgument', { detail: 'appid' }),
    );
    exchange.script(identified('o'));
    await login.wechat({ code: 'c', appid: GARDEN.appid }, ADDRESS);
    expect(exchange.calls).toEqual([{ appid: GARDEN.appid, code: 'c' }]);
  });

  test('is not offered without a mini program', async () => {
    const { login } = setUpLogin({ wechat: { apps: [] } });
    await expect(login.wechat({ code: 'c' }, ADDRESS)).rejects.toMatchObject(refusal('unsupported'));
  });

  test.for([
    { body: undefined, detail: 'body' },
    { body: null, detail: 'body' },
    { body: 'code', detail: 'body' },
    { body: [], detail: 'code' },
    { body: {}, detail: 'code' },
    { body: { code: 7 }, detail: 'code' },
    { body: { code: 'x'.repeat(513) }, detail: 'code' },
    { body: { code: 'c', appid: ['wx'] }, detail: 'appid' },
    { body: { code: 'c', name: 'x'.repeat(129) }, detail: 'name' },
    { body: { code: 'c', name: '\ud800' }, detail: 'name' },
    { body: { code: 'c', avatar: 'a b' }, detail: 'avatar' },
    { body: { code: 'c', room: 'a*b' }, detail: 'room' },
    { body: { code: 'c', token: {} }, detail: 'token' },
  ])('$body is refused for its $detail, unasked', async ({ body, detail }) => {
    const { login, exchange } = setUpLogin();
    await expect(login.wechat(body, ADDRESS)).rejects.toMatchObject(refusal('invalidArgument', { detail }));
    expect(exchange.calls).toEqual([]);
  });

  test('null means not given', async () => {
    const { login, exchange } = setUpLogin();
    exchange.script(identified('o'));
    const body = { code: 'c', appid: null, token: null, name: null, avatar: null, room: null };
    expect(await login.wechat(body, ADDRESS)).toMatchObject({ isGuest: false });
  });
});

describe('[ID-12] what WeChat refuses', () => {
  test.for<{ errcode: number; error: ErrorName; level?: string; retryAfterMs?: number }>([
    { errcode: 40_029, error: 'loginCodeInvalid' },
    { errcode: 40_163, error: 'loginCodeInvalid' },
    { errcode: 41_008, error: 'loginCodeInvalid' },
    { errcode: 45_011, error: 'loginRateLimited', level: 'warn', retryAfterMs: 60_000 },
    { errcode: 40_226, error: 'loginBlocked' },
    { errcode: 40_001, error: 'loginMisconfigured', level: 'error' },
    { errcode: 40_002, error: 'loginMisconfigured', level: 'error' },
    { errcode: 40_013, error: 'loginMisconfigured', level: 'error' },
    { errcode: 40_125, error: 'loginMisconfigured', level: 'error' },
    { errcode: 40_164, error: 'loginMisconfigured', level: 'error' },
    { errcode: 41_002, error: 'loginMisconfigured', level: 'error' },
    { errcode: 41_004, error: 'loginMisconfigured', level: 'error' },
    { errcode: 45_009, error: 'loginUnavailable', level: 'error', retryAfterMs: 60_000 },
    { errcode: 99_999, error: 'loginUnavailable', level: 'error', retryAfterMs: 60_000 },
  ])('$errcode is $error', async ({ errcode, error, level, retryAfterMs }) => {
    const { login, exchange, troubles } = setUpLogin();
    exchange.script(refused(errcode));
    await expect(login.wechat({ code: 'c' }, ADDRESS)).rejects.toMatchObject(
      refusal(error, { retryAfterMs, detail: `WeChat ${errcode}` }),
    );
    expect(exchange.calls).toHaveLength(1);
    expect(troubles.map((trouble) => trouble.level)).toEqual(level === undefined ? [] : [level]);
  });

  test.for(['', 'the code is a mock one', 'a\nb', 'ü'])('%j is no code', async (code) => {
    const { login, exchange } = setUpLogin();
    await expect(login.wechat({ code }, ADDRESS)).rejects.toMatchObject(refusal('loginCodeInvalid'));
    expect(exchange.calls).toEqual([]);
  });
});

describe('[ID-11] what is repeated', () => {
  test.for(['busy', 'network', 'serverError'] as const)(
    '%s: once, after the delay, with the same code',
    async (fault) => {
      const { login, exchange, clock, calls } = setUpLogin();
      exchange.script(failed(fault), identified('o'));
      const answer = login.wechat({ code: 'c' }, ADDRESS);
      await waitFor('the wait', () => clock.pending === 1);
      clock.advance(299);
      expect(exchange.calls).toHaveLength(1);
      clock.advance(1);
      expect((await answer).isGuest).toBe(false);
      expect(exchange.calls.map(({ code }) => code)).toEqual(['c', 'c']);
      expect(calls).toEqual([fault, 'identified']);
      expect(clock.pending).toBe(0);
    },
  );

  test('not a second time', async () => {
    const { login, exchange, pass } = setUpLogin();
    exchange.script(failed('busy'), failed('busy'));
    const answer = expect(login.wechat({ code: 'c' }, ADDRESS)).rejects.toMatchObject(
      refusal('loginUnavailable', { retryAfterMs: 3000 }),
    );
    await pass(300);
    await answer;
    expect(exchange.calls).toHaveLength(2);
  });

  test.for(['timeout', 'badAnswer'] as const)('not after %s', async (fault) => {
    const { login, exchange, clock } = setUpLogin();
    exchange.script(failed(fault));
    await expect(login.wechat({ code: 'c' }, ADDRESS)).rejects.toMatchObject(refusal('loginUnavailable'));
    expect(exchange.calls).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  test.for<{ fault: 'busy' | 'network'; errcode: number; error: ErrorName }>([
    { fault: 'network', errcode: 40_163, error: 'loginUnavailable' },
    { fault: 'network', errcode: 40_029, error: 'loginUnavailable' },
    { fault: 'network', errcode: 40_226, error: 'loginBlocked' },
    // Busy means: nothing was done. The code was spent by somebody else.
    { fault: 'busy', errcode: 40_163, error: 'loginCodeInvalid' },
  ])('after $fault, $errcode is $error', async ({ fault, errcode, error }) => {
    const { login, exchange, pass } = setUpLogin();
    exchange.script(failed(fault), refused(errcode));
    const answer = expect(login.wechat({ code: 'c' }, ADDRESS)).rejects.toMatchObject(refusal(error));
    await pass(300);
    await answer;
  });
});

describe('[ID-10] many at once', () => {
  test('with the same code: one call, the same user', async () => {
    const { login, exchange } = setUpLogin();
    exchange.script(identified('o'));
    exchange.hold();
    const answers = ['Ann', 'Ann', 'Ann'].map((name) => login.wechat({ code: 'c', name }, ADDRESS));
    await waitFor('the call', () => exchange.calls.length === 1);
    exchange.release();
    const users = (await Promise.all(answers)).map(({ userId }) => userId);
    expect(new Set(users).size).toBe(1);
    expect(exchange.calls).toHaveLength(1);
    expect(login.callCount).toBe(0);
  });

  test('the same code for two mini programs is two codes', async () => {
    const { login, exchange } = setUpLogin({ wechat: { apps: [ANDROID, GARDEN] } });
    exchange.script(identified('o'), refused(40_029));
    exchange.hold();
    const first = login.wechat({ code: 'c', appid: ANDROID.appid }, ADDRESS);
    const second = expect(login.wechat({ code: 'c', appid: GARDEN.appid }, ADDRESS)).rejects.toMatchObject(
      refusal('loginCodeInvalid'),
    );
    await waitFor('both calls', () => exchange.calls.length === 2);
    exchange.release();
    await first;
    await second;
  });

  test('beyond the limit, later ones are told to come again', async () => {
    const { login, exchange, logins } = setUpLogin({ wechat: { maxConcurrentCalls: 2 } });
    exchange.script(identified('o1'), identified('o2'));
    exchange.hold();
    const answers = ['c1', 'c2'].map((code) => login.wechat({ code }, ADDRESS));
    await waitFor('the calls', () => exchange.calls.length === 2);
    await expect(login.wechat({ code: 'c3' }, ADDRESS)).rejects.toMatchObject(
      refusal('loginUnavailable', { retryAfterMs: 1000 }),
    );
    exchange.release();
    await Promise.all(answers);
    expect(logins).toEqual(['code unavailable', 'code ok', 'code ok']);
  });
});

describe('[ID-13] WeChat is down', () => {
  const down = async (parts: ReturnType<typeof setUpLogin>, times: number): Promise<void> => {
    for (let turn = 0; turn < times; turn += 1) {
      parts.exchange.script(failed('timeout'));
      await expect(parts.login.wechat({ code: `c${turn}` }, ADDRESS)).rejects.toMatchObject(
        refusal('loginUnavailable'),
      );
    }
  };

  test('after so many failures nothing is asked for a while, then one tries, then all', async () => {
    const parts = setUpLogin();
    const { login, exchange, clock, troubles } = parts;
    await down(parts, 3);
    expect(troubles.map(({ level }) => level)).toEqual(['warn', 'warn', 'error']);
    clock.advance(4000);
    await expect(login.wechat({ code: 'd' }, ADDRESS)).rejects.toMatchObject(
      refusal('loginUnavailable', { retryAfterMs: 6000 }),
    );
    expect(exchange.calls).toHaveLength(3);

    clock.advance(6000);
    exchange.script(identified('o'));
    exchange.hold();
    const probe = login.wechat({ code: 'e' }, ADDRESS);
    await waitFor('the probe', () => exchange.calls.length === 4);
    await expect(login.wechat({ code: 'f' }, ADDRESS)).rejects.toMatchObject(refusal('loginUnavailable'));
    expect(exchange.calls).toHaveLength(4);
    exchange.release();
    await probe;
    exchange.script(identified('o'));
    await login.wechat({ code: 'g' }, ADDRESS);
    expect(troubles.at(-1)?.message).toBe('WeChat answers again');
  });

  test('a probe that fails closes the door again', async () => {
    const parts = setUpLogin();
    await down(parts, 3);
    parts.clock.advance(10_000);
    await down(parts, 1);
    await expect(parts.login.wechat({ code: 'd' }, ADDRESS)).rejects.toMatchObject(
      refusal('loginUnavailable', { retryAfterMs: 10_000 }),
    );
    expect(parts.exchange.calls).toHaveLength(4);
  });

  test('refusals are answers: they keep the door open', async () => {
    const parts = setUpLogin();
    for (let turn = 0; turn < 10; turn += 1) {
      await down(parts, 2);
      parts.exchange.script(refused(40_029));
      await expect(parts.login.wechat({ code: 'c' }, ADDRESS)).rejects.toMatchObject(refusal('loginCodeInvalid'));
    }
  });

  test('closing ends what waits', async () => {
    const { login, exchange, clock } = setUpLogin();
    exchange.script(failed('busy'), identified('o'));
    exchange.script(identified('o'));
    const waiting = expect(login.wechat({ code: 'c' }, ADDRESS)).rejects.toMatchObject(refusal('loginUnavailable'));
    await waitFor('the wait', () => clock.pending === 1);
    await login.close();
    await waiting;
    await login.close();
    expect([clock.pending, exchange.calls.length, exchange.isClosed]).toEqual([0, 1, true]);
    await expect(login.wechat({ code: 'c' }, ADDRESS)).rejects.toMatchObject(refusal('shuttingDown'));
  });
});

describe('[ID-22] a code as proof for another API', () => {
  test('gives the user of a login, and no token', async () => {
    const { login, exchange, logins } = setUpLogin();
    exchange.script(identified('o'), identified('o'));
    const { userId } = await login.wechat({ code: 'c1' }, ADDRESS);
    expect(await login.userOfCode(undefined, 'c2')).toBe(userId);
    expect(logins).toEqual(['code ok', 'proof ok']);
  });

  test('fails as a login does', async () => {
    const { login, exchange } = setUpLogin({ maxPerAddressPerMinute: 1 });
    exchange.script(refused(40_029));
    await expect(login.userOfCode(ANDROID.appid, 'c', ADDRESS)).rejects.toMatchObject(refusal('loginCodeInvalid'));
    await expect(login.userOfCode(ANDROID.appid, 'c', ADDRESS)).rejects.toMatchObject(refusal('loginRateLimited'));
    await expect(login.userOfCode('other', 'c')).rejects.toMatchObject(refusal('invalidArgument'));
  });
});
