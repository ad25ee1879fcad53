import { describe, expect, test } from 'vitest';
import type { LoginAnswer } from '../../../src/identity/login.ts';
import type { RoomId, UserId } from '../../../src/shared/ids.ts';
import { ADDRESS, DAY_MS, failed, HOUR_MS, identified, refusal, setUpLogin } from './login-harness.ts';

type Parts = ReturnType<typeof setUpLogin>;
const room = (id: string): RoomId => id as RoomId;

async function loggedIn(parts: Parts, body: object = {}): Promise<LoginAnswer> {
  parts.exchange.script(identified('o-ann'));
  return await parts.login.wechat({ code: 'first', name: 'Ann', ...body }, ADDRESS);
}

describe('[ID-8] a refresh', () => {
  test('gives a new token that says the same', async () => {
    const parts = setUpLogin();
    const first = await loggedIn(parts, { avatar: 'https://example.org/a.png', room: 'class-*' });
    parts.clock.advance(HOUR_MS / 2);
    const second = await parts.login.refresh(first.token, ADDRESS);
    expect(second).toMatchObject({
      userId: first.userId,
      isGuest: false,
      expiresAtMs: first.expiresAtMs + HOUR_MS / 2,
    });
    const identity = await parts.authority.verifyToken(second.token);
    expect(identity).toMatchObject({ displayName: 'Ann', avatar: 'https://example.org/a.png' });
    expect(identity.allowsRoom(room('class-7'))).toBe(true);
    expect(identity.allowsRoom(room('staff'))).toBe(false);
    expect(parts.exchange.calls).toHaveLength(1);
  });

  test('takes a token that expired within the window, and no older one', async () => {
    const parts = setUpLogin();
    const { token, userId } = await loggedIn(parts);
    parts.clock.advance(HOUR_MS + 7 * DAY_MS);
    await expect(parts.authority.verifyToken(token)).rejects.toMatchObject(refusal('tokenExpired'));
    expect((await parts.login.refresh(token, ADDRESS)).userId).toBe(userId);
    parts.clock.advance(6000);
    await expect(parts.login.refresh(token, ADDRESS)).rejects.toMatchObject(refusal('tokenExpired'));
  });

  test('goes on for as long as a session may be, no longer', async () => {
    const parts = setUpLogin({ maxSessionMs: 3 * DAY_MS });
    let { token } = await loggedIn(parts);
    for (let day = 0; day < 3; day += 1) {
      token = (await parts.login.refresh(token, ADDRESS)).token;
      parts.clock.advance(DAY_MS);
    }
    await expect(parts.login.refresh(token, ADDRESS)).rejects.toMatchObject(refusal('tokenExpired'));
    expect(parts.logins.filter((one) => one === 'refresh ok')).toHaveLength(3);
  });

  test('is not for tokens that an application or development mode issued', async () => {
    const parts = setUpLogin();
    const token = await parts.authority.signToken({ userId: 'boss' as UserId, role: 'chair', room: 'a' });
    await expect(parts.login.refresh(token, ADDRESS)).rejects.toMatchObject(refusal('tokenInvalid'));
  });

  test.for(['', 'a.b.c', 'x'.repeat(5000)])('is not for %#: what is no token', async (token) => {
    await expect(setUpLogin().login.refresh(token, ADDRESS)).rejects.toMatchObject(refusal('tokenInvalid'));
  });

  test('is not for who was revoked everywhere, until they log in again', async () => {
    const parts = setUpLogin();
    const { token, userId } = await loggedIn(parts);
    parts.clock.advance(60_000);
    parts.revocations.revoke(userId, '*', parts.clock.now());
    await expect(parts.login.refresh(token, ADDRESS)).rejects.toMatchObject(refusal('tokenRevoked'));
    parts.clock.advance(60_000);
    const again = await loggedIn(parts);
    expect((await parts.login.refresh(again.token, ADDRESS)).userId).toBe(userId);
  });

  test('does not open the room that its bearer was expelled from', async () => {
    const parts = setUpLogin();
    const { token, userId } = await loggedIn(parts);
    parts.clock.advance(60_000);
    parts.revocations.revoke(userId, room('a'), parts.clock.now());
    parts.clock.advance(60_000);
    const { token: refreshed } = await parts.login.refresh(token, ADDRESS);
    const { token: cached } = await parts.login.wechat({ token: refreshed }, ADDRESS);
    for (const renewed of [refreshed, cached]) {
      const identity = await parts.authority.verifyToken(renewed);
      expect(identity.allowsRoom(room('a'))).toBe(false);
      expect(identity.allowsRoom(room('b'))).toBe(true);
    }
  });
});

describe('[ID-9] a login with a cached token', () => {
  test('asks nobody, also when WeChat is down and the token has expired', async () => {
    const parts = setUpLogin();
    const { token, userId } = await loggedIn(parts);
    for (let turn = 0; turn < 3; turn += 1) {
      parts.exchange.script(failed('timeout'));
      await expect(parts.login.wechat({ code: `x${turn}` }, ADDRESS)).rejects.toMatchObject(
        refusal('loginUnavailable'),
      );
    }
    parts.clock.advance(2 * HOUR_MS);
    const callCount = parts.exchange.calls.length;
    for (const body of [{ token }, { token, code: 'fresh' }]) {
      expect(await parts.login.wechat(body, ADDRESS)).toMatchObject({ userId, isGuest: false });
    }
    expect(parts.exchange.calls).toHaveLength(callCount);
    expect(parts.logins.slice(-2)).toEqual(['cached ok', 'cached ok']);
  });

  test('takes the new name, and keeps what is not given', async () => {
    const parts = setUpLogin();
    const { token } = await loggedIn(parts, { avatar: 'https://example.org/a.png' });
    const renewed = await parts.login.wechat({ token, name: 'Anna' }, ADDRESS);
    expect(await parts.authority.verifyToken(renewed.token)).toMatchObject({
      displayName: 'Anna',
      avatar: 'https://example.org/a.png',
    });
  });

  test.for(['a.b.c', ''])('a token that is no good (%j) gives way to the code', async (token) => {
    const parts = setUpLogin();
    parts.exchange.script(identified('o-ann'));
    expect(await parts.login.wechat({ token, code: 'c' }, ADDRESS)).toMatchObject({ isGuest: false });
    await expect(parts.login.wechat({ token }, ADDRESS)).rejects.toMatchObject(refusal('tokenInvalid'));
    expect(parts.logins).toEqual(['code ok', 'code refused']);
  });

  test('one for another room gives way to the code', async () => {
    const parts = setUpLogin();
    const { token } = await loggedIn(parts, { room: 'a' });
    await expect(parts.login.wechat({ token, room: 'b' }, ADDRESS)).rejects.toMatchObject(refusal('tokenWrongRoom'));
    parts.exchange.script(identified('o-ann'));
    const other = await parts.login.wechat({ token, room: 'b', code: 'c' }, ADDRESS);
    expect((await parts.authority.verifyToken(other.token)).allowsRoom(room('b'))).toBe(true);
  });

  test('a guest with a code becomes a user', async () => {
    const parts = setUpLogin({ allowGuests: true });
    const guest = await parts.login.guest({ name: 'G' }, ADDRESS);
    parts.exchange.script(identified('o-ann'));
    const user = await parts.login.wechat({ token: guest.token, code: 'c' }, ADDRESS);
    expect(user).toMatchObject({ isGuest: false });
    expect(user.userId).not.toBe(guest.userId);
    await expect(parts.login.wechat({ token: guest.token }, ADDRESS)).rejects.toMatchObject(refusal('tokenInvalid'));
  });
});

describe('[ID-17] guests', () => {
  test('are not there unless allowed', async () => {
    const { login, logins } = setUpLogin();
    await expect(login.guest({ name: 'G' }, ADDRESS)).rejects.toMatchObject(refusal('unsupported'));
    expect(logins).toEqual(['guest refused']);
  });

  test('are somebody new each, with the role and grants that are configured, whatever they ask for', async () => {
    const { login, authority } = setUpLogin({ allowGuests: true, guestDenies: ['chat', 'publishScreen'] });
    const body = { name: 'G', role: 'chair', grants: { moderate: true }, userId: 'boss' };
    const [a, b] = [await login.guest(body, ADDRESS), await login.guest({}, ADDRESS)];
    expect(a.userId).toMatch(/^guest_[a-z2-7]{18}$/);
    expect(a.userId).not.toBe(b.userId);
    expect(a.isGuest).toBe(true);
    expect(await authority.verifyToken(a.token)).toMatchObject({
      displayName: 'G',
      role: 'audience',
      grants: { chat: false, publishScreen: false },
    });
  });

  test('stay who they are through a refresh, as long as there are guests', async () => {
    const parts = setUpLogin({ allowGuests: true, guestRole: 'speaker', guestDenies: ['chat'] });
    const guest = await parts.login.guest({ name: 'G' }, ADDRESS);
    const again = await parts.login.refresh(guest.token, ADDRESS);
    expect(again).toMatchObject({ userId: guest.userId, isGuest: true });
    expect(await parts.authority.verifyToken(again.token)).toMatchObject({ role: 'speaker', grants: { chat: false } });
    const strict = setUpLogin({ allowGuests: false });
    await expect(strict.login.refresh(guest.token, ADDRESS)).rejects.toMatchObject(refusal('unsupported'));
  });

  test.for([undefined, 'G', { name: 7 }, { room: '' }])('%j is no request', async (body) => {
    const { login } = setUpLogin({ allowGuests: true });
    await expect(login.guest(body, ADDRESS)).rejects.toMatchObject(refusal('invalidArgument'));
  });
});

describe('[ID-18] rooms', () => {
  test('are those of the configuration, or the narrower ones that were asked for', async () => {
    const parts = setUpLogin({ rooms: 'class-*', allowGuests: true });
    const rooms = async (body: object): Promise<string[]> => {
      const { token } = await loggedIn(parts, body);
      const identity = await parts.authority.verifyToken(token);
      return ['class-1', 'class-12', 'staff'].filter((id) => identity.allowsRoom(room(id)));
    };
    expect(await rooms({})).toEqual(['class-1', 'class-12']);
    expect(await rooms({ room: 'class-1*' })).toEqual(['class-1', 'class-12']);
    expect(await rooms({ room: 'class-1' })).toEqual(['class-1']);
    for (const other of ['staff', '*', 'c*', 'class']) {
      await expect(parts.login.wechat({ code: 'c', room: other }, ADDRESS)).rejects.toMatchObject(
        refusal('tokenWrongRoom'),
      );
      await expect(parts.login.guest({ room: other }, ADDRESS)).rejects.toMatchObject(refusal('tokenWrongRoom'));
    }
  });

  test('are not widened by a refresh, and narrowed when the configuration was', async () => {
    const wide = setUpLogin();
    const { token } = await loggedIn(wide);
    const narrow = setUpLogin({ rooms: 'class-*' });
    const renewed = await narrow.login.refresh(token, ADDRESS);
    expect((await narrow.authority.verifyToken(renewed.token)).allowsRoom(room('staff'))).toBe(false);
    const back = await wide.login.refresh(renewed.token, ADDRESS);
    expect((await wide.authority.verifyToken(back.token)).allowsRoom(room('staff'))).toBe(false);
    const elsewhere = setUpLogin({ rooms: 'other-*' });
    await expect(elsewhere.login.refresh(renewed.token, ADDRESS)).rejects.toMatchObject(refusal('tokenWrongRoom'));
  });
});

describe('[ID-16] limits', () => {
  test('per address, for what is not proven', async () => {
    const parts = setUpLogin({ maxPerAddressPerMinute: 2, allowGuests: true });
    const { token } = await loggedIn(parts);
    await parts.login.guest({}, ADDRESS);
    const limited = refusal('loginRateLimited', { retryAfterMs: 30_000 });
    await expect(parts.login.guest({}, ADDRESS)).rejects.toMatchObject(limited);
    await expect(parts.login.wechat({ code: 'c' }, ADDRESS)).rejects.toMatchObject(limited);
    await expect(parts.login.refresh('a.b.c', ADDRESS)).rejects.toMatchObject(limited);
    await expect(parts.login.wechat({ token: 'a.b.c' }, ADDRESS)).rejects.toMatchObject(limited);
    expect(parts.exchange.calls).toHaveLength(1);
    // Who is known is not locked out by the neighbours; other addresses are not either.
    await parts.login.refresh(token, ADDRESS);
    await parts.login.guest({}, '192.0.2.8');
    parts.clock.advance(30_000);
    await parts.login.guest({}, ADDRESS);
  });

  test('an IPv6 customer is one address', async () => {
    const { login } = setUpLogin({ maxPerAddressPerMinute: 1, allowGuests: true });
    await login.guest({}, '2001:db8:1:2::1');
    await expect(login.guest({}, '2001:db8:1:2:ffff::9')).rejects.toMatchObject(refusal('loginRateLimited'));
    await login.guest({}, '2001:db8:1:3::1');
  });

  test('per user, however they come', async () => {
    const parts = setUpLogin({ maxPerUserPerMinute: 3 });
    const { token } = await loggedIn(parts);
    await parts.login.refresh(token, ADDRESS);
    await parts.login.wechat({ token }, ADDRESS);
    const limited = refusal('loginRateLimited', { retryAfterMs: 20_000 });
    await expect(parts.login.refresh(token, ADDRESS)).rejects.toMatchObject(limited);
    await expect(parts.login.wechat({ token, code: 'c' }, ADDRESS)).rejects.toMatchObject(limited);
    await expect(loggedIn(parts)).rejects.toMatchObject(limited);
    parts.exchange.script(identified('o-bob'));
    await parts.login.wechat({ code: 'b' }, ADDRESS);
  });
});
