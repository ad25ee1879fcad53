import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { nearestName } from '../../../src/config/nearest-name.ts';
import { ALL_OPTIONS } from '../../../src/config/option-tree.ts';
import { renderSample } from '../../../src/config/sample.ts';

const samplePath = fileURLToPath(new URL('../../../config.sample.yaml', import.meta.url));

test('[CF-7] config.sample.yaml is fresh', () => {
  expect(readFileSync(samplePath, 'utf8'), 'run `node src/config/print-sample.ts`').toBe(renderSample());
});

test('[CF-7] loading the sample gives the defaults', () => {
  expect(loadConfig({ argv: ['--config', samplePath], env: {} })).toEqual(loadConfig({ argv: [], env: {} }));
});

test.for(ALL_OPTIONS.map((located) => [located.path.join('.'), located] as const))(
  '[CF-7] %s is documented: words, bounds, unit, variable',
  ([name, { env, path, option }]) => {
    expect(option.doc).toMatch(/^[A-Z].*[.]$/s);
    expect(option.bounds).not.toBe('');
    expect(env).toMatch(/^(RTCROOM_[A-Z0-9_]+|MEDIASOUP_WORKER_BIN)$/);
    // The unit is in the name, and the documentation agrees.
    if (/Ms$/.test(name)) expect(option.unit).toBe('ms');
    if (/Bytes$/.test(name)) expect(option.unit).toBe('bytes');
    if (typeof option.default === 'number') expect(option.unit).not.toBe('');
    expect(path.length).toBeLessThanOrEqual(3);
  },
);

test('no two options share a variable', () => {
  expect(new Set(ALL_OPTIONS.map(({ env }) => env)).size).toBe(ALL_OPTIONS.length);
});

test('nearestName finds typos and nothing far-fetched', () => {
  const known = ['http.port', 'http.host', 'rooms.maxMembers'];
  expect(nearestName('http.prot', known)).toBe('http.port');
  expect(nearestName('ROOMS.MAXMEMBER', known)).toBe('rooms.maxMembers');
  expect(nearestName('zebra', known)).toBeUndefined();
  expect(nearestName('x'.repeat(1000), known)).toBeUndefined();
});
