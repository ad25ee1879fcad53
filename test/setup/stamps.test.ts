import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changeHash, contentHash } from '../../scripts/setup/fingerprint.mjs';
import { isSupported } from '../../scripts/setup/node-22.mjs';
import { packagesMatch } from '../../scripts/setup/npm-packages.mjs';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rtcroom-stamps-'));
  mkdirSync(join(dir, 'node_modules'));
  mkdirSync(join(dir, 'web/dist'), { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (path: string, content: unknown): void =>
  writeFileSync(join(dir, path), typeof content === 'string' ? content : JSON.stringify(content));

const wanted = {
  '': {},
  'node_modules/a': { version: '1.0.0' },
  'node_modules/for-another-platform': { version: '1.0.0', optional: true },
};
const installed = { 'node_modules/a': { version: '1.0.0' } };
const lockfile = (packages: object): object => ({ packages });

describe('npm packages match package-lock.json', () => {
  test.for([
    { name: 'not without node_modules', seen: undefined, matches: false },
    { name: 'as npm installed them', seen: installed, matches: true },
    { name: 'not when one is missing', seen: {}, matches: false },
    { name: 'not when one has another version', seen: { 'node_modules/a': { version: '2.0.0' } }, matches: false },
    {
      name: 'not when there is one more',
      seen: { ...installed, 'node_modules/b': { version: '1.0.0' } },
      matches: false,
    },
  ])('$name', ({ seen, matches }) => {
    write('package-lock.json', lockfile(wanted));
    if (seen) write('node_modules/.package-lock.json', lockfile(seen));
    expect(packagesMatch(dir)).toBe(matches);
  });

  test('by the stamp alone, until package-lock.json changes', () => {
    write('package-lock.json', lockfile(wanted));
    write('node_modules/.package-lock.json', lockfile(installed));
    expect(packagesMatch(dir)).toBe(true);
    rmSync(join(dir, 'node_modules/.package-lock.json'));
    expect(packagesMatch(dir)).toBe(true);
    write('package-lock.json', lockfile({ ...wanted, 'node_modules/b': { version: '1.0.0' } }));
    expect(packagesMatch(dir)).toBe(false);
  });

  test('not when they were installed on another platform', () => {
    write('package-lock.json', lockfile(wanted));
    write('node_modules/.package-lock.json', lockfile(installed));
    write('node_modules/.rtcroom-stamp', 'beos-ppc 0123\n');
    expect(packagesMatch(dir)).toBe(false);
  });
});

describe('the inputs of the page', () => {
  const hash = (): string => changeHash(dir, ['web', 'client', 'package-lock.json'], ['dist']);

  test('have changed after a file was added, changed or touched, but not after a build', () => {
    write('web/index.html', 'one');
    const seen = [hash()];
    write('web/dist/index.html', 'built');
    expect(hash()).toBe(seen[0]);
    write('web/page.ts', 'added');
    seen.push(hash());
    write('web/page.ts', 'changed');
    seen.push(hash());
    utimesSync(join(dir, 'web/page.ts'), 1, 1);
    seen.push(hash());
    write('package-lock.json', '{}');
    seen.push(hash());
    expect(new Set(seen).size).toBe(seen.length);
  });
});

test('a recipe is known by names and contents, not by times', () => {
  write('web/a', 'x');
  write('web/b', 'y');
  const before = contentHash(join(dir, 'web'));
  utimesSync(join(dir, 'web/a'), 1, 1);
  expect(contentHash(join(dir, 'web'))).toBe(before);
  write('web/a', 'y');
  write('web/b', 'x');
  expect(contentHash(join(dir, 'web'))).not.toBe(before);
});

test.for([
  ['v22.18.0', true],
  ['v22.23.3', true],
  ['v22.17.1', false],
  ['v20.20.2', false],
  ['v24.1.0', false],
] as const)('Node %s is supported: %s', ([version, expected]) => expect(isSupported(version)).toBe(expected));
