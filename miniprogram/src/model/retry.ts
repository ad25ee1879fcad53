/** Delays between attempts of pushers and players. Pure. */
import { backOffMs } from '../../../client/back-off.ts';

const FIRST_MS = 500;
const MAX_MS = 8000;

/** Attempt 1 waits about half a second, later ones up to 8 s. `random`: 0 <= x < 1. */
export function retryDelayMs(failures: number, random: number): number {
  return backOffMs(Math.max(0, failures - 1), FIRST_MS, MAX_MS, random);
}
