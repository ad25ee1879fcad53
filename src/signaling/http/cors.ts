/**
 * Requests by pages of other sites. Sockets of allowed origins are let in by `UwsSocketServer`; here the same origins
 * may read the answers of `/v1/`. Credentials are in headers that pages set by hand, never in cookies, so that there is
 * nothing a page could spend that is not its own. Paths with rules of their own (`/live/`, `/weapp/`, WHIP) are not
 * wrapped.
 */
import { AppError } from '../../shared/app-error.ts';
import { failure } from './http-answers.ts';
import type { HttpAnswer, HttpHandler, HttpRequest, HttpStreamAnswer } from './http-types.ts';
import { isOriginAllowed } from './origins.ts';

const PREFIX = '/v1/';
const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '86400',
};

/** `handler`, whose answers pages of the allowed origins may read. Refusals too: a page must learn why. */
export function withCors(allowedOrigins: readonly string[], handler: HttpHandler): HttpHandler {
  return async (request) => {
    const origin = request.header('origin');
    const isOthers = origin !== '' && request.path.startsWith(PREFIX);
    if (!isOthers || !isOriginAllowed(allowedOrigins, origin, request.header('host'))) return await handler(request);
    const cors = { 'access-control-allow-origin': origin, vary: 'origin' };
    if (request.method === 'OPTIONS') return { status: 204, headers: { ...PREFLIGHT_HEADERS, ...cors }, body: '' };
    const answer = await answerOf(handler, request);
    return { ...answer, headers: { ...answer.headers, ...cors } };
  };
}

async function answerOf(handler: HttpHandler, request: HttpRequest): Promise<HttpAnswer | HttpStreamAnswer> {
  try {
    return await handler(request);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return failure(error);
  }
}
