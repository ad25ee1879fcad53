/** A media program that runs beside us: bytes in, perhaps bytes out. Port, and its real adapter over ffmpeg. */
import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** Safe after `close`, then does nothing. */
export interface MediaProgram {
  /** Undefined when it never began. */
  readonly pid: number | undefined;
  /** Bytes for the input `fd`. They are the program's from then on; it drops them when it is too far behind (false). */
  write(fd: number, bytes: Uint8Array): boolean;
  /** Ends it at once. `onExit` is not called any more. */
  close(): void;
  /** No more input: it may write what it still has. Resolves when it has ended; killed after `boundMs`. No `onExit`. */
  finish(boundMs: number): Promise<void>;
}

export interface MediaProgramOptions {
  readonly args: readonly string[];
  /** Its inputs; 0 is the standard input. */
  readonly inputFds: readonly number[];
  /** Bytes that wait for one input, beyond which more are dropped. */
  readonly maxQueuedBytes: number;
  readonly onOutput: (bytes: Buffer) => void;
  /** It ended by itself, or never began; `lastWords` is the end of what it complained of. Called once. */
  readonly onExit: (lastWords: string) => void;
}

export type RunMediaProgram = (options: MediaProgramOptions) => MediaProgram;

const MAX_WORDS = 2000;

/** Runs ffmpeg. */
export function runFfmpeg(options: MediaProgramOptions, command = 'ffmpeg'): MediaProgram {
  const { args, inputFds, maxQueuedBytes, onOutput, onExit } = options;
  const highestFd = Math.max(2, ...inputFds);
  const stdio = Array.from({ length: highestFd + 1 }, (_, fd) => {
    const isUsed = fd === 1 || fd === 2 || inputFds.includes(fd);
    return isUsed ? 'pipe' : 'ignore';
  });
  const child = spawn(command, args, { stdio });
  // There are none when the process has no descriptors left to make them of.
  const pipes: readonly (Readable | Writable | null | undefined)[] | undefined = child.stdio;
  const inputOf = (fd: number): Writable | null | undefined => pipes?.[fd] as Writable | null | undefined;
  let isOver = false;
  let words = '';
  const end = (reason: string): void => {
    if (isOver) return;
    isOver = true;
    onExit(reason);
  };
  // Writing to a program that has just died is no fault of its own: `exit` tells.
  for (const stream of pipes ?? []) stream?.on('error', () => undefined);
  child.on('error', (error) => end(error.message));
  child.on('close', (code, signal) => end(`${words.trim()} (exit ${signal ?? code})`));
  child.stdout?.on('data', (bytes: Buffer) => {
    if (!isOver) onOutput(bytes);
  });
  child.stderr?.on('data', (bytes: Buffer) => {
    words = (words + bytes.toString('utf8')).slice(-MAX_WORDS);
  });
  return {
    pid: child.pid,
    write: (fd, bytes) => {
      const input = inputOf(fd);
      if (isOver || !input?.writable || input.writableLength > maxQueuedBytes) return false;
      input.write(bytes);
      return true;
    },
    finish: (boundMs) =>
      new Promise((resolve) => {
        const hasEnded = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
        isOver = true;
        const timer = setTimeout(() => child.kill('SIGKILL'), boundMs);
        const done = (): void => {
          clearTimeout(timer);
          resolve();
        };
        if (hasEnded) done();
        else child.once('close', done);
        for (const fd of inputFds) inputOf(fd)?.end();
      }),
    close: () => {
      isOver = true;
      child.kill('SIGKILL');
      for (const stream of pipes ?? []) stream?.destroy();
    },
  };
}
