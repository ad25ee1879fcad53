import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Hash of names and contents of all files under `dir`. For few, small files whose content is what counts. */
export function contentHash(dir) {
  const hash = createHash('sha256');
  for (const file of filesUnder(dir))
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(dir, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 16);
}

/**
 * Hash of names, sizes and times of change of the files at and under `paths`, which need not exist; directories named in
 * `skip` are left out. Costs one stat per file: cheap enough to do on every start.
 */
export function changeHash(base, paths, skip = []) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesUnder(join(base, path), skip)) {
      const { size, mtimeMs } = statSync(join(base, path, file));
      hash.update(`${path}/${file}\0${size}\0${mtimeMs}\0`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** Files under `dir` relative to it, in a fixed order; '' when `dir` is itself a file. */
function filesUnder(dir, skip = [], prefix = '') {
  const stat = statSync(join(dir, prefix), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [prefix];
  const names = readdirSync(join(dir, prefix)).filter((name) => !skip.includes(name));
  return names.sort().flatMap((name) => filesUnder(dir, skip, join(prefix, name)));
}

/** Text of a stamp file, undefined when there is none. */
export function readStamp(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
