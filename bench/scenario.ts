/** What scenarios are given and what they give back. One scenario a file, in `scenarios/`. */
import type { Effort } from './support/effort.ts';

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
  /** Other servers at the same work, by name; null = it did not run, `notes` says why. */
  readonly peers: Readonly<Record<string, number | null>>;
  /** `ours / floor`. */
  readonly ratio: number | null;
  /** What we want: of `ratio` when there is one, else of `ours`. */
  readonly target: Target | null;
  /** What we want beside peers; a peer that did not run is not judged. */
  readonly peerTargets: readonly JudgedPeerTarget[];
  /** All targets that could be judged; null when there was none. */
  readonly met: boolean | null;
  /** What the load generator could have taken at most, same unit; null where it cannot be the limit. */
  readonly clientCeiling: number | null;
  /** What a reader must know: peers that did not run, conditions. */
  readonly notes: readonly string[];
}

export interface Target {
  readonly is: 'at least' | 'at most';
  readonly value: number;
}

/** A target of `ours / peers[peer]`. */
export interface PeerTarget extends Target {
  readonly peer: string;
}

export interface JudgedPeerTarget extends PeerTarget {
  /** Null when the peer did not run. */
  readonly ratio: number | null;
  readonly met: boolean | null;
}

export interface ScenarioContext {
  /** Shows progress to whoever waits; not part of the result. */
  readonly say: (line: string) => void;
  /** How long and how often to measure. */
  readonly effort: Effort;
  /** Whether other servers are measured too. */
  readonly withPeers: boolean;
  /** Overrides the length of a soak, in ms. */
  readonly durationMs: number | null;
}

/** Runs by itself, leaves nothing behind. Rejects when what it measured would not be honest. */
export interface Scenario {
  readonly name: string;
  /** Goals of docs/performance.md it measures. */
  readonly goals: readonly string[];
  /** Part of the short set too; default no. */
  readonly short?: boolean;
  readonly run: (context: ScenarioContext) => Promise<readonly Result[]>;
}

type Measured = Pick<Result, 'scenario' | 'metric' | 'unit' | 'ours'> &
  Partial<Omit<Result, 'peerTargets' | 'ratio' | 'met'>> & { readonly peerTargets?: readonly PeerTarget[] };

export const reaches = ({ is, value }: Target, figure: number): boolean =>
  is === 'at least' ? figure >= value : figure <= value;

/** Completes a result: ratio, and whether its targets were met. */
export function result(measured: Measured): Result {
  const { ours, floor = null, target = null, goal = null, peers = {}, clientCeiling = null, notes = [] } = measured;
  const ratio = floor === null ? null : ours / floor;
  const peerTargets = (measured.peerTargets ?? []).map((wanted): JudgedPeerTarget => {
    const theirs = peers[wanted.peer] ?? null;
    const beside = theirs === null ? null : ours / theirs;
    return { ...wanted, ratio: beside, met: beside === null ? null : reaches(wanted, beside) };
  });
  const verdicts = peerTargets.map((one) => one.met);
  if (target !== null) verdicts.push(reaches(target, ratio ?? ours));
  const judged = verdicts.filter((verdict) => verdict !== null);
  const met = judged.length === 0 ? null : judged.every(Boolean);
  const { scenario, metric, unit } = measured;
  return { goal, scenario, metric, unit, ours, floor, peers, ratio, target, peerTargets, met, clientCeiling, notes };
}
