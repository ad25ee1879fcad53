/** Shows results to people and to programs. */
import type { Result, Target } from '../scenario.ts';
import type { Machine } from './machine.ts';

export interface Report {
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
}

/** What `--json` prints. */
export function reportAsJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** A table for the terminal; ratios first, because they can be compared between machines. */
export function reportAsTable({ machine, versions, results }: Report): string {
  const { processor, cores, memoryGiB, system, pinned } = machine;
  const placement = pinned ? 'server on core 0, load on core 1' : 'not pinned: server and load share the cores';
  const head = [
    `${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}; ${placement}`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    '',
  ];
  const titles = ['scenario', 'metric', 'ratio', 'target', 'ours', 'floor', 'unit'];
  const rows = results.map((one) => [
    one.scenario,
    one.metric,
    one.ratio === null ? '' : one.ratio.toFixed(2),
    targetText(one.target, one.met),
    numberText(one.ours),
    one.floor === null ? '' : numberText(one.floor),
    one.unit,
  ]);
  return `${[...head, ...tableLines([titles, ...rows])].join('\n')}\n`;
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

function targetText(target: Target | null, met: boolean | null): string {
  if (target === null) return '';
  return `${target.is === 'at least' ? '>=' : '<='} ${target.value} ${met === true ? 'met' : 'missed'}`;
}

/** Three digits that mean something, thousands apart. */
function numberText(value: number): string {
  return value >= 1000
    ? Math.round(value).toLocaleString('en-US')
    : value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
