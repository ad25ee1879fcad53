// `node scripts/bench-peers.mjs npm nchan …`: installs servers that the bench compares with. Run by the bench when it
// needs them; never by the tests.
import { join } from 'node:path';
import { runMain, SetupFailure } from './setup/failure.mjs';
import { ensureNpmPackages } from './setup/npm-packages.mjs';
import { root } from './setup/places.mjs';
import { ensureSystemPackages, FOR_BENCH_PEERS } from './setup/system-packages.mjs';

async function ensurePeer(name) {
  if (name === 'npm') return ensureNpmPackages(join(root, 'bench/peers'));
  const needs = FOR_BENCH_PEERS[name];
  if (needs === undefined) throw new SetupFailure(`no such peer: ${name}`);
  return ensureSystemPackages(needs, { purpose: `comparing with ${name}` });
}

await runMain(async () => {
  for (const name of process.argv.slice(2)) await ensurePeer(name);
  return 0;
});
