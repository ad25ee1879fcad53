import { type Policy, plainPolicy } from './policy.ts';

/** First come, first served, up to `maxHolders`. The chair may reorder. */
export const queuePolicy: Policy = plainPolicy;
