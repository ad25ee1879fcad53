/** Taking turns, and what is refused: a figure that would not be honest is no figure. */
import { describe, expect, test } from 'vitest';
import { runScenarios } from '../../../bench/run-scenarios.ts';
import type { ScenarioContext } from '../../../bench/scenario.ts';
import { EFFORTS, scaled } from '../../../bench/support/effort.ts';
import { type Contestant, inRounds, refusal, type Sample } from '../../../bench/support/rounds.ts';

const silent = (): void => undefined;
const EFFORT = { rounds: 3, sliceMs: 100, warmUpMs: 10 };
const sample = (units: number, more: Partial<Sample> = {}): Sample => ({
  units,
  serverMs: 95,
  clientMs: 50,
  elapsedMs: 100,
  ...more,
});

describe('a slice is refused', () => {
  test.each<[string, Sample, string | undefined]>([
    ['when both were busy: no', sample(10), undefined],
    ['when the load generator had nothing to do: no', sample(10, { clientMs: 10, serverMs: 20 }), undefined],
    ['when both were full: no', sample(10, { clientMs: 99, serverMs: 91 }), undefined],
    ['when the load generator was full and the server not', sample(10, { clientMs: 98, serverMs: 89 }), 'the limit'],
    ['when nothing came', sample(0), 'nothing'],
  ])('%s', (_name, one, words) => {
    if (words === undefined) expect(refusal(one)).toBeUndefined();
    else expect(refusal(one)).toContain(words);
  });
});

describe('rounds', () => {
  const fixed = (name: string, role: Contestant['role'], units: readonly number[], log: string[] = []): Contestant => {
    let slice = 0;
    return {
      name,
      role,
      slice: async () => {
        log.push(name);
        const value = units[Math.min(slice, units.length - 1)] ?? 0;
        slice += 1;
        return sample(value);
      },
    };
  };

  test('all take turns, a warm-up comes first and does not count, and the median does', async () => {
    const log: string[] = [];
    // 1000 is the warm-up, 700 a disturbed slice.
    const ours = fixed('ours', 'ours', [1000, 95, 700, 190], log);
    const floor = fixed('raw', 'floor', [380], log);
    const peer = fixed('other', 'peer', [95], log);
    const standing = await inRounds([ours, floor, peer], EFFORT, silent);
    expect(log).toEqual(Array.from({ length: 4 }, () => ['ours', 'raw', 'other']).flat());
    expect(standing).toMatchObject({ ours: 2000, floor: 4000, peers: { other: 1000 }, clientCeiling: 7600, notes: [] });
  });

  test('the best floor counts, and who is slow may take part in fewer rounds', async () => {
    const log: string[] = [];
    const slow = { ...fixed('slow', 'peer', [95], log), rounds: 1 };
    const standing = await inRounds(
      [fixed('ours', 'ours', [95]), fixed('a', 'floor', [190]), fixed('b', 'floor', [285]), slow],
      EFFORT,
      silent,
    );
    expect(standing.floor).toBe(3000);
    expect(log).toEqual(['slow', 'slow']);
  });

  test('warm-up goes on until the code has run often enough, and is bounded', async () => {
    const warmUps = async (units: number, serverMs: number): Promise<readonly boolean[]> => {
      const log: boolean[] = [];
      const slice: Contestant['slice'] = async (_durationMs, isWarmUp) => {
        log.push(isWarmUp);
        return sample(units, { serverMs });
      };
      await inRounds([{ name: 'ours', role: 'ours', warmUpUnits: 1000, slice }], { ...EFFORT, rounds: 1 }, silent);
      return log;
    };
    expect(await warmUps(400, 1)).toEqual([true, true, true, false]);
    // Eight times the length of a warm-up is as much as it gets.
    expect(await warmUps(1, 40)).toEqual([true, true, false]);
  });

  test('a peer that fails is told as such, the others go on', async () => {
    const broken: Contestant = { name: 'broken', role: 'peer', slice: () => Promise.reject(new Error('gap')) };
    const standing = await inRounds([fixed('ours', 'ours', [95]), broken], EFFORT, silent);
    expect(standing.peers).toEqual({ broken: null });
    expect(standing.notes).toEqual(['broken did not run: gap']);
  });

  test.each<Contestant['role']>(['ours', 'floor'])('a failure of %s is the end', async (role) => {
    const broken: Contestant = { name: 'broken', role, slice: () => Promise.reject(new Error('gap')) };
    await expect(inRounds([broken, fixed('ours', 'ours', [95])], EFFORT, silent)).rejects.toThrow('broken: gap');
  });

  test('a load generator that stays the limit fails the run; one disturbed slice is measured again', async () => {
    const full = sample(10, { clientMs: 99, serverMs: 50 });
    const always: Contestant = { name: 'ours', role: 'ours', slice: async () => full };
    await expect(inRounds([always], EFFORT, silent)).rejects.toThrow('ours: the load generator was the limit');
    let slice = 0;
    const once: Contestant = {
      name: 'ours',
      role: 'ours',
      slice: async () => {
        slice += 1;
        return slice === 2 ? full : sample(95);
      },
    };
    expect((await inRounds([once], EFFORT, silent)).ours).toBe(1000);
  });

  test('where it is known to be the limit it is a note', async () => {
    const idle: Contestant = {
      name: 'raw',
      role: 'floor',
      mayBeIdle: true,
      slice: async () => sample(10, { clientMs: 99, serverMs: 50 }),
    };
    const standing = await inRounds([fixed('ours', 'ours', [95]), idle], EFFORT, silent);
    expect(standing.floor).toBe(200);
    expect(standing.notes).toEqual(['raw: the load generator was the limit (it 99 %, the server 50 % busy)']);
  });
});

test('a scenario that fails is tried once more, then told; it does not stop the others; goals choose results', async () => {
  const context: ScenarioContext = { say: silent, effort: EFFORTS.tiny, withPeers: false, durationMs: null };
  const measured = (goal: string) => ({
    goal,
    scenario: 'good',
    metric: 'm',
    unit: 'u',
    ours: 1,
    floor: null,
    peers: {},
    ratio: null,
    target: null,
    peerTargets: [],
    met: null,
    clientCeiling: null,
    notes: [],
  });
  const bad = { name: 'bad', goals: [], run: () => Promise.reject(new Error('not delivered')) };
  const good = { name: 'good', goals: ['P1', 'P2'], run: async () => [measured('P1'), measured('P2')] };
  const kept: unknown[] = [];
  const { results, failures } = await runScenarios([good, bad, good], ['P2'], context, async (found) => {
    kept.push(found);
  });
  expect(kept).toEqual([[results[0]], [], [results[1]]]);
  expect(failures).toEqual([{ scenario: 'bad', why: 'not delivered' }]);
  expect(results.map(({ goal, notes }) => [goal, notes])).toEqual([
    ['P2', []],
    ['P2', []],
  ]);

  let runs = 0;
  const shaky = {
    name: 'shaky',
    goals: ['P1'],
    run: async () => {
      runs += 1;
      if (runs === 1) throw new Error('disturbed');
      return [measured('P1')];
    },
  };
  const second = await runScenarios([shaky], [], context);
  expect(second.failures).toEqual([]);
  expect(second.results.map(({ notes }) => notes)).toEqual([['second try; the first failed: disturbed']]);
});

test('crowds shrink with the effort, not below what makes sense', () => {
  expect(scaled(EFFORTS.full, 1000)).toBe(1000);
  expect(scaled(EFFORTS.tiny, 1000)).toBe(100);
  expect(scaled(EFFORTS.tiny, 50)).toBe(10);
  expect(scaled(EFFORTS.tiny, 5)).toBe(5);
});
