/** Who calls the room service, what they bring, and what it lets in. */
import type { Grants, Role } from '../room-state/room-types.ts';
import type { RoomId, UserId } from '../shared/ids.ts';
import type { RoomKind } from './service-types.ts';

/** Who calls, as the token says. */
export interface Caller {
  readonly userId: UserId;
  readonly role: Role | undefined;
  readonly grants: Partial<Grants>;
  allowsRoom(roomId: RoomId): boolean;
}

export interface ServiceLimits {
  readonly maxRooms: number;
  readonly maxPushers: Readonly<Record<RoomKind, number>>;
  readonly maxAudience: number;
  /** Silence after which an audience entry is dropped. */
  readonly audienceIdleMs: number;
}

export interface NewPusher {
  readonly roomId: RoomId;
  readonly name: string;
  readonly avatar: string;
  /** '' = it does not push by RTMP (`webrtc_room`). */
  readonly pushUrl: string;
  /** Of a room that this call makes. */
  readonly roomInfo: string;
  /** Silence after which it is gone. Default: `HEARTBEAT_EXPIRY_MS`. */
  readonly expiryMs?: number;
}
