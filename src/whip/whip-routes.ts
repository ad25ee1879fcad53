/**
 * WHIP and WHEP as HTTP: `POST /v1/rooms/{room}/whip`, `POST /v1/rooms/{room}/whep/{member}` (or `/whep?user=`), and
 * the session resources `/v1/rooms/{room}/whip/{session}` that both answer with. RFC 9725 and draft-ietf-wish-whep.
 */
import type { Scene } from '../room-state/room-types.ts';
import { AppError } from '../shared/app-error.ts';
import type { ErrorName } from '../shared/error-codes.ts';
import { parseRoomId, type RoomId } from '../shared/ids.ts';
import { failure } from '../signaling/http/http-answers.ts';
import type { HttpAnswer, HttpRequest } from '../signaling/http/http-types.ts';
import { isOriginAllowed } from '../signaling/http/origins.ts';
import type { OpenedSession, WhipService } from './whip-service.ts';

export interface LinkedIceServer {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

export interface WhipRoutesOptions {
  readonly service: WhipService;
  readonly iceServers: readonly LinkedIceServer[];
  readonly allowedOrigins: readonly string[];
}

const SDP = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';
/** What a page of another origin may read of an answer. */
const EXPOSED = 'Location, Link, ETag, Accept-Patch, Accept-Post, Retry-After';
const PREFLIGHT_SECONDS = '86400';

/** Seconds after which it is worth asking again. */
const RETRY_AFTER: Partial<Record<ErrorName, number>> = {
  notPublishing: 2,
  waitingInLobby: 5,
  roomFull: 30,
  publishersFull: 30,
  rateLimited: 5,
  tooManySessions: 30,
  limitExceeded: 30,
  mediaUnavailable: 2,
  shuttingDown: 5,
};

const SCENES: readonly Scene[] = ['call', 'conference', 'live', 'remote'];

type Resource =
  | { readonly type: 'ingest'; readonly room: string }
  | { readonly type: 'playback'; readonly room: string; readonly target: string }
  | { readonly type: 'session'; readonly room: string; readonly sessionId: string };

const METHODS: Readonly<Record<Resource['type'], string>> = {
  ingest: 'OPTIONS, POST',
  playback: 'OPTIONS, POST',
  session: 'OPTIONS, PATCH, DELETE',
};

const PATH = /^\/v1\/rooms\/([^/]*)\/(whip|whep)(?:\/([^/]*))?$/;

/** Answers requests for these resources; undefined for everything else. */
export function whipRoutes(options: WhipRoutesOptions): (request: HttpRequest) => Promise<HttpAnswer> | undefined {
  return (request) => {
    const resource = resourceOf(request);
    return resource === undefined ? undefined : answer(options, request, resource);
  };
}

function resourceOf({ path, query }: HttpRequest): Resource | undefined {
  const [, room = '', protocol, last = ''] = PATH.exec(path) ?? [];
  if (protocol === undefined) return undefined;
  if (protocol === 'whip') return last === '' ? { type: 'ingest', room } : { type: 'session', room, sessionId: last };
  return {
    type: 'playback',
    room,
    target: last === '' ? (new URLSearchParams(query).get('user') ?? '') : decoded(last),
  };
}

/** What is no percent-encoding stays as it is, and is no id then. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function answer(options: WhipRoutesOptions, request: HttpRequest, resource: Resource): Promise<HttpAnswer> {
  const cors = corsHeaders(options.allowedOrigins, request);
  const withCors = (given: HttpAnswer): HttpAnswer => ({ ...given, headers: { ...given.headers, ...cors } });
  try {
    if (cors === undefined) throw new AppError('notAllowed', 'origin');
    return withCors(await act(options, request, resource));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return withCors(refusal(error, request, resource));
  }
}

/** RFC 9725, 4.2: pages of other sites may come. Tokens are sent by hand, so there are no credentials to guard. */
function corsHeaders(allowedOrigins: readonly string[], { header }: HttpRequest): Record<string, string> | undefined {
  const origin = header('origin');
  if (origin === '') return {};
  if (!isOriginAllowed(allowedOrigins, origin, header('host'))) return undefined;
  return { 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED, vary: 'origin' };
}

function refusal(error: AppError, { header }: HttpRequest, { type }: Resource): HttpAnswer {
  const given = failure(error);
  const headers: Record<string, string> = { ...given.headers };
  const retryAfter = RETRY_AFTER[error.errorName];
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  if (error.errorName === 'methodNotAllowed') headers['allow'] = METHODS[type];
  // RFC 6750, 3: without a token there is nothing to say about it.
  const reason = header('authorization') === '' ? '' : ', error="invalid_token"';
  if (given.status === 401) headers['www-authenticate'] = `Bearer realm="rtcroom"${reason}`;
  if (error.errorName === 'unsupportedMediaType' && type !== 'session') headers['accept-post'] = SDP;
  if (error.errorName === 'unsupportedMediaType' && type === 'session') headers['accept-patch'] = FRAGMENT;
  return { ...given, headers };
}

async function act(options: WhipRoutesOptions, request: HttpRequest, resource: Resource): Promise<HttpAnswer> {
  if (request.method === 'OPTIONS') return preflight(resource);
  if (!METHODS[resource.type].split(', ').includes(request.method)) throw new AppError('methodNotAllowed');
  const token = bearerToken(request);
  const roomId = parseRoomId(decoded(resource.room));
  if (roomId === undefined) throw new AppError('invalidArgument', 'room');
  if (resource.type === 'session') return await onSession(options, request, roomId, resource.sessionId, token);
  requireType(request, SDP);
  requireAcceptable(request);
  const { service } = options;
  const common = { roomId, token, address: request.address, offer: bodyText(request) };
  const opened =
    resource.type === 'ingest'
      ? await service.publish({ ...common, scene: sceneOf(request) })
      : await service.play({ ...common, target: resource.target });
  return created(options, request, roomId, opened);
}

/** No ICE servers here: their credentials are for who has shown a token. */
function preflight({ type }: Resource): HttpAnswer {
  const isSession = type === 'session';
  return {
    status: 200,
    headers: {
      allow: METHODS[type],
      'access-control-allow-methods': METHODS[type],
      'access-control-allow-headers': 'Authorization, Content-Type, If-Match',
      'access-control-max-age': PREFLIGHT_SECONDS,
      ...(isSession ? { 'accept-patch': FRAGMENT } : { 'accept-post': SDP }),
    },
    body: '',
  };
}

async function onSession(
  { service }: WhipRoutesOptions,
  request: HttpRequest,
  roomId: RoomId,
  sessionId: string,
  token: string,
): Promise<HttpAnswer> {
  const session = await service.session(roomId, sessionId, token);
  if (request.method === 'DELETE') {
    service.end(session);
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: '' };
  }
  requireType(request, FRAGMENT);
  const outcome = await service.patch(session, request.header('if-match'), bodyText(request));
  if (outcome.type === 'noted') return { status: 204, headers: {}, body: '' };
  const headers = { 'content-type': FRAGMENT, etag: outcome.etag, 'cache-control': 'no-store' };
  return { status: 200, headers, body: outcome.fragment };
}

function created(
  { iceServers }: WhipRoutesOptions,
  { header }: HttpRequest,
  roomId: RoomId,
  { sessionId, etag, answer: body }: OpenedSession,
): HttpAnswer {
  const path = `/v1/rooms/${encodeURIComponent(roomId)}/whip/${sessionId}`;
  const host = header('host');
  const scheme = header('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const links = iceServers.flatMap(iceServerLinks);
  return {
    status: 201,
    headers: {
      'content-type': SDP,
      // Whole, because not every client resolves references.
      location: host === '' ? path : `${scheme}://${host}${path}`,
      etag,
      'accept-patch': FRAGMENT,
      'cache-control': 'no-store',
      ...(links.length === 0 ? {} : { link: links.join(', ') }),
    },
    body,
  };
}

/** RFC 9725, 4.6. */
function iceServerLinks({ urls, username, credential }: LinkedIceServer): readonly string[] {
  const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
  const rights =
    username === ''
      ? ''
      : `; username=${quoted(username)}; credential=${quoted(credential)}; credential-type="password"`;
  return urls.map((url) => `<${url}>; rel="ice-server"${url.startsWith('turn') ? rights : ''}`);
}

function bearerToken({ header }: HttpRequest): string {
  const [, token] = /^Bearer +([^ ]+) *$/i.exec(header('authorization')) ?? [];
  if (token === undefined) throw new AppError('tokenInvalid', 'a bearer token is required');
  return token;
}

function requireType({ header }: HttpRequest, type: string): void {
  const [given = ''] = header('content-type').split(';');
  if (given.trim().toLowerCase() !== type) throw new AppError('unsupportedMediaType', type);
}

function requireAcceptable({ header }: HttpRequest): void {
  const accept = header('accept').toLowerCase();
  const takes = ['*/*', 'application/*', SDP].some((type) => accept.includes(type));
  if (accept !== '' && !takes) throw new AppError('notAcceptable', SDP);
}

function bodyText({ body }: HttpRequest): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    throw new AppError('sdpMalformed', 'no text', { cause: error });
  }
}

function sceneOf({ query }: HttpRequest): Scene {
  const given = new URLSearchParams(query).get('scene');
  const scene = SCENES.find((known) => known === (given ?? 'conference'));
  if (scene === undefined) throw new AppError('invalidArgument', 'scene');
  return scene;
}
