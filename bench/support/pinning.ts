/**
 * Keeps servers on one core and the load generator on another, so that neither steals time or cache from the other. On
 * machines with one core, or without `taskset`, nothing is pinned, and the report says so.
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const SERVER_CORE = '0';
const LOAD_CORE = '1';
/** Read before anything is pinned: afterwards this process sees its own core only. */
const CORES: number = availableParallelism();

/** Whether servers and load run on cores of their own. */
export const canPin: boolean = CORES >= 2 && spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;

/** The command line that starts a program on the servers' core. */
export function onServerCore(command: string, args: readonly string[]): { command: string; args: readonly string[] } {
  return canPin ? { command: 'taskset', args: ['-c', SERVER_CORE, command, ...args] } : { command, args };
}

/** Moves all threads of this process to the load generator's core, or back to all cores. */
export function pinSelf(to: 'load-core' | 'all-cores'): void {
  if (!canPin) return;
  const cores = to === 'load-core' ? LOAD_CORE : `0-${CORES - 1}`;
  spawnSync('taskset', ['-apc', cores, String(process.pid)]);
}
