/**
 * Everything under `/weapp/`: paths to methods, answers in the one shape these clients read. The status is 200 whatever
 * happens, because `wx.request` calls any answer a success and clients look at `code` alone. Tokens are in the query,
 * not in cookies, so that every origin may be let in.
 */
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { parseUserId, type RoomId } from '../shared/ids.ts';
import { json, text } from '../signaling/http/http-answers.ts';
import type { HttpAnswer, HttpRequest, HttpRequestHead } from '../signaling/http/http-types.ts';
import type { Caller } from './callers.ts';
import { type ImAnswer, type ImApi, imRefusal } from './im-api.ts';
import type { LoginDesk } from './login-desk.ts';
import type { RateLimits } from './rate-limits.ts';
import { type Body, parseBody } from './request-fields.ts';
import { roomMethod } from './room-api.ts';
import type { RoomService } from './room-service.ts';
import {
  type RefusalReason,
  ROOM_KINDS,
  type RoomKind,
  SERVICE_CODES,
  type ServiceFields,
  ServiceRefusal,
} from './service-types.ts';
import type { UserSigs } from './user-sig.ts';
import type { UtilsApi } from './utils-api.ts';
import { isAnonymousMethod, WEBRTC_USER_ID, webrtcMethod } from './webrtc-room-api.ts';

/** How a call ended: done, refused to the client, or failed here. */
export type Outcome = 'ok' | 'refused' | 'failed';

export interface WeappHttpOptions {
  readonly clock: Clock;
  readonly service: RoomService;
  readonly desk: LoginDesk;
  readonly sigs: UserSigs;
  readonly utils: UtilsApi;
  /** undefined = the cloud's IM is used. */
  readonly im: ImApi | undefined;
  /** Calls without a proven user, by address. */
  readonly addressRate: RateLimits;
  /** Calls of a user. */
  readonly userRate: RateLimits;
  readonly isDevelopment: boolean;
  /** Takes the user id of the body where there is no token, as the first servers did. Development only. */
  readonly anonymousV1: boolean;
  readonly keyTtlMs: number;
  readonly newRoomNumber: () => RoomId;
  /** A bug: to be logged. */
  readonly onBug: (error: unknown) => void;
  /** A call was answered; for metrics. `reason`: why it was refused. */
  readonly onAnswered: (outcome: Outcome, reason?: RefusalReason) => void;
}

const PREFIX = '/weapp/';
/** A name that the vendor's hosted service had beside. */
const KIND_ALIASES: Readonly<Record<string, RoomKind>> = { rtc_room: 'multi_room' };

const CORS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'content-type, x-requested-with',
  'access-control-max-age': '86400',
};

const withCors = (answer: HttpAnswer): HttpAnswer => ({ ...answer, headers: { ...answer.headers, ...CORS } });
const answerOk = (fields: ServiceFields): HttpAnswer => withCors(json(200, { code: 0, message: 'ok', ...fields }));

/** Whether a path is this API's. */
export const isWeappPath = (path: string): boolean => path.startsWith(PREFIX);

/** A body that is too large, in the shape of this API: clients would take any other for a success. */
export function refuseWeappBody({ path }: HttpRequestHead): HttpAnswer | undefined {
  if (!isWeappPath(path)) return undefined;
  const message = 'the body is too large';
  if (path.startsWith(`${PREFIX}im/`)) return imAnswer(imRefusal('tooLong', message));
  return withCors(json(200, { code: SERVICE_CODES.badValue, message }));
}

const imAnswer = ({ text: body }: ImAnswer): HttpAnswer => withCors({ ...json(200, null), body });

function refusalAnswer({ code, message, more }: ServiceRefusal): HttpAnswer {
  return withCors(json(200, { code, message, ...more }));
}

/** undefined = a bug. */
function refusalOf(error: unknown): ServiceRefusal | undefined {
  if (error instanceof ServiceRefusal) return error;
  if (error instanceof AppError && error.errorName !== 'internal') return new ServiceRefusal('failed', error.message);
  return undefined;
}

const kindOf = (segment: string): RoomKind | undefined =>
  ROOM_KINDS.find((kind) => kind === segment) ??
  (Object.hasOwn(KIND_ALIASES, segment) ? KIND_ALIASES[segment] : undefined);

const noSuchMethod = (): ServiceRefusal => new ServiceRefusal('noSuchMethod', 'there is no such method');

export class WeappHttp {
  readonly #options: WeappHttpOptions;

  constructor(options: WeappHttpOptions) {
    this.#options = options;
  }

  /** Answers a request of this API; undefined for every other one. Never rejects. */
  handle(request: HttpRequest): Promise<HttpAnswer> | HttpAnswer | undefined {
    if (!isWeappPath(request.path)) return undefined;
    if (request.method === 'OPTIONS') return withCors(text(204, ''));
    return this.#answer(request);
  }

  async #answer(request: HttpRequest): Promise<HttpAnswer> {
    const { onAnswered, onBug } = this.#options;
    try {
      const [area = '', ...rest] = request.path.slice(PREFIX.length).replace(/\/+$/, '').split('/');
      const name = rest.join('/');
      if (area === 'im') {
        const answer = await this.#answerIm(request, name);
        if (answer.refused === undefined) onAnswered('ok');
        else onAnswered('refused', `im_${answer.refused}`);
        return imAnswer(answer);
      }
      const answer = await this.#route(request, area, name);
      onAnswered('ok');
      return answer;
    } catch (error) {
      const refusal = refusalOf(error);
      onAnswered(refusal === undefined ? 'failed' : 'refused', refusal?.reason);
      if (refusal !== undefined) return refusalAnswer(refusal);
      onBug(error);
      return withCors(json(200, { code: SERVICE_CODES.failed, message: 'something went wrong', error: 'internal' }));
    }
  }

  async #route(request: HttpRequest, area: string, name: string): Promise<HttpAnswer> {
    if (area === 'utils') return await this.#answerUtils(request, name);
    const kind = kindOf(area);
    if (kind === undefined) throw noSuchMethod();
    if (request.method !== 'POST') throw new ServiceRefusal('noSuchMethod', 'this method takes POST');
    const query = new URLSearchParams(request.query);
    if (kind === 'webrtc_room') return await this.#answerWebrtc(request, query, name);
    return await this.#answerRoom(request, query, kind, name);
  }

  async #answerRoom(request: HttpRequest, query: URLSearchParams, kind: RoomKind, name: string): Promise<HttpAnswer> {
    const { desk, service, clock, userRate, addressRate } = this.#options;
    switch (name) {
      case 'login':
        addressRate.take(request.address);
        return answerOk(await desk.login(query));
      case 'logout':
        await desk.logout(query);
        return answerOk({});
      // The first generation asked here.
      case 'get_im_login_info':
        return answerOk(await this.#imLoginInfo(request));
      default: {
        const method = roomMethod(kind, name);
        if (method === undefined) throw noSuchMethod();
        const { caller, body } = await this.#authenticate(request, query);
        userRate.take(caller.userId);
        return answerOk(method({ service, caller, kind, body, atS: Math.floor(clock.now() / 1000) }));
      }
    }
  }

  async #imLoginInfo(request: HttpRequest): Promise<ServiceFields> {
    this.#options.addressRate.take(request.address);
    const { userIDPrefix: prefix, code } = parseBody(request.body);
    const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
    return await this.#options.desk.loginInfo({ prefix: textOf(prefix), code: textOf(code), appId: '' });
  }

  /** Who calls comes first: nobody learns from a refusal what a room is like. */
  async #authenticate(request: HttpRequest, query: URLSearchParams): Promise<{ caller: Caller; body: Body }> {
    const { desk, anonymousV1, isDevelopment, addressRate } = this.#options;
    if (query.has('token') || !(anonymousV1 && isDevelopment)) {
      return { caller: await desk.authenticate(query), body: parseBody(request.body) };
    }
    addressRate.take(request.address);
    const body = parseBody(request.body);
    // Lists need no user: whoever has none is nobody's.
    const given = body['userID'] ?? 'anonymous';
    const userId = typeof given === 'string' ? parseUserId(given) : undefined;
    if (userId === undefined) throw new ServiceRefusal('auth', 'authentication failed: 4 userID');
    return { caller: anonymous(userId), body };
  }

  async #answerWebrtc(request: HttpRequest, query: URLSearchParams, name: string): Promise<HttpAnswer> {
    const { service, desk, sigs, clock, keyTtlMs, newRoomNumber, userRate, addressRate } = this.#options;
    const at = clock.now();
    if (name === 'get_login_info') {
      addressRate.take(request.address);
      const { code } = parseBody(request.body);
      return answerOk(await desk.loginInfo({ prefix: 'user', code: typeof code === 'string' ? code : '', appId: '' }));
    }
    const method = webrtcMethod(name);
    if (method === undefined) throw noSuchMethod();
    const { caller, body } = await this.#webrtcCaller(request, query, name);
    userRate.take(caller.userId);
    return answerOk(method({ service, desk, sigs, caller, body, at, keyTtlMs, newRoomNumber }));
  }

  /** These clients have no token. Outside development they need one all the same: by `login` of another kind of room. */
  async #webrtcCaller(
    request: HttpRequest,
    query: URLSearchParams,
    name: string,
  ): Promise<{ caller: Caller; body: Body }> {
    const { desk, isDevelopment } = this.#options;
    const hasToken = query.has('token') || !isDevelopment;
    const proven = hasToken ? await desk.authenticate(query) : undefined;
    const body = parseBody(request.body);
    const given = body['userID'];
    if (given === undefined && isAnonymousMethod(name)) {
      const nobody = parseUserId('anonymous');
      if (proven !== undefined) return { caller: proven, body };
      if (nobody !== undefined) return { caller: anonymous(nobody), body };
    }
    if (given === undefined) throw new ServiceRefusal('webrtcParams', 'userID is missing');
    if (typeof given !== 'string' || !WEBRTC_USER_ID.test(given))
      throw new ServiceRefusal('auth', 'userID is not valid');
    if (proven !== undefined && proven.userId !== given) throw new ServiceRefusal('auth', 'userID is not yours');
    const userId = parseUserId(given);
    if (userId === undefined) throw new ServiceRefusal('auth', 'userID is not valid');
    return { caller: proven ?? anonymous(userId), body };
  }

  async #answerUtils(request: HttpRequest, name: string): Promise<HttpAnswer> {
    this.#options.addressRate.take(request.address);
    const fields = await this.#options.utils.answer(name, new URLSearchParams(request.query));
    if (fields === undefined) throw noSuchMethod();
    return 'plain' in fields ? withCors(json(200, fields.plain)) : answerOk(fields);
  }

  async #answerIm(request: HttpRequest, path: string): Promise<ImAnswer> {
    const { im } = this.#options;
    if (im === undefined) return imRefusal('noSuchCall', 'this server uses the IM of the cloud');
    let body: Body;
    try {
      body = parseBody(request.body);
    } catch {
      return imRefusal('badRequest', 'the body is not JSON');
    }
    return await im.answer(path, {
      query: new URLSearchParams(request.query),
      body,
      address: request.address,
      onAborted: request.onAborted,
    });
  }
}

const anonymous = (userId: Caller['userId']): Caller => ({
  userId,
  role: undefined,
  grants: {},
  allowsRoom: () => true,
});
