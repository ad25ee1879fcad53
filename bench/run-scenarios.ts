/** Runs scenarios one after the other and gathers what they found. */
import type { Result, Scenario, ScenarioContext } from './scenario.ts';
import { profileScenario } from './support/profiles.ts';
import type { Failure } from './support/report.ts';

export interface Findings {
  readonly results: readonly Result[];
  readonly failures: readonly Failure[];
}

const TRIES = 2;

/**
 * What fails is tried once more, because a machine has other things to do; its results then say so. What fails again is
 * told and does not stop the others. `goals`: only these are kept; empty = all. `keep` is given the results of each
 * scenario when it ends, so that a run that is cut off has not been for nothing.
 */
export async function runScenarios(
  scenarios: readonly Scenario[],
  goals: readonly string[],
  context: ScenarioContext,
  keep: (results: readonly Result[]) => Promise<void> = () => Promise.resolve(),
): Promise<Findings> {
  const results: Result[] = [];
  const failures: Failure[] = [];
  for (const scenario of scenarios) {
    profileScenario(scenario.name);
    const { found, whys } = await tryScenario(scenario, context);
    if (found === undefined) failures.push({ scenario: scenario.name, why: whys.at(-1) ?? '' });
    const notes = whys.map((why) => `second try; the first failed: ${why}`);
    const wanted = (found ?? []).filter(({ goal }) => goals.length === 0 || (goal !== null && goals.includes(goal)));
    const told = wanted.map((one) => ({ ...one, notes: [...one.notes, ...notes] }));
    results.push(...told);
    await keep(told);
  }
  return { results, failures };
}

async function tryScenario(
  { name, run }: Scenario,
  context: ScenarioContext,
): Promise<{ readonly found: readonly Result[] | undefined; readonly whys: readonly string[] }> {
  const whys: string[] = [];
  while (whys.length < TRIES) {
    try {
      return { found: await orFailure(() => run(context)), whys };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      whys.push(why);
      context.say(`${name}: FAILED: ${error instanceof Error ? (error.stack ?? why) : why}`);
    }
  }
  return { found: undefined, whys };
}

/** What a scenario leaves unhandled is its failure when it ends; hours of other results are not lost to it. */
async function orFailure<T>(run: () => Promise<T>): Promise<T> {
  let unhandled: { readonly reason: unknown } | undefined;
  const onUnhandled = (reason: unknown): void => {
    unhandled ??= { reason };
  };
  process.on('unhandledRejection', onUnhandled);
  try {
    const found = await run();
    if (unhandled !== undefined) throw unhandled.reason;
    return found;
  } finally {
    process.off('unhandledRejection', onUnhandled);
  }
}
