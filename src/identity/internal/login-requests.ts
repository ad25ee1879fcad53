/** What clients send to log in, parsed. */
import * as v from 'valibot';
import { AppError } from '../../shared/app-error.ts';
import { MAX_NAME_LENGTH, ROOM_SCOPE, shortText } from '../token-claims.ts';

/** Printable ASCII, as URLs are: a token must stay within its 4 KiB. */
const AVATAR = v.optional(v.pipe(v.string(), v.regex(/^[\x21-\x7e]{0,1024}$/)));
const NAME = v.optional(shortText(MAX_NAME_LENGTH));
const ROOM = v.optional(v.pipe(v.string(), v.regex(ROOM_SCOPE)));
const MAX_CODE_LENGTH = 512;

/** null means "not given": what many a client's JSON has for an empty variable. */
const nullAsAbsent = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((body) => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))),
);

const PROFILE = { name: NAME, avatar: AVATAR, room: ROOM };
const WECHAT = v.pipe(
  nullAsAbsent,
  v.object({
    appid: v.optional(v.pipe(v.string(), v.maxLength(64))),
    code: v.optional(v.pipe(v.string(), v.maxLength(MAX_CODE_LENGTH))),
    token: v.optional(v.string()),
    ...PROFILE,
  }),
);
const GUEST = v.pipe(nullAsAbsent, v.object(PROFILE));

/** undefined = not given; the earlier token's stays. */
export interface ProfileRequest {
  readonly name?: string | undefined;
  readonly avatar?: string | undefined;
  readonly room?: string | undefined;
}
export interface WechatLoginRequest extends ProfileRequest {
  readonly appid?: string | undefined;
  readonly code?: string | undefined;
  readonly token?: string | undefined;
}

/** @throws AppError `invalidArgument`, naming the field. */
export const parseWechatLogin = (body: unknown): WechatLoginRequest => parse(WECHAT, body);
/** @throws AppError `invalidArgument`, naming the field. */
export const parseGuestLogin = (body: unknown): ProfileRequest => parse(GUEST, body);

/** Real codes are 32 letters, digits, - and _. The one of an unregistered app reads "the code is a mock one". */
export const isCode = (code: string): boolean => code.length <= MAX_CODE_LENGTH && /^[\x21-\x7e]+$/.test(code);

function parse<T>(schema: v.GenericSchema<unknown, T>, body: unknown): T {
  const parsed = v.safeParse(schema, body);
  if (!parsed.success) throw new AppError('invalidArgument', v.getDotPath(parsed.issues[0]) ?? 'body');
  return parsed.output;
}
