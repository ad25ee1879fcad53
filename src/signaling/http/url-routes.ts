/**
 * Push and play URLs over HTTP, for who has no WebSocket: OBS and ffmpeg behind somebody's own server, tests, scripts.
 *
 *     POST   /v1/rooms/{room}/members/{user}/push-url   {url, expiresAtMs, generation, memberId}; joins the user if needed
 *     GET    /v1/rooms/{room}/members/{user}/play-urls  {rtmp, flv, wsFlv?, lowLatencyRtmp?, webrtc?, expiresAtMs, generation}
 *     GET    /v1/rooms/{room}/play-urls                 the same, of the room's mixed stream
 *     DELETE /v1/rooms/{room}/members/{user}            204; leaves, or (by API key) is kicked
 *
 * `Authorization: Bearer` and either the token of a user, who acts for itself and in rooms of its token, or `keyId:secret`
 * of an API key, which may act for everybody. Credentials are taken from that header only: addresses end up in logs.
 */
import * as v from 'valibot';
import type { Identity } from '../../identity/tokens.ts';
import type { RoomHost } from '../../room-host/room-host.ts';
import type { RoomRegistry } from '../../room-host/room-registry.ts';
import type { Role, Scene } from '../../room-state/room-types.ts';
import { AppError } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';
import { instantMs, type MemberId, parseUserId, type RoomId, type UserId } from '../../shared/ids.ts';
import type { LiveUrlIssuer } from '../live-url-issuer.ts';
import type { OutsideMembers } from '../outside-members.ts';
import { type Asker, type Credentials, decoded, requireRoom, whoAsks } from './bearer.ts';
import { failure, json } from './http-answers.ts';
import type { HttpAnswer, HttpRequest } from './http-types.ts';
import { parseJson } from './json-body.ts';

export interface UrlRoutesOptions extends Credentials {
  readonly clock: Pick<Clock, 'now'>;
  readonly rooms: RoomRegistry;
  readonly members: OutsideMembers;
  readonly urls: LiveUrlIssuer;
  /** How long a request for a push URL is a sign of life. */
  readonly beginPushMs: number;
}

const MEMBER_PATH = /^\/v1\/rooms\/([^/]*)\/members\/([^/]*)(?:\/(push-url|play-urls))?$/;
const MIXED_PATH = /^\/v1\/rooms\/([^/]*)\/play-urls$/;

const SCENES = ['call', 'conference', 'live', 'remote'] as const satisfies readonly Scene[];
const ROLES = ['chair', 'speaker', 'audience', 'device'] as const satisfies readonly Role[];

const PUSH_REQUEST = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.maxLength(128)), ''),
  avatar: v.optional(v.pipe(v.string(), v.maxLength(1024)), ''),
  /** For a room that does not exist yet. */
  scene: v.optional(v.picklist(SCENES), 'conference'),
  /** With an API key only; a token says its own. */
  role: v.exactOptional(v.picklist(ROLES)),
});
type PushRequest = v.InferOutput<typeof PUSH_REQUEST>;

/** Answers the paths above; undefined = the path is not one of them. Refusals reject with AppErrors. */
export function urlRoutes(options: UrlRoutesOptions): (request: HttpRequest) => Promise<HttpAnswer> | undefined {
  return (request) => {
    const mixed = MIXED_PATH.exec(request.path);
    if (mixed !== null) return mixedPlayUrls(options, request, mixed[1] ?? '');
    const member = MEMBER_PATH.exec(request.path);
    if (member === null) return undefined;
    const [, room = '', user = '', what] = member;
    switch (`${request.method} ${what ?? ''}`) {
      case 'POST push-url':
        return pushUrl(options, request, room, user);
      case 'GET play-urls':
      case 'HEAD play-urls':
        return memberPlayUrls(options, request, room, user);
      case 'DELETE ':
        return removeMember(options, request, room, user);
      default:
        return Promise.resolve(failure(new AppError('methodNotAllowed')));
    }
  };
}

async function pushUrl(
  { clock, members, urls, beginPushMs, ...credentials }: UrlRoutesOptions,
  request: HttpRequest,
  room: string,
  user: string,
): Promise<HttpAnswer> {
  const asker = await whoAsks(credentials, request);
  const roomId = requireRoom(asker, room);
  const userId = requireUser(user);
  requireSelf(asker, userId);
  const asked = parsePushRequest(request.body);
  if (asker !== null && asked.role !== undefined) throw new AppError('notAllowed', 'role');
  const { host, member } = members.enter({
    roomId,
    identity: asker ?? operatorsUser(userId, asked.role, clock),
    profile: { displayName: asked.name, avatar: asked.avatar, attributes: [] },
    scene: asked.scene,
    presentForMs: beginPushMs,
    isOperator: asker === null,
  });
  const { memberId } = member;
  const { url, expiresAtMs, generation } = urls.pushUrl(host, memberId, { actor: memberId, causeId: 0 });
  return json(200, { url, expiresAtMs, generation, memberId });
}

async function memberPlayUrls(
  { rooms, members, urls, ...credentials }: UrlRoutesOptions,
  request: HttpRequest,
  room: string,
  user: string,
): Promise<HttpAnswer> {
  const asker = await whoAsks(credentials, request);
  const roomId = requireRoom(asker, room);
  const userId = requireUser(user);
  const host = requireHost(rooms, roomId);
  const viewerId = viewerOf(members, asker, roomId);
  const found = members.find(roomId, userId);
  if (found === undefined) throw new AppError('memberNotFound');
  return json(200, urls.playUrls(host, found.member.memberId, viewerId));
}

async function mixedPlayUrls(
  { rooms, members, urls, ...credentials }: UrlRoutesOptions,
  request: HttpRequest,
  room: string,
): Promise<HttpAnswer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return failure(new AppError('methodNotAllowed'));
  const asker = await whoAsks(credentials, request);
  const roomId = requireRoom(asker, room);
  const host = requireHost(rooms, roomId);
  return json(200, urls.playUrls(host, null, viewerOf(members, asker, roomId)));
}

async function removeMember(
  { members, ...credentials }: UrlRoutesOptions,
  request: HttpRequest,
  room: string,
  user: string,
): Promise<HttpAnswer> {
  const asker = await whoAsks(credentials, request);
  const roomId = requireRoom(asker, room);
  const userId = requireUser(user);
  requireSelf(asker, userId);
  members.remove(roomId, userId, asker === null ? 'kicked' : 'left');
  return { ...json(204, null), body: '' };
}

function requireUser(part: string): UserId {
  const userId = parseUserId(decoded(part, 'user'));
  if (userId === undefined) throw new AppError('invalidArgument', 'user');
  return userId;
}

function requireSelf(asker: Asker, userId: UserId): void {
  if (asker !== null && asker.userId !== userId) throw new AppError('notAllowed', 'another user');
}

function requireHost(rooms: RoomRegistry, roomId: RoomId): RoomHost {
  const host = rooms.get(roomId);
  if (host === undefined) throw new AppError('roomNotFound');
  return host;
}

/** The member that plays; null for an API key, which stands for nobody in particular. */
function viewerOf(members: OutsideMembers, asker: Asker, roomId: RoomId): MemberId | null {
  if (asker === null) return null;
  const viewer = members.find(roomId, asker.userId);
  if (viewer === undefined) throw new AppError('notMember');
  return viewer.member.memberId;
}

/** Whom an API key makes a member: trusted for as long as it takes to join. */
function operatorsUser(userId: UserId, role: Role | undefined, clock: Pick<Clock, 'now'>): Identity {
  const issuedAt = clock.now();
  const expiresAt = instantMs(Number.MAX_SAFE_INTEGER);
  return { userId, displayName: '', avatar: '', role, grants: {}, issuedAt, expiresAt, allowsRoom: () => true };
}

/** An empty body asks for nothing special. @throws AppError invalidArgument */
function parsePushRequest(body: Uint8Array): PushRequest {
  const asked = body.length === 0 ? {} : parseJson(body);
  const parsed = v.safeParse(PUSH_REQUEST, asked);
  // A list passes for an object without fields.
  if (Array.isArray(asked) || !parsed.success) throw new AppError('invalidArgument', bodyProblem(parsed));
  return parsed.output;
}

function bodyProblem(parsed: v.SafeParseResult<typeof PUSH_REQUEST>): string {
  return (parsed.success ? undefined : v.getDotPath(parsed.issues[0])) ?? 'body';
}
