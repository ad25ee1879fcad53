/** Common answers, and the one shape of an error over HTTP. */
import { AppError } from '../../shared/app-error.ts';
import { ERRORS, type ErrorSpec } from '../../shared/error-codes.ts';
import type { HttpAnswer } from './http-types.ts';

const SECURITY: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

export function json(status: number, value: unknown): HttpAnswer {
  return {
    status,
    headers: { ...SECURITY, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}

export function text(status: number, body: string, contentType = 'text/plain; charset=utf-8'): HttpAnswer {
  return { status, headers: { ...SECURITY, 'content-type': contentType, 'cache-control': 'no-store' }, body };
}

/**
 * `{error: {code, name, message, retry, retryAfterMs?}}` with the status of the registry, and `Retry-After` where the
 * error says when; what is not an AppError is `internal`.
 */
export function failure(error: unknown): HttpAnswer {
  const appError = error instanceof AppError ? error : new AppError('internal');
  const { code, retry, http }: ErrorSpec = ERRORS[appError.errorName];
  const { retryAfterMs } = appError;
  const when = retryAfterMs === undefined ? {} : { retryAfterMs };
  const answer = json(http ?? 400, {
    error: { code, name: appError.errorName, message: appError.message, retry, ...when },
  });
  if (retryAfterMs === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(Math.ceil(retryAfterMs / 1000)) } };
}
