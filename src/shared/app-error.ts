import { ERRORS, type ErrorName, type ErrorSpec } from './error-codes.ts';

/**
 * A fault or refusal that has a place in the registry. `detail` may be shown to the client and holds no secrets;
 * `cause` is for the log only. `retryAfterMs` is when another attempt has a chance; undefined = nobody knows.
 */
export class AppError extends Error {
  readonly errorName: ErrorName;
  readonly detail: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(errorName: ErrorName, detail?: string, options?: { cause?: unknown; retryAfterMs?: number }) {
    const { message } = ERRORS[errorName];
    super(detail === undefined ? message : `${message} (${detail})`, options);
    this.name = 'AppError';
    this.errorName = errorName;
    this.detail = detail;
    this.retryAfterMs = options?.retryAfterMs;
  }

  get spec(): ErrorSpec {
    return ERRORS[this.errorName];
  }
}

/** `error` as it is if it has a place in the registry, else as `internal`, with the original as cause. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', undefined, { cause: error });
}
