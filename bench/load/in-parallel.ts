/**
 * Does `once` for 0 … count-1, at most `atOnce` of them at the same time. Rejects with the first failure; nothing new is
 * begun after it. `onDone` is told each result as it comes, so that what was opened before a failure can be closed.
 */
export async function inParallel<T>(
  count: number,
  atOnce: number,
  once: (index: number) => Promise<T>,
  onDone: (result: T) => void = () => undefined,
): Promise<readonly T[]> {
  const results: T[] = new Array(count);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      try {
        const result = await once(index);
        results[index] = result;
        onDone(result);
      } catch (error) {
        next = count;
        throw error;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(atOnce, count) }, lane));
  const failed = lanes.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return results;
}
