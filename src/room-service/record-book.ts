/**
 * What the API remembers of rooms, kept in step with the rooms themselves. Membership is the room's truth: records
 * follow its events, so that a member who was kicked, replaced or timed out leaves nothing behind. Within an event only
 * records change; what acts on rooms in turn waits for the turn's end.
 */
import type { LoggedEvent } from '../room-host/room-turn.ts';
import type { LeaveReason, RoomState } from '../room-state/room-types.ts';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import type { MemberId, RoomId, UserId } from '../shared/ids.ts';
import type { AudienceSeats } from './audience-seats.ts';
import type { MixedStreams } from './merge-layout.ts';
import type { PushTickets } from './push-tickets.ts';
import { hasStream, type RegistryRooms } from './registry-rooms.ts';
import type { RoomNotices } from './room-notices.ts';
import { type NewRecord, newRecord, type Pusher, type RoomRecord } from './room-record.ts';
import { listingOf, listPushers } from './room-views.ts';
import { ServiceRefusal } from './service-types.ts';

/** Silence after which a pusher is gone: two missed heartbeats of 7 s, and the time to notice. */
export const HEARTBEAT_EXPIRY_MS = 20_000;
/** Before that it is shown as suspect for so long. */
const SUSPECT_MS = 5_000;
export const SWEEP_INTERVAL_MS = 5_000;
/** A created room that nobody has pushed in is taken back after this. */
export const IDLE_ROOM_MS = 30_000;

export interface RecordBookOptions {
  readonly clock: Clock;
  readonly rooms: RegistryRooms;
  readonly tickets: PushTickets;
  readonly notices: RoomNotices;
  readonly mixes: MixedStreams;
  readonly audience: AudienceSeats;
  readonly maxRooms: number;
}

const REMOVED: ReadonlySet<LeaveReason> = new Set(['kicked', 'banned']);

export class RecordBook {
  readonly #options: RecordBookOptions;
  readonly #recordByRoom = new Map<RoomId, RoomRecord>();
  readonly #settling = new Set<RoomRecord>();
  /** Ids of chat messages that came by this API, while the room hears them: its clients have them already. */
  readonly #ownMessages = new Set<string>();
  #cancelSweep: CancelTimer | undefined;
  #stopped = false;

  constructor(options: RecordBookOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#recordByRoom.size;
  }

  get(roomId: RoomId): RoomRecord | undefined {
    return this.#recordByRoom.get(roomId);
  }

  /** Oldest first. */
  all(): IterableIterator<RoomRecord> {
    return this.#recordByRoom.values();
  }

  /** Rooms that the user pushes in. O(rooms). */
  roomsOf(userId: UserId): number {
    let count = 0;
    for (const { pushers } of this.#recordByRoom.values()) if (pushers.has(userId)) count += 1;
    return count;
  }

  /** @throws ServiceRefusal failed when there are too many */
  add(given: Omit<NewRecord, 'createdAt'>): RoomRecord {
    const { maxRooms, clock, notices } = this.#options;
    if (this.size >= maxRooms) throw new ServiceRefusal('failed', 'too many rooms on this server');
    const record = newRecord({ ...given, createdAt: clock.now() });
    this.#recordByRoom.set(record.roomId, record);
    notices.opened(record.roomId);
    return record;
  }

  /** The pusher, if it is a member still. */
  pusher(record: RoomRecord | undefined, userId: UserId): Pusher | undefined {
    const pusher = record?.pushers.get(userId);
    if (record === undefined || pusher === undefined) return undefined;
    return this.#options.rooms.member(record.roomId, pusher.memberId) === undefined ? undefined : pusher;
  }

  /** A sign of life. */
  heard({ roomId }: Pick<RoomRecord, 'roomId'>, pusher: Pusher): void {
    pusher.heardAt = this.#options.clock.now();
    if (!pusher.isLost) return;
    pusher.isLost = false;
    this.#options.rooms.setHeard(roomId, pusher.memberId, true);
  }

  /** Speaks in the room as a member, without hearing the echo. */
  chat(roomId: RoomId, memberId: MemberId, messageId: string, text: string): boolean {
    this.#ownMessages.add(messageId);
    const isSaid = this.#options.rooms.chat(roomId, memberId, messageId, text);
    this.#ownMessages.delete(messageId);
    return isSaid;
  }

  /** Ends the room, for everybody in it. */
  destroy(record: RoomRecord): void {
    this.forget(record);
    this.#options.rooms.close(record.roomId);
  }

  /** The room is over, or never was. Idempotent. */
  forget(record: RoomRecord): void {
    const { roomId } = record;
    if (this.#recordByRoom.get(roomId) !== record) return;
    this.#recordByRoom.delete(roomId);
    const { tickets, mixes, notices } = this.#options;
    for (const { userId, memberId } of record.pushers.values()) tickets.dropOwner(userId, { roomId, memberId });
    if (record.mix !== null) mixes.stop(roomId);
    notices.closed(roomId);
  }

  /** Looks at the end of the turn whether others must be told, and whether the room is over. */
  settleSoon(record: RoomRecord): void {
    if (this.#settling.has(record)) return;
    this.#settling.add(record);
    this.#options.clock.turnEnd(() => {
      this.#settling.delete(record);
      this.settle(record);
    });
  }

  /** The same, now. */
  settle(record: RoomRecord): void {
    if (this.#recordByRoom.get(record.roomId) !== record) return;
    const state = this.#options.rooms.state(record.roomId);
    if (this.#isOver(record, state)) {
      this.destroy(record);
      return;
    }
    const listing = listingOf(listPushers(record, state));
    if (listing === record.lastListed) return;
    record.lastListed = listing;
    this.#options.notices.changed(record.roomId);
  }

  /** Follows one event of any room. */
  onRoomEvent({ event }: LoggedEvent, { roomId, members }: RoomState): void {
    const record = this.#recordByRoom.get(roomId);
    if (record === undefined) return;
    switch (event.type) {
      case 'memberLeft':
        this.#onLeft(record, event.userId, event.memberId, REMOVED.has(event.reason));
        if (REMOVED.has(event.reason)) this.#options.notices.expelled(roomId, event.userId);
        this.settleSoon(record);
        return;
      case 'roomClosed':
        this.forget(record);
        return;
      case 'memberJoined':
      case 'mediumChanged':
      case 'pushGenerationRaised':
      case 'grantsChanged':
      case 'roleChanged':
        this.settleSoon(record);
        return;
      case 'chatSent': {
        const { messageId, memberId, displayName: name, text } = event.message;
        const sender = members.get(memberId);
        if (sender === undefined || this.#ownMessages.has(messageId)) return;
        this.#options.notices.said(roomId, { userId: sender.userId, name, avatar: sender.avatar, text });
        return;
      }
      default:
    }
  }

  /** Begins to look for the silent. */
  start(): void {
    if (this.#stopped) return;
    this.#cancelSweep = this.#options.clock.after(SWEEP_INTERVAL_MS, () => {
      this.sweep();
      this.start();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelSweep?.();
  }

  /** Ends what is silent for too long. O(pushers and audience). */
  sweep(): void {
    const { clock, rooms, tickets, audience } = this.#options;
    const at = clock.now();
    tickets.dropExpired(at);
    for (const record of [...this.#recordByRoom.values()]) {
      for (const pusher of [...record.pushers.values()]) this.#sweepPusher(record.roomId, pusher, at);
      audience.sweep(record);
      const isIdle = record.creator === null && !record.isAdopted && at - record.createdAt >= IDLE_ROOM_MS;
      if (isIdle && (rooms.state(record.roomId)?.members.size ?? 0) === 0) this.destroy(record);
    }
  }

  #sweepPusher(roomId: RoomId, pusher: Pusher, at: number): void {
    const { rooms } = this.#options;
    const silentMs = at - pusher.heardAt;
    if (silentMs > pusher.expiryMs) rooms.leave(roomId, pusher.memberId, 'timedOut');
    else if (silentMs >= pusher.expiryMs - SUSPECT_MS && !pusher.isLost) {
      pusher.isLost = true;
      rooms.setHeard(roomId, pusher.memberId, false);
    }
  }

  #onLeft(record: RoomRecord, userId: UserId, memberId: MemberId, wasRemoved: boolean): void {
    const { tickets, audience } = this.#options;
    audience.onLeft(record, userId, memberId, wasRemoved);
    if (record.pushers.get(userId)?.memberId !== memberId) return;
    record.pushers.delete(userId);
    if (wasRemoved) record.audience.delete(userId);
    tickets.dropOwner(userId, { roomId: record.roomId, memberId });
  }

  /**
   * A room that this API made ends with its last pusher, a live room with its host. Not while somebody is in it whom
   * this API did not bring, but for the host's room, which is the host's to end.
   */
  #isOver(record: RoomRecord, state: RoomState | undefined): boolean {
    const { creator, isAdopted, kind, pushers } = record;
    if (isAdopted || creator === null || pushers.has(creator)) return false;
    if (state === undefined) return true;
    // The host came back from elsewhere, by a browser: it is there.
    if (kind === 'live_room') return !state.bookkeeping.memberIdsByUser.has(creator);
    if (pushers.size > 0) return false;
    const isSeat = (userId: UserId, memberId: MemberId): boolean => record.audience.get(userId)?.memberId === memberId;
    return [...state.members.values()].every((member) => isSeat(member.userId, member.memberId) && !hasStream(member));
  }
}
