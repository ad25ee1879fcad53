/**
 * Names of streams. They pass through RTMP, URL paths, the callbacks of content delivery networks and the scripts of
 * mini programs, which cut them out of URLs at `/`, `?` and `.`, and networks append `_template` to them. So a name
 * consists of letters, digits and `-` alone, and nothing ever needs percent-encoding.
 *
 * A name says whose stream it is: any node of a cluster finds the room's host from it, without an index of names.
 * `{room}-m{member}-g{generation}`, where `-` begins an escape: `--` is `-`, `-u` `_`, `-d` `.`, `-c` `:`, `-a` `@`.
 * Every stream has exactly one name and every name one stream.
 */
import { type MemberId, parseMemberId, parseRoomId, parseUserId, type UserId } from '../shared/ids.ts';
import type { Digests } from './digests.ts';
import type { StreamRef } from './url-types.ts';

/** Two ids of 128 characters, all escaped but the first ones, and a generation. */
export const MAX_STREAM_NAME_LENGTH = 2 * 255 + '-m-g'.length + 9;
/** Networks take at least so many characters; what is longer is named by its hash. */
const MAX_NETWORK_NAME_LENGTH = 128;

const CODES = [
  ['-', '-'],
  ['_', 'u'],
  ['.', 'd'],
  [':', 'c'],
  ['@', 'a'],
] as const;
const CODE_BY_CHARACTER = new Map<string, string>(CODES);
const CHARACTER_BY_CODE = new Map<string, string>(CODES.map(([character, code]) => [code, character]));

const ESCAPED = '(?:[A-Za-z0-9]|-[-udca])+';
const ESCAPED_ID = new RegExp(`^${ESCAPED}$`);
/** No two of its alternatives begin alike, so that matching is linear. */
const STREAM_NAME = new RegExp(`^(${ESCAPED})-m(${ESCAPED})-g(0|[1-9]\\d{0,8})$`);

/** An id in the alphabet of stream names. */
export const escapeId = (id: string): string =>
  id.replace(/[-_.:@]/g, (character) => `-${CODE_BY_CHARACTER.get(character)}`);

/** Of text that matches `ESCAPED`. */
const unescapeId = (text: string): string =>
  text.replace(/-(.)/g, (_, code: string) => `${CHARACTER_BY_CODE.get(code)}`);

/** The member id that `escapeId` gave that text for; undefined when there is none. */
export function unescapeMemberId(text: string): MemberId | undefined {
  return ESCAPED_ID.test(text) ? parseMemberId(unescapeId(text)) : undefined;
}

/** The same of a user. */
export function unescapeUserId(text: string): UserId | undefined {
  return ESCAPED_ID.test(text) ? parseUserId(unescapeId(text)) : undefined;
}

/** The name of a stream. */
export function streamName({ roomId, memberId, generation }: StreamRef): string {
  return `${escapeId(roomId)}-m${escapeId(memberId)}-g${generation}`;
}

/** The name of a stream at a content delivery network: the same, or of long ids a hash (which no stream can be read from). */
export function networkStreamName(digests: Digests, stream: StreamRef): string {
  const name = streamName(stream);
  if (name.length <= MAX_NETWORK_NAME_LENGTH) return name;
  const whose = digests.sha256Hex(`${stream.roomId} ${stream.memberId}`).slice(0, 40);
  return `${whose}-g${stream.generation}`;
}

/** The stream of that name, from untrusted text (a URL, a network's callback); undefined when it is not one. */
export function parseStreamName(text: string): StreamRef | undefined {
  if (text.length > MAX_STREAM_NAME_LENGTH) return undefined;
  const [, room = '', member = '', generation = ''] = STREAM_NAME.exec(text) ?? [];
  const roomId = parseRoomId(unescapeId(room));
  const memberId = parseMemberId(unescapeId(member));
  if (roomId === undefined || memberId === undefined) return undefined;
  return { roomId, memberId, generation: Number(generation) };
}
