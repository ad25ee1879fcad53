/** Processor time of a process from the kernel's scheduler statistics, which count nanoseconds (`times` counts ticks). */
import { readdirSync, readFileSync } from 'node:fs';

/** Time that all threads of the process have run so far. Threads that ended are no longer counted. Linux only. */
export function cpuTimeMs(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) nanoseconds += threadTimeNs(pid, thread);
  return nanoseconds / 1e6;
}

/** The same for the process and all that it started: media workers, encoders. */
export function treeCpuTimeMs(pid: number): number {
  let sum = cpuTimeMs(pid);
  for (const child of childrenOf(pid)) {
    try {
      sum += treeCpuTimeMs(child);
    } catch {
      // It ended between the listing and the reading.
    }
  }
  return sum;
}

/** Processes that any thread of this one started and that live. */
export function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    try {
      const listed = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim();
      return listed === '' ? [] : listed.split(' ').map(Number);
    } catch {
      return [];
    }
  });
}

/** Resident memory of one process in bytes, without shared file pages. */
export function residentBytes(pid: number): number {
  const found = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (found === null) throw new Error(`no memory figures of process ${pid}`);
  return Number(found[1]) * 1024;
}

function threadTimeNs(pid: number, thread: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    // The thread ended between the listing and the reading.
    return 0;
  }
}
