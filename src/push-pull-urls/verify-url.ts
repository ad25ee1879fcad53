/**
 * Verifies what a pusher or player presents to our own gateway, before any media is read.
 *
 * A URL is a bearer's ticket: who holds it may use it. What bounds the damage of a leaked one: it is good for one
 * purpose and one stream, it expires, and it dies with its generation. It can be used again until then, because pushers
 * reconnect with the URL they have; that a stream has one publisher at a time is the gateway's to see.
 *
 * The text must be exactly what was issued, character by character: our names need no percent-encoding, no client has a
 * reason to reorder parameters, and so there is nothing to normalize and nothing to normalize differently.
 */
import { type InstantMs, instantMs, type MemberId, type RoomId } from '../shared/ids.ts';
import type { Digests } from './digests.ts';
import { type SignedParts, signParts, userWords } from './internal/self-hosted.ts';
import type { SelfHostedProvider } from './providers.ts';
import { parseStreamName, unescapeMemberId, unescapeUserId } from './stream-names.ts';
import type { Purpose, StreamRef, ViewingUser } from './url-types.ts';

/** Longer ones are refused unread. */
export const MAX_URL_LENGTH = 2048;

/**
 * Why a URL is refused, in the order of checking; for logs and metrics. Whoever presented it is told that it was refused
 * and no more: a reason would help only those who try.
 */
export const REFUSALS = [
  /** Not a URL that this gateway issues. */
  'malformed',
  /** A URL of another server. */
  'foreign',
  /** Changed, invented, or signed by a secret that is no longer accepted. */
  'badSignature',
  /** A play URL to push to, or the reverse. */
  'wrongPurpose',
  'expired',
  /** No such room, or no such member in it. */
  'unknownStream',
  /** Revoked. */
  'oldGeneration',
  /** Issued by a server whose state was lost. */
  'futureGeneration',
  /** The member it was issued to is no longer in the room, or the user may not watch any more. */
  'viewerGone',
] as const;

export type Refusal = (typeof REFUSALS)[number];

/** What a URL says under a signature of ours. */
export interface LiveClaims extends StreamRef {
  readonly purpose: Purpose;
  readonly expiresAtMs: InstantMs;
  /** Whom a play URL was issued to; undefined = whoever holds it, or a user. */
  readonly viewerId: MemberId | undefined;
  /** The same, by user. */
  readonly viewingUser: ViewingUser | undefined;
}

/** The claims of a refused URL are there when the signature was ours: only then its ids mean anything. */
export type Verification = { readonly ok: LiveClaims } | { readonly refused: Refusal; readonly claims?: LiveClaims };

/** What the room knows about the claims of a URL. */
export interface CurrentState {
  /** Of the claimed stream; undefined = there is none. */
  readonly generation: number | undefined;
  /** Whether the viewer, if the claims name one, is in the room, or is a user that may watch. */
  readonly isViewerPresent: boolean;
}

/** What is about to happen with the URL, and where to ask whether it may. Lookups are synchronous and do not throw. */
export interface ExpectedUse {
  readonly purpose: Purpose;
  /** The stream's current generation; undefined = no such room or no such member. */
  generationOf(roomId: RoomId, memberId: MemberId): number | undefined;
  isMember(roomId: RoomId, memberId: MemberId): boolean;
  mayWatch(roomId: RoomId, user: ViewingUser): boolean;
}

/** Everything but `sign`, in the only order there is. */
const PATH_AND_QUERY =
  /^([^?]*)\/([A-Za-z0-9-]+)(\.flv)?\?purpose=(push|play)&expires=(0|[1-9]\d{0,10})(?:&viewer=([A-Za-z0-9-]+)|&user=([A-Za-z0-9-]+)&since=(0|[1-9]\d{0,14}))?&sign=([0-9a-f]{64})$/;

interface Presented {
  readonly parts: SignedParts;
  readonly sign: string;
  readonly claims: LiveClaims;
}

/**
 * Verifies a whole URL, or its path and query as a request line or an RTMP publish brings them. Never throws, whatever
 * the text.
 */
export function verifyLiveUrl(
  provider: SelfHostedProvider,
  digests: Digests,
  text: string,
  expected: ExpectedUse,
  at: InstantMs,
): Verification {
  const read = readLiveUrl(provider, digests, text, expected.purpose, at);
  if ('refused' in read) return read;
  const { roomId, memberId, viewerId, viewingUser } = read.ok;
  return admitClaims(read.ok, {
    generation: expected.generationOf(roomId, memberId),
    isViewerPresent:
      (viewerId === undefined || expected.isMember(roomId, viewerId)) &&
      (viewingUser === undefined || expected.mayWatch(roomId, viewingUser)),
  });
}

/**
 * The first half, without the room: signature, purpose and expiry. For a gateway that has to ask another node about the
 * room; what it gives is not yet admitted.
 */
export function readLiveUrl(
  provider: SelfHostedProvider,
  digests: Digests,
  text: string,
  purpose: Purpose,
  at: InstantMs,
): Verification {
  const presented = parse(provider, text);
  if (typeof presented === 'string') return { refused: presented };
  const { parts, sign, claims } = presented;
  // Every secret is tried, so that the time taken says nothing about which one fits.
  const fitting = provider.secrets.filter((secret) => digests.isEqual(signParts(digests, secret, parts), sign));
  if (fitting.length === 0) return { refused: 'badSignature' };
  if (claims.purpose !== purpose) return { refused: 'wrongPurpose', claims };
  if (at >= claims.expiresAtMs) return { refused: 'expired', claims };
  return { ok: claims };
}

/** The second half: what the room says to claims that `readLiveUrl` gave. */
export function admitClaims(claims: LiveClaims, { generation, isViewerPresent }: CurrentState): Verification {
  if (generation === undefined) return { refused: 'unknownStream', claims };
  if (claims.generation < generation) return { refused: 'oldGeneration', claims };
  if (claims.generation > generation) return { refused: 'futureGeneration', claims };
  const isForSomebody = claims.viewerId !== undefined || claims.viewingUser !== undefined;
  if (isForSomebody && !isViewerPresent) return { refused: 'viewerGone', claims };
  return { ok: claims };
}

function parse(provider: SelfHostedProvider, text: string): Presented | 'malformed' | 'foreign' {
  if (text.length > MAX_URL_LENGTH) return 'malformed';
  const [, base, name = '', ending, purposeText, expires, viewer, user, since = '', sign = ''] =
    PATH_AND_QUERY.exec(text) ?? [];
  const stream = parseStreamName(name);
  const whom = parseWhom(viewer, user, since);
  if (base === undefined || stream === undefined || whom === undefined) return 'malformed';
  const purpose = purposeText as Purpose;
  // Pushing is RTMP by its owner: neither a file ending nor a viewer.
  if (purpose === 'push' && (ending !== undefined || whom.text !== '')) return 'malformed';
  if (!isOurs(ending === undefined ? provider.rtmpBase : provider.flvBase, base)) return 'foreign';
  const expiresS = Number(expires);
  return {
    parts: { purpose, name, expiresS, viewer: whom.text },
    sign,
    claims: {
      ...stream,
      purpose,
      expiresAtMs: instantMs(expiresS * 1000),
      viewerId: whom.viewerId,
      viewingUser: whom.viewingUser,
    },
  };
}

interface Whom {
  /** As the signature covers it. */
  readonly text: string;
  readonly viewerId?: MemberId;
  readonly viewingUser?: ViewingUser;
}

/** At most one of `viewer` and `user` is there; undefined = it is no id. */
function parseWhom(viewer: string | undefined, user: string | undefined, since: string): Whom | undefined {
  if (viewer !== undefined) {
    const viewerId = unescapeMemberId(viewer);
    return viewerId && { text: viewer, viewerId };
  }
  if (user === undefined) return { text: '' };
  const userId = unescapeUserId(user);
  return userId && { text: userWords(user, since), viewingUser: { userId, sinceMs: instantMs(Number(since)) } };
}

/** Whether `presented` is all of our base, or its path. */
function isOurs(base: string, presented: string): boolean {
  return base !== '' && (presented === base || presented === base.replace(/^[a-z]+:\/\/[^/]*/, ''));
}
