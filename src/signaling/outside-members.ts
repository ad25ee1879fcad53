/**
 * Members without a socket: somebody else's server, or a request, made them members, and media or further requests show
 * that they are there. They are members like all others; only their presence is by lease instead of by beats.
 */
import type { Profile } from '../../wire/generated/messages.ts';
import type { Identity } from '../identity/tokens.ts';
import type { PresenceLeases } from '../room-host/presence-leases.ts';
import type { RoomHost } from '../room-host/room-host.ts';
import type { RoomRegistry } from '../room-host/room-registry.ts';
import type { LeaveReason, Member, RoomState, Scene } from '../room-state/room-types.ts';
import { AppError } from '../shared/app-error.ts';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import { memberId as brandMemberId, type RoomId, type UserId } from '../shared/ids.ts';
import { joinIdentity } from './join-identity.ts';

/** Users whose rooms are counted; beyond, the one that asked longest ago begins anew. */
const MAX_USERS = 10_000;

export interface OutsideMembersOptions {
  readonly clock: Clock;
  readonly rooms: () => RoomRegistry;
  readonly leases: PresenceLeases;
  readonly newMemberId: () => string;
  /** That one user may be in at once by asking for itself. */
  readonly maxRoomsPerUser: number;
}

/** A member and the room it is in. */
export interface InRoom {
  readonly host: RoomHost;
  readonly member: Member;
}

export interface Entry {
  readonly roomId: RoomId;
  readonly identity: Identity;
  /** Fills what the token leaves open. */
  readonly profile: Profile | null;
  /** For a room that does not exist yet. */
  readonly scene: Scene;
  /** How long this sign of life lasts. */
  readonly presentForMs: number;
  /** The operator asks, who may bring a user into as many rooms as the node holds. */
  readonly isOperator: boolean;
}

export class OutsideMembers {
  readonly #options: OutsideMembersOptions;
  /** Who waits in a lobby, until it is clear that nobody asks any more. Bounded by `maxLobby` of each room. */
  readonly #waiting = new Map<string, CancelTimer>();
  /** Where users came in, or tried to, in order of last use; a room that is no more is forgotten when its user asks again. */
  readonly #roomsByUser = new Map<UserId, Set<RoomId>>();

  constructor(options: OutsideMembersOptions) {
    this.#options = options;
  }

  /**
   * The user's member in that room, joined if need be; a sign of life in any case.
   * @throws AppError tokenWrongRoom, waitingInLobby (ask again), tooManyRooms, or why the room does not let the user in
   */
  enter({ roomId, identity, profile, scene, presentForMs, isOperator }: Entry): InRoom {
    const { clock, rooms, leases, newMemberId } = this.#options;
    if (!identity.allowsRoom(roomId)) throw new AppError('tokenWrongRoom');
    const present = this.find(roomId, identity.userId);
    if (present !== undefined) {
      leases.renew(present.member.memberId, presentForMs);
      return present;
    }
    if (!isOperator) this.#countRoom(identity.userId, roomId);
    const host = rooms().getOrCreate(roomId, scene);
    const memberId = brandMemberId(newMemberId());
    const outcome = host.execute(
      {
        type: 'join',
        at: clock.now(),
        memberId,
        identity: joinIdentity(identity, profile, host.state, false),
        attributes: [],
      },
      { actor: memberId, causeId: 0 },
    );
    if ('rejected' in outcome) throw new AppError(outcome.rejected, outcome.detail);
    const member = host.state.members.get(memberId);
    if (member === undefined) {
      this.#awaitAdmission(roomId, identity.userId, presentForMs);
      throw new AppError('waitingInLobby');
    }
    this.#stopWaiting(roomId, identity.userId);
    leases.begin(roomId, memberId, presentForMs);
    return { host, member };
  }

  /** The user's member in that room; of several (multi-device) the one that joined last. */
  find(roomId: RoomId, userId: UserId): InRoom | undefined {
    const host = this.#options.rooms().get(roomId);
    const member = host === undefined ? undefined : membersOf(host.state, userId).at(-1);
    return host === undefined || member === undefined ? undefined : { host, member };
  }

  /** Ends every membership of that user in that room. @throws AppError roomNotFound, memberNotFound */
  remove(roomId: RoomId, userId: UserId, reason: LeaveReason): void {
    const { clock, rooms } = this.#options;
    const host = rooms().get(roomId);
    if (host === undefined) throw new AppError('roomNotFound');
    const members = membersOf(host.state, userId);
    if (members.length === 0) throw new AppError('memberNotFound');
    for (const { memberId } of members) host.execute({ type: 'leave', actor: memberId, reason, at: clock.now() });
  }

  /** A user that asks for room after room would fill the node. @throws AppError tooManyRooms */
  #countRoom(userId: UserId, roomId: RoomId): void {
    const { rooms, maxRoomsPerUser } = this.#options;
    const counted = this.#roomsByUser.get(userId) ?? new Set();
    this.#roomsByUser.delete(userId);
    for (const id of counted) {
      const members = rooms().get(id)?.state.members;
      // An empty one may be there for this user alone.
      const isTheirs = members !== undefined && (members.size === 0 || this.find(id, userId) !== undefined);
      if (!isTheirs) counted.delete(id);
    }
    this.#roomsByUser.set(userId, counted);
    const [oldest] = this.#roomsByUser.keys();
    if (this.#roomsByUser.size > MAX_USERS && oldest !== undefined) this.#roomsByUser.delete(oldest);
    if (!counted.has(roomId) && counted.size >= maxRoomsPerUser) throw new AppError('tooManyRooms');
    counted.add(roomId);
  }

  /** Who does not ask again within that time has given up. */
  #awaitAdmission(roomId: RoomId, userId: UserId, forMs: number): void {
    const { clock, rooms } = this.#options;
    const key = waitingKey(roomId, userId);
    this.#waiting.get(key)?.();
    const giveUp = (): void => {
      this.#waiting.delete(key);
      rooms().tell(roomId, { type: 'leaveLobby', userId, at: clock.now() });
    };
    this.#waiting.set(key, clock.after(forMs, giveUp));
  }

  #stopWaiting(roomId: RoomId, userId: UserId): void {
    const key = waitingKey(roomId, userId);
    this.#waiting.get(key)?.();
    this.#waiting.delete(key);
  }
}

/** Ids contain no spaces. */
const waitingKey = (roomId: RoomId, userId: UserId): string => `${roomId} ${userId}`;

function membersOf({ members, bookkeeping }: RoomState, userId: UserId): readonly Member[] {
  return [...(bookkeeping.memberIdsByUser.get(userId) ?? [])].flatMap((memberId) => members.get(memberId) ?? []);
}
