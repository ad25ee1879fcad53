/**
 * `/weapp/webrtc_room/`: the rooms of the browser client of the same age. Members push no RTMP, are told of changes by
 * nobody (they look), and send heartbeats. Codes differ from the other kinds: 2 for parameters, 7 for a user id.
 */
import type { InstantMs, RoomId } from '../shared/ids.ts';
import type { Caller } from './callers.ts';
import type { LoginDesk } from './login-desk.ts';
import { privateMapKey } from './private-map-key.ts';
import {
  type Body,
  knownRoomId,
  optionalRoomId,
  optionalText,
  requiredInteger,
  requiredText,
  utf8Length,
} from './request-fields.ts';
import { changeCustom } from './room-record.ts';
import type { RoomService } from './room-service.ts';
import { MAX_ROOM_INFO_BYTES, MAX_USER_NAME_CHARS, type ServiceFields, ServiceRefusal } from './service-types.ts';
import type { UserSigs } from './user-sig.ts';

const KIND = 'webrtc_room';
/** User ids here, in full. */
export const WEBRTC_USER_ID = /^[a-zA-Z][a-zA-Z0-9_]{3,23}$/;
/** Silence of a member that said it sends no heartbeats. */
const NO_HEARTBEAT_EXPIRY_MS = 3_600_000;
const MAX_LISTED_ROOMS = 200;
const ROOM_TYPE = 'roomType';

export interface WebrtcCall {
  readonly service: RoomService;
  readonly desk: LoginDesk;
  readonly sigs: UserSigs;
  readonly caller: Caller;
  readonly body: Body;
  readonly at: InstantMs;
  readonly keyTtlMs: number;
  /** A number that is no room's yet, as text. */
  readonly newRoomNumber: () => RoomId;
}

export type WebrtcMethod = (call: WebrtcCall) => ServiceFields;

const NOTHING: ServiceFields = {};

function keyFor({ sigs, desk, caller, at, keyTtlMs }: WebrtcCall, roomId: RoomId): string {
  const named = { sdkAppId: desk.sdkAppId, userId: caller.userId, roomId };
  return sigs.canSign ? privateMapKey(sigs, named, at, Math.floor(keyTtlMs / 1000)) : '';
}

function enter({ service, caller, body }: WebrtcCall, roomId: RoomId, roomInfo: string): void {
  const name = optionalText(body, 'nickName', MAX_USER_NAME_CHARS) ?? '';
  const needsHeartbeat = body['needHeartBeat'] !== false;
  const expiry = needsHeartbeat ? {} : { expiryMs: NO_HEARTBEAT_EXPIRY_MS };
  service.addPusher(caller, KIND, { roomId, name, avatar: '', pushUrl: '', roomInfo, ...expiry });
}

function createRoom(call: WebrtcCall): ServiceFields {
  const { body, service, caller, newRoomNumber } = call;
  const roomInfo = optionalText(body, 'roomInfo', MAX_ROOM_INFO_BYTES + 1);
  if (roomInfo === undefined) throw new ServiceRefusal('webrtcParams', 'roomInfo is missing');
  if (utf8Length(roomInfo) > MAX_ROOM_INFO_BYTES) throw new ServiceRefusal('roomExists', 'roomInfo is too long');
  const roomId = service.createRoom(caller, KIND, optionalRoomId(body) ?? newRoomNumber(), roomInfo);
  enter(call, roomId, roomInfo);
  const roomType = optionalText(body, ROOM_TYPE, 32);
  if (roomType !== undefined) changeCustom(service.require(caller, KIND, roomId), ROOM_TYPE, 'set', roomType);
  return { roomID: roomId, roomInfo, privateMapKey: keyFor(call, roomId) };
}

function enterRoom(call: WebrtcCall): ServiceFields {
  const { body, service, caller } = call;
  requiredText(body, 'roomID', 1024, 'webrtcParams');
  const roomId = knownRoomId(body, 'noRoom');
  service.require(caller, KIND, roomId);
  enter(call, roomId, '');
  return { privateMapKey: keyFor(call, roomId) };
}

function quitRoom({ service, caller, body }: WebrtcCall): ServiceFields {
  requiredText(body, 'roomID', 1024, 'webrtcParams');
  service.deletePusher(caller, KIND, knownRoomId(body, 'noRoom'));
  return NOTHING;
}

function heartbeat({ service, caller, body }: WebrtcCall): ServiceFields {
  service.heartbeat(caller, KIND, knownRoomId(body, 'notMember'));
  return NOTHING;
}

function getRoomList({ service, caller, body }: WebrtcCall): ServiceFields {
  const count = requiredInteger(body, 'count', 0, MAX_LISTED_ROOMS, 'webrtcParams');
  const index = requiredInteger(body, 'index', 0, Number.MAX_SAFE_INTEGER, 'webrtcParams');
  const wanted = optionalText(body, ROOM_TYPE, 32);
  const typeOf = (custom: ReadonlyMap<string, unknown>): string => String(custom.get(ROOM_TYPE) ?? '');
  // Each page is cut after the filter, so that pages of one type leave nobody out.
  const all = service.list(caller, KIND, 0, wanted === undefined ? index + count : Number.MAX_SAFE_INTEGER);
  const rooms = all.filter(({ record }) => wanted === undefined || typeOf(record.custom) === wanted);
  return {
    rooms: rooms.slice(index, index + count).map(({ view, record }) => ({
      roomID: view.roomID,
      roomInfo: view.roomInfo,
      roomCreator: view.roomCreator,
      roomType: typeOf(record.custom),
    })),
  };
}

function getRoomMembers({ service, caller, body }: WebrtcCall): ServiceFields {
  requiredText(body, 'roomID', 1024, 'webrtcParams');
  const { pushers } = service.view(caller, KIND, knownRoomId(body, 'noRoom'));
  return { members: pushers.map(({ userID, userName }) => ({ userID, nickName: userName })) };
}

const METHODS: Readonly<Record<string, WebrtcMethod>> = {
  create_room: createRoom,
  enter_room: enterRoom,
  quit_room: quitRoom,
  heartbeat,
  get_room_list: getRoomList,
  get_room_members: getRoomMembers,
};

export const webrtcMethod = (name: string): WebrtcMethod | undefined =>
  Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;

/** Methods for which nobody need say who they are: they look. */
export const isAnonymousMethod = (name: string): boolean => name === 'get_room_list' || name === 'get_room_members';
