/**
 * `npm run sim -- [--seeds 100] [--from 1] [--clients 50] [--steps 400]` runs seeds one after the other and ends at the
 * first failure with exit status 1, printing the seed and a shrunk list of operations; `--replay file` runs such a list.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { shrink } from './shrink.ts';
import { planOf, type SimOutcome, type SimPlan, simulate } from './simulation.ts';

const MAX_SHRINK_TRIES = 400;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    clients: { type: 'string', default: '50' },
    steps: { type: 'string', default: '400' },
    replay: { type: 'string' },
  },
});

function count(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`--${name} must be a whole number, not ${text}`);
  return number;
}

async function replay(file: string): Promise<number> {
  const plan = JSON.parse(readFileSync(file, 'utf8')) as SimPlan;
  const { failure, failedAt } = await simulate(plan);
  if (failure === undefined) console.log(`seed ${plan.seed}: ${plan.ops.length} operations, no failure`);
  else console.error(`seed ${plan.seed} failed after operation ${failedAt}: ${failure.message}`);
  return failure === undefined ? 0 : 1;
}

async function report(plan: SimPlan, { failure, failedAt }: SimOutcome): Promise<void> {
  const message = failure?.message ?? '';
  console.error(`seed ${plan.seed} (${plan.clients} clients) failed after operation ${failedAt}: ${message}`);
  const short = await shrink(plan, failure?.kind ?? '', MAX_SHRINK_TRIES);
  const again = await simulate(short);
  console.error(`shrunk from ${plan.ops.length} to ${short.ops.length} operations: ${again.failure?.message ?? ''}`);
  console.error(JSON.stringify(short));
}

async function runSeeds(): Promise<number> {
  const from = count('from', values.from);
  const seeds = count('seeds', values.seeds);
  const clients = Math.max(1, count('clients', values.clients));
  const steps = count('steps', values.steps);
  const startedAt = performance.now();
  const totals: Record<string, number> = {};
  for (let seed = from; seed < from + seeds; seed += 1) {
    const plan = planOf(seed, clients, steps);
    const outcome = await simulate(plan);
    if (outcome.failure !== undefined) {
      await report(plan, outcome);
      return 1;
    }
    for (const [name, figure] of Object.entries(outcome.figures)) totals[name] = (totals[name] ?? 0) + figure;
  }
  const perSeed = Math.round((performance.now() - startedAt) / Math.max(1, seeds));
  console.log(`${seeds} seeds from ${from}, ${clients} clients, ${steps} steps: no failure; ${perSeed} ms per seed`);
  console.log(JSON.stringify(totals));
  return 0;
}

process.exitCode = values.replay === undefined ? await runSeeds() : await replay(values.replay);
