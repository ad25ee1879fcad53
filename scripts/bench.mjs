// `npm run bench`: sets up what is missing, then measures. Plain Node 20 and no packages: it runs before `npm ci`. Set-up
// talks on stderr: stdout is the report's, with `--json` one document and nothing else.
import { runForeground } from './setup/child.mjs';
import { runMain } from './setup/failure.mjs';
import { setUp } from './setup/set-up.mjs';

await runMain(async () => {
  const { node, env } = await setUp({ tests: true });
  return runForeground(node, ['bench/main.ts', ...process.argv.slice(2)], { env });
});
