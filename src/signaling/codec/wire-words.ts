/** Words that frames of every kind use: ids and media, checked. */
import { Medium as WireMedium } from '../../../wire/generated/messages.ts';
import type { Medium } from '../../room-state/room-types.ts';
import { AppError } from '../../shared/app-error.ts';
import { type InstantMs, type MemberId, parseMemberId, parseRoomId, type RoomId } from '../../shared/ids.ts';

const MEDIUM: ReadonlyMap<number, Medium> = new Map([
  [WireMedium.AUDIO, 'audio'],
  [WireMedium.VIDEO, 'video'],
  [WireMedium.SCREEN, 'screen'],
  [WireMedium.DATA, 'data'],
]);

const invalid = (detail: string): AppError => new AppError('invalidArgument', detail);

/** @throws AppError invalidArgument */
export function requireRoomId(text: string): RoomId {
  const roomId = parseRoomId(text);
  if (roomId === undefined) throw invalid('roomId');
  return roomId;
}

/** @throws AppError invalidArgument */
export function requireMemberId(text: string, field = 'memberId'): MemberId {
  const memberId = parseMemberId(text);
  if (memberId === undefined) throw invalid(field);
  return memberId;
}

/** @throws AppError invalidArgument for MEDIUM_UNSPECIFIED and unknown numbers. */
export function requireMedium(number: number): Medium {
  const medium = MEDIUM.get(number);
  if (medium === undefined) throw invalid('medium');
  return medium;
}

/** Ids and time that a command needs and the shell gives. */
export interface CommandContext {
  readonly actor: MemberId;
  readonly at: InstantMs;
  readonly newId: () => string;
}
