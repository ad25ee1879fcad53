/** What work costs a server and the load generator. */
import type { ChildServer } from './child-server.ts';
import { cpuTimeMs, treeCpuTimeMs } from './cpu-time.ts';
import type { Sample } from './rounds.ts';

/** Does the work, which says how many units it was, and what it cost meanwhile. */
export async function measured(server: ChildServer, work: () => Promise<number>): Promise<Sample> {
  const serverBefore = treeCpuTimeMs(server.pid);
  const clientBefore = cpuTimeMs(process.pid);
  const startedAt = performance.now();
  const units = await work();
  return {
    units,
    elapsedMs: performance.now() - startedAt,
    serverMs: treeCpuTimeMs(server.pid) - serverBefore,
    clientMs: cpuTimeMs(process.pid) - clientBefore,
  };
}
