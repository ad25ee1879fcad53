// The mediasoup worker is a native program. In the order of preference: the one that the environment names, the one in
// the cache, the official prebuilt one, one built here from the sources in the npm package (about 3 minutes).
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { SetupFailure } from './failure.mjs';
import { contentHash } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { cacheDir, root } from './places.mjs';
import { say } from './progress.mjs';
import { buildWorker } from './worker-build.mjs';
import { downloadWorker } from './worker-prebuilt.mjs';

/** Path of a mediasoup worker that runs on this machine, obtained first if need be. */
export async function ensureWorker() {
  const given = process.env.MEDIASOUP_WORKER_BIN;
  if (given) return checkGivenWorker(given);
  const home = workerHome();
  const cached = join(home, 'mediasoup-worker');
  if (workerRuns(cached)) return cached;
  const onWait = ({ pid, what }) => say(`waiting for another set-up (pid ${pid}), which is ${what} …`);
  await withLock(`${home}.lock`, { what: 'getting the mediasoup worker', onWait }, async () => {
    if (workerRuns(cached)) return;
    const keep = (binary, how) => publishWorker(home, binary, how);
    if (await downloadWorker(keep)) return;
    await buildWorker(keep, () => workerRuns(cached));
  });
  return cached;
}

/** Where the worker for this mediasoup, this recipe and this kind of machine is kept. */
export function workerHome() {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/mediasoup/package.json'), 'utf8'));
  const recipe = contentHash(join(root, 'scripts/worker-build'));
  return join(cacheDir(), 'worker', `${version}-${recipe}-${process.platform}-${process.arch}`);
}

/**
 * Whether this is a worker that this machine can load. Started by anything but mediasoup, a worker exits with 41; missing
 * libraries, another libc or another architecture show as something else.
 */
export const workerRuns = (path) => spawnSync(path, [], { env: {}, timeout: 10_000 }).status === 41;

/** The worker named by the user is taken as it is: a wrapper (valgrind, perf) need not behave like the worker. */
export function checkGivenWorker(given) {
  const path = resolve(given);
  try {
    accessSync(path, constants.X_OK);
    if (statSync(path).isFile()) return path;
  } catch {
    // Told below.
  }
  throw new SetupFailure(
    `MEDIASOUP_WORKER_BIN is set to ${given}, which is not an executable file. Correct it, or unset it: set-up then gets a worker by itself.`,
  );
}

/**
 * Puts `binary` into the cache if it runs here, all of it or nothing, and notes beside it how it was obtained (which
 * matters for benchmarks). Gives whether it did.
 */
function publishWorker(home, binary, how) {
  if (!workerRuns(binary)) return false;
  mkdirSync(home, { recursive: true });
  const unfinished = join(home, `.mediasoup-worker.${process.pid}`);
  copyFileSync(binary, unfinished);
  chmodSync(unfinished, 0o755);
  writeFileSync(join(home, 'how'), `${how}\n`);
  renameSync(unfinished, join(home, 'mediasoup-worker'));
  return true;
}
