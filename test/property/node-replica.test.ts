/**
 * The whole node and real clients in a virtual world (test/sim): random commands with lost, half-open and slow
 * connections, resumes, dead workers. `npm run sim` runs as many seeds as one likes; these run always.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { planOf, type SimPlan, simulate } from '../sim/simulation.ts';

const REGRESSIONS = fileURLToPath(new URL('../sim/regressions/', import.meta.url));
const SMALL = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => ({ seed, clients: 8, steps: 150 }));
const LARGE = [101, 102].map((seed) => ({ seed, clients: 50, steps: 600 }));

const readPlan = (name: string): SimPlan => JSON.parse(readFileSync(join(REGRESSIONS, name), 'utf8')) as SimPlan;

describe('when all is quiet', () => {
  test.for([...SMALL, ...LARGE])(
    '[SG-8] [SG-32] [SG-34] [SG-61] replicas equal the server, nothing flows unheard, nothing is left: seed $seed, $clients clients',
    async ({ seed, clients, steps }) => {
      const { failure, figures } = await simulate(planOf(seed, clients, steps));
      expect(failure?.message).toBeUndefined();
      expect(figures).toMatchObject({ deltas: expect.any(Number), slowClosed: expect.any(Number) });
    },
  );
});

test('[SG-27] among these seeds are readers too slow for the server, and returns by deltas and by snapshots', async () => {
  const totals: Record<string, number> = {};
  for (const { seed, clients, steps } of SMALL) {
    const { figures } = await simulate(planOf(seed, clients, steps));
    for (const [name, figure] of Object.entries(figures)) totals[name] = (totals[name] ?? 0) + figure;
  }
  for (const name of ['deltas', 'snapshots', 'slowClosed', 'workersLost'])
    expect(totals[name], name).toBeGreaterThan(0);
});

test('a seed means the same run every time', async () => {
  const plan = planOf(9, 8, 150);
  const first = await simulate(plan);
  const second = await simulate(plan);
  expect(first.fingerprint).not.toBe(0);
  expect(second).toEqual(first);
});

test('[SG-12] a join that its client gave up while it was cut off leaves no ghost', async () => {
  const plan = readPlan('join-given-up-while-frozen.json');
  expect((await simulate(plan)).failure?.message).toBeUndefined();
});

/** Found by the simulation once, shrunk, mended. The name of the file says what went wrong. */
test.for(readdirSync(REGRESSIONS))('[SG-32] regression: %s', async (name) => {
  const { failure } = await simulate(readPlan(name));
  expect(failure?.message).toBeUndefined();
});
