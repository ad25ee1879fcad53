/** Starts the servers under test as processes of their own, on the servers' core. */
import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ALLOCATOR_ENV } from '../../scripts/setup/allocator.mjs';
import { childrenOf } from './cpu-time.ts';
import { freeMediaPorts } from './free-port.ts';
import { onServerCore } from './pinning.ts';
import { profiledAs, profileFromNow } from './profiles.ts';
import { BENCH_API_KEYS } from './tokens.ts';
import { until } from './until.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;
const LOOK_EVERY_MS = 20;
const MAX_KEPT_OUTPUT = 8_000;

export interface ChildServer {
  readonly pid: number;
  readonly port: number;
  /** Ends the process; kills it when it does not end by itself. */
  stop(): Promise<void>;
}

/** How a server is started. */
export interface ServerCommand {
  /** What to run; absent = this Node. */
  readonly command?: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Finds the port in what the server prints, or a port that is known already and only has to be open. */
  readonly ready: RegExp | number;
  /** On the servers' core; default yes. */
  readonly pinned?: boolean;
  /** Told all that it has printed so far, until it is ready. */
  readonly onOutput?: (output: string) => void;
}

/**
 * A node in development mode on a free port. `env` are RTCROOM_* options over those of a bench. `preload`: a program that
 * makes another node of it, one to compare with.
 */
export async function startNode(
  env: Readonly<Record<string, string>> = {},
  { pinned = true, preload }: { readonly pinned?: boolean; readonly preload?: string } = {},
): Promise<ChildServer> {
  const benchEnv = {
    ...ALLOCATOR_ENV,
    RTCROOM_PORT: '0',
    RTCROOM_RTMP_PORT: '0',
    RTCROOM_LOG_LEVEL: 'error',
    // Nobody is to be moved elsewhere at the end.
    RTCROOM_SHUTDOWN_GRACE_MS: '0',
    RTCROOM_RTC_PORT: String(await freeMediaPorts()),
    RTCROOM_RTC_WORKERS: '1',
    RTCROOM_AUTH_API_KEYS: BENCH_API_KEYS,
    // One client stands for many: what protects a server from one client must not limit the load.
    RTCROOM_SIGNALING_MAX_FRAMES_PER_SECOND: '10000',
    RTCROOM_SIGNALING_FRAME_BURST: '20000',
    RTCROOM_SIGNALING_MAX_SESSIONS: '100000',
    ...env,
  };
  const ready = /RTCRoom is ready: http:\/\/[^/]+:(\d+)\//;
  if (preload !== undefined) {
    return startServer({ args: ['--import', preload, 'src/main.ts'], env: benchEnv, ready, pinned });
  }
  const profiled = profiledAs('node');
  const args = [...profiled.args, 'src/main.ts'];
  const node = await startServer({ args, env: { ...benchEnv, ...profiled.env }, ready, pinned });
  profileFromNow(node.pid);
  return node;
}

/** What the reference does with a binary message; see bench/servers/raw-uws.ts. */
export type RawMode = 'publish' | 'loop' | 'announce';

/** The reference: uWebSockets.js with nothing on top. */
export function startRawUws(mode: RawMode = 'publish'): Promise<ChildServer> {
  return startServer({ args: ['bench/servers/raw-uws.ts', mode], ready: /listening on (\d+)/ });
}

/** Our live gateway in a node without media workers that lets everybody in. */
export async function startLiveGateway(): Promise<ChildServer & { readonly rtmpPort: number }> {
  let rtmpPort = 0;
  const profiled = profiledAs('gateway');
  const server = await startServer({
    args: [...profiled.args, 'bench/servers/live-gateway.ts'],
    env: { RTCROOM_LOG_LEVEL: 'error', ...profiled.env },
    ready: /listening on (\d+)/,
    onOutput: (output) => {
      rtmpPort = Number(/rtmp on (\d+)/.exec(output)?.[1] ?? rtmpPort);
    },
  });
  profileFromNow(server.pid);
  return { ...server, rtmpPort };
}

/** A peer for live streams; `folder` is for its files. */
export function startNodeMediaServer(rtmpPort: number, httpPort: number, folder: string): Promise<ChildServer> {
  const args = ['bench/servers/node-media-server.ts', String(rtmpPort), String(httpPort), folder];
  // Nothing of its own output is mistaken for ours: it does not end its lines so.
  return startServer({ args, ready: /^listening on (\d+)/m });
}

/** Starts a server and waits until it is ready. @throws Error with what it printed when it does not get there. */
export async function startServer(given: ServerCommand): Promise<ChildServer> {
  const { env = {}, pinned = true } = given;
  const wanted = { command: given.command ?? process.execPath, args: given.args };
  const { command, args } = pinned ? onServerCore(wanted.command, wanted.args) : wanted;
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  // Nothing is left behind when the bench itself is told to end.
  const endWithUs = (): void => {
    child.kill('SIGTERM');
  };
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  try {
    const port = await portOf(child, given);
    if (child.pid === undefined) throw new Error('no process id');
    return { pid: child.pid, port, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${[command, ...given.args].join(' ')} did not start: ${why}`, { cause: error });
  }
}

function portOf(child: ChildProcess, { ready, onOutput }: ServerCommand): Promise<number> {
  return typeof ready === 'number' ? openPort(child, ready) : portFromOutput(child, ready, onOutput);
}

/** For servers that do not say when they are ready. */
async function openPort(child: ChildProcess, port: number): Promise<number> {
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-MAX_KEPT_OUTPUT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const endsAt = performance.now() + START_TIMEOUT_MS;
  while (failure === undefined && child.exitCode === null && child.signalCode === null) {
    if (await isOpen(port)) return port;
    if (performance.now() > endsAt) throw new Error(`port ${port} did not open in time; it printed:\n${output}`);
    await sleep(LOOK_EVERY_MS);
  }
  throw failure ?? new Error(`it ended with ${child.exitCode ?? child.signalCode}; it printed:\n${output}`);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function portFromOutput(
  child: ChildProcess,
  ready: RegExp,
  onOutput: ((output: string) => void) | undefined,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`not ready in time; it printed:\n${output}`)), START_TIMEOUT_MS);
    const onData = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-MAX_KEPT_OUTPUT);
      onOutput?.(output);
      const port = ready.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', onData);
    child.stderr?.on('data', (chunk: Buffer) => {
      onData(chunk);
      process.stderr.write(chunk);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`it ended with ${code ?? signal}; it printed:\n${output}`));
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const helpers = childrenOf(child.pid);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
  // A media worker ends a moment after its node, and holds its port until then.
  await until(() => !helpers.some(isAlive), 'the processes of a server to end', STOP_TIMEOUT_MS);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
