import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countTests, parseSummaryLine, secondTries, summaryLine } from '../../scripts/setup/test-summary.mjs';
import { Checkout, type Outcome } from './checkout.ts';

const file = (status: string, ...tests: string[]): object => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

describe('a test report', () => {
  test.for([
    {
      name: 'counts tests',
      files: [file('passed', 'passed', 'passed'), file('failed', 'failed', 'passed')],
      exitCode: 1,
      line: '3 passed, 1 failed',
    },
    {
      name: 'counts what did not run as skipped',
      files: [file('passed', 'passed', 'pending', 'todo', 'skipped')],
      exitCode: 0,
      line: '1 passed, 0 failed, 3 skipped',
    },
    {
      name: 'counts a file that does not load',
      files: [file('failed'), file('passed', 'passed')],
      exitCode: 1,
      line: '1 passed, 1 failed',
    },
    {
      name: 'counts an error outside of tests',
      files: [file('passed', 'passed')],
      exitCode: 1,
      line: '1 passed, 1 failed',
    },
    { name: 'fails when nothing ran', files: [], exitCode: 0, line: '0 passed, 1 failed' },
    {
      name: 'fails when everything was skipped',
      files: [file('passed', 'pending')],
      exitCode: 0,
      line: '0 passed, 1 failed, 1 skipped',
    },
  ])('$name', ({ files, exitCode, line }) => {
    expect(summaryLine(countTests({ testResults: files }, exitCode))).toBe(line);
  });

  test('that is missing is a failure', () => {
    expect(summaryLine(countTests(undefined, 134))).toBe('0 passed, 1 failed');
  });
});

test('tests that needed a second try are listed', () => {
  const assertionResults = [
    { status: 'passed', fullName: 'at once', failureMessages: [] },
    { status: 'passed', fullName: 'later', failureMessages: ['Error: too slow'] },
    { status: 'failed', fullName: 'never', failureMessages: ['Error: too slow'] },
  ];
  expect(secondTries({ testResults: [{ status: 'failed', assertionResults }] })).toEqual(['later']);
  expect(secondTries(undefined)).toEqual([]);
});

test('a summary line is read back', () => {
  expect(parseSummaryLine('12 passed, 3 failed')).toEqual({ passed: 12, failed: 3, skipped: 0 });
  expect(parseSummaryLine('12 passed, 3 failed, 4 skipped')).toEqual({ passed: 12, failed: 3, skipped: 4 });
  expect(parseSummaryLine(' Tests  12 passed (12)')).toBeUndefined();
});

describe('.ci/run', () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = new Checkout();
    checkout.write('scripts/generate.mjs', '');
    checkout.write('tsconfig.json', '{}');
    checkout.write('node_modules/.bin/biome', '');
    checkout.write('node_modules/.bin/tsc', '');
  });
  afterEach(() => checkout.remove());

  const run = (testCommand: string): Promise<Outcome> => {
    checkout.write('package.json', JSON.stringify({ type: 'module', scripts: { test: testCommand } }));
    return checkout.run('bash', ['.ci/run'], checkout.env({ CI: 'true' }));
  };
  const lastLine = ({ stdout }: Outcome): string | undefined => stdout.trimEnd().split('\n').at(-1);

  test("ends with the tests' counts when every check passes", async () => {
    const outcome = await run("echo '5 passed, 0 failed, 2 skipped'");
    expect(lastLine(outcome)).toBe('5 passed, 0 failed, 2 skipped');
    expect(outcome.stdout).toContain('types of the page: skipped: there is no web/tsconfig.json');
    expect(outcome.code).toBe(0);
  });

  test('goes on after failed checks and counts them', async () => {
    checkout.write('node_modules/.bin/biome', 'process.exit(1)');
    checkout.write('scripts/generate.mjs', 'process.exit(1)');
    const outcome = await run("echo '5 passed, 1 failed'; exit 1");
    expect(outcome.stdout).toMatch(/lint: FAILED/);
    expect(outcome.stdout).toMatch(/types: ok/);
    expect(lastLine(outcome)).toBe('5 passed, 3 failed');
    expect(outcome.code).toBe(1);
  });

  test('fails when the tests do not get as far as their counts', async () => {
    const outcome = await run('exit 1');
    expect(lastLine(outcome)).toBe('0 passed, 1 failed');
    expect(outcome.code).toBe(1);
  });
});
