/** `N passed, N failed`, with `, N skipped` when there are such: the last line of every test run. */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** The counts in a summary line; undefined when `line` is none. */
export function parseSummaryLine(line) {
  const match = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line);
  return match ? { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3] ?? 0) } : undefined;
}

/**
 * Counts of a vitest JSON report (undefined when vitest left none). A file that failed without any failed test of its
 * own (it does not load, a hook threw) counts as one failure, and so does a run that failed for any other reason
 * (no tests found, an unhandled error).
 */
export function countTests(report, exitCode) {
  const files = report?.testResults ?? [];
  const statuses = files.flatMap((file) => file.assertionResults.map((test) => test.status));
  const count = (...wanted) => statuses.filter((status) => wanted.includes(status)).length;
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = count('failed') + brokenFiles.length;
  const passed = count('passed');
  const skipped = statuses.length - passed - count('failed');
  const ranNothing = passed + failed === 0;
  return { passed, failed: failed === 0 && (exitCode !== 0 || ranNothing) ? 1 : failed, skipped };
}

/** The names of tests of a vitest JSON report that passed only when tried again. */
export function secondTries(report) {
  return (report?.testResults ?? []).flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === 'passed' && test.failureMessages?.length > 0)
      .map((test) => test.fullName),
  );
}
