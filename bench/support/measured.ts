/** What work costs a server and the load generator. */
import type { ChildServer } from './child-server.ts';
import { cpuTimeMs, treeCpuTimeMs } from './cpu-time.ts';
import type { Sample } from './rounds.ts';

/** Does the work, which says how many units it was, and what it cost all processes of the server meanwhile. */
export function measured(server: ChildServer, work: () => Promise<number>): Promise<Sample> {
  return measuredBy(() => treeCpuTimeMs(server.pid), work);
}

/** The same for those of its processes whose time `serverTimeMs` tells. */
export async function measuredBy(serverTimeMs: () => number, work: () => Promise<number>): Promise<Sample> {
  const serverBefore = serverTimeMs();
  const clientBefore = cpuTimeMs(process.pid);
  const startedAt = performance.now();
  const units = await work();
  return {
    units,
    elapsedMs: performance.now() - startedAt,
    serverMs: serverTimeMs() - serverBefore,
    clientMs: cpuTimeMs(process.pid) - clientBefore,
  };
}
