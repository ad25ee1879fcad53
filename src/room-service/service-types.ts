/** The words of the RoomService API: kinds of rooms, answer codes, what an answer is. */

/** Kinds of rooms of the API; the path names them. */
export const ROOM_KINDS = ['double_room', 'multi_room', 'live_room', 'webrtc_room'] as const;
export type RoomKind = (typeof ROOM_KINDS)[number];

/** Codes of answers, as the clients of this API know them. */
export const SERVICE_CODES = {
  ok: 0,
  /** A parameter is missing or of a wrong type. */
  params: 1,
  /** The same in `webrtc_room`. */
  webrtcParams: 2,
  /** No such room, not open yet, or not the caller's to change. */
  noRoom: 3,
  notMember: 5,
  /** Who the caller is could not be proved, or the caller may not do that. */
  auth: 7,
  /** A value that cannot be: too long, not JSON. */
  badValue: 10,
  roomExists: 11,
  /** A room or a list is full. */
  full: 5001,
  /** More calls than configured. */
  tooFast: -1,
  noSuchMethod: -1,
  /** Everything else. */
  failed: -1,
} as const;
export type ServiceCode = Exclude<keyof typeof SERVICE_CODES, 'ok'>;

/** Codes of refusals in the IM, as its SDK knows them. */
export const IM_CODES = {
  badRequest: 60_003,
  noSuchCall: 60_004,
  badParameter: 10_004,
  noPermission: 10_007,
  noSuchGroup: 10_010,
  muted: 10_017,
  tooLong: 80_002,
  tooFast: 20_009,
  notLoggedIn: 70_001,
} as const;
export type ImCode = keyof typeof IM_CODES;

/** Why a call was refused: the name of its code, those of the IM with `im_` before; for metrics. */
export type RefusalReason = ServiceCode | `im_${ImCode}`;

/** A refusal of the API: becomes `{code, message, ...more}`, with HTTP status 200 like every answer. */
export class ServiceRefusal extends Error {
  readonly code: number;
  readonly reason: ServiceCode;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(reason: ServiceCode, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'ServiceRefusal';
    this.code = SERVICE_CODES[reason];
    this.reason = reason;
    this.more = more;
  }
}

/** What an answer carries beside `code` and `message`. */
export type ServiceFields = Readonly<Record<string, unknown>>;

/** Longest `roomInfo`, in bytes of UTF-8. */
export const MAX_ROOM_INFO_BYTES = 1024;
export const MAX_USER_NAME_CHARS = 128;
export const MAX_AVATAR_CHARS = 1024;
export const MAX_PUSH_URL_CHARS = 2048;
export const MAX_USER_INFO_BYTES = 2048;
