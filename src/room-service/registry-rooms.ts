/** The rooms of this node as the RoomService API uses them: memberships without a socket. */
import type { RoomRegistry } from '../room-host/room-registry.ts';
import { defaultGrants } from '../room-state/role-grants.ts';
import type { Grants, LeaveReason, Member, Role, RoomState, Scene } from '../room-state/room-types.ts';
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import type { MemberId, RoomId, UserId } from '../shared/ids.ts';
import { type RoomKind, ServiceRefusal } from './service-types.ts';

const SCENE_OF_KIND: Readonly<Record<RoomKind, Scene>> = {
  double_room: 'call',
  multi_room: 'conference',
  live_room: 'live',
  webrtc_room: 'conference',
};

/** As long as those that other members bring. */
const MAX_NAME_CHARS = 64;
const MAX_AVATAR_CHARS = 512;

/** Who takes a seat in a room. */
export interface Seat {
  readonly memberId: MemberId;
  readonly userId: UserId;
  readonly name: string;
  readonly avatar: string;
  readonly role: Role;
  /** What the token says beside the role's own grants. */
  readonly grants: Partial<Grants>;
}

/** Publishes sound or picture, so that there is something to play. */
export const hasStream = ({ media, grants }: Member): boolean =>
  !grants.hidden && (media.audio.published || media.video.published || media.screen.published);

/** Who gives no name is called by its id. */
const shownAs = (userId: UserId, name: string, avatar: string): Pick<Member, 'displayName' | 'avatar'> => ({
  displayName: (name || userId).slice(0, MAX_NAME_CHARS),
  avatar: avatar.slice(0, MAX_AVATAR_CHARS),
});

/** Calls into rooms. All of it is synchronous; effects on the API follow by room events. */
export class RegistryRooms {
  readonly #rooms: RoomRegistry;
  readonly #clock: Clock;

  constructor(rooms: RoomRegistry, clock: Clock) {
    this.#rooms = rooms;
    this.#clock = clock;
  }

  state(roomId: RoomId): RoomState | undefined {
    return this.#rooms.get(roomId)?.state;
  }

  member(roomId: RoomId, memberId: MemberId): Member | undefined {
    return this.state(roomId)?.members.get(memberId);
  }

  /**
   * Joins, making the room if need be.
   * @throws ServiceRefusal `full`, or `auth` for who may not come in; then nothing has changed.
   */
  join(roomId: RoomId, kind: RoomKind, seat: Seat): void {
    const at = this.#clock.now();
    const host = this.#host(roomId, kind);
    const { memberId, userId, role } = seat;
    const identity = {
      userId,
      ...shownAs(userId, seat.name, seat.avatar),
      role,
      grants: { ...defaultGrants(role), ...seat.grants },
    };
    const outcome = host.execute({ type: 'join', at, memberId, identity, attributes: [] });
    if ('rejected' in outcome) {
      if (outcome.rejected === 'roomFull') throw new ServiceRefusal('full', 'the room is full');
      throw new ServiceRefusal('auth', `not let in: ${outcome.rejected}`);
    }
    if (host.state.members.has(memberId)) return;
    // A lobby: there is nobody to wait there, since these clients have no way to be told.
    host.execute({ type: 'leaveLobby', userId, at });
    throw new ServiceRefusal('auth', 'not let in: the room has a lobby');
  }

  /** The member says anew who it is. */
  rename(roomId: RoomId, memberId: MemberId, name: string, avatar: string): void {
    const userId = this.member(roomId, memberId)?.userId;
    if (userId === undefined) return;
    const shown = shownAs(userId, name, avatar);
    this.#rooms.tell(roomId, { type: 'rename', actor: memberId, ...shown, at: this.#clock.now() });
  }

  leave(roomId: RoomId, memberId: MemberId, reason: LeaveReason): void {
    this.#rooms.tell(roomId, { type: 'leave', actor: memberId, reason, at: this.#clock.now() });
  }

  /** Beats were missed, or it was heard from again. */
  setHeard(roomId: RoomId, memberId: MemberId, isHeard: boolean): void {
    const type = isHeard ? 'presenceSeen' : 'presenceLost';
    this.#rooms.tell(roomId, { type, actor: memberId, at: this.#clock.now() });
  }

  /** Readies the member's stream for a new push URL. @returns the generation to issue it for */
  preparePush(roomId: RoomId, memberId: MemberId, force: boolean): number {
    this.#rooms.tell(roomId, { type: 'preparePush', actor: memberId, force, at: this.#clock.now() });
    return this.member(roomId, memberId)?.pushGeneration ?? 1;
  }

  /** Ends the room for everybody in it. */
  close(roomId: RoomId): void {
    this.#rooms.tell(roomId, { type: 'closeRoom', actor: null, reason: 'roomClosed', at: this.#clock.now() });
  }

  /** Says something as that member. False when the room does not let it. */
  chat(roomId: RoomId, memberId: MemberId, messageId: string, text: string): boolean {
    const at = this.#clock.now();
    const outcome = this.#rooms.get(roomId)?.execute({ type: 'sendChat', actor: memberId, messageId, text, at });
    return outcome !== undefined && !('rejected' in outcome);
  }

  #host(roomId: RoomId, kind: RoomKind): ReturnType<RoomRegistry['getOrCreate']> {
    try {
      return this.#rooms.getOrCreate(roomId, SCENE_OF_KIND[kind]);
    } catch (error) {
      if (error instanceof AppError) throw new ServiceRefusal('full', 'too many rooms on this server');
      throw error;
    }
  }
}
