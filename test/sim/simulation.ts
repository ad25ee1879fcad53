/** One simulation from seed to verdict: operations, peace, comparison, everybody leaves, nothing is left. */
import { Scene } from '../../wire/generated/messages.ts';
import { type SimFailure, toFailure } from './failure.ts';
import { checkAtRest, checkNothingLeft, checkServer } from './invariants.ts';
import { drawOperations, type Operation, perform } from './operations.ts';
import { SeededRandom } from './random.ts';
import { World } from './world.ts';

export interface SimPlan {
  readonly seed: number;
  readonly clients: number;
  /** Of the rooms; absent = as a client that names none. */
  readonly scene?: Scene;
  readonly ops: readonly Operation[];
}

export interface SimOutcome {
  readonly failure: SimFailure | undefined;
  /** Index of the operation after which it failed; `ops.length` and above: at the end. */
  readonly failedAt: number;
  /** Equal for equal plans. */
  readonly fingerprint: number;
  readonly figures: Readonly<Record<string, number>>;
}

/** Longer than reconnecting and any command takes. */
const PEACE_MS = 40_000;
const REST_STEP_MS = 7;
const MAX_REST_STEPS = 400;
/** Longer than every grace of `simConfig` in a row. */
const ALL_GRACES_MS = 240_000;

/** The operations of a seed. */
export function planOf(seed: number, clients: number, steps: number): SimPlan {
  const random = new SeededRandom(seed);
  // Live rooms have crowds, remote ones a control floor from the beginning.
  const draw = random.fork('scene');
  const talk = draw.chance(0.5) ? Scene.REMOTE : Scene.CONFERENCE;
  const scene = draw.chance(0.5) ? Scene.LIVE : talk;
  return { seed, clients, scene, ops: drawOperations(random.fork('ops'), clients, steps) };
}

/** Runs a plan. Never rejects. */
export async function simulate(plan: SimPlan): Promise<SimOutcome> {
  const world = new World(plan);
  let step = 0;
  let failure: SimFailure | undefined;
  try {
    for (; step < plan.ops.length; step += 1) {
      const op = plan.ops[step];
      if (op === undefined) break;
      perform(world, op);
      await world.advance(op.waitMs);
      checkServer(world);
    }
    await comeToRest(world);
    await checkAtRest(world);
    step += 1;
    await everybodyLeaves(world);
    await checkNothingLeft(world);
  } catch (error) {
    failure = toFailure(error);
  }
  const { deltas, snapshots } = world.recovered;
  const { workersLost, slowClosed, pushed, repairs } = world;
  const figures = { deltas, snapshots, workersLost, slowClosed, pushed, repairs: repairs.length };
  return { failure, failedAt: step, fingerprint: world.fingerprint, figures };
}

/** The network is good from now on; waits until all that was begun is done. */
async function comeToRest(world: World): Promise<void> {
  world.network.isCalm = true;
  await world.advance(PEACE_MS);
  for (let step = 0; step < MAX_REST_STEPS; step += 1) {
    if (world.network.isIdle && world.engine.isIdle) return;
    await world.advance(REST_STEP_MS);
  }
  world.fail('restless', `unsettled: ${world.unsettled.join()}`);
  world.check();
}

/** Half of them say goodbye, the others vanish. */
async function everybodyLeaves(world: World): Promise<void> {
  for (const [index, device] of world.living.entries()) {
    if (index % 2 === 0) device.client.close();
    else device.die();
  }
  // What the dead still waited for will never settle.
  await world.advance(ALL_GRACES_MS);
  for (const device of world.devices) {
    if (device !== undefined && device.clock.pending > 0) {
      world.fail('leak', `${device.clock.pending} timers of ${device.userId}`);
    }
  }
  world.check();
}
