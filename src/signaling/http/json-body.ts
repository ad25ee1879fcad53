import { AppError } from '../../shared/app-error.ts';

/** The body of a request as JSON. @throws AppError `invalidArgument` when it is none. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new AppError('invalidArgument', 'the body is not JSON', { cause: error });
  }
}
