// What CI runs: all checks and the tests, also after one of them has failed. The last line counts each failed check with
// the failed tests.
import { runChecks } from './setup/checks.mjs';
import { runForeground } from './setup/child.mjs';
import { explain, runMain } from './setup/failure.mjs';
import { setUp } from './setup/set-up.mjs';
import { parseSummaryLine, summaryLine } from './setup/test-summary.mjs';

/** How many checks failed; a set-up that failed counts as one. */
async function countFailedChecks() {
  try {
    return await runChecks(await setUp());
  } catch (error) {
    console.error(`\n[set-up] stopped: ${explain(error) ?? error.stack}`);
    return 1;
  }
}

/** Runs the README's test command, showing its output, and gives what its last line says. */
async function runTestCommand() {
  let output = '';
  const onStdout = (chunk) => {
    process.stdout.write(chunk);
    output = (output + chunk).slice(-4_000);
  };
  const exitCode = await runForeground('npm', ['test'], { onStdout });
  const counts = parseSummaryLine(output.trimEnd().split('\n').at(-1));
  if (!counts) return { passed: 0, failed: 1, skipped: 0 };
  return { ...counts, failed: counts.failed || (exitCode === 0 ? 0 : 1) };
}

await runMain(async () => {
  const failedChecks = await countFailedChecks();
  console.log('\n== tests');
  const tests = await runTestCommand();
  const failed = tests.failed + failedChecks;
  console.log(summaryLine({ ...tests, failed }));
  return failed === 0 ? 0 : 1;
});
