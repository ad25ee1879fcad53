/**
 * Requests to a mediasoup worker. A stuck worker never answers, and mediasoup then waits for ever: so every request
 * is bounded here, and everything mediasoup can throw becomes an `AppError`.
 */
import { errors } from 'mediasoup';
import { AppError } from '../../shared/app-error.ts';
import type { ErrorName } from '../../shared/error-codes.ts';
import type { Lane, WorkerGate } from './worker-gate.ts';

const MAX_DETAIL_CHARS = 160;

/** `promise`, or `mediaUnavailable` after `timeoutMs`; a result that comes later is handed to `discard`. */
export function bounded<T>(promise: Promise<T>, timeoutMs: number, discard?: (late: T) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let expired = false;
    const timer = setTimeout(() => {
      expired = true;
      reject(new AppError('mediaUnavailable', 'the media worker did not answer'));
    }, timeoutMs);
    promise.then(
      (value) => {
        clearTimeout(timer);
        if (expired) discard?.(value);
        else resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** What the errors of one kind of request mean. */
export interface WorkerCall<T> {
  readonly timeoutMs: number;
  /** The object asked, or one it needs, is gone. */
  readonly notFound: ErrorName;
  /** Default: `mediaParametersInvalid`. */
  readonly unsupported?: ErrorName;
  /** With both, the request waits for its turn there; without, it is made at once (mutes). */
  readonly gate?: WorkerGate;
  readonly lane?: Lane;
  /** Frees a result that came too late. */
  readonly discard?: (late: T) => void;
}

/** Makes one request to a worker; rejects with nothing but `AppError`. */
export async function callWorker<T>(request: () => Promise<T>, options: WorkerCall<T>): Promise<T> {
  try {
    return await throughGate(request, options);
  } catch (error) {
    throw toMediaError(error, options.notFound, options.unsupported);
  }
}

function throughGate<T>(request: () => Promise<T>, { gate, lane, timeoutMs, discard }: WorkerCall<T>): Promise<T> {
  if (gate === undefined || lane === undefined) return bounded(request(), timeoutMs, discard);
  // Nobody waits for what is done in the background, so only its own time counts.
  if (lane === 'background') return gate.run(lane, () => bounded(request(), timeoutMs, discard));
  const deadline = performance.now() + timeoutMs;
  const turn = gate.run(lane, () => {
    if (performance.now() >= deadline) throw new AppError('mediaUnavailable', 'the media worker is busy');
    return bounded(request(), timeoutMs, discard);
  });
  return bounded(turn, timeoutMs, discard);
}

/** The `AppError` for something mediasoup threw. Its messages name parameters, never secrets. */
function toMediaError(
  error: unknown,
  notFound: ErrorName,
  unsupported: ErrorName = 'mediaParametersInvalid',
): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof errors.WorkerClosedError) return new AppError('mediaUnavailable', undefined, { cause: error });
  if (error instanceof errors.NotFoundError) return new AppError(notFound, undefined, { cause: error });
  const detail = error instanceof Error ? error.message.slice(0, MAX_DETAIL_CHARS) : undefined;
  const name = error instanceof errors.UnsupportedError ? unsupported : 'mediaParametersInvalid';
  return new AppError(name, detail, { cause: error });
}
