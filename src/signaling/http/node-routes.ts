/** The node's own HTTP routes: health, metrics, development sessions, the test page. */
import { AppError } from '../../shared/app-error.ts';
import { failure, json, text } from './http-answers.ts';
import type { HttpAnswer, HttpHandler, HttpRequest } from './http-types.ts';
import { parseJson } from './json-body.ts';
import type { StaticSite } from './static-site.ts';

export interface NodeRoutesOptions {
  readonly site: StaticSite;
  /** False while draining or while the media plane is down. */
  readonly isReady: () => boolean;
  /** Prometheus text and its content type; undefined = metrics are switched off. */
  readonly metrics: (() => Promise<{ contentType: string; body: string }>) | undefined;
  /** Makes a token for whoever asks; undefined = not in development mode. Throws AppError on bad input. */
  readonly createSession: ((request: unknown) => Promise<{ token: string }>) | undefined;
  readonly webSocketPath: string;
  /** Routes of push and play URLs; undefined = not one of them. */
  readonly urls: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer> | undefined;
}

type Route = Readonly<Record<string, (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>>>;

/** All routes as one handler. Unknown paths answer 404, known ones with another method 405, in the error shape. */
export function nodeRoutes(options: NodeRoutesOptions): HttpHandler {
  const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
    ['/healthz', { GET: () => text(200, 'ok\n') }],
    ['/readyz', { GET: () => (options.isReady() ? text(200, 'ready\n') : text(503, 'not ready\n')) }],
    ['/metrics', { GET: () => metricsAnswer(options) }],
    ['/v1/sessions', { POST: (request) => sessionAnswer(options, request) }],
    [
      '/v1/ws',
      { GET: () => failure(new AppError('invalidArgument', 'this address takes WebSocket connections only')) },
    ],
  ]);
  return (request) => {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const route = routes.get(request.path);
    if (route !== undefined) return route[method]?.(request) ?? failure(new AppError('methodNotAllowed'));
    const urls = options.urls(request);
    if (urls !== undefined) return urls;
    const page = options.site(request);
    if (page !== undefined) return method === 'GET' ? page : failure(new AppError('methodNotAllowed'));
    if (request.path === '/') return text(200, NO_PAGE, 'text/html; charset=utf-8');
    return failure(new AppError('notFound'));
  };
}

const NO_PAGE =
  '<!doctype html><title>RTCRoom</title><p>The node is running. Its page has not been built: run <code>npm start</code>.';

async function metricsAnswer({ metrics }: NodeRoutesOptions): Promise<HttpAnswer> {
  if (metrics === undefined) return failure(new AppError('notFound'));
  const { contentType, body } = await metrics();
  return text(200, body, contentType);
}

async function sessionAnswer(options: NodeRoutesOptions, request: HttpRequest): Promise<HttpAnswer> {
  if (options.createSession === undefined) return failure(new AppError('developmentOnly'));
  const { token } = await options.createSession(parseJson(request.body));
  const scheme = request.header('x-forwarded-proto') === 'https' ? 'wss' : 'ws';
  return json(200, { token, url: `${scheme}://${request.header('host')}${options.webSocketPath}` });
}
