import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runHelper } from './child.mjs';
import { pathWithBin, root } from './places.mjs';
import { startStep } from './progress.mjs';

const BINARY = join(root, 'node_modules/mediasoup/worker/out/Release/mediasoup-worker');
/** Behind a firewall that drops packets a connection attempt would hang for minutes. */
const TIMEOUT_MS = 60_000;

/** Lets mediasoup's install script download its prebuilt worker; `keep` decides whether that one runs here. */
export async function downloadWorker(keep) {
  const step = startStep('mediasoup worker, prebuilt');
  rmSync(BINARY, { force: true });
  // The script's own way out, a build by means of pip and further downloads, ends at once without a Python.
  const env = { ...process.env, PATH: pathWithBin(), PYTHON: '/bin/false' };
  const args = ['rebuild', 'mediasoup', '--ignore-scripts=false', '--foreground-scripts', '--loglevel=error'];
  const { code } = await runHelper('npm', args, { env, timeoutMs: TIMEOUT_MS });
  if (code === 0 && existsSync(BINARY) && keep(BINARY, 'prebuilt')) {
    step.done();
    return true;
  }
  step.failed('not available here, so it will be built');
  return false;
}
