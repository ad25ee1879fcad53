// `npm test`: sets up what is missing, runs the tests, and ends with the line `N passed, N failed`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runForeground } from './setup/child.mjs';
import { runMain } from './setup/failure.mjs';
import { binDir } from './setup/places.mjs';
import { setUp } from './setup/set-up.mjs';
import { countTests, secondTries, summaryLine } from './setup/test-summary.mjs';

/** Runs vitest with its usual output, and reads the result from its JSON report. */
async function runTests({ node, env }, args) {
  const scratch = mkdtempSync(join(tmpdir(), 'rtcroom-test-'));
  const reportFile = join(scratch, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
    const exitCode = await runForeground(node, [join(binDir, 'vitest'), 'run', ...reporters, ...args], { env });
    return { exitCode, report: readReport(reportFile) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Undefined when vitest ended before it wrote one. */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

await runMain(async () => {
  const { exitCode, report } = await runTests(await setUp({ tests: true }), process.argv.slice(2));
  const counts = countTests(report, exitCode);
  for (const name of secondTries(report)) console.log(`passed at the second try only: ${name}`);
  console.log(summaryLine(counts));
  return exitCode || (counts.failed > 0 ? 1 : 0);
});
