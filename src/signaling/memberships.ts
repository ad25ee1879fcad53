/**
 * Joining, coming back, leaving: what ties sessions to rooms. A membership begins here when the room has accepted the
 * join, and ends here when the room says so (left, kicked, timed out, closed), whoever caused it.
 */
import type { JoinRoom } from '../../wire/generated/messages.ts';
import type { RoomHost } from '../room-host/room-host.ts';
import type { RoomRegistry } from '../room-host/room-registry.ts';
import type { LoggedEvent, RoomTurn } from '../room-host/room-turn.ts';
import type { Attribute, JoinIdentity, LeaveReason, Member, RoomState } from '../room-state/room-types.ts';
import { AppError, toAppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import type { ErrorName } from '../shared/error-codes.ts';
import { memberId as brandMemberId, type MemberId, type RoomId } from '../shared/ids.ts';
import { attributesFromWire, sceneFromWire } from './codec/from-wire.ts';
import { errorToWire, snapshotToWire, WIRE_LEAVE_REASON } from './codec/to-wire.ts';
import { requireRoomId } from './codec/wire-words.ts';
import { joinIdentity } from './join-identity.ts';
import { JoinedAnswers } from './joined-answers.ts';
import { directedTo, type Listener, type RoomFanout } from './room-fanout.ts';
import { isUnseenBySelf, selfChanged, selfChanges } from './self-changes.ts';
import type { Membership, Session } from './session.ts';
import type { SessionRegistry } from './session-registry.ts';
import { defaultTopics, normalizeTopics } from './topics.ts';

export interface MembershipsOptions {
  readonly clock: Clock;
  readonly rooms: () => RoomRegistry;
  readonly sessions: SessionRegistry;
  readonly fanout: RoomFanout;
  readonly newMemberId: () => string;
  /** The room id for (type, params); deterministic over all nodes. */
  readonly deriveRoomId: (type: string, params: Readonly<Record<string, string>>) => RoomId;
  readonly maxRoomsPerSession: number;
  /** The first member of a room becomes its chair unless the token says a role (development mode). */
  readonly firstMemberIsChair: boolean;
  readonly onRecovered: (kind: 'deltas' | 'snapshot') => void;
}

/** Error that tells a client why its membership ended. */
const ERROR_OF_REASON: Partial<Record<LeaveReason, ErrorName>> = {
  replaced: 'replaced',
  kicked: 'removed',
  banned: 'banned',
  timedOut: 'timedOut',
  backgroundTimedOut: 'timedOut',
  roomClosed: 'roomClosed',
  roomExpired: 'roomClosed',
  alone: 'roomClosed',
  serverShutdown: 'shuttingDown',
  tokenExpired: 'tokenExpired',
};

export class Memberships {
  readonly #options: MembershipsOptions;
  readonly #answers: JoinedAnswers;

  constructor(options: MembershipsOptions) {
    this.#options = options;
    this.#answers = new JoinedAnswers(options.onRecovered);
  }

  /** Carries out JoinRoom and answers it. @throws AppError */
  join(session: Session, frameId: number, join: JoinRoom): void {
    const roomId = this.#roomIdOf(join);
    const { rooms } = this.#options;
    const present = session.membershipByRoom.get(roomId);
    const host = rooms().get(roomId);
    const member = present === undefined ? undefined : host?.state.members.get(present.memberId);
    if (host !== undefined && present !== undefined && member !== undefined) {
      this.#listen(session, present, this.#topics(join, member), host);
      this.#answers.answer(session, { frameId, join, membership: present, resumed: true }, host);
      return;
    }
    // What is gone is gone: who comes back to an ended membership is told how it ended, and joins anew if it wants to.
    const ended = session.takeEnded(roomId);
    if (ended !== undefined && join.since !== null) {
      const { reason, errorName } = ended;
      session.push({ roomEnded: { roomId, reason: WIRE_LEAVE_REASON[reason], error: errorToWire(errorName) } });
      throw new AppError(errorName);
    }
    this.#joinAnew(session, frameId, roomId, join);
  }

  /** The session's membership of that room and the room. @throws AppError notMember, invalidArgument */
  require(session: Session, roomIdText: string): { host: RoomHost; membership: Membership; member: Member } {
    const membership = session.membershipByRoom.get(requireRoomId(roomIdText));
    const host = membership === undefined ? undefined : this.#options.rooms().get(membership.roomId);
    const member = membership === undefined ? undefined : host?.state.members.get(membership.memberId);
    if (membership === undefined || host === undefined || member === undefined) throw new AppError('notMember');
    return { host, membership, member };
  }

  /** Changes what the client listens to; answers with the room as the new choice shows it. */
  setTopics(
    session: Session,
    frameId: number,
    roomIdText: string,
    change: (topics: ReadonlySet<string>) => Iterable<string>,
  ): void {
    const { host, membership, member } = this.require(session, roomIdText);
    const topics = normalizeTopics(change(new Set(membership.topics)), member);
    this.#listen(session, membership, topics, host);
    if (isUnseenBySelf(host.state, member, topics)) session.push(selfChanged(host.state, member));
    session.reply(frameId, { subscribed: { topics, snapshot: snapshotToWire(host.state, topics) } });
  }

  /** A socket was attached again: the members are back. They hear their rooms once they said from where (JoinRoom). */
  onAttached(session: Session): void {
    const at = this.#options.clock.now();
    for (const { roomId, memberId } of session.membershipByRoom.values()) {
      this.#options.rooms().tell(roomId, { type: 'presenceSeen', actor: memberId, at });
    }
  }

  /** Long after the resume: a membership its client has not come back to is one it does not know of, or gave up. */
  onUnclaimed(session: Session): void {
    const at = this.#options.clock.now();
    for (const { roomId, memberId, isListening } of session.membershipByRoom.values()) {
      if (!isListening) this.#options.rooms().tell(roomId, { type: 'presenceLost', actor: memberId, at });
    }
  }

  /** The socket is gone, the memberships stay for their grace. */
  onDetached(session: Session, socket: NonNullable<Session['socket']>): void {
    const at = this.#options.clock.now();
    for (const membership of [...session.membershipByRoom.values()]) {
      const { roomId, memberId } = membership;
      if (membership.isListening) this.#options.fanout.unsubscribe(socket, roomId, membership.topics);
      membership.isListening = false;
      this.#options.rooms().tell(roomId, { type: 'presenceLost', actor: memberId, at });
    }
  }

  /** Two beats were missed (`lost`), or a frame came after all. */
  onHeartbeat(session: Session, lost: boolean): void {
    const at = this.#options.clock.now();
    for (const { roomId, memberId, isListening } of session.membershipByRoom.values()) {
      // Others follow the rule of `onUnclaimed`.
      if (!isListening) continue;
      this.#options.rooms().tell(roomId, { type: lost ? 'presenceLost' : 'presenceSeen', actor: memberId, at });
    }
  }

  /** Gives up waiting in that room's lobby; false when the session does not wait there. */
  leaveLobby(session: Session, roomIdText: string): boolean {
    const roomId = requireRoomId(roomIdText);
    if (!session.leaveLobby(roomId)) return false;
    const { clock, rooms } = this.#options;
    rooms().tell(roomId, { type: 'leaveLobby', userId: session.identity.userId, at: clock.now() });
    return true;
  }

  /** The session is over: leaves every lobby. */
  abandonLobbies(session: Session): void {
    const at = this.#options.clock.now();
    for (const roomId of [...session.lobbies.keys()]) {
      session.leaveLobby(roomId);
      this.#options.rooms().tell(roomId, { type: 'leaveLobby', userId: session.identity.userId, at });
    }
  }

  /** Follows one event of a room, before its turn is published. */
  onEvent(entry: LoggedEvent, state: RoomState): void {
    const { event } = entry;
    switch (event.type) {
      case 'memberLeft':
        this.#end(state.roomId, event.memberId, event.reason);
        return;
      case 'roomClosed':
        this.endRoom(state.roomId, event.reason);
        return;
      case 'lobbyAdmitted':
      case 'lobbyDenied':
        this.#answerLobby(state.roomId, event.userId, event.type === 'lobbyAdmitted');
        return;
      case 'roleChanged':
      case 'grantsChanged':
        this.#followModeration(state, event.memberId);
        return;
      default:
    }
  }

  /** Ends every membership of that room. `error`: what to tell instead of the reason's usual error. */
  endRoom(roomId: RoomId, reason: LeaveReason, error?: ErrorName): void {
    this.#answers.forget(roomId);
    for (const memberId of this.#options.sessions.membersOf(roomId)) this.#end(roomId, memberId, reason, error);
  }

  /** Publishes a turn to subscribers and its directed data to the members named. */
  onTurn(turn: RoomTurn, state: RoomState): void {
    const { fanout, sessions } = this.#options;
    for (const { to, frame } of directedTo(turn)) {
      for (const memberId of to) sessions.byMember(memberId)?.push(frame);
    }
    // Before the deltas: who steps out of view knows of itself when it is taken from the list.
    const membershipOf = (memberId: MemberId): Membership | undefined =>
      sessions.byMember(memberId)?.membershipByRoom.get(turn.roomId);
    for (const { memberId, frame } of selfChanges(turn, state, membershipOf)) sessions.byMember(memberId)?.push(frame);
    fanout.publishTurn(turn, state, this.#listenerBehind(turn));
  }

  /** Who caused the last event of a turn, if it listens to the room: it is about to be answered. */
  #listenerBehind({ roomId, events }: RoomTurn): Listener | undefined {
    const actor = events.at(-1)?.actor ?? null;
    const session = actor === null ? undefined : this.#options.sessions.byMember(actor);
    const membership = session?.membershipByRoom.get(roomId);
    if (session?.socket === undefined || membership?.isListening !== true) return undefined;
    return { socket: session.socket, topics: membership.topics };
  }

  #roomIdOf(join: JoinRoom): RoomId {
    if (join.roomId !== '') return requireRoomId(join.roomId);
    if (join.room === null) throw new AppError('invalidArgument', 'roomId or room is required');
    return this.#options.deriveRoomId(join.room.type, join.room.params);
  }

  #joinAnew(session: Session, frameId: number, roomId: RoomId, join: JoinRoom): void {
    const { clock, rooms, sessions, maxRoomsPerSession } = this.#options;
    if (!session.identity.allowsRoom(roomId)) throw new AppError('tokenWrongRoom');
    // Asking again in the lobby of this very room takes no further place.
    const taken = session.membershipByRoom.size + session.lobbies.size - (session.lobbies.has(roomId) ? 1 : 0);
    if (taken >= maxRoomsPerSession) throw new AppError('tooManyRooms');
    const host = rooms().getOrCreate(roomId, sceneFromWire(join.scene));
    const memberId = brandMemberId(this.#options.newMemberId());
    const attributes: readonly Attribute[] = attributesFromWire(join.profile?.attributes ?? []);
    const identity: JoinIdentity = joinIdentity(
      session.identity,
      join.profile,
      host.state,
      this.#options.firstMemberIsChair,
    );
    const outcome = host.execute(
      { type: 'join', at: clock.now(), memberId, identity, attributes },
      { actor: memberId, causeId: frameId },
    );
    if ('rejected' in outcome) throw new AppError(outcome.rejected, outcome.detail);
    const member = host.state.members.get(memberId);
    if (member === undefined) {
      session.enterLobby(roomId, { join, frameId });
      session.reply(frameId, { lobbyWaiting: { roomId } });
      return;
    }
    session.leaveLobby(roomId);
    const membership: Membership = { roomId, memberId, topics: [], recoverableFrom: 0, isListening: false };
    sessions.addMembership(session, membership);
    try {
      membership.topics = this.#topics(join, member);
    } catch (error) {
      host.execute({ type: 'leave', actor: memberId, reason: 'left', at: clock.now() });
      throw error;
    }
    // After the room turn that tells the others: what it holds is in the snapshot, and everybody who joins in one turn
    // of the loop gets the room at the same offset.
    clock.turnEnd(() => this.#enter(session, frameId, join, membership, host));
  }

  /** The new member begins to listen and gets the room, if it is still a member. */
  #enter(session: Session, frameId: number, join: JoinRoom, membership: Membership, host: RoomHost): void {
    const { roomId, memberId } = membership;
    if (session.membershipByRoom.get(roomId) !== membership) {
      session.reply(frameId, { error: errorToWire('notMember') });
      return;
    }
    const at = this.#options.clock.now();
    try {
      this.#listen(session, membership, membership.topics, host);
    } catch (error) {
      const { errorName, detail } = toAppError(error);
      host.execute({ type: 'leave', actor: memberId, reason: 'left', at });
      session.reply(frameId, { error: errorToWire(errorName, detail) });
      return;
    }
    membership.recoverableFrom = host.state.offset;
    this.#answers.answer(session, { frameId, join, membership, resumed: false }, host);
    // Admitted while the socket was lost: the grace begins, as for every member without one.
    if (session.socket === undefined) host.execute({ type: 'presenceLost', actor: memberId, at });
  }

  /** What a JoinRoom asks to hear. Who comes back and may not moderate any more just hears less. */
  #topics({ subscribe, since }: JoinRoom, member: Member): readonly string[] {
    if (subscribe.length === 0) return defaultTopics(member);
    const isReturn = since !== null && !member.grants.moderate;
    return normalizeTopics(isReturn ? subscribe.filter((topic) => topic !== 'moderation') : subscribe, member);
  }

  #listen(session: Session, membership: Membership, topics: readonly string[], host: RoomHost): void {
    const { socket } = session;
    if (socket !== undefined) {
      const from = membership.isListening ? membership.topics : null;
      // Said before the socket hears the room, so that no delta overtakes the answer.
      if (from === null) {
        host.execute({ type: 'presenceSeen', actor: membership.memberId, at: this.#options.clock.now() });
      }
      this.#options.fanout.move(socket, membership.roomId, from, topics, host.state.offset);
      membership.isListening = true;
    }
    if (membership.topics.join() === topics.join()) return;
    membership.topics = topics;
    membership.recoverableFrom = host.state.offset + 1;
  }

  #end(roomId: RoomId, memberId: MemberId, reason: LeaveReason, errorName = ERROR_OF_REASON[reason]): void {
    const { sessions, fanout } = this.#options;
    const session = sessions.byMember(memberId);
    const membership = session?.membershipByRoom.get(roomId);
    if (session === undefined || membership === undefined || membership.memberId !== memberId) return;
    if (session.socket !== undefined && membership.isListening) {
      fanout.unsubscribe(session.socket, roomId, membership.topics);
    }
    sessions.removeMembership(session, membership);
    session.noteEnded(roomId, { reason, errorName: errorName ?? 'notMember' });
    const error = errorName === undefined ? null : errorToWire(errorName);
    session.push({ roomEnded: { roomId, reason: WIRE_LEAVE_REASON[reason], error } });
  }

  /** An admitted user joins with the request that waited; a denied one is told. Both after the current command. */
  #answerLobby(roomId: RoomId, userId: string, admitted: boolean): void {
    const { clock, sessions } = this.#options;
    clock.turnEnd(() => {
      for (const session of sessions.all()) {
        const waiting = session.lobbies.get(roomId);
        if (waiting === undefined || session.identity.userId !== userId) continue;
        session.leaveLobby(roomId);
        if (!admitted) {
          session.push({ roomEnded: { roomId, reason: WIRE_LEAVE_REASON.kicked, error: errorToWire('lobbyDenied') } });
          continue;
        }
        try {
          this.#joinAnew(session, waiting.frameId, roomId, waiting.join);
        } catch (error) {
          const { errorName, detail } = error instanceof AppError ? error : new AppError('internal');
          session.push({
            roomEnded: { roomId, reason: WIRE_LEAVE_REASON.kicked, error: errorToWire(errorName, detail) },
          });
        }
      }
    });
  }

  /** Who gains or loses moderation starts or stops hearing what only moderators hear. */
  #followModeration(state: RoomState, memberId: MemberId): void {
    const session = this.#options.sessions.byMember(memberId);
    const membership = session?.membershipByRoom.get(state.roomId);
    const member = state.members.get(memberId);
    const host = this.#options.rooms().get(state.roomId);
    if (session === undefined || membership === undefined || member === undefined || host === undefined) return;
    const hears = membership.topics.includes('moderation');
    if (hears === member.grants.moderate || !membership.isListening) return;
    const kept = membership.topics.filter((topic) => topic !== 'moderation');
    const topics = member.grants.moderate ? [...kept, 'moderation'].sort() : kept;
    this.#listen(session, membership, topics, host);
    session.push({ subscribed: { topics, snapshot: snapshotToWire(state, topics) } });
  }
}
