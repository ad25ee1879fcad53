import type { RoomConfig } from './room-types.ts';

/** Sensible limits and timers for a room nobody configured. */
export const DEFAULT_ROOM_CONFIG: RoomConfig = {
  maxMembers: 1000,
  maxPublishers: 50,
  maxAudience: 1000,
  maxAttributes: 64,
  maxAttributeBytes: 4096,
  maxChatHistory: 100,
  // 4000 characters of any script fit.
  maxChatBytes: 16_384,
  maxBans: 1000,
  maxLobby: 200,
  suspectGraceMs: 15_000,
  backgroundGraceMs: 60_000,
  emptyRoomMs: 30_000,
  departureMs: 20_000,
  maxDurationMs: 0,
  aloneMs: 0,
  backgroundAudio: false,
  maxFloors: 16,
  maxFloorRequests: 200,
  maxFloorRequestsPerMember: 8,
  floorAwayMs: 5000,
  duplicateIdentity: 'take-over',
};
