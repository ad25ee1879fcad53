/**
 * The audience of a live room by this API: a short list that clients show. Nobody in it sends heartbeats, so whoever is
 * not heard of for long (no call, no long poll, nothing played) is taken off, or the list would fill up with those who just closed the
 * app. Each has a seat in the room as a member of role audience, as long as the room has one and it is not a pusher.
 */
import type { Clock } from '../shared/clock.ts';
import type { MemberId, UserId } from '../shared/ids.ts';
import type { RegistryRooms } from './registry-rooms.ts';
import type { AudienceEntry, RoomRecord } from './room-record.ts';
import { ServiceRefusal } from './service-types.ts';
import type { Viewers } from './viewers.ts';

export interface AudienceSeatsOptions {
  readonly clock: Clock;
  readonly rooms: RegistryRooms;
  readonly viewers: Viewers;
  readonly newMemberId: () => MemberId;
  readonly limits: { readonly maxAudience: number; readonly audienceIdleMs: number };
}

export class AudienceSeats {
  readonly #options: AudienceSeatsOptions;

  constructor(options: AudienceSeatsOptions) {
    this.#options = options;
  }

  /** Adds, or says anew who it is. @throws ServiceRefusal full */
  add(record: RoomRecord, userId: UserId, userInfo: string): void {
    const { clock, limits } = this.#options;
    const present = record.audience.get(userId);
    if (present !== undefined) {
      present.userInfo = userInfo;
      present.heardAt = clock.now();
      return;
    }
    if (record.audience.size >= limits.maxAudience) throw new ServiceRefusal('full', 'the audience is full');
    record.audience.set(userId, { userId, userInfo, memberId: null, heardAt: clock.now() });
    this.sitDown(record, userId);
  }

  /** Takes off the list and out of the room. Idempotent. */
  remove(record: RoomRecord, userId: UserId): void {
    const entry = record.audience.get(userId);
    record.audience.delete(userId);
    this.#standUp(record, entry);
  }

  /** Gives up the seat for that of a pusher. */
  standUp(record: RoomRecord, userId: UserId): void {
    this.#standUp(record, record.audience.get(userId));
  }

  /** Takes a seat in the room, if that has one to give: who cannot have one is on the list all the same. */
  sitDown(record: RoomRecord, userId: UserId): void {
    const { rooms, newMemberId } = this.#options;
    const entry = record.audience.get(userId);
    const state = rooms.state(record.roomId);
    if (entry === undefined || entry.memberId !== null || state === undefined) return;
    // The same user is in the room from elsewhere: it must not be thrown out by its own mini program.
    if (state.bookkeeping.memberIdsByUser.has(userId)) return;
    const seat = {
      memberId: newMemberId(),
      userId,
      name: nameIn(entry.userInfo),
      avatar: '',
      role: 'audience',
      grants: {},
    } as const;
    try {
      rooms.join(record.roomId, record.kind, seat);
      entry.memberId = seat.memberId;
    } catch (error) {
      if (!(error instanceof ServiceRefusal)) throw error;
    }
  }

  /** Any sign of that user: a call about the room, a poll of its group. */
  heard(record: RoomRecord, userId: UserId): void {
    const entry = record.audience.get(userId);
    if (entry !== undefined) entry.heardAt = this.#options.clock.now();
  }

  /** The membership of that seat has ended: kicked or banned ones are off the list, replaced ones go on without a seat. */
  onLeft(record: RoomRecord, userId: UserId, memberId: MemberId, wasRemoved: boolean): void {
    const entry = record.audience.get(userId);
    if (entry === undefined || entry.memberId !== memberId) return;
    entry.memberId = null;
    if (wasRemoved) record.audience.delete(userId);
  }

  sweep(record: RoomRecord): void {
    const { clock, limits, viewers } = this.#options;
    for (const entry of [...record.audience.values()]) {
      if (clock.now() - entry.heardAt <= limits.audienceIdleMs) continue;
      // Who watches is there, without a word: to take it off the list would end what it watches.
      if (viewers.isWatching(record.roomId, entry.userId)) entry.heardAt = clock.now();
      else this.remove(record, entry.userId);
    }
  }

  #standUp(record: RoomRecord, entry: AudienceEntry | undefined): void {
    if (entry === undefined || entry.memberId === null) return;
    const { memberId } = entry;
    entry.memberId = null;
    this.#options.rooms.leave(record.roomId, memberId, 'left');
  }
}

/** `userInfo` is JSON text by custom, with a name under one of two keys; '' when it is not. */
function nameIn(userInfo: string): string {
  try {
    const parsed: unknown = JSON.parse(userInfo);
    if (typeof parsed !== 'object' || parsed === null) return '';
    const { userName, nickName } = parsed as Readonly<Record<string, unknown>>;
    const name = userName ?? nickName;
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}
