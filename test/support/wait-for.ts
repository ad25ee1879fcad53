/**
 * Waits until `probe` gives something truthy, and gives it back. Polls on a short timer and fails after `boundMs` with
 * what was awaited: the only way tests wait. `seen` adds to the failure what there was instead.
 */
export async function waitFor<T>(
  what: string,
  probe: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  boundMs = 10_000,
  seen?: () => unknown,
): Promise<T> {
  const deadline = performance.now() + boundMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== null && value !== false) return value;
    if (performance.now() > deadline) {
      const instead = seen === undefined ? '' : `; last seen: ${JSON.stringify(seen())}`;
      throw new Error(`waited ${boundMs} ms in vain for ${what}${instead}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
