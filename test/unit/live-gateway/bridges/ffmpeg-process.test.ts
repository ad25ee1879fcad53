import { afterEach, describe, expect, test } from 'vitest';
import {
  type FfmpegFault,
  type FfmpegLimits,
  FfmpegProcess,
} from '../../../../src/live-gateway/bridges/ffmpeg-process.ts';
import { systemClock } from '../../../../src/shared/clock.ts';
import { waitFor } from '../../../support/wait-for.ts';

const open: FfmpegProcess[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((child) => child.close()));
});

/** A shell script instead of ffmpeg. */
function run(script: string, limits: Partial<FfmpegLimits> = {}, command = '/bin/sh') {
  const faults: FfmpegFault[] = [];
  const said: string[] = [];
  const dropped: number[] = [];
  const rendered: number[] = [];
  const told = { faults, said, dropped, rendered, starts: 0, output: '' };
  const child = new FfmpegProcess({
    command,
    args: ['-c', script],
    clock: systemClock,
    onStarted: () => {
      told.starts += 1;
      return Buffer.from('head ');
    },
    render: (tag) => {
      rendered.push(tag);
      return tag < 0 ? undefined : Buffer.from(`piece${tag} `);
    },
    onDropped: (tag) => dropped.push(tag),
    onOutput: (chunk) => {
      told.output += chunk.toString('latin1');
    },
    onFault: (fault) => faults.push(fault),
    onSaid: (line) => said.push(line),
    limits,
  });
  open.push(child);
  return { child, told };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a watched child', () => {
  test('[BR-40] gets its input in order, after what it begins with, and gives what it makes of it', async () => {
    const { child, told } = run('exec cat');
    for (const tag of [1, -1, 2, 3]) child.write(tag, 7);
    await waitFor('its output', () => told.output === 'head piece1 piece2 piece3 ');
    expect(told.faults).toEqual([]);
    expect(told.starts).toBe(1);
  });

  test('[BR-40] is started again when it ends, and goes on from nothing', async () => {
    const { child, told } = run('read -r _ && exit 3');
    child.write(1, 7);
    // Its line never ends before its input does; killing it is how it ends.
    process.kill(child.pid ?? 0, 'SIGKILL');
    await waitFor('the second start', () => told.starts === 2 && child.pid !== undefined);
    expect(told.faults).toEqual(['exited']);
  });

  test('[BR-40] that cannot live is not started without end', async () => {
    const { told } = run('exit 1', { maxStartsPerMinute: 3 });
    await waitFor('it to rest', () => told.faults.includes('exhausted'));
    expect(told.starts).toBe(3);
    expect(told.faults).toEqual(['exited', 'exited', 'exited', 'exhausted']);
  });

  test('[BR-40] whose program is missing is a fault like others', async () => {
    const { child, told } = run('', { maxStartsPerMinute: 2 }, '/nowhere/ffmpeg');
    child.write(1, 7);
    await waitFor('it to rest', () => told.faults.includes('exhausted'));
    expect(told.faults).toEqual(['exited', 'exited', 'exhausted']);
    expect(told.said.join()).toContain('ENOENT');
  });

  test('[BR-41] that takes input and gives nothing is killed', async () => {
    const { child, told } = run('exec cat > /dev/null', { hangMs: 100 });
    const { pid = 0 } = child;
    child.write(1, 7);
    await waitFor('it to be noticed', () => told.faults.includes('hung'));
    await waitFor('it to be gone', () => !isAlive(pid));
    await waitFor('the next one', () => told.starts === 2);
  });

  test('[BR-41] without input may be silent', async () => {
    const { child, told } = run('exec cat', { hangMs: 100 });
    child.write(1, 7);
    await waitFor('its answer', () => told.output.includes('piece1'));
    const since = performance.now();
    await waitFor('more time than a hang takes', () => performance.now() - since > 700);
    expect(told.faults).toEqual([]);
    expect(child.pid).toBeDefined();
  });

  test.for([
    ['output', 'exec yes'],
    ['complaints', 'exec yes >&2'],
  ] as const)('[BR-42] that floods its %s is killed', async ([, script]) => {
    const { told } = run(script, { maxOutputBytesPerS: 200_000, maxStartsPerMinute: 2 });
    await waitFor('it to rest', () => told.faults.includes('exhausted'));
    expect(told.faults).toEqual(['flooded', 'flooded', 'exhausted']);
    expect(told.output.length).toBeLessThan(1_000_000);
    expect(told.said.length).toBeLessThanOrEqual(22);
    expect(told.said.every((line) => line.length <= 300)).toBe(true);
  });

  test('[BR-43] that does not read has its oldest input dropped', async () => {
    const { child, told } = run('exec sleep 100', { maxQueuedBytes: 5000, hangMs: 60_000 });
    // Pieces say what they weigh; the pipe takes some thousands before it is full.
    for (let tag = 1; tag <= 60_000; tag += 1) child.write(tag, 100);
    await waitFor('drops', () => told.faults.includes('inputDropped'));
    expect(told.dropped.length).toBe(told.faults.length);
    expect(60_000 - told.rendered.length - told.dropped.length).toBe(50);
    expect(told.dropped).toEqual([...told.dropped].sort((a, b) => a - b));
    expect(Math.min(...told.dropped)).toBe(told.rendered.length + 1);
  });

  test('[BR-43] begins with what is new', async () => {
    const { child, told } = run('exec cat', { maxQueuedMs: -1 });
    child.write(1, 7);
    await waitFor('its answer', () => told.output === 'head piece1 ');
    process.kill(child.pid ?? 0, 'SIGKILL');
    await waitFor('its end', () => child.pid === undefined);
    child.write(2, 7);
    await waitFor('the next one', () => told.starts === 2);
    child.write(3, 7);
    await waitFor('its answer', () => told.output.endsWith('head piece3 '));
    expect(told.dropped).toEqual([2]);
  });

  test('[BR-44] is gone when it is closed, also a stopped one', async () => {
    const { child, told } = run('exec cat');
    child.write(1, 7);
    await waitFor('its answer', () => told.output.includes('piece1'));
    const { pid = 0 } = child;
    process.kill(pid, 'SIGSTOP');
    await Promise.all([child.close(), child.close()]);
    expect(isAlive(pid)).toBe(false);
    child.write(2, 7);
    expect(told.faults).toEqual([]);
    expect(told.rendered).toEqual([1]);
    await child.close();
  });

  test('[BR-44] can be closed between two starts, and before it has started', async () => {
    const between = run('exit 1');
    await waitFor('its end', () => between.told.faults.length > 0);
    await between.child.close();
    const { starts } = between.told;
    const missing = run('', {}, '/nowhere/ffmpeg');
    await missing.child.close();
    expect(missing.told.faults).toEqual([]);
    expect(between.told.starts).toBe(starts);
  });
});
