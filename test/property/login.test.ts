/** Garbage from clients and from WeChat: typed errors, nothing else. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WechatCodeExchange } from '../../src/identity/wechat-code-exchange.ts';
import { AppError } from '../../src/shared/app-error.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { WechatStandIn } from '../support/wechat-stand-in.ts';
import { ADDRESS, identified, setUpLogin } from '../unit/identity/login-harness.ts';

let wechat: WechatStandIn;
beforeAll(async () => {
  wechat = await WechatStandIn.start({ a: 'secret-of-a' });
});
afterAll(async () => await wechat.close());

/** Requests that are nearly right. */
const nearRequest = fc.record(
  {
    appid: fc.oneof(fc.string(), fc.anything()),
    code: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
    token: fc.oneof(fc.string(), fc.anything()),
    name: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
    avatar: fc.oneof(fc.webUrl(), fc.anything()),
    room: fc.oneof(fc.string(), fc.constantFrom('*', 'a*', 'a'), fc.anything()),
  },
  { requiredKeys: [] },
);

test('[ID-19] whatever a client sends is answered by a token that verifies, or by a typed error', async () => {
  const { login, exchange, authority } = setUpLogin({ allowGuests: true, maxPerAddressPerMinute: 1_000_000 });
  await fc.assert(
    fc.asyncProperty(fc.oneof(nearRequest, fc.anything()), fc.string(), async (body, token) => {
      exchange.script(identified('o'));
      const work = [login.wechat(body, ADDRESS), login.guest(body, ADDRESS), login.refresh(token, ADDRESS)];
      for (const result of await Promise.allSettled(work)) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(AppError);
        else await authority.verifyToken(result.value.token);
      }
      expect(login.callCount).toBe(0);
    }),
    { numRuns: 300 },
  );
});

/** Answers that are nearly right. */
const nearAnswer = fc
  .record(
    {
      openid: fc.oneof(fc.string(), fc.anything()),
      unionid: fc.oneof(fc.string(), fc.anything()),
      session_key: fc.constant('THE-SESSION-KEY'),
      errcode: fc.oneof(fc.integer(), fc.constantFrom(0, -1, '40029', 40_163, 1e300), fc.anything()),
      errmsg: fc.oneof(fc.string(), fc.anything()),
    },
    { requiredKeys: ['session_key'] },
  )
  .map((answer) => JSON.stringify(answer, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)));

test('[ID-19] [ID-15] whatever WeChat sends is one of three results, without the session key', async () => {
  const exchange = new WechatCodeExchange({ baseUrl: wechat.url, timeoutMs: 60_000, clock: new VirtualClock() });
  await fc.assert(
    fc.asyncProperty(fc.oneof(nearAnswer, fc.json(), fc.string(), fc.uint8Array()), async (body) => {
      wechat.fail({ body });
      const result = await exchange.exchange({ appid: 'a', secret: 'secret-of-a' }, 'c');
      expect(['identified', 'refused', 'failed']).toContain(result.status);
      if (result.status === 'identified') expect(result.identity.openid).toMatch(/^[\x21-\x7e]{1,128}$/);
      if (result.status === 'failed') expect(['busy', 'badAnswer']).toContain(result.fault);
      expect(JSON.stringify(result)).not.toContain('SESSION-KEY');
    }),
    { numRuns: 200 },
  );
});
