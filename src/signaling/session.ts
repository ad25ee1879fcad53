/**
 * A signalling session: one user's conversation with the node, over one socket at a time. It outlives its socket for
 * the resume grace, with its rooms and media. All state of a session is here; what happens to it is decided in
 * `signaling-gateway.ts`.
 */
import type { Init, JoinRoom, ServerFrame } from '../../wire/generated/messages.ts';
import type { Identity } from '../identity/tokens.ts';
import type { LeaveReason } from '../room-state/room-types.ts';
import type { ErrorName } from '../shared/error-codes.ts';
import type { InstantMs, MemberId, RoomId, SessionId } from '../shared/ids.ts';
import { encodeServerFrame } from './codec/frames.ts';
import { ReplyMemory } from './reply-memory.ts';
import type { ClientSocket } from './socket-server.ts';
import { TokenBucket } from './token-bucket.ts';

/** A session's part in one room. */
export interface Membership {
  readonly roomId: RoomId;
  readonly memberId: MemberId;
  /** Sorted; what this client hears, or heard on its last socket. */
  topics: readonly string[];
  /**
   * Who knows the room at this offset or later has heard these topics; who knows less may have missed the snapshot that
   * came with them, so deltas cannot complete it.
   */
  recoverableFrom: number;
  /** The present socket is subscribed to them; not so between a resume and its JoinRoom. */
  isListening: boolean;
}

/** Why a membership is over, and the error that says so. */
export interface EndedMembership {
  readonly reason: LeaveReason;
  readonly errorName: ErrorName;
}

/** A JoinRoom that waits in a lobby. */
export interface WaitingJoin {
  readonly join: JoinRoom;
  readonly frameId: number;
}

/** Few sessions ever wait: most do without a map of their own. */
const NO_LOBBIES: ReadonlyMap<RoomId, WaitingJoin> = new Map();

/** Ends of memberships a session remembers; beyond, the oldest is forgotten. */
const MAX_ENDED = 32;
/** How many replies a session remembers for repeated commands. */
const REPLY_MEMORY = 64;

export interface SessionOptions {
  readonly sessionId: SessionId;
  readonly resumeToken: string;
  readonly identity: Identity;
  readonly now: InstantMs;
  readonly framesPerSecond: number;
  readonly burst: number;
}

export class Session {
  readonly sessionId: SessionId;
  readonly resumeToken: string;
  readonly membershipByRoom = new Map<RoomId, Membership>();
  /** How memberships ended of which the client may not know yet: it gets this answer when it comes back to the room. */
  #endedByRoom: Map<RoomId, EndedMembership> | undefined;
  readonly replies = new ReplyMemory(REPLY_MEMORY);
  identity: Identity;
  lastSeenAt: InstantMs;
  /** When the present (or last) socket was attached. */
  attachedAt: InstantMs;
  /** Set when the socket was lost. */
  detachedAt: InstantMs | undefined;
  /** Two beats were missed: members were told. */
  suspected = false;
  /** Unread bytes of the present socket when it was last looked at. */
  bufferedBytes = 0;
  readonly #bucket: TokenBucket;
  #lobbyByRoom: Map<RoomId, WaitingJoin> | undefined;
  #socket: ClientSocket | undefined;

  constructor(options: SessionOptions) {
    this.sessionId = options.sessionId;
    this.resumeToken = options.resumeToken;
    this.identity = options.identity;
    this.lastSeenAt = options.now;
    this.attachedAt = options.now;
    this.#bucket = new TokenBucket(options.framesPerSecond, options.burst, options.now);
  }

  /** Rooms in whose lobby the client waits. */
  get lobbies(): ReadonlyMap<RoomId, WaitingJoin> {
    return this.#lobbyByRoom ?? NO_LOBBIES;
  }

  enterLobby(roomId: RoomId, waiting: WaitingJoin): void {
    this.#lobbyByRoom ??= new Map();
    this.#lobbyByRoom.set(roomId, waiting);
  }

  /** False when it did not wait there. */
  leaveLobby(roomId: RoomId): boolean {
    return this.#lobbyByRoom?.delete(roomId) ?? false;
  }

  get socket(): ClientSocket | undefined {
    return this.#socket;
  }

  attach(socket: ClientSocket, now: InstantMs): void {
    this.#socket = socket;
    this.detachedAt = undefined;
    this.lastSeenAt = now;
    this.attachedAt = now;
    this.suspected = false;
    this.bufferedBytes = 0;
  }

  detach(now: InstantMs): void {
    this.#socket = undefined;
    this.detachedAt = now;
  }

  /** Remembers how the membership of that room ended. */
  noteEnded(roomId: RoomId, ended: EndedMembership): void {
    this.#endedByRoom ??= new Map();
    const endings = this.#endedByRoom;
    endings.delete(roomId);
    endings.set(roomId, ended);
    const [oldest] = endings.keys();
    if (endings.size > MAX_ENDED && oldest !== undefined) endings.delete(oldest);
  }

  /** How the membership of that room ended, told once; undefined when none did. */
  takeEnded(roomId: RoomId): EndedMembership | undefined {
    const ended = this.#endedByRoom?.get(roomId);
    this.#endedByRoom?.delete(roomId);
    return ended;
  }

  /** Whether the rate limit lets one more frame in. */
  admitsFrame(now: InstantMs): boolean {
    return this.#bucket.take(now);
  }

  /** Sends a push; does nothing while there is no socket (the client will resume by offset). */
  push(frame: Init<ServerFrame>): void {
    const socket = this.#socket;
    if (socket !== undefined) socket.send(encodeServerFrame(socket.encoding, frame));
  }

  /** Answers a frame and remembers the answer. */
  reply(frameId: number, body: Init<ServerFrame>): void {
    const frame = { ...body, replyTo: frameId };
    this.replies.finish(frameId, frame);
    this.push(frame);
  }
}
