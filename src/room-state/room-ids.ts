/**
 * Rooms named by what they are for: every client that gives the same application, type and params means the same
 * room, without asking anyone. The core makes the canonical text; the shell hashes it (no crypto in cores).
 */
const TYPE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;
export const MAX_ROOM_PARAMS = 16;
export const MAX_PARAM_KEY_LENGTH = 64;
export const MAX_PARAM_VALUE_LENGTH = 256;

/** `4:blue`: no text can run into its neighbour, whatever characters it holds. */
const prefixed = (text: string): string => `${text.length}:${text}`;

/**
 * Canonical text of a room's name: equal exactly when app, type and params are equal, in whatever order the params
 * were given. Undefined when something is not valid: app and type are 1 to 32 letters, digits, `_`, `-` and begin
 * with a letter or digit; at most 16 params, keys of 1 to 64 and values of at most 256 UTF-16 units.
 */
export function canonicalRoomKey(
  app: string,
  type: string,
  params: Readonly<Record<string, string>>,
): string | undefined {
  const entries = Object.entries(params);
  if (!TYPE.test(app) || !TYPE.test(type) || entries.length > MAX_ROOM_PARAMS) return undefined;
  const isValid = ([key, value]: readonly [string, string]): boolean =>
    key.length > 0 && key.length <= MAX_PARAM_KEY_LENGTH && value.length <= MAX_PARAM_VALUE_LENGTH;
  if (!entries.every(isValid)) return undefined;
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return ['v1', app, type, ...entries.flat()].map(prefixed).join('');
}
