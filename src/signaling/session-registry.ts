/**
 * Who is connected: sessions by id, by resume token, and by the memberships they hold. Bounded by `maxSessions`.
 */
import { AppError } from '../shared/app-error.ts';
import type { MemberId, RoomId, SessionId } from '../shared/ids.ts';
import type { Membership, Session } from './session.ts';

export class SessionRegistry {
  readonly #maxSessions: number;
  readonly #sessionById = new Map<SessionId, Session>();
  readonly #sessionByResumeToken = new Map<string, Session>();
  readonly #sessionByMember = new Map<MemberId, Session>();
  readonly #membersByRoom = new Map<RoomId, Set<MemberId>>();

  constructor(maxSessions: number) {
    this.#maxSessions = maxSessions;
  }

  get size(): number {
    return this.#sessionById.size;
  }

  get memberCount(): number {
    return this.#sessionByMember.size;
  }

  all(): IterableIterator<Session> {
    return this.#sessionById.values();
  }

  /** @throws AppError tooManySessions */
  add(session: Session): void {
    if (this.#sessionById.size >= this.#maxSessions) throw new AppError('tooManySessions');
    this.#sessionById.set(session.sessionId, session);
    this.#sessionByResumeToken.set(session.resumeToken, session);
  }

  /** The session must hold no memberships any more. */
  remove(session: Session): void {
    this.#sessionById.delete(session.sessionId);
    this.#sessionByResumeToken.delete(session.resumeToken);
  }

  byResumeToken(resumeToken: string): Session | undefined {
    return this.#sessionByResumeToken.get(resumeToken);
  }

  byMember(memberId: MemberId): Session | undefined {
    return this.#sessionByMember.get(memberId);
  }

  /** Members of that room with a session on this node. */
  membersOf(roomId: RoomId): readonly MemberId[] {
    return [...(this.#membersByRoom.get(roomId) ?? [])];
  }

  addMembership(session: Session, membership: Membership): void {
    session.membershipByRoom.set(membership.roomId, membership);
    this.#sessionByMember.set(membership.memberId, session);
    let members = this.#membersByRoom.get(membership.roomId);
    if (members === undefined) {
      members = new Set();
      this.#membersByRoom.set(membership.roomId, members);
    }
    members.add(membership.memberId);
  }

  removeMembership(session: Session, membership: Membership): void {
    if (session.membershipByRoom.get(membership.roomId) === membership) {
      session.membershipByRoom.delete(membership.roomId);
    }
    this.#sessionByMember.delete(membership.memberId);
    const members = this.#membersByRoom.get(membership.roomId);
    members?.delete(membership.memberId);
    if (members?.size === 0) this.#membersByRoom.delete(membership.roomId);
  }
}
