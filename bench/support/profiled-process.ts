/**
 * Preloaded into a node under test (`--profile`): keeps a CPU profile of its main thread from SIGUSR2 on, anew when the
 * signal comes again, and writes it to `BENCH_PROFILE_FILE` when the process ends. Threads of its own load this too, and
 * do nothing.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { isMainThread } from 'node:worker_threads';

const SAMPLE_EVERY_US = 500;
const file = process.env['BENCH_PROFILE_FILE'];

if (isMainThread && file !== undefined) {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US });
  let isRunning = false;
  process.on('SIGUSR2', () => {
    if (isRunning) session.post('Profiler.stop');
    session.post('Profiler.start');
    isRunning = true;
  });
  process.once('exit', () => {
    if (!isRunning) return;
    // Within one thread the answer is given before `post` returns.
    session.post('Profiler.stop', (error, { profile }) => {
      if (error === null) writeFileSync(file, JSON.stringify(profile));
    });
  });
}
