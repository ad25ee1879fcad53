/**
 * Push URLs for who is no member yet. Clients of this API ask for a push URL, push, and only then say in which room:
 * a live host even before there is a room. So a URL is issued for a member to be: its member id is made now, its room
 * is the one named, or one reserved for `create_room`. `add_pusher` redeems the ticket: usually the membership gets
 * exactly that room and member id, and the stream has been its own all along. Where it does not (the client chose
 * another room id meanwhile, or the user was a member already) the ticket is an alias for the membership's stream.
 */
import type { StreamRef } from '../push-pull-urls/url-types.ts';
import { type InstantMs, later, type MemberId, type RoomId, type UserId } from '../shared/ids.ts';

/** Memberships begin with this generation, so a redeemed ticket names the membership's first stream. */
const FIRST_GENERATION = 1;
const MAX_TICKETS_PER_USER = 16;

/** Where a stream belongs: to which membership. */
export interface StreamOwner {
  readonly roomId: RoomId;
  readonly memberId: MemberId;
}

export interface PushTicket extends StreamOwner {
  readonly userId: UserId;
  /** The room was made up for this ticket. */
  readonly isReserved: boolean;
  /** It may be played without ever being redeemed. */
  readonly isTest: boolean;
  readonly issuedAt: InstantMs;
  /** The membership it was redeemed for; null = none yet. */
  readonly owner: StreamOwner | null;
}

export interface PushTicketsOptions {
  readonly maxTickets: number;
  /** A ticket not redeemed by then is void. */
  readonly ttlMs: number;
}

/** All open tickets; the oldest go first when there are too many. */
export class PushTickets {
  readonly #options: PushTicketsOptions;
  /** In order of issue. */
  readonly #ticketByMember = new Map<MemberId, PushTicket>();
  readonly #ticketsByUser = new Map<UserId, Set<MemberId>>();
  readonly #listenerByMember = new Map<MemberId, (owner: StreamOwner | null) => void>();

  constructor(options: PushTicketsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#ticketByMember.size;
  }

  /** @returns the stream to push to */
  issue(ticket: Omit<PushTicket, 'owner'>): StreamRef {
    this.dropExpired(ticket.issuedAt);
    const mine = this.#ticketsByUser.get(ticket.userId) ?? new Set();
    const [oldestOfUser] = mine;
    if (mine.size >= MAX_TICKETS_PER_USER && oldestOfUser !== undefined) this.drop(oldestOfUser);
    const [oldest] = this.#ticketByMember.keys();
    if (this.size >= this.#options.maxTickets && oldest !== undefined) this.drop(oldest);
    this.#ticketByMember.set(ticket.memberId, { ...ticket, owner: null });
    this.#ticketsByUser.set(ticket.userId, mine.add(ticket.memberId));
    return { roomId: ticket.roomId, memberId: ticket.memberId, generation: FIRST_GENERATION };
  }

  /** The ticket of a stream that `userId` may redeem. */
  find(stream: StreamOwner | undefined, userId: UserId): PushTicket | undefined {
    const ticket = stream === undefined ? undefined : this.#ticketByMember.get(stream.memberId);
    return ticket?.roomId === stream?.roomId && ticket?.userId === userId ? ticket : undefined;
  }

  /** Whose stream it is, for the gateway: undefined = no ticket, `owner` null = not redeemed yet. */
  get(stream: StreamOwner): PushTicket | undefined {
    const ticket = this.#ticketByMember.get(stream.memberId);
    return ticket?.roomId === stream.roomId ? ticket : undefined;
  }

  /** The stream is that membership's from now on. Tickets of the membership's very own stream are done with. */
  redeem({ memberId, roomId }: StreamOwner, owner: StreamOwner): void {
    const ticket = this.#ticketByMember.get(memberId);
    if (ticket === undefined) return;
    this.#tell(memberId, owner);
    if (memberId === owner.memberId && roomId === owner.roomId) this.drop(memberId);
    else this.#ticketByMember.set(memberId, { ...ticket, owner });
  }

  /**
   * Somebody pushes already: `onDecided` is called once, within the call that decides, with the membership that it is
   * for, or null when it will be for none. The result stops that. One listener for each ticket; a later one replaces it.
   */
  whenDecided({ memberId }: StreamOwner, onDecided: (owner: StreamOwner | null) => void): () => void {
    this.#listenerByMember.set(memberId, onDecided);
    return () => {
      if (this.#listenerByMember.get(memberId) === onDecided) this.#listenerByMember.delete(memberId);
    };
  }

  /** The room reserved with the newest unredeemed ticket of that user. */
  reservedRoom(userId: UserId): RoomId | undefined {
    const mine = [...(this.#ticketsByUser.get(userId) ?? [])].flatMap((id) => this.#ticketByMember.get(id) ?? []);
    return mine.findLast(({ isReserved, owner }) => isReserved && owner === null)?.roomId;
  }

  /** The membership is over: so are its aliases. */
  dropOwner(userId: UserId, owner: StreamOwner): void {
    for (const memberId of [...(this.#ticketsByUser.get(userId) ?? [])]) {
      if (this.#ticketByMember.get(memberId)?.owner?.memberId === owner.memberId) this.drop(memberId);
    }
  }

  drop(memberId: MemberId): void {
    const ticket = this.#ticketByMember.get(memberId);
    if (ticket === undefined) return;
    this.#ticketByMember.delete(memberId);
    this.#tell(memberId, null);
    const mine = this.#ticketsByUser.get(ticket.userId);
    mine?.delete(memberId);
    if (mine?.size === 0) this.#ticketsByUser.delete(ticket.userId);
  }

  /** O(tickets that expired), but for aliases, which live with their membership. */
  dropExpired(at: InstantMs): void {
    for (const { memberId, issuedAt, owner } of this.#ticketByMember.values()) {
      if (later(issuedAt, this.#options.ttlMs) > at) return;
      if (owner === null) this.drop(memberId);
    }
  }

  #tell(memberId: MemberId, owner: StreamOwner | null): void {
    const listener = this.#listenerByMember.get(memberId);
    this.#listenerByMember.delete(memberId);
    listener?.(owner);
  }
}
