/** Small facts about single requests and floors. */
import type { MemberId } from '../../shared/ids.ts';
import type {
  Floor,
  FloorContext,
  GrantedRequest,
  LiveRequest,
  RevokingRequest,
  WaitingRequest,
} from '../floor-types.ts';
import { POLICIES } from '../policies/registry.ts';

/** Longest duration, 49 days: what the wire carries, and far from where instants lose their milliseconds. */
const MAX_DURATION_MS = 2 ** 32 - 1;

export const isDuration = (ms: number): boolean => Number.isInteger(ms) && ms >= 0 && ms <= MAX_DURATION_MS;

export type RequestIdentity = Pick<
  LiveRequest,
  'requestId' | 'memberId' | 'requestedBy' | 'floorIds' | 'priority' | 'requestedAt'
>;

/** The part of a request that stays the same in every status. */
export function identityOf(request: LiveRequest): RequestIdentity {
  const { requestId, memberId, requestedBy, floorIds, priority, requestedAt } = request;
  return { requestId, memberId, requestedBy, floorIds, priority, requestedAt };
}

export const isWaiting = (request: LiveRequest): request is WaitingRequest =>
  request.status === 'pending' || request.status === 'accepted';

/** The member has the floor: granted, or in the grace after it was taken away. */
export const isHolding = (request: LiveRequest): request is GrantedRequest | RevokingRequest =>
  request.status === 'granted' || request.status === 'revoking';

/** Only chosen requests are granted here now. */
export const needsChoice = (floor: Floor): boolean =>
  POLICIES[floor.policy].needsChair && !(floor.isChairAbsent && floor.chairFallback === 'queue');

/** Everybody may use the floor without holding it. */
export const isOpen = (floor: Floor): boolean =>
  !POLICIES[floor.policy].limitsHolders || (floor.isChairAbsent && floor.chairFallback === 'open');

/** Whether `actor` may decide about requests for this floor; null is the server. */
export function mayDecide(floor: Floor, actor: MemberId | null, ctx: FloorContext): boolean {
  return actor === null || actor === floor.chair || ctx.mayModerate(actor);
}

const isSameList = (a: readonly LiveRequest[], b: readonly LiveRequest[]): boolean =>
  a.length === b.length && a.every((request, index) => request === b[index]);

/** Whether nothing that anybody can see differs. */
export function isSameFloor(a: Floor, b: Floor | undefined): boolean {
  if (b === undefined || !isSameList(a.slots, b.slots) || !isSameList(a.queue, b.queue)) return false;
  const { slots: _slots, queue: _queue, ...own } = a;
  return Object.entries(own).every(([key, value]) => value === b[key as keyof Floor]);
}

/** The list with the request of that id replaced, or without it; the same list when it is not there. */
export function changed<R extends LiveRequest>(list: readonly R[], requestId: string, by: R | null): readonly R[] {
  const index = list.findIndex((request) => request.requestId === requestId);
  if (index < 0) return list;
  return by === null ? list.toSpliced(index, 1) : list.with(index, by);
}
