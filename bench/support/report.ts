/** Shows results to people and to programs. */
import type { JudgedPeerTarget, Result, Target } from '../scenario.ts';
import type { Machine } from './machine.ts';

export interface Report {
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  /** How long each figure was measured; `tiny` ones mean nothing. */
  readonly effort: string;
  /** When the run began, ISO 8601. */
  readonly startedAt: string;
  readonly results: readonly Result[];
  /** Scenarios that could not be measured honestly, and why. */
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly scenario: string;
  readonly why: string;
}

/** What `--json` prints: one document. */
export function reportAsJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** A table for the terminal; ratios first, because they can be compared between machines. */
export function reportAsTable({ machine, versions, effort, results, failures }: Report): string {
  const { processor, cores, memoryGiB, system, pinned } = machine;
  const placement = pinned ? 'server on core 0, load on core 1' : 'not pinned: server and load share the cores';
  const head = [
    `${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}; ${placement}; effort ${effort}`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    '',
  ];
  const titles = ['ratio', 'target', 'goal', 'scenario', 'metric', 'ours', 'floor', 'ceiling', 'unit'];
  const rows = results.map((one) => [
    one.ratio === null ? '' : one.ratio.toFixed(2),
    targetText(one),
    one.goal ?? '',
    one.scenario,
    one.metric,
    numberText(one.ours),
    one.floor === null ? '' : numberText(one.floor),
    one.clientCeiling === null ? '' : numberText(one.clientCeiling),
    one.unit,
  ]);
  const lines = [...head, ...tableLines([titles, ...rows]), ...besidePeers(results)];
  for (const note of new Set(results.flatMap(({ scenario, notes }) => notes.map((text) => `${scenario}: ${text}`)))) {
    lines.push(`note: ${note}`);
  }
  for (const { scenario, why } of failures) lines.push(`FAILED ${scenario}: ${why}`);
  return `${lines.join('\n')}\n`;
}

function besidePeers(results: readonly Result[]): readonly string[] {
  const rows = results.flatMap(({ scenario, metric, ours, peers, peerTargets }) =>
    Object.entries(peers).map(([peer, theirs]) => [
      theirs === null ? '-' : `${(ours / theirs).toFixed(2)}x`,
      peerText(peerTargets.find((wanted) => wanted.peer === peer)),
      peer,
      scenario,
      metric,
      theirs === null ? 'did not run' : numberText(theirs),
    ]),
  );
  if (rows.length === 0) return [];
  return ['', ...tableLines([['ours/peer', 'target', 'peer', 'scenario', 'metric', 'theirs'], ...rows]), ''];
}

function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<readonly number[]>(
    (widest, row) => row.map((cell, column) => Math.max(cell.length, widest[column] ?? 0)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const limitText = ({ is, value }: Target): string => `${is === 'at least' ? '>=' : '<='} ${value}`;

function targetText({ target, met }: Result): string {
  if (met === null) return target === null ? '' : limitText(target);
  const verdict = met ? 'met' : 'missed';
  return target === null ? verdict : `${limitText(target)} ${verdict}`;
}

function peerText(wanted: JudgedPeerTarget | undefined): string {
  if (wanted === undefined) return '';
  if (wanted.met === null) return `${limitText(wanted)} not judged`;
  return `${limitText(wanted)} ${wanted.met ? 'met' : 'missed'}`;
}

/** Three digits that mean something, thousands apart. */
export function numberText(value: number): string {
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en-US')
    : value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
