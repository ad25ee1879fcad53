import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runForeground } from './child.mjs';
import { binDir, root } from './places.mjs';
import { formatSeconds } from './progress.mjs';

/** What is checked besides the tests; a check whose `subject` does not exist is skipped, saying so. */
const CHECKS = [
  { name: 'lint', args: [join(binDir, 'biome'), 'check', '.'] },
  { name: 'types', subject: 'tsconfig.json', args: [join(binDir, 'tsc'), '--noEmit', '-p', 'tsconfig.json'] },
  {
    name: 'types of the page',
    subject: 'web/tsconfig.json',
    args: [join(binDir, 'tsc'), '--noEmit', '-p', 'web/tsconfig.json'],
  },
  {
    name: 'types of the mini program',
    subject: 'miniprogram/tsconfig.json',
    args: [join(binDir, 'tsc'), '--noEmit', '-p', 'miniprogram/tsconfig.json'],
  },
  {
    name: 'types of the demo mini program',
    subject: 'miniprogram/tsconfig.demo.json',
    args: [join(binDir, 'tsc'), '--noEmit', '-p', 'miniprogram/tsconfig.demo.json'],
  },
  { name: 'generated code is fresh', args: ['scripts/generate.mjs', '--check'] },
  {
    name: 'built mini program component is fresh',
    subject: 'miniprogram/src',
    args: ['scripts/build-miniprogram.mjs', '--check'],
  },
  {
    name: 'config.sample.yaml is fresh',
    subject: 'src/config/print-sample.ts',
    args: ['src/config/print-sample.ts', '--check'],
  },
];

/** Runs every check, also after one has failed, and gives how many failed. */
export async function runChecks({ node, env }) {
  const results = [];
  for (const { name, subject, args } of CHECKS) {
    if (subject && !existsSync(join(root, subject))) {
      results.push({ name, outcome: `skipped: there is no ${subject}` });
      continue;
    }
    console.log(`\n== ${name}`);
    const startedAt = Date.now();
    const code = await runForeground(node, args, { env });
    const outcome = `${code === 0 ? 'ok' : 'FAILED'} (${formatSeconds((Date.now() - startedAt) / 1000)})`;
    results.push({ name, outcome, failed: code !== 0 });
  }
  console.log(`\n${results.map(({ name, outcome }) => `${name}: ${outcome}`).join('\n')}`);
  return results.filter(({ failed }) => failed).length;
}
