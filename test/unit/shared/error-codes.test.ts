import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AppError, toAppError } from '../../../src/shared/app-error.ts';
import { ERRORS, type ErrorSpec } from '../../../src/shared/error-codes.ts';
import { renderErrorsPage } from '../../../src/shared/errors-page.ts';

const entries = Object.entries(ERRORS) as [string, ErrorSpec][];
const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

/** Range of the errors between these names, in the order of the registry. */
const SECTIONS: readonly (readonly [string, number])[] = [
  ['malformedFrame', 1000],
  ['tokenInvalid', 1100],
  ['roomNotFound', 1200],
  ['notAllowed', 1300],
  ['floorNotFound', 1400],
  ['mediaUnavailable', 1500],
  ['rateLimited', 1600],
  ['shuttingDown', 1900],
];

describe('error registry', () => {
  test('numbers and close codes are unique', () => {
    const codes = entries.map(([, { code }]) => code);
    expect(new Set(codes).size).toBe(codes.length);
    const closeCodes = entries.flatMap(([, { close }]) => close ?? []);
    expect(new Set(closeCodes).size).toBe(closeCodes.length);
  });

  test('each number is in the range of its section', () => {
    let range = 0;
    for (const [name, { code }] of entries) {
      range = SECTIONS.find(([first]) => first === name)?.[1] ?? range;
      expect(code - range, name).toBeGreaterThanOrEqual(0);
      expect(code - range, name).toBeLessThan(100);
    }
  });

  test.for(entries)(
    '%s: close code, status and message are fit for clients',
    ([name, { retry, close, http, message }]) => {
      expect(name).toMatch(/^[a-z][A-Za-z]+$/);
      expect(message).toMatch(/^[A-Z].*\.$/);
      expect(message.length).toBeLessThanOrEqual(123);
      if (close !== undefined) {
        expect(close).toBeGreaterThanOrEqual(4000);
        expect(close).toBeLessThan(5000);
        // A client that is told to come back must not read the close code as final.
        if (close < 4500) expect(retry).not.toBe('never');
        if (retry === 'sameSocket') expect(close).toBeLessThan(4500);
      }
      if (http !== undefined) expect([4, 5]).toContain(Math.floor(http / 100));
    },
  );

  test('docs/errors.md lists each one and is fresh', () => {
    for (const [name, { code }] of entries) expect(page).toContain(`| ${code} | \`${name}\` |`);
    expect(page, 'run `node src/shared/print-errors.ts`').toBe(renderErrorsPage());
  });
});

describe('AppError', () => {
  test('carries its registry entry, and the detail in its message', () => {
    const error = new AppError('roomFull', 'class-7');
    expect(error.spec.code).toBe(1203);
    expect(error.message).toBe('The room is full. (class-7)');
  });

  test('anything else becomes internal, with the original as cause', () => {
    const original = new TypeError('x');
    expect(toAppError(original)).toMatchObject({ errorName: 'internal', cause: original });
    const known = new AppError('banned');
    expect(toAppError(known)).toBe(known);
  });
});
