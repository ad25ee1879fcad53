/** Runs the programs of `bench/micro/` on the servers' core and reads their figures. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Figure } from '../micro/figure.ts';
import { onServerCore } from './pinning.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TIMEOUT_MS = 300_000;

/** The figures a program prints, by name. @throws Error with what it said when it fails or takes too long. */
export async function runProgram(file: string, given: readonly string[] = []): Promise<ReadonlyMap<string, number>> {
  const { command, args } = onServerCore(process.execPath, [file, ...given]);
  const { stdout } = await promisify(execFile)(command, [...args], { cwd: ROOT, timeout: TIMEOUT_MS });
  const figures = JSON.parse(stdout) as readonly Figure[];
  return new Map(figures.map(({ name, value }) => [name, value]));
}
