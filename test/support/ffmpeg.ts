/** ffmpeg and ffprobe as real pushers and players. Whatever is started is ended by `stop` or ends by itself. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly done: Promise<Ran>;
  /** Kills it; resolves when it is gone. */
  stop(): Promise<void>;
}

/** Longest life of anything started here: a test that forgets one leaves nothing behind. */
const MAX_LIFE_MS = 90_000;

export function run(program: 'ffmpeg' | 'ffprobe', args: readonly string[], input?: Uint8Array): Running {
  const child = spawn(program, args, { stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), MAX_LIFE_MS);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (bytes) => {
    stdout += bytes;
  });
  child.stderr?.on('data', (bytes) => {
    stderr += bytes;
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const done = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
  return {
    child,
    done,
    stop: async () => {
      child.kill('SIGKILL');
      await done;
    },
  };
}

/** Pushes a small test picture and a tone in real time, until it is stopped. */
export const push = (url: string): Running =>
  run('ffmpeg', [
    ...['-v', 'error', '-re', '-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=15'],
    ...['-re', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100'],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-threads',
      '1',
      '-g',
      '30',
      '-pix_fmt',
      'yuv420p',
    ],
    ...['-c:a', 'aac', '-b:a', '48k', '-f', 'flv', url],
  ]);

/** Pushes black with a flash and a beep of a tenth of a second at the same instant, once a second, in real time. */
export function pushFlashes(url: string): Running {
  const isOn = 'lt(mod(t+0.5,1),0.1)';
  return run('ffmpeg', [
    ...[
      '-v',
      'error',
      '-re',
      '-f',
      'lavfi',
      '-i',
      `color=black:s=160x120:r=25,drawbox=c=white:t=fill:enable='${isOn}'`,
    ],
    ...['-re', '-f', 'lavfi', '-i', `aevalsrc='if(${isOn},0.5*sin(2*PI*1000*t),0)':s=44100`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-threads', '1', '-g', '25'],
    ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '64k', '-ac', '1', '-f', 'flv', url],
  ]);
}

export interface ProbedPacket {
  readonly codec_type: string;
  readonly pts_time?: string;
  readonly flags: string;
}

export interface Probed {
  readonly streams: readonly { readonly codec_name: string; readonly codec_type: string }[];
  readonly packets: readonly ProbedPacket[];
}

/** What ffprobe finds in the first `packets` packets. */
export async function probe(url: string, packets = 20): Promise<Probed> {
  const { code, stdout, stderr } = await run('ffprobe', [
    ...['-v', 'error', '-probesize', '200000', '-analyzeduration', '2000000', '-show_streams', '-show_packets'],
    ...['-read_intervals', `%+#${packets}`, '-of', 'json', url],
  ]).done;
  if (code !== 0) throw new Error(`ffprobe ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as Probed;
}
