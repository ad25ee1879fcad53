/**
 * Presence of members without a socket: those who came by a request, by RTMP or the like. A socket that beats is a sign
 * of life that lasts; what comes by requests and media is one that must be renewed. So each such member has a lease:
 * every sign of life makes it online for some time, and when the time is over, or whoever gave the sign says that it is
 * gone, the member becomes suspect and leaves by the room's own rules.
 *
 * Bounded by the members of rooms: a lease begins with a membership and ends with it.
 */
import type { RoomState } from '../room-state/room-types.ts';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import { type InstantMs, later, type MemberId, type RoomId } from '../shared/ids.ts';
import type { RoomRegistry } from './room-registry.ts';
import type { LoggedEvent } from './room-turn.ts';

export interface PresenceLeasesOptions {
  readonly clock: Clock;
  readonly rooms: () => RoomRegistry;
}

interface Lease {
  readonly roomId: RoomId;
  until: InstantMs;
  /** When the timer fires; null = the lease has lapsed. A later `until` leaves the timer alone: it looks again. */
  timer: { readonly dueAt: InstantMs; readonly cancel: CancelTimer } | null;
}

export class PresenceLeases {
  readonly #options: PresenceLeasesOptions;
  readonly #leaseByMember = new Map<MemberId, Lease>();

  constructor(options: PresenceLeasesOptions) {
    this.#options = options;
  }

  /** Members whose presence is by lease; for leak checks. */
  get size(): number {
    return this.#leaseByMember.size;
  }

  /** Whether that member's presence is by lease. */
  has(memberId: MemberId): boolean {
    return this.#leaseByMember.has(memberId);
  }

  /** From now on the member's presence follows its lease. To be called once it has joined. */
  begin(roomId: RoomId, memberId: MemberId, forMs: number): void {
    const lease: Lease = { roomId, until: this.#options.clock.now(), timer: null };
    this.#leaseByMember.set(memberId, lease);
    this.#extend(memberId, lease, forMs);
  }

  /**
   * A sign of life: the member is online for that long from now, whatever was said before. Not to be called while the
   * room tells its events.
   * @returns false when the member has no lease, because it has a socket or is gone
   */
  renew(memberId: MemberId, forMs: number): boolean {
    const lease = this.#leaseByMember.get(memberId);
    if (lease === undefined) return false;
    const hadLapsed = lease.timer === null;
    this.#extend(memberId, lease, forMs);
    if (hadLapsed) this.#tell(lease.roomId, memberId, 'presenceSeen');
    return true;
  }

  /** What gave signs of life is gone: suspect at once. Members without a lease are left alone. */
  lapse(memberId: MemberId): void {
    const lease = this.#leaseByMember.get(memberId);
    if (lease === undefined || lease.timer === null) return;
    lease.timer.cancel();
    lease.timer = null;
    this.#tell(lease.roomId, memberId, 'presenceLost');
  }

  /** Follows one event of a room. */
  onEvent({ event }: LoggedEvent, state: RoomState): void {
    if (event.type === 'memberLeft') this.#forget(event.memberId);
    if (event.type === 'roomClosed') this.endRoom(state.roomId);
  }

  /** The room is over: forgets its members. */
  endRoom(roomId: RoomId): void {
    for (const [memberId, lease] of this.#leaseByMember) if (lease.roomId === roomId) this.#forget(memberId);
  }

  #extend(memberId: MemberId, lease: Lease, forMs: number): void {
    const { clock } = this.#options;
    lease.until = later(clock.now(), forMs);
    if (lease.timer !== null && lease.timer.dueAt <= lease.until) return;
    lease.timer?.cancel();
    const cancel = clock.after(forMs, () => this.#onDue(memberId, lease));
    lease.timer = { dueAt: lease.until, cancel };
  }

  #onDue(memberId: MemberId, lease: Lease): void {
    const { clock } = this.#options;
    lease.timer = null;
    const leftMs = lease.until - clock.now();
    if (leftMs > 0) this.#extend(memberId, lease, leftMs);
    else this.#tell(lease.roomId, memberId, 'presenceLost');
  }

  #forget(memberId: MemberId): void {
    this.#leaseByMember.get(memberId)?.timer?.cancel();
    this.#leaseByMember.delete(memberId);
  }

  #tell(roomId: RoomId, actor: MemberId, type: 'presenceLost' | 'presenceSeen'): void {
    this.#options.rooms().tell(roomId, { type, actor, at: this.#options.clock.now() });
  }
}
