/** The command line of the bench: what is run, and what is said to who calls it wrongly. */
import { describe, expect, test } from 'vitest';
import { SCENARIOS } from '../../../bench/catalog.ts';
import { parseOptions, UsageError, usage } from '../../../bench/options.ts';
import type { Scenario } from '../../../bench/scenario.ts';

const scenario = (name: string, goals: readonly string[], short = false): Scenario => ({
  name,
  goals,
  short,
  run: async () => [],
});
const KNOWN = [scenario('one', ['P1', 'P2'], true), scenario('two', ['P2']), scenario('three', [])];
const names = (args: readonly string[]): readonly string[] =>
  parseOptions(args, KNOWN).scenarios.map(({ name }) => name);

describe('which scenarios run', () => {
  test.each<[readonly string[], readonly string[]]>([
    [[], ['one']],
    [['all'], ['one', 'two', 'three']],
    [['three'], ['three']],
    [
      ['three', 'one'],
      ['one', 'three'],
    ],
    [['--scenario', 'two'], ['two']],
    [
      ['--goal', 'P2'],
      ['one', 'two'],
    ],
    [
      ['--goal', 'p2'],
      ['one', 'two'],
    ],
  ])('%j: %j', (args, expected) => {
    expect(names(args)).toEqual(expected);
  });

  test('a goal keeps its results only, a scenario by name all of them', () => {
    expect(parseOptions(['--goal', 'P2'], KNOWN).goals).toEqual(['P2']);
    expect(parseOptions(['one', '--goal', 'P2'], KNOWN).goals).toEqual([]);
  });
});

describe('how it is run', () => {
  test('the short set is short, everything else is measured in full', () => {
    expect(parseOptions([], KNOWN).effort.name).toBe('short');
    expect(parseOptions(['all'], KNOWN).effort.name).toBe('full');
    expect(parseOptions(['all', '--effort', 'tiny'], KNOWN).effort.name).toBe('tiny');
  });

  test.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h', 3_600_000],
  ])('--duration %s is %i ms', (text, ms) => {
    expect(parseOptions(['all', '--duration', text], KNOWN).durationMs).toBe(ms);
  });

  test('switches', () => {
    expect(parseOptions(['--json', '--no-peers', '--no-out', '--profile'], KNOWN)).toMatchObject({
      json: true,
      withPeers: false,
      out: null,
      profile: true,
    });
    expect(parseOptions([], KNOWN)).toMatchObject({
      json: false,
      withPeers: true,
      out: 'bench/results',
      profile: false,
    });
  });
});

test.each<[readonly string[], string]>([
  [['four'], 'no such scenario: four. There are: all, one, two, three'],
  [['--goal', 'P9'], 'no such goal: P9. There are: P1, P2'],
  [['--effort', 'huge'], '--effort must be one of tiny, short, full'],
  [['--duration', '0s'], '--duration must be'],
  [['--duration', 'long'], '--duration must be'],
  [['--jsn'], '--jsn'],
])('%j is refused', (args, words) => {
  expect(() => parseOptions(args, KNOWN)).toThrow(UsageError);
  expect(() => parseOptions(args, KNOWN)).toThrow(words);
});

test('the real catalogue: names are unique, every goal from P1 to P14 but the cluster’s and the live gateway’s is measured', () => {
  expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
  const goals = new Set(SCENARIOS.flatMap((one) => one.goals));
  const expected = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14].map((number) => `P${number}`);
  expect(expected.filter((goal) => !goals.has(goal))).toEqual([]);
  expect(usage(SCENARIOS)).toContain('fan-out-100');
});
