import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { writeOrCheck } from '../../../src/shared/generated-file.ts';

test('writes what differs; a check only tells', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rtcroom-'));
  const log = vi.spyOn(console, 'log').mockReturnValue();
  onTestFinished(() => {
    log.mockRestore();
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'page.md');
  expect(writeOrCheck({ path, text: 'new', checkOnly: true })).toBe(false);
  writeFileSync(path, 'old');
  expect(writeOrCheck({ path, text: 'new', checkOnly: true })).toBe(false);
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(writeOrCheck({ path, text: 'new', checkOnly: false })).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(writeOrCheck({ path, text: 'new', checkOnly: true })).toBe(true);
});
