/** Reconnect delays. Pure. */

const FACTOR = 1.7;

/**
 * How long to wait before attempt number `attempt` (0 = the first): grows by 1.7 up to `maxMs`, then is spread over its
 * upper half by `random` (0 <= x < 1), so that the clients of a node that died do not come back in one instant.
 */
export function backOffMs(attempt: number, firstMs: number, maxMs: number, random: number): number {
  const fullMs = Math.min(maxMs, firstMs * FACTOR ** Math.min(attempt, 60));
  return Math.round(fullMs * (0.5 + random / 2));
}
