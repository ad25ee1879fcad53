/** The value at share `p` (0 to 1) of the sorted values, nearest rank; NaN when there are none. O(n log n). */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

/** The middle value: one slice that was disturbed does not move it. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);
