/** The methods of `/weapp/{double_room|multi_room|live_room}/`, from JSON to the room service and back. */

import type { Caller } from './callers.ts';
import { parseMergeParams } from './merge-layout.ts';
import {
  type Body,
  givenText,
  knownRoomId,
  optionalRoomId,
  optionalText,
  requiredInteger,
  requiredRoomId,
  requiredText,
  utf8Length,
} from './request-fields.ts';
import { changeCustom, customText, isCustomOperation, type RoomRecord } from './room-record.ts';
import type { RoomService } from './room-service.ts';
import {
  MAX_AVATAR_CHARS,
  MAX_PUSH_URL_CHARS,
  MAX_ROOM_INFO_BYTES,
  MAX_USER_INFO_BYTES,
  MAX_USER_NAME_CHARS,
  type RoomKind,
  type ServiceFields,
  ServiceRefusal,
} from './service-types.ts';

/** Most rooms of one answer of `get_room_list`. */
const MAX_LISTED_ROOMS = 200;

export interface MethodCall {
  readonly service: RoomService;
  readonly caller: Caller;
  readonly kind: RoomKind;
  readonly body: Body;
  /** Now, in whole seconds: what the mixer answered with. */
  readonly atS: number;
}

export type Method = (call: MethodCall) => ServiceFields;

const NOTHING: ServiceFields = {};

/** Who is in the body is who calls: nobody acts for somebody else. */
function checkUser({ caller, body }: MethodCall): void {
  if (requiredText(body, 'userID', 1024) !== caller.userId) {
    throw new ServiceRefusal('auth', 'userID is not the one that the token is for');
  }
}

function roomInfoOf(body: Body): string | undefined {
  const text = optionalText(body, 'roomInfo', MAX_ROOM_INFO_BYTES);
  if (text !== undefined && utf8Length(text) > MAX_ROOM_INFO_BYTES) {
    throw new ServiceRefusal('badValue', `roomInfo is longer than ${MAX_ROOM_INFO_BYTES} bytes`);
  }
  return text;
}

function getPushUrl(call: MethodCall): ServiceFields {
  checkUser(call);
  return { pushURL: call.service.pushUrl(call.caller, optionalRoomId(call.body)) };
}

function getRoomList({ service, caller, kind, body }: MethodCall): ServiceFields {
  const count = requiredInteger(body, 'cnt', 0, MAX_LISTED_ROOMS);
  const index = requiredInteger(body, 'index', 0, Number.MAX_SAFE_INTEGER);
  const rooms = service.list(caller, kind, index, count);
  return { rooms: rooms.map(({ view, record }) => ({ ...view, ...audienceCount(kind, record) })) };
}

const audienceCount = (kind: RoomKind, { audience }: RoomRecord): ServiceFields =>
  kind === 'live_room' ? { audienceCount: audience.size } : NOTHING;

function getPushers({ service, caller, kind, body }: MethodCall): ServiceFields {
  requiredText(body, 'roomID', 1024);
  return { ...service.view(caller, kind, knownRoomId(body, 'noRoom')) };
}

function createRoom(call: MethodCall): ServiceFields {
  checkUser(call);
  const { service, caller, kind, body } = call;
  // The first generation of clients says roomName, and comes in with the same call.
  const roomInfo = roomInfoOf(body) ?? optionalText(body, 'roomName', MAX_ROOM_INFO_BYTES);
  if (roomInfo === undefined) throw new ServiceRefusal('params', 'roomInfo is missing');
  const roomId = service.createRoom(caller, kind, optionalRoomId(body), roomInfo);
  if (body['roomName'] !== undefined && body['pushURL'] !== undefined) {
    service.addPusher(caller, kind, { ...pusherOf(body), roomId, roomInfo });
  }
  return { roomID: roomId };
}

function destroyRoom(call: MethodCall): ServiceFields {
  checkUser(call);
  const { service, caller, kind, body } = call;
  requiredText(body, 'roomID', 1024);
  service.destroyRoom(caller, kind, knownRoomId(body, 'noRoom'));
  return NOTHING;
}

const pusherOf = (body: Body): { name: string; avatar: string; pushUrl: string } => ({
  name: givenText(body, 'userName', MAX_USER_NAME_CHARS),
  avatar: givenText(body, 'userAvatar', MAX_AVATAR_CHARS),
  pushUrl: requiredText(body, 'pushURL', MAX_PUSH_URL_CHARS),
});

function addPusher(call: MethodCall): ServiceFields {
  checkUser(call);
  const { service, caller, kind, body } = call;
  const roomId = requiredRoomId(body);
  const { isNewRoom } = service.addPusher(caller, kind, {
    ...pusherOf(body),
    roomId,
    roomInfo: roomInfoOf(body) ?? '',
  });
  return isNewRoom ? { roomID: roomId } : NOTHING;
}

function deletePusher(call: MethodCall): ServiceFields {
  checkUser(call);
  const { service, caller, kind, body } = call;
  service.deletePusher(caller, kind, knownRoomId(body, 'notMember'));
  return NOTHING;
}

function heartbeat(call: MethodCall): ServiceFields {
  checkUser(call);
  const { service, caller, kind, body } = call;
  service.heartbeat(caller, kind, knownRoomId(body, 'notMember'));
  return NOTHING;
}

/** The later generation takes the pushers from the answer: a heartbeat repairs what a lost notice left wrong. */
function anchorHeartbeat(call: MethodCall): ServiceFields {
  heartbeat(call);
  const { service, caller, kind, body } = call;
  return { pushers: service.view(caller, kind, knownRoomId(body, 'notMember')).pushers };
}

function mergeStream(call: MethodCall): ServiceFields {
  checkUser(call);
  const { service, caller, kind, body, atS } = call;
  requiredText(body, 'roomID', 1024);
  const roomId = knownRoomId(body, 'noRoom');
  const given = body['mergeParams'];
  if (given === undefined || given === null || given === '')
    throw new ServiceRefusal('params', 'mergeParams is missing');
  const layout = parseMergeParams(given);
  service.require(caller, kind, roomId);
  service.merge(caller, roomId, layout);
  return { result: { code: 0, message: 'ok', timestamp: atS } };
}

function addAudience(call: MethodCall): ServiceFields {
  checkUser(call);
  const { service, caller, kind, body } = call;
  const userInfo = givenText(body, 'userInfo', MAX_USER_INFO_BYTES);
  requiredText(body, 'roomID', 1024);
  service.addAudience(caller, kind, knownRoomId(body, 'noRoom'), userInfo);
  return NOTHING;
}

function deleteAudience(call: MethodCall): ServiceFields {
  checkUser(call);
  const { service, caller, kind, body } = call;
  requiredText(body, 'roomID', 1024);
  service.deleteAudience(caller, kind, knownRoomId(body, 'noRoom'));
  return NOTHING;
}

function requireRecord({ service, caller, kind, body }: MethodCall): RoomRecord {
  requiredText(body, 'roomID', 1024);
  return service.require(caller, kind, knownRoomId(body, 'noRoom'));
}

function getAudiences(call: MethodCall): ServiceFields {
  const { audience } = requireRecord(call);
  const audiences = [...audience.values()].map(({ userId, userInfo }) => ({ userID: userId, userInfo }));
  return { audienceCount: audiences.length, audiences };
}

function setCustomField(call: MethodCall): ServiceFields {
  const { body } = call;
  const name = requiredText(body, 'fieldName', 1024);
  const operation = requiredText(body, 'operation', 1024);
  const record = requireRecord(call);
  if (!isCustomOperation(operation)) throw new ServiceRefusal('badValue', 'operation must be set, inc or dec');
  changeCustom(record, name, operation, body['value']);
  return customFields(record);
}

/** Under the names that both of the old servers gave it. */
function customFields(record: RoomRecord): ServiceFields {
  const text = customText(record);
  return { custom: text, customInfo: text };
}

/** Of all three kinds. */
const COMMON: Readonly<Record<string, Method>> = {
  get_push_url: getPushUrl,
  get_room_list: getRoomList,
  get_pushers: getPushers,
  create_room: createRoom,
  destroy_room: destroyRoom,
  add_pusher: addPusher,
  delete_pusher: deletePusher,
  pusher_heartbeat: heartbeat,
  // The names of the generation after.
  get_anchor_url: getPushUrl,
  get_anchors: getPushers,
  add_anchor: addPusher,
  delete_anchor: deletePusher,
  anchor_heartbeat: anchorHeartbeat,
};

const LIVE_ONLY: Readonly<Record<string, Method>> = {
  merge_stream: mergeStream,
  add_audience: addAudience,
  delete_audience: deleteAudience,
  get_audiences: getAudiences,
  set_custom_field: setCustomField,
  get_custom_info: (call) => customFields(requireRecord(call)),
};

/** The method of that name; undefined = that kind of room has none. */
export function roomMethod(kind: RoomKind, name: string): Method | undefined {
  if (Object.hasOwn(COMMON, name)) return COMMON[name];
  return kind === 'live_room' && Object.hasOwn(LIVE_ONLY, name) ? LIVE_ONLY[name] : undefined;
}
