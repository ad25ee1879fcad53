/** One session of a WHIP or WHEP client: a membership whose sign of life is its media, not a socket. */

import type { MediaScope } from '../room-host/media-commands.ts';
import type { RtpMedium } from '../sfu/media-engine.ts';
import { AppError } from '../shared/app-error.ts';
import type { CancelTimer } from '../shared/clock.ts';
import type { MemberId, RoomId, UserId } from '../shared/ids.ts';
import type { TokenBucket } from '../signaling/token-bucket.ts';

export type WhipKind = 'whip' | 'whep';

export interface WhipSession {
  /** Part of the session's URL, and unguessable (RFC 9725, 5). */
  readonly sessionId: string;
  readonly kind: WhipKind;
  readonly scope: MediaScope;
  readonly userId: UserId;
  /** Of the token that opened it: good for the session as long as it lasts, even when it has expired. */
  readonly tokenDigest: Uint8Array;
  /** Freed when the session is forgotten. */
  readonly place: Place;
  /** Whom a player receives, by user: a publisher that comes again is another member. */
  follows: Follows | undefined;
  /** Requests for its resource. */
  readonly requests: TokenBucket;
  /** '' until the transport is open. */
  transportId: string;
  /** The client's, by which an ICE restart is known. */
  usernameFragment: string;
  /** Names the ICE session, with its quotation marks (RFC 9110, 8.8.3). */
  etag: string;
  isConnected: boolean;
  /** When media were last seen to arrive, or were not expected to. */
  heardAtMs: number;
  /** Its member was reported as lost. */
  isSuspect: boolean;
  cancelTimer: CancelTimer;
}

export interface Follows {
  readonly userId: UserId;
  readonly media: readonly RtpMedium[];
}

/** A place within the limits. */
export interface Place {
  /** Idempotent. */
  free(): void;
}

export interface WhipLimits {
  readonly maxSessions: number;
  readonly maxSessionsPerAddress: number;
}

/** All sessions and those that are being set up, within their limits. */
export class WhipSessions {
  readonly #limits: WhipLimits;
  readonly #sessionById = new Map<string, WhipSession>();
  readonly #sessionByMember = new Map<MemberId, WhipSession>();
  /** Places taken, by address. */
  readonly #placesByAddress = new Map<string, number>();
  #places = 0;

  constructor(limits: WhipLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#sessionById.size;
  }

  count(kind: WhipKind): number {
    let count = 0;
    for (const session of this.#sessionById.values()) if (session.kind === kind) count += 1;
    return count;
  }

  /** Takes a place for a session to come. @throws AppError tooManySessions, rateLimited */
  takePlace(address: string): Place {
    const { maxSessions, maxSessionsPerAddress } = this.#limits;
    const ofAddress = this.#placesByAddress.get(address) ?? 0;
    if (this.#places >= maxSessions) throw new AppError('tooManySessions');
    if (ofAddress >= maxSessionsPerAddress) throw new AppError('rateLimited', 'sessions of this address');
    this.#places += 1;
    this.#placesByAddress.set(address, ofAddress + 1);
    let isFree = false;
    return {
      free: () => {
        if (!isFree) this.#freePlace(address);
        isFree = true;
      },
    };
  }

  #freePlace(address: string): void {
    this.#places -= 1;
    const ofAddress = (this.#placesByAddress.get(address) ?? 1) - 1;
    if (ofAddress === 0) this.#placesByAddress.delete(address);
    else this.#placesByAddress.set(address, ofAddress);
  }

  add(session: WhipSession): void {
    this.#sessionById.set(session.sessionId, session);
    this.#sessionByMember.set(session.scope.memberId, session);
  }

  /** Forgets a session and frees its place; false when it was forgotten before. */
  remove(session: WhipSession): boolean {
    if (!this.#sessionById.delete(session.sessionId)) return false;
    this.#sessionByMember.delete(session.scope.memberId);
    session.place.free();
    return true;
  }

  byId(sessionId: string): WhipSession | undefined {
    return this.#sessionById.get(sessionId);
  }

  byMember(memberId: MemberId): WhipSession | undefined {
    return this.#sessionByMember.get(memberId);
  }

  ofRoom(roomId: RoomId): readonly WhipSession[] {
    return [...this.#sessionById.values()].filter(({ scope }) => scope.roomId === roomId);
  }
}
