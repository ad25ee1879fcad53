import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { root } from './places.mjs';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const TAIL_LINES = 400;

/** Exit code that a shell gives for a process ended by `signal`. */
export const signalExitCode = (signal) => 128 + constants.signals[signal];

/**
 * Runs a helper program (npm, apt-get, ninja) without stdin, its output hidden; `onLine` sees each line and `tail` keeps
 * the last ones. A signal to us ends the helper with all its children before we exit: a helper left behind would go on
 * writing where the next set-up works.
 */
export async function runHelper(command, args, { cwd = root, env = process.env, onLine, timeoutMs } = {}) {
  // A process group of its own, so that one kill reaches npm's and ninja's children.
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const tail = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      onLine?.(line);
    });
  }
  let stoppedBy;
  const onSignal = (signal) => {
    killGroup(child, stoppedBy ? 'SIGKILL' : 'SIGTERM');
    stoppedBy = signal;
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
  const timer = timeoutMs && setTimeout(() => killGroup(child, 'SIGKILL'), timeoutMs);
  try {
    const code = await ended(child);
    if (stoppedBy) process.exit(signalExitCode(stoppedBy));
    return { code, tail };
  } finally {
    clearTimeout(timer);
    for (const signal of STOP_SIGNALS) process.off(signal, onSignal);
  }
}

/**
 * Runs a program in our place: it has our stdin, stdout and stderr, gets our signals, and its exit code is returned.
 * `onStdout` (then stdout is piped through it) is for a caller that has to read along.
 */
export async function runForeground(command, args, { env = process.env, onStdout } = {}) {
  const child = spawn(command, args, { cwd: root, env, stdio: ['inherit', onStdout ? 'pipe' : 'inherit', 'inherit'] });
  child.stdout?.on('data', onStdout);
  const forward = (signal) => child.kill(signal);
  // Ctrl-C on a terminal reaches the child by itself; a second SIGINT from us would read as "give up waiting".
  const ignore = () => {};
  const handlers = STOP_SIGNALS.map((signal) => [
    signal,
    signal === 'SIGINT' && process.stdin.isTTY ? ignore : forward,
  ]);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  try {
    return await ended(child);
  } finally {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  }
}

function killGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

/** Exit code as a shell would give it; 127 when the program could not be started. */
const ended = (child) =>
  new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (code, signal) => resolve(code ?? signalExitCode(signal)));
  });
