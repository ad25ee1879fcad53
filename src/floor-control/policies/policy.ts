import type { MemberId } from '../../shared/ids.ts';
import type { FloorSettings, GrantedRequest, SlotRequest, WaitingRequest } from '../floor-types.ts';

/** What a policy may look at besides the requests. */
interface PolicyView {
  /** Speaking time of a member on this floor so far. */
  spokenMs(memberId: MemberId): number;
}

/**
 * One way to say who gets a floor. Pure and without state: the core keeps queue, slots, timers and accounts, and
 * asks the policy. To add one, write its file and name it in `registry.ts` and in `FloorPolicy`.
 */
export interface Policy {
  /** false: nobody has to hold the floor to use it, and slots only record who asked. */
  readonly limitsHolders: boolean;
  /** Only requests that a chair chose are granted. */
  readonly needsChair: boolean;
  /** Who comes up from the queue must confirm within `confirmMs`. */
  readonly needsConfirm: boolean;
  /** The chair may move requests within the queue, because the order is not computed. */
  readonly canReorder: boolean;
  /** The queue, next one first; the same list when nothing moves. What it does not tell apart stays by arrival. */
  order(queue: readonly WaitingRequest[], view: PolicyView): readonly WaitingRequest[];
  /** The holder who must yield to `newcomer` when every slot is taken; null = it waits. */
  victim(slots: readonly SlotRequest[], newcomer: WaitingRequest): GrantedRequest | null;
  /** What is wrong with the settings for this policy, as a field name; null = nothing. */
  settingsFault(settings: FloorSettings): string | null;
}

/**
 * The queue by ascending key, stable; the same list when it is in order already, which it is but for the last to
 * come. O(n) then.
 */
export function inOrderOf(
  queue: readonly WaitingRequest[],
  keyOf: (request: WaitingRequest) => number,
): readonly WaitingRequest[] {
  let last = Number.NEGATIVE_INFINITY;
  for (const request of queue) {
    const key = keyOf(request);
    if (key < last) return queue.toSorted((a, b) => keyOf(a) - keyOf(b));
    last = key;
  }
  return queue;
}

/** First come, first served; nothing else. Other policies say how they differ. */
export const plainPolicy: Policy = {
  limitsHolders: true,
  needsChair: false,
  needsConfirm: false,
  canReorder: true,
  order: (queue) => queue,
  victim: () => null,
  settingsFault: () => null,
};
