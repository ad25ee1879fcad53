import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { findProgram } from '../../../src/live-gateway/find-program.ts';
import { missingProgram } from '../../../src/node-live.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rtcroom-path-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('[LG-124] a program is found in the folders of the path, or where it says itself', () => {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  const program = join(second, 'encoder');
  mkdirSync(first);
  mkdirSync(second);
  const path = [join(folder, 'none'), first, second].join(delimiter);
  expect(findProgram('encoder', path)).toBeUndefined();
  writeFileSync(program, '#!/bin/sh\n');
  chmodSync(program, 0o644);
  expect(findProgram('encoder', path)).toBeUndefined();
  chmodSync(program, 0o755);
  // A folder of that name is no program.
  mkdirSync(join(first, 'encoder'));
  expect(findProgram('encoder', path)).toBe(program);
  expect(findProgram(program, '')).toBe(program);
  expect(findProgram(join(folder, 'first/encoder'), path)).toBeUndefined();
});

test('[LG-124] who runs a node is told what will not work', () => {
  const config = (env: Readonly<Record<string, string>>) =>
    loadConfig({ argv: [], env: { RTCROOM_BRIDGES_FFMPEG: join(folder, 'encoder'), ...env } });
  expect(missingProgram(config({}), '')).toMatch(/encoder is not found: .*RTMP and WebRTC, no mixed streams \(/);
  expect(missingProgram(config({ RTCROOM_RECORDING_FOLDER: folder, RTCROOM_MIXING_MAX: '0' }), '')).toMatch(
    /no sound between RTMP and WebRTC, no recordings \(/,
  );
  const needless = { RTCROOM_BRIDGES_ENABLED: 'false', RTCROOM_MIXING_MAX: '0' };
  expect(missingProgram(config(needless), '')).toBeUndefined();
  writeFileSync(join(folder, 'encoder'), '', { mode: 0o755 });
  expect(missingProgram(config({}), '')).toBeUndefined();
});
