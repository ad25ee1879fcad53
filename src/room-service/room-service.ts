/**
 * Rooms by the RoomService API: who pushes, who watches, until when. Every pusher is a member of the room of the same
 * id that browsers are in, without a socket: its heartbeats (and the media that arrive from it) are its presence.
 *
 * All of it is synchronous: two calls never interleave, which is why two `add_pusher` at once for the same unknown room
 * make one room. Refusals are thrown, and then nothing has changed.
 */
import type { LoggedEvent } from '../room-host/room-turn.ts';
import type { RoomState } from '../room-state/room-types.ts';
import { isOpenToSee } from '../room-state/viewing.ts';
import type { Clock } from '../shared/clock.ts';
import { type MemberId, memberId, type RoomId, type UserId } from '../shared/ids.ts';
import { AudienceSeats } from './audience-seats.ts';
import type { Caller, NewPusher, ServiceLimits } from './callers.ts';
import { layoutOf, type MixedStreams, type MixLayout } from './merge-layout.ts';
import type { PushTicket, PushTickets, StreamOwner } from './push-tickets.ts';
import { HEARTBEAT_EXPIRY_MS, RecordBook } from './record-book.ts';
import type { RegistryRooms } from './registry-rooms.ts';
import type { RoomNotices } from './room-notices.ts';
import type { Pusher, RoomRecord } from './room-record.ts';
import { isActive, listPushers, type RoomView, viewRoom } from './room-views.ts';
import { type RoomKind, ServiceRefusal } from './service-types.ts';
import { type StreamUrls, streamOfUrl } from './stream-urls.ts';
import type { Viewers } from './viewers.ts';

const MAX_IDLE_ROOMS_PER_USER = 20;
/** Nobody pushes in more than a few at once; some members send no heartbeats and stay for an hour. */
const MAX_ROOMS_PER_USER = 20;

export interface RoomServiceOptions {
  readonly clock: Clock;
  readonly rooms: RegistryRooms;
  readonly urls: StreamUrls;
  readonly tickets: PushTickets;
  readonly notices: RoomNotices;
  readonly mixes: MixedStreams;
  readonly viewers: Viewers;
  readonly limits: ServiceLimits;
  /** Unique over all rooms, beginning with `prefix`. */
  readonly newId: (prefix: string) => string;
  /** `room_` and 12 hex digits in two groups. */
  readonly newRoomId: () => RoomId;
}

const noRoom = (why = 'there is no such room'): ServiceRefusal => new ServiceRefusal('noRoom', why);
const notOpen = (): ServiceRefusal => new ServiceRefusal('auth', 'this room is not open to you');

/** Rooms that began elsewhere are of whatever kind they are asked for, until somebody pushes in them. */
const isOfKind = (record: RoomRecord | undefined, kind: RoomKind): boolean =>
  record === undefined || record.kind === kind || (record.isAdopted && record.pushers.size === 0);

export class RoomService {
  readonly #options: RoomServiceOptions;
  readonly #book: RecordBook;
  readonly #audience: AudienceSeats;

  constructor(options: RoomServiceOptions) {
    this.#options = options;
    const { clock, rooms, limits, tickets, notices, mixes, viewers } = options;
    this.#audience = new AudienceSeats({ clock, rooms, limits, viewers, newMemberId: () => this.#newMemberId() });
    const audience = this.#audience;
    this.#book = new RecordBook({ clock, rooms, tickets, notices, mixes, audience, maxRooms: limits.maxRooms });
  }

  /** Rooms known to this API. */
  get size(): number {
    return this.#book.size;
  }

  /** Begins to look for the silent, every `SWEEP_INTERVAL_MS`. */
  start(): void {
    this.#book.start();
  }

  stop(): void {
    this.#book.stop();
  }

  /** Follows one event of any room. */
  onRoomEvent(entry: LoggedEvent, state: RoomState): void {
    this.#book.onRoomEvent(entry, state);
  }

  /** A bug ended that room, without an event. */
  onRoomBroken(roomId: RoomId): void {
    const record = this.#book.get(roomId);
    if (record !== undefined) this.#book.forget(record);
  }

  /** A room that somebody is in, as the caller may see it. @throws ServiceRefusal noRoom, auth */
  view(caller: Caller, kind: RoomKind, roomId: RoomId): RoomView {
    this.#requireAllowed(caller, roomId);
    const record = this.#book.get(roomId);
    const state = this.#options.rooms.state(roomId);
    if (state === undefined || !isActive(record, state) || !isOfKind(record, kind)) throw noRoom();
    if (!this.#mayLook(caller, state)) throw notOpen();
    if (record !== undefined) this.#audience.heard(record, caller.userId);
    return this.#show(record, state, caller);
  }

  /** Rooms of that kind which this API knows and where somebody pushes, oldest first. O(rooms). */
  list(caller: Caller, kind: RoomKind, index: number, count: number): { view: RoomView; record: RoomRecord }[] {
    const shown: { view: RoomView; record: RoomRecord }[] = [];
    let place = 0;
    for (const record of this.#book.all()) {
      if (shown.length >= count) break;
      const state = record.kind === kind ? this.#options.rooms.state(record.roomId) : undefined;
      if (state === undefined || !caller.allowsRoom(record.roomId) || !this.#mayLook(caller, state)) continue;
      if (record.pushers.size === 0 && listPushers(record, state).length === 0) continue;
      if (place >= index) shown.push({ view: this.#show(record, state, caller), record });
      place += 1;
    }
    return shown;
  }

  /**
   * What is remembered of a room that the caller may see. A room that began elsewhere is remembered from now on.
   * @param kind undefined = whichever it is
   * @throws ServiceRefusal noRoom, auth
   */
  require(caller: Caller, kind: RoomKind | undefined, roomId: RoomId): RoomRecord {
    this.#requireAllowed(caller, roomId);
    const record = this.#book.get(roomId);
    const state = this.#options.rooms.state(roomId);
    if (state !== undefined && !this.#mayLook(caller, state)) throw notOpen();
    if (record !== undefined) {
      if (kind !== undefined && !isOfKind(record, kind)) throw noRoom();
      this.#audience.heard(record, caller.userId);
      return record;
    }
    if (state === undefined || state.members.size === 0) throw noRoom();
    const kindOfScene = state.scene === 'live' ? 'live_room' : 'multi_room';
    return this.#book.add({ roomId, kind: kind ?? kindOfScene, roomInfo: '', createdBy: null, isAdopted: true });
  }

  /** Whether a room of that id is known, whoever asks. */
  has(roomId: RoomId): boolean {
    return this.#book.get(roomId) !== undefined;
  }

  /** Makes a room that waits for its first pusher. @throws ServiceRefusal roomExists, failed, auth */
  createRoom(caller: Caller, kind: RoomKind, asked: RoomId | undefined, roomInfo: string): RoomId {
    const roomId = asked ?? this.#freeRoomId(caller.userId);
    this.#requireAllowed(caller, roomId);
    if (this.has(roomId) || (this.#options.rooms.state(roomId)?.members.size ?? 0) > 0) {
      throw new ServiceRefusal('roomExists', 'the room exists already', { roomID: roomId });
    }
    let idle = 0;
    for (const { creator, createdBy } of this.#book.all())
      if (creator === null && createdBy === caller.userId) idle += 1;
    if (idle >= MAX_IDLE_ROOMS_PER_USER) throw new ServiceRefusal('failed', 'too many rooms that nobody is in');
    this.#book.add({ roomId, kind, roomInfo, createdBy: caller.userId, isAdopted: false });
    return roomId;
  }

  /** By the creator, or by who made it while nobody has pushed yet. @throws ServiceRefusal noRoom */
  destroyRoom(caller: Caller, kind: RoomKind, roomId: RoomId): void {
    const record = this.#book.get(roomId);
    if (record === undefined || !isOfKind(record, kind)) throw noRoom();
    if ((record.creator ?? record.createdBy) !== caller.userId) throw noRoom('the room is not yours');
    this.#book.destroy(record);
  }

  /** A URL to push to: for the own membership, or for the one to come. @throws ServiceRefusal auth */
  pushUrl(caller: Caller, roomId: RoomId | undefined): string {
    const { clock, rooms, tickets, urls } = this.#options;
    const { userId } = caller;
    if (roomId !== undefined) this.#requireAllowed(caller, roomId);
    const pusher = roomId === undefined ? undefined : this.#book.pusher(this.#book.get(roomId), userId);
    if (roomId !== undefined && pusher !== undefined) {
      const { memberId: id, claimedGeneration } = pusher;
      // The client said that it pushes to the current one; whether the gateway saw it does not matter.
      const isUsed = claimedGeneration === rooms.member(roomId, id)?.pushGeneration;
      const generation = rooms.preparePush(roomId, id, isUsed);
      return urls.pushUrl({ roomId, memberId: id, generation }, clock.now());
    }
    const room = roomId ?? this.#options.newRoomId();
    const isReserved = roomId === undefined;
    const stream = tickets.issue({
      userId,
      roomId: room,
      isReserved,
      isTest: false,
      memberId: this.#newMemberId(),
      issuedAt: clock.now(),
    });
    return urls.pushUrl(stream, clock.now());
  }

  /** A push URL of that member's stream as it is now; undefined when it is a member no more. For the gateway. */
  currentPushUrl({ roomId, memberId: id }: StreamOwner): string | undefined {
    const { rooms, urls, clock } = this.#options;
    const generation = rooms.member(roomId, id)?.pushGeneration;
    return generation === undefined ? undefined : urls.pushUrl({ roomId, memberId: id, generation }, clock.now());
  }

  /**
   * Comes in as a pusher, or says anew who it is and where it pushes.
   * @returns whether the call made the room
   * @throws ServiceRefusal full, auth, noRoom
   */
  addPusher(caller: Caller, kind: RoomKind, given: NewPusher): { readonly isNewRoom: boolean } {
    const { roomId } = given;
    this.#requireAllowed(caller, roomId);
    const known = this.#book.get(roomId);
    if (!isOfKind(known, kind)) throw noRoom('that room is of another kind');
    const present = this.#book.pusher(known, caller.userId);
    if (known !== undefined && present !== undefined) {
      this.#update(known, present, given);
      return { isNewRoom: false };
    }
    const state = this.#options.rooms.state(roomId);
    const others = listPushers(known, state).filter(({ userId }) => userId !== caller.userId);
    if (this.#book.roomsOf(caller.userId) >= MAX_ROOMS_PER_USER)
      throw new ServiceRefusal('failed', 'you push in too many rooms');
    if (others.length >= this.#options.limits.maxPushers[kind]) throw new ServiceRefusal('full', 'the room is full');
    const isAdopted = (state?.members.size ?? 0) > 0;
    const { roomInfo } = given;
    const record = known ?? this.#book.add({ roomId, kind, roomInfo, createdBy: null, isAdopted });
    try {
      this.#enter(caller, record, kind, given);
    } catch (error) {
      if (known === undefined) this.#book.forget(record);
      throw error;
    }
    record.kind = kind;
    this.#book.settle(record);
    return { isNewRoom: known === undefined };
  }

  /** @throws ServiceRefusal notMember */
  deletePusher({ userId }: Caller, kind: RoomKind, roomId: RoomId): void {
    const { record, pusher } = this.#requirePusher(userId, kind, roomId);
    this.#options.rooms.leave(roomId, pusher.memberId, 'left');
    // A guest of a live room goes back to the audience it came from.
    if (record.creator !== userId) this.#audience.sitDown(record, userId);
    this.#book.settle(record);
  }

  /** @throws ServiceRefusal notMember */
  heartbeat({ userId }: Caller, kind: RoomKind, roomId: RoomId): void {
    const { record, pusher } = this.#requirePusher(userId, kind, roomId);
    this.#book.heard(record, pusher);
  }

  /** Media of that member arrive: as good as a heartbeat, while the phone suspends its scripts. O(1). */
  onMedia(roomId: RoomId, id: MemberId): void {
    const userId = this.#options.rooms.member(roomId, id)?.userId;
    const pusher = userId === undefined ? undefined : this.#book.get(roomId)?.pushers.get(userId);
    if (pusher?.memberId === id) this.#book.heard({ roomId }, pusher);
  }

  /** @throws ServiceRefusal full, noRoom, auth */
  addAudience(caller: Caller, kind: RoomKind, roomId: RoomId, userInfo: string): void {
    this.#audience.add(this.require(caller, kind, roomId), caller.userId, userInfo);
  }

  /** Idempotent; also when the room is gone. */
  deleteAudience({ userId }: Caller, kind: RoomKind, roomId: RoomId): void {
    const record = this.#book.get(roomId);
    if (record !== undefined && isOfKind(record, kind)) this.#audience.remove(record, userId);
  }

  /** Whether the user may hear what is said in the room: as who may see it. O(1). */
  mayHear(roomId: RoomId, userId: UserId): boolean {
    const state = this.#options.rooms.state(roomId);
    return state === undefined || isOpenToSee(state, userId, this.#options.clock.now());
  }

  /** As others see that user; '' when it does not push there. */
  nameOf(roomId: RoomId, userId: UserId): string {
    return this.#book.get(roomId)?.pushers.get(userId)?.name ?? '';
  }

  /** The user polls the room's group: it is there. */
  onPoll(roomId: RoomId, userId: UserId): void {
    const record = this.#book.get(roomId);
    if (record !== undefined) this.#audience.heard(record, userId);
  }

  /** The host says how streams are mixed. @throws ServiceRefusal noRoom; `badValue` when no stream named is in the room */
  merge({ userId }: Caller, roomId: RoomId, layout: MixLayout): void {
    const record = this.#book.get(roomId);
    if (record === undefined || record.creator !== userId) throw noRoom('no such room, or not yours');
    const { urls, mixes, rooms } = this.#options;
    const listed = listPushers(record, rooms.state(roomId));
    const names = listed.map(({ memberId: id, generation }) => urls.nameOf({ roomId, memberId: id, generation }));
    record.mix = layoutOf(layout, new Set(names));
    mixes.setLayout(roomId, record.mix);
  }

  /**
   * A client of this API writes to everybody: members of the room hear it as chat.
   * @returns false when the room does not let it. Who is no member writes to clients of this API alone.
   */
  say(roomId: RoomId, userId: UserId, text: string): boolean {
    const record = this.#book.get(roomId);
    const own = record?.pushers.get(userId)?.memberId ?? record?.audience.get(userId)?.memberId ?? null;
    if (own === null || text.trim() === '') return true;
    return this.#book.chat(roomId, own, this.#options.newId('c'), text);
  }

  #requireAllowed(caller: Caller, roomId: RoomId): void {
    if (!caller.allowsRoom(roomId)) throw new ServiceRefusal('auth', 'your token is not for this room');
  }

  #requirePusher(userId: UserId, kind: RoomKind, roomId: RoomId): { record: RoomRecord; pusher: Pusher } {
    const record = this.#book.get(roomId);
    const pusher = isOfKind(record, kind) ? this.#book.pusher(record, userId) : undefined;
    if (record === undefined || pusher === undefined)
      throw new ServiceRefusal('notMember', 'you do not push in this room');
    return { record, pusher };
  }

  #mayLook({ userId }: Caller, state: RoomState): boolean {
    return isOpenToSee(state, userId, this.#options.clock.now());
  }

  #show(record: RoomRecord | undefined, state: RoomState, { userId }: Caller): RoomView {
    const { urls, mixes, clock, viewers } = this.#options;
    return viewRoom(record, state, { urls, mixes, at: clock.now(), viewer: viewers.viewerOf(state.roomId, userId) });
  }

  #newMemberId(): MemberId {
    return memberId(this.#options.newId('m'));
  }

  /** The one that the caller's push URL was issued for, if it asked for one without a room. */
  #freeRoomId(userId: UserId): RoomId {
    const reserved = this.#options.tickets.reservedRoom(userId);
    return reserved === undefined || this.has(reserved) ? this.#options.newRoomId() : reserved;
  }

  #enter(caller: Caller, record: RoomRecord, kind: RoomKind, given: NewPusher): void {
    const { clock, rooms, tickets } = this.#options;
    const { userId } = caller;
    const { roomId, name, avatar, pushUrl } = given;
    const ticket = this.#ticketOf(pushUrl, userId);
    const id = ticket === undefined || ticket.owner !== null ? this.#newMemberId() : ticket.memberId;
    // The first one in an empty room runs it; nobody takes over a room that others are in.
    const isFirst = (rooms.state(roomId)?.members.size ?? 0) === 0;
    this.#audience.standUp(record, userId);
    try {
      const role = caller.role ?? (isFirst ? 'chair' : 'speaker');
      rooms.join(roomId, kind, { memberId: id, userId, name, avatar, role, grants: caller.grants });
    } catch (error) {
      this.#audience.sitDown(record, userId);
      throw error;
    }
    const grants = rooms.member(roomId, id)?.grants;
    if (grants === undefined || !(grants.publishAudio || grants.publishVideo)) {
      rooms.leave(roomId, id, 'left');
      this.#audience.sitDown(record, userId);
      throw new ServiceRefusal('auth', 'you may not publish in this room');
    }
    if (ticket !== undefined) tickets.redeem(ticket, { roomId, memberId: id });
    record.creator ??= record.isAdopted ? null : userId;
    record.pushers.set(userId, {
      userId,
      memberId: id,
      name,
      avatar,
      pushUrl,
      claimedGeneration: 1,
      heardAt: clock.now(),
      isLost: false,
      expiryMs: given.expiryMs ?? HEARTBEAT_EXPIRY_MS,
    });
  }

  /** Reconnected, renamed, or pushing elsewhere. Others are told in any case, as they always were. */
  #update(record: RoomRecord, pusher: Pusher, { name, avatar, pushUrl }: NewPusher): void {
    const { rooms, tickets, notices } = this.#options;
    const { roomId } = record;
    pusher.name = name;
    pusher.avatar = avatar;
    rooms.rename(roomId, pusher.memberId, name, avatar);
    this.#book.heard(record, pusher);
    if (pushUrl !== pusher.pushUrl) {
      pusher.pushUrl = pushUrl;
      const stream = streamOfUrl(pushUrl);
      const isOwn = stream?.roomId === roomId && stream.memberId === pusher.memberId;
      // A URL from before this membership, or of another server: the stream is the same member's, and a new one to others.
      const generation = isOwn ? stream.generation : rooms.preparePush(roomId, pusher.memberId, true);
      const ticket = this.#ticketOf(pushUrl, pusher.userId);
      if (ticket !== undefined && !isOwn) tickets.redeem(ticket, { roomId, memberId: pusher.memberId });
      pusher.claimedGeneration = generation;
    }
    this.#book.settle(record);
    notices.changed(roomId);
  }

  #ticketOf(pushUrl: string, userId: UserId): PushTicket | undefined {
    return this.#options.tickets.find(streamOfUrl(pushUrl), userId);
  }
}
