/** What members do with their own requests: ask, cancel, release, confirm. */
import { later, type MemberId } from '../../shared/ids.ts';
import {
  type Floor,
  type FloorCommand,
  type FloorPriority,
  type FloorRejection,
  type LiveRequest,
  MAX_FLOOR_PRIORITY,
  type WaitingRequest,
} from '../floor-types.ts';
import { POLICIES } from '../policies/registry.ts';
import { granted } from './arrange.ts';
import type { Draft } from './draft.ts';
import { isDuration, isHolding, mayDecide } from './requests.ts';

type Command<T extends FloorCommand['type']> = Extract<FloorCommand, { type: T }>;
/** null = accepted. */
type Outcome = FloorRejection | null;

const isPriority = (value: number): value is FloorPriority =>
  Number.isInteger(value) && value >= 0 && value <= MAX_FLOOR_PRIORITY;

export function requestFloor(draft: Draft, command: Command<'requestFloor'>): Outcome {
  const { actor, requestId, floorIds, priority, ttlMs } = command;
  if (!isPriority(priority)) return { rejected: 'invalidArgument', detail: 'priority' };
  if (!isDuration(ttlMs)) return { rejected: 'invalidArgument', detail: 'ttlMs' };
  if (floorIds.length === 0 || new Set(floorIds).size < floorIds.length) {
    return { rejected: 'invalidArgument', detail: 'floorIds' };
  }
  const memberId = command.beneficiary ?? actor;
  if (memberId === null) return { rejected: 'invalidArgument', detail: 'beneficiary' };
  const floors = floorIds.flatMap((floorId) => draft.floor(floorId) ?? []);
  if (floors.length < floorIds.length) return { rejected: 'floorNotFound' };
  const refusal = checkWho(draft, floors, actor, memberId) ?? checkRoom(draft, floors, memberId);
  if (refusal !== null) return refusal;

  const request: WaitingRequest = {
    requestId,
    memberId,
    requestedBy: actor,
    floorIds,
    priority,
    requestedAt: draft.at,
    status: 'pending',
    expiresAt: ttlMs === 0 ? null : later(draft.at, ttlMs),
    // Where a chair must choose, a chair who asks has chosen; elsewhere chairs queue like everybody.
    chosenOn: floors
      .filter((floor) => POLICIES[floor.policy].needsChair && mayDecide(floor, actor, draft.ctx))
      .map((floor) => floor.floorId),
  };
  draft.enqueue(request);
  if (memberId === actor) draft.freshRequestId = requestId;
  return null;
}

function checkWho(draft: Draft, floors: readonly Floor[], actor: MemberId | null, memberId: MemberId): Outcome {
  const { ctx } = draft;
  if (actor !== null && !ctx.isMember(actor)) return { rejected: 'notMember' };
  if (!ctx.isMember(memberId)) return { rejected: 'memberNotFound' };
  if (memberId !== actor && !floors.every((floor) => mayDecide(floor, actor, ctx))) {
    return { rejected: 'chairRequired' };
  }
  const mayUse = floors.every(({ medium }) => medium === null || ctx.mayPublish(memberId, medium));
  return mayUse ? null : { rejected: 'notAllowed' };
}

function checkRoom(draft: Draft, floors: readonly Floor[], memberId: MemberId): Outcome {
  const own = draft.requestsOf(memberId);
  const hasAsked = own.some((request) => floors.some((floor) => request.floorIds.includes(floor.floorId)));
  if (hasAsked) return { rejected: 'alreadyRequested' };
  if (own.length >= draft.limits.maxRequestsPerMember) return { rejected: 'limitExceeded', detail: 'floor requests' };
  const limit = draft.limits.maxRequestsPerFloor;
  const isFull = floors.some((floor) => floor.slots.length + floor.queue.length >= limit);
  return isFull ? { rejected: 'floorQueueFull' } : null;
}

/** Cancels what waits; a request granted meanwhile is released, since its owner does not want it either way. */
export function cancelFloorRequest(draft: Draft, command: Command<'cancelFloorRequest'>): Outcome {
  return withdrawOne(draft, command.actor, draft.find(command.requestId));
}

/** Gives back a request, one floor (with the others of its request), or everything. What waits is cancelled. */
export function releaseFloor(draft: Draft, { actor, target }: Command<'releaseFloor'>): Outcome {
  switch (target.by) {
    case 'request':
      return withdrawOne(draft, actor, draft.find(target.requestId));
    case 'floor': {
      if (draft.floor(target.floorId) === undefined) return { rejected: 'floorNotFound' };
      const request = draft.requestsOf(actor).find(({ floorIds }) => floorIds.includes(target.floorId));
      if (request === undefined) return { rejected: 'notHolder' };
      draft.withdraw(request);
      return null;
    }
    case 'all':
      for (const request of draft.requestsOf(actor)) draft.withdraw(request);
      return null;
  }
}

function withdrawOne(draft: Draft, actor: MemberId, request: LiveRequest | undefined): Outcome {
  if (request === undefined) return { rejected: 'requestNotFound' };
  if (actor !== request.memberId && actor !== request.requestedBy) return { rejected: 'notAllowed' };
  draft.withdraw(request);
  return null;
}

/** The one whose turn it is says so. Saying it twice changes nothing. */
export function confirmFloor(draft: Draft, { actor, requestId }: Command<'confirmFloor'>): Outcome {
  const request = draft.find(requestId);
  if (request === undefined) return { rejected: 'requestNotFound' };
  if (actor !== request.memberId) return { rejected: 'notAllowed' };
  if (isHolding(request)) return null;
  if (request.status !== 'confirming') return { rejected: 'floorPolicyForbids', detail: 'not your turn yet' };
  draft.replaceSlot(granted(draft, request));
  return null;
}
