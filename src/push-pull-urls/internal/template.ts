/** URLs from templates, for providers we do not know. */
import { assert, assertNever } from '../../shared/assert.ts';
import type { MemberId, UserId } from '../../shared/ids.ts';
import type { Digests } from '../digests.ts';
import type { UrlTemplate } from '../providers.ts';
import type { StreamRef } from '../url-types.ts';
import { signingKey } from './signing-key.ts';

export const PLACEHOLDER = /\{([^{}]*)\}/g;

/** What a template may name, besides `{sign}` in the URL and `{key}` in what is signed. */
export const PLACEHOLDERS = [
  'stream',
  'room',
  'member',
  'viewer',
  'generation',
  'expires',
  'expiresHex',
  'expiresHexUpper',
] as const;

type Values = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>;

export function templateValues(
  name: string,
  { roomId, memberId, generation }: StreamRef,
  expiresS: number,
  viewerId: MemberId | UserId | undefined,
): Values {
  const expiresHex = expiresS.toString(16);
  return {
    stream: name,
    room: roomId,
    member: memberId,
    viewer: viewerId ?? '',
    generation: `${generation}`,
    expires: `${expiresS}`,
    expiresHex,
    expiresHexUpper: expiresHex.toUpperCase(),
  };
}

/** One pass: what is filled in is not looked at again. */
function fill(template: string, values: Readonly<Record<string, string>>, encode: (value: string) => string): string {
  return template.replace(PLACEHOLDER, (_, placeholder: string) => {
    const value = Object.hasOwn(values, placeholder) ? values[placeholder] : undefined;
    assert(value !== undefined, 'templates have known placeholders');
    return encode(value);
  });
}

function hash(
  digests: Digests,
  algorithm: NonNullable<UrlTemplate['sign']>['algorithm'],
  key: string,
  text: string,
): string {
  switch (algorithm) {
    case 'md5':
      return digests.md5Hex(text);
    case 'sha256':
      return digests.sha256Hex(text);
    case 'hmacSha256':
      return digests.hmacSha256Hex(key, text);
    default:
      return assertNever(algorithm);
  }
}

/** The template's URL with those values, signed when the template says how. */
export function fillTemplate({ url, sign }: UrlTemplate, digests: Digests, values: Values): string {
  if (sign === undefined) return fill(url, values, encodeURIComponent);
  const key = signingKey(sign.keys);
  const text = fill(sign.text, { ...values, key }, (value) => value);
  return fill(url, { ...values, sign: hash(digests, sign.algorithm, key, text) }, encodeURIComponent);
}
