/**
 * Wire to domain: turns the body of a client frame into a room command, checking everything that a type cannot say.
 * Past this point a command is trusted to be well-formed; whether it is allowed is the room's to decide.
 */
import {
  type ClientFrame,
  type Attribute as WireAttribute,
  type Grants as WireGrants,
  Presence as WirePresence,
  Role as WireRole,
  Scene as WireScene,
} from '../../../wire/generated/messages.ts';
import type { Attribute, Grants, Role, RoomCommand, Scene } from '../../room-state/room-types.ts';
import { AppError } from '../../shared/app-error.ts';
import { parseUserId, type UserId } from '../../shared/ids.ts';
import { floorCommandFromWire } from './floors-from-wire.ts';
import { type CommandContext, requireMedium, requireMemberId } from './wire-words.ts';

const ROLE: ReadonlyMap<number, Role> = new Map([
  [WireRole.CHAIR, 'chair'],
  [WireRole.SPEAKER, 'speaker'],
  [WireRole.AUDIENCE, 'audience'],
  [WireRole.DEVICE, 'device'],
]);
const SCENE: ReadonlyMap<number, Scene> = new Map([
  [WireScene.CALL, 'call'],
  [WireScene.CONFERENCE, 'conference'],
  [WireScene.LIVE, 'live'],
  [WireScene.REMOTE, 'remote'],
]);

const invalid = (detail: string): AppError => new AppError('invalidArgument', detail);

function requireUserId(text: string): UserId {
  const userId = parseUserId(text);
  if (userId === undefined) throw invalid('userId');
  return userId;
}

function requireRole(number: number): Role {
  const role = ROLE.get(number);
  if (role === undefined) throw invalid('role');
  return role;
}

/** `conference` when the client does not say. @throws AppError invalidArgument for unknown numbers. */
export function sceneFromWire(number: number): Scene {
  if (number === WireScene.SCENE_UNSPECIFIED) return 'conference';
  const scene = SCENE.get(number);
  if (scene === undefined) throw invalid('scene');
  return scene;
}

export function grantsFromWire(wire: WireGrants): Grants {
  return {
    publishAudio: wire.publishAudio,
    publishVideo: wire.publishVideo,
    publishScreen: wire.publishScreen,
    publishData: wire.publishData,
    subscribe: wire.subscribe,
    chat: wire.chat,
    moderate: wire.moderate,
    bypassLobby: wire.bypassLobby,
    hidden: wire.hidden,
  };
}

export function attributesFromWire(wire: readonly WireAttribute[]): readonly Attribute[] {
  return wire.map(({ key, value, version }) => ({ key, value, version }));
}

/** The room that a frame addresses; undefined for frames that address none. */
export function roomIdOf(frame: ClientFrame): string | undefined {
  const body = frame.body === undefined ? null : frame[frame.body];
  return body !== null && 'roomId' in body ? body.roomId : undefined;
}

/**
 * The room command in a frame; undefined when the frame is not a room command.
 * @throws AppError invalidArgument
 */
export function commandFromWire(frame: ClientFrame, context: CommandContext): RoomCommand | undefined {
  return (
    muteCommand(frame, context) ??
    moderationCommand(frame, context) ??
    floorCommandFromWire(frame, context) ??
    stateCommand(frame, context)
  );
}

function muteCommand(frame: ClientFrame, { actor, at }: CommandContext): RoomCommand | undefined {
  if (frame.setSelfMute !== null) {
    const { medium, muted } = frame.setSelfMute;
    return { type: 'setSelfMute', at, actor, medium: requireMedium(medium), muted };
  }
  if (frame.setModeratorMute !== null) {
    const { memberId, medium, muted } = frame.setModeratorMute;
    return {
      type: 'setModeratorMute',
      at,
      actor,
      target: requireMemberId(memberId),
      medium: requireMedium(medium),
      muted,
    };
  }
  if (frame.muteAll !== null) {
    const { media, except, allowUnmute } = frame.muteAll;
    const exceptIds = except.map((id) => requireMemberId(id, 'except'));
    return { type: 'muteAll', at, actor, media: media.map(requireMedium), except: exceptIds, allowUnmute };
  }
  if (frame.inviteToUnmute !== null) {
    const { memberId, medium } = frame.inviteToUnmute;
    return { type: 'inviteToUnmute', at, actor, target: requireMemberId(memberId), medium: requireMedium(medium) };
  }
  return undefined;
}

function moderationCommand(frame: ClientFrame, context: CommandContext): RoomCommand | undefined {
  const { actor, at } = context;
  if (frame.kick !== null) return { type: 'kick', at, actor, target: requireMemberId(frame.kick.memberId) };
  if (frame.ban !== null) {
    return { type: 'ban', at, actor, userId: requireUserId(frame.ban.userId), durationMs: frame.ban.durationMs };
  }
  if (frame.unban !== null) return { type: 'unban', at, actor, userId: requireUserId(frame.unban.userId) };
  if (frame.lockRoom !== null) {
    return { type: 'setPolicy', at, actor, locked: frame.lockRoom.locked, lobby: frame.lockRoom.lobby };
  }
  if (frame.admit !== null) return { type: 'admit', at, actor, userId: requireUserId(frame.admit.userId) };
  if (frame.deny !== null) return { type: 'deny', at, actor, userId: requireUserId(frame.deny.userId) };
  if (frame.setRole !== null) {
    const { memberId, role } = frame.setRole;
    return { type: 'setRole', at, actor, target: requireMemberId(memberId), role: requireRole(role) };
  }
  if (frame.transferChair !== null) {
    return { type: 'transferChair', at, actor, target: requireMemberId(frame.transferChair.memberId) };
  }
  if (frame.setGrants !== null) {
    const { memberId, grants } = frame.setGrants;
    if (grants === null) throw invalid('grants');
    return { type: 'setGrants', at, actor, target: requireMemberId(memberId), grants: grantsFromWire(grants) };
  }
  if (frame.closeRoom !== null) return { type: 'closeRoom', at, actor, reason: 'roomClosed' };
  return undefined;
}

function stateCommand(frame: ClientFrame, { actor, at, newId }: CommandContext): RoomCommand | undefined {
  if (frame.setPresence !== null) {
    const { presence } = frame.setPresence;
    if (presence !== WirePresence.ONLINE && presence !== WirePresence.BACKGROUND) throw invalid('presence');
    return { type: 'setPresence', at, actor, presence: presence === WirePresence.ONLINE ? 'online' : 'background' };
  }
  if (frame.setRoomAttributes !== null) {
    const { attributes, force } = frame.setRoomAttributes;
    return { type: 'setRoomAttributes', at, actor, attributes: attributesFromWire(attributes), force };
  }
  if (frame.setMemberAttributes !== null) {
    const { memberId, attributes, force } = frame.setMemberAttributes;
    const target = memberId === '' ? actor : requireMemberId(memberId);
    return { type: 'setMemberAttributes', at, actor, target, attributes: attributesFromWire(attributes), force };
  }
  if (frame.raiseHand !== null) {
    const { raised, memberId } = frame.raiseHand;
    return { type: 'raiseHand', at, actor, target: memberId === '' ? actor : requireMemberId(memberId), raised };
  }
  if (frame.lowerAllHands !== null) return { type: 'lowerAllHands', at, actor };
  if (frame.sendChat !== null) return { type: 'sendChat', at, actor, messageId: newId(), text: frame.sendChat.text };
  if (frame.sendData !== null && !frame.sendData.lossy) {
    const { topic, to, payload } = frame.sendData;
    return { type: 'sendData', at, actor, topic, to: to.map((id) => requireMemberId(id, 'to')), payload };
  }
  return undefined;
}
