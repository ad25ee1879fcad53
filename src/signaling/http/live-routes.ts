/** FLV over HTTP and WebSocket, under `/live/`. */
import { AppError } from '../../shared/app-error.ts';
import { failure } from './http-answers.ts';
import type { HttpAnswer, HttpRequest, HttpStream, HttpStreamAnswer, HttpStreamEvents } from './http-types.ts';

/** Says who may play, and writes to who does. */
export interface LivePlays {
  /** `url`: path and query. Opened ones are started or cancelled, once. */
  readonly open: (
    url: string,
    protocol: 'http-flv' | 'ws-flv',
    address: string,
  ) => { start(stream: HttpStream): HttpStreamEvents; cancel(): void } | 'refused' | 'tooMany';
}

const PREFIX = '/live/';
const ENDING = '.flv';

/** Signed addresses say who may read; which page the reader is on does not matter. */
const HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};
const PREFLIGHT: HttpAnswer = {
  status: 204,
  headers: {
    ...HEADERS,
    'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    'access-control-allow-headers': '*',
    'access-control-max-age': '86400',
  },
  body: '',
};

/** Undefined = not a path of ours. A refusal says that it is one, and not why. */
export function liveAnswer(
  plays: LivePlays,
  { method, path, query, address }: HttpRequest,
  protocol: 'http-flv' | 'ws-flv',
): HttpAnswer | HttpStreamAnswer | undefined {
  if (!path.startsWith(PREFIX) || !path.endsWith(ENDING)) return undefined;
  if (method === 'OPTIONS') return PREFLIGHT;
  if (method !== 'GET' && method !== 'HEAD') return failure(new AppError('methodNotAllowed'));
  const opening = plays.open(query === '' ? path : `${path}?${query}`, protocol, address);
  if (typeof opening === 'string') {
    const refusal = failure(new AppError(opening === 'refused' ? 'notAllowed' : 'tooManySessions'));
    return { ...refusal, headers: { ...refusal.headers, ...HEADERS } };
  }
  return {
    status: 200,
    headers: { ...HEADERS, 'content-type': 'video/x-flv', connection: 'close' },
    open: (stream) => opening.start(stream),
    cancel: () => opening.cancel(),
  };
}
