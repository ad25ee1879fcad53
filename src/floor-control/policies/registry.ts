import type { FloorPolicy } from '../floor-types.ts';
import { chairedPolicy } from './chaired.ts';
import { leastSpokenPolicy } from './least-spoken.ts';
import { openPolicy } from './open.ts';
import type { Policy } from './policy.ts';
import { priorityPolicy } from './priority.ts';
import { queuePolicy } from './queue.ts';
import { turnsPolicy } from './turns.ts';

/** Every policy by its name. */
export const POLICIES: Readonly<Record<FloorPolicy, Policy>> = {
  open: openPolicy,
  queue: queuePolicy,
  priority: priorityPolicy,
  leastSpoken: leastSpokenPolicy,
  chaired: chairedPolicy,
  turns: turnsPolicy,
};
