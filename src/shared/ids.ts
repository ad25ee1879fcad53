/**
 * Branded ids and instants. A plain string never passes for a `RoomId`: it becomes one here, by a
 * parser (text from outside) or by a shell's factory. `as` to a brand is legal only in this file and in tests.
 */

declare const brand: unique symbol;
type Brand<T, B extends string> = T & { readonly [brand]: B };

/** A room, unique within one deployment. Derived from type and params, or chosen by the client. */
export type RoomId = Brand<string, 'RoomId'>;
/** One membership of one user in one room. A user who leaves and comes back gets another one. */
export type MemberId = Brand<string, 'MemberId'>;
/** A user as the token names them (JWT `sub`). */
export type UserId = Brand<string, 'UserId'>;
/** A signalling session: survives its socket for the resume grace. */
export type SessionId = Brand<string, 'SessionId'>;
/** Milliseconds since the Unix epoch, by the server's clock. */
export type InstantMs = Brand<number, 'InstantMs'>;

/** Printable, no spaces, no path or query separators: safe in topics, URLs, stream names and log lines. */
const ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$/;

/** A room id from untrusted text; undefined when it is not one. */
export function parseRoomId(text: string): RoomId | undefined {
  return ID_PATTERN.test(text) ? (text as RoomId) : undefined;
}

/** A user id from untrusted text (a token's `sub`); undefined when it is not one. */
export function parseUserId(text: string): UserId | undefined {
  return ID_PATTERN.test(text) ? (text as UserId) : undefined;
}

/** A member id from untrusted text; whether such a member exists is the room's to say. */
export function parseMemberId(text: string): MemberId | undefined {
  return ID_PATTERN.test(text) ? (text as MemberId) : undefined;
}

/** Brands a member id made by the shell's id source. */
export const memberId = (made: string): MemberId => made as MemberId;
/** Brands a session id made by the shell's id source. */
export const sessionId = (made: string): SessionId => made as SessionId;
/** Brands a clock reading (shell) or a computed deadline (core). */
export const instantMs = (ms: number): InstantMs => ms as InstantMs;
/** `at` moved by `deltaMs`. */
export const later = (at: InstantMs, deltaMs: number): InstantMs => (at + deltaMs) as InstantMs;
