/**
 * The room as `evolve` sees it: the same object, writable. In-place change is what makes one command cost the same in
 * a room of 2 and of 1000; a property test compares the result with a model that copies everything. Members, media,
 * policy and attribute lists are still replaced, never written to, because events and snapshots share them.
 */
import type { MemberId, UserId } from '../../shared/ids.ts';
import type { Bookkeeping } from '../bookkeeping.ts';
import type { ChatMessage, FloorEnding, Medium, Member, RoomState, Standing } from '../room-types.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export interface MutableBookkeeping
  extends Writable<Omit<Bookkeeping, 'memberIdsByUser' | 'suspectUntil' | 'suspectAtMost' | 'backgroundUntil'>> {
  memberIdsByUser: Map<UserId, Set<MemberId>>;
  suspectUntil: Map<MemberId, Bookkeeping['clockMs']>;
  suspectAtMost: Map<MemberId, Bookkeeping['clockMs']>;
  backgroundUntil: Map<MemberId, Bookkeeping['clockMs']>;
}

export interface MutableRoom
  extends Writable<
    Omit<
      RoomState,
      'members' | 'chat' | 'bans' | 'admitted' | 'muteMemory' | 'standings' | 'floorEndings' | 'bookkeeping'
    >
  > {
  members: Map<MemberId, Member>;
  chat: ChatMessage[];
  bans: Map<UserId, number>;
  admitted: Set<UserId>;
  muteMemory: Map<UserId, readonly Medium[]>;
  standings: Map<UserId, Standing>;
  floorEndings: Map<MemberId, readonly FloorEnding[]>;
  bookkeeping: MutableBookkeeping;
}
