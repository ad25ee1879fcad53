/**
 * What the error codes of jscode2session mean for a login. Documented there: -1 (not here: it is repeated), 40029,
 * 45011, 40226; of the platform's common codes, those that this call can meet.
 */
import { AppError } from '../../shared/app-error.ts';

/** Quotas are per minute. */
const QUOTA_MS = 60_000;

const INVALID_CODES: readonly number[] = [
  40_029, // invalid, or expired
  40_163, // used
  41_008, // missing
];
const MISCONFIGURED: readonly number[] = [
  40_001, // secret or access token wrong
  40_002, // grant_type
  40_013, // appid
  40_125, // secret
  40_164, // our address is not on the app's list
  41_002, // appid missing
  41_004, // secret missing
];
const RATE_LIMITED = 45_011;
const BLOCKED = 40_226;

export interface Refusal {
  readonly error: AppError;
  /** How loudly to tell the operator; undefined = it is between the user and WeChat. */
  readonly level: 'warn' | 'error' | undefined;
}

/** Whether WeChat says so of a code that was redeemed before. */
export const isSpentCode = (errcode: number): boolean => INVALID_CODES.includes(errcode);

/** The error that the client is told, with WeChat's number as detail. */
export function refusalOf(errcode: number): Refusal {
  const detail = `WeChat ${errcode}`;
  if (INVALID_CODES.includes(errcode)) return { error: new AppError('loginCodeInvalid', detail), level: undefined };
  if (errcode === BLOCKED) return { error: new AppError('loginBlocked', detail), level: undefined };
  if (errcode === RATE_LIMITED) {
    return { error: new AppError('loginRateLimited', detail, { retryAfterMs: QUOTA_MS }), level: 'warn' };
  }
  if (MISCONFIGURED.includes(errcode)) return { error: new AppError('loginMisconfigured', detail), level: 'error' };
  return { error: new AppError('loginUnavailable', detail, { retryAfterMs: QUOTA_MS }), level: 'error' };
}
