import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Holder, withLock } from '../../scripts/setup/lock.mjs';

const lockModule = new URL('../../scripts/setup/lock.mjs', import.meta.url).href;
const done = async (): Promise<string> => 'done';

let dir: string;
let lock: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rtcroom-lock-'));
  lock = join(dir, 'some/thing.lock');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Another process that runs `body` while it holds the lock. */
function otherProcess(body: string, rounds = 1) {
  const script = `
    import * as fs from 'node:fs';
    import { withLock } from ${JSON.stringify(lockModule)};
    for (let round = 0; round < ${rounds}; round++) await withLock(${JSON.stringify(lock)}, { what: 'testing' }, async () => { ${body} });
  `;
  const stdio = ['pipe', 'pipe', 'inherit'] as const;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: [...stdio] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended };
}

/** A body that ends its process with 1 when another process is inside: exclusive creation of a file then throws. */
function aloneInside(): string {
  const inside = JSON.stringify(join(dir, 'inside'));
  const stayAWhile = 'for (let turn = 0; turn < 2_000; turn++) await new Promise(setImmediate);';
  return `fs.closeSync(fs.openSync(${inside}, 'wx')); ${stayAWhile} fs.rmSync(${inside});`;
}

/** A lock with `content`, last touched `ageMs` ago. */
function leaveLock(content: string, ageMs: number): void {
  mkdirSync(join(dir, 'some'), { recursive: true });
  writeFileSync(lock, content);
  const at = (Date.now() - ageMs) / 1000;
  utimesSync(lock, at, at);
}

describe('a lock', () => {
  test('is held by one process at a time', async () => {
    const processes = [1, 2, 3, 4].map(() => otherProcess(aloneInside(), 5));
    expect(await Promise.all(processes.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    expect(existsSync(lock)).toBe(false);
  });

  test('is taken over from a process that was killed', async () => {
    const { ended } = otherProcess("process.kill(process.pid, 'SIGKILL');");
    await ended;
    expect(existsSync(lock)).toBe(true);
    expect(await withLock(lock, { what: 'testing' }, done)).toBe('done');
    expect(existsSync(lock)).toBe(false);
  });

  test('is taken over by one only, when many wait for a killed holder', async () => {
    leaveLock('{"what":"left behind"}', 120_000);
    const processes = [1, 2, 3, 4].map(() => otherProcess(aloneInside()));
    expect(await Promise.all(processes.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
  });

  test('tells the one who waits whom it waits for', async () => {
    const { child, ended } = otherProcess("console.log('inside'); for await (const _ of process.stdin);");
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    const told: Holder[] = [];
    const onWait = (holder: Holder): void => {
      told.push(holder);
      child.stdin?.end();
    };
    expect(await withLock(lock, { what: 'waiting', onWait }, done)).toBe('done');
    expect(told).toMatchObject([{ pid: child.pid, what: 'testing' }]);
    expect(await ended).toBe(0);
  });

  test('of another machine is respected while it shows signs of life', async () => {
    leaveLock(JSON.stringify({ pid: 1, host: 'elsewhere', what: 'testing' }), 0);
    const told: Holder[] = [];
    const onWait = (holder: Holder): void => {
      told.push(holder);
      rmSync(lock);
    };
    await withLock(lock, { what: 'waiting', onWait }, done);
    expect(told).toMatchObject([{ pid: 1, what: 'testing' }]);
  });

  test.for([
    ['of another machine', JSON.stringify({ pid: 1, host: 'elsewhere', what: 'testing' })],
    ['half written', '{"pid":'],
  ] as const)('%s without a sign of life for a minute is taken over', async ([, content]) => {
    leaveLock(content, 61_000);
    const onWait = (): void => expect.unreachable();
    expect(await withLock(lock, { what: 'testing', onWait }, done)).toBe('done');
  });

  test('is not touched while another process looks at it', async () => {
    mkdirSync(`${lock}.guard`, { recursive: true });
    const locked = withLock(lock, { what: 'testing' }, done);
    expect(existsSync(lock)).toBe(false);
    rmSync(`${lock}.guard`, { recursive: true });
    expect(await locked).toBe('done');
  });

  test('is not blocked by a guard whose maker was killed', async () => {
    mkdirSync(`${lock}.guard`, { recursive: true });
    const at = (Date.now() - 11_000) / 1000;
    utimesSync(`${lock}.guard`, at, at);
    expect(await withLock(lock, { what: 'testing' }, done)).toBe('done');
  });

  test('is given back when the work fails', async () => {
    const failing = async (): Promise<void> => {
      throw new Error('no');
    };
    await expect(withLock(lock, { what: 'testing' }, failing)).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });

  test('is given back when the process exits', async () => {
    const { child, ended } = otherProcess('process.exit(7);');
    expect(await text(child.stdout ?? [])).toBe('');
    expect(await ended).toBe(7);
    expect(existsSync(lock)).toBe(false);
  });
});
