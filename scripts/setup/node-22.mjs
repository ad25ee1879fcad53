import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { SetupFailure } from './failure.mjs';
import { binDir } from './places.mjs';

/**
 * Whether this Node version runs RTCRoom: 22.18 is the first that runs TypeScript sources as they are, and the native
 * part of uWebSockets.js exists up to the ABI of Node 22.
 */
export function isSupported(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major === 22 && minor >= 18;
}

/** Path of a Node 22: the one in use, or the one that npm installed on Linux x64. */
export function findNode22() {
  if (isSupported(process.version)) return process.execPath;
  const packaged = join(binDir, 'node');
  const { stdout } = spawnSync(packaged, ['--version'], { encoding: 'utf8' });
  if (stdout && isSupported(stdout.trim())) return packaged;
  throw new SetupFailure(
    `RTCRoom runs on Node 22 (22.18 or later); this is ${process.version}, and npm brings a Node 22 along only for Linux on x64 with glibc. Install Node 22 (nodejs.org or a version manager) and run this again with it.`,
  );
}
