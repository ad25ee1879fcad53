/** Floors and their requests as clients see them. Pure. */
import {
  type Init,
  ChairFallback as WireChairFallback,
  type Floor as WireFloor,
  FloorCause as WireFloorCause,
  FloorPolicy as WireFloorPolicy,
  type FloorRequestInfo as WireFloorRequest,
  FloorRequestStatus as WireFloorStatus,
  Medium as WireMedium,
} from '../../../wire/generated/messages.ts';
import type {
  ChairFallback,
  EndedRequest,
  Floor,
  FloorCause,
  FloorMedium,
  FloorPolicy,
  LiveRequest,
} from '../../floor-control/floor-types.ts';

const WIRE_FLOOR_MEDIUM: Readonly<Record<FloorMedium, WireMedium>> = {
  audio: WireMedium.AUDIO,
  video: WireMedium.VIDEO,
  screen: WireMedium.SCREEN,
  data: WireMedium.DATA,
};
export const WIRE_FLOOR_POLICY: Readonly<Record<FloorPolicy, WireFloorPolicy>> = {
  open: WireFloorPolicy.OPEN,
  queue: WireFloorPolicy.QUEUE,
  priority: WireFloorPolicy.PRIORITY,
  leastSpoken: WireFloorPolicy.LEAST_SPOKEN,
  chaired: WireFloorPolicy.CHAIRED,
  turns: WireFloorPolicy.TURNS,
};
export const WIRE_CHAIR_FALLBACK: Readonly<Record<ChairFallback, WireChairFallback>> = {
  wait: WireChairFallback.WAIT_FOR_CHAIR,
  queue: WireChairFallback.QUEUE_WITHOUT_CHAIR,
  open: WireChairFallback.OPEN_WITHOUT_CHAIR,
};
export const WIRE_FLOOR_STATUS: Readonly<Record<(LiveRequest | EndedRequest)['status'], WireFloorStatus>> = {
  pending: WireFloorStatus.PENDING,
  accepted: WireFloorStatus.ACCEPTED,
  confirming: WireFloorStatus.CONFIRMING,
  granted: WireFloorStatus.GRANTED,
  revoking: WireFloorStatus.REVOKING,
  denied: WireFloorStatus.DENIED,
  cancelled: WireFloorStatus.CANCELLED,
  released: WireFloorStatus.RELEASED,
  revoked: WireFloorStatus.REVOKED,
};
const WIRE_FLOOR_CAUSE: Readonly<Record<FloorCause, WireFloorCause>> = {
  requested: WireFloorCause.REQUESTED,
  turnOver: WireFloorCause.TURN_OVER,
  idle: WireFloorCause.IDLE,
  preempted: WireFloorCause.PREEMPTED,
  byChair: WireFloorCause.BY_CHAIR,
  memberAway: WireFloorCause.MEMBER_AWAY,
  memberLeft: WireFloorCause.MEMBER_LEFT,
  requestExpired: WireFloorCause.REQUEST_EXPIRED,
  notConfirmed: WireFloorCause.NOT_CONFIRMED,
  policyChanged: WireFloorCause.POLICY_CHANGED,
  noGrant: WireFloorCause.NO_GRANT,
};

/** A floor with its holders first, in the order they were given the floor, then the queue. */
export function floorToWire(floor: Floor): Init<WireFloor> {
  const { floorId, medium, maxHolders, chair, turnMs, graceMs, idleMs, confirmMs, warnMs } = floor;
  return {
    floorId,
    medium: medium === null ? WireMedium.MEDIUM_UNSPECIFIED : WIRE_FLOOR_MEDIUM[medium],
    policy: WIRE_FLOOR_POLICY[floor.policy],
    maxHolders,
    chairMemberId: chair ?? '',
    turnMs,
    graceMs,
    idleMs,
    confirmMs,
    warnMs,
    chairFallback: WIRE_CHAIR_FALLBACK[floor.chairFallback],
    chairAbsent: floor.isChairAbsent,
    requests: [
      ...floor.slots.map((request) => requestToWire(request, 0)),
      ...floor.queue.map((request, index) => requestToWire(request, index + 1)),
    ],
  };
}

/** A live request at that place of one floor's queue; 0 = it has a place already. */
function requestToWire(request: LiveRequest, queuePosition: number): Init<WireFloorRequest> {
  return {
    ...identityToWire(request),
    queuePosition,
    grantedAtMs: 'grantedAt' in request ? request.grantedAt : 0,
    expiresAtMs: request.expiresAt ?? 0,
    cause: 'cause' in request ? WIRE_FLOOR_CAUSE[request.cause] : WireFloorCause.FLOOR_CAUSE_UNSPECIFIED,
    warned: request.status === 'granted' && request.warned,
  };
}

/** A request that is over, with its cause. */
export function endedRequestToWire(request: EndedRequest): Init<WireFloorRequest> {
  return { ...identityToWire(request), cause: WIRE_FLOOR_CAUSE[request.cause] };
}

function identityToWire(request: LiveRequest | EndedRequest): Init<WireFloorRequest> {
  const { requestId, memberId, requestedBy, floorIds, priority, requestedAt, status } = request;
  return {
    requestId,
    memberId,
    requestedBy: requestedBy ?? '',
    floorIds,
    priority,
    requestedAtMs: requestedAt,
    status: WIRE_FLOOR_STATUS[status],
  };
}
