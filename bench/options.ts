/** The command line of the bench. */
import { parseArgs } from 'node:util';
import type { Scenario } from './scenario.ts';
import { EFFORTS, type Effort } from './support/effort.ts';

const SECOND_MS = 1000;
const UNIT_MS: Readonly<Record<string, number>> = { s: SECOND_MS, m: 60 * SECOND_MS, h: 3600 * SECOND_MS };
const ALL = 'all';

export interface BenchOptions {
  readonly scenarios: readonly Scenario[];
  /** Goals asked for; others are left out of the report. Empty = all. */
  readonly goals: readonly string[];
  readonly effort: Effort;
  readonly json: boolean;
  readonly withPeers: boolean;
  /** Profiles of all Node processes go to docs/perf/. */
  readonly profile: boolean;
  readonly durationMs: number | null;
  /** Where results and charts are written; null = nowhere. */
  readonly out: string | null;
  readonly help: boolean;
}

/** The command was called wrongly; `message` says how to call it. */
export class UsageError extends Error {}

export const usage = (known: readonly Scenario[]): string =>
  [
    'npm run bench                      the short set, at most five minutes',
    'npm run bench -- all               everything, with a soak of one hour',
    'npm run bench -- SCENARIO …        these scenarios',
    'npm run bench -- --goal P4 --json  one goal; one JSON document on the standard output',
    '',
    '--effort tiny|short|full   how long each figure is measured (default: short for the short set, else full)',
    '--no-peers                 leaves out other servers',
    '--duration 10m             length of the soak (s, m, h)',
    '--profile                  writes CPU profiles and what they say to docs/perf/',
    '--out DIR | --no-out       where results and charts go (default: bench/results)',
    '',
    `scenarios: ${known.map(({ name }) => name).join(', ')}`,
    `goals: ${goalsOf(known).join(', ')}`,
  ].join('\n');

const goalsOf = (scenarios: readonly Scenario[]): readonly string[] => [
  ...new Set(scenarios.flatMap(({ goals }) => goals)),
];

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        scenario: { type: 'string', multiple: true, default: [] },
        goal: { type: 'string', multiple: true, default: [] },
        effort: { type: 'string' },
        duration: { type: 'string' },
        out: { type: 'string', default: 'bench/results' },
        json: { type: 'boolean', default: false },
        'no-peers': { type: 'boolean', default: false },
        'no-out': { type: 'boolean', default: false },
        profile: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws UsageError that says which names, goals and values exist. */
export function parseOptions(args: readonly string[], known: readonly Scenario[]): BenchOptions {
  const { values, positionals } = parsed(args);
  const names = [...positionals, ...values.scenario];
  const everything = names.includes(ALL);
  const goals = values.goal.map((goal) => (/^p\d+$/.test(goal) ? goal.toUpperCase() : goal));
  refuseUnknown(names, [ALL, ...known.map(({ name }) => name)], 'scenario');
  refuseUnknown(goals, goalsOf(known), 'goal');
  const isDefault = names.length + goals.length === 0;
  const chosen = known.filter(({ name, short, goals: theirs }) => {
    if (isDefault) return short === true;
    return everything || names.includes(name) || theirs.some((goal) => goals.includes(goal));
  });
  return {
    scenarios: chosen,
    // A scenario named by itself is shown whole.
    goals: names.length > 0 ? [] : goals,
    effort: effortOf(values.effort ?? (isDefault ? 'short' : 'full')),
    json: values.json,
    withPeers: !values['no-peers'],
    profile: values.profile,
    durationMs: values.duration === undefined ? null : durationOf(values.duration),
    out: values['no-out'] ? null : values.out,
    help: values.help,
  };
}

function refuseUnknown(given: readonly string[], known: readonly string[], what: string): void {
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new UsageError(`no such ${what}: ${unknown.join(', ')}. There are: ${known.join(', ')}`);
}

function effortOf(name: string): Effort {
  const effort = Object.values(EFFORTS).find((one) => one.name === name);
  if (effort === undefined) throw new UsageError(`--effort must be one of ${Object.keys(EFFORTS).join(', ')}`);
  return effort;
}

function durationOf(text: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const factor = UNIT_MS[unit];
  if (factor === undefined || Number(digits) === 0) {
    throw new UsageError('--duration must be a number of s, m or h, such as 90s, 10m, 1h');
  }
  return Number(digits) * factor;
}
