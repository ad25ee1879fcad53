import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MESSAGE_FIELDS, SCHEMA_HASH } from '../../../wire/generated/messages.ts';
import { MIN_PROTOCOL_VERSION, PROTOCOL_VERSION, SCHEMA_HISTORY } from '../../../wire/version.ts';

const protoFolder = new URL('../../../proto/rtcroom/v1/', import.meta.url);

test('generated code is that of proto/', () => {
  const hash = createHash('sha256');
  for (const name of readdirSync(protoFolder).sort()) hash.update(readFileSync(new URL(name, protoFolder)));
  expect(SCHEMA_HASH, 'proto/ changed: run `npm run generate`').toBe(hash.digest('hex'));
});

test('[WR-8] the schema is the one pinned to this protocol version', () => {
  const latest = SCHEMA_HISTORY.at(-1);
  expect(
    latest?.schemaHash,
    'the schema changed: append an entry to SCHEMA_HISTORY in wire/version.ts with the new SCHEMA_HASH; when an older ' +
      'peer would misunderstand it, raise PROTOCOL_VERSION too; then add golden frames for what is new',
  ).toBe(SCHEMA_HASH);
  expect(latest?.version).toBe(PROTOCOL_VERSION);
  expect(MIN_PROTOCOL_VERSION).toBeLessThanOrEqual(PROTOCOL_VERSION);
});

test('history is dated, in order, and its versions never fall', () => {
  for (const [index, { date, version }] of SCHEMA_HISTORY.entries()) {
    expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    const before = SCHEMA_HISTORY[index - 1];
    expect(version).toBeGreaterThanOrEqual(before?.version ?? 1);
    expect(date >= (before?.date ?? '')).toBe(true);
  }
});

test('no message contains itself, so that decoding has a bounded depth', () => {
  const depthOf = (type: string, above: readonly string[]): number => {
    expect(above).not.toContain(type);
    const inner = (MESSAGE_FIELDS[type] ?? []).filter(([, , , kind]) => kind === 'm');
    return 1 + Math.max(0, ...inner.map(([, , innerType]) => depthOf(innerType, [...above, type])));
  };
  for (const type of Object.keys(MESSAGE_FIELDS)) expect(depthOf(type, [])).toBeLessThan(16);
});
