/** Makes a failing list of operations short: leaves out parts of it as long as it still fails in the same way. */
import type { Operation } from './operations.ts';
import { type SimPlan, simulate } from './simulation.ts';

/**
 * Delta debugging: first halves, then ever smaller parts. Tries at most `maxTries` runs; the result fails with the same
 * kind of failure, but need not be the shortest list that does.
 */
export async function shrink(plan: SimPlan, kind: string, maxTries: number): Promise<SimPlan> {
  let ops: readonly Operation[] = plan.ops;
  let tries = 0;
  const stillFails = async (candidate: readonly Operation[]): Promise<boolean> => {
    tries += 1;
    return (await simulate({ ...plan, ops: candidate })).failure?.kind === kind;
  };
  for (let size = Math.ceil(ops.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    let start = 0;
    while (start < ops.length && tries < maxTries) {
      const candidate = [...ops.slice(0, start), ...ops.slice(start + size)];
      if (await stillFails(candidate)) ops = candidate;
      else start += size;
    }
  }
  return { ...plan, ops };
}
