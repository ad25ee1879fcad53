/** How the programs of this folder measure, and how they tell their figures to the scenario that started them. */
import { cpuTimeMs } from '../support/cpu-time.ts';
import { median } from '../support/statistics.ts';

const SLICES = 5;

/** One figure of a program. Which unit it has is the program's to say. */
export interface Figure {
  readonly name: string;
  readonly value: number;
}

/**
 * How often per second of processor time `once` can be done: the median of five slices of `count`, after one that warms
 * up. All threads count: garbage collection has its share. `once` is given a number that grows by one.
 */
export function perCpuSecond(count: number, once: (step: number) => void): number {
  const rates: number[] = [];
  for (let slice = 0; slice <= SLICES; slice += 1) {
    const startedAtMs = cpuTimeMs(process.pid);
    for (let step = slice * count; step < (slice + 1) * count; step += 1) once(step);
    const rate = (count * 1000) / (cpuTimeMs(process.pid) - startedAtMs);
    if (slice > 0) rates.push(rate);
  }
  return median(rates);
}

/** Prints the figures where `runProgram` reads them. */
export function printFigures(figures: readonly Figure[]): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
