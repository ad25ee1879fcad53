/** What scenarios are given and what they give back. One scenario a file, in `scenarios/`. */

/** One measured number. `null` = does not apply to this scenario. */
export interface Result {
  /** Number of the goal in docs/performance.md ("P1"); null for figures without one. */
  readonly goal: string | null;
  readonly scenario: string;
  readonly metric: string;
  /** Unit of `ours`, `floor`, `peers`, and of `target` when there is no ratio. */
  readonly unit: string;
  readonly ours: number;
  /** The best that this machine can do: the same work by a server that does nothing else, in the same run. */
  readonly floor: number | null;
  /** Other servers at the same work, by name. */
  readonly peers: Readonly<Record<string, number>>;
  /** `ours / floor`. */
  readonly ratio: number | null;
  /** What we want: of `ratio` when there is one, else of `ours`. */
  readonly target: Target | null;
  readonly met: boolean | null;
  /** What the load generator could have taken at most, same unit; null where it cannot be the limit. */
  readonly clientCeiling: number | null;
}

export interface Target {
  readonly is: 'at least' | 'at most';
  readonly value: number;
}

export interface ScenarioContext {
  /** Shows progress to whoever waits; not part of the result. */
  readonly say: (line: string) => void;
}

/** Runs by itself, leaves nothing behind. Rejects when what it measured would not be honest. */
export interface Scenario {
  readonly name: string;
  /** Goals of docs/performance.md it measures. */
  readonly goals: readonly string[];
  readonly run: (context: ScenarioContext) => Promise<readonly Result[]>;
}

type Measured = Pick<Result, 'scenario' | 'metric' | 'unit' | 'ours'> & Partial<Result>;

/** Completes a result: ratio, and whether its target was met. */
export function result(measured: Measured): Result {
  const { ours, floor = null, target = null, goal = null, peers = {}, clientCeiling = null } = measured;
  const ratio = floor === null ? null : ours / floor;
  const judged = ratio ?? ours;
  let met: boolean | null = null;
  if (target !== null) met = target.is === 'at least' ? judged >= target.value : judged <= target.value;
  const { scenario, metric, unit } = measured;
  return { goal, scenario, metric, unit, ours, floor, peers, ratio, target, met, clientCeiling };
}
