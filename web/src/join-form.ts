import { parseRoomId } from '../../src/shared/ids.ts';
import type { MessageKey } from './i18n/messages-en.ts';

/** Most characters of a display name. */
export const MAX_NAME_CHARS = 64;

/** What is wrong with a display name; undefined when it may be used. */
export function nameProblem(name: string): MessageKey | undefined {
  const trimmed = name.trim();
  if (trimmed === '') return 'join.nameMissing';
  return [...trimmed].length > MAX_NAME_CHARS ? 'join.nameTooLong' : undefined;
}

/** What is wrong with a room id; undefined when it may be used. */
export function roomProblem(room: string): MessageKey | undefined {
  if (room.trim() === '') return 'join.roomMissing';
  return parseRoomId(room.trim()) === undefined ? 'join.roomInvalid' : undefined;
}
