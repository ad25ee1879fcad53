import { createHmac, generateKeyPairSync } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { UserSigs } from '../../../src/room-service/user-sig.ts';
import { instantMs } from '../../../src/shared/ids.ts';
import { userIdOf } from '../../support/weapp.ts';

const AT = instantMs(1_700_000_000_000);
const SECRET = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';
const ANN = userIdOf('xiaojun');
const none = { sdkAppId: 1_400_000_000, accountType: '0', secretKey: '', publicKey: '', privateKey: '' };

const hmac = new UserSigs({ ...none, secretKey: SECRET });

const encode = (value: unknown): string =>
  deflateSync(typeof value === 'string' ? value : JSON.stringify(value))
    .toString('base64')
    .replaceAll('+', '*')
    .replaceAll('/', '-')
    .replaceAll('=', '_');
const decode = (sig: string): Record<string, unknown> =>
  JSON.parse(
    inflateSync(Buffer.from(sig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '='), 'base64')).toString(),
  ) as Record<string, unknown>;

/** As the vendor's own generators write it, told from their documentation. */
function vendorSig(fields: Readonly<Record<string, unknown>>, secret = SECRET): string {
  const text = ['identifier', 'sdkappid', 'time', 'expire']
    .map((name) => `TLS.${name}:${fields[`TLS.${name}`]}\n`)
    .join('');
  return encode({ ...fields, 'TLS.sig': createHmac('sha256', secret).update(text).digest('base64') });
}
const good = {
  'TLS.ver': '2.0',
  'TLS.identifier': 'xiaojun',
  'TLS.sdkappid': 1_400_000_000,
  'TLS.expire': 3600,
  'TLS.time': 1_700_000_000,
};

describe('[WA-13] HMAC', () => {
  test('what we make is what the vendor makes, and is accepted', () => {
    const sig = hmac.sign(ANN, AT, 3600);
    expect(decode(sig)).toEqual(decode(vendorSig(good)));
    expect(sig).toMatch(/^[A-Za-z0-9*_-]+$/);
    expect(hmac.verify(sig, 'xiaojun', AT)).toBe('xiaojun');
    expect(hmac.verify(vendorSig(good), 'xiaojun', AT)).toBe('xiaojun');
  });

  test('a userbuf is signed, too', () => {
    const sig = hmac.sign(ANN, AT, 3600, Buffer.from('room'));
    expect(decode(sig)['TLS.userbuf']).toBe('cm9vbQ==');
    expect(hmac.verify(sig, 'xiaojun', AT)).toBe('xiaojun');
    const { 'TLS.userbuf': _, ...without } = decode(sig);
    expect(hmac.verify(encode(without), 'xiaojun', AT)).toBeNull();
  });
});

describe('[WA-10] refused', () => {
  test.for([
    ['another user', vendorSig(good), 'somebody'],
    ['another application', vendorSig({ ...good, 'TLS.sdkappid': 7 }), 'xiaojun'],
    ['another secret', vendorSig(good, 'x'), 'xiaojun'],
    ['expired', vendorSig({ ...good, 'TLS.time': 1_699_996_400 }), 'xiaojun'],
    [
      'expired by concatenation of texts',
      vendorSig({ ...good, 'TLS.time': '1699990000', 'TLS.expire': '3600' }),
      'xiaojun',
    ],
    ['of the future', vendorSig({ ...good, 'TLS.time': 1_700_001_000 }), 'xiaojun'],
    ['good for ever', vendorSig({ ...good, 'TLS.expire': 1e12 }), 'xiaojun'],
    ['no number', vendorSig({ ...good, 'TLS.expire': '1e9' }), 'xiaojun'],
    ['longer life than signed', encode({ ...decode(vendorSig(good)), 'TLS.expire': 7200 }), 'xiaojun'],
    ['without signature', encode(good), 'xiaojun'],
    ['signature no text', encode({ ...good, 'TLS.sig': 5 }), 'xiaojun'],
    ['not deflated', Buffer.from('{}').toString('base64'), 'xiaojun'],
    ['not JSON', encode('{'), 'xiaojun'],
    ['no object', encode('[1]'), 'xiaojun'],
    ['null', encode('null'), 'xiaojun'],
    ['a bomb', encode('0'.repeat(5_000_000)), 'xiaojun'],
    ['too long', 'A'.repeat(9000), 'xiaojun'],
    ['nothing', '', 'xiaojun'],
    ['no user id of ours', vendorSig({ ...good, 'TLS.identifier': 'a b' }), 'a b'],
  ] as const)('%s', ([, sig, user]) => {
    expect(hmac.verify(sig, user, AT)).toBeNull();
  });

  test('HMAC without a secret of ours, even with the empty one', () => {
    expect(new UserSigs(none).verify(vendorSig(good, ''), 'xiaojun', AT)).toBeNull();
  });
});

describe.each([
  ['ECDSA', generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
  ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
] as const)('[WA-10] legacy with %s', (_, { publicKey, privateKey }) => {
  const keys = {
    ...none,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const sigs = new UserSigs(keys);
  const sig = sigs.sign(ANN, AT, 3600);

  test('good until it expires', () => {
    expect(decode(sig)).toMatchObject({
      'TLS.sdk_appid': '1400000000',
      'TLS.time': '1700000000',
      'TLS.expire_after': '3600',
    });
    expect(sigs.verify(sig, 'xiaojun', AT)).toBe('xiaojun');
    expect(sigs.verify(sig, 'xiaojun', instantMs(AT + 3_599_999))).toBe('xiaojun');
    expect(sigs.verify(sig, 'xiaojun', instantMs(AT + 3_600_000))).toBeNull();
  });

  test('changed in any field it is refused', () => {
    for (const [name, value] of Object.entries({
      'TLS.identifier': 'somebody',
      'TLS.appid_at_3rd': '1',
      'TLS.account_type': '1',
      'TLS.sdk_appid': '1',
      'TLS.time': '1700000001',
      'TLS.expire_after': '3601',
      'TLS.userbuf': 'AAAA',
      'TLS.sig': 'AAAA',
    })) {
      const user = name === 'TLS.identifier' ? value : 'xiaojun';
      expect(sigs.verify(encode({ ...decode(sig), [name]: value }), user, AT), name).toBeNull();
    }
  });

  test('a server that knows HMAC alone refuses it', () => {
    expect(hmac.verify(sig, 'xiaojun', AT)).toBeNull();
  });
});
