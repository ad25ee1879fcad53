/** What a run leaves for people and programs. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Result, result } from '../../../bench/scenario.ts';
import { chartAsSvg } from '../../../bench/support/bar-chart.ts';
import { type CpuProfile, flameGraph, summary } from '../../../bench/support/flame-graph.ts';
import { describeMachine, describeVersions } from '../../../bench/support/machine.ts';
import { profiledAs, profileScenario, profilesInto } from '../../../bench/support/profiles.ts';
import { type Report, reportAsJson, reportAsTable } from '../../../bench/support/report.ts';
import { writeResults } from '../../../bench/support/results-folder.ts';

const RESULT: Result = result({
  goal: 'P4',
  scenario: 'join-storm',
  metric: 'joins <1000> & more',
  unit: 'per second',
  ours: 50,
  floor: 100,
  peers: { fast: 25, absent: null },
  target: { is: 'at least', value: 0.4 },
  peerTargets: [
    { peer: 'fast', is: 'at least', value: 3 },
    { peer: 'absent', is: 'at least', value: 2 },
  ],
  clientCeiling: 500,
  notes: ['absent did not run: no such program'],
});

const REPORT: Report = {
  machine: { processor: 'Test CPU', cores: 2, memoryGiB: 4, system: 'Linux', pinned: true, loadAverage: 0.5 },
  versions: { rtcroom: '1.0.0' },
  effort: 'full',
  startedAt: '2026-11-21T10:00:00.000Z',
  results: [RESULT],
  failures: [{ scenario: 'tail', why: 'not everything arrived' }],
};

describe('a result', () => {
  test('is judged by the floor and by peers; who did not run is not judged', () => {
    expect(RESULT).toMatchObject({ ratio: 0.5, met: false });
    expect(RESULT.peerTargets.map(({ ratio, met }) => [ratio, met])).toEqual([
      [2, false],
      [null, null],
    ]);
  });

  test('meets its goal when all that could be judged is met', () => {
    const measured = { scenario: 's', metric: 'm', unit: 'u', ours: 50, peers: { a: 25, b: null } };
    const peerTargets = [
      { peer: 'a', is: 'at least', value: 2 },
      { peer: 'b', is: 'at least', value: 9 },
    ] as const;
    expect(result({ ...measured, peerTargets }).met).toBe(true);
    expect(result({ ...measured, peerTargets, target: { is: 'at most', value: 49 } }).met).toBe(false);
    expect(result({ ...measured, peerTargets: peerTargets.slice(1) }).met).toBeNull();
  });
});

describe('the JSON document', () => {
  test('has the shape that programs rely on', () => {
    const parsed = JSON.parse(reportAsJson(REPORT));
    expect(Object.keys(parsed)).toEqual(['machine', 'versions', 'effort', 'startedAt', 'results', 'failures']);
    const shape = ['goal', 'scenario', 'unit', 'ours', 'floor', 'peers', 'ratio', 'target', 'met', 'clientCeiling'];
    expect(Object.keys(parsed.results[0])).toEqual(expect.arrayContaining(shape));
    expect(parsed.results[0]).toMatchObject({ goal: 'P4', ratio: 0.5, met: false, peers: { fast: 25, absent: null } });
  });

  test('says what it was measured on', () => {
    expect(describeMachine().cores).toBeGreaterThan(0);
    expect(Object.keys(describeVersions())).toEqual(
      expect.arrayContaining(['rtcroom', 'node', 'uWebSockets.js', 'mediasoup', 'ws', 'socket.io']),
    );
  });
});

describe('the table', () => {
  const table = reportAsTable(REPORT);

  test('begins its lines with the ratio', () => {
    expect(table).toMatch(/^0\.50\s+>= 0\.4 missed\s+P4\s+join-storm/m);
  });

  test('shows every peer, also the one that did not run, with the reason', () => {
    expect(table).toMatch(/^2\.00x\s+>= 3 missed\s+fast/m);
    expect(table).toMatch(/^-\s+>= 2 not judged\s+absent.*did not run/m);
    expect(table).toContain('note: join-storm: absent did not run: no such program');
  });

  test('names what could not be measured', () => {
    expect(table).toContain('FAILED tail: not everything arrived');
  });
});

describe('the chart', () => {
  const svg = chartAsSvg('join-storm', 'Test CPU', [RESULT]);
  const rects = [...svg.matchAll(/<rect x="170" y="\d+" width="([\d.]+)"/g)].map(([, width]) => Number(width));

  test('has a bar for ours, the floor and each peer that ran, in proportion', () => {
    expect(rects).toHaveLength(3);
    const [ours = 0, floor = 0, peer = 0] = rects;
    expect(ours / floor).toBeCloseTo(0.5, 2);
    expect(peer / floor).toBeCloseTo(0.25, 2);
    expect(svg).toContain('did not run');
  });

  test('draws the goal and escapes what is not markup', () => {
    expect(svg).toContain('stroke-dasharray');
    expect(svg).toContain('joins &#60;1000&#62; &#38; more');
    expect(svg).not.toContain('<1000>');
  });

  test('is made of figures that can be drawn, whatever was measured', () => {
    const odd = result({ scenario: 's', metric: 'm', unit: 'u', ours: Number.NaN, peers: { zero: 0 } });
    expect(chartAsSvg('s', '', [odd])).not.toMatch(/NaN|Infinity/);
  });
});

test('results are kept by scenario: a later run of one leaves the others alone', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'bench-results-'));
  try {
    await writeResults(dir, REPORT);
    await writeResults(dir, { ...REPORT, results: [{ ...RESULT, scenario: 'tail' }] });
    expect(readdirSync(dir).sort()).toEqual(['join-storm.json', 'join-storm.svg', 'tail.json', 'tail.svg']);
    expect(JSON.parse(readFileSync(join(dir, 'tail.json'), 'utf8')).results).toHaveLength(1);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

describe('a CPU profile', () => {
  const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 9 });
  const PROFILE: CpuProfile = {
    nodes: [
      { id: 1, callFrame: frame('(root)'), children: [2, 3, 5] },
      { id: 2, callFrame: frame('send', 'file:///some/where/src/signaling/session.ts'), children: [4] },
      { id: 3, callFrame: frame('(idle)') },
      { id: 4, callFrame: frame('encode', 'file:///some/where/wire/codec.ts') },
      { id: 5, callFrame: frame('post', 'node:inspector') },
    ],
    samples: [2, 4, 4, 3, 5],
    timeDeltas: [1000, 1000, 2000, 96_000, 50_000],
  };

  test('says who took the time, without idling and without the path of the checkout', () => {
    const text = summary(PROFILE);
    const [first, second] = text.split('\n').slice(1);
    expect(first).toMatch(/75\.0 % .* encode wire\/codec\.ts:10$/);
    expect(second).toMatch(/25\.0 % .* send signaling\/session\.ts:10$/);
    expect(text).not.toContain('idle');
    expect(text).not.toContain('inspector');
    expect(text).not.toContain('some/where');
  });

  test('as a flame graph: width is time', () => {
    const svg = flameGraph('a run', PROFILE);
    expect(svg).toContain('encode wire/codec.ts:10: 75.0 %');
    expect(svg).toMatch(/width="900\.0"/);
    expect(svg).not.toMatch(/\{\d|NaN/);
  });

  test('is named by scenario and role, and listed; a process that left none is told', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'rtcroom-bench-test-'));
    try {
      expect(profiledAs('node')).toEqual({ args: [], env: {} });
      const profiles = await profilesInto(dir);
      profileScenario('tail');
      const files = [profiledAs('node'), profiledAs('node')].map(({ env }) => env['BENCH_PROFILE_FILE'] ?? '');
      expect(files).toEqual([join(dir, 'tail.node.cpuprofile'), join(dir, 'tail.node-2.cpuprofile')]);
      writeFileSync(files[0] ?? '', JSON.stringify(PROFILE));
      const said: string[] = [];
      await profiles.finish((line) => said.push(line));
      expect(said).toEqual([`profile: ${join(dir, 'tail.node.svg')}`, 'profile: tail.node-2 left none']);
      const index = readFileSync(join(dir, 'README.md'), 'utf8');
      expect(index).toContain(
        '| tail.node | [graph](tail.node.svg), [table](tail.node.txt) | 0.00 s of work | 75.0 % encode',
      );
      expect(index).not.toContain('node-2');
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  test('an empty one is drawn, too', () => {
    expect(flameGraph('nothing', { nodes: [], samples: [], timeDeltas: [] })).not.toContain('NaN');
  });
});
