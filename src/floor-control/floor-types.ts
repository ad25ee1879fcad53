/**
 * The words of floor control: floors, requests, commands, events. Pure data; the terms are those of RFC 8855
 * (BFCP). Wire messages are translated to and from these by `signaling/codec`.
 */
import type { ErrorName } from '../shared/error-codes.ts';
import type { InstantMs, MemberId } from '../shared/ids.ts';

/** What a floor may guard. The same words as the room's media. */
export type FloorMedium = 'audio' | 'video' | 'screen' | 'data';
/** Who gets the floor; one file each in `policies/`. */
export type FloorPolicy = 'open' | 'queue' | 'priority' | 'leastSpoken' | 'chaired' | 'turns';
/**
 * What a `chaired` floor does while nobody can decide: `wait` (requests stay pending), `queue` (first come, first
 * served), `open` (anyone may use it; requests keep their places for the chair's return).
 */
export type ChairFallback = 'wait' | 'queue' | 'open';
/** 0 lowest .. 4 highest, 2 normal (RFC 8855 section 5.2.4). */
export type FloorPriority = 0 | 1 | 2 | 3 | 4;
export const MAX_FLOOR_PRIORITY = 4;

/** Why a request ended or a grant is being taken away. It is that of the whole request, whichever floor caused it. */
export type FloorCause =
  | 'requested'
  | 'turnOver'
  | 'idle'
  | 'preempted'
  | 'byChair'
  | 'memberAway'
  | 'memberLeft'
  | 'requestExpired'
  | 'notConfirmed'
  | 'policyChanged'
  | 'noGrant';

/** What can be configured. Durations are integer milliseconds. */
export interface FloorSettings {
  /** "audio", "control" or any name; unique in the room. */
  readonly floorId: string;
  /** null: a named floor that guards no medium. A medium has at most one floor. */
  readonly medium: FloorMedium | null;
  readonly policy: FloorPolicy;
  /** At least 1. Not looked at by `open`. */
  readonly maxHolders: number;
  /** null: moderators decide. */
  readonly chair: MemberId | null;
  readonly chairFallback: ChairFallback;
  /** 0 = no limit; `turns` needs one. */
  readonly turnMs: number;
  /** How long before the end of a turn the holder is warned; 0 = never. */
  readonly warnMs: number;
  /** How long media still flows after the floor was taken away; 0 = it stops at once. */
  readonly graceMs: number;
  /** A holder without activity for this long loses the floor; 0 = never. */
  readonly idleMs: number;
  /** With `turns`: how long the next one has to confirm; 0 = no confirmation. */
  readonly confirmMs: number;
}

interface RequestIdentity {
  readonly requestId: string;
  /** The beneficiary: who gets the floor. */
  readonly memberId: MemberId;
  /** Differs from `memberId` for third-party requests; null = the server. */
  readonly requestedBy: MemberId | null;
  /** Distinct, at least one; all or nothing. */
  readonly floorIds: readonly string[];
  readonly priority: FloorPriority;
  readonly requestedAt: InstantMs;
}

/** In the queue: `pending` until each chair of a floor that needs one has chosen it, then `accepted`. */
export interface WaitingRequest extends RequestIdentity {
  readonly status: 'pending' | 'accepted';
  /** When the request lapses; null = waits as long as it takes. */
  readonly expiresAt: InstantMs | null;
  /** The floors whose chair (or a moderator) chose this request: it goes before those not chosen. */
  readonly chosenOn: readonly string[];
}
/** Has a slot reserved on all its floors and must confirm before `expiresAt`. Does not hold the floor yet. */
interface ConfirmingRequest extends RequestIdentity {
  readonly status: 'confirming';
  readonly expiresAt: InstantMs;
}
export interface GrantedRequest extends RequestIdentity {
  readonly status: 'granted';
  readonly grantedAt: InstantMs;
  /** End of the turn; null = no limit. */
  readonly expiresAt: InstantMs | null;
  /** The turn ends soon. */
  readonly warned: boolean;
}
/** The grace of a taken grant: still holds until `expiresAt`. */
export interface RevokingRequest extends RequestIdentity {
  readonly status: 'revoking';
  readonly grantedAt: InstantMs;
  readonly expiresAt: InstantMs;
  readonly cause: FloorCause;
}
/** Occupies one of `maxHolders` places on each of its floors. */
export type SlotRequest = ConfirmingRequest | GrantedRequest | RevokingRequest;
export type LiveRequest = WaitingRequest | SlotRequest;

/** Terminal states of RFC 8855 section 4.1. */
export type EndedStatus = 'denied' | 'cancelled' | 'released' | 'revoked';
/** How a request ended. It is no longer part of any floor. */
export interface EndedRequest extends RequestIdentity {
  readonly status: EndedStatus;
  readonly cause: FloorCause;
  readonly endedAt: InstantMs;
}

/** A floor as everybody may see it. A request of several floors is the same value in each of them. */
export interface Floor extends FloorSettings {
  /** The chair of a `chaired` floor is away: `chairFallback` applies. */
  readonly isChairAbsent: boolean;
  /** In the order they were given. */
  readonly slots: readonly SlotRequest[];
  /** In the order they will be served: position = index + 1. */
  readonly queue: readonly WaitingRequest[];
}

/** Activity of a member on a floor, for idle detection and the speaking account. Not broadcast. */
export interface FloorAccount {
  /** Speaking time while holding the floor, without the stretch under way. */
  readonly spokenMs: number;
  /** null = silent. */
  readonly speakingSince: InstantMs | null;
  readonly activeAt: InstantMs;
}

/** A holder or chair who is away; `isOver` once that had its consequences. */
export interface AwayNote {
  readonly until: InstantMs;
  readonly isOver: boolean;
}

/** Bounds of one room's floors. */
export interface FloorLimits {
  readonly maxFloors: number;
  /** Holders and queue together. */
  readonly maxRequestsPerFloor: number;
  readonly maxRequestsPerMember: number;
  /** How long a holder or chair may be away before losing the floor or being counted absent. */
  readonly awayMs: number;
}

/** One floor with what only the core needs. */
export interface FloorRecord {
  readonly floor: Floor;
  readonly accounts: ReadonlyMap<MemberId, FloorAccount>;
  /** When time alone changes this floor next. */
  readonly wakeAt: InstantMs | null;
}

/** All floors of a room. Only `evolve` makes new ones. */
export interface FloorsState {
  readonly limits: FloorLimits;
  /** Sorted by floor id. */
  readonly records: ReadonlyMap<string, FloorRecord>;
  readonly away: ReadonlyMap<MemberId, AwayNote>;
}

/** What floors need to know of the room, as it is after the change that the command reports. */
export interface FloorContext {
  isMember(memberId: MemberId): boolean;
  mayModerate(memberId: MemberId): boolean;
  mayPublish(memberId: MemberId, medium: FloorMedium): boolean;
  /** Online: neither suspect nor in the background. */
  isPresent(memberId: MemberId): boolean;
  /** Somebody who may decide on floors without a chair of their own is present. */
  readonly isChairPresent: boolean;
}

/** Where activity was seen. */
type ActivityPlace = { readonly medium: FloorMedium } | { readonly floorId: string };
/** What a member gives back. */
type ReleaseTarget =
  | { readonly by: 'request'; readonly requestId: string }
  | { readonly by: 'floor'; readonly floorId: string }
  | { readonly by: 'all' };
/** A chair's decision. `queuePosition` counts from 1; beyond the end means last. */
export type ChairDecision =
  | { readonly kind: 'grant' }
  | { readonly kind: 'deny' }
  | { readonly kind: 'revoke' }
  | { readonly kind: 'reorder'; readonly queuePosition: number };

/** `actor` null is the server itself (configuration, admin API) and may do everything. */
export type FloorCommand = { readonly at: InstantMs } & (
  | { readonly type: 'configureFloor'; readonly actor: MemberId | null; readonly settings: FloorSettings }
  | { readonly type: 'removeFloor'; readonly actor: MemberId | null; readonly floorId: string }
  | {
      readonly type: 'setFloorChair';
      readonly actor: MemberId | null;
      readonly floorId: string;
      readonly chair: MemberId | null;
    }
  | {
      readonly type: 'requestFloor';
      readonly actor: MemberId | null;
      readonly requestId: string;
      readonly floorIds: readonly string[];
      readonly priority: number;
      /** null = the actor. */
      readonly beneficiary: MemberId | null;
      /** 0 = waits as long as it takes. */
      readonly ttlMs: number;
    }
  | { readonly type: 'cancelFloorRequest'; readonly actor: MemberId; readonly requestId: string }
  | { readonly type: 'releaseFloor'; readonly actor: MemberId; readonly target: ReleaseTarget }
  | {
      readonly type: 'decideFloor';
      readonly actor: MemberId | null;
      readonly requestId: string;
      readonly decision: ChairDecision;
    }
  | { readonly type: 'confirmFloor'; readonly actor: MemberId; readonly requestId: string }
  /** The member's presence became suspect or background. */
  | { readonly type: 'memberAway'; readonly memberId: MemberId }
  | { readonly type: 'memberBack'; readonly memberId: MemberId }
  | { readonly type: 'memberGone'; readonly memberId: MemberId }
  /** The member may no longer publish that medium. */
  | { readonly type: 'grantLost'; readonly memberId: MemberId; readonly medium: FloorMedium }
  /** Speech or data began (`speaking`) or stopped. Only changes need to be told. */
  | {
      readonly type: 'mediaActivity';
      readonly memberId: MemberId;
      readonly on: ActivityPlace;
      readonly speaking: boolean;
    }
  /** Grants were given, roles changed, a room chair came or went: look at every floor again. */
  | { readonly type: 'roomChanged' }
  /** A deadline given by `wakeAt` has come. */
  | { readonly type: 'wake' }
);

/** Facts. The first three are for everybody; the notes are for recovery only and are not broadcast. */
export type FloorEvent =
  /** Replaces the floor with that id, or adds it. */
  | { readonly type: 'floorChanged'; readonly floor: Floor }
  | { readonly type: 'floorRemoved'; readonly floorId: string }
  /** Tells how a request ended; the state without it comes with `floorChanged` or `floorRemoved` after it. */
  | { readonly type: 'requestEnded'; readonly request: EndedRequest }
  | {
      readonly type: 'accountNoted';
      readonly floorId: string;
      readonly memberId: MemberId;
      readonly account: FloorAccount | null;
    }
  | { readonly type: 'awayNoted'; readonly memberId: MemberId; readonly note: AwayNote | null };

/** An expected "no": goes to the client as that error. */
export interface FloorRejection {
  readonly rejected: ErrorName;
  readonly detail?: string;
}

export type FloorDecision = { readonly events: readonly FloorEvent[] } | FloorRejection;
