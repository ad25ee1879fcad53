import { describe, expect, test } from 'vitest';
import { UserSigs } from '../../../src/room-service/user-sig.ts';
import { AppError } from '../../../src/shared/app-error.ts';
import { userIdOf, Weapp } from '../../support/weapp.ts';

const SECRET = 'a-secret-for-user-signatures-0123456789';
const PRODUCTION = {
  RTCROOM_MODE: 'production',
  RTCROOM_AUTH_API_KEYS: 'k:0123456789abcdef0123456789abcdef',
  RTCROOM_ROOM_SERVICE_SECRET_KEY: SECRET,
};
const sigs = new UserSigs({
  sdkAppId: 1_400_000_000,
  accountType: '0',
  secretKey: SECRET,
  publicKey: '',
  privateKey: '',
});

describe('[WA-12] get_login_info', () => {
  test('gives a fresh guest with the prefix asked for', async () => {
    const weapp = new Weapp();
    const info = await weapp.get('/weapp/utils/get_login_info', 'userIDPrefix=weixin&code=whatever');
    expect(info).toMatchObject({ code: 0, sdkAppID: 1_400_000_000, accType: '0' });
    expect(info['userID']).toMatch(/^weixin_[0-9a-f]{8}_[0-9a-f]{4}$/);
    const other = await weapp.get('/weapp/utils/get_login_info', 'userIDPrefix=weixin');
    expect(other['userID']).not.toBe(info['userID']);
    expect((await weapp.get('/weapp/utils/get_login_info'))['userID']).toMatch(/^user_[0-9a-f]{8}_[0-9a-f]{4}$/);
  });

  test('gives nobody a userSig for somebody else', async () => {
    const weapp = new Weapp();
    const ann = await weapp.login();
    const asked = await weapp.get('/weapp/utils/get_login_info', `userID=${ann.userID}`);
    expect(asked['userID']).not.toBe(ann.userID);
    const query = new URLSearchParams({
      sdkAppID: '1400000000',
      accountType: '0',
      userID: ann.userID,
      userSig: String(asked['userSig']),
    });
    expect(await weapp.request('/weapp/live_room/login', query.toString(), {})).toMatchObject({ code: 7 });
  });

  test.for(['a b', '../x', '', 'x'.repeat(40), '<script>'])(
    'a prefix that cannot be one, %s, is not taken',
    async (prefix) => {
      const info = await new Weapp().get('/weapp/utils/get_login_info', `userIDPrefix=${encodeURIComponent(prefix)}`);
      expect(info['userID']).toMatch(/^user_[0-9a-f]{8}_[0-9a-f]{4}$/);
    },
  );

  test('in production only the proven user, by a code', async () => {
    const proof = {
      userOfCode: async (appId: string | undefined, code: string) => {
        if (code !== 'good') throw new AppError('notAllowed', 'the code is used up');
        return userIdOf(`wx-${appId ?? 'only'}`);
      },
    };
    const weapp = new Weapp({ env: PRODUCTION, proof });
    expect(await weapp.get('/weapp/utils/get_login_info', 'userIDPrefix=weixin')).toMatchObject({ code: 7 });
    expect(await weapp.get('/weapp/utils/get_login_info', 'code=bad')).toMatchObject({ code: 7 });
    const info = await weapp.get('/weapp/utils/get_login_info', 'code=good&userID=admin');
    expect(info).toMatchObject({ code: 0, userID: 'wx-only' });
    expect(sigs.verify(String(info['userSig']), 'wx-only', weapp.clock.now())).toBe('wx-only');
    const without = new Weapp({ env: PRODUCTION });
    expect(await without.get('/weapp/utils/get_login_info', 'code=good')).toMatchObject({ code: 7 });
  });
});

describe('[WA-10] login', () => {
  const weapp = new Weapp({ env: PRODUCTION });
  const query = (more: Readonly<Record<string, string>> = {}): string => {
    const userSig = sigs.sign(userIdOf('ann'), weapp.clock.now(), 3600);
    return new URLSearchParams({
      sdkAppID: '1400000000',
      accountType: '0',
      userID: 'ann',
      userSig,
      ...more,
    }).toString();
  };

  test.for(['double_room', 'multi_room', 'live_room'])('by a userSig, at %s', async (kind) => {
    const answer = await weapp.request(`/weapp/${kind}/login`, `${query()}&platform=wx`, {});
    expect(answer).toMatchObject({ code: 0, userID: 'ann' });
    expect(answer['token']).toMatch(/^[A-Za-z0-9._-]+$/);
  });

  test.for([
    ['no query', ''],
    ['another application', query({ sdkAppID: '7' })],
    ['another account type', query({ accountType: '7' })],
    ['another user', query({ userID: 'bob' })],
    ['no user', query({ userID: '' })],
    ['no signature', query({ userSig: '' })],
    ['garbage', query({ userSig: '%%%\u0000' })],
    [
      'someone else made it',
      query({
        userSig: new UserSigs({
          sdkAppId: 1_400_000_000,
          accountType: '0',
          secretKey: 'x',
          publicKey: '',
          privateKey: '',
        }).sign(userIdOf('ann'), weapp.clock.now(), 60),
      }),
    ],
  ] as const)('%s is 7', async ([, given]) => {
    const answer = await weapp.request('/weapp/live_room/login', given, {});
    expect(answer.code).toBe(7);
    expect(answer.message).not.toBe('');
    expect(answer['token']).toBeUndefined();
  });
});

describe('[WA-11] tokens', () => {
  test('are safe in a query as they are, and several are good at once', async () => {
    const weapp = new Weapp();
    const info = (await weapp.get('/weapp/utils/get_login_info')) as unknown as Parameters<Weapp['loginWith']>[0];
    const first = await weapp.loginWith(info);
    weapp.clock.advance(2000);
    const second = await weapp.loginWith(info);
    expect(second.token).not.toBe(first.token);
    for (const user of [first, second]) {
      expect(user.token).toMatch(/^[A-Za-z0-9._-]+$/);
      expect(await weapp.call(user, 'multi_room', 'get_room_list', { cnt: 1, index: 0 })).toMatchObject({ code: 0 });
    }
    expect(await weapp.call(first, 'multi_room', 'logout')).toMatchObject({ code: 0 });
    expect(await weapp.call(first, 'multi_room', 'get_room_list', { cnt: 1, index: 0 })).toMatchObject({ code: 7 });
    expect(await weapp.call(first, 'multi_room', 'logout')).toMatchObject({ code: 7 });
    expect(await weapp.call(second, 'multi_room', 'get_room_list', { cnt: 1, index: 0 })).toMatchObject({ code: 0 });
  });

  test('survive a restart', async () => {
    const ann = await new Weapp().login();
    const restarted = new Weapp();
    expect(await restarted.call(ann, 'multi_room', 'get_room_list', { cnt: 1, index: 0 })).toMatchObject({ code: 0 });
  });

  test('end in time', async () => {
    const weapp = new Weapp();
    const ann = await weapp.login();
    weapp.clock.advance(86_400_000 + 10_000);
    expect(await weapp.call(ann, 'multi_room', 'get_room_list', { cnt: 1, index: 0 })).toMatchObject({ code: 7 });
  });
});

describe('[WA-3] who calls', () => {
  const methods = [
    'get_push_url',
    'get_room_list',
    'get_pushers',
    'create_room',
    'destroy_room',
    'add_pusher',
    'delete_pusher',
    'pusher_heartbeat',
    'merge_stream',
    'add_audience',
    'delete_audience',
    'get_audiences',
    'set_custom_field',
    'get_custom_info',
    'logout',
  ];

  test.for(methods)('%s needs a token', async (method) => {
    const weapp = new Weapp();
    const [ann, bob] = [await weapp.login(), await weapp.login()];
    const path = `/weapp/live_room/${method}`;
    for (const query of [
      '',
      `userID=${ann.userID}`,
      `token=${ann.token}`,
      `userID=&token=${ann.token}`,
      `userID=${ann.userID}&token=${bob.token}`,
      `userID=${ann.userID}&token=${ann.token}x`,
      `userID=${ann.userID}&token=x`,
    ]) {
      // Before the body: one that is no JSON is not even read.
      expect(await weapp.request(path, query, '{'), query).toMatchObject({ code: 7 });
    }
    expect(weapp.rooms.size).toBe(0);
  });
});

test('[WA-14] a token for one room opens that room alone', async () => {
  const weapp = new Weapp();
  const { TokenAuthority } = await import('../../../src/identity/tokens.ts');
  const { Revocations } = await import('../../../src/identity/revocations.ts');
  const authority = new TokenAuthority({
    keys: [{ keyId: 'k', secret: 'a secret of at least thirty-two bytes' }],
    audience: '',
    tokenTtlMs: 3_600_000,
    maxTokenTtlMs: 3_600_000,
    clockToleranceMs: 0,
    revocations: new Revocations({ maxEntries: 1, keepMs: 1 }),
    clock: weapp.clock,
  });
  const token = await authority.signToken({ userId: userIdOf('ann'), room: 'mine' });
  const ann = { userID: 'ann', token, userSig: '' };
  expect(await weapp.enter(ann, 'multi_room', 'mine')).toMatchObject({ code: 0 });
  expect(await weapp.call(ann, 'multi_room', 'add_pusher', weapp.pusher(ann, 'other', 'rtmp://a/b/c'))).toMatchObject({
    code: 7,
  });
  for (const method of ['create_room', 'get_push_url', 'get_pushers']) {
    const answer = await weapp.call(ann, 'multi_room', method, { userID: 'ann', roomID: 'other', roomInfo: 'x' });
    expect(answer, method).toMatchObject({ code: 7 });
  }
});

describe('[WA-5] too many calls are refused, and nothing else', () => {
  test('of one user', async () => {
    const weapp = new Weapp({
      env: { RTCROOM_ROOM_SERVICE_REQUEST_BURST: '3', RTCROOM_ROOM_SERVICE_REQUESTS_PER_SECOND: '1' },
    });
    const [ann, bob] = [await weapp.login(), await weapp.login()];
    const list = async (user: typeof ann): Promise<number> =>
      (await weapp.call(user, 'multi_room', 'get_room_list', { cnt: 1, index: 0 })).code;
    expect([await list(ann), await list(ann), await list(ann), await list(ann)]).toEqual([0, 0, 0, -1]);
    expect(await list(bob)).toBe(0);
    weapp.clock.advance(1000);
    expect(await list(ann)).toBe(0);
  });

  test('without a token, of one address', async () => {
    const weapp = new Weapp({
      env: { RTCROOM_ROOM_SERVICE_LOGIN_BURST: '2', RTCROOM_ROOM_SERVICE_LOGINS_PER_SECOND: '1' },
    });
    const ask = async (address: string): Promise<number> =>
      (await weapp.request('/weapp/utils/get_login_info', '', undefined, 'GET', address)).code;
    expect([await ask('10.0.0.1'), await ask('10.0.0.1'), await ask('10.0.0.1')]).toEqual([0, 0, -1]);
    expect(await ask('10.0.0.2')).toBe(0);
  });
});
