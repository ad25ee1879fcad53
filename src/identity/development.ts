/** Development mode: tokens for whoever asks, signed with a key that ends with the process. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { AppError } from '../shared/app-error.ts';
import { parseUserId } from '../shared/ids.ts';
import { ROLES } from './token-claims.ts';
import type { SigningKey, TokenAuthority, TokenSubject } from './tokens.ts';

/** A signing key that nobody else knows, for a process without configured ones. */
export function randomSigningKey(): SigningKey {
  return { keyId: 'development', secret: randomBytes(32).toString('base64url') };
}

const REQUEST = v.object({
  user: v.string(),
  name: v.optional(v.pipe(v.string(), v.maxLength(128)), ''),
  avatar: v.optional(v.pipe(v.string(), v.maxLength(1024)), ''),
  role: v.optional(v.picklist(ROLES)),
  room: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,126}\*?$/))),
});

/** The body of `POST /v1/sessions` (`{user, name?, avatar?, role?, room?}`). @throws AppError `invalidArgument`. */
export function parseDevelopmentRequest(body: unknown): TokenSubject {
  const parsed = v.safeParse(REQUEST, body);
  if (!parsed.success) throw new AppError('invalidArgument', v.getDotPath(parsed.issues[0]) ?? 'body');
  const { user, name, avatar, role, room } = parsed.output;
  const userId = parseUserId(user);
  if (userId === undefined) throw new AppError('invalidArgument', 'user');
  return { userId, displayName: name, avatar, role, room };
}

/**
 * A token for what an unauthenticated request asks.
 * @throws AppError `developmentOnly` in any other mode, `invalidArgument` on a bad request.
 */
export async function createDevelopmentToken(
  mode: 'development' | 'production',
  authority: TokenAuthority,
  body: unknown,
): Promise<string> {
  if (mode !== 'development') throw new AppError('developmentOnly');
  return authority.signToken(parseDevelopmentRequest(body));
}
