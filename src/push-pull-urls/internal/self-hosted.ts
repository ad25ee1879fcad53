/** URLs of our own gateway: `{base}/{stream}?purpose=play&expires=1760000000[&viewer=m1 | &user=ann&since=0]&sign=…`. */
import { AppError } from '../../shared/app-error.ts';
import { assert } from '../../shared/assert.ts';
import type { Digests } from '../digests.ts';
import type { SelfHostedProvider } from '../providers.ts';
import { escapeId } from '../stream-names.ts';
import type { PlayRequest, Purpose } from '../url-types.ts';

/** What the signature covers: everything the gateway acts upon. */
export interface SignedParts {
  readonly purpose: Purpose;
  readonly name: string;
  readonly expiresS: number;
  /** A member's escaped id, or the query's words on a user; '' = for anybody. */
  readonly viewer: string;
}

/** Those words. No name of a member looks like them. */
export const userWords = (escapedUser: string, since: string): string => `user=${escapedUser}&since=${since}`;

/** Whom play URLs are for, as the signature covers it: the id of a member alone. */
function viewerText({ viewerId, viewingUser }: Pick<PlayRequest, 'viewerId' | 'viewingUser'>): string {
  if (viewingUser !== undefined) return userWords(escapeId(viewingUser.userId), `${viewingUser.sinceMs}`);
  return viewerId === undefined ? '' : escapeId(viewerId);
}

/** No part contains a line break, and the first line keeps other uses of the secret apart. */
export function signParts(digests: Digests, secret: string, { purpose, name, expiresS, viewer }: SignedParts): string {
  return digests.hmacSha256Hex(secret, `rtcroom live url 1\n${purpose}\n${name}\n${expiresS}\n${viewer}`);
}

function signedQuery(provider: SelfHostedProvider, digests: Digests, parts: SignedParts): string {
  const [secret] = provider.secrets;
  assert(secret !== undefined, 'the gateway has a secret');
  const isUser = parts.viewer.includes('=');
  const viewer = parts.viewer === '' ? '' : `&${isUser ? '' : 'viewer='}${parts.viewer}`;
  return `purpose=${parts.purpose}&expires=${parts.expiresS}${viewer}&sign=${signParts(digests, secret, parts)}`;
}

export function selfHostedPushUrl(
  provider: SelfHostedProvider,
  digests: Digests,
  name: string,
  expiresS: number,
): string {
  if (provider.rtmpBase === '') throw new AppError('unsupported', 'RTMP is switched off');
  const query = signedQuery(provider, digests, { purpose: 'push', name, expiresS, viewer: '' });
  return `${provider.rtmpBase}/${name}?${query}`;
}

/** One signature for both protocols. */
export function selfHostedPlayUrls(
  provider: SelfHostedProvider,
  digests: Digests,
  name: string,
  expiresS: number,
  whom: Pick<PlayRequest, 'viewerId' | 'viewingUser'>,
): { rtmp: string; flv: string } {
  const query = signedQuery(provider, digests, { purpose: 'play', name, expiresS, viewer: viewerText(whom) });
  const { rtmpBase } = provider;
  return {
    rtmp: rtmpBase === '' ? '' : `${rtmpBase}/${name}?${query}`,
    flv: `${provider.flvBase}/${name}.flv?${query}`,
  };
}
