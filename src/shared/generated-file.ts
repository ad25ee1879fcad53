import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

export interface GeneratedFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly checkOnly: boolean;
}

/**
 * Keeps a committed file equal to what the code generates: writes it when it differs, or with `checkOnly` says that
 * it is stale and returns false. Tells the outcome on stdout.
 */
export function writeOrCheck({ path, text, checkOnly }: GeneratedFile): boolean {
  const name = relative(process.cwd(), path);
  const isFresh = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (isFresh) console.log(`${name} is fresh`);
  else if (checkOnly) console.log(`${name} is stale; run its generator without --check`);
  else {
    writeFileSync(path, text);
    console.log(`wrote ${name}`);
  }
  return isFresh || !checkOnly;
}
