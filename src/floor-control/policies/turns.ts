import { type Policy, plainPolicy } from './policy.ts';

/** Turns of fixed length, one after the other; the next one shows with a confirmation that somebody is there. */
export const turnsPolicy: Policy = {
  ...plainPolicy,
  needsConfirm: true,
  settingsFault: (settings) => (settings.turnMs > 0 ? null : 'turnMs'),
};
