/**
 * CPU profiles of our nodes (`--profile`), and what they say: where the processor time went, by function, as a table and
 * as a flame graph, named by scenario and role. Neither starting up nor warming up is in the picture, nor are peers.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type CpuProfile, flameGraph, summary } from './flame-graph.ts';

const ENDING = '.cpuprofile';
const PRELOAD = './bench/support/profiled-process.ts';
const TOP_ROWS = 3;

/** Where profiles go; undefined = none are made. There is one run in a process. */
let folder: string | undefined;
let scenario = '';
const namesTaken = new Set<string>();
/** Nodes whose profile has begun anew after warm-up are not in it. */
const warmingUp = new Set<number>();

export interface Profiles {
  /** Reads what the nodes left, writes tables, graphs and the folder's index. */
  readonly finish: (say: (line: string) => void) => Promise<void>;
}

/** From now on nodes leave their profiles in that folder when they end. */
export async function profilesInto(dir: string): Promise<Profiles> {
  await mkdir(dir, { recursive: true });
  folder = resolve(dir);
  return {
    finish: async (say) => {
      for (const name of namesTaken) {
        const base = join(dir, name);
        await rm(`${base}.svg`, { force: true });
        await rm(`${base}.txt`, { force: true });
        const profile = await profileAt(`${base}${ENDING}`);
        if (profile === undefined) {
          say(`profile: ${name} left none`);
          continue;
        }
        await writeFile(`${base}.svg`, flameGraph(name, profile));
        await writeFile(`${base}.txt`, summary(profile));
        say(`profile: ${base}.svg`);
      }
      await writeFile(join(dir, 'README.md'), await indexOf(dir));
    },
  };
}

async function profileAt(file: string): Promise<CpuProfile | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as CpuProfile;
  } catch {
    return undefined;
  }
}

/** Nodes that are started from now on belong to it. */
export function profileScenario(name: string): void {
  scenario = name;
}

/** What a process of ours is started with, to be profiled as that; nothing when no profiles are made. */
export function profiledAs(role: string): { readonly args: readonly string[]; readonly env: Record<string, string> } {
  if (folder === undefined) return { args: [], env: {} };
  const wanted = `${scenario}.${role}`;
  let name = wanted;
  for (let number = 2; namesTaken.has(name); number += 1) name = `${wanted}-${number}`;
  namesTaken.add(name);
  return { args: ['--import', PRELOAD], env: { BENCH_PROFILE_FILE: join(folder, `${name}${ENDING}`) } };
}

/** The process is ready: its profile begins, for scenarios that have no warm-up. */
export function profileFromNow(pid: number): void {
  if (folder === undefined) return;
  process.kill(pid, 'SIGUSR2');
  warmingUp.add(pid);
}

/** What came before is forgotten, in each node once: later calls are about other figures of the same node. */
export function profileAfterWarmUp(): void {
  for (const pid of warmingUp) {
    try {
      process.kill(pid, 'SIGUSR2');
    } catch {
      // It has ended already.
    }
  }
  warmingUp.clear();
}

/** One row for each profile: how much work it saw, and what took most. */
async function indexOf(dir: string): Promise<string> {
  const tables = (await readdir(dir)).filter((name) => name.endsWith('.txt')).sort();
  const rows: string[] = [];
  for (const table of tables) {
    const name = table.replace(/\.txt$/, '');
    const [work = '', ...lines] = (await readFile(join(dir, table), 'utf8')).split('\n');
    const top = lines.slice(0, TOP_ROWS).map((line) => line.trim().replace(/\s+\d+\.\d ms\s+/, ' '));
    rows.push(`| ${name} | [graph](${name}.svg), [table](${table}) | ${work} | ${top.join('<br>')} |`);
  }
  return [
    '# Profiles of our nodes',
    '',
    'Made by `npm run bench -- SCENARIO --profile`, which also writes this page: the main thread of each node, without its',
    'start and its warm-up. The `.cpuprofile` files beside them, for the developer tools of a browser, are not kept in git.',
    '',
    '| scenario and process | | seen | what took most by itself |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
