import { type Policy, plainPolicy } from './policy.ts';

/** Everyone with the grant may use the floor; it only records who asked for it. */
export const openPolicy: Policy = { ...plainPolicy, limitsHolders: false };
