/**
 * CPU profiles of every Node process of a run (`--profile`), and what they say: where the processor time went, by function,
 * as a table and as a flame graph.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type CpuProfile, flameGraph, summary } from './flame-graph.ts';

export interface Profiles {
  /** Reads what the processes left and writes the summaries. */
  readonly finish: (say: (line: string) => void) => Promise<void>;
}

/** From now on the processes that are started leave their profiles in that folder when they end. */
export async function profilesInto(dir: string): Promise<Profiles> {
  await mkdir(dir, { recursive: true });
  const before = new Set(await readdir(dir));
  process.env['NODE_OPTIONS'] =
    `${process.env['NODE_OPTIONS'] ?? ''} --cpu-prof --cpu-prof-interval=500 --cpu-prof-dir=${resolve(dir)}`.trim();
  return {
    finish: async (say) => {
      const made = (await readdir(dir)).filter((name) => name.endsWith('.cpuprofile') && !before.has(name));
      for (const name of made) {
        const profile = JSON.parse(await readFile(join(dir, name), 'utf8')) as CpuProfile;
        const base = join(dir, name.replace(/\.cpuprofile$/, ''));
        await writeFile(`${base}.svg`, flameGraph(name, profile));
        await writeFile(`${base}.txt`, summary(profile));
        say(`profile: ${base}.svg`);
      }
    },
  };
}
