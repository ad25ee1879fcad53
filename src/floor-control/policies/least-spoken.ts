import { inOrderOf, type Policy, plainPolicy } from './policy.ts';

/** Who has spoken least on this floor comes first. The account cannot change while somebody waits. */
export const leastSpokenPolicy: Policy = {
  ...plainPolicy,
  canReorder: false,
  order: (queue, view) => inOrderOf(queue, (request) => view.spokenMs(request.memberId)),
};
