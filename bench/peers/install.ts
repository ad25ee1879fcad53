/** Installs servers to compare with when they are first wanted, by scripts/bench-peers.mjs. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAX_KEPT_OUTPUT = 2000;

export type PeerPackage = 'npm' | 'nchan' | 'nginx-rtmp' | 'janus';

const installed = new Map<PeerPackage, Promise<void>>();

/** Once per run. @throws Error with what set-up said when it cannot be installed */
export function installPeer(name: PeerPackage): Promise<void> {
  const known = installed.get(name) ?? install(name);
  installed.set(name, known);
  return known;
}

function install(name: PeerPackage): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/bench-peers.mjs', name], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      output = (output + chunk.toString()).slice(-MAX_KEPT_OUTPUT);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`it cannot be installed: ${output.trim().split('\n').at(-1) ?? ''}`));
    });
  });
}
