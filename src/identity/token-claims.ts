/** What a token says, before and after it is believed. */
import * as v from 'valibot';
import type { Grants, Role } from '../room-state/room-types.ts';
import { AppError } from '../shared/app-error.ts';
import { type InstantMs, instantMs, parseUserId, type RoomId, type UserId } from '../shared/ids.ts';

export const ROLES = ['chair', 'speaker', 'audience', 'device'] as const satisfies readonly Role[];

export const MAX_NAME_LENGTH = 128;
const MAX_AVATAR_LENGTH = 1024;

/** A room id, or the beginning of one and `*`. */
export const ROOM_SCOPE = /^([A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}|([A-Za-z0-9][A-Za-z0-9_.:@-]{0,126})?\*)$/;
/** In unicode mode: a surrogate that is not half of a pair. Such text has no UTF-8. */
const LONE_SURROGATE = /[\uD800-\uDFFF]/u;

/** What a token says of its bearer, verified. */
export interface Identity {
  readonly userId: UserId;
  /** '' = the token does not say. */
  readonly displayName: string;
  /** URL; '' = the token does not say. */
  readonly avatar: string;
  /** undefined = the token does not say; the room's scene decides. */
  readonly role: Role | undefined;
  /** What differs from the role's defaults. */
  readonly grants: Partial<Grants>;
  readonly issuedAt: InstantMs;
  readonly expiresAt: InstantMs;
  /** Whether the token is for that room, and not revoked for it meanwhile. */
  allowsRoom(roomId: RoomId): boolean;
}

/** How a user came to a token that this server issued at a login. Refreshed tokens keep it. */
export interface LoginStamp {
  readonly by: 'wechat' | 'guest';
  /** When the user last proved who they are. What was revoked since then stays revoked through all refreshes. */
  readonly at: InstantMs;
}

/** What goes into a token. */
export interface TokenSubject {
  readonly userId: UserId;
  readonly displayName?: string | undefined;
  readonly avatar?: string | undefined;
  readonly role?: Role | undefined;
  readonly grants?: Partial<Grants> | undefined;
  /** A room id, `prefix*`, or undefined for any room. */
  readonly room?: string | undefined;
  /** Only for tokens that may be refreshed: those of logins. */
  readonly login?: LoginStamp | undefined;
}

/** Text that has UTF-8, of at most `maxLength` UTF-16 units; absent = ''. */
export const shortText = (maxLength: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.maxLength(maxLength),
      v.check((text) => !LONE_SURROGATE.test(text)),
    ),
    '',
  );
const seconds = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(8_640_000_000_000));
const grant = v.exactOptional(v.boolean());

const CLAIMS = v.object({
  sub: v.string(),
  name: shortText(MAX_NAME_LENGTH),
  avatar: shortText(MAX_AVATAR_LENGTH),
  room: v.optional(v.pipe(v.string(), v.regex(ROOM_SCOPE)), '*'),
  role: v.optional(v.picklist(ROLES)),
  // A misspelt grant must not silently mean "as the role has it".
  grants: v.optional(
    v.strictObject({
      publishAudio: grant,
      publishVideo: grant,
      publishScreen: grant,
      publishData: grant,
      subscribe: grant,
      chat: grant,
      moderate: grant,
      bypassLobby: grant,
      hidden: grant,
    }),
    {},
  ),
  login: v.optional(v.strictObject({ by: v.picklist(['wechat', 'guest']), at: seconds })),
  iat: seconds,
  exp: seconds,
  nbf: v.optional(seconds, 0),
});

/** A verified token's claims, without the question of revocation. */
export interface Claims extends Omit<Identity, 'allowsRoom'> {
  readonly room: string;
  readonly notBefore: InstantMs;
  /** undefined = no login of this server issued it: an application did, or development mode. */
  readonly login: LoginStamp | undefined;
}

/** Claims of a token whose signature is verified. Unknown ones are ignored. @throws AppError `tokenInvalid`. */
export function parseClaims(payload: unknown): Claims {
  const parsed = v.safeParse(CLAIMS, payload);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new AppError('tokenInvalid', `claim ${v.getDotPath(issue) ?? '?'}`);
  }
  const { sub, name, avatar, room, role, grants, login, iat, exp, nbf } = parsed.output;
  const userId = parseUserId(sub);
  if (userId === undefined) throw new AppError('tokenInvalid', 'claim sub');
  const issuedAt = instantMs(iat * 1000);
  return {
    userId,
    displayName: name,
    avatar,
    room,
    role,
    grants,
    issuedAt,
    expiresAt: instantMs(exp * 1000),
    notBefore: instantMs(nbf * 1000),
    login: login === undefined ? undefined : { by: login.by, at: instantMs(Math.min(login.at, iat) * 1000) },
  };
}

/** Whether every room that `scope` covers is covered by `wider` too. Both are `room` claims. */
export function isWithinScope(scope: string, wider: string): boolean {
  if (wider.endsWith('*')) return scope.replace(/\*$/, '').startsWith(wider.slice(0, -1));
  return scope === wider;
}

/** Whether a `room` claim covers that room. */
export function coversRoom(scope: string, roomId: RoomId): boolean {
  return scope.endsWith('*') ? roomId.startsWith(scope.slice(0, -1)) : roomId === scope;
}
