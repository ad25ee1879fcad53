/** Plays a stream with ffmpeg, which keeps nothing back, and reads the clock in each picture as soon as it is decoded. */
import { type ChildProcess, spawn } from 'node:child_process';
import { CLOCK_BLOCKS, CLOCK_PICTURE, readClock } from '../page/picture-clock.ts';

export interface Seen {
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export class ClockPlayer {
  readonly #child: ChildProcess;
  readonly seen: Seen[] = [];
  /** Pictures without a readable clock. */
  unread = 0;
  #rest: Buffer = Buffer.alloc(0);

  constructor(url: string) {
    const share = CLOCK_PICTURE.blockHeight / CLOCK_PICTURE.height;
    const row = `crop=iw:ih*${share.toFixed(4)}:0:0,scale=${CLOCK_BLOCKS}:1:flags=area,format=gray`;
    // No `-fflags nobuffer`: it drops the key frame that the format was found with, and a browser sends no other unasked.
    const low = ['-flags', 'low_delay', '-probesize', '5000', '-analyzeduration', '0'];
    const args = ['-hide_banner', '-nostdin', '-loglevel', 'fatal', '-threads', '1', ...low, '-i', url];
    const out = ['-an', '-vf', row, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-flush_packets', '1', 'pipe:1'];
    this.#child = spawn('ffmpeg', [...args, ...out], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child.stdout?.on('data', (bytes: Buffer) => this.#read(bytes));
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }

  #read(bytes: Buffer): void {
    const at = performance.timeOrigin + performance.now();
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (; this.#rest.length >= CLOCK_BLOCKS; this.#rest = this.#rest.subarray(CLOCK_BLOCKS)) {
      const value = readClock(this.#rest);
      if (value === undefined) this.unread += 1;
      else this.seen.push({ value, at });
    }
  }
}
