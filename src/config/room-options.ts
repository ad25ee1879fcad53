/** The options of rooms: limits, graces, what they remember. A part of the table in options.ts. */
import { DEFAULT_ROOM_CONFIG } from '../room-state/default-config.ts';
import { choice, flag, integer } from './option-kinds.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MIB = 1_048_576;

/** The core's own defaults: one truth for a room that nobody configured. */
const ROOM = DEFAULT_ROOM_CONFIG;

export const ROOM_OPTIONS = {
  maxRooms: integer({
    default: 10_000,
    min: 1,
    max: 1_000_000,
    unit: 'rooms',
    doc: 'Rooms on this node.',
    cost: 'About 10 KiB each, empty, and the event log.',
  }),
  logMaxEvents: integer({
    default: 4096,
    min: 10,
    max: 100_000,
    unit: 'events',
    doc: 'Events kept per room for resuming clients; who missed more gets a snapshot. A thousand members that drop at once and come back are some 2000 events.',
    cost: 'About 200 bytes each.',
  }),
  logMaxBytes: integer({
    default: MIB,
    min: 65_536,
    max: 256 * MIB,
    unit: 'bytes',
    doc: 'Bytes of events kept per room; whichever limit comes first.',
    cost: 'Memory, this much per busy room.',
  }),
  stateHashEvery: integer({
    default: 128,
    min: 0,
    max: 10_000,
    unit: 'deltas',
    doc: 'Every so many deltas carry a hash of the room state, so that a wrong replica finds out. 0 = never.',
    cost: 'One pass over the room state each time: at 32, about 8 % of the fan-out to 100 members.',
  }),
  maxMembers: integer({
    default: ROOM.maxMembers,
    min: 1,
    max: 100_000,
    unit: 'members',
    doc: 'Members of one room.',
    cost: 'Each join is told to all others.',
  }),
  maxPublishers: integer({
    default: ROOM.maxPublishers,
    min: 1,
    max: 10_000,
    unit: 'members',
    doc: 'Members of one room that publish at once.',
    cost: 'Streams grow with publishers times receivers.',
  }),
  maxAudience: integer({
    default: ROOM.maxAudience,
    min: 0,
    max: 100_000,
    unit: 'members',
    doc: 'Members of role audience that one room lets in; below maxMembers, places are kept for speakers.',
    cost: 'In live rooms the audience is counted, not listed: one number to all others for each loop turn of joins.',
  }),
  maxAttributes: integer({
    default: ROOM.maxAttributes,
    min: 0,
    max: 10_000,
    unit: 'keys',
    doc: 'Attributes of one room, and of one member.',
  }),
  maxAttributeBytes: integer({
    default: ROOM.maxAttributeBytes,
    min: 16,
    max: 65_536,
    unit: 'bytes',
    doc: 'Largest attribute, key and value together.',
    cost: 'Every snapshot carries all attributes.',
  }),
  maxChatHistory: integer({
    default: ROOM.maxChatHistory,
    min: 0,
    max: 10_000,
    unit: 'messages',
    doc: 'Chat messages that a joining member is shown.',
    cost: 'Every snapshot carries them.',
  }),
  maxChatBytes: integer({
    default: ROOM.maxChatBytes,
    min: 16,
    max: 65_536,
    unit: 'bytes',
    doc: 'Longest chat message.',
  }),
  maxBans: integer({ default: ROOM.maxBans, min: 0, max: 100_000, unit: 'users', doc: 'Bans remembered per room.' }),
  maxLobby: integer({
    default: ROOM.maxLobby,
    min: 0,
    max: 10_000,
    unit: 'users',
    doc: 'Users waiting in the lobby of one room.',
  }),
  suspectGraceMs: integer({
    default: ROOM.suspectGraceMs,
    min: 0,
    max: HOUR_MS,
    unit: 'ms',
    doc: 'How long a member that was not heard from stays in the room.',
    cost: 'Ghosts are shown this long.',
  }),
  backgroundGraceMs: integer({
    default: ROOM.backgroundGraceMs,
    min: 0,
    max: DAY_MS,
    unit: 'ms',
    doc: 'How long a member that said it goes to the background (a phone in a pocket) stays in the room; also how long media alone keep a member whose signalling is lost.',
  }),
  emptyRoomMs: integer({
    default: ROOM.emptyRoomMs,
    min: 0,
    max: DAY_MS,
    unit: 'ms',
    doc: 'How long a new room waits for its first member.',
  }),
  departureMs: integer({
    default: ROOM.departureMs,
    min: 0,
    max: DAY_MS,
    unit: 'ms',
    doc: 'How long a room outlives its last member, with its attributes, chat and bans.',
  }),
  maxDurationMs: integer({
    default: ROOM.maxDurationMs,
    min: 0,
    max: 30 * DAY_MS,
    unit: 'ms',
    doc: 'Longest life of a room; 0 = no limit.',
  }),
  aloneMs: integer({
    default: ROOM.aloneMs,
    min: 0,
    max: DAY_MS,
    unit: 'ms',
    doc: 'A room with a single member closes after this long; 0 = never.',
  }),
  maxFloors: integer({ default: ROOM.maxFloors, min: 1, max: 256, unit: 'floors', doc: 'Floors of one room.' }),
  maxFloorRequests: integer({
    default: ROOM.maxFloorRequests,
    min: 1,
    max: 10_000,
    unit: 'requests',
    doc: 'Holders and queue of one floor together.',
    cost: 'Each change of a floor tells the whole floor, about 100 bytes per request, to everybody.',
  }),
  maxFloorRequestsPerMember: integer({
    default: ROOM.maxFloorRequestsPerMember,
    min: 1,
    max: 256,
    unit: 'requests',
    doc: 'Floor requests of one member at once.',
  }),
  floorAwayMs: integer({
    default: ROOM.floorAwayMs,
    min: 0,
    max: HOUR_MS,
    unit: 'ms',
    doc: 'A floor holder that is away (suspect or in the background) this long loses the floor; the membership lasts on.',
  }),
  backgroundAudio: flag({
    default: false,
    doc: 'Members in the background may go on speaking.',
    cost: 'A phone in a pocket may send what its owner does not expect.',
  }),
  duplicateIdentity: choice({
    of: ['take-over', 'reject-new', 'multi-device'],
    default: 'take-over',
    doc: 'When a user who is in the room joins again: the new one replaces the old, is refused, or both stay.',
  }),
} as const;
