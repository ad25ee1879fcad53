import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where npm puts the programs of the packages. */
export const binDir = join(root, 'node_modules/.bin');

/** What set-up keeps about this checkout; ignored by git, and not in node_modules, which `npm ci` deletes. */
export const stateDir = join(root, '.cache');

/** What outlives a checkout (the built worker), shared by all checkouts of this user. */
export function cacheDir(env = process.env) {
  if (env.RTCROOM_CACHE_DIR) return resolve(env.RTCROOM_CACHE_DIR);
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'rtcroom');
}

/** PATH with the packages' programs first, as npm scripts have it: `node` is then Node 22 for children too. */
export const pathWithBin = () => [binDir, ...otherPath()].join(delimiter);

/** PATH without the packages' programs: npm itself must not run on the Node that it is about to replace. */
export const pathWithoutBin = () => otherPath().join(delimiter);

const otherPath = () => (process.env.PATH ?? '').split(delimiter).filter((dir) => dir && resolve(dir) !== binDir);
