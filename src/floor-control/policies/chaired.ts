import { type Policy, plainPolicy } from './policy.ts';

/** The chair chooses; the queue shows in which order people asked, or in which the chair put them. */
export const chairedPolicy: Policy = { ...plainPolicy, needsChair: true };
