// `npm start`: sets up what is missing, then starts a node. Plain Node 20 and no packages: it runs before `npm ci`.
import { ALLOCATOR_ENV } from './setup/allocator.mjs';
import { runForeground } from './setup/child.mjs';
import { runMain } from './setup/failure.mjs';
import { setUp } from './setup/set-up.mjs';

await runMain(async () => {
  const { node, env } = await setUp({ media: true, page: true });
  return runForeground(node, ['src/main.ts', ...process.argv.slice(2)], { env: { ...ALLOCATOR_ENV, ...env } });
});
