/** Keeps the results of a run as files: one JSON and one chart for each scenario, so that a later run of one scenario leaves the others alone. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chartAsSvg } from './bar-chart.ts';
import { type Report, reportAsJson } from './report.ts';

/** Writes `DIR/SCENARIO.json` and `DIR/SCENARIO.svg` for each scenario with results. */
export async function writeResults(dir: string, report: Report): Promise<void> {
  await mkdir(dir, { recursive: true });
  for (const name of new Set(report.results.map(({ scenario }) => scenario))) {
    const results = report.results.filter(({ scenario }) => scenario === name);
    const { machine, startedAt, effort } = report;
    const subtitle = `${machine.processor}, ${machine.cores} cores, ${machine.system}, ${startedAt.slice(0, 10)}, effort ${effort}`;
    await writeFile(join(dir, `${name}.json`), reportAsJson({ ...report, results, failures: [] }));
    await writeFile(join(dir, `${name}.svg`), chartAsSvg(name, subtitle, results));
  }
}
