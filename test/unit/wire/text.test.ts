import { afterEach, describe, expect, test, vi } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../../wire/base64.ts';
import { decodeUtf8, decodeUtf8Plainly } from '../../../wire/utf8.ts';

describe('base64', () => {
  test.for(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'])('RFC 4648 vector %j', (text) => {
    const encoded = encodeBase64(new TextEncoder().encode(text));
    expect(encoded).toBe(Buffer.from(text).toString('base64'));
    expect(Buffer.from(decodeBase64(encoded) ?? []).toString()).toBe(text);
  });

  test.for(['=', '====', 'A', 'AAAAA', 'A=A=', 'AA==AA', 'A A=', 'AA===', '🐎==', 'AAA=='])(
    '%j is not base64',
    (text) => {
      expect(decodeBase64(text)).toBeUndefined();
    },
  );
});

describe.for([
  ['of the host', decodeUtf8],
  ['in plain JavaScript', decodeUtf8Plainly],
] as const)('UTF-8 %s', ([, decode]) => {
  test.for(['', 'abc', 'ž', '€', '🐎', '\u0000\u007f\u0080\u07ff\u0800\uffff', '\ufeffx', '\u{10ffff}'])(
    '%j',
    (text) => {
      expect(decode(new TextEncoder().encode(text))).toBe(text);
    },
  );

  test.for([
    ['a lone continuation', [0x80]],
    ['a cut sequence', [0xe2, 0x82]],
    ['a sequence broken off', [0xe2, 0x41, 0x42]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong three-byte form', [0xe0, 0x80, 0xaf]],
    ['an overlong four-byte form', [0xf0, 0x80, 0x80, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a point beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['a lead byte that does not exist', [0xff]],
  ] as const)('%s is refused', ([, data]) => {
    expect(decode(Uint8Array.from(data))).toBeUndefined();
  });
});

describe('without TextDecoder', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('the plain decoder takes over', () => {
    vi.stubGlobal('TextDecoder', undefined);
    expect(decodeUtf8(Uint8Array.from([0xc5, 0xbe]))).toBe('ž');
    expect(decodeUtf8(Uint8Array.from([0xff]))).toBeUndefined();
  });
});
