/** Runs scenarios one after the other and gathers what they found. */
import type { Result, Scenario, ScenarioContext } from './scenario.ts';
import type { Failure } from './support/report.ts';

export interface Findings {
  readonly results: readonly Result[];
  readonly failures: readonly Failure[];
}

/** What failed is told and does not stop the others. `goals`: only these are kept; empty = all. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  goals: readonly string[],
  context: ScenarioContext,
): Promise<Findings> {
  const results: Result[] = [];
  const failures: Failure[] = [];
  for (const { name, run } of scenarios) {
    try {
      const found = await run(context);
      results.push(...found.filter(({ goal }) => goals.length === 0 || (goal !== null && goals.includes(goal))));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failures.push({ scenario: name, why });
      context.say(`${name}: FAILED: ${error instanceof Error ? (error.stack ?? why) : why}`);
    }
  }
  return { results, failures };
}
