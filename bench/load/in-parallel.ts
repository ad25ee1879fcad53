/** Does `once` for 0 … count-1, at most `atOnce` of them at the same time. Rejects with the first failure. */
export async function inParallel<T>(
  count: number,
  atOnce: number,
  once: (index: number) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = new Array(count);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      results[index] = await once(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane));
  return results;
}
