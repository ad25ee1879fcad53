import { LeaveReason } from '../../../wire/generated/messages.ts';
import type { EndReason } from '../store/app-state.ts';
import { errorNameOf } from './error-text.ts';

const REASONS: Readonly<Record<number, EndReason>> = {
  [LeaveReason.LEFT]: 'left',
  [LeaveReason.REPLACED]: 'replaced',
  [LeaveReason.KICKED]: 'kicked',
  [LeaveReason.BANNED]: 'banned',
  [LeaveReason.TIMED_OUT]: 'timedOut',
  [LeaveReason.BACKGROUND_TIMED_OUT]: 'backgroundTimedOut',
  [LeaveReason.ROOM_CLOSED]: 'roomClosed',
  [LeaveReason.SERVER_SHUTDOWN]: 'serverShutdown',
  [LeaveReason.TOKEN_EXPIRED]: 'tokenExpired',
  [LeaveReason.ALONE]: 'alone',
  [LeaveReason.ROOM_EXPIRED]: 'roomExpired',
};

const BY_ERROR: Readonly<Record<string, EndReason>> = {
  lobbyDenied: 'lobbyDenied',
  banned: 'banned',
  removed: 'kicked',
  replaced: 'replaced',
  sessionReplaced: 'replaced',
  timedOut: 'timedOut',
  roomClosed: 'roomClosed',
  tokenExpired: 'tokenExpired',
  shuttingDown: 'serverShutdown',
};

/** Why the call is over, as the page tells it: the server's reason, else what the error says. */
export function endReasonOf(reason: LeaveReason, error: unknown): EndReason {
  return REASONS[reason] ?? BY_ERROR[errorNameOf(error)] ?? 'lost';
}
