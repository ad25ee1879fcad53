/** Processor time of a process from the kernel's scheduler statistics, which count nanoseconds (`times` counts ticks). */
import { readdirSync, readFileSync } from 'node:fs';

/** Time that all threads of the process have run so far. Threads that ended are no longer counted. Linux only. */
export function cpuTimeMs(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) nanoseconds += threadTimeNs(pid, thread);
  return nanoseconds / 1e6;
}

function threadTimeNs(pid: number, thread: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    // The thread ended between the listing and the reading.
    return 0;
  }
}
