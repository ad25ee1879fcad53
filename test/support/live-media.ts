/** Pushers and players of the live gateway as they are in the field: ffmpeg and ffprobe. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

/** An encoder on a busy machine takes its time. */
export const SLOW_MS = 40_000;

export interface LivePush {
  /** Resolves with the exit code when ffmpeg ends. */
  readonly exited: Promise<number | null>;
  stop(): void;
}

/** Pushes a test picture and tone for a minute at most. */
export function pushTestPicture(url: string): LivePush {
  const inputs = '-re -f lavfi -i testsrc=size=160x120:rate=10 -f lavfi -i sine=frequency=440';
  const video = '-c:v libx264 -preset ultrafast -tune zerolatency -profile:v baseline -g 10 -pix_fmt yuv420p';
  const outputs = '-c:a aac -b:a 32k -t 60 -f flv';
  const args = `-hide_banner -loglevel error ${inputs} ${video} ${outputs}`.split(' ');
  const child: ChildProcess = spawn('ffmpeg', [...args, url], { stdio: 'ignore' });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { exited, stop: () => child.kill('SIGKILL') };
}

/** The kinds of streams that a player finds at the URL, sorted. Rejects when it finds none in time. */
export async function probeStreams(url: string): Promise<readonly string[]> {
  const args = [
    '-v',
    'error',
    '-rw_timeout',
    '20000000',
    '-analyzeduration',
    '1500000',
    '-show_entries',
    'stream=codec_name',
    '-of',
    'csv=p=0',
    url,
  ];
  const { stdout } = await promisify(execFile)('ffprobe', args, { timeout: SLOW_MS });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}
