/**
 * Recordings and the mixed stream's layout over HTTP.
 *
 *     POST   /v1/rooms/{room}/recordings          {user?, format?: "mkv" | "mp4"}; without user, the mixed stream. 201
 *     GET    /v1/rooms/{room}/recordings          {recordings: [...]}, those under way
 *     DELETE /v1/rooms/{room}/recordings/{id}     stops it; answers with its files when they are closed
 *     PUT    /v1/rooms/{room}/layout              {type: "grid" | "mainSide", main?: user}
 *
 * `Authorization: Bearer` and `keyId:secret` of an API key, or the token of a member that may moderate.
 */
import * as v from 'valibot';
import type { RoomHost } from '../../room-host/room-host.ts';
import type { RoomRegistry } from '../../room-host/room-registry.ts';
import { AppError } from '../../shared/app-error.ts';
import { type MemberId, parseUserId, type RoomId, type UserId } from '../../shared/ids.ts';
import type { OutsideMembers } from '../outside-members.ts';
import { type Credentials, requireRoom, whoAsks } from './bearer.ts';
import { failure, json } from './http-answers.ts';
import type { HttpAnswer, HttpRequest } from './http-types.ts';
import { parseJson } from './json-body.ts';

/** What the routes need of whoever records. */
export interface RecordingControl {
  /** @throws AppError notFound, limitExceeded */
  start(request: {
    readonly roomId: RoomId;
    readonly member: { readonly memberId: MemberId; readonly userId: UserId } | null;
    readonly format: 'mkv' | 'mp4';
  }): Promise<object>;
  /** @throws AppError notFound */
  stop(roomId: RoomId, recordingId: string): Promise<object>;
  list(roomId: RoomId): readonly object[];
}

export interface RecordingRoutesOptions extends Credentials {
  readonly rooms: RoomRegistry;
  readonly members: OutsideMembers;
  readonly recordings: RecordingControl;
  readonly setLayout: (
    roomId: RoomId,
    layout: { readonly type: 'grid' } | { readonly type: 'mainSide'; readonly main?: MemberId },
  ) => void;
}

const RECORDINGS_PATH = /^\/v1\/rooms\/([^/]*)\/recordings(?:\/([A-Za-z0-9]{1,64}))?$/;
const LAYOUT_PATH = /^\/v1\/rooms\/([^/]*)\/layout$/;

const USER = v.pipe(v.string(), v.maxLength(128));
const START_REQUEST = v.strictObject({
  user: v.exactOptional(USER),
  format: v.optional(v.picklist(['mkv', 'mp4']), 'mkv'),
});
const LAYOUT_REQUEST = v.variant('type', [
  v.strictObject({ type: v.literal('grid') }),
  v.strictObject({ type: v.literal('mainSide'), main: v.exactOptional(USER) }),
]);

/** Answers the paths above; undefined = the path is not one of them. Refusals reject with AppErrors. */
export function recordingRoutes(
  options: RecordingRoutesOptions,
): (request: HttpRequest) => Promise<HttpAnswer> | undefined {
  return (request) => {
    const [recordingPath, room = '', recordingId] = RECORDINGS_PATH.exec(request.path) ?? [];
    if (recordingPath !== undefined) {
      switch (`${request.method} ${recordingId === undefined ? '' : 'one'}`) {
        case 'POST ':
          return start(options, request, room);
        case 'GET ':
        case 'HEAD ':
          return list(options, request, room);
        case 'DELETE one':
          return stop(options, request, room, recordingId ?? '');
        default:
          return Promise.resolve(failure(new AppError('methodNotAllowed')));
      }
    }
    const [layoutPath, layoutRoom = ''] = LAYOUT_PATH.exec(request.path) ?? [];
    if (layoutPath === undefined) return undefined;
    return request.method === 'PUT'
      ? setLayout(options, request, layoutRoom)
      : Promise.resolve(failure(new AppError('methodNotAllowed')));
  };
}

async function start(options: RecordingRoutesOptions, request: HttpRequest, room: string): Promise<HttpAnswer> {
  const { state } = await requireModerator(options, request, room);
  const { user, format } = parse(START_REQUEST, request.body);
  const member = user === undefined ? null : requireMember(options, state.roomId, user);
  return json(201, await options.recordings.start({ roomId: state.roomId, member, format }));
}

async function list(options: RecordingRoutesOptions, request: HttpRequest, room: string): Promise<HttpAnswer> {
  const { state } = await requireModerator(options, request, room);
  return json(200, { recordings: options.recordings.list(state.roomId) });
}

async function stop(
  options: RecordingRoutesOptions,
  request: HttpRequest,
  room: string,
  recordingId: string,
): Promise<HttpAnswer> {
  const { state } = await requireModerator(options, request, room);
  return json(200, await options.recordings.stop(state.roomId, recordingId));
}

async function setLayout(options: RecordingRoutesOptions, request: HttpRequest, room: string): Promise<HttpAnswer> {
  const { state } = await requireModerator(options, request, room);
  const asked = parse(LAYOUT_REQUEST, request.body);
  if (asked.type === 'grid' || asked.main === undefined) options.setLayout(state.roomId, { type: asked.type });
  else
    options.setLayout(state.roomId, {
      type: asked.type,
      main: requireMember(options, state.roomId, asked.main).memberId,
    });
  return { ...json(204, null), body: '' };
}

/** The room, if whoever asks may decide about it. @throws AppError roomNotFound, notMember, notAllowed */
async function requireModerator(
  { rooms, members, ...credentials }: RecordingRoutesOptions,
  request: HttpRequest,
  room: string,
): Promise<RoomHost> {
  const asker = await whoAsks(credentials, request);
  const roomId = requireRoom(asker, room);
  const host = rooms.get(roomId);
  if (host === undefined) throw new AppError('roomNotFound');
  if (asker === null) return host;
  const found = members.find(roomId, asker.userId);
  if (found === undefined) throw new AppError('notMember');
  if (!found.member.grants.moderate) throw new AppError('notAllowed', 'moderate');
  return host;
}

function requireMember(
  { members }: RecordingRoutesOptions,
  roomId: RoomId,
  user: string,
): { readonly memberId: MemberId; readonly userId: UserId } {
  const userId = parseUserId(user);
  if (userId === undefined) throw new AppError('invalidArgument', 'user');
  const found = members.find(roomId, userId);
  if (found === undefined) throw new AppError('memberNotFound');
  return { memberId: found.member.memberId, userId };
}

/** An empty body asks for nothing special. @throws AppError invalidArgument */
function parse<S extends v.GenericSchema>(schema: S, body: Uint8Array): v.InferOutput<S> {
  const asked = body.length === 0 ? {} : parseJson(body);
  const parsed = v.safeParse(schema, asked);
  // A list passes for an object without fields.
  if (Array.isArray(asked) || !parsed.success) {
    throw new AppError('invalidArgument', (parsed.issues?.[0] && v.getDotPath(parsed.issues[0])) ?? 'body');
  }
  return parsed.output;
}
