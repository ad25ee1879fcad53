import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 5;

/** Waits until `check` holds. @throws Error naming `what` when it does not in time, or what `check` throws. */
export async function until(check: () => boolean, what: string, timeoutMs: number): Promise<void> {
  const endsAt = performance.now() + timeoutMs;
  while (!check()) {
    if (performance.now() > endsAt) throw new Error(`not in time: ${what}`);
    await sleep(LOOK_EVERY_MS);
  }
}
