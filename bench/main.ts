/**
 * `npm run bench`: measures the server on this machine; see docs/performance.md. Ends with 1 when something could not be
 * measured honestly, with 2 when it was called wrongly; a missed target is a result. Progress goes to stderr.
 */
import { SCENARIOS } from './catalog.ts';
import { parseOptions, UsageError, usage } from './options.ts';
import { runScenarios } from './run-scenarios.ts';
import type { Result } from './scenario.ts';
import { describeMachine, describeVersions } from './support/machine.ts';
import { profilesInto } from './support/profiles.ts';
import { reportAsJson, reportAsTable } from './support/report.ts';
import { writeResults } from './support/results-folder.ts';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2), SCENARIOS);
  if (options.help) {
    process.stdout.write(`${usage(SCENARIOS)}\n`);
    return 0;
  }
  const startedAt = new Date().toISOString();
  const { scenarios, goals, effort, withPeers, durationMs, out } = options;
  const profiles = options.profile ? await profilesInto('docs/perf') : undefined;
  const header = { machine: describeMachine(), versions: describeVersions(), effort: effort.name, startedAt };
  const keep = async (results: readonly Result[]): Promise<void> => {
    if (out !== null) await writeResults(out, { ...header, results, failures: [] });
  };
  const { results, failures } = await runScenarios(scenarios, goals, { say, effort, withPeers, durationMs }, keep);
  await profiles?.finish(say);
  const report = { ...header, results, failures };
  process.stdout.write(options.json ? reportAsJson(report) : `\n${reportAsTable(report)}`);
  return failures.length === 0 ? 0 : 1;
}

/** What was written to a pipe must be through before the process ends. */
function end(code: number): void {
  process.stdout.write('', () => process.exit(code));
}

// Ending through `exit` ends the servers too.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

main().then(end, (error: unknown) => {
  if (error instanceof UsageError) say(`bench: ${error.message}\n\n${usage(SCENARIOS)}`);
  else console.error(error);
  end(error instanceof UsageError ? 2 : 1);
});
