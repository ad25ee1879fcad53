/** `POST /v1/login/wechat`, `/guest` and `/refresh`. Each answers `{token, expiresAtMs, userId, isGuest}`. */
import type { Login, LoginAnswer } from '../../identity/login.ts';
import { AppError } from '../../shared/app-error.ts';
import { failure, json } from './http-answers.ts';
import type { HttpAnswer, HttpRequest } from './http-types.ts';
import { parseJson } from './json-body.ts';

type LoginRoute = (login: Login, request: HttpRequest) => Promise<LoginAnswer>;

const ROUTES: ReadonlyMap<string, LoginRoute> = new Map<string, LoginRoute>([
  ['/v1/login/wechat', (login, request) => login.wechat(withBearer(request), request.address)],
  ['/v1/login/guest', (login, { body, address }) => login.guest(parseJson(body), address)],
  [
    '/v1/login/refresh',
    async (login, request) => {
      const token = bearerOf(request);
      if (token === undefined) throw new AppError('tokenInvalid', 'Authorization: Bearer expected');
      return await login.refresh(token, request.address);
    },
  ],
]);

/** The login's routes; undefined = the path is not among them. Rejects with AppError, which the caller makes an answer. */
export function loginRoutes(login: Login): (request: HttpRequest) => Promise<HttpAnswer> | HttpAnswer | undefined {
  return (request) => {
    const route = ROUTES.get(request.path);
    if (route === undefined) return undefined;
    if (request.method !== 'POST') return failure(new AppError('methodNotAllowed'));
    return route(login, request).then((answer) => json(200, answer));
  };
}

/** The cached token may come in the body or, as everywhere, in the header. */
function withBearer(request: HttpRequest): unknown {
  const body = parseJson(request.body);
  const token = bearerOf(request);
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return token !== undefined && isObject ? { token, ...body } : body;
}

function bearerOf(request: HttpRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.header('authorization'))?.[1];
}
