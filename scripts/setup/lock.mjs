// One set-up at a time, between processes. The lock is a small file that names its holder. A holder that was killed
// leaves it behind, so a lock can go stale, and taking over a stale lock is where naive lock files break: two waiters
// both see it stale, the first replaces it, the second removes the first one's. Here every look at the lock and every
// change of it happens inside a guard, a directory made by the atomic mkdir, held for a few synchronous file calls.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 200;
const HEARTBEAT_MS = 5_000;
/** A holder that cannot be looked up by pid (another container on the same volume) is gone after this long without a sign. */
const SILENT_MS = 60_000;
/** Nobody stays in the guard this long; whoever made it was killed inside it. */
const GUARD_MS = 10_000;

/**
 * Runs `work` while holding the lock file `path`. Waits without limit for a holder that is alive (`onWait` is told once
 * whom: `{ pid, what }`), and takes over from one that is gone. `what` says in words what we are doing.
 */
export async function withLock(path, { what, onWait }, work) {
  mkdirSync(dirname(path), { recursive: true });
  const token = randomUUID();
  let told = false;
  for (;;) {
    const { acquired, holder } = attempt(path, { pid: process.pid, host: hostname(), token, what });
    if (acquired) break;
    if (holder && !told) {
      told = true;
      onWait?.(holder);
    }
    await delay(POLL_MS);
  }
  const heartbeat = setInterval(() => beat(path, token), HEARTBEAT_MS);
  heartbeat.unref();
  const release = () => readHolder(path)?.token === token && rmSync(path, { force: true });
  process.on('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

/** Takes the lock if it is free or stale; else tells who holds it (nobody known: the guard was busy). */
function attempt(path, self) {
  const guard = `${path}.guard`;
  if (!enter(guard)) return { acquired: false };
  try {
    const holder = readHolder(path);
    if (holder && !isGone(path, holder)) return { acquired: false, holder };
    writeFileSync(path, JSON.stringify(self));
    return { acquired: true };
  } finally {
    rmdirSync(guard);
  }
}

function enter(guard) {
  try {
    mkdirSync(guard);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (ageMs(guard) > GUARD_MS) rmSync(guard, { recursive: true, force: true });
    return false;
  }
}

/** The holder written in the lock; undefined when there is no lock. A half-written lock has a holder nobody can look up. */
function readHolder(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return { what: 'an unknown set-up' };
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isGone(path, { pid, host }) {
  if (ageMs(path) > SILENT_MS) return true;
  if (pid === undefined || host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function beat(path, token) {
  if (readHolder(path)?.token !== token) return;
  const now = new Date();
  utimesSync(path, now, now);
}

/** Milliseconds since the last change; 0 when it is not there any more. */
function ageMs(path) {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}
