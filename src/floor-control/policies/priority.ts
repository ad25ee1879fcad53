import type { GrantedRequest, SlotRequest, WaitingRequest } from '../floor-types.ts';
import { inOrderOf, type Policy, plainPolicy } from './policy.ts';

/** Of the holders below the newcomer's priority the lowest, and of those the one who got the floor last. */
function lowestBelow(slots: readonly SlotRequest[], newcomer: WaitingRequest): GrantedRequest | null {
  let victim: GrantedRequest | null = null;
  for (const slot of slots) {
    if (slot.status !== 'granted' || slot.priority >= newcomer.priority) continue;
    // Slots are in the order they were given, so a tie goes to the later one: it has lost the least.
    if (victim === null || slot.priority <= victim.priority) victim = slot;
  }
  return victim;
}

/** Higher priority first, within one priority first come, first served; a higher one preempts a lower holder. */
export const priorityPolicy: Policy = {
  ...plainPolicy,
  canReorder: false,
  order: (queue) => inOrderOf(queue, (request) => -request.priority),
  victim: lowestBelow,
};
