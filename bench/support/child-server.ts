/** Starts the servers under test as processes of their own, on the servers' core. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onServerCore } from './pinning.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;
const MAX_KEPT_OUTPUT = 8_000;
/** Away from the ports of a node that somebody runs beside the bench. */
const RTC_PORT = '43100';

export interface ChildServer {
  readonly pid: number;
  readonly port: number;
  /** Ends the process; kills it when it does not end by itself. */
  stop(): Promise<void>;
}

interface ServerCommand {
  readonly file: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Finds the port in what the server prints. */
  readonly ready: RegExp;
  readonly pinned: boolean;
  /** All that it has printed so far, until it is ready. */
  readonly onOutput?: (output: string) => void;
}

/** A node in development mode on a free port. `env` are RTCROOM_* options over those of a bench. */
export function startNode(
  env: Readonly<Record<string, string>> = {},
  { pinned = true }: { readonly pinned?: boolean } = {},
): Promise<ChildServer> {
  const benchEnv = {
    RTCROOM_PORT: '0',
    RTCROOM_RTMP_PORT: '0',
    RTCROOM_LOG_LEVEL: 'error',
    RTCROOM_RTC_PORT: RTC_PORT,
    RTCROOM_RTC_WORKERS: '1',
    // One client stands for many: what protects a server from one client must not limit the load.
    RTCROOM_SIGNALING_MAX_FRAMES_PER_SECOND: '10000',
    RTCROOM_SIGNALING_FRAME_BURST: '20000',
    ...env,
  };
  return start({ file: 'src/main.ts', env: benchEnv, ready: /RTCRoom is ready: http:\/\/[^/]+:(\d+)\//, pinned });
}

/** The reference: uWebSockets.js with nothing on top. */
export function startRawUws(): Promise<ChildServer> {
  return start({ file: 'bench/servers/raw-uws.ts', env: {}, ready: /listening on (\d+)/, pinned: true });
}

/** Our live gateway in a node without media workers that lets everybody in. */
export async function startLiveGateway(): Promise<ChildServer & { readonly rtmpPort: number }> {
  let rtmpPort = 0;
  const server = await start({
    file: 'bench/servers/live-gateway.ts',
    env: { RTCROOM_LOG_LEVEL: 'error' },
    ready: /listening on (\d+)/,
    pinned: true,
    onOutput: (output) => {
      rtmpPort = Number(/rtmp on (\d+)/.exec(output)?.[1] ?? rtmpPort);
    },
  });
  return { ...server, rtmpPort };
}

/** A peer for live streams; `folder` is for its files. */
export function startNodeMediaServer(rtmpPort: number, httpPort: number, folder: string): Promise<ChildServer> {
  const args = [String(rtmpPort), String(httpPort), folder];
  // Nothing of its own output is mistaken for ours: it does not end its lines so.
  return start({
    file: 'bench/servers/node-media-server.ts',
    args,
    env: {},
    ready: /^listening on (\d+)/m,
    pinned: true,
  });
}

async function start({ file, args: more = [], env, ready, pinned, onOutput }: ServerCommand): Promise<ChildServer> {
  const { command, args } = pinned
    ? onServerCore(process.execPath, [file, ...more])
    : { command: process.execPath, args: [file, ...more] };
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  // Nothing is left behind when the bench itself is told to end.
  const endWithUs = (): void => {
    child.kill('SIGTERM');
  };
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  try {
    const port = await portFromOutput(child, ready, onOutput);
    if (child.pid === undefined) throw new Error('no process id');
    return { pid: child.pid, port, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw new Error(`${file} did not start`, { cause: error });
  }
}

function portFromOutput(child: ChildProcess, ready: RegExp, onOutput?: (output: string) => void): Promise<number> {
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

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
