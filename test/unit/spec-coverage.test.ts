/**
 * Each rule of a SPEC.md is a line `- **RS-12** ...`. At least one test cites it, as `[RS-12]` in its name or as
 * `rule: 'RS-12'` in a table whose test name says `[$rule]`, or as `rule('RS-12', ...)` in a contract suite; and nothing cites a rule that does not exist.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

const RULE = /^- \*\*([A-Z]{2,3}-\d+)\*\*/gm;
const ALMOST_RULE = /^\s*(?:[-*]\s*)?(?:\*\*)?([A-Z]{2,3}-\d+)(?:\*\*)?[ :.]/gm;
const CITATION = /\[([A-Z]{2,3}-\d+)\]|\brule(?:: |\()['"`]([A-Z]{2,3}-\d+)['"`]/g;

const filesUnder = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !/(^|\/)node_modules\//.test(name))
    .map((name) => `${folder}/${name}`);

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const specs = ['src', 'wire', 'client', 'web', 'miniprogram'].flatMap((folder) =>
  filesUnder(folder, /(^|\/)SPEC\.md$/),
);
const rules = specs.flatMap((path) => [...read(path).matchAll(RULE)].map(([, id = '']) => ({ id, path })));
const tests = filesUnder('test', /\.test\.ts$|\.contract\.ts$/).filter(
  (path) => !path.endsWith('spec-coverage.test.ts'),
);
const cited = new Map<string, string>();
for (const path of tests)
  for (const [, inName, inTable] of read(path).matchAll(CITATION)) cited.set(inName ?? inTable ?? '', path);

test('there are rules, each with an id of its own', () => {
  expect(specs.length).toBeGreaterThan(0);
  const ids = rules.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('every rule is written as one: a line that begins with "- **RS-12**"', () => {
  const known = new Set(rules.map(({ id }) => id));
  const badlyWritten = specs.flatMap((path) => [...read(path).matchAll(ALMOST_RULE)].map(([, id = '']) => id));
  expect(badlyWritten.filter((id) => !known.has(id))).toEqual([]);
});

test('every rule has a test', () => {
  expect(rules.filter(({ id }) => !cited.has(id)).map(({ id, path }) => `${path}: ${id}`)).toEqual([]);
});

test('every cited rule exists', () => {
  const known = new Set(rules.map(({ id }) => id));
  expect([...cited].filter(([id]) => !known.has(id)).map(([id, path]) => `${path}: ${id}`)).toEqual([]);
});
