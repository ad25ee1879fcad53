import { setTimeout as sleep } from 'node:timers/promises';
import { treeCpuTimeMs } from './cpu-time.ts';

const LOOK_EVERY_MS = 50;
/** Beats and timers of an idle server stay below this share of a core. */
const IDLE_SHARE = 0.15;

/** Waits until the server has finished what it does on its own, so that the next slice does not pay for it. */
export async function quiet(pid: number, timeoutMs = 30_000): Promise<void> {
  const endsAt = performance.now() + timeoutMs;
  let before = treeCpuTimeMs(pid);
  for (;;) {
    await sleep(LOOK_EVERY_MS);
    const now = treeCpuTimeMs(pid);
    if (now - before < IDLE_SHARE * LOOK_EVERY_MS) return;
    if (performance.now() > endsAt) throw new Error('the server does not come to rest');
    before = now;
  }
}
