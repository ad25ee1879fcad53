import { afterEach, describe, expect, test } from 'vitest';
import { CloudIm } from '../../../src/room-service/cloud-im.ts';
import { UserSigs } from '../../../src/room-service/user-sig.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { waitFor } from '../../support/wait-for.ts';
import { roomIdOf, standIn, Weapp } from '../../support/weapp.ts';

const SECRET = 'a-secret-for-user-signatures-0123456789';
const sigs = new UserSigs({ sdkAppId: 7, accountType: '0', secretKey: SECRET, publicKey: '', privateKey: '' });
const ROOM = roomIdOf('r');

type Respond = Parameters<typeof standIn>[0];
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(respond: Respond): Promise<{ im: CloudIm; clock: VirtualClock; faults: string[]; url: string }> {
  const server = await standIn(respond);
  const clock = new VirtualClock(systemClock.now());
  const faults: string[] = [];
  const im = new CloudIm({
    clock,
    baseUrl: server.url,
    sdkAppId: 7,
    admin: 'administrator',
    sigs,
    onFault: (saying, error) => faults.push(`${saying}: ${(error as Error).message}`),
  });
  closers.push(
    () => im.close(),
    () => server.close(),
  );
  return { im, clock, faults, url: server.url };
}

const sayingOf = (path: string): string => /group_open_http_svc\/(\w+)\?/.exec(path)?.[1] ?? path;

describe("[WA-78] the cloud's IM", () => {
  test('is told in order, signed by the administrator', async () => {
    const told: [string, unknown][] = [];
    const { im, faults } = await start((path, body) => {
      const query = new URL(path, 'http://h').searchParams;
      expect(query.get('identifier')).toBe('administrator');
      expect(sigs.verify(query.get('usersig') ?? '', 'administrator', systemClock.now())).toBe('administrator');
      told.push([sayingOf(path), body]);
      return { ActionStatus: 'OK', ErrorCode: told.length === 1 ? 10_025 : 0 };
    });
    im.opened(ROOM);
    im.changed(ROOM);
    im.changed(ROOM);
    im.closed(ROOM);
    await waitFor('all to be told', () => im.size === 0);
    expect(told).toEqual([
      ['create_group', { Type: 'AVChatRoom', GroupId: 'r', Name: 'r' }],
      ['send_group_system_notification', { GroupId: 'r', Content: '{"cmd":"notifyPusherChange","data":""}' }],
      ['destroy_group', { GroupId: 'r' }],
    ]);
    expect(faults).toEqual([]);
  });

  test.for([
    ['refuses', (): unknown => ({ ActionStatus: 'FAIL', ErrorCode: 10_002 }), 'the IM refused with 10002'],
    ['is no IM', (): unknown => '<html>', 'JSON'],
    ['says too much', (): unknown => JSON.stringify('x'.repeat(70_000)), 'too much'],
  ] as const)('what %s is tried three times, reported and left', async ([, respond, why]) => {
    let tries = 0;
    const { im, clock, faults } = await start((): unknown => {
      tries += 1;
      return respond();
    });
    im.opened(ROOM);
    await waitFor('it to be given up', () => {
      clock.advance(1000);
      return im.size === 0;
    });
    expect(tries).toBe(3);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(why);
  });

  test('a failure in between is made good', async () => {
    let tries = 0;
    const { im, clock, faults } = await start((_path, _body, hangUp) => {
      tries += 1;
      if (tries === 1) hangUp();
      return { ErrorCode: 0 };
    });
    im.opened(ROOM);
    await waitFor('it to be told', () => {
      clock.advance(1000);
      return im.size === 0;
    });
    expect([tries, faults]).toEqual([2, []]);
  });

  test('rooms do not wait for it, and its own IM is not served', async () => {
    const server = await standIn(() => undefined);
    closers.push(() => server.close());
    await server.close();
    const weapp = new Weapp({
      env: {
        RTCROOM_ROOM_SERVICE_IM: 'cloud',
        RTCROOM_ROOM_SERVICE_SECRET_KEY: SECRET,
        RTCROOM_ROOM_SERVICE_CLOUD_IM_URL: server.url,
      },
    });
    const ann = await weapp.login();
    expect(await weapp.enter(ann, 'multi_room', 'r')).toMatchObject({ code: 0 });
    expect(await weapp.pusherIds(ann, 'multi_room', 'r')).toEqual([ann.userID]);
    expect(await weapp.request('/weapp/im/v4/openim/login', '', {})).toMatchObject({ ActionStatus: 'FAIL' });
    await waitFor('the failures to be reported', () => {
      weapp.clock.advance(1000);
      return weapp.faults.length > 0;
    });
    expect(weapp.faults[0]).toContain('create_group');
    weapp.api.stop();
  });
});
