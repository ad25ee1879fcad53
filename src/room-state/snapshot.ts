/**
 * The whole room as plain data: survives JSON, shares nothing that `evolve` writes to. A room restored from the
 * snapshot at offset n and given the events after n is the room. For clients the wire has its own, smaller form.
 */
import type { AwayNote, Floor, FloorAccount, FloorLimits, FloorRecord } from '../floor-control/floor-types.ts';
import type { InstantMs, MemberId, UserId } from '../shared/ids.ts';
import type { Bookkeeping } from './bookkeeping.ts';
import { isPublishing } from './internal/publishing.ts';
import { isDecider } from './internal/room-view.ts';
import type { FloorEnding, Medium, Member, RoomState, Standing } from './room-types.ts';
import { isCounted } from './visibility.ts';

/** Derived from the members; not stored. */
type Derived = 'memberIdsByUser' | 'publisherCount' | 'chairCount' | 'deciderCount' | 'audienceCount' | 'countedCount';
type Deadlines = 'suspectUntil' | 'suspectAtMost' | 'backgroundUntil';
type Listed = 'members' | 'bans' | 'admitted' | 'muteMemory' | 'standings' | 'floors' | 'floorEndings' | 'bookkeeping';

interface FloorRecordSnapshot extends Omit<FloorRecord, 'accounts'> {
  readonly floor: Floor;
  readonly accounts: readonly (readonly [MemberId, FloorAccount])[];
}

export interface RoomSnapshot extends Omit<RoomState, Listed> {
  /** In the room's order. */
  readonly members: readonly Member[];
  readonly bans: readonly (readonly [UserId, number])[];
  readonly admitted: readonly UserId[];
  readonly muteMemory: readonly (readonly [UserId, readonly Medium[]])[];
  readonly standings: readonly (readonly [UserId, Standing])[];
  readonly floors: {
    readonly limits: FloorLimits;
    readonly records: readonly FloorRecordSnapshot[];
    readonly away: readonly (readonly [MemberId, AwayNote])[];
  };
  readonly floorEndings: readonly (readonly [MemberId, readonly FloorEnding[]])[];
  readonly bookkeeping: Omit<Bookkeeping, Derived | Deadlines> & {
    readonly [K in Deadlines]: readonly (readonly [MemberId, InstantMs])[];
  };
}

/** The room as it is now; later events do not touch it. O(room). */
export function takeSnapshot(state: RoomState): RoomSnapshot {
  const { memberIdsByUser: _ids, publisherCount: _publishers, deciderCount: _deciders, ...counted } = state.bookkeeping;
  const { chairCount: _chairs, audienceCount: _audience, countedCount: _counted, ...kept } = counted;
  const { suspectUntil, suspectAtMost, backgroundUntil } = kept;
  const { limits, records, away } = state.floors;
  return {
    ...state,
    members: [...state.members.values()],
    chat: [...state.chat],
    bans: [...state.bans],
    admitted: [...state.admitted],
    muteMemory: [...state.muteMemory],
    standings: [...state.standings],
    floors: {
      limits,
      records: Array.from(records.values(), (record) => ({ ...record, accounts: [...record.accounts] })),
      away: [...away],
    },
    floorEndings: [...state.floorEndings],
    bookkeeping: {
      ...kept,
      suspectUntil: [...suspectUntil],
      suspectAtMost: [...suspectAtMost],
      backgroundUntil: [...backgroundUntil],
    },
  };
}

/** The room of that snapshot, ready for the events that follow it. O(room). */
export function restoreRoom(snapshot: RoomSnapshot): RoomState {
  const { members, floors, bookkeeping } = snapshot;
  const memberIdsByUser = new Map<UserId, Set<MemberId>>();
  for (const { memberId, userId } of members) {
    memberIdsByUser.set(userId, new Set([...(memberIdsByUser.get(userId) ?? []), memberId]));
  }
  return {
    ...snapshot,
    members: new Map(members.map((member) => [member.memberId, member])),
    chat: [...snapshot.chat],
    bans: new Map(snapshot.bans),
    admitted: new Set(snapshot.admitted),
    muteMemory: new Map(snapshot.muteMemory),
    standings: new Map(snapshot.standings),
    floors: {
      limits: floors.limits,
      records: new Map(
        floors.records.map((record) => [record.floor.floorId, { ...record, accounts: new Map(record.accounts) }]),
      ),
      away: new Map(floors.away),
    },
    floorEndings: new Map(snapshot.floorEndings),
    bookkeeping: {
      ...bookkeeping,
      memberIdsByUser,
      publisherCount: members.filter(isPublishing).length,
      chairCount: members.filter(({ role }) => role === 'chair').length,
      deciderCount: members.filter(isDecider).length,
      audienceCount: members.filter(({ role }) => role === 'audience').length,
      countedCount: members.filter((member) => isCounted(snapshot.scene, member)).length,
      suspectUntil: new Map(bookkeeping.suspectUntil),
      suspectAtMost: new Map(bookkeeping.suspectAtMost),
      backgroundUntil: new Map(bookkeeping.backgroundUntil),
    },
  };
}
