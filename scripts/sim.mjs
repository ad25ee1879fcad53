// `npm run sim`: sets up what is missing, then runs the deterministic simulation. Plain Node 20 and no packages: it runs before `npm ci`.
import { runForeground } from './setup/child.mjs';
import { runMain } from './setup/failure.mjs';
import { setUp } from './setup/set-up.mjs';

await runMain(async () => {
  const { node, env } = await setUp();
  return runForeground(node, ['test/sim/main.ts', ...process.argv.slice(2)], { env });
});
