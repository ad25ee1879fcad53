/**
 * The room aggregate: `decide` says what a command means, `evolve` makes it so. Both are total, synchronous and
 * deterministic; instants and ids come in, deadlines go out by `wakeAt`. The rules are in SPEC.md, one file of
 * internal/ for each kind.
 */
import { assertNever } from '../shared/assert.ts';
import { type InstantMs, instantMs, type RoomId } from '../shared/ids.ts';
import { decideMemberAttributes, decideRoomAttributes } from './internal/attributes.ts';
import { type CommandOf, reject } from './internal/decisions.ts';
import { applyEvent } from './internal/evolve.ts';
import { decideFloorCommand, followedByFloors, nextFloorDeadline } from './internal/floor-following.ts';
import { decideJoin } from './internal/joining.ts';
import { decideCloseRoom, decideLeave } from './internal/leaving.ts';
import { withListing } from './internal/listing.ts';
import { decideAdmit, decideDeny, decideLeaveLobby, decideSetPolicy } from './internal/lobby.ts';
import { decideChat, decideData, decideLowerAllHands, decideRaiseHand } from './internal/messages.ts';
import {
  decideBan,
  decideKick,
  decideSetGrants,
  decideSetRole,
  decideTransferChair,
  decideUnban,
} from './internal/moderation.ts';
import type { MutableRoom } from './internal/mutable-room.ts';
import { decideInviteToUnmute, decideModeratorMute, decideMuteAll, decideSelfMute } from './internal/muting.ts';
import {
  decideMediaSeen,
  decidePresenceLost,
  decidePresenceSeen,
  decideSetPresence,
  decideWake,
  nextDeadline,
} from './internal/presence.ts';
import { decideMediaLost, decidePreparePush, decidePublished, decideUnpublished } from './internal/publishing.ts';
import { decideRename } from './internal/renaming.ts';
import { mayModerate } from './internal/rights.ts';
import type {
  Decision,
  FloorRoomCommand,
  Member,
  RoomCommand,
  RoomConfig,
  RoomEvent,
  RoomState,
  Scene,
} from './room-types.ts';
import { initialFloors } from './scene-floors.ts';

export interface NewRoom {
  readonly roomId: RoomId;
  readonly scene: Scene;
  /** Names this life of the room: another one each time its history begins anew. */
  readonly epoch: string;
  readonly config: RoomConfig;
  readonly at: InstantMs;
}

/** An open room without members, with the floors of its scene, at offset 0. It is empty from now on: a deadline runs. */
export function createRoom({ roomId, scene, epoch, config, at }: NewRoom): RoomState {
  return {
    roomId,
    scene,
    epoch,
    offset: 0,
    config,
    policy: { locked: false, lobby: false, unmuteLocked: [], unmuteAllowed: [] },
    status: 'open',
    members: new Map(),
    attributes: [],
    chat: [],
    bans: new Map(),
    lobby: [],
    admitted: new Set(),
    muteMemory: new Map(),
    standings: new Map(),
    floors: initialFloors(scene, config, at),
    floorEndings: new Map(),
    mediaGeneration: 1,
    createdAtMs: at,
    bookkeeping: {
      clockMs: at,
      memberIdsByUser: new Map(),
      publisherCount: 0,
      chairCount: 0,
      deciderCount: 0,
      audienceCount: 0,
      countedCount: 0,
      suspectUntil: new Map(),
      suspectAtMost: new Map(),
      backgroundUntil: new Map(),
      wasEntered: false,
      emptySinceMs: at,
      aloneSinceMs: null,
      lastHandAtMs: 0,
      attributeVersionFloor: 0,
    },
  };
}

/**
 * What the command leads to: events (none when it changes nothing), or the reason why not. Changes nothing itself.
 * A command about one member costs the same in a room of any size.
 */
export function decide(state: RoomState, command: RoomCommand): Decision {
  if (state.status === 'closed') return reject('roomClosed');
  if (isFloorCommand(command)) return decideFloorCommand(state, command);
  return followedByFloors(state, command, decideDirectly(state, command));
}

const FLOOR_COMMANDS: ReadonlySet<string> = new Set<FloorRoomCommand['type']>([
  'configureFloor',
  'removeFloor',
  'setFloorChair',
  'requestFloor',
  'cancelFloorRequest',
  'releaseFloor',
  'decideFloor',
  'confirmFloor',
  'mediaActivity',
]);
const isFloorCommand = (command: RoomCommand): command is FloorRoomCommand => FLOOR_COMMANDS.has(command.type);

/** What the command means before floors follow. */
function decideDirectly(state: RoomState, command: Exclude<RoomCommand, FloorRoomCommand>): Decision {
  switch (command.type) {
    case 'join':
      return decideJoin(state, command);
    case 'leaveLobby':
      return decideLeaveLobby(state, command);
    case 'mediaLost':
      return decideMediaLost(state, command);
    case 'closeRoom':
      return decideCloseRoom(state, command);
    case 'wake':
      return decideWake(state, command);
    default: {
      const actor = state.members.get(command.actor);
      return actor === undefined ? reject('notMember') : decideAsMember(state, actor, command);
    }
  }
}

type RoomWideCommand = CommandOf<'join' | 'leaveLobby' | 'mediaLost' | 'closeRoom' | 'wake'>;
type MemberCommand = Exclude<RoomCommand, RoomWideCommand | FloorRoomCommand>;

/** What any member may ask for, of its own or of others; the rules of each are its own. */
function decideAsMember(state: RoomState, actor: Member, command: MemberCommand): Decision {
  switch (command.type) {
    case 'leave':
      return decideLeave(actor, command);
    case 'presenceLost':
      return decidePresenceLost(state, actor, command);
    case 'presenceSeen':
      return decidePresenceSeen(state, actor, command);
    case 'mediaSeen':
      return decideMediaSeen(state, actor, command);
    case 'setPresence':
      return decideSetPresence(state, actor, command);
    case 'setSelfMute':
      return decideSelfMute(state, actor, command);
    case 'setRoomAttributes':
      return decideRoomAttributes(state, actor, command);
    case 'setMemberAttributes':
      return decideMemberAttributes(state, actor, command);
    case 'raiseHand':
      return decideRaiseHand(state, actor, command);
    case 'sendChat':
      return decideChat(state, actor, command);
    case 'sendData':
      return decideData(state, actor, command);
    case 'published':
      return decidePublished(state, actor, command);
    case 'unpublished':
      return decideUnpublished(state, actor, command);
    case 'preparePush':
      return decidePreparePush(state, actor, command);
    case 'rename':
      return decideRename(actor, command);
    case 'transferChair':
      return decideTransferChair(state, actor, command);
    default:
      return mayModerate(actor) ? decideAsModerator(state, actor, command) : reject('notAllowed');
  }
}

type ModeratorCommand = CommandOf<
  | 'setModeratorMute'
  | 'muteAll'
  | 'inviteToUnmute'
  | 'kick'
  | 'ban'
  | 'unban'
  | 'setPolicy'
  | 'admit'
  | 'deny'
  | 'setRole'
  | 'setGrants'
  | 'lowerAllHands'
>;

function decideAsModerator(state: RoomState, actor: Member, command: ModeratorCommand): Decision {
  switch (command.type) {
    case 'setModeratorMute':
      return decideModeratorMute(state, actor, command);
    case 'muteAll':
      return decideMuteAll(state, actor, command);
    case 'inviteToUnmute':
      return decideInviteToUnmute(state, command);
    case 'kick':
      return decideKick(state, actor, command);
    case 'ban':
      return decideBan(state, actor, command);
    case 'unban':
      return decideUnban(state, command);
    case 'setPolicy':
      return decideSetPolicy(state, command);
    case 'admit':
      return decideAdmit(state, command);
    case 'deny':
      return decideDeny(state, command);
    case 'setRole':
      return decideSetRole(state, actor, command);
    case 'setGrants':
      return decideSetGrants(state, actor, command);
    case 'lowerAllHands':
      return decideLowerAllHands(state);
    default:
      return assertNever(command);
  }
}

/**
 * The state after the event. Changes the room in place and returns it: a room has one writer, and readers that keep
 * something take a snapshot. Events of one decision are applied together, in order, with nothing in between.
 */
export function evolve(state: RoomState, event: RoomEvent): RoomState {
  const room = state as MutableRoom;
  withListing(room, event, () => applyEvent(room, event));
  return state;
}

/** When `wake` is to be called at the latest; null = no deadline. Asked after each command. O(floors). */
export function wakeAt(state: RoomState): InstantMs | null {
  if (state.status === 'closed') return null;
  const room = nextDeadline(state);
  const floors = nextFloorDeadline(state);
  if (room === null || floors === null) return room ?? floors;
  return instantMs(Math.min(room, floors));
}
